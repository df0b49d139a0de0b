"""Run seeds again and tell what happened: python -m tests.simulation.one SEED [SEED …] [name of a mutant]

Instead of a seed FIRST-LAST may stand.
"""

import sys

from tests.simulation.oracle import settle
from tests.simulation.rules import MUTANTS, TRUE
from tests.simulation.world import World


def main(words: list[str]) -> None:
    seeds: list[int] = []
    for word in words:
        if word[0].isdigit():
            first, _, last = word.partition("-")
            seeds += range(int(first), int(last or first) + 1)
    name = " ".join(word for word in words if not word[0].isdigit())
    for seed in seeds:
        world = World(seed, MUTANTS.get(name, TRUE))
        world.run()
        found = settle(world)
        told = ", ".join(f"{times} {what}" for what, times in sorted(world.happened.items()))
        print(f"seed {seed}: {sorted(found) or 'nothing wrong'}; {world.hub.forks} forks, {told}")


if __name__ == "__main__":
    main(sys.argv[1:])
