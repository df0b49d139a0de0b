"""Which columns a list shows and in which order: ticked, and moved up and down."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.parts import button, column, label, row
from inspector_app.ui.style.look import Look

CODE = Qt.ItemDataRole.UserRole
HIGH = 352


class ColumnDialog(Dialog):
    """Asks for columns.

    Signals:
        given: the codes of the ticked columns in their order; at least one.
    """

    given = Signal(object)

    def __init__(
        self,
        look: Look,
        columns: Sequence[tuple[str, str]],
        shown: Sequence[str],
        usual: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the window.

        Args:
            columns: (code, words) of all there are.
            shown: codes of those that show now, in their order.
            usual: codes of those that show while nobody has chosen.
        """
        super().__init__(look, "", "column_dialog", parent)
        self.setWindowTitle(self.tr("显示哪些列"))
        self._columns, self._usual = dict(columns), tuple(usual)
        self.list = QListWidget()
        self.list.setObjectName("column_list")
        self.list.setAccessibleName(self.tr("显示哪些列"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setFixedHeight(look.px(HIGH))
        self._fill(shown)
        up = button(self.tr("上移"), "column_up", look=look)
        down = button(self.tr("下移"), "column_down", look=look)
        again = button(self.tr("恢复默认"), "column_usual", look=look, icon="undo-2")
        up.setToolTip(f"{self.tr('上移')}  Ctrl+↑")
        down.setToolTip(f"{self.tr('下移')}  Ctrl+↓")
        up.clicked.connect(lambda: self._move(-1))
        down.clicked.connect(lambda: self._move(1))
        again.clicked.connect(lambda: self._fill(self._usual))
        for keys, does in (("Ctrl+Up", up.click), ("Ctrl+Down", down.click)):
            QShortcut(QKeySequence(keys), self, does)
        parts = QWidget()
        hint = label(self.tr("空格勾选；Ctrl+↑ ↓ 或拖动改变次序。"), "s", wrap=True)
        column(parts, [hint, self.list, row(None, [up, down, None, again], gap=8)], gap=10)
        self.finish(parts, self.tr("显示"), "column_accept", width=420)
        self.list.itemChanged.connect(self._check)
        self.list.setFocus()

    def _fill(self, shown: Sequence[str]) -> None:
        self.list.clear()
        known = [one for one in shown if one in self._columns]
        for code in (*known, *(one for one in self._columns if one not in known)):
            item = QListWidgetItem(self._columns[code], self.list)
            item.setData(CODE, code)
            item.setSizeHint(QSize(0, self.look.row()))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if code in known else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)

    def _move(self, step: int) -> None:
        at = self.list.currentRow()
        to = at + step
        if at < 0 or not 0 <= to < self.list.count():
            return
        self.list.insertItem(to, self.list.takeItem(at))
        self.list.setCurrentRow(to)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The codes of the ticked columns in their order."""
        items = (self.list.item(n) for n in range(self.list.count()))
        return tuple(
            str(one.data(CODE))
            for one in items
            if one is not None and one.checkState() is Qt.CheckState.Checked
        )

    def _check(self) -> None:
        there = bool(self.ticked)
        self.accept_button.setEnabled(there)
        self.accept_button.setToolTip("" if there else self.tr("至少留一列"))

    def wish(self) -> None:
        """Give the ticked columns."""
        self.given.emit(self.ticked)
        self.accept()
