"""Row 22: one record edited on two laptops: both values are kept and shown, until a person settles it."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from inspector_app.store.store import Store
from tests.simulation.laptops import Fleet, same

SEED, EXAMPLES = 22, 60
NAMES = ("name", "floors", "more")

Edit = tuple[int, int, int]
"""Which laptop, which record, which field; field 3 is the deletion."""

EDITS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=8)


def write(stores: Sequence[Store], sites: Sequence[str], edits: Sequence[Edit], start: int) -> None:
    for number, (who, site, what) in enumerate(edits, start):
        with stores[who].transaction(("wang", "li")[who]) as tx:
            if what == 3:
                found = tx.record("site", sites[site])
                if found is not None and not found.deleted:
                    tx.delete("site", sites[site])
            else:
                tx.set("site", sites[site], {NAMES[what]: number})


def last_of(edits: Sequence[Edit], start: int) -> dict[tuple[int, int], dict[int, int]]:
    """Return by record and field what each laptop wrote there last."""
    told: dict[tuple[int, int], dict[int, int]] = {}
    for number, (who, site, what) in enumerate(edits, start):
        if what < 3:
            told.setdefault((site, what), {})[who] = number
    return told


@seed(SEED)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(apart=EDITS, later=EDITS)
def test_both_values_are_kept_and_shown(apart: list[Edit], later: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(Path(folder))
        stores = [fleet.make("one", 3), fleet.make("two", 4)]
        with stores[0].transaction("wang") as tx:
            sites = [tx.create("site", dict.fromkeys(NAMES, 0)) for _ in range(2)]
        fleet.settle()
        write(stores, sites, apart, 1)
        fleet.settle()
        same(*stores)
        _both_are_there(stores[0], sites, apart)
        # A few more without looking, then everything is brought together and settled by one of the two.
        write(stores, sites, later, len(apart) + 1)
        fleet.settle()
        same(*stores)
        for conflict in stores[1].conflicts():
            with stores[1].transaction("li") as tx:
                tx.set("site", conflict.id, {conflict.field: conflict.values[-1].value})
        fleet.settle()
        same(*stores)
        assert stores[0].conflicts() == []
        fleet.close()


def _both_are_there(store: Store, sites: Sequence[str], edits: Sequence[Edit]) -> None:
    """Hold what one laptop shows to what the two wrote while they did not know of each other."""
    shown = {(each.id, each.field): {one.value for one in each.values} for each in store.conflicts()}
    for (site, what), wrote in last_of(edits, 1).items():
        if any(each[1:] == (site, 3) for each in edits):
            continue  # deleted by one of them: the tombstone stands, and with it all that was not known
        record = store.record("site", sites[site])
        assert record is not None
        assert record.fields[NAMES[what]] in wrote.values()
        if len(wrote) == 2:
            assert shown[sites[site], NAMES[what]] == set(wrote.values())
            assert set(record.conflicts[NAMES[what]]) == set(wrote.values())
        else:
            assert NAMES[what] not in record.conflicts


def test_who_and_when_stand_beside_each_value() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(Path(folder))
        one, two = fleet.make("one", 3), fleet.make("two", 4)
        with one.transaction("wang") as tx:
            site = tx.create("site", {"name": "甲"})
        fleet.settle()
        for store, user, told in ((one, "wang", "乙"), (two, "li", "丙")):
            with store.transaction(user) as tx:
                tx.set("site", site, {"name": told})
        fleet.settle()
        for store in (one, two):
            (conflict,) = store.conflicts()
            said = {each.user: (each.value, each.journal_id) for each in conflict.values}
            assert said == {"wang": ("乙", one.meta.journal_id), "li": ("丙", two.meta.journal_id)}
            assert len({each.wall for each in conflict.values}) == 2
        fleet.close()
    print(f"\nrow 22: seed {SEED}, {EXAMPLES} histories of two laptops, both values kept and shown in each")
    print("repeat: pytest tests/faults/test_row_22.py")
