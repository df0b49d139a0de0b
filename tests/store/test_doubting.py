"""Receipts: of a chain the greatest is enough; of those that the hub's log contradicts none is believed."""

from pathlib import Path

import pytest

from inspector_app.journal.log import START
from inspector_app.store import handing
from inspector_app.store.handing import GONE, LEFT
from inspector_app.store.store import Store
from tests.store.test_exchanging import DEVICES, blob_receipt, copied, give, opened, receipt, sites
from tests.store.worlds import World


@pytest.fixture
def pair(world: World, tmp_path: Path) -> tuple[Store, Store]:
    return world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4)


def test_of_a_chain_the_greatest_receipt_is_kept(pair: tuple[Store, Store]) -> None:
    one, _ = pair
    journal = one.meta.journal_id
    for no in range(1, 6):
        sites(one, 2)
        ((seq, digest),) = one.tips()[journal]
        one.take_in([], receipts=[receipt(journal, seq, digest, no)])
    assert [(each.journal_id, each.seq, each.no) for each in one.promises()] == [(journal, seq, 5)]
    assert (one.state().received, one.receipted()) == (seq, {journal: [(seq, digest)]})
    # An earlier one that comes late by a file goes at once; one for what is not here yet stays.
    early = next(entry for entry in one.entries() if entry.header.seq == 3)
    one.take_in([], receipts=[receipt(journal, 3, early.hash, 2), receipt(journal, seq + 9, b"x" * 32, 9)])
    assert [each.seq for each in one.promises()] == [seq, seq + 9]
    assert len(one.receipts()) == 2
    for store in pair:
        store.close()


def test_what_is_doubted_is_kept_and_no_longer_believed(world: World, store: Store) -> None:
    here, gone = store.put_blob(b"here"), store.put_blob(b"gone")
    with store.transaction("wang") as tx:
        for each in (here, gone):
            tx.act("attach", "site", tx.create("site", {}), {"sha256": each})
    journal = store.meta.journal_id
    ((seq, digest),) = store.tips()[journal]
    told = receipt(journal, seq, digest, 7)
    store.take_in([], receipts=[told], blob_receipts=[blob_receipt(here, gone)], cursor=(7, b"l" * 32))
    store.drop_blobs([gone])
    store.leave_elsewhere(["ab" * 32])
    store.confirmed("2026-03-02 ", [])
    assert store.unconfirmed("2026-03-02", 10) == ([], "")
    (promise,) = store.promises()
    assert promise.name == f"7:{journal}:{seq}"
    store.doubt([promise], anew=True)
    (kept,) = store.doubted()
    assert (kept.journal_id, kept.seq, kept.no, kept.raw) == (journal, seq, 7, told.raw)
    assert (store.promises(), store.receipts(), store.receipted(), store.blob_receipts()) == ([], [], {}, [])
    assert store.receipts_of(journal) == [told.raw]
    assert store.cursor(store.meta.workspace) == (0, START)
    assert (store.state().received, store.blobs_owed()) == (0, [here])
    assert store.elsewhere() == {gone: GONE, "ab" * 32: LEFT}
    asked, place = store.unconfirmed("2026-03-02", 1)
    assert asked == sorted([gone, "ab" * 32]), "all that only the hub keeps, however many"
    store.confirmed(place, [gone])
    assert (store.elsewhere(), gone in store.blobs_absent()) == ({"ab" * 32: LEFT}, True)
    assert store.unconfirmed("2026-03-02", 10) == ([], "")
    store.close()
    again = world.open(store.folder.path)
    assert [each.raw for each in again.doubted()] == [told.raw]
    again.close()


def test_the_files_come_round_and_the_youngest_each_day(store: Store) -> None:
    names = sorted(f"{n:064x}" for n in range(7))
    with store._writing() as connection:
        for n, each in enumerate(names):
            at = "2026-03-01T08:00:00+00:00" if n == 5 else "2020-01-01T08:00:00+00:00"
            connection.exec_driver_sql("INSERT INTO blob_state VALUES (?, NULL, ?, 0)", (each, at))
        store._commit(connection)
    seen = []
    for day in ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"):
        asked, place = store.unconfirmed(day, 3)
        assert names[5] in asked
        seen += [one for one in asked if one != names[5]]
        store.confirmed(place, [])
        assert store.unconfirmed(day, 3) == ([], "")
    assert set(seen) == set(names) - {names[5]}
    assert seen[:3] == names[:3]


def test_files_that_never_came_do_not_count_as_received(pair: tuple[Store, Store]) -> None:
    one, two = pair
    photo = one.put_blob(b"photo")
    with one.transaction("wang") as tx:
        tx.act("attach", "site", tx.create("site", {}), {"sha256": photo})
    give(one, two)
    two.take_in([], blob_receipts=[blob_receipt(photo, "cd" * 32)])
    assert (two.state().blobs, two.state().blobs_received) == (0, 0)
    two.put_blob(b"photo")
    assert (two.state().blobs, two.state().blobs_received) == (1, 1)
    for store in pair:
        store.close()


def test_of_a_fork_the_receipts_of_its_ends_are_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part that is pushed brings a receipt: of each chain of a fork the last one says all, here too."""
    monkeypatch.setattr(handing, "FEW", 4)
    one = world.create(tmp_path / "one", 3)
    sites(one, 2)
    clone = copied(world, one, tmp_path / "clone")
    one = world.open(tmp_path / "one")
    sites(one, 6)
    sites(clone, 5)
    journal = one.meta.journal_id
    ends = {one.tips()[journal][0], clone.tips()[journal][0]}
    one.take_in(opened(list(clone.lacking(one.tips(), DEVICES["one"]))))
    assert set(one.tips()[journal]) == ends
    mine = sorted(
        (each for each in one.entries() if each.header.journal_id == journal), key=lambda e: e.header.seq
    )
    for no, entry in enumerate(mine):
        one.take_in([], receipts=[receipt(journal, entry.header.seq, entry.hash, no)])
        assert len(one.receipts()) <= 4 + 1
    unknown = receipt(journal, 99, b"x" * 32, 50)
    for no in range(60, 70):
        one.take_in([], receipts=[unknown, receipt(journal, *min(ends), no)])
    assert set(one.receipted()[journal]) == ends
    assert unknown.raw in one.receipts(), "what its entry is part of nobody knows here yet"
    one.take_in([], receipts=[receipt(journal, each.header.seq, each.hash, 0) for each in mine])
    told = {(each.seq, each.hash) for each in one.promises()}
    assert told == ends | {(99, b"x" * 32)}
    assert one.state().received == len(mine)
    one.close()
    clone.close()
