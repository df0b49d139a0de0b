"""Row 8: an old page or an old database file put back is noticed, at once or with the next exchange."""

import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from inspector_app.domain.errors import DecisionNeededError, InspectorError
from inspector_app.journal.bundle import unpack
from inspector_app.journal.entry import Entry
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from tests.store.worlds import World

SEED, ROUNDS = 8, 40
REPEAT = "python -m pytest tests/faults/test_row_08.py -n 0 -s"
DEVICE = SigningKey.from_bytes(b"d" * 32)
FILES = ("inspector.db", "inspector.db-wal", "inspector.db-shm", "anchor.json")


def work(world: World, path: Path, times: int, name: str = "") -> None:
    store = world.open(path)
    for n in range(times):
        with store.transaction("wang") as tx:
            site = tx.create("site", {"name": f"{name}{n}", "text": "x" * 500})
            tx.set("site", site, {"floors": n})
            if n % 3 == 0:
                world.issue(tx)
    store.close()


def kept(folder: Path, place: Path) -> None:
    place.mkdir()
    for name in FILES:
        if (folder / name).exists():
            shutil.copy(folder / name, place / name)


def put_back(place: Path, folder: Path, names: tuple[str, ...]) -> None:
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    for name in names:
        if (place / name).exists():
            shutil.copy(place / name, folder / name)


def everything(store: Store) -> tuple[object, ...]:
    return store.digest(), store.tips(), store.records("site"), store.acts(), store.numbers()


def test_an_old_file_is_noticed_by_the_anchor_beside_it(world: World, tmp_path: Path) -> None:
    data, chance = tmp_path / "data", random.Random(SEED)
    world.create(data).close()
    noticed = 0
    for n in range(ROUNDS):
        kept(data, tmp_path / f"old{n}")
        work(world, data, chance.randint(1, 4), f"{n}-")
        kept(data, tmp_path / f"new{n}")
        put_back(tmp_path / f"old{n}", data, FILES[:3])
        shutil.copy(tmp_path / f"new{n}" / "anchor.json", data / "anchor.json")
        with pytest.raises(DecisionNeededError, match=r"store\.older_than_anchor"):
            world.open(data)
        noticed += 1
        put_back(tmp_path / f"new{n}", data, FILES)
    print(f"\nrow 8: seed {SEED}, {noticed} old files put back and noticed; again: {REPEAT}")
    assert noticed == ROUNDS


def test_old_pages_among_new_ones_are_noticed(world: World, tmp_path: Path) -> None:
    """SQLCipher takes an older copy of a page for good; chain, projection and anchor do not."""
    data, chance = tmp_path / "data", random.Random(SEED)
    world.create(data).close()
    work(world, data, 12)
    old = (data / "inspector.db").read_bytes()
    work(world, data, 30, "later")
    new = (data / "inspector.db").read_bytes()
    store = world.open(data)
    truth = everything(store)
    store.close()
    new = (data / "inspector.db").read_bytes()
    pages = [at for at in range(0, len(old), 4096) if old[at : at + 4096] != new[at : at + 4096]]
    tried = 0
    for _ in range(ROUNDS):
        mixed = bytearray(new)
        for at in chance.sample(pages, chance.randint(1, min(6, len(pages)))):
            mixed[at : at + 4096] = old[at : at + 4096]
        (data / "inspector.db").write_bytes(mixed)
        assert noticed(world, data, truth)
        tried += 1
    print(f"\nrow 8: seed {SEED}, {tried} mixtures of old and new pages; again: {REPEAT}")


def noticed(world: World, data: Path, truth: tuple[object, ...]) -> bool:
    """Tell whether opening, reading or the full check notices; unharmed content counts as noticed."""
    try:
        store = world.open(data)
    except InspectorError:
        return True
    try:
        told = everything(store)
        if told == truth:
            return True
        return bool(store.integrity().problems) or not store.replay_check().same
    except InspectorError:
        return True
    finally:
        store.close()


def test_a_whole_old_folder_is_noticed_with_the_next_exchange(world: World, tmp_path: Path) -> None:
    """Database and anchor put back together are one sound older copy; whoever heard more tells it."""
    data, chance, found = tmp_path / "data", random.Random(SEED), 0
    world.create(data).close()
    other = world.create(tmp_path / "other", 9)
    for n in range(8):
        kept(data, tmp_path / f"old{n}")
        work(world, data, chance.randint(1, 5), f"{n}-")
        later = world.open(data)
        bring(later, other)
        told = later.digest(), later.numbers()
        later.close()
        put_back(tmp_path / f"old{n}", data, FILES)
        older = world.open(data)
        before = older.meta.journal_id
        if n % 2:  # it went on before anybody noticed: a fork, and both are kept
            with older.transaction("wang") as tx:
                world.issue(tx, "order")
        taken = older.take_in(opened(other.lacking(older.tips(), DEVICE)))
        assert taken.forked
        assert older.meta.journal_id != before
        assert older.meta.code_spent
        if not n % 2:
            assert older.numbers() == told[1]
        older.take_machine_code(20 + n)
        bring(older, other)
        assert older.digest() == other.digest()
        assert older.replay_check().same
        older.close()
        found += 1
    other.close()
    print(f"\nrow 8: seed {SEED}, {found} whole old folders noticed at the next exchange; again: {REPEAT}")


def opened(raws: Iterable[bytes]) -> list[tuple[bytes, list[Entry]]]:
    return [(raw, unpack(raw, lambda _: DEVICE.public)) for raw in raws]


def bring(source: Store, target: Store) -> None:
    target.take_in(opened(source.lacking(target.tips(), DEVICE)))
    source.take_in(opened(target.lacking(source.tips(), DEVICE)))
