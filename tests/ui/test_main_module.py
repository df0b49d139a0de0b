"""`inspector-app`: which words open the window, and what is said on a machine that cannot open one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app import __main__ as program
from inspector_app.catalog.messages import Messages

ROOT = Path(__file__).parents[2]
LINE = (
    "sudo apt-get install -y libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 "
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="LIBRARIES NOT TESTED: needs Linux")


@pytest.mark.parametrize(
    ("told", "command"),
    [
        ("", ""),
        ("--data /x", ""),
        ("--lang en --data gate", ""),
        ("--data=/x --lang=en", ""),
        ("gate case.toml", "gate"),
        ("--data /x verify a.pdf", "verify"),
        ("--user a --now 2026-11-24 demo", "demo"),
        ("--data", ""),
    ],
)
def test_a_word_that_is_no_options_value_is_the_command(told: str, command: str) -> None:
    assert program.command_of(told.split()) == command


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("--lang en", "en"),
        ("--lang=en", "en"),
        ("--lang", "zh"),
        ("", "zh"),
        ("--language en", "zh"),
        ("--lang=", ""),
    ],
)
def test_an_option_is_said_in_two_ways(told: str, value: str) -> None:
    assert program.option(told.split(), "--lang", "zh") == value


def test_the_library_is_read_from_what_the_import_says() -> None:
    told = "libEGL.so.1: cannot open shared object file: No such file or directory"
    assert program.library_of(told) == "libEGL.so.1"
    assert program.library_of("libEGL.so.1: undefined symbol: x") == ""
    assert program.library_of("No module named 'PySide6'") == ""


@LINUX
@pytest.mark.parametrize("name", program.WINDOW_LIBRARIES)
def test_a_library_that_qt_would_die_without_is_found_missing(name: str) -> None:
    def load(wanted: str) -> None:
        if wanted == name:
            raise OSError(wanted)

    screen = {"DISPLAY": ":0"}
    assert program.unmet(screen, load) == name
    assert program.unmet({**screen, "QT_QPA_PLATFORM": "xcb"}, load) == name
    assert program.unmet({**screen, "QT_QPA_PLATFORM": "offscreen"}, load) == ""
    assert program.unmet({**screen, "WAYLAND_DISPLAY": "wayland-0"}, load) == ""
    assert program.unmet({}, load) == ""
    assert program.unmet(screen, lambda wanted: None) == ""


@LINUX
def test_a_machine_without_a_screen_is_known() -> None:
    assert program.no_screen({})
    assert program.no_screen({"QT_QPA_PLATFORM": "xcb"})
    assert not program.no_screen({"DISPLAY": ":0"})
    assert not program.no_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert not program.no_screen({"QT_QPA_PLATFORM": "offscreen"})


def test_a_refusal_says_what_and_what_to_do_and_ends_with_7(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.refuse("ui.library_missing", "zh", library="libEGL.so.1", line=program.LINE) == 7
    out, said = capsys.readouterr()
    assert out == ""
    assert said == f"缺少系统库 libEGL.so.1，窗口打不开。\n请运行：{LINE}\n"


def start(*told: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Start the program as a person does, on a machine that is described by its environment."""
    kept = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    path = os.pathsep.join([env.pop("FIRST", str(ROOT)), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *told],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
        env={**kept, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **env},
    )


@LINUX
@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_screen_it_says_so_in_the_asked_language(language: str, tmp_path: Path) -> None:
    ended = start("--lang", language, "--data", str(tmp_path))
    message, remedy = Messages(language).text("ui.no_screen", "", {})
    assert (ended.returncode, ended.stdout, ended.stderr) == (7, "", f"{message}\n{remedy}\n")


@LINUX
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_machine_without_one_of_qts_libraries_gets_the_exact_line(language: str, tmp_path: Path) -> None:
    """As the loader says it: a PySide6 in front of the real one, whose library cannot be opened."""
    (tmp_path / "PySide6").mkdir()
    told = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (tmp_path / "PySide6" / "__init__.py").write_text(f"raise ImportError({told!r})\n", "utf-8")
    ended = start("--lang", language, QT_QPA_PLATFORM="offscreen", FIRST=str(tmp_path))
    said = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout, len(said)) == (7, "", 2)
    assert "libEGL.so.1" in said[0]
    assert said[1].endswith(LINE)
    assert "Traceback" not in ended.stderr


@LINUX
def test_an_import_that_fails_for_another_reason_is_not_dressed_up(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text("raise ImportError('torn package')\n", "utf-8")
    ended = start(QT_QPA_PLATFORM="offscreen", FIRST=str(tmp_path))
    assert ended.returncode == 1
    assert "torn package" in ended.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_folder_that_cannot_be_used_is_named(language: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "data"):
        ended = start("--data", str(folder), "--lang", language, QT_QPA_PLATFORM="offscreen")
        assert ended.returncode == 7
        assert str(folder) in ended.stderr
        assert "Traceback" not in ended.stderr
        message, _ = Messages(language).text(
            "ui.folder_unreadable", "", {"folder": str(folder), "reason": ""}
        )
        assert ended.stderr.startswith(message[:8])


def test_a_command_never_needs_a_screen() -> None:
    ended = start("--help")
    assert (ended.returncode, ended.stderr) == (0, "")
