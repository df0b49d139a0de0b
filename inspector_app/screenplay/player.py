"""A person at the real window: keys, typed words, pasted pictures; waits only for what a screen shows."""

import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QMimeData, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from inspector_app.desktop import Desktop
from inspector_app.ui.shell.rooms import Rooms

W = TypeVar("W", bound=QWidget)
PATIENCE_S = 60.0
TICK_MS = 5


class Player:
    """Works the window of a Desktop by keys alone."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self._tick = QTimer(desktop)
        self._tick.setInterval(TICK_MS)
        # Only wakes the loop: a condition may come true by a thread that sends no event.
        self._tick.start()

    @property
    def rooms(self) -> Rooms:
        """The pages behind the sign-in.

        Raises:
            RuntimeError: they are not built yet.
        """
        if self.desktop.rooms is None:
            raise RuntimeError("no rooms yet")
        return self.desktop.rooms

    @property
    def focused(self) -> str:
        """The name of the widget that the keys go to."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def until(self, what: Callable[[], bool], words: str, patience: float = PATIENCE_S) -> None:
        """Let the window work until something is so.

        Raises:
            TimeoutError: it did not become so, with `words`.
        """
        end = time.monotonic() + patience
        while not what():
            if time.monotonic() > end:
                raise TimeoutError(f"{words}; the keys are at {self.focused!r}")
            QApplication.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )

    def rest(self) -> None:
        """Wait until everything that was asked for is done and shown."""
        work = self.rooms.work
        self.until(lambda: not self.desktop.jobs.busy and not work.settling, "all work is done")

    def part(self, kind: type[W], name: str) -> W:
        """Return the one visible widget of a name.

        Raises:
            LookupError: there is none, or more than one.
        """
        found = [one for one in self.desktop.window.findChildren(kind, name) if one.isVisible()]
        if len(found) != 1:
            raise LookupError(f"{len(found)} visible widgets named {name}")
        return found[0]

    def dialog(self, name: str) -> QDialog:
        """Wait for a dialog and return it."""
        found: list[QDialog] = []

        def there() -> bool:
            found[:] = [one for one in self.desktop.window.findChildren(QDialog, name) if one.isVisible()]
            return bool(found) and found[0].isActiveWindow()

        self.until(there, f"dialog {name}")
        return found[0]

    def no_dialog(self) -> None:
        """Wait until no dialog is open."""
        self.until(lambda: QApplication.activeModalWidget() is None, "no dialog is open")

    def window(self) -> QWindow:
        """Return the window that gets the keys; offscreen, nobody raises the one behind a closed dialog."""
        if QGuiApplication.focusWindow() is None:
            (QApplication.activeModalWidget() or self.desktop.window).activateWindow()
            self.until(lambda: QGuiApplication.focusWindow() is not None, "a window is active")
        found = QGuiApplication.focusWindow()
        if found is None:
            raise LookupError("no window is active")
        return found

    def press(self, chord: str) -> None:
        """Press keys as they are named: `F2`, `Ctrl+V`, `Return`."""
        keys: Any = QKeySequence(chord)  # its stub does not know that it can be indexed
        QTest.keyClick(self.window(), keys[0].key(), keys[0].keyboardModifiers())

    def type(self, told: str) -> None:
        """Type, key by key; what no key has a sign for is committed by an input method."""
        test: Any = QTest  # its stub does not know that a window takes characters
        for plain, chars in groupby(told, str.isascii):
            if plain:
                for char in chars:
                    test.keyClick(self.window(), char)
            else:
                event = QInputMethodEvent()
                event.setCommitString("".join(chars))
                QApplication.sendEvent(self._focused(), event)

    def _focused(self) -> QWidget:
        self.window()
        widget = QApplication.focusWidget()
        if widget is None:
            raise LookupError("nothing has the keys")
        return widget

    def hold(self, picture: Path) -> None:
        """Put a picture into the clipboard, as another program would."""
        held = QMimeData()
        held.setImageData(QImage(str(picture)))
        QGuiApplication.clipboard().setMimeData(held)

    def let_go(self) -> None:
        """Empty the clipboard: what Python made and put there must not outlive it."""
        QGuiApplication.clipboard().clear()

    def sign_in(self, password: str) -> None:
        """Sign in as the only person there is."""
        self.desktop.window.activateWindow()
        self.until(lambda: self.focused == "password", "the password is asked")
        self.type(password)
        self.press("Return")
        self.until(lambda: self.desktop.signed_in and not self.desktop.jobs.busy, "signed in")

    def tab_to(self, name: str, most: int = 120) -> int:
        """Press Tab until the keys are at a widget of that name, and return how often.

        Raises:
            LookupError: Tab does not lead there.
        """
        for n in range(most):
            if self.focused == name:
                return n
            QTest.keyClick(self.window(), Qt.Key.Key_Tab)
        raise LookupError(f"{name} is not reached by Tab")
