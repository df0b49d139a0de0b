"""The books of a hub as rows that any database takes: read in one state, reckoned, and put back.

Tables are looked up in the database itself, so a copy is made of books that an older program wrote as well.
What a laptop simply asks for again, challenges and tokens, is left out.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import MetaData, Table, select, text
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DamagedError
from inspector_app.journal.log import START, log_after

from .copy_form import damaged

LEFT_OUT = frozenset({"alembic_version", "nonce", "token"})
_AT_ONCE, _BATCH = 500, 4_000_000


def tables_of(connection: Connection) -> dict[str, Table]:
    """Return the tables that are copied, each behind those that it stands on."""
    known = MetaData()
    known.reflect(connection)
    return {str(each.name): each for each in known.sorted_tables if each.name not in LEFT_OUT}


def batches(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table, some at a time, as they stand in a backup."""
    names = [str(each.name) for each in table.columns]
    rows: list[list[object]] = []
    size = 0
    asked = select(table).order_by(*table.primary_key)
    for row in connection.execute(asked, execution_options={"yield_per": _AT_ONCE}):
        told = [_told(each) for each in row]
        rows.append(told)
        size += sum(len(each) if isinstance(each, str) else 40 for each in row if each is not None) + 40
        size += sum(2 * len(each) for each in row if isinstance(each, bytes))
        if size >= _BATCH or len(rows) >= _AT_ONCE:
            yield orjson.dumps({"columns": names, "rows": rows})
            rows, size = [], 0
    if rows:
        yield orjson.dumps({"columns": names, "rows": rows})


def rows_of(content: bytes, where: str) -> list[dict[str, Any]]:
    """Return the rows of one batch.

    Raises:
        DamagedError: `hub.copy_damaged`.
    """
    try:
        told = orjson.loads(content)
        names = told["columns"]
        return [dict(zip(names, map(_read, each), strict=True)) for each in told["rows"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise damaged(where) from problem


def put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; a column that only an older program knew is none of ours."""
    connection.execute(table.insert(), rows)


def settle_numbers(connection: Connection, table: Table) -> None:
    """Have PostgreSQL go on counting behind what was put in."""
    for column in table.primary_key:
        asked = text("SELECT pg_get_serial_sequence(:table, :column)")
        told = connection.execute(asked, {"table": table.name, "column": column.name}).scalar_one()
        if told is not None:
            most = connection.execute(select(column).order_by(column.desc()).limit(1)).scalar_one_or_none()
            if most is not None:
                connection.execute(text("SELECT setval(:name, :most)"), {"name": told, "most": int(most)})


class Reckoning:
    """What the rows of a backup come to; the log is proven link by link on the way."""

    def __init__(self) -> None:
        self._sums: dict[str, Any] = {}
        self._counts: dict[str, int] = {}
        self._logs: dict[str, tuple[int, bytes]] = {}

    def take(self, table: str, content: bytes, where: str) -> list[dict[str, Any]]:
        """Count a batch, and return its rows.

        Raises:
            DamagedError: `hub.copy_damaged`; `hub.database_damaged`: the log of the books does not hold.
        """
        rows = rows_of(content, where)
        self._sums.setdefault(table, sha256()).update(content)
        self._counts[table] = self._counts.get(table, 0) + len(rows)
        if table == "bundle":
            for row in rows:
                self._link(row)
        return rows

    def told(self) -> dict[str, list[object]]:
        """Return count and hash by table."""
        return {name: [self._counts[name], each.hexdigest()] for name, each in sorted(self._sums.items())}

    def _link(self, row: Mapping[str, Any]) -> None:
        room = row["workspace"]
        no, log = self._logs.get(room, (0, START))
        sha = sha256(row["raw"]).digest()
        after = (no + 1, log_after(log, sha))
        if (row["no"], row["log"], row["sha256"]) != (*after, sha):
            raise DamagedError("hub.database_damaged", reason=f"log {room} {row['no']}")
        self._logs[room] = after


def _told(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return [b64encode(value).decode()]
    return value


def _read(told: object) -> object:
    if isinstance(told, list):
        return b64decode(told[0], validate=True)
    return told
