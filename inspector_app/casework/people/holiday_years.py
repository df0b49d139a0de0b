"""The years whose holidays the office knows; another one is an edition of its own, signed as any."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import edition_book
from inspector_app.casework.people.edition_book import Candidate
from inspector_app.casework.people.form_packs import Pack
from inspector_app.catalog import calendars, files
from inspector_app.domain.deadlines import WorkCalendar, after
from inspector_app.domain.errors import RuleError

LATE_IN_YEAR = (11, 1)
"""From this day on the next year's holidays are missed: the State Council publishes them about then."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year's holidays.

    Attributes:
        holidays: weekdays off; `workdays`: weekend days on which one works.
        known: it was published and entered; of one that is not the lists are empty.
        missed: deadlines in working days already reach into it, or soon will.
    """

    year: int
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    known: bool
    missed: bool


def years(desk: Desk) -> tuple[Year, ...]:
    """Return the years that are known and the next one that is not, the latest first."""
    told, today = desk.rules.calendar, desk.today()
    following = max((*told.years, today.year - 1)) + 1
    known = [_year(told, one, known=True, missed=False) for one in sorted(told.years, reverse=True)]
    missed = following <= today.year or (
        following == today.year + 1 and (today.month, today.day) >= LATE_IN_YEAR
    )
    return (_year(told, following, known=False, missed=missed), *known)


def _year(told: WorkCalendar, year: int, *, known: bool, missed: bool) -> Year:
    off = tuple(sorted(one for one in told.holidays if one.year == year))
    return Year(year, off, tuple(sorted(one for one in told.workdays if one.year == year)), known, missed)


def falls_on(desk: Desk, start: date, days: int) -> tuple[date, bool]:
    """Return the last day of so many working days after a day, and whether it is certain.

    Raises:
        RuleError: `deadline.days`.
    """
    told = after(start, days, desk.rules.calendar, working=True)
    return told.due, told.certain


def with_year(desk: Desk, office_folder: Path, year: int, off: str, on: str, provenance: str) -> Candidate:
    """Return the edition in use with a year's holidays, checked and compared; nothing is in use by it.

    Raises:
        RuleError: `calendar.bad_year`, `calendar.bad_days`, `calendar.empty`, `calendar.both`,
            `calendar.source_missing`.
    """
    if not 2000 <= year <= 2100:
        raise RuleError("calendar.bad_year", where="calendar.year", year=year)
    if not provenance.strip():
        raise RuleError("calendar.source_missing", where="calendar.provenance")
    free = calendars.days(off, year, "calendar.holidays")
    worked = calendars.days(on, year, "calendar.workdays")
    text = calendars.calendar_file(year, free, worked, " ".join(provenance.split()))
    raw, _ = files.gathered(edition_book.folder_of(office_folder, desk.rules.edition))
    raw[f"calendars/{year}.toml"] = text.encode()
    return edition_book.weigh(desk, Pack(raw, None, f"calendars/{year}.toml"), office_folder)
