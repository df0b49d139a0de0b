"""Days that count: deadlines in calendar and working days, with the published 调休 exchanges."""

from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.errors import RuleError

LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The State Council's calendar for the years it was published for.

    Attributes:
        years: years whose holidays are known.
        holidays: weekdays off.
        workdays: Saturdays and Sundays on which one works (调休).
    """

    years: frozenset[int]
    holidays: frozenset[date]
    workdays: frozenset[date]

    def known(self, day: date) -> bool:
        """Tell whether the calendar of that year was published."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Tell whether one works that day; past the published years by weekday alone."""
        if day in self.workdays:
            return True
        return day.weekday() < 5 and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, inclusive; `certain` is False when it rests on a calendar not yet published."""

    due: date
    certain: bool

    def overdue(self, today: date) -> bool:
        """Tell whether the deadline is over: from 00:00 of the day after the last day."""
        return today > self.due

    def days_left(self, today: date) -> int:
        """Return the days left, 0 on the last day, negative when overdue."""
        return (self.due - today).days


def after(start: date, days: int, calendar: WorkCalendar, *, working: bool) -> Deadline:
    """Return the last day of a period of `days` that begins the day after `start`.

    Raises:
        RuleError: `deadline.days` when days is not 0 to 3,650.

    Source: 民事诉讼法 85 (the day on which a period begins does not count).
    """
    if not 0 <= days <= LONGEST_DAYS:
        raise RuleError("deadline.days", days=days, most=LONGEST_DAYS)
    if not working:
        return Deadline(start + timedelta(days=days), certain=True)
    day, left, certain = start, days, True
    while left:
        day += timedelta(days=1)
        certain = certain and calendar.known(day)
        left -= calendar.is_working(day)
    return Deadline(day, certain)


def statutory(start: date, days: int, calendar: WorkCalendar) -> Deadline:
    """Return the last day of a calendar period; one that ends on a holiday ends on the next working day.

    Source: 民事诉讼法 85 (a period whose last day is a holiday ends on the first day after it).
    """
    day = after(start, days, calendar, working=False).due
    certain = calendar.known(day)
    while not calendar.is_working(day):
        day += timedelta(days=1)
        certain = certain and calendar.known(day)
    return Deadline(day, certain)
