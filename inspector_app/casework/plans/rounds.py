"""The round: every target of a kind once a quarter (or as its forms say), and which are still due."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.plans import lives, seen
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.planning import Linked, Period, Progress, Rhythm, Standing, round_standing
from inspector_app.domain.targets import TargetKind
from inspector_app.domain.templates import ORDERING


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One target in a round.

    Attributes:
        opened, closed: from when to when it is in business, where somebody said.
    """

    target_id: str
    name: str
    standing: Standing
    opened: date | None
    closed: date | None


@dataclass(frozen=True, slots=True)
class Round:
    """A round: its targets, what is owed first, then by name."""

    kind: str
    label: str
    period: Period
    lines: tuple[RoundLine, ...]

    def having(self, *progress: Progress) -> tuple[RoundLine, ...]:
        """Return the targets of which one of these became."""
        return tuple(one for one in self.lines if one.standing.progress in progress)

    @property
    def owed(self) -> tuple[RoundLine, ...]:
        """The targets that are still to be visited, or were not."""
        return self.having(Progress.DUE, Progress.UNDER_WAY, Progress.OVERDUE)

    @property
    def linked(self) -> Linked:
        """The round as what an item of the task list hangs on."""
        done = len(self.having(Progress.DONE))
        return Linked(done, done + len(self.owed), begun=bool(self.having(Progress.UNDER_WAY)))


@dataclass(frozen=True, slots=True)
class RoundNumbers:
    """A round in numbers, for the report of the period.

    Attributes:
        targets: in the round at all, whatever became of them.
        visits: concluded visits that began in the period, rechecks among them.
        findings: what those visits found, what was noted by mistake apart.
        orders: standing papers that order something, by kind.
        ordered: targets at which one was issued.
    """

    period: str
    targets: int
    done: int
    owed: int
    closed: int
    later: int
    visits: int
    findings: int
    orders: tuple[tuple[str, int], ...]
    ordered: int


_ORDER = (
    Progress.OVERDUE,
    Progress.UNDER_WAY,
    Progress.DUE,
    Progress.DONE,
    Progress.LATER,
    Progress.CLOSED,
    Progress.REMOVED,
)


def kinds(desk: Desk) -> tuple[TargetKind, ...]:
    """Return the kinds of target whose forms ask for a round."""
    return tuple(one for one in desk.rules.targets.values() if one.rhythm)


def period(desk: Desk, kind: str, day: date | None = None) -> Period:
    """Return the period of a kind's round in which a day lies, today's when none is given.

    Raises:
        RuleError: `round.none` when the forms ask for no round of that kind.
    """
    told = desk.rules.targets.get(kind)
    if told is None or not told.rhythm:
        raise RuleError("round.none", where="target.kind", kind=told.label if told else kind)
    return Period.of(Rhythm(told.rhythm), day or desk.today())


def standing(desk: Desk, kind: str, of: Period | None = None) -> Round:
    """Return a round with what has become of each target, this period's when none is named.

    Raises:
        RuleError: `round.none`.
    """
    asked = of or period(desk, kind)
    if of is not None:
        period(desk, kind, of.first)
    records = desk.store.targets(kind)
    visits = seen.of_targets(desk.store, [one.id for one in records], asked.first, asked.last)
    lines = []
    for record in records:
        life = lives.life_of(record)
        there = [one.seen for one in visits.get(record.id, [])]
        told = round_standing(there, asked, life, desk.today(), desk.rules.plans.least_days)
        if told is not None:
            name = values.text(record.fields, "name")
            lines.append(RoundLine(record.id, name, told, life.opened, life.closed))
    lines.sort(key=lambda one: (_ORDER.index(one.standing.progress), one.name))
    return Round(kind, desk.rules.targets[kind].label, asked, tuple(lines))


def numbers(desk: Desk, told: Round) -> RoundNumbers:
    """Return a round in numbers.

    Papers count with the visit that led to them, once each, when they order something and stand.
    """
    store, every = desk.store, [one.target_id for one in told.lines]
    found = seen.of_targets(store, every, told.period.first, told.period.last)
    visits = {
        one.seen.id: one.seen.target_id for several in found.values() for one in several if one.seen.concluded
    }
    papers = [one.id for one in store.several("document", visits, "inspection_id")]
    orders = [
        one
        for one in issued.documents(store, papers).values()
        if one.fate == "issued" and one.kind in ORDERING
    ]
    by_kind = Counter(one.kind for one in orders)
    found_ids = [one.id for one in store.several("finding", visits, "inspection_id")]
    withdrawn = store.acts_of("finding", found_ids, ActKind.WITHDRAW)
    return RoundNumbers(
        period=told.period.label,
        targets=len(told.lines),
        done=len(told.having(Progress.DONE)),
        owed=len(told.owed),
        closed=len(told.having(Progress.CLOSED)),
        later=len(told.having(Progress.LATER)),
        visits=len(visits),
        findings=len(found_ids) - len(withdrawn),
        orders=tuple(sorted((kind, count) for kind, count in by_kind.items())),
        ordered=len({visits[one.inspection_id] for one in orders if one.inspection_id in visits}),
    )
