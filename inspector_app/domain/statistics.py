"""What the half-year report counts: each figure is a list of things, and its value their number.

Documents count by date of issue, once a number however many parties got a copy, and not when void or revoked;
inspections count when concluded, by the day they began (reference: domain.md 5). What was worked on paper and
keyed in late (补录) counts by its own day, and each figure says how much of it is such.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from inspector_app.domain.errors import RuleError
from inspector_app.domain.statistics_definitions import (
    CLOSED,
    DEFINITIONS,
    DUE,
    REFUSED,
    SEEN,
    USUAL,
    Condition,
    Counts,
    Definition,
    Rate,
    Source,
    Statistics,
)
from inspector_app.domain.statistics_facts import (
    CaseFact,
    DocumentFact,
    EscalationFact,
    Fact,
    Facts,
    FindingFact,
    Place,
    RecheckFact,
    VisitFact,
)
from inspector_app.domain.targets import TargetKind

__all__ = [
    "DEFINITIONS",
    "REFUSED",
    "By",
    "CaseFact",
    "Condition",
    "Counts",
    "Definition",
    "DocumentFact",
    "EscalationFact",
    "Fact",
    "Facts",
    "Figure",
    "FindingFact",
    "Place",
    "Rate",
    "RateFigure",
    "RecheckFact",
    "Slice",
    "Source",
    "Statistics",
    "VisitFact",
    "chosen",
    "day_of",
    "figure",
    "figures",
    "must_be_countable",
    "of_kinds",
    "rated",
    "with_kinds",
]


class By(StrEnum):
    """How a period's figures are broken down."""

    NONE = "none"
    MONTH = "month"
    QUARTER = "quarter"
    DISTRICT = "district"
    OFFICER = "officer"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the list it opens; `value` is the list's length.

    Attributes:
        ids: of what `opens` names; behind a colon may stand what tells two of one record apart (an officer).
        late: those of `ids` that rest on late entries (补录) alone.
        counted: False where who counts has no access to what is counted: the value says nothing then.
        opens: inspection, target, document, finding or case.
        rule: how it is counted, in one sentence.
    """

    code: str
    label: str
    ids: tuple[str, ...]
    late: tuple[str, ...] = ()
    counted: bool = True
    opens: str = ""
    unit: str = ""
    rule: str = ""

    @property
    def value(self) -> int:
        """Return the number itself."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class RateFigure:
    """A share with the two figures that it stands on."""

    code: str
    label: str
    part: Figure
    whole: Figure
    rule: str = ""

    @property
    def share(self) -> Fraction | None:
        """The exact share; None where there is nothing to have a share of, or it was not counted."""
        if not self.whole.value or not (self.part.counted and self.whole.counted):
            return None
        return Fraction(self.part.value, self.whole.value)

    @property
    def percent(self) -> str:
        """As it is written, to one decimal, half up: 83.3%; whole numbers bare; empty where there is none."""
        share = self.share
        if share is None:
            return ""
        exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
        # Nothing but all is written as 100%, and nothing but nothing as 0%.
        told = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        if told == 100 and share != 1:
            told = Decimal("99.9")
        if told == 0 and share != 0:
            told = Decimal("0.1")
        return f"{told:f}".removesuffix(".0") + "%"


@dataclass(frozen=True, slots=True)
class Slice:
    """The figures of one part of a period: a month, district, officer or campaign.

    Attributes:
        code: 2026-03, 2026-Q1, the district's name, the id of a person or campaign; empty: of none.
    """

    code: str
    label: str
    figures: tuple[Figure, ...]

    def figure(self, code: str) -> Figure | None:
        """Return a figure by its code."""
        return next((one for one in self.figures if one.code == code), None)


MOST_YEARS = 100
"""No office's records go back farther; taken apart by months, ten thousand years would never end."""


def must_be_countable(first: date, last: date, today: date) -> None:
    """Refuse a period in which nothing can be counted, both days inclusive; one that runs can be.

    Raises:
        RuleError: `figures.period_reversed`, `figures.period_ahead`, `figures.period_too_long`.
    """
    if last < first:
        raise RuleError("figures.period_reversed", where="--to", first=str(first), last=str(last))
    if first > today:
        raise RuleError("figures.period_ahead", where="--from", first=str(first), today=str(today))
    if last.year - first.year >= MOST_YEARS:
        raise RuleError(
            "figures.period_too_long", where="--from", first=str(first), last=str(last), most=MOST_YEARS
        )


def of_kinds(kinds: Iterable[TargetKind]) -> Iterator[Definition]:
    """Yield the figures that kinds of target bring in their forms: visits, and different targets."""
    for kind in kinds:
        if kind.figure is not None:
            code, visits, distinct = kind.figure
            for what, label, counts, rule in (
                ("visits", visits, Counts.EACH, _EACH_VISIT),
                ("distinct", distinct, Counts.TARGETS, _EACH_TARGET),
            ):
                name, unit = _named(label)
                conditions = (Condition("target_kind", (kind.code,)),)
                yield Definition(f"{code}_{what}", name, unit, Source.VISITS, conditions, counts, rule=rule)


_EACH_VISIT = "已结束的现场检查次数，同一对象检查几次计几次。按检查开始日；未结束的和书面复查不计。"
_EACH_TARGET = "期内检查过的不同对象，同一对象检查几次都计1个。"


def _named(label: str) -> tuple[str, str]:
    """Return name and unit of a label like 检查在建工程（个次）."""
    name, mark, unit = label.rpartition("（")
    return (name, unit.removesuffix("）")) if mark else (label, "次")


def with_kinds(definitions: Sequence[Definition], kinds: Iterable[TargetKind]) -> tuple[Definition, ...]:
    """Return the definitions with those of the kinds of target behind them; a code stands once."""
    known = {one.code for one in definitions}
    return (*definitions, *(one for one in of_kinds(kinds) if one.code not in known))


def figures(
    facts: Facts,
    first: date,
    last: date,
    kinds: Iterable[TargetKind] = (),
    definitions: Sequence[Definition] = DEFINITIONS,
) -> tuple[Figure, ...]:
    """Return every figure of a period, both days inclusive.

    Args:
        kinds: of target, whose own figures stand behind the others.
    """
    wanted = with_kinds(definitions, kinds)
    return tuple(figure(one, chosen(one, facts, first, last)) for one in wanted)


_DAY: dict[str, Callable[[FindingFact], date | None]] = {
    SEEN: lambda one: one.on,
    DUE: lambda one: one.due,
    CLOSED: lambda one: one.closed_on,
}


def day_of(definition: Definition, fact: Fact) -> date | None:
    """Return the day by which a definition counts a fact."""
    if isinstance(fact, FindingFact):
        return _DAY[definition.day or SEEN](fact)
    return fact.on


def facts_for(definition: Definition, facts: Facts) -> Sequence[Fact]:
    """Return the facts of a definition's source."""
    known: dict[Source, Sequence[Fact]] = {
        Source.VISITS: facts.visits,
        Source.DOCUMENTS: facts.documents,
        Source.FINDINGS: facts.findings,
        Source.RECHECKS: facts.rechecks,
        Source.ESCALATIONS: facts.escalations,
        Source.CASES: facts.cases,
    }
    return known[definition.source]


def chosen(definition: Definition, facts: Facts, first: date, last: date) -> list[Fact]:
    """Return the facts that a definition counts in a period, both days inclusive."""
    conditions = definition.conditions
    usual = USUAL.get(definition.source)
    if usual is not None and all(one.field != usual.field for one in conditions):
        conditions = (*conditions, usual)
    found: list[Fact] = []
    for fact in facts_for(definition, facts):
        on = day_of(definition, fact)
        if on is not None and first <= on <= last and all(one.holds(fact) for one in conditions):
            found.append(fact)
    return found


def figure(definition: Definition, of: Sequence[Fact]) -> Figure:
    """Return the figure over facts that were chosen."""
    ids = tuple(dict.fromkeys(_ids(definition, of)))
    recorded = frozenset(_ids(definition, [one for one in of if not one.late]))
    late = tuple(one for one in ids if one not in recorded)
    label, opens = definition.label, definition.opens
    return Figure(definition.code, label, ids, late, opens=opens, unit=definition.unit, rule=definition.rule)


def _ids(definition: Definition, of: Iterable[Fact]) -> Iterator[str]:
    for one in of:
        if definition.counts is Counts.EACH:
            yield one.id
        elif definition.counts is Counts.TARGETS:
            target = one.target_id if isinstance(one, VisitFact) else one.place.target_id
            if target:
                yield target
        elif isinstance(one, VisitFact):
            people = one.officer_ids if definition.counts is Counts.OFFICERS else one.expert_ids
            yield from (f"{one.id}:{who}" for who in people)


def rated(rates: Iterable[Rate], told: Iterable[Figure]) -> tuple[RateFigure, ...]:
    """Return the shares over figures that were counted."""
    known = {one.code: one for one in told}
    return tuple(
        RateFigure(one.code, one.name, known[one.part], known[one.whole], one.rule)
        for one in rates
        if one.part in known and one.whole in known
    )
