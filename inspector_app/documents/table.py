"""Ruled tables that flow over pages: the head repeats, a row taller than a page is split."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.documents.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.pen import Pen
from inspector_app.documents.sheet import FIVE, LEFT, MM, SMALL_FOUR, WIDTH, Sheet
from inspector_app.domain.content import Table

PAD = 1.2 * MM
AIR = 2.8 * MM
NOTE = Style(FIVE, 15, Align.LEFT)
_LEAST_LINES = 2


@dataclass(frozen=True, slots=True)
class TableLook:
    """Type size and line pitch of a table, in points."""

    size: float
    lead: float


IN_LETTER = TableLook(SMALL_FOUR, 15.6)
IN_ANNEX = TableLook(FIVE, 14.2)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Block, ...]

    @property
    def height(self) -> float:
        return max(cell.height for cell in self.cells) + AIR

    def split(self, lines: int) -> tuple["_Row", "_Row"]:
        """Return the first `lines` lines of each cell, and the rest."""
        return (
            _Row(tuple(cell.part(0, lines) for cell in self.cells)),
            _Row(tuple(cell.part(lines) for cell in self.cells)),
        )


class TableSetter:
    """Sets one table on a sheet."""

    def __init__(self, sheet: Sheet, table: Table, look: TableLook) -> None:
        self._sheet, self._table, self._look = sheet, table, look
        scale = WIDTH / sum(table.widths)
        self._widths = [width * scale for width in table.widths]
        self._head = self._row(table.head, head=True)

    def _row(self, cells: Sequence[str], *, head: bool = False) -> _Row:
        look, blocks = self._look, []
        for text, width, align in zip(cells, self._widths, self._table.align, strict=True):
            style = Style(look.size, look.lead, Align.CENTRED if head else _align(align))
            script = Script.HEADING if head else Script.BODY
            blocks.append(lay([(text, script)], style, width - 2 * PAD))
        return _Row(tuple(blocks))

    def place(self, tail: float = 0.0) -> None:
        """Set head, rows and note; the last row keeps `tail` points free beneath it on its page."""
        note = lay(self._table.note, NOTE, WIDTH) if self._table.note else None
        note_height = note.height + 1 * MM if note else 0.0
        rows = [self._row(cells) for cells in self._table.rows]
        first = rows[0].height if rows else 0.0
        self._sheet.need(self._head.height + min(first, self._most()))
        self._draw(self._head)
        for n, row in enumerate(rows):
            self._flow(row, note_height + tail if n == len(rows) - 1 else 0.0)
        if note:
            self._sheet.text(note, LEFT, self._sheet.y - 1 * MM)
            self._sheet.y -= note_height

    def _most(self) -> float:
        """The tallest row that an empty page holds beneath the head."""
        return self._sheet.top - self._sheet.bottom - self._head.height

    def _flow(self, row: _Row, tail: float) -> None:
        while row.height + tail > self._sheet.room + 0.5:
            lines = int((self._sheet.room - AIR) // self._look.lead)
            if row.height + tail > self._most() and lines >= _LEAST_LINES:
                longest = max(len(cell.lines) for cell in row.cells)
                if lines >= longest:  # the row itself fits; only what follows it does not
                    lines = max(1, longest - _LEAST_LINES)
                if longest <= _LEAST_LINES:
                    break
                part, row = row.split(lines)
                self._draw(part)
            self._turn()
        self._draw(row)

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
