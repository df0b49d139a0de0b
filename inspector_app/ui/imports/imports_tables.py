"""The two tables of 从 Excel 导入: which column is what, and the rows that somebody should look at."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from inspector_app.ui.controls.delegate import ROW_HEIGHT, Index, Role, RowDelegate
from inspector_app.ui.controls.parts import DropDown, row
from inspector_app.ui.controls.tables import chip_room, dress
from inspector_app.ui.imports.imports_values import TONES, ColumnLine, ResultLine, SheetShown
from inspector_app.ui.style.look import Look

COLUMN_HEIGHT = 40
"""Height of a column's row, in pixels of the design."""
HEAD = 32
HEAD_WIDTH, FIELD_WIDTH, PLACE_WIDTH = 200, 264, 190
BOX, GAP = 16, 8
KEY = Qt.ItemDataRole.UserRole
CHECK = Qt.ItemDataRole.CheckStateRole


class TickDelegate(RowDelegate):
    """Paints rows as everywhere, with a box before those that can be ticked; Space ticks from any cell."""

    def _words(self, painter: QPainter, inner: QRectF, index: Index) -> None:
        if index.data(CHECK) is None:
            super()._words(painter, inner, index)
            return
        side = self._look.px(BOX)
        box = QRectF(inner.left() + 0.5, round(inner.center().y() - side / 2) + 0.5, side, side)
        self._box(painter, box, ticked=_ticked(index))
        super()._words(painter, inner.adjusted(side + self._look.px(GAP), 0, 0, 0), index)

    def _box(self, painter: QPainter, box: QRectF, *, ticked: bool) -> None:
        tokens = self._look.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if ticked else tokens.mute), 1))
        painter.setBrush(QColor(tokens.accent if ticked else tokens.card))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            check = self._look.pixmap("check", tokens.on_accent, BOX - 2)
            middle = box.center() - QPointF(self._look.px(BOX - 2) / 2, self._look.px(BOX - 2) / 2)
            painter.drawPixmap(middle, check)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Tick by Space anywhere in the row, or by a click in the cell with the box."""
        del option
        pressed = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        clicked = event.type() == QEvent.Type.MouseButtonRelease and index.column() == 0
        first = model.index(index.row(), 0)
        if not (pressed or clicked) or first.data(CHECK) is None:
            return False
        other = Qt.CheckState.Unchecked if _ticked(first) else Qt.CheckState.Checked
        return model.setData(first, other, CHECK)


def _ticked(index: Index) -> bool:
    return Qt.CheckState(index.data(CHECK)) == Qt.CheckState.Checked


class ColumnsTable(QTableWidget):
    """Shows a workbook's columns, each with what it is brought in as.

    Signals:
        field_chosen: (sheet, column's number, code of the field, empty to leave it out).
    """

    field_chosen = Signal(str, int, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._look = look
        heads = (self.tr("列号"), self.tr("表头"), self.tr("前几行"), self.tr("导入为"))
        _furnish(self, look, "import_columns", heads, RowDelegate(look, self), COLUMN_HEIGHT)
        _widths(self, {1: look.px(HEAD_WIDTH), 3: look.px(FIELD_WIDTH)}, 2)

    def show_sheets(self, sheets: Sequence[SheetShown]) -> list[ColumnLine]:
        """Show the columns of the sheets and return them."""
        lines = [(one, sheet.choices) for sheet in sheets if not sheet.map.skipped for one in sheet.columns]
        several = len({one.sheet for one, _ in lines}) > 1
        self.setRowCount(len(lines))
        for n, (line, choices) in enumerate(lines):
            put(self, n, 0, f"{line.sheet}!{line.letters}" if several else line.letters)
            put(self, n, 1, line.head)
            put(self, n, 2, "；".join(one for one in line.samples if one))
            self.setCellWidget(n, 3, self._holder(self._choice(n, line, choices)))
        return [one for one, _ in lines]

    def _holder(self, choice: DropDown) -> QWidget:
        holder = QWidget()
        row(holder, [(choice, 1)], (10, 0, 10, 0))
        return holder

    def _choice(self, n: int, line: ColumnLine, choices: Sequence[tuple[str, str]]) -> DropDown:
        made = DropDown()
        made.setObjectName(f"import_field_{n}")
        made.setAccessibleName(f"{line.letters} {line.head}")
        made.addItem(self.tr("不导入"), "")
        for code, words in choices:
            made.addItem(words, code)
        made.setCurrentIndex(max(made.findData(line.field), 0))
        made.activated.connect(
            lambda _, one=line, box=made: self.field_chosen.emit(
                one.sheet, one.number, str(box.currentData())
            )
        )
        return made


class ResultsTable(QTableWidget):
    """Shows the rows that somebody should look at: what each is, why, and what can be done.

    Signals:
        ticked: a proposal was ticked, or unticked.
    """

    ticked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._filling = False
        heads = (self.tr("行"), self.tr("状态"), self.tr("情况"))
        _furnish(self, look, "import_results", heads, TickDelegate(look, self), ROW_HEIGHT)
        _widths(self, {0: look.px(PLACE_WIDTH), 1: chip_room(look, TONES) + 10}, 2)
        self.itemChanged.connect(self._on_changed)

    def show_lines(self, lines: Sequence[ResultLine], accepted: set[str]) -> None:
        """Show lines; those with a key can be ticked."""
        self._filling = True
        self.setRowCount(len(lines))
        for n, line in enumerate(lines):
            first = put(self, n, 0, line.place)
            first.setToolTip(f"{line.place}\n{line.value}".strip())
            first.setData(Role.NOTE, line.value)
            state = put(self, n, 1, "")
            state.setData(Role.CHIP, (line.state, TONES[line.state]))
            what = put(self, n, 2, line.what)
            what.setToolTip(f"{line.what}\n{line.cure}".strip())
            what.setData(Role.NOTE, line.cure)
            if line.key:
                first.setData(KEY, line.key)
                first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                on = line.key in accepted
                first.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._filling = False

    @property
    def accepted(self) -> list[str]:
        """Keys of the proposals that are ticked."""
        items = (self.item(n, 0) for n in range(self.rowCount()))
        return [
            str(one.data(KEY))
            for one in items
            if one is not None and one.checkState() == Qt.CheckState.Checked
        ]

    def _on_changed(self, item: QTableWidgetItem) -> None:
        if not self._filling and item.data(KEY):
            self.ticked.emit()


def put(table: QTableWidget, n: int, k: int, words: str) -> QTableWidgetItem:
    """Put words into a cell; they are its tip as well, where they are too long for it."""
    item = QTableWidgetItem(words)
    item.setToolTip(words)
    table.setItem(n, k, item)
    return item


def _furnish(
    table: QTableWidget, look: Look, name: str, heads: Sequence[str], paints: RowDelegate, high: int
) -> None:
    table.setHorizontalHeaderLabels(list(heads))
    dress(table, look, paints, name, heads[1], high=high, head=HEAD)


def _widths(table: QTableWidget, fixed: dict[int, int], wide: int) -> None:
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    for n, width in fixed.items():
        header.setSectionResizeMode(n, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(n, width)
