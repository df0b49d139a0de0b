"""What is due, by urgency: one widget that paints only the rows that are seen, so any number is quick."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.casework.overview.today import Due, Section
from inspector_app.domain.late import LABEL
from inspector_app.ui.controls.painted_list import PaintedList, Piece
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.today.due_painter import RECHECKED, DuePainter, How

ROW, HEAD = 50, 35


class DueList(PaintedList[Section, Due]):
    """The list of what is due; ↑↓ choose, Enter opens the document, R begins a recheck.

    Signals:
        opened: the Due whose document is to be shown.
        recheck_requested: the Due whose target is to be looked at again.
    """

    recheck_requested = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "due_list", parent)
        self._painter = DuePainter(look, self)
        self.viewport().setAutoFillBackground(False)
        self.show_dues(())

    # What is shown.

    @property
    def dues(self) -> tuple[Due, ...]:
        """What is shown, in order."""
        return self.rows

    @property
    def chosen(self) -> Due | None:
        """What has the keys."""
        return self.current

    def show_dues(self, dues: Sequence[Due]) -> None:
        """Show these instead of what was there; what was chosen stays so while it is still there."""
        self._painter.fit(max((one.number for one in dues), key=len, default=""))
        self.show_groups(
            (section, list(told)) for section, told in groupby(dues, key=lambda one: one.section)
        )

    def row_height(self) -> int:
        """Return how high a row is, in pixels."""
        return self._look.row(ROW)

    def head_height(self) -> int:
        """Return how high the head of a section is, in pixels."""
        return self._look.px(HEAD)

    def wheel_step(self) -> int:
        """Return how far a turn of the wheel goes, in pixels."""
        return self._look.px(ROW)

    def same(self, one: Due, other: Due) -> bool:
        """Tell whether two rows are of one party's duties under one document."""
        return (one.document_id, one.party) == (other.document_id, other.party)

    def spoken(self, row: Due | None) -> str:
        """Return the list's accessible name with all about the chosen row."""
        name = self.tr("到期和复查")
        if row is None:
            return name
        late = (said(LABEL),) if row.late else ()
        told = (said(row.section), row.target, row.number, *late, row.party, self._painter.days(row))
        return f"{name}：{'，'.join(told)}"

    def tip(self, row: Due) -> str:
        """Return all of a row's words."""
        return f"{row.target} · {self._painter.fact(row)}\n{row.label} {row.number} · {row.party}"

    # Keys and mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, open, begin a recheck."""
        key, one = event.key(), self.current
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if one is not None and bare and key == Qt.Key.Key_R:
            self.recheck_requested.emit(one)
        elif one is not None and bare and key == Qt.Key.Key_Space:
            self._act(one)
        else:
            super().keyPressEvent(event)

    def choose_day(self, day: date | None) -> None:
        """Choose the first thing that falls due on a day, if there is one."""
        there = [n for n, one in enumerate(self._pieces) if one.row is not None and one.row.due == day]
        if there:
            self._go(there[0])

    def needed_top(self, at: int) -> int:
        """Return from which height on a row is shown: the first of a section shows its head too."""
        return self._tops[at - 1] if at and self._pieces[at - 1].row is None else self._tops[at]

    def _act(self, one: Due) -> None:
        (self.recheck_requested if one.section in RECHECKED else self.opened).emit(one)

    def _on_button(self, at: int, where: QPointF) -> bool:
        return self._painter.button(self._room(at)).contains(where)

    def pressed(self, at: int, where: QPointF) -> None:
        """Do what the row's button says."""
        one = self.current
        if one is not None and self._on_button(at, where):
            self._act(one)

    def opens(self, at: int, where: QPointF) -> bool:
        """Tell whether two clicks open; a row's button did its work at the first one."""
        return not self._on_button(at, where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began; it was all done then."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the mouse, and whether it is a button."""
        at = self.row_at(event.position().y())
        over = at >= 0 and self._on_button(at, event.position())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    # Painting.

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[Section, Due]) -> None:
        """Paint the head of a section."""
        self._painter.head(painter, room, piece.head, piece.count)

    def paint_row(self, painter: QPainter, room: QRectF, row: Due, at: int) -> None:
        """Paint something that is due."""
        how = How(chosen=at == self._at, over=at == self._hover, keys=self.hasFocus())
        self._painter.row(painter, room, row, how)
