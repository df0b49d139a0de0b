"""Row 32: the sign-in is guessed at. Few guesses are let through, a restart gives none, each costs 64 MiB.

The clock is the guesser's: it is moved on exactly as far as the program asks them to wait.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from inspector_app.domain.errors import SignInError
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import Cost, SlotFile, create_slots
from inspector_app.trust.tries import FREE_TRIES, LONGEST_WAIT, wait_after

SEED, DAYS = 32, 2
CHEAP = Cost(memory=64, time=1)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PASSWORD = "三人行必有我师焉"
REPEAT = "python -m pytest tests/faults/test_row_32.py -n 0 -s"

_ONE_GUESS = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from inspector_app.domain.errors import SignInError
from inspector_app.trust.slots import SlotFile
def most():
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])


slots = SlotFile.read(Path(sys.argv[1]))
Path("/proc/self/clear_refs").write_text("5")  # the most so far is what is held now: loading took more
held = most()
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    slots.open("wang", "guess", now=datetime.now(UTC))
except SignInError as problem:
    print(problem.code)
after = resource.getrusage(resource.RUSAGE_SELF)
print(most() - held, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
"""


def made(path: Path, cost: Cost | None) -> Path:
    create_slots(
        path,
        workspace="5a" * 16,
        training=False,
        user="wang",
        name="王五",
        password=PASSWORD,
        signing_key=SigningKey.new(),
        cost=cost,
    )
    return path


def test_a_guesser_with_all_the_time_gets_few_guesses(tmp_path: Path) -> None:
    path, chance = made(tmp_path / "keys.json", CHEAP), Random(SEED)
    now, told = NOW, Counter[str]()
    while now < NOW + timedelta(days=DAYS):
        try:
            SlotFile.read(path).open("wang", f"guess {chance.random()}", now=now)
        except SignInError as problem:
            told[problem.code] += 1
            if problem.code == "trust.wait":
                wait = problem.values["seconds"]
                assert isinstance(wait, int)
                assert wait <= LONGEST_WAIT + 1
                now += timedelta(seconds=wait)
    guesses = told["trust.wrong_password"]
    steps = [wait_after(n) for n in range(FREE_TRIES, 40)]
    growing = sum(1 for wait in steps if wait < LONGEST_WAIT)
    most = FREE_TRIES + growing + DAYS * 86_400 // LONGEST_WAIT + 1
    assert guesses <= most
    assert set(told) == {"trust.wrong_password", "trust.wait"}
    assert steps == sorted(steps)
    with pytest.raises(SignInError):
        SlotFile.read(path).open("wang", "one more", now=now)
    with pytest.raises(SignInError, match=r"trust\.wait"):
        SlotFile.read(path).open("wang", PASSWORD, now=now)  # the right one waits like any other
    opened = SlotFile.read(path).open("wang", PASSWORD, now=now + timedelta(seconds=LONGEST_WAIT + 1))
    assert opened.user == "wang"
    print(
        f"\nrow 32: seed {SEED}, {DAYS} days of guessing, a restart before each try: {guesses} guesses"
        f" let through (at most {most}), {told['trust.wait']} told to wait; repeat: {REPEAT}"
    )


def test_one_guess_costs_what_we_promise(tmp_path: Path) -> None:
    if not os.access("/proc/self/clear_refs", os.W_OK):
        pytest.skip("THE COST OF A GUESS NOT MEASURED: needs Linux's /proc")
    path = made(tmp_path / "keys.json", None)
    kdfs = {json.dumps(one["kdf"], sort_keys=True) for one in json.loads(path.read_text("utf-8"))["slots"]}
    (kdf,) = (json.loads(one) for one in kdfs)
    assert kdf == {"name": "argon2id", "memory": 65_536, "time": 3, "lanes": 1}
    done = subprocess.run(
        [sys.executable, "-c", _ONE_GUESS, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    code, measured = done.stdout.splitlines()
    grown, seconds = measured.split()
    assert code == "trust.wrong_password"
    assert int(grown) >= 60_000, "a guess that takes less memory is a cheaper one"
    print(f"\nrow 32: one guess: {kdf}, {int(grown) // 1024} MiB, {float(seconds):.2f} s of CPU; {REPEAT}")


def test_a_file_that_asks_for_a_cheaper_guess_is_not_believed(tmp_path: Path) -> None:
    """The cost is sealed with the slot: writing a smaller one into the file opens nothing."""
    path = made(tmp_path / "keys.json", CHEAP)
    told = (
        path.read_text("utf-8").replace('"memory":64', '"memory":32').replace('"memory": 64', '"memory": 32')
    )
    assert told != path.read_text("utf-8")
    path.write_text(told, "utf-8")
    with pytest.raises(Exception, match=r"trust\.(slots_damaged|wrong_password)"):
        SlotFile.read(path).open("wang", PASSWORD, now=NOW)
