"""The one delegate of all lists: two-line cells, status chips, a mark at the chosen row."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROW_HEIGHT = 52
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a model tells beside Qt's own roles."""

    NOTE = Qt.ItemDataRole.UserRole + 1  # second line of a cell
    CHIP = Qt.ItemDataRole.UserRole + 2  # (word, tone); the cell is a chip
    STRONG = Qt.ItemDataRole.UserRole + 3  # the first line is bold
    MARK = Qt.ItemDataRole.UserRole + 4  # (word, tone) of a chip before the second line
    AWAITED = Qt.ItemDataRole.UserRole + 5  # the row is being read


class RowDelegate(QStyledItemDelegate):
    """Paints a cell from what the model tells; knows nothing of what it is about."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of every row."""
        return QSize(super().sizeHint(option, index).width(), self._look.row(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, line below, and the words or the chip."""
        tokens = self._look.tokens
        # PySide's stubs do not know the fields that Qt's style option inherits.
        told: Any = option
        room = QRectF(told.rect)
        chosen = bool(told.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(room, QColor(tokens.select if chosen else tokens.card))
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line2))
        if chosen and index.column() == 0:
            painter.fillRect(QRectF(room.left(), room.top(), 3, room.height()), QColor(tokens.accent))
        inner = room.adjusted(14, 6, -10, -7)
        chip = index.data(Role.CHIP)
        if chip and chip[0]:
            painting.chip(painter, self._look, QPointF(inner.left(), inner.center().y()), *chip, dot=True)
        else:
            self._words(painter, inner, index)
        painter.restore()

    def _words(self, painter: QPainter, inner: QRectF, index: Index) -> None:
        tokens = self._look.tokens
        words, note = str(index.data() or ""), str(index.data(Role.NOTE) or "")
        bold = bool(index.data(Role.STRONG))
        px = 14 if bold else 13
        if not note:
            painting.text(painter, self._look, inner, words, px=px, bold=bold)
            return
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        painting.text(painter, self._look, upper, words, px=px, bold=bold)
        lower = upper.translated(0, inner.height() / 2)
        mark = index.data(Role.MARK)
        if mark:
            painting.chip(painter, self._look, QPointF(lower.left(), lower.center().y() + 1), *mark)
            lower.setLeft(lower.left() + painting.chip_width(self._look, mark[0]) + 6)
        painting.text(painter, self._look, lower, note, px=12, colour=tokens.sub)
