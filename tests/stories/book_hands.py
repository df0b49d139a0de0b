"""The ledgers (台账) by keys: going there, reading what the rows say, filters, views, columns, export."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QPushButton

from inspector_app.domain.ledgers import Ledger
from inspector_app.ui.ledger.book_view import BookView
from inspector_app.ui.ledger.book_work import BookWork
from inspector_app.ui.ledger.books import BOOKS
from tests.stories.hands import CTRL, SHIFT, Hands

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@dataclass
class Book:
    """One ledger, worked by keys."""

    hands: Hands
    ledger: Ledger

    @property
    def name(self) -> str:
        return f"book_{self.ledger.value}"

    @property
    def work(self) -> BookWork:
        house = self.hands.desktop.house
        assert house is not None
        return house.books.book(f"book_{self.ledger.value}")

    @property
    def view(self) -> BookView:
        return self.work.view

    def go(self) -> None:
        """Go there by its key, and wait for its rows."""
        self.hands.press(Key.Key_4, CTRL)
        self.hands.rest()
        place = list(BOOKS).index(self.ledger)
        self.hands.press(Key(Key.Key_1.value + place), ALT | SHIFT)
        self.rest()
        assert self.hands.rooms.ledger.section == self.name

    def rest(self) -> None:
        """Wait until what was typed is asked and answered."""
        self.hands.until(lambda: not self.view.bar._rest.isActive())
        self.hands.rest()
        QApplication.processEvents()
        self.hands.rest()

    # What is read.

    @property
    def count(self) -> str:
        return self.hands.part(QLabel, f"{self.name}_count").text()

    @property
    def heads(self) -> list[str]:
        model, head = self.view.model, self.view.table.head
        return [
            str(model.headerData(head.logicalIndex(n), Qt.Orientation.Horizontal))
            for n in range(model.columnCount())
        ]

    def column(self, code: str) -> list[str]:
        """What stands under a column, row by row, as it is shown."""
        model = self.view.model
        at = model.place(code)
        return [str(model.index(n, at).data()) for n in range(model.rowCount())]

    @property
    def chips(self) -> list[str]:
        found = self.view.bar.findChildren(QPushButton)
        names = sorted(
            (one.objectName(), one.accessibleName())
            for one in found
            if one.isVisible() and "_chip_" in one.objectName() and not one.objectName().endswith("_drop")
        )
        return [words for _, words in names]

    # What is done.

    def search(self, words: str) -> None:
        self.hands.press(Key.Key_F, CTRL)
        self.hands.write(words)
        self.rest()

    def filter(self, code: str) -> None:
        """Ask for a filter and choose its column."""
        self.hands.press(Key.Key_F, CTRL | SHIFT)
        self.hands.dialog("filter_dialog")
        box = self.hands.part(QComboBox, "filter_column")
        label = next(one.label for one in self.work.layout_.columns if one.code == code)
        place = box.findText(label)
        assert place >= 0
        box.setFocus()
        while box.currentIndex() != place:
            self.hands.press(Key.Key_Down if box.currentIndex() < place else Key.Key_Up)
        self.rest()

    def put(self, name: str, told: str) -> None:
        self.hands.part(QLineEdit, name).setFocus()
        self.hands.press(Key.Key_A, CTRL)
        self.hands.write(told)

    def pick(self, words: str) -> None:
        """Pick a word of the list in the filter's window by the arrow keys."""
        offered = self.hands.part(QListWidget, "filter_words")
        offered.setFocus()
        self.hands.press(Key.Key_Home)
        while offered.currentItem() is None or offered.currentItem().text() != words:
            before = offered.currentRow()
            self.hands.press(Key.Key_Down)
            assert offered.currentRow() != before, f"{words} is not offered"

    def accept(self) -> None:
        self.hands.press(Key.Key_Return)
        self.rest()

    def drag(self, code: str, to: int) -> None:
        """Drag a column to another place."""
        head = self.view.table.head
        head.moveSection(head.visualIndex(self.view.model.place(code)), to)
        self.hands.until(lambda: not self.view._laid.isActive())

    def widen(self, code: str, by: int) -> None:
        """Drag the edge of a head."""
        head = self.view.table.head
        at = self.view.model.place(code)
        edge = head.sectionViewportPosition(at) + head.sectionSize(at) - 1
        port, middle = head.viewport(), head.height() // 2
        left = Qt.MouseButton.LeftButton
        start = head.viewport().rect().topLeft() + head.viewport().rect().topLeft()
        start.setX(edge)
        start.setY(middle)
        QTest.mousePress(port, left, pos=start)
        start.setX(edge + by)
        QTest.mouseMove(port, start)
        QTest.mouseRelease(port, left, pos=start)
        self.hands.until(lambda: not self.view._laid.isActive())
