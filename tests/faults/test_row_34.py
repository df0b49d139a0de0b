"""Row 34: the system has no keyring, or one that fails: a laptop opens by its password all the same.

The program keeps nothing in the system's keyring: the key slots lie in its own folder. So this proves that
no keyring is asked for, on a machine without a session, a bus, a home, and with one that would raise.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPEAT = "python -m pytest tests/faults/test_row_34.py -n 0 -s"
KEYRINGS = ("keyring", "secretstorage", "jeepney", "dbus", "gi", "win32cred", "win32ctypes", "keyctl")
SESSION = ("DBUS_", "XDG_", "GNOME_", "KDE_", "SSH_AUTH", "DISPLAY", "WAYLAND")

_TOLD = """
import sys
from inspector_app import cli
code = cli.main(sys.argv[1:])
print("LOADED", *sorted(set({keyrings!r}) & sys.modules.keys()))
sys.exit(code)
"""


def bare(home: str) -> dict[str, str]:
    """Return surroundings without anything of a person's session."""
    left = {name: value for name, value in os.environ.items() if not name.startswith(SESSION)}
    return {**left, "HOME": home, "QT_QPA_PLATFORM": "offscreen"}


def traps(folder: Path) -> Path:
    """Make modules under every keyring's name that raise as a broken one does."""
    folder.mkdir()
    for name in KEYRINGS:
        (folder / f"{name}.py").write_text("raise RuntimeError('no keyring here')\n", "utf-8")
    return folder


@pytest.mark.parametrize("broken", [False, True], ids=["missing", "failing"])
def test_a_laptop_opens_without_a_keyring(tmp_path: Path, broken: bool) -> None:
    surroundings = bare("/nonexistent")
    if broken:
        path = os.pathsep.join([str(traps(tmp_path / "traps")), surroundings.get("PYTHONPATH", "")])
        surroundings["PYTHONPATH"] = path
    commands = (["demo", "--until", "findings", "--out", str(tmp_path / "out")], ["digest"], ["numbers"])
    digests = []
    for command in commands:
        args = ["--data", str(tmp_path / "data"), "--json", *command]
        done = subprocess.run(
            [sys.executable, "-c", _TOLD.format(keyrings=KEYRINGS), *args],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env=surroundings,
        )
        assert done.returncode == 0, (done.stdout, done.stderr)
        answer, loaded = done.stdout.splitlines()
        assert loaded.split() == ["LOADED"], "a keyring was asked for"
        digests.append(json.loads(answer).get("digest"))
    assert digests[0] == digests[1]
    print(f"\nrow 34: {len(commands)} commands, {len(KEYRINGS)} keyrings, failing={broken}; repeat: {REPEAT}")


def test_a_wrong_password_is_a_wrong_password_there_too(tmp_path: Path) -> None:
    def call(*args: str, password: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "inspector_app", "--data", str(tmp_path / "data"), "--json", *args],
            input=password,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env=bare("/nonexistent"),
        )
        return done.returncode, done.stdout

    code, said = call("demo", "--until", "findings", "--out", str(tmp_path / "out"), password="")
    assert code == 0, said
    code, said = call("--user", "trainee", "--password-stdin", "digest", password="wrong\n")
    assert (code, "trust.wrong_password" in said) == (4, True), said
    code, said = call("--user", "trainee", "--password-stdin", "digest", password="training\n")
    assert code == 0, said
