"""The phrase list below the fact: a few letters, Enter, and four fields are filled."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.findings import SEVERITY_LABELS, Severity
from inspector_app.ui.controls.popup import Popup
from inspector_app.ui.style import painting, typed
from inspector_app.ui.style.look import BASE_PX, Look
from inspector_app.ui.workbench.phrases import Offer

WIDE, FOOT = 380, 34


class PhrasePopup(Popup[Offer]):
    """Shows phrases over the page.

    Signals:
        highlighted: the Offer under the bar, for a preview; None when the list closes.
        forgotten: the Offer that is not to be made any more; only the office's own can be forgotten.
    """

    highlighted = Signal(object)
    forgotten = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent, "phrases", wide=WIDE, foot=FOOT)
        self._below: QWidget | None = None

    def spoken(self, count: int) -> str:
        """Return how many phrases are offered."""
        return self.tr("短语列表，%s 条") % count

    def show_offers(self, offers: Sequence[Offer], below: QWidget) -> None:
        """Offer these below a field; nothing to offer closes the list."""
        self._below = below
        super().show_offers(offers, below)

    def moved(self, offer: Offer | None) -> None:
        """Let what is under the bar be previewed."""
        self.highlighted.emit(offer)

    def own_key(self, key: int) -> bool:
        """Forget the sentence under the bar with Delete; a shipped one stays, and the key is the field's."""
        offer = self.under_bar
        if key != Qt.Key.Key_Delete or offer is None or not offer.own or self._below is None:
            return False
        self.show_offers([one for one in self.offers if one is not offer], self._below)
        self.forgotten.emit(offer)
        return True

    def paint_foot(self, painter: QPainter, room: QRectF) -> None:
        """Paint what Enter does, and at the right the keys of the list."""
        look, tokens, offer = self.look, self.look.tokens, self.under_bar
        painting.text(painter, look, room, self.tr("Enter 一次填好六格"), px=12, colour=tokens.sub)
        own = offer is not None and offer.own
        keys = self.tr("↑↓ 选   Del 忘掉   Esc 关") if own else self.tr("↑↓ 选   Esc 关")
        right = Qt.AlignmentFlag.AlignRight
        painting.text(painter, look, room, keys, px=12, colour=tokens.mute, align=right)

    def paint_offer(self, painter: QPainter, room: QRectF, offer: Offer, *, chosen: bool) -> None:  # noqa: ARG002 - the bar says it
        """Paint the fact with its chips, and below it what it fills in."""
        look, tokens = self.look, self.look.tokens
        severity = Severity.MAJOR if offer.phrase.major else Severity.GENERAL
        word, tone = SEVERITY_LABELS[severity], "red" if offer.phrase.major else "gray"
        width = painting.chip_width(look, word)
        painting.chip(painter, look, QPointF(room.right() - width - 10, room.center().y()), word, tone)
        if offer.own:
            own = self.tr("本单位 %s 次") % offer.count
            wide = painting.chip_width(look, own)
            at = QPointF(room.right() - width - wide - 16, room.center().y())
            painting.chip(painter, look, at, own, "green")
            width += wide + 6
        inner = room.adjusted(11, 2, -width - 20, -2)
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        self._fact(painter, upper, offer)
        parts = (offer.location, offer.cite, typed.by_day(offer.due), offer.phrase.measure)
        told = " · ".join(part for part in parts if part)
        painting.text(painter, look, upper.translated(0, inner.height() / 2), told, px=12, colour=tokens.sub)

    def _fact(self, painter: QPainter, room: QRectF, offer: Offer) -> None:
        """Write the fact, the part that was typed in green."""
        look, (first, last) = self.look, offer.at
        fact, x = offer.phrase.fact, room.left()
        parts = ((fact[:first], False), (fact[first:last], True), (fact[last:], False))
        for told, found in parts:
            left = QRectF(x, room.top(), max(room.right() - x, 0), room.height())
            colour = look.tokens.accent if found else look.tokens.text
            painting.text(painter, look, left, told, colour=colour, bold=found)
            x += painting.text_width(look, told, BASE_PX, bold=found)
