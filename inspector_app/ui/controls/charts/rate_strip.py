"""A rate as a strip: how much of it is filled, and the two numbers it is made of, each with its list."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.ui.controls.charts import chart_geometry, chart_paint
from inspector_app.ui.controls.charts.chart_geometry import Box
from inspector_app.ui.controls.charts.chart_values import Rate, Series, grouped, in_percent
from inspector_app.ui.controls.parts import plain
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

HEIGHT, STRIP = 54, 9
RIGHT = Qt.AlignmentFlag.AlignRight


class RateStrip(QAbstractButton):
    """One rate; pressed, it opens the list of what is counted in its numerator.

    Signals:
        opened: the code of the list.
    """

    opened = Signal(str)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rate = Rate("", 0, 0)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.row(HEIGHT))
        self.clicked.connect(lambda: self.opened.emit(self._rate.above_code))

    @property
    def rate(self) -> Rate:
        """What is shown."""
        return self._rate

    def show_rate(self, rate: Rate) -> None:
        """Show another rate."""
        self._rate = rate
        self.setText(rate.words)
        told = f"{rate.words} {self.percent} {self.written}"
        self.setAccessibleName(told)
        self.setToolTip(plain("\n".join(one for one in (told, rate.rule) if one)))
        self.update()

    @property
    def percent(self) -> str:
        """The rate in words."""
        return in_percent(self._rate.above, self._rate.below) or "—"

    @property
    def written(self) -> str:
        """What it is made of: 按期闭环 12 ÷ 应整改 16."""
        rate = self._rate
        if not rate.below:
            return said("没有可计算的")
        above = f"{rate.above_words} {grouped(rate.above)}".strip()
        below = f"{rate.below_words} {grouped(rate.below)}".strip()
        return f"{above} ÷ {below}"

    def sizeHint(self) -> QSize:
        """Return the room it likes."""
        return QSize(self._look.px(240), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, on every desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the words, the strip, and what it is made of."""
        look, tokens, rate = self._look, self._look.tokens, self._rate
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(QColor(tokens.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        inner = QRectF(self.rect()).adjusted(8, 3, -8, -3)
        third = inner.height() / 3
        upper = QRectF(inner.left(), inner.top(), inner.width(), third)
        percent = painting.text_width(look, self.percent, 14, bold=True) + 4
        painting.text(painter, look, upper.adjusted(0, 0, -percent - 6, 0), rate.words, px=13)
        painting.text(painter, look, upper, self.percent, px=14, bold=True, align=RIGHT)
        high = look.px(STRIP)
        strip = QRectF(inner.left(), inner.top() + third + (third - high) / 2, inner.width(), high)
        painter.setPen(QPen(QColor(tokens.edge), 1))
        painter.setBrush(QColor(tokens.line2))
        painter.drawRoundedRect(strip, 3, 3)
        wide = chart_geometry.share(rate.above, rate.below, strip.width())
        if wide:
            done = Box(strip.left(), strip.top(), wide, strip.height())
            chart_paint.bar(painter, look, Series(rate.words, rate.tone), done)
        lower = QRectF(inner.left(), inner.top() + third * 2, inner.width(), third)
        painting.text(painter, look, lower, self.written, px=12, colour=tokens.sub)
        painter.end()
