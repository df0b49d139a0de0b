"""The ledger's 日程 and 汇报 by keys: going there, choosing a line, reading what the sheet says."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from inspector_app.ui.controls.board import BoardView
from inspector_app.ui.controls.board_values import Block, Line, Sheet
from tests.stories.hands import CTRL, Hands

ALT = Qt.KeyboardModifier.AltModifier


@dataclass
class Shown:
    """One section of the ledger, worked by keys."""

    hands: Hands
    name: str

    @property
    def board(self) -> BoardView:
        return self.hands.part(BoardView, f"ledger_{self.name}")

    @property
    def lines(self) -> list[Line]:
        return list(self.board.model.lines)

    @property
    def sheet(self) -> Sheet:
        return self.board.sheet.sheet

    def block(self, title: str) -> Block:
        return next(one for one in self.sheet.blocks if one.title == title)

    def choices(self) -> list[str]:
        """The words of the choices above the list."""
        made = self.board.findChildren(QPushButton)
        return [one.text() for one in made if one.isCheckable() and one.isVisible()]

    def go(self, choice: str = "") -> None:
        """Go to the section, and to one of its choices."""
        self.hands.press(Qt.Key.Key_4, CTRL)
        self.hands.rest()
        place = list(self.hands.rooms.ledger.sections).index(self.name)
        self.hands.press(Qt.Key(Qt.Key.Key_1.value + place), ALT)
        self.hands.rest()
        assert self.hands.rooms.ledger.section == self.name
        if choice:
            tab = self.hands.part(QPushButton, f"ledger_{self.name}_{choice}")
            tab.setFocus()
            self.hands.press(Qt.Key.Key_Space)
            self.hands.rest()
        self.board.setFocus()

    def choose(self, words: str) -> None:
        """Go to the first line that has these words with the arrow keys."""
        self.hands.press(Qt.Key.Key_Home, CTRL)
        for line in self.lines:
            if words in f"{line.title} {line.note} {line.right}":
                break
            self.hands.press(Qt.Key.Key_Down)
        self.hands.rest()
        assert words in f"{line.title} {line.note} {line.right}"
        self.hands.until(lambda: self.sheet.id == line.id)
