"""A timeline as a list: day heads, one row for each thing that happened; only what is seen is painted."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.ui.controls.painted_list import PaintedList, Piece
from inspector_app.ui.ledger.timeline_paint import HEAD, ROW, How, TimelinePainter
from inspector_app.ui.ledger.timeline_values import Entry, day_words
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said


class TimelineView(PaintedList[date | None, Entry]):
    """Shows what happened; ↑↓ choose, Ctrl+↑↓ go from day to day, Enter opens.

    Signals:
        chosen: the Entry that has the keys now, None for none.
        opened: the Entry that is to be followed.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "timeline", parent)
        self._painter = TimelinePainter(look, self)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())
        self.show_entries(())

    # What is shown.

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown, in order."""
        return self.rows

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these instead of what was there; what was chosen stays so while it is still there."""
        days = groupby(entries, key=lambda one: one.line.on)
        if self.show_groups((on, list(told)) for on, told in days):
            self._into_sight(self._at)
        else:
            self.verticalScrollBar().setValue(0)
        self.chosen.emit(self.current)

    def row_height(self) -> int:
        """Return how high an entry is, in pixels."""
        return self._look.row(ROW)

    def head_height(self) -> int:
        """Return how high the head of a day is, in pixels."""
        return self._look.px(HEAD)

    def same(self, one: Entry, other: Entry) -> bool:
        """Tell whether two entries are of the same thing."""
        return one.id == other.id

    def spoken(self, row: Entry | None) -> str:
        """Return the list's accessible name with all about the chosen entry."""
        name = self.tr("时间线")
        if row is None:
            return name
        told = (day_words(row.line.on), row.time, said(row.chip) if row.chip else "", row.words, row.note)
        return f"{name}：{'，'.join(each for each in told if each)}"

    def tip(self, row: Entry) -> str:
        """Return all of an entry's words."""
        return f"{row.words}\n{row.note}"

    # Keys and mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, go from day to day, open."""
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = self.step_of(event.key())
        if self.current is not None and bare == Qt.KeyboardModifier.ControlModifier and step in (1, -1):
            self._to_day(step)
        else:
            super().keyPressEvent(event)

    def _to_day(self, step: int) -> None:
        heads = [n for n, piece in enumerate(self._pieces) if piece.row is None]
        mine = bisect_right(heads, self._at) - 1
        self._go(heads[min(max(mine + step, 0), len(heads) - 1)] + 1)

    def _go(self, at: int) -> None:
        super()._go(at)
        self.chosen.emit(self.current)

    def needed_top(self, at: int) -> int:
        """Return from which height on an entry is shown: the head of its day stays at the top, above it."""
        return self._tops[at] - self.head_height()

    def choose(self, known: str) -> None:
        """Choose the entry of an id, if it is there."""
        for n in self._rows:
            one = self._pieces[n].row
            if one is not None and one.id == known:
                self._go(n)
                return

    def row_at(self, y: float) -> int:
        """Return the place of the entry at a height of the viewport, -1 for none."""
        under_head = y < self.head_height() and self.verticalScrollBar().value()
        return -1 if under_head else super().row_at(y)

    def opens(self, at: int, where: QPointF) -> bool:  # noqa: ARG002 - an entry has no parts
        """Tell whether two clicks open: on the chosen entry itself."""
        return at == self._at

    # Painting.

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the ground of the list."""
        painter.fillRect(self.viewport().rect(), self.palette().base())

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[date | None, Entry]) -> None:
        """Paint the head of a day."""
        self._painter.head(painter, room, day_words(piece.head), piece.count)

    def paint_row(self, painter: QPainter, room: QRectF, row: Entry, at: int) -> None:
        """Paint an entry on the thread of its day."""
        first = self._pieces[at - 1].row is None
        last = at + 1 == len(self._pieces) or self._pieces[at + 1].row is None
        how = How(at == self._at, at == self._hover, self.hasFocus(), first, last)
        self._painter.row(painter, room, row, how)

    def paint_over(self, painter: QPainter, first: int) -> None:
        """Paint the head of the first day that is seen; the next one pushes it away."""
        if not self._pieces:
            return
        head = next(n for n in range(first, -1, -1) if self._pieces[n].row is None)
        after = next((n for n in range(head + 1, len(self._pieces)) if self._pieces[n].row is None), None)
        high = self.head_height()
        top = min(0.0, self._room(after).top() - high) if after is not None else 0.0
        self.paint_head(painter, QRectF(0, top, self.viewport().width(), high), self._pieces[head])
