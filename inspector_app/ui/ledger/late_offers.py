"""The list below a line: what a few characters find, to be chosen with Enter."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.popup import Popup
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

WIDE, FOOT = 420, 30
MOST = 6
"""Offers that are shown at once; more characters narrow them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that was found: its code, what it is called, what is told beside it, and a chip's word.

    Attributes:
        fills: what else is filled in when it is chosen, by the names of fields.
    """

    code: str
    title: str
    note: str = ""
    chip: str = ""
    tone: str = "gray"
    fills: tuple[tuple[str, object], ...] = ()


class OfferList(Popup[Offer]):
    """Shows what was found over the window of a day on paper."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(look, over, "late_offers", wide=WIDE, foot=FOOT)

    def spoken(self, count: int) -> str:
        """Return how many were found."""
        return self.tr("找到 %s 条") % count

    def takes_enter(self, modifiers: Qt.KeyboardModifier) -> bool:
        """Enter alone chooses, that of the number pad too: with Ctrl it keys the day in."""
        return not modifiers & ~Qt.KeyboardModifier.KeypadModifier

    def paint_offer(self, painter: QPainter, room: QRectF, offer: Offer, *, chosen: bool) -> None:
        """Paint its name, bold under the bar, its chip, and what is told beside it."""
        look = self.look
        wide = 0.0
        if offer.chip:
            wide = painting.chip_width(look, offer.chip) + 12
            at = QPointF(room.right() - wide + 2, room.center().y())
            painting.chip(painter, look, at, offer.chip, offer.tone)
        inner = room.adjusted(11, 2, -wide - 10, -2)
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / (2 if offer.note else 1))
        painting.text(painter, look, upper, offer.title, px=13, bold=chosen)
        if offer.note:
            lower = upper.translated(0, inner.height() / 2)
            painting.text(painter, look, lower, offer.note, px=12, colour=look.tokens.sub)

    def paint_foot(self, painter: QPainter, room: QRectF) -> None:
        """Paint the keys of the list."""
        keys = self.tr("↑↓ 选   Enter 填入   Esc 关")
        painting.text(painter, self.look, room, keys, px=12, colour=self.look.tokens.mute)
