"""The command line, called as a program and in this process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app import cli

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; return its exit code and its JSON object."""

    def call(*args: str, data: Path | None = None) -> tuple[int, dict[str, Any]]:
        code = cli.main(["--data", str(data or tmp_path / "data"), "--json", *args])
        out = capsys.readouterr().out
        lines = out.splitlines()
        assert len(lines) == 1, out
        return code, json.loads(lines[0])

    return call


def spawn(*args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as its own process, as an outsider does."""
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *args],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
