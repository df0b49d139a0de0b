"""All pages of a signed-in person and the work behind them, built together and connected once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.importing.strangers import read_apart
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.clock import Clock
from inspector_app.domain.dossier import Binder
from inspector_app.printing.choosing import Chosen
from inspector_app.ui.controls.eyes import Draw, Eyes
from inspector_app.ui.exchange.exchange_room import ExchangeRoom
from inspector_app.ui.exchange.join_room import JoinRoom
from inspector_app.ui.exchange.ways import Doors
from inspector_app.ui.figures.figures_work import FiguresWork
from inspector_app.ui.figures.report_work import ReportWork
from inspector_app.ui.finder.finder import Finder
from inspector_app.ui.imports.imports_work import ImportsWork
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger.books import Books
from inspector_app.ui.ledger.dossier_work import DossierWork
from inspector_app.ui.ledger.review_work import ReviewWork
from inspector_app.ui.photos.intake_room import IntakeRoom
from inspector_app.ui.photos.viewer_room import ViewerRoom
from inspector_app.ui.photos.viewer_work import fitted
from inspector_app.ui.settings.settings_room import SettingsRoom
from inspector_app.ui.shell.going import Going, Here
from inspector_app.ui.shell.help import Help
from inspector_app.ui.shell.leaving import Leaving
from inspector_app.ui.shell.paper_room import PaperRoom
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.shell.wires import (
    administration,
    approvals,
    bench,
    books,
    checking,
    conduct,
    dossier,
    exchange,
    figures,
    filings,
    finder,
    imports,
    late,
    ledger,
    papers,
    photos,
    recheck,
    registry,
    review,
    settings,
    signing,
    today,
    viewer,
)
from inspector_app.ui.signing.signing_room import SigningRoom
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts
from inspector_app.ui.today.today_work import TodayWork
from inspector_app.ui.workbench.late_issuing import LateIssuing
from inspector_app.ui.workbench.submitting import Submitting


@dataclass(frozen=True, slots=True)
class Ways:
    """What the pages reach outside themselves: pictures of PDF pages, printers, the time, the language.

    Attributes:
        binder: what binds a 案卷; called in a job, since what it stands on is loaded only then.
        doors: what goes between this laptop and the office; called in a job likewise.
    """

    draw: Draw
    printers: Callable[[], Chosen]
    clock: Clock
    language: str
    binder: Callable[[], Binder]
    doors: Callable[[], Doors]


class House(QObject):
    """Rooms, what leads through them and what works in them; another look builds another house.

    Attributes:
        going: what leads from page to page.
        paper: what is done around issued documents.

    Signals:
        dress_requested: ScreenSettings the person chose.
        session_changed: the person's session with the filing workspace open: it was made, or regained.
    """

    dress_requested = Signal(object)
    session_changed = Signal(object)

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        texts: Texts,
        ways: Ways,
        rooms: Rooms,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.rooms = rooms
        rooms.setParent(self)
        self.going = Going(self.rooms, jobs, texts, ways.clock, self)
        self.paper = PaperRoom(look, self.rooms, jobs, texts, ways.printers, self)
        self.help = Help(look, self.rooms, jobs, texts, ways.language, self)
        self.settings = SettingsRoom(look, self.rooms.frame, jobs, texts, ways.language, self)
        self.figures = FiguresWork(rooms.figures, jobs, self)
        self.reports = ReportWork(rooms.figures, self.figures, jobs, rooms.frame, self)
        self.imports = ImportsWork(rooms.imports, jobs, texts, read_apart, self)
        self.finder = Finder(look, self.rooms.frame, jobs, self)
        self.day = TodayWork(jobs, ways.printers, ways.clock, self)
        self.viewing = ViewerRoom(
            look,
            self.rooms.frame,
            jobs,
            texts,
            self,
            fetch=lambda: ways.doors().exchanging.fetch,
        )
        self.signing = SigningRoom(look, self.rooms.frame, jobs, texts, fitted, self)
        self.intake = IntakeRoom(look, jobs, texts, self.rooms.frame, self.rooms.bench.aimed, self)
        self.submitting = Submitting(look, self.rooms.frame, jobs, texts, self.rooms.bench, self)
        self.late = LateIssuing(look, self.rooms.frame, jobs, texts, self.rooms.bench, self)
        self.sections, self.matters = rooms.sections, rooms.matters
        self.books = Books(look, jobs, texts, self.rooms.frame, self)
        self.dossier = DossierWork(look, self.rooms.dossier, jobs, texts, ways.binder, self.rooms.frame, self)
        paper = rooms.review.pane.papers.paper
        eyes = Eyes(ways.draw, lambda: round(paper.page_width() * max(rooms.frame.devicePixelRatioF(), 1.0)))
        self.review = ReviewWork(look, rooms.review, jobs, texts, eyes, ways.binder, rooms.frame, self)
        self.exchange = ExchangeRoom(
            look, rooms.exchange, rooms.frame, jobs, texts, lambda: ways.doors().exchanging, self
        )
        self.leaving = Leaving(jobs, lambda: ways.doors().exchanging, self)
        self.joining = JoinRoom(look, rooms.frame, jobs, texts, lambda: ways.doors().joining, self)
        self._texts = texts
        self._connect(look)

    def _connect(self, look: Look) -> None:
        """Connect every room with what leads through it; sorted as the work of a day comes."""
        self.rooms.frame.help_requested.connect(self.help.open_here)
        self.rooms.frame.place_requested.connect(self.going.go)
        bench.connect(self.rooms, self.going)
        checking.connect(self.rooms, self.going)
        ledger.connect(self.rooms, self.going, self.sections)
        books.connect(self.rooms, self.going, self.books, self.sections, self.session_changed)
        dossier.connect(self.rooms, self.going, self.paper, self.dossier)
        approvals.connect(self.rooms, self.going, self.paper, self.submitting, self.sections)
        conduct.connect(self.paper, self.sections)
        late.connect(self.rooms, self.going, self.paper, self.late, self.sections)
        filings.connect(self.paper, self.sections, self.session_changed)
        papers.connect(self.rooms, self.going, self.paper)
        photos.connect(self.rooms, self.going, self.intake)
        viewer.connect(self.rooms, self.going, self.viewing, self.intake)
        recheck.connect(self.rooms, self.going, self.paper, self.viewing, self.sections)
        signing.connect(self.rooms, self.going, self.paper, self.signing)
        figures.connect(self.rooms, self.going, self.figures, self.reports, self.sections)
        finder.connect(self.rooms, self.going, self.finder, self.paper, self.settings)
        registry.connect(self.rooms, self.going)
        imports.connect(self.rooms, self.going, self.imports)
        today.connect(self.rooms, self.going, self.day)
        review.connect(self.rooms, self.going, self.review, self.viewing, self.day)
        exchange.connect(self.rooms, self.going, self.exchange, self.joining, self.sections)
        administration.connect(self.rooms, self.going, self.matters, self.sections)
        settings.connect(look, self.rooms, self.going, self.settings)
        self.settings.screen_chosen.connect(self.dress_requested)

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        rooms = self.rooms
        self.going.sit_down(session)
        rooms.work.sit_down(session)
        rooms.archive.sit_down(session)
        rooms.checks.sit_down(session)
        rooms.rechecking.sit_down(session)
        self.paper.sit_down(session)
        self.intake.sit_down(session)
        self.viewing.sit_down(session)
        self.signing.sit_down(session)
        self.day.sit_down(session)
        self.late.sit_down(session)
        for section in (*self.sections, *self.matters):
            section.sit_down(session)
        self.books.sit_down(session)
        self.dossier.sit_down(session)
        self.review.sit_down(session)
        self.figures.sit_down(session)
        self.imports.sit_down(session)
        self.finder.sit_down(session)
        rooms.registry.sit_down(session)
        rooms.visiting.sit_down(session)
        rooms.questions.sit_down(session, self._texts)
        rooms.reception.sit_down(session, self._texts)
        self.settings.sit_down(session)
        self.exchange.sit_down(session)
        rooms.frame.show_person(session.name, session.user, training=session.training)
        rooms.frame.notice.clear()

    def get_up(self) -> Here:
        """Stop: what is typed is left, every question is taken back; return where the person was."""
        rooms = self.rooms
        here = self.going.here()
        self.review.get_up()
        self.dossier.get_up()  # before its windows are shut: one that writes would stay
        rooms.bench.settle()
        rooms.bench.forget()
        self.viewing.get_up()
        self.signing.get_up()
        self.paper.get_up()  # before its windows are shut: what waits in them is not thrown away
        rooms.questions.get_up()
        rooms.work.get_up()
        rooms.archive.get_up()
        rooms.checks.get_up()
        rooms.rechecking.get_up()
        self.intake.get_up()
        self.day.get_up()
        self.late.get_up()
        for section in (*self.sections, *self.matters):
            section.get_up()
        self.reports.get_up()
        self.figures.get_up()
        self.books.get_up()
        self.imports.get_up()
        self.finder.get_up()
        rooms.registry.get_up()
        rooms.visiting.get_up()
        rooms.today.forget()
        rooms.reception.get_up()
        self.settings.get_up()
        self.exchange.get_up()
        self.going.get_up()
        return here
