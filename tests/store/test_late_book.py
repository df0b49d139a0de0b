"""The late book: numbers of papers, beside the number book and without any effect on it."""

import random
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import RuleError
from inspector_app.domain.late import plain
from inspector_app.journal.entry import Entry
from inspector_app.store.store import Store, Tx
from inspector_app.trust.keys import SigningKey
from tests.store.worlds import World

NUMBER = "改〔2026〕手-12号"


def late(world: World, tx: Tx, number: str = NUMBER, **changes: object) -> str:
    document_id = tx.create("document", {"kind": "fix"})
    content = {"late": True, "kind": "fix", "number": number, "issued_on": "2026-02-27", **changes}
    tx.act(ActKind.ISSUE, "document", document_id, content, world.officer)
    return document_id


def bring(source: Store, target: Store) -> None:
    known = target.vector()
    for journal, (length, head) in source.vector().items():
        have, ours = known.get(journal, [0, ""])
        if head != ours:
            target.merge(list(source.entries(journal, have if have < length else 0)))


def close(*stores: Store) -> None:
    for each in stores:
        assert each.replay_check().same
        before = (each.digest(), each.numbers())
        each.replay()
        assert (each.digest(), each.numbers()) == before
        each.close()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("改〔2026〕3-12号", "改[2026]3-12号"),
        ("改〔2026〕3-12号", "改（2026）３－１２号"),
        ("改〔2026〕3-12号", "改【2026】第3—12号"),
        ("改〔2026〕3-12号", "\u3000改 〔 2026 〕 3 - 12 号"),
        ("No.0012", "ＮＯ．0012"),
        ("改﹝2026﹞1号", "改(2026)1号"),
    ],
)
def test_one_number_however_it_is_written(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("改〔2026〕1-2号", "改〔2026〕12号"),
        ("改〔2026〕12号", "改202612号"),
        ("改〔2026〕1号", "停〔2026〕1号"),
        ("改〔2026〕1号", "改〔2025〕1号"),
        ("改〔2026〕1号", "改〔2026〕1号之一"),
    ],
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@pytest.mark.parametrize("number", ["", " ", "第", "〔〕", "\u200b"])
def test_nothing_is_no_number(number: str) -> None:
    assert plain(number) == ""


def test_a_late_entry_takes_no_serial_and_leaves_no_gap(store: Store, world: World) -> None:
    with store.transaction("wang") as tx:
        numbered = world.issue(tx, "fix")
        paper = late(world, tx)
        assert tx.next_serial("fix", 2026) == 2
        assert tx.fates([numbered, paper]) == {numbered: "issued", paper: "issued"}
        other = world.issue(tx, "fix")
    book = store.numbers()
    assert ([one.serial for one in book.numbers], book.gaps, book.duplicates) == ([1, 2], (), ())
    [told] = book.late
    assert (told.number, told.fate, told.document_id, told.kind) == (NUMBER, "issued", paper, "fix")
    assert told.act_id == store.acts("document", paper, ActKind.ISSUE)[0].id
    assert {one.document_id for one in book.papers} == {numbered, paper, other}
    close(store)


def test_it_may_be_voided_and_revoked_like_any_other(store: Store, world: World) -> None:
    with store.transaction("wang") as tx:
        ids = [late(world, tx, f"改〔2026〕手-{n}号") for n in range(4)]
        world.end(tx, ActKind.VOID, ids[0])
        world.end(tx, ActKind.REVOKE, ids[1])
        tx.act(ActKind.SERVE, "document", ids[2], {"reached": True})
        world.end(tx, ActKind.VOID, ids[2])  # served: it has no effect
    told = {one.document_id: one.fate for one in store.numbers().late}
    assert [told[one] for one in ids] == ["void", "revoked", "issued", "issued"]
    assert store.fates(ids) == told
    close(store)


@pytest.mark.parametrize("same", [NUMBER, "改[2026] 第手－12号"])
def test_a_number_that_stands_is_not_keyed_in_again(store: Store, world: World, same: str) -> None:
    with store.transaction("wang") as tx:
        first = late(world, tx)
    before = store.vector()
    with pytest.raises(RuleError, match=r"store\.number_exists") as caught, store.transaction("wang") as tx:
        late(world, tx, same)
    assert caught.value.values["number"] == NUMBER
    assert store.vector() == before
    assert store.bearers(same) == {first: NUMBER}
    with store.transaction("wang") as tx:
        world.end(tx, ActKind.VOID, first)
        assert tx.bearers(same) == {}
        again = late(world, tx, same)
    assert store.bearers(NUMBER) == {again: same}
    close(store)


def test_a_number_of_the_book_is_taken_for_ever(store: Store, world: World) -> None:
    with store.transaction("wang") as tx:
        numbered = world.issue(tx, "fix")
        world.end(tx, ActKind.VOID, numbered)
    with pytest.raises(RuleError, match=r"store\.number_exists"), store.transaction("wang") as tx:
        late(world, tx, "fix[2026]3－1号")
    close(store)


@pytest.mark.parametrize(
    "change",
    [{"late": False}, {"late": 1}, {"number": " 第 "}, {"number": 12}, {"kind": None}, {"number": None}],
)
def test_an_issue_act_without_a_serial_is_a_late_entry_or_nothing(
    store: Store, world: World, change: dict[str, object]
) -> None:
    before = store.vector()
    with pytest.raises(RuleError, match=r"store\.number_incomplete"), store.transaction("wang") as tx:
        late(world, tx, **change)
    assert store.vector() == before


def test_the_same_paper_keyed_in_on_two_laptops_shows_as_repeated(world: World, tmp_path: Path) -> None:
    one, other = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    bring(one, other)
    for store, number in ((one, NUMBER), (other, "改[2026]手-12号")):
        with store.transaction("wang") as tx:
            late(world, tx, number)
    bring(one, other)
    bring(other, one)
    assert one.numbers() == other.numbers()
    assert sorted(told.repeats for told in one.numbers().late) == [False, True]
    repeated = next(told for told in one.numbers().late if told.repeats)
    with one.transaction("wang") as tx:
        world.end(tx, ActKind.VOID, repeated.document_id)
    assert [told.repeats for told in one.numbers().late] == [False, False]
    close(one, other)


def test_a_late_entry_of_a_number_that_arrives_afterwards_is_repeated(world: World, tmp_path: Path) -> None:
    """The dead laptop's paper was keyed in, and its journal turned up after all."""
    one, dead = world.create(tmp_path / "one", 3), world.create(tmp_path / "dead", 4, appointed=False)
    bring(one, dead)
    with dead.transaction("wang") as tx:
        world.issue(tx, "fix")
    with one.transaction("wang") as tx:
        late(world, tx, "fix[2026] 4-1号")
    assert not one.numbers().late[0].repeats
    bring(dead, one)
    book = one.numbers()
    assert (book.late[0].repeats, book.gaps, book.duplicates) == (True, (), ())
    close(one, dead)


def test_rights_that_change_enter_and_remove_it(world: World, tmp_path: Path) -> None:
    one, other = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    bring(one, other)
    second = SigningKey.from_bytes(b"2" * 32)
    world.appoint(one, world.certificate(second, frozenset({Role.INSPECTOR})))
    bring(one, other)
    world.officer = second
    with other.transaction("wang") as tx:
        late(world, tx)
    third = world.create(tmp_path / "three", 5, appointed=False)
    third.merge(list(other.entries(other.meta.journal_id)))
    assert third.numbers().late == ()
    bring(one, third)
    assert third.numbers().late == other.numbers().late
    assert len(third.numbers().late) == 1
    close(one, other, third)


def test_a_void_that_arrives_before_its_entry(world: World, tmp_path: Path) -> None:
    one, other = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    with one.transaction("wang") as tx:
        document = late(world, tx)
    bring(one, other)
    with other.transaction("wang") as tx:
        world.end(tx, ActKind.VOID, document)
    third = world.create(tmp_path / "three", 5, appointed=False)
    third.merge(list(other.entries(other.meta.journal_id)))
    bring(one, third)
    assert [each.fate for each in third.numbers().late] == ["void"]
    close(one, other, third)


STEP = st.tuples(st.integers(0, 2), st.sampled_from(["late", "same", "issue", "void", "serve", "bring"]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=5, max_size=24), seed=st.integers(0, 2**20))
def test_any_order_of_arrival_gives_one_book(
    steps: list[tuple[int, str]], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, world, chance = tmp_path_factory.mktemp("late"), World(), random.Random(seed)
    stores = [world.create(folder / str(n), n + 1, appointed=n == 0) for n in range(3)]
    bring(stores[0], stores[1])
    bring(stores[0], stores[2])
    for n, (who, what) in enumerate(steps):
        _do(stores, who, what, n, world, chance)
    journals: dict[str, list[Entry]] = {}
    for store in stores:
        for entry in store.entries():
            journals.setdefault(entry.header.journal_id, []).append(entry)
    books = []
    for number, order in enumerate(chance.choices(list(permutations(journals)), k=2)):
        fresh = world.create(folder / f"fresh{number}", 90 + number, appointed=False)
        for journal in order:
            fresh.merge({entry.hash: entry for entry in journals[journal]}.values())
        books.append((fresh.digest(), fresh.numbers()))
        assert books[-1][1].gaps == ()
        close(fresh)
    assert books[0] == books[1]
    close(*stores)


def _do(stores: list[Store], who: int, what: str, n: int, world: World, chance: random.Random) -> None:
    store = stores[who]
    if what == "bring":
        bring(stores[chance.randrange(3)], store)
        return
    with store.transaction("wang") as tx:
        known = [act.entity_id for act in tx.acts("document", None, ActKind.ISSUE)]
        if what == "late":
            late(world, tx, f"改〔2026〕甲-{n}号")
        elif what == "same" and not tx.bearers(NUMBER):
            late(world, tx)
        elif what == "issue":
            world.issue(tx, "fix")
        elif what == "void" and known:
            world.end(tx, ActKind.VOID, chance.choice(known))
        elif what == "serve" and known:
            tx.act(ActKind.SERVE, "document", chance.choice(known), {"reached": True})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE late_book SET number = 'x'",
        "UPDATE late_book SET plain = 'x'",
        "UPDATE late_book SET kind = 'x'",
        "UPDATE late_book SET issued_on = '2020-01-01'",
        "UPDATE late_book SET fate = 'void'",
        "UPDATE late_book SET document_id = 'x'",
        "DELETE FROM late_book",
        "INSERT INTO late_book SELECT hash, document_id, 'fix', number, plain, '', fate FROM number_book",
        "UPDATE number_book SET plain = 'x'",
    ],
)
def test_a_late_book_altered_by_sql_is_noticed(store: Store, world: World, statement: str) -> None:
    with store.transaction("wang") as tx:
        late(world, tx)
        world.issue(tx)
    assert store.replay_check().same
    with store._writing() as connection:
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("COMMIT")
    assert not store.replay_check().same
    store.replay()
    assert store.replay_check().same
    assert len(store.numbers().late) == 1


def test_an_older_projection_is_replayed_on_opening(store: Store, world: World, tmp_path: Path) -> None:
    with store.transaction("wang") as tx:
        late(world, tx)
    told = store.numbers()
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '4' WHERE key = 'fold_version'")
        connection.exec_driver_sql("DROP TABLE late_book")
        connection.exec_driver_sql("DROP TABLE number_book")
        connection.exec_driver_sql("COMMIT")
    store.close()
    again = world.open(tmp_path / "data")
    assert again.numbers() == told
    close(again)
