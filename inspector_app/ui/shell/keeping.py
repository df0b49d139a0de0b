"""Where the keys were, kept over the moment in which every page is taken down and built anew."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QWidget
from shiboken6 import delete

EDGE = 60


@dataclass(frozen=True, slots=True)
class Keys:
    """The widget that had the keys, by its name, and where in its text they were.

    Attributes:
        anchor, cursor: places in the text, alike where nothing is marked.
    """

    name: str = ""
    anchor: int = 0
    cursor: int = 0

    @staticmethod
    def now(window: QWidget) -> "Keys":
        """Return where the keys are in a window."""
        widget = window.focusWidget()
        if widget is None or not widget.objectName():
            return Keys()
        if isinstance(widget, QLineEdit):
            start, cursor = widget.selectionStart(), widget.cursorPosition()
            anchor = cursor if start < 0 else start + len(widget.selectedText()) if start == cursor else start
            return Keys(widget.objectName(), anchor, cursor)
        if isinstance(widget, QPlainTextEdit):
            told = widget.textCursor()
            return Keys(widget.objectName(), told.anchor(), told.position())
        return Keys(widget.objectName())

    def put_back(self, root: QWidget) -> bool:
        """Give the keys to the widget of that name; tell whether there is one."""
        found = root.findChildren(QWidget, self.name) if self.name else []
        widget = next((one for one in found if one.isVisibleTo(root) and one.isEnabled()), None)
        if widget is None:
            return False
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, QLineEdit):
            widget.setCursorPosition(self.anchor)
            widget.cursorForward(True, self.cursor - self.anchor)
        if isinstance(widget, QPlainTextEdit):
            told = widget.textCursor()
            most = len(widget.toPlainText())
            told.setPosition(min(self.anchor, most))
            told.setPosition(min(self.cursor, most), QTextCursor.MoveMode.KeepAnchor)
            widget.setTextCursor(told)
        reveal(widget, root)
        return True


def reveal(widget: QWidget, root: QWidget) -> None:
    """Scroll everything around a widget so that it is seen."""
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, EDGE)
        parent = parent.parentWidget()


def take_down(*parts: QObject) -> None:
    """Take away what was shown, at once: a style sheet is told to every widget that is still there.

    Only from the event loop: none of the parts may be doing something now.
    """
    for part in parts:
        delete(part)
