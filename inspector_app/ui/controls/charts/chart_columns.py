"""A chart of columns: months or quarters beside each other, one column a series."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from inspector_app.ui.controls.charts import chart_geometry, chart_paint
from inspector_app.ui.controls.charts.chart import AXIS_PX, VALUE_PX, Chart
from inspector_app.ui.controls.charts.chart_geometry import Box, Placed
from inspector_app.ui.controls.charts.chart_values import grouped
from inspector_app.ui.style import painting

LEAST_HEIGHT = 120
RIGHT, CENTRE = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


class ColumnChart(Chart):
    """Groups of columns over an axis; ← → go from column to column."""

    def steps(self) -> dict[Qt.Key, int]:
        """Return by how many marks each key goes on."""
        series = max(len(self._data.series), 1)
        key, far = Qt.Key, len(self._placed)
        return {
            key.Key_Right: 1,
            key.Key_Left: -1,
            key.Key_PageDown: series,
            key.Key_PageUp: -series,
            key.Key_Home: -far,
            key.Key_End: far,
        }

    @property
    def plot(self) -> Box:
        """What the axes enclose."""
        look = self._look
        left = max(self.measure(grouped(one)) for one in self.ticks) + look.px(10)
        top = look.px(22)
        bottom = look.px(26)
        return Box(left, top, max(self.width() - left - 2, 10), max(self.height() - top - bottom, 10))

    @property
    def ticks(self) -> tuple[int, ...]:
        """The values at which the axis is marked."""
        return chart_geometry.ticks(self._data.largest, 4)

    def place(self) -> tuple[Placed, ...]:
        """Return where the columns stand."""
        values = [[mark.value for mark in group.marks] for group in self._data.groups]
        return chart_geometry.columns(values, self.plot, self.ticks[-1], scale=self._look.scale)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint axis, columns, values and names."""
        painter = QPainter(self)
        plot = self.plot
        self._axis(painter, plot)
        if self._hover >= 0:
            chart_paint.hover(painter, self._look, self._placed[self._hover].reach)
        for one in self._placed:
            group = self._data.groups[one.group]
            if not group.ahead:
                series = self._data.series[one.series]
                chart_paint.column(painter, self._look, series, one.box, faint=group.faint)
        if 0 <= self._at < len(self._placed):
            chart_paint.ring(painter, self._look, self._ringed(), keys=self.hasFocus())
        self._values(painter, plot)
        self._names(painter, plot)
        painter.end()

    def _ringed(self) -> Box:
        """Return what the ring goes round: the column, at least as high as can be seen."""
        box = self._placed[self._at].box
        high = max(box.height, 6.0)
        return Box(box.x, box.bottom - high, box.width, high)

    def _axis(self, painter: QPainter, plot: Box) -> None:
        tokens, ticks = self._look.tokens, self.ticks
        for one in ticks:
            y = round(plot.bottom - plot.height * one / ticks[-1])
            line = tokens.edge if one == 0 else tokens.line2
            painter.fillRect(QRectF(plot.x, y - (0 if one == 0 else 0.5), plot.width, 1), QColor(line))
            words = QRectF(0, y - 10, plot.x - self._look.px(8), 20)
            painting.text(
                painter, self._look, words, grouped(one), px=AXIS_PX, colour=tokens.mute, align=RIGHT
            )

    def _values(self, painter: QPainter, plot: Box) -> None:
        look = self._look
        told = [self._mark_of(one).written for one in self._placed]
        widths = [painting.text_width(look, one, VALUE_PX, bold=True) + 1 for one in told]
        high = float(look.px(VALUE_PX) + 3)
        for n, box in chart_geometry.labelled(self._placed, widths, high, plot).items():
            room = chart_paint.room(box)
            painting.text(painter, look, room, told[n], px=VALUE_PX, bold=True, align=CENTRE)

    def _names(self, painter: QPainter, plot: Box) -> None:
        groups, tokens = self._data.groups, self._look.tokens
        if not groups:
            return
        each = plot.width / len(groups)
        for n in chart_geometry.named([one.words for one in groups], each, self.measure):
            wide = self.measure(groups[n].words) + 4
            middle = plot.x + each * (n + 0.5)
            left = min(max(middle - wide / 2, 0), self.width() - wide)
            room = QRectF(left, plot.bottom + self._look.px(4), wide, self._look.px(20))
            chosen = 0 <= self._at < len(self._placed) and self._placed[self._at].group == n
            colour = tokens.text if chosen else tokens.mute if groups[n].ahead else tokens.sub
            painting.text(
                painter,
                self._look,
                room,
                groups[n].words,
                px=AXIS_PX,
                colour=colour,
                bold=chosen,
                align=CENTRE,
            )
