"""The keys and clicks of a checklist: marks, deductions by digits, findings of what failed."""

from bisect import bisect_right
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from inspector_app.domain.checking import CONFORMS, FAILS, NOT_APPLICABLE, PARTLY, Mark, Sort
from inspector_app.domain.checklists import Criterion
from inspector_app.ui.checking.list_view import NOWHERE, ListView
from inspector_app.ui.checking.row_room import Cell, valid
from inspector_app.ui.checking.rows import Kind, Place, Row, places

Key = Qt.Key
RESULTS = {Key.Key_1: CONFORMS, Key.Key_2: FAILS, Key.Key_3: NOT_APPLICABLE, Key.Key_4: PARTLY}
OWN = frozenset(
    {
        *RESULTS, *range(Key.Key_0, Key.Key_9 + 1), Key.Key_F2, Key.Key_Slash, Key.Key_N, Key.Key_Insert,
        Key.Key_Space,
        Key.Key_Delete, Key.Key_Backspace, Key.Key_Plus, Key.Key_Minus, Key.Key_Return, Key.Key_Enter,
        Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown,
        Key.Key_Home, Key.Key_End,
    }
)  # fmt: skip
"""Keys that mean something here, though the page hears some of them as well."""


class CheckList(ListView):
    """Hears the keys of the list that it shows.

    Signals:
        marked: (sheet id, item id, Mark) note it.
        raise_wanted: (sheet id, item id, criterion id or empty) make a finding of it, or open the one there.
        absent_wanted: (sheet id, absent) the whole table.
        sheet_wanted: another sheet of the table that is being worked on.
        find_wanted: look for an item.
        note_wanted: write a note to the current item.
    """

    marked = Signal(str, str, object)
    raise_wanted = Signal(str, str, str)
    absent_wanted = Signal(str, bool)
    sheet_wanted = Signal()
    find_wanted = Signal()
    note_wanted = Signal()

    # Keys.

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the page's shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        key = Key(event.key())
        if held == Qt.KeyboardModifier.ControlModifier:
            return key in (Key.Key_Return, Key.Key_Enter, Key.Key_F, Key.Key_0)
        if key is Key.Key_Escape:
            return bool(self.cell.criterion_id)
        return held == Qt.KeyboardModifier.NoModifier and key in OWN

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, mark, deduct."""
        if not self._is_own(event):
            event.ignore()
            return
        key = Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._with_ctrl(key)
        elif key is Key.Key_F2:
            self.raise_wanted.emit(*self.at, self.cell.criterion_id)
        elif self.cell.criterion_id and self._in_cell(key):
            return
        elif key in (Key.Key_Up, Key.Key_Down):
            self._step(1 if key is Key.Key_Down else -1)
        elif key in (Key.Key_PageUp, Key.Key_PageDown):
            self._step_part(1 if key is Key.Key_PageDown else -1)
        elif key in (Key.Key_Home, Key.Key_End):
            self._step(-10_000 if key is Key.Key_Home else 10_000)
        elif key is Key.Key_Slash:
            self.find_wanted.emit()
        else:
            self._at_item(key)

    def _with_ctrl(self, key: Qt.Key) -> None:
        if key is Key.Key_F:
            self.find_wanted.emit()
        elif key is Key.Key_0:
            self.turn_absent()
        else:
            self.raise_wanted.emit(*self.at, self.cell.criterion_id)

    def _at_item(self, key: Qt.Key) -> None:
        line, listing = self.line(), self._listing
        if line is None or listing is None or not self._may():
            return
        if key in RESULTS:
            self.note_result(RESULTS[key])
        elif key in (Key.Key_0, Key.Key_Delete, Key.Key_Backspace):
            self._note(replace(self.mark(), result="", deductions=()))
        elif key is Key.Key_Space:
            self.note_result(FAILS if listing.sort is Sort.HAZARDS else CONFORMS)
        elif key is Key.Key_N:
            self._want_note()
        elif key is Key.Key_Insert:
            self.sheet_wanted.emit()
        elif key in (Key.Key_Right, Key.Key_Return, Key.Key_Enter):
            if line.criteria:
                self._enter_cell(0)
            elif key is not Key.Key_Right:
                self._step(1)

    def _want_note(self) -> None:
        if self._may():
            self.note_wanted.emit()

    def note_result(self, result: str) -> None:
        """Note a result of the current item and go on; a failed scored item asks for its points."""
        line, listing = self.line(), self._listing
        if line is None or listing is None or result not in listing.results or not self._may():
            return
        if result == FAILS and line.criteria:
            self._enter_cell(0)
            return
        self._note(replace(self.mark(), result=result, deductions=()))
        if result == FAILS:
            if listing.sort is Sort.HAZARDS:
                self.raise_wanted.emit(*self.at, "")
        else:
            self._step(1)

    def _note(self, mark: Mark) -> None:
        if mark != self.mark():
            self.marked.emit(*self.at, mark)

    def turn_absent(self) -> None:
        """Say that the current table does not apply; the strip and its head bring it back."""
        if self._may() and self._listing is not None and self._listing.sort is Sort.SCORED and self.at[0]:
            self.absent_wanted.emit(self.at[0], True)

    def _step(self, by: int) -> None:
        if self._checks is None or self._listing is None:
            return
        every = places(self._checks, self._listing)
        if every:
            at = every.index(self.at) if self.at in every else 0
            self.go(every[min(max(at + by, 0), len(every) - 1)])

    def _step_part(self, by: int) -> None:
        firsts: list[Place] = []
        before: tuple[str, str] = NOWHERE
        for row in self._rows:
            if row.kind is Kind.LINE and (row.sheet.id, row.part.id) != before:
                before = (row.sheet.id, row.part.id)
                firsts.append(row.place)
        parts = [self._part_of(one) for one in firsts]
        mine = self._part_of(self.at)
        if mine in parts:
            self.go(firsts[min(max(parts.index(mine) + by, 0), len(firsts) - 1)])

    # Deduction cells.

    def _grounds(self) -> tuple[Criterion, ...]:
        line = self.line()
        return line.criteria if line is not None else ()

    def _enter_cell(self, place: int) -> None:
        grounds = self._grounds()
        if not self._may() or not 0 <= place < len(grounds):
            return
        self.cell = Cell(grounds[place].id)
        self._reveal()
        self._speak()
        self.viewport().update()

    def _leave_cell(self) -> None:
        """Tell what was typed and is no deduction: it is refused in words, and what stood before stands."""
        grounds = {one.id: one for one in self._grounds()}
        one, typed = grounds.get(self.cell.criterion_id), self.cell.typed
        self.cell = replace(self.cell, typed="")
        if one is not None and typed and not valid(one, int(typed)):
            self._deduct(one, int(typed))

    def _in_cell(self, key: Qt.Key) -> bool:
        """Hear a key in a cell; False when it means something for the item."""
        grounds = self._grounds()
        at = next((n for n, one in enumerate(grounds) if one.id == self.cell.criterion_id), -1)
        if at < 0:
            self.cell = Cell()
            return False
        if Key.Key_0 <= key <= Key.Key_9:
            self._type(grounds[at], (self.cell.typed + chr(key))[:3])
        elif key in (Key.Key_Backspace, Key.Key_Delete):
            typed = self.cell.typed or str(self.mark().points(grounds[at].id) or "")
            self._type(grounds[at], typed[:-1] if key is Key.Key_Backspace else "")
        elif key in (Key.Key_Space, Key.Key_Plus, Key.Key_Minus):
            self._quick(grounds[at], key)
        elif key in (Key.Key_Up, Key.Key_Down, Key.Key_Return, Key.Key_Enter):
            self._leave_cell()
            self._next_cell(at, -1 if key is Key.Key_Up else 1)
        elif key in (Key.Key_Escape, Key.Key_Left):
            self._leave_cell()
            self.cell = Cell()
            self.viewport().update()
        else:
            self._leave_cell()
            self.cell = Cell()
            return False
        return True

    def _next_cell(self, at: int, by: int) -> None:
        grounds = self._grounds()
        if 0 <= at + by < len(grounds):
            self._enter_cell(at + by)
        elif by > 0:
            self._step(1)
        else:
            self.cell = Cell()
            self._reveal()
            self.viewport().update()

    def _type(self, one: Criterion, typed: str) -> None:
        points = int(typed) if typed else 0
        self.cell = Cell(one.id, typed if typed and not valid(one, points) else typed.lstrip("0"))
        if valid(one, points):
            self._deduct(one, points)
        self.viewport().update()

    def _quick(self, one: Criterion, key: Qt.Key) -> None:
        """Deduct the least, or once more for what is counted; Space takes a deduction back."""
        held = self.mark().points(one.id)
        if key is Key.Key_Space:
            points = 0 if held else one.least
        else:
            by = one.least if one.per else 1
            points = held + (by if key is Key.Key_Plus else -by) if held else one.least
        self.cell = Cell(one.id)
        if valid(one, max(points, 0)):
            self._deduct(one, max(points, 0))

    def _deduct(self, one: Criterion, points: int) -> None:
        held = self.mark()
        told = {**dict(held.deductions), one.id: points}
        kept = tuple((ground.id, told[ground.id]) for ground in self._grounds() if told.get(ground.id))
        self._note(replace(held, result=FAILS if kept else "", deductions=kept))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of a cell that was being typed in."""
        super().focusOutEvent(event)
        if self.cell.criterion_id and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._leave_cell()
            self.cell = Cell()
        self.viewport().update()

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click makes an item current; on its ring, a mark, a cell or a link it does what stands there."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        n = bisect_right(self._tops, event.position().y() + self.verticalScrollBar().value()) - 1
        if self._checks is None or not 0 <= n < len(self._rows):
            return
        row, room, at = self._rows[n], self._room(n), event.position()
        if row.kind is Kind.HEAD:
            if row.sheet.absent and self._may():
                self.absent_wanted.emit(row.sheet.id, False)
            else:
                self.go_to_part(row.sheet.id, row.part.id)
        elif row.kind is Kind.LINE:
            self._click_line(row, at)
        elif row.kind is Kind.MARKS:
            self._click_marks(row, room, at)
        elif row.criterion is not None:
            self._click_ground(row, room, at)

    def _click_line(self, row: Row, at: QPointF) -> None:
        mark = row.sheet.mark(row.line.id if row.line is not None else "")
        there = [
            criterion for criterion, one in mark.findings if self._checks and one in self._checks.numbers
        ]
        if there and self._paint.link_room(row, self._room(self._rows.index(row))).contains(at):
            self.raise_wanted.emit(*row.place, there[0])
            return
        old = self.at
        if at.x() < self._paint.ring + 4 and self._may():
            self.at, self.cell = row.place, Cell()
            self._note(replace(self.mark(), result="" if self.mark().result else CONFORMS, deductions=()))
            self.at = old
        self.go(row.place)

    def _click_marks(self, row: Row, room: QRectF, at: QPointF) -> None:
        if self._checks is None:
            return
        for code, _, place in self._paint.buttons(row, room, self._checks):
            if place.contains(at):
                if code == "raise":
                    self.raise_wanted.emit(*self.at, "")
                elif code == "note":
                    self._want_note()
                else:
                    self.note_result(RESULTS[Key(Key.Key_0 + int(code))])
                return

    def _click_ground(self, row: Row, room: QRectF, at: QPointF) -> None:
        one = row.criterion
        if one is None:
            return
        if self.mark().finding(one.id) and self._paint.link_room(row, room).contains(at):
            self.raise_wanted.emit(*self.at, one.id)
            return
        self._leave_cell()
        self._enter_cell([each.id for each in self._grounds()].index(one.id))
