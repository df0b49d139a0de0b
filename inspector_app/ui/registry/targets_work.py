"""What the page of targets shows, looked up beside the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import target_book
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.domain.errors import Progress
from inspector_app.ui.jobs import Jobs

LANE = "search"
FIRST = 64

Answer = tuple[list[str], list[target_book.TargetLine]]


class TargetsWork(QObject):
    """Finds targets and tells all about one of them.

    Signals:
        found: (words, ids, lines of the first of them).
        lines: lines of rows that were asked for.
        told: a TargetCard.
        people: (officers, today).
    """

    found = Signal(str, list, list)
    lines = Signal(list)
    told = Signal(object)
    people = Signal(object, object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._desk: Desk | None = None

    def sit_down(self, session: Session) -> None:
        """Begin to look up for a signed-in person."""
        self._desk = session.desk

    def get_up(self) -> None:
        """Stop."""
        self._desk = None

    def look(self, words: str) -> None:
        """Find the targets that words name; all of them without words."""
        desk = self._desk
        if desk is None:
            return

        def work(_: Progress) -> Answer:
            ids = target_book.found(desk, words)
            return ids, target_book.lines(desk, ids[:FIRST])

        self._jobs.latest("targets", work, lambda told: self.found.emit(words, *told), lane=LANE)

    def load(self, ids: Sequence[str]) -> None:
        """Look up the lines of some rows."""
        desk = self._desk
        if desk is not None:
            self._jobs.start(lambda _: target_book.lines(desk, ids), self.lines.emit, lane=LANE)

    def tell(self, target_id: str) -> None:
        """Tell all about a target."""
        desk = self._desk
        if desk is not None:
            self._jobs.latest(
                "target card",
                lambda progress: target_book.card(desk, target_id, progress),
                self.told.emit,
                lane=LANE,
            )

    def tell_people(self) -> None:
        """Tell who is of the bureau."""
        desk = self._desk
        if desk is not None:
            self._jobs.latest(
                "people",
                lambda _: registry.officers(desk.store),
                lambda told: self.people.emit(told, desk.today()),
                lane=LANE,
            )
