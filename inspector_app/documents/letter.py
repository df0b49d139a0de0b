"""Letters on the grid of GB/T 9704-2012: title, number, addressee, text with its table, signature block."""

from inspector_app.documents.annex import place_annex
from inspector_app.documents.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.photos import Derivatives
from inspector_app.documents.sheet import (
    BODY_SIZE,
    CELL,
    LEFT,
    MM,
    PITCH,
    TITLE_SIZE,
    WIDTH,
    Sheet,
    letter_sheet,
)
from inspector_app.documents.signing import imprint_height, place_imprint, place_sign, sign_height
from inspector_app.documents.table import IN_LETTER, TableSetter
from inspector_app.domain.content import Content, Paragraph

NO_NUMBER = "（文号于签发时取得）"
TITLE_LEAD = PITCH * 1.12
_BODY = Style(BODY_SIZE, PITCH, cell=CELL, indent=2 * CELL)
_FLUSH = Style(BODY_SIZE, PITCH, cell=CELL)
_CENTRED = Style(BODY_SIZE, PITCH, Align.CENTRED, cell=CELL)
_KEPT = 2
"""A page begins and ends with at least this many lines of a paragraph."""


def balanced(text: str, style: Style, width: float) -> Block:
    """Return a title in lines of about one length, so that no lone character hangs beneath it."""
    block = lay([(text, Script.TITLE)], style, width)
    if len(block.lines) > 1:
        lines, narrower = len(block.lines), sum(line.width for line in block.lines) / len(block.lines)
        while narrower < width:
            tried = lay([(text, Script.TITLE)], style, narrower)
            if len(tried.lines) == lines:
                return Block(style, lay([(text, Script.TITLE)], style, narrower).lines, narrower)
            narrower += style.size / 2
    return block


def set_letter(content: Content, photos: Derivatives, *, draft: bool) -> Sheet:
    """Return the pages of a letter."""
    sheet = letter_sheet()
    _place_title(sheet, content, draft=draft)
    _place_paragraph(sheet, lay(content.addressee, _FLUSH, WIDTH), 0.0)
    after_text = 0.0 if content.annex else imprint_height(content) + 2 * MM
    foot = sign_height(content) + after_text
    _place_text(sheet, content, foot)
    place_sign(sheet, content, after_text, draft=draft)
    if content.annex:
        number = "" if draft else content.number
        imprint = imprint_height(content)
        place_annex(sheet, content.annex, number, photos, imprint + 2 * MM if imprint else 0.0)
    place_imprint(sheet, content)
    return sheet


def _place_title(sheet: Sheet, content: Content, *, draft: bool) -> None:
    top = sheet.y
    for text in content.title:
        block = balanced(text, Style(TITLE_SIZE, TITLE_LEAD, Align.CENTRED), WIDTH)
        sheet.text(block, LEFT + (WIDTH - block.width) / 2, top)
        top -= block.height
    top -= 0.16 * PITCH
    number = lay(NO_NUMBER if draft else content.number, _CENTRED, WIDTH)
    sheet.text(number, LEFT, top)
    sheet.y = top - number.height - 0.1 * PITCH


def _place_text(sheet: Sheet, content: Content, foot: float) -> None:
    """Set paragraphs and table; what stands last keeps the signature block with it."""
    before, behind = content.paragraphs[: content.table_after], content.paragraphs[content.table_after :]
    if content.table is None:
        before, behind = content.paragraphs, ()
    last_before = foot if content.table is None else 0.0
    _place_paragraphs(sheet, before, last_before)
    if content.table is not None:
        sheet.y -= 1 * MM
        TableSetter(sheet, content.table, IN_LETTER).place(0.0 if behind else foot + PITCH)
        _back_to_grid(sheet)
        _place_paragraphs(sheet, behind, foot)
    elif not before:
        sheet.need(foot)


def _back_to_grid(sheet: Sheet) -> None:
    used = sheet.top - sheet.y + 1.5 * MM
    sheet.y = sheet.top - -(-(used - 2) // PITCH) * PITCH


def _place_paragraphs(sheet: Sheet, paragraphs: tuple[Paragraph, ...], foot: float) -> None:
    for n, paragraph in enumerate(paragraphs):
        block = lay(_runs(paragraph), _BODY, WIDTH)
        _place_paragraph(sheet, block, foot if n == len(paragraphs) - 1 else 0.0)


def _runs(paragraph: Paragraph) -> list[tuple[str, Script]]:
    heading = paragraph.heading
    if not heading:
        return [(paragraph.text, Script.BODY)]
    gap = "" if heading.endswith("。") or not paragraph.text else "\u3000"
    return [(heading + gap, Script.HEADING), (paragraph.text, Script.BODY)]


def _place_paragraph(sheet: Sheet, block: Block, foot: float) -> None:
    """Set a paragraph; `foot` points must stay free beneath its last line, on the same page."""
    lines = len(block.lines)
    while lines:
        fit = int((sheet.room + 0.5) // PITCH)
        if lines <= fit and lines * PITCH + foot <= sheet.room + 0.5:
            _draw(sheet, block, lines)
            return
        here = _share(min(fit, lines - _KEPT), lines)
        if here:
            _draw(sheet, block, here)
            block = block.part(here)
            lines -= here
        elif sheet.fresh:
            _draw(sheet, block, lines)
            return
        sheet.new_page()


def _share(here: int, lines: int) -> int:
    """Return how many lines stay on this page: all that fit, but no single line here or there."""
    return here if here >= _KEPT and lines - here >= _KEPT else 0


def _draw(sheet: Sheet, block: Block, lines: int) -> None:
    sheet.text(block.part(0, lines), LEFT, sheet.y)
    sheet.y -= lines * PITCH
