"""The phrase list below the fact: a few letters, Enter, and four fields are filled."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from inspector_app.domain.findings import SEVERITY_LABELS, Severity
from inspector_app.ui.style import painting, typed
from inspector_app.ui.style.look import BASE_PX, Look
from inspector_app.ui.workbench.phrases import Offer

ROW = 44
FOOT = 34


class PhrasePopup(QFrame):
    """Shows offers over the page without taking the focus from the field.

    Signals:
        picked: the Offer to fill in.
        highlighted: the Offer under the bar, for a preview; None when the list closes.
        forgotten: the Offer that is not to be made any more; only the office's own can be forgotten.
    """

    picked = Signal(object)
    highlighted = Signal(object)
    forgotten = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setObjectName("phrases")
        self.setProperty("k", "pop")
        self._look = look
        self._row_height, self._foot_height = look.row(ROW), look.px(FOOT)
        self._offers: tuple[Offer, ...] = ()
        self._place = 0
        self._below: QWidget | None = None
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
        self._offers, self._place, self._below = tuple(offers), 0, below
        if not offers:
            self.close_list()
            return
        self.setFixedSize(
            max(below.width(), self._look.px(380)), len(offers) * self._row_height + self._foot_height + 10
        )
        parent = self._page
        at = below.mapTo(parent, below.rect().bottomLeft())
        top = at.y() + 4
        if top + self.height() > parent.height():
            top = max(at.y() - below.height() - self.height() - 4, 0)
        self.move(min(at.x(), max(parent.width() - self.width() - 8, 0)), top)
        self.setAccessibleName(self.tr("短语列表，%s 条") % len(offers))
        self.raise_()
        self.show()
        self.update()
        self.highlighted.emit(self._offers[0])

    def close_list(self) -> None:
        """Close the list without picking."""
        if self.isVisible():
            self.hide()
            self.highlighted.emit(None)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Take the keys that belong to the list while it is open; all others go to the field."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self.isVisible():
            # Esc closes the list; unclaimed it would be the page's shortcut and lead away from the page.
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self.isVisible():
            return self._key(event)
        if event.type() is QEvent.Type.FocusOut:
            self.close_list()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._place = (self._place + step) % len(self._offers)
            self.update()
            self.highlighted.emit(self._offers[self._place])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._place)
            return True
        if key == Qt.Key.Key_Escape:
            self.close_list()
            return True
        return key == Qt.Key.Key_Delete and self._forget()

    def _forget(self) -> bool:
        """Forget the sentence under the bar; False for a shipped one, whose key stays the field's."""
        offer = self._offers[self._place]
        if not offer.own or self._below is None:
            return False
        self.show_offers([one for one in self._offers if one is not offer], self._below)
        self.forgotten.emit(offer)
        return True

    def _pick(self, place: int) -> None:
        offer = self._offers[place]
        self.hide()
        self.picked.emit(offer)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks."""
        place = int((event.position().y() - 5) // self._row_height)
        if event.button() is Qt.MouseButton.LeftButton and 0 <= place < len(self._offers):
            self._pick(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the offers and the keys."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, offer in enumerate(self._offers):
            self._row(
                painter,
                QRectF(5, 5 + n * self._row_height, self.width() - 10, self._row_height - 1),
                offer,
                chosen=n == self._place,
            )
        tokens = self._look.tokens
        foot = QRectF(16, self.height() - self._foot_height, self.width() - 32, self._foot_height)
        painter.fillRect(QRectF(1, foot.top(), self.width() - 2, 1), QColor(tokens.line2))
        painting.text(painter, self._look, foot, self.tr("Enter 一次填好六格"), px=12, colour=tokens.sub)
        right = Qt.AlignmentFlag.AlignRight
        own = self._offers[self._place].own if self._offers else False
        keys = self.tr("↑↓ 选   Del 忘掉   Esc 关") if own else self.tr("↑↓ 选   Esc 关")
        painting.text(painter, self._look, foot, keys, px=12, colour=tokens.mute, align=right)
        painter.end()

    def _row(self, painter: QPainter, room: QRectF, offer: Offer, *, chosen: bool) -> None:
        look, tokens = self._look, self._look.tokens
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(room, 5, 5)
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
        look, (first, last) = self._look, offer.at
        fact, x = offer.phrase.fact, room.left()
        parts = ((fact[:first], False), (fact[first:last], True), (fact[last:], False))
        for told, found in parts:
            left = QRectF(x, room.top(), max(room.right() - x, 0), room.height())
            colour = look.tokens.accent if found else look.tokens.text
            painting.text(painter, look, left, told, colour=colour, bold=found)
            x += painting.text_width(look, told, BASE_PX, bold=found)
