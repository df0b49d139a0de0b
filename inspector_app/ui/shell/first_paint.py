"""Tells when a page stands on the screen for the first time: what costs time is loaded behind it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

LATEST_MS = 1000
"""A window that starts hidden or minimised is never painted, and the rest must be loaded all the same."""


class FirstPaint(QWidget):
    """A dot over a page that is painted last of all; it calls once and goes.

    An event filter would do as well, and cost 20 ms: each kind of event is a class that Python has to make.
    """

    def __init__(self, page: QWidget, then: Callable[[], None]) -> None:
        super().__init__(page)
        self._then, self._told = then, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(1, 1)
        self.raise_()
        QTimer.singleShot(LATEST_MS, self, self._tell)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Note that the page is painted; the call comes when all of it is done."""
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.hide()
            self.deleteLater()
            self._then()
