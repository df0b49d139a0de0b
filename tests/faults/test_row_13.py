"""Row 13: the stick is pulled out, full or read-only during an export: told at once, the source is whole."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from errno import EIO, ENODEV, ENXIO
from pathlib import Path

import pytest

from inspector_app.domain.errors import UnavailableError
from inspector_app.store.store import Store
from inspector_app.sync import files
from tests.sync.office import Office, Steps, a_day
from tests.sync.sticks import Pulled

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REPEAT = "python -m pytest tests/faults/test_row_13.py -n 0 -s"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def laptop(office: Office, tmp_path: Path) -> Iterator[Store]:
    store = office.laptop(tmp_path / "laptop", 1)
    for day in range(3):
        a_day(office, store, photo=bytes((day,)) * 900_000)
    yield store
    store.close()


def state(store: Store) -> tuple[object, ...]:
    return store.digest(), store.vector(), store.state().handed, store.blobs_owed()


@pytest.mark.parametrize("error", [EIO, ENODEV, ENXIO])
def test_pulled_at_every_moment(office: Office, laptop: Store, tmp_path: Path, error: int) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    files.write_out(laptop, stick / "old.ijx", NOW, Steps())
    size, old = (stick / "old.ijx").stat().st_size, (stick / "old.ijx").read_bytes()
    before, counted = state(laptop), Counter[str]()
    places = [*range(0, size, size // 12)]
    for disk in (*(Pulled(n, error) for n in places), *(Pulled(size, error, at) for at in STAGES)):
        with pytest.raises(UnavailableError) as problem:
            files.write_out(laptop, stick / "old.ijx", NOW, Steps(), disk=disk)
        counted[problem.value.code] += 1
        assert not disk.late, "it went on writing to a stick that is gone"
        assert (stick / "old.ijx").read_bytes() == old
        assert [one.name for one in stick.iterdir()] == ["old.ijx"]
        assert state(laptop) == before
        assert laptop.exchanges(1)[0].outcome == "exchange.not_written"
    files.write_out(laptop, stick / "old.ijx", NOW, Steps())
    print(f"row 13: pulled {sum(counted.values())} times, {dict(counted)}; repeat: {REPEAT}")


STAGES = ("create", "settle", "replace")


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """A real file system of its own; only root may mount one."""
    place.mkdir(exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("A REAL STICK WAS NOT TESTED: mounting needs root")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


def test_a_stick_that_is_really_full_read_only_or_gone(office: Office, laptop: Store, tmp_path: Path) -> None:
    stick, before = tmp_path / "stick", state(laptop)
    with mounted(stick, "size=1m"):
        with pytest.raises(UnavailableError, match=r"exchange\.stick_full"):
            files.write_out(laptop, stick / "x.ijx", NOW, Steps())
        assert not list(stick.iterdir())
        subprocess.run(["mount", "-o", "remount,size=16m", str(stick)], check=True)
        files.write_out(laptop, stick / "x.ijx", NOW, Steps())
        whole = (stick / "x.ijx").read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(UnavailableError, match=r"exchange\.not_written"):
            files.write_out(laptop, stick / "x.ijx", NOW, Steps())
        assert (stick / "x.ijx").read_bytes() == whole
    (stick / "nothing").mkdir()
    with pytest.raises(UnavailableError, match=r"exchange\.not_written"):
        files.write_out(laptop, stick / "gone" / "x.ijx", NOW, Steps())
    assert state(laptop)[:2] == before[:2]


class PulledInTheMiddle(Steps):
    """Somebody takes the stick out while it is written."""

    def __init__(self, stick: Path, after: int) -> None:
        super().__init__()
        self._stick, self._after = stick, after

    def step(self, done: int, total: int, doing: str = "") -> None:
        super().step(done, total, doing)
        if len(self.told) == self._after:
            subprocess.run(["umount", "-l", str(self._stick)], check=True)


def test_a_stick_that_is_taken_out_in_the_middle(office: Office, laptop: Store, tmp_path: Path) -> None:
    stick, before = tmp_path / "stick", state(laptop)
    for after in (1, 2, 3):
        with mounted(stick, "size=16m"), pytest.raises(UnavailableError) as problem:
            files.write_out(laptop, stick / "x.ijx", NOW, PulledInTheMiddle(stick, after))
        assert problem.value.code == "exchange.not_written"
        assert not list(stick.iterdir())
        assert state(laptop) == before
