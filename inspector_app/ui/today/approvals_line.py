"""A line of the day: what waits for the person's approval, what came back, what is still to be made up."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from inspector_app.casework.overview.approval_book import Counts
from inspector_app.ui.controls.parts import Chip, button, label, row, sign
from inspector_app.ui.style.look import Look

WAITING, RETURNED, APPROVED, OWED = "waiting", "returned", "approved", "owed"
"""Codes of the ledger's lists, in the order of the line."""

LARGE_WORDS = 1.2
"""Beyond this scale the words alone have room."""


class ApprovalsLine(QFrame):
    """Counts that lead to their lists; nothing at all while nothing asks for the person.

    Signals:
        chosen: the code of a list.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("approvals_line")
        self.setProperty("k", "card")
        self._look = look
        self._buttons: dict[str, QPushButton] = {}
        self._chips: dict[str, Chip] = {}
        words = {
            WAITING: self.tr("待我审批"),
            RETURNED: self.tr("已退回"),
            APPROVED: self.tr("待签发"),
            OWED: self.tr("欠补办"),
        }
        self._words = words
        made = [self._button(code) for code in words]
        head: list[QWidget] = [sign(look, "stamp", look.tokens.accent, 16)]
        if look.scale <= LARGE_WORDS:
            head.append(label(self.tr("审批"), "h3"))
        row(self, [*head, *made, None], (16, 4, 16, 4), 8)
        self.show_counts(Counts())

    def _button(self, code: str) -> QPushButton:
        look, words = self._look, self._words[code]
        made = button("", f"approvals_{code}", kind="bare", spoken=words)
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

    def show_counts(self, told: Counts) -> None:
        """Show these counts; what is nothing is left out."""
        owed = str(told.owed)
        if told.late:
            owed = self.tr("%1，逾期 %2").replace("%1", owed).replace("%2", str(told.late))
        shown = {
            WAITING: (told.waiting, str(told.waiting), "amber"),
            RETURNED: (told.returned, str(told.returned), "red"),
            APPROVED: (told.approved, str(told.approved), "green"),
            OWED: (told.owed, owed, "red" if told.late else "amber"),
        }
        for code, (count, words, tone) in shown.items():
            made = self._buttons[code]
            self._chips[code].show_state(words, tone)
            made.setAccessibleName(f"{self._words[code]} {words}")
            laid = made.layout()
            if laid is not None:
                made.setFixedSize(laid.sizeHint().width(), self._look.row(32))
            made.setVisible(bool(count))
        self.setVisible(bool(told.pressing))
