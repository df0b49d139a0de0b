"""The bureau on disk, driven by hypothesis and by chance, with its hub on SQLite and on PostgreSQL."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.hub.conftest import server  # noqa: F401 - a fixture
from tests.hub.postgres import Server
from tests.simulation.bureau import JUMPS, Bureau

SEED, EXAMPLES, STEPS = 6, 20, 40
LIVES, LONG = range(4), 160
"""Seeds of long lives driven by chance, and their steps: hypothesis makes many short ones."""

URL = Callable[[], str]
WEIGHTS = {
    "edit": 30,
    "issue": 12,
    "void": 4,
    "sync": 22,
    "write_file": 6,
    "read_file": 10,
    "keep": 4,
    "restore": 3,
    "put_back": 1,
    "clone": 3,
    "move_the_clock": 2,
    "revoke": 1,
}
WORDS: dict[str, Callable[[random.Random], object]] = {
    "value": lambda chance: chance.randrange(100),
    "lost": lambda chance: chance.randint(-3, 2),
    "cut": lambda chance: chance.randint(0, 4),
    "known": lambda chance: chance.random() < 0.5,
    "flip": lambda chance: chance.randint(0, 12),
    "jump": lambda chance: chance.choice(JUMPS),
}
ASKED = {
    "edit": ("who", "record", "name", "value"),
    "void": ("who", "paper"),
    "sync": ("who", "lost", "cut"),
    "write_file": ("who", "to", "known"),
    "read_file": ("who", "file", "flip"),
    "move_the_clock": ("jump",),
    "revoke": ("who", "chosen"),
}


def machine(url: URL) -> type[Bureau]:
    """Return a bureau's class whose hubs keep their books there."""

    class There(Bureau):
        database = staticmethod(url)
        happened: ClassVar[Counter[str]] = Counter()

    return There


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[URL]:
    """Where each hub keeps its books: in its folder, or in a new database each."""
    if request.param == "sqlite":
        yield lambda: ""
        return
    running: Server = request.getfixturevalue("server")
    made: list[str] = []

    def fresh() -> str:
        made.append(running.fresh())
        return made[-1]

    yield fresh
    for each in made:
        running.drop(each)


@pytest.mark.slow
def test_short_histories(url: URL) -> None:
    there = machine(url)
    run_state_machine_as_test(
        seed(SEED)(there),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"\nseed {SEED}: {EXAMPLES} histories of at most {STEPS} steps: {dict(there.happened)}")
    print("repeat: pytest tests/simulation/test_state_machine.py -k short")
    assert there.happened["cloned"]
    assert there.happened["file read"]


@pytest.mark.slow
@pytest.mark.parametrize("life", LIVES)
def test_long_lives(url: URL, life: int) -> None:
    chance, bureau = random.Random(life), machine(url)()
    try:
        for what in chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=LONG):
            told = {
                word: WORDS.get(word, lambda chance: chance.randrange(12))(chance)
                for word in ASKED.get(what, ("who",))
            }
            getattr(bureau, what)(**told)
            bureau.the_same_entries_are_the_same_state()
    finally:
        bureau.teardown()
    print(f"\nlife {life} of {LONG} steps: {dict(bureau.happened)}")
    print(f"repeat: pytest tests/simulation/test_state_machine.py -k 'long and {life}'")
