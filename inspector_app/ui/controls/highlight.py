"""A line of text in which what was asked for stands out."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

Range = tuple[int, int]
MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
BEFORE = 8
"""Characters that are left before the first match when a long text is shortened at its beginning."""


def text(
    painter: QPainter,
    look: Look,
    room: QRectF,
    told: str,
    ranges: Sequence[Range],
    *,
    px: int = 13,
    colour: str = "",
    bold: bool = False,
) -> None:
    """Write one line, what was asked for bold and in the accent; shortened with … where the room ends."""
    told, ranges = brought_near(look, told, ranges, room.width(), px)
    x, right = room.left(), room.right()
    for part, asked in pieces(told, ranges):
        if x >= right:
            return
        font = look.font(px, bold=bold or asked)
        painter.setFont(font)
        painter.setPen(QColor(look.tokens.accent if asked else colour or look.tokens.text))
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, right - x)
        painter.drawText(QRectF(x, room.top(), right - x, room.height()), MIDDLE, shown)
        x = right if shown != part else x + metrics.horizontalAdvance(part)


def brought_near(
    look: Look, told: str, ranges: Sequence[Range], width: float, px: int
) -> tuple[str, list[Range]]:
    """Return a text shortened at its beginning, if what was asked for would not be seen otherwise."""
    first = min((start for start, _ in ranges), default=0)
    if first <= BEFORE or painting.text_width(look, told[: first + BEFORE], px) < width:
        return told, list(ranges)
    cut = first - BEFORE
    return "…" + told[cut:], [(start - cut + 1, end - cut + 1) for start, end in ranges if start >= cut]


def pieces(told: str, ranges: Sequence[Range]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text with whether each was asked for."""
    at = 0
    for start, end in sorted(ranges):
        begin, after = max(start, at), max(end, at)
        if told[at:begin]:
            yield told[at:begin], False
        if told[begin:after]:
            yield told[begin:after], True
        at = after
    if told[at:]:
        yield told[at:], False
