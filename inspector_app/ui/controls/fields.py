"""Fields that lose nothing: what is typed is told within half a second, what is left is told once.

No field writes by itself. `typed` goes to the draft buffer, `left` becomes a journal transaction.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from inspector_app.ui.controls.parts import DropDown, plain
from inspector_app.ui.controls.spot import Spot

QUIET_MS = 400
"""How long the keys must rest before what was typed becomes durable; the promise is one second."""


class FieldSignals(QObject):
    """What every field tells.

    Signals:
        typed: (spot, text) the keys have rested; not yet final.
        left: (spot, text) the field was left with a new value.
    """

    typed = Signal(object, str)
    left = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: dict[Spot, _Keeper] = {}
        self._leaving: dict[Spot, _Keeper] = {}

    def leave(self, keeper: "_Keeper") -> None:
        """Tell what a field was left with."""
        self._leaving[keeper.spot] = keeper
        self.left.emit(keeper.spot, keeper.told)
        self._leaving.pop(keeper.spot, None)

    def take_back(self, spot: Spot) -> None:
        """Say, while `left` is being told, that the value could not be written: its field keeps it."""
        keeper = self._leaving.get(spot)
        if keeper is not None:
            keeper.take_back()

    def opened(self, keeper: "_Keeper") -> None:
        """Note that something is being typed there."""
        self._open[keeper.spot] = keeper

    def closed(self, keeper: "_Keeper") -> None:
        """Note that nothing is being typed there any more."""
        if self._open.get(keeper.spot) is keeper:
            del self._open[keeper.spot]

    def settle(self) -> bool:
        """Leave every field that is still being typed in; tell whether all of it could be written."""
        # A field that was removed meanwhile has nothing to tell any more.
        self._open = {spot: keeper for spot, keeper in self._open.items() if isValid(keeper)}
        for keeper in list(self._open.values()):
            keeper.leave()
        return not self._open

    def forget(self) -> None:
        """Drop what was typed and could not be written."""
        for keeper in list(self._open.values()):
            keeper.forget()


class _Keeper(QObject):
    """Knows what a field showed, what was typed since, and when to tell."""

    def __init__(self, signals: FieldSignals, spot: Spot, owner: QWidget) -> None:
        super().__init__(owner)
        self.signals, self.spot = signals, spot
        self.shown = ""
        self.told = ""
        self.before = ""
        self.kept: str | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._rested)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that was not left yet."""
        return self.told != self.shown

    def type(self, told: str) -> None:
        """Note what is typed now."""
        self.told = told
        self._quiet.start()
        self.signals.opened(self)

    def _rested(self) -> None:
        if self.told != (self.shown if self.kept is None else self.kept):
            self.kept = self.told
            self.signals.typed.emit(self.spot, self.told)

    def leave(self) -> None:
        """Tell what the field was left with, if it is new, or if what was kept meanwhile was withdrawn."""
        self._quiet.stop()
        self.signals.closed(self)
        if self.dirty or self.kept is not None:
            self.before, self.shown, self.kept = self.shown, self.told, None
            self.signals.leave(self)

    def take_back(self) -> None:
        """Go on holding what could not be written: nothing may overwrite it, and it is left once more."""
        self.shown = self.before
        self.signals.opened(self)

    def forget(self) -> None:
        """Drop what was typed and not left: something else takes its place."""
        self._quiet.stop()
        self.signals.closed(self)
        self.told, self.kept = self.shown, None

    def show(self, told: str) -> bool:
        """Take a value from outside; False when newer typing must not be overwritten."""
        if self.dirty or self.kept is not None:
            return False
        self.shown = self.told = told
        return True


def pastes_a_picture(event: QEvent) -> bool:
    """Tell whether the keys ask to paste and only a picture lies ready: no line of text can take it."""
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
        return False
    held = QGuiApplication.clipboard().mimeData()
    return event.matches(QKeySequence.StandardKey.Paste) and held.hasImage() and not held.hasText()


class LineField(QLineEdit):
    """One line of text. Enter leaves it, too; a candidate committed by an input method does not."""

    def __init__(self, signals: FieldSignals, spot: Spot, spoken: str, hint: str = "") -> None:
        super().__init__()
        self._keeper = _Keeper(signals, spot, self)
        self.setObjectName(spot.name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.textEdited.connect(self._keeper.type)
        self.editingFinished.connect(self._keeper.leave)

    @property
    def spot(self) -> Spot:
        """Where it writes."""
        return self._keeper.spot

    def event(self, event: QEvent) -> bool:
        """Leave a pasted picture to the page."""
        return False if pastes_a_picture(event) else super().event(event)

    def show_value(self, told: str) -> None:
        """Show a value, unless newer typing is under way."""
        if self._keeper.show(told) and self.text() != told:
            self.setText(told)
            self.setCursorPosition(0)

    def recover(self, told: str) -> None:
        """Put back what was typed before a crash; it is left like anything typed."""
        self.setText(told)
        self._keeper.type(told)


class TextField(QPlainTextEdit):
    """Several lines of text; Tab leaves it."""

    def __init__(self, signals: FieldSignals, spot: Spot, spoken: str, hint: str = "", rows: int = 2) -> None:
        super().__init__()
        self._keeper = _Keeper(signals, spot, self)
        self._showing = False
        self.setObjectName(spot.name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.ensurePolished()  # the sheet's size of words is known only now
        self.setFixedHeight(12 + rows * round(max(self.font().pixelSize(), 13) * 20 / 13))
        self.textChanged.connect(self._on_changed)

    @property
    def spot(self) -> Spot:
        """Where it writes."""
        return self._keeper.spot

    def text(self) -> str:
        """Return what it shows."""
        return self.toPlainText()

    def _on_changed(self) -> None:
        if not self._showing:
            self._keeper.type(self.toPlainText())

    def show_value(self, told: str) -> None:
        """Show a value, unless newer typing is under way."""
        if self._keeper.show(told) and self.toPlainText() != told:
            self._showing = True
            self.setPlainText(told)
            self._showing = False

    def forget(self) -> None:
        """Drop what was typed and not left: something else takes its place."""
        self._keeper.forget()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field tells its value."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._keeper.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter leaves it by hand."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keeper.leave()
            return
        super().keyPressEvent(event)


class FlagField(QCheckBox):
    """Yes or no; told at once as `1` or nothing."""

    def __init__(self, signals: FieldSignals, spot: Spot, words: str) -> None:
        super().__init__(words)
        self._signals, self._spot = signals, spot
        self.setObjectName(spot.name)
        self.setAccessibleName(words)
        self.clicked.connect(self._on_clicked)

    @property
    def spot(self) -> Spot:
        """Where it writes."""
        return self._spot

    def _on_clicked(self, checked: bool) -> None:
        self._signals.left.emit(self._spot, "1" if checked else "")

    def show_value(self, told: str) -> None:
        """Show yes for `1`."""
        self.setChecked(told == "1")


class ChoiceField(DropDown):
    """One of many, found by typing any part of its words; told at once by its code."""

    def __init__(
        self, signals: FieldSignals, spot: Spot, spoken: str, *, searched: bool = False, hint: str = ""
    ) -> None:
        super().__init__()
        self._signals, self._spot = signals, spot
        self.setObjectName(spot.name)
        self.setAccessibleName(spoken)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if searched:
            self._make_searched(hint)
        else:
            self.setPlaceholderText(hint)
        self.activated.connect(self._on_activated)

    def _make_searched(self, hint: str) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line, completer = self.lineEdit(), self.completer()
        if line is None or completer is None:
            return
        line.setPlaceholderText(hint)
        line.setAccessibleName(self.accessibleName())
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.editingFinished.connect(self._on_edited)

    @property
    def spot(self) -> Spot:
        """Where it writes."""
        return self._spot

    def event(self, event: QEvent) -> bool:
        """Leave a pasted picture to the page."""
        return False if pastes_a_picture(event) else super().event(event)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer (code, words) instead of what was offered."""
        if [(self.itemData(n), self.itemText(n)) for n in range(self.count())] == list(choices):
            return
        self.clear()
        for code, words in choices:
            self.addItem(words, code)

    def show_value(self, told: str) -> None:
        """Show the choice with this code, unless words are being typed; one not offered shows as none."""
        line = self.lineEdit()
        if line is not None and line.hasFocus() and line.isModified():
            return
        place = self.findData(told) if told else -1
        self.setCurrentIndex(place)
        self.setToolTip(plain(self.currentText()))
        if line is not None:
            line.setText(self.itemText(place) if place >= 0 else "")
            line.setCursorPosition(0)

    def _on_activated(self, place: int) -> None:
        if (line := self.lineEdit()) is not None:
            line.setModified(False)
        self._signals.left.emit(self._spot, str(self.itemData(place) or ""))

    def _on_edited(self) -> None:
        line = self.lineEdit()
        words = line.text() if line is not None else ""
        place = self.findText(words)
        if words and place < 0:
            place = self.findText(words, Qt.MatchFlag.MatchContains)
        if place != self.currentIndex() or (place >= 0 and words != self.itemText(place)):
            self.setCurrentIndex(place)
            self._on_activated(place)
        elif line is not None:
            line.setModified(False)


Field = LineField | TextField | FlagField | ChoiceField
"""Any field; each has `spot` and `show_value`."""
