"""统计: the period above, all figures at the left, what one of them is made of at the right."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QStackedWidget, QWidget

from inspector_app.ui.controls.page_parts import page_top, teaching
from inspector_app.ui.controls.parts import Elided, button, column, frame, label, row
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.figures import figures_charts
from inspector_app.ui.figures.detail_pane import DetailPane
from inspector_app.ui.figures.figures_list import OVERVIEW, FiguresList
from inspector_app.ui.figures.figures_periods import Period, Span
from inspector_app.ui.figures.figures_values import BY_WORDS, EntryRow, FigureRow, Shown, Sliced
from inspector_app.ui.figures.overview_pane import OverviewPane
from inspector_app.ui.figures.period_bar import PeriodBar
from inspector_app.ui.figures.report_pane import ReportPane
from inspector_app.ui.figures.saved_pane import SavedPane
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

HINTS = (
    ("↑ ↓", "选择"),
    ("Enter", "看明细"),
    ("Esc", "回到数字"),
    ("Alt 1…5", "按月、镇街等分开"),
    ("Alt 6…9", "数字、报告、存档"),
    ("F5", "刷新"),
)
LIST_WIDTH, MOST_LIST = 372, 470


class Mode(StrEnum):
    """What the page shows, by the entries at its head."""

    COUNTS = "counts"
    HALF_YEAR = "half-year"
    PLANTS = "plants"
    SAVED = "saved"


MODES = {
    Mode.COUNTS: "数字",
    Mode.HALF_YEAR: "半年报告",
    Mode.PLANTS: "混凝土企业季报",
    Mode.SAVED: "存档的报告",
}


class FiguresPage(QWidget):
    """Shows the figures of a period; counts nothing by itself.

    Signals:
        shown: somebody came to the page, or asks to count anew.
        period_chosen: (Period, Span)
        by_chosen: the Sliced that figures are to be taken apart by.
        mode_chosen: the Mode that somebody wants to see.
        list_wanted: (code of a figure, code of a part or empty)
        figure_chosen: the code of the figure that is looked at, empty for all of them.
        entry_opened: the EntryRow to go to.
    """

    shown = Signal()
    period_chosen = Signal(object, object)
    by_chosen = Signal(object)
    mode_chosen = Signal(object)
    list_wanted = Signal(str, str)
    figure_chosen = Signal(str)
    entry_opened = Signal(object)

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self._told: Shown | None = None
        self._part = ""
        self._listed = ""
        self._from = ""
        self.search = SearchButton(look)
        self.period = PeriodBar(look, texts)
        self.report, self.saved = ReportPane(look), SavedPane(look)
        self._mode, self._mode_group = Mode.COUNTS, QButtonGroup(self)
        self._modes = {one: self._mode_button(one) for one in Mode}
        self.list, self.overview, self.detail = FiguresList(look), OverviewPane(look), DetailPane(look)
        self._title = Elided(look, px=16, bold=True)
        self._by_group = QButtonGroup(self)
        self._by = {one: self._by_button(one) for one in Sliced}
        self._body = QStackedWidget()
        self._body.addWidget(self._waiting_part())
        self._body.addWidget(self._counts_part())
        self._body.addWidget(self.report)
        self._body.addWidget(self.saved)
        column(self, [self._top(), self.period, (self._body, 1)], gap=0)
        self._connect()
        self.show_mode(Mode.COUNTS)

    def _top(self) -> QFrame:
        refresh = button("", "figures_refresh", look=self._look, icon="refresh-cw", spoken=self.tr("刷新"))
        refresh.setToolTip(f"{self.tr('刷新')}  F5")
        refresh.clicked.connect(self.shown)
        modes = row(None, list(self._modes.values()), gap=4)
        return page_top(self._look, self.tr("统计"), [modes, None, self.search, refresh])

    def _mode_button(self, mode: Mode) -> QPushButton:
        words = said(MODES[mode])
        made = button(words, f"figures_mode_{mode}", kind="tab")
        made.setCheckable(True)
        made.setToolTip(f"{words}  Alt+{len(self._mode_group.buttons()) + 6}")
        made.clicked.connect(lambda: self.mode_chosen.emit(mode))
        self._mode_group.addButton(made)
        return made

    def _by_button(self, by: Sliced) -> QPushButton:
        words = said(BY_WORDS[by])
        made = button(words, f"figures_by_{by}", kind="seg")
        made.setCheckable(True)
        made.setToolTip(f"{words}  Alt+{len(self._by_group.buttons()) + 1}")
        made.clicked.connect(lambda: self.by_chosen.emit(by))
        self._by_group.addButton(made)
        return made

    def _waiting_part(self) -> QWidget:
        self._waiting = label(self.tr("正在统计…"), "s")
        self._waiting.setObjectName("figures_waiting")
        return teaching(self._look, "chart-column", self._waiting, self._look.px(320))

    def _counts_part(self) -> QWidget:
        look = self._look
        card = frame("card", "figures_card")
        column(card, [(self.list, 1)], (1, 4, 1, 4))
        card.setFixedWidth(min(look.px(LIST_WIDTH), MOST_LIST))
        self._right = QStackedWidget()
        self._right.addWidget(self.overview)
        self._right.addWidget(self.detail)
        choices = row(None, list(self._by.values()), gap=0)
        head = row(None, [(self._title, 1), choices], (2, 0, 0, 0), 12)
        right = column(None, [head, (self._right, 1)], gap=10)
        part = QWidget()
        row(part, [card, (right, 1)], (20, 14, 20, 14), 16)
        return part

    def _connect(self) -> None:
        self.period.chosen.connect(self.period_chosen)
        self.list.passed.connect(self._on_passed)
        self.list.opened.connect(lambda _: self.enter())
        self.overview.opened.connect(self._on_overview)
        self.detail.part_wanted.connect(self._on_part)
        self.detail.whole_wanted.connect(self._on_whole)
        self.detail.entry_opened.connect(self.entry_opened)
        self.detail.left.connect(self.back)
        QShortcut(QKeySequence("F5"), self, self.shown.emit)
        QShortcut(QKeySequence("Escape"), self, self.back)
        self.report.left.connect(self._to_counts)
        self.saved.left.connect(self._to_counts)
        for n, mode in enumerate(Mode):
            QShortcut(QKeySequence(f"Alt+{n + 6}"), self, partial(self.mode_chosen.emit, mode))
        for n, by in enumerate(Sliced):
            QShortcut(QKeySequence(f"Alt+{n + 1}"), self, partial(self.by_chosen.emit, by))

    # What is shown.

    @property
    def mode(self) -> Mode:
        """Which of its entries the page shows."""
        return self._mode

    def show_mode(self, mode: Mode) -> None:
        """Show one of the entries; its content comes when it was read."""
        changed = mode is not self._mode
        self._mode = mode
        self._modes[mode].setChecked(True)
        self.period.setVisible(mode is not Mode.SAVED)
        if mode is Mode.COUNTS:
            self._body.setCurrentIndex(0 if self._told is None else 1)
        else:
            self._body.setCurrentWidget(self.saved if mode is Mode.SAVED else self.report)
        if changed and self.isVisible():
            self.setFocus()

    def _to_counts(self) -> None:
        self.mode_chosen.emit(Mode.COUNTS)

    @property
    def figure(self) -> str:
        """The code of the figure that is looked at, empty for all of them."""
        one = self.list.current
        return one.code if one is not None else OVERVIEW

    @property
    def listed(self) -> tuple[str, str]:
        """The codes of the figure whose list is shown, and of the part that it is narrowed to."""
        return self._listed, self._part

    @property
    def told(self) -> Shown | None:
        """What is shown."""
        return self._told

    def show_period(self, period: Period, span: Span, by: Sliced, today: date) -> None:
        """Show what is being counted."""
        self.period.show_period(period, span, today)
        self._by[by].setChecked(True)

    def show_waiting(self) -> None:
        """Say that it is being counted; what is shown stays until then."""
        self.period.show_state(self.tr("正在统计…"), ())
        if self._told is None and self._mode is Mode.COUNTS:
            self._body.setCurrentIndex(0)

    def show_figures(self, told: Shown) -> None:
        """Show the figures; what was looked at stays so."""
        figure = self.figure
        same = self._told is not None and self._told.span == told.span and self._told.by == told.by
        had_keys = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        first = self._told is None
        self._told = told
        self._part = self._part if same else ""
        overview = FigureRow(OVERVIEW, "", self.tr("总览"), "", 0, missing=" ")
        self.list.show_rows([overview, *told.rows])
        self.list.choose(figure) or self.list.choose(OVERVIEW)
        self.period.show_state(told.as_of, told.lacking)
        if self._mode is Mode.COUNTS:
            self._body.setCurrentIndex(1)
        self.overview.show_period(told)
        self._show_right()
        if self._mode is Mode.COUNTS and first and (had_keys or self.hasFocus()):
            self.list.setFocus()

    def _show_right(self) -> None:
        told = self._told
        one = told.row(self.figure) if told is not None and self.figure else None
        if told is None or one is None:
            self._title.show_text(self.tr("总览"))
            self._right.setCurrentWidget(self.overview)
            return
        self._title.show_text(one.words)
        self.detail.show_figure(told, one)
        self._right.setCurrentWidget(self.detail)
        if not self._listed or self._listed not in (one.code, *one.of):
            self._listed = one.lists
        self._want_list()

    def _want_list(self, part: str | None = None) -> None:
        """Ask for the list of what is looked at, narrowed to a part if one is named."""
        self._part = self._part if part is None else part
        self.list_wanted.emit(self._listed, self._part)

    def show_entries(self, figure: str, part: str, entries: Sequence[EntryRow]) -> None:
        """Show the list of a figure or of its part, if that is still what is looked at."""
        told = self._told
        if (figure, part) != (self._listed, self._part) or told is None or not self.figure:
            return
        whole = next((one.whole or one.words for one in told.parts if one.code == part), "")
        listed = told.row(figure)
        words = listed.words if listed is not None and figure != self.figure else ""
        self.detail.show_entries(
            entries, " · ".join(one for one in (words, whole) if one), narrowed=bool(part)
        )

    def look_at(self, figure: str, part: str = "") -> None:
        """Show a figure, narrowed to a part."""
        if self.list.choose(figure):
            self._listed, self._part = "", part
            self.figure_chosen.emit(figure)
            self._show_right()

    def forget(self) -> None:
        """Show nothing of the person who left."""
        self._told, self._part, self._listed, self._from = None, "", "", ""
        self.list.show_rows(())
        self.detail.show_entries((), "")
        self.report.forget()
        self.saved.forget()
        self.show_mode(Mode.COUNTS)

    # Going on and back.

    def _on_passed(self, code: str) -> None:
        self._part, self._listed, self._from = "", "", ""
        self.figure_chosen.emit(code)
        self._show_right()

    def enter(self) -> None:
        """Go on from a figure to its chart or its list; from the overview to its first tile."""
        if not self.figure:
            self.overview.tiles[0].setFocus()
        else:
            self.detail.entries.setFocus()

    def _on_overview(self, code: str) -> None:
        figure, part = figures_charts.taken_apart(code)
        self._from = code
        self.look_at(figure, part)
        self.detail.entries.setFocus()

    def _on_part(self, code: str) -> None:
        self._listed, part = figures_charts.taken_apart(code)
        self._want_list(part)
        self.detail.entries.setFocus()

    def _on_whole(self, _: str) -> None:
        self._want_list("")
        self.detail.entries.setFocus()

    def back(self) -> None:
        """Go back: from the list to what opened it, from a chart to the figure, from a figure to all."""
        if self._mode is not Mode.COUNTS:
            (self.saved if self._mode is Mode.SAVED else self.report).back()
            return
        if self._told is None:
            return
        if self._from:
            code, self._from = self._from, ""
            self._part = ""
            self.list.choose(OVERVIEW)
            self.figure_chosen.emit(OVERVIEW)
            self._show_right()
            if not self.overview.choose(code):
                self.list.setFocus()
        elif self._part:
            chart, code = self.detail.chart, figures_charts.code_of(self._listed, self._part)
            self._want_list("")
            if chart is not None:
                chart.setFocus()
                chart.choose(code)  # type: ignore[attr-defined]
        elif not self.list.hasFocus():
            self.list.setFocus()
        elif self.figure:
            self.list.choose(OVERVIEW)
            self._on_passed(OVERVIEW)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the list."""
        if self._mode is Mode.SAVED:
            self.saved.setFocus(event.reason())
        elif self._mode is not Mode.COUNTS:
            self.report.setFocus(event.reason())
        elif self._told is not None:
            self.list.setFocus(event.reason())
