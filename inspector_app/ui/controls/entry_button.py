"""An entry of the list at the left of a page: what it leads to, and how much of that asks for something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from inspector_app.ui.controls.parts import Chip, Elided, row, sign
from inspector_app.ui.style.look import Look


class EntryButton(QPushButton):
    """Shows a picture, a word and a count.

    Args:
        key: of the keyboard that leads there, told by its tip.
        high: pixels of the design; never lower than a target for a finger.
    """

    def __init__(self, look: Look, name: str, word: str, icon: str, *, key: str, high: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("k", "tab")
        self.setCheckable(True)
        self.setToolTip(f"{word}  {key}")
        self._word = word
        self._chip = Chip(look)
        told = Elided(look, word, px=14)
        row(self, [sign(look, icon, look.tokens.sub, 16), (told, 1), self._chip], (10, 0, 8, 0), 8)
        for part in (told, self._chip):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(max(look.row(high), look.target))
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many lines ask for something."""
        self._chip.show_state(str(count) if count else "", "amber")
        self.setAccessibleName(f"{self._word} {count}" if count else self._word)
