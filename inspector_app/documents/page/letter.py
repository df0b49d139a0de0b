"""Letters on the grid of GB/T 9704-2012: title, number, addressee, text with its table, signature block."""

import re
from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Run, Style, lay
from inspector_app.documents.page.annex import place_annex
from inspector_app.documents.page.imprint import Imprint, imprint_of
from inspector_app.documents.page.sheet import (
    BODY_SIZE,
    CELL,
    FOUR,
    LEFT,
    MM,
    PITCH,
    SMALL_FOUR,
    TITLE_SIZE,
    WIDTH,
    Sheet,
    letter_sheet,
)
from inspector_app.documents.page.signing import SignBlock
from inspector_app.documents.page.table import CLOSER, CLOSEST, IN_LETTER, LaidTable, TableLook, TableSetter
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.photos import Derivatives
from inspector_app.domain.content import Content, Paragraph

NO_NUMBER = "（文号于签发时取得）"
_TITLE_LEAD = PITCH * 1.12
_BODY = Style(BODY_SIZE, PITCH, cell=CELL, indent=2 * CELL)
_FLUSH = Style(BODY_SIZE, PITCH, cell=CELL)
_CENTRED = Style(BODY_SIZE, PITCH, Align.CENTRED, cell=CELL)
_KEPT = 2
"""A page begins and ends with at least this many lines of a paragraph; so many stand with the signature."""
_UNDER_TABLE = 1.5 * MM
_SPILT = 7 * PITCH
"""Text on the last page that a closer setting may bring back to the page before."""
_FIRST, _SECOND = re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"（[一二三四五六七八九十]+）")
_SHORT = 20
"""A first-level heading that runs into its text has at most so many characters."""


@dataclass(frozen=True, slots=True)
class _Ease:
    """How wide a letter is set.

    Attributes:
        look: of its table.
        open_title: a line of the grid is left free about the number.
        imprint: type size of the 版记, in points.
    """

    look: TableLook
    open_title: bool
    imprint: float


_EASES = (
    _Ease(IN_LETTER, True, FOUR),
    _Ease(CLOSER, False, SMALL_FOUR),
    _Ease(CLOSEST, False, SMALL_FOUR),
)
"""From calm to close; the text keeps to its grid of 28 × 22 in each (GB/T 9704-2012 7.3.5.5)."""


def set_letter(content: Content, photos: Derivatives, *, draft: bool) -> Sheet:
    """Return the pages of a letter.

    Raises:
        RuleError: `documents.seal_unfit`, `documents.seal_place`, `documents.seal_missing`,
            `documents.photo_missing`, and what a photo is refused for.
    """
    letter = _Letter(content, photos, draft=draft)
    sheet, imprint = letter.fewest_pages()
    if content.annex:
        place_annex(sheet, content.annex, "" if draft else content.number, photos, imprint.kept)
    imprint.place(sheet)
    return sheet


class _Letter:
    """A letter's text with its lines broken, ready to be set in any ease."""

    def __init__(self, content: Content, photos: Derivatives, *, draft: bool) -> None:
        self._titles = [
            lay_title(text, Style(TITLE_SIZE, _TITLE_LEAD, Align.CENTRED), WIDTH) for text in content.title
        ]
        self._number = lay(NO_NUMBER if draft else content.number, _CENTRED, WIDTH)
        self._addressee = lay(content.addressee, _FLUSH, WIDTH) if content.addressee else None
        blocks = [lay(_runs(paragraph), _BODY, WIDTH) for paragraph in content.paragraphs]
        cut = content.table_after if content.table else len(blocks)
        self._before, self._behind = blocks[:cut], blocks[cut:]
        self._table = LaidTable(content.table) if content.table else None
        self._sign = SignBlock(content, photos, draft=draft)
        self._content = content

    def fewest_pages(self) -> tuple[Sheet, Imprint]:
        """Return the letter set as calmly as the fewest pages allow, and the 版记 that goes with it."""
        sheet, imprint, spilt = self._set(_EASES[0])
        if len(sheet.pages) > 1 and spilt <= _SPILT:
            for ease in _EASES[1:]:
                closer, smaller, _ = self._set(ease)
                if len(closer.pages) < len(sheet.pages):
                    return closer, smaller
        return sheet, imprint

    def _imprint(self, sheet: Sheet, ease: _Ease) -> tuple[Imprint, float]:
        """Return the 版记 and what the signature block leaves free for it; with an annex it stands there."""
        if self._content.annex:
            return imprint_of(self._content, sheet.height), 0.0
        room = self._sign.beneath(sheet)
        imprint = imprint_of(self._content, room, ease.imprint)
        return imprint, imprint.kept if imprint.kept <= room else 0.0

    def _set(self, ease: _Ease) -> tuple[Sheet, Imprint, float]:
        """Return the pages, the 版记 and how much text the last page holds, in points."""
        sheet = letter_sheet()
        imprint, tail = self._imprint(sheet, ease)
        self._place_title(sheet, open_title=ease.open_title)
        if self._addressee:
            _place_paragraph(sheet, self._addressee, 0.0)
        foot = self._sign.least(sheet, tail)
        setter = TableSetter(sheet, self._table, ease.look) if self._table else None
        _place_paragraphs(sheet, self._before, setter.opening + 1 * MM if setter else foot)
        if setter:
            sheet.y -= 1 * MM
            few = sum(len(block.lines) for block in self._behind)
            setter.place(foot + (few + 1) * PITCH + _UNDER_TABLE if few < _KEPT else 0.0)
            _back_to_grid(sheet)
            _place_paragraphs(sheet, self._behind, foot)
        sheet.need(foot)
        spilt = sheet.used
        self._sign.place(sheet, tail)
        return sheet, imprint, spilt

    def _place_title(self, sheet: Sheet, *, open_title: bool) -> None:
        """Set title and number on whole lines of the grid, so that the text beneath stands on it too."""
        lines = sum(len(block.lines) for block in self._titles)
        lead = _TITLE_LEAD if open_title else PITCH
        number = self._number.height / PITCH
        taken = -(-(lines * lead / PITCH + number + (0.3 if open_title else 0.0) - 0.01) // 1) * PITCH
        top = sheet.y
        for block in self._titles:
            style = Style(TITLE_SIZE, lead, Align.CENTRED)
            sheet.text(Block(style, block.lines, block.width), LEFT + (WIDTH - block.width) / 2, top)
            top -= len(block.lines) * lead
        gap = (taken - lines * lead - self._number.height) / 2
        sheet.text(self._number, LEFT, top - gap)
        sheet.y -= taken


def _back_to_grid(sheet: Sheet) -> None:
    used = sheet.used + _UNDER_TABLE
    sheet.y = sheet.top - -(-(used - 2) // PITCH) * PITCH


def _place_paragraphs(sheet: Sheet, blocks: list[Block], foot: float) -> None:
    """Set paragraphs; at least two lines of text stand on one page with the `foot` points beneath them."""
    behind = sum(len(block.lines) for block in blocks)
    for block in blocks:
        behind -= len(block.lines)
        _place_paragraph(sheet, block, foot + behind * PITCH if behind < _KEPT else 0.0)


def _runs(paragraph: Paragraph) -> list[Run]:
    """Return a text in its hands: 一、黑体 （一）楷体, 1. and （1） 仿宋 (GB/T 9704-2012 7.3.3)."""
    heading = paragraph.heading
    if not heading:
        return _told(paragraph.text)
    gap = "" if heading.endswith("。") or not paragraph.text else "\u3000"
    script = Script.KAI if _SECOND.match(heading) else Script.HEADING
    return [(heading + gap, script), *_told(paragraph.text, inside=True)]


def _told(text: str, *, inside: bool = False) -> list[Run]:
    runs: list[Run] = []
    for n, line in enumerate(text.split("\n")):
        head, rest = ("", line) if inside and n == 0 else _headed(line)
        script = Script.KAI if _SECOND.match(head) else Script.HEADING
        runs += [("\n" if n else "", Script.BODY), (head, script), (rest, Script.BODY)]
    return [run for run in runs if run[0]]


def _headed(line: str) -> tuple[str, str]:
    """Return (heading, text) of a line that begins with 一、 or （一）: up to its first full stop."""
    head, stop, rest = line.partition("。")
    if _SECOND.match(line) or (_FIRST.match(line) and len(head) <= _SHORT and (rest or not stop)):
        return head + stop, rest
    return "", line


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
