"""The course of a case (立案): its steps in their order, and the clocks that law sets for them.

Ordinary days count, from the day after the one that begins a period; a period that ends on a day off ends on
the next working day (民事诉讼法 85). Verification has 15 days from the day the clue was found, and 10 more by
approval (住房和城乡建设部令第55号). The decision has 90 days from filing (行政处罚法 60), 30 more by the
leader's approval, up to 60 more after joint discussion; days of a hearing, of testing and of appraisal do
not count (住房和城乡建设部令第55号). The numbers stand in forms/, with the mark of what is only remembered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.domain.deadlines import Deadline, WorkCalendar, statutory

DECREE = "住房和城乡建设部令第55号"
PENALTY_LAW = "行政处罚法"

OWN, TRANSFER = "own", "transfer"
"""Where the power to punish lies: with the office, or with another authority that it hands cases to."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How many days the law gives, as the edition has them.

    Attributes:
        verify: from the clue to the decision whether to file; `verify_more` by approval, once.
        decide: from filing to the decision; `decide_more` the first time, `decide_again` the second at most.
        pay: from receipt of the decision (行政处罚法 67).
        power: OWN or TRANSFER.
    """

    verify: int = 15
    verify_more: int = 10
    decide: int = 90
    decide_more: int = 30
    decide_again: int = 60
    pay: int = 15
    power: str = OWN


class StepKind(StrEnum):
    """A step in the course of a case, by the word that stands in the journal."""

    OPENED = "opened"  # 线索登记
    VERIFY_EXTENDED = "verify_extended"  # 核查延期
    FILED = "filed"  # 立案
    NOT_FILED = "not_filed"  # 不予立案
    EXTENDED = "extended"  # 办案延期
    PAUSED = "paused"  # 听证、检测、鉴定开始
    RESUMED = "resumed"  # 听证、检测、鉴定结束
    DECIDED = "decided"  # 处罚决定
    DROPPED = "dropped"  # 撤案
    HANDED_OVER = "handed_over"  # 移送
    CLOSED = "closed"  # 结案


K = StepKind

APPROVED = frozenset(
    {K.VERIFY_EXTENDED, K.FILED, K.NOT_FILED, K.EXTENDED, K.DECIDED, K.DROPPED, K.HANDED_OVER}
)
"""Steps that a leader approves with their own signature; told otherwise they have no effect."""


class CaseState(StrEnum):
    """Where a case stands."""

    VERIFYING = "核查中"
    FILED = "已立案"
    PAUSED = "不计期限"
    NOT_FILED = "不予立案"
    DECIDED = "已决定"
    DROPPED = "撤案"
    HANDED_OVER = "已移送"
    CLOSED = "已结案"


S = CaseState

PAUSES = {"hearing": "听证", "testing": "检测", "appraisal": "鉴定"}
"""Why days do not count (住房和城乡建设部令第55号)."""

OUTCOMES = frozenset({S.NOT_FILED, S.DECIDED, S.DROPPED, S.HANDED_OVER})
"""What may become of a case before it is closed."""

_UNDER_WAY = (S.FILED, S.PAUSED)

_ENDS_PAUSE = frozenset({K.RESUMED, K.DROPPED, K.HANDED_OVER})
"""Steps up to which the days of a pause do not count."""

MOVES: dict[tuple[CaseState, StepKind], CaseState] = {
    (S.VERIFYING, K.VERIFY_EXTENDED): S.VERIFYING,
    (S.VERIFYING, K.FILED): S.FILED,
    (S.VERIFYING, K.NOT_FILED): S.NOT_FILED,
    **{(state, K.HANDED_OVER): S.HANDED_OVER for state in (S.VERIFYING, *_UNDER_WAY)},
    **{(state, K.EXTENDED): state for state in _UNDER_WAY},
    (S.FILED, K.PAUSED): S.PAUSED,
    (S.PAUSED, K.RESUMED): S.FILED,
    (S.FILED, K.DECIDED): S.DECIDED,
    **{(state, K.DROPPED): S.DROPPED for state in _UNDER_WAY},
    **{(state, K.CLOSED): S.CLOSED for state in OUTCOMES},
}
"""The only ways a case moves (行政处罚法 54, 57, 60; 住房和城乡建设部令第55号)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken.

    Attributes:
        on: its day; of a pause the first day that does not count, of its end the last such day.
        days: of an extension.
        joint: a second extension was discussed jointly (集体讨论).
        reason: why; of a pause one of PAUSES.
        document_id: the form or letter that it rests on.
        served_on: of a decision, the day the party received it.
        order: place in the order of acts.
    """

    kind: StepKind
    on: date
    days: int = 0
    joint: bool = False
    reason: str = ""
    document_id: str = ""
    served_on: date | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class Timer:
    """One clock of a case: from its first day to its last.

    Attributes:
        code: `verify`, `decide` or `pay`.
        certain: False when the last day rests on a calendar not yet published, on a pause that still runs,
            or on a receipt that is not known yet.
        stopped_on: the day the step was taken that the clock asks for; None while it runs.
    """

    code: str
    began: date
    due: date
    certain: bool
    stopped_on: date | None = None

    def days_left(self, today: date) -> int:
        """Return the days left, 0 on the last day, negative when overdue."""
        return (self.due - (self.stopped_on or today)).days

    def overdue(self, today: date) -> bool:
        """Tell whether the last day is over, or was over when the step was taken."""
        return (self.stopped_on or today) > self.due


@dataclass(frozen=True, slots=True)
class Course:
    """What a case has come to.

    Attributes:
        timers: the clocks begun so far, in their order; the last one that still runs counts.
        extensions: how often the time to decide was extended; `verify_extended` that of the verification.
        outcome: how it was decided what becomes of it; None while that is open.
        last_on: the day of the newest step.
        ignored: steps that the case did not allow when they came; they changed nothing.
        counted: places in the order of acts of all the others.
    """

    state: CaseState
    known_on: date
    timers: tuple[Timer, ...]
    verify_extended: bool = False
    extensions: int = 0
    filed_on: date | None = None
    filed_by: str = ""
    paused_from: date | None = None
    outcome: CaseState | None = None
    last_on: date | None = None
    ignored: tuple[str, ...] = ()
    counted: frozenset[int] = frozenset()

    def timer(self, code: str) -> Timer | None:
        """Return a clock by its code."""
        return next((one for one in self.timers if one.code == code), None)

    @property
    def running(self) -> Timer | None:
        """Return the clock that runs now, None when none does."""
        return next((one for one in reversed(self.timers) if one.stopped_on is None), None)

    @property
    def ended(self) -> bool:
        """Tell whether nothing is still to be done."""
        return self.state is CaseState.CLOSED


@dataclass(slots=True)
class _Told:
    """What the steps have told so far."""

    known_on: date
    state: CaseState = CaseState.VERIFYING
    verify_more: int = 0
    verify_extended: bool = False
    more: list[int] = field(default_factory=list)
    pauses: list[tuple[date, date]] = field(default_factory=list)
    paused_from: date | None = None
    verified_on: date | None = None
    filed_on: date | None = None
    filed_by: str = ""
    decided_on: date | None = None
    served_on: date | None = None
    over_on: date | None = None
    outcome: CaseState | None = None
    last_on: date | None = None


def course(steps: Iterable[Step], terms: Terms, calendar: WorkCalendar, today: date) -> Course:
    """Return what a case has come to today; a step that its state does not allow changes nothing.

    Raises:
        ValueError: there is no step that opens it.
    """
    ordered = sorted(steps, key=lambda one: one.order)
    first = next((one for one in ordered if one.kind is K.OPENED), None)
    if first is None:
        raise ValueError("a case begins with the step that opens it")
    told, ignored, counted = _Told(first.on, last_on=first.on), [], [first.order]
    for step in ordered:
        if step is first:
            continue
        follows = MOVES.get((told.state, step.kind))
        if follows is None or not _within(told, step, terms):
            ignored.append(str(step.kind))
            continue
        _take(told, step)
        counted.append(step.order)
        told.state, told.last_on = follows, step.on
        if follows in OUTCOMES:
            told.outcome = follows
    return Course(
        state=told.state,
        known_on=told.known_on,
        timers=tuple(_timers(told, terms, calendar, today)),
        verify_extended=told.verify_extended,
        extensions=len(told.more),
        filed_on=told.filed_on,
        filed_by=told.filed_by,
        paused_from=told.paused_from,
        outcome=told.outcome,
        last_on=told.last_on,
        ignored=tuple(ignored),
        counted=frozenset(counted),
    )


def _within(told: _Told, step: Step, terms: Terms) -> bool:
    """Tell whether an extension is one that law allows; all else is."""
    if step.kind is K.VERIFY_EXTENDED:
        return not told.verify_extended and 0 < step.days <= terms.verify_more
    if step.kind is K.EXTENDED:
        most = most_more(len(told.more), terms)
        return 0 < step.days <= most and (step.joint or not told.more)
    return True


def most_more(extensions: int, terms: Terms) -> int:
    """Return how many days the next extension of the time to decide may have; 0 when there is none left."""
    return (terms.decide_more, terms.decide_again)[extensions] if extensions < 2 else 0


def _take(told: _Told, step: Step) -> None:
    if step.kind is K.VERIFY_EXTENDED:
        told.verify_extended, told.verify_more = True, step.days
    elif step.kind is K.EXTENDED:
        told.more.append(step.days)
    elif step.kind is K.PAUSED:
        told.paused_from = step.on
    elif step.kind in _ENDS_PAUSE and told.paused_from is not None:
        told.pauses.append((told.paused_from, step.on))
        told.paused_from = None
    elif step.kind is K.FILED:
        told.filed_on, told.filed_by = step.on, step.document_id
    elif step.kind is K.DECIDED:
        told.decided_on, told.served_on = step.on, step.served_on
    if step.kind in (K.FILED, K.NOT_FILED, K.HANDED_OVER) and told.verified_on is None:
        told.verified_on = step.on
    if step.kind in (K.DECIDED, K.DROPPED, K.HANDED_OVER, K.CLOSED):
        told.over_on = told.over_on or step.on


def _timers(told: _Told, terms: Terms, calendar: WorkCalendar, today: date) -> Iterable[Timer]:
    due = statutory(told.known_on, terms.verify + told.verify_more, calendar)
    yield Timer("verify", told.known_on, due.due, due.certain, told.verified_on)
    if told.filed_on is not None:
        due = decision_due(told.filed_on, terms.decide + sum(told.more), _pauses(told, today), calendar)
        certain = due.certain and told.paused_from is None
        yield Timer("decide", told.filed_on, due.due, certain, told.over_on)
    if told.decided_on is not None:
        began = told.served_on or told.decided_on
        due = statutory(began, terms.pay, calendar)
        closed = told.last_on if told.state is CaseState.CLOSED else None
        yield Timer("pay", began, due.due, due.certain and told.served_on is not None, closed)


def _pauses(told: _Told, today: date) -> tuple[tuple[date, date], ...]:
    # A pause that still runs has lasted until today at least; each further day moves the last day on.
    open_now = ((told.paused_from, max(told.paused_from, today)),) if told.paused_from is not None else ()
    return (*told.pauses, *open_now)


def decision_due(
    filed_on: date, days: int, pauses: Iterable[tuple[date, date]], calendar: WorkCalendar
) -> Deadline:
    """Return the last day for the decision; days of a pause, both ends included, do not count.

    Source: 行政处罚法 60, 住房和城乡建设部令第55号; 民事诉讼法 85 for a last day that is a day off.
    """
    between = sorted(pauses)
    day, left = filed_on, days
    while left:
        day += timedelta(days=1)
        left -= not any(first <= day <= last for first, last in between)
    # Zero further days: only the move off a day off is left to do.
    return statutory(day, 0, calendar)
