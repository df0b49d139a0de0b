"""The chain: one journal's entries follow each other; one that does not is named."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.journal.chain import Head, append, check_chain, head_after
from inspector_app.journal.entry import Entry
from inspector_app.journal.form import START
from tests.journal.writing import Laptop, header_of, id_of, value

RECORD = id_of("record")


def journal(length: int = 5, name: str = "one", **told: str) -> Laptop:
    laptop = Laptop(name, **told)
    laptop.write("create", "site", RECORD, {"name": value("甲")})
    for n in range(1, length):
        laptop.write("set", "site", RECORD, {"name": value(n)})
    return laptop


def broken(entries: list[Entry], after: Head | None = None) -> str:
    with pytest.raises(DamagedError, match=r"journal\.chain_broken") as caught:
        check_chain(entries, after)
    return caught.value.where


def test_the_first_entry_follows_nothing_and_each_the_one_before() -> None:
    laptop = journal(3)
    assert laptop.entries[0].header.prev == START
    assert [entry.header.seq for entry in laptop.entries] == [1, 2, 3]
    for before, entry in zip(laptop.entries, laptop.entries[1:], strict=False):
        assert entry.header.prev == before.hash
        assert head_after(before) == Head(before.header.journal_id, before.header.seq, before.hash)
    assert check_chain(laptop.entries) == head_after(laptop.entries[-1]) == laptop.head


def test_nothing_ends_where_it_began() -> None:
    assert check_chain([]) is None
    assert check_chain([], Head("a" * 32, 4, b"x" * 32)) == Head("a" * 32, 4, b"x" * 32)


@settings(max_examples=60, deadline=None)
@given(length=st.integers(2, 8), seed=st.integers(0, 2**20))
def test_a_part_follows_its_own_beginning_only(length: int, seed: int) -> None:
    laptop, chance = journal(length), random.Random(seed)
    start = chance.randrange(1, length)
    part = laptop.entries[start:]
    assert check_chain(part, head_after(laptop.entries[start - 1])) == laptop.head
    assert broken(part) == f"{laptop.head.journal_id}:{start + 1}"
    for other in range(length):
        if other != start - 1:
            broken(part, head_after(laptop.entries[other]))


@settings(max_examples=60, deadline=None)
@given(length=st.integers(3, 8), seed=st.integers(0, 2**20), how=st.sampled_from(["lose", "repeat", "swap"]))
def test_a_lost_a_repeated_and_a_swapped_entry_are_found(length: int, seed: int, how: str) -> None:
    laptop, place = journal(length), random.Random(seed).randrange(1, length - 1)
    entries = list(laptop.entries)
    if how == "lose":
        del entries[place]
    elif how == "repeat":
        entries.insert(place, entries[place])
    else:
        entries[place], entries[place + 1] = entries[place + 1], entries[place]
    wrong = {"lose": place + 2, "repeat": place + 1, "swap": place + 2}[how]
    assert broken(entries) == f"{laptop.head.journal_id}:{wrong}"


def test_another_journal_workspace_or_branch_does_not_follow() -> None:
    one, other = journal(), journal(name="two")
    assert broken([*one.entries[:2], *other.entries[2:]]) == f"{other.head.journal_id}:3"
    elsewhere = Laptop("one", workspace="6b" * 16)
    elsewhere.head = one.head
    stray = elsewhere.write("set", "site", RECORD, {})
    assert broken([*one.entries, stray]) == f"{stray.header.journal_id}:6"
    twin = one.fork("clone")
    one.write("set", "site", RECORD, {"name": value("mine")})
    twin.write("set", "site", RECORD, {"name": value("theirs")})
    assert check_chain(twin.entries) == twin.head != one.head
    last = twin.write("set", "site", RECORD, {"name": value("more")})
    assert broken([*one.entries, last]) == f"{last.header.journal_id}:7"


def test_a_wrong_place_under_the_right_predecessor_is_found() -> None:
    laptop = journal(2)
    skipping = Entry.make({**header_of(laptop.entries[1]), "seq": 3}, {})
    assert broken([laptop.entries[0], skipping]) == f"{laptop.head.journal_id}:3"


def test_a_redacted_entry_holds_its_place() -> None:
    laptop = journal()
    laptop.entries[2] = laptop.entries[2].redact()
    laptop.entries[0] = laptop.entries[0].redact()
    assert check_chain(laptop.entries) == laptop.head
    assert check_chain([Entry.parse(entry.raw) for entry in laptop.entries]) == laptop.head


def test_an_entry_that_breaks_the_form_is_not_written() -> None:
    def written(**changes: object) -> Entry:
        told = {"user": "wang", "entity": "site", "op": "set", "wall": "2026-03-02T08:00:00Z", "fields": {}}
        whole = {"workspace": "5a" * 16, "tx": "0" * 32, "tx_last": True, "entity_id": RECORD, **told}
        return append(Head("1" * 32), **{**whole, **changes})

    assert written().header.seq == 1
    assert written().hash != written().hash, "the salt is drawn anew"
    for name, wrong in {"user": "", "entity": "Site", "op": "drop", "wall": "yesterday", "tx": "1"}.items():
        with pytest.raises(RuleError, match=rf"journal\.entry_unfit {name}"):
            written(**{name: wrong})
    with pytest.raises(RuleError, match=r"journal\.float_value fields\.name\.value"):
        written(fields={"name": value(1.5)})
