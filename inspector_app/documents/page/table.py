"""Ruled tables that flow over pages: the head repeats, rows stay whole, the last ones stay together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import FIVE, LEFT, MM, SMALL_FOUR, WIDTH, Sheet
from inspector_app.documents.pen import Pen
from inspector_app.domain.content import Table

PAD = 1.2 * MM
NOTE = Style(FIVE, 15, Align.LEFT)
WHOLE = 6
"""A row of at most this many lines is never split."""
_LEAST_LINES, _LEAST_HERE = 2, 3
_ALSO = "续"
"""Beside the number of a row that goes on overleaf."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """Type size, line pitch and air of a row, in points."""

    size: float
    lead: float
    air: float


IN_LETTER = TableLook(SMALL_FOUR, 15.6, 2.8 * MM)
CLOSER = TableLook(SMALL_FOUR, 14.6, 2.0 * MM)
CLOSEST = TableLook(FIVE, 13.4, 1.8 * MM)
IN_ANNEX = TableLook(FIVE, 14.2, 2.8 * MM)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Block, ...]
    air: float

    @property
    def lines(self) -> int:
        return max(len(cell.lines) for cell in self.cells)

    @property
    def height(self) -> float:
        return max(cell.height for cell in self.cells) + self.air

    def split(self, lines: int) -> tuple["_Row", "_Row"]:
        """Return the first `lines` lines of each cell, and the rest, its number said once more."""
        rest = [cell.part(lines) for cell in self.cells]
        first = self.cells[0]
        if not rest[0].lines and len(first.lines) == 1:
            number = first.lines[0].text.removesuffix(_ALSO)
            rest[0] = lay(number + _ALSO, first.style, first.width)
        return (
            _Row(tuple(cell.part(0, lines) for cell in self.cells), self.air),
            _Row(tuple(rest), self.air),
        )


def at_a_stop(cells: Sequence[Block], lines: int) -> int:
    """Return `lines`, or up to two fewer, so that what stays on a page ends where a paragraph ends."""
    longest = max(cells, key=lambda cell: len(cell.lines))
    for fewer in range(3):
        here = lines - fewer
        if here >= _LEAST_HERE and longest.lines[here - 1].last:
            return here
    return lines


class LaidTable:
    """A table with its cells broken into lines, once for each type size."""

    def __init__(self, table: Table) -> None:
        self.table = table
        scale = WIDTH / sum(table.widths)
        self.widths = [width * scale for width in table.widths]
        self._by_size: dict[float, list[_Row]] = {}

    def rows(self, look: TableLook) -> list[_Row]:
        """Return head and rows in that look."""
        if look.size not in self._by_size:
            head = self._row(self.table.head, look, head=True)
            self._by_size[look.size] = [head, *(self._row(cells, look) for cells in self.table.rows)]
        return [_in_look(row, look) for row in self._by_size[look.size]]

    def _row(self, cells: Sequence[str], look: TableLook, *, head: bool = False) -> _Row:
        blocks = []
        for text, width, align in zip(cells, self.widths, self.table.align, strict=True):
            style = Style(look.size, look.lead, Align.CENTRED if head else _align(align))
            script = Script.HEADING if head else Script.BODY
            blocks.append(lay([(text, script)], style, width - 2 * PAD))
        return _Row(tuple(blocks), look.air)


def _in_look(row: _Row, look: TableLook) -> _Row:
    cells = [Block(replace(cell.style, lead=look.lead), cell.lines, cell.width) for cell in row.cells]
    return _Row(tuple(cells), look.air)


class TableSetter:
    """Sets one table on a sheet."""

    def __init__(self, sheet: Sheet, laid: LaidTable, look: TableLook) -> None:
        self._sheet, self._look, self._widths = sheet, look, laid.widths
        self._head, *self._rows = laid.rows(look)
        note = laid.table.note
        self._note = lay(note, NOTE, WIDTH) if note else None

    @property
    def opening(self) -> float:
        """The least height with which the table may begin on a page: its head and the first row."""
        first = self._rows[0] if self._rows else None
        if first is None:
            return self._head.height
        least = first.height if first.lines <= WHOLE else _LEAST_HERE * self._look.lead + self._look.air
        return self._head.height + least

    def place(self, tail: float = 0.0) -> None:
        """Set head, rows and note; the last two rows keep `tail` points free beneath them on their page."""
        note_height = self._note.height + 1 * MM if self._note else 0.0
        self._sheet.need(self.opening)
        self._draw(self._head)
        for n, row in enumerate(self._rows):
            self._flow(row, self._beneath(n, note_height + tail))
        if self._note:
            self._sheet.text(self._note, LEFT, self._sheet.y - 1 * MM)
            self._sheet.y -= note_height

    def _beneath(self, n: int, end: float) -> float:
        """Return what must stay free beneath row `n`: the last row is not left alone on a page."""
        left = len(self._rows) - n - 1
        if left == 0:
            return end
        pair = self._rows[n].height + self._rows[-1].height + end
        return self._rows[-1].height + end if left == 1 and pair <= self._most else 0.0

    @property
    def _most(self) -> float:
        """The tallest row that an empty page holds beneath the head."""
        return self._sheet.height - self._head.height

    def _flow(self, row: _Row, beneath: float) -> None:
        while row.height + beneath > self._sheet.room + 0.5:
            lines = self._share(row)
            if lines:
                part, row = row.split(lines)
                self._draw(part)
            elif self._sheet.used <= self._head.height + 1:
                break
            self._turn()
        self._draw(row)

    def _share(self, row: _Row) -> int:
        """Return how many lines of a tall row stay on this page; 0 for a row that is kept whole."""
        if row.lines <= WHOLE:
            return 0
        fit = int((self._sheet.room - self._look.air) // self._look.lead)
        here = min(fit, row.lines - _LEAST_LINES)
        return at_a_stop(row.cells, here) if here >= _LEAST_HERE else 0

    def _turn(self) -> None:
        self._sheet.new_page()
        self._draw(self._head)

    def _draw(self, row: _Row) -> None:
        top, height, widths = self._sheet.y, row.height, self._widths

        def drawing(pen: Pen) -> None:
            x = LEFT
            for cell, width in zip(row.cells, widths, strict=True):
                pen.box(x, top - height, width, height)
                pen.block(cell, x + PAD, top - (height - cell.height) / 2)
                x += width

        self._sheet.put(drawing)
        self._sheet.y -= height


def _align(told: str) -> Align:
    return {"C": Align.CENTRED, "R": Align.RIGHT}.get(told, Align.JUSTIFIED)
