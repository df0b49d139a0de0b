"""The one delegate of all lists: two-line cells, status chips, a mark at the chosen row."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROW_HEIGHT = 52
LEFT, BESIDE = 14, 24
"""Pixels that stay free left of a cell's words, and at both sides together."""
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
        inner = room.adjusted(LEFT, 6, LEFT - BESIDE, -7)
        chip = index.data(Role.CHIP)
        if chip and chip[0]:
            painting.chip(painter, self._look, QPointF(inner.left(), inner.center().y()), *chip, dot=True)
        else:
            self._words(painter, inner, index)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Tell all of a cell's words where they do not fit into it; the model's own tip goes before."""
        if event.type() != QEvent.Type.ToolTip or index.data(Qt.ItemDataRole.ToolTipRole):
            return super().helpEvent(event, view, option, index)
        told: Any = option
        QToolTip.showText(event.globalPos(), plain(self.cut(told.rect.width(), index)), view)
        return True

    def cut(self, width: float, index: Index) -> str:
        """Return all of a cell's words when one of its lines is shortened at this width, else nothing."""
        if index.data(Role.CHIP):
            return ""
        words, note = str(index.data() or ""), str(index.data(Role.NOTE) or "")
        bold, mark = bool(index.data(Role.STRONG)), index.data(Role.MARK)
        aside = painting.chip_width(self._look, mark[0]) + 6 if mark else 0
        needed = (
            painting.text_width(self._look, words, 14 if bold else 13, bold=bold),
            painting.text_width(self._look, note, 12) + aside if note else 0,
        )
        return "\n".join(one for one in (words, note) if one) if max(needed) > width - BESIDE else ""

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
