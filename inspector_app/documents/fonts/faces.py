"""The faces of a page and who stands in for whom: parsed once in a process, fallbacks on the first miss.

reportlab prints a character that a face lacks as nothing, silently; so each character is looked up here
before it is drawn, and what no face has is named to the gate. The order for each hand of the page: the
office's own face, ours, our complete one, then the system's fonts of rare characters.
"""

import struct
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from threading import RLock
from unicodedata import category

from reportlab.pdfbase.ttfonts import TTFError

from inspector_app.assets import folder
from inspector_app.documents.fonts import office, system
from inspector_app.documents.fonts.embedding import Font, load
from inspector_app.documents.fonts.files import FontFacts
from inspector_app.documents.fonts.office import Found
from inspector_app.documents.shown import shown
from inspector_app.domain.errors import Problem


class Script(StrEnum):
    """The hands of an official page."""

    BODY = "body"
    """仿宋, the text (GB/T 9704-2012 5.2.2)."""
    HEADING = "heading"
    """黑体, first-level headings and labels."""
    KAI = "kai"
    """楷体, second-level headings （一） (GB/T 9704-2012 7.3.3)."""
    TITLE = "title"
    """Stands for 小标宋."""


_FILES = {
    "InspectorFang": "FandolFang-safe.ttf",
    "InspectorHei": "NotoSansSC-Regular-min.ttf",
    "InspectorTitle": "NotoSerifSC-Bold-min.ttf",
    "InspectorKai": "gkai00mp.ttf",
    "InspectorSerif": "NotoSerifSC-Regular-full.ttf",
    "InspectorExtra": "InspectorHanExtra.ttf",
}
_LAST = ("InspectorSerif", "InspectorExtra")
_CHAINS = {
    Script.BODY: ("InspectorFang", *_LAST),
    Script.HEADING: ("InspectorHei", *_LAST),
    Script.TITLE: ("InspectorTitle", *_LAST),
}
_TICK_BOX, _BOX_FACE = "□", "InspectorHei"
"""仿宋's box is too light to tick."""
FIRST_FACE = "InspectorFang"
_BLANK = frozenset(" \u3000")
_UNREADABLE = (
    TTFError,
    struct.error,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    AssertionError,
    OSError,
)
"""What reportlab raises, by experience, for a font that it cannot read."""

_lock = RLock()
_fonts: dict[str, Font] = {}
_glyphs: dict[tuple[str, Script], tuple[str, float] | None] = {}
_drawable: set[str] = set()
"""Characters found in every hand so far."""
_office: dict[Script, str] = {}
_office_files: dict[str, FontFacts] = {}
_rare: dict[str, FontFacts] | None = None


def use_office_fonts(place: Path | None) -> tuple[Found, ...]:
    """Let the office's own 仿宋, 小标宋, 黑体 and 楷体 in a folder stand before ours, from now on.

    Call it once, when the data folder is known and before the first page is drawn: which fonts make a page
    then stays the same as long as the process runs. Papers already issued are frozen bytes and never change;
    other fonts show on new papers only. None, a folder that is not there, and one without fonts mean our own.

    Returns:
        Every font file of the folder, with the hand it writes or the problem it has. A refused file never
        stops anything: our own face goes on serving.
    """
    global _rare  # noqa: PLW0603 - one set of fonts for the process
    with _lock:
        for name in [name for name in _fonts if name not in _FILES]:
            del _fonts[name]
        _glyphs.clear()
        _drawable.clear()
        _office.clear()
        _office_files.clear()
        _rare = None
        return tuple(_taken(one) for one in office.look(place))


def _taken(one: Found) -> Found:
    """Put a font of the office to use; what our engine cannot read is refused after all."""
    if not one.facts:
        return one
    script = Script(one.hand)
    name = f"InspectorOffice{script.name.title()}"
    try:
        face = _fonts[name] = load(name, one.facts.path)
        face.face.makeSubset([code for code, _ in one.facts.ranges[:200]])
    except _UNREADABLE:
        _fonts.pop(name, None)
        return replace(one, hand="", facts=None, problem=Problem.of("fonts.damaged", one.file, table="glyf"))
    _office[script], _office_files[name] = name, one.facts
    return one


def font(name: str) -> Font:
    """Return a face by its name here; parsing takes 15 to 50 ms, once.

    Raises:
        FileNotFoundError: the installation lacks its fonts.
    """
    found = _fonts.get(name)
    if found is None:
        with _lock:
            if name in _FILES:
                path = folder("resources") / "fonts" / _FILES[name]
            else:
                path = (_office_files.get(name) or _rare_files()[name]).path
            found = _fonts[name] = load(name, path)
    return found


def parsed() -> frozenset[str]:
    """Return the names of the faces that were parsed so far."""
    return frozenset(_fonts)


def _rare_files() -> dict[str, FontFacts]:
    """Return the system's own faces for rare Han characters, looked for once."""
    global _rare  # noqa: PLW0603 - one set of fonts for the process
    if _rare is None:
        _rare = system.rare(system.folders())
    return _rare


def glyph(character: str, script: Script) -> tuple[str, float] | None:
    """Return (face, advance in em) for one character, or None when no face has it."""
    key = (character, script)
    try:
        return _glyphs[key]
    except KeyError:
        with _lock:
            found = _glyphs[key] = _find(character, script)
        return found


def _find(character: str, script: Script) -> tuple[str, float] | None:
    # What a private code point means is between two machines; a paper must say the same everywhere.
    if category(character) == "Co":
        return None
    names = [_BOX_FACE] if character == _TICK_BOX else []
    names += [name for name in _chain(script) if _serves(name, character)]
    return _in(names, character) or _in_system(character)


def _chain(script: Script) -> tuple[str, ...]:
    """Return the faces of a hand, the office's first; 楷体 falls back to the whole chain of 仿宋."""
    own = (_office[script],) if script in _office else ()
    if script is Script.KAI:
        return own + (() if own else ("InspectorKai",)) + _chain(Script.BODY)
    return own + _CHAINS[script]


def _serves(name: str, character: str) -> bool:
    """Tell whether one of our faces draws a character as it should."""
    if name == "InspectorFang":
        return character not in "￥¥"  # Fandol draws a dollar sign
    if name == "InspectorKai":
        # Its marks and figures stand apart from those of the text around it.
        return character >= "\u3400" and category(character) == "Lo"
    return True


def _in(names: Iterable[str], character: str) -> tuple[str, float] | None:
    code = ord(character)
    for name in names:
        face = font(name).face
        number = face.charToGlyph.get(code, 0)
        width = face.charWidths.get(code)
        # Glyph 0 is the face's sign for what it lacks; a glyph without outline would print as nothing.
        if number and width is not None and (character in _BLANK or _has_ink(face.glyphPos, number)):
            return name, width / 1000
    return None


def _has_ink(places: list[int], number: int) -> bool:
    return number + 1 < len(places) and places[number + 1] > places[number]


def _in_system(character: str) -> tuple[str, float] | None:
    rare = _rare_files()
    for name in [name for name, facts in rare.items() if facts.covers(ord(character))]:
        try:
            found = _in((name,), character)
        except _UNREADABLE:
            del rare[name]
            continue
        if found:
            return found
    return None


def missing(text: str) -> frozenset[str]:
    """Return the characters of a text that no face can draw in some script of the page.

    楷体 is not asked: whatever 仿宋 has stands in for it.
    """
    asked = set(shown(text)) - _drawable - {"\n"}
    lacking = frozenset(one for one in asked if any(glyph(one, script) is None for script in _CHAINS))
    _drawable.update(asked - lacking)
    return lacking
