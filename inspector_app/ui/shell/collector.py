"""Waste is collected on the screen's thread only.

Python collects cycles in whichever thread happens to allocate next. A window that was closed is such a
cycle; taken down in the thread of a job, Qt stops its timers from there and the process ends in a
segmentation fault. So where there are windows the collector does not run by itself: a timer of the screen's
thread runs it.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

STEP_MS = 500
_YOUNG, _MIDDLE, _OLD = 700, 10, 10
"""Python's own thresholds: objects made, and collections of the younger generation, since the last one."""


class Collector(QObject):
    """Runs the cycle collector from the event loop of the thread that it lives in."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self.look)

    def hold(self) -> None:
        """Let nothing be collected until `begin`.

        While a job loads the pages it makes classes of Qt's: the collector, looking through them half made
        from the screen's thread, ends the process in a segmentation fault.
        """
        gc.disable()

    def begin(self) -> None:
        """Take collecting over from the interpreter, for the whole process."""
        gc.disable()
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect what is due."""
        look()


def look() -> None:
    """Collect the oldest generation that is due by Python's own thresholds, in the thread that calls."""
    young, middle, old = gc.get_count()
    if young <= _YOUNG:
        return
    gc.collect(0 if middle <= _MIDDLE else 1 if old <= _OLD else 2)
