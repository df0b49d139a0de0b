"""A year's holidays as a file of the forms, made of what somebody typed from the State Council's notice."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from inspector_app.domain.errors import RuleError

_SPAN = re.compile(
    r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?(?:\s*(?:至|到|[-—~～])\s*(?:(\d{1,2})[-./月])?(\d{1,2})日?)?"
)
_BETWEEN = re.compile(r"[\s,，、;；]+")
MOST_DAYS = 366


def days(told: str, year: int, where: str) -> tuple[date, ...]:
    """Return the days that somebody typed: 1月1日至3日、2027-02-05, 10.1-10.7.

    Raises:
        RuleError: `calendar.bad_days` naming the part that is no day of that year.
    """
    plain = re.sub(r"\s*(至|到|—|~|～)\s*", "至", told.strip())
    found: set[date] = set()
    for part in filter(None, _BETWEEN.split(plain)):
        found.update(_span(part, year, where))
    return tuple(sorted(found))


def _span(part: str, year: int, where: str) -> Iterable[date]:
    match = _SPAN.fullmatch(part)
    if match is None or (match[1] and int(match[1]) != year):
        raise RuleError("calendar.bad_days", where=where, part=part, year=year)
    try:
        first = date(year, int(match[2]), int(match[3]))
        last = date(year, int(match[4] or match[2]), int(match[5])) if match[5] else first
    except ValueError as error:
        raise RuleError("calendar.bad_days", where=where, part=part, year=year) from error
    if not 0 <= (last - first).days < MOST_DAYS:
        raise RuleError("calendar.bad_days", where=where, part=part, year=year)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def calendar_file(year: int, off: Iterable[date], on: Iterable[date], provenance: str) -> str:
    """Return the text of calendars/YEAR.toml: weekdays off and weekend days on which one works.

    Weekend days among the days off say nothing new and are left out, as are weekdays among the workdays. The
    first of each is written as an example too, so that a slip in either list is found.

    Raises:
        RuleError: `calendar.empty`, `calendar.both` for a day that stands in both lists.
    """
    free, worked = sorted(set(off)), sorted(set(on))
    both = sorted(set(free) & set(worked))
    if both:
        raise RuleError("calendar.both", where="calendar.workdays", day=both[0].isoformat())
    holidays = [one for one in free if one.weekday() < 5]
    workdays = [one for one in worked if one.weekday() >= 5]
    if not holidays:
        raise RuleError("calendar.empty", where="calendar.holidays", year=year)
    quoted = provenance.strip().replace("\\", "\\\\").replace('"', '\\"')
    lines = [
        f"# {year}年：只列星期一至星期五中的放假日，和周末中的调休上班日；其余按星期。",
        f"year = {year}",
        f'provenance = "{quoted}"',
        _list("holidays", holidays),
        _list("workdays", workdays),
    ]
    for day, working in ((holidays[0], "false"), *((one, "true") for one in workdays[:1])):
        lines += ["", "[[example]]", f"day = {day.isoformat()}", f"working = {working}"]
    return "\n".join(lines) + "\n"


def _list(name: str, told: Iterable[date]) -> str:
    return f"{name} = [{', '.join(one.isoformat() for one in told)}]"
