"""Everything behind the sign-in, made together: the frame, its pages, and the work behind them.

Importing this costs what casework, the store and the catalogue cost; the sign-in page is painted before.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject

from inspector_app.ui.administration.administration_page import HINTS as ADMINISTRATION_HINTS
from inspector_app.ui.administration.administration_page import AdministrationPage
from inspector_app.ui.administration.matter import Matter
from inspector_app.ui.administration.matters import MATTERS
from inspector_app.ui.checking.check_pane import CheckPane
from inspector_app.ui.checking.check_work import CheckWork
from inspector_app.ui.controls.eyes import Draw, Eyes
from inspector_app.ui.controls.section import Section
from inspector_app.ui.exchange.exchange_page import HINTS as EXCHANGE_HINTS
from inspector_app.ui.exchange.exchange_page import ExchangePage
from inspector_app.ui.figures.figures_page import HINTS as FIGURES_HINTS
from inspector_app.ui.figures.figures_page import FiguresPage
from inspector_app.ui.imports.imports_page import HINTS as IMPORT_HINTS
from inspector_app.ui.imports.imports_page import ImportsPage
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger.dossier_page import HINTS as DOSSIER_HINTS
from inspector_app.ui.ledger.dossier_page import DossierPage
from inspector_app.ui.ledger.ledger_page import HINTS as LEDGER_HINTS
from inspector_app.ui.ledger.ledger_page import LedgerPage
from inspector_app.ui.ledger.review_page import HINTS as REVIEW_HINTS
from inspector_app.ui.ledger.review_page import ReviewPage
from inspector_app.ui.ledger.sections import SECTIONS
from inspector_app.ui.papers.archive import Archive
from inspector_app.ui.papers.documents_page import HINTS as DOCUMENT_HINTS
from inspector_app.ui.papers.documents_page import DocumentsPage
from inspector_app.ui.recheck.recheck_pane import RecheckPane
from inspector_app.ui.recheck.recheck_work import RecheckWork
from inspector_app.ui.registry.inspections_page import HINTS as VISIT_HINTS
from inspector_app.ui.registry.inspections_page import InspectionsPage
from inspector_app.ui.registry.reception import Reception
from inspector_app.ui.registry.targets_page import HINTS as TARGET_HINTS
from inspector_app.ui.registry.targets_page import TargetsPage
from inspector_app.ui.registry.targets_work import TargetsWork
from inspector_app.ui.registry.visits_work import VisitsWork
from inspector_app.ui.settings.settings_page import HINTS as SETTINGS_HINTS
from inspector_app.ui.settings.settings_page import SettingsPage
from inspector_app.ui.shell.frame import Frame, Place
from inspector_app.ui.shell.questions import Questions
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts
from inspector_app.ui.today.today_page import HINTS as TODAY_HINTS
from inspector_app.ui.today.today_page import TodayPage
from inspector_app.ui.workbench.bench_work import BenchWork
from inspector_app.ui.workbench.paper_pane import PaperPane
from inspector_app.ui.workbench.sparing import Sparing
from inspector_app.ui.workbench.workbench_page import HINTS as BENCH_HINTS
from inspector_app.ui.workbench.workbench_page import WorkbenchPage

VISITS, BENCH, DOCUMENTS = "visits", "bench", "documents"
TODAY, TARGETS, SETTINGS, LEDGER = "today", "targets", "settings", "ledger"
DOSSIER, EXCHANGE, FIGURES = "dossier", "sync", "figures"
ADMINISTRATION, IMPORTS, REVIEW = "administration", "imports", "review"


class Rooms(QObject):
    """Holds pages and work side by side; `wires/` connects them.

    They are built in steps: all at once would hold the window for a fifth of a second.
    """

    def __init__(
        self, look: Look, jobs: Jobs, texts: Texts, draw: Draw, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.draw = draw
        self._steps = self._built(look, jobs, texts, draw)

    def step(self) -> bool:
        """Build one page more; tell whether anything is left to build."""
        return next(self._steps, False)

    def _built(self, look: Look, jobs: Jobs, texts: Texts, draw: Draw) -> Iterator[bool]:
        places = (
            Place(TODAY, self.tr("今日"), "sun", 1),
            Place(VISITS, self.tr("检查"), "clipboard-check", 2),
            Place(DOCUMENTS, self.tr("文书"), "file-text", 3),
            Place(LEDGER, self.tr("台账"), "book-open", 4),
            Place(TARGETS, self.tr("对象"), "building-2", 5),
            Place(FIGURES, self.tr("统计"), "chart-column", 6),
            Place(EXCHANGE, self.tr("同步"), "refresh-cw", 7),
            Place(SETTINGS, self.tr("设置"), "settings", 8),
        )
        self.frame = Frame(look, places)
        yield True
        self.today = TodayPage(look, texts)
        self.frame.add_page(TODAY, self.today, TODAY_HINTS)
        yield True
        self.visits = InspectionsPage(look)
        self.frame.add_page(VISITS, self.visits, VISIT_HINTS)
        yield True
        checks = CheckPane(look)
        yield True
        paper_pane = PaperPane(look)
        yield True
        self.bench = WorkbenchPage(look, checks, paper_pane)
        yield True
        self.recheck = RecheckPane(look)
        yield True
        self.who = self.bench.prepare()
        yield True
        self.frame.add_page(BENCH, self.bench, BENCH_HINTS, place=VISITS)
        yield True
        self.documents = DocumentsPage(look)
        yield True
        self.frame.add_page(DOCUMENTS, self.documents, DOCUMENT_HINTS)
        yield True
        self.ledger = LedgerPage(look)
        self.frame.add_page(LEDGER, self.ledger, LEDGER_HINTS)
        yield True
        self.targets = TargetsPage(look)
        yield True
        self.frame.add_page(TARGETS, self.targets, TARGET_HINTS)
        self.dossier = DossierPage(look, texts)
        self.frame.add_page(DOSSIER, self.dossier, DOSSIER_HINTS, place=TARGETS)
        yield True
        self.review = ReviewPage(look, texts)
        self.frame.add_page(REVIEW, self.review, REVIEW_HINTS, place=LEDGER)
        yield True
        yield from self._built_last(look, texts)
        yield from self._built_boards(look, jobs, texts)
        self._work_behind(look, jobs, texts, draw)

    def _built_last(self, look: Look, texts: Texts) -> Iterator[bool]:
        self.figures = FiguresPage(look, texts)
        yield True
        self.frame.add_page(FIGURES, self.figures, FIGURES_HINTS)
        yield True
        self.exchange = ExchangePage(look)
        self.frame.add_page(EXCHANGE, self.exchange, EXCHANGE_HINTS)
        yield True
        self.settings = SettingsPage(look)
        yield True
        self.frame.add_page(SETTINGS, self.settings, SETTINGS_HINTS)
        yield True
        self.administration = AdministrationPage(look)
        self.frame.add_page(ADMINISTRATION, self.administration, ADMINISTRATION_HINTS, place=SETTINGS)
        yield True
        self.imports = ImportsPage(look)
        self.frame.add_page(IMPORTS, self.imports, IMPORT_HINTS, place=TARGETS)
        yield True

    def _built_boards(self, look: Look, jobs: Jobs, texts: Texts) -> Iterator[bool]:
        """Build the boards of the ledger and of the office one by one: all at once would hold the window."""
        self.ledger.begin_group(said("办理", "栏目"))
        self.sections: list[Section] = []
        for kind in SECTIONS:
            section = kind(look, jobs, texts, self.frame, self)
            self.sections.append(section)
            yield True
            self.ledger.add_section(section.NAME, section.word(), section.ICON, section.place)
            yield True
        self.matters: list[Matter] = []
        for sort in MATTERS:
            matter = sort(look, jobs, texts, self.frame, self)
            self.matters.append(matter)
            yield True
            self.administration.add_matter(matter.NAME, matter.word(), matter.ICON, matter.place)
            yield True

    def _work_behind(self, look: Look, jobs: Jobs, texts: Texts, draw: Draw) -> None:
        ratio = self.frame.devicePixelRatioF()
        # Half again as many pixels as the screen has: the page stays crisp when the pane is made wider.
        scale = max(ratio, 1.0) * 1.5
        paper = self.bench.paper.paper
        eyes = Eyes(draw, lambda: round(paper.page_width() * scale), lambda: paper.page)
        self.work = BenchWork(jobs, texts, eyes, self)
        self.checks = CheckWork(self)
        self.rechecking = RecheckWork(jobs, self)
        self.archive = Archive(jobs, Eyes(draw, lambda: round(self.documents.page_width() * scale)), self)
        self.questions = Questions(look, self.frame, jobs, self.bench, self.work, self.archive)
        self.sparing = Sparing(self.work, self)
        self.reception = Reception(look, self.frame, jobs, self)
        self.registry = TargetsWork(jobs, self)
        self.visiting = VisitsWork(jobs, self.visits, self)
