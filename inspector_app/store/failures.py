"""What SQLite says, told as the program's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedError, InspectorError, UnavailableError

_FULL, _CORRUPT, _NOT_A_DATABASE = 13, 11, 26
_BUSY, _LOCKED, _READ_ONLY, _IO, _CANNOT_OPEN, _NO_MEMORY = 5, 6, 8, 10, 14, 7


@contextmanager
def told() -> Iterator[None]:
    """Translate a failure of the database inside this block.

    Raises:
        UnavailableError: `store.disk_full`, `store.busy`, `store.disk_error`.
        DamagedError: `store.database_damaged`.
    """
    try:
        yield
    except (DBAPIError, dbapi2.Error) as problem:
        translated = translate(problem)
        if translated is None:
            raise
        raise translated from problem


def translate(problem: Exception) -> InspectorError | None:
    """Return the program's error for SQLite's, or None when the fault is ours (a wrong statement)."""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    code = (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF
    if code == _FULL:
        return UnavailableError("store.disk_full")
    if code in (_BUSY, _LOCKED):
        return UnavailableError("store.busy")
    if code in (_READ_ONLY, _IO, _CANNOT_OPEN, _NO_MEMORY):
        return UnavailableError("store.disk_error", reason=str(cause))
    if code in (_CORRUPT, _NOT_A_DATABASE) or "decode to UTF-8" in str(cause):
        return DamagedError("store.database_damaged", reason=str(cause))
    return None
