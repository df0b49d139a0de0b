"""Marks painted over a picture on the screen, as they will stand on paper."""

from collections.abc import Sequence
from math import ceil, floor

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from inspector_app.domain import marks
from inspector_app.domain.marks import CASING, LETTERS, RED, Mark, MarkKind
from inspector_app.ui.style.look import Look

LETTER_SHARE, BLANK_SHARE = 0.62, 0.19
"""Height of a text's letters, and of the blank beside them, by the height of its ground."""


def room_of(one: Mark, picture: QRectF) -> QRectF:
    """Return where a mark's box stands in the room of the picture."""
    left, top, right, bottom = one.box
    return QRectF(
        picture.left() + left * picture.width(),
        picture.top() + top * picture.height(),
        (right - left) * picture.width(),
        (bottom - top) * picture.height(),
    )


def mosaic(image: QImage, one: Mark) -> tuple[QRect, QImage]:
    """Return the pixels that a mosaic covers, and one pixel for each of its squares. Any thread."""
    width, height = image.width(), image.height()
    left, top, right, bottom = one.box
    x, y = min(floor(left * width), width - 1), min(floor(top * height), height - 1)
    end_x, end_y = max(ceil(right * width), x + 1), max(ceil(bottom * height), y + 1)
    box = QRect(x, y, min(end_x, width) - x, min(end_y, height) - y)
    side = marks.block(width, height, box.width(), box.height())
    few = (max(box.width() // side, 1), max(box.height() // side, 1))
    coarse = image.copy(box).scaled(
        *few, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return box, coarse


def hidden(image: QImage, layer: Sequence[Mark]) -> QImage:
    """Return the picture with its mosaics laid in; what points and what is written is not. Any thread."""
    covering = [one for one in layer if one.kind is MarkKind.PIXELATE]
    if image.isNull() or not covering:
        return image
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    for one in covering:
        box, coarse = mosaic(image, one)
        painter.drawImage(box, coarse)
    painter.end()
    return made


def paint(painter: QPainter, look: Look, layer: Sequence[Mark], picture: QRectF) -> None:
    """Paint what points and what is written over a picture in its room; mosaics are in its pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in layer:
        if one.kind is MarkKind.ARROW:
            _arrow(painter, one, picture)
        elif one.kind is MarkKind.RING:
            _ring(painter, one, picture)
        elif one.kind is MarkKind.TEXT:
            _text(painter, look, one, picture)
    painter.restore()


def _arrow(painter: QPainter, one: Mark, picture: QRectF) -> None:
    shape = marks.arrow_shape(one, picture.width(), picture.height())
    outline = QPolygonF([QPointF(x, y) + picture.topLeft() for x, y in shape])
    thick = marks.thickness(picture.width(), picture.height())
    painter.setBrush(QColor(RED))
    casing = QPen(QColor(CASING), thick * 0.8)
    casing.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(casing)
    painter.drawPolygon(outline)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(outline)


def _ring(painter: QPainter, one: Mark, picture: QRectF) -> None:
    thick = marks.thickness(picture.width(), picture.height())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((CASING, thick * 1.8), (RED, thick)):
        painter.setPen(QPen(QColor(colour), wide))
        painter.drawEllipse(room_of(one, picture))


def text_ground(look: Look, one: Mark, picture: QRectF) -> tuple[QRectF, float]:
    """Return the ground of a text in the room of the picture, and the height of its letters in pixels."""
    left, top, most, high = marks.text_room(one, picture.width(), picture.height())
    letters = max(high * LETTER_SHARE, 1.0)
    font = look.font()
    font.setPixelSize(100)
    wide = QFontMetricsF(font).horizontalAdvance(one.text) * letters / 100 + 2 * BLANK_SHARE * high
    share = min(most / wide, 1.0) if wide > 0 else 1.0
    place = picture.topLeft() + QPointF(left, top)
    return QRectF(place.x(), place.y(), max(wide * share, high * 0.4), high * share), letters * share


def _text(painter: QPainter, look: Look, one: Mark, picture: QRectF) -> None:
    ground, letters = text_ground(look, one, picture)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(RED))
    painter.drawRoundedRect(ground, ground.height() * 0.16, ground.height() * 0.16)
    font = look.font()
    font.setPixelSize(max(round(letters), 1))
    painter.setFont(font)
    painter.setPen(QColor(LETTERS))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, one.text)
