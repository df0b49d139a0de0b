"""What stands outside the type area: QR code, copies, code and hash for checking, page numbers, 草稿."""

from dataclasses import dataclass

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Block, Run, Style, lay
from inspector_app.documents.page.form import FOOT, QR_SIDE
from inspector_app.documents.page.sheet import (
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
from inspector_app.documents.pen import Pen
from inspector_app.documents.proof.qr import qr_path
from inspector_app.domain.chinese import count
from inspector_app.domain.content import Content
from inspector_app.domain.errors import RuleError
from inspector_app.domain.proof_code import code_of

_LETTER_QR_FOOT = 4.7 * MM
_NUMBER_BASE = 28 * MM
"""The page number stands 7 mm beneath the type area (GB/T 9704-2012 7.5)."""
_QR_TOP, _EDGE = _LETTER_QR_FOOT + QR_SIDE, 4.5 * MM
_DOT, _FEWEST_DOTS, _QR_MOST = 72 / 203, 3, QR_SIDE + 0.5 * MM
_SIZES = (SMALL_FIVE, 7.5, 6.0, 5.0)
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
        number = "一式两联" if len(copies) == 2 else f"一式{count(len(copies))}联"
        told = "、".join(to for _, to in copies if to)
        first = number if len(copies) > 1 else "一式一份"
        return [(first, Script.HEADING), (f"：{told}" if told else "", Script.BODY)]

    def _code(self) -> list[Run]:
        if self.draft:
            return []
        return [("核验码 ", Script.BODY), (code_of(self.content_hash), Script.HEADING)]

    def _phone(self) -> list[Run]:
        return [(f"核验电话 {self.content.phone}" if self.content.phone else "", Script.BODY)]

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
        number_again = "" if self.draft else self.content.number
        head: list[Run] = [*self._copies()[:1], (f"\u3000{number_again}", Script.BODY)]
        top = _NUMBER_BASE + 8
        rows = [(runs, WIDTH - 26 * MM) for runs in (head, self._hash())]
        for block in self._fitted(rows, Align.LEFT if odd else Align.RIGHT, top - _EDGE):
            top = pen.block(block, LEFT if odd else LEFT + 26 * MM, top)

    def _note(self) -> list[Run]:
        return [(self.content.verify_note if self.qr else "", Script.BODY)]

    def _first_strip(self, pen: Pen) -> None:
        left, top = LEFT, _NUMBER_BASE + 8
        if self.qr:
            self._qr(pen, LEFT, _LETTER_QR_FOOT)
            left += QR_SIDE + 3.4 * MM
        checked = [*self._code(), ("\u3000" if self._code() else "", Script.BODY), *self._phone()]
        width = LEFT + WIDTH - left - 26 * MM
        rows = [(runs, width) for runs in (self._copies(), checked, self._hash(), self._note())]
        blocks = self._fitted(rows, Align.LEFT, _QR_TOP - _EDGE)
        if _height(blocks) > top - _EDGE:
            top = _QR_TOP
        for block in blocks:
            top = pen.block(block, left, top)

    def _form(self, pen: Pen, page: int, total: int) -> None:
        if page == 1 and self.qr:
            self._qr(pen, LEFT + WIDTH - QR_SIDE, PAGE_HEIGHT - 8 * MM - QR_SIDE)
        top = FOOT - 1.6 * MM
        middle = lay(f"第 {page} 页\u3000共 {total} 页", Style(FIVE, 12.6, Align.CENTRED), WIDTH)
        pen.block(middle, LEFT, top)
        left = [(self._copies(), WIDTH * 0.38), (self._hash(), WIDTH * 0.7), (self._note(), WIDTH * 0.7)]
        right = [(self._code(), WIDTH * 0.28), (self._phone(), WIDTH * 0.28)]
        for rows, align, x in ((left, Align.LEFT, LEFT), (right, Align.RIGHT, LEFT + WIDTH * 0.72)):
            y = top
            for block in self._fitted(rows, align, top - _EDGE):
                y = pen.block(block, x, y)

    def _fitted(self, rows: list[tuple[list[Run], float]], align: Align, room: float) -> list[Block]:
        """Set rows under each other in the largest size that fits into the margin.

        Raises:
            RuleError: `documents.margin_full`.
        """
        for size in _SIZES:
            style = Style(size, size * 1.4, align)
            blocks = [lay(runs, style, width) for runs, width in rows if _told(runs)]
            if _height(blocks) <= room:
                return blocks
        raise RuleError("documents.margin_full", where=self.content.kind_label)

    def _qr(self, pen: Pen, x: float, y: float) -> None:
        operators, side = qr_path(self.qr or "")
        module = _module(side)
        spare = max(QR_SIDE - side * module, 0.0) / 2
        # Edges on the dots themselves: a head that dithers then has nothing to dither.
        left, drop = round((x + spare) / _DOT) * _DOT, round((PAGE_HEIGHT - y - spare) / _DOT) * _DOT
        pen.path(operators, left, PAGE_HEIGHT - drop, module)


def _module(side: int) -> float:
    """Return the size of a module, in points: whole dots of a 203-dpi head where the code then fits.

    Three dots each print alike wherever the code lies; 2.8 dots come out now as two, now as three.
    """
    dots = int(_QR_MOST / (side * _DOT))
    return dots * _DOT if dots >= _FEWEST_DOTS else QR_SIDE / side


def _told(runs: list[Run]) -> bool:
    return any(text.strip() for text, _ in runs)


def _height(blocks: list[Block]) -> float:
    return sum(block.height for block in blocks)
