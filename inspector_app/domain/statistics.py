"""What the half-year report counts: each figure is a list of things, and its value their number.

Documents count by date of issue, once a number however many parties got a copy, and not when void;
inspections count when concluded, by the day they began (reference: domain.md 5). What was worked on paper and
keyed in late (补录) counts by its own day, and each figure says how much of it is such.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.targets import TargetKind


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A concluded inspection: its day, target, and the ids of the officers (experts apart).

    Attributes:
        late: it was recorded on paper and keyed in afterwards, as with the other facts.
    """

    id: str
    on: date
    target_id: str
    target_kind: str
    officer_ids: tuple[str, ...]
    late: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """An issued, standing document; `outcome` is what a decision came to, where its kind has one."""

    id: str
    on: date
    kind: str
    full_stop: bool = False
    outcome: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class FindingFact:
    """A finding: the day it was seen, its grade, and when it was closed, if it was.

    Attributes:
        done_on: the day that counts for being on time: that of the report which the recheck bore out.
    """

    id: str
    on: date
    major: bool
    closed_on: date | None = None
    due: date | None = None
    late: bool = False
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that figures are counted from."""

    visits: tuple[VisitFact, ...]
    documents: tuple[DocumentFact, ...]
    findings: tuple[FindingFact, ...]

    def within(self, first: date, last: date) -> "Facts":
        """Return the facts of a period, both days inclusive."""
        return Facts(
            tuple(one for one in self.visits if first <= one.on <= last),
            tuple(one for one in self.documents if first <= one.on <= last),
            tuple(one for one in self.findings if first <= one.on <= last),
        )

    def without_late(self) -> "Facts":
        """Return the facts that were recorded with the program."""
        return Facts(
            tuple(one for one in self.visits if not one.late),
            tuple(one for one in self.documents if not one.late),
            tuple(one for one in self.findings if not one.late),
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the list it opens; `value` is the list's length.

    Attributes:
        late: those of `ids` that rest on late entries (补录) alone.
        counted: False where who counts has no access to what is counted: the value says nothing then.
    """

    code: str
    label: str
    ids: tuple[str, ...]
    late: tuple[str, ...] = ()
    counted: bool = True

    @property
    def value(self) -> int:
        """Return the number itself."""
        return len(self.ids)


Count = Callable[[Facts], Iterable[str]]


def _kind(kind: str) -> Count:
    return lambda facts: (one.id for one in facts.documents if one.kind == kind)


REFUSED = "不予认定"
"""A determination that finds no bad conduct counts as none."""


def _determined(facts: Facts) -> Iterable[str]:
    return (
        one.id
        for one in facts.documents
        if one.kind == "conduct_determination" and not one.outcome.startswith(REFUSED)
    )


def _stops(*, full: bool) -> Count:
    return lambda facts: (
        one.id for one in facts.documents if one.kind == "stop_work_notice" and one.full_stop is full
    )


def _visits(kind: str) -> Count:
    return lambda facts: (one.id for one in facts.visits if one.target_kind == kind)


def _distinct(kind: str) -> Count:
    return lambda facts: dict.fromkeys(one.target_id for one in facts.visits if one.target_kind == kind)


def _on_time(fact: FindingFact) -> bool:
    done = fact.done_on or fact.closed_on
    return fact.closed_on is not None and done is not None and fact.due is not None and done <= fact.due


DEFINITIONS: tuple[tuple[str, str, Count], ...] = (
    (
        "officer_visits",
        "出动执法人员（人次）",
        lambda facts: (f"{one.id}:{who}" for one in facts.visits for who in one.officer_ids),
    ),
    ("site_visits", "检查在建工程（个次）", _visits("construction_site")),
    ("sites_distinct", "检查在建工程（个）", _distinct("construction_site")),
    ("plant_visits", "检查预拌混凝土企业（家次）", _visits("concrete_plant")),
    ("plants_distinct", "检查预拌混凝土企业（家）", _distinct("concrete_plant")),
    ("rectification_notices", "限期整改通知书（份）", _kind("rectification_notice")),
    ("stop_work_notices", "停工通知书（份）", _kind("stop_work_notice")),
    ("stop_work_full", "其中全面停工（份）", _stops(full=True)),
    ("stop_work_partial", "其中局部停工（份）", _stops(full=False)),
    ("plant_orders", "责令整改通知书（份）", _kind("plant_order")),
    ("conduct_notices", "不良行为告知（份）", _kind("conduct_notice")),
    ("conduct_determinations", "认定不良行为（个）", _determined),
    ("filings", "立案（起）", _kind("filing_form")),
    ("findings", "发现隐患（条）", lambda facts: (one.id for one in facts.findings)),
    ("major_hazards", "重大事故隐患（项）", lambda facts: (one.id for one in facts.findings if one.major)),
    (
        "findings_closed",
        "已整改闭环（条）",
        lambda facts: (one.id for one in facts.findings if one.closed_on is not None),
    ),
    (
        "findings_closed_on_time",
        "按期整改闭环（条）",
        lambda facts: (one.id for one in facts.findings if _on_time(one)),
    ),
)
"""Code, words and definition of each figure, in the report's order."""


def of_kinds(kinds: Iterable[TargetKind]) -> Iterator[tuple[str, str, Count]]:
    """Yield the figures that kinds of target bring in their forms: visits, and different targets."""
    for kind in kinds:
        if kind.figure is not None:
            code, visits, distinct = kind.figure
            yield f"{code}_visits", visits, _visits(kind.code)
            yield f"{code}_distinct", distinct, _distinct(kind.code)


def figures(facts: Facts, first: date, last: date, kinds: Iterable[TargetKind] = ()) -> tuple[Figure, ...]:
    """Return every figure of a period, both days inclusive.

    Args:
        kinds: of target, whose own figures stand behind the others.
    """
    within = facts.within(first, last)
    without = within.without_late()
    wanted = (*DEFINITIONS, *of_kinds(kinds))
    return tuple(_figure(code, label, count, within, without) for code, label, count in wanted)


def _figure(code: str, label: str, count: Count, within: Facts, without: Facts) -> Figure:
    ids, recorded = tuple(count(within)), frozenset(count(without))
    return Figure(code, label, ids, tuple(one for one in ids if one not in recorded))
