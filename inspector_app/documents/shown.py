"""Text as a page shows it: what has no ink of its own is named, so that nothing can hide on paper."""

import re
import unicodedata

_NAMED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # fillers that draw nothing
) | {chr(point) for point in (*range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}
_SPACES = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
)
_PLAIN = re.compile(r"[\n -~\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e“”‘’…—·×÷℃㎡〔〕]*")


def named(character: str) -> str:
    """Return a character by its number, e.g. 〔U+202E〕, as a page prints what it cannot draw."""
    return f"〔U+{ord(character):04X}〕"


def shown(text: str) -> str:
    """Return the text as it is printed and as it can be read back from the page.

    Line ends become one newline; every kind of blank becomes a plain space (the ideographic space keeps
    its width); controls, direction marks, joiners, variation selectors and other characters without ink
    become their number in brackets. The result never depends on the reader's direction.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character == "\n":
        return character
    if character in _SPACES:
        return " "
    if character in _INVISIBLE or unicodedata.category(character) in _NAMED_CATEGORIES:
        return named(character)
    return character
