"""The rows of a form: broken into lines, shared among pages, grown so that pages are filled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import FIVE, MM
from inspector_app.documents.page.table import at_a_stop
from inspector_app.domain.content import Content, FormRow

PAD, LABEL_PAD = 1.5 * MM, 0.8 * MM
CONTINUED = "（续）"
_LEAST_ROW = 8 * MM
_WORTH_SPLITTING = 25 * MM
_WHOLE = 6
"""A row of at most this many lines is not split."""
_POOR, _POOR_ROWS = 60 * MM, 3
"""A last page of less, or of fewer rows, is avoided by setting closer or by taking rows along."""
_MOST_GROWN, _MOST_SPREAD = 25 * MM, 4 * MM
"""How much one row may grow overleaf, and any row of a page that is followed by another."""


@dataclass(frozen=True, slots=True)
class _Ease:
    """How wide rows are set: pitch as a share of the template's, air of a row in points."""

    pitch: float
    air: float


_EASES = (_Ease(1.0, 2.6 * MM), _Ease(0.97, 2.0 * MM), _Ease(0.94, 1.5 * MM))


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row with its cells broken into lines; `spare` is height beyond what the text needs."""

    row: FormRow
    cells: tuple[Block, ...]
    sign: Block | None
    air: float
    spare: float = 0.0

    @property
    def lead(self) -> float:
        """Line pitch in points."""
        return self.cells[0].style.lead

    @property
    def lines(self) -> int:
        """Lines of the longest cell."""
        return max(len(cell.lines) for cell in self.cells)

    @property
    def height(self) -> float:
        """Height in points."""
        foot = self.sign.height + 2 * MM if self.sign else 0.0
        text = max(cell.height for cell in self.cells)
        return max(self.row.min_mm * MM, _LEAST_ROW, text + foot + self.air) + self.spare


def _laid(row: FormRow, size: float, lead: float, air: float) -> LaidRow:
    cells = []
    for n, (text, width) in enumerate(zip(row.cells, row.widths, strict=True)):
        if is_label(row, n):
            cells.append(_label(text, Style(size, lead, Align.CENTRED), width * MM))
        else:
            cells.append(lay(text, Style(size, lead, _align(row)), width * MM - 2 * PAD))
    sign = None
    if row.sign:
        sign = lay(row.sign, Style(size, lead, Align.RIGHT), row.widths[-1] * MM - 2 * PAD)
    return LaidRow(row, tuple(cells), sign, air)


def _label(text: str, style: Style, width: float) -> Block:
    """Return a label in 黑体; where one of its lines would not fit, a step smaller."""
    for size in (style.size, style.size - 1):
        block = lay([(text, Script.HEADING)], replace(style, size=size), width - 2 * LABEL_PAD)
        if len(block.lines) == text.count("\n") + 1:
            return block
    return lay([(text, Script.HEADING)], style, width - 2 * LABEL_PAD)


def _in_ease(row: LaidRow, ease: _Ease) -> LaidRow:
    if ease.pitch == 1.0:
        return row
    cells = tuple(_at_pitch(cell, ease.pitch) for cell in row.cells)
    return replace(row, cells=cells, sign=row.sign and _at_pitch(row.sign, ease.pitch), air=ease.air)


def _at_pitch(block: Block, pitch: float) -> Block:
    return Block(replace(block.style, lead=block.style.lead * pitch), block.lines, block.width)


def is_label(row: FormRow, n: int) -> bool:
    """Tell whether cell `n` is a label: labels and values alternate; a cell alone in its row is a value."""
    return n % 2 == 0 and len(row.cells) > 1


def _align(row: FormRow) -> Align:
    return {"C": Align.CENTRED, "R": Align.RIGHT, "J": Align.JUSTIFIED}.get(row.align, Align.JUSTIFIED)


def form_pages(content: Content, first: float, whole: float) -> list[list[LaidRow]]:
    """Return the rows of each page: as wide as the fewest pages allow, the last page not a poor one.

    Args:
        first: room of the first page, in points; `whole` of each later one.
    """
    size = content.size_tenths / 10 or FIVE
    lead = content.lead_tenths / 10 or size * 1.4
    rows = [_laid(row, size, lead, _EASES[0].air) for row in content.rows]
    pages = _paged(rows, first, whole)
    if len(pages) > 1 and _poor(pages[-1], whole):
        for ease in _EASES[1:]:
            closer = _paged([_in_ease(row, ease) for row in rows], first, whole)
            if len(closer) < len(pages):
                pages = closer
                break
        else:
            _take_along(pages, whole)
    return [_grown(page, whole if n else first, n, last=n == len(pages) - 1) for n, page in enumerate(pages)]


def _poor(page: Sequence[LaidRow], whole: float) -> bool:
    return _height(page) < min(_POOR, whole) or len(page) < _POOR_ROWS


def _height(rows: Sequence[LaidRow]) -> float:
    return sum(row.height for row in rows)


def _paged(rows: Sequence[LaidRow], first: float, whole: float) -> list[list[LaidRow]]:
    """Share rows among pages; a tall row goes on overleaf, others stay whole."""
    pages: list[list[LaidRow]] = [[]]
    for row in rows:
        rest = row
        while True:
            room = (first if len(pages) == 1 else whole) - _height(pages[-1])
            if rest.height <= room + 0.5:
                break
            lines = int((room - rest.air) // rest.lead)
            worth = room > _WORTH_SPLITTING and rest.lines > _WHOLE and 2 <= lines < rest.lines - 1
            if worth or (not pages[-1] and lines >= 1 and rest.lines > 1):
                lines = at_a_stop(rest.cells, max(1, min(lines, rest.lines - 1)))
                pages[-1].append(_part(rest, lines))
                rest = _rest(rest, lines)
            elif not pages[-1]:
                break
            pages.append([])
        pages[-1].append(rest)
    return pages


def _take_along(pages: list[list[LaidRow]], whole: float) -> None:
    """Move whole rows from the page before to a poor last page, as long as that one stays the fuller."""
    before, last = pages[-2], pages[-1]
    while _poor(last, whole) and len(before) > _POOR_ROWS and CONTINUED not in last[0].row.cells[0]:
        moved = _height([before[-1], *last])
        if moved > whole or moved > _height(before[:-1]):
            break
        last.insert(0, before.pop())


def _grown(rows: list[LaidRow], room: float, n: int, *, last: bool) -> list[LaidRow]:
    """Share a page's spare height among the rows that ask for it.

    A form of one page fills it. Overleaf a blank is only as large as a hand needs, unless it is struck;
    a page that is followed by another is filled by all its rows together, if little is lacking.
    """
    spare = room - _height(rows)
    shares = sum(row.row.grow for row in rows)
    if spare <= 0.5 or not rows:
        return rows
    if not last and (not shares or spare <= _MOST_SPREAD * len(rows)):
        more = min(spare / len(rows), _MOST_SPREAD)
        return [replace(row, spare=more) for row in rows]
    if not shares:
        return rows
    if n == 0 or any(row.row.strike and row.row.grow for row in rows):
        return [replace(row, spare=spare * row.row.grow / shares) for row in rows]
    return [replace(row, spare=min(spare * row.row.grow / shares, _MOST_GROWN)) for row in rows]


def _part(row: LaidRow, lines: int) -> LaidRow:
    """Return the first lines of a row that goes on overleaf: nothing to sign, nothing to strike yet."""
    bare = replace(row.row, min_mm=0, grow=0, strike=False)
    return replace(row, row=bare, cells=tuple(cell.part(0, lines) for cell in row.cells), sign=None)


def _rest(row: LaidRow, lines: int) -> LaidRow:
    cells, labels = [], list(row.row.cells)
    for n, cell in enumerate(row.cells):
        if is_label(row.row, n):
            labels[n] = row.row.cells[n].removesuffix("\n" + CONTINUED) + "\n" + CONTINUED
            cells.append(_label(labels[n], cell.style, cell.width + 2 * LABEL_PAD))
        else:
            cells.append(cell.part(lines))
    return replace(row, row=replace(row.row, cells=tuple(labels)), cells=tuple(cells))
