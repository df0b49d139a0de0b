"""Row 17: a cloned laptop or an image put back. Both branches are kept, the number goes on, and it shows."""

import itertools
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import DecisionNeededError
from inspector_app.journal.branches import TRUNK
from inspector_app.store.store import Store
from tests.simulation.laptops import Fleet, same

SEEDS = 12


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    told = Fleet(tmp_path)
    yield told
    told.close()


def numbers(store: Store) -> Counter[str]:
    return Counter(f"{each.machine_code}-{each.serial}" for each in store.numbers().numbers)


def test_both_clones_work_on_and_both_papers_show(fleet: Fleet) -> None:
    one = fleet.make("one", 3, (13, 23, 33))
    site = fleet.issue(one)
    old = one.meta.journal_id
    twin = fleet.clone("one", "twin")
    one = fleet.open["one"]
    assert twin.meta == one.meta
    assert [fleet.issue(one), fleet.issue(twin)] == ["3-2", "3-2"]
    assert fleet.carry(one, twin).forked
    assert twin.meta.journal_id not in {old, one.meta.journal_id}
    assert twin.meta.machine_code == 13
    assert fleet.carry(twin, one).forked  # it too: the clone wrote on in its journal
    fleet.settle()
    same(one, twin)
    assert site == "3-1"
    assert numbers(one) == {"3-1": 1, "3-2": 2}
    assert len(one.numbers().duplicates) == 2  # each of the two is shown
    for each in (one, twin):
        (branch,) = each.branches()
        assert (branch.journal_id, branch.own) == (old, True)
        assert branch.branch != TRUNK
        assert len(each.tips()[old]) == 2


def test_clones_that_come_to_the_same_spare_code_part_for_good(fleet: Fleet) -> None:
    one = fleet.make("one", 3, (13, 23, 33))
    twin = fleet.clone("one", "twin")
    one = fleet.open["one"]
    fleet.issue(one)
    fleet.issue(twin)
    fleet.settle()
    assert (one.meta.machine_code, twin.meta.machine_code) == (13, 13)  # out of the same list
    assert [fleet.issue(one), fleet.issue(twin)] == ["13-1", "13-1"]
    fleet.settle()
    assert {one.meta.machine_code, twin.meta.machine_code} == {13, 23}  # exactly one gave way
    for _ in range(3):
        fleet.issue(one)
        fleet.issue(twin)
        fleet.settle()
    same(one, twin)
    assert {number for number, times in numbers(one).items() if times > 1} == {"3-1", "13-1"}


def test_a_clone_that_goes_on_in_a_journal_of_ours_is_no_excuse(fleet: Fleet) -> None:
    """The greater journal gives way, also where the smaller one is one that it once wrote itself."""
    one = fleet.make("one", 3, (13, 23, 33))
    old = one.meta.journal_id
    for at in itertools.count():
        fleet.clone("one", f"twin {at}")
        one = fleet.open["one"]
        with one.transaction("wang") as tx:
            tx.create("site", {"text": "x"})
        twin = fleet.open[f"twin {at}"]
        fleet.carry(one, twin)
        if twin.meta.journal_id > old:
            break
        fleet.open.pop(f"twin {at}").close()
    assert (one.meta.journal_id, twin.meta.machine_code) == (old, 13)
    one.take_spare()
    assert [fleet.issue(one), fleet.issue(twin)] == ["13-1", "13-1"]
    fleet.settle()
    assert (one.meta.machine_code, twin.meta.machine_code) == (13, 23)


def test_an_older_database_is_refused_until_it_is_adopted(fleet: Fleet) -> None:
    one = fleet.make("one", 3, (13, 23))
    other = fleet.make("two", 4)
    fleet.issue(one)
    fleet.keep("one", "image")
    one = fleet.open["one"]
    assert fleet.issue(one) == "3-2"
    fleet.carry(one, other)
    one.close()
    shutil.copy(fleet.path / "image" / "inspector.db", fleet.path / "one" / "inspector.db")
    with pytest.raises(DecisionNeededError, match=r"store\.older_than_anchor"):
        fleet.world.open(fleet.path / "one")
    one = fleet.open["one"] = fleet.world.open(fleet.path / "one", adopt_restored=13)
    assert fleet.issue(one) == "13-1"
    fleet.settle()
    same(one, other)
    assert numbers(one) == {"3-1": 1, "3-2": 1, "13-1": 1}
    assert one.branches() == []


def test_a_folder_put_back_is_found_out_when_what_it_forgot_comes(fleet: Fleet) -> None:
    one = fleet.make("one", 3, (13, 23))
    other = fleet.make("two", 4)
    fleet.keep("one", "image")
    one, old = fleet.open["one"], fleet.open["one"].meta.journal_id
    assert fleet.issue(one) == "3-1"
    fleet.carry(one, other)
    one = fleet.put_back("image", "one")
    assert fleet.carry(other, one).forked  # before it wrote: no branch, but another journal and code
    assert (one.meta.machine_code, one.branches()) == (13, [])
    assert one.meta.journal_id != old
    assert fleet.issue(one) == "13-1"
    fleet.settle()
    same(one, other)
    assert numbers(one) == {"3-1": 1, "13-1": 1}


def test_without_a_spare_code_numbers_wait_and_nothing_else_does(fleet: Fleet) -> None:
    one = fleet.make("one", 3)
    twin = fleet.clone("one", "twin")
    one = fleet.open["one"]
    fleet.issue(one)
    assert fleet.carry(one, twin).forked
    with pytest.raises(DecisionNeededError, match=r"store\.machine_code_needed"):
        fleet.issue(twin)
    with twin.transaction("wang") as tx:
        tx.create("site", {"text": "work goes on"})
    fleet.settle()
    same(one, twin)
    assert twin.meta.code_spent
    assert numbers(one) == {"3-1": 1}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_copies_are_made_all_is_kept_and_the_numbers_part(fleet: Fleet, seed: int) -> None:
    chance = random.Random(seed)
    fleet.make("one", 3, tuple(range(10, 40)))
    fleet.make("two", 4, tuple(range(40, 70)))
    written, parallel = 0, {"one": False, "two": False}
    for step in range(40):
        name = chance.choice(sorted(fleet.open))
        store, what = fleet.open[name], chance.random()
        if what < 0.5:
            fleet.issue(store)
            written += 1
        elif what < 0.85:
            fleet.carry(store, fleet.open[chance.choice(sorted(set(fleet.open) - {name}))])
        elif len(fleet.open) < 5:
            fleet.clone(name, f"copy {step}")
            parallel[name] = parallel[f"copy {step}"] = True
    fleet.settle()
    stores = list(fleet.open.values())
    same(*stores)
    assert len(stores[0].numbers().numbers) == written
    for _ in range(6):
        fleet_codes = [each.meta.machine_code for each in stores]
        for each in stores:
            fleet.issue(each)
        fleet.settle()
        if len(set(fleet_codes)) == len(stores):
            break
    same(*stores)
    codes = [each.meta.machine_code for each in stores]
    assert len(set(codes)) == len(codes), "two laptops go on under one machine code"
    told = f"seed {seed}: {written} issued by {len(stores)} laptops, {sum(parallel.values())} in parallel"
    twice = sum(times - 1 for times in numbers(stores[0]).values())
    print(f"\nrow 17: {told}; {twice} numbers twice, all shown, none lost")
    print(f"repeat: pytest tests/faults/test_row_17.py -k 'copies_are_made and {seed}'")
