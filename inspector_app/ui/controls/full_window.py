"""A window in the window: covers it wholly, takes all keys, and goes with Esc."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.ui.style.look import Look


class FullWindow(QDialog):
    """Lies over the whole window it belongs to and follows its size; opened with open()."""

    def __init__(self, look: Look, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.look = look
        self._below = parent.window() if parent is not None else None
        if self._below is not None:
            self._below.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Cover the window."""
        self._cover()
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window below."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and watched is self._below:
            self._cover()
        return False

    def _cover(self) -> None:
        below = self._below
        if below is not None:
            self.setGeometry(below.geometry())
