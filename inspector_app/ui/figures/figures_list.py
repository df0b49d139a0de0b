"""The list of all figures, in groups: word, value, and how it stands beside the year before."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.painted_list import PaintedList, Piece
from inspector_app.ui.figures.figures_values import FigureRow
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

ROW, HEAD = 36, 32
OVERVIEW = ""
"""The code of the first row, which shows everything at once."""
RIGHT = Qt.AlignmentFlag.AlignRight


class FiguresList(PaintedList[str, FigureRow]):
    """Chooses a figure; the choice is shown at once, Enter goes on to what it was counted from.

    Signals:
        passed: the code of the figure that is chosen now.
    """

    passed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "figures_list", parent)

    def row_height(self) -> int:
        """Return how high a row is, in pixels."""
        return self._look.row(ROW)

    def head_height(self) -> int:
        """Return how high the head of a group is, in pixels."""
        return self._look.px(HEAD)

    def _high(self, piece: Piece[str, FigureRow]) -> int:
        """Return how high a piece is: the first row has no head above it."""
        return self._look.px(4) if piece.row is None and not piece.head else super()._high(piece)

    def same(self, one: FigureRow, other: FigureRow) -> bool:
        """Tell whether two rows are of the same figure."""
        return one.code == other.code

    def spoken(self, row: FigureRow | None) -> str:
        """Return the list's accessible name with all about the chosen row."""
        return f"{self.tr('数字')} {said_of(row)}" if row is not None else self.tr("数字")

    def tip(self, row: FigureRow) -> str:
        """Return all of a row's words: what it counts, and why it could not be counted."""
        return "\n".join(one for one in (said_of(row), row.rule, row.missing, row.unproven) if one)

    def show_rows(self, rows: Sequence[FigureRow]) -> None:
        """Show the figures; the one that is chosen stays so."""
        groups = [(head, tuple(each)) for head, each in groupby(rows, lambda one: one.head)]
        self.show_groups(groups)

    def choose(self, code: str) -> bool:
        """Choose a figure without telling anybody; tell whether it is there."""
        places = [n for n in self._rows if (one := self._pieces[n].row) is not None and one.code == code]
        if places:
            PaintedList._go(self, places[0])
        return bool(places)

    def _go(self, at: int) -> None:
        before = self.current
        super()._go(at)
        one = self.current
        if one is not None and (before is None or before.code != one.code):
            self.passed.emit(one.code)

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[str, FigureRow]) -> None:
        """Paint the head of a group."""
        inner = room.adjusted(16, 6, -14, 0)
        painting.text(
            painter, self._look, inner, said(piece.head), px=12, bold=True, colour=self._look.tokens.mute
        )

    def paint_row(self, painter: QPainter, room: QRectF, row: FigureRow, at: int) -> None:
        """Paint word and value, beside them how much was keyed in late and the change."""
        look, tokens = self._look, self._look.tokens
        chosen = at == self._at
        inner = room.adjusted(6, 1, -6, -1)
        if chosen or at == self._hover:
            painter.setPen(
                QPen(QColor(tokens.accent), 2) if chosen and self.hasFocus() else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(tokens.select if chosen else tokens.hover))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 6, 6)
        if chosen:
            mark = QRectF(inner.left() + 1, inner.top() + 6, 3, inner.height() - 12)
            painter.fillRect(mark, QColor(tokens.accent))
        left = look.px(26 if row.under else 12)
        change = look.px(58)
        value = painting.text_width(look, row.shown, 15, bold=True) + 4
        unit = look.px(32)
        words = inner.adjusted(left, 0, -(change + value + unit + look.px(12)), 0)
        colour = tokens.sub if row.under else tokens.text
        painting.text(painter, look, words, row.words, px=13, colour=colour, bold=chosen)
        if row.code == OVERVIEW:
            return
        right = inner.right() - change - unit
        room_of_value = QRectF(right - value - look.px(4), inner.top(), value, inner.height())
        behind = QRectF(right, inner.top() + 1, unit, inner.height())
        painting.text(painter, look, behind, row.unit, px=12, colour=tokens.mute)
        ink = tokens.mute if row.missing or not row.value else tokens.text
        painting.text(painter, look, room_of_value, row.shown, px=15, bold=True, colour=ink, align=RIGHT)
        told, ink = change_of(row, look)
        beside = QRectF(inner.right() - change, inner.top(), change - look.px(8), inner.height())
        painting.text(painter, look, beside, told, px=12, colour=ink, align=RIGHT)


def change_of(row: FigureRow, look: Look) -> tuple[str, str]:
    """Return how a figure stands beside the year before, short, and in which colour: ↑ 12, ↓ 3, ＝."""
    tokens = look.tokens
    if row.before is None or row.missing or row.percent:
        return "", tokens.mute
    if row.value == row.before:
        return ("＝" if row.value else ""), tokens.mute
    sign = "↑" if row.value > row.before else "↓"
    return f"{sign} {abs(row.value - row.before):,}", tokens.sub


def said_of(row: FigureRow) -> str:
    """Return a figure in one line: 限期整改通知书 12 份，其中补录 1，去年同期 9."""
    told = [f"{row.words} {row.shown} {'' if row.missing else row.unit}".strip()]
    if row.late:
        told.append(said("其中补录 %s") % row.late)
    if row.percent_before:
        told.append(said("去年同期 %s") % row.percent_before)
    elif row.before is not None and not row.missing and not row.percent:
        told.append(said("去年同期 %s") % f"{row.before:,}")
    return said("，").join(told)
