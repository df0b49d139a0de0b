"""统计 by keys alone, over ten years of an office: every figure opens its list, and the list is as long."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from inspector_app.casework.papers import board
from inspector_app.domain.statistics_definitions import DUE
from inspector_app.reports.figures import count
from inspector_app.ui.figures.figures_charts import taken_apart
from inspector_app.ui.figures.figures_page import FiguresPage, Mode
from inspector_app.ui.figures.figures_periods import Period, Span
from inspector_app.ui.figures.figures_values import Sliced
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.stage import Opener
from tests.ui import figure_years

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
HALF = Span(date(2026, 7, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years") / "data"
    figure_years.made(folder)
    return folder


@pytest.fixture
def seated(desktops: Opener, years: Path, tmp_path: Path) -> Hands:
    hands = desktops(Path(shutil.copytree(years, tmp_path / "data")))
    hands.sign_in()
    return hands


@pytest.fixture
def page(seated: Hands) -> FiguresPage:
    seated.press(KEY.Key_6, CTRL)
    seated.rest()
    return seated.rooms.figures


def _to(seated: Hands, page: FiguresPage, code: str) -> None:
    """Choose a figure in the list by the arrows."""
    page.list.setFocus()
    for _ in range(80):
        if page.figure == code:
            seated.rest()
            return
        seated.press(KEY.Key_Down)
    raise AssertionError(code)


def test_the_page_counts_the_half_year_and_says_what_it_counts(seated: Hands, page: FiguresPage) -> None:
    assert page.period.period is Period.HALF
    assert page.period.span == HALF
    told = {one.code: one.value for one in page.told.rows if not one.of[0]}  # type: ignore[union-attr]
    store, known = board.reckoned(seated.desk), seated.desk.rules.statistics.definitions
    due = [one for one in known if one.day == DUE]
    counted = count(store, HALF.first, HALF.last, definitions=[one for one in known if one not in due])
    # The half year still runs: what is due tomorrow is not due yet.
    counted += count(store, HALF.first, seated.desk.today(), definitions=due)
    assert len(counted) >= len(known)
    assert {one.code: told[one.code] for one in counted} == {one.code: one.value for one in counted}
    assert told["officer_visits"] > 0
    assert all(one.rule for one in page.told.rows)  # type: ignore[union-attr]
    tile = page.overview.tiles[0]
    assert tile.accessibleName().startswith(f"出动执法人员 {told['officer_visits']} 人次")


def test_every_figure_opens_a_list_as_long_as_it_says(seated: Hands, page: FiguresPage) -> None:
    assert page.told is not None
    seen = 0
    for row in page.told.rows:
        _to(seated, page, row.code)
        assert page.detail.figure == row.code
        entries = page.detail.entries.rows
        assert len(entries) == row.value, row.code
        assert all(one.title for one in entries), row.code
        assert page.detail.rule.text()
        seen += bool(entries)
    assert seen >= 12


@pytest.mark.parametrize("by", [*Sliced])
def test_every_part_of_every_chart_opens_a_list_as_long_as_it_says(
    seated: Hands, page: FiguresPage, by: Sliced
) -> None:
    seated.press(KEY(KEY.Key_1 + [*Sliced].index(by)), ALT)
    seated.rest()
    assert page.told is not None
    assert page.told.by is by
    for code in ("officer_visits", "findings", "rate.rectified"):
        _to(seated, page, code)
        chart = page.detail.chart
        assert chart is not None
        for placed in chart.placed:  # type: ignore[attr-defined]
            mark = page.detail.data.groups[placed.group].marks[placed.series]
            if not mark.code or mark.words or page.detail.data.series[placed.series].words == "去年同期":
                continue
            page.detail.part_wanted.emit(mark.code)
            seated.rest()
            assert len(page.detail.entries.rows) == mark.value, (by, mark.code)
            assert page.listed == taken_apart(mark.code)


def test_a_column_is_reached_opened_and_left_by_keys(seated: Hands, page: FiguresPage) -> None:
    _to(seated, page, "findings")
    page.detail.columns.setFocus()
    chosen = page.detail.columns.current
    while chosen is None or not (chosen.value and chosen.code):
        seated.press(KEY.Key_Right)
        chosen = page.detail.columns.current
    seated.press(KEY.Key_Return)
    seated.rest()
    assert seated.focused == "figures_entries"
    assert len(page.detail.entries.rows) == chosen.value
    assert page.detail.list.title.endswith(f"明细 {chosen.value} 条")
    assert page.detail.list.title.startswith("2026年")
    seated.press(KEY.Key_Escape)
    seated.rest()
    assert seated.focused == "detail_columns"
    assert page.detail.columns.current == chosen
    assert page.listed == ("findings", "")
    seated.press(KEY.Key_Escape)
    assert seated.focused == "figures_list"
    assert page.figure == "findings"
    seated.press(KEY.Key_Escape)
    assert page.figure == ""


def test_from_the_overview_a_column_opens_and_esc_comes_back_to_it(seated: Hands, page: FiguresPage) -> None:
    page.overview.columns.setFocus()
    seated.press(KEY.Key_Home)
    chosen = page.overview.columns.current
    assert chosen is not None
    seated.press(KEY.Key_Return)
    seated.rest()
    assert page.figure == taken_apart(chosen.code)[0]
    assert seated.focused == "figures_entries"
    seated.press(KEY.Key_Escape)
    seated.rest()
    assert seated.focused == "overview_columns"
    assert page.overview.columns.current == chosen


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("rectification_notices", "documents"),
        ("site_visits", "bench"),
        ("findings", "bench"),
        ("sites_distinct", "dossier"),
    ],
)
def test_enter_goes_to_the_matter_and_the_page_is_as_it_was_left(
    seated: Hands, page: FiguresPage, code: str, place: str
) -> None:
    _to(seated, page, code)
    seated.press(KEY.Key_Return)
    seated.press(KEY.Key_Down)
    one = page.detail.entries.current
    assert one is not None
    seated.press(KEY.Key_Return)
    seated.until(lambda: seated.rooms.frame.page == place)
    seated.rest()
    seated.press(KEY.Key_6, CTRL)
    seated.rest()
    assert page.figure == code
    assert page.detail.entries.current == one


def test_another_period_is_typed_and_remembered_over_a_sign_out(seated: Hands, page: FiguresPage) -> None:
    page.period.first.setFocus()
    seated.fill("2020.1.1")
    seated.fill("2025年12月31日")
    seated.rest()
    assert page.period.span == Span(date(2020, 1, 1), date(2025, 12, 31))
    assert page.period.period is Period.OWN
    assert page.told is not None
    assert page.told.span == page.period.span
    seated.press(KEY.Key_2, ALT)
    seated.rest()
    assert len(page.told.parts) == 24
    seated.desktop.lock()
    seated.sign_in()
    seated.press(KEY.Key_6, CTRL)
    seated.rest()
    assert page.told is not None
    assert (page.told.span, page.told.by) == (Span(date(2020, 1, 1), date(2025, 12, 31)), Sliced.QUARTER)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-07-01", "2026-06-30", "在起日"),
        ("2026-07-01", "2026-02-30", "2026-02-30"),
        ("昨天", "2026-12-31", "昨天"),
    ],
)
def test_what_is_no_period_is_said_at_the_fields_and_nothing_changes(
    seated: Hands, page: FiguresPage, first: str, last: str, told: str
) -> None:
    before = page.told
    page.period.first.setText(first)
    page.period.last.setFocus()
    page.period.last.setText(last)
    seated.press(KEY.Key_Return)
    seated.rest()
    wrong = seated.part(QLabel, "figures_period_wrong")
    assert told in wrong.text()
    assert page.period.last.accessibleDescription() or page.period.first.accessibleDescription()
    assert page.told is before
    assert page.period.span == HALF
    seated.press(KEY.Key_Escape)
    assert page.period.last.text() == "2026-12-31"
    assert not wrong.isVisible()


def test_the_usual_periods_have_buttons(seated: Hands, page: FiguresPage) -> None:
    seated.part(QPushButton, "figures_period_half_before").click()
    seated.rest()
    assert page.told is not None
    assert page.told.span == Span(date(2026, 1, 1), date(2026, 6, 30))
    page.period.first.setFocus()
    seated.fill("7-1")
    seated.fill("12-31")
    seated.rest()
    assert page.period.period is Period.HALF


def test_who_leaves_leaves_nothing_on_the_page(seated: Hands, page: FiguresPage) -> None:
    _to(seated, page, "findings")
    seated.desktop.lock()
    assert page.told is None
    assert page.detail.entries.rows == ()
    assert page.mode is Mode.COUNTS


def test_the_year_before_is_compared_only_as_far_as_this_one_has_come(
    seated: Hands, page: FiguresPage
) -> None:
    told = page.told
    assert told is not None
    assert told.before == Span(date(2025, 7, 1), date(2025, 11, 24))
    past = count(board.reckoned(seated.desk), date(2025, 7, 1), date(2025, 11, 24))
    for one in past:
        row = told.row(one.code)
        assert row is not None
        assert row.before == one.value
    for now, then in zip(told.parts, told.parts_before, strict=True):
        assert then.values or now.ahead


def test_a_period_without_anything_teaches_instead_of_failing(seated: Hands, page: FiguresPage) -> None:
    page.period.first.setFocus()
    seated.fill("1990-01-01")
    seated.fill("1990-12-31")
    seated.rest()
    assert page.told is not None
    assert page.told.empty
    _to(seated, page, "findings")
    assert page.detail.chart is None
    assert not page.detail.entries.isVisible()


def test_shift_tab_and_tab_reach_every_part(seated: Hands, page: FiguresPage) -> None:
    _to(seated, page, "findings")
    seen = set()
    for _ in range(60):
        seated.press(KEY.Key_Tab)
        seen.add(seated.focused)
    assert {"figures_list", "detail_columns", "figures_entries", "figures_first", "figures_by_month"} <= seen
    seated.press(KEY.Key_Tab, SHIFT)


@pytest.mark.parametrize("by", [Sliced.MONTH, Sliced.DISTRICT])
def test_every_mark_of_the_overview_opens_a_list_as_long_as_it_says(
    seated: Hands, page: FiguresPage, by: Sliced
) -> None:
    seated.press(KEY(KEY.Key_1 + [*Sliced].index(by)), ALT)
    seated.rest()
    overview = page.overview
    charts = (overview.columns if by is Sliced.MONTH else overview.bars, overview.papers)
    told = [
        (mark.code, mark.value)
        for chart in charts
        for group in chart.data.groups
        for mark in group.marks
        if mark.value
    ]
    told += [
        (f"{code}|", value)
        for strip in overview.rates
        if strip.rate.below
        for code, value in ((strip.rate.above_code, strip.rate.above),)
    ]
    assert len(told) > 6
    for code, value in told:
        overview.opened.emit(code)
        seated.rest()
        assert len(page.detail.entries.rows) == value, code
        page.back()
        assert page.figure == ""
