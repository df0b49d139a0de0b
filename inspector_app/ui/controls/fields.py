"""The fields of the workbench: a line, a text, yes or no, one of many. They lose nothing; see `keeper`."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QPlainTextEdit

from inspector_app.ui.controls.keeper import FieldSignals, Keeper
from inspector_app.ui.controls.parts import DropDown, plain
from inspector_app.ui.controls.pasting import (
    LONGEST_LINE,
    LONGEST_TEXT,
    cleaned,
    left_to_page,
    pastes_a_picture,
)
from inspector_app.ui.controls.spot import Spot


class LineField(QLineEdit):
    """One line of text. Enter leaves it, too; a candidate committed by an input method does not."""

    def __init__(self, signals: FieldSignals, spot: Spot, spoken: str, hint: str = "") -> None:
        super().__init__()
        self._keeper = Keeper(signals, spot, self)
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning of what is longer than the field; who only looked away goes on where he was."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.setCursorPosition(0)

    def show_value(self, told: str) -> None:
        """Show a value, unless newer typing is under way."""
        if self._keeper.show(told) and self.text() != told:
            self.setText(told)
            self.setCursorPosition(0)


class TextField(QPlainTextEdit):
    """Several lines of text; Tab leaves it."""

    def __init__(self, signals: FieldSignals, spot: Spot, spoken: str, hint: str = "", rows: int = 2) -> None:
        super().__init__()
        self._keeper = Keeper(signals, spot, self)
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
        """Leave a picture that it cannot take, and keys that are not about typing, to the page."""
        if event.type() is QEvent.Type.ShortcutOverride:
            redone = self.document().isRedoAvailable()
            foreign = pastes_a_picture(event) and not self.canPaste()
            if foreign or left_to_page(event, typed=self._keeper.dirty, redone=redone):
                return False
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert as plain text, without control characters, as much as there is room for."""
        given, cursor = source.text(), self.textCursor()
        # Qt counts the end of the last paragraph as a character.
        there = self.document().characterCount() - 1 - len(cursor.selectedText())
        room = max(LONGEST_TEXT - there, 0)
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
