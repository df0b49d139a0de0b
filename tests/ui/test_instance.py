"""One window per data folder: a second start shows the first and ends; a dead first is no obstacle."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.ui.shell.instance import Instance

ROOT = Path(__file__).parents[2]
HOLDER = "import sys, os; from PySide6.QtCore import QLockFile; lock = QLockFile(sys.argv[1]);"


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[Instance]:
    instance = Instance(tmp_path / "data")
    assert instance.first()
    instance.listen()
    yield instance
    instance.release()


def test_the_second_is_told_and_the_first_is_asked_to_show_itself(
    first: Instance, tmp_path: Path, qtbot: QtBot
) -> None:
    second = Instance(tmp_path / "data")
    with qtbot.waitSignal(first.show_requested):
        assert not second.first()


def test_each_further_start_asks_again(first: Instance, tmp_path: Path, qtbot: QtBot) -> None:
    for _ in range(3):
        with qtbot.waitSignal(first.show_requested):
            assert not Instance(tmp_path / "data").first()


def test_the_same_folder_by_another_path_is_the_same_folder(
    first: Instance, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "data")
    with qtbot.waitSignal(first.show_requested):
        assert not Instance(tmp_path / "link").first()


def test_another_folder_has_its_own_window(first: Instance, tmp_path: Path, qtbot: QtBot) -> None:
    other = Instance(tmp_path / "other")
    with qtbot.assertNotEmitted(first.show_requested):
        assert other.first()
    other.release()


def test_after_a_proper_end_the_next_is_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    for _ in range(3):
        instance = Instance(tmp_path / "data")
        assert instance.first()
        instance.release()


def test_a_dead_first_is_no_obstacle(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    lock = str(tmp_path / "data" / "window.lock")
    told = f"{HOLDER} assert lock.tryLock(0); os.kill(os.getpid(), 9)"
    ended = subprocess.run([sys.executable, "-c", told, lock], timeout=120, check=False)
    assert ended.returncode != 0
    assert (tmp_path / "data" / "window.lock").exists()
    instance = Instance(tmp_path / "data")
    assert instance.first()
    instance.release()


def test_a_second_program_over_the_folder_ends_with_0_and_shows_the_first(
    first: Instance, tmp_path: Path, qtbot: QtBot
) -> None:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with qtbot.waitSignal(first.show_requested):
        process = subprocess.Popen(
            [sys.executable, "-m", "inspector_app", "--data", str(tmp_path / "data")],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
    _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (0, b"")


def test_a_folder_that_takes_no_lock_is_no_second_start(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    instance = Instance(folder)
    folder.rmdir()
    with pytest.raises(OSError, match=r"window\.lock"):
        instance.first()


def test_a_program_whose_folder_takes_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be", "utf-8")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(
        [sys.executable, "-m", "inspector_app", "--data", str(tmp_path / "data")],
        cwd=ROOT,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": path},
        timeout=120,
        check=False,
    )
    assert ended.returncode == 7
    assert str(tmp_path / "data") in ended.stderr.decode()
