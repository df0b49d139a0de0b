"""What the system around the program offers: printers and an input method. Asked, never assumed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

PATIENCE = 5
"""Seconds; a print server that hangs must not hang the question."""


def printers() -> tuple[str, ...] | None:
    """Return the names of the print queues; None where this system cannot be asked from here."""
    asker = shutil.which("lpstat")
    if asker is None:
        return None if sys.platform == "win32" else ()
    try:
        told = subprocess.run(  # noqa: S603 - a fixed command, found on the path of the person's own system
            [asker, "-e"],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    if told.returncode != 0:
        return ()
    return tuple(line.strip() for line in told.stdout.decode("utf-8", "replace").splitlines() if line.strip())


def input_method(env: Mapping[str, str], platform: str) -> str:
    """Return the input method that this session announces, empty if none; `system` where it is built in."""
    if not platform.startswith("linux"):
        return "system"
    for name in ("QT_IM_MODULE", "XMODIFIERS", "GTK_IM_MODULE"):
        told = env.get(name, "").removeprefix("@im=").strip()
        if told and told != "none":
            return told
    return ""
