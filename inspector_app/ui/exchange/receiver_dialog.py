"""Asks for whom an exchange file is written: the whole office, or all that one colleague's laptop lacks."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from inspector_app.casework.overview.receivers import Receiver
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.controls.parts import column, label
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.typed import show_day

WIDTH, SHOWN, LINE = 520, 8, 34


class ReceiverDialog(Dialog):
    """Offers the office first, and the other laptops below it.

    Signals:
        chosen: key id of the one laptop, empty for the whole office.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, told: Sequence[Receiver], parent: QWidget | None = None) -> None:
        super().__init__(look, "", "receiver_dialog", parent)
        self.setWindowTitle(self.tr("写入 U 盘：写给谁"))
        self._list = QListWidget()
        self._list.setObjectName("receiver_list")
        self._list.setAccessibleName(self.windowTitle())
        self._add(self.tr("中心和本局所有电脑：中心还没有回执的"), "")
        for one in told:
            self._add(
                self.tr("%s 的电脑（%s 起，密钥 %s）") % (one.name, show_day(one.since), one.key[:4]), one.key
            )
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(look.px(LINE * min(len(told) + 1, SHOWN) + 4))
        self._list.itemActivated.connect(lambda _: self.wish())
        note = self.tr(
            "对方说“缺少中间部分”，或者从来上不了网时，选那台电脑：它缺的全部写进去，照片也在内，只有它打得开。"
            "写给一位同事的不算“已交中心”。"
        )
        parts = QWidget()
        column(parts, [self._list, label(note, "m", wrap=True)], gap=look.px(8))
        self.finish(parts, self.tr("选地方…"), "receiver_accept", icon="file-up", width=WIDTH)
        self._list.setFocus()

    def _add(self, words: str, key: str) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setSizeHint(QSize(0, self.look.px(LINE)))
        self._list.addItem(item)

    def wish(self) -> None:
        """Emit who was chosen, and close: what comes next asks for the place."""
        item = self._list.currentItem()
        self.chosen.emit("" if item is None else str(item.data(Qt.ItemDataRole.UserRole)))
        self.accept()
