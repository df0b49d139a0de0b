"""A few lines in a card, one of which has the keys: ↑↓ choose, Enter or a click goes where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROW = 32


@dataclass(frozen=True, slots=True)
class Line:
    """What a line shows.

    Attributes:
        lead: small words before it; `number` stands bold after them.
        sign: name of an icon before the words, in the `tone` of a chip.
        note: at the right end; `arrow` stands after it.
        marked: it is the one of now.
        quiet: it is over, and said more quietly.
        leads: it goes somewhere.
    """

    words: str
    lead: str = ""
    number: str = ""
    sign: str = ""
    tone: str = ""
    note: str = ""
    note_tone: str = ""
    marked: bool = False
    quiet: bool = False
    leads: bool = False
    arrow: bool = False

    @property
    def spoken(self) -> str:
        """The whole line in one."""
        return " ".join(one for one in (self.lead, self.number, self.words, self.note) if one)


class Lines(QWidget):
    """Paints lines; knows nothing of what they are about.

    Signals:
        chosen: the place of the line that was pressed; only of one that leads somewhere.
    """

    chosen = Signal(int)

    def __init__(self, look: Look, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._spoken = look, spoken
        self._lines: tuple[Line, ...] = ()
        self._at = -1
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.show_lines(())

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    @property
    def at(self) -> int:
        """The line that has the keys, -1 when none can have them."""
        return self._at

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these instead of what was there."""
        self._lines = tuple(lines)
        leading = self._leading()
        self._at = self._at if self._at in leading else next(iter(leading), -1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leading else Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(max(len(self._lines), 1) * self._high)
        self._say()
        self.update()

    def _leading(self) -> list[int]:
        return [n for n, line in enumerate(self._lines) if line.leads]

    def _say(self) -> None:
        here = self._lines[self._at].spoken if self._at >= 0 else ""
        self.setAccessibleName(f"{self._spoken}：{here}" if here else self._spoken)
        self.setAccessibleDescription("；".join(one.spoken for one in self._lines))

    @property
    def _high(self) -> int:
        return self._look.row(ROW)

    def sizeHint(self) -> QSize:
        """Return the room that all lines need."""
        return QSize(self._look.px(280), max(len(self._lines), 1) * self._high)

    # Keys and mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down among the lines that lead somewhere, and there."""
        leading, key = self._leading(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self.chosen.emit(self._at)
        elif key == Qt.Key.Key_Down and self._at in leading:
            self._go(leading[min(leading.index(self._at) + 1, len(leading) - 1)])
        elif key == Qt.Key.Key_Up and self._at in leading:
            self._go(leading[max(leading.index(self._at) - 1, 0)])
        else:
            super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        self._at = at
        self._say()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the line under the mouse leads."""
        at = int(event.position().y()) // self._high
        if event.button() == Qt.MouseButton.LeftButton and at in self._leading():
            self._go(at)
            self.chosen.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began; it was all done then."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is pressed and what is only read, and the whole line."""
        at = int(event.position().y()) // self._high
        leads = at in self._leading()
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.setToolTip(plain(self._lines[at].spoken) if 0 <= at < len(self._lines) else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which line has the keys."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that none has them."""
        super().focusOutEvent(event)
        self.update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for n, line in enumerate(self._lines):
            room = QRectF(0, n * self._high, self.width(), self._high)
            if room.intersects(QRectF(event.rect())):
                self._paint(painter, room, line, keys=self.hasFocus() and n == self._at)
        painter.end()

    def _paint(self, painter: QPainter, room: QRectF, line: Line, *, keys: bool) -> None:
        look, tokens = self._look, self._look.tokens
        if line.marked or keys:
            painter.setPen(QPen(QColor(tokens.accent), 2) if keys else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft) if line.marked else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)
        inner = room.adjusted(look.px(8), 0, -look.px(8), 0)
        right = self._right(painter, inner, line)
        left = self._left(painter, inner, line)
        colour = tokens.accent if line.marked else tokens.sub if line.quiet else tokens.text
        words = QRectF(left, room.top(), right - left - look.px(8), room.height())
        painting.text(painter, look, words, line.words, colour=colour, bold=line.marked)

    def _left(self, painter: QPainter, inner: QRectF, line: Line) -> float:
        """Paint what stands before the words and return where they begin."""
        look, tokens = self._look, self._look.tokens
        left = inner.left()
        if line.sign:
            colour = tokens.chips[line.tone][1] if line.tone else tokens.accent
            at = QPoint(round(left), round(inner.center().y() - look.px(16) / 2))
            painter.drawPixmap(at, look.pixmap(line.sign, colour, 16))
            left += look.px(24)
        if line.lead:
            colour = tokens.accent if line.marked else tokens.sub
            lead = QRectF(left, inner.top(), look.px(34), inner.height())
            painting.text(painter, look, lead, line.lead, px=12, colour=colour)
            left += look.px(34)
        if line.number:
            colour = tokens.accent if line.marked else tokens.sub if line.quiet else tokens.text
            number = QRectF(left, inner.top(), look.px(26), inner.height())
            painting.text(painter, look, number, line.number, px=14, colour=colour, bold=not line.quiet)
            left += look.px(30)
        return left

    def _right(self, painter: QPainter, inner: QRectF, line: Line) -> float:
        """Paint what stands at the right end and return where it begins."""
        look, tokens = self._look, self._look.tokens
        right = inner.right()
        colour = tokens.chips[line.note_tone][1] if line.note_tone else tokens.accent
        if not line.note_tone and not line.arrow:
            colour = tokens.accent if line.marked else tokens.sub
        if line.arrow:
            at = QPoint(round(right - look.px(14)), round(inner.center().y() - look.px(14) / 2))
            painter.drawPixmap(at, look.pixmap("arrow-right", colour, 14))
            right -= look.px(22)
        if line.note:
            wide = painting.text_width(look, line.note, 12) + 2
            note = QRectF(right - wide, inner.top(), wide, inner.height())
            painting.text(painter, look, note, line.note, px=12, colour=colour)
            right -= wide
        return right
