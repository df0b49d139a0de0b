"""A person at the real window: keys, typed words, pasted pictures; reads only what the screen shows."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import workspace
from inspector_app.desktop import Desktop
from inspector_app.store.store import Store
from inspector_app.ui.shell.rooms import Rooms
from inspector_app.ui.workbench.finding_editor import FindingEditor
from tests.stories.office import make_lawful

W = TypeVar("W", bound=QWidget)
PATIENCE = 60_000
"""Milliseconds that nothing may take: for what hangs, on however slow a machine."""
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)

PLACES = {
    "today": Qt.Key.Key_1,
    "visits": Qt.Key.Key_2,
    "documents": Qt.Key.Key_3,
    "targets": Qt.Key.Key_5,
    "settings": Qt.Key.Key_8,
}
"""The digit that leads to a place with Ctrl; fixed for ever, whatever places come."""


class Hands:
    """Works the window of a Desktop as a person would."""

    def __init__(self, desktop: Desktop, clock: PlayedClock, qtbot: QtBot) -> None:
        self.desktop, self.clock, self._qtbot = desktop, clock, qtbot

    # Reading.

    @property
    def rooms(self) -> Rooms:
        assert self.desktop.rooms is not None
        return self.desktop.rooms

    @property
    def store(self) -> Store:
        assert self.desktop._session is not None
        return self.desktop._session.desk.store

    @property
    def desk(self) -> Desk:
        assert self.desktop._session is not None
        return self.desktop._session.desk

    @property
    def gate(self) -> dict[str, str]:
        """The gate's lines: message by field."""
        return {line.field: line.message for line in self.rooms.bench.paper.gate.lines}

    @property
    def notice(self) -> str:
        """What the line at the head of the page says."""
        return self.rooms.frame.notice.accessibleName() if self.rooms.frame.notice.isVisible() else ""

    @property
    def offers(self) -> int:
        """How many phrases are offered."""
        return self.rooms.bench.findings.offered

    @property
    def editor(self) -> FindingEditor:
        """The open finding."""
        assert self.rooms.bench.findings.editor is not None
        return self.rooms.bench.findings.editor

    def part(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        found = [one for one in (within or self.desktop.window).findChildren(kind, name) if one.isVisible()]
        assert len(found) == 1, f"{len(found)} visible widgets named {name}"
        return found[0]

    def dialog(self, name: str) -> QDialog:
        """The open dialog of that name."""
        self.until(lambda: self._open(name) is not None, f"dialog {name}")
        dialog = self._open(name)
        assert dialog is not None
        self.until(dialog.isActiveWindow, f"{name} is active")
        return dialog

    def _open(self, name: str) -> QDialog | None:
        found = self.desktop.window.findChildren(QDialog, name)
        return next((one for one in found if one.isVisible()), None)

    @property
    def focused(self) -> str:
        """The name of the widget that the keys go to."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    # Waiting.

    def until(self, what: Callable[[], bool], words: str = "") -> None:
        self._qtbot.waitUntil(what, timeout=PATIENCE)

    def rest(self) -> None:
        """Wait until everything that was asked for is done and shown."""
        self.until(lambda: not self.desktop.jobs.busy and not self.rooms.work._settle.isActive())

    # Doing.

    def _focus_window(self) -> QWindow:
        """The window that gets the keys; the offscreen platform has no manager that raises the one behind."""
        if QGuiApplication.focusWindow() is None:
            (QApplication.activeModalWidget() or self.desktop.window).activateWindow()
            self.until(lambda: QGuiApplication.focusWindow() is not None, "a window is active")
        window = QGuiApplication.focusWindow()
        assert window is not None
        return window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key; it goes where the window system would send it."""
        QTest.keyClick(self._focus_window(), key, modifier)

    def write(self, told: str) -> None:
        """Type; what no key has a sign for is committed by an input method."""
        if told.isascii():
            for char in told:
                QTest.keyClick(self._focus_window(), char)
            return
        self._focus_window()
        event = QInputMethodEvent()
        event.setCommitString(told)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def fill(self, told: str) -> None:
        """Replace what stands in the focused field and go on."""
        self.press(Qt.Key.Key_A, CTRL)
        self.write(told)
        self.press(Qt.Key.Key_Tab)

    def sign_in(self, password: str = workspace.TRAINING_PASSWORD) -> None:
        self._focus_window()
        self.until(lambda: self.focused == "password")
        self.write(password)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: not self.desktop.jobs.busy)

    def go_to(self, place: str) -> None:
        """Go to a place of the rail by its key."""
        self.press(PLACES[place], CTRL)
        self.rest()

    def begin(self, words: str) -> None:
        """Begin an inspection of the target that these words find."""
        self.press(Qt.Key.Key_N, CTRL)
        self.dialog("target_picker")
        self.write(words)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.rooms.frame.page == "bench")
        self.rest()

    def new_finding(self) -> None:
        self.press(Qt.Key.Key_F2)
        self.until(lambda: self.focused == "fact" and self.editor.isVisible())

    def phrase(self, letters: str) -> None:
        """Fill the open finding from the first phrase that these letters find."""
        self.write(letters)
        self.until(lambda: self.offers > 0)
        self.press(Qt.Key.Key_Return)
        self.rest()

    def choose(self, box: QComboBox, words: str) -> None:
        """Choose from the focused list by keys."""
        assert QApplication.focusWidget() is box
        place = box.findText(words, Qt.MatchFlag.MatchContains)
        assert place >= 0, words
        self.press(Qt.Key.Key_Space)
        self.until(box.view().isVisible)
        box.view().setCurrentIndex(box.model().index(place, 0))
        self.press(Qt.Key.Key_Return)
        self.until(lambda: not box.view().isVisible())

    def tab_to(self, name: str) -> None:
        """Press Tab until the keys go to a widget of that name."""
        for _ in range(120):
            if self.focused == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"{name} is not reached by Tab")

    def ready_to_issue(self) -> None:
        """Bring a rectification notice over one finding to a clear gate."""
        self.begin("临江 3标")
        assert self.rooms.work.bench is not None
        make_lawful(self.desk, self.rooms.work.bench.inspection.id)
        self.new_finding()
        self.phrase("lb")
        self.tab_to("location")
        self.fill("3#楼14层南侧临边")
        self.choose_kind("限期整改")
        self.press(Qt.Key.Key_F9)
        self.until(lambda: self.focused == "reply_due")
        self.fill("7工")
        self.rest()
        assert not self.gate, self.gate

    def choose_kind(self, words: str) -> None:
        self.tab_to("kind")
        self.choose(self.part(QComboBox, "kind"), words)
        self.rest()

    def paste(self, told: QMimeData) -> None:
        QGuiApplication.clipboard().setMimeData(told)
        self.press(Qt.Key.Key_V, CTRL)
        self.rest()

    def pick_files(self, path: Path) -> None:
        """Choose a photo file with F4."""
        self.press(Qt.Key.Key_F4)
        self.name_file("photo_files", path)

    def name_file(self, dialog: str, path: Path, *, rest: bool = True) -> None:
        """Answer a file dialog by typing a path, and wait until what comes of it is done."""
        asked = self.dialog(dialog)
        assert isinstance(asked, QFileDialog)
        self.part(QLineEdit, "fileNameEdit", asked).setFocus()
        self.press(Qt.Key.Key_A, CTRL)
        self.write(str(path))
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self._open(dialog) is None)
        if rest:
            self.rest()

    def give_pin(self, pin: str = workspace.TRAINING_PIN) -> None:
        """Answer the PIN dialog."""
        self.dialog("pin_dialog")
        self.press(Qt.Key.Key_A, CTRL)
        self.write(pin)
        self.press(Qt.Key.Key_Return)
        self.rest()
