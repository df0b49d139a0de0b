"""A line that is there only while it is used: to look for an item, or to write a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui.controls.parts import button, label, restyle, row
from inspector_app.ui.style.look import Look

MOST = 500


class _Line(QLineEdit):
    """A line that Esc leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the line, not the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LineBar(QWidget):
    """A label, a line, and a way out.

    Signals:
        typed: what stands there now.
        entered: Enter was pressed.
        closed: it is gone again.
    """

    typed = Signal(str)
    entered = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, name: str, words: str, hint: str) -> None:
        super().__init__()
        self._line = _Line()
        self._line.setObjectName(name)
        self._line.setAccessibleName(words)
        self._line.setPlaceholderText(hint)
        self._line.setMaxLength(MOST)
        self._line.textEdited.connect(self.typed)
        self._line.returnPressed.connect(lambda: self.entered.emit(self._line.text()))
        self._line.left.connect(self.close_line)
        away = button("", f"{name}_close", kind="bare", look=look, icon="x", spoken=self.tr("关闭（Esc）"))
        away.clicked.connect(self.close_line)
        row(self, [label(words, "m"), (self._line, 1), away], (16, 0, 12, 4), 6)
        self.hide()

    def text(self) -> str:
        """Return what stands there."""
        return self._line.text()

    def open(self, told: str = "") -> None:
        """Show the line and give it the keys."""
        self._line.setText(told)
        self.show()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def shut(self) -> None:
        """Hide the line; what stood there is dropped."""
        self._line.clear()
        self.show_wrong(wrong=False)
        self.hide()

    def close_line(self) -> None:
        """Hide the line and say so."""
        self.shut()
        self.closed.emit()

    def show_wrong(self, *, wrong: bool) -> None:
        """Show that nothing was found."""
        restyle(self._line, wrong="true" if wrong else "false")
