"""A period's figures broken down: by month, quarter, district, officer or campaign.

What was done by two officers stands in the slice of each, so slices by officer add up to more than the whole;
of people counted per visit (人次) each stands with themselves alone. A target visited in two months is one of
each month's, and one of the whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from inspector_app.domain.chinese import QUARTERS
from inspector_app.domain.planning import Period, Rhythm
from inspector_app.domain.statistics import (
    By,
    Counts,
    Definition,
    Fact,
    Slice,
    VisitFact,
    day_of,
    figure,
)

NOWHERE: Mapping[By, str] = {By.DISTRICT: "未填镇街", By.OFFICER: "无执法人员", By.CAMPAIGN: "不属专项检查"}
"""Label of what belongs to none."""


def slices(
    definitions: Sequence[Definition],
    picked: Mapping[str, Sequence[Fact]],
    first: date,
    last: date,
    by: By,
    names: Mapping[str, str],
) -> tuple[Slice, ...]:
    """Return the period's slices: months and quarters all of them, others those in which something happened.

    Args:
        picked: the facts that each definition counts, by its code.
        names: of people and campaigns by their ids.
    """
    if by is By.NONE:
        return ()
    groups: dict[str, dict[str, list[Fact]]] = {one: {} for one in _calendar(by, first, last)}
    for definition in definitions:
        for fact in picked[definition.code]:
            for key, part in _parts(definition, fact, by):
                groups.setdefault(key, {}).setdefault(definition.code, []).append(part)
    made = [
        Slice(key, label(by, key, names), tuple(figure(one, of.get(one.code, [])) for one in definitions))
        for key, of in groups.items()
    ]
    if by in (By.MONTH, By.QUARTER):
        return tuple(sorted(made, key=lambda one: one.code))
    # What belongs to none stands last.
    return tuple(sorted(made, key=lambda one: (not one.code, one.label, one.code)))


def label(by: By, key: str, names: Mapping[str, str]) -> str:
    """Return how a slice is called."""
    if by is By.MONTH:
        year, _, month = key.partition("-")
        return f"{year}年{int(month)}月"
    if by is By.QUARTER:
        year, _, quarter = key.partition("-Q")
        return f"{year}年{QUARTERS[int(quarter) - 1]}"
    return names.get(key, key) or NOWHERE[by]


def quarter_of(key: str) -> str:
    """Return 第一季度 of 2026-Q1."""
    return QUARTERS[int(key.rpartition("-Q")[2]) - 1]


def _calendar(by: By, first: date, last: date) -> Iterator[str]:
    if by not in (By.MONTH, By.QUARTER):
        return
    rhythm = Rhythm.MONTH if by is By.MONTH else Rhythm.QUARTER
    day = last
    while True:
        period = Period.of(rhythm, day)
        yield _key(by, day)
        if period.first <= first or period.first == date.min:
            return
        day = period.before.last


@lru_cache(maxsize=8_192)
def _key(by: By, day: date) -> str:
    if by is By.MONTH:
        return f"{day.year:04}-{day.month:02}"
    return f"{day.year:04}-Q{(day.month - 1) // 3 + 1}"


def _parts(definition: Definition, fact: Fact, by: By) -> Iterator[tuple[str, Fact]]:
    """Yield the slices that a fact stands in, with what of it stands there."""
    if by in (By.MONTH, By.QUARTER):
        day = day_of(definition, fact)
        if day is not None:
            yield _key(by, day), fact
    elif by is By.DISTRICT:
        yield fact.place.district, fact
    elif by is By.CAMPAIGN:
        yield fact.place.campaign_id, fact
    elif definition.counts is Counts.OFFICERS and isinstance(fact, VisitFact):
        for who in fact.officer_ids:
            yield who, replace(fact, officer_ids=(who,))
    else:
        for who in _officers(fact):
            yield who, fact


def _officers(fact: Fact) -> Iterable[str]:
    people = fact.officer_ids if isinstance(fact, VisitFact) else fact.place.officer_ids
    return dict.fromkeys(people) or ("",)
