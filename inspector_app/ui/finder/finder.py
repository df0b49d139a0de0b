"""The search box at work: asks beside the screen, the newest question first."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import search
from inspector_app.casework.overview.search import Command, Found
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Progress
from inspector_app.ui.finder.finder_window import FinderWindow
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.look import Look

LANE = "search"
"""A lane of its own: what one types is answered while a page is being drawn."""


class Finder(QObject):
    """Opens the search over the window and looks for what is asked.

    Signals:
        chosen: the Found to go to.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, over: QWidget, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._over, self._jobs = look, over, jobs
        self._desk: Desk | None = None
        self._window: FinderWindow | None = None
        self.commands: Callable[[], Sequence[Command]] = tuple

    def sit_down(self, session: Session) -> None:
        """Begin to look for a signed-in person."""
        self._desk = session.desk

    def get_up(self) -> None:
        """Stop."""
        self._desk = None

    def open(self) -> None:
        """Open the search; one that is open stays as it is."""
        if self._desk is None or self._window is not None:
            return
        window = FinderWindow(self._look, self._over)
        self._window = window
        window.asked.connect(self._ask)
        window.chosen.connect(self.chosen)
        window.finished.connect(self._forget)
        window.open()
        window.ask_again()

    def _forget(self) -> None:
        self._window = None

    def _ask(self, told: str) -> None:
        desk, commands = self._desk, tuple(self.commands())
        if desk is None:
            return

        def work(_: Progress) -> tuple[Found, ...]:
            if told.strip():
                return search.find(desk, told, commands=commands)
            return search.recent(desk, commands=commands)

        self._jobs.latest("finder", work, lambda found: self._show(told, found), lane=LANE)

    def _show(self, told: str, found: Sequence[Found]) -> None:
        if self._window is not None:
            self._window.show_found(told, found)
