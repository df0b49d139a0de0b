"""Row 18: a clock moved by a day, a year, a zone, in mid-session: flagged, order kept, nothing refused."""

import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from inspector_app.casework.overview import readiness
from inspector_app.casework.overview.readiness import Ready
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from tests.casework.bench import Bench
from tests.casework.conftest import bench  # noqa: F401 - a fixture
from tests.simulation.laptops import Fleet, same

SEEDS, STEPS = 10, 30
RIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
JUMPS = {
    "a day back": timedelta(days=-1),
    "a day ahead": timedelta(days=1),
    "a year back": timedelta(days=-365),
    "a year ahead": timedelta(days=365),
}
ZONES = tuple(timezone(timedelta(hours=hours)) for hours in (8, 0, -11, 14))

Told = tuple[dict[str, object], list[tuple[str, str]], list[tuple[int, int]]]


def day(folder: Path, seed: int, *, wrong: bool) -> Told:
    """Work by one script on two laptops that exchange after each step; return what both show.

    Args:
        wrong: the clocks jump, in mid-session too; otherwise they are right.
    """
    fleet, chance, clocks = Fleet(folder), random.Random(seed), random.Random(-seed)
    stores = [fleet.make("one", 3), fleet.make("two", 4)]
    with stores[0].transaction("wang") as tx:
        site = tx.create("site", {"name": 0})
    fleet.settle()
    papers: list[str] = []
    order: list[str] = []
    for step in range(1, STEPS):
        moment = RIGHT + timedelta(hours=step)
        if wrong:
            moment += clocks.choice([timedelta(0), *JUMPS.values()])
        fleet.world.clock.time = moment.astimezone(clocks.choice(ZONES) if wrong else UTC)
        store = chance.choice(stores)
        with store.transaction("wang") as tx:
            what = chance.random()
            if what < 0.5:
                tx.set("site", site, {"name": step})
                order.append(f"set {step}")
            elif what < 0.8 or not papers:
                papers.append(fleet.world.issue(tx, document=f"paper {step}"))
            else:
                fleet.world.end(tx, ActKind.VOID, papers.pop(chance.randrange(len(papers))))
        fleet.settle()
    same(*stores)
    record = stores[0].record("site", site)
    assert record is not None
    assert record.conflicts == {}
    assert record.fields["name"] == int(order[-1].split()[1]), "what was written last is not what shows"
    acts = [(act.kind, act.entity_id) for act in stores[1].acts() if act.entity == "document"]
    assert all(act.valid for act in stores[1].acts())
    assert stores[1].refused() == []
    numbers = sorted((each.machine_code, each.serial) for each in stores[1].numbers().numbers)
    fates = [f"{each.fate}" for each in stores[1].numbers().numbers]
    fleet.close()
    return {**record.fields, "fates": sorted(fates)}, acts, numbers


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_clock_decides_anything(tmp_path: Path, seed: int) -> None:
    right = day(tmp_path / "right", seed, wrong=False)
    wrong = day(tmp_path / "wrong", seed, wrong=True)
    assert wrong == right
    print(f"\nrow 18: seed {seed}, {STEPS} steps on two laptops: with wrong clocks all is as with right ones")
    print(f"repeat: pytest tests/faults/test_row_18.py -k 'clock_decides and {seed}'")


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_moved_in_mid_session_is_flagged_and_work_goes_on(
    bench: Bench,  # noqa: F811
    jump: str,
) -> None:
    _add(bench, "before")
    bench.clock.moment += JUMPS[jump]
    expected = {
        "a day back": (Ready.BAD, "ready.clock_back"),
        "a year back": (Ready.BAD, "ready.clock_back"),
        "a day ahead": (Ready.OK, "ready.clock"),  # a day later is a day later
        "a year ahead": (Ready.WARN, "ready.clock_silent"),
    }
    assert _flag(bench) == expected[jump]
    _add(bench, "after")
    assert _names(bench) == ["before", "after"], "the order of writing is not the order of the clock"
    bench.clock.moment -= JUMPS[jump]
    # Put right again: an entry from the future is flagged, one from long ago looks like silence.
    put_right = {"a day back": Ready.OK, "a year back": Ready.WARN}
    assert _flag(bench)[0] is put_right.get(jump, Ready.BAD)
    assert bench.desk.store.replay_check().same


def test_two_laptops_in_other_years_show_the_same_conflict() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(Path(folder))
        one, two = fleet.make("one", 3), fleet.make("two", 4)
        with one.transaction("wang") as tx:
            site = tx.create("site", {"name": 0})
        fleet.settle()
        for store, value, jump in ((one, 1, "a year back"), (two, 2, "a year ahead")):
            fleet.world.clock.time = RIGHT + JUMPS[jump]
            with store.transaction("wang") as tx:
                tx.set("site", site, {"name": value})
        fleet.settle()
        same(one, two)
        (conflict,) = one.conflicts()
        assert {each.value for each in conflict.values} == {1, 2}
        with one.transaction("wang") as tx:  # its clock is two years behind the other's
            tx.set("site", site, {"name": 3})
        fleet.settle()
        same(one, two)
        told = two.record("site", site)
        assert told is not None
        assert told.fields["name"] == 3
        fleet.close()


def _add(bench: Bench, name: str) -> None:  # noqa: F811
    registry.add_target(bench.desk, registry.NewTarget("construction_site", name, "", ()))


def _flag(bench: Bench) -> tuple[Ready, str]:  # noqa: F811
    check = next(one for one in readiness.look(bench.session, bench.folder) if one.id == "clock")
    return check.state, check.note.code


def _names(bench: Bench) -> Sequence[str]:  # noqa: F811
    journal = bench.desk.store.meta.journal_id
    told = [entry.fields for entry in bench.desk.store.entries(journal) if entry.header.op == "create"]
    return [
        each["name"]["value"] for each in told if each.get("name", {}).get("value") in {"before", "after"}
    ]
