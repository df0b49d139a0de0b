"""What stays on this laptop: the draft buffer and small settings, both inside the encrypted database."""

from collections.abc import Iterable
from datetime import datetime

import orjson
from sqlalchemy.engine import Connection

from .reading import Json, dump


def put_buffer(connection: Connection, key: str, value: Json, now: datetime) -> None:
    """Keep what is being typed under a key, in place of what was there."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO buffer VALUES (?, ?, ?)", (key, dump(value), now.isoformat())
    )


def read_buffer(connection: Connection) -> dict[str, Json]:
    """Return everything in the buffer by key, the oldest first."""
    rows = connection.exec_driver_sql("SELECT key, value FROM buffer ORDER BY at, key").fetchall()
    return {str(key): orjson.loads(value) for key, value in rows}


def drop_buffer(connection: Connection, keys: Iterable[str]) -> None:
    """Forget these keys; those that are not there are no error."""
    rows = [(key,) for key in keys]
    if rows:
        connection.exec_driver_sql("DELETE FROM buffer WHERE key = ?", rows)


def read_setting(connection: Connection, key: str) -> str | None:
    """Return a setting, or None when it was never set."""
    value = connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (key,)).scalar()
    return None if value is None else str(value)


def write_setting(connection: Connection, key: str, value: str | None) -> None:
    """Set a setting; None removes it."""
    if value is None:
        connection.exec_driver_sql("DELETE FROM setting WHERE key = ?", (key,))
    else:
        connection.exec_driver_sql("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))
