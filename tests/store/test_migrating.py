"""An older database is brought up to this version: copied first, whole at every moment, the same digest."""

import os
import resource
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from alembic.operations import Operations
from sqlalchemy.engine import Connection

from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import InspectorError, UnavailableError
from inspector_app.store import migrating, schema
from inspector_app.store.engine import open_connection
from inspector_app.store.store import Store
from tests.store.worlds import World

NEW = (
    "bundle",
    "own_journal",
    "parted_journal",
    "receipt",
    "handed",
    "blob_state",
    "blob_receipt",
    "exchange_log",
    "doubted_receipt",
)
OLD_ACT = (
    "CREATE TABLE act (hash BLOB NOT NULL, no INTEGER NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL,"
    ' entity_id TEXT NOT NULL, "user" TEXT NOT NULL, wall TEXT NOT NULL, content TEXT NOT NULL,'
    " refusal TEXT, PRIMARY KEY (hash)) STRICT"
)


def old_database(world: World, path: Path) -> str:
    """Make a database as version 1 left it, and return its digest."""
    store = world.create(path)
    for floors in range(3):
        with store.transaction("wang") as tx:
            site = tx.create("site", {"floors": floors})
            world.issue(tx)
            tx.act(ActKind.ATTACH, "site", site, {"sha256": "a" * 64})
    store.set_setting("language", "zh")
    digest = store.digest()
    store.close()
    connection = raw(world, path / "inspector.db")
    for table in (*NEW, "act"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute(OLD_ACT)
    connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    connection.execute("UPDATE meta SET value = '7' WHERE key = 'fold_version'")
    connection.close()
    return digest


def raw(world: World, database: Path) -> Any:
    return open_connection(database, world.keys.data_key)


def tables(world: World, database: Path) -> dict[str, str]:
    """Return what makes the durable tables and their indexes, without spaces."""
    connection = raw(world, database)
    rows = connection.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ).fetchall()
    connection.close()
    durable = set(schema.durable.tables)
    return {name: "".join(sql.split()).replace('"', "") for name, table, sql in rows if table in durable}


def version(world: World, database: Path) -> str:
    connection = raw(world, database)
    told = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()[0]
    connection.close()
    return str(told)


def is_whole(world: World, path: Path, digest: str) -> None:
    store = world.open(path)
    assert store.digest() == digest
    assert store.replay_check().same
    assert store.integrity().problems == ()
    assert store.own_journals() == {store.meta.journal_id}
    assert store.setting("language") == "zh"
    assert store.state().entries == 1 + 3 * 4 - 0
    with store.transaction("wang") as tx:
        world.issue(tx)
    assert [number.serial for number in store.numbers().numbers] == [1, 2, 3, 4]
    store.close()


def test_an_older_database_is_brought_up_and_kept_as_it_was(world: World, tmp_path: Path) -> None:
    digest = old_database(world, tmp_path / "old")
    is_whole(world, tmp_path / "old", digest)
    copy = tmp_path / "old" / "inspector.db.v1"
    assert (version(world, copy), version(world, tmp_path / "old" / "inspector.db")) == ("1", "3")
    assert copy.stat().st_mode & 0o077 == 0
    again = world.open(tmp_path / "old")
    assert again.folder.older() == [copy]
    again.folder.forget_older()
    assert again.folder.older() == []
    again.close()


def test_a_migrated_database_is_made_as_a_new_one(world: World, tmp_path: Path) -> None:
    old_database(world, tmp_path / "old")
    world.open(tmp_path / "old").close()
    World().create(tmp_path / "new").close()
    told = tables(world, tmp_path / "old" / "inspector.db")
    assert told == tables(world, tmp_path / "new" / "inspector.db")
    assert set(NEW) <= told.keys()


def test_forks_of_older_data_are_known_afterwards(world: World, tmp_path: Path) -> None:
    store = world.create(tmp_path / "old")
    with store.transaction("wang") as tx:
        tx.create("site", {})
    twin = list(store.entries())[1]
    with store._writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO journal (hash, journal_id, seq, entity_id, raw) VALUES (?, ?, ?, ?, ?)",
            (b"x" * 32, twin.header.journal_id, 2, twin.header.entity_id, twin.raw),
        )
        for table in NEW:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
        connection.exec_driver_sql("COMMIT")
    store.close()
    again = world.open(tmp_path / "old")
    with again._reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM parted_journal").fetchall()
    assert [tuple(row) for row in rows] == [(twin.header.journal_id, 2)]
    again.close()


def killed_at(world: World, path: Path, line: int) -> bool:
    """Open the store in a child that is killed at the n-th line of the upgrade; tell whether it was."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)
    left = line

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.endswith("store/migrating.py"):
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    try:
        world.open(path)
    finally:
        os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="KILL NOT TESTED: needs fork")
def test_killed_at_every_line_of_the_upgrade_it_begins_again(world: World, tmp_path: Path) -> None:
    digest = old_database(world, tmp_path / "old")
    line = 0
    while killed_at(world, tmp_path / "old", line := line + 1):
        database = tmp_path / "old" / "inspector.db"
        # The old tables or the new ones, never some of each; and the copy, when it is there, is the old one.
        now = version(world, database)
        assert now in ("1", "3")
        assert (set(NEW) <= tables(world, database).keys()) is (now == "3")
        assert bool(set(NEW) & tables(world, database).keys()) is (now == "3")
        copy = tmp_path / "old" / "inspector.db.v1"
        if copy.exists():
            assert version(world, copy) == "1"
        if now == "3":
            break
    print(f"row 40: killed at {line} lines of the upgrade")
    assert line > 30
    is_whole(world, tmp_path / "old", digest)
    assert [each.name for each in (tmp_path / "old").glob("inspector.db.v1*")] == ["inspector.db.v1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="FULL DISK NOT TESTED: needs fork")
def test_a_full_disk_leaves_the_old_database_whole(world: World, tmp_path: Path) -> None:
    digest = old_database(world, tmp_path / "old")
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = (tmp_path / "old" / "inspector.db").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
        try:
            world.open(tmp_path / "old")
        except InspectorError as problem:
            os._exit(7 if problem.code in ("store.disk_full", "store.disk_error") else 8)
        os._exit(9)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert [each.name for each in (tmp_path / "old").glob("inspector.db.v1*")] == []
    assert version(world, tmp_path / "old" / "inspector.db") == "1"
    is_whole(world, tmp_path / "old", digest)


def test_both_versions_are_named_when_the_data_are_newer(world: World, tmp_path: Path, store: Store) -> None:
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '4' WHERE key = 'schema_version'")
        connection.exec_driver_sql("COMMIT")
    store.close()
    with pytest.raises(UnavailableError, match=r"store\.newer_data") as caught:
        world.open(tmp_path / "data")
    assert (caught.value.values["have"], caught.value.values["needs"]) == (3, 4)
    assert store.folder.older() == []


def test_receipts_of_version_2_are_thinned_to_one_a_chain(world: World, tmp_path: Path) -> None:
    store = world.create(tmp_path / "old")
    for floors in range(4):
        with store.transaction("wang") as tx:
            tx.create("site", {"floors": floors})
    places = [(one.header.journal_id, one.hash, one.header.seq) for one in store.entries()]
    told = [(*one, b"receipt %d" % one[2], "2026-03-02") for one in places]
    ahead = (places[0][0], b"x" * 32, 99, b"not here yet", "2026-03-02")
    with store._writing() as connection:
        for one in (*told, ahead):
            connection.exec_driver_sql("INSERT INTO receipt VALUES (?, ?, ?, ?, ?)", one)
        connection.exec_driver_sql("DROP TABLE doubted_receipt")
        connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema_version'")
        connection.exec_driver_sql("COMMIT")
    store.close()
    again = world.open(tmp_path / "old")
    assert again.receipts() == [told[-1][3], ahead[3]]
    assert (again.state().received, again.doubted()) == (len(places), [])
    assert [each.name for each in again.folder.older()] == ["inspector.db.v2"]
    again.close()


def test_a_step_that_sqlite_took_back_itself_is_told_by_its_own_cause(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills at the commit: SQLite takes the transaction back before anybody can."""
    digest = old_database(world, tmp_path / "old")

    def fills(_: Operations, connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")
        raise UnavailableError("store.disk_full")

    with monkeypatch.context() as patch:
        patch.setitem(migrating._STEPS, 2, fills)
        with pytest.raises(UnavailableError, match=r"store\.disk_full"):
            world.open(tmp_path / "old")
    assert version(world, tmp_path / "old" / "inspector.db") == "1"
    is_whole(world, tmp_path / "old", digest)
