"""What two stores give each other: whole, once, in any order, and what they know of it afterwards."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DecisionNeededError, UnverifiableError
from inspector_app.journal.bundle import Limits, open_header, pack, unpack
from inspector_app.journal.entry import Entry
from inspector_app.journal.log import START
from inspector_app.journal.receipt import BlobReceipt, Receipt
from inspector_app.store.handing import DONE, FILE_OUT, HUB
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from tests.journal.writing import Laptop, value
from tests.store.worlds import WORKSPACE, World

DEVICES = {name: SigningKey.from_bytes(name.encode().ljust(32, b"-")) for name in ("one", "two", "three")}
KEYS = {key.key_id: key.public for key in DEVICES.values()}
HUB_KEY = SigningKey.from_bytes(b"h" * 32)
HUB_ID = "ab" * 16


def opened(raws: Sequence[bytes]) -> list[tuple[bytes, list[Entry]]]:
    return [(raw, unpack(raw, KEYS.get)) for raw in raws]


def give(source: Store, target: Store, name: str = "one", limits: Limits | None = None) -> int:
    given = source.lacking(target.tips(), DEVICES[name], *([limits] if limits else []))
    return target.take_in(opened(list(given))).new


def receipt(journal_id: str, seq: int, digest: bytes, no: int = 1) -> Receipt:
    told = Receipt(HUB_ID, WORKSPACE, journal_id, seq, digest, no, START, "2026-03-02T09:00:00+00:00")
    return Receipt.read(told.sign(HUB_KEY), HUB_KEY.public)


def blob_receipt(*names: str) -> BlobReceipt:
    told = BlobReceipt(HUB_ID, WORKSPACE, names, "2026-03-02T09:00:00+00:00")
    return BlobReceipt.read(told.sign(HUB_KEY), HUB_KEY.public)


def sites(store: Store, many: int) -> list[str]:
    made = []
    for floors in range(many):
        with store.transaction("wang") as tx:
            made.append(tx.create("site", {"floors": floors}))
    return made


def same(one: Store, other: Store) -> None:
    assert one.digest() == other.digest()
    assert one.tips() == other.tips()
    assert one.numbers() == other.numbers()
    for each in (one, other):
        assert each.replay_check().same
        assert each.integrity().problems == ()


@pytest.fixture
def pair(world: World, tmp_path: Path) -> tuple[Store, Store]:
    return world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4)


def test_two_stores_give_each_other_what_they_lack_and_then_nothing(pair: tuple[Store, Store]) -> None:
    one, two = pair
    sites(one, 30)
    sites(two, 20)
    assert give(one, two, "one", Limits(entries=7, raw=4_000_000)) == 31
    assert give(two, one, "two") == 21
    assert list(one.lacking(two.tips(), DEVICES["one"])) == []
    assert list(two.lacking(one.tips(), DEVICES["two"])) == []
    sites(one, 1)
    (raw,) = one.lacking(two.tips(), DEVICES["one"])
    assert open_header(raw).n == 1
    assert two.take_in(opened([raw])).new == 1
    same(one, two)
    one.close()
    two.close()


def test_the_own_journal_is_packed_as_the_slow_way_packs_it(pair: tuple[Store, Store]) -> None:
    one, two = pair
    sites(one, 9)
    entries = list(one.entries())
    assert list(one.lacking({}, DEVICES["one"])) == [pack(entries, DEVICES["one"])]
    three = list(one.lacking({}, DEVICES["one"], Limits(entries=4, raw=4_000_000)))
    assert three == [pack(entries[n : n + 4], DEVICES["one"]) for n in (0, 4, 8)]
    one.close()
    two.close()


def test_no_transaction_is_torn_and_a_large_one_gets_a_bundle_of_its_own(pair: tuple[Store, Store]) -> None:
    one, two = pair
    for many in (3, 40, 2, 2):
        with one.transaction("wang") as tx:
            for floors in range(many):
                tx.create("site", {"floors": floors})
    raws = list(one.lacking({}, DEVICES["one"], Limits(entries=6, raw=4_000_000)))
    assert [open_header(raw).n for raw in raws] == [4, 40, 4]
    small = list(one.lacking({}, DEVICES["one"], Limits(entries=500, raw=1_000)))
    assert sum(open_header(raw).n for raw in small) == 48
    assert two.take_in(opened(small)).new == 48
    one.close()
    two.close()


def test_bundles_of_others_are_passed_on_exactly_as_they_came(
    world: World, tmp_path: Path, pair: tuple[Store, Store]
) -> None:
    one, two = pair
    sites(one, 10)
    raws = list(one.lacking({}, DEVICES["one"], Limits(entries=3, raw=4_000_000)))
    assert two.take_in(opened(raws)).new == 11
    assert two.take_in(opened(raws)) == two.take_in(opened(raws[:1] + raws))
    three = world.create(tmp_path / "three", 5, appointed=False)
    given = list(two.lacking(three.tips(), DEVICES["two"]))
    assert set(raws) < set(given)
    assert three.take_in(opened(given)).new == 12
    assert [open_header(raw).key for raw in given].count(DEVICES["two"].key_id) == 1
    same(two, three)
    assert set(raws) <= set(three.lacking({}, DEVICES["three"]))
    for each in (one, two, three):
        each.close()


def test_any_order_of_bundles_and_a_gap_named(pair: tuple[Store, Store]) -> None:
    one, two = pair
    sites(one, 40)
    raws = list(one.lacking({}, DEVICES["one"], Limits(entries=2, raw=4_000_000)))
    before = two.digest()
    with pytest.raises(UnverifiableError, match=r"store\.journal_gap"):
        two.take_in(opened(raws[:3] + raws[4:]), cursor=(9, b"x" * 32))
    assert (two.digest(), two.cursor(WORKSPACE)) == (before, (0, START))
    random.Random(5).shuffle(raws)
    taken = two.take_in(opened(raws), cursor=(9, b"x" * 32))
    assert (taken.new, taken.known, taken.forked, taken.parted) == (41, 0, False, ())
    assert two.cursor(WORKSPACE) == (9, b"x" * 32)
    assert give(two, one, "two") == 1
    same(one, two)
    one.close()
    two.close()


def test_who_is_ahead_of_us_gets_everything_and_nobody_is_hurt(pair: tuple[Store, Store]) -> None:
    one, two = pair
    sites(one, 3)
    give(one, two)
    (journal,) = one.own_journals()
    (raw,) = one.lacking({journal: [(99, b"?" * 32)]}, DEVICES["one"])
    assert two.take_in(opened([raw])).new == 0
    one.close()
    two.close()


def foreign(world: World, store: Store) -> Laptop:
    """Return a laptop that this store knows four entries of, and whose clone wrote on otherwise."""
    laptop = Laptop("strange")
    for floors in range(4):
        laptop.write("create", "site", f"{floors + 1:032x}", {"floors": value(floors)})
    store.take_in(opened([pack(laptop.entries, DEVICES["three"])]))
    return laptop


def test_a_fork_of_another_s_journal_is_kept_named_and_passed_on(
    pair: tuple[Store, Store], world: World
) -> None:
    one, two = pair
    laptop = foreign(world, one)
    clone = laptop.fork("clone")
    for each, name in ((laptop, "a"), (clone, "b")):
        for n in range(3):
            each.write("set", "site", f"{1:032x}", {"name": value(f"{name}{n}")})
    assert one.take_in(opened([pack(laptop.entries[4:], DEVICES["three"])])).parted == ()
    taken = one.take_in(opened([pack(clone.entries[4:], DEVICES["three"])]))
    journal = laptop.entries[0].header.journal_id
    assert (taken.new, taken.parted, taken.forked) == (3, (journal,), False)
    (branch,) = one.branches()
    assert branch == (journal, clone.entries[4].hash.hex(), 7, 3, False, ("wang",))
    ends = {(7, laptop.entries[-1].hash), (7, clone.entries[-1].hash)}
    assert set(one.tips()[journal]) == ends
    # Somebody with one of the two branches gets the other, and nothing of what both have.
    two.take_in(opened([pack(laptop.entries, DEVICES["three"])]))
    given = list(one.lacking(two.tips(), DEVICES["one"]))
    assert [open_header(raw).last_hash for raw in given if open_header(raw).journal_id == journal] == [
        clone.entries[-1].hash
    ]
    assert two.take_in(opened(given)).parted == (journal,)
    give(two, one, "two")
    same(one, two)
    assert [line.branch for line in two.branches()] == [line.branch for line in one.branches()]
    one.close()
    two.close()


def test_a_fork_inside_one_bundle_run_and_at_the_first_entry(pair: tuple[Store, Store]) -> None:
    one, two = pair
    laptop, clone = Laptop("strange"), Laptop("strange")
    laptop.write("create", "site", "1" * 32, {"floors": value(1)})
    clone.write("create", "site", "2" * 32, {"floors": value(2)})
    runs = opened([pack(each.entries, DEVICES["three"]) for each in (laptop, clone)])
    assert one.take_in(runs).parted == (laptop.entries[0].header.journal_id,)
    assert len(one.tips()[laptop.entries[0].header.journal_id]) == 2
    assert give(one, two) == 3
    give(two, one, "two")
    same(one, two)
    one.close()
    two.close()


def copied(world: World, store: Store, path: Path) -> Store:
    """Return a clone: the same data folder, opened by another machine."""
    store.close()
    path.mkdir()
    for each in ("inspector.db", "anchor.json"):
        (path / each).write_bytes((store.folder.path / each).read_bytes())
    return world.open(path)


def test_a_clone_is_found_out_and_both_go_on(world: World, tmp_path: Path) -> None:
    one = world.create(tmp_path / "one", 3)
    one.set_spares([5, 6])
    sites(one, 3)
    clone = copied(world, one, tmp_path / "clone")
    one = world.open(tmp_path / "one")
    with one.transaction("wang") as tx:
        world.issue(tx)
    with clone.transaction("wang") as tx:
        world.issue(tx, "order")
    before = one.meta.journal_id
    taken = one.take_in(opened(list(clone.lacking(one.tips(), DEVICES["one"]))))
    assert taken.forked
    assert one.meta.journal_id != before
    assert one.own_journals() == {before, one.meta.journal_id}
    with pytest.raises(DecisionNeededError, match="machine_code_needed"), one.transaction("wang") as tx:
        world.issue(tx)
    assert one.take_spare() == 5
    assert one.spares() == [6]
    with one.transaction("wang") as tx:
        world.issue(tx)
    # The other one hears of it, goes on in its own journal, and both end up with everything.
    assert clone.take_in(opened(list(one.lacking(clone.tips(), DEVICES["one"])))).forked
    # 5 stands in the book by now: it takes the next one.
    assert clone.take_spare() == 6
    give(clone, one)
    same(one, clone)
    assert {(line.journal_id, line.own) for line in one.branches()} == {(before, True)}
    assert [number.number for number in one.numbers().numbers] == [
        number.number for number in clone.numbers().numbers
    ]
    one.close()
    clone.close()


def test_clones_with_the_same_spare_code_find_each_other_out(world: World, tmp_path: Path) -> None:
    one = world.create(tmp_path / "one", 3)
    one.set_spares([5, 6])
    clone = copied(world, one, tmp_path / "clone")
    one = world.open(tmp_path / "one")
    for each in (one, clone):
        with each.transaction("wang") as tx:
            world.issue(tx)
    told = opened(list(one.lacking({}, DEVICES["one"])))
    one.take_in(opened(list(clone.lacking({}, DEVICES["one"]))))
    clone.take_in(told)
    for each in (one, clone):
        assert each.take_spare() == 5
        with each.transaction("wang") as tx:
            world.issue(tx)
    forked = [
        one.take_in(opened(list(clone.lacking(one.tips(), DEVICES["one"])))).forked,
        clone.take_in(opened(list(one.lacking(clone.tips(), DEVICES["one"])))).forked,
    ]
    greater = one.meta.journal_id > clone.meta.journal_id
    assert forked == [greater, not greater]
    loser = one if greater else clone
    assert loser.take_spare() == 6
    with loser.transaction("wang") as tx:
        world.issue(tx)
    give(one, clone)
    give(clone, one)
    assert len({n.number for n in one.numbers().duplicates}) == 2  # the old code's, and the spare's one time
    same(one, clone)
    one.close()
    clone.close()


def test_a_store_put_back_to_an_older_copy_takes_its_own_tail_back(world: World, tmp_path: Path) -> None:
    one = world.create(tmp_path / "one", 3)
    sites(one, 3)
    older = copied(world, one, tmp_path / "older")
    one = world.open(tmp_path / "one")
    sites(one, 2)
    taken = older.take_in(opened(list(one.lacking(older.tips(), DEVICES["one"]))))
    assert (taken.new, taken.forked) == (2, True)
    assert older.branches() == []
    assert list(older.lacking(one.tips(), DEVICES["one"])) == []
    sites(older, 1)
    assert give(older, one) == 1
    same(one, older)
    one.close()
    older.close()


def test_none_left_of_the_spares(world: World, store: Store) -> None:
    with store.transaction("wang") as tx:
        world.issue(tx)
    store.set_spares([3])
    with pytest.raises(DecisionNeededError, match=r"store\.machine_code_needed"):
        store.take_spare()


def test_three_words_for_what_was_written_here(pair: tuple[Store, Store], tmp_path: Path) -> None:
    one, two = pair
    made = sites(one, 5)
    photo = one.put_blob(b"photo")
    with one.transaction("wang") as tx:
        tx.set("site", made[0], {"photo": photo})
    state = one.state()
    assert (state.entries, state.handed, state.received) == (7, 0, 0)
    assert (state.blobs, state.blobs_handed, state.blobs_received) == (1, 0, 0)
    assert one.blobs_owed() == [photo]
    pending = one.pending()
    assert (pending.entries, pending.blobs, pending.digests) == (7, 1, ((photo, False),))
    assert pending.records[0] == ("site", made[0], 2, False)
    assert len(one.pending(2).records) == 2
    one.note_handed(one.tips(), FILE_OUT)
    one.note_handed_blobs([photo])
    state = one.state()
    assert (state.handed, state.received, state.blobs_handed, state.blobs_received) == (7, 0, 1, 0)
    assert one.pending().records[0].handed
    (journal,) = one.own_journals()
    third = next(entry for entry in one.entries() if entry.header.seq == 3)
    one.take_in([], receipts=[receipt(journal, 3, third.hash)], blob_receipts=[blob_receipt(photo)])
    state = one.state()
    assert (state.handed, state.received, state.blobs_received) == (7, 3, 1)
    assert one.receipted() == {journal: [(3, third.hash)]}
    assert one.covered("site", made) == {made[1]}
    assert one.received([photo, "0" * 64]) == {photo}
    assert (one.blobs_owed(), one.pending().entries) == ([], 4)
    assert len(one.receipts()) == len(one.blob_receipts()) == 1
    # Two knows the same journal, but wrote none of it.
    give(one, two)
    assert two.state().entries == 1
    assert two.blobs_absent() == [photo]
    two.put_blob(b"photo")
    assert (two.blobs_absent(), two.blobs_owed()) == ([], [photo])
    two.note_received_blobs([photo])
    assert two.blobs_owed() == []
    one.close()
    two.close()


def test_receipts_of_a_forked_own_journal_count_by_chain(world: World, tmp_path: Path) -> None:
    one = world.create(tmp_path / "one", 3)
    sites(one, 2)
    clone = copied(world, one, tmp_path / "clone")
    one = world.open(tmp_path / "one")
    made = sites(one, 3)
    sites(clone, 4)
    journal = one.meta.journal_id
    end = one.tips()[journal][0]
    one.take_in(opened(list(clone.lacking(one.tips(), DEVICES["one"]))))
    assert one.state().entries == 10
    one.take_in([], receipts=[receipt(journal, *end)])
    assert (one.state().received, one.pending().entries) == (6, 4)
    assert one.receipted() == {journal: [end]}
    assert one.covered("site", made) == set(made)
    assert len(one.pending().records) == 4
    one.close()
    clone.close()


def test_the_log_of_exchanges(store: Store) -> None:
    assert (store.exchanges(5), store.state().last_hub) == ([], "")
    store.note_exchange(HUB, DONE, {"sent": 3})
    store.note_exchange(HUB, "exchange.unreachable", {})
    store.note_exchange(FILE_OUT, DONE, {})
    newest, failed, first = store.exchanges(5)
    assert (newest.way, failed.outcome, first.told) == (FILE_OUT, "exchange.unreachable", {"sent": 3})
    state = store.state()
    assert (state.last_hub, state.last_out, state.last_in) == (first.at, newest.at, "")


def test_the_device_s_key_is_kept(world: World, store: Store) -> None:
    assert store.device_key() is None
    store.set_device_key(DEVICES["one"])
    store.close()
    again = world.open(store.folder.path)
    kept = again.device_key()
    assert kept is not None
    assert kept.to_bytes() == DEVICES["one"].to_bytes()
    again.close()


def test_conflicts_name_who_said_what_and_vanish_when_settled(
    pair: tuple[Store, Store], world: World
) -> None:
    one, two = pair
    (site, *_) = sites(one, 1)
    give(one, two)
    for each, user, name in ((one, "wang", "甲"), (two, "li", "乙")):
        with each.transaction(user) as tx:
            tx.set("site", site, {"name": name, "same": 1})
    assert one.conflicts() == []
    give(one, two)
    give(two, one, "two")
    (conflict,) = one.conflicts()
    assert [conflict] == two.conflicts()
    assert conflict[:3] == ("site", site, "name")
    assert {(said.value, said.user) for said in conflict.values} == {("甲", "wang"), ("乙", "li")}
    record = one.record("site", site)
    assert record is not None
    assert [said.value for said in conflict.values] == record.conflicts["name"]
    assert {said.journal_id for said in conflict.values} == {one.meta.journal_id, two.meta.journal_id}
    with one.transaction("wang") as tx:
        tx.set("site", site, {"name": "丙"})
    assert one.conflicts() == []
    with two.transaction("li") as tx:
        tx.delete("site", site)
    assert two.conflicts() == []
    one.close()
    two.close()


def test_roles_of_machines_travel_like_any_other(world: World, pair: tuple[Store, Store]) -> None:
    one, two = pair
    world.appoint(one, world.certificate(DEVICES["one"], frozenset({Role.DEVICE})))
    give(one, two)
    assert two.keyring.key(DEVICES["one"].key_id) is not None
    one.close()
    two.close()
