"""A real fcitx5 on a real screen types 你好 into the fact of a finding, through the portal of ibus."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector_app.screenplay import stage
from tests.ui.screens import display

__all__ = ["display"]

ROOT = Path(__file__).parents[2]
NEEDED = ("fcitx5", "xdotool", "dbus-run-session")
PINYIN = Path("/usr/share/fcitx5/inputmethod/pinyin.conf")
MUST = os.environ.get("INSPECTOR_FCITX_TESTS") == "must"
ABSENT = [name for name in NEEDED if shutil.which(name) is None]
if not PINYIN.is_file():
    ABSENT.append("fcitx5-pinyin")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(ABSENT) and not MUST,
        reason=f"CHINESE INPUT BY FCITX5 NOT TESTED: {', '.join(ABSENT)} absent (.ci/run installs them)",
    ),
]

PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
CONFIG = "[Behavior]\nActiveByDefault=True\nShareInputState=All\n"
QUIET = "wayland,waylandim,notifications,kimpanel,classicui,notificationitem"
SCRIPT = """
fcitx5 --disable={quiet} >"$HOME/fcitx.log" 2>&1 &
input=$!
for wait in $(seq 600); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \\
    org.freedesktop.DBus.NameHasOwner string:org.fcitx.Fcitx5 2>/dev/null | grep -q true && break
  sleep 0.1
done
"{python}" "{typist}" "{folder}"
kill $input
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose fcitx writes pinyin from the first key on."""
    settings = tmp_path / "home" / ".config" / "fcitx5"
    settings.mkdir(parents=True)
    (settings / "profile").write_text(PROFILE)
    (settings / "config").write_text(CONFIG)
    (tmp_path / "home" / "run").mkdir(mode=0o700)
    return tmp_path / "home"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    stage.found(tmp_path / "data")
    return tmp_path / "data"


def surroundings(home: Path, display: str, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "DBUS_", "WAYLAND", "XDG_"))}
    return {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "DISPLAY": display,
        "QT_IM_MODULE": "fcitx",
        "XMODIFIERS": "@im=fcitx",
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


@contextmanager
def opened(env: dict[str, str], folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run fcitx and the program in a session bus of their own."""
    script = SCRIPT.format(
        quiet=QUIET, python=sys.executable, typist=ROOT / "tests/ui/fcitx_typist.py", folder=folder
    )
    with subprocess.Popen(
        ["dbus-run-session", "--", "bash", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate(timeout=60)


def kept(process: "subprocess.Popen[str]", wanted: str) -> list[str]:
    """Return the texts that became durable, until one is the wanted one or the program ends."""
    assert process.stdout is not None
    told: list[str] = []
    for line in process.stdout:
        if line.startswith("kept "):
            told += json.loads(line.removeprefix("kept "))
            if told and told[-1] == wanted:
                break
    return told


def ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ready"):
            assert line.split()[1] == "xcb"
            return
    assert process.stderr is not None
    pytest.fail(f"the program did not come to the fact: {process.stderr.read()[-2000:]}")


@pytest.mark.parametrize(("more", "wanted"), [({}, "你好"), ({"INSPECTOR_KEEP_IM": "1"}, "nihao")])
def test_pinyin_becomes_characters_in_the_draft_buffer(
    home: Path, office: Path, display: str, more: dict[str, str], wanted: str
) -> None:
    """The second run is the proof of the first: with the method left alone only letters arrive."""
    env = surroundings(home, display, **more)
    with opened(env, office) as process:
        ready(process)
        subprocess.run(
            ["xdotool", "key", "--delay", "120", "n", "i", "h", "a", "o", *(["space"] if not more else [])],
            env=env,
            check=True,
            timeout=120,
        )
        assert kept(process, wanted)[-1] == wanted
