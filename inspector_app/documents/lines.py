"""Chinese lines: where they may break, how wide each character is, and where a line may be stretched.

Where a line may break is told in `breaks`. What must stay whole does so as long as it fits into a line.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from inspector_app.documents import breaks
from inspector_app.documents.fonts.faces import FIRST_FACE, Script, glyph
from inspector_app.documents.shown import named, shown

NO_START, NO_END = breaks.NO_START, breaks.NO_END
CLOSING, OPENING = breaks.CLOSING, breaks.OPENING
_MARKS = CLOSING | OPENING
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]{2,}[条款项章节]")
"""Kept whole where the line bears it; a line that would gape is filled with its first characters instead."""
_GAPING = 2.2
"""Cells of the grid left empty."""
_SLACK = 0.3
"""Points that a line may be too long by reckoning in fractions, and nobody sees."""
_TIGHT_ON_GRID, _TIGHT = 0.35, 0.15
"""A gap may grow by this share of the type size; a line that would need more stays ragged."""

Run = tuple[str, Script]


class Align(StrEnum):
    """How the lines of a block stand between its edges."""

    JUSTIFIED = "J"
    LEFT = "L"
    CENTRED = "C"
    RIGHT = "R"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set.

    Attributes:
        size, lead: type size and line pitch in points.
        cell: advance of one Han character on the character grid, in points; 0 for none.
        indent, hang: room before the first and before later lines, in points.
    """

    size: float
    lead: float
    align: Align = Align.JUSTIFIED
    cell: float = 0.0
    indent: float = 0.0
    hang: float = 0.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as it is drawn: its face and its advance in points, before any stretch."""

    char: str
    face: str
    advance: float


@dataclass(frozen=True, slots=True)
class Line:
    """A broken line: its glyphs, the room it had, where it begins, and whether it ends its paragraph."""

    glyphs: tuple[Glyph, ...]
    room: float
    left: float
    last: bool

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(one.char for one in self.glyphs)

    @property
    def width(self) -> float:
        """The sum of advances, in points."""
        return sum(one.advance for one in self.glyphs)


@dataclass(frozen=True, slots=True)
class Block:
    """A text broken into lines of one width."""

    style: Style
    lines: tuple[Line, ...]
    width: float

    @property
    def height(self) -> float:
        """Height in points."""
        return len(self.lines) * self.style.lead

    def part(self, first: int, last: int | None = None) -> "Block":
        """Return some of the lines as a block of their own."""
        return Block(self.style, self.lines[first:last], self.width)


def lay(runs: str | Sequence[Run], style: Style, width: float) -> Block:
    """Break a text into lines of at most `width` points; a newline in it always breaks.

    Characters that no face has are laid as their number in brackets; the gate names them beforehand.
    """
    told = ((runs, Script.BODY),) if isinstance(runs, str) else tuple(runs)
    known = _laid.get((told, style, width)) if _laid is not None else None
    if known is not None:
        return known
    lines: list[Line] = []
    for paragraph in _paragraphs(told):
        lines += _broken(paragraph, style, width)
    block = Block(style, tuple(lines), width)
    if _laid is not None:
        _laid[told, style, width] = block
    return block


_laid: dict[tuple[tuple[Run, ...], Style, float], Block] | None = None


@contextmanager
def remembered() -> Iterator[None]:
    """Lay equal texts once as long as this lasts: one document, whose lengths are tried in several sizes."""
    global _laid  # noqa: PLW0603 - one document is drawn at a time, and nothing of it outlives it
    _laid = {}
    try:
        yield
    finally:
        _laid = None


def lay_all(blocks: Iterable[Block]) -> float:
    """Return the height of blocks under each other, in points."""
    return sum(block.height for block in blocks)


def _paragraphs(runs: Iterable[Run]) -> Iterable[list[tuple[str, Script]]]:
    """Yield, for each forced line, its characters with their script."""
    current: list[tuple[str, Script]] = []
    for text, script in runs:
        for character in _drawable(shown(text), script):
            if character == "\n":
                yield current
                current = []
            else:
                current.append((character, script))
    yield current


def _drawable(text: str, script: Script) -> str:
    if all(character == "\n" or glyph(character, script) for character in set(text)):
        return text
    return "".join(
        one if one == "\n" or glyph(one, script) else "".join(c for c in named(one) if glyph(c, script))
        for one in text
    )


_Made = dict[tuple[str, Script], tuple[tuple[str, float] | None, Glyph]]
_made: defaultdict[tuple[float, float], _Made] = defaultdict(dict)
"""Glyphs by size and gap: most characters of a text come again, and a glyph is the same for all documents."""


def _measured(characters: Sequence[tuple[str, Script]], style: Style) -> list[Glyph]:
    """Give each character its advance; two marks beside each other share a blank half (GB/T 15834 附录)."""
    size, gap = style.size, (style.cell - style.size if style.cell else 0.0)
    made = _made[size, gap]
    out: list[Glyph] = []
    for key in characters:
        found = glyph(*key)
        kept = made.get(key)
        if kept is None or kept[0] is not found:  # new here, or the office has given other fonts since
            face, em = found or (FIRST_FACE, 1.0)
            kept = made[key] = found, Glyph(key[0], face, em * size + gap)
        out.append(kept[1])
    for n, (one, after) in enumerate(pairwise(out)):
        if one.char in _MARKS and one.advance > size * 0.9 and _shares_blank(one.char, after.char):
            out[n] = Glyph(one.char, one.face, one.advance - size / 2)
    return out


def _shares_blank(one: str, following: str) -> bool:
    if one in CLOSING:
        return following in CLOSING or following in OPENING
    return one in OPENING and following in OPENING


def _broken(characters: Sequence[tuple[str, Script]], style: Style, width: float) -> list[Line]:
    glyphs = _measured(characters, style)
    breaker = _Breaker(style, width)
    start = 0
    for piece in breaks.pieces("".join(character for character, _ in characters)):
        breaker.add(glyphs[start : start + len(piece)])
        start += len(piece)
    return breaker.finish()


def _width(piece: Sequence[Glyph]) -> float:
    return piece[0].advance if len(piece) == 1 else sum([one.advance for one in piece])


class _Breaker:
    """Fills lines piece by piece."""

    def __init__(self, style: Style, width: float) -> None:
        self._style, self._width = style, width
        self._lines: list[Line] = []
        self._current: list[Glyph] = []
        self._used = 0.0
        self._edge = self._room + _SLACK

    @property
    def _left(self) -> float:
        return self._style.hang if self._lines else self._style.indent

    @property
    def _room(self) -> float:
        return self._width - self._left

    def _fits(self, piece: Sequence[Glyph]) -> bool:
        wide = self._used + _width(piece)
        return wide <= self._edge or wide - self._hanging(piece[-1]) <= self._edge

    def _hanging(self, last: Glyph) -> float:
        """Return how far a line's last character may stand in the margin: what it has no ink in.

        On the grid that is the blank beside each character; a closing mark has ink in its left half only,
        unless a mark behind it took the blank half away already.
        """
        style = self._style
        gap = style.cell - style.size if style.cell else 0.0
        wide = last.char in CLOSING and last.advance > style.size * 0.9
        return gap + (style.size / 2 if wide else 0.0)

    def add(self, piece: list[Glyph]) -> None:
        """Set a piece into the current line or the next."""
        wide = self._used + _width(piece)
        if wide <= self._edge or self._fits(piece):
            self._current += piece
            self._used = wide
            return
        head = self._filler(piece)
        if head:
            self._take(piece[:head])
            piece = piece[head:]
        if self._current:
            self._end_line()
        if piece[0].char in breaks.BLANKS:
            return
        if self._fits(piece):
            self._take(piece)
        else:
            self._split(piece)

    def _take(self, piece: Sequence[Glyph]) -> None:
        self._current += piece
        self._used += _width(piece)

    def _filler(self, piece: Sequence[Glyph]) -> int:
        """Return how many characters of an article's number go into a line that would gape without them.

        Never the 第 alone, and never so many that 条 would begin the next line alone.
        """
        cell = self._style.cell
        article = _ARTICLE.match("".join(one.char for one in piece))
        if not cell or not self._current or article is None:
            return 0
        spare = self._room - self._used
        count = min(int(spare / cell), article.end() - 2)
        return count if spare > _GAPING * cell and count >= 2 else 0

    def _split(self, piece: list[Glyph]) -> None:
        """Set a piece that is longer than a line: at its inner seams, else wherever the line is full."""
        start = 0
        for part in breaks.finer("".join(one.char for one in piece)):
            inner = piece[start : start + len(part)]
            start += len(part)
            if not self._fits(inner) and self._current:
                self._end_line()
            if self._fits(inner):
                self._take(inner)
            else:
                self._force(inner)

    def _force(self, piece: Sequence[Glyph]) -> None:
        start = 0
        for atom in breaks.atoms("".join(one.char for one in piece)):
            inner = piece[start : start + len(atom)]
            start += len(atom)
            if self._current and not self._fits(inner):
                self._end_line()
            for one in inner:
                if self._current and not self._fits([one]):
                    self._end_line()
                self._take([one])

    def _end_line(self, *, last: bool = False) -> None:
        # A blank at the end of a line is dropped, but a full-width one at a paragraph's end was put there.
        blanks = " " if last else breaks.BLANKS
        while self._current and self._current[-1].char in blanks:
            self._current.pop()
        self._lines.append(Line(tuple(self._current), self._room, self._left, last))
        self._current, self._used = [], 0.0
        self._edge = self._room + _SLACK

    def finish(self) -> list[Line]:
        """Return the lines; an empty text is one empty line."""
        if self._current or not self._lines:
            self._end_line(last=True)
        return self._lines


def stretched(line: Line, style: Style) -> tuple[float, float]:
    """Return (where the line begins, how much each gap between two Han characters grows), in points.

    Off the grid an opening mark at the line's start gives up its blank half, so that edges look straight.
    """
    trim = style.size / 2 if not style.cell and _opens_wide(line, style) else 0.0
    width = line.width - trim - (style.cell - style.size if style.cell and line.glyphs else 0.0)
    spare, left = line.room - width, line.left - trim
    if style.align is Align.CENTRED:
        return left + spare / 2, 0.0
    if style.align is Align.RIGHT:
        return left + spare + (style.size / 2 if _closes_wide(line, style) else 0.0), 0.0
    if style.align is Align.LEFT or line.last or spare <= 0:
        return left, 0.0
    gaps = sum(_han_gap(one, after) for one, after in zip(line.glyphs, line.glyphs[1:], strict=False))
    grow = spare / gaps if gaps else 0.0
    most = style.size * (_TIGHT_ON_GRID if style.cell else _TIGHT)
    return left, grow if grow <= most else 0.0


def _opens_wide(line: Line, style: Style) -> bool:
    first = line.glyphs[0] if line.glyphs else None
    return first is not None and first.char in OPENING and first.advance > style.size * 0.9


def _closes_wide(line: Line, style: Style) -> bool:
    last = line.glyphs[-1] if line.glyphs else None
    return last is not None and last.char in CLOSING and last.advance > style.size * 0.9


def _han_gap(one: Glyph, after: Glyph) -> bool:
    return is_han(one.char) and is_han(after.char)


def is_han(character: str) -> bool:
    """Tell whether a character fills a cell: Han or a full-width mark."""
    return character > "\u2e7f"
