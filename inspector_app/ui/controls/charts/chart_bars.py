"""A chart of horizontal bars: districts, people, campaigns below each other, each with its name and value."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from inspector_app.ui.controls.charts import chart_geometry, chart_paint
from inspector_app.ui.controls.charts.chart import AXIS_PX, VALUE_PX, Chart
from inspector_app.ui.controls.charts.chart_geometry import Box, Placed
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import Look

ROW, DENSE_ROW, THICK = 32, 24, 14
MOST_NAME = 0.34
"""Share of the width that names may take."""
RIGHT = Qt.AlignmentFlag.AlignRight


class BarChart(Chart):
    """One bar a group, its name before and its value behind it; ↑ ↓ go from bar to bar.

    Args:
        dense: rows stand closer together.
    """

    def __init__(self, look: Look, name: str, *, dense: bool = False, parent: QWidget | None = None) -> None:
        self._row = DENSE_ROW if dense else ROW
        super().__init__(look, name, parent)

    def steps(self) -> dict[Qt.Key, int]:
        """Return by how many marks each key goes on."""
        key, far = Qt.Key, len(self._placed)
        return {
            key.Key_Down: 1,
            key.Key_Up: -1,
            key.Key_PageDown: 8,
            key.Key_PageUp: -8,
            key.Key_Home: -far,
            key.Key_End: far,
        }

    @property
    def row(self) -> int:
        """How high a row is, in pixels."""
        return self._look.px(self._row)

    @property
    def plot(self) -> Box:
        """What the bars may fill: behind the names, before the longest value."""
        look, groups = self._look, self._data.groups
        widest = max((self.measure(one.words) for one in groups), default=0.0)
        left = min(widest, self.width() * MOST_NAME) + look.px(22)
        values = max((self._wide(n) for n in range(len(groups))), default=0.0)
        right = self.width() - values - look.px(16)
        return Box(left, 0, max(right - left, 10), self.row * len(groups))

    def _wide(self, n: int) -> float:
        return painting.text_width(self._look, self._told(n), VALUE_PX, bold=True)

    def _told(self, n: int) -> str:
        return self._data.groups[n].marks[0].written

    def sizeHint(self) -> QSize:
        """Return the height that all rows need."""
        return QSize(self._look.px(240), self.row * max(len(self._data.groups), 1))

    def minimumSizeHint(self) -> QSize:
        """Return the same; what is too high scrolls."""
        return QSize(self._look.px(160), self.sizeHint().height())

    def place(self) -> tuple[Placed, ...]:
        """Return where the bars stand."""
        values = [group.marks[0].value for group in self._data.groups]
        self.setMinimumHeight(self.row * len(values))
        plot = self.plot
        placed = chart_geometry.bars(
            values, plot, max(self._data.largest, 1), float(self.row), self._look.px(THICK)
        )
        whole = [Box(0, one.reach.y, self.width(), one.reach.height) for one in placed]
        return tuple(
            Placed(one.group, one.series, one.box, reach) for one, reach in zip(placed, whole, strict=True)
        )

    def shown_at(self, box: Box) -> None:
        """Scroll to the chosen bar."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        inside = around.widget() if around is not None else None
        if around is not None and inside is not None:
            middle = self.mapTo(inside, QPoint(0, round(box.y + box.height / 2)))
            around.ensureVisible(0, middle.y(), 0, round(box.height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen."""
        painter = QPainter(self)
        look, plot, tokens = self._look, self.plot, self._look.tokens
        painter.fillRect(QRectF(plot.x - 1, 0, 1, plot.height), QColor(tokens.edge))
        for n, one in enumerate(self._placed):
            if one.reach.bottom < event.rect().top() or one.reach.y > event.rect().bottom():
                continue
            group = self._data.groups[n]
            if n in (self._at, self._hover):
                inner = Box(one.reach.x, one.reach.y + 1, one.reach.width, one.reach.height - 2)
                chart_paint.hover(painter, look, inner)
            words = QRectF(look.px(6), one.reach.y, plot.x - look.px(16), one.reach.height)
            painting.text(painter, look, words, group.words, px=AXIS_PX, colour=tokens.text)
            chart_paint.bar(painter, look, self._data.series[0], one.box, faint=group.faint)
            behind = QRectF(one.box.right + look.px(6), one.reach.y, self._wide(n) + 2, one.reach.height)
            painting.text(painter, look, behind, self._told(n), px=VALUE_PX, bold=True)
            if n == self._at and self.hasFocus():
                inner = Box(one.reach.x + 4, one.reach.y + 4, one.reach.width - 8, one.reach.height - 8)
                chart_paint.ring(painter, look, inner, keys=True)
        painter.end()
