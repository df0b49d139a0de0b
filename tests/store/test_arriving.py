"""Entries from elsewhere: any order, any number of times, the same result; nothing is lost."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.acts import SIGNED_KINDS, ActKind, Role
from inspector_app.domain.errors import DamagedError, DecisionNeededError, RuleError, UnverifiableError
from inspector_app.journal.chain import Head, append
from inspector_app.journal.entry import Entry
from inspector_app.journal.form import MOST_N
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from tests.journal.writing import Laptop, value
from tests.store.worlds import World


def bring(source: Store, target: Store) -> int:
    """Carry everything that the target lacks, journal by journal; the whole of it where the ends differ."""
    known, new = target.vector(), 0
    for journal, (length, head) in source.vector().items():
        have, ours = known.get(journal, [0, ""])
        after = have if have < length else 0
        if head != ours:
            new += target.merge(list(source.entries(journal, after)))
    return new


@pytest.fixture
def two(world: World, tmp_path: Path) -> tuple[Store, Store]:
    one, other = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    bring(one, other)
    return one, other


def close(*stores: Store) -> None:
    for each in stores:
        assert each.replay_check().same
        assert each.integrity().problems == ()
        before = each.digest()
        each.replay()
        assert each.digest() == before
        each.close()


def test_two_laptops_agree_and_show_both_values(two: tuple[Store, Store]) -> None:
    one, other = two
    with one.transaction("wang") as tx:
        site = tx.create("site", {"name": "A", "floors": 1})
    bring(one, other)
    with one.transaction("wang") as tx:
        tx.set("site", site, {"name": "甲"})
    with other.transaction("li") as tx:
        tx.set("site", site, {"name": "乙", "floors": 2})
    bring(one, other)
    bring(other, one)
    assert one.digest() == other.digest()
    told = one.record("site", site)
    assert told == other.record("site", site)
    assert told is not None
    assert sorted(told.conflicts["name"]) == sorted(["甲", "乙"])
    assert told.fields["name"] == told.conflicts["name"][0]
    assert told.fields["floors"] == 2
    with other.transaction("li") as tx:
        tx.set("site", site, {"name": told.conflicts["name"][1]})
    bring(other, one)
    settled = one.record("site", site)
    assert settled is not None
    assert settled.conflicts == {}
    assert settled.fields["name"] == told.conflicts["name"][1]
    assert one.digest() == other.digest()
    close(one, other)


def test_merging_again_changes_nothing(two: tuple[Store, Store]) -> None:
    one, other = two
    with one.transaction("wang") as tx:
        tx.create("site", {"floors": 1})
    entries = list(one.entries())
    assert other.merge(entries) == 1
    digest = other.digest()
    for _ in range(10):
        assert other.merge(entries) == 0
    assert other.digest() == digest
    close(one, other)


def test_a_gap_and_a_foreign_workspace_are_refused_and_nothing_is_written(
    two: tuple[Store, Store], tmp_path: Path
) -> None:
    one, other = two
    for floors in range(3):
        with one.transaction("wang") as tx:
            tx.create("site", {"floors": floors})
    entries = list(one.entries())
    before = other.digest()
    with pytest.raises(UnverifiableError, match=r"store\.journal_gap") as caught:
        other.merge([*entries[1:2], *entries[3:]])
    assert caught.value.values["have"] == 1
    assert other.digest() == before
    stranger = World()
    foreign = Store.create(
        type(one.folder)(tmp_path / "foreign"),
        stranger.keys,
        workspace="77" * 16,
        machine_code=1,
        root=stranger.root,
        clock=stranger.clock,
    )
    with foreign.transaction("x") as tx:
        tx.create("site", {})
    with pytest.raises(DamagedError, match=r"store\.other_workspace"):
        other.merge(list(foreign.entries()))
    foreign.close()
    assert other.merge(entries) == 3
    close(one, other)


def test_an_entry_that_names_another_journal_s_end_is_refused(two: tuple[Store, Store], world: World) -> None:
    one, other = two
    end = list(one.entries())[-1]
    stray = append(
        Head("77" * 16, 1, end.hash),
        workspace=end.header.workspace,
        wall=end.header.wall,
        user="x",
        tx="0" * 32,
        tx_last=True,
        entity="site",
        entity_id="1" * 32,
        op="create",
        fields={},
    )
    before = other.digest()
    with pytest.raises(DamagedError, match=r"store\.chain_broken"):
        other.merge([stray])
    assert other.digest() == before
    close(one, other)


def test_rights_that_arrive_late_count_all_the_same(world: World, tmp_path: Path) -> None:
    one, other = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    bring(one, other)
    second = SigningKey.from_bytes(b"2" * 32)
    world.appoint(one, world.certificate(second, frozenset({Role.INSPECTOR})))
    bring(one, other)
    world.officer = second
    with other.transaction("wang") as tx:
        document = world.issue(tx)
    third = world.create(tmp_path / "three", 5, appointed=False)
    third.merge(list(other.entries(other.meta.journal_id)))
    assert [act.valid for act in third.acts(kind=ActKind.ISSUE)] == [False]
    assert third.numbers().numbers == ()
    assert third.refused()[0][0].entity_id == document
    bring(one, third)
    assert [act.valid for act in third.acts(kind=ActKind.ISSUE)] == [True]
    assert len(third.numbers().numbers) == 1
    assert third.digest() == other.digest()
    close(one, other, third)


def test_a_foreign_duplicate_of_a_number_is_kept_and_shown(world: World, tmp_path: Path) -> None:
    one, twin = world.create(tmp_path / "one", 3), world.create(tmp_path / "twin", 3, appointed=False)
    bring(one, twin)
    for store in (one, twin):
        with store.transaction("wang") as tx:
            world.issue(tx)
    bring(one, twin)
    bring(twin, one)
    assert one.numbers() == twin.numbers()
    assert len(one.numbers().numbers) == 2
    assert len(one.numbers().duplicates) == 2
    assert one.numbers().gaps == ()
    with one.transaction("wang") as tx:
        assert tx.next_serial("stop", 2026) == 2
        world.end(tx, ActKind.VOID, one.numbers().duplicates[0].document_id)
    assert sorted(each.fate for each in one.numbers().numbers) == ["issued", "void"]
    close(one, twin)


def test_a_void_that_arrives_before_its_issue(world: World, tmp_path: Path) -> None:
    one, other = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    with one.transaction("wang") as tx:
        document = world.issue(tx)
    bring(one, other)
    with other.transaction("wang") as tx:
        world.end(tx, ActKind.VOID, document)
    third = world.create(tmp_path / "three", 5, appointed=False)
    third.merge(list(other.entries(other.meta.journal_id)))
    bring(one, third)
    assert [each.fate for each in third.numbers().numbers] == ["void"]
    assert third.digest() == other.digest()
    close(one, other, third)


def test_a_clone_is_kept_as_a_branch_and_this_laptop_goes_on_elsewhere(world: World, tmp_path: Path) -> None:
    one = world.create(tmp_path / "one", 3)
    one.close()
    for name in ("inspector.db", "anchor.json"):
        (tmp_path / "clone").mkdir(exist_ok=True)
        (tmp_path / "clone" / name).write_bytes((tmp_path / "one" / name).read_bytes())
    one, clone = world.open(tmp_path / "one"), world.open(tmp_path / "clone")
    for store in (one, clone):
        with store.transaction("wang") as tx:
            world.issue(tx)
    old = one.meta.journal_id
    with pytest.raises(DecisionNeededError, match=r"store\.journal_forked"):
        bring(clone, one)
    entries = list(clone.entries())
    assert {entry.hash for entry in entries} <= {entry.hash for entry in one.entries()}
    assert one.merge(entries) == 0
    assert one.meta.journal_id != old
    with pytest.raises(DecisionNeededError, match=r"store\.machine_code_needed"), one.transaction("w") as tx:
        world.issue(tx)
    for used in (3,):
        with pytest.raises(RuleError, match=r"store\.machine_code_used"):
            one.take_machine_code(used)
    one.take_machine_code(9)
    with one.transaction("wang") as tx:
        world.issue(tx)
    assert {each.machine_code for each in one.numbers().numbers} == {3, 9}
    assert len(one.numbers().duplicates) == 2
    one.close()
    again = world.open(tmp_path / "one")
    assert again.meta.machine_code == 9
    close(again, clone)


STEP = st.tuples(st.integers(0, 2), st.sampled_from(["create", "set", "delete", "issue", "void", "bring"]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=5, max_size=30), seed=st.integers(0, 2**20))
def test_any_order_and_repetition_gives_one_digest(
    steps: list[tuple[int, str]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, world, chance = tmp_path_factory.mktemp("merge"), World(), random.Random(seed)
    stores = [world.create(folder / str(n), n + 1, appointed=n == 0) for n in range(3)]
    bring(stores[0], stores[1])
    bring(stores[0], stores[2])
    for who, what in steps:
        _do(stores, who, what, world, chance)
    entries: list[Entry] = sorted(
        {entry.hash: entry for store in stores for entry in store.entries()}.values(),
        key=lambda entry: (entry.header.journal_id, entry.header.seq),
    )
    digests = set()
    for number in range(2):
        fresh = world.create(folder / f"fresh{number}", 90 + number, appointed=False)
        for part in _shuffled(entries, chance):
            fresh.merge(part)
        digests.add(fresh.digest())
        close(fresh)
    for store in stores:
        for journal in {entry.header.journal_id for entry in entries} - {store.meta.journal_id}:
            store.merge([entry for entry in entries if entry.header.journal_id == journal])
        digests.add(store.digest())
        close(store)
    assert len(digests) == 1


def _do(stores: list[Store], who: int, what: str, world: World, chance: random.Random) -> None:
    store = stores[who]
    if what == "bring":
        bring(stores[chance.randrange(3)], store)
        return
    sites = store.records("site")
    issued = [each for each in store.numbers().numbers if each.fate == "issued"]
    with store.transaction("wang") as tx:
        if what == "create" or (what in ("set", "delete") and not sites):
            tx.create("site", {"name": str(chance.random()), "floors": chance.randrange(9)})
        elif what == "set":
            tx.set("site", chance.choice(sites).id, {chance.choice(["name", "more"]): chance.randrange(99)})
        elif what == "delete":
            tx.delete("site", chance.choice(sites).id)
        elif what == "void" and issued:
            world.end(tx, ActKind.VOID, chance.choice(issued).document_id)
        else:
            world.issue(tx)


def _shuffled(entries: list[Entry], chance: random.Random) -> list[list[Entry]]:
    """Cut every journal into parts, interleave the journals at random and repeat some parts."""
    queues: dict[str, list[Entry]] = {}
    for entry in entries:
        queues.setdefault(entry.header.journal_id, []).append(entry)
    parts: list[list[Entry]] = []
    while queues:
        journal = chance.choice(sorted(queues))
        size = chance.randint(1, 4)
        parts.append(queues[journal][:size])
        queues[journal] = queues[journal][size:]
        if not queues[journal]:
            del queues[journal]
        if parts and chance.random() < 0.2:
            parts.append(chance.choice(parts))
    return parts


def test_a_stamp_of_the_greatest_number_freezes_no_field(tmp_path: Path) -> None:
    world = World()
    store = world.create(tmp_path / "data")
    stranger = Laptop("stranger")
    greedy = {"name": value("mine for ever", (MOST_N, b"\x01" * 32))}
    stranger.write("create", "site", "ab" * 16, greedy)
    store.merge(stranger.entries)
    with store.transaction("wang") as tx:
        tx.set("site", "ab" * 16, {"name": "ours again"})
    shown = store.record("site", "ab" * 16)
    assert shown is not None
    assert (shown.fields["name"], shown.conflicts) == ("ours again", {})
    assert store.replay_check().same
    store.close()


def test_whole_and_redacted_copies_leave_the_same_in_whatever_order_they_come(
    world: World, tmp_path: Path
) -> None:
    source = world.create(tmp_path / "source", 5)
    with source.transaction("wang") as tx:
        site = tx.create("site", {"name": "临江雅苑"})
        document = world.issue(tx)
    with source.transaction("wang") as tx:
        tx.set("site", site, {"name": "临江雅苑二期"})
        world.end(tx, ActKind.VOID, document)
    whole = list(source.entries())
    redacted = [entry.redact() for entry in whole]
    stores = [world.create(tmp_path / str(n), 6 + n, appointed=False) for n in range(4)]
    for store, order in zip(
        stores, ([whole], [redacted, whole], [whole, redacted], [[*redacted, *whole, *redacted]]), strict=True
    ):
        for entries in order:
            store.merge(entries)
        assert store.digest() == source.digest()
        assert store.replay_check().same
        shown = store.record("site", site)
        assert shown is not None
        assert shown.fields["name"] == "临江雅苑二期"
        assert [each.fate for each in store.numbers().numbers] == ["void"]
        store.close()
    source.close()


@pytest.mark.parametrize("kind", sorted(SIGNED_KINDS - {ActKind.ROLE, ActKind.ISSUE}))
def test_every_signed_kind_is_judged_again_when_rights_change(
    world: World, tmp_path: Path, kind: ActKind
) -> None:
    """A withdrawal takes the effect from acts that came before it, of whatever kind."""
    certificate = world.certificate(roles=frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}))
    store = world.create(tmp_path / "one", 3, appointed=False)
    world.appoint(store, certificate)
    with store.transaction("wang") as tx:
        document = world.issue(tx)
        world.end(tx, kind, document)
    assert [act.kind for act in store.acts(valid_only=True) if act.kind == kind] == [kind]
    with store.transaction("wang") as tx:
        told = {"withdrawn": certificate.key_id, "from": "2026-03-01"}
        tx.act(ActKind.ROLE, "certificate", certificate.key_id, told, world.root_key)
    assert [act.kind for act in store.acts(valid_only=True) if act.kind == kind] == []
    assert store.replay_check().same
    close(store)


@pytest.mark.parametrize("content", [{"reached": True}, {"reached": False, "reached_on": "2026-04-10"}])
def test_a_void_of_what_was_served_on_another_laptop_has_no_effect(
    world: World, tmp_path: Path, content: dict[str, object]
) -> None:
    one, other = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    with one.transaction("wang") as tx:
        document, second = world.issue(tx), world.issue(tx)
    bring(one, other)
    with one.transaction("wang") as tx:
        tx.act(ActKind.SERVE, "document", document, content)
        tx.act(ActKind.SERVE, "document", second, {"reached": False})
    with other.transaction("wang") as tx:
        world.end(tx, ActKind.VOID, document)
        world.end(tx, ActKind.VOID, second)
    bring(one, other)
    bring(other, one)
    for store in (one, other):
        assert [each.fate for each in store.numbers().numbers] == ["issued", "void"]
        assert store.replay_check().same
    close(one, other)
