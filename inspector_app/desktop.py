"""Wires the desktop: opens the store, builds the pages, connects their signals in one sorted block.

One of the two wiring files: what costs time is imported inside functions, behind the first paint
(the database 200 ms, the catalogue 140 ms, the PDF writer 100 ms).
"""

import importlib
import os
import sys
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import InspectorError, Problem, Progress
from inspector_app.ui.entrance.sign_in_page import SignInPage
from inspector_app.ui.jobs import Job, Jobs
from inspector_app.ui.shell.application import dress, input_method, speak
from inspector_app.ui.shell.instance import Instance
from inspector_app.ui.shell.window import IdleWatch, MainWindow
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import explain, of_problem

if TYPE_CHECKING:
    from inspector_app.casework.issued import Issued
    from inspector_app.casework.workspace import Session
    from inspector_app.domain.clock import Clock
    from inspector_app.ui.shell.paper_room import PaperRoom
    from inspector_app.ui.shell.rooms import Rooms


class Desktop(QObject):
    """The program with a window: the one place where pages, work and the store meet."""

    def __init__(
        self, app: QApplication, folder: Path, look: Look, language: str, clock: "Clock | None"
    ) -> None:
        super().__init__(app)
        self._folder, self._look, self._clock = folder, look, clock
        self._texts = Messages(language)
        self._session: Session | None = None
        self._warned = False
        self._training: Job | None = None
        self.rooms: Rooms | None = None
        self.paper: PaperRoom | None = None
        self.jobs = Jobs(self)
        self.sign_in = SignInPage(look)
        self.window = MainWindow(self.tr("住建执法"))
        self.window.setWindowIcon(look.icon("shield-check", look.tokens.accent, 32))
        self.window.show_page(self.sign_in)
        self._idle = IdleWatch(app)
        self._idle.idle.connect(self.lock)
        self.jobs.failed.connect(self.show_failure)
        self.sign_in.cancel_requested.connect(self._cancel_training)
        self.sign_in.sign_in_requested.connect(self._sign_in)
        self.sign_in.training_requested.connect(self._make_training)
        self.window.closing.connect(self.close)
        self.window.may_close = self._may_leave

    def begin(self) -> None:
        """Show the window; everything else is loaded behind it."""
        self.sign_in.show_busy(self.tr("正在打开…"))
        self.window.show()
        QTimer.singleShot(0, self, self._load)

    def _load(self) -> None:
        def work(_: Progress) -> Any:
            importlib.import_module("inspector_app.documents.render")
            faces = importlib.import_module("inspector_app.documents.fonts.faces")
            faces.use_office_fonts(self._folder / "fonts")
            importlib.import_module("inspector_app.ui.papers.page_pictures")
            importlib.import_module("inspector_app.ui.shell.paper_room")
            return importlib.import_module("inspector_app.ui.shell.rooms")

        self.jobs.start(work, self._loaded, failed=self._sign_in_failed)

    def _loaded(self, _: object) -> None:
        # Loaded in the job just now: this finds the module, it does not load it.
        from inspector_app.casework.clocks import SystemClock
        from inspector_app.ui.papers.page_pictures import draw
        from inspector_app.ui.shell.paper_room import PaperRoom
        from inspector_app.ui.shell.rooms import Rooms

        self._clock = self._clock or SystemClock()
        self.rooms = Rooms(self._look, self.jobs, self._texts, draw, self)
        self.window.show_page(self.rooms.frame)
        self.window.show_page(self.sign_in)
        self.paper = PaperRoom(self._look, self.rooms, self.jobs, self._texts, printers, self)
        self._connect(self.rooms)
        self._connect_paper(self.rooms, self.paper)
        self.show_people()

    def _connect(self, rooms: "Rooms") -> None:
        """Connect every wish with what fulfils it; sorted by sender."""
        rooms.archive.drawn.connect(self._show_paper)
        rooms.archive.failed.connect(self.show_failure)
        rooms.archive.listed.connect(rooms.documents.show_documents)
        rooms.archive.written.connect(self._show_written)
        rooms.bench.back_requested.connect(partial(self.go, "visits"))
        rooms.bench.conclude_requested.connect(rooms.questions.conclude)
        rooms.bench.files_wanted.connect(rooms.questions.photos)
        rooms.bench.findings.new_requested.connect(rooms.work.add_finding)
        rooms.bench.findings.phrase_picked.connect(rooms.work.pick_phrase)
        rooms.bench.findings.removed.connect(rooms.questions.remove)
        rooms.bench.findings.thumbs_wanted.connect(rooms.work.load_thumbs)
        rooms.bench.findings.ticked.connect(rooms.work.tick)
        rooms.bench.in_vain.connect(self._show_code)
        rooms.bench.left.connect(rooms.work.leave)
        rooms.bench.not_here.connect(self._mend_elsewhere)
        rooms.bench.paper.issue_requested.connect(rooms.questions.pin)
        rooms.bench.paper.kind_chosen.connect(self._choose_kind)
        rooms.bench.paper.paper_chosen.connect(self._choose_paper)
        rooms.bench.paper.save_requested.connect(rooms.questions.place_of_open_paper)
        rooms.bench.pictures_offered.connect(rooms.work.attach)
        rooms.bench.target_wanted.connect(rooms.reception.change_target)
        rooms.bench.typed.connect(rooms.work.keep)
        rooms.bench.who_renewed.connect(self._connect_who)
        rooms.documents.chosen.connect(rooms.archive.show_one)
        rooms.documents.save_requested.connect(rooms.questions.place)
        rooms.frame.lock_requested.connect(self.lock)
        rooms.frame.place_requested.connect(self.go)
        rooms.reception.begun.connect(self.open_inspection)
        rooms.reception.office_changed.connect(rooms.work.refresh)
        rooms.reception.officer_changed.connect(rooms.work.refresh)
        rooms.reception.officer_entered.connect(rooms.work.attend)
        rooms.reception.target_changed.connect(rooms.work.refresh)
        rooms.visits.new_requested.connect(rooms.reception.begin)
        rooms.visits.open_requested.connect(self.open_inspection)
        rooms.work.drawn.connect(rooms.bench.show_pages)
        rooms.work.failed.connect(self.show_failure)
        rooms.work.issued_one.connect(self._show_issued)
        rooms.work.keeping.connect(self._show_saved)
        rooms.work.not_issued.connect(self._show_not_issued)
        rooms.work.not_met.connect(rooms.bench.take_back_person)
        rooms.work.not_written.connect(rooms.bench.take_back)
        rooms.work.opened_finding.connect(rooms.bench.findings.open_finding)
        rooms.work.saved.connect(self._show_saved)
        rooms.work.shown.connect(rooms.bench.show_bench)
        rooms.work.thumb.connect(rooms.bench.findings.show_thumb)
        rooms.work.weighed.connect(rooms.bench.show_verdict)

    def _connect_paper(self, rooms: "Rooms", paper: "PaperRoom") -> None:
        paper.changed.connect(self._show_changed_paper)
        paper.open_requested.connect(self.open_inspection)
        rooms.archive.told.connect(rooms.documents.show_facts)
        rooms.documents.print_requested.connect(paper.print)
        rooms.documents.return_requested.connect(paper.take_back)
        rooms.documents.serve_requested.connect(paper.serve)
        rooms.documents.void_requested.connect(paper.void)

    def _connect_who(self, who: Any) -> None:
        rooms = self._rooms()
        who.met.connect(rooms.work.meet)
        who.office_requested.connect(rooms.reception.change_office)
        who.officer_added.connect(rooms.work.attend)
        who.officer_opened.connect(rooms.reception.change_officer)
        who.officer_removed.connect(rooms.work.dismiss)
        who.officer_wanted.connect(rooms.reception.enter_officer)
        who.target_opened.connect(rooms.reception.change_target)
        who.unmet.connect(rooms.work.unmeet)

    def _rooms(self) -> "Rooms":
        if self.rooms is None:
            raise RuntimeError("the pages are not built yet")
        return self.rooms

    # Signing in and out.

    def show_people(self) -> None:
        """Show who may sign in to this folder."""
        from inspector_app.casework import workspace

        try:
            people = workspace.people(self._folder) if workspace.exists(self._folder) else []
        except InspectorError as error:
            self.sign_in.show_people((), where=str(self._folder))
            self._sign_in_failed(error)
            return
        hint = ""
        if people and workspace.is_training(self._folder):
            told = self.tr("培训账号：密码 %1，签发码 %2")
            hint = told.replace("%1", workspace.TRAINING_PASSWORD).replace("%2", workspace.TRAINING_PIN)
        self.sign_in.show_ready()
        self.sign_in.show_people(people, where=str(self._folder), hint=hint)

    def _sign_in(self, user: str, password: str) -> None:
        from inspector_app.casework import workspace
        from inspector_app.documents.render import PdfRenderer

        clock = self._clock
        if clock is None:
            return
        self.sign_in.show_busy(self.tr("正在解锁…"))

        def work(_: Progress) -> object:
            return workspace.sign_in(self._folder, user, password, clock, PdfRenderer())

        self.jobs.start(work, self._signed_in, failed=self._sign_in_failed)

    def _sign_in_failed(self, error: Exception) -> None:
        self.sign_in.show_failure(explain(error, self._texts))

    def _signed_in(self, session: "Session") -> None:
        from inspector_app.ui.workbench.recovery import recover

        rooms = self._rooms()
        self._session, self._warned = session, False
        self.sign_in.show_ready()
        self.sign_in.forget()
        rooms.work.sit_down(session)
        rooms.archive.sit_down(session)
        if self.paper is not None:
            self.paper.sit_down(session)
        rooms.questions.sit_down(session, self._texts)
        rooms.reception.sit_down(session, self._texts)
        rooms.frame.show_person(session.name, session.user, training=session.training)
        rooms.frame.notice.clear()
        self.window.show_page(rooms.frame)
        back = recover(session.desk)
        self.go("visits")
        if back.inspection_id:
            self.open_inspection(back.inspection_id)
        told = [*back.problems, *([session.rules_warning] if session.rules_warning else [])]
        if told:
            self._show_problem(told)

    def lock(self) -> None:
        """Hand the laptop over: everything typed is kept, the store is closed, sign-in is shown."""
        if self._session is None or not self._may_leave():
            return
        self._leave()
        self.window.show_page(self.sign_in)
        self.show_people()

    def _may_leave(self) -> bool:
        """Tell whether all that was typed is written; if not, say so and stay. Asked again, they may go."""
        if self.rooms is None or self._session is None or self.rooms.bench.settle() or self._warned:
            return True
        self._warned = True
        self._show_problem([Problem.of("ui.unwritten")])
        return False

    def _leave(self) -> None:
        rooms, session = self.rooms, self._session
        if rooms is None or session is None:
            return
        rooms.bench.settle()
        rooms.bench.forget()
        rooms.questions.get_up()
        rooms.work.get_up()
        rooms.archive.get_up()
        if self.paper is not None:
            self.paper.get_up()
        rooms.reception.get_up()
        self.jobs.rest()
        self._session = None
        session.close()

    def close(self) -> None:
        """End properly: nothing typed is lost, nobody works on."""
        self._leave()
        self.jobs.close()

    def _make_training(self) -> None:
        from inspector_app.ui.entrance.training import make_training

        clock = self._clock
        if clock is None:
            return
        self.sign_in.show_busy(self.tr("正在建立培训工作区…"), stoppable=True)
        self._training = self.jobs.start(
            partial(make_training, self._folder, clock, renderer()),
            self._training_made,
            failed=self._training_failed,
            progressed=self.sign_in.show_progress,
        )
        self._training.cancelled.connect(self.show_people)

    def _training_made(self, problem: Problem | None) -> None:
        self.show_people()
        if problem is not None:
            self.sign_in.notice.show_words(of_problem(problem, self._texts))

    def _training_failed(self, error: Exception) -> None:
        self.show_people()
        self._sign_in_failed(error)

    def _cancel_training(self) -> None:
        if self._training is not None:
            self._training.cancel()

    # Going about.

    def go(self, place: str) -> None:
        """Show the list of a place of the rail."""
        rooms = self._rooms()
        if not rooms.bench.settle():
            return  # it was said why; the words stay where they can be seen
        if place == "documents":
            rooms.archive.show_all()
        else:
            rooms.work.close()
            self._show_visits()
        rooms.frame.show_page(place)

    def _show_visits(self) -> None:
        from inspector_app.casework import inspections

        session = self._session
        if session is not None:
            desk = session.desk
            self.jobs.latest("visits", lambda _: inspections.visits(desk), self._rooms().visits.show_visits)

    def open_inspection(self, inspection_id: str, document_id: str = "") -> None:
        """Show an inspection on the workbench, with one of its documents if one is named."""
        rooms = self._rooms()
        rooms.work.open(inspection_id, document_id)
        rooms.frame.show_page("bench")

    def _choose_kind(self, kind: str) -> None:
        self._rooms().bench.settle()
        self._rooms().work.choose_kind(kind)

    def _choose_paper(self, document_id: str) -> None:
        self._rooms().bench.settle()
        self._rooms().work.choose_paper(document_id)

    def _mend_elsewhere(self, field: str) -> None:
        if field.startswith("office."):
            self._rooms().reception.change_office()
        else:
            self._show_problem([Problem.of("ui.not_on_bench", field)])

    def _show_code(self, code: str) -> None:
        self._show_problem([Problem.of(code)])

    # What is true now.

    def _show_saved(self) -> None:
        if self._clock is not None:
            told = self.tr("已存本机 %s") % self._clock.now().strftime("%H:%M:%S")
            self._rooms().frame.show_saved(told)

    def _show_issued(self, told: "Issued") -> None:
        self._rooms().questions.issued()
        problem = Problem.of("ui.issued", told.number, number=told.number, label=told.label)
        self._rooms().frame.notice.show_words(of_problem(problem, self._texts), tone="info")

    def _show_not_issued(self, error: Exception) -> None:
        if not self._rooms().questions.not_issued(error):
            self._rooms().frame.notice.show_words(explain(error, self._texts))

    def _show_paper(self, document_id: str, pages: list[QImage], untouched: bool) -> None:
        told, tone = (self.tr("与签发时一致"), "green") if untouched else (self.tr("与签发时不一致"), "red")
        self._rooms().documents.show_paper(document_id, pages, told, tone)

    def _show_changed_paper(self, document_id: str) -> None:
        rooms = self._rooms()
        if self._session is None:
            return
        if rooms.frame.page == "documents":
            rooms.archive.show_all(document_id)
        elif rooms.frame.page == "bench":
            rooms.work.refresh()

    def _show_written(self, path: str) -> None:
        problem = Problem.of("ui.written", path)
        self._rooms().frame.notice.show_words(of_problem(problem, self._texts), tone="info")

    def _show_problem(self, problems: list[Problem]) -> None:
        words = [of_problem(one, self._texts) for one in problems]
        message = "\n".join(one.message for one in words)
        remedy = "\n".join(one.remedy for one in words)
        self._rooms().frame.notice.show_words(type(words[0])(message, remedy, words[0].code))

    def show_failure(self, error: Exception) -> None:
        """Show a failure where the person is looking."""
        if self._session is None or self.rooms is None:
            self._sign_in_failed(error)
        else:
            self.rooms.frame.notice.show_words(explain(error, self._texts))

    def show_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The last edge: what nobody caught is logged whole and shown as what it is."""
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            self.show_failure(error)


def renderer() -> Any:
    """Return the documents room, which casework only knows by what it can do."""
    from inspector_app.documents.render import PdfRenderer

    return PdfRenderer()


def printers() -> Any:
    """Return the way to the printers of this machine; called in a job."""
    from inspector_app.printing.choosing import choose_printer_system

    if os.name != "nt":
        return choose_printer_system()
    from inspector_app.ui.papers.raster_printer import windows_printers

    return choose_printer_system(windows=windows_printers())


def run(folder: Path, language: str = "zh", arguments: tuple[str, ...] = ()) -> int:
    """Open the window and return the exit code when it closes.

    Returns:
        0, also when a window over this folder was open already and has come forward.
    """
    if sys.platform.startswith("linux"):
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        os.environ.update(input_method(os.environ, plugins))
    app = QApplication(["inspector-app", *arguments])
    app.setApplicationName("inspector-app")
    app.setDesktopFileName("inspector-app")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    instance = Instance(folder, app)
    if not instance.first():
        return 0
    speak(app, language)
    desktop = Desktop(app, folder, dress(app, folder), language, None)
    sys.excepthook = desktop.show_bug
    instance.show_requested.connect(desktop.window.come_forward)
    desktop.begin()
    code = app.exec()
    instance.release()
    return code
