"""PySide6 6.12.0 drops a reference of None at each Qt call that returns None, and aborts in the end."""

import subprocess
import sys
import tomllib
from pathlib import Path

import PySide6
from packaging.requirements import Requirement
from packaging.version import Version
from PySide6.QtCore import QObject, QTimer

ROOT = Path(__file__).parents[2]
CALLS = 50_000

CHILD = f"""
import sys
from PySide6.QtCore import QObject, QTimer
thing, timer = QObject(), QTimer()
for n in range({CALLS // 2}):
    thing.setObjectName("x")
    timer.setInterval(n)
print("alive", sys.getrefcount(None) > 0)
"""


def test_fifty_thousand_calls_that_return_none_leave_the_interpreter_alive() -> None:
    thing, timer = QObject(), QTimer()
    before = sys.getrefcount(None)
    for n in range(CALLS // 2):
        thing.setObjectName("x")
        timer.setInterval(n)
    # From Python 3.12 on None is immortal and its count says nothing.
    assert sys.version_info >= (3, 12) or abs(sys.getrefcount(None) - before) < 1000


def test_a_program_that_makes_them_ends_by_itself() -> None:
    """In a process of its own: an abort is seen as its exit code."""
    ended = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, timeout=120, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "alive True\n", "")


def test_the_version_that_aborts_is_kept_out() -> None:
    assert Version("6.8") <= Version(PySide6.__version__) < Version("6.12")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (wanted,) = [one for one in map(Requirement, project["dependencies"]) if "pyside" in one.name.lower()]
    assert wanted.name == "PySide6-Essentials"
    assert not wanted.specifier.contains("6.12.0")
