"""A list below a field of what a few characters find: worked by keys that never leave the field."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget

from inspector_app.ui.style.look import Look

T = TypeVar("T")

ROW, EDGE = 44, 5


class Popup(QFrame, Generic[T]):
    """Shows offers over a page without taking the keys from the field, whose event filter it is.

    Made by each kind of list: `spoken`, `paint_offer` and `paint_foot`.

    Signals:
        picked: the offer that was chosen.
    """

    picked = Signal(object)

    def __init__(self, look: Look, over: QWidget, name: str, *, wide: int, foot: int) -> None:
        """Make a closed list.

        Args:
            over: the page that it lies over and stays inside.
            wide: the least width, `foot` the height below the offers, in pixels at the usual size of words.
        """
        super().__init__(over)
        self.setObjectName(name)
        self.setProperty("k", "pop")
        self.look = look
        self._over, self._least = over, look.px(wide)
        self._row, self._foot = look.row(ROW), look.px(foot)
        self._offers: tuple[T, ...] = ()
        self._place = 0
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(16, 32, 40, 56))
        self.setGraphicsEffect(shadow)
        self.hide()

    # Said by each kind of list.

    def spoken(self, count: int) -> str:
        """Return how the list is called while it holds so many offers."""
        raise NotImplementedError

    def paint_offer(self, painter: QPainter, room: QRectF, offer: T, *, chosen: bool) -> None:
        """Paint an offer; the bar below the chosen one is there already."""
        raise NotImplementedError

    def paint_foot(self, painter: QPainter, room: QRectF) -> None:
        """Paint which keys work the list."""
        raise NotImplementedError

    def moved(self, offer: T | None) -> None:
        """Hear which offer is under the bar now; None when the list was closed without choosing."""

    def own_key(self, key: int) -> bool:  # noqa: ARG002 - for the lists that have such
        """Do what a further key of this list does; False for one that is the field's."""
        return False

    def takes_enter(self, modifiers: Qt.KeyboardModifier) -> bool:  # noqa: ARG002 - for the lists that care
        """Tell whether Enter chooses with these keys held."""
        return True

    # Done for each kind of list.

    @property
    def offers(self) -> tuple[T, ...]:
        """What is offered now."""
        return self._offers if self.isVisible() else ()

    @property
    def under_bar(self) -> T | None:
        """The offer that Enter would choose, None when there is none."""
        return self._offers[self._place] if self._offers else None

    def show_offers(self, offers: Sequence[T], below: QWidget) -> None:
        """Offer these below a field; nothing to offer closes the list."""
        self._offers, self._place = tuple(offers), 0
        if not offers:
            self.close_list()
            return
        high = len(offers) * self._row + self._foot + 2 * EDGE
        self.setFixedSize(max(below.width(), self._least), high)
        at, over = below.mapTo(self._over, below.rect().bottomLeft()), self._over
        top = at.y() + 4
        if top + high > over.height():
            top = max(at.y() - below.height() - high - 4, 0)
        self.move(min(at.x(), max(over.width() - self.width() - 8, 0)), top)
        self.setAccessibleName(self.spoken(len(offers)))
        self.raise_()
        self.show()
        self.update()
        self.moved(self._offers[0])

    def close_list(self) -> None:
        """Close the list without choosing."""
        if self.isVisible():
            self.hide()
            self.moved(None)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Take the keys that belong to the list while it is open; all others go to the field."""
        if event.type() is QEvent.Type.FocusOut:
            self.close_list()
        if not isinstance(event, QKeyEvent) or not self.isVisible():
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            # Esc closes the list; unclaimed it would lead away from the page, or shut the window.
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        return event.type() is QEvent.Type.KeyPress and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._place = (self._place + step) % len(self._offers)
            self.update()
            self.moved(self._offers[self._place])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.takes_enter(event.modifiers()):
            self._pick(self._place)
            return True
        if key == Qt.Key.Key_Escape:
            self.close_list()
            return True
        return self.own_key(key)

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
        tokens = self.look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, offer in enumerate(self._offers):
            room = QRectF(EDGE, EDGE + n * self._row, self.width() - 2 * EDGE, self._row - 1)
            chosen = n == self._place
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(tokens.accent_soft))
                painter.drawRoundedRect(room, 5, 5)
            self.paint_offer(painter, room, offer, chosen=chosen)
        foot = QRectF(16, self.height() - self._foot, self.width() - 32, self._foot)
        painter.fillRect(QRectF(1, foot.top(), self.width() - 2, 1), QColor(tokens.line2))
        self.paint_foot(painter, foot)
        painter.end()
