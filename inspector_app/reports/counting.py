"""A period counted whole: figures, shares, slices, as of when, and whose work is not in it yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from inspector_app.domain.breakdown import slices
from inspector_app.domain.chinese import local_date
from inspector_app.domain.rules import Rules
from inspector_app.domain.statistics import (
    By,
    Definition,
    Fact,
    Figure,
    RateFigure,
    Slice,
    chosen,
    figure,
    must_be_countable,
    rated,
    with_kinds,
)
from inspector_app.domain.statistics_definitions import DUE
from inspector_app.reports import absent, filed
from inspector_app.reports.absent import NotHandedIn
from inspector_app.reports.figures import whole
from inspector_app.reports.places import text
from inspector_app.store.store import Store


@dataclass(frozen=True, slots=True)
class Sources:
    """What is counted, and by whom.

    Attributes:
        store: with the board of duties reckoned, as `casework.papers.board.reckoned` hands it out.
        rules: whose definitions are used.
        at: now.
        by: id of who counts.
        filing: the filing workspace, for who has its key.
        filing_unseen: the office has one that this person has no key to.
    """

    store: Store
    rules: Rules
    at: datetime
    by: str = ""
    filing: Store | None = None
    filing_unseen: bool = False

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions in use, those of the kinds of target behind the others."""
        return with_kinds(self.rules.statistics.definitions, self.rules.targets.values())


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the figures know: counted when and by whom, and of each journal how many entries were there."""

    at: datetime
    by: str
    vector: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """A period as it was counted.

    Attributes:
        first, last: both inclusive.
        rates: shares, each with its two figures.
        quarters: the figures that reports tell by quarters.
        picked: the facts behind each figure, by its code: what `broken_down` takes apart.
        not_handed_in: laptops of which nothing from the end of the period is here; their work may be missing.
    """

    first: date
    last: date
    figures: tuple[Figure, ...]
    slices: tuple[Slice, ...]
    as_of: AsOf
    not_handed_in: tuple[NotHandedIn, ...]
    rates: tuple[RateFigure, ...] = ()
    by: By = By.NONE
    quarters: tuple[Slice, ...] = field(default=(), repr=False)
    picked: Mapping[str, Sequence[Fact]] = field(default_factory=dict, repr=False, compare=False)

    def figure(self, code: str) -> Figure | None:
        """Return a figure by its code, None where this edition has none of that code."""
        return next((one for one in self.figures if one.code == code), None)

    def rate(self, code: str) -> RateFigure | None:
        """Return a share by its code."""
        return next((one for one in self.rates if one.code == code), None)


def counted(sources: Sources, first: date, last: date, by: By = By.MONTH) -> Counted:
    """Return a period's figures, both days inclusive, broken down.

    Raises:
        RuleError: `figures.period_reversed`, `figures.period_ahead`, `figures.period_too_long`.
    """
    today = local_date(sources.at)
    must_be_countable(first, last, today)
    rules, store = sources.rules, sources.store
    facts = whole(store, first, last, filing=sources.filing, district_field=rules.plans.district_field)
    definitions = sources.definitions
    # In a period that still runs, what is due tomorrow is neither in time nor late.
    ends = {one.code: min(last, today) if one.day == DUE else last for one in definitions}
    picked = {one.code: chosen(one, facts, first, ends[one.code]) for one in definitions}
    told = _seen(sources, tuple(figure(one, picked[one.code]) for one in definitions))
    names = _names(store, by)
    wanted = [one for one in definitions if one.code in _by_quarters(rules)]
    at = sources.at
    vector = {journal_id: int(n) for journal_id, (n, _) in store.vector().items()}
    return Counted(
        first,
        last,
        told,
        _parts(sources, slices(definitions, picked, first, last, by, names)),
        AsOf(at, sources.by, vector),
        absent.not_handed_in(store, last, at),
        rated(rules.statistics.rates, told),
        by,
        _parts(sources, slices(wanted, picked, first, last, By.QUARTER, names)),
        picked,
    )


def broken_down(sources: Sources, told: Counted, by: By) -> tuple[Slice, ...]:
    """Return the slices of a counted period by something else, from the very facts that were counted."""
    if by is told.by:
        return told.slices
    names = _names(sources.store, by)
    return _parts(sources, slices(sources.definitions, told.picked, told.first, told.last, by, names))


def _by_quarters(rules: Rules) -> frozenset[str]:
    """Return the figures that some report tells by quarters; all of them, over ten years, would take long."""
    return frozenset(code for one in rules.reports.values() for code in one.by_quarters)


def _parts(sources: Sources, told: Iterable[Slice]) -> tuple[Slice, ...]:
    return tuple(replace(one, figures=_seen(sources, one.figures)) for one in told)


def _seen(sources: Sources, told: tuple[Figure, ...]) -> tuple[Figure, ...]:
    if not sources.filing_unseen or sources.filing is not None:
        return told
    return filed.unseen(told, sources.definitions)


def _names(store: Store, by: By) -> dict[str, str]:
    """Return the names of people or campaigns by their ids."""
    kind = {By.OFFICER: "person", By.CAMPAIGN: "campaign"}.get(by)
    return {one.id: text(one.fields, "name") for one in store.records(kind)} if kind else {}
