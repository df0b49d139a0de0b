"""How the rows of a timeline are painted: time, sign on its thread, what happened, who, chip."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from inspector_app.ui.ledger.timeline_values import Entry
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROW, HEAD = 52, 34
TIME, DISC = 46, 26


@dataclass(frozen=True, slots=True)
class How:
    """Whether a row is chosen, the mouse is over it, its list has the keys, and its place within its day."""

    chosen: bool
    over: bool
    keys: bool
    first: bool
    last: bool


class TimelinePainter(QObject):
    """Paints heads and rows; knows nothing of keys and mouse."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def head(self, painter: QPainter, room: QRectF, words: str, count: int) -> None:
        """Paint the head of a day."""
        look, tokens = self._look, self._look.tokens
        painter.fillRect(room, QColor(tokens.head))
        line = QRectF(room.left(), room.bottom() - 1, room.width(), 1)
        painter.fillRect(line, QColor(tokens.line2))
        inner = room.adjusted(look.px(20), 0, -look.px(20), 0)
        painting.text(painter, look, inner, words, px=13, bold=True)
        right = Qt.AlignmentFlag.AlignRight
        painting.text(painter, look, inner, str(count), px=12, colour=tokens.sub, align=right)

    def row(self, painter: QPainter, room: QRectF, one: Entry, how: How) -> None:
        """Paint an entry."""
        look, tokens = self._look, self._look.tokens
        if how.chosen or how.over:
            painter.fillRect(room, QColor(tokens.select if how.chosen else tokens.hover))
        if how.chosen:
            wide = 3 if how.keys else 2
            painter.fillRect(QRectF(0, room.top(), wide, room.height()), QColor(tokens.accent))
        time = QRectF(look.px(20), room.top(), look.px(TIME), room.height())
        painting.text(painter, look, time, one.time, px=13, colour=tokens.sub)
        middle = QPointF(time.right() + look.px(8 + DISC / 2), room.center().y())
        self._thread(painter, room, middle.x(), how)
        self._disc(painter, middle, one)
        left, right = middle.x() + look.px(DISC / 2 + 12), room.right() - look.px(20)
        if one.chip:
            right -= painting.chip_width(look, one.chip, dot=True)
            at = QPointF(right, room.center().y())
            painting.chip(painter, look, at, one.chip, one.tone, dot=True)
            right -= look.px(12)
        half = (room.height() - look.px(10)) / 2
        upper = QRectF(left, room.top() + look.px(5), right - left, half)
        ink = tokens.text if one.line.effect else tokens.sub
        painting.text(painter, look, upper, one.words, px=14, colour=ink)
        lower = upper.translated(0, half - 1)
        painting.text(painter, look, lower, one.note, px=12, colour=tokens.sub)

    def _thread(self, painter: QPainter, room: QRectF, x: float, how: How) -> None:
        """Paint the thread on which the signs of a day hang."""
        middle = room.center().y()
        top = middle if how.first else room.top()
        bottom = middle if how.last else room.bottom()
        painter.setPen(QPen(QColor(self._look.tokens.line), 2))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def _disc(self, painter: QPainter, middle: QPointF, one: Entry) -> None:
        look = self._look
        ground, ink = look.tokens.chips[one.tone]
        radius, size = look.px(DISC) / 2, look.px(15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawEllipse(middle, radius, radius)
        corner = QPointF(middle.x() - size / 2, middle.y() - size / 2)
        painter.drawPixmap(corner, look.pixmap(one.icon, ink, 15))
