"""A card of the settings: a title, and names and values below each other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from inspector_app.ui.controls.parts import NO_WIDTH, Item, breakable, column, frame, label, row, sign
from inspector_app.ui.style.look import Look


def card(look: Look, name: str, title: str, icon: str, parts: Sequence[Item]) -> QFrame:
    """Return a card with its title above its parts."""
    made = frame("card", name)
    pad = look.px(20)
    head = row(None, [sign(look, icon, look.tokens.accent, 18), label(title, "h2"), None], gap=look.px(10))
    column(made, [head, *parts], (pad, look.px(16), pad, look.px(18)), look.px(12))
    return made


class Facts(QWidget):
    """Names and values, the values so that they can be marked and copied."""

    def __init__(self, look: Look, names: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._values: dict[str, QLabel] = {}
        lines = QGridLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(look.px(16))
        lines.setVerticalSpacing(look.px(8))
        for n, (code, words) in enumerate(names):
            told, shown = label(words, "s"), label("", "t", wrap=True)
            for one in (told, shown):
                one.setAlignment(Qt.AlignmentFlag.AlignTop)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(told, n, 0)
            lines.addWidget(shown, n, 1)
            self._values[code] = shown
        lines.setColumnMinimumWidth(0, look.px(84))
        lines.setColumnStretch(1, 1)

    def show_value(self, code: str, told: str) -> None:
        """Show the value of a name; – for none."""
        self._values[code].setText(breakable(told) or "–")

    def text(self) -> str:
        """Return the values as lines, to be copied."""
        return "\n".join(one.text().replace(NO_WIDTH, "") for one in self._values.values())
