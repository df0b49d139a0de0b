"""Two thousand offices at work: nothing is lost, nothing diverges, and the oracle is no sleeping dog.

Edits, issues, voids, deletions, files, restores, clones, folders put back, a hub set back, lost, cut, doubled
and altered messages, wrong clocks. Each mutant of the rules must be found out by the same oracle.
"""

from collections import Counter

import pytest

from tests.simulation.oracle import BROKEN, DIVERGED, FOR_EVER, LOST, settle
from tests.simulation.rules import MUTANTS, TRUE, Rules
from tests.simulation.world import STEPS, World

SEEDS, SHARD = 2_000, 50
MUTANT_SEEDS = 200
MEANS = {
    "naive duplicate rule": LOST,
    "refused forks": LOST,
    "no hash check": BROKEN,
    "unstable tie": DIVERGED,
    "nobody gives way": FOR_EVER,
    "remembered receipts": LOST,
    "log not compared": DIVERGED,
}
"""What each mutant does, in the oracle's word."""


def run(seeds: range, rules: Rules) -> tuple[Counter[str], dict[int, set[str]]]:
    """Return what happened in these worlds, and what was wrong by seed."""
    happened: Counter[str] = Counter()
    wrong: dict[int, set[str]] = {}
    for seed in seeds:
        world = World(seed, rules)
        world.run()
        found = settle(world)
        if found:
            wrong[seed] = found
        happened += world.happened
        happened["forks"] += world.hub.forks
        happened["entries"] += len(world.hub.entries)
    return happened, wrong


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, SHARD))
def test_nothing_is_lost_and_nothing_diverges(first: int) -> None:
    seeds = range(first, first + SHARD)
    happened, wrong = run(seeds, TRUE)
    print(f"\nseeds {first}-{seeds[-1]} of {STEPS} steps: {len(wrong)} wrong; {dict(happened)}")
    print(f"repeat: python -m tests.simulation.one {first}-{seeds[-1]}")
    assert wrong == {}
    for what in ("forks", "cloned", "restored", "put back", "log differs", "cut", "refused"):
        assert happened[what], f"no world had any {what}"


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_the_oracle_finds_a_mutant_out(name: str) -> None:
    _, wrong = run(range(MUTANT_SEEDS), MUTANTS[name])
    kinds = Counter(kind for found in wrong.values() for kind in found)
    print(f"\n{name}: found out in {len(wrong)} of {MUTANT_SEEDS} seeds: {dict(kinds)}")
    if wrong:
        print(f"repeat: python -m tests.simulation.one {min(wrong)} {name}")
    assert kinds[MEANS[name]] >= MUTANT_SEEDS // 4


def test_the_same_seed_is_the_same_world() -> None:
    first, again = World(7, TRUE), World(7, TRUE)
    first.run()
    again.run()
    assert first.happened == again.happened
    assert [each.have() for each in first.laptops] == [each.have() for each in again.laptops]
    assert list(first.hub.entries) == list(again.hub.entries)
