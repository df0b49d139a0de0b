"""The 版记 at the foot of the last page: who is copied, who issued it and when (GB/T 9704-2012 7.4)."""

from dataclasses import dataclass

from inspector_app.documents.lines import Align, Block, Style, lay
from inspector_app.documents.page.sheet import (
    CELL,
    FIVE,
    FOUR,
    LEFT,
    MM,
    SMALL_FIVE,
    SMALL_FOUR,
    WIDTH,
    Sheet,
)
from inspector_app.documents.pen import Pen
from inspector_app.domain.content import Content

_SIZES = (FOUR, SMALL_FOUR, FIVE, SMALL_FIVE)
_LEAD = 1.5
_CALM, _KEPT = 60 * MM, 68 * MM
"""Type grows smaller above the first height; a 版记 above the second may go overleaf."""
_GAP = 2 * MM
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Imprint:
    """A 版记 ready to be set.

    Attributes:
        copied: 抄送 and its bodies; None when nobody is copied.
        printed: the issuing body at the left, the day of printing at the right; None without them.
        size: type size of all of it, in points.
    """

    copied: Block | None
    printed: tuple[Block, Block] | None
    size: float

    @property
    def height(self) -> float:
        """Height in points; 0 for a document without one."""
        if self.copied is None and self.printed is None:
            return 0.0
        return (self.copied.height if self.copied else 0.0) + self._foot + 6

    @property
    def kept(self) -> float:
        """What the end of the text keeps free for it on its page; 0 for one that may go overleaf."""
        return self.height + _GAP if 0 < self.height <= _KEPT else 0.0

    @property
    def _foot(self) -> float:
        return max(block.height for block in self.printed) + 4 if self.printed else 0.0

    def place(self, sheet: Sheet) -> None:
        """Set it at the foot of the last page; a long one goes on overleaf."""
        copied = self.copied
        while self.height:
            whole = (copied.height if copied else 0.0) + self._foot + 6
            if whole <= sheet.room + 0.5:
                self._draw(sheet, copied, whole, ends=True)
                break
            lines = int((sheet.room - _GAP - 6) // copied.style.lead) if copied else 0
            if copied and self.height > _KEPT and min(lines, len(copied.lines) - lines) >= _LEAST_LINES:
                part, copied = copied.part(0, lines), copied.part(lines)
                self._draw(sheet, part, part.height + 6, ends=False)
            elif sheet.fresh:
                self._draw(sheet, copied, whole, ends=True)
                break
            sheet.new_page()

    def _draw(self, sheet: Sheet, copied: Block | None, height: float, *, ends: bool) -> None:
        bottom = sheet.bottom

        def drawing(pen: Pen) -> None:
            top = bottom + height
            pen.rule(LEFT, top, LEFT + WIDTH, top, 1)
            if copied:
                top = pen.block(copied, LEFT, top - 2) - 2
            if ends and self.printed:
                if copied:
                    pen.rule(LEFT, top, LEFT + WIDTH, top, 0.7)
                for block in self.printed:
                    pen.block(block, LEFT + CELL, top - 2)
            pen.rule(LEFT, bottom, LEFT + WIDTH, bottom, 1)

        sheet.put(drawing)
        sheet.y = sheet.bottom


def imprint_of(content: Content, room: float, largest: float = FOUR) -> Imprint:
    """Return a content's 版记: in 四号, or in the next smaller type that keeps it short and within `room`.

    Args:
        room: the height that it may take, in points.
        largest: type size to begin with; a little smaller where a page is saved by it.
    """
    made = [_in_size(content, size) for size in _SIZES if size <= largest]
    most = min(_CALM, room - _GAP)
    return next((one for one in made if one.height <= most), made[-1] if room > _KEPT else made[0])


def _in_size(content: Content, size: float) -> Imprint:
    lead = size * _LEAD
    copied = None
    if content.copied:
        style = Style(size, lead, indent=CELL, hang=CELL + 3 * size)
        copied = lay(f"抄送：{'，'.join(content.copied)}。", style, WIDTH - CELL)
    if not content.imprint:
        return Imprint(copied, None, size)
    left, _, right = content.imprint.partition("\u3000\u3000")
    room = WIDTH - 2 * CELL
    printed = lay(right.strip(), Style(size, lead, Align.RIGHT), room)
    taken = max(line.width for line in printed.lines)
    issuer = lay(left, Style(size, lead, Align.LEFT), room - taken - CELL if taken else room)
    return Imprint(copied, (issuer, printed), size)
