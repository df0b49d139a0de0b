"""Fields that lose nothing: what is typed is told within half a second, what is left is told once.

No field writes by itself. `typed` goes to the draft buffer, `left` becomes a journal transaction.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from inspector_app.ui.controls.parts import DropDown, plain
from inspector_app.ui.controls.spot import Spot

QUIET_MS = 400
"""How long after a key what was typed becomes durable; the promise is one second."""


class FieldSignals(QObject):
    """What every field tells.

    Signals:
        typing: (spot, text) a key was pressed.
        typed: (spot, text) it is time to keep what is typed; not yet final.
        left: (spot, text) the field was left with a new value.
        shortened: (characters kept, characters given) a pasted text was too long.
        unknown: words that name none of the choices; what was chosen stays.
    """

    shortened = Signal(int, int)
    unknown = Signal(str)
    typing = Signal(object, str)
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
        if not self._quiet.isActive():
            # Not begun anew by each key: who types without a pause loses no more than who pauses.
            self._quiet.start()
        self.signals.opened(self)
        self.signals.typing.emit(self.spot, told)

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

    def move_to(self, spot: Spot) -> None:
        """Write elsewhere from now on; what was typed must have been left before."""
        self.forget()
        self.spot = spot
        self.shown = self.told = self.before = ""

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


LONGEST_LINE, LONGEST_TEXT = 2_000, 5_000
"""Characters that a field takes; what is pasted beyond them is cut off, and that is said."""

_PLAIN: dict[int, str | None] = dict.fromkeys((*range(32), *range(127, 160)))
_PLAIN |= {ord("\t"): " ", ord("\n"): "\n", 0x2028: "\n", 0x2029: "\n"}


def cleaned(told: str, room: int, *, lines: bool) -> str:
    """Return a pasted text without control characters, no longer than the room there is.

    Args:
        lines: line breaks stay; else they become spaces.
    """
    # Cut first with some to spare: a text of any length costs the same.
    told = told[: 2 * room + 64].replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    return (told if lines else told.replace("\n", " "))[:room]


_PAGE_KEYS = tuple(
    QKeySequence(keys)
    for keys in ("Ctrl+D", "Ctrl+Shift+Up", "Ctrl+Shift+Down", "Ctrl+Shift+V", "Ctrl+Shift+A", "Ctrl+Shift+E")
)
"""Keys of the workbench that a field of text would otherwise take for itself on one desktop or another."""


def left_to_page(event: QEvent, *, typed: bool, redone: bool) -> bool:
    """Tell whether a key belongs to the page: undo is the field's own only while something is typed in it.

    Args:
        typed: something was typed that was not left yet.
        redone: the field itself has something to do again.
    """
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
        return False
    chord = QKeySequence(event.keyCombination())
    if chord in _PAGE_KEYS:
        return True
    if event.matches(QKeySequence.StandardKey.Undo):
        return not typed
    return not redone and chord in (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))


class LineField(QLineEdit):
    """One line of text. Enter leaves it, too; a candidate committed by an input method does not."""

    def __init__(self, signals: FieldSignals, spot: Spot, spoken: str, hint: str = "") -> None:
        super().__init__()
        self._keeper = _Keeper(signals, spot, self)
        self.setObjectName(spot.name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setMaxLength(LONGEST_LINE)
        self.textEdited.connect(self._keeper.type)
        self.editingFinished.connect(self._keeper.leave)

    @property
    def spot(self) -> Spot:
        """Where it writes."""
        return self._keeper.spot

    def move_to(self, spot: Spot) -> None:
        """Write to another record from now on; `show_value` follows."""
        self._keeper.move_to(spot)

    def event(self, event: QEvent) -> bool:
        """Leave a pasted picture, and keys that are not about typing, to the page."""
        if event.type() is QEvent.Type.ShortcutOverride:
            typed, redone = self._keeper.dirty, self.isRedoAvailable()
            if pastes_a_picture(event) or left_to_page(event, typed=typed, redone=redone):
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste in one line, without control characters, as much as there is room for."""
        if not event.matches(QKeySequence.StandardKey.Paste) or self.isReadOnly():
            super().keyPressEvent(event)
            return
        given = QGuiApplication.clipboard().text()
        room = max(LONGEST_LINE - len(self.text()) + len(self.selectedText()), 0)
        told = cleaned(given, room, lines=False)
        self.insert(told)
        if len(given) > room:
            self._keeper.signals.shortened.emit(len(told), len(given))

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

    def move_to(self, spot: Spot) -> None:
        """Write to another record from now on; `show_value` follows."""
        self._keeper.move_to(spot)

    def text(self) -> str:
        """Return what it shows."""
        return self.toPlainText()

    def event(self, event: QEvent) -> bool:
        """Leave keys that are not about typing to the page."""
        if event.type() is QEvent.Type.ShortcutOverride:
            redone = self.document().isRedoAvailable()
            if left_to_page(event, typed=self._keeper.dirty, redone=redone):
                return False
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert as plain text, without control characters, as much as there is room for."""
        given, cursor = source.text(), self.textCursor()
        room = max(LONGEST_TEXT - self.document().characterCount() + len(cursor.selectedText()), 0)
        told = cleaned(given, room, lines=True)
        cursor.insertText(told)
        self.ensureCursorVisible()
        if len(given) > room:
            self._keeper.signals.shortened.emit(len(told), len(given))

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

    def move_to(self, spot: Spot) -> None:
        """Write to another record from now on; `show_value` follows."""
        self._spot = spot

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

    def move_to(self, spot: Spot) -> None:
        """Write to another record from now on; `show_value` follows."""
        self._spot = spot

    def event(self, event: QEvent) -> bool:
        """Leave a pasted picture, and keys that are not about typing, to the page."""
        if event.type() is QEvent.Type.ShortcutOverride:
            line = self.lineEdit()
            typed = line is not None and line.isModified()
            redone = line is not None and line.isRedoAvailable()
            if pastes_a_picture(event) or left_to_page(event, typed=typed, redone=redone):
                return False
        return super().event(event)

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

    def _place_of(self, words: str) -> int:
        """Return the choice that holds these words, however they are spaced (JGJ80, JGJ 80); -1 for none."""
        place, wanted = self.findText(words), _close(words)
        if place >= 0 or not wanted:
            return place
        return next((n for n in range(self.count()) if wanted in _close(self.itemText(n))), -1)

    def _on_edited(self) -> None:
        line = self.lineEdit()
        words = line.text() if line is not None else ""
        place = self._place_of(words)
        if place < 0 and line is not None and words.strip():
            # A slip of the keys must not take away what was chosen.
            line.setText(self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else "")
            line.setModified(False)
            self._signals.unknown.emit(words)
            return
        if place != self.currentIndex() or (place >= 0 and words != self.itemText(place)):
            self.setCurrentIndex(place)
            self._on_activated(place)
        elif line is not None:
            line.setModified(False)


def _close(told: str) -> str:
    return "".join(told.split()).casefold()


Field = LineField | TextField | FlagField | ChoiceField
"""Any field; each has `spot` and `show_value`."""
