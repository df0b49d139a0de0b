"""The program's own start: the very path of `inspector-app`, watched until its first page stands there."""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from inspector_app import __main__ as program
from inspector_app.screenplay.clock import tell_first_paint

if TYPE_CHECKING:
    from inspector_app.desktop import Desktop


def play(folder: str, since: str) -> None:
    """Start the program over a folder, tell of its first paint, and end it there."""

    def begun(desktop: "Desktop") -> None:
        # Found, not loaded: the program has it by now, and nothing of Qt may be loaded here before it does.
        paint: Any = import_module("inspector_app.ui.shell.first_paint")
        paint.FirstPaint(desktop.sign_in, lambda: _tell(desktop, float(since)))

    sys.argv = ["inspector-app", "--data", folder]
    program.window(sys.argv[1:], os.environ, begun=begun)


def _tell(desktop: "Desktop", since: float) -> None:
    tell_first_paint(since)
    desktop.window.close()
