"""A checklist as rows: laid out, scrolled, painted, with heads that stay at the top."""

from bisect import bisect_right

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from inspector_app.domain.checking import Line, Listing, Mark
from inspector_app.ui.checking.row_paint import RowPaint
from inspector_app.ui.checking.row_room import Cell, points_words
from inspector_app.ui.checking.rows import Kind, Place, Row, places, rows
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.style.look import Look

NOWHERE: Place = ("", "")


class ListView(QAbstractScrollArea):
    """Shows the items of one list, one of them current and unfolded; knows no keys.

    Signals:
        moved: (sheet id, part id) another table or section is being worked on.
        stepped: another item is the current one.
    """

    moved = Signal(str, str)
    stepped = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("check_list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("检查表"))
        self.setMinimumHeight(look.px(160))
        self._look = look
        self._paint = RowPaint(look)
        self._checks: Checks | None = None
        self._listing: Listing | None = None
        self._rows: list[Row] = []
        self._tops: list[int] = [0]
        self.at: Place = NOWHERE
        self.cell = Cell()
        self.verticalScrollBar().setSingleStep(look.row(38))

    def sizeHint(self) -> QSize:
        """Ask for a moderate part of the middle."""
        return QSize(self._look.px(480), self._look.px(400))

    # What is shown.

    def show_list(self, checks: Checks, listing: Listing) -> None:
        """Show a list, or its newer values; the current item stays where it is."""
        other = self._listing is None or self._listing.id != listing.id
        self._checks, self._listing = checks, listing
        before, every = self.at, places(checks, listing)
        if other or self.at not in every:
            self.at, self.cell = (every[0] if every else NOWHERE), Cell()
        self._lay_out()
        self._speak()
        if other:
            self._reveal()
        if self.at != before:
            self.stepped.emit()

    def _lay_out(self) -> None:
        checks, listing = self._checks, self._listing
        if checks is None or listing is None:
            return
        self._rows = rows(checks, listing, self.at)
        width, top = self.viewport().width(), 0
        self._tops = [0]
        for row in self._rows:
            top += self._paint.height(row, width, checks)
            self._tops.append(top)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, top + self._look.px(12) - self.viewport().height()))
        self.viewport().update()

    def go(self, place: Place) -> None:
        """Make an item the current one and bring it into sight."""
        if self._listing is None or self._checks is None or place not in places(self._checks, self._listing):
            return
        before, part = self.at, self._part_of(self.at)
        self.at, self.cell = place, Cell()
        self._lay_out()
        self._reveal()
        self._speak()
        if place != before:
            self.stepped.emit()
        if self._part_of(place) != part:
            self.moved.emit(*self._part_of(place))

    def go_to_part(self, sheet_id: str, part_id: str) -> None:
        """Go to the first item of a table or section."""
        for row in self._rows:
            if row.kind is Kind.LINE and row.sheet.id == sheet_id and part_id in ("", row.part.id):
                self.go(row.place)
                return

    def part(self) -> tuple[str, str]:
        """Return the sheet and the table or section of the current item."""
        return self._part_of(self.at)

    def _part_of(self, place: Place) -> tuple[str, str]:
        row = next((one for one in self._rows if one.kind is Kind.LINE and one.place == place), None)
        return (row.sheet.id, row.part.id) if row is not None else NOWHERE

    def _reveal(self) -> None:
        """Bring the current item with what is unfolded under it into sight, below the head that stays."""
        mine = [n for n, row in enumerate(self._rows) if row.line is not None and row.place == self.at]
        if not mine:
            return
        wanted = next((n for n in mine if self._is_cell(self._rows[n])), None)
        first, last = (wanted, wanted) if wanted is not None else (mine[0], mine[-1])
        head = self._sticky_height(mine[0])
        bar, high = self.verticalScrollBar(), self.viewport().height()
        top, bottom = self._tops[first] - head, self._tops[last + 1]
        if bottom > bar.value() + high:
            bar.setValue(bottom - high)
        if top < bar.value():
            bar.setValue(top)
        if wanted is None and bottom - top > high:
            bar.setValue(top)

    def _is_cell(self, row: Row) -> bool:
        return row.criterion is not None and row.criterion.id == self.cell.criterion_id

    def _head_of(self, place: int) -> int:
        """Return the row of the head that a row stands under."""
        return next(
            (n for n in range(min(place, len(self._rows) - 1), -1, -1) if self._rows[n].kind is Kind.HEAD), 0
        )

    def _sticky_height(self, place: int) -> int:
        head = self._head_of(place)
        return self._tops[head + 1] - self._tops[head]

    def _speak(self) -> None:
        line = self.line()
        if line is None:
            return
        mark = self.mark()
        ground = next((one for one in line.criteria if one.id == self.cell.criterion_id), None)
        told = [line.number, line.text, mark.result or self.tr("未查")]
        if ground is not None:
            told += [ground.text, points_words(ground), str(mark.points(ground.id) or "")]
        self.setAccessibleDescription(" ".join(told).strip())

    # What is current.

    def line(self) -> Line | None:
        """Return the current item."""
        sheet = self._checks.board.sheet(self.at[0]) if self._checks is not None else None
        return (
            self._checks.board.line(sheet, self.at[1])
            if sheet is not None and self._checks is not None
            else None
        )

    def mark(self) -> Mark:
        """Return what is noted of the current item."""
        sheet = self._checks.board.sheet(self.at[0]) if self._checks is not None else None
        return sheet.mark(self.at[1]) if sheet is not None else Mark()

    def _may(self) -> bool:
        return self._checks is not None and not self._checks.locked

    # Painting.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.viewport().update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the rows in sight, then the head that stays at the top."""
        checks = self._checks
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self.palette().base())
        if checks is not None and self._rows:
            offset, high = self.verticalScrollBar().value(), self.viewport().height()
            first = max(bisect_right(self._tops, offset) - 1, 0)
            for n in range(first, len(self._rows)):
                if self._tops[n] - offset > high:
                    break
                self._paint_row(painter, n, QRectF(self._room(n)), checks)
            self._paint_sticky(painter, first, offset, checks)
        painter.end()

    def _room(self, n: int) -> QRectF:
        top = self._tops[n] - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self._tops[n + 1] - self._tops[n])

    def _paint_row(self, painter: QPainter, n: int, room: QRectF, checks: Checks) -> None:
        row = self._rows[n]
        here = row.line is not None and row.place == self.at
        self._paint.paint(painter, row, room, checks, at=here, cell=self.cell, keys=self.hasFocus())

    def _paint_sticky(self, painter: QPainter, first: int, offset: int, checks: Checks) -> None:
        head = self._head_of(first)
        high = self._tops[head + 1] - self._tops[head]
        following = next(
            (n for n in range(head + 1, len(self._rows)) if self._rows[n].kind is Kind.HEAD), None
        )
        top = 0 if following is None else min(0, self._tops[following] - offset - high)
        if self._tops[head] < offset:
            self._paint_row(painter, head, QRectF(0, top, self.viewport().width(), high), checks)
