"""日汇报 and 周调度: what a day or a week came to, as values, and the figures counted from them.

A digest holds lines, each with the id of what it tells of; every figure is the number of ids that it names.
Days inclusive. What was keyed in from paper (补录) is marked, what is void is not there.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspector_app.domain.statistics import Figure
from inspector_app.domain.templates import ORDERING, DocumentKind

RESULTS = {
    "rectified": "已整改",
    "partial": "部分整改",
    "not_rectified": "未整改",
    "unverifiable": "无法核实",
}
"""What a recheck found of a finding, by the code in its act, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Visited:
    """An inspection that began in the period.

    Attributes:
        kind: label of the target's kind; `kind_code` its code.
        officers: (id, name), experts apart.
        found, major, spot: findings seen there in the period: all, major hazards, corrected on the spot.
        done: it was concluded; what is not is named and counts nowhere.
        on_paper: a recheck of papers alone: it went nowhere and is no visit.
    """

    id: str
    on: date
    target_id: str
    target: str
    kind: str
    kind_code: str
    source: str
    officers: tuple[tuple[str, str], ...]
    found: int = 0
    major: int = 0
    spot: int = 0
    done: bool = True
    on_paper: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A finding seen in the period; `spot` when it was corrected at once."""

    id: str
    target: str
    major: bool
    spot: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A standing document that was issued in the period.

    Attributes:
        awaits: id of the recipient that must be reached; empty where it goes to nobody.
    """

    id: str
    kind: str
    label: str
    number: str
    on: date
    target: str
    to: str
    late: bool = False
    awaits: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A document that reached one of its recipients in the period; `id` is `document:recipient`."""

    id: str
    document_id: str
    label: str
    number: str
    to: str
    method: str
    on: date
    late: bool = False


@dataclass(frozen=True, slots=True)
class Replied:
    """A rectification report that came in; `count` is how many findings it speaks of."""

    id: str
    document_id: str
    number: str
    target: str
    party: str
    count: int
    on: date


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What a recheck found of one duty; `id` is `finding:party`, `result` a key of RESULTS."""

    id: str
    target: str
    result: str
    on: date


@dataclass(frozen=True, slots=True)
class Closed:
    """A finding whose last duty came to its end in the period."""

    id: str
    target: str
    on: date


@dataclass(frozen=True, slots=True)
class Overdue:
    """What one party did not do in time under one order.

    Attributes:
        id: `order:party:day`; `ids` the duties (`finding:party`).
        officers: names of who looks after it.
        days: how many days it is over, on the last day of the period or today.
    """

    id: str
    document_id: str
    number: str
    label: str
    target: str
    party: str
    officers: tuple[str, ...]
    ids: tuple[str, ...]
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Violated:
    """Work against a stop-work that was seen in the period."""

    id: str
    number: str
    target: str
    on: date
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A stop-work that holds at the end of the period; `scope` is what still stands still."""

    id: str
    number: str
    target: str
    party: str
    scope: str
    since: date | None
    days: int
    violations: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class Owing:
    """An approval that is to be made up at the end of the period; `over` when its hours are gone."""

    id: str
    what: str
    target: str
    by: str
    until: str
    over: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """What is due next; `who` must do it, `officers` look after it, `link` is where it is gone on with."""

    id: str
    kind: str
    due: date
    what: str
    about: str
    who: str
    officers: tuple[str, ...] = ()
    certain: bool = True
    link: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What one person answers for in a campaign, and how it stands today."""

    owner: str
    plan: str
    of: int
    done: int
    under_way: int
    due: int
    overdue: int
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """An item of the task list, and how it stands today."""

    id: str
    title: str
    owner: str
    due: date
    state: str
    left: int
    measure: str


@dataclass(frozen=True, slots=True)
class Told:
    """What happened in a period."""

    visits: tuple[Visited, ...] = ()
    findings: tuple[Found, ...] = ()
    papers: tuple[Paper, ...] = ()
    served: tuple[Served, ...] = ()
    replies: tuple[Replied, ...] = ()
    rechecks: tuple[Rechecked, ...] = ()
    closed: tuple[Closed, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    violations: tuple[Violated, ...] = ()
    filed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A day, a week, or other days.

    Attributes:
        made_on: the day on which it was put together; what stands, is late or comes is as of then.
        before: figures of as many days before, none for a day.
        late: what is overdue and open still, of all that fell due by the period's end.
        coming: what is due next, up to `until`.
    """

    first: date
    last: date
    made_on: date
    office: str
    told: Told
    figures: tuple[Figure, ...]
    before: tuple[Figure, ...] = ()
    stops: tuple[Stopped, ...] = ()
    debts: tuple[Owing, ...] = ()
    late: tuple[Overdue, ...] = ()
    coming: tuple[Coming, ...] = ()
    until: date | None = None
    shares: tuple[Share, ...] = ()
    tasks: tuple[Task, ...] = ()
    by: str = field(default="")

    @property
    def daily(self) -> bool:
        """Tell whether it is of one day."""
        return self.first == self.last

    @property
    def weekly(self) -> bool:
        """Tell whether it is of a week, Monday to Sunday."""
        return self.first == monday(self.first) and self.last - self.first == timedelta(days=6)

    @property
    def over(self) -> bool:
        """Tell whether the period is over: what stands and is late is told as of a later day then."""
        return self.made_on > self.last

    def figure(self, code: str) -> Figure | None:
        """Return a figure by its code."""
        return next((one for one in self.figures if one.code == code), None)

    def value(self, code: str) -> int:
        """Return a figure's number, 0 when it has none of that code."""
        told = self.figure(code)
        return told.value if told is not None else 0


LABELS = {
    "officer_visits": "出动执法人员（人次）",
    "visits": "检查（次）",
    "findings": "发现隐患（条）",
    "major": "其中重大事故隐患（项）",
    "spot": "其中当场改正（条）",
    "issued": "制发文书（份）",
    "served": "送达（次）",
    "replies": "收到整改报告（份）",
    "rechecks": "复查（项）",
    "closed": "整改闭环（条）",
    "overdue": "新增逾期（项）",
    "violations": "发现抢工（次）",
    "stops": "停工令执行中（份）",
    "debts": "待补办审批（件）",
    "filings": "立案（起）",
}
"""Words of each figure by its code, beside those of a kind of target, of document or of result."""

KINDS = "visits."
"""What the code of a figure of visits to one kind of target begins with."""

ISSUED = "issued."
"""What the code of a figure of one kind of document begins with."""


def monday(day: date) -> date:
    """Return the first day of a week."""
    return day - timedelta(days=day.weekday())


def period(first: date, last: date) -> tuple[date, date]:
    """Return the period before this one that is as long."""
    days = last - first + timedelta(days=1)
    return first - days, last - days


def figures(told: Told, stops: Iterable[Stopped] = (), debts: Iterable[Owing] = ()) -> tuple[Figure, ...]:
    """Return every figure of a period; each holds the ids that it was counted from.

    Inspections count when concluded, by the day they began; documents once a number; a finding is closed
    with its last duty; a duty (finding × party) is overdue from the day after its last day.
    """
    visits = [one for one in told.visits if one.done and not one.on_paper]
    counted = [
        _figure(
            "officer_visits",
            LABELS["officer_visits"],
            [(f"{one.id}:{who}", one.late) for one in visits for who, _ in one.officers],
        ),
        _figure("visits", LABELS["visits"], [(one.id, one.late) for one in visits]),
        *_by_kind(visits),
        _figure("findings", LABELS["findings"], [(one.id, one.late) for one in told.findings]),
        _figure("major", LABELS["major"], [(one.id, one.late) for one in told.findings if one.major]),
        _figure("spot", LABELS["spot"], [(one.id, one.late) for one in told.findings if one.spot]),
        _figure("issued", LABELS["issued"], [(one.id, one.late) for one in told.papers]),
        *_by_paper(told.papers),
        _figure("served", LABELS["served"], [(one.id, one.late) for one in told.served]),
        _figure("replies", LABELS["replies"], [(one.id, False) for one in told.replies]),
        _figure("rechecks", LABELS["rechecks"], [(one.id, False) for one in told.rechecks]),
        *(
            _figure(
                f"result.{code}",
                f"其中{label}（项）",
                [(one.id, False) for one in told.rechecks if one.result == code],
            )
            for code, label in RESULTS.items()
        ),
        _figure("closed", LABELS["closed"], [(one.id, False) for one in told.closed]),
        _figure("overdue", LABELS["overdue"], [(duty, False) for one in told.overdue for duty in one.ids]),
        _figure("violations", LABELS["violations"], [(one.id, False) for one in told.violations]),
        _figure("stops", LABELS["stops"], [(one.id, one.late) for one in stops]),
        _figure("debts", LABELS["debts"], [(one.id, False) for one in debts]),
    ]
    if told.filed is not None:
        counted.append(_figure("filings", LABELS["filings"], [(one, False) for one in told.filed]))
    return tuple(counted)


def _figure(code: str, label: str, ids: Iterable[tuple[str, bool]]) -> Figure:
    told = dict(ids)
    return Figure(code, label, tuple(told), tuple(one for one, late in told.items() if late))


def _by_kind(visits: Iterable[Visited]) -> Iterable[Figure]:
    kinds: dict[str, tuple[str, list[tuple[str, bool]]]] = {}
    for one in visits:
        kinds.setdefault(one.kind_code, (one.kind, []))[1].append((one.id, one.late))
    for code, (label, ids) in sorted(kinds.items(), key=lambda told: (-len(told[1][1]), told[0])):
        yield _figure(f"{KINDS}{code}", f"其中{label}（次）", ids)


def _by_paper(papers: Iterable[Paper]) -> Iterable[Figure]:
    kinds: dict[str, tuple[str, list[tuple[str, bool]]]] = {}
    for one in papers:
        kinds.setdefault(one.kind, (one.label, []))[1].append((one.id, one.late))
    for code, (label, ids) in sorted(
        kinds.items(), key=lambda told: (_rank(told[0]), -len(told[1][1]), told[0])
    ):
        yield _figure(f"{ISSUED}{code}", f"其中{label}（份）", ids)


def _rank(kind: str) -> int:
    """Return where a kind of document is named: what orders something first, proofs of service last."""
    return 0 if kind in ORDERING else 2 if kind == DocumentKind.PROOF_OF_SERVICE else 1


def results(rechecks: Iterable[Rechecked]) -> list[tuple[str, Counter[str]]]:
    """Return the results of rechecks by target, by its name."""
    told: dict[str, Counter[str]] = {}
    for one in rechecks:
        told.setdefault(one.target, Counter())[one.result] += 1
    return sorted(told.items())
