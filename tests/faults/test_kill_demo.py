"""Row 1 through the public command line: killed with -9 while issuing, nothing acknowledged is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

KILLS = 60
SEED = 20261124
COMMAND = [sys.executable, "-m", "inspector_app"]


def issue_until_killed(data: Path, out: Path, acks: int, after: float) -> list[str]:
    """Start `demo --issue 50 --acks`, kill it -9 a moment after so many lines; return what it acknowledged.

    The moment is counted from a line, not from the start: a slow machine kills no sooner than a fast one.
    """
    child = subprocess.Popen(
        [*COMMAND, "--data", str(data), "demo", "--issue", "50", "--acks", "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stderr.readline()  # the findings are written: the next thing is the first number
    told = b"".join(child.stdout.readline() for _ in range(acks))
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate(timeout=120)
    assert child.returncode == -signal.SIGKILL
    told += rest
    # A line without its end was never acknowledged.
    whole = told[: told.rfind(b"\n") + 1].decode()
    return [json.loads(line)["ack"] for line in whole.splitlines()]


def ask(data: Path, *command: str) -> dict[str, object]:
    done = subprocess.run(
        [*COMMAND, "--data", str(data), "--json", *command], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def kill_often(laptop: Path, seed: int, kills: int) -> list[str]:
    """Kill one laptop's program again and again; return every number it acknowledged."""
    chance, data, out = random.Random(seed), laptop / "data", laptop / "out"
    ask(data, "demo", "--until", "findings", "--out", str(out))
    acknowledged: list[str] = []
    for _ in range(kills):
        acknowledged += issue_until_killed(data, out, chance.randint(0, 5), chance.uniform(0, 0.2))
    return acknowledged


def nothing_is_lost(data: Path, seed: int, acknowledged: list[str]) -> None:
    told = ask(data, "numbers")
    numbers = [one["number"] for one in told["numbers"]]
    sys.stdout.write(
        f"seed {seed}, kills {KILLS // 2}, acknowledged {len(acknowledged)}, numbers {len(numbers)}\n"
    )
    assert set(acknowledged) <= set(numbers)
    assert len(set(numbers)) == len(numbers)
    assert told["gaps"] == told["duplicates"] == []
    assert ask(data, "replay", "--check")["same"] is True


@pytest.mark.slow
def test_sixty_kills_lose_nothing(tmp_path: Path) -> None:
    laptops, seeds = (tmp_path / "one", tmp_path / "two"), (SEED, SEED + 1)
    with ThreadPoolExecutor(len(laptops)) as pool:
        told = list(pool.map(kill_often, laptops, seeds, (KILLS // 2, KILLS // 2)))
    for laptop, seed, acknowledged in zip(laptops, seeds, told, strict=True):
        nothing_is_lost(laptop / "data", seed, acknowledged)
    assert sum(map(len, told)) > KILLS
