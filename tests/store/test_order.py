"""Acts in the store: each counts one more than all it knew, and what depends on their order is the same."""

from pathlib import Path

import pytest

from inspector_app.domain.acts import ActKind
from inspector_app.journal.bundle import pack, unpack
from inspector_app.journal.form import MOST_N
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from tests.journal.writing import Laptop
from tests.store.worlds import World

DEVICE = SigningKey.from_bytes(b"d" * 32)


@pytest.fixture
def pair(world: World, tmp_path: Path) -> tuple[Store, Store]:
    one, two = world.create(tmp_path / "one", 3), world.create(tmp_path / "two", 4, appointed=False)
    bring(one, two)
    return one, two


def bring(source: Store, target: Store) -> None:
    raws = source.lacking(target.tips(), DEVICE)
    target.take_in([(raw, unpack(raw, lambda _: DEVICE.public)) for raw in raws])


def note(store: Store, site: str, told: str) -> None:
    with store.transaction("wang") as tx:
        tx.act("note", "site", site, {"told": told})


def notes(store: Store, site: str) -> list[object]:
    return [act.content["told"] for act in store.acts("site", site)]


def counts(store: Store) -> list[int]:
    return [entry.fields["n"] for entry in store.entries(store.meta.journal_id) if entry.header.op == "act"]


def test_each_act_counts_one_more_than_all_that_its_laptop_knew(pair: tuple[Store, Store]) -> None:
    one, two = pair
    assert counts(one) == [1]
    with two.transaction("wang") as tx:
        site = tx.create("site", {})
        tx.act("note", "site", site, {"told": "a"})
        tx.act("note", "site", site, {"told": "b"})
    assert counts(two) == [2, 3]
    note(one, site, "c")
    bring(two, one)
    note(one, site, "d")
    assert counts(one) == [1, 2, 4]
    bring(one, two)
    assert notes(one, site) == notes(two, site)
    assert notes(one, site)[2:] == ["b", "d"]
    assert set(notes(one, site)[:2]) == {"a", "c"}
    assert one.acts() == two.acts()
    for each in pair:
        assert each.replay_check().same
        before = each.acts()
        each.replay()
        assert each.acts() == before
        each.close()


def test_the_count_stops_at_the_greatest_there_is(pair: tuple[Store, Store], world: World) -> None:
    one, two = pair
    strange = Laptop("strange")
    strange.count = MOST_N
    strange.act("note", {"told": "last"}, record="5" * 32, entity="site")
    for each in pair:
        each.take_in([(pack(strange.entries, DEVICE), strange.entries)])
        note(each, "5" * 32, f"after {each.meta.machine_code}")
    bring(one, two)
    bring(two, one)
    assert notes(one, "5" * 32) == notes(two, "5" * 32)
    assert counts(one)[-1] == MOST_N
    for each in pair:
        assert each.replay_check().same
        each.close()


def test_the_first_issue_of_a_resumption_speaks_on_both_laptops(
    pair: tuple[Store, Store], world: World
) -> None:
    """Issued on both at once about two stop-works: which one is given back does not hang on arrival."""
    one, two = pair
    with one.transaction("wang") as tx:
        stops = [world.issue(tx, "stop_work_notice") for _ in range(2)]
        notice = tx.create("document", {})
    bring(one, two)
    for each, stop in zip(pair, stops, strict=True):
        with each.transaction("wang") as tx:
            world.issue(tx, "resumption_notice", document=notice, resumes=stop, full=True)
            tx.act(ActKind.RESUME, "document", stop, {"by": notice, "full": True})
    assert [one.unlifted(), two.unlifted()] == [[stops[1]], [stops[0]]]
    bring(one, two)
    bring(two, one)
    first = one.acts("document", notice, ActKind.ISSUE)[0]
    assert one.unlifted() == two.unlifted() == [stop for stop in stops if stop != first.content["resumes"]]
    for each in pair:
        assert each.replay_check().same
        each.close()


def test_a_resumption_whose_signer_had_no_right_lifts_nothing_afterwards(
    pair: tuple[Store, Store], world: World
) -> None:
    one, two = pair
    with one.transaction("wang") as tx:
        stop = world.issue(tx, "stop_work_notice")
        notice = tx.create("document", {})
    with one.transaction("wang") as tx:
        world.issue(tx, "resumption_notice", document=notice, resumes=stop, full=True)
        tx.act(ActKind.RESUME, "document", stop, {"by": notice, "full": True})
    assert one.unlifted() == []
    strange = Laptop("strange", user="root", wall="2026-03-02T08:00:00+08:00")
    strange.withdraw(world.officer, "2026-03-01", world.root_key)
    one.take_in([(pack(strange.entries, DEVICE), strange.entries)])
    assert one.numbers().numbers == ()
    assert one.replay_check().same, "the stop book still holds what was told without right"
    bring(one, two)
    assert one.digest() == two.digest()
    one.close()
    two.close()


def test_a_count_that_makes_no_sense_is_kept_and_counts_as_none(store: Store) -> None:
    strange = Laptop("strange")
    for count in ("7", -1, True):
        strange.count = count
        strange.act("note", {"told": str(count)}, record="5" * 32, entity="site")
    store.take_in([(pack(strange.entries, DEVICE), strange.entries)])
    assert notes(store, "5" * 32) == ["7", "-1", "True"]
    note(store, "5" * 32, "own")
    assert counts(store)[-1] == 2
    assert store.replay_check().same
