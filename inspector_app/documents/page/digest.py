"""A digest (日汇报, 周调度) on paper: on the type area of GB/T 9704, without number, seal and code.

Little that happened stands on one page as calmly as a letter; much is set closer where that saves a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import (
    BODY_SIZE,
    CELL,
    FIVE,
    FOUR,
    LEFT,
    MM,
    PITCH,
    SMALL_FOUR,
    TITLE_SIZE,
    WIDTH,
    Drawing,
    Sheet,
    letter_sheet,
)
from inspector_app.documents.page.table import CLOSEST, IN_LETTER, LaidTable, TableLook, TableSetter
from inspector_app.documents.page.titles import lay_title
from inspector_app.documents.pen import Pen
from inspector_app.domain import chinese
from inspector_app.domain.digest_paper import Chapter, DigestPaper

_NUMBER_BASE = 28 * MM
"""The page number stands 7 mm beneath the type area (GB/T 9704-2012 7.5)."""
_BEFORE_TABLE, _UNDER_TABLE = 1 * MM, 2.5 * MM
_LEAST = 2
"""Lines of a paragraph that stand together at the foot or the head of a page."""


@dataclass(frozen=True, slots=True)
class _Ease:
    """How wide a digest is set: its text and its tables, sizes in points."""

    size: float
    lead: float
    cell: float
    look: TableLook
    above: float


_EASES = (
    _Ease(BODY_SIZE, PITCH, CELL, IN_LETTER, 1.5 * MM),
    _Ease(FOUR, 24.0, 0.0, TableLook(SMALL_FOUR, 15.0, 2.2 * MM), 1.5 * MM),
    _Ease(FOUR, 22.0, 0.0, CLOSEST, 1.0 * MM),
)
"""From calm to close."""


def set_digest(paper: DigestPaper) -> Sheet:
    """Return the pages of a digest, set as calmly as the fewest pages allow."""
    sheets = [_Setting(paper, ease).sheet for ease in _EASES]
    fewest = min(len(sheet.pages) for sheet in sheets)
    sheet = next(one for one in sheets if len(one.pages) == fewest)
    _number(sheet)
    return sheet


class _Setting:
    """One way of setting it."""

    def __init__(self, paper: DigestPaper, ease: _Ease) -> None:
        self.sheet = letter_sheet()
        self._ease = ease
        self._text = Style(ease.size, ease.lead, cell=ease.cell, indent=2 * (ease.cell or ease.size))
        # What names papers by their numbers would gape if its lines were stretched.
        self._said = Style(
            ease.size, ease.lead, Align.LEFT, cell=ease.cell, indent=2 * (ease.cell or ease.size)
        )
        self._flush = Style(ease.size, ease.lead, Align.LEFT, cell=ease.cell)
        self._title(paper)
        self._paragraph(paper.opening, self._text)
        for n, chapter in enumerate(paper.chapters, start=1):
            self._chapter(f"{chinese.count(n)}、{chapter.title}", chapter)
        self._end(paper)

    def _title(self, paper: DigestPaper) -> None:
        sheet = self.sheet
        style = Style(TITLE_SIZE, PITCH, Align.CENTRED)
        title = lay_title(paper.title, style, WIDTH)
        sheet.text(title, LEFT + (WIDTH - title.width) / 2, sheet.y)
        sheet.y -= title.height + 1 * MM
        when = lay([(paper.when, Script.KAI)], Style(FOUR, 22, Align.CENTRED), WIDTH)
        sheet.text(when, LEFT, sheet.y)
        sheet.y -= when.height + 4 * MM

    def _chapter(self, heading: str, chapter: Chapter) -> None:
        head = lay([(heading, Script.HEADING)], Style(self._ease.size, self._ease.lead), WIDTH)
        self.sheet.y -= 0.0 if self.sheet.fresh else self._ease.above
        self.sheet.need(head.height + self._opening(chapter))
        self.sheet.text(head, LEFT, self.sheet.y)
        self.sheet.y -= head.height
        self._body(chapter)

    def _opening(self, chapter: Chapter) -> float:
        """Return what stands with a heading at least: two lines, or the head of a table and its first row."""
        if not chapter.sentences and chapter.table is None:
            return self._opening(chapter.more[0]) if chapter.more else 0.0
        table = self._table_opening(chapter)
        if not chapter.sentences:
            return table
        lines = len(lay(chapter.sentences[0], self._said, WIDTH).lines)
        # Fewer lines than two pages can share stand together, the last of them with the table.
        whole = lines < 2 * _LEAST
        beneath = table if whole and len(chapter.sentences) == 1 else 0.0
        return (lines if whole else _LEAST) * self._ease.lead + beneath

    def _body(self, chapter: Chapter) -> None:
        for n, sentence in enumerate(chapter.sentences):
            # A sentence stands with the table that it speaks of.
            last = n == len(chapter.sentences) - 1
            self._paragraph(sentence, self._said, self._table_opening(chapter) if last else 0.0)
        if chapter.table is not None:
            self.sheet.y -= _BEFORE_TABLE
            TableSetter(self.sheet, LaidTable(chapter.table), self._ease.look).place()
            self.sheet.y -= _UNDER_TABLE
        for one in chapter.more:
            self._body(one)

    def _table_opening(self, chapter: Chapter) -> float:
        if chapter.table is None:
            return 0.0
        return TableSetter(letter_sheet(), LaidTable(chapter.table), self._ease.look).opening + _BEFORE_TABLE

    def _paragraph(self, text: str, style: Style, beneath: float = 0.0) -> None:
        """Set a paragraph over pages; with its last lines `beneath` points stay free on their page."""
        block, sheet, lead = lay(text, style, WIDTH), self.sheet, self._ease.lead
        while block.lines:
            lines = len(block.lines)
            fit = int((sheet.room + 0.5) // lead)
            if lines <= fit and lines * lead + beneath <= sheet.room + 0.5:
                self._draw(block)
                return
            here = min(fit, lines - _LEAST)
            if here >= _LEAST:
                self._draw(block.part(0, here))
                block = block.part(here)
            elif sheet.fresh:
                self._draw(block)
                return
            sheet.new_page()

    def _draw(self, block: Block) -> None:
        self.sheet.text(block, LEFT, self.sheet.y)
        self.sheet.y -= block.height

    def _end(self, paper: DigestPaper) -> None:
        """Set the closing sentences, the office and the day at the right, who made it at the left."""
        small = Style(FIVE, 15, Align.LEFT)
        lines = [lay(paper.office, self._flush, WIDTH), lay(paper.made, self._flush, WIDTH)]
        notes = [lay(one, small, WIDTH) for one in paper.closing[-1:]]
        signed = sum(one.height for one in lines) + sum(one.height for one in notes) + 4 * MM
        for sentence in paper.closing[:-1]:
            self._paragraph(sentence, self._said, signed)
        self.sheet.need(signed)
        self.sheet.y -= 2 * MM
        self._signed(lines, paper)
        for one in notes:
            self.sheet.y -= 2 * MM
            self._draw(one)

    def _signed(self, lines: Sequence[Block], paper: DigestPaper) -> None:
        sheet, cell = self.sheet, self._ease.cell or self._ease.size
        widest = max((line.width for block in lines for line in block.lines), default=0.0)
        middle = LEFT + WIDTH - 2 * cell - widest / 2
        if paper.by:
            by = lay(f"编制：{paper.by}", self._flush, WIDTH / 2)
            sheet.text(by, LEFT, sheet.y - lines[0].height)
        for block in lines:
            width = max((line.width for line in block.lines), default=0.0)
            sheet.text(block, middle - width / 2, sheet.y)
            sheet.y -= block.height


def _number(sheet: Sheet) -> None:
    """Number the pages beneath the type area as letters do; a single page bears no number."""
    if len(sheet.pages) == 1:
        return
    for n, page in enumerate(sheet.pages, start=1):
        style = Style(FOUR, FOUR, Align.RIGHT if n % 2 else Align.LEFT)
        page.append(_at_foot(lay(f"— {n} —", style, WIDTH - 2 * CELL)))


def _at_foot(told: Block) -> Drawing:
    def drawing(pen: Pen) -> None:
        pen.block(told, LEFT + CELL, _NUMBER_BASE + FOUR * 0.6)

    return drawing
