"""A timeline as a list: day heads, one row for each thing that happened; only what is seen is painted."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from inspector_app.ui.controls.parts import plain
from inspector_app.ui.ledger.timeline_paint import HEAD, ROW, How, TimelinePainter
from inspector_app.ui.ledger.timeline_values import Entry, day_words
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row of the list: the head of a day with its number of entries, or an entry."""

    on: date | None
    count: int = 0
    entry: Entry | None = None


class TimelineView(QAbstractScrollArea):
    """Shows what happened; ↑↓ choose, Ctrl+↑↓ go from day to day, Enter opens.

    Signals:
        chosen: the Entry that has the keys now, None for none.
        opened: the Entry that is to be followed.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pieces: tuple[_Piece, ...] = ()
        self._rows: list[int] = []
        self._tops: list[int] = [0]
        self._at = self._hover = -1
        self._painter = TimelinePainter(look, self)
        self.setObjectName("timeline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())
        self.show_entries(())

    # What is shown.

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown, in order."""
        return tuple(one.entry for one in self._pieces if one.entry is not None)

    @property
    def current(self) -> Entry | None:
        """What has the keys."""
        return self._pieces[self._at].entry if 0 <= self._at < len(self._pieces) else None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these instead of what was there; what was chosen stays so while it is still there."""
        before = self.current
        pieces: list[_Piece] = []
        for on, told in groupby(entries, key=lambda one: one.line.on):
            rows = list(told)
            pieces.append(_Piece(on, len(rows)))
            pieces += [_Piece(on, entry=one) for one in rows]
        self._pieces = tuple(pieces)
        self._rows = [n for n, piece in enumerate(pieces) if piece.entry is not None]
        self._tops = list(accumulate((self._high(one) for one in pieces), initial=0))
        same = [n for n in self._rows if before and (one := pieces[n].entry) and one.id == before.id]
        self._at = same[0] if same else 1 if pieces else -1
        self._hover = -1
        self._range()
        if same:
            self._into_sight(self._at)
        else:
            self.verticalScrollBar().setValue(0)
        self._say()
        self.viewport().update()
        self.chosen.emit(self.current)

    def _high(self, piece: _Piece) -> int:
        return self._look.row(ROW) if piece.entry is not None else self._look.px(HEAD)

    def _range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(self._tops[-1] - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._look.row(ROW))

    def _say(self) -> None:
        name, one = self.tr("时间线"), self.current
        if one is not None:
            told = (day_words(one.line.on), one.time, said(one.chip) if one.chip else "", one.words, one.note)
            name = f"{name}：{'，'.join(each for each in told if each)}"
        self.setAccessibleName(name)

    # Keys and mouse.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar honest."""
        super().resizeEvent(event)
        self._range()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, go from day to day, open."""
        key, one, bare = event.key(), self.current, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        page = max(self.viewport().height() // self._look.row(ROW) - 1, 1)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -len(self._rows),
            Qt.Key.Key_End: len(self._rows),
        }
        step = steps.get(Qt.Key(key))
        if one is None or (step is None and key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
        elif bare == Qt.KeyboardModifier.ControlModifier and step in (1, -1):
            self._to_day(step)
        elif bare:
            super().keyPressEvent(event)
        elif step is None:
            self.opened.emit(one)
        else:
            at = self._rows.index(self._at) + step
            self._go(self._rows[min(max(at, 0), len(self._rows) - 1)])

    def _to_day(self, step: int) -> None:
        heads = [n for n, piece in enumerate(self._pieces) if piece.entry is None]
        mine = bisect_right(heads, self._at) - 1
        self._go(heads[min(max(mine + step, 0), len(heads) - 1)] + 1)

    def _go(self, at: int) -> None:
        self._at = at
        self._into_sight(at)
        self._say()
        self.viewport().update()
        self.chosen.emit(self.current)

    def _into_sight(self, at: int) -> None:
        # The head of a day stays at the top: a row below it needs the head's height above itself.
        bar, head = self.verticalScrollBar(), self._look.px(HEAD)
        top, bottom = self._tops[at] - head, self._tops[at + 1]
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    def choose(self, known: str) -> None:
        """Choose the entry of an id, if it is there."""
        for n in self._rows:
            one = self._pieces[n].entry
            if one is not None and one.id == known:
                self._go(n)
                return

    def row_at(self, y: float) -> int:
        """Return the place of the entry at a height of the viewport, -1 for none."""
        if y < self._look.px(HEAD) and self.verticalScrollBar().value():
            return -1
        at = bisect_right(self._tops, y + self.verticalScrollBar().value()) - 1
        return at if 0 <= at < len(self._pieces) and self._pieces[at].entry is not None else -1

    def row_rect(self, place: int) -> QRect:
        """Return where the n-th entry stands in the viewport."""
        return self._room(self._rows[place]).toRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse."""
        at = self.row_at(event.position().y())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        one = self.current
        if one is not None and self.row_at(event.position().y()) == self._at:
            self.opened.emit(one)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the mouse, and all of its words."""
        at = self.row_at(event.position().y())
        one = self._pieces[at].entry if at >= 0 else None
        self.viewport().setToolTip(plain(f"{one.words}\n{one.note}") if one is not None else "")
        if at != self._hover:
            self._hover = at
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the list has the keys."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has not."""
        super().focusOutEvent(event)
        self.viewport().update()

    # Painting.

    def _room(self, at: int) -> QRectF:
        top = self._tops[at] - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self._tops[at + 1] - self._tops[at])

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the rows that are seen, and the head of their day over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self.palette().base())
        first = max(bisect_right(self._tops, self.verticalScrollBar().value()) - 1, 0)
        for at in range(first, len(self._pieces)):
            room = self._room(at)
            if room.top() > self.viewport().height():
                break
            piece = self._pieces[at]
            if piece.entry is None:
                self._painter.head(painter, room, day_words(piece.on), piece.count)
            else:
                last = at + 1 == len(self._pieces) or self._pieces[at + 1].entry is None
                chosen = at == self._at
                how = How(
                    chosen, at == self._hover, self.hasFocus(), self._pieces[at - 1].entry is None, last
                )
                self._painter.row(painter, room, piece.entry, how)
        self._paint_head(painter, first)
        painter.end()

    def _paint_head(self, painter: QPainter, first: int) -> None:
        """Paint the head of the first day that is seen; the next one pushes it away."""
        if not self._pieces:
            return
        head = next(n for n in range(first, -1, -1) if self._pieces[n].entry is None)
        after = next((n for n in range(head + 1, len(self._pieces)) if self._pieces[n].entry is None), None)
        high = self._look.px(HEAD)
        top = min(0.0, self._room(after).top() - high) if after is not None else 0.0
        room = QRectF(0, top, self.viewport().width(), high)
        self._painter.head(painter, room, day_words(self._pieces[head].on), self._pieces[head].count)
