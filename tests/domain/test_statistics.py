"""Figures: each the length of its list, counted as defined, boundary days included."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.statistics import (
    DEFINITIONS,
    DocumentFact,
    Facts,
    FindingFact,
    VisitFact,
    figures,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAY = timedelta(days=1)


def value(facts: Facts, code: str, first: date = FIRST, last: date = LAST) -> int:
    return next(one.value for one in figures(facts, first, last) if one.code == code)


def test_officers_are_counted_per_visit_and_targets_once() -> None:
    visits = (
        VisitFact("v1", FIRST, "t1", "construction_site", ("a", "b")),
        VisitFact("v2", LAST, "t1", "construction_site", ("a", "b", "c")),
        VisitFact("v3", FIRST, "t2", "concrete_plant", ("a", "b")),
    )
    facts = Facts(visits, (), ())
    assert value(facts, "officer_visits") == 7
    assert value(facts, "site_visits") == 2
    assert value(facts, "sites_distinct") == 1
    assert value(facts, "plant_visits") == value(facts, "plants_distinct") == 1


def test_both_boundary_days_count_and_no_day_beyond() -> None:
    days = (FIRST - DAY, FIRST, LAST, LAST + DAY)
    facts = Facts((), tuple(DocumentFact(str(n), on, "plant_order") for n, on in enumerate(days)), ())
    assert value(facts, "plant_orders") == 2


def test_stop_works_are_told_apart() -> None:
    told = tuple(DocumentFact(str(n), FIRST, "stop_work_notice", n < 2) for n in range(5))
    facts = Facts((), told, ())
    counted = [value(facts, code) for code in ("stop_work_notices", "stop_work_full", "stop_work_partial")]
    assert counted == [5, 2, 3]


def test_closed_on_the_last_day_is_on_time() -> None:
    findings = (
        FindingFact("1", FIRST, True, FIRST + 3 * DAY, FIRST + 3 * DAY),
        FindingFact("2", FIRST, False, FIRST + 4 * DAY, FIRST + 3 * DAY),
        FindingFact("3", FIRST, False, None, FIRST),
        FindingFact("4", FIRST, False, FIRST, None),
    )
    facts = Facts((), (), findings)
    counted = [
        value(facts, code)
        for code in ("findings", "major_hazards", "findings_closed", "findings_closed_on_time")
    ]
    assert counted == [4, 1, 3, 1]


KINDS = st.sampled_from(["rectification_notice", "stop_work_notice", "plant_order", "filing_form"])
DAYS = st.dates(FIRST - 5 * DAY, LAST + 5 * DAY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DAYS, KINDS, st.booleans()), max_size=30), DAYS, DAYS)
def test_figures_equal_an_independent_recount(
    told: list[tuple[date, str, bool]], one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    facts = Facts((), tuple(DocumentFact(str(n), *row) for n, row in enumerate(told)), ())
    inside = [row for row in told if not (row[0] < first or last < row[0])]
    assert value(facts, "filings", first, last) == sum(row[1] == "filing_form" for row in inside)
    full = sum(row[1] == "stop_work_notice" and row[2] for row in inside)
    assert value(facts, "stop_work_full", first, last) == full
    both = value(facts, "stop_work_full", first, last) + value(facts, "stop_work_partial", first, last)
    assert both == value(facts, "stop_work_notices", first, last)


def test_every_figure_has_a_code_of_its_own_and_words() -> None:
    codes = [one.code for one in DEFINITIONS]
    assert len(set(codes)) == len(codes) == 17
    assert all(one.label for one in DEFINITIONS)


def test_a_determination_that_finds_nothing_counts_as_none_however_it_is_worded() -> None:
    on = date(2026, 3, 1)
    told = Facts(
        (),
        tuple(
            DocumentFact(str(n), on, "conduct_determination", outcome=outcome)
            for n, outcome in enumerate(("认定为不良行为", "不予认定", "不予认定为不良行为", ""))
        ),
        (),
    )
    counted = {one.code: one.ids for one in figures(told, on, on)}
    assert counted["conduct_determinations"] == ("0", "3")
