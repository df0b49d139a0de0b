"""Counts for the signed-in person beside the screen; of what was asked only the newest is shown."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import orjson
from PySide6.QtCore import QObject, Signal

from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.figures import figures_reading
from inspector_app.ui.figures.figures_page import FiguresPage
from inspector_app.ui.figures.figures_periods import Period, Span, span_of
from inspector_app.ui.figures.figures_reading import Reading
from inspector_app.ui.figures.figures_values import EntryRow, Sliced
from inspector_app.ui.jobs import Jobs

COUNTING = "counting"
"""The lane of figures: a long count keeps no page and no paper waiting."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked at: a period with its days, and how the figures are taken apart."""

    period: Period
    span: Span
    by: Sliced


def _wish_of(told: dict[str, str], today: date) -> Wish:
    """Return what was remembered: the usual periods follow today, others are their days."""
    period, by = Period(told["period"]), Sliced(told["by"])
    if period is Period.OWN:
        return Wish(period, Span(date.fromisoformat(told["first"]), date.fromisoformat(told["last"])), by)
    return Wish(period, span_of(period, today), by)


class FiguresWork(QObject):
    """Fulfils the wishes of the page.

    Signals:
        failed: an exception, shown on the page.
        read: the Reading of what is looked at, when it was counted anew.
        finding_found: (id of an inspection, id of the finding that was seen there)
    """

    failed = Signal(object)
    read = Signal(object)
    finding_found = Signal(str, str)

    def __init__(self, page: FiguresPage, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._jobs = page, jobs
        self.session: Session | None = None
        self._wish: Wish | None = None
        self._reading: Reading | None = None
        page.shown.connect(self.refresh)
        page.period_chosen.connect(self._on_period)
        page.by_chosen.connect(self._on_by)
        page.list_wanted.connect(self.read_list)

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person, with what they looked at last."""
        self.session = session
        self._wish = None

    def get_up(self) -> None:
        """Stop, and forget what was shown."""
        self.session, self._wish, self._reading = None, None, None
        self._page.forget()

    @property
    def wish(self) -> Wish | None:
        """What is looked at."""
        return self._wish

    # What is looked at.

    def _on_period(self, period: Period, span: Span) -> None:
        if self._wish is not None:
            self._change(replace(self._wish, period=period, span=span))

    def _on_by(self, by: Sliced) -> None:
        if self._wish is not None:
            self._change(replace(self._wish, by=by))

    def _change(self, wish: Wish) -> None:
        self._wish = wish
        self._keep(wish)
        self.refresh()

    def _key(self, session: Session) -> str:
        return f"figures|{session.user}"

    def _keep(self, wish: Wish) -> None:
        """Remember what is looked at for the next time; where it cannot be kept, counting goes on."""
        session = self.session
        if session is None:
            return
        told = {
            "period": wish.period,
            "by": wish.by,
            "first": wish.span.first.isoformat(),
            "last": wish.span.last.isoformat(),
        }
        store, key = session.desk.store, self._key(session)
        self._jobs.start(
            lambda _: store.set_setting(key, orjson.dumps(told).decode()),
            lambda _: None,
            failed=self.failed.emit,
            lane=COUNTING,
        )

    def _remembered(self, session: Session) -> Wish:
        today = session.desk.today()
        usual = Wish(Period.HALF, span_of(Period.HALF, today), Sliced.MONTH)
        told = session.desk.store.setting(self._key(session))
        try:
            return _wish_of(orjson.loads(told or "{}"), today)
        except (ValueError, TypeError, KeyError):
            return usual  # written by another version: nothing is lost but a choice

    # Reading.

    def refresh(self) -> None:
        """Count anew what is looked at."""
        session = self.session
        if session is None:
            return
        wish = self._wish = self._wish or self._remembered(session)
        self._page.show_period(wish.period, wish.span, wish.by, session.desk.today())
        self._page.show_waiting()
        self._latest(
            "figures",
            lambda: figures_reading.read(session, wish.span, wish.by),
            lambda told: self._show(session, wish, told),
        )

    def _latest(self, name: str, read: Callable[[], object], done: Callable[[object], None]) -> None:
        """Begin what is asked; what fails is told, without ending what is asked next."""

        def work(_: object) -> object:
            try:
                return read()
            except InspectorError as error:
                return error

        def ended(told: object) -> None:
            if isinstance(told, InspectorError):
                self.failed.emit(told)
            else:
                done(told)

        self._jobs.latest(name, work, ended, lane=COUNTING)

    def _show(self, session: Session, wish: Wish, told: object) -> None:
        if self.session is session and self._wish == wish and isinstance(told, Reading):
            self._reading = told
            self._page.show_figures(told.shown)
            self.read.emit(told)
            today = session.desk.today()
            self._latest("figures before", lambda: figures_reading.compared(told, today), self._compare)

    def _compare(self, told: object) -> None:
        """Show the year before beside what is still looked at."""
        reading = self._reading
        if isinstance(told, Reading) and reading is not None and told.counted is reading.counted:
            self._page.show_figures(told.shown)

    def find(self, finding_id: str) -> None:
        """Find the inspection at which a finding was seen, and lead there."""
        session = self.session
        if session is None:
            return

        def done(visit_id: object) -> None:
            if self.session is session and visit_id:
                self.finding_found.emit(str(visit_id), finding_id)

        self._latest("figures finding", lambda: figures_reading.visit_of(session, finding_id), done)

    def read_list(self, figure: str, part: str) -> None:
        """Read what a figure or its part counts."""
        reading = self._reading
        if self.session is None or reading is None:
            return

        def done(told: object) -> None:
            if self._reading is reading and isinstance(told, tuple):
                rows: tuple[EntryRow, ...] = told
                self._page.show_entries(figure, part, rows)

        self._latest("figures list", lambda: figures_reading.entries(reading, figure, part), done)
