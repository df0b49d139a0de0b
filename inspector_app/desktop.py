"""Wires the desktop: the window, who sits at it, and what they see it in; pages are connected in `ui/shell`.

One of the two wiring files: what costs time is imported inside functions, behind the first paint
(the database 200 ms, the catalogue 140 ms, the PDF writer 100 ms).
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication

from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import InspectorError, Progress
from inspector_app.ui.entrance.sign_in_page import SignInPage
from inspector_app.ui.jobs import Job, Jobs
from inspector_app.ui.shell.application import dress, input_method, look_of, name_of, speak
from inspector_app.ui.shell.collector import Collector
from inspector_app.ui.shell.first_paint import FirstPaint
from inspector_app.ui.shell.instance import Instance
from inspector_app.ui.shell.loading import Loading
from inspector_app.ui.shell.process import Process
from inspector_app.ui.shell.window import IdleWatch, MainWindow
from inspector_app.ui.style.look import DRESSED, Look
from inspector_app.ui.style.screen_settings import ScreenSettings, read, write
from inspector_app.ui.style.words import explain, of_problem

if TYPE_CHECKING:
    from inspector_app.casework.people.workspace import Session
    from inspector_app.domain.clock import Clock
    from inspector_app.ui.shell.going import Here
    from inspector_app.ui.shell.house import House
    from inspector_app.ui.shell.paper_room import PaperRoom
    from inspector_app.ui.shell.rooms import Rooms

SWITCH_S = 0.0002


class Desktop(QObject):
    """The program with a window: the one place where pages, work and the store meet."""

    def __init__(
        self, app: QApplication, folder: Path, look: Look, language: str, clock: "Clock | None"
    ) -> None:
        super().__init__(app)
        self._folder, self._look, self._clock = folder, look, clock
        self._texts, self._started_in = Messages(language), language
        self.process = Process()
        self._session: Session | None = None
        self._warned = False
        self._training: Job | None = None
        self._left: Here | None = None
        self._dress_wanted: ScreenSettings | None = None
        self.house: House | None = None
        self.jobs, self._collector = Jobs(self), Collector(self)
        self.window = MainWindow("")
        self.sign_in = self._make_sign_in()
        self._idle = IdleWatch(app, begun=False)
        self._idle.idle.connect(self.lock)
        self.jobs.busy_changed.connect(self._on_busy)
        self.jobs.failed.connect(self.show_failure)
        self.window.closing.connect(self.close)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.window.may_close = self._may_close

    def _make_sign_in(self) -> SignInPage:
        """Make the sign-in page in the look and the language of now."""
        page, look = SignInPage(self._look), self._look
        self.window.setWindowTitle(self.tr("住建执法"))
        self.window.setWindowIcon(look.icon("shield-check", look.tokens.accent, 32))
        page.cancel_requested.connect(self._cancel)
        page.sign_in_requested.connect(self._sign_in)
        page.training_requested.connect(self._make_training)
        page.join_requested.connect(self._join)
        page.recover_requested.connect(self._recover)
        self.window.show_page(page)
        return page

    def begin(self) -> None:
        """Show the window; everything else is loaded behind it."""
        # Jobs in several lanes share the interpreter with the window: it gets its turn within a millisecond.
        sys.setswitchinterval(SWITCH_S)
        self.sign_in.show_busy(self.tr("正在打开…"))
        # Loading beside the first paint would take it the processor.
        FirstPaint(self.sign_in, self._load)
        self.window.show()

    def _load(self) -> None:
        self._idle.begin()
        self.process.hold()
        self._collector.hold()

        Loading(self.jobs, self).begin(self._read_ahead, self._loaded, self._sign_in_failed)

    def _read_ahead(self) -> None:
        """Read fonts and words, in the job that loads."""
        from inspector_app.documents.fonts.faces import use_office_fonts

        use_office_fonts(self._folder / "fonts")
        self._texts.text("ui.bug", "", {})  # reads all words, once

    def _loaded(self) -> None:
        from inspector_app.casework.base.clocks import SystemClock

        self._clock = self._clock or SystemClock()
        self.process.hold()
        self._collector.begin()
        self._build_on(self._begin_rooms())

    def _build_on(self, rooms: "Rooms") -> None:
        """Build one page more, each in a turn of its own; the sign-in is shown when all of them stand."""
        if rooms.step():
            self.window.take_in(rooms.frame)
            QTimer.singleShot(0, rooms, lambda: self._build_on(rooms))
            return
        self._build(rooms)
        self.window.show_page(self.sign_in)
        self.show_people()
        self._say_damaged_settings()
        self.process.hold()
        self._warm_up()

    def _say_damaged_settings(self) -> None:
        """Say once why the window does not look as it was chosen; signing in writes the file anew."""
        damaged = read(self._folder / "screen")[1]
        if damaged is not None and not self.sign_in.notice.code:
            self.sign_in.notice.show_words(of_problem(damaged, self._texts))

    def _warm_up(self) -> None:
        """Read the office's forms while the password is being typed; sign-in asks again which are in use."""
        from inspector_app.casework.people import workspace

        folder = self._folder

        def work(_: Progress) -> object:
            return workspace.rules_of(folder)

        # What cannot be read is said at sign-in, where somebody can do something about it.
        self.jobs.start(
            work, lambda _: None, failed=partial(self.process.note, "the forms were not read ahead")
        )

    def _begin_rooms(self) -> "Rooms":
        from inspector_app.ui.papers.page_pictures import draw
        from inspector_app.ui.shell.rooms import Rooms

        return Rooms(self._look, self.jobs, self._texts, draw, self)

    def _build(self, rooms: "Rooms") -> None:
        """Build all pages, or what is left of them, in the look and the language of now."""
        from inspector_app.ui.papers.page_pictures import draw
        from inspector_app.ui.shell.house import House, Ways

        if self._clock is None:
            raise RuntimeError("no clock yet")
        while rooms.step():
            self.window.take_in(rooms.frame)
        ways = Ways(draw, printers, self._clock, self._texts.language, binder, doors)
        self.house = house = House(self._look, self.jobs, self._texts, ways, rooms, self)
        house.rooms.frame.lock_requested.connect(self.lock)
        house.dress_requested.connect(self.redress)
        house.session_changed.connect(self._go_on_with)
        house.rooms.work.saved.connect(self._on_saved)
        self.window.show_page(house.rooms.frame)

    def redress(self, settings: ScreenSettings) -> None:
        """Show everything in another look or language; who is signed in and what is open stay.

        It waits until nothing is under way: work is told to the pages that asked for it.
        """
        self._dress_wanted = settings
        self._on_busy()

    def _on_busy(self, busy: bool = False) -> None:
        # Not at once: who asks is a part of what is taken down.
        if self._dress_wanted is not None and not busy:
            QTimer.singleShot(0, self, self._redress)

    def _redress(self) -> None:
        app, settings = QApplication.instance(), self._dress_wanted
        if settings is None or self.jobs.busy or not isinstance(app, QApplication) or self.house is None:
            return
        self._dress_wanted = None
        if not self._may_leave():
            return
        try:
            write(self._folder / "screen", settings)
        except InspectorError as error:
            self.show_failure(error)
            return
        from inspector_app.ui.shell.keeping import Keys, take_down

        keys = Keys.now(self.window)
        self.process.release()
        here = self.house.get_up() if self._session is not None else None
        take_down(self.house, self.house.rooms.frame, self.sign_in)
        self._texts = Messages(settings.language or self._started_in)
        speak(app, self._texts.language)
        self._look = look_of(app, settings, self._folder)
        self._look.dress(app)
        self.sign_in = self._make_sign_in()
        self._build(self._begin_rooms())
        if self._session is None or here is None:
            self.window.show_page(self.sign_in)
            self.show_people()
        else:
            self.house.sit_down(self._session)
            self.house.going.return_to(here)
            self.house.paper.serving.offer_kept()
            # A field that was laid out just now is shown with the next event, and takes no keys before.
            frame = self.house.rooms.frame
            QTimer.singleShot(0, frame, partial(keys.put_back, frame))
        self.process.tidy()

    def _follow_system(self) -> None:
        """Follow the desktop from light to dark and back, where the person chose that."""
        settings, app = self._settings(), QApplication.instance()
        if isinstance(app, QApplication) and name_of(app, settings) != self._look.tokens.name:
            self.redress(settings)

    def _settings(self) -> ScreenSettings:
        return read(self._folder / "screen")[0]

    @property
    def signed_in(self) -> bool:
        """Whether somebody works here now."""
        return self._session is not None

    @property
    def rooms(self) -> "Rooms | None":
        """All pages, once they are built."""
        return self.house.rooms if self.house is not None else None

    @property
    def paper(self) -> "PaperRoom | None":
        """What is done around issued documents, once it is built."""
        return self.house.paper if self.house is not None else None

    # Signing in and out.

    def show_people(self) -> None:
        """Show who may sign in to this folder."""
        from inspector_app.casework.people import workspace

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
        self.sign_in.show_people(people, where=str(self._folder), hint=hint, last=self._settings().person)

    def _sign_in(self, user: str, password: str) -> None:
        from inspector_app.casework.people import workspace
        from inspector_app.documents.render import PdfRenderer

        clock = self._clock
        if clock is None:
            return
        self.sign_in.show_busy(self.tr("正在解锁…"))

        def work(progress: Progress) -> object:
            return workspace.sign_in(self._folder, user, password, clock, PdfRenderer(), progress)

        self.jobs.start(work, self._signed_in, failed=self._sign_in_failed, progressed=self._show_renewing)

    def _show_renewing(self, done: int, total: int, _: str) -> None:
        """Say why the first sign-in after an update takes longer, and how far it is."""
        if total:
            told = self.tr("程序更新后第一次打开，正在整理数据，请稍候。内容不会改变，只此一次。")
            self.sign_in.show_progress(done, total, told)

    def _sign_in_failed(self, error: Exception) -> None:
        self.sign_in.show_failure(explain(error, self._texts))

    def _signed_in(self, session: "Session") -> None:
        from inspector_app.ui.workbench.recovery import recover

        house = self._house()
        self._session, self._warned = session, False
        self.sign_in.show_ready()
        self.sign_in.forget()
        house.sit_down(session)
        self._remember(session.user)
        self.window.show_page(house.rooms.frame)
        back = recover(session.desk)
        house.going.go("today")
        if back.inspection_id:
            house.going.open_inspection(back.inspection_id)
            if back.finding_id:
                house.rooms.bench.open_finding_of_check(back.finding_id)
        elif self._left is not None and self._left.inspection_id:
            # Whoever sits down next goes on where the laptop was left, in their own name.
            house.going.return_to(replace(self._left, page="bench"))
        told = [*back.problems, *([session.rules_warning] if session.rules_warning else [])]
        if told:
            house.going.show_problems(told, stays=True)  # of what was typed before, or of the forms
        house.paper.serving.offer_kept()
        self.process.hold()

    def _remember(self, user: str) -> None:
        settings, folder = replace(self._settings(), person=user), self._folder / "screen"
        if settings != self._settings():
            # Beside the screen, since the disk may take its time; one that refuses keeps nobody from
            # signing in: then another name is offered first.
            failed = partial(self.process.note, "the name was not kept for the next sign-in")
            self.jobs.start(lambda _: write(folder, settings), lambda _: None, failed=failed)

    def _house(self) -> "House":
        if self.house is None:
            raise RuntimeError("the pages are not built yet")
        return self.house

    def lock(self) -> None:
        """Hand the laptop over: everything typed is kept, sign-in is shown, the store is closed."""
        if self._session is not None and self._may_leave():
            self._leave(self.show_people)

    def _may_close(self) -> bool:
        """Tell whether the window may close. A backup that is owed is made before; asked again, it is not."""
        if self._session is None or not self._may_leave():
            return self._session is None
        if not self._house().leaving.holds(self._session):
            return True
        self._leave(self.window.close)
        return False

    def _may_leave(self) -> bool:
        """Tell whether all that was typed is written; if not, say so and stay. Asked again, they may go."""
        if self.rooms is None or self._session is None or self.rooms.bench.settle() or self._warned:
            return True
        self._warned = True
        self._house().going.show_code("ui.unwritten")
        return False

    def _go_on_with(self, session: "Session") -> None:
        self._session = session  # the same person; what was opened for them is closed with the rest

    def _on_saved(self) -> None:
        self._warned = False  # what the disk refuses from now on is another thing, and said anew

    def _leave(self, then: Callable[[], object] | None = None) -> None:
        """Let the person go; with something to do then, a backup that is owed is made before."""
        session = self._session
        if self.house is None or session is None:
            return
        self._left = self.house.get_up()
        if not self.jobs.rest():
            self.process.note("work went on after it was told to end")
        self._session = None
        if then is None:
            session.close()
        else:
            self.window.show_page(self.sign_in)
            self.house.leaving.leave(session, self.sign_in, then, self._left_without)

    def _left_without(self, error: Exception) -> None:
        """Say why no backup was made before somebody left."""
        self.show_people()
        self._sign_in_failed(error)

    def close(self) -> None:
        """End properly: nothing typed is lost, nobody works on."""
        self._leave()
        self.jobs.close()
        if self.house is not None:
            self.house.leaving.end()

    def _make_training(self) -> None:
        from inspector_app.ui.shell.wires.entrance import train

        if self._clock is not None:
            work = (self._folder, self._clock, renderer())
            self._training = train(self.sign_in, self.jobs, self._texts, work, self.show_people)

    def _cancel(self) -> None:
        if self._training is not None:
            self._training.cancel()
        if self.house is not None:
            self.house.leaving.stop()

    def _join(self) -> None:
        from inspector_app.ui.shell.wires.entrance import join

        if self._clock is not None:
            joined = join(self._look, self.sign_in, self.jobs, self._texts, lambda: doors().joining)
            joined.joined.connect(self.show_people)
            joined.begin(self._folder, self._clock)

    def _recover(self, user: str, name: str) -> None:
        from inspector_app.ui.shell.wires.entrance import recover

        if self._clock is not None:
            recover(self._look, self.sign_in, self.jobs, self._texts, self._folder, self._clock, (user, name))

    # What went wrong.

    def show_failure(self, error: Exception) -> None:
        """Show a failure where the person is looking."""
        if self._session is None or self.house is None:
            self._sign_in_failed(error)
        else:
            self.house.going.show_failure(error)

    def show_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The last edge: what nobody caught goes whole to the error stream, is noted, and shown as a bug."""
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            self.process.note_bug(kind, error, trace)
            self.show_failure(error)


def renderer() -> Any:
    """Return the documents room, which casework only knows by what it can do."""
    from inspector_app.documents.render import PdfRenderer

    return PdfRenderer()


def binder() -> Any:
    """Return what binds a 案卷 to one PDF; called in a job."""
    from inspector_app.documents.binding import PdfBinder

    return PdfBinder()


def doors() -> Any:
    """Return what goes between this laptop and the office; called in a job."""
    from inspector_app.ui.exchange.real_doors import doors as made

    return made()


def printers() -> Any:
    """Return the way to the printers of this machine; called in a job."""
    from inspector_app.printing.choosing import choose_printer_system

    if os.name != "nt":
        return choose_printer_system()
    from inspector_app.ui.papers.raster_printer import windows_printers

    return choose_printer_system(windows=windows_printers())


def run(
    folder: Path,
    language: str = "zh",
    arguments: tuple[str, ...] = (),
    begun: Callable[[Desktop], object] = lambda _: None,
) -> int:
    """Open the window and return the exit code when it closes.

    Args:
        begun: told of the desktop right before its window is shown; it may watch.

    Returns:
        0, also when a window over this folder was open already and has come forward.

    Raises:
        OSError: the folder cannot be made, or nothing can be written in it.
    """
    if sys.platform.startswith("linux"):
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        os.environ.update(input_method(os.environ, plugins))
    # Said here, the style need not be changed: Python then makes no class of it.
    app = QApplication(["inspector-app", "-style", "fusion", *arguments])
    app.setProperty(DRESSED, True)
    app.setApplicationName("inspector-app")
    app.setDesktopFileName("inspector-app")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    instance = Instance(folder, app)
    if not instance.first():
        return 0
    settings, _ = read(folder / "screen")  # that it is damaged is said on the first page
    language = settings.language or language
    speak(app, language)
    desktop = Desktop(app, folder, dress(app, folder), language, None)
    desktop.process = Process(folder)
    sys.excepthook = desktop.show_bug
    instance.show_requested.connect(desktop.window.come_forward)
    begun(desktop)
    FirstPaint(desktop.sign_in, instance.listen)
    FirstPaint(desktop.sign_in, desktop.process.open_log)
    desktop.begin()
    code = app.exec()
    instance.release()
    desktop.process.close()
    return code
