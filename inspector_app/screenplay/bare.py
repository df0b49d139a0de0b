"""The smallest window there is: what a start costs whatever the program. `python -m …bare SINCE`

Prints JSON {first_paint_ms, peak_mb}; SINCE is the clock (time.monotonic) of who started it.
"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from inspector_app.screenplay.clock import tell_first_paint


class Shown(QLabel):
    """The label of the window."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """Paint, then tell and end."""
        super().paintEvent(event)
        QTimer.singleShot(0, tell)


def tell() -> None:
    """Tell of the first paint and end."""
    tell_first_paint(float(sys.argv[1]))
    QApplication.quit()


if __name__ == "__main__":
    app, window = QApplication(["bare"]), QMainWindow()
    window.setCentralWidget(Shown("住建执法"))
    window.resize(1366, 768)
    window.show()
    raise SystemExit(app.exec())
