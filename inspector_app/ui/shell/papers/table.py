"""What everything around an issued document shares: its facts, the window, and the words that are said."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from inspector_app.domain.errors import InspectorError, Problem
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.papers import paper_values
from inspector_app.ui.papers.paper_values import PaperFacts
from inspector_app.ui.papers.paper_work import PaperWork
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, Words, explain, of_problem


class PaperTable(QObject):
    """The table at which papers are printed, served, taken back and voided.

    Attributes:
        over: the frame, over which small windows open.
        work: what writes for the signed-in person.

    Signals:
        changed: the id of a document of which something was noted.
        open_requested: (id of an inspection, id of its document) go on at the workbench.
    """

    changed = Signal(str)
    open_requested = Signal(str, str)

    def __init__(
        self, look: Look, rooms: Rooms, jobs: Jobs, texts: Texts, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.look, self.rooms, self.jobs, self.texts = look, rooms, jobs, texts
        self.over = rooms.frame
        self.work = PaperWork(jobs, self)

    def facts(self, document_id: str) -> PaperFacts | None:
        """Return what is true of a document now; None when it cannot be told, and then it was said why."""
        if self.work.session is None:
            return None
        try:
            return paper_values.read(self.work.desk, document_id)
        except InspectorError as error:
            self.show_failure(error)
            return None

    def words(self, told: Problem) -> Words:
        """Return the words of a code."""
        return of_problem(told, self.texts)

    def say(self, code: str, *, tone: str = "info", **values: object) -> None:
        """Say something on the page."""
        self.over.notice.show_words(self.words(Problem.of(code, "", **values)), tone=tone)

    def explained(self, error: Exception) -> Words:
        """Return a failure in words."""
        return explain(error, self.texts)

    def show_failure(self, error: Exception) -> None:
        """Say on the page what went wrong."""
        self.over.notice.show_words(self.explained(error))

    # A small window may be shut while what it asked for is still being done.

    def failing(self, dialog: Dialog) -> Callable[[Exception], None]:
        """Return what says a failure in the window that asked, or on the page when that was shut."""

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.show_failure(self.explained(error))
            else:
                self.show_failure(error)

        return failed

    def shut(self, dialog: QDialog) -> None:
        """Close the window that asked: it is done."""
        if isValid(dialog):
            dialog.accept()

    def ask_place(self, over: QWidget, name: str, then: Callable[[Path], None]) -> None:
        """Ask where to save a file of this name."""
        kind = Path(name).suffix.removeprefix(".")
        dialog = QFileDialog(over, self.tr("另存"), name, f"{kind.upper()} (*.{kind})")
        dialog.setObjectName("copy_place")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
