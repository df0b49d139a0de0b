"""Where small pictures stand, in rows under headings, and how one of them is painted."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from inspector_app.ui.controls.thumbs import middle
from inspector_app.ui.photos.tray_values import Tile
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

WIDTH, PICTURE, CAPTION, GAP, HEAD, EDGE = 124, 92, 22, 10, 36, 4
"""Of a tile, its picture and its line of words; between tiles; of a heading; at the outer edge. In pixels of
the design."""


@dataclass(frozen=True, slots=True)
class Section:
    """Tiles under a heading; an empty heading takes no room."""

    title: str
    tiles: tuple[Tile, ...]


class Rows:
    """The places of tiles and headings within a width.

    Attributes:
        places: of the tiles, in their order, from the upper left of all of them.
        heads: how far down each heading stands, and its words.
        high: all of it together.
    """

    def __init__(self, look: Look, sections: Sequence[Section], wide: int) -> None:
        px, self.places, self.heads = look.px, list[QRect](), list[tuple[int, str]]()
        across, step = max(1, wide // px(WIDTH + GAP)), px(PICTURE + CAPTION) + px(GAP)
        y = px(EDGE)
        for section in sections:
            if section.title:
                self.heads.append((y, section.title))
                y += px(HEAD)
            for n in range(len(section.tiles)):
                row, column = divmod(n, across)
                x = px(EDGE) + column * (px(WIDTH) + px(GAP))
                self.places.append(QRect(x, y + row * step, px(WIDTH), px(PICTURE + CAPTION)))
            y += -(-len(section.tiles) // across) * step
        self.high = y

    def between(self, top: int, bottom: int) -> range:
        """Return which tiles can be seen between two heights."""
        first = bisect_left(self.places, top, key=QRect.bottom)
        return range(first, bisect_right(self.places, bottom, key=QRect.top))

    def at(self, spot: QPoint) -> int | None:
        """Return which tile is at a spot."""
        near = self.between(spot.y(), spot.y())
        return next((n for n in near if self.places[n].contains(spot)), None)

    def beside(self, current: int, *, down: bool) -> int:
        """Return the tile in the row below, or above, that stands nearest beneath or over another."""
        here = self.places[current]
        tops = {place.top() for place in self.places}
        rows = [y for y in tops if (y > here.top() if down else y < here.top())]
        if not rows:
            return current
        y = min(rows) if down else max(rows)
        same = [n for n, place in enumerate(self.places) if place.top() == y]
        return min(same, key=lambda n: abs(self.places[n].left() - here.left()))


@dataclass(frozen=True, slots=True)
class TileState:
    """How a tile stands: chosen, where the keys are, and whether its list has the keys."""

    chosen: bool
    current: bool
    focus: bool


def paint_tile(
    painter: QPainter, look: Look, tile: Tile, image: QImage | None, place: QRect, state: TileState
) -> None:
    """Paint a tile.

    Args:
        image: its small picture; None while it is being made, a null one where there is none to be had.
    """
    tokens = look.tokens
    room = QRectF(place.left(), place.top(), place.width(), look.px(PICTURE))
    path = QPainterPath()
    path.addRoundedRect(room, 6, 6)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(room, QColor(tokens.line2))
    if image is not None and not image.isNull():
        painter.drawImage(room, image, middle(image, room))
    else:
        icon = look.pixmap("image-off" if image is not None else "image-plus", tokens.mute, 20)
        half = look.px(20) / 2
        painter.drawPixmap(QPointF(room.center().x() - half, room.center().y() - half), icon)
    painter.restore()
    if state.chosen or state.current:
        strong = tokens.accent if state.chosen or state.focus else tokens.edge
        painter.setPen(QPen(QColor(strong), 3 if state.current and state.focus else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(room.adjusted(-2, -2, 2, 2), 7, 7)
    _paint_tick(painter, look, room, chosen=state.chosen)
    words = QRectF(place).adjusted(2, look.px(PICTURE) + 2, -2, 0)
    if tile.received:
        side = look.px(14)
        at = QPointF(words.right() - side, words.center().y() - side / 2)
        painter.drawPixmap(at, look.pixmap("cloud-check", tokens.accent, 14))
        words.adjust(0, 0, -side - 4, 0)
    painting.text(
        painter, look, words, tile.caption, px=12, colour=tokens.text if state.chosen else tokens.sub
    )


def _paint_tick(painter: QPainter, look: Look, room: QRectF, *, chosen: bool) -> None:
    tokens, side = look.tokens, look.px(20)
    box = QRectF(room.left() + 5, room.top() + 5, side, side)
    painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.edge), 1))
    painter.setBrush(QColor(tokens.accent if chosen else tokens.card))
    painter.drawRoundedRect(box, 4, 4)
    if chosen:
        icon = look.pixmap("check", tokens.on_accent, 14)
        inner = (side - look.px(14)) / 2
        painter.drawPixmap(QPointF(box.left() + inner, box.top() + inner), icon)
