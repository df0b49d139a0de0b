"""One of a few, side by side: what is chosen is seen at a glance and changed by one press."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from inspector_app.ui.controls.parts import button, row
from inspector_app.ui.style.look import Look


class Choice(QWidget):
    """A row of buttons that exclude each other.

    Args:
        spoken: what is chosen here; said before each button's words.

    Signals:
        chosen: the code of what a person pressed.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, name: str, spoken: str, offers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for code, words in offers:
            one = button(words, f"{name}_{code}", kind="seg", spoken=f"{spoken} {words}")
            one.setCheckable(True)
            one.setMinimumWidth(look.px(72))
            one.clicked.connect(lambda _=False, told=code: self.chosen.emit(told))
            self._group.addButton(one)
            self._buttons[code] = one
        row(self, [*self._buttons.values(), None], gap=0)

    def show_value(self, code: str) -> None:
        """Show what is chosen; a code that is not offered shows nothing chosen."""
        self._group.setExclusive(False)
        for told, one in self._buttons.items():
            one.setChecked(told == code)
        self._group.setExclusive(True)

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Take the keys at what is chosen."""
        (self._group.checkedButton() or self._group.buttons()[0]).setFocus(reason)
