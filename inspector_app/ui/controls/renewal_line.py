"""A calm line: this laptop should be certified anew, why, and the door to it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.casework.people.renewing import Offer, Why
from inspector_app.ui.controls.parts import button, label, row, sign
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

WORDS = {
    Why.RESTORED: "这台电脑的数据来自备份，原来那台可能还有同一把密钥。请本局给它换一把，以后同步才算它的。",
    Why.WITHDRAWN: "本局已收回这台电脑的密钥，现在不能同步；数据都在。请本局重新办理。",
    Why.UNKNOWN: "这台电脑还没有本局的证书，现在不能同步；数据都在。请本局重新办理。",
    Why.ENDING: "这台电脑的证书 %s 到期，到期以后不能同步。请趁早重新办理。",
}
ENDED = "这台电脑的证书 %s 已经到期，现在不能同步；数据都在。请本局重新办理。"


class RenewalLine(QFrame):
    """Says why, and leads to it; nothing at all while all is well.

    Signals:
        requested: somebody wants to have the laptop certified anew.
    """

    requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("renewal_line")
        self.setProperty("k", "card")
        self._words = label("", "t", wrap=True)
        self._door = button(said("重新办理…"), "renewal_door", kind="soft", look=look, icon="refresh-cw")
        self._door.clicked.connect(self.requested)
        mark = sign(look, "key-round", look.tokens.accent, 16)
        row(self, [mark, (self._words, 1), self._door], (16, 6, 10, 6), 10)
        self.setVisible(False)

    def show_offer(self, told: Offer | None, today: date) -> None:
        """Show why the laptop should be certified anew; None puts the line away."""
        if told is not None:
            self._words.setText(words_of(told, today))
            self._door.setAccessibleDescription(self._words.text())
        self.setVisible(told is not None)


def words_of(told: Offer, today: date) -> str:
    """Return why the laptop should be certified anew, in one or two sentences."""
    if told.last is None:
        return said(WORDS[told.why])
    words = ENDED if told.last < today else WORDS[told.why]
    return said(words) % told.last.isoformat()
