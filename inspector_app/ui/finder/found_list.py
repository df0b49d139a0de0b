"""What was found, kind by kind, in one widget: chosen by the keys of the line above it, or a click."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from inspector_app.casework.overview.search import Found, Kind
from inspector_app.ui.controls import highlight
from inspector_app.ui.controls.key_hints import keycap_width, paint_keycap
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

ICONS = {
    Kind.TARGET: "building-2",
    Kind.DOCUMENT: "file-text",
    Kind.PERSON: "users",
    Kind.FINDING: "triangle-alert",
    Kind.INSPECTION: "clipboard-check",
    Kind.COMMAND: "keyboard",
}
ROW, HEAD, EDGE = 46, 28, 6


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line or the head of a kind stands, in pixels from the top of the whole list."""

    top: int
    high: int
    found: Found | None
    head: str = ""


class FoundList(QAbstractScrollArea):
    """Shows lines under the heads of their kinds; the keys stay in the line above.

    Signals:
        chosen: the Found that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("found")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._look = look
        self._places: list[_Place] = []
        self._found: tuple[Found, ...] = ()
        self._at = 0
        self.show_found(())

    def show_found(self, found: Sequence[Found]) -> None:
        """Show these lines, kinds together, and put the bar on the first."""
        self._found, self._at = tuple(found), 0
        self._places, top = [], EDGE
        kind = None
        for one in self._found:
            if one.kind is not kind:
                kind = one.kind
                high = self._look.px(HEAD)
                self._places.append(_Place(top, high, None, said(kind)))
                top += high
            self._places.append(_Place(top, self._look.row(ROW), one))
            top += self._look.row(ROW)
        self._fit()
        self.verticalScrollBar().setValue(0)
        self._tell()

    @property
    def current(self) -> Found | None:
        """The line under the bar."""
        return self._found[self._at] if self._found else None

    @property
    def whole_height(self) -> int:
        """The height that shows every line."""
        return self._places[-1].top + self._places[-1].high + EDGE if self._places else 0

    def move_bar(self, steps: int) -> None:
        """Move the bar; a single step goes round at the ends, a page stops there."""
        if not self._found:
            return
        last = len(self._found) - 1
        to = self._at + steps
        self._at = to % (last + 1) if abs(steps) == 1 else min(max(to, 0), last)
        place = next(one for one in self._places if one.found is self._found[self._at])
        bar, room = self.verticalScrollBar(), self.viewport().height()
        # The head of the first line of a kind is shown with it.
        top = place.top - (self._look.px(HEAD) if self._at == 0 else 0)
        if top < bar.value():
            bar.setValue(top)
        elif place.top + place.high + EDGE > bar.value() + room:
            bar.setValue(place.top + place.high + EDGE - room)
        self._tell()

    def _tell(self) -> None:
        one = self.current
        told = self.tr("没有找到") if one is None else f"{said(one.kind)} {one.title} {one.note}"
        place = f"（{self._at + 1}/{len(self._found)}）" if self._found else ""
        self.setAccessibleName(told + place)
        self.viewport().update()

    def _fit(self) -> None:
        over = self.whole_height - self.viewport().height()
        self.verticalScrollBar().setRange(0, max(over, 0))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(self._look.row(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as there is something to see."""
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        y = event.position().y() + self.verticalScrollBar().value()
        for place in self._places:
            if place.found is not None and place.top <= y < place.top + place.high:
                self.chosen.emit(place.found)
                return

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint what is seen of the list."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset, room = self.verticalScrollBar().value(), self.viewport().height()
        for place in self._places:
            top = place.top - offset
            if top + place.high < 0 or top > room:
                continue
            area = QRectF(EDGE, top, self.viewport().width() - 2 * EDGE, place.high)
            if place.found is None:
                self._head(painter, area, place.head)
            else:
                self._line(painter, area, place.found, chosen=place.found is self.current)
        painter.end()

    def _head(self, painter: QPainter, area: QRectF, told: str) -> None:
        inner = area.adjusted(self._look.px(12), 4, -12, 0)
        painting.text(painter, self._look, inner, told, px=12, colour=self._look.tokens.mute)

    def _line(self, painter: QPainter, area: QRectF, found: Found, *, chosen: bool) -> None:
        look, tokens = self._look, self._look.tokens
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(area, 6, 6)
        size, left = look.px(18), area.left() + look.px(12)
        colour = tokens.accent if chosen else tokens.sub
        at = QPointF(left, area.center().y() - size / 2)
        painter.drawPixmap(at, look.pixmap(ICONS[found.kind], colour, 18))
        right = self._right(painter, area, found)
        inner = QRectF(left + look.px(30), area.top(), right - left - look.px(42), area.height())
        if found.kind is Kind.COMMAND or not found.note:
            highlight.text(painter, look, inner, found.title, found.ranges, px=14)
            return
        half = inner.height() / 2
        upper = QRectF(inner.left(), inner.top() + 3, inner.width(), half - 3)
        highlight.text(painter, look, upper, found.title, found.ranges, px=14)
        lower = QRectF(inner.left(), inner.top() + half, inner.width(), half - 4)
        highlight.text(painter, look, lower, found.note, found.note_ranges, px=12, colour=tokens.sub)

    def _right(self, painter: QPainter, area: QRectF, found: Found) -> float:
        """Paint what stands at the right edge; return where it begins."""
        look, edge = self._look, area.right() - self._look.px(12)
        if found.kind is Kind.COMMAND:
            if not found.note:
                return edge
            wide = keycap_width(look, found.note)
            middle = area.center().y()
            cap = QRectF(edge - wide, middle - look.px(10), wide, look.px(20))
            paint_keycap(painter, look, cap, found.note)
            return cap.left()
        if not found.when:
            return edge
        wide = painting.text_width(look, found.when, 12)
        room = QRectF(edge - wide - 1, area.top(), wide + 2, area.height())
        painting.text(painter, look, room, found.when, px=12, colour=look.tokens.mute)
        return room.left()
