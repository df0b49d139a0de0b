"""The line one types into to find something: a lens, and an Enter that never submits half a word."""

import re

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui.style.look import Look

MOST = 200
"""Characters that the line takes; what is pasted beyond them is no question."""
LENS = 16

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class SearchLine(QLineEdit):
    """Tells what is asked, and hands the keys that move in a list to whoever holds the list.

    Signals:
        asked: the question, at every change.
        overlong: something longer was pasted; only its beginning counts.
        moved: steps in the list: 1, -1, or a page of eight.
        entered: Enter, when no input method is composing.
    """

    asked = Signal(str)
    overlong = Signal()
    moved = Signal(int)
    entered = Signal()

    def __init__(
        self, look: Look, name: str, spoken: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setMaxLength(MOST)
        self._composing = False
        # Painted here: Qt shows the picture of an action of a line in one size, however large the words are.
        self._lens, self._left = look.pixmap("search", look.tokens.mute, LENS), look.px(10)
        self.setTextMargins(self._left + look.px(LENS) - 2, 0, 0, 0)
        self.textChanged.connect(self.asked)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line and its lens."""
        super().paintEvent(event)
        painter = QPainter(self)
        high = self._lens.deviceIndependentSize().height()
        painter.drawPixmap(QPointF(self._left, (self.height() - high) / 2), self._lens)
        painter.end()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method holds characters that are not yet chosen."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, choose, paste; all else is typing."""
        key = event.key()
        if key in _STEPS and not self._composing:
            self.moved.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._composing:
                self.entered.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.take_in(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)

    def take_in(self, told: str) -> None:
        """Put a text where the cursor is, as one line; what is too long is cut off, and that is said."""
        # Qt would go through all of a hundred thousand characters to keep two hundred.
        plain = _CONTROLS.sub(" ", told[: 20 * MOST])
        room = MOST - len(self.text()) + len(self.selectedText())
        if len(told) > room:
            self.overlong.emit()
        self.insert(plain[: max(room, 0)])
