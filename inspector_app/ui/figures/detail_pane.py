"""One figure: its value and definition, how it is made up, and the list of what was counted."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from inspector_app.ui.controls.charts.chart_bars import BarChart
from inspector_app.ui.controls.charts.chart_columns import ColumnChart
from inspector_app.ui.controls.charts.chart_legend import Legend
from inspector_app.ui.controls.charts.chart_values import ChartData
from inspector_app.ui.controls.page_parts import teaching
from inspector_app.ui.controls.parts import Chip, Elided, button, column, frame, label, row
from inspector_app.ui.figures import figures_charts
from inspector_app.ui.figures.figures_values import OF_TIME, EntryRow, FigureRow, Shown
from inspector_app.ui.figures.list_card import ListCard
from inspector_app.ui.figures.overview_pane import scrolled
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said

CHART_HEIGHT = 150


class DetailPane(QWidget):
    """Shows a figure; a mark of its chart narrows the list to a month or a district.

    Signals:
        part_wanted: `figure|part`: the list of one mark.
        whole_wanted: `figure|`: the whole list again.
        entry_opened: the EntryRow to go to.
        left: Esc in the list.
    """

    part_wanted = Signal(str)
    whole_wanted = Signal(str)
    entry_opened = Signal(object)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._row: FigureRow | None = None
        self.columns, self.bars = ColumnChart(look, "detail_columns"), BarChart(look, "detail_bars")
        teach = self.tr("这一段时间里没有这样的事。")
        self.list = ListCard(look, "figures_entries", self.tr("看全部"), teach)
        self.entries = self.list.entries
        column(self, [self._head(), (self._chart_card(), 1), (self.list, 1)], gap=12)
        for chart in (self.columns, self.bars):
            chart.opened.connect(self.part_wanted)
        self.list.opened.connect(self.entry_opened)
        self.list.left.connect(self.left)
        self.list.whole_wanted.connect(self._on_all)

    def _head(self) -> QFrame:
        look = self._look
        card = frame("card", "detail_head")
        self._value, self._unit = label("", "figure"), label("", "s")
        self._value.setFont(look.font(26, bold=True))
        self._value.setObjectName("detail_value")
        self._late, self._unproven = Chip(look), Chip(look)
        self._before = Elided(look, px=12, tone="sub")
        self.rule = label("", "s", wrap=True)
        self.rule.setObjectName("detail_rule")
        self.above, self.below = (button("", f"detail_{one}", kind="link") for one in ("above", "below"))
        self._divided = label("÷", "s")
        for part, place in ((self.above, 0), (self.below, 1)):
            part.clicked.connect(lambda _=False, place=place: self._on_of(place))
        share = row(None, [self.above, self._divided, self.below], gap=2)
        chips = row(None, [self._late, self._unproven], gap=6)
        value = row(None, [self._value, self._unit, 8, chips, share, (self._before, 1)], gap=6)
        column(card, [value, self.rule], (16, 10, 16, 12), 4)
        return card

    def _chart_card(self) -> QFrame:
        card = frame("card", "detail_chart")
        self._charts, self._legend = QStackedWidget(), Legend(self._look)
        self._charts.addWidget(self.columns)
        bars = QWidget()
        bars.setObjectName("scrolled")
        column(bars, [self.bars, None], gap=0)
        self._charts.addWidget(scrolled("detail_bars_scroll", self.tr("图表"), bars))
        self._nothing = label("", "s", wrap=True)
        self._charts.addWidget(teaching(self._look, "chart-column", self._nothing, self._look.px(280)))
        self._charts.setMinimumHeight(self._look.px(CHART_HEIGHT))
        column(card, [row(None, [None, self._legend]), self._charts], (12, 6, 12, 8), 0)
        return card

    @property
    def figure(self) -> str:
        """The code of the figure that is shown."""
        return self._row.code if self._row is not None else ""

    def show_figure(self, shown: Shown, one: FigureRow) -> None:
        """Show a figure with its parts; its list comes when it was read."""
        self._row = one
        self._value.setText(one.shown)
        self._unit.setText("" if one.missing or one.percent else one.unit)
        self._late.show_state(said("补录 %s") % one.late if one.late else "", "blue")
        self._unproven.show_state(self.tr("口径待核") if one.unproven else "", "amber")
        self._unproven.setToolTip(one.unproven)
        self._before.show_text(self._compared(shown, one))
        self.rule.setText(one.missing or one.rule)
        self._show_share(shown, one)
        data = figures_charts.parts_of(shown, one)
        if data.empty:
            self._nothing.setText(one.missing or self.tr("这一段时间里没有可画的。"))
            self._charts.setCurrentIndex(2)
            self._legend.show_series(())
            return
        chart = self.columns if shown.by in OF_TIME else self.bars
        self._charts.setCurrentIndex(0 if chart is self.columns else 1)
        self._legend.show_series(data.series)
        chart.show_data(data)

    def _show_share(self, shown: Shown, one: FigureRow) -> None:
        """Name the two numbers of a share; pressed, each opens its list."""
        told = [shown.row(code) if code else None for code in one.of]
        for made, each in zip((self.above, self.below), told, strict=True):
            words = f"{each.words} {each.shown}" if each is not None else ""
            made.setText(words)
            made.setAccessibleName(words)
            made.setMinimumWidth(made.sizeHint().width())
            made.setVisible(bool(words))
        self._divided.setVisible(all(told))

    def _on_of(self, place: int) -> None:
        if self._row is not None:
            self.part_wanted.emit(figures_charts.code_of(self._row.of[place]))

    def _compared(self, shown: Shown, one: FigureRow) -> str:
        if one.before is None or shown.before is None or one.missing:
            return ""
        value = one.percent_before or f"{one.before:,}"
        told = self.tr("去年同期（%1）%2")
        return told.replace("%1", shown.before.words).replace("%2", value)

    def show_entries(self, entries: Sequence[EntryRow], part: str, *, narrowed: bool = False) -> None:
        """Show the list.

        Args:
            part: names what it is of, where that is not the figure as a whole.
            narrowed: it is of one month or district; a button leads back to all.
        """
        title = self.tr("明细 %s 条") % f"{len(entries):,}"
        self.list.show_list(f"{part} · {title}" if part else title, entries, narrowed=narrowed)

    def _on_all(self) -> None:
        self.whole_wanted.emit(figures_charts.code_of(self.figure))

    @property
    def chart(self) -> QWidget | None:
        """The chart that is shown, None where there is nothing to draw."""
        return {0: self.columns, 1: self.bars}.get(self._charts.currentIndex())

    @property
    def data(self) -> ChartData:
        """What the shown chart shows."""
        chart = self.chart
        return chart.data if isinstance(chart, ColumnChart | BarChart) else ChartData("")
