"""Scoreboard row 1, at the store's own level: kill -9 while issuing; nothing acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.worlds import World

HERE = Path(__file__).parent
SEED, KILLS = 11, 20

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="KILL NOT TESTED: needs fork")


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, str(HERE / "worker.py"), "kill"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")])},
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=60)


def test_kill_while_issuing(nursery: subprocess.Popen[str], tmp_path: Path) -> None:
    chance, acknowledged, issued = random.Random(SEED), 0, 0
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    for _ in range(KILLS):
        nursery.stdin.write(f"{tmp_path / 'data'}\n")
        nursery.stdin.flush()
        pid = int(nursery.stdout.readline().split()[1])
        # The moment is counted from a line: a slow machine kills no sooner than a fast one.
        told = [nursery.stdout.readline() for _ in range(chance.randint(0, 3))]
        time.sleep(chance.uniform(0.005, 0.12))
        os.kill(pid, signal.SIGKILL)
        told += iter(nursery.stdout.readline, "ended\n")
        for line in told:
            acknowledged = int(line.split()[1])
        if not (tmp_path / "data" / "inspector.db").exists():
            assert acknowledged == 0
            continue
        store = World().open(tmp_path / "data")
        numbers = [each.serial for each in store.numbers().numbers]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= acknowledged
        assert len(store.records("site")) == len(numbers)
        assert store.buffer() in ({}, {"draft": len(numbers) + 1})
        assert store.integrity().problems == ()
        assert store.replay_check().same
        issued = len(numbers)
        store.close()
    print(f"\nrow 1 (store): seed {SEED}, {KILLS} kills, {issued} issued, none lost, none twice")
    assert issued > KILLS
