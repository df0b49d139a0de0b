"""How much room the rows of a checklist take, and where in them a click does what."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from inspector_app.domain.checking import PARTLY, Mark, Sort
from inspector_app.domain.checklists import Criterion
from inspector_app.ui.checking.rows import Kind, Row
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Cell:
    """The deduction cell that the keys are in.

    Attributes:
        criterion_id: empty when they are in none.
        typed: digits that are not a valid deduction yet.
    """

    criterion_id: str = ""
    typed: str = ""


def tr(told: str) -> str:
    """Return a word of the checklists as the window says it."""
    return QCoreApplication.translate("RowPaint", told)


def points_words(one: Criterion) -> str:
    """Return what may be deducted: 10 分, 2–10 分, 每处 5 分."""
    told = str(one.least) if one.least == one.most else f"{one.least}–{one.most}"
    each = tr("每%s ") % said(one.per) if one.per else ""
    return each + tr("%s 分") % told


def valid(one: Criterion, points: int) -> bool:
    """Tell whether so many points may be deducted for a criterion; none always may."""
    return points == 0 or (points >= one.least and (bool(one.per) or points <= one.most))


class RowRoom:
    """Measures rows."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._heights: dict[tuple[str, int, int, int], float] = {}

    # Measures. Everything is a share of the width, so that larger words keep their places.

    @property
    def ring(self) -> float:
        """How wide the ring's target is."""
        return float(self.look.target + 6)

    def text_left(self) -> float:
        """Where the words of an item begin."""
        return self.ring + self.look.px(26)

    def _right(self, row: Row) -> float:
        return self.look.px(128 if row.line is not None and row.line.full else 104)

    def _words_width(self, row: Row, width: float, checks: Checks) -> float:
        mark = row.sheet.mark(row.line.id if row.line is not None else "")
        link = self.look.px(72) if self.first_number(mark, checks) else 0
        return width - self.text_left() - self._right(row) - link

    def _wrapped(self, told: str, width: float, px: int, *, bold: bool = False) -> float:
        key = (told, round(width), px, bold)
        if key not in self._heights:
            room = QRectF(0, 0, max(width, 40), 10_000)
            metrics = QFontMetricsF(self.look.font(px, bold=bold))
            self._heights[key] = metrics.boundingRect(room, WRAP, told).height()
        return self._heights[key]

    def height(self, row: Row, width: int, checks: Checks) -> int:
        """Return how high a row is."""
        look = self.look
        if row.kind is Kind.HEAD:
            zero = checks.zero_words(row.sheet.id)
            return look.row(40) + (round(self._wrapped(zero, width - look.px(32), 12)) + 8 if zero else 0)
        if row.line is None:
            return 0
        if row.kind is Kind.LINE:
            room = self._words_width(row, width, checks)
            return max(look.row(38), round(self._wrapped(row.line.text, room, 13, bold=True)) + look.px(18))
        if row.kind is Kind.MARKS:
            placed = self._buttons(row, width, checks)
            rows = placed[-1][2].bottom() if placed else 0.0
            return round(rows) + look.px(12) + round(self._about_height(row, width))
        if row.criterion is None:
            return 0
        room = width - self.text_left() - look.px(148)
        return max(look.row(34) + 4, round(self._wrapped(row.criterion.text, room, 13)) + look.px(14))

    def _about(self, row: Row) -> list[str]:
        line = row.line
        if line is None:
            return []
        note = row.sheet.mark(line.id).note
        told = [
            tr("查：%s") % line.how if line.how else "",
            tr("依据：%s") % line.basis if line.basis else "",
        ]
        return [one for one in (*told, tr("备注：%s") % note if note else "") if one]

    def _about_height(self, row: Row, width: int) -> float:
        room = width - self.text_left() - self.look.px(16)
        return sum(self._wrapped(one, room, 12) + 3 for one in self._about(row))

    def buttons(self, row: Row, room: QRectF, checks: Checks) -> list[tuple[str, str, QRectF]]:
        """Return (what it does, words, where) of what is pressed under the current item."""
        placed = self._buttons(row, room.width(), checks)
        bottom = placed[-1][2].bottom() if placed else 0.0
        top = room.bottom() - self.look.px(5) - bottom
        return [(code, words, one.translated(room.left(), top)) for code, words, one in placed]

    def _buttons(self, row: Row, width: float, checks: Checks) -> list[tuple[str, str, QRectF]]:
        if row.line is None:
            return []
        listing = checks.board.listing(row.sheet.listing)
        told = [
            ("1", tr("1 符合")),
            ("2", tr("2 不符合")),
            ("3", tr("3 缺项") if row.line.full else tr("3 不适用")),
        ]
        if listing is not None and listing.sort is Sort.HAZARDS:
            told = [("1", tr("1 未发现")), ("2", tr("2 存在"))]
        elif listing is not None and PARTLY in listing.results:
            told.append(("4", tr("4 基本符合")))
        told += [("raise", tr("F2 生成问题")), ("note", tr("N 备注"))]
        placed: list[tuple[str, str, QRectF]] = []
        left, top, high = self.text_left(), 0.0, self.look.row(30)
        for code, words in told:
            wide = max(
                painting.text_width(self.look, words, 12, bold=True) + self.look.px(18), self.look.target
            )
            if left + wide > width - 4 and left > self.text_left():
                left, top = self.text_left(), top + high + self.look.px(5)
            placed.append((code, words, QRectF(left, top, wide, high)))
            left += wide + self.look.px(5)
        return placed

    def cell_room(self, room: QRectF) -> QRectF:
        """Return where the deduction cell of a ground stands."""
        wide, high = self.look.px(56), self.look.row(30)
        return QRectF(room.right() - wide - self.look.px(12), room.center().y() - high / 2, wide, high)

    def link_room(self, row: Row, room: QRectF) -> QRectF:
        """Return where the link to the finding of an item or a ground stands."""
        if row.kind is Kind.GROUND:
            left = self.cell_room(room).left() - self.look.px(90)
            return QRectF(left, room.top(), self.look.px(80), room.height())
        wide = self.look.px(66)
        return QRectF(room.right() - self._right(row) - wide - 4, room.top(), wide, room.height())

    def first_number(self, mark: Mark, checks: Checks) -> int:
        """Return the number of the first standing finding that came of an item, 0 when there is none."""
        there = [checks.numbers[one] for _, one in mark.findings if one in checks.numbers]
        return min(there, default=0)
