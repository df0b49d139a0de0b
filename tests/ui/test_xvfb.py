"""The real window on a real screen: it appears, it is not blank, it ends with 0; and the same offscreen."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from PySide6.QtGui import QImage

from inspector_app.ui.style.tokens import load
from tests.ui.screens import display

__all__ = ["display"]

ROOT = Path(__file__).parents[2]


def open_window(folder: Path, **env: str) -> tuple[subprocess.CompletedProcess[str], QImage]:
    """Run the window in a process of its own; return how it ended and its picture."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "DISPLAY", "WAYLAND"))}
    ended = subprocess.run(
        [sys.executable, str(ROOT / "tests/ui/smoke.py"), str(folder / "data"), str(folder / "picture.png")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**kept, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **env},
    )
    return ended, QImage(str(folder / "picture.png"))


def colours(picture: QImage) -> Counter[str]:
    return Counter(
        picture.pixelColor(x, y).name().upper()
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    )


def is_drawn(picture: QImage) -> bool:
    """Tell whether the sign-in page stands there: its ground, its card, the button, and writing on them."""
    tokens, seen = load("light"), colours(picture)
    return len(seen) > 30 and all(seen[one] > 100 for one in (tokens.bg, tokens.card, tokens.accent))


def test_the_window_opens_on_a_real_screen_and_ends_well(display: str, tmp_path: Path) -> None:
    ended, picture = open_window(tmp_path, DISPLAY=display, QT_QPA_PLATFORM="xcb")
    assert (ended.returncode, ended.stdout) == (0, "xcb 住建执法 True\n"), ended.stderr
    assert "Traceback" not in ended.stderr
    assert picture.width() >= 1180
    assert is_drawn(picture)


def test_the_same_window_opens_offscreen(tmp_path: Path) -> None:
    ended, picture = open_window(tmp_path, QT_QPA_PLATFORM="offscreen")
    assert (ended.returncode, ended.stdout) == (0, "offscreen 住建执法 True\n"), ended.stderr
    assert is_drawn(picture)
