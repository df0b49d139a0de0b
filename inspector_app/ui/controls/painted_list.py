"""Rows in groups, each under its head: one widget that paints only what is seen, so any number is quick."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style.look import Look

H = TypeVar("H")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Piece(Generic[H, R]):
    """What stands below each other: the head of a group with the number of its rows, or a row."""

    head: H
    count: int = 0
    row: R | None = None


class PaintedList(QAbstractScrollArea, Generic[H, R]):
    """Chooses and opens rows by keys and mouse; ↑↓, page and ends choose, Enter opens.

    Made by each list: the methods below that say so.

    Signals:
        opened: the row that is to be followed.
    """

    opened = Signal(object)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pieces: tuple[Piece[H, R], ...] = ()
        self._rows: list[int] = []
        self._tops: list[int] = [0]
        self._at = self._hover = -1
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)

    # Said by each list.

    def row_height(self) -> int:
        """Return how high a row is, in pixels."""
        raise NotImplementedError

    def head_height(self) -> int:
        """Return how high the head of a group is, in pixels."""
        raise NotImplementedError

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[H, R]) -> None:
        """Paint the head of a group."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, room: QRectF, row: R, at: int) -> None:
        """Paint a row; `at` is its place among all pieces."""
        raise NotImplementedError

    def same(self, one: R, other: R) -> bool:
        """Tell whether two rows, read at different times, are of the same thing."""
        raise NotImplementedError

    def spoken(self, row: R | None) -> str:
        """Return the list's accessible name with all about the chosen row."""
        raise NotImplementedError

    def tip(self, row: R) -> str:
        """Return all of a row's words."""
        raise NotImplementedError

    def wheel_step(self) -> int:
        """Return how far a turn of the wheel goes, in pixels."""
        return self.row_height()

    def opens(self, at: int, where: QPointF) -> bool:  # noqa: ARG002 - for the lists with parts in a row
        """Tell whether two clicks at a place of a row open the chosen one."""
        return True

    def pressed(self, at: int, where: QPointF) -> None:
        """Do what a press on a part of the row does beside choosing it."""

    def needed_top(self, at: int) -> int:
        """Return from which height on a chosen row is shown."""
        return self._tops[at]

    def paint_ground(self, painter: QPainter) -> None:
        """Paint what lies below all rows."""

    def paint_over(self, painter: QPainter, first: int) -> None:
        """Paint what lies over the rows; `first` is the first piece that is seen."""

    # What is shown.

    @property
    def rows(self) -> tuple[R, ...]:
        """What is shown, in order."""
        return tuple(one.row for one in self._pieces if one.row is not None)

    @property
    def current(self) -> R | None:
        """What has the keys."""
        return self._pieces[self._at].row if 0 <= self._at < len(self._pieces) else None

    def show_groups(self, groups: Iterable[tuple[H, Sequence[R]]]) -> bool:
        """Show these instead of what was there; tell whether what was chosen is still there and stays so."""
        before = self.current
        pieces: list[Piece[H, R]] = []
        for head, rows in groups:
            pieces.append(Piece(head, len(rows)))
            pieces += [Piece(head, row=one) for one in rows]
        self._pieces = tuple(pieces)
        self._rows = [n for n, piece in enumerate(pieces) if piece.row is not None]
        self._tops = list(accumulate((self._high(one) for one in pieces), initial=0))
        found = -1
        if before is not None:
            found = next((n for n in self._rows if self._is(n, before)), -1)
        self._at = found if found >= 0 else 1 if pieces else -1
        self._hover = -1
        self._range()
        self._say()
        self.viewport().update()
        return found >= 0

    def _is(self, at: int, other: R) -> bool:
        row = self._pieces[at].row
        return row is not None and self.same(row, other)

    def _high(self, piece: Piece[H, R]) -> int:
        return self.row_height() if piece.row is not None else self.head_height()

    def _range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(self._tops[-1] - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.wheel_step())

    def _say(self) -> None:
        self.setAccessibleName(self.spoken(self.current))

    # Keys and mouse.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar honest."""
        super().resizeEvent(event)
        self._range()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, open."""
        key, one = event.key(), self.current
        step = self.step_of(key)
        if one is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(one)
        elif step is not None:
            at = self._rows.index(self._at) + step
            self._go(self._rows[min(max(at, 0), len(self._rows) - 1)])
        else:
            super().keyPressEvent(event)

    def step_of(self, key: int) -> int | None:
        """Return by how many rows a key goes on, None for one that does not."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self._page(),
            Qt.Key.Key_PageUp: -self._page(),
            Qt.Key.Key_Home: -len(self._rows),
            Qt.Key.Key_End: len(self._rows),
        }
        return steps.get(Qt.Key(key))

    def _page(self) -> int:
        return max(self.viewport().height() // self.row_height() - 1, 1)

    def _go(self, at: int) -> None:
        self._at = at
        self._into_sight(at)
        self._say()
        self.viewport().update()

    def _into_sight(self, at: int) -> None:
        bar, top, bottom = self.verticalScrollBar(), self.needed_top(at), self._tops[at + 1]
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    def row_at(self, y: float) -> int:
        """Return the place of the row at a height of the viewport, -1 for none."""
        at = bisect_right(self._tops, y + self.verticalScrollBar().value()) - 1
        return at if 0 <= at < len(self._pieces) and self._pieces[at].row is not None else -1

    def row_rect(self, place: int) -> QRect:
        """Return where the n-th row stands in the viewport."""
        return self._room(self._rows[place]).toRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse."""
        at = self.row_at(event.position().y())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(at)
            self.pressed(at, event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        at, one = self.row_at(event.position().y()), self.current
        if at >= 0 and one is not None and self.opens(at, event.position()):
            self.opened.emit(one)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the mouse, and all of its words."""
        at = self.row_at(event.position().y())
        one = self._pieces[at].row if at >= 0 else None
        self.viewport().setToolTip(plain(self.tip(one)) if one is not None else "")
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
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter)
        first = max(bisect_right(self._tops, self.verticalScrollBar().value()) - 1, 0)
        for at in range(first, len(self._pieces)):
            room, piece = self._room(at), self._pieces[at]
            if room.top() > self.viewport().height():
                break
            if piece.row is None:
                self.paint_head(painter, room, piece)
            else:
                self.paint_row(painter, room, piece.row, at)
        self.paint_over(painter, first)
        painter.end()
