"""kill -9 in the middle of `--in` and `--out`, at any moment: before or after, never between."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from inspector_app.store.store import Store
from inspector_app.sync import files
from tests.sync.office import Office, Steps, a_day

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEED, KILLS = 24, 60
REPEAT = "python -m pytest tests/sync/test_killed.py -n 0 -s"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def folders(office: Office, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A laptop with days of work, a laptop that has nothing of it, and the file between them."""
    a, b = office.laptop(tmp_path / "a", 1), office.laptop(tmp_path / "b", 2)
    for n in range(6):
        a_day(office, a, sites=6, photo=bytes((n,)) * 400_000)
    files.write_out(a, tmp_path / "x.ijx", NOW, Steps())
    a.close()
    b.close()
    return tmp_path / "a", tmp_path / "b", tmp_path / "x.ijx"


class Killer:
    """A process of one thread that forks a child for each job; the child is killed from here."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.forker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def killed(self, way: str, folder: Path, file: Path, after: float) -> bool:
        """Let a child do it and kill it after so many seconds; tell whether it had not come to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{way}\t{folder}\t{file}\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return self._process.stdout.readline().strip() == "killed"

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def killer() -> Iterator[Killer]:
    made = Killer()
    yield made
    made.close()


def told(store: Store) -> tuple[object, ...]:
    return store.digest(), store.vector(), store.tips()


def test_reading_a_file_in(
    office: Office, folders: tuple[Path, Path, Path], tmp_path: Path, killer: Killer
) -> None:
    _, folder, file = folders
    before, after, seconds = both_ends(office, folder, file, tmp_path)
    chance, counted = Random(SEED), Counter[str]()
    # The first one dies before it can have come far, however long was measured.
    for n, at in enumerate((0.0, *(chance.uniform(0, 1.2) for _ in range(KILLS - 1)))):
        copy = shutil.copytree(folder, tmp_path / f"copy{n}")
        was_killed = killer.killed("in", copy, file, at * seconds)
        store = office.open(copy)
        try:
            now = told(store)
            assert now in (before, after), "half of a file was taken in"
            counted[("before" if now == before else "after") + (" killed" if was_killed else "")] += 1
            store.sweep()
            files.read_in(store, file, Steps())
            assert told(store) == after
            assert not store.blobs_absent()
            assert store.replay_check().same
        finally:
            store.close()
            shutil.rmtree(copy)
    print(f"kill in --in: seed {SEED}, {KILLS} kills, {dict(counted)}; repeat: {REPEAT}")
    assert counted["before killed"]


def both_ends(
    office: Office, folder: Path, file: Path, tmp_path: Path
) -> tuple[tuple[object, ...], tuple[object, ...], float]:
    """Return what stands before and after, and how long the whole takes here."""
    copy = shutil.copytree(folder, tmp_path / "measured")
    begun = time.perf_counter()
    store = office.open(copy)
    before = told(store)
    files.read_in(store, file, Steps())
    after, seconds = told(store), time.perf_counter() - begun
    store.close()
    shutil.rmtree(copy)
    return before, after, seconds


def test_writing_a_file_out(
    office: Office, folders: tuple[Path, Path, Path], tmp_path: Path, killer: Killer
) -> None:
    folder, other, file = folders
    old = file.read_bytes()
    chance, counted = Random(SEED), Counter[str]()
    stick = tmp_path / "stick"
    stick.mkdir()
    for _ in range(KILLS // 2):
        (stick / "x.ijx").write_bytes(old)
        killer.killed("out", folder, stick / "x.ijx", chance.uniform(0, 0.4))
        counted["old" if (stick / "x.ijx").read_bytes() == old else "new"] += 1
        reader = office.open(shutil.copytree(other, tmp_path / "reader"))
        try:
            files.read_in(reader, stick / "x.ijx", Steps())
        finally:
            reader.close()
            shutil.rmtree(tmp_path / "reader")
    store = office.open(folder)
    files.write_out(store, stick / "x.ijx", NOW, Steps())
    store.close()
    assert [one.name for one in stick.iterdir()] == ["x.ijx"], "what was left half is tidied away"
    print(f"kill in --out: seed {SEED}, {dict(counted)}; repeat: {REPEAT}")
