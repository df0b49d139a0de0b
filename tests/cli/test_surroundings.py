"""Printers and input method: what the system says, and nothing else."""

import os
from pathlib import Path

import pytest

from inspector_app.answers import surroundings


def lpstat(folder: Path, script: str) -> None:
    path = folder / "lpstat"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path with nothing on it but what the test puts there (and a shell's own `sleep`)."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="there is no lpstat on Windows")
def test_queues_are_named(bare: Path) -> None:
    lpstat(bare, "echo Office-Laser; echo; echo 车载打印机")
    assert surroundings.printers() == ("Office-Laser", "车载打印机")


@pytest.mark.skipif(os.name == "nt", reason="there is no lpstat on Windows")
def test_no_print_system_and_a_failing_one_have_no_queues(bare: Path) -> None:
    assert surroundings.printers() == ()
    lpstat(bare, "echo half; exit 1")
    assert surroundings.printers() == ()


@pytest.mark.skipif(os.name == "nt", reason="there is no lpstat on Windows")
def test_a_print_system_that_hangs_does_not_hang_the_question(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "PATIENCE", 0.2)
    lpstat(bare, "exec /bin/sleep 30")
    assert surroundings.printers() == ()


@pytest.mark.parametrize(
    ("env", "platform", "told"),
    [
        ({}, "linux", ""),
        ({"QT_IM_MODULE": "ibus"}, "linux", "ibus"),
        ({"XMODIFIERS": "@im=fcitx"}, "linux", "fcitx"),
        ({"QT_IM_MODULE": "", "XMODIFIERS": "@im=none", "GTK_IM_MODULE": "fcitx"}, "linux", "fcitx"),
        ({}, "win32", "system"),
        ({}, "darwin", "system"),
    ],
)
def test_the_input_method_is_what_the_session_announces(
    env: dict[str, str], platform: str, told: str
) -> None:
    assert surroundings.input_method(env, platform) == told
