"""The window proves itself: opened on whatever screen there is, its pages built, pictured, closed."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from inspector_app.ui.shell.window import MainWindow

LOOK_MS = 20


class Opened(Protocol):
    """What is known of the desktop: its window, and its rooms once they are built."""

    window: MainWindow

    @property
    def rooms(self) -> object | None:
        """All pages, once they are built."""


class Picture(QObject):
    """Waits until all pages stand, writes the picture of the window and closes it."""

    def __init__(self, desktop: Opened, file: Path) -> None:
        super().__init__(desktop.window)
        self._desktop, self._file = desktop, file
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _look(self) -> None:
        if self._desktop.rooms is None:
            return
        self._timer.stop()
        window = self._desktop.window
        window.grab().save(str(self._file), "PNG")
        window.close()
