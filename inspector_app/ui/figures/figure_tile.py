"""One figure large: the value, its word, and what it was a year before; pressed, it is taken apart."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from inspector_app.ui.controls.parts import plain
from inspector_app.ui.figures.figures_list import change_of, said_of
from inspector_app.ui.figures.figures_values import FigureRow
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

HEIGHT, LEAST_WIDTH = 88, 134
RIGHT = Qt.AlignmentFlag.AlignRight
VALUE_PX = (28, 22, 18, 15)
"""Sizes of the value, the first that has room."""


class FigureTile(QAbstractButton):
    """A figure as a card."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._row: FigureRow | None = None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.row(HEIGHT))

    @property
    def row(self) -> FigureRow | None:
        """What is shown."""
        return self._row

    def show_row(self, one: FigureRow) -> None:
        """Show a figure."""
        self._row = one
        self.setText(one.words)
        self.setAccessibleName(said_of(one))
        told = (said_of(one), one.rule, one.missing)
        self.setToolTip(plain("\n".join(part for part in told if part)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room it likes."""
        return QSize(self._look.px(150), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, on every desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint card, word, value with its unit, and the year before."""
        tokens, one = self._look.tokens, self._row
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.line), line))
        painter.setBrush(QColor(tokens.hover if self.underMouse() else tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        if one is not None:
            self._words(painter, one)
        painter.end()

    def _words(self, painter: QPainter, one: FigureRow) -> None:
        """Write the word, the value as large as it has room, its unit, and what is to be known beside it."""
        look, tokens = self._look, self._look.tokens
        inner = QRectF(self.rect()).adjusted(look.px(14), look.px(9), -look.px(12), -look.px(9))
        upper = QRectF(inner.left(), inner.top(), inner.width(), look.px(18))
        painting.text(painter, look, upper, one.words, px=12, colour=tokens.sub)
        middle = QRectF(inner.left(), upper.bottom(), inner.width(), inner.height() - look.px(36))
        unit = painting.text_width(look, one.unit, 12) + look.px(6)
        late = said("补录 %s") % one.late if one.late else ""
        beside = unit + (painting.text_width(look, late, 12) + look.px(8) if late else 0)
        room = middle.width() - beside
        px = next((size for size in VALUE_PX if self._fits(one.shown, size, room)), VALUE_PX[-1])
        ink = tokens.mute if one.missing else tokens.text
        painting.text(painter, look, middle, one.shown, px=px, bold=True, colour=ink)
        wide = painting.text_width(look, one.shown, px, bold=True) + look.px(6)
        behind = QRectF(middle.left() + wide, middle.top() + look.px(px * 0.16), unit, middle.height())
        if not one.missing and not one.percent:
            painting.text(painter, look, behind, one.unit, px=12, colour=tokens.mute)
        if late:
            right, blue = middle.adjusted(wide + unit, look.px(px * 0.16), 0, 0), tokens.chips["blue"][1]
            painting.text(painter, look, right, late, px=12, colour=blue, align=RIGHT)
        lower = QRectF(inner.left(), inner.bottom() - look.px(18), inner.width(), look.px(18))
        self._beside(painter, lower, one)

    def _fits(self, told: str, px: int, room: float) -> bool:
        return painting.text_width(self._look, told, px, bold=True) <= room

    def _beside(self, painter: QPainter, room: QRectF, one: FigureRow) -> None:
        look, tokens = self._look, self._look.tokens
        if one.before is None and not one.percent_before:
            return
        before = one.percent_before or f"{one.before:,}"
        change, ink = change_of(one, look)
        told = "  ".join(part for part in (said("去年同期 %s") % before, change) if part)
        painting.text(painter, look, room, told, px=12, colour=ink or tokens.mute)


class Tiles(QWidget):
    """Tiles side by side; in two lines where one has no room for their words."""

    def __init__(self, look: Look, tiles: Sequence[FigureTile]) -> None:
        super().__init__()
        self._look, self._tiles = look, tuple(tiles)
        self._many = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._lay(len(tiles))

    def _lay(self, many: int) -> None:
        if many == self._many:
            return
        self._many = many
        for n, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, n // many, n % many)
        for n in range(len(self._tiles)):
            self._grid.setColumnStretch(n, int(n < many))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew."""
        super().resizeEvent(event)
        fits = self.width() >= self._look.px(LEAST_WIDTH) * len(self._tiles)
        self._lay(len(self._tiles) if fits else -(-len(self._tiles) // 2))
