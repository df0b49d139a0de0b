"""The faces of a page and who stands in for whom: parsed once in a process, fallbacks on the first miss.

reportlab prints a character that a face lacks as nothing, silently; so each character is looked up here
before it is drawn, and what no face has is named to the gate.
"""

import sys
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import RLock

from inspector_app.assets import folder
from inspector_app.documents.embedding import Font, load
from inspector_app.documents.shown import shown


class Script(StrEnum):
    """The three hands of an official page."""

    BODY = "body"
    """仿宋, the text (GB/T 9704-2012 5.2.2)."""
    HEADING = "heading"
    """黑体, first-level headings and labels."""
    TITLE = "title"
    """Stands for 小标宋."""


_FILES = {
    "InspectorFang": "FandolFang-safe.ttf",
    "InspectorHei": "NotoSansSC-Regular-min.ttf",
    "InspectorTitle": "NotoSerifSC-Bold-min.ttf",
    "InspectorSerif": "NotoSerifSC-Regular-full.ttf",
}
_CHAINS = {
    Script.BODY: ("InspectorFang", "InspectorSerif"),
    Script.HEADING: ("InspectorHei", "InspectorSerif"),
    Script.TITLE: ("InspectorTitle", "InspectorSerif"),
}
_INSTEAD = {
    "□": "InspectorHei",  # 仿宋's box is too light to tick
    "￥": "InspectorSerif",  # Fandol draws a dollar sign
    "¥": "InspectorSerif",
}
_RARE = {
    "InspectorRareA": "simsunb.ttf",
    "InspectorRareB": "SimSunExtG.ttf",
    "InspectorRareC": "HanaMinA.ttf",
    "InspectorRareD": "HanaMinB.ttf",
}
_SYSTEM_FOLDERS = {
    "win32": ("C:/Windows/Fonts",),
    "linux": ("/usr/share/fonts/truetype/hanazono", "/usr/share/fonts/hanazono", "/usr/share/fonts/truetype"),
}
FIRST_FACE = "InspectorFang"

_lock = RLock()
_glyphs: dict[tuple[str, Script], tuple[str, float] | None] = {}


@cache
def font(name: str) -> Font:
    """Return a face by its name here; parsing takes 15 to 50 ms, once.

    Raises:
        FileNotFoundError: the installation lacks its fonts.
    """
    with _lock:
        path = folder("resources") / "fonts" / _FILES[name] if name in _FILES else _rare_files()[name]
        return load(name, path)


@cache
def _rare_files() -> dict[str, Path]:
    """Return the system's own faces for rare Han characters, as far as they are installed."""
    folders = [Path(place) for place in _SYSTEM_FOLDERS.get(sys.platform, ())]
    found = {}
    for name, file in _RARE.items():
        place = next((place / file for place in folders if (place / file).is_file()), None)
        if place is not None:
            found[name] = place
    return found


def glyph(character: str, script: Script) -> tuple[str, float] | None:
    """Return (face, advance in em) for one character, or None when no face has it."""
    key = (character, script)
    try:
        return _glyphs[key]
    except KeyError:
        found = _glyphs[key] = _find(character, script)
        return found


def _find(character: str, script: Script) -> tuple[str, float] | None:
    first = _INSTEAD.get(character)
    names = (*((first,) if first else ()), *_CHAINS[script])
    with _lock:
        return _in(names, character) or _in(_rare_files(), character)


def _in(names: Iterable[str], character: str) -> tuple[str, float] | None:
    code = ord(character)
    for name in names:
        face = font(name).face
        if code in face.charToGlyph:
            return name, face.charWidths[code] / 1000
    return None


def missing(text: str) -> frozenset[str]:
    """Return the characters of a text that no face can draw in some script of the page."""
    return frozenset(
        character
        for character in set(shown(text)) - {"\n"}
        if any(glyph(character, script) is None for script in Script)
    )
