"""表格式 documents: a title over ruled rows of labels and values that fill the page and flow on."""

from dataclasses import dataclass, replace

from inspector_app.documents.annex import place_annex
from inspector_app.documents.faces import Script
from inspector_app.documents.letter import NO_NUMBER, balanced
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivatives
from inspector_app.documents.sheet import BODY_SIZE, FIVE, LEFT, MM, PAGE_HEIGHT, TITLE_SIZE, WIDTH, Sheet
from inspector_app.domain.content import Content, FormRow

FOOT = 31 * MM
QR_SIDE = 27 * MM
_FIRST_TOP, _LATER_TOP = PAGE_HEIGHT - 15 * MM, PAGE_HEIGHT - 25 * MM
_TITLE_LEAD, _NOTE_LEAD, _PAD, _AIR = 29.0, 16.0, 1.5 * MM, 2.6 * MM
_LEAST_ROW = 8 * MM
_LEAST_BLANK = 8 * MM
_WORTH_SPLITTING = 25 * MM
_CONTINUED = "（续）"


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row with its cells broken into lines; `spare` is height beyond what the text needs."""

    row: FormRow
    cells: tuple[Block, ...]
    sign: Block | None
    lead: float
    spare: float = 0.0

    @property
    def text_height(self) -> float:
        return max(cell.height for cell in self.cells)

    @property
    def height(self) -> float:
        foot = self.sign.height + 2 * MM if self.sign else 0.0
        return max(self.row.min_mm * MM, _LEAST_ROW, self.text_height + foot + _AIR) + self.spare


def set_form(content: Content, photos: Derivatives, *, draft: bool) -> Sheet:
    """Return the pages of a form."""
    sheet = Sheet(_LATER_TOP, FOOT)
    sheet.y = _FIRST_TOP
    _place_head(sheet, content, draft=draft)
    size = content.size_tenths / 10 or FIVE
    lead = content.lead_tenths / 10 or size * 1.4
    rows = _grown([_laid(row, size, lead) for row in content.rows], sheet.room)
    _Frame(sheet, content, draft=draft).place(rows)
    if content.annex:
        place_annex(sheet, content.annex, "" if draft else content.number, photos, 0.0)
    return sheet


def _place_head(sheet: Sheet, content: Content, *, draft: bool) -> None:
    room = WIDTH - 2 * (QR_SIDE + 4 * MM)
    for n, text in enumerate(content.title):
        last = n == len(content.title) - 1
        size = TITLE_SIZE if last or len(text) < 10 else BODY_SIZE
        fits = room if size * len(text) > room else max(room, size * len(text) + 1)
        block = balanced(text, Style(size, _TITLE_LEAD, Align.CENTRED), max(room, min(fits, WIDTH)))
        sheet.text(block, LEFT + (WIDTH - block.width) / 2, sheet.y)
        sheet.y -= block.height
    number = lay(NO_NUMBER if draft else content.number, Style(FIVE, _NOTE_LEAD, Align.RIGHT), WIDTH)
    sheet.y = min(sheet.y, PAGE_HEIGHT - 9 * MM - QR_SIDE)
    sheet.text(number, LEFT, sheet.y - 1)
    if content.left_note:
        note = lay(content.left_note, Style(FIVE, _NOTE_LEAD, Align.LEFT), WIDTH * 0.6)
        sheet.text(note, LEFT, sheet.y - 1)
    sheet.y -= _NOTE_LEAD + 2


def _laid(row: FormRow, size: float, lead: float) -> _Laid:
    cells = []
    for n, (text, width) in enumerate(zip(row.cells, row.widths, strict=True)):
        script = Script.HEADING if _is_label(row, n) else Script.BODY
        style = Style(size, lead, _align(row, n))
        cells.append(lay([(text, script)], style, width * MM - 2 * _PAD))
    sign = None
    if row.sign:
        sign = lay(row.sign, Style(size, lead, Align.RIGHT), row.widths[-1] * MM - 2 * _PAD)
    return _Laid(row, tuple(cells), sign, lead)


def _is_label(row: FormRow, n: int) -> bool:
    return n % 2 == 0 and len(row.cells) > 1


def _align(row: FormRow, n: int) -> Align:
    if _is_label(row, n):
        return Align.CENTRED
    return {"C": Align.CENTRED, "R": Align.RIGHT, "J": Align.JUSTIFIED}.get(row.align, Align.JUSTIFIED)


def _grown(rows: list[_Laid], room: float) -> list[_Laid]:
    """Share the page's spare height among the rows that ask for it, when all rows fit on one page."""
    spare = room - sum(row.height for row in rows)
    shares = sum(row.row.grow for row in rows)
    if spare <= 0 or not shares:
        return rows
    return [replace(row, spare=spare * row.row.grow / shares) for row in rows]


class _Frame:
    """Sets rows under each other inside a heavy frame, page by page."""

    def __init__(self, sheet: Sheet, content: Content, *, draft: bool) -> None:
        self._sheet = sheet
        number = NO_NUMBER if draft else content.number
        self._running = f"{content.kind_label}{_CONTINUED}\u3000{number}"
        self._start = sheet.y

    def place(self, rows: list[_Laid]) -> None:
        """Set all rows."""
        for row in rows:
            self._flow(row)
        self._close()

    def _flow(self, row: _Laid) -> None:
        while row.height > self._sheet.room + 0.5:
            lines = int((self._sheet.room - _AIR) // row.lead)
            longest = max(len(cell.lines) for cell in row.cells)
            if (self._sheet.room > _WORTH_SPLITTING and 2 <= lines < longest - 1) or self._sheet.fresh:
                lines = max(1, min(lines, longest - 1))
                self._draw(_part(row, lines))
                row = _rest(row, lines)
            elif self._sheet.y >= self._sheet.top - 1:
                break
            self._turn()
        self._draw(row)

    def _turn(self) -> None:
        self._close()
        self._sheet.new_page()
        running = lay(self._running, Style(FIVE, _NOTE_LEAD, Align.RIGHT), WIDTH)
        self._sheet.text(running, LEFT, self._sheet.top + _NOTE_LEAD + 2)
        self._start = self._sheet.y

    def _close(self) -> None:
        start, end = self._start, self._sheet.y
        if start - end > 1:
            self._sheet.put(lambda pen: pen.box(LEFT, end, WIDTH, start - end, 1.2))

    def _draw(self, row: _Laid) -> None:
        top = self._sheet.y
        self._sheet.put(lambda pen: _draw_row(pen, row, top))
        self._sheet.y -= row.height


def _part(row: _Laid, lines: int) -> _Laid:
    """Return the first lines of a row that goes on overleaf: nothing to sign, nothing to strike yet."""
    bare = replace(row.row, min_mm=0, strike=False)
    return _Laid(bare, tuple(cell.part(0, lines) for cell in row.cells), None, row.lead)


def _rest(row: _Laid, lines: int) -> _Laid:
    cells = []
    for n, cell in enumerate(row.cells):
        if _is_label(row.row, n):
            label = row.row.cells[n].removesuffix(_CONTINUED) + "\n" + _CONTINUED
            cells.append(lay([(label, Script.HEADING)], cell.style, cell.width))
        else:
            cells.append(cell.part(lines))
    return _Laid(row.row, tuple(cells), row.sign, row.lead)


def _draw_row(pen: Pen, row: _Laid, top: float) -> None:
    x, height = LEFT, row.height
    for n, (cell, width_mm) in enumerate(zip(row.cells, row.row.widths, strict=True)):
        width = width_mm * MM
        pen.box(x, top - height, width, height)
        value = not _is_label(row.row, n)
        high = row.row.top and value
        pen.block(cell, x + _PAD, top - (1.3 * MM if high else (height - cell.height) / 2))
        if value and row.row.strike and height - cell.height > _LEAST_BLANK:
            pen.rule(x + width - 12 * MM, top - cell.height - 4 * MM, x + 12 * MM, top - height + 3 * MM)
        x += width
    if row.sign:
        pen.block(row.sign, x - row.row.widths[-1] * MM + _PAD, top - height + row.sign.height + 1.4 * MM)
