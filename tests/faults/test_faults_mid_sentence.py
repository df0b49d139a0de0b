"""P1: killed with -9 in mid-sentence, 30 times. At most the last second is missing, and it reopens there.

The second is counted in keys, of which a typist presses 25 in it at the most.

Repeat: uv run pytest -n 0 -s tests/faults/test_faults_mid_sentence.py
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.screenplay import stage
from inspector_app.screenplay.sentence import KEY_S
from tests.stories.hands import Hands
from tests.stories.stage import Opener, desktops

__all__ = ["desktops"]

ROOT = Path(__file__).parents[2]
SEED, KILLS, LANES = 2026, 30, 2
PROMISED_KEYS = round(1 / KEY_S)
"""The keys of a second. A process that stood still pressed none, so that a busy machine loses no promise."""
EARLIEST, LATEST = 2, 65
"""After how many keys it is killed."""

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="KILL IN MID-SENTENCE NOT TESTED: needs fork"),
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("^This plugin does not support", extend=True),
]


@dataclass(frozen=True, slots=True)
class Killed:
    """A typist that was killed.

    Attributes:
        keys: what stood there after every key that was told.
    """

    keys: tuple[str, ...]

    @property
    def promised(self) -> str:
        """What must be there again."""
        return self.keys[-1 - PROMISED_KEYS] if len(self.keys) > PROMISED_KEYS else ""


@contextmanager
def typists() -> Iterator["subprocess.Popen[str]"]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, "-m", "inspector_app.screenplay", "sentence"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=60)


def typed(line: str) -> str:
    what, told = line.rstrip("\n").split(" ", 1)
    assert what == "typed", line
    return told


def killed(typists: "subprocess.Popen[str]", folder: Path, after: int, moment: float) -> Killed:
    """Let somebody type into a folder and kill the program a moment after so many keys."""
    assert typists.stdin is not None
    assert typists.stdout is not None
    typists.stdin.write(f"{folder}\n")
    typists.stdin.flush()
    pid = int(typists.stdout.readline().split()[1])
    keys = [typed(typists.stdout.readline()) for _ in range(after)]
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    keys += [typed(line) for line in iter(typists.stdout.readline, "ended\n")]
    return Killed(tuple(keys))


def kill_often(folders: Iterable[Path], afters: Iterable[tuple[int, float]]) -> Iterator[tuple[Path, Killed]]:
    """Kill a typist in each folder; while one folder is looked at, somebody types into the next two."""

    def lane(told: list[tuple[Path, tuple[int, float]]]) -> Iterator[tuple[Path, Killed]]:
        with typists() as process:
            for folder, after in told:
                yield folder, killed(process, folder, *after)

    told = list(zip(folders, afters, strict=True))
    lanes = [lane(told[n::LANES]) for n in range(LANES)]
    with ThreadPoolExecutor(LANES) as pool:
        ahead = [pool.submit(next, one, None) for one in lanes]
        for n in range(len(told)):
            done = ahead[n % LANES].result()
            assert done is not None
            ahead[n % LANES] = pool.submit(next, lanes[n % LANES], None)
            yield done
        for one in ahead:
            assert one.result() is None, "every lane is at its end"


def check(hands: Hands, told: Killed) -> int:
    """Hold what is there again against what was typed; return how many keys are missing."""
    assert hands.rooms.frame.page == "bench"
    assert hands.rooms.work.bench is not None
    (finding,) = hands.rooms.work.bench.findings
    assert hands.rooms.bench.findings.open_id == finding.id, "the finding is open again"
    assert hands.editor.fact.text() == finding.fact
    assert finding.fact.startswith(told.promised), (finding.fact, told.promised)
    assert told.keys[-1].startswith(finding.fact), "nothing stands there that nobody typed"
    assert "上次没有正常退出" in hands.notice
    assert ("已找回" in hands.notice) is bool(finding.fact)
    assert hands.store.buffer() == {}
    assert hands.store.integrity().problems == ()
    return len(told.keys[-1]) - len(finding.fact)


def test_at_most_a_second_is_lost_and_it_reopens_where_it_was(desktops: Opener, tmp_path: Path) -> None:
    stage.found(tmp_path / "office")
    chance, missing = random.Random(SEED), []
    folders = [shutil.copytree(tmp_path / "office", tmp_path / f"data{n}") for n in range(KILLS)]
    afters = [(chance.randint(EARLIEST, LATEST), chance.uniform(0, KEY_S)) for _ in folders]
    for folder, told in kill_often(folders, afters):
        hands = desktops(folder)
        hands.sign_in()
        hands.rest()
        missing.append(check(hands, told))
        hands.desktop.window.close()
    print(f"\nmid-sentence: seed {SEED}, {KILLS} kills, missing keys {sorted(missing)} of {PROMISED_KEYS}")
    assert len(missing) == KILLS
