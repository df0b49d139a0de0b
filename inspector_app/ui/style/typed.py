"""What people type for days and times, and how both are shown: 2026-11-27, 09:12."""

import re
from datetime import date, datetime, time

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.deadlines import Deadline, WorkCalendar, after
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.ui.style.translation import said

_DAYS = re.compile(r"(\d{1,4})\s*(工|工作日|个工作日|w|日|天|d|)(?:内|后|)", re.IGNORECASE)
_SHORT = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")
_LONG = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_TIME = re.compile(r"(?:(\S+)\s+)?(\d{1,2})[:：时](\d{1,2})分?")

UNCERTAIN = "ui.day_uncertain"
"""Code of what is said of a day that rests on a calendar not published yet."""


def day(told: str, today: date, calendar: WorkCalendar, *, where: str = "") -> date | None:
    """Return the day that somebody typed; empty is None.

    Args:
        told: a date (2026-11-27, 11-27), or a number of days from today, working days with 工 or w.

    Raises:
        RuleError: `ui.bad_day`.
    """
    last = deadline(told, today, calendar, where=where)
    return last.due if last is not None else None


def deadline(told: str, today: date, calendar: WorkCalendar, *, where: str = "") -> Deadline | None:
    """Return the day that somebody typed, and whether it is certain; see `day`.

    Raises:
        RuleError: `ui.bad_day`.
    """
    told = told.strip()
    if not told:
        return None
    try:
        if found := _LONG.fullmatch(told):
            return Deadline(date(*(int(part) for part in found.groups())), certain=True)
        if found := _SHORT.fullmatch(told):
            return Deadline(_next(today, int(found[1]), int(found[2])), certain=True)
        if found := _DAYS.fullmatch(told):
            working = "工" in found[2] or found[2].lower() == "w"
            return after(today, int(found[1]), calendar, working=working)
    except ValueError as error:
        raise RuleError("ui.bad_day", where=where, told=told) from error
    raise RuleError("ui.bad_day", where=where, told=told)


def doubt(told: str, today: date, calendar: WorkCalendar, *, where: str = "") -> Problem | None:
    """Return what should be known of a day typed as working days: it rests on holidays not published yet.

    None for one that is certain, and for what is no day.
    """
    try:
        last = deadline(told, today, calendar, where=where)
    except RuleError:
        return None
    if last is None or last.certain:
        return None
    # The first year of which nothing is known, up to that day, is the one to wait for.
    year = next(one for one in range(today.year, last.due.year + 1) if one not in calendar.years)
    return Problem.of(UNCERTAIN, where, year=year, due=last.due.isoformat())


def _next(today: date, month: int, of_month: int) -> date:
    """Return the day in this year, or the next when it is more than half a year gone."""
    this = date(today.year, month, of_month)
    return this if (today - this).days < 183 else date(today.year + 1, month, of_month)


def moment(told: str, today: date, calendar: WorkCalendar, *, where: str = "") -> datetime | None:
    """Return the time that somebody typed, in China; a bare time falls on today; empty is None.

    Raises:
        RuleError: `ui.bad_time`, `ui.bad_day`.
    """
    told = told.strip()
    if not told:
        return None
    found = _TIME.fullmatch(told)
    if found is None:
        raise RuleError("ui.bad_time", where=where, told=told)
    on = day(found[1], today, calendar, where=where) if found[1] else today
    try:
        return datetime.combine(on or today, time(int(found[2]), int(found[3])), CHINA)
    except ValueError as error:
        raise RuleError("ui.bad_time", where=where, told=told) from error


def show_day(value: date | None) -> str:
    """Return 2026-11-27, empty for None."""
    return value.isoformat() if value else ""


def show_moment(value: datetime | None, today: date | None = None) -> str:
    """Return 2026-11-27 09:12 in China's time, only the time when it is today; empty for None."""
    if value is None:
        return ""
    local = value.astimezone(CHINA)
    return local.strftime("%H:%M" if local.date() == today else "%Y-%m-%d %H:%M")


def days_left(due: date | None, today: date) -> str:
    """Return how many days are left in words: 余 3 天, 今日到期, 逾期 2 天."""
    if due is None:
        return ""
    left = (due - today).days
    if left == 0:
        return said("今日到期")
    return (said("余 %s 天") if left > 0 else said("逾期 %s 天")) % abs(left)


def by_day(due: date | None) -> str:
    """Return until when in words: 11-27 前; empty for None."""
    return said("%s 前") % f"{due:%m-%d}" if due else ""
