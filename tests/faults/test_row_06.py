"""Scoreboard row 6: disk full, read-only or pulled in a backup or export: the old file whole, no half one.

Repeat: uv run pytest -n 0 -s tests/faults/test_row_06.py
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import disk_usage

import pytest

from inspector_app.answers import exports
from inspector_app.domain.errors import InspectorError, UnavailableError
from inspector_app.store import backup, backup_places, backup_restore
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from tests.store.worlds import World

resource = pytest.importorskip("resource", reason="FULL DISK IN A BACKUP NOT TESTED: needs setrlimit")
signal = pytest.importorskip("signal")

STEPS = 60


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """While inside, no file grows beyond a size, as on a disk that has no more room."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.fixture
def full(world: World, tmp_path: Path) -> Iterator[Store]:
    store = world.create(tmp_path / "data")
    store.folder.slots.write_text("{}", "utf-8")
    for number in range(12):
        digest = store.put_blob(bytes([number]) * 90_000)
        with store.transaction("wang") as tx:
            site = tx.create("site", {"photo": digest})
            tx.act("attach", "site", site, {"sha256": digest})
            world.issue(tx)
    yield store
    store.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def order(goal: Path) -> backup.Order:
    return backup.Order(
        backup_places.Place(goal, "x", thinned=False), "2026-03-02T08:30:00+08:00", "1", everything=True
    )


def sound(world: World, file: Path, folder: Path) -> bool:
    """Tell whether a backup can be restored."""
    with backup_restore.opened(file) as told:
        unpacked = backup_restore.unpack(told, backup.unboxed(told.header, world.keys), DataFolder(folder))
    backup_restore.prove(DataFolder(folder), world.keys.data_key, unpacked.facts)
    return True


def nothing_half(store: Store, shelf: Path) -> bool:
    left = [one.name for one in (store.folder.path / backup.WORK).iterdir()]
    return [one.name for one in shelf.iterdir()] == ["b.ijk"] and left == ["lock"]


def test_wherever_the_disk_fills_the_old_backup_is_whole_and_it_is_said(
    world: World, full: Store, shelf: Path, tmp_path: Path
) -> None:
    old = backup.make(full, None, order(shelf / "b.ijk"))
    with full.transaction("wang") as tx:
        world.issue(tx)
    told: Counter[str] = Counter()
    for step in range(STEPS):
        with files_at_most(1 + old.size * step // STEPS), pytest.raises(UnavailableError) as caught:
            backup.make(full, None, order(shelf / "b.ijk"))
        told[caught.value.code] += 1
        assert sha256(old.file.read_bytes()).hexdigest() == old.sha256
        assert nothing_half(full, shelf), caught.value
    print(f"\nrow 6: {STEPS} places at which the disk fills: {dict(told)}")
    assert set(told) <= {"store.disk_error", "backup.no_room_here", "backup.target_full"}
    assert told["backup.target_full"] > STEPS // 2
    assert sound(world, old.file, tmp_path / "old")
    new = backup.make(full, None, order(shelf / "b.ijk"))
    assert new.facts.entries == old.facts.entries + 2  # the paper and its issue
    assert sound(world, new.file, tmp_path / "new")
    assert full.integrity().problems == ()


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own that can be filled, locked and pulled."""
    place = tmp_path / "mounted"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode or sys.platform != "linux":
        pytest.skip("A REAL STICK WAS NOT TESTED: mounting one takes root on Linux")
    yield place
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


class Hand:
    """Does something to the stick while a stage is under way."""

    def __init__(self, stage: str, deed: Callable[[], object]) -> None:
        self._stage, self._deed, self._done = stage, deed, False

    def step(self, done: int, total: int, doing: str = "") -> None:
        if doing == self._stage and not self._done:
            self._done = True
            self._deed()


def test_a_stick_that_is_full_keeps_its_old_backup(world: World, full: Store, stick: Path) -> None:
    old = backup.make(full, None, order(stick / "b.ijk"))
    (stick / "videos").write_bytes(b"x" * (4_194_304 - old.size - 300_000))
    with pytest.raises(UnavailableError, match=r"backup\.target_full"):
        backup.make(full, None, order(stick / "b.ijk"))
    assert sorted(one.name for one in stick.iterdir()) == ["b.ijk", "videos"]
    assert sha256(old.file.read_bytes()).hexdigest() == old.sha256
    (stick / "videos").unlink()
    assert backup.make(full, None, order(stick / "b.ijk")).blobs == old.blobs


def test_a_laptop_without_room_for_the_copy_says_so(world: World, stick: Path, shelf: Path) -> None:
    store = world.create(stick / "data")
    store.folder.slots.write_text("{}", "utf-8")
    old = backup.make(store, None, order(shelf / "b.ijk"))
    (stick / "videos").write_bytes(b"x" * (disk_usage(stick).free - 40_000))
    with pytest.raises(UnavailableError, match=r"backup\.no_room_here"):
        backup.make(store, None, order(shelf / "b.ijk"))
    assert sha256(old.file.read_bytes()).hexdigest() == old.sha256
    assert nothing_half(store, shelf)
    (stick / "videos").unlink()
    assert backup.make(store, None, order(shelf / "b.ijk")).facts == old.facts
    store.close()


def test_a_locked_stick_says_so(full: Store, stick: Path) -> None:
    old = backup.make(full, None, order(stick / "b.ijk"))
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    with pytest.raises(UnavailableError, match=r"backup\.target_read_only"):
        backup.make(full, None, order(stick / "b.ijk"))
    assert sha256(old.file.read_bytes()).hexdigest() == old.sha256


@pytest.mark.parametrize("stage", [backup.COPYING, backup.WRITING, backup.CHECKING])
def test_a_stick_that_is_pulled_is_said_and_the_laptop_is_whole(
    full: Store, stick: Path, tmp_path: Path, stage: str
) -> None:
    def pull() -> None:
        subprocess.run(["umount", "-l", str(stick)], check=True)

    digest = full.digest()
    with pytest.raises(UnavailableError, match=r"backup\.target_(gone|failed)"):
        backup.make(full, None, order(stick / "b.ijk"), Hand(stage, pull))
    assert list(stick.iterdir()) == []
    assert [one.name for one in (tmp_path / "data" / backup.WORK).iterdir()] == ["lock"]
    assert (full.digest(), full.integrity().problems) == (digest, ())


def test_a_disk_that_fills_in_an_export_leaves_the_old_file(tmp_path: Path) -> None:
    goal = tmp_path / "out" / "paper.pdf"
    exports._write(goal, b"old", 1)
    for size in (1, 1_000, 99_999):
        with files_at_most(size), pytest.raises(InspectorError, match=r"export\.refused"):
            exports._write(goal, b"n" * 100_000, 1)
        assert goal.read_bytes() == b"old"
        assert [one.name for one in goal.parent.iterdir()] == ["paper.pdf"]
    assert exports._write(goal, b"new", 1)["sha256"] == sha256(b"new").hexdigest()
    assert goal.read_bytes() == b"new"
