"""The table over a windowed list: its head says how it is sorted, its keys reach a millionth row."""

from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector_app.casework.overview import search
from inspector_app.ui.controls import highlight
from inspector_app.ui.controls.delegate import Index, Role
from inspector_app.ui.controls.tables import furnish
from inspector_app.ui.controls.windowed_model import WindowedModel
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROW = 40
HEAD = 36
LEFT, RIGHT = 14, 10
"""What a cell leaves free at its sides, in pixels."""
ARROW = 14
RIGHTWARDS = Qt.AlignmentFlag.AlignRight
MOST_COLUMNS = 1000
"""No list has so many: the bar stood in none of its columns yet."""


class Head(QHeaderView):
    """The heads of the columns: the one that the rows are sorted by stands out, the one of the bar is marked.

    It paints itself: Qt would look through every chosen row of a million to find out how to paint a head.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.sorted_by, self.descending = -1, False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFixedHeight(look.row(HEAD))
        self.setMinimumSectionSize(look.px(48))

    def show_sort(self, column: int, *, descending: bool) -> None:
        """Show by which column the rows are sorted; -1 for one that does not show."""
        self.sorted_by, self.descending = column, descending
        self.viewport().update()

    def paintSection(self, painter: QPainter, room: QRect, at: int) -> None:
        """Paint a head."""
        look, tokens = self._look, self._look.tokens
        ground = QRectF(room)
        painter.save()
        painter.fillRect(ground, QColor(tokens.card))
        painter.fillRect(QRectF(ground.left(), ground.bottom() - 1, ground.width(), 1), QColor(tokens.line))
        edge = QRectF(ground.right() - 1, ground.top() + 10, 1, ground.height() - 20)
        painter.fillRect(edge, QColor(tokens.line))
        inner = ground.adjusted(LEFT, 0, -RIGHT, 0)
        words = str(self.model().headerData(at, Qt.Orientation.Horizontal) or "")
        by = at == self.sorted_by
        if by:
            side = look.px(ARROW)
            inner.setRight(inner.right() - side)
            wide = min(painting.text_width(look, words, 12, bold=True), inner.width())
            ends = inner.right() if _counts(self.model(), at) else inner.left() + wide
            self._arrow(painter, QPointF(ends + side / 2 + 1, inner.center().y()))
        colour = tokens.accent if by else tokens.mute
        align = RIGHTWARDS if _counts(self.model(), at) else painting.LEFT
        painting.text(painter, look, inner, words, px=12, colour=colour, bold=by, align=align)
        painter.restore()

    def _arrow(self, painter: QPainter, at: QPointF) -> None:
        half, tip = self._look.px(4), self._look.px(2) * (1 if self.descending else -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.tokens.accent), 1.6))
        middle = QPointF(at.x(), at.y() + tip)
        painter.drawPolyline(
            [QPointF(at.x() - half, at.y() - tip), middle, QPointF(at.x() + half, at.y() - tip)]
        )


class WindowedTable(QTableView):
    """A table whose rows are read as they are seen; emits wishes.

    Signals:
        opened: the row that Enter or a double click opens.
        sort_wanted: the column whose head was pressed, or on which the bar stands when S was.
        whole_wanted: the chosen row is to be shown as a whole, or no more: Space.
        copy_wanted: the chosen rows go to the clipboard.
        left: Esc.
    """

    opened = Signal(int)
    sort_wanted = Signal(int)
    whole_wanted = Signal()
    copy_wanted = Signal()
    left = Signal()

    def __init__(self, look: Look, model: WindowedModel[Any], name: str, spoken: str) -> None:
        super().__init__()
        head = Head(look, self)
        self.setHorizontalHeader(head)
        furnish(self, look, model, name, spoken)
        head.setFixedHeight(look.row(HEAD))
        self.head = head
        self._anchor, self._column = 0, MOST_COLUMNS
        self.line = LineDelegate(look, self)
        self.setItemDelegate(self.line)
        self.verticalHeader().setDefaultSectionSize(look.row(ROW))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        head.sectionClicked.connect(self.sort_wanted)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def go_to(self, row: int, column: int = -1) -> None:
        """Put the bar on a row; it keeps its column unless one is named."""
        last = self.model().rowCount() - 1
        if last < 0:
            return
        at = column if column >= 0 else self.currentIndex().column()
        if at < 0:  # other rows came: the bar stays in its column
            at = self._column if self._column < self.model().columnCount() else self._first_column()
        index = self.model().index(min(max(row, 0), last), at)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._anchor = index.row()
        self.scrollTo(index)

    def _stretch_to(self, row: int) -> None:
        """Choose all rows from where the bar last stood alone to a row."""
        model, last = self.model(), self.model().rowCount() - 1
        if last < 0:
            return
        to, flags = min(max(row, 0), last), QItemSelectionModel.SelectionFlag
        ends = sorted((min(self._anchor, last), to))
        chosen = QItemSelection(model.index(ends[0], 0), model.index(ends[1], model.columnCount() - 1))
        index = model.index(to, max(self.currentIndex().column(), 0))
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where choosing several rows by keys would begin."""
        super().mousePressEvent(event)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = max(self.row, 0)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Note in which column the bar stands."""
        super().currentChanged(current, previous)
        if current.isValid():
            self._column = current.column()

    def _first_column(self) -> int:
        return max(self.head.logicalIndex(0), 0)

    @property
    def row(self) -> int:
        """The row of the bar, -1 while there is none."""
        return self.currentIndex().row()

    @property
    def chosen(self) -> tuple[tuple[int, int], ...]:
        """The chosen rows as (first, how many), in their order."""
        # PySide's stubs do not know that a selection is a list.
        ranges: Any = self.selectionModel().selection()
        return tuple(sorted((one.top(), one.height()) for one in ranges))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, sort, copy; letters find nothing here: that would read every row there is."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        to = self._where(key)
        if to is not None and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            (self._stretch_to if held else self.go_to)(to)
        elif held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_C:
            self.copy_wanted.emit()
        elif held or not self._done(key):
            super().keyPressEvent(event)

    def _where(self, key: Qt.Key) -> int | None:
        """Return the row that a key leads to, None for one that leads nowhere."""
        row, last = self.row, self.model().rowCount() - 1
        page = max(self.viewport().height() // max(self.verticalHeader().defaultSectionSize(), 1) - 1, 1)
        return {
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_J: row + 1,
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_K: row - 1,
            Qt.Key.Key_PageDown: row + page,
            Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(key)

    def _done(self, key: Qt.Key) -> bool:
        row = self.row
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row >= 0:
                self.opened.emit(row)
        elif key == Qt.Key.Key_Space:
            self.whole_wanted.emit()
        elif key == Qt.Key.Key_S:
            if row >= 0:
                self.sort_wanted.emit(self.currentIndex().column())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def keyboardSearch(self, search: str) -> None:
        """Find nothing by single letters: Qt would read every row there is."""


def _counts(model: QAbstractItemModel, column: int) -> bool:
    return isinstance(model, WindowedModel) and model.counts(column)


@lru_cache(maxsize=4096)
def _matched(told: str, words: str) -> tuple[highlight.Range, ...]:
    return search.matched(told, words)


class LineDelegate(QStyledItemDelegate):
    """Paints a cell of one line: words, a chip, or a bar while the row is being read.

    Attributes:
        told: the words that the list is narrowed to; where they stand they stand out.
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.told = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of every row; rows that are not seen are not asked."""
        del option, index
        return QSize(self._look.px(80), self._look.row(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, line below, mark of the bar, and what the cell says."""
        look, tokens = self._look, self._look.tokens
        told: Any = option  # PySide's stubs do not know the fields that Qt's style option inherits
        room = QRectF(told.rect)
        chosen = bool(told.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(room, QColor(tokens.select if chosen else tokens.card))
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line2))
        table = told.widget
        if chosen and isinstance(table, WindowedTable) and table.head.visualIndex(index.column()) == 0:
            painter.fillRect(QRectF(room.left(), room.top(), 3, room.height()), QColor(tokens.accent))
        inner = room.adjusted(LEFT, 4, -RIGHT, -5)
        if index.data(Role.AWAITED):
            self._await(painter, inner)
        elif (chip := index.data(Role.CHIP)) and chip[0]:
            painting.chip(painter, look, QPointF(inner.left() - 2, inner.center().y()), *chip, dot=True)
        else:
            self._words(
                painter, inner, str(index.data() or ""), counts=_counts(index.model(), index.column())
            )
        if told.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent_edge), 1))
            painter.drawRoundedRect(room.adjusted(4.5, 3.5, -3.5, -4.5), 4, 4)
        painter.restore()

    def _await(self, painter: QPainter, inner: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.line2))
        high = self._look.px(8)
        bar = QRectF(inner.left(), inner.center().y() - high / 2, inner.width() * 0.6, high)
        painter.drawRoundedRect(bar, high / 2, high / 2)

    def _words(self, painter: QPainter, inner: QRectF, words: str, *, counts: bool) -> None:
        ranges = _matched(self.told, words) if self.told and words else ()
        if ranges:
            highlight.text(painter, self._look, inner, words, ranges, px=13)
        else:
            align = RIGHTWARDS if counts else painting.LEFT
            painting.text(painter, self._look, inner, words, px=13, align=align)
