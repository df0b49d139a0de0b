"""表格式 documents: a title over ruled rows of labels and values that fill the page and flow on."""

from collections.abc import Sequence

from inspector_app.documents.lines import Align, Style, lay
from inspector_app.documents.page.annex import place_annex
from inspector_app.documents.page.letter import NO_NUMBER
from inspector_app.documents.page.rows import CONTINUED, LABEL_PAD, PAD, LaidRow, form_pages, is_label
from inspector_app.documents.page.sheet import (
    BODY_SIZE,
    FIVE,
    LEFT,
    MM,
    PAGE_HEIGHT,
    TITLE_SIZE,
    WIDTH,
    Sheet,
)
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.pen import Pen
from inspector_app.documents.photos import Derivatives
from inspector_app.domain.content import Content

FOOT = 31 * MM
QR_SIDE = 27 * MM
_FIRST_TOP, _LATER_TOP = PAGE_HEIGHT - 15 * MM, PAGE_HEIGHT - 25 * MM
_TITLE_LEAD, _NOTE_LEAD = 29.0, 16.0
_LEAST_BLANK = 8 * MM
_LEAST_REST = 25 * MM
"""Blank paper beneath the frame of a second page that is struck, where the form strikes its blanks."""


def set_form(content: Content, photos: Derivatives, *, draft: bool) -> Sheet:
    """Return the pages of a form.

    Raises:
        RuleError: `documents.photo_missing`, and what a photo is refused for.
    """
    sheet = Sheet(_LATER_TOP, FOOT)
    sheet.y = _FIRST_TOP
    _place_head(sheet, content, draft=draft)
    pages = form_pages(content, sheet.room, sheet.height)
    running = f"{content.kind_label}{CONTINUED}\u3000{NO_NUMBER if draft else content.number}"
    for n, rows in enumerate(pages):
        if n:
            sheet.new_page()
            told = lay(running, Style(FIVE, _NOTE_LEAD, Align.RIGHT), WIDTH)
            sheet.text(told, LEFT, sheet.top + told.height + 2)
        _place_rows(sheet, rows)
    sheet.signed_here()
    if len(pages) > 1 and sheet.room > _LEAST_REST and any(row.strike for row in content.rows):
        top, bottom = sheet.y, sheet.bottom
        sheet.put(lambda pen: _strike(pen, LEFT, WIDTH, top, bottom))
    if content.annex:
        place_annex(sheet, content.annex, "" if draft else content.number, photos, 0.0)
    return sheet


def _place_head(sheet: Sheet, content: Content, *, draft: bool) -> None:
    beside_code = WIDTH - 2 * (QR_SIDE + 4 * MM)
    for n, text in enumerate(content.title):
        last = n == len(content.title) - 1
        size = TITLE_SIZE if last or len(text) < 10 else BODY_SIZE
        lead = _TITLE_LEAD if n == 0 or size == TITLE_SIZE else size * 1.4
        block = lay_title(text, Style(size, lead, Align.CENTRED), beside_code)
        if len(block.lines) > 1 and size == BODY_SIZE:
            block = lay_title(text, Style(size, size * 1.4, Align.CENTRED), beside_code)
        sheet.text(block, LEFT + (WIDTH - block.width) / 2, sheet.y)
        sheet.y -= block.height
    sheet.y = min(sheet.y, PAGE_HEIGHT - 9 * MM - QR_SIDE)
    number = lay(NO_NUMBER if draft else content.number, Style(FIVE, _NOTE_LEAD, Align.RIGHT), WIDTH * 0.6)
    taken = max(line.width for line in number.lines)
    room = max(WIDTH - taken - 2 * FIVE, WIDTH * 0.38)
    note = lay(content.left_note, Style(FIVE, _NOTE_LEAD, Align.LEFT), room)
    sheet.text(number, LEFT + WIDTH - number.width, sheet.y - 1)
    sheet.text(note, LEFT, sheet.y - 1)
    sheet.y -= max(number.height, note.height) + 2


def _place_rows(sheet: Sheet, rows: Sequence[LaidRow]) -> None:
    """Set a page's rows under each other inside a heavy frame."""
    start = sheet.y
    for row in rows:
        _place_row(sheet, row, sheet.y)
        sheet.y -= row.height
    end = sheet.y
    sheet.put(lambda pen: pen.box(LEFT, end, WIDTH, start - end, 1.2))


def _place_row(sheet: Sheet, row: LaidRow, top: float) -> None:
    sheet.put(lambda pen: _draw_row(pen, row, top))


def _draw_row(pen: Pen, row: LaidRow, top: float) -> None:
    x, height = LEFT, row.height
    for n, (cell, width_mm) in enumerate(zip(row.cells, row.row.widths, strict=True)):
        width = width_mm * MM
        pen.box(x, top - height, width, height)
        value = not is_label(row.row, n)
        foot = row.sign.height + 2 * MM if row.sign and n == len(row.cells) - 1 else 0.0
        high = row.row.top and value
        pen.block(
            cell,
            x + (PAD if value else LABEL_PAD),
            top - (1.3 * MM if high else (height - foot - cell.height) / 2),
        )
        if value and row.row.strike and height - foot - cell.height > _LEAST_BLANK:
            _strike(pen, x, width, top - cell.height, top - height + foot)
        x += width
    if row.sign:
        pen.block(row.sign, x - row.row.widths[-1] * MM + PAD, top - height + row.sign.height + 1.4 * MM)


def _strike(pen: Pen, x: float, width: float, top: float, bottom: float) -> None:
    """Strike a blank from its lower left to its upper right, so that nothing can be written into it later."""
    pen.rule(x + width - 12 * MM, top - 4 * MM, x + 12 * MM, bottom + 3 * MM)
