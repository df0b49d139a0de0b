"""What today's page shows, read beside the screen: what is due, the week, tonight's list, readiness."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.casework.overview import approval_book, handin, readiness, review_list, today, week
from inspector_app.casework.overview.approval_book import Counts
from inspector_app.casework.overview.handin import HandIn
from inspector_app.casework.overview.readiness import Check
from inspector_app.casework.overview.review_list import Asks
from inspector_app.casework.overview.today import Due
from inspector_app.casework.overview.week import WeekDay
from inspector_app.casework.people import renewing
from inspector_app.casework.people.renewing import Offer
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import Progress
from inspector_app.domain.statistics import Figure
from inspector_app.printing.choosing import Chosen
from inspector_app.ui.jobs import Jobs

PRINTER_AGAIN = timedelta(minutes=5)
"""A print server may let one wait for seconds; what was seen less long ago is still true."""


MOST_WAIT_MS = 60_000
"""How long at most until it is looked again whether a new day has begun."""

REVIEW_DAYS = 30
"""How far back the day counts dossiers that wait for a supervisor."""

DAY, PRINTERS, REVIEWS = "day", "printers", "review"
"""Lanes of their own: neither waits for a page that is being drawn, nor does a page wait for a printer."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day as the page shows it."""

    today: date
    dues: tuple[Due, ...] = ()
    week: tuple[WeekDay, ...] = ()
    hand_in: HandIn = field(default_factory=lambda: HandIn(()))
    figures: dict[str, Figure] = field(default_factory=dict)
    approvals: Counts = field(default_factory=Counts)
    renewal: Offer | None = None


def read(session: Session) -> Day:
    """Read the day."""
    desk = session.desk
    dues = today.dues(desk)
    return Day(
        desk.today(),
        dues,
        week.week(desk, dues),
        handin.hand_in(desk),
        week.week_figures(desk),
        approval_book.counts(desk),
        renewing.offer(desk.store, desk.today()),
    )


def until_midnight(now: datetime) -> int:
    """Return the milliseconds until the next day has begun in China, at least one."""
    here = now.astimezone(CHINA)
    next_day = datetime.combine(here.date() + timedelta(days=1), time(), CHINA)
    return max(ceil((next_day - here) / timedelta(milliseconds=1)), 1)


class TodayWork(QObject):
    """Reads the day for the signed-in person; whatever was asked last is what is shown.

    Signals:
        opened: the date; nothing is read yet.
        told: a Day.
        reviewed: Asks, what the review of dossiers asks for.
        looked: the Checks without the printer's.
        printer_seen: the printer's Check.
    """

    opened = Signal(object)
    told = Signal(object)
    reviewed = Signal(object)
    looked = Signal(list)
    printer_seen = Signal(object)

    def __init__(
        self, jobs: Jobs, printers: Callable[[], Chosen], clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._printers, self._clock = jobs, printers, clock
        self._session: Session | None = None
        self._seen: datetime | None = None
        self._shown: date | None = None
        # Looked at now and then, not once at midnight: a laptop that slept meanwhile missed that moment.
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._look_at_day)

    def sit_down(self, session: Session) -> None:
        """Begin to read for a signed-in person."""
        self._session, self._seen = session, None
        self._shown = session.desk.today()
        self._wait()

    def get_up(self) -> None:
        """Stop."""
        self._session = None
        self._watch.stop()

    def _wait(self) -> None:
        self._watch.start(min(until_midnight(self._clock.now()), MOST_WAIT_MS))

    def _look_at_day(self) -> None:
        """Read everything anew when a new day has begun."""
        session = self._session
        if session is None:
            return
        if session.desk.today() != self._shown:
            self.refresh()
        self._wait()

    def refresh(self) -> None:
        """Read everything anew; the printer only when it was not asked a moment ago."""
        session = self._session
        if session is None:
            return
        folder: Path = session.desk.store.folder.path
        self._shown = session.desk.today()
        self.opened.emit(self._shown)
        self._jobs.latest("today", lambda _: read(session), self._tell, lane=DAY)
        desk = session.desk
        self._jobs.latest(
            "today reviews", lambda _: review_list.asks(desk, REVIEW_DAYS), self._tell_reviews, lane=REVIEWS
        )
        self._jobs.latest("readiness", lambda _: readiness.look(session, folder), self._looked, lane=DAY)
        now = self._clock.now()
        if self._seen is None or not self._seen <= now < self._seen + PRINTER_AGAIN:
            self._seen = now
            self._jobs.latest("readiness printer", self._look_at_printer, self._printer, lane=PRINTERS)

    def look_again(self) -> None:
        """Read everything anew, the printer too."""
        self._seen = None
        self.refresh()

    def _look_at_printer(self, _: Progress) -> Check | None:
        session = self._session
        if session is None:
            return None
        last = readiness.printer_used(session.desk.store)
        return readiness.look_at_printer(self._printers(), last)

    def _tell(self, day: Day) -> None:
        if self._session is not None:
            self.told.emit(day)

    def _tell_reviews(self, told: Asks) -> None:
        if self._session is not None:
            self.reviewed.emit(told)

    def _looked(self, checks: tuple[Check, ...]) -> None:
        if self._session is not None:
            self.looked.emit(list(checks))

    def _printer(self, check: Check | None) -> None:
        if check is not None and self._session is not None:
            self.printer_seen.emit(check)
