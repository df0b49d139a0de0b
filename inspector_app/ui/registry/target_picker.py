"""Choosing what is to be inspected."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from inspector_app.domain.targets import Target
from inspector_app.ui.controls.dialogs import Dialog, line
from inspector_app.ui.controls.parts import button, column, label, reveal, row
from inspector_app.ui.style.look import Look


class TargetPicker(Dialog):
    """Asks what is to be inspected: one of the registry, found by any characters, or a new one.

    Signals:
        target_chosen: the target's id.
        new_requested: enter a target on the spot.
    """

    target_chosen = Signal(str)
    new_requested = Signal()

    def __init__(self, look: Look, targets: Sequence[Target], parent: QWidget | None = None) -> None:
        super().__init__(look, "", "target_picker", parent)
        self.setWindowTitle(self.tr("检查哪里"))
        self._search = line("target_search", self.tr("搜对象"), self.tr("工地、单位或地址中的任意几个字"))
        self._search.addAction(
            look.icon("search", look.tokens.mute, 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self._list = QListWidget()
        self._list.setObjectName("targets")
        self._list.setAccessibleName(self.tr("对象"))
        self._list.setFixedHeight(264)
        for target in targets:
            item = QListWidgetItem(f"{target.name}\n{target.address}")
            item.setData(Qt.ItemDataRole.UserRole, target.id)
            self._list.addItem(item)
        self._list.setSpacing(2)
        new = button(self.tr("登记新对象"), "new_target", look=look, icon="plus")
        new.clicked.connect(self.new_requested)
        nothing = label(self.tr("对象库还是空的：先登记一个工地或搅拌站。"), "s", wrap=True)
        reveal(nothing, shown=not targets)
        reveal(self._list, shown=bool(targets))
        parts = QWidget()
        column(parts, [self._search, self._list, nothing, row(None, [new, None])], gap=8)
        self.finish(parts, self.tr("开始检查"), "pick", icon="arrow-right", width=520)
        self._search.textChanged.connect(self._narrow)
        self._list.itemDoubleClicked.connect(self.wish)
        self._list.setCurrentRow(0)
        self._narrow("")

    def _narrow(self, told: str) -> None:
        wanted = told.split()
        first = -1
        for n in range(self._list.count()):
            item = self._list.item(n)
            fits = all(part in item.text() for part in wanted)
            item.setHidden(not fits)
            first = n if fits and first < 0 else first
        self._list.setCurrentRow(first)
        self.accept_button.setEnabled(first >= 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move in the list while one types."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._search.hasFocus():
            self._list.setFocus()
            return
        super().keyPressEvent(event)

    def wish(self) -> None:
        """Emit the chosen target."""
        item = self._list.currentItem()
        if item is not None and not item.isHidden():
            self.target_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
