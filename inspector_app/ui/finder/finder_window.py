"""Ctrl+K: one line over the page that finds everything as one types."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.casework.overview.search import Found
from inspector_app.ui.controls.key_hints import KeyHints
from inspector_app.ui.controls.parts import column, frame, label, reveal, row
from inspector_app.ui.controls.search_line import SearchLine
from inspector_app.ui.finder.found_list import FoundList
from inspector_app.ui.style.look import Look

WIDTH, HEIGHT, TOP = 680, 440, 64
KEYS = ("↑ ↓", "Enter", "Esc")


class FinderWindow(QDialog):
    """Shows a line and what it finds; emits what was asked and what was chosen.

    Signals:
        asked: the words to look for.
        chosen: the Found to go to; the window has closed.
    """

    asked = Signal(str)
    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("finder")
        self.setWindowTitle(self.tr("搜索"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look = look
        self._answered: str | None = None
        self._waiting = self._overlong = False
        self.line = SearchLine(
            look,
            "finder_line",
            self.tr("搜索"),
            self.tr("工地、文号、人、问题或命令：任意两个字，或拼音首字母"),
        )
        self.list = FoundList(look)
        self._note = label("", "s", wrap=True)
        self._note.setObjectName("finder_note")
        self._long = label(self.tr("粘贴的内容太长，只按前 64 个字查找。"), "warn")
        keys = KeyHints(look)
        keys.show_hints(list(zip(KEYS, (self.tr("选择"), self.tr("打开"), self.tr("关闭")), strict=True)))
        shell = frame("pop")
        line = row(None, [(self.line, 1)], (12, 12, 12, 8))
        self._notes = QWidget()
        column(self._notes, [self._long, self._note], (20, 12, 20, 4), 4)
        foot = row(None, [(keys, 1)], (16, 4, 16, 6))
        column(shell, [line, frame("rule"), self._notes, (self.list, 1), frame("rule"), foot], gap=0)
        column(self, [shell], gap=0)
        self.line.asked.connect(self._on_asked)
        self.line.overlong.connect(lambda: self._say_long(shown=True))
        self.line.moved.connect(self.list.move_bar)
        self.line.entered.connect(self._on_entered)
        self.list.chosen.connect(self._choose)
        self._say_long(shown=False)
        self._place()

    def _say_long(self, *, shown: bool) -> None:
        """Say that only the beginning counts, or no more; what has nothing to say takes no room."""
        self._overlong = shown
        reveal(self._long, shown=shown)
        reveal(self._note, shown=bool(self._note.text()))
        reveal(self._notes, shown=shown or bool(self._note.text()))

    def _place(self) -> None:
        look, over = self._look, self.parentWidget()
        room = over.size() if over is not None else self.size()
        self.setFixedSize(
            min(look.px(WIDTH), room.width() - 48) if over is not None else look.px(WIDTH),
            min(look.px(HEIGHT), room.height() - 2 * TOP) if over is not None else look.px(HEIGHT),
        )
        if over is not None:
            self.move(over.mapToGlobal(QPoint((room.width() - self.width()) // 2, TOP)))

    def ask_again(self) -> None:
        """Ask for what stands in the line; called once when the window opens."""
        self._on_asked(self.line.text())

    def _on_asked(self, told: str) -> None:
        if not told:
            self._say_long(shown=False)
        self._answered, self._waiting = None, False
        self.asked.emit(told)

    def show_found(self, told: str, found: Sequence[Found]) -> None:
        """Show what these words find; an answer to an older question is passed by."""
        if told != self.line.text():
            return
        self._answered = told
        self.list.show_found(found)
        self._note.setText(self._words(told, found=bool(found)))
        self._say_long(shown=self._overlong)
        if self._waiting:
            self._on_entered()

    def _words(self, told: str, *, found: bool) -> str:
        if not told.strip():
            return "" if found else self.tr("输入任意两个字或拼音首字母，例如 ljyy 找临江雅苑，3-12 找文号。")
        if found:
            return ""
        return self.tr("没有找到。换个说法试试：只打两个字、拼音首字母，或文号末尾的几位。")

    def _on_entered(self) -> None:
        # The answer to the last letters may still be on its way: Enter means what they find.
        self._waiting = self._answered is None
        if not self._waiting and self.list.current is not None:
            self._choose(self.list.current)

    def _choose(self, found: Found) -> None:
        self.accept()
        self.chosen.emit(found)
