"""Choosing what is to be inspected: those visited last, or what a few characters find, or a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inspector_app.casework.overview.target_book import TargetLine
from inspector_app.ui.controls.paper_dialog import PaperDialog
from inspector_app.ui.controls.parts import button, column, label, reveal, row, shortened
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.registry.targets_model import TargetsModel, target_table
from inspector_app.ui.style.look import Look

SEEN = 5
"""Rows that are seen at once."""


class TargetPicker(PaperDialog):
    """Asks what is to be inspected; it looks for nothing itself, `show_found` answers what it asked.

    Signals:
        asked: find the targets of these words; those visited last without words.
        target_chosen: the target's id.
        new_requested: enter a target on the spot, of the name that was typed.
    """

    asked = Signal(str)
    target_chosen = Signal(str)
    new_requested = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "", "target_picker", parent)
        self.setWindowTitle(self.tr("检查哪里"))
        self._answered: str | None = None
        self._wished = False
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
        self._list.doubleClicked.connect(self._take_row)
        self._search.asked.connect(self._ask)
        self._search.overlong.connect(lambda: reveal(self._long, shown=True))
        self._search.moved.connect(self._move)
        self._search.entered.connect(self.wish)
        reveal(self._long, shown=False)
        reveal(self._told, shown=False)
        self.accept_button.setEnabled(False)

    def ask(self) -> None:
        """Ask for what is shown before a word is typed."""
        self._ask(self._search.text())

    def _ask(self, told: str) -> None:
        # Whoever types on has not meant what Enter was pressed at before.
        self._wished = False
        self.asked.emit(told)

    def show_found(self, told: str, lines: Sequence[TargetLine]) -> None:
        """Show what was found; an answer to words that stand there no longer is let go.

        Enter that was pressed before the answer came chooses now.
        """
        if told != self._search.text():
            return
        self._answered = told
        self._show(told, lines)
        if self._wished:
            self._wished = False
            self.wish()

    def _show(self, told: str, lines: Sequence[TargetLine]) -> None:
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
            self._take_row()
            return
        super().keyPressEvent(event)

    def _take_row(self) -> None:
        """Choose the row that is pointed at, whatever is being typed."""
        target_id = self._model.id_at(self._list.currentIndex().row())
        if target_id:
            self.target_chosen.emit(target_id)

    def wish(self) -> None:
        """Emit the chosen target; when nothing was found, the wish for a new one of that name."""
        if self._answered != self._search.text():
            self._wished = True  # the rows that are shown answer another question
            return
        target_id = self._model.id_at(self._list.currentIndex().row())
        asked = self._search.text().strip()
        if target_id:
            self.target_chosen.emit(target_id)
        elif asked:
            self.new_requested.emit(asked)
