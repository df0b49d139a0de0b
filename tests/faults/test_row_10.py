"""Scoreboard row 10: two instances over one data folder: the second shows the first, and harms nothing.

Repeat: uv run pytest -n 0 -s tests/faults/test_row_10.py
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.people import workspace
from inspector_app.trust.slots import Cost

ROOT = Path(__file__).parents[2]
HOLDING = """
import sys, time
from pathlib import Path
from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.people import workspace
from inspector_app.documents.render import PdfRenderer
session = workspace.sign_in(
    Path(sys.argv[1]), workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, SystemClock(), PdfRenderer()
)
print("held", flush=True)
sys.stdin.read()
session.close()
"""
ROUNDS = 6


@pytest.fixture
def data(tmp_path: Path) -> Path:
    workspace.make_training(tmp_path / "data", SystemClock(), cost=Cost(memory=64, time=1, lanes=1))
    return tmp_path / "data"


def environment() -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path}


def program(data: Path, *args: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "inspector_app", "--data", str(data), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


@pytest.fixture
def holder(data: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another program that has the workspace open, as a window has."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_every_command_names_the_program_that_has_the_folder(
    data: Path, holder: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    for args in (["digest"], ["backup", "--to", str(tmp_path / "b.ijk")], ["demo", "--out", str(tmp_path)]):
        process = program(data, "--json", *args)
        out, _ = process.communicate(timeout=120)
        (error,) = json.loads(out)["errors"]
        assert (process.returncode, error["code"]) == (7, "store.in_use"), args
        assert str(holder.pid) in error["message"] + error["remedy"]
    assert not (tmp_path / "b.ijk").exists()


def test_one_that_was_killed_is_no_obstacle(
    data: Path, holder: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    holder.kill()
    holder.wait()
    process = program(data, "--json", "backup", "--to", str(tmp_path / "b.ijk"))
    out, _ = process.communicate(timeout=120)
    assert (process.returncode, json.loads(out)["reopened"]) == (0, True)


def test_of_several_that_start_at_once_one_works_and_the_others_say_so(data: Path, tmp_path: Path) -> None:
    told: Counter[str] = Counter()
    for number in range(ROUNDS):
        goal = tmp_path / f"{number}.ijk"
        many = [program(data, "--json", "backup", "--to", str(goal)) for _ in range(3)]
        for process in many:
            out, _ = process.communicate(timeout=120)
            answer = json.loads(out)
            told["done" if answer["ok"] else answer["errors"][0]["code"]] += 1
        assert goal.exists()
    print(f"\nrow 10: {ROUNDS} rounds of three at once: {dict(told)}")
    assert set(told) <= {"done", "store.in_use"}
    assert told["done"] >= ROUNDS
    process = program(data, "--json", "doctor", "--deep")
    out, _ = process.communicate(timeout=120)
    checks = {one["id"]: one["status"] for one in json.loads(out)["checks"]}
    assert (checks["journal"], checks["documents"]) == ("ok", "ok")


def holder_of(lock: Path) -> int:
    """Return whose process the window's lock names; 0 while it is taken from a dead one."""
    try:
        told = lock.read_text("utf-8").split()
    except FileNotFoundError:
        return 0
    return int(told[0]) if told else 0


def test_a_second_window_ends_and_shows_the_first(data: Path) -> None:
    first = program(data)
    try:
        lock = data / "window.lock"
        while not lock.exists():
            assert first.poll() is None, first.communicate()
            time.sleep(0.05)
        second = program(data)
        _, said = second.communicate(timeout=120)
        assert (second.returncode, said) == (0, "")
        assert first.poll() is None
    finally:
        first.kill()
        first.communicate()
    third = program(data)
    try:
        # The dead first one's lock is no obstacle: the third one takes it, and stays.
        while holder_of(lock) != third.pid:
            assert third.poll() is None, third.communicate()
            time.sleep(0.05)
    finally:
        third.kill()
        third.communicate()
