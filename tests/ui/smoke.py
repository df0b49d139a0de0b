"""The child process of the screen test: opens the real window, takes its picture, and ends.

python smoke.py FOLDER PICTURE     FOLDER is empty: the window offers to begin with training
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton

from inspector_app import desktop

PATIENCE_MS = 90_000
STEP_MS = 20


def watch(picture: Path) -> None:
    """Take the picture once the page is there, then close the window as a person does."""
    window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow)), None)
    button = window.findChild(QPushButton, "training") if window is not None else None
    if window is None or button is None or not button.isVisible() or not window.windowHandle().isExposed():
        QTimer.singleShot(STEP_MS, lambda: watch(picture))
        return
    screen, handle = window.screen(), window.winId()
    QApplication.processEvents()
    window.repaint()  # at once: a page that came a moment ago may be painted with a later event
    grabbed = screen.grabWindow(handle)
    (window.grab() if grabbed.isNull() else grabbed).save(str(picture))
    print(QApplication.platformName(), window.windowTitle(), window.isVisible(), flush=True)
    window.close()


def main(folder: Path, picture: Path) -> int:
    # The application is made inside run(); its first turn of the loop is soon enough.
    class Watched(QApplication):
        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            QTimer.singleShot(STEP_MS, lambda: watch(picture))
            QTimer.singleShot(PATIENCE_MS, lambda: self.exit(3))

    desktop.QApplication = Watched  # type: ignore[misc]
    return desktop.run(folder)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2])))
