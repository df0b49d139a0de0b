"""总览: the figures that a bureau is asked for first, the months beside each other, rates and documents."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from inspector_app.ui.controls.charts.chart_bars import BarChart
from inspector_app.ui.controls.charts.chart_columns import ColumnChart
from inspector_app.ui.controls.charts.chart_legend import Legend
from inspector_app.ui.controls.charts.rate_strip import RateStrip
from inspector_app.ui.controls.parts import column, frame, label, row
from inspector_app.ui.figures import figures_charts
from inspector_app.ui.figures.figure_tile import FigureTile, Tiles
from inspector_app.ui.figures.figures_values import OF_TIME, Shown
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

TILES = ("officer_visits", "site_visits", "rectification_notices", "stop_work_notices", "findings")
MOST_RATES = 3
CHART_HEIGHT = 186


def scrolled(name: str, spoken: str, inside: QWidget) -> QScrollArea:
    """Return a part that scrolls where it has no room; the keys stay with what is in it."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setAccessibleName(spoken)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area


class OverviewPane(QWidget):
    """Shows a period at a glance; everything in it opens its list.

    Signals:
        opened: `figure|part` that somebody wants to see the list of.
    """

    opened = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.tiles = [FigureTile(look, f"tile_{code}") for code in TILES]
        self.columns = ColumnChart(look, "overview_columns")
        self.bars = BarChart(look, "overview_bars")
        self.papers = BarChart(look, "overview_papers", dense=True)
        self.rates = [RateStrip(look, f"overview_rate_{n}") for n in range(MOST_RATES)]
        self._no_rates = label(said("还没有到期的整改，算不出比率。"), "s", wrap=True)
        self._title, self._legend = label("", "h3"), Legend(look)
        inside = QWidget()
        inside.setObjectName("scrolled")
        tiles = Tiles(look, self.tiles)
        lower = row(None, [(self._rates_card(), 1), (self._papers_card(), 1)], gap=12)
        column(inside, [tiles, self._chart_card(), (lower, 1)], gap=12)
        column(self, [(scrolled("overview", self.tr("总览"), inside), 1)])
        self._connect()

    def _chart_card(self) -> QFrame:
        card = frame("card", "overview_chart")
        self._charts = QStackedWidget()
        self._charts.addWidget(self.columns)
        bars = QWidget()
        bars.setObjectName("scrolled")
        column(bars, [self.bars, None], gap=0)
        self._charts.addWidget(scrolled("overview_bars_scroll", self.tr("总览"), bars))
        self._charts.setMinimumHeight(self._look.px(CHART_HEIGHT))
        column(
            card,
            [row(None, [self._title, None, self._legend], (4, 0, 0, 0)), (self._charts, 1)],
            (12, 10, 12, 8),
            2,
        )
        return card

    def _rates_card(self) -> QFrame:
        card = frame("card", "overview_rates")
        head = row(None, [label(self.tr("整改情况"), "h3"), None], (8, 0, 0, 0))
        column(card, [head, self._no_rates, *self.rates, None], (8, 10, 8, 8), 2)
        return card

    def _papers_card(self) -> QFrame:
        card = frame("card", "overview_papers_card")
        head = row(None, [label(self.tr("文书和案件"), "h3"), None], (4, 0, 0, 0))
        column(card, [head, self.papers, None], (12, 10, 12, 8), 2)
        return card

    def _connect(self) -> None:
        for tile in self.tiles:
            tile.clicked.connect(lambda _=False, one=tile: self._on_tile(one))
        for chart in (self.columns, self.bars, self.papers):
            chart.opened.connect(self.opened)
        for rate in self.rates:
            rate.opened.connect(lambda code: self.opened.emit(figures_charts.code_of(code)))

    def _on_tile(self, tile: FigureTile) -> None:
        if tile.row is not None:
            self.opened.emit(figures_charts.code_of(tile.row.code))

    def show_period(self, shown: Shown) -> None:
        """Show a period."""
        for tile, code in zip(self.tiles, TILES, strict=True):
            one = shown.row(code)
            if one is not None:
                tile.show_row(one)
        by_time = shown.by in OF_TIME
        data = figures_charts.together(shown) if by_time else figures_charts.visits(shown)
        chart = self.columns if by_time else self.bars
        self._charts.setCurrentIndex(0 if by_time else 1)
        self._title.setText(data.title)
        self._legend.show_series(data.series)
        chart.show_data(data)
        self.papers.show_data(figures_charts.papers(shown))
        self._no_rates.setVisible(not shown.rates)
        for n, strip in enumerate(self.rates):
            strip.setVisible(n < len(shown.rates))
            if n < len(shown.rates):
                strip.show_rate(shown.rates[n])

    def choose(self, code: str) -> bool:
        """Bring the keys back to the mark that opened a list; tell whether it is there."""
        for chart in (self.columns, self.bars, self.papers):
            if chart.isVisible() and chart.choose(code):
                chart.setFocus()
                return True
        figure = figures_charts.taken_apart(code)[0]
        tile = next((one for one in self.tiles if one.row is not None and one.row.code == figure), None)
        if tile is not None:
            tile.setFocus()
        return tile is not None
