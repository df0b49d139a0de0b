"""Choosing what is to be inspected: those visited last, or what a few characters find, or a new one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inspector_app.casework.target_book import TargetLine
from inspector_app.ui.controls.paper_dialog import PaperDialog
from inspector_app.ui.controls.parts import button, column, label, reveal, row
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.registry.targets_model import TargetsModel, target_table
from inspector_app.ui.style.look import Look

SEEN = 5
"""Rows that are seen at once."""


class TargetPicker(PaperDialog):
    """Asks what is to be inspected.

    Args:
        find: returns the targets that words find; those visited last without words.

    Signals:
        target_chosen: the target's id.
        new_requested: enter a target on the spot, of the name that was typed.
    """

    target_chosen = Signal(str)
    new_requested = Signal(str)

    def __init__(
        self, look: Look, find: Callable[[str], Sequence[TargetLine]], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, "", "target_picker", parent)
        self.setWindowTitle(self.tr("检查哪里"))
        self._find = find
        hint = self.tr("任意两个字，或拼音首字母；工地、单位、地址都行")
        self._search = SearchLine(look, "target_search", self.tr("搜对象"), hint)
        self._model = TargetsModel(self)
        self._list = target_table(look, self._model, "targets", self.tr("对象"))
        self._list.setFixedHeight(SEEN * look.row(56) + 4)
        self._new = button(self.tr("登记新对象"), "new_target", look=look, icon="plus")
        self._new.clicked.connect(lambda: self.new_requested.emit(self._search.text().strip()))
        self._told = label("", "s", wrap=True)
        self._told.setObjectName("picker_told")
        self._long = label(self.tr("粘贴的内容太长，只按前 64 个字查找。"), "warn", wrap=True)
        parts = QWidget()
        column(
            parts,
            [self._search, self._long, self._told, self._list, row(None, [self._new, None])],
            gap=8,
        )
        self.finish(parts, self.tr("开始检查"), "pick", icon="arrow-right", width=560)
        self._list.doubleClicked.connect(self.wish)
        self._search.asked.connect(self._narrow)
        self._search.overlong.connect(lambda: reveal(self._long, shown=True))
        self._search.moved.connect(self._move)
        self._search.entered.connect(self.wish)
        reveal(self._long, shown=False)
        self._narrow("")

    def _narrow(self, told: str) -> None:
        lines = self._find(told)
        self._model.show(told, [one.id for one in lines], lines)
        self._list.setCurrentIndex(self._model.index(0))
        asked = told.strip()
        if not asked:
            reveal(self._long, shown=False)
        self._told.setText("" if lines else self._nothing(asked))
        reveal(self._told, shown=not lines)
        reveal(self._list, shown=bool(lines))
        words = self.tr("新增“%s”") % shortened(asked) if asked else self.tr("登记新对象")
        self._new.setText(f" {words}".replace("&", "&&"))
        self._new.setAccessibleName(words)
        enters = self.tr("新增") if asked and not lines else self.tr("开始检查")
        self.accept_button.setText(f" {enters}")
        self.accept_button.setAccessibleName(enters)
        self.accept_button.setEnabled(bool(lines or asked))
        self._fit()

    def _nothing(self, asked: str) -> str:
        if not asked:
            return self.tr("对象库还是空的：先登记一个工地或搅拌站。")
        return self.tr("对象库里没有“%s”。按 Enter 新增，只要名称和主要单位。") % shortened(asked)

    def _move(self, steps: int) -> None:
        rows = self._model.rowCount()
        if rows:
            at = min(max(self._list.currentIndex().row() + steps, 0), rows - 1)
            self._list.setCurrentIndex(self._model.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses from the list too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.hasFocus():
            self.wish()
            return
        super().keyPressEvent(event)

    def wish(self) -> None:
        """Emit the chosen target; when nothing was found, the wish for a new one of that name."""
        target_id = self._model.id_at(self._list.currentIndex().row())
        asked = self._search.text().strip()
        if target_id:
            self.target_chosen.emit(target_id)
        elif asked:
            self.new_requested.emit(asked)


def shortened(told: str, most: int = 18) -> str:
    """Return a name as a button or a sentence can show it."""
    return told if len(told) <= most else told[: most - 1] + "…"
