"""The tables of a list side by side, each with how far it is; scrolls sideways, works by arrows and Enter."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from inspector_app.domain.checking import FAILS, Listing, Sort, headway
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look


@dataclass(frozen=True, slots=True)
class TableChip:
    """A table, or a section of a list.

    Attributes:
        told: its headway in words, 不适用, or how many hazards are met.
        done: nothing is left in it.
        bad: it is zero by a rule, or holds a hazard.
    """

    sheet_id: str
    part_id: str
    name: str
    told: str
    done: bool
    bad: bool
    absent: bool


def chips(checks: Checks, listing: Listing, absent: str) -> tuple[TableChip, ...]:
    """Return the chips of a list.

    Args:
        absent: the word for a table that does not apply.
    """
    told = []
    for sheet in checks.board.sheets_of(listing.id):
        for part in checks.board.parts_of(sheet):
            way = headway(checks.board, sheet, part.id)
            hazards = sum(sheet.mark(line.id).result == FAILS for line in part.lines)
            words = f"{way.done}/{way.of}" if way.of else str(hazards or "")
            name = f"{part.name} {sheet.name}".strip()
            bad = bool(checks.zero_words(sheet.id)) or (listing.sort is Sort.HAZARDS and hazards > 0)
            done = bool(way.of) and way.all
            words = absent if sheet.absent else words
            told.append(TableChip(sheet.id, part.id, name, words, done, bad, sheet.absent))
    return tuple(told)


class TableStrip(QWidget):
    """Shows the chips.

    Signals:
        chosen: (sheet id, part id) go there.
        restored: the id of a sheet whose table applies after all.
    """

    chosen = Signal(str, str)
    restored = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("check_tables")
        self.setAccessibleName(self.tr("检查表选择"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(look.row(34))
        self.setMinimumWidth(look.px(120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._chips: tuple[TableChip, ...] = ()
        self._lefts: list[float] = [0.0]
        self._at = 0
        self._offset = 0.0

    def sizeHint(self) -> QSize:
        """Ask for the height of a chip."""
        return QSize(self._look.px(400), self._look.row(34))

    def show_chips(self, told: tuple[TableChip, ...], at: tuple[str, str]) -> None:
        """Show the tables, one of them the current one."""
        self._chips = told
        left = 0.0
        self._lefts = [left]
        for one in told:
            left += self._width(one) + self._look.px(6)
            self._lefts.append(left)
        here = next((n for n, one in enumerate(told) if (one.sheet_id, one.part_id) == at), 0)
        self._choose(here)

    def _choose(self, place: int) -> None:
        self._at = min(max(place, 0), max(len(self._chips) - 1, 0))
        if self._chips:
            left, right = self._lefts[self._at], self._lefts[self._at + 1]
            # One neighbour stays in sight, so that it is seen that there are more.
            near = self._look.px(60)
            self._offset = min(self._offset, max(left - near, 0.0))
            self._offset = max(self._offset, min(right + near, self._lefts[-1]) - self.width())
            self._offset = max(self._offset, 0.0)
            one = self._chips[self._at]
            self.setAccessibleDescription(f"{one.name} {one.told}")
        self.update()

    def _width(self, one: TableChip) -> float:
        look = self._look
        told = painting.text_width(look, one.told, 12) + look.px(6) if one.told else 0
        return painting.text_width(look, one.name, 12, bold=True) + told + look.px(20)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the chips in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, one in enumerate(self._chips):
            left = self._lefts[n] - self._offset
            if left < self.width() and self._lefts[n + 1] - self._offset > 0:
                self._paint_chip(
                    painter, one, QRectF(left, 0, self._width(one), self.height()), here=n == self._at
                )
        painter.end()

    def _paint_chip(self, painter: QPainter, one: TableChip, room: QRectF, *, here: bool) -> None:
        look, tokens = self._look, self._look.tokens
        ground, ink = tokens.card, tokens.mute if one.absent else tokens.sub
        if one.bad:
            ground, ink = tokens.chips["red"]
        elif here:
            ground, ink = tokens.accent_soft, tokens.accent
        keys = here and self.hasFocus()
        edge = tokens.accent if keys or (here and not one.bad) else ink if one.bad else tokens.line
        painter.setPen(QPen(QColor(edge), 2 if keys else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(room.adjusted(1, 2, -1, -2), 6, 6)
        inner = room.adjusted(look.px(10), 0, -look.px(8), 0)
        painting.text(painter, look, inner, one.name, px=12, bold=here, colour=ink)
        right = tokens.accent if one.done and not one.bad else ink
        align = Qt.AlignmentFlag.AlignRight
        painting.text(painter, look, inner, one.told, px=12, colour=right, align=align)

    def _hit(self, at: QPointF) -> int:
        wanted = at.x() + self._offset
        return next((n for n in range(len(self._chips)) if self._lefts[n] <= wanted < self._lefts[n + 1]), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the table that was clicked."""
        place = self._hit(event.position())
        if place >= 0:
            self._choose(place)
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by arrows, open by Enter."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._choose(self._at + (1 if key == Qt.Key.Key_Right else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._chips:
            one = self._chips[self._at]
            if one.absent:
                self.restored.emit(one.sheet_id)
            else:
                self.chosen.emit(one.sheet_id, one.part_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways."""
        by = event.angleDelta().y() or event.angleDelta().x()
        most = max(self._lefts[-1] - self.width(), 0.0)
        self._offset = min(max(self._offset - by / 2, 0.0), most)
        self.update()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current table in sight."""
        super().resizeEvent(event)
        self._choose(self._at)

    def event(self, event: QEvent) -> bool:
        """Tell of the chip under the pointer its whole name."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._hit(QPointF(event.pos()))
            if place >= 0:
                one = self._chips[place]
                back = self.tr("（点一下恢复本表）") if one.absent else "  PgUp PgDn"
                QToolTip.showText(event.globalPos(), plain(f"{one.name} {one.told}{back}"), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they went."""
        super().focusOutEvent(event)
        self.update()
