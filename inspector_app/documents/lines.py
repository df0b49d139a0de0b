"""Chinese lines: where they may break, how wide each character is, and where a line may be stretched.

GB/T 15834-2011 5.1: no line begins with 。，、；：？！）》 and the like or ends with an opening mark.
Numbers, dates and standard codes stay whole as long as they fit into a line. Text is never read as markup.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.documents.faces import FIRST_FACE, Script, glyph
from inspector_app.documents.shown import named, shown

NO_START = frozenset("，。、；：？！）】〕》〉」』］｝”’…—·％‰℃°′″～,.;:?!)]}%")
NO_END = frozenset("（【〔《〈「『［｛“‘([{￥¥$№§")
CLOSING = frozenset("，。、；：）】〕》〉」』］｝”’")
OPENING = frozenset("（【〔《〈「『［｛“‘")
_ASCII = r"A-Za-z0-9_.,\-/+#:'@&=?%×±~"
_COUNTED = "年|月|日|时|分|秒|条|款|项|号|层|楼|个|处|人|家|组|盘|车|具|张|页|联|米|台|根|块|次|期|幢|栋|标段"
_UNIT = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}时\d{1,2}分|第[一二三四五六七八九十百]+[条款项章节]"
    r"|第（[一二三四五六七八九十百]+）[款项目]|(?:照片|附件|附表|第)\d+[条款项号页次]?"
    r"|(?:GB|JGJ|JG|DB|CJJ|CECS|T/[A-Z]+)\d*(?:/T)? ?\d[\d.\-]*"
    rf"|[{_ASCII}]*[A-Za-z0-9#][{_ASCII}]*(?:{_COUNTED})?"
    r"|[ ]+|——|……|.",
    re.DOTALL,
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]{2,}[条款项章节]")
"""Kept whole where the line bears it; a line that would gape is filled with its first characters instead."""
_GAPING = 2.2
"""Cells of the grid left empty."""
_FINER = re.compile(r"\d+[年月日时分条款项号层]|[A-Za-z]+|\d+|.", re.DOTALL)
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
    told = [(runs, Script.BODY)] if isinstance(runs, str) else list(runs)
    lines: list[Line] = []
    for paragraph in _paragraphs(told):
        lines += _broken(paragraph, style, width)
    return Block(style, tuple(lines), width)


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


def pieces(text: str) -> list[str]:
    """Split a text into pieces that no line may break, marks joined to what they belong to."""
    return _joined(match.group() for match in _UNIT.finditer(text))


def _joined(parts: Iterable[str]) -> list[str]:
    out: list[str] = []
    for part in parts:
        if out and (part[0] in NO_START or out[-1][-1] in NO_END) and not out[-1].isspace():
            out[-1] += part
        else:
            out.append(part)
    return out


def _measured(characters: Sequence[tuple[str, Script]], style: Style) -> list[Glyph]:
    """Give each character its advance; two marks beside each other share a blank half (GB/T 15834 附录)."""
    size, gap = style.size, (style.cell - style.size if style.cell else 0.0)
    out: list[Glyph] = []
    for n, (character, script) in enumerate(characters):
        face, em = glyph(character, script) or (FIRST_FACE, 1.0)
        advance = em * size + gap
        if n + 1 < len(characters) and em > 0.9 and _shares_blank(character, characters[n + 1][0]):
            advance -= size / 2
        out.append(Glyph(character, face, advance))
    return out


def _shares_blank(one: str, following: str) -> bool:
    if one in CLOSING:
        return following in CLOSING or following in OPENING
    return one in OPENING and following in OPENING


def _broken(characters: Sequence[tuple[str, Script]], style: Style, width: float) -> list[Line]:
    glyphs = _measured(characters, style)
    breaker = _Breaker(style, width)
    start = 0
    for piece in pieces("".join(character for character, _ in characters)):
        breaker.add(glyphs[start : start + len(piece)])
        start += len(piece)
    return breaker.finish()


class _Breaker:
    """Fills lines piece by piece."""

    def __init__(self, style: Style, width: float) -> None:
        self._style, self._width = style, width
        self._lines: list[Line] = []
        self._current: list[Glyph] = []
        self._used = 0.0

    @property
    def _left(self) -> float:
        return self._style.hang if self._lines else self._style.indent

    @property
    def _room(self) -> float:
        return self._width - self._left

    def _fits(self, piece: Sequence[Glyph]) -> bool:
        wide = self._used + sum(one.advance for one in piece)
        # A closing mark has ink in its left half only: its blank half may stand in the margin.
        spare = self._style.size / 2 if piece[-1].char in CLOSING else 0.0
        return wide - spare <= self._room + 0.6

    def add(self, piece: list[Glyph]) -> None:
        """Set a piece into the current line or the next."""
        if self._fits(piece):
            self._take(piece)
            return
        head = self._filler(piece)
        if head:
            self._take(piece[:head])
            piece = piece[head:]
        if self._current:
            self._end_line()
        if piece[0].char == " ":
            return
        if self._fits(piece):
            self._take(piece)
        else:
            self._split(piece)

    def _take(self, piece: Sequence[Glyph]) -> None:
        self._current += piece
        self._used += sum(one.advance for one in piece)

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
        text = "".join(one.char for one in piece)
        finer = _joined(match.group() for match in _FINER.finditer(text))
        start = 0
        for part in finer:
            inner = piece[start : start + len(part)]
            start += len(part)
            if not self._fits(inner) and self._current:
                self._end_line()
            if self._fits(inner):
                self._take(inner)
            else:
                self._force(inner)

    def _force(self, piece: Sequence[Glyph]) -> None:
        for one in piece:
            if self._current and not self._fits([one]):
                self._end_line()
            self._take([one])

    def _end_line(self, *, last: bool = False) -> None:
        while self._current and self._current[-1].char == " ":
            self._current.pop()
        self._lines.append(Line(tuple(self._current), self._room, self._left, last))
        self._current, self._used = [], 0.0

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
