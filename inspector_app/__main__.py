"""`inspector-app`: a command goes to the command line, no command opens the window."""

import ctypes
import gc
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector_app import assets
from inspector_app.catalog.messages import Messages

WITH_VALUE = ("--data", "--lang", "--user", "--now", "--picture")
TRIED = "--selftest"
"""Said by whoever has just installed the program; it is the command `selftest`."""
NEEDED = (
    "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 "
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
WINDOW_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
)
"""What Qt's X11 plugin loads by itself; when one is missing Qt ends the process without a word to catch."""

LINE = f"sudo apt-get install -y {NEEDED}"
_LIBRARY = re.compile(r"(lib[\w.+-]+\.so[.\d]*)")
UNAVAILABLE = 7


def command_of(arguments: Sequence[str]) -> str:
    """Return the first word that is neither an option nor an option's value; empty opens the window."""
    left = iter(arguments)
    for word in left:
        if word in WITH_VALUE:
            next(left, "")
        elif not word.startswith("-"):
            return word
    return ""


def option(arguments: Sequence[str], name: str, otherwise: str) -> str:
    """Return an option's value, said as `--name value` or `--name=value`."""
    for n, word in enumerate(arguments):
        if word == name and n + 1 < len(arguments):
            return arguments[n + 1]
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return otherwise


def library_of(message: str) -> str:
    """Return the system library that an ImportError names, empty when it is about something else."""
    found = _LIBRARY.search(message)
    return found.group(1) if found and "cannot open shared object file" in message else ""


def unmet(env: Mapping[str, str], load: Callable[[str], object] = ctypes.CDLL) -> str:
    """Return the library without which Qt would end the process at its first window; empty if none."""
    if not sys.platform.startswith("linux") or env.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return ""
    if env.get("WAYLAND_DISPLAY") or not env.get("DISPLAY"):
        return ""
    for name in WINDOW_LIBRARIES:
        try:
            load(name)
        except OSError:
            return name
    return ""


def no_screen(env: Mapping[str, str]) -> bool:
    """Tell whether there is no screen at all that a window could open on."""
    if not sys.platform.startswith("linux") or env.get("QT_QPA_PLATFORM", "") not in ("", "xcb", "wayland"):
        return False
    return not env.get("DISPLAY") and not env.get("WAYLAND_DISPLAY")


def refuse(code: str, language: str, **values: object) -> int:
    """Say on the error stream why no window opens, and return the exit code."""
    message, remedy = Messages(language).text(code, "", values)
    sys.stderr.write(f"{message}\n{remedy}\n")
    return UNAVAILABLE


def window(
    arguments: Sequence[str], env: Mapping[str, str], begun: Callable[..., object] = lambda _: None
) -> int:
    """Open the window, or say in words why this machine cannot; `begun` is told of it before it is shown."""
    language = option(arguments, "--lang", "zh")
    language = language if language in ("zh", "en") else "zh"
    if no_screen(env):
        return refuse("ui.no_screen", language)
    if library := unmet(env):
        return refuse("ui.library_missing", language, library=library, line=LINE)
    # What is loaded now stays: looking through it for waste costs 20 ms before the first page is painted.
    gc.disable()
    try:
        # Here and not above: a machine without Qt's libraries must still run every command.
        from inspector_app import desktop
    except ImportError as error:
        library = library_of(str(error))
        if not library:
            raise
        return refuse("ui.library_missing", language, library=library, line=LINE)
    told = option(arguments, "--data", "")
    folder = Path(told) if told else assets.own_folder()
    try:
        return desktop.run(folder, language, begun=begun)
    except OSError as error:
        return refuse(
            "ui.folder_unreadable", language, folder=str(folder), reason=error.strerror or str(error)
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window, and return the exit code."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    told = ["selftest" if word == TRIED else word for word in told]
    asks_for_words = any(word in ("--help", "-h", "--version", "--json") for word in told)
    if command_of(told) or asks_for_words:
        # Here and not above: the window must not pay for the command line.
        from inspector_app import cli

        return cli.main(told)
    picture = option(told, "--picture", "")
    if picture:
        return window(told, os.environ, begun=lambda desktop: _proved(desktop, Path(picture)))
    return window(told, os.environ)


def _proved(desktop: Any, picture: Path) -> None:
    """Let the window that is about to open take its own picture and close (`selftest` asks for it)."""
    # Here and not above: nothing of Qt may be loaded for a command.
    from inspector_app.ui.shell.proving import Picture

    Picture(desktop, picture)


if __name__ == "__main__":
    raise SystemExit(main())
