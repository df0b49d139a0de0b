"""Row 40: an upgrade is interrupted; an older program meets newer data.

The laptop's upgrade is killed at every line of it and begins again from a copy: tests/store/test_migrating.py
runs here too. The hub's is killed between every two statements. Newer data are refused on both, naming
both versions, and nothing is changed.
"""

import os
import signal
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlcipher3 import dbapi2

from inspector_app.catalog.messages import Messages
from inspector_app.domain.errors import UnavailableError
from inspector_app.hub import founding
from inspector_app.hub.books import Hub
from inspector_app.hub.database import FILE, Database
from inspector_app.store.engine import open_connection
from inspector_app.store.schema import SCHEMA_VERSION
from inspector_app.trust.slots import SlotFile
from inspector_app.trust.wrapping import Cost
from tests.cli.conftest import Run, run
from tests.store.test_migrating import (
    test_a_full_disk_leaves_the_old_database_whole,
    test_killed_at_every_line_of_the_upgrade_it_begins_again,
)

__all__ = [
    "run",
    "test_a_full_disk_leaves_the_old_database_whole",
    "test_killed_at_every_line_of_the_upgrade_it_begins_again",
]

NEWER = 99
MOMENT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
REPEAT = "python -m pytest tests/faults/test_row_40.py -n 0 -s"


def contents(folder: Path) -> dict[str, str]:
    """Return the hash of every file but the lock and the log's index, which opening makes."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("lock", "keys.json.tries") and "-shm" not in path.name
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_older_program_names_both_versions_and_changes_nothing(
    run: Run,
    tmp_path: Path,
    language: str,
) -> None:
    data = tmp_path / "data"
    assert run("demo", "--until", "findings", "--out", str(tmp_path / "out"))[0] == 0
    slots = SlotFile.read(data / "keys.json")
    (person, *_) = slots.people()
    keys = slots.open(person[0], "training", now=MOMENT)
    connection: Any = open_connection(data / "inspector.db", keys.data_key)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (str(NEWER),))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    before = contents(data)
    for command in (["digest"], ["numbers"], ["doctor", "--deep"], ["demo", "--out", str(tmp_path / "o")]):
        code, told = run("--lang", language, *command)
        said = str(told)
        assert code == 7 or command[0] == "doctor", told
        assert "store.newer_data" in said or command[0] == "doctor", told
        assert str(NEWER) in said, told
        assert str(SCHEMA_VERSION) in said
    assert contents(data) == before
    print(f"\nrow 40: data of version {NEWER}, program of {SCHEMA_VERSION}: refused by 4 commands; {REPEAT}")


def bare_hub(path: Path) -> Path:
    """Found a hub and take its tables away: its folder as it is when the first upgrade begins."""
    founding.found(path, "某区住房和城乡建设局", training=True, cost=Cost(64, 1))
    return path


def tables(path: Path) -> set[str]:
    connection = dbapi2.connect(str(path))
    try:
        told = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
    return {name for (name,) in told}


def killed_at(folder: Path, statement: int) -> bool:
    """Upgrade in a child that is killed before its n-th statement; tell whether it was."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
        return os.WIFSIGNALED(status)
    left = statement

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        database = Database(folder)
        database.upgrade()
        database.close()
        code = 0
    finally:
        os._exit(code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="KILL NOT TESTED: needs fork")
def test_the_hubs_upgrade_is_killed_before_every_statement(tmp_path: Path) -> None:
    founding.found(tmp_path / "whole", "局", training=True, cost=Cost(64, 1))
    wanted = tables(tmp_path / "whole" / FILE)
    folder, statement = tmp_path / "hub", 0
    folder.mkdir()
    while killed_at(folder, statement := statement + 1):
        made = tables(folder / FILE) if (folder / FILE).exists() else set()
        assert not made & (wanted - {"alembic_version"}), "half of the tables"
    assert tables(folder / FILE) == wanted
    print(f"\nrow 40: the hub's upgrade killed before each of {statement - 1} statements; repeat: {REPEAT}")
    assert statement > 10


def test_an_older_hub_names_both_versions_and_changes_nothing(tmp_path: Path) -> None:
    folder = bare_hub(tmp_path / "hub")
    connection = dbapi2.connect(str(folder / FILE), isolation_level=None)
    (known,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.execute("UPDATE alembic_version SET version_num = ?", (str(NEWER),))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    before = tables(folder / FILE)
    with pytest.raises(UnavailableError) as caught:
        Hub.open(folder)
    told = caught.value
    assert (told.code, told.values) == ("hub.newer_database", {"have": known, "needs": str(NEWER)})
    for language in ("zh", "en"):
        said, remedy = Messages(language).text(told.code, told.where, dict(told.values))
        assert str(NEWER) in said
        assert known in said
        assert remedy
    assert tables(folder / FILE) == before
    print(f"\nrow 40: a hub's database of version {NEWER}, program of {known}: refused; repeat: {REPEAT}")
