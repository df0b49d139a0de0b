"""What several widgets and delegates paint alike: a line of text, a status chip, a clause mark."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

CHIP_PX = 12
CHIP_HEIGHT = 22
LEFT = Qt.AlignmentFlag.AlignLeft


def text_width(look: Look, told: str, px: int, *, bold: bool = False) -> float:
    """Return how wide a text is, in pixels."""
    return QFontMetricsF(look.font(px, bold=bold)).horizontalAdvance(told)


def text(
    painter: QPainter,
    look: Look,
    room: QRectF,
    told: str,
    *,
    px: int = 13,
    colour: str = "",
    bold: bool = False,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write one line, shortened with … where the room ends."""
    font = look.font(px, bold=bold)
    painter.setFont(font)
    painter.setPen(QColor(colour or look.tokens.text))
    shown = QFontMetricsF(font).elidedText(told, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, shown)


def chip_width(look: Look, told: str, *, dot: bool = False) -> float:
    """Return the width of a chip in pixels; its word is said in the window's language."""
    return text_width(look, said(told), CHIP_PX) + look.px(28 if dot else 18)


def chip(painter: QPainter, look: Look, at: QPointF, told: str, tone: str, *, dot: bool = False) -> None:
    """Paint a status chip, a word on a tone, its left edge and middle at `at`."""
    told = said(told)
    ground, ink = look.tokens.chips[tone]
    high = look.px(CHIP_HEIGHT)
    room = QRectF(at.x(), at.y() - high / 2, chip_width(look, told, dot=dot), high)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(room, high / 2, high / 2)
    if dot:
        painter.setBrush(QColor(ink))
        painter.drawEllipse(QPointF(room.left() + look.px(11), room.center().y()), 3, 3)
    inner = room.adjusted(look.px(18 if dot else 9), 0, 4, 0)
    text(painter, look, inner, told, px=CHIP_PX, colour=ink)
    painter.restore()


def clause_width(look: Look, told: str) -> float:
    """Return the width of a clause mark in pixels."""
    return text_width(look, told, 12) + look.px(32)


def clause(painter: QPainter, look: Look, at: QPointF, told: str, width: float) -> None:
    """Paint a clause mark: square-cornered with a book, so that it never looks like a status."""
    tokens = look.tokens
    high = look.px(22)
    room = QRectF(at.x() + 0.5, at.y() - high / 2, width - 1, high)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.setBrush(QColor(tokens.head))
    painter.drawRoundedRect(room, 4, 4)
    painter.drawPixmap(
        QPointF(at.x() + 7, at.y() - look.px(13) / 2), look.pixmap("book-open", tokens.mute, 13)
    )
    text(painter, look, room.adjusted(look.px(24), 0, -4, 0), told, px=12, colour=tokens.sub)
    painter.restore()
