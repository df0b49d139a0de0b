"""What the fills of a chart mean: one entry a series, in one line at the right of a card's head."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui.controls.charts import chart_paint
from inspector_app.ui.controls.charts.chart_values import Series
from inspector_app.ui.style.look import Look

HEIGHT = 24


class Legend(QWidget):
    """Names the series of a chart; empty where there is but one."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._series: tuple[Series, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.px(HEIGHT))

    def show_series(self, series: Sequence[Series]) -> None:
        """Name these."""
        self._series = tuple(series) if len(series) > 1 else ()
        self.setFixedWidth(self.sizeHint().width())
        self.setAccessibleName(" ".join(one.words for one in self._series))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that all entries need."""
        wide = sum(chart_paint.legend_width(self._look, one) for one in self._series)
        return QSize(round(wide), self._look.px(HEIGHT))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the entries."""
        painter = QPainter(self)
        x = 0.0
        for one in self._series:
            chart_paint.legend(painter, self._look, QPointF(x, self.height() / 2), one)
            x += chart_paint.legend_width(self._look, one)
        painter.end()
