"""What goes into the bundle and what stays out: read by the spec file, held by tests/house/test_bundle.py."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

SHIPPED = ("forms", "resources")
"""Folders beside the program that it reads; inspector_app/assets.py finds them in the bundle's folder."""

STEPS = ("inspector_app.hub", "migrations/**")
"""Read as files, not imported: the steps that bring the hub's tables up."""

THROUGH = ("docx", "parts/__init__.py")
"""python-docx reaches its templates through this folder, as parts/../templates: it must be there."""

HIDDEN = ("uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.on")
"""Imported by others by their name only, beside everything of ours."""

TOLD = (
    "inspector-app",
    "SQLAlchemy",
    "sqlcipher3",
    "cryptography",
    "argon2-cffi",
    "reportlab",
    "pypdfium2",
    "Pillow",
)
"""Packages whose version the program tells (`doctor`)."""

NEVER = [
    *(
        "tkinter",
        "pytest",
        "hypothesis",
        "numpy",
        "IPython",
        "setuptools",
        "pip",
        "typst",
        "apsw",
        "fontTools",
    ),
    *("mypy", "yaml", "opentelemetry", "psutil", "ast_serialize", "pypdf", "pdfplumber", "schemathesis"),
]
"""Never imported by the program at work; a library imports some of them where they happen to be installed."""

PLUGINS = {
    "platforms": ("xcb", "offscreen", "wayland", "minimal", "windows"),
    "imageformats": ("jpeg", "svg", "webp", "ico"),
    "platforminputcontexts": ("ibus", "compose", "fcitx"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("bradient", "adwaita"),
    "iconengines": ("svg",),
    "styles": ("windows",),
}
"""Qt's plugins that stay, by what their file is named; every other kind of plugin goes.

The program talks to the hub through Python, so Qt needs no TLS; it draws itself, so Qt needs no theme.
"""

LANGUAGES = ("qtbase_zh_CN.qm",)

_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/([^/]+)/(.+)$")
_TRANSLATION = re.compile(r"PySide6/(?:Qt/)?translations/(.+)$")
_UNUSED = re.compile(
    r"(?:Qt6?(?:Qml|Quick|Pdf|VirtualKeyboard|OpenGL|Sql|Test|Designer|Help)\w*|opengl32sw)\b"
)


def shipped(root: Path) -> list[tuple[str, str]]:
    """Return the folders that the program reads: (where they lie, folder in the bundle)."""
    return [(str(root / name), name) for name in SHIPPED]


def stays(name: str) -> bool:
    """Tell whether a file belongs into the bundle; `name` is its path there."""
    path = name.replace(os.sep, "/")
    if plugin := _PLUGIN.search(path):
        kind, file = plugin.groups()
        return any(word in file for word in PLUGINS.get(kind, ()))
    if translation := _TRANSLATION.search(path):
        return translation.group(1) in LANGUAGES
    return not ("PySide6" in path and _UNUSED.search(path.rsplit("/", 1)[-1]))


def trimmed(files: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return what stays of PyInstaller's list of (name in the bundle, source, kind)."""
    return [one for one in files if stays(one[0])]
