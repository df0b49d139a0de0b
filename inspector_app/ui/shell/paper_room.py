"""The paper room: what is asked around an issued document, one small window at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from inspector_app.casework.people.workspace import Session
from inspector_app.printing.choosing import Chosen
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.shell.papers.looking import PaperLooking
from inspector_app.ui.shell.papers.printing import PaperPrinting
from inspector_app.ui.shell.papers.returning import PaperReturning
from inspector_app.ui.shell.papers.serving import PaperServing
from inspector_app.ui.shell.papers.table import PaperTable
from inspector_app.ui.shell.papers.voiding import PaperVoiding
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts


class PaperRoom(QObject):
    """Holds what is done around issued documents, each thing in a part of its own.

    Attributes:
        looking, printing, serving, returning, voiding: the parts.

    Signals:
        changed: the id of a document of which something was noted.
        open_requested: (id of an inspection, id of its document) go on at the workbench.
    """

    changed = Signal(str)
    open_requested = Signal(str, str)

    def __init__(
        self,
        look: Look,
        rooms: Rooms,
        jobs: Jobs,
        texts: Texts,
        choose: Callable[[], Chosen],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        table = self._table = PaperTable(look, rooms, jobs, texts, self)
        table.changed.connect(self.changed)
        table.open_requested.connect(self.open_requested)
        self.looking = PaperLooking(table)
        self.printing = PaperPrinting(table, choose)
        self.serving = PaperServing(table, self.printing)
        self.returning = PaperReturning(table, self.printing)
        self.voiding = PaperVoiding(table)
        QShortcut(QKeySequence("Ctrl+P"), rooms.bench, self.printing.print_open_paper)
        QShortcut(QKeySequence("F11"), rooms.bench, self.looking.look_larger)

    def sit_down(self, session: Session) -> None:
        """Begin to work for a signed-in person."""
        self._table.work.sit_down(session)

    def get_up(self) -> None:
        """Stop."""
        self._table.work.get_up()
