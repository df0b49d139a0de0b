"""The order of acts: an answer after what it answers, the same on every laptop, whatever the clocks say."""

import random
from itertools import permutations

import pytest

from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import fold
from inspector_app.journal.form import MOST_N
from inspector_app.journal.order import counted, rank, rank_of, tie_of
from tests.journal.writing import ROOT, Laptop


def act(laptop: Laptop, count: object = None, wall: str = "2026-03-02T08:00:00+08:00") -> Entry:
    laptop.count, laptop.wall = count, wall
    return laptop.act("serve", {"n": len(laptop.entries)})


def orders(entries: list[Entry]) -> list[str]:
    """Fold in every order and return the one order of acts that they all give."""
    told = {tuple(act.id for act in fold(each, ROOT).acts) for each in permutations(entries)}
    assert len(told) == 1
    return list(next(iter(told)))


def ids(*entries: Entry) -> list[str]:
    return [entry.hash.hex() for entry in entries]


def test_an_act_that_counts_more_comes_later_whatever_its_clock_says() -> None:
    one, two = Laptop("one"), Laptop("two")
    first = act(one, 1, "2027-01-01T00:00:00+08:00")
    answer = act(two, 2, "2020-01-01T00:00:00+08:00")
    third = act(one, 3, "2019-01-01T00:00:00+08:00")
    assert orders([first, answer, third]) == ids(first, answer, third)


def test_of_acts_that_did_not_know_each_other_the_hash_decides() -> None:
    entries = [act(Laptop(name), 5) for name in ("one", "two", "three")]
    assert orders(entries) == sorted(ids(*entries))


@pytest.mark.parametrize("count", [None, 0, -1, MOST_N + 1, "2", True, [1], {}])
def test_what_is_no_number_counts_as_none_and_stands_first(count: object) -> None:
    strange, plain = act(Laptop("one"), count, "2030-01-01T00:00:00+08:00"), act(Laptop("two"), 1)
    assert counted(strange) == 0
    assert orders([plain, strange]) == ids(strange, plain)


def test_acts_of_older_versions_stand_in_the_order_of_their_clocks_in_any_zone() -> None:
    told = [
        "0001-01-01T00:00:00+23:59",
        "2026-03-02T07:59:59.999999+08:00",
        "2026-03-02T00:00:00Z",
        "2026-03-02T08:00:01+08:00",
        "2026-03-01T23:00:00-02:00",
        "9999-12-31T23:59:59-23:59",
    ]
    entries = [act(Laptop(f"{n}"), None, wall) for n, wall in enumerate(told)]
    chance = random.Random(4)
    assert orders(chance.sample(entries, len(entries))[:6]) == ids(*entries)


def test_of_one_moment_journal_and_place_decide_and_forks_by_their_hash() -> None:
    laptop = Laptop("one")
    first, second = act(laptop), act(laptop)
    twin = laptop.fork("twin")
    branches = [act(laptop), act(twin)]
    assert orders([first, second, *branches]) == [*ids(first, second), *sorted(ids(*branches))]


def test_the_rank_is_what_tables_order_by() -> None:
    chance = random.Random(9)
    laptops = [Laptop(f"{n}") for n in range(6)]
    entries = [
        act(
            chance.choice(laptops),
            chance.choice((None, None, 1, 2, MOST_N)),
            f"2026-03-0{chance.randint(1, 9)}T08:00:00Z",
        )
        for _ in range(200)
    ]
    by_table = sorted(entries, key=lambda each: (counted(each), tie_of(each), each.hash))
    assert sorted(entries, key=rank_of) == by_table
    assert len({rank_of(each) for each in entries}) == len(entries)
    assert min(map(rank_of, entries)) > 0
    one = entries[0]
    assert rank_of(one) == rank(counted(one), tie_of(one), one.hash)


def test_a_redacted_act_has_lost_its_number() -> None:
    laptop = Laptop("one")
    whole = act(laptop, 7)
    assert (counted(whole), counted(whole.redact())) == (7, 0)
