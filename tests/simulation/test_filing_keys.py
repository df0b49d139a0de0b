"""Grants, withdrawals, new codes, exchanges and sticks in random order: who reads all, and who nothing."""

from collections import Counter
from random import Random

import pytest

from tests.simulation.filing_office import FilingOffice

SEEDS, STEPS = range(10), 45
WEIGHTS = {"write": 30, "sync": 26, "sign_in": 12, "give": 10, "take": 7, "renew": 2, "leave": 1, "stick": 6}
PARTS = ("both", "both", "both", "main", "filings")


def live(seed: int, steps: int = STEPS) -> Counter[str]:
    """Play one history to its end; return what came to pass."""
    chance = Random(seed)
    one = FilingOffice(chance)
    try:
        for what in chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=steps):
            who, whom = chance.choice(one.members), chance.choice(one.members)
            one.happened[what] += 1
            if what == "sync":
                one.sync(who, chance.choice(PARTS))
            elif what in ("give", "take", "stick"):
                getattr(one, what)(who, whom)
            else:
                getattr(one, what)(who)
        one.settle()
    finally:
        one.close()
    return one.happened


@pytest.mark.slow
def test_whoever_has_access_reads_everything_and_nobody_else_what_came_after() -> None:
    happened: Counter[str] = Counter()
    for seed in SEEDS:
        try:
            happened += live(seed)
        except BaseException:
            print(f"seed {seed}")
            raise
    print(dict(happened))
    for what in ("shut out", "exchange.awaits_key", "stick", "renew"):
        assert happened[what], f"never came to pass: {what}"
