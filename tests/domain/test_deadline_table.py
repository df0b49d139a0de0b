"""Deadlines worked out by hand, with the State Council's calendars for 2024 to 2026 as forms/ ships them."""

from datetime import date, timedelta

import pytest

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.domain.deadlines import Deadline, WorkCalendar, after, statutory

TABLE = """
start       days way  last day    certain  why
2026-11-24   0   日   2026-11-24  yes      today itself
2026-11-24   1   日   2026-11-25  yes      the day on which a period begins does not count
2026-11-24   3   日   2026-11-27  yes      three days
2026-11-24   7   日   2026-12-01  yes      over a month's end
2026-02-26   3   日   2026-03-01  yes      February with 28 days
2024-02-26   3   日   2024-02-29  yes      a leap day
2024-02-28   2   日   2024-03-01  yes      over a leap day
2025-12-30   3   日   2026-01-02  yes      over a year's end; a day off stays the last day
2026-12-31   1   日   2027-01-01  yes      calendar days need no published year
2026-09-28   5   日   2026-10-03  yes      within the holidays
2026-11-24   0   工   2026-11-24  yes      today itself
2026-11-24   5   工   2026-12-01  yes      five working days over a weekend
2026-11-27   1   工   2026-11-30  yes      from a Friday
2026-11-28   1   工   2026-11-30  yes      from a Saturday
2026-11-29   1   工   2026-11-30  yes      from a Sunday
2026-02-13   1   工   2026-02-14  yes      a Saturday on which one works, before the Spring Festival
2026-02-13   2   工   2026-02-24  yes      the whole Spring Festival lies between
2026-02-14   3   工   2026-02-26  yes      from the exchanged Saturday
2026-02-24   5   工   2026-03-02  yes      the second exchanged Saturday counts, the Sunday does not
2026-04-30   1   工   2026-05-06  yes      the May holidays
2026-04-30   4   工   2026-05-09  yes      ends on an exchanged Saturday
2026-05-08   2   工   2026-05-11  yes      an exchanged Saturday, then a Monday
2026-06-18   1   工   2026-06-22  yes      the Dragon Boat Festival
2026-09-18   1   工   2026-09-20  yes      a Sunday on which one works
2026-09-24   1   工   2026-09-28  yes      the Mid-Autumn Festival
2026-09-30   1   工   2026-10-08  yes      the National Day holidays
2026-09-30   3   工   2026-10-10  yes      ends on an exchanged Saturday
2026-10-09   2   工   2026-10-12  yes      over an exchanged Saturday
2025-01-24   1   工   2025-01-26  yes      a Sunday on which one works, in another year
2025-01-27   1   工   2025-02-05  yes      the Spring Festival of another year
2025-02-07   1   工   2025-02-08  yes      a Saturday on which one works
2025-12-31   1   工   2026-01-04  yes      over a year's end, to an exchanged Sunday
2025-12-31   2   工   2026-01-05  yes      and one more
2026-12-28   3   工   2026-12-31  yes      the last day of the last published year
2026-12-31   1   工   2027-01-01  no       nobody published 2027: by weekday alone, with a warning
2027-03-01   5   工   2027-03-08  no       wholly in a year that nobody published
2026-08-02  60   法   2026-10-08  yes      a review period that ends on National Day
2026-03-31  30   法   2026-04-30  yes      ends on a working day
2026-04-01  30   法   2026-05-06  yes      ends on the first of May
2026-01-05  90   法   2026-04-07  yes      ends on a Sunday before a day off
2026-01-30  15   法   2026-02-14  yes      ends on a Saturday on which one works
2026-11-24  60   法   2027-01-25  no       ends in a year that nobody published
"""
"""日: calendar days. 工: working days. 法: a statutory period; it ends on a working day (民事诉讼法 85)."""

CASES = [line.split(maxsplit=5) for line in TABLE.strip().splitlines()[1:]]


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    rules = load(assets.folder("forms")).rules
    assert rules is not None
    return rules.calendar


def test_there_are_at_least_forty() -> None:
    assert len(CASES) >= 40
    assert {way for _, _, way, _, _, _ in CASES} == {"日", "工", "法"}


@pytest.mark.parametrize(
    ("start", "days", "way", "last", "certain"),
    [case[:5] for case in CASES],
    ids=[f"{case[0]} {case[1]}{case[2]} {case[5]}" for case in CASES],
)
def test_a_deadline(start: str, days: str, way: str, last: str, certain: str, calendar: WorkCalendar) -> None:
    begun, many = date.fromisoformat(start), int(days)
    told = (
        statutory(begun, many, calendar) if way == "法" else after(begun, many, calendar, working=way == "工")
    )
    assert told == Deadline(date.fromisoformat(last), certain=certain == "yes")
    # 含当日: in time for the whole of the last day, overdue from the first minute of the next.
    assert not told.overdue(told.due)
    assert told.overdue(told.due + timedelta(days=1))
    assert told.days_left(told.due) == 0
