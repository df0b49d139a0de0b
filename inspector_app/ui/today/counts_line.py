"""A line of the day: counts that lead to their lists, none while nothing asks for the person."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from inspector_app.ui.controls.parts import Chip, button, label, row, sign
from inspector_app.ui.style.look import Look

LARGE_WORDS = 1.2
"""Beyond this scale the words alone have room."""


class Counted(NamedTuple):
    """A count as it is shown; nothing is left out of the line."""

    many: int
    words: str
    tone: str


class CountsLine(QFrame):
    """Holds a button for each count.

    Args:
        name: of the line; its buttons are called by it and their codes.

    Signals:
        chosen: the code of what is counted.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        self._look, self._name = look, name
        self._words: Mapping[str, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._chips: dict[str, Chip] = {}

    def name_counts(self, icon: str, title: str, words: Mapping[str, str]) -> None:
        """Make a button for each of these words by their codes, in their order; called once."""
        look, self._words = self._look, words
        made = [self._button(code) for code in words]
        head: list[QWidget] = [sign(look, icon, look.tokens.accent, 16)]
        if look.scale <= LARGE_WORDS:
            head.append(label(title, "h3"))
        row(self, [*head, *made, None], (16, 4, 16, 4), 8)

    def _button(self, code: str) -> QPushButton:
        look, words = self._look, self._words[code]
        made = button("", f"{self._name}_{code}", kind="bare", spoken=words)
        chip = Chip(look)
        parts: list[QWidget] = [label(words, "t"), chip]
        if look.scale <= LARGE_WORDS:
            parts.append(sign(look, "chevron-right", look.tokens.mute, 14))
        row(made, parts, (8, 0, 8, 0), 6)
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.clicked.connect(lambda: self.chosen.emit(code))
        self._buttons[code], self._chips[code] = made, chip
        return made

    def show_counted(self, told: Mapping[str, Counted], *, pressing: bool) -> None:
        """Show these counts by their codes; the line itself only while something presses."""
        for code, one in told.items():
            made = self._buttons[code]
            self._chips[code].show_state(one.words if one.many else "", one.tone)
            made.setAccessibleName(f"{self._words[code]} {one.words}")
            laid = made.layout()
            if laid is not None:
                made.setFixedSize(laid.sizeHint().width(), self._look.row(32))
            made.setVisible(bool(one.many))
        self.setVisible(pressing)
