"""Everything behind the sign-in, made together: the frame, its pages, and the work behind them.

Importing this costs what casework, the store and the catalogue cost; the sign-in page is painted before.
"""

from PySide6.QtCore import QObject

from inspector_app.ui.controls.eyes import Draw, Eyes
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers.archive import Archive
from inspector_app.ui.papers.documents_page import HINTS as DOCUMENT_HINTS
from inspector_app.ui.papers.documents_page import DocumentsPage
from inspector_app.ui.registry.inspections_page import HINTS as VISIT_HINTS
from inspector_app.ui.registry.inspections_page import InspectionsPage
from inspector_app.ui.registry.reception import Reception
from inspector_app.ui.shell.frame import Frame, Place
from inspector_app.ui.shell.questions import Questions
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts
from inspector_app.ui.workbench.bench_work import BenchWork
from inspector_app.ui.workbench.workbench_page import HINTS as BENCH_HINTS
from inspector_app.ui.workbench.workbench_page import WorkbenchPage

VISITS, BENCH, DOCUMENTS = "visits", "bench", "documents"


class Rooms(QObject):
    """Holds pages and work side by side; desktop.py connects them."""

    def __init__(
        self, look: Look, jobs: Jobs, texts: Texts, draw: Draw, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        places = (
            Place(VISITS, self.tr("检查"), "clipboard-check"),
            Place(DOCUMENTS, self.tr("文书"), "file-text"),
        )
        self.frame = Frame(look, places)
        self.visits = InspectionsPage(look)
        self.bench = WorkbenchPage(look)
        self.documents = DocumentsPage(look)
        self.frame.add_page(VISITS, self.visits, VISIT_HINTS)
        self.frame.add_page(BENCH, self.bench, BENCH_HINTS, place=VISITS)
        self.frame.add_page(DOCUMENTS, self.documents, DOCUMENT_HINTS)
        ratio = self.frame.devicePixelRatioF()
        # Half again as many pixels as the screen has: the page stays crisp when the pane is made wider.
        scale = max(ratio, 1.0) * 1.5
        self.work = BenchWork(
            jobs, texts, Eyes(draw, lambda: round(self.bench.paper.paper.page_width() * scale)), self
        )
        self.archive = Archive(jobs, Eyes(draw, lambda: round(self.documents.page_width() * scale)), self)
        self.questions = Questions(look, self.frame, self.bench, self.work, self.archive)
        self.reception = Reception(look, self.frame, self)
