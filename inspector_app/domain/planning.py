"""What is planned and what became of it: periods, campaigns and their targets, tasks, the yearly cap.

States are derived from visits, notes and days; nobody sets them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.domain.chinese import QUARTERS


class Rhythm(StrEnum):
    """How often a kind of target is visited; what forms/targets says in `round`."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6, Rhythm.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter, half-year or year.

    Attributes:
        number: from 1 within its year.
    """

    rhythm: Rhythm
    year: int
    number: int

    @staticmethod
    def of(rhythm: Rhythm, day: date) -> "Period":
        """Return the period in which a day lies."""
        return Period(rhythm, day.year, (day.month - 1) // _MONTHS[rhythm] + 1)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.rhythm] + 1, 1)

    @property
    def last(self) -> date:
        """The last day, inclusive."""
        month = self.number * _MONTHS[self.rhythm]
        after = date(self.year + 1, 1, 1) if month == 12 else date(self.year, month + 1, 1)
        return after - timedelta(days=1)

    @property
    def label(self) -> str:
        """2026年第四季度, as reports say it."""
        if self.rhythm is Rhythm.QUARTER:
            return f"{self.year}年{QUARTERS[self.number - 1]}"
        if self.rhythm is Rhythm.HALF_YEAR:
            return f"{self.year}年{'上' if self.number == 1 else '下'}半年"
        return f"{self.year}年{self.number}月" if self.rhythm is Rhythm.MONTH else f"{self.year}年"

    @property
    def before(self) -> "Period":
        """The period before this one."""
        return Period.of(self.rhythm, self.first - timedelta(days=1))


class Progress(StrEnum):
    """What has become of a target that was to be visited."""

    DONE = "已检查"
    UNDER_WAY = "检查中"
    DUE = "待检查"
    OVERDUE = "逾期未查"
    REMOVED = "已移出"
    CLOSED = "已停业"
    LATER = "下期起查"


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit as far as plans weigh it: the day it began, and whether it was concluded."""

    id: str
    target_id: str
    on: date | None
    concluded: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of one target.

    Attributes:
        visit_id, on: the visit that did it, or the one under way.
        late: done after the day it was planned for.
        days_left: to its last day, 0 on that day, negative after it; None when nothing is owed any more.
    """

    progress: Progress
    visit_id: str = ""
    on: date | None = None
    late: bool = False
    days_left: int | None = None


def standing(visits: Iterable[Seen], first: date, last: date, due: date, today: date) -> Standing:
    """Return what has become of a target that is to be visited once between two days.

    Args:
        first, last: days within which a visit counts, inclusive.
        due: the day it was planned for, `last` where none was.
    """
    within = sorted(
        ((one.on, one.id, one.concluded) for one in visits if one.on is not None and first <= one.on <= last),
        key=lambda told: told[0],
    )
    done = next(((on, visit) for on, visit, concluded in within if concluded), None)
    if done is not None:
        return Standing(Progress.DONE, done[1], done[0], late=done[0] > due)
    left = (due - today).days
    if within:
        on, visit, _ = within[-1]
        return Standing(Progress.UNDER_WAY, visit, on, days_left=left)
    return Standing(Progress.DUE if left >= 0 else Progress.OVERDUE, days_left=left)


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a target is in business; None where nobody said."""

    opened: date | None = None
    closed: date | None = None

    def over(self, day: date) -> bool:
        """Tell whether it was out of business on that day; the day it closed is the first."""
        return self.closed is not None and day >= self.closed


def round_standing(
    visits: Iterable[Seen], period: Period, life: Life, today: date, least_days: int
) -> Standing | None:
    """Return what has become of a target in one round, None when it has no part in it.

    A target that closed before the period has none; one that closes in it, unvisited, owes nothing. One
    that opened with fewer than `least_days` days of the period left is first due in the next, unless it
    was visited all the same; one that opens after the period has no part in it.
    """
    if life.over(period.first) or (life.opened is not None and life.opened > period.last):
        return None
    told = standing(visits, period.first, period.last, period.last, today)
    if told.progress is Progress.DONE:
        return told
    if life.over(min(today, period.last)):
        return Standing(Progress.CLOSED, on=life.closed)
    if told.progress is not Progress.UNDER_WAY and life.opened is not None:
        new = life.opened > period.first and (period.last - life.opened).days + 1 < least_days
        if new:
            return Standing(Progress.LATER, on=life.opened)
    return told


class TaskState(StrEnum):
    """The state of an item of the task list (工作项目化、项目清单化、清单责任化)."""

    NOT_BEGUN = "未开始"
    UNDER_WAY = "进行中"
    DONE = "已完成"
    OVERDUE = "已逾期"
    DROPPED = "已取消"


@dataclass(frozen=True, slots=True)
class Linked:
    """What an item hangs on: how much of it is done, of how much.

    Attributes:
        begun: something of it is under way though nothing is done.
    """

    done: int
    of: int
    begun: bool = False

    @property
    def complete(self) -> bool:
        """All of it is done; what is empty is not."""
        return 0 < self.of <= self.done


def task_state(
    due: date, today: date, *, noted: bool, finished: bool, dropped: bool, links: Iterable[Linked] = ()
) -> TaskState:
    """Return the state of an item.

    Args:
        noted: somebody noted progress. finished: somebody noted that the measure of done is met.
        links: what it hangs on; when all of that is complete, so is the item.
    """
    told = tuple(links)
    if dropped:
        return TaskState.DROPPED
    if finished or (told and all(one.complete for one in told)):
        return TaskState.DONE
    if today > due:
        return TaskState.OVERDUE
    if noted or any(one.done or one.begun for one in told):
        return TaskState.UNDER_WAY
    return TaskState.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class Cap:
    """How often a year one may visit a kind of target, at one risk level or (empty) at any other."""

    target: str
    risk: str
    most: int


@dataclass(frozen=True, slots=True)
class Apart:
    """Visits that the cap does not count: those whose source has one of these words, or urgent ones."""

    reason: str
    words: tuple[str, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Plans:
    """What the office decided of plans; forms/plans.toml.

    Attributes:
        risk_field, district_field: the facts of a target that hold its risk level and its district.
        least_days: days of a round that a new target must still have, to be due in it.
        again_days: days within which a draw over the same targets counts as a second draw.
        near: visits left at which the cap is first mentioned.
    """

    risk_field: str = "risk"
    district_field: str = "district"
    least_days: int = 30
    again_days: int = 15
    near: int = 1
    caps: tuple[Cap, ...] = ()
    apart: tuple[Apart, ...] = ()

    def cap(self, kind: str, risk: str) -> int | None:
        """Return how often a year one may visit such a target, None where the office set no cap.

        Source: 国办发〔2024〕54号 (the yearly cap of visits by one authority is published and kept).
        """
        of_kind = [one for one in self.caps if one.target == kind]
        exact = next((one for one in of_kind if one.risk == risk.strip()), None)
        found = exact or next((one for one in of_kind if not one.risk), None)
        return found.most if found else None

    def apart_for(self, source: str, *, urgent: bool) -> str:
        """Return why a visit does not count towards the cap, empty when it does.

        Source: 国办发〔2024〕54号 (visits upon complaints, referrals and requests stand apart).
        """
        for one in self.apart:
            if (one.urgent and urgent) or any(word in source for word in one.words):
                return one.reason
        return ""
