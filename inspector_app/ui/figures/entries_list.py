"""The list behind a figure: one row a thing that was counted; Enter leads to it, Esc back to the figure."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from inspector_app.domain.late import LABEL as LATE
from inspector_app.ui.controls.painted_list import PaintedList, Piece
from inspector_app.ui.figures.figures_values import EntryRow
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day

ROW = 44
RIGHT = Qt.AlignmentFlag.AlignRight


class EntriesList(PaintedList[str, EntryRow]):
    """Paints only what is seen, so that fifty thousand rows are as quick as five.

    Signals:
        left: Esc: back to the figure.
    """

    left = Signal()

    def __init__(self, look: Look, name: str = "figures_entries", parent: QWidget | None = None) -> None:
        super().__init__(look, name, parent)

    def row_height(self) -> int:
        """Return how high a row is, in pixels."""
        return self._look.row(ROW)

    def head_height(self) -> int:
        """Return how high the head of a group is: there is but one group, without a head."""
        return 0

    def same(self, one: EntryRow, other: EntryRow) -> bool:
        """Tell whether two rows are of the same thing."""
        return one.id == other.id

    def spoken(self, row: EntryRow | None) -> str:
        """Return the list's accessible name with all about the chosen row."""
        if row is None:
            return self.tr("明细")
        told = self.tr("明细，第 %1 条，共 %2 条")
        at = self._rows.index(self._at) + 1 if self._at in self._rows else 0
        return f"{told.replace('%1', str(at)).replace('%2', str(len(self._rows)))} {self.tip(row)}"

    def tip(self, row: EntryRow) -> str:
        """Return all of a row's words."""
        late = said(LATE) if row.late else ""
        return " ".join(one for one in (row.title, row.note, show_day(row.on), late) if one)

    def show_entries(self, entries: Sequence[EntryRow]) -> None:
        """Show the things that were counted."""
        self.show_groups([("", tuple(entries))] if entries else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[str, EntryRow]) -> None:
        """Paint nothing: there is no head."""

    def paint_row(self, painter: QPainter, room: QRectF, row: EntryRow, at: int) -> None:
        """Paint the day, what it is, where it was, and that it was keyed in late."""
        look, tokens = self._look, self._look.tokens
        chosen = at == self._at
        if chosen or at == self._hover:
            painter.fillRect(room, QColor(tokens.select if chosen else tokens.hover))
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line2))
        if chosen:
            painter.fillRect(QRectF(room.left(), room.top(), 3, room.height()), QColor(tokens.accent))
            if self.hasFocus():
                painter.setPen(QPen(QColor(tokens.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(room.adjusted(1, 1, -1, -2), 4, 4)
        inner = room.adjusted(look.px(14), 0, -look.px(12), 0)
        day = painting.text_width(look, "2026-00-00", 12) + 6
        painting.text(painter, look, inner, show_day(row.on), px=12, colour=tokens.mute)
        right = inner.right()
        if row.opens:
            size = look.px(14)
            spot = QRectF(right - size, inner.center().y() - size / 2, size, size)
            painter.drawPixmap(spot.topLeft(), look.pixmap("arrow-right", tokens.mute, 14))
            right -= size + look.px(10)
        if row.late:
            wide = painting.chip_width(look, LATE)
            painting.chip(painter, look, QPointF(right - wide, inner.center().y()), LATE, "blue")
            right -= wide + look.px(10)
        left = inner.left() + day + look.px(8)
        words = QRectF(left, inner.top(), right - left, inner.height())
        title = min(painting.text_width(look, row.title, 13, bold=True) + 8, words.width() * 0.62)
        painting.text(
            painter, look, QRectF(words.left(), words.top(), title, words.height()), row.title, bold=True
        )
        note = words.adjusted(title + look.px(12), 0, 0, 0)
        painting.text(painter, look, note, row.note, px=12, colour=tokens.sub)
