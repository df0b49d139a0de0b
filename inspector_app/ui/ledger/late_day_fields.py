"""Fields of a day on paper: a line that looks for something, ticks side by side."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from inspector_app.ui.controls.form_fields import Filled
from inspector_app.ui.controls.form_values import Field
from inspector_app.ui.controls.parts import DropDown, plain, shortened
from inspector_app.ui.controls.pasting import LONGEST_LINE
from inspector_app.ui.ledger.late_offers import Offer

LONGEST_TICK = 22
"""Characters of a tick's words; the whole stands in its tooltip."""


class Looking(Filled):
    """A line in which a few characters find something; what was chosen is kept with its code.

    Signals:
        asked: what was typed.
    """

    asked = Signal(str)

    def __init__(self, field: Field, parent: QObject) -> None:
        self.edit = QLineEdit()
        super().__init__(field, self.edit, parent)
        self._code = ""
        self.edit.setMaxLength(LONGEST_LINE)
        self.edit.setPlaceholderText(field.hint)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.installEventFilter(self)

    def _on_edited(self, told: str) -> None:
        self._code = ""
        self.asked.emit(told)
        self.changed.emit()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """An arrow down in the line asks for what there is."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self.asked.emit("" if self._code else self.edit.text())
        return False

    @property
    def code(self) -> str:
        """The code of what was chosen, empty while nothing was."""
        return self._code

    def take(self, offer: Offer) -> None:
        """Let what was chosen stand there."""
        self.show_value({"code": offer.code, "words": offer.title})
        self.changed.emit()

    def given(self) -> dict[str, str]:
        """Return code and words."""
        return {"code": self._code, "words": self.edit.text()}

    def show_value(self, value: object) -> None:
        """Let something stand there that was chosen, or typed without choosing."""
        told = value if isinstance(value, Mapping) else {}
        self._code = str(told.get("code") or "")
        self.edit.setText(str(told.get("words") or ""))
        self.edit.setToolTip(plain(self.edit.text()))
        self.edit.setCursorPosition(0)

    @property
    def empty(self) -> bool:
        """Tell whether nothing was chosen."""
        return not self._code


class TickGrid(Filled):
    """Several of many, as ticks side by side; what may be ticked may change."""

    def __init__(self, field: Field, columns: int, parent: QObject) -> None:
        room = QWidget()
        super().__init__(field, room, parent)
        self._columns, self._boxes = columns, dict[str, QCheckBox]()
        self._grid = QGridLayout(room)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)
        self.offer(field.choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these; what is ticked stays so."""
        if list(self._boxes) == [code for code, _ in choices]:
            for code, words in choices:
                self._name(self._boxes[code], words)
            return
        ticked = set(self.given())
        for box in self._boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}
        for n, (code, words) in enumerate(choices):
            box = QCheckBox()
            box.setObjectName(f"{self.field.code}_{n + 1}")
            self._name(box, words)
            box.setChecked(code in ticked)
            box.toggled.connect(lambda _: self.changed.emit())
            self._boxes[code] = box
            self._grid.addWidget(box, n // self._columns, n % self._columns)
            box.ensurePolished()  # the sheet's height of a tick is known only now, and the room needs it
        self.widget.setMinimumHeight(self._grid.minimumSize().height())

    @staticmethod
    def _name(box: QCheckBox, words: str) -> None:
        box.setText(shortened(words, LONGEST_TICK).replace("&", "&&"))
        box.setAccessibleName(words)
        box.setToolTip(plain(words))

    def given(self) -> list[str]:
        """Return the codes that are ticked."""
        return [code for code, box in self._boxes.items() if box.isChecked()]

    def show_value(self, value: object) -> None:
        """Tick these codes and no other."""
        told = {str(one) for one in value} if isinstance(value, list) else set()
        for code, box in self._boxes.items():
            box.setChecked(code in told)

    def take_keys(self) -> None:
        """Give the keys to the first tick."""
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            first.setFocus()


def offer_choices(filled: Filled, choices: Sequence[tuple[str, str]]) -> None:
    """Offer other choices in a list that drops down; what was chosen stays so while it is there."""
    box = filled.widget
    if not isinstance(box, DropDown):
        return
    if [(box.itemData(n), box.itemText(n)) for n in range(box.count())] == list(choices):
        return
    kept = filled.given()
    box.blockSignals(True)
    box.clear()
    for code, words in choices:
        box.addItem(words, code)
    box.setCurrentIndex(box.findData(kept) if kept else -1)
    box.blockSignals(False)
