"""Days and times as people type them."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError
from inspector_app.ui.style import typed
from tests.builders import a_calendar

TODAY = date(2026, 4, 27)
"""A Monday; 1 to 5 May is a holiday."""


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        ("2026.11.7", date(2026, 11, 7)),
        ("2026年11月27日", date(2026, 11, 27)),
        ("5-6", date(2026, 5, 6)),
        ("5月6日", date(2026, 5, 6)),
        (" 5/6 ", date(2026, 5, 6)),
        ("1-5", date(2026, 1, 5)),
        ("3", date(2026, 4, 30)),
        ("3日内", date(2026, 4, 30)),
        ("3天后", date(2026, 4, 30)),
        ("3工", date(2026, 4, 30)),
        ("3w", date(2026, 4, 30)),
        ("4工", date(2026, 5, 6)),
        ("4个工作日", date(2026, 5, 6)),
        ("4 工作日内", date(2026, 5, 6)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_day_is_a_date_or_a_number_of_days(told: str, day: date | None) -> None:
    assert typed.day(told, TODAY, a_calendar()) == day


def test_a_short_date_long_gone_is_next_years() -> None:
    assert typed.day("1-5", date(2026, 11, 24), a_calendar()) == date(2027, 1, 5)
    assert typed.day("11-20", date(2026, 11, 24), a_calendar()) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "told", ["明天", "2026-02-30", "13-1", "0x3", "-3", "3 4", "2026-11", "９９９９９", "1e3"]
)
def test_what_is_no_day_is_refused_with_what_was_typed(told: str) -> None:
    with pytest.raises(RuleError) as caught:
        typed.day(told, TODAY, a_calendar(), where="due")
    assert (caught.value.code, caught.value.where) == ("ui.bad_day", "due")
    assert dict(caught.value.values)["told"] == told


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("9:05", datetime(2026, 4, 27, 9, 5, tzinfo=CHINA)),
        ("09：05", datetime(2026, 4, 27, 9, 5, tzinfo=CHINA)),
        ("9时5分", datetime(2026, 4, 27, 9, 5, tzinfo=CHINA)),
        ("2026-04-26 23:59", datetime(2026, 4, 26, 23, 59, tzinfo=CHINA)),
        ("4-26  9:05", datetime(2026, 4, 26, 9, 5, tzinfo=CHINA)),
        ("", None),
    ],
)
def test_a_time_falls_on_today_unless_it_says_a_day(told: str, moment: datetime | None) -> None:
    assert typed.moment(told, TODAY, a_calendar()) == moment


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("25:00", "ui.bad_time"),
        ("9", "ui.bad_time"),
        ("上午", "ui.bad_time"),
        ("昨天 9:05", "ui.bad_day"),
        ("9:60", "ui.bad_time"),
    ],
)
def test_what_is_no_time_is_refused(told: str, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        typed.moment(told, TODAY, a_calendar())
    assert caught.value.code == code


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_day_or_refused_in_words(told: str) -> None:
    for read in (typed.day, typed.moment):
        found: object = None
        with suppress(RuleError):
            found = read(told, TODAY, a_calendar())
        assert found is None or isinstance(found, date)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.times())
def test_what_is_shown_can_be_typed_again(day: date, time: object) -> None:
    moment = datetime.combine(day, time, CHINA).replace(second=0, microsecond=0)  # type: ignore[arg-type]
    assert typed.day(typed.show_day(day), TODAY, a_calendar()) == day
    assert typed.moment(typed.show_moment(moment, TODAY), TODAY, a_calendar()) == moment


def test_days_left_are_said_in_words() -> None:
    told = [typed.days_left(TODAY + timedelta(days=n), TODAY) for n in (3, 0, -2)]
    assert told == ["余 3 天", "今日到期", "逾期 2 天"]
    assert typed.days_left(None, TODAY) == ""
    assert (typed.show_day(None), typed.show_moment(None)) == ("", "")


@pytest.mark.parametrize("told", ["5工", "5w", "5 个工作日内"])
def test_working_days_into_an_unpublished_year_are_doubted(told: str) -> None:
    """From Monday 28 December: 29, 30, 31, then 1 and 4 January as if they were workdays."""
    monday = date(2026, 12, 28)
    found = typed.doubt(told, monday, a_calendar(), where="due")
    assert found is not None
    assert (found.code, found.where) == (typed.UNCERTAIN, "due")
    assert dict(found.values) == {"due": "2027-01-04", "year": 2027}
    assert typed.day(told, monday, a_calendar()) == date(2027, 1, 4)


@pytest.mark.parametrize("told", ["4工", "300天", "2027-02-09", "1-5", "Unsinn", "99999工", ""])
def test_what_rests_on_no_unpublished_year_is_not_doubted(told: str) -> None:
    assert typed.doubt(told, TODAY, a_calendar()) is None
