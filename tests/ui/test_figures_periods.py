"""The periods of the figures, reckoned and typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import RuleError
from inspector_app.ui.figures.figures_periods import Period, Span, span_of, typed_day, year_before

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
USUAL = [one for one in Period if one is not Period.OWN]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.HALF, "2026-07-01", "2026-12-31"),
        (Period.HALF_BEFORE, "2026-01-01", "2026-06-30"),
        (Period.QUARTER, "2026-10-01", "2026-12-31"),
        (Period.MONTH, "2026-11-01", "2026-11-30"),
        (Period.YEAR, "2026-01-01", "2026-12-31"),
    ],
)
def test_the_usual_periods_on_a_day_of_november(period: Period, first: str, last: str) -> None:
    wanted = Span(date.fromisoformat(first), date.fromisoformat(last))
    assert span_of(period, date(2026, 11, 24)) == wanted


def test_in_january_the_half_year_before_is_that_of_last_year() -> None:
    assert span_of(Period.HALF_BEFORE, date(2026, 1, 1)) == Span(date(2025, 7, 1), date(2025, 12, 31))
    with pytest.raises(ValueError, match="own"):
        span_of(Period.OWN, date(2026, 1, 1))


@given(DAYS, st.sampled_from(USUAL))
def test_a_period_holds_its_day_begins_on_a_first_and_ends_on_a_last(today: date, period: Period) -> None:
    span = span_of(period, today)
    assert span.first.day == 1
    assert (span.last + timedelta(days=1)).day == 1
    if period is Period.HALF_BEFORE:
        half = span_of(Period.HALF, today)
        assert span.last + timedelta(days=1) == half.first
    else:
        assert span.first <= today <= span.last


@given(DAYS, st.integers(0, 800), DAYS)
def test_the_year_before_is_a_year_before_and_no_longer_than_what_is_over(
    first: date, days: int, today: date
) -> None:
    span = Span(first, first + timedelta(days=days))
    before = year_before(span, today)
    assert before.first.year == first.year - 1
    assert before.first <= before.last
    end = max(min(span.last, today), first)
    assert before.last.year == end.year - 1
    assert abs((before.last - before.first).days - (end - first).days) <= 1


def test_a_whole_february_is_compared_with_a_whole_one() -> None:
    today = date(2030, 1, 1)
    assert year_before(Span(date(2025, 2, 1), date(2025, 2, 28)), today).last == date(2024, 2, 29)
    assert year_before(Span(date(2024, 2, 1), date(2024, 2, 29)), today).last == date(2023, 2, 28)
    assert year_before(Span(date(2024, 2, 29), date(2024, 3, 1)), today).first == date(2023, 2, 28)


def test_a_period_that_is_not_over_is_compared_as_far_as_it_has_come() -> None:
    half = Span(date(2026, 7, 1), date(2026, 12, 31))
    assert year_before(half, date(2026, 11, 24)) == Span(date(2025, 7, 1), date(2025, 11, 24))


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("2026-03-05", "2026-03-05"),
        (" 2026.3.5 ", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("2026/12/31", "2026-12-31"),
        ("３－５", "2027-03-05"),
        ("3月5日", "2027-03-05"),
    ],
)
def test_days_as_people_type_them(told: str, wanted: str) -> None:
    assert typed_day(told, 2027) == date.fromisoformat(wanted)


@pytest.mark.parametrize("told", ["", "昨天", "2026-02-30", "2026-13-01", "2026-3", "5", "26-3-5-1"])
def test_what_is_no_day_is_refused_with_what_was_typed(told: str) -> None:
    with pytest.raises(RuleError) as refused:
        typed_day(told, 2026, where="figures_first")
    assert refused.value.code == "ui.bad_day"
    assert refused.value.where == "figures_first"


@given(DAYS)
def test_a_day_that_is_shown_is_understood_again(day: date) -> None:
    assert typed_day(day.isoformat(), 1999) == day


def test_a_span_names_the_second_year_only_where_it_is_another() -> None:
    assert Span(date(2026, 7, 1), date(2026, 12, 31)).words == "2026-07-01 – 12-31"
    assert Span(date(2025, 7, 1), date(2026, 1, 2)).words == "2025-07-01 – 2026-01-02"
