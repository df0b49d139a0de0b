"""The system's own fonts that hold rare Han characters: known by name, looked for on the first miss."""

import os
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path

from inspector_app.documents.fonts.files import FontFacts, examine
from inspector_app.domain.errors import InspectorError

_WANTED = (
    "simsunb.ttf",  # Windows, Ext B
    "simsunextg.ttf",  # Windows 11, Ext G and later
    "simsun.ttc",
    "hanamina.ttf",  # Debian and its children: fonts-hanazono
    "hanaminb.ttf",
    "hanaminc.ttf",
    "jigmo*.ttf",
    "babelstonehan.ttf",
    "plangothic*.ttf",
    "fsung-*.ttf",
    "th-tshyn-*.ttf",
    "fz*ext*.ttf",  # 方正's extensions on Kylin and UOS
    "*song*ext*.ttf",
    "*sung*ext*.ttf",
    "*gb18030*.ttf",
    "mingliub.ttc",
    "songti.ttc",  # macOS
    "arial unicode.ttf",
    "uming.ttc",
    "msyh.ttc",
)
"""Names in lower case, the preferred first."""
_MOST_FILES = 20_000
_MOST_FONTS = 24


def folders() -> list[Path]:
    """Return where this system keeps fonts: for everybody, then for this person."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
        return [windows, *([Path(local) / "Microsoft/Windows/Fonts"] if local else [])]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = ("/usr/share/fonts", "/usr/local/share/fonts")
    return [*(Path(one) for one in shared), Path(data) / "fonts", home / ".fonts"]


def rare(places: list[Path]) -> dict[str, FontFacts]:
    """Return the usable fonts of rare characters in some folders, by a name for the page, preferred first.

    A file that no page could be drawn with, or that forbids embedding, is passed over: the system owns it,
    and nobody here could mend it. Takes about 60 ms for each such font of 30 MB.
    """
    found: dict[str, FontFacts] = {}
    for path in sorted(_candidates(places), key=lambda path: (_preference(path), path.name.lower()))[
        :_MOST_FONTS
    ]:
        name = "InspectorRare" + re.sub(r"[^A-Za-z0-9]", "", path.stem)
        if name in found:
            continue
        try:
            found[name] = examine(path)
        except InspectorError:
            continue
    return found


def _candidates(places: list[Path]) -> Iterator[Path]:
    for path in islice(_files(places), _MOST_FILES):
        if _preference(path) < len(_WANTED):
            yield path


def _files(places: list[Path]) -> Iterator[Path]:
    for place in places:
        for folder, inner, names in os.walk(place):
            inner.sort()
            yield from (Path(folder) / name for name in sorted(names))


def _preference(path: Path) -> int:
    name = path.name.lower()
    return next((n for n, wanted in enumerate(_WANTED) if fnmatch(name, wanted)), len(_WANTED))
