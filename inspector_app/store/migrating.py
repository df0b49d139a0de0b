"""Older durable tables brought up to this version: a copy of the database first, then one transaction.

What a step says is fixed for ever; `schema` says what stands today. Killed anywhere, the next start finds the
old tables whole and begins again, or the new ones.
"""

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BLOB, Column, Integer, Text
from sqlalchemy.engine import Connection

from inspector_app.domain.errors import UnavailableError
from inspector_app.trust.durable import sync_folder

from . import meta
from .engine import undo
from .folder import DataFolder
from .schema import SCHEMA_VERSION
from .vault import disk_problem


def bring_up(connection: Connection, folder: DataFolder, version: int) -> None:
    """Copy the database beside itself and bring its durable tables up to `SCHEMA_VERSION`.

    Raises:
        UnavailableError: `store.disk_full`, `store.disk_error`, `store.busy`; all is as it was before.
    """
    _settle(connection)
    _copy(folder.database, folder.older_copy(version))
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        operations = Operations(MigrationContext.configure(connection))
        for step in range(version, SCHEMA_VERSION):
            _STEPS[step](operations, connection)
        meta.write(connection, schema_version=SCHEMA_VERSION)
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        undo(connection)
        raise


def _settle(connection: Connection) -> None:
    """Fold the write-ahead log into the file, so that the file alone is the database."""
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy is None or busy[0]:
        raise UnavailableError("store.busy")


def _copy(database: Path, goal: Path) -> None:
    passing = goal.with_name(f"{goal.name}.new")
    try:
        with database.open("rb") as source, passing.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
        passing.chmod(0o600)
        passing.replace(goal)
        sync_folder(goal.parent)
    except OSError as problem:
        with contextlib.suppress(OSError):  # the first cause is told
            passing.unlink(missing_ok=True)
        raise disk_problem(problem, str(goal)) from problem


def _to_2(operations: Operations, connection: Connection) -> None:
    """Exchange: bundles of others, receipts, what was handed over, journals of one's own and forks."""
    _carried(operations)
    _answered(operations)
    # Nothing could be exchanged before this version: whatever journal is here, this laptop wrote it.
    connection.exec_driver_sql(
        "INSERT INTO own_journal SELECT value FROM meta WHERE key = 'journal_id'"
        " UNION SELECT journal_id FROM journal"
    )
    connection.exec_driver_sql(
        "INSERT INTO parted_journal SELECT journal_id, min(seq) FROM"
        " (SELECT journal_id, seq FROM journal GROUP BY journal_id, seq HAVING count(*) > 1)"
        " GROUP BY journal_id"
    )


_NARROW = {"sqlite_with_rowid": False, "sqlite_strict": True}


def _carried(operations: Operations) -> None:
    """Make the tables of what is carried: others' bundles, own journals, journals that fork."""
    operations.create_table(
        "bundle",
        Column("sha256", BLOB, primary_key=True),
        Column("journal_id", Text, nullable=False),
        Column("first", Integer, nullable=False),
        Column("last", Integer, nullable=False),
        Column("last_hash", BLOB, nullable=False),
        Column("raw", BLOB, nullable=False),
        sqlite_strict=True,
    )
    operations.create_index("bundle_place", "bundle", ["journal_id", "last"])
    operations.create_table("own_journal", Column("journal_id", Text, primary_key=True), **_NARROW)
    operations.create_table(
        "parted_journal",
        Column("journal_id", Text, primary_key=True),
        Column("seq", Integer, nullable=False),
        **_NARROW,
    )


def _answered(operations: Operations) -> None:
    """Make the tables of what became of it: receipts, what was handed over, the exchange's log."""
    operations.create_table(
        "receipt",
        Column("journal_id", Text, primary_key=True),
        Column("hash", BLOB, primary_key=True),
        Column("seq", Integer, nullable=False),
        Column("raw", BLOB, nullable=False),
        Column("at", Text, nullable=False),
        **_NARROW,
    )
    operations.create_table(
        "handed",
        Column("journal_id", Text, primary_key=True),
        Column("seq", Integer, nullable=False),
        Column("at", Text, nullable=False),
        Column("way", Text, nullable=False),
        **_NARROW,
    )
    operations.create_table(
        "blob_state",
        Column("digest", Text, primary_key=True),
        Column("handed_at", Text),
        Column("received_at", Text),
        Column("dropped", Integer, nullable=False),
        **_NARROW,
    )
    operations.create_table(
        "blob_receipt",
        Column("sha256", BLOB, primary_key=True),
        Column("raw", BLOB, nullable=False),
        sqlite_strict=True,
    )
    operations.create_table(
        "exchange_log",
        Column("no", Integer, primary_key=True),
        Column("at", Text, nullable=False),
        Column("way", Text, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("told", Text, nullable=False),
        sqlite_strict=True,
    )


def _to_3(operations: Operations, connection: Connection) -> None:
    """Receipts that the hub's log contradicts stand apart; of the others one a journal is enough."""
    operations.create_table(
        "doubted_receipt",
        Column("sha256", BLOB, primary_key=True),
        Column("journal_id", Text, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("no", Integer, nullable=False),
        Column("at", Text, nullable=False),
        Column("found", Text, nullable=False),
        Column("raw", BLOB, nullable=False),
        sqlite_strict=True,
    )
    connection.exec_driver_sql(
        "DELETE FROM receipt WHERE journal_id NOT IN (SELECT journal_id FROM parted_journal)"
        " AND hash IN (SELECT hash FROM journal) AND seq < (SELECT max(r.seq) FROM receipt r"
        " JOIN journal j ON j.hash = r.hash WHERE r.journal_id = receipt.journal_id)"
    )


_STEPS: dict[int, Callable[[Operations, Connection], None]] = {1: _to_2, 2: _to_3}
"""What brings a version to the next one."""
