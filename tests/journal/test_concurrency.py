"""The law of concurrent values: what nobody replaced stands, the greatest stamp shows, no clock decides."""

import random
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings

from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import TOMBSTONE, Folded, Head, Heads, fold, ranked, winner
from tests.journal.histories import History, histories
from tests.journal.writing import ROOT, Laptop, id_of, value

RECORD = id_of("record")
Stamp = tuple[int, bytes]


class Site:
    """One record on two laptops that know what was created and nothing of each other since."""

    def __init__(self) -> None:
        self.one, self.two = Laptop("one"), Laptop("two")
        told = self.one.write("create", "site", RECORD, {"name": value("甲"), "floors": value(1)})
        self.first: Stamp = (1, told.hash)
        self.written = [told]

    def set(self, laptop: Laptop, told: object, *replaced: Stamp, name: str = "name") -> Stamp:
        entry = laptop.write("set", "site", RECORD, {name: value(told, *replaced)})
        return self._stamped(entry, replaced)

    def delete(self, laptop: Laptop, *replaced: Stamp) -> Stamp:
        base = [[n, digest.hex()] for n, digest in replaced]
        return self._stamped(laptop.write("delete", "site", RECORD, {"base": base}), replaced)

    def folded(self) -> Folded:
        """Fold in every order (a few of them, when there are many) and return the one result."""
        orders = list(permutations(self.written))
        chosen = orders if len(orders) < 200 else random.Random(1).sample(orders, 60)
        states = [fold(order, ROOT) for order in chosen]
        assert len({state.digest() for state in states}) == 1
        assert all(state == states[0] for state in states)
        return states[0].entities["site", RECORD]

    def _stamped(self, entry: Entry, replaced: tuple[Stamp, ...]) -> Stamp:
        self.written.append(entry)
        return 1 + max((n for n, _ in replaced), default=0), entry.hash


def test_a_value_that_knows_the_last_one_replaces_it() -> None:
    site = Site()
    second = site.set(site.two, "乙", site.first)
    third = site.set(site.one, "丙", second)
    told = site.folded()
    assert told.fields == {"name": "丙", "floors": 1}
    assert told.stamps == {"name": third, "floors": site.first}
    assert [n for n, _ in (site.first, second, third)] == [1, 2, 3]
    assert told.conflicts == {}


def test_two_values_that_do_not_know_each_other_both_stand_and_the_greatest_stamp_shows() -> None:
    site = Site()
    stamps = {site.set(site.one, "乙", site.first): "乙", site.set(site.two, "丙", site.first): "丙"}
    told = site.folded()
    assert told.conflicts == {"name": [(stamp, stamps[stamp]) for stamp in sorted(stamps, reverse=True)]}
    assert told.fields == {"name": stamps[max(stamps)], "floors": 1}
    assert told.heads["name"] == ranked(told.heads["name"])
    assert winner(told.heads["name"]) == told.heads["name"][0]


def test_the_longer_line_of_changes_shows_whatever_the_clocks_say() -> None:
    site = Site()
    site.two.wall = "2031-01-01T00:00:00Z"
    site.set(site.two, "late clock", site.first)
    site.one.wall = "2001-01-01T00:00:00Z"
    second = site.set(site.one, "early clock", site.first)
    third = site.set(site.one, "and once more", second)
    told = site.folded()
    assert told.fields["name"] == "and once more"
    assert told.stamps["name"] == third
    assert [shown for _, shown in told.conflicts["name"]] == ["and once more", "late clock"]


def test_a_value_that_names_all_heads_resolves_the_conflict() -> None:
    site = Site()
    heads = [site.set(laptop, name, site.first) for laptop, name in ((site.one, "乙"), (site.two, "丙"))]
    last = site.set(site.two, "丙", *heads)
    told = site.folded()
    assert told.conflicts == {}
    assert told.fields["name"] == "丙"
    assert told.heads["name"] == (Head(3, last[1], "丙"),)


def test_a_value_that_names_one_head_leaves_the_other_standing() -> None:
    site = Site()
    mine, theirs = site.set(site.one, "乙", site.first), site.set(site.two, "丙", site.first)
    last = site.set(site.one, "丁", mine)
    told = site.folded()
    assert [stamp for stamp, _ in told.conflicts["name"]] == [last, theirs]


def test_two_resolutions_that_do_not_know_each_other_are_a_conflict_again() -> None:
    site = Site()
    heads = [site.set(laptop, name, site.first) for laptop, name in ((site.one, "乙"), (site.two, "丙"))]
    resolved = [site.set(laptop, "乙", *heads) for laptop in (site.one, site.two)]
    told = site.folded()
    assert [stamp for stamp, _ in told.conflicts["name"]] == sorted(resolved, reverse=True)
    assert told.fields["name"] == "乙"


def test_fields_do_not_meet_each_other() -> None:
    site = Site()
    site.set(site.one, "乙", site.first)
    site.set(site.two, 9, site.first, name="floors")
    told = site.folded()
    assert told.fields == {"name": "乙", "floors": 9}
    assert told.conflicts == {}


def test_two_records_made_under_one_id_conflict_field_by_field() -> None:
    site = Site()
    other = site.two.write("create", "site", RECORD, {"name": value("乙"), "area": value(4)})
    site.written.append(other)
    told = site.folded()
    assert sorted(shown for _, shown in told.conflicts["name"]) == sorted(["甲", "乙"])
    assert (told.fields["floors"], told.fields["area"]) == (1, 4)


def test_records_of_two_kinds_with_one_id_are_two_records() -> None:
    laptop = Laptop("one")
    laptop.write("create", "site", RECORD, {"name": value("甲")})
    laptop.write("create", "plant", RECORD, {"name": value("乙")})
    state = fold(laptop.entries, ROOT)
    assert {key: each.fields["name"] for key, each in state.entities.items()} == {
        ("site", RECORD): "甲",
        ("plant", RECORD): "乙",
    }


def test_a_tombstone_stands_against_a_change_that_did_not_know_of_it() -> None:
    site = Site()
    grave = site.delete(site.one, site.first)
    change = site.set(site.two, "乙", site.first)
    told = site.folded()
    assert told.deleted
    assert told.heads[TOMBSTONE] == (Head(2, grave[1], None),)
    assert told.stamps["name"] == change
    assert told.fields == {"name": "乙", "floors": 1}, "what was typed is kept and comes back with the record"
    assert TOMBSTONE not in told.conflicts


def test_a_change_that_names_the_tombstone_revives_the_record_with_all_it_had() -> None:
    site = Site()
    grave = site.delete(site.one, site.first)
    site.set(site.two, "乙", site.first, grave)
    told = site.folded()
    assert not told.deleted
    assert told.fields == {"name": "乙", "floors": 1}
    assert told.conflicts == {}


def test_of_two_tombstones_both_must_be_named() -> None:
    site = Site()
    graves = [site.delete(site.one, site.first), site.delete(site.two, site.first)]
    assert len(site.folded().heads[TOMBSTONE]) == 2
    assert site.folded().conflicts == {}, "nobody has to choose between two deletions"
    site.set(site.one, "乙", site.first, graves[0])
    assert site.folded().deleted
    site.set(site.two, "丙", graves[1])
    assert not site.folded().deleted


def test_a_record_may_be_deleted_again_after_it_was_revived() -> None:
    site = Site()
    grave = site.delete(site.one, site.first)
    alive = site.set(site.one, "乙", site.first, grave)
    again = site.delete(site.two, alive)
    told = site.folded()
    assert told.deleted
    assert told.stamps[TOMBSTONE] == again
    assert again[0] == alive[0] + 1


def test_a_deletion_of_what_is_not_here_yet_waits_for_it() -> None:
    site = Site()
    site.delete(site.two, site.first)
    state = fold(site.written[1:], ROOT)
    assert state.entities["site", RECORD].deleted
    assert state.entities["site", RECORD].fields == {}
    assert site.folded().fields == {"name": "甲", "floors": 1}


def test_a_record_is_as_old_as_its_creation_and_not_as_the_least_clock() -> None:
    site = Site()
    site.two.wall = "2001-01-01T00:00:00Z"
    site.set(site.two, "乙", site.first)
    assert site.folded().made == site.one.wall
    assert fold(site.written[1:], ROOT).entities["site", RECORD].made == site.two.wall


@pytest.mark.parametrize("how", ["set", "delete"])
def test_an_act_says_nothing_about_fields(how: str) -> None:
    taken = Heads()
    site = Site()
    taken.take(site.written[0])
    before = taken.folded()
    taken.take(site.one.act(how, {"name": "丁", "base": []}, record=RECORD, entity="site"))
    assert taken.folded() == before


def plainly(entries: list[Entry]) -> dict[tuple[str, str, str], list[tuple[Stamp, object]]]:
    """Return what stands by (kind, id, field): written anew, in the words of the law, to hold the fold to."""
    put: dict[tuple[str, str, str], dict[bytes, tuple[Stamp, object]]] = {}
    replaced: set[tuple[str, str, str, str]] = set()
    for entry in entries:
        header = entry.header
        if header.op == "act" or entry.redacted:
            continue
        changes = {TOMBSTONE: entry.fields} if header.op == "delete" else entry.fields
        for name, told in changes.items():
            stamp = (1 + max([n for n, _ in told["base"]], default=0), entry.hash)
            put.setdefault((header.entity, header.entity_id, name), {})[entry.hash] = (
                stamp,
                told.get("value"),
            )
            for _, digest in told["base"]:
                replaced.add((header.entity, header.entity_id, name, digest))
                replaced.add((header.entity, header.entity_id, TOMBSTONE, digest))
    standing = {
        place: sorted(
            (each for digest, each in told.items() if (*place, digest.hex()) not in replaced), reverse=True
        )
        for place, told in put.items()
    }
    return {place: told for place, told in standing.items() if told}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories(60))
def test_what_stands_is_what_the_law_says(history: History) -> None:
    state, expected = fold(history.entries, ROOT), plainly(history.entries)
    found = {
        (*key, name): [(head.stamp, head.value) for head in heads]
        for key, folded in state.entities.items()
        for name, heads in folded.heads.items()
    }
    assert found == expected
    for (entity, record), folded in state.entities.items():
        standing = {name: told for (*key, name), told in expected.items() if tuple(key) == (entity, record)}
        assert folded.deleted == (TOMBSTONE in standing)
        standing.pop(TOMBSTONE, None)
        assert folded.fields == {name: told[0][1] for name, told in standing.items()}
        assert folded.conflicts == {name: told for name, told in standing.items() if len(told) > 1}
