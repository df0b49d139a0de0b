"""What the database library says of itself, and what it was told to keep to."""

from dataclasses import dataclass

from sqlcipher3 import dbapi2

from inspector_app.domain.errors import InspectorError

from .engine import refuse_old_sqlite


@dataclass(frozen=True, slots=True)
class Library:
    """The library in use; `sound` when it is free of the WAL-reset corruption (SQLite ≥ 3.51.3)."""

    sqlite: str
    cipher: str
    sound: bool


def library() -> Library:
    """Look at the library without opening any file."""
    connection = dbapi2.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    try:
        refuse_old_sqlite(dbapi2.sqlite_version)
    except InspectorError:
        return Library(dbapi2.sqlite_version, cipher[0] if cipher else "", sound=False)
    return Library(dbapi2.sqlite_version, cipher[0] if cipher else "", sound=bool(cipher))
