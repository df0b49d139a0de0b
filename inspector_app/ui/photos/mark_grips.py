"""Where marks stand on the screen, where one is gripped, and what becomes of it under the hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from inspector_app.domain.marks import FINENESS, Mark, MarkKind, mark
from inspector_app.ui.controls import marked
from inspector_app.ui.photos.marks_layer import NONE
from inspector_app.ui.style.look import Look

LAST = 2
"""The corner at which a mark is drawn, and the only one that every mark has."""


@dataclass(frozen=True, slots=True)
class Grips:
    """Marks over a picture that stands in a room, in the widget's pixels."""

    look: Look
    room: QRectF

    def ground(self, one: Mark) -> QRectF:
        """Return what a mark takes up; a text as much as its words need."""
        if one.kind is MarkKind.TEXT:
            return marked.text_ground(self.look, one, self.room)[0]
        return marked.room_of(one, self.room)

    def mark_at(self, marks: Sequence[Mark], at: QPointF) -> int:
        """Return the smallest mark under a place, NONE where there is none."""
        reach = self.look.target / 4
        hit: list[tuple[float, int]] = []
        for n, one in enumerate(marks):
            room = self.ground(one).adjusted(-reach, -reach, reach, reach)
            if room.contains(at):
                hit.append((room.width() * room.height(), n))
        return min(hit)[1] if hit else NONE

    def handles(self, one: Mark) -> list[QPointF]:
        """Return where a mark is gripped: an arrow at its ends, a text at its foot, a box at its corners."""
        if one.kind is MarkKind.TEXT:
            return [self.ground(one).bottomRight()]
        x1, y1, x2, y2 = one.ends
        places = [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]
        if one.kind is MarkKind.ARROW:
            places = [(x1, y1), (x2, y2)]
        room = self.room
        return [room.topLeft() + QPointF(x * room.width(), y * room.height()) for x, y in places]

    def handle_at(self, one: Mark | None, at: QPointF) -> int:
        """Return which corner of a mark is gripped at a place, as `gripped` knows it; NONE for none."""
        if one is None:
            return NONE
        reach, handles = self.look.target / 2, self.handles(one)
        for n, place in enumerate(handles):
            if abs(place.x() - at.x()) <= reach and abs(place.y() - at.y()) <= reach:
                # Whatever has one handle, or two, is gripped at its second place with the last.
                return n if n < len(handles) - 1 or n == 3 else LAST
        return NONE


def gripped(one: Mark, grip: int, at: QPointF) -> Mark:
    """Return a mark whose gripped corner stands at a place given in shares.

    Args:
        grip: 0 its first corner, LAST its second, 1 and 3 those between.
    """
    x, y = (round(min(max(step, 0.0), 1.0) * FINENESS) for step in (at.x(), at.y()))
    if grip == 0:
        return replace(one, x1=x, y1=y)
    if grip == 1:
        return replace(one, x2=x, y1=y)
    if grip == 3:
        return replace(one, x1=x, y2=y)
    return replace(one, x2=x, y2=y)


def usual(kind: MarkKind, at: QPointF) -> Mark:
    """Return a mark of the usual size: an arrow points at the place, all others stand around it.

    At the picture's edge it goes the other way, or stands beside: it can always be seen.
    """
    x, y = at.x(), at.y()
    if kind is MarkKind.ARROW:
        return mark(kind, x + (0.12 if x < 0.12 else -0.12), y + (-0.14 if y > 0.86 else 0.14), x, y)
    if kind is MarkKind.TEXT:
        x, y = min(x, 0.8), min(max(y, 0.035), 0.965)
        return mark(kind, x, y - 0.035, x + 0.2, y + 0.035)
    return mark(kind, x - 0.08, y - 0.1, x + 0.08, y + 0.1)


def straightened(one: Mark) -> Mark:
    """Return a box that begins at its upper left, from wherever it was drawn; an arrow as it is.

    The keys resize the lower right.
    """
    if one.kind is MarkKind.ARROW:
        return one
    (left, right), (top, bottom) = sorted((one.x1, one.x2)), sorted((one.y1, one.y2))
    return replace(one, x1=left, y1=top, x2=right, y2=bottom)
