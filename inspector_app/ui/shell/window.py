"""The one window: sign-in or the frame; it says when it closes and when nobody is there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

SMALLEST = (1180, 680)
USUAL = (1366, 768)
TITLE = 40
"""What a desktop's title bar takes of the height at most."""
IDLE_MINUTES = 10

_SIGNS_OF_LIFE = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


def fills_screen(free: QSize) -> bool:
    """Tell whether the window takes all of a screen: its usual size and a title bar would not fit there.

    On a laptop of 1366×768 the line of keys at the foot would lie below the edge. A screen that is smaller
    than the smallest window is no laptop's.
    """
    holds = free.width() >= SMALLEST[0] and free.height() >= SMALLEST[1]
    return holds and (free.width() < USUAL[0] or free.height() < USUAL[1] + TITLE)


class MainWindow(QMainWindow):
    """Shows one of its pages.

    Attributes:
        may_close: asked before the window closes; False keeps it open.

    Signals:
        closing: the window is about to close; whoever works must end now.
    """

    closing = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(title)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        if fills_screen(self.screen().availableSize()):
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)

    def show_page(self, page: QWidget) -> None:
        """Show a page; one that is new is taken in."""
        self.take_in(page)
        self._stack.setCurrentWidget(page)

    def take_in(self, page: QWidget) -> None:
        """Take in a page that is shown later; empty still, it costs little."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)

    def come_forward(self) -> None:
        """Show itself above other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window closes, then close; unless something still holds it open."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()


class IdleWatch(QObject):
    """Tells when nobody has touched keys or mouse for a while.

    Signals:
        idle: nobody is there.
    """

    idle = Signal()

    def __init__(self, watched: QObject, minutes: float = IDLE_MINUTES, *, begun: bool = True) -> None:
        super().__init__(watched)
        self._watched = watched
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        if begun:
            self.begin()

    def begin(self) -> None:
        """Watch from now on.

        Of an application its windows are watched, as they get the keys: every key and press comes to them
        first. Watching the application itself would make each of a widget's thousand small events known to
        Python, which was half of what building the pages cost.
        """
        if isinstance(self._watched, QGuiApplication):
            self._watched.focusWindowChanged.connect(self._follow)
            self._follow(self._watched.focusWindow())
        else:
            self._watched.installEventFilter(self)
        self._timer.start()

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Begin to wait anew at every sign of life; keep nothing from anybody."""
        if event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return False
