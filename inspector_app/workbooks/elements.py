"""The elements of a part, in their order, without a tree: what is not asked for costs no memory.

openpyxl reads through defusedxml, whose parser is pure Python: it is some ten times as slow, and it does not
tell a formula without a result from a blank cell, nor which rows are hidden. The parser below it (expat) is
the same; so are the refusals: no document type, so no entities, and nothing from outside.
"""

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from inspector_app.workbooks.book import RefusedError

LONGEST_TAG = 1_000_000
"""Bytes between two ends of tags: a cell's text has a tenth of it, a monstrous tag far more."""


class Hears(Protocol):
    """Hears the elements of a part; names come without their namespace."""

    def begin(self, name: str, told: dict[str, str]) -> None:
        """An element begins, with its attributes."""

    def text(self, told: str) -> None:
        """Text stands within the element."""

    def end(self, name: str) -> None:
        """An element ends."""


class EnoughError(Exception):
    """Who hears wants no more of this part."""


def hear(pieces: Iterable[bytes], ears: Hears) -> None:
    """Tell a part's elements until its end, or until whoever hears has enough; of no part there are none.

    Raises:
        RefusedError: `import.entities` for a document type, `import.damaged` for what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = lambda name, told: ears.begin(name.rpartition(":")[2], told)
    parser.EndElementHandler = lambda name: ears.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = ears.text
    try:
        heard, open_for = False, 0
        for piece in pieces:
            at = piece.rfind(b">")
            open_for = open_for + len(piece) if at < 0 else len(piece) - at
            if open_for > LONGEST_TAG:
                raise RefusedError("import.bomb", megabytes=open_for // 1_000_000)
            parser.Parse(piece, False)
            heard = True
        if heard:
            parser.Parse(b"", True)
    except EnoughError:
        return
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise RefusedError("import.damaged") from error


def _refuse(*_: object) -> int:
    raise RefusedError("import.entities")


def plain(name: str) -> str:
    """Return an attribute's name without its namespace."""
    return name.rpartition(":")[2]
