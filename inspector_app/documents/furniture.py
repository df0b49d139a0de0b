"""What stands outside the type area: QR code, copies, code and hash for checking, page numbers, 草稿."""

from dataclasses import dataclass

from inspector_app.documents.code import code_of
from inspector_app.documents.faces import Script
from inspector_app.documents.form import FOOT, QR_SIDE
from inspector_app.documents.lines import Align, Block, Run, Style, lay
from inspector_app.documents.pen import Pen
from inspector_app.documents.qr import qr_path
from inspector_app.documents.sheet import (
    CELL,
    FIVE,
    FOUR,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SMALL_FIVE,
    WIDTH,
)
from inspector_app.domain.chinese import count
from inspector_app.domain.content import Content

_LETTER_QR_FOOT = 4.7 * MM
_NUMBER_BASE = 28 * MM
"""The page number stands 7 mm beneath the type area (GB/T 9704-2012 7.5)."""
_SMALL = Style(SMALL_FIVE, 12.6, Align.LEFT)
_SMALL_RIGHT = Style(SMALL_FIVE, 12.6, Align.RIGHT)
_DRAFT = "草稿　未签发　不得送达"


@dataclass(frozen=True, slots=True)
class Furniture:
    """What every page of one document carries around its type area.

    Attributes:
        qr: the signed text of the QR code; None for a document without one and for drafts.
    """

    content: Content
    content_hash: bytes
    qr: str | None
    draft: bool

    def draw(self, pen: Pen, page: int, total: int) -> None:
        """Draw the furniture of page `page` (from 1) of `total`."""
        if self.draft:
            self._watermark(pen)
        if self.content.layout == "form":
            self._form(pen, page, total)
        else:
            self._letter(pen, page)

    def _watermark(self, pen: Pen) -> None:
        mark = lay([("草稿", Script.HEADING)], Style(170, 180, Align.CENTRED), 400)
        pen.watermark(mark, PAGE_WIDTH / 2, PAGE_HEIGHT / 2, 40)

    def _copies(self) -> list[Run]:
        copies = self.content.copies
        if self.draft:
            return [(_DRAFT, Script.HEADING)]
        if not copies:
            return []
        number = "两" if len(copies) == 2 else count(len(copies))
        told = "、".join(to for _, to in copies if to)
        return [(f"一式{number}联", Script.HEADING), (f"：{told}" if told else "", Script.BODY)]

    def _code(self) -> list[Run]:
        phone = f"核验电话 {self.content.phone}" if self.content.phone else ""
        if self.draft:
            return [(phone, Script.BODY)]
        gap = "\u3000" if phone else ""
        return [
            ("核验码 ", Script.BODY),
            (code_of(self.content_hash), Script.HEADING),
            (gap + phone, Script.BODY),
        ]

    def _hash(self) -> list[Run]:
        footer = self.content.footer
        if self.draft:
            return [(footer, Script.BODY)]
        digest = f"内容摘要 {self.content_hash.hex()[:8].upper()}（SHA-256前8位）"
        return [(digest + (f"\u3000{footer}" if footer else ""), Script.BODY)]

    def _letter(self, pen: Pen, page: int) -> None:
        odd = page % 2 == 1
        number = lay(f"— {page} —", Style(FOUR, FOUR, Align.RIGHT if odd else Align.LEFT), WIDTH - 2 * CELL)
        pen.block(number, LEFT + CELL, _NUMBER_BASE + FOUR * 0.6)
        if page == 1:
            self._first_strip(pen)
            return
        style = _SMALL if odd else _SMALL_RIGHT
        number_again = "" if self.draft else self.content.number
        head: list[Run] = [*self._copies()[:1], (f"\u3000{number_again}", Script.BODY)]
        top = _NUMBER_BASE + 8
        for runs in (head, self._hash()):
            top = pen.block(lay(runs, style, WIDTH), LEFT, top)

    def _first_strip(self, pen: Pen) -> None:
        left = LEFT
        if self.qr:
            self._qr(pen, LEFT, _LETTER_QR_FOOT)
            left += QR_SIDE + 3.4 * MM
        note = [(self.content.verify_note, Script.BODY)] if self.qr and self.content.verify_note else []
        width = LEFT + WIDTH - left - 26 * MM
        blocks = [
            lay(runs, _SMALL, width)
            for runs in (self._copies(), self._code(), self._hash(), note)
            if _told(runs)
        ]
        top = min(_NUMBER_BASE + 8, 5 * MM + _height(blocks)) if self.qr else _NUMBER_BASE + 8
        top = max(top, _NUMBER_BASE + 8) if _height(blocks) < 4.5 * _SMALL.lead else _NUMBER_BASE + 14
        for block in blocks:
            top = pen.block(block, left, top)

    def _form(self, pen: Pen, page: int, total: int) -> None:
        if page == 1 and self.qr:
            self._qr(pen, LEFT + WIDTH - QR_SIDE, PAGE_HEIGHT - 8 * MM - QR_SIDE)
        top = FOOT - 1.6 * MM
        middle = lay(f"第 {page} 页\u3000共 {total} 页", Style(FIVE, 12.6, Align.CENTRED), WIDTH)
        pen.block(middle, LEFT, top)
        left = [lay(runs, _SMALL, WIDTH * 0.4) for runs in (self._copies(),) if _told(runs)]
        right = [lay(runs, _SMALL_RIGHT, WIDTH * 0.38) for runs in (self._code(),) if _told(runs)]
        for block in right:
            pen.block(block, LEFT + WIDTH * 0.62, top)
        for block in left:
            top = pen.block(block, LEFT, top)
        if not left:
            top -= _SMALL.lead
        for runs in (self._hash(), [(self.content.verify_note, Script.BODY)] if self.qr else []):
            if _told(runs):
                top = pen.block(lay(runs, _SMALL, WIDTH), LEFT, top)

    def _qr(self, pen: Pen, x: float, y: float) -> None:
        operators, side = qr_path(self.qr or "")
        pen.path(operators, x, y, QR_SIDE / side)


def _told(runs: list[Run]) -> bool:
    return any(text.strip() for text, _ in runs)


def _height(blocks: list[Block]) -> float:
    return sum(block.height for block in blocks)
