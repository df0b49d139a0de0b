"""What charts paint alike: fills that differ without colour, rounded columns, the ring at the chosen mark."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from inspector_app.ui.controls.charts.chart_geometry import Box
from inspector_app.ui.controls.charts.chart_values import Pattern, Series
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROUND = 3.0
STEP = 6
"""Of the stripes and dots, in pixels of the design."""
LEGEND_PX = 12
SWATCH = 12


def ink(look: Look, tone: str) -> QColor:
    """Return the colour of a tone, strong enough to stand on a card."""
    if tone == "accent":
        return QColor(look.tokens.accent)
    return QColor(look.tokens.chips[tone][1])


def room(box: Box) -> QRectF:
    """Return a box as Qt paints it."""
    return QRectF(box.x, box.y, box.width, box.height)


def fill(look: Look, series: Series, *, faint: bool = False) -> QBrush:
    """Return how the marks of a series are filled."""
    colour = ink(look, series.tone)
    if faint:
        colour.setAlphaF(0.55)
    if series.pattern is Pattern.SOLID:
        return QBrush(colour)
    if series.pattern is Pattern.HOLLOW:
        soft = QColor(colour)
        soft.setAlphaF(0.10)
        return QBrush(soft)
    return QBrush(_tile(look, series.pattern, colour))


def _tile(look: Look, pattern: Pattern, colour: QColor) -> QPixmap:
    """Return a small picture that repeats: stripes from lower left to upper right, or dots."""
    ratio = 2.0
    side = max(look.px(STEP), 4)
    tile = QPixmap(round(side * ratio), round(side * ratio))
    soft = QColor(colour)
    soft.setAlphaF(0.16 * colour.alphaF())
    tile.fill(soft)
    tile.setDevicePixelRatio(ratio)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pattern is Pattern.STRIPES:
        painter.setPen(QPen(colour, max(side * 0.36, 1.6)))
        for shift in (-side, 0, side):
            painter.drawLine(QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(side / 2, side / 2), side * 0.27, side * 0.27)
    painter.end()
    return tile


def column(painter: QPainter, look: Look, series: Series, box: Box, *, faint: bool = False) -> None:
    """Paint a column: rounded at its top, filled as its series; of nothing, a short line at the base."""
    colour = ink(look, series.tone)
    if box.height <= 0:
        colour.setAlphaF(0.45)
        painter.fillRect(QRectF(box.x, box.bottom - 1.5, box.width, 1.5), colour)
        return
    _shape(painter, look, series, _topped(room(box)), faint=faint)


def bar(painter: QPainter, look: Look, series: Series, box: Box, *, faint: bool = False) -> None:
    """Paint a horizontal bar: rounded at its end; of nothing, a short line at the base."""
    colour = ink(look, series.tone)
    if box.width <= 0:
        colour.setAlphaF(0.45)
        painter.fillRect(QRectF(box.x, box.y, 1.5, box.height), colour)
        return
    _shape(painter, look, series, _ended(room(box)), faint=faint)


def _shape(painter: QPainter, look: Look, series: Series, path: QPainterPath, *, faint: bool) -> None:
    colour = ink(look, series.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # The lines of the axis must not shine through.
    painter.fillPath(path, QColor(look.tokens.card))
    painter.setBrush(fill(look, series, faint=faint))
    # The pattern begins at each mark's corner, so that marks of one series look alike.
    painter.setBrushOrigin(path.boundingRect().topLeft())
    painter.drawPath(path)
    if series.pattern is not Pattern.SOLID:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.2))
        painter.drawPath(path)
    painter.restore()


def _topped(rect: QRectF) -> QPainterPath:
    round_ = min(ROUND, rect.width() / 2, rect.height())
    path = QPainterPath(rect.bottomLeft())
    path.lineTo(rect.left(), rect.top() + round_)
    path.quadTo(rect.topLeft(), QPointF(rect.left() + round_, rect.top()))
    path.lineTo(rect.right() - round_, rect.top())
    path.quadTo(rect.topRight(), QPointF(rect.right(), rect.top() + round_))
    path.lineTo(rect.bottomRight())
    path.closeSubpath()
    return path


def _ended(rect: QRectF) -> QPainterPath:
    round_ = min(ROUND, rect.height() / 2, rect.width())
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.right() - round_, rect.top())
    path.quadTo(rect.topRight(), QPointF(rect.right(), rect.top() + round_))
    path.lineTo(rect.right(), rect.bottom() - round_)
    path.quadTo(rect.bottomRight(), QPointF(rect.right() - round_, rect.bottom()))
    path.lineTo(rect.bottomLeft())
    path.closeSubpath()
    return path


def ring(painter: QPainter, look: Look, box: Box, *, keys: bool) -> None:
    """Paint the ring around the chosen mark: strong while the chart has the keys, thin otherwise."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.tokens.text if keys else look.tokens.mute), 2.0 if keys else 1.0))
    painter.drawRoundedRect(room(box).adjusted(-2, -2, 2, 2), 4, 4)
    painter.restore()


def hover(painter: QPainter, look: Look, box: Box) -> None:
    """Paint the ground under the mark that the mouse is over."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.tokens.hover))
    painter.drawRoundedRect(room(box), 4, 4)
    painter.restore()


def legend_width(look: Look, series: Series) -> float:
    """Return the width of one entry of a legend, the gap behind it included."""
    return painting.text_width(look, series.words, LEGEND_PX) + look.px(SWATCH + 6 + 16)


def legend(painter: QPainter, look: Look, at: QPointF, series: Series) -> None:
    """Paint one entry of a legend, its left edge and middle at `at`."""
    side = look.px(SWATCH)
    _shape(painter, look, series, _topped(QRectF(at.x(), at.y() - side / 2, side, side)), faint=False)
    words = QRectF(at.x() + side + look.px(6), at.y() - look.px(10), 400, look.px(20))
    painting.text(painter, look, words, series.words, px=LEGEND_PX, colour=look.tokens.sub)
