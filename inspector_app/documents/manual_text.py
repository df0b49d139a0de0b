"""The manual's Markdown as pieces to be set: heads, paragraphs, items, pictures; what the manual uses."""

import re
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.documents.fonts.faces import Script

PLAIN, STRONG = Script.HEADING, Script.TITLE
"""Sans-serif for reading, the bold one for names of keys and what matters."""


class Kind(StrEnum):
    """What a piece is."""

    HEAD = "head"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a chapter.

    Attributes:
        runs: its words with their hands; of a picture, its caption.
        mark: of an item what stands before it, `1.` or a dot.
        file: of a picture its name.
    """

    kind: Kind
    runs: tuple[tuple[str, Script], ...]
    mark: str = ""
    file: str = ""


_PICTURE = re.compile(r"!\[([^\]]*)\]\(([\w-]+\.png)\)$")
_HEAD = re.compile(r"#{2,6}\s+(.+)$")
_ITEM = re.compile(r"(?:[-*]|(\d+)\.)\s+(.+)$")
_INLINE = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\([^)]*\)")
_ESCAPED = re.compile(r"\\([\\`*_<>#|~\[\]!.])")


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a chapter's pieces in their order; lines that follow each other are one paragraph."""
    told: list[Piece] = []
    lines: list[str] = []

    def settle() -> None:
        if lines:
            told.append(Piece(Kind.PARAGRAPH, inline(_joined(lines))))
            lines.clear()

    for raw in text.splitlines():
        line = raw.strip()
        piece = _alone(line)
        if piece is not None or not line:
            settle()
        if piece is not None:
            told.append(piece)
        elif line and not lines and told and told[-1].kind is Kind.ITEM and raw.startswith("  "):
            told[-1] = Piece(Kind.ITEM, (*told[-1].runs, *inline(" " + line)), told[-1].mark)
        elif line:
            lines.append(line)
    settle()
    return tuple(told)


def _alone(line: str) -> Piece | None:
    """Return the piece that a line is by itself; None for a line of a paragraph."""
    if picture := _PICTURE.match(line):
        return Piece(Kind.PICTURE, inline(picture.group(1)), file=picture.group(2))
    if head := _HEAD.match(line):
        return Piece(Kind.HEAD, ((_plain(head.group(1)), STRONG),))
    if item := _ITEM.match(line):
        number, words = item.groups()
        return Piece(Kind.ITEM, inline(words), f"{number}." if number else "•")
    return None


def inline(text: str) -> tuple[tuple[str, Script], ...]:
    """Return the runs of a line: what is strong and what is a key or a command stands out."""
    runs: list[tuple[str, Script]] = []
    at = 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            runs.append((_bare(text[at : found.start()]), PLAIN))
        strong, code, link = found.groups()
        words = code or _bare((strong or link).replace("`", ""))
        runs.append((words, PLAIN if link else STRONG))
        at = found.end()
    if at < len(text):
        runs.append((_bare(text[at:]), PLAIN))
    return tuple(runs)


def _plain(text: str) -> str:
    """Return a line's words without their marks."""
    return "".join(words for words, _ in inline(text))


def _bare(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph: Chinese without a blank, everything else with one."""
    whole = lines[0]
    for line in lines[1:]:
        wide = ord(whole[-1]) > 0x2E7F and ord(line[0]) > 0x2E7F
        whole += line if wide else f" {line}"
    return whole
