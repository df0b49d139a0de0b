"""A connection is what we asked for, or there is none."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.store import engine

KEY = b"k" * 32


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "inspector.db"
    made = engine.make_engine(path, KEY, new=True)
    with made.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        connection.exec_driver_sql("INSERT INTO t VALUES ('marker-marker')")
    made.dispose()
    return path


def test_the_file_is_encrypted(database: Path) -> None:
    content = database.read_bytes()
    assert b"marker" not in content
    assert b"SQLite format" not in content


def test_every_setting_holds(database: Path) -> None:
    connection = engine.open_connection(database, KEY)
    asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in engine._ASKED}
    assert (asked["journal_mode"], asked["synchronous"], asked["foreign_keys"]) == ("wal", 2, 1)
    connection.close()


def test_a_wrong_key_is_refused_and_nothing_is_touched(database: Path) -> None:
    before = database.read_bytes()
    with pytest.raises(DamagedError, match=r"store\.not_our_database"):
        engine.make_engine(database, b"x" * 32)
    assert database.read_bytes() == before
    assert [each.name for each in database.parent.iterdir()] == ["inspector.db"]


def test_a_plain_database_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (x)")
    plain.commit()
    plain.close()
    before = path.read_bytes()
    with pytest.raises(DamagedError, match=r"store\.not_our_database"):
        engine.make_engine(path, KEY)
    assert path.read_bytes() == before


def test_a_missing_or_empty_database_is_not_made_anew(tmp_path: Path) -> None:
    for path in (tmp_path / "none.db", tmp_path / "empty.db"):
        if path.name == "empty.db":
            path.touch()
        with pytest.raises(DamagedError, match=r"store\.database_missing"):
            engine.make_engine(path, KEY)


@pytest.mark.parametrize("version", ["3.51.2", "3.45.1", "3.7.17"])
def test_an_old_sqlite_is_refused(version: str) -> None:
    with pytest.raises(UnavailableError, match=r"store\.sqlite_too_old"):
        engine.refuse_old_sqlite(version)


def test_a_refused_pragma_stops_the_start(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_ASKED", (("synchronous", "FULL", 3),))
    with pytest.raises(UnavailableError, match=r"store\.pragma_refused"):
        engine.make_engine(database, KEY)


def test_the_mapper_is_never_imported() -> None:
    script = "import sys, inspector_app.store.store; print('sqlalchemy.orm' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "False"
