"""Days: calendar and working, across the exchanged days of the State Council's calendar."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.deadlines import LONGEST_DAYS, Deadline, WorkCalendar, after, statutory
from inspector_app.domain.errors import RuleError
from tests.builders import a_calendar

CALENDAR = a_calendar()
days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_the_calendar_of_these_tests_is_the_published_one() -> None:
    for n in range(365):
        day = date(2026, 1, 1) + timedelta(days=n)
        assert CALENDAR.is_working(day) is chinese_calendar.is_workday(day), day


def test_the_last_day_counts() -> None:
    """5日内（含当日）: the last day is still in time, the day after is not, from its first minute."""
    deadline = Deadline(date(2026, 4, 30), certain=True)
    assert not deadline.overdue(date(2026, 4, 29))
    assert not deadline.overdue(date(2026, 4, 30))
    assert deadline.overdue(date(2026, 5, 1))
    assert [deadline.days_left(date(2026, 4, day)) for day in (27, 29, 30)] == [3, 1, 0]
    assert deadline.days_left(date(2026, 5, 2)) == -2


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 4, 27), 0, date(2026, 4, 27)),
        (date(2026, 4, 27), 1, date(2026, 4, 28)),
        (date(2026, 4, 27), 5, date(2026, 5, 2)),  # a holiday: a rectification deadline stays there
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_calendar_days_begin_the_day_after(start: date, days: int, due: date) -> None:
    assert after(start, days, CALENDAR, working=False) == Deadline(due, certain=True)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # Thu 30 April; 1–5 May off; Wed 6, Thu 7, Fri 8 and Sat 9 (调休) are worked; Sun 10 is not.
        (date(2026, 4, 27), 3, date(2026, 4, 30)),
        (date(2026, 4, 27), 4, date(2026, 5, 6)),
        (date(2026, 4, 30), 3, date(2026, 5, 8)),
        (date(2026, 4, 30), 4, date(2026, 5, 9)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        # Begun on a holiday: the first working day is day one.
        (date(2026, 5, 2), 1, date(2026, 5, 6)),
        # Sat 14 and Sat 28 February are worked around the Spring Festival (15–23).
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 27), 1, date(2026, 2, 28)),
        # Sun 20 September and Sat 10 October are worked for the National Day.
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 5, 2), 0, date(2026, 5, 2)),
    ],
)
def test_working_days_cross_the_exchanged_days(start: date, days: int, due: date) -> None:
    assert after(start, days, CALENDAR, working=True) == Deadline(due, certain=True)


def test_an_unpublished_year_makes_a_deadline_uncertain() -> None:
    assert after(date(2026, 12, 30), 1, CALENDAR, working=True) == Deadline(date(2026, 12, 31), certain=True)
    beyond = after(date(2026, 12, 30), 2, CALENDAR, working=True)
    # By weekday alone, since nobody has said yet that 1 January 2027, a Friday, is off.
    assert beyond == Deadline(date(2027, 1, 1), certain=False)
    assert not CALENDAR.known(date(2027, 1, 1))


def test_calendar_days_stay_certain_in_an_unpublished_year() -> None:
    assert after(date(2026, 12, 30), 10, CALENDAR, working=False).certain


@pytest.mark.parametrize(
    ("start", "days", "due", "certain"),
    [
        (date(2026, 4, 27), 3, date(2026, 4, 30), True),
        (date(2026, 4, 27), 5, date(2026, 5, 6), True),  # ends on 2 May: moved behind the holiday
        (date(2026, 4, 30), 9, date(2026, 5, 9), True),  # a worked Saturday is no holiday
        (date(2026, 4, 30), 10, date(2026, 5, 11), True),
        (date(2026, 12, 27), 5, date(2027, 1, 1), False),
        (date(2026, 12, 27), 6, date(2027, 1, 4), False),
    ],
)
def test_a_statutory_period_ends_on_a_working_day(start: date, days: int, due: date, certain: bool) -> None:
    assert statutory(start, days, CALENDAR) == Deadline(due, certain)


def test_a_doubtful_day_on_the_way_keeps_the_end_doubtful() -> None:
    """It ends in a published year, but only because of a day off in one that is not."""
    new_year = WorkCalendar(frozenset({2028}), frozenset({date(2027, 12, 31)}), frozenset())
    assert statutory(date(2027, 12, 30), 1, new_year) == Deadline(date(2028, 1, 3), certain=False)


@pytest.mark.parametrize("days", [-1, LONGEST_DAYS + 1])
@pytest.mark.parametrize("working", [True, False])
def test_a_senseless_number_of_days_is_refused(days: int, working: bool) -> None:
    with pytest.raises(RuleError) as caught:
        after(date(2026, 4, 27), days, CALENDAR, working=working)
    assert caught.value.code == "deadline.days"
    assert caught.value.values == {"days": days, "most": LONGEST_DAYS}


def test_a_statutory_period_has_the_same_bounds() -> None:
    with pytest.raises(RuleError):
        statutory(date(2026, 4, 27), -1, CALENDAR)
    assert LONGEST_DAYS == 3650
    assert after(date(2026, 4, 27), LONGEST_DAYS, CALENDAR, working=False).certain


@settings(max_examples=100)
@given(days_of_2026, st.integers(0, 120))
def test_working_days_are_exactly_those_between(start: date, days: int) -> None:
    due = after(start, days, CALENDAR, working=True).due
    between = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(CALENDAR.is_working(day) for day in between) == days
    assert days == 0 or CALENDAR.is_working(due)


@settings(max_examples=100)
@given(days_of_2026, st.integers(0, 200))
def test_a_statutory_end_is_never_early_and_never_skips_a_working_day(start: date, days: int) -> None:
    plain = after(start, days, CALENDAR, working=False).due
    told = statutory(start, days, CALENDAR)
    assert told.due >= plain
    assert CALENDAR.is_working(told.due)
    skipped = [plain + timedelta(days=n) for n in range((told.due - plain).days)]
    assert not any(CALENDAR.is_working(day) for day in skipped)
    assert told.certain is (told.due.year == 2026)


def test_a_calendar_without_years_goes_by_weekdays_and_says_so() -> None:
    empty = WorkCalendar(frozenset(), frozenset(), frozenset())
    assert after(date(2026, 4, 30), 1, empty, working=True) == Deadline(date(2026, 5, 1), certain=False)
