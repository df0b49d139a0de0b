"""The hub's database: SQLite for a bureau, PostgreSQL by URL beyond; one way to read and one to write.

Whoever adds to a workspace's log holds its row, so numbers are given in the order of commits on both. SQLite
has one writer anyhow: its writers wait for each other here instead of asking the file again and again.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedError, InspectorError, UnavailableError, UsageError

OLDEST_SQLITE = (3, 51, 3)
"""SQLite up to 3.51.2 can corrupt a database when its write-ahead log is reset."""

FILE = "hub.db"
_POSTGRES = "postgresql"
_ASKED = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("foreign_keys", "ON", "1"),
    ("busy_timeout", "30000", "30000"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
)
_UPGRADE = 7_205_759_403
"""Key of PostgreSQL's advisory lock: two workers that open a hub at once do not both make its tables."""

_SQLITE_FULL, _SQLITE_CORRUPT, _SQLITE_NOT_OURS = 13, 11, 26
_POSTGRES_FULL = "53100"


class Database:
    """Connections of one hub.

    Raises:
        UsageError: `hub.database_url`. UnavailableError: `hub.sqlite_too_old`, `hub.database_away`.
    """

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._engine = _postgres(url) if url else _sqlite(folder / FILE)
        self.postgres = self._engine.dialect.name == _POSTGRES
        self._writer = Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection whose transaction sees one state and changes none.

        Raises:
            UnavailableError: `hub.database_away`. DamagedError: `hub.database_damaged`.
        """
        with _told(), self._engine.connect() as connection:
            if self.postgres:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[Connection]:
        """Give a connection whose transaction commits at the end of the block, or not at all.

        Args:
            lasting: wait until the disk has it. What a laptop simply asks for again after a power cut, a
                challenge or a token, need not wait; it is whole all the same, and on the disk a little later.

        Raises:
            UnavailableError: `hub.database_away`, `hub.disk_full`. DamagedError: `hub.database_damaged`.
        """
        with _told(), self._alone(), self._engine.connect() as connection:
            if not self.postgres:
                connection.execution_options(writes="FULL" if lasting else "NORMAL")
            with connection.begin():
                if self.postgres and not lasting:
                    connection.execute(text("SET LOCAL synchronous_commit = off"))
                yield connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self.postgres:
            yield
            return
        with self._writer:
            yield

    def insert(self, table: Table) -> Any:
        """Return an INSERT of this database's kind, which can say what to do on conflict."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)

    def add(self, connection: Connection, table: Table, **row: object) -> bool:
        """Insert a row unless its key is there already, and tell whether it was inserted.

        The rows that come back are counted: what a driver calls a row count means little beside a conflict.
        """
        new = self.insert(table).values(**row).on_conflict_do_nothing()
        return connection.execute(new.returning(*table.primary_key)).first() is not None

    def revision(self, connection: Connection) -> str | None:
        """Return the step at which the tables stand; None for an empty database."""
        return MigrationContext.configure(connection).get_current_revision()

    def needs_upgrade(self) -> bool:
        """Tell whether there are tables, and this program would change them."""
        with self.reading() as connection:
            found = self.revision(connection)
        scripts = ScriptDirectory.from_config(_steps())
        known = {each.revision for each in scripts.walk_revisions()}
        return found in known and found != scripts.get_current_head()

    def upgrade(self, to: str = "head") -> None:
        """Bring the tables to what this program knows.

        Args:
            to: up to this step only, for what an older program wrote.

        Raises:
            UnavailableError: `hub.newer_database`, have and needs: a newer program wrote it.
        """
        config = _steps()
        with self.writing() as connection:
            if self.postgres:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE})
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, to)
            except CommandError as problem:  # a step that this program does not know
                have = ScriptDirectory.from_config(config).get_current_head()
                needs = self.revision(connection) or to
                raise UnavailableError("hub.newer_database", have=have, needs=needs) from problem

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _steps() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("inspector_app.hub") / "migrations"))
    return config


def _sqlite(path: Path) -> Engine:
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        needs = ".".join(map(str, OLDEST_SQLITE))
        raise UnavailableError("hub.sqlite_too_old", have=dbapi2.sqlite_version, needs=needs)
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: _connected(path),
        poolclass=QueuePool,
        pool_size=16,
        max_overflow=16,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        if writes:
            connection.exec_driver_sql(f"PRAGMA synchronous = {writes}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _connected(path: Path) -> Any:
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        for name, value, expected in _ASKED:
            _ask(connection, f"PRAGMA {name} = {value}")
            got = connection.execute(f"PRAGMA {name}").fetchone()
            if got is None or str(got[0]) != expected:
                raise UnavailableError("hub.pragma_refused", where=name, asked=value)
    except BaseException:
        connection.close()
        raise
    return connection


def _ask(connection: Any, statement: str) -> None:
    """Turning WAL on ignores busy_timeout while another connection recovers the log: wait for it here."""
    for _ in range(500):
        try:
            connection.execute(statement).fetchall()
        except dbapi2.OperationalError as problem:
            if not re.search("locked|busy", str(problem)):
                raise
            time.sleep(0.01)
        else:
            return
    connection.execute(statement).fetchall()


def _postgres(told: str) -> Engine:
    try:
        url = make_url(told)
    except ArgumentError as problem:
        raise UsageError("hub.database_url", where="--database") from problem
    if url.get_backend_name() != _POSTGRES:
        raise UsageError("hub.database_url", where="--database")
    return create_engine(
        url.set(drivername=f"{_POSTGRES}+psycopg"),
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=8,
        connect_args={"connect_timeout": 10},
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, dbapi2.Error, PoolTimeoutError) as problem:
        told = _failure(problem)
        if told is None:
            raise
        raise told from problem


def _failure(problem: Exception) -> InspectorError | None:
    """Return the program's error for the database's, or None when the fault is ours (a wrong statement)."""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    code = (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF
    if code == _SQLITE_FULL or getattr(cause, "sqlstate", None) == _POSTGRES_FULL:
        return UnavailableError("hub.disk_full", free=0, least=0)
    if code in (_SQLITE_CORRUPT, _SQLITE_NOT_OURS):
        return DamagedError("hub.database_damaged", reason=str(cause))
    away = isinstance(problem, OperationalError | InterfaceError | PoolTimeoutError | dbapi2.OperationalError)
    return UnavailableError("hub.database_away", reason=str(cause)) if away else None
