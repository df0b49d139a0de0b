"""The list below a line: what a few characters find, to be chosen with Enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROW, FOOT, EDGE = 44, 30, 5
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


class OfferList(QFrame):
    """Shows offers over a window without taking the keys from the field.

    Signals:
        picked: the Offer that was chosen.
    """

    picked = Signal(object)

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("late_offers")
        self.setProperty("k", "pop")
        self._look, self._over = look, over
        self._row, self._foot = look.row(ROW), look.px(FOOT)
        self._offers: tuple[Offer, ...] = ()
        self._place = 0
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(16, 32, 40, 56))
        self.setGraphicsEffect(shadow)
        self.hide()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is offered now."""
        return self._offers if self.isVisible() else ()

    def show_offers(self, offers: Sequence[Offer], below: QWidget) -> None:
        """Offer these below a field; nothing to offer closes the list."""
        self._offers, self._place = tuple(offers), 0
        if not offers:
            self.hide()
            return
        high = len(offers) * self._row + self._foot + 2 * EDGE
        self.setFixedSize(max(below.width(), self._look.px(420)), high)
        at, over = below.mapTo(self._over, below.rect().bottomLeft()), self._over
        top = at.y() + 4
        if top + high > over.height():
            top = max(at.y() - below.height() - high - 4, 0)
        self.move(min(at.x(), max(over.width() - self.width() - 8, 0)), top)
        self.setAccessibleName(self.tr("找到 %s 条") % len(offers))
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Take the keys that belong to the list while it is open; all others go to the field."""
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
            return False
        if not isinstance(event, QKeyEvent) or not self.isVisible():
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            # Esc closes the list; unclaimed it would shut the window.
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return event.isAccepted()
        return event.type() is QEvent.Type.KeyPress and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._place = (self._place + step) % len(self._offers)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._pick(self._place)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _pick(self, place: int) -> None:
        offer = self._offers[place]
        self.hide()
        self.picked.emit(offer)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks."""
        place = int((event.position().y() - EDGE) // self._row)
        if event.button() is Qt.MouseButton.LeftButton and 0 <= place < len(self._offers):
            self._pick(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the offers and the keys."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, offer in enumerate(self._offers):
            room = QRectF(EDGE, EDGE + n * self._row, self.width() - 2 * EDGE, self._row - 1)
            self._paint_row(painter, room, offer, chosen=n == self._place)
        tokens = self._look.tokens
        foot = QRectF(16, self.height() - self._foot, self.width() - 32, self._foot)
        painter.fillRect(QRectF(1, foot.top(), self.width() - 2, 1), QColor(tokens.line2))
        painting.text(
            painter, self._look, foot, self.tr("↑↓ 选   Enter 填入   Esc 关"), px=12, colour=tokens.mute
        )
        painter.end()

    def _paint_row(self, painter: QPainter, room: QRectF, offer: Offer, *, chosen: bool) -> None:
        look, tokens = self._look, self._look.tokens
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(room, 5, 5)
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
            painting.text(painter, look, lower, offer.note, px=12, colour=tokens.sub)
