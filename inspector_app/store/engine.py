"""Connections: SQLCipher with a raw key, every setting asserted after it was asked for."""

import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedError, UnavailableError

from .failures import translate

OLDEST_SQLITE = (3, 51, 3)
"""SQLite up to 3.51.2 can corrupt a database when its write-ahead log is reset."""

_NOT_OURS = 26
_ASKED: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("busy_timeout", "10000", 10000),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("cache_size", "-8000", -8000),  # KiB: what is read again and again is deciphered once
)


def make_engine(database: Path, key: bytes, *, new: bool = False) -> Engine:
    """Return an engine whose connections are keyed, checked and shared between threads.

    Args:
        database: the file; it must exist unless `new`.
        key: 32 raw bytes; a raw key costs 0.3 ms a connection, a passphrase 226 ms.

    Raises:
        DamagedError: `store.database_missing`, `store.not_our_database`, `store.database_damaged`.
        UnavailableError: `store.sqlite_too_old`, `store.pragma_refused`, `store.disk_error`.
    """
    refuse_old_sqlite(dbapi2.sqlite_version)
    if not new and (not database.exists() or database.stat().st_size == 0):
        raise DamagedError("store.database_missing", where=str(database))

    def connect() -> Any:
        return open_connection(database, key)

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
        pool_reset_on_return=None,  # readers begin no transaction; the writer undoes its own
    )
    connect().close()
    return engine


def open_connection(database: Path, key: bytes) -> Any:
    """Return one keyed connection. The key is proven by a read before anything could be written.

    Raises:
        as `make_engine`.
    """
    if len(key) != 32:
        raise ValueError("the database key is 32 bytes")
    try:
        connection = dbapi2.connect(
            str(database), isolation_level=None, check_same_thread=False, cached_statements=256
        )
    except dbapi2.Error as problem:
        raise _told(problem, database) from problem
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        _prove_key(connection, database)
        _ask(connection)
    except dbapi2.Error as problem:
        connection.close()
        raise _told(problem, database) from problem
    except BaseException:
        connection.close()
        raise
    return connection


def rows(connection: Connection, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return what a statement finds, as bare rows: for the questions that every key asks."""
    driver: Any = connection.connection.driver_connection
    found: list[tuple[Any, ...]] = driver.execute(statement, values).fetchall()
    return found


def run(connection: Connection, statement: str, values: Sequence[object] = ()) -> None:
    """Run a statement whose result nobody reads, once, past a result that costs more than the row."""
    driver: Any = connection.connection.driver_connection
    driver.execute(statement, values)


def run_each(connection: Connection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Run a statement whose result nobody reads, once for each of these rows."""
    driver: Any = connection.connection.driver_connection
    driver.executemany(statement, rows)


def undo(connection: Connection) -> None:
    """Undo what is open; SQLite may have done so itself, when it failed for want of room."""
    if getattr(connection.connection.dbapi_connection, "in_transaction", False):
        connection.exec_driver_sql("ROLLBACK")


def settings_of(connection: Connection) -> dict[str, str]:
    """Return what a connection answers for each setting that `open_connection` asked of it."""
    return {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name, _, _ in _ASKED}


def refuse_old_sqlite(version: str) -> None:
    """Refuse a SQLite library with the write-ahead-log bug.

    Raises:
        UnavailableError: `store.sqlite_too_old` with both versions.
    """
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        needs = ".".join(map(str, OLDEST_SQLITE))
        raise UnavailableError("store.sqlite_too_old", have=version, needs=needs)


def _prove_key(connection: Any, database: Path) -> None:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        ciphered = connection.execute("PRAGMA cipher_version").fetchone()
    except dbapi2.DatabaseError as problem:
        if (getattr(problem, "sqlite_errorcode", 0) & 0xFF) == _NOT_OURS:
            raise DamagedError("store.not_our_database", where=str(database)) from problem
        raise
    if ciphered is None:
        raise UnavailableError("store.pragma_refused", where="cipher_version", asked="4", got="none")


def _ask(connection: Any) -> None:
    for name, value, expected in _ASKED:
        _ask_patiently(connection, f"PRAGMA {name} = {value}")
        row = connection.execute(f"PRAGMA {name}").fetchone()
        if row is None or str(row[0]) != str(expected):
            got = "none" if row is None else str(row[0])
            raise UnavailableError("store.pragma_refused", where=name, asked=value, got=got)


def _ask_patiently(connection: Any, statement: str) -> None:
    """Turning WAL on ignores busy_timeout while another connection recovers the log: wait for it here."""
    for _ in range(200):
        try:
            connection.execute(statement).fetchall()
        except dbapi2.OperationalError as problem:
            if not re.search("locked|busy", str(problem)):
                raise
            time.sleep(0.01)
        else:
            return
    connection.execute(statement).fetchall()


def _told(problem: Exception, database: Path) -> Exception:
    translated = translate(problem)
    if translated is None:
        return DamagedError("store.database_damaged", where=str(database), reason=str(problem))
    return translated
