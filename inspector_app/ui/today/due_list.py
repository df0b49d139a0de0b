"""What is due, by urgency: one widget that paints only the rows that are seen, so any number is quick."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from inspector_app.casework.overview.today import Due, Section
from inspector_app.domain.late import LABEL
from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.today.due_painter import RECHECKED, DuePainter, How

ROW, HEAD = 50, 35


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row of the list: a section's head with its number of rows, or something due."""

    section: Section
    count: int = 0
    due: Due | None = None


class DueList(QAbstractScrollArea):
    """The list of what is due; ↑↓ choose, Enter opens the document, R begins a recheck.

    Signals:
        opened: the Due whose document is to be shown.
        recheck_requested: the Due whose target is to be looked at again.
    """

    opened = Signal(object)
    recheck_requested = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pieces: tuple[_Piece, ...] = ()
        self._tops: list[int] = [0]
        self._at = -1
        self._hover = -1
        self._painter = DuePainter(look, self)
        self.setObjectName("due_list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.show_dues(())

    # What is shown.

    @property
    def dues(self) -> tuple[Due, ...]:
        """What is shown, in order."""
        return tuple(one.due for one in self._pieces if one.due is not None)

    @property
    def chosen(self) -> Due | None:
        """What has the keys."""
        return self._pieces[self._at].due if 0 <= self._at < len(self._pieces) else None

    def show_dues(self, dues: Sequence[Due]) -> None:
        """Show these instead of what was there; what was chosen stays so while it is still there."""
        before = self.chosen
        pieces: list[_Piece] = []
        for section, told in groupby(dues, key=lambda one: one.section):
            rows = list(told)
            pieces.append(_Piece(section, len(rows)))
            pieces += [_Piece(section, due=one) for one in rows]
        self._pieces = tuple(pieces)
        self._tops = list(accumulate((self._high(one) for one in pieces), initial=0))
        longest = max((one.number for one in dues), key=len, default="")
        self._painter.fit(longest)
        same = [n for n, one in enumerate(pieces) if before and one.due and _same(one.due, before)]
        self._at = same[0] if same else 1 if pieces else -1
        self._hover = -1
        self._range()
        self._say()
        self.viewport().update()

    def _high(self, piece: _Piece) -> int:
        return self._look.row(ROW) if piece.due is not None else self._look.px(HEAD)

    def _range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(self._tops[-1] - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._look.px(ROW))

    def _say(self) -> None:
        name, one = self.tr("到期和复查"), self.chosen
        if one is not None:
            late = (said(LABEL),) if one.late else ()
            told = (said(one.section), one.target, one.number, *late, one.party, self._painter.days(one))
            name = f"{name}：{'，'.join(told)}"
        self.setAccessibleName(name)

    # Keys and mouse.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bar honest."""
        super().resizeEvent(event)
        self._range()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, open, begin a recheck."""
        key, one = event.key(), self.chosen
        rows = [n for n, piece in enumerate(self._pieces) if piece.due is not None]
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self._page(),
            Qt.Key.Key_PageUp: -self._page(),
            Qt.Key.Key_Home: -len(rows),
            Qt.Key.Key_End: len(rows),
        }
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if one is None or not bare:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(one)
        elif key == Qt.Key.Key_R:
            self.recheck_requested.emit(one)
        elif key == Qt.Key.Key_Space:
            self._act(one)
        elif (step := steps.get(Qt.Key(key))) is not None:
            self._go(rows[min(max(rows.index(self._at) + step, 0), len(rows) - 1)])
        else:
            super().keyPressEvent(event)

    def choose_day(self, day: date | None) -> None:
        """Choose the first thing that falls due on a day, if there is one."""
        there = [n for n, one in enumerate(self._pieces) if one.due is not None and one.due.due == day]
        if there:
            self._go(there[0])

    def _page(self) -> int:
        return max(self.viewport().height() // self._look.row(ROW) - 1, 1)

    def _go(self, at: int) -> None:
        self._at = at
        bar, top, bottom = self.verticalScrollBar(), self._tops[at], self._tops[at + 1]
        if at and self._pieces[at - 1].due is None:
            top = self._tops[at - 1]  # the first of a section shows its head too
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())
        self._say()
        self.viewport().update()

    def _act(self, one: Due) -> None:
        (self.recheck_requested if one.section in RECHECKED else self.opened).emit(one)

    def row_at(self, y: float) -> int:
        """Return the place of what stands at a height of the viewport, -1 for none."""
        at = bisect_right(self._tops, y + self.verticalScrollBar().value()) - 1
        return at if 0 <= at < len(self._pieces) and self._pieces[at].due is not None else -1

    def row_rect(self, place: int) -> QRect:
        """Return where the n-th thing due stands in the viewport."""
        at = [n for n, piece in enumerate(self._pieces) if piece.due is not None][place]
        top = self._tops[at] - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self._tops[at + 1] - self._tops[at])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse; on its button, do it."""
        at = self.row_at(event.position().y())
        if at < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        self._go(at)
        one = self.chosen
        if one is not None and self._painter.button(self._room(at)).contains(event.position()):
            self._act(one)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began; it was all done then."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse; its button did its work at the first click."""
        at, one = self.row_at(event.position().y()), self.chosen
        if (
            at >= 0
            and one is not None
            and not self._painter.button(self._room(at)).contains(event.position())
        ):
            self.opened.emit(one)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the mouse, and all of its words."""
        at = self.row_at(event.position().y())
        one = self._pieces[at].due if at >= 0 else None
        over = one is not None and self._painter.button(self._room(at)).contains(event.position())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        told = (
            f"{one.target} · {self._painter.fact(one)}\n{one.label} {one.number} · {one.party}" if one else ""
        )
        self.viewport().setToolTip(plain(told))
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
        """Paint the rows that are seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = max(bisect_right(self._tops, self.verticalScrollBar().value()) - 1, 0)
        for at in range(first, len(self._pieces)):
            room = self._room(at)
            if room.top() > self.viewport().height():
                break
            piece = self._pieces[at]
            if piece.due is None:
                self._painter.head(painter, room, piece.section, piece.count)
            else:
                how = How(chosen=at == self._at, over=at == self._hover, keys=self.hasFocus())
                self._painter.row(painter, room, piece.due, how)
        painter.end()


def _same(one: Due, other: Due) -> bool:
    return (one.document_id, one.party) == (other.document_id, other.party)
