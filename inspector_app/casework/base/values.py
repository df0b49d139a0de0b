"""How dates and times stand in the journal: ISO text, empty when unknown."""

from collections.abc import Mapping
from datetime import date, datetime

from inspector_app.domain.errors import DamagedError

Fields = Mapping[str, object]


def text(fields: Fields, name: str) -> str:
    """Return a text field, empty when it was never written."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def flag(fields: Fields, name: str) -> bool:
    """Return a yes-or-no field, no when it was never written."""
    return fields.get(name) is True


def number(fields: Fields, name: str) -> int:
    """Return a whole-number field, 0 when it was never written."""
    value = fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def day(fields: Fields, name: str) -> date | None:
    """Return a date field.

    Raises:
        DamagedError: `casework.bad_date`, the journal holds something that is no date.
    """
    told = text(fields, name)
    try:
        return date.fromisoformat(told) if told else None
    except ValueError as error:
        raise DamagedError("casework.bad_date", where=name, value=told) from error


def moment(fields: Fields, name: str) -> datetime | None:
    """Return a time field, aware.

    Raises:
        DamagedError: `casework.bad_date`, the journal holds something that is no time.
    """
    told = text(fields, name)
    try:
        return datetime.fromisoformat(told) if told else None
    except ValueError as error:
        raise DamagedError("casework.bad_date", where=name, value=told) from error


def iso(value: date | datetime | None) -> str:
    """Return a date or time as the journal holds it."""
    return value.isoformat() if value is not None else ""


def part(fields: Fields, name: str) -> Fields | None:
    """Return a field that is itself a small table, or None."""
    value = fields.get(name)
    return value if isinstance(value, dict) else None
