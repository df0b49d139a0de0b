"""A line of the day: dossiers that came back, words that ask for an answer, what waits for a supervisor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from inspector_app.casework.overview.review_list import Asks
from inspector_app.ui.controls.parts import Chip, button, label, row, sign
from inspector_app.ui.style.look import Look

RETURNED, COMMENTS, WAITING = "returned", "comments", "waiting"
"""Codes of what is counted, in the order of the line."""

LARGE_WORDS = 1.2
"""Beyond this scale the words alone have room."""


class ReviewLine(QFrame):
    """Counts that lead to their dossiers; nothing at all while nothing asks for the person.

    Signals:
        chosen: the code of what is counted.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_line")
        self.setProperty("k", "card")
        self._look = look
        self._buttons: dict[str, QPushButton] = {}
        self._chips: dict[str, Chip] = {}
        self._words = {
            RETURNED: self.tr("案卷退回"),
            COMMENTS: self.tr("留言待答复"),
            WAITING: self.tr("待我审阅"),
        }
        made = [self._button(code) for code in self._words]
        head: list[QWidget] = [sign(look, "shield-check", look.tokens.accent, 16)]
        if look.scale <= LARGE_WORDS:
            head.append(label(self.tr("审阅"), "h3"))
        row(self, [*head, *made, None], (16, 4, 16, 4), 8)
        self.show_asks(Asks())

    def _button(self, code: str) -> QPushButton:
        look, words = self._look, self._words[code]
        made = button("", f"reviews_{code}", kind="bare", spoken=words)
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

    def show_asks(self, told: Asks) -> None:
        """Show these counts; what is nothing is left out."""
        shown = {
            RETURNED: (told.returned, "red"),
            COMMENTS: (told.comments, "blue"),
            WAITING: (told.waiting, "amber"),
        }
        for code, (count, tone) in shown.items():
            made = self._buttons[code]
            self._chips[code].show_state(str(count) if count else "", tone)
            made.setAccessibleName(f"{self._words[code]} {count}")
            laid = made.layout()
            if laid is not None:
                made.setFixedSize(laid.sizeHint().width(), self._look.row(32))
            made.setVisible(bool(count))
        self.setVisible(told.pressing > 0)
