"""The gate above the paper: what law still requires, each line a way to the field that mends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui.controls.parts import Elided, button, column, label, plain, restyle, row, sign
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.boxes import UNBOUNDED, emptied

MOST_LINES = 4
LINE_HEIGHT = 32


@dataclass(frozen=True, slots=True)
class GateLine:
    """One miss in words.

    Attributes:
        field: of the `Missing`, handed back when the line is followed.
        source: the clause that asks for it.
    """

    field: str
    message: str
    remedy: str
    source: str


class GateBox(QFrame):
    """Shows the gate's verdict.

    Signals:
        followed: the field of the line the person wants to mend.
    """

    followed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("gate")
        self._look = look
        self.clear = False
        self.lines: tuple[GateLine, ...] = ()
        self._filled: list[QPushButton] = []
        self._sign, self._title = sign(look, "circle", look.tokens.mute), label("", "h3", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        inner = QWidget()
        inner.setObjectName("scrolled")
        inner.setLayout(self._lines)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(self.tr("缺项"))
        self._scroll.setWidget(inner)
        column(
            self, [row(None, [self._sign, (self._title, 1)], (12, 0, 12, 0)), self._scroll], (0, 10, 2, 6), 4
        )
        self.show_waiting("")

    def show_waiting(self, words: str) -> None:
        """Show that there is no verdict yet, and why."""
        restyle(self, k="card")
        self._say("info", self._look.tokens.mute, words)
        self._show((), clear=False)

    def show_verdict(self, lines: Sequence[GateLine]) -> None:
        """Show what is missing, or that nothing is."""
        tokens = self._look.tokens
        if lines:
            restyle(self, k="gate")
            self._say("triangle-alert", tokens.chips["amber"][1], self.tr("签发前还缺 %s 项") % len(lines))
        else:
            restyle(self, k="clear")
            self._say("circle-check", tokens.accent, self.tr("要件齐全，可以签发"))
        self._show(tuple(lines), clear=not lines)

    def _say(self, icon: str, colour: str, words: str) -> None:
        self._sign.setPixmap(self._look.pixmap(icon, colour, 16))
        self._title.setText(words)
        self.setAccessibleName(words)

    def _show(self, lines: tuple[GateLine, ...], *, clear: bool) -> None:
        """Show these lines; the same ones stay as they are, and the keys stay at the place they are at."""
        same, self.clear, self.lines = lines == self.lines, clear, lines
        if not same:
            at = next((n for n, one in enumerate(self._filled) if one.hasFocus()), -1)
            self._fill(lines)
            if at >= 0 and lines:
                line = self._filled[min(at, len(lines) - 1)]
                # The layout would show a new line only in the next turn of the loop; hidden it takes no keys.
                line.show()
                line.setFocus()
        self._scroll.setFixedHeight(min(len(lines), MOST_LINES) * self._look.row(LINE_HEIGHT))
        self._scroll.setVisible(bool(lines))

    def _fill(self, lines: Sequence[GateLine]) -> None:
        emptied(self._lines)
        self._filled = [self._line(told, n) for n, told in enumerate(lines)]
        for line in self._filled:
            self._lines.addWidget(line)
        self._lines.addStretch(1)

    def _line(self, told: GateLine, n: int) -> QPushButton:
        line = button("", f"miss_{n}", kind="link", spoken=f"{told.message} {told.remedy}")
        line.setMinimumSize(0, self._look.row(LINE_HEIGHT))
        line.setMaximumSize(UNBOUNDED, self._look.row(LINE_HEIGHT))
        line.setToolTip(plain("\n".join(part for part in (told.message, told.remedy, told.source) if part)))
        tokens = self._look.tokens
        words = Elided(self._look, told.message)
        go, arrow = label(self.tr("去填"), "m"), sign(self._look, "arrow-right", tokens.accent, 14)
        row(
            line,
            [sign(self._look, "circle", tokens.chips["amber"][1], 12), (words, 1), go, arrow],
            (8, 0, 6, 0),
            8,
        )
        line.clicked.connect(lambda: self.followed.emit(told.field))
        return line
