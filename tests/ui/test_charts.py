"""The painted charts: every mark is reached by keys and mouse, named, opened; colour tells nothing alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.charts import chart_paint
from inspector_app.ui.controls.charts.chart import Chart
from inspector_app.ui.controls.charts.chart_bars import BarChart
from inspector_app.ui.controls.charts.chart_columns import ColumnChart
from inspector_app.ui.controls.charts.chart_legend import Legend
from inspector_app.ui.controls.charts.chart_values import (
    ChartData,
    Group,
    Mark,
    Pattern,
    Rate,
    Series,
)
from inspector_app.ui.controls.charts.rate_strip import RateStrip
from inspector_app.ui.controls.parts import column
from inspector_app.ui.style.look import Look

KEY = Qt.Key
SERIES = (Series("检查"), Series("整改通知", "blue", Pattern.STRIPES), Series("停工", "red", Pattern.DOTS))
MONTHS = ChartData(
    "检查和文书",
    SERIES,
    tuple(
        Group(
            f"{n}月", (Mark(n * 10, f"v|{n}"), Mark(n, f"r|{n}", late=1), Mark(0, f"s|{n}")), f"2026年{n}月"
        )
        for n in range(7, 13)
    ),
)


def _shown(qtbot: QtBot, chart: QWidget, wide: int = 800, high: int = 220) -> None:
    qtbot.addWidget(chart)
    chart.resize(wide, high)
    with qtbot.waitExposed(chart):
        chart.show()


@pytest.fixture
def columns(look: Look, qtbot: QtBot) -> ColumnChart:
    chart = ColumnChart(look, "columns")
    _shown(qtbot, chart)
    chart.show_data(MONTHS)
    return chart


def _opened(chart: Chart) -> list[str]:
    told: list[str] = []
    chart.opened.connect(told.append)
    return told


def test_arrows_go_from_column_to_column_and_enter_opens(columns: ColumnChart) -> None:
    opened = _opened(columns)
    for _ in range(2):
        QTest.keyClick(columns, KEY.Key_Right)
    QTest.keyClick(columns, KEY.Key_Return)
    QTest.keyClick(columns, KEY.Key_PageDown)
    QTest.keyClick(columns, KEY.Key_Space)
    QTest.keyClick(columns, KEY.Key_End)
    QTest.keyClick(columns, KEY.Key_Right)
    QTest.keyClick(columns, KEY.Key_Return)
    QTest.keyClick(columns, KEY.Key_Home)
    QTest.keyClick(columns, KEY.Key_Left)
    QTest.keyClick(columns, KEY.Key_Enter)
    assert opened == ["r|7", "r|8", "s|12", "v|7"]


def test_what_has_the_keys_is_spoken_with_all_about_it(columns: ColumnChart) -> None:
    assert columns.accessibleName() == "检查和文书"
    for _ in range(2):
        QTest.keyClick(columns, KEY.Key_Right)
    assert columns.accessibleName() == "检查和文书 2026年7月，整改通知 7，其中补录 1"
    assert len(columns.accessibleDescription().splitlines()) == 18


def test_the_mouse_names_a_mark_and_opens_it_where_it_is_pressed(columns: ColumnChart) -> None:
    opened = _opened(columns)
    low = columns.placed[-1]  # of nothing: its whole height beside the others is pressed
    spot = QPoint(round(low.reach.x + low.reach.width / 2), round(low.reach.y + 5))
    QTest.mouseMove(columns, spot)
    QTest.qWait(20)
    QTest.mouseClick(columns, Qt.MouseButton.LeftButton, pos=spot)
    assert columns.toolTip() == "2026年12月，停工 0"
    assert opened == ["s|12"]


def test_another_period_keeps_the_chosen_mark_where_it_is_still_there(columns: ColumnChart) -> None:
    assert columns.choose("r|9")
    columns.show_data(ChartData("检查和文书", SERIES, MONTHS.groups[1:4]))
    assert columns.current == Mark(9, "r|9", late=1)
    columns.show_data(ChartData("检查和文书", SERIES, MONTHS.groups[4:]))
    assert columns.current is None
    columns.show_data(ChartData(""))
    QTest.keyClick(columns, KEY.Key_Right)
    QTest.keyClick(columns, KEY.Key_Return)
    assert columns.current is None


def test_a_resized_chart_lays_itself_out_anew(columns: ColumnChart, qtbot: QtBot) -> None:
    columns.resize(400, 150)
    qtbot.waitUntil(lambda: max(one.reach.right for one in columns.placed) <= 400)
    assert max(one.box.bottom for one in columns.placed) < 150


def test_three_series_look_different_without_their_colours(columns: ColumnChart) -> None:
    data = ChartData("", SERIES, (Group("x", (Mark(9), Mark(9), Mark(9))),))
    columns.show_data(data)
    picture = columns.grab().toImage()
    ratio = picture.devicePixelRatio()
    shades = []
    for one in columns.placed:
        box = one.box
        spots = [(box.x + box.width / 2 + n % 12, box.y + 20 + n // 12) for n in range(144)]
        tones = [QColor(picture.pixel(round(x * ratio), round(y * ratio))).lightness() for x, y in spots]
        shades.append((max(tones) - min(tones) > 40, sum(tone < 140 for tone in tones)))
    solid, stripes, dots = shades
    assert not solid[0]
    assert stripes[0]
    assert dots[0]
    assert solid[1] == 144 > stripes[1] > dots[1] > 0


def test_the_legend_names_series_only_where_there_are_several(look: Look, qtbot: QtBot) -> None:
    legend = Legend(look)
    _shown(qtbot, legend)
    legend.show_series(SERIES)
    assert legend.accessibleName() == "检查 整改通知 停工"
    assert legend.width() >= sum(chart_paint.legend_width(look, one) for one in SERIES) - 1
    legend.show_series(SERIES[:1])
    assert legend.width() == 0


DISTRICTS = ChartData(
    "检查次数",
    (Series("检查"),),
    tuple(Group(f"第{n}街道", (Mark(40 - n, f"v|{n}"),)) for n in range(40)),
)


def test_forty_bars_scroll_to_the_one_that_has_the_keys(look: Look, qtbot: QtBot) -> None:
    chart, area, inside = BarChart(look, "bars"), QScrollArea(), QWidget()
    column(inside, [chart, None])
    area.setWidget(inside)
    area.setWidgetResizable(True)
    _shown(qtbot, area, 500, 200)
    chart.show_data(DISTRICTS)
    qtbot.waitUntil(lambda: inside.height() >= chart.row * 40)
    opened = _opened(chart)
    for key in (KEY.Key_Down, KEY.Key_PageDown, KEY.Key_Down, KEY.Key_Up, KEY.Key_Return):
        QTest.keyClick(chart, key)
    QTest.keyClick(chart, KEY.Key_End)
    assert opened == ["v|8"]
    seen = chart.visibleRegion().boundingRect()
    assert seen.contains(QPoint(10, round(chart.placed[39].box.y)))
    assert chart.accessibleName() == "检查次数 第39街道，检查 1"


def test_bars_leave_room_for_long_names_and_huge_values(look: Look, qtbot: QtBot) -> None:
    chart = BarChart(look, "bars")
    _shown(qtbot, chart, 420, 80)
    long = "某某某某某某某某某某某某某某某某某某镇人民政府管理的片区"
    chart.show_data(
        ChartData("", (Series(""),), (Group(long, (Mark(10**9, "a"),)), Group("乙", (Mark(0, "b"),))))
    )
    for one in chart.placed:
        assert one.box.x < 420 * 0.45
        assert one.box.right + 95 <= 420  # 1,000,000,000 is written behind the bar
        assert one.reach.width == 420


def test_a_rate_says_what_it_is_made_of_and_opens_its_numerator(look: Look, qtbot: QtBot) -> None:
    strip = RateStrip(look, "rate")
    _shown(qtbot, strip, 300, 62)
    told: list[str] = []
    strip.opened.connect(told.append)
    strip.show_rate(Rate("按期率", 12, 16, "按期", "已闭环", "timely", "closed", rule="按期的定义"))
    QTest.keyClick(strip, KEY.Key_Return)
    assert strip.accessibleName() == "按期率 75% 按期 12 ÷ 已闭环 16"
    assert strip.toolTip().endswith("按期的定义")
    assert told == ["timely"]
    strip.show_rate(Rate("按期率", 0, 0))
    assert strip.accessibleName() == "按期率 — 没有可计算的"
