"""Photos that only the hub keeps: dropped on its receipt, told apart, taken back; nothing else changes."""

from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError, InspectorError, UnavailableError
from inspector_app.store import backup, backup_restore
from inspector_app.store.handing import GONE, LEFT
from inspector_app.store.store import Store
from tests.store.test_backup import order
from tests.store.test_exchanging import blob_receipt
from tests.store.worlds import World


def shoot(store: Store, *contents: bytes) -> list[str]:
    """Keep photos that an act names."""
    made = []
    for one in contents:
        digest = store.put_blob(one)
        with store.transaction("wang") as tx:
            tx.act("attach", "site", tx.create("site", {}), {"sha256": digest})
        made.append(digest)
    return made


def reopened(world: World, store: Store) -> Store:
    path = store.folder.path
    store.close()
    return world.open(path)


def test_only_what_the_hub_gave_a_receipt_for_is_dropped(world: World, store: Store) -> None:
    one, two = shoot(store, b"one", b"two")
    digest = store.digest()
    store.take_in([], blob_receipts=[blob_receipt(one)])
    assert store.drop_blobs([one, two, "0" * 64]) == (one,)
    assert store.drop_blobs([one]) == ()
    assert (store.has_blob(one), store.has_blob(two)) == (False, True)
    assert store.elsewhere() == {one: GONE}
    with pytest.raises(UnavailableError) as caught:
        store.blob(one)
    assert (caught.value.code, caught.value.where) == ("store.blob_elsewhere", one)
    # Nothing else changes: no entry, no digest, no file that is asked for again.
    assert store.digest() == digest
    assert store.blobs_absent() == []
    assert store.blobs_owed() == [two]
    assert store.replay_check().same
    assert store.integrity().problems == ()
    assert (store.state().blobs, store.state().blobs_received) == (1, 0)


def test_a_photo_that_is_lost_is_still_called_lost(store: Store) -> None:
    (one,) = shoot(store, b"one")
    store.take_in([], blob_receipts=[blob_receipt(one)])
    store._vault.remove(one)
    with pytest.raises(DamagedError) as caught:
        store.blob(one)
    assert caught.value.code == "store.blob_missing"
    assert store.blobs_absent() == [one]


def test_a_power_cut_between_note_and_removal_leaves_it_to_the_next_start(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = world.create(tmp_path / "data")
    one, two = shoot(store, b"one", b"two")
    store.take_in([], blob_receipts=[blob_receipt(one)])
    store = reopened(world, store)

    def cut(_: str) -> None:
        raise UnavailableError("store.disk_error")

    with monkeypatch.context() as patched:
        patched.setattr(store._vault, "remove", cut)
        with pytest.raises(InspectorError):
            store.drop_blobs([one])
    assert store.has_blob(one)
    store = reopened(world, store)
    assert store.sweep() == 1
    assert (store.has_blob(one), store.has_blob(two)) == (False, True)
    assert store.elsewhere() == {one: GONE}
    store.close()


def test_what_comes_back_is_here_again_and_stays(world: World, tmp_path: Path) -> None:
    store = world.create(tmp_path / "data")
    (one,) = shoot(store, b"one")
    store.take_in([], blob_receipts=[blob_receipt(one)])
    store.drop_blobs([one])
    assert store.put_blob(b"one") == one
    assert (store.elsewhere(), store.blobs_owed()) == ({}, [])
    store = reopened(world, store)
    assert store.sweep() == 0
    assert store.blob(one) == b"one"
    store.close()


def test_it_may_come_back_inside_a_transaction(world: World, tmp_path: Path) -> None:
    store = world.create(tmp_path / "data")
    (one,) = shoot(store, b"one")
    store.take_in([], blob_receipts=[blob_receipt(one)])
    store.drop_blobs([one])
    with store.transaction("wang") as tx:
        digest = store.put_blob(b"one")
        tx.create("site", {"photo": digest})
    assert store.elsewhere() == {}
    store.close()


def test_what_never_came_is_left_at_the_hub(store: Store) -> None:
    absent = "ab" * 32
    (here,) = shoot(store, b"here")
    with store.transaction("wang") as tx:
        tx.act("attach", "site", tx.create("site", {}), {"sha256": absent})
    assert store.blobs_absent() == [absent]
    store.leave_elsewhere([absent, here])
    assert store.elsewhere() == {absent: LEFT}
    assert store.blobs_absent() == []
    assert store.blob(here) == b"here"
    assert store.blobs_owed() == [here]
    # What was dropped on purpose is not turned into what never came.
    store.take_in([], blob_receipts=[blob_receipt(here)])
    store.drop_blobs([here])
    store.leave_elsewhere([here, absent])
    assert store.elsewhere() == {absent: LEFT, here: GONE}


def test_a_backup_says_which_photos_are_whole_in_it(world: World, store: Store, tmp_path: Path) -> None:
    store.folder.slots.write_text("{}", "utf-8")
    one, two, three = shoot(store, b"one", b"two", b"three")
    store.take_in([], blob_receipts=[blob_receipt(one, three)])
    place = store._vault._place(store._vault.name(three))
    sealed = place.read_bytes()
    place.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    small, whole = tmp_path / "small.ijk", tmp_path / "whole.ijk"
    backup.make(store, None, order(small))
    backup.make(store, None, order(whole, everything=True))
    for file, held in ((small, {two}), (whole, {one, two})):
        with backup_restore.opened(file) as told:
            assert backup_restore.held(told, store, [one, two, three, "0" * 64]) == held
    raw = bytearray(whole.read_bytes())
    raw[len(raw) // 2] ^= 1
    whole.write_bytes(raw)
    with backup_restore.opened(whole) as told, pytest.raises(DamagedError) as caught:
        backup_restore.held(told, store, [one])
    assert caught.value.code == "backup.damaged"
    other = World()
    other.keys.vault_key = bytes(32)
    foreign = other.create(tmp_path / "other")
    with backup_restore.opened(small) as told, pytest.raises(DamagedError) as caught:
        backup_restore.held(told, foreign, [one])
    assert caught.value.code == "backup.foreign"
    foreign.close()
