"""What a person must look at: branches told from few rows, and conflicts counted and cut."""

import random
from collections.abc import Sequence

import pytest

from inspector_app.journal.branches import TRUNK
from inspector_app.journal.entry import Entry, glance
from inspector_app.store import disputes
from inspector_app.store.store import Store
from tests.journal.writing import Laptop, value

RECORD = f"{1:032x}"


def plainly(arrived: Sequence[Entry]) -> set[tuple[str, int, int, tuple[str, ...]]]:
    """Return what `branches` should tell, by following every entry in its order of arrival."""
    name_of: dict[str, str] = {}
    followed: set[str] = set()
    chains: dict[str, list[Entry]] = {}
    for entry in arrived:
        prev = entry.header.prev.hex()
        name = name_of.get(prev, TRUNK) if prev not in followed else entry.hash.hex()
        followed.add(prev)
        name_of[entry.hash.hex()] = name
        chains.setdefault(name, []).append(entry)
    return {
        (name, told[-1].header.seq, len(told), tuple(sorted({one.header.user for one in told})))
        for name, told in chains.items()
        if name != TRUNK
    }


def write(laptop: Laptop, many: int) -> list[Entry]:
    return [laptop.write("set", "site", RECORD, {"floors": value(f"{laptop.name} {n}")}) for n in range(many)]


def seen(store: Store) -> set[tuple[str, int, int, tuple[str, ...]]]:
    return {(one.branch, one.seq, one.entries, one.users) for one in store.branches()}


@pytest.mark.parametrize("seed", range(12))
def test_branches_are_what_following_every_entry_tells(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    first = Laptop("strange")
    first.write("create", "site", RECORD, {"floors": value("0")})
    writers, arrived = [first], list(first.entries)
    for n in range(dice.randint(2, 5)):
        laptop = dice.choice(writers)
        arrived += write(laptop, dice.randint(0, 5))
        twin = laptop.fork(f"twin {n}")
        twin.user = f"user {n}"
        writers.append(twin)
        # Both write on, in turns: which of them comes first is the trunk there.
        for each in dice.sample((laptop, twin), 2):
            arrived += write(each, dice.randint(1, 6))
    store.merge(arrived)
    assert seen(store) == plainly(arrived)
    assert seen(store)


def test_a_fork_low_in_a_long_journal_is_told_from_few_rows(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = Laptop("strange")
    long.write("create", "site", RECORD, {"floors": value("0")})
    write(long, 9)
    twin = long.fork("twin")
    twin.user = "zhao"
    write(long, 600)
    store.merge(long.entries)
    store.merge(write(twin, 3))
    read: list[int] = []

    def counted(raw: bytes) -> dict[str, object]:
        told = glance(raw)
        read.append(int(told["seq"]))
        return told

    monkeypatch.setattr(disputes, "glance", counted)
    ((_, last, entries, users),) = seen(store)
    assert (last, entries, users) == (13, 3, ("zhao",))
    assert len(read) <= 10


def test_a_branch_that_is_longer_than_the_trunk_names_all_who_wrote_in_it(store: Store) -> None:
    short = Laptop("strange")
    short.write("create", "site", RECORD, {"floors": value("0")})
    twin = short.fork("twin")
    write(short, 1)
    store.merge(short.entries)
    tail = write(twin, 5)
    twin.user = "zhao"
    store.merge([*tail, *write(twin, 2)])
    assert seen(store) == {(tail[0].hash.hex(), 8, 7, ("wang", "zhao"))}


def test_conflicts_are_counted_and_only_so_many_are_told(store: Store) -> None:
    one, other = Laptop("one"), Laptop("other")
    for n in range(1, 6):
        first = one.write("create", "site", f"{n:032x}", {"name": value("甲"), "floors": value(7)})
        told = {"name": value("乙", (1, first.hash)), "floors": value(7, (1, first.hash))}
        later = {"name": value("丙", (1, first.hash)), "floors": value(7, (1, first.hash))}
        other.write("set", "site", f"{n:032x}", told)
        one.write("set", "site", f"{n:032x}", later)
    store.merge([*one.entries, *other.entries])
    every = store.conflicts()
    assert [(each.id, each.field) for each in every] == [(f"{n:032x}", "name") for n in range(1, 6)]
    assert store.torn() == 5, "two equal values are none"
    assert store.conflicts(2) == every[:2]


def test_yes_and_one_are_two_values(store: Store) -> None:
    """Python takes True for 1; whoever said one of them did not say the other."""
    one, other = Laptop("one"), Laptop("other")
    first = one.write("create", "site", RECORD, {"floors": value(0), "name": value([0])})
    for laptop, floors, name in ((one, 1, [1]), (other, True, [True])):
        told = {"floors": value(floors, (1, first.hash)), "name": value(name, (1, first.hash))}
        laptop.write("set", "site", RECORD, told)
    store.merge([*one.entries, *other.entries])
    assert [each.field for each in store.conflicts()] == ["floors", "name"]
    assert store.torn() == 2
    assert store.torn_fields() == {("site", RECORD, "floors"), ("site", RECORD, "name")}


def test_torn_fields_are_those_of_the_conflicts(store: Store) -> None:
    dice = random.Random(7)
    laptops = [Laptop(name) for name in ("one", "other", "third")]
    first = laptops[0].write("create", "site", RECORD, {"floors": value(0)})
    for n in range(60):
        laptop, record = dice.choice(laptops), f"{dice.randrange(1, 6):032x}"
        base = [(1, first.hash)] if record == RECORD and dice.random() < 0.5 else []
        laptop.write("set", "site", record, {dice.choice(("a", "b")): value(dice.randrange(3), *base)})
        if n % 20 == 19:
            stamps = [[1, each.hash.hex()] for each in laptop.entries]
            laptop.write("delete", "site", record, {"base": stamps})
    store.merge([each for laptop in laptops for each in laptop.entries])
    told = store.torn_fields()
    assert told == {(each.entity, each.id, each.field) for each in store.conflicts()}
    assert len(told) == store.torn() > 3
