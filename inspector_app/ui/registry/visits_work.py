"""What the list of inspections shows: read in the order of their start, page by page as they are seen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import inspections
from inspector_app.casework.visits.inspections import Visit
from inspector_app.ui.controls.listed_model import Listed, page_of
from inspector_app.ui.controls.windowed_model import Window
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.registry.inspections_page import InspectionsPage


def listed(desk: Desk, chosen: str = "") -> Listed[Visit]:
    """Return all inspections, the latest first, and the rows of the page in which the chosen one stands."""
    ids = inspections.visit_ids(desk)
    first, page = page_of(ids, chosen)
    return Listed(ids, first, inspections.visits(desk, page))


class VisitsWork(QObject):
    """Reads the list for the signed-in person.

    Signals:
        failed: the exception of a look that was not answered.
    """

    failed = Signal(object)

    def __init__(self, jobs: Jobs, page: InspectionsPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._page = jobs, page
        self._desk: Desk | None = None
        page.wanted.connect(self._read)

    def sit_down(self, session: Session) -> None:
        """Begin to read for a signed-in person."""
        self._desk = session.desk

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        self._desk = None
        self._page.show_visits(Listed())

    def show_all(self) -> None:
        """List every inspection; the one that was chosen stays so."""
        desk, chosen = self._desk, self._page.chosen
        if desk is not None:
            self._jobs.latest(
                "visits", lambda _: listed(desk, chosen), lambda told: self._page.show_visits(told, chosen)
            )

    def _read(self, window: Window) -> None:
        desk, model = self._desk, self._page.model
        if desk is None:
            return
        pages = model.ids_of(window)

        def done(told: Sequence[tuple[int, Sequence[Visit]]]) -> None:
            for first, rows in told:
                model.take(window.tag, first, rows)

        def failed(error: Exception) -> None:
            model.give_up(window.tag)
            self.failed.emit(error)

        self._jobs.latest(
            "visit rows",
            lambda _: [(first, inspections.visits(desk, ids)) for first, ids in pages],
            done,
            failed=failed,
        )
