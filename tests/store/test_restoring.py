"""An older copy put back is noticed, and work goes on from it only under a new journal and code."""

import shutil
from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError, DecisionNeededError, RuleError
from tests.store.worlds import World


def issue(world: World, path: Path, times: int = 1) -> None:
    store = world.open(path)
    for _ in range(times):
        with store.transaction("wang") as tx:
            world.issue(tx)
    store.close()


@pytest.fixture
def data(world: World, tmp_path: Path) -> Path:
    world.create(tmp_path / "data").close()
    issue(world, tmp_path / "data")
    shutil.copy(tmp_path / "data" / "inspector.db", tmp_path / "old.db")
    issue(world, tmp_path / "data", 2)
    return tmp_path / "data"


def put_back(data: Path) -> None:
    shutil.copy(data.parent / "old.db", data / "inspector.db")


def test_an_older_database_is_noticed(world: World, data: Path) -> None:
    put_back(data)
    for _ in range(2):
        with pytest.raises(DecisionNeededError, match=r"store\.older_than_anchor") as caught:
            world.open(data)
        assert (caught.value.values["have"], caught.value.values["known"]) == (3, 7)


def test_it_is_adopted_with_a_spare_code_and_no_number_comes_twice(world: World, data: Path) -> None:
    put_back(data)
    with pytest.raises(RuleError, match=r"store\.machine_code_used"):
        world.open(data, adopt_restored=3)
    with pytest.raises(DecisionNeededError):
        world.open(data)
    store = world.open(data, adopt_restored=7)
    old = [journal for journal in store.vector() if journal != store.meta.journal_id]
    assert len(old) == 1
    with store.transaction("wang") as tx:
        world.issue(tx)
    assert [(each.machine_code, each.serial) for each in store.numbers().numbers] == [(3, 1), (7, 1)]
    store.close()
    again = world.open(data)
    assert again.meta.machine_code == 7
    assert again.integrity().problems == ()
    again.close()


def test_the_lost_tail_comes_back_from_elsewhere(world: World, data: Path, tmp_path: Path) -> None:
    store = world.open(data)
    all_of_it = list(store.entries())
    store.close()
    put_back(data)
    store = world.open(data, adopt_restored=7)
    with store.transaction("wang") as tx:
        world.issue(tx)
    assert store.merge(all_of_it) == 4
    assert [(each.machine_code, each.serial) for each in store.numbers().numbers] == [
        (3, 1),
        (3, 2),
        (3, 3),
        (7, 1),
    ]
    assert store.numbers().duplicates == ()
    store.close()


def test_photos_of_the_lost_time_are_not_swept(world: World, data: Path) -> None:
    store = world.open(data)
    digest = store.put_blob(b"photo")
    with store.transaction("wang") as tx:
        tx.act("attach", "photo", "p" * 32, {"sha256": digest})
    store.close()
    put_back(data)
    world.open(data, adopt_restored=7).close()
    store = world.open(data)
    assert store.sweep() == 0
    assert store.blob(digest) == b"photo"
    store.close()


@pytest.mark.parametrize("harm", ["missing", "empty", "forged"])
def test_without_a_sound_anchor_nothing_is_proven(world: World, data: Path, harm: str) -> None:
    anchor = data / "anchor.json"
    if harm == "missing":
        anchor.unlink()
    elif harm == "empty":
        anchor.write_bytes(b"")
    else:
        anchor.write_bytes(
            anchor.read_bytes().replace(b'"seq":7', b'"seq":3').replace(b'"seq":5', b'"seq":3')
        )
    with pytest.raises(DecisionNeededError, match=r"store\.older_than_anchor"):
        world.open(data)


def test_an_anchor_that_lags_is_normal(world: World, data: Path) -> None:
    before = (data / "anchor.json").read_bytes()
    issue(world, data)
    (data / "anchor.json").write_bytes(before)
    store = world.open(data)
    assert len(store.numbers().numbers) == 4
    store.close()


def test_a_lost_write_ahead_log_is_noticed(world: World, data: Path, tmp_path: Path) -> None:
    store = world.open(data)
    with store.transaction("wang") as tx:
        world.issue(tx)
    shutil.copytree(data, tmp_path / "crashed")
    store.close()
    (tmp_path / "crashed" / "inspector.db-wal").write_bytes(b"")
    with pytest.raises(DecisionNeededError, match=r"store\.older_than_anchor"):
        world.open(tmp_path / "crashed")


def test_a_database_that_vanished_is_not_begun_anew_under_its_spent_numbers(world: World, data: Path) -> None:
    (data / "inspector.db").unlink()
    with pytest.raises(RuleError, match=r"store\.remains"):
        world.create(data)


def test_an_anchor_that_cannot_be_written_spoils_no_commit(world: World, data: Path) -> None:
    store = world.open(data)
    store._anchor.close()
    (data / "anchor.json").unlink()
    (data / "anchor.json").mkdir()
    with store.transaction("wang") as tx:
        world.issue(tx)
    assert len(store.numbers().numbers) == 4
    assert [each.code for each in store.integrity().problems] == ["store.anchor_lags"]
    (data / "anchor.json").rmdir()
    with store.transaction("wang") as tx:
        world.issue(tx)
    assert store.integrity().problems == ()
    store.close()
    world.open(data).close()


def test_a_crash_in_creation_leaves_no_database(world: World, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "inspector.new").write_bytes(b"half")
    (tmp_path / "data" / "inspector.new-wal").write_bytes(b"half")
    with pytest.raises(DamagedError, match=r"store\.database_missing"):
        world.open(tmp_path / "data")
    store = world.create(tmp_path / "data")
    assert (
        sorted(each.name for each in store.folder.path.iterdir() if each.name.startswith("inspector.n")) == []
    )
    store.close()
