"""F1: the manual opens at what the person is looking at."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget
from shiboken6 import isValid

from inspector_app import __version__
from inspector_app.catalog import handbook
from inspector_app.catalog.bound_handbook import bound
from inspector_app.documents.manual_paper import manual
from inspector_app.domain.errors import DamagedError, Progress
from inspector_app.trust.durable import write_durably
from inspector_app.ui.controls.notice import Notice
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.manual.manual_dialog import ManualDialog
from inspector_app.ui.shell.rooms import BENCH, LEDGER, Rooms
from inspector_app.ui.shell.wires.recheck import TAB as RECHECK
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, explain

TOPICS = {
    "pin_dialog": "issue",
    "print_panel": "print",
    "service_dialog": "serve",
    "return_dialog": "serve",
    "target_picker": "targets",
    "target_dialog": "targets",
    "officer_dialog": "targets",
    "recheck_form": "recheck",
    "escalate_form": "escalate",
    "settle_form": "escalate",
    "submit_form": "approvals",
    "draw_form": "draws",
    "draw_again": "draws",
    "draw_freeze": "draws",
    "draw_seed": "draws",
    "conflict_dialog": "sync",
    "join_answer": "sync",
    "join_code": "sync",
    "join_request": "sync",
    "join_way": "sync",
    "late_day": "late",
    "late_issue_form": "late",
    "filter_dialog": "ledgers",
    "column_dialog": "ledgers",
    "view_form": "ledgers",
    "export_form": "ledgers",
}
"""Chapter by the name of a small window; a page's chapter has the page's own code, a section's that of it."""

SECTIONS = {"reports": "calendar"}
"""Chapter by the name of a section of the ledger, where it shares that of another."""

BOOK = "book_"
"""How the names of ledgers begin; all of them share one chapter."""

DRAWS = "ledger_plans_draws"
"""The name of the choice of the section of plans that has a chapter of its own."""


class Help(QObject):
    """Opens the manual over whatever is in front.

    Args:
        language: of the manual's chapters, `zh` or `en`.
    """

    def __init__(
        self,
        look: Look,
        rooms: Rooms,
        jobs: Jobs,
        texts: Texts,
        language: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._look, self._rooms, self._texts, self._language = look, rooms, texts, language
        app = QApplication.instance()
        if isinstance(app, QApplication):
            # A shortcut of the frame is not heard while a small window is open over it. Windows are heard,
            # not the application: that would make every small event of every widget known to Python.
            app.focusWindowChanged.connect(self._follow)
            self._follow(app.focusWindow())

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear F1 in every small window; keep nothing else from anybody."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        over = QApplication.activeModalWidget()
        if event.key() != Qt.Key.Key_F1 or over is None:
            return False
        if over.windowHandle() == watched and self._ours(over) and over.objectName() != "manual":
            self.open(TOPICS.get(over.objectName()) or self.topic, over)
            return True
        return False

    def _ours(self, over: QWidget) -> bool:
        parent: QWidget | None = over
        while parent is not None and parent is not self._rooms.frame:
            parent = parent.parentWidget()
        return parent is not None

    def open_here(self) -> None:
        """Open the manual at the page that is shown, or at the message that stands on it."""
        self.open(self.topic, self._rooms.frame)

    @property
    def topic(self) -> str:
        """The chapter of what is shown: of the page, in the ledger of its section, of a recheck's tab."""
        rooms, page = self._rooms, self._rooms.frame.page
        if page == BENCH and rooms.bench.middle.tab == RECHECK:
            return RECHECK
        if page != LEDGER or not rooms.ledger.section:
            return page
        draws = rooms.ledger.findChild(QPushButton, DRAWS)
        if draws is not None and draws.isVisible() and draws.isChecked():
            return "draws"
        if rooms.ledger.section.startswith(BOOK):
            return "ledgers"
        return SECTIONS.get(rooms.ledger.section, rooms.ledger.section)

    def open(self, topic: str, over: QWidget) -> None:
        """Open the manual at a chapter; a message that is being shown there is explained first."""
        try:
            chapters = handbook.read(self._language)
        except DamagedError as error:
            self._rooms.frame.notice.show_words(explain(error, self._texts))
            return
        dialog = ManualDialog(self._look, chapters, over)
        dialog.pdf_requested.connect(lambda: self._ask_place(dialog))
        shown = (one.code for one in over.findChildren(Notice) if one.isVisible() and one.code)
        code = next(shown, "")
        told = handbook.explain(chapters, code) if code else ""
        dialog.setModal(isinstance(over, QDialog))
        dialog.show_topic(handbook.chapter_of(code) if told else topic, told)
        # Not every window system gives the keys back to the window that had them.
        dialog.finished.connect(over.window().activateWindow)
        dialog.open()

    def _ask_place(self, dialog: ManualDialog) -> None:
        """Ask where the manual is to lie as a PDF, and write it there beside the screen."""
        name = f"{dialog.windowTitle()}.pdf"
        place = QFileDialog(dialog, self.tr("另存 PDF"), name, "PDF (*.pdf)")
        place.setObjectName("manual_place")
        place.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        place.setDefaultSuffix("pdf")
        place.fileSelected.connect(lambda path: self._save(dialog, Path(path)))
        place.finished.connect(place.deleteLater)
        place.open()

    def _save(self, dialog: ManualDialog, path: Path) -> None:
        language = self._language

        def work(_: Progress) -> None:
            write_durably(path, manual(bound(language, __version__)))

        def say(words: str) -> None:
            if isValid(dialog):  # it may be shut meanwhile
                dialog.said.setText(words)

        def done(_: object) -> None:
            say(self.tr("已存为 %1").replace("%1", path.name))

        def failed(error: Exception) -> None:
            told = explain(error, self._texts)
            say(f"{told.message} {told.remedy}")

        say(self.tr("正在存…"))
        self._jobs.start(work, done, failed=failed)
