"""The parts that a resumption gives back: ticks of what is stopped, above the words that the paper prints."""

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from inspector_app.domain import stops
from inspector_app.ui.controls.fields import TextField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import column
from inspector_app.ui.controls.spot import Spot

MOST_ROWS = 4
"""Lines of the text that are seen at once."""


class PartsField(QWidget):
    """Ticks write a line each into the text below them, which takes other words as well: 基坑（南侧）."""

    def __init__(
        self, signals: FieldSignals, spot: Spot, spoken: str, hint: str, parts: Sequence[str]
    ) -> None:
        super().__init__()
        self._signals, self._parts = signals, tuple(parts)
        self.text = TextField(signals, spot, spoken, hint, rows=min(max(len(self._parts), 2), MOST_ROWS))
        self.boxes: dict[str, QCheckBox] = {}
        for n, part in enumerate(self._parts):
            box = QCheckBox(part)
            box.setObjectName(f"{spot.name}:{n}")
            box.setAccessibleName(f"{spoken} {part}")
            box.clicked.connect(self._on_ticked)
            self.boxes[part] = box
        column(self, [*self.boxes.values(), self.text], gap=4)
        self.text.textChanged.connect(self._mark)
        self.setFocusProxy(next(iter(self.boxes.values()), self.text))

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room that ticks and lines need: the style sheet lets a text be squeezed."""
        super().showEvent(event)
        self.setMinimumHeight(self.sizeHint().height())

    @property
    def spot(self) -> Spot:
        """Where it writes."""
        return self.text.spot

    def move_to(self, spot: Spot) -> None:
        """Write to another record from now on; `show_value` follows."""
        self.text.move_to(spot)

    def show_value(self, told: str) -> None:
        """Show a value, unless newer typing is under way."""
        self.text.show_value(told)
        self._mark()

    def _named(self) -> list[str]:
        return list(stops.named(self.text.text(), self._parts))

    def _mark(self) -> None:
        keys = {stops.key(one) for one in self._named()}
        for part, box in self.boxes.items():
            box.setChecked(stops.key(part) in keys)

    def _on_ticked(self) -> None:
        """Put a part's line in or take it out; the parts stand in the order of their stop-work."""
        ticked = {one for one, box in self.boxes.items() if box.isChecked()}
        others = [one for one in self._named() if stops.key(one) not in map(stops.key, self._parts)]
        told = "\n".join([one for one in self._parts if one in ticked] + others)
        self.text.forget()
        self.text.show_value(told)
        self._signals.left.emit(self.spot, told)
