"""What stands above a ledger's rows: search line, views, filters as chips, how many rows answer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from inspector_app.domain.ledgers import View
from inspector_app.ui.controls.parts import (
    DropDown,
    Item,
    button,
    column,
    label,
    plain,
    reveal,
    row,
    shortened,
)
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.style.look import Look

TYPED_MS = 90
"""What rests so long is asked."""
VIEWS = 168
MOST_CHIP = 26
"""Characters of a filter that its chip has room for; all of it is its tooltip."""


class AskLine(SearchLine):
    """The search line of a ledger: Esc empties it, and leaves it when it is empty.

    Signals:
        left: Esc in an empty line.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear Esc; all else is the line's."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)


class BookBar(QFrame):
    """Emits what is wished of a ledger; shows how it is asked now.

    Signals:
        asked: the words, some moments after the last key.
        filter_wanted: place of the filter to change, -1 for a new one.
        filter_dropped: place of the filter to take away.
        cleared: all filters and words are to go.
        view_chosen: id of a view, empty for the ledger as it comes.
        keep_wanted, drop_wanted, columns_wanted, export_wanted, whole_wanted: pressed.
    """

    asked = Signal(str)
    filter_wanted = Signal(int)
    filter_dropped = Signal(int)
    cleared = Signal()
    view_chosen = Signal(str)
    keep_wanted = Signal()
    drop_wanted = Signal()
    columns_wanted = Signal()
    export_wanted = Signal()
    whole_wanted = Signal()

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_bar")
        self._look, self._name = look, name
        self.line = AskLine(look, f"{name}_line", self.tr("查找"), self.tr("任意两个字，或拼音首字母"))
        self._rest = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._rest.timeout.connect(self._tell)
        self.line.asked.connect(lambda _: self._rest.start())
        self.views = DropDown()
        self.views.setObjectName(f"{name}_views")
        self.views.setAccessibleName(self.tr("视图"))
        self.views.setFixedWidth(look.px(VIEWS))
        self.views.activated.connect(lambda at: self.view_chosen.emit(str(self.views.itemData(at) or "")))
        self.count = label("", "s")
        self.count.setObjectName(f"{name}_count")
        keep = self._icon("keep", "save", self.tr("存为视图"), "Ctrl+S", self.keep_wanted)
        self.drop = self._icon("drop", "trash-2", self.tr("删除视图"), "Ctrl+Delete", self.drop_wanted)
        columns = self._icon("columns", "grid-3x3", self.tr("显示哪些列"), "Ctrl+L", self.columns_wanted)
        self.whole = self._icon("whole", "columns-2", self.tr("整行"), "Space", self.whole_wanted)
        self.whole.setCheckable(True)
        export = button(self.tr("导出"), f"{name}_export", look=look, icon="file-down")
        export.setToolTip(f"{self.tr('导出为 Excel')}  Ctrl+E")
        export.clicked.connect(self.export_wanted)
        first: list[Item] = [(self.line, 1), self.views, keep, self.drop, 4, columns, self.whole, export]
        self._add = button(self.tr("筛选"), f"{name}_filter", kind="add", look=look, icon="plus")
        self._add.setToolTip(f"{self.tr('添加筛选')}  Ctrl+Shift+F")
        self._add.setMinimumWidth(look.px(84))
        self._add.clicked.connect(lambda: self.filter_wanted.emit(-1))
        self._clear = button(self.tr("全部清除"), f"{name}_clear", kind="bare")
        self._clear.clicked.connect(self.cleared)
        self._chips = QWidget()
        self._second = row(None, [self._add, self._chips, self._clear, None, self.count], gap=8)
        column(self, [row(None, first, gap=8), self._second], (16, 10, 16, 8), 8)
        reveal(self._clear, shown=False)

    def _icon(self, name: str, icon: str, words: str, key: str, wish: SignalInstance) -> QPushButton:
        made = button("", f"{self._name}_{name}", look=self._look, icon=icon, spoken=words)
        made.setToolTip(f"{words}  {key}")
        made.clicked.connect(wish)
        return made

    def _tell(self) -> None:
        self._rest.stop()
        self.asked.emit(self.line.text())

    def hurry(self) -> None:
        """Ask now what is typed, and wait no longer."""
        if self._rest.isActive():
            self._tell()

    # What is shown.

    def show_words(self, words: str) -> None:
        """Let these words stand in the line; nothing is asked by that."""
        if words != self.line.text():
            self.line.setText(words)
        self._rest.stop()

    def show_filters(self, filters: Sequence[tuple[str, bool]], *, narrowed: bool) -> None:
        """Show the filters as chips.

        Args:
            filters: words of each, and whether it can be changed.
            narrowed: there are words or filters that can be cleared.
        """
        made = QWidget()
        # The chips that had the keys are gone: the button that adds one has them then.
        had = self._chips.isAncestorOf(self.window().focusWidget() or self)
        row(made, [self._chip(n, *one) for n, one in enumerate(filters)], gap=6)
        self._second.replaceWidget(self._chips, made)
        self._chips.hide()
        self._chips.deleteLater()
        self._chips = made
        reveal(self._clear, shown=narrowed)
        if had:
            self._add.setFocus()

    def _chip(self, n: int, words: str, known: bool) -> QWidget:
        made = QWidget()
        change = button(shortened(words, MOST_CHIP).replace("&", "&&"), f"{self._name}_chip_{n}", kind="soft")
        change.setAccessibleName(words)
        change.setToolTip(plain(words))
        change.setEnabled(known)
        change.clicked.connect(lambda: self.filter_wanted.emit(n))
        spoken = self.tr("去掉筛选 %s") % words
        drop = button(
            "", f"{self._name}_chip_{n}_drop", kind="bare", look=self._look, icon="x", spoken=spoken
        )
        drop.setToolTip(plain(spoken))
        drop.clicked.connect(lambda: self.filter_dropped.emit(n))
        row(made, [change, drop], gap=0)
        return made

    def show_views(self, views: Sequence[View], chosen: str, *, own: bool) -> None:
        """Offer the saved views.

        Args:
            own: the chosen one may be deleted by who looks.
        """
        self.views.blockSignals(True)
        self.views.clear()
        self.views.addItem(self.tr("全部"), "")
        for one in views:
            mark = self.tr("共享") if one.shared else self.tr("我的")
            self.views.addItem(f"{one.name} · {mark}", one.id)
        self.views.setCurrentIndex(max(self.views.findData(chosen), 0))
        self.views.blockSignals(False)
        self.drop.setEnabled(own)

    def show_count(self, words: str) -> None:
        """Say how many rows answer."""
        self.count.setText(words)
