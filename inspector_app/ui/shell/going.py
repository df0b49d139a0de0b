"""Going about in the window: which page is shown, and what is said of what just happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from inspector_app.casework.history.undo import Steps
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import Problem
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.shell.rooms import (
    ADMINISTRATION,
    BENCH,
    DOCUMENTS,
    DOSSIER,
    EXCHANGE,
    FIGURES,
    LEDGER,
    REVIEW,
    SETTINGS,
    TARGETS,
    TODAY,
    VISITS,
    Rooms,
)
from inspector_app.ui.style.words import Texts, Words, explain, of_problem


@dataclass(frozen=True, slots=True)
class Here:
    """Where a person is: a page, what is open on the workbench in which tab, and what can be undone.

    Attributes:
        target_id: whose file (案卷) is shown.
    """

    page: str
    inspection_id: str = ""
    document_id: str = ""
    finding_id: str = ""
    tab: str = ""
    steps: Mapping[str, Steps] = field(default_factory=dict)
    target_id: str = ""


class Going(QObject):
    """Leads from page to page for the signed-in person."""

    def __init__(
        self, rooms: Rooms, jobs: Jobs, texts: Texts, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.rooms, self.jobs, self.texts, self.clock = rooms, jobs, texts, clock
        self.session: Session | None = None
        self.dossier: Callable[[str], object] = lambda _: None

    def sit_down(self, session: Session) -> None:
        """Begin to lead a signed-in person."""
        self.session = session

    def get_up(self) -> None:
        """Stop."""
        self.session = None

    # From page to page.

    def go(self, place: str) -> None:
        """Show the page of a place of the rail."""
        rooms = self.rooms
        if not rooms.bench.settle():
            return  # it was said why; the words stay where they can be seen
        if place == DOCUMENTS:
            rooms.archive.show_all()
        elif place == TODAY:
            rooms.work.close()
            rooms.today.shown.emit()
        elif place == TARGETS:
            rooms.work.close()
            rooms.targets.shown.emit()
        elif place == LEDGER:
            rooms.work.close()
            rooms.ledger.shown.emit(rooms.ledger.section)
        elif place == FIGURES:
            rooms.work.close()
            rooms.figures.shown.emit()
        elif place == REVIEW:
            rooms.work.close()
            rooms.review.shown.emit()
        elif place == EXCHANGE:
            rooms.work.close()
            rooms.exchange.shown.emit()
        elif place not in (
            SETTINGS,
            ADMINISTRATION,
        ):  # what is open on the workbench waits until the person comes back
            rooms.work.close()
            rooms.visiting.show_all()
        rooms.frame.show_page(place)

    def here(self) -> Here:
        """Return where the person is now."""
        rooms, bench = self.rooms, self.rooms.work.bench
        steps = rooms.work.book.all
        if rooms.frame.page == DOSSIER:
            return Here(DOSSIER, steps=steps, target_id=rooms.dossier.target_id)
        if rooms.frame.page not in (BENCH, SETTINGS, ADMINISTRATION) or bench is None:
            return Here(rooms.frame.page, steps=steps)
        paper = (
            bench.issued.id if bench.issued is not None else bench.draft.id if bench.draft is not None else ""
        )
        finding, tab = rooms.bench.findings.open_id, rooms.bench.middle.tab
        return Here(rooms.frame.page, bench.inspection.id, paper, finding, tab, steps)

    def return_to(self, here: Here) -> None:
        """Go to where the person was."""
        self.rooms.work.book.go_on(here.steps)
        if here.page == DOSSIER:
            self.open_dossier(here.target_id)
            return
        if here.inspection_id:
            self.open_inspection(here.inspection_id, here.document_id)
            self.rooms.bench.findings.open_finding(here.finding_id)
            self.rooms.bench.middle.show_tab(here.tab)
            self.rooms.frame.show_page(here.page)
        else:
            self.go(here.page)

    def back(self) -> None:
        """Leave the workbench for the list it was opened from."""
        self.go(VISITS)

    def leave_settings(self) -> None:
        """Go back to the workbench if something is open there, else to the list."""
        if self.rooms.work.inspection_id:
            self.rooms.frame.show_page(BENCH)
        else:
            self.go(VISITS)

    def open_document(self, document_id: str) -> None:
        """Show an issued document among all others; what is being typed is left first."""
        if self.rooms.bench.settle():
            self.rooms.archive.show_all(document_id)
            self.rooms.frame.show_page(DOCUMENTS)

    def open_inspection(self, inspection_id: str, document_id: str = "") -> None:
        """Show an inspection on the workbench, with one of its documents if one is named."""
        self.rooms.work.open(inspection_id, document_id)
        self.rooms.frame.show_page(BENCH)

    def open_dossier(self, target_id: str) -> None:
        """Show everything that happened at a target; what is being typed is left first."""
        if target_id and self.rooms.bench.settle():
            self.dossier(target_id)

    def choose_kind(self, kind: str) -> None:
        """Work on the document of a kind; what is being typed is left first."""
        self.rooms.bench.settle()
        self.rooms.work.choose_kind(kind)

    def choose_paper(self, document_id: str) -> None:
        """Show a document of the open inspection; what is being typed is left first."""
        self.rooms.bench.settle()
        self.rooms.work.choose_paper(document_id)

    def mend_elsewhere(self, field: str) -> None:
        """Lead to what no field of the workbench mends."""
        if field.startswith("office."):
            self.rooms.reception.change_office()
        else:
            self.show_problems([Problem.of("ui.not_on_bench", field)])

    # What is true now.

    def show_saved(self) -> None:
        """Say when the last change became durable."""
        told = self.tr("已存本机 %s") % self.clock.now().strftime("%H:%M:%S")
        self.rooms.frame.show_saved(told)

    def show_issued(self, told: Issued) -> None:
        """Say which number a document got."""
        self.rooms.questions.issued()
        self.tell("ui.issued", told.number, number=told.number, label=told.label)

    def show_not_issued(self, error: Exception) -> None:
        """Say why a document was not issued, in the PIN's window while it is open."""
        if not self.rooms.questions.not_issued(error):
            self.show_failure(error)

    def show_paper(self, document_id: str, pages: list[QImage], untouched: bool) -> None:
        """Show the pages of an issued document and whether they are the ones that were signed."""
        told, tone = (self.tr("与签发时一致"), "green") if untouched else (self.tr("与签发时不一致"), "red")
        self.rooms.documents.show_paper(document_id, pages, told, tone)

    def show_changed_paper(self, document_id: str) -> None:
        """Show anew what was noted of a document, wherever it is being looked at."""
        rooms = self.rooms
        if self.session is None:
            return
        if rooms.frame.page == DOCUMENTS:
            rooms.archive.show_all(document_id)
        elif rooms.frame.page == BENCH:
            rooms.work.refresh()

    def show_written(self, path: str) -> None:
        """Say where a file was written."""
        self.tell("ui.written", path)

    def show_code(self, code: str) -> None:
        """Say in words what a code means, as something to mend."""
        self.show_problems([Problem.of(code)])

    def tell(self, code: str, where: str = "", **values: object) -> None:
        """Say something that went well."""
        self.rooms.frame.notice.show_words(
            of_problem(Problem.of(code, where, **values), self.texts), tone="info"
        )

    def show_problems(self, problems: list[Problem], *, stays: bool = False) -> None:
        """Say several things at once; what stays is said on every page until it is closed."""
        words = [of_problem(one, self.texts) for one in problems]
        message = "\n".join(one.message for one in words)
        remedy = "\n".join(one.remedy for one in words)
        self.rooms.frame.notice.show_words(Words(message, remedy, words[0].code), stays=stays)

    def show_failure(self, error: Exception) -> None:
        """Show a failure where the person is looking."""
        self.rooms.frame.notice.show_words(explain(error, self.texts))
