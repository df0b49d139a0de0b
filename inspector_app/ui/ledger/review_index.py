"""The list of dossiers under review: what waits above, the rest below; several can be chosen to export."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.casework.overview.review_list import Listed
from inspector_app.domain.reviewing import PENDING, Reviewed
from inspector_app.ui.controls.painted_list import PaintedList, Piece
from inspector_app.ui.ledger import review_values as values
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

ROW, HEAD = 58, 30
LARGE_WORDS = 1.2
"""Beyond this scale a row has no room for all of its words."""
WAITING, REST = "待审阅，等得久的在前", "其余，新的在前"


class ReviewIndex(PaintedList[str, Listed]):
    """Shows dossiers; J and K, ↑ and ↓ go through them, with Shift they choose several.

    Signals:
        chosen: the Listed that has the keys now, None for none.
        marked: how many are chosen for an export.
    """

    chosen = Signal(object)
    marked = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "review_index", parent)
        self._today = date.min
        self._marked: set[str] = set()
        self._anchor = -1
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())

    # What is shown.

    def show_rows(self, rows: Sequence[Listed], today: date) -> None:
        """Show these instead of what was there; what was chosen stays so while it is still there."""
        self._today = today
        waiting = [one for one in rows if one.state in PENDING]
        rest = [one for one in rows if one.state not in PENDING]
        groups = ((WAITING, waiting), (REST, rest))
        if self.show_groups((head, told) for head, told in groups if told):
            self._into_sight(self._at)
        else:
            self.verticalScrollBar().setValue(0)
        self._marked &= {one.id for one in rows}
        self._anchor = self._at
        self.marked.emit(len(self._marked))
        self.chosen.emit(self.current)

    def show_state(self, known: str, state: Reviewed) -> None:
        """Let a dossier stand as it does now, where it is: going through a list must not move it."""
        changed = [
            replace(piece, row=replace(piece.row, state=state, news=()))
            if piece.row is not None and piece.row.id == known
            else piece
            for piece in self._pieces
        ]
        self._pieces = tuple(changed)
        self._say()
        self.viewport().update()

    def choose(self, known: str) -> bool:
        """Choose a dossier, if it is there."""
        for n in self._rows:
            row = self._pieces[n].row
            if row is not None and row.id == known:
                self._go(n)
                return True
        return False

    @property
    def place(self) -> tuple[int, int]:
        """Which of the list's dossiers has the keys, from 1, and how many there are."""
        return (self._rows.index(self._at) + 1 if self._at in self._rows else 0), len(self._rows)

    @property
    def marks(self) -> tuple[str, ...]:
        """Those that are chosen for an export, in the order of the list; else the one that has the keys."""
        if self._marked:
            return tuple(one.id for one in self.rows if one.id in self._marked)
        return (self.current.id,) if self.current is not None else ()

    def row_height(self) -> int:
        """Return how high a dossier is, in pixels."""
        return self._look.row(ROW)

    def head_height(self) -> int:
        """Return how high the head of a group is, in pixels."""
        return self._look.px(HEAD)

    def same(self, one: Listed, other: Listed) -> bool:
        """Tell whether two rows are of one dossier."""
        return one.id == other.id

    def spoken(self, row: Listed | None) -> str:
        """Return the list's accessible name with all about the chosen dossier."""
        name = self.tr("案卷列表")
        if row is None:
            return name
        at, count = self.place
        told = [row.target, said(row.state), values.title(row), values.facts(row), row.on.isoformat()]
        told += [values.news_words(row.news)] if row.news else []
        told += [self.tr("已选中")] if row.id in self._marked else []
        place = self.tr("第 %1 宗，共 %2 宗").replace("%1", str(at)).replace("%2", str(count))
        return f"{name}：{place}，{'，'.join(told)}"

    def tip(self, row: Listed) -> str:
        """Return all of a dossier's words."""
        told = [row.target, f"{values.title(row)}  {row.on.isoformat()}", values.facts(row)]
        return "\n".join([*told, said("、").join(row.officers), values.news_words(row.news)]).rstrip()

    # Keys and mouse.

    def step(self, by: int) -> None:
        """Go on by so many dossiers, to the first or the last at most."""
        if self._rows and self._at in self._rows:
            at = min(max(self._rows.index(self._at) + by, 0), len(self._rows) - 1)
            self._go(self._rows[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, go on, choose several."""
        key, keys = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = self.step_of(key)
        if step is not None and keys == Qt.KeyboardModifier.ShiftModifier and self._rows:
            self._stretch(step)
        elif key == Qt.Key.Key_A and keys == Qt.KeyboardModifier.ControlModifier:
            self.mark_all()
        elif key == Qt.Key.Key_Space and keys == Qt.KeyboardModifier.ControlModifier:
            self._toggle(self._at)
        elif key == Qt.Key.Key_Escape and self._marked:
            self.unmark()
        else:
            super().keyPressEvent(event)

    def _stretch(self, step: int) -> None:
        anchor = self._anchor if self._anchor in self._rows else self._at
        self.step(step)
        self._anchor = anchor
        self._mark_between(anchor, self._at)

    def _mark_between(self, one: int, other: int) -> None:
        low, high = sorted((one, other))
        self._marked = {row.id for n in self._rows if low <= n <= high and (row := self._pieces[n].row)}
        self._told_marks()

    def _toggle(self, at: int) -> None:
        row = self._pieces[at].row if 0 <= at < len(self._pieces) else None
        if row is not None:
            self._marked ^= {row.id}
            self._told_marks()

    def mark_all(self) -> None:
        """Choose everything that is listed."""
        self._marked = {one.id for one in self.rows}
        self._told_marks()

    def unmark(self) -> None:
        """Choose nothing for an export."""
        self._marked = set()
        self._told_marks()

    def _told_marks(self) -> None:
        self._say()
        self.viewport().update()
        self.marked.emit(len(self._marked))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse; with Ctrl or Shift, beside what is chosen."""
        at, keys = self.row_at(event.position().y()), event.modifiers()
        if at < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        if keys & Qt.KeyboardModifier.ControlModifier:
            if not self._marked and at != self._at:
                self._toggle(self._at)  # the one that was read is one of them
            self._toggle(at)
            self._go(at)
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            anchor = self._anchor if self._anchor in self._rows else self._at
            self._go(at)
            self._anchor = anchor
            self._mark_between(anchor, at)
        else:
            self._go(at)

    def _go(self, at: int) -> None:
        moved = at != self._at
        super()._go(at)
        self._anchor = at
        if moved:
            self.chosen.emit(self.current)

    # Painting.

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the ground of the list."""
        painter.fillRect(self.viewport().rect(), self.palette().base())

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[str, Listed]) -> None:
        """Paint the head of a group."""
        look, tokens = self._look, self._look.tokens
        painter.fillRect(room, QColor(tokens.head))
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line2))
        inner = room.adjusted(look.px(20), 0, -look.px(14), 0)
        painting.text(painter, look, inner, said(piece.head), px=12, colour=tokens.sub)
        right = Qt.AlignmentFlag.AlignRight
        painting.text(painter, look, inner, str(piece.count), px=12, colour=tokens.sub, align=right)

    def paint_row(self, painter: QPainter, room: QRectF, row: Listed, at: int) -> None:
        """Paint a dossier: site and state, below them its paper, what it is about, and its day."""
        look, tokens = self._look, self._look.tokens
        marked = row.id in self._marked
        if at == self._at or marked or at == self._hover:
            painter.fillRect(
                room, QColor(tokens.hover if at == self._hover and not marked else tokens.select)
            )
        painter.fillRect(QRectF(room.left(), room.bottom() - 1, room.width(), 1), QColor(tokens.line2))
        if at == self._at:
            wide = 4 if self.hasFocus() else 3
            painter.fillRect(QRectF(0, room.top(), wide, room.height()), QColor(tokens.accent))
        self._sign(painter, room, row, marked=marked)
        left, right = room.left() + look.px(24), room.right() - look.px(14)
        upper = room.center().y() - look.px(12)
        chip = painting.chip_width(look, row.state, dot=True)
        place = QPointF(right - chip, upper)
        painting.chip(painter, look, place, str(row.state), values.TONES[row.state], dot=True)
        unread = row.state in (Reviewed.UNSEEN, Reviewed.CHANGED)
        name = QRectF(left, upper - look.px(11), right - chip - left - look.px(8), look.px(22))
        painting.text(painter, look, name, row.target, px=14, bold=unread)
        self._below(painter, QRectF(left, room.center().y() + look.px(1), right - left, look.px(22)), row)

    def _below(self, painter: QPainter, room: QRectF, row: Listed) -> None:
        look, tokens = self._look, self._look.tokens
        when = values.waiting(row, self._today)
        right = Qt.AlignmentFlag.AlignRight
        painting.text(painter, look, room, when, px=12, colour=tokens.sub, align=right)
        room = room.adjusted(0, 0, -painting.text_width(look, when, 12) - look.px(10), 0)
        if row.news:
            told, ink = values.news_words(row.news), tokens.chips["blue"][1]
            painting.text(painter, look, room, told, px=12, colour=ink)
            return
        # Beside large words the number goes before its kind: it is not cut.
        named = row.number if row.number and look.scale > LARGE_WORDS else values.title(row)
        told = f"{named}  {values.facts(row)}"
        painting.text(painter, look, room, told, px=12, colour=tokens.sub)

    def _sign(self, painter: QPainter, room: QRectF, row: Listed, *, marked: bool) -> None:
        """Paint a tick for what is chosen for an export, else a dot for what was not read."""
        look, tokens = self._look, self._look.tokens
        middle = QPointF(room.left() + look.px(13), room.center().y() - look.px(12))
        if marked:
            half = look.px(14) / 2
            picture = look.pixmap("check", tokens.accent, 14)
            painter.drawPixmap(QPointF(middle.x() - half, middle.y() - half), picture)
        elif row.state in (Reviewed.UNSEEN, Reviewed.CHANGED):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(middle, look.px(3), look.px(3))
