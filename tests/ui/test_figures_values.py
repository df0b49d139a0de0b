"""What the page says of a figure that could not be counted, of shares, and of what is still ahead."""

from datetime import date

import pytest

from inspector_app.ui.controls.charts.chart_values import Pattern
from inspector_app.ui.figures import figures_charts
from inspector_app.ui.figures.figures_list import change_of, said_of
from inspector_app.ui.figures.figures_periods import Span
from inspector_app.ui.figures.figures_values import FigureRow, Part, Shown, Sliced
from inspector_app.ui.style.look import Look

UNSEEN = FigureRow("filings", "文书和案件", "立案", "起", 0, before=3, missing="没有钥匙")
SHARE = FigureRow(
    "rate.r", "比率", "整改率", "", 7, percent="87.5%", percent_before="80%", of=("closed", "found")
)


def test_what_was_not_counted_shows_a_dash_and_compares_nothing(look: Look) -> None:
    assert UNSEEN.shown == "—"
    assert said_of(UNSEEN) == "立案 —"
    assert change_of(UNSEEN, look)[0] == ""
    shown = Shown(Span(date(2026, 7, 1), date(2026, 12, 31)), Sliced.MONTH, (UNSEEN,))
    assert figures_charts.papers(shown).groups == ()


@pytest.mark.parametrize(
    ("value", "before", "told"),
    [(12, 9, "↑ 3"), (9, 1200, "↓ 1,191"), (4, 4, "＝"), (0, 0, ""), (4, None, "")],
)
def test_the_change_is_said_with_a_sign(look: Look, value: int, before: int | None, told: str) -> None:
    row = FigureRow("findings", "问题和整改", "发现隐患", "条", value, before=before)
    assert change_of(row, look)[0] == told


def test_a_share_is_told_by_its_percentage_and_lists_its_numerator() -> None:
    assert SHARE.shown == "87.5%"
    assert SHARE.lists == "closed"
    assert said_of(SHARE) == "整改率 87.5%，去年同期 80%"


def _shown(by: Sliced) -> Shown:
    parts = (
        Part("a", "甲镇", "甲镇", {"closed": 1, "found": 2}),
        Part("b", "乙镇", "乙镇", {"closed": 9, "found": 9}),
        Part("c", "丙镇", "丙镇", {"found": 0}),
    )
    rows = (
        FigureRow("closed", "问题和整改", "已闭环", "条", 10),
        FigureRow("found", "问题和整改", "发现", "条", 11),
        SHARE,
    )
    return Shown(Span(date(2026, 7, 1), date(2026, 12, 31)), by, rows, parts)


def test_by_district_a_share_ranks_and_says_both_numbers() -> None:
    data = figures_charts.parts_of(_shown(Sliced.DISTRICT), SHARE)
    told = [(one.words, one.marks[0].written, one.marks[0].code) for one in data.groups]
    assert told == [("乙镇", "100%  9/9", "closed|b"), ("甲镇", "50%  1/2", "closed|a")]


def test_by_month_both_numbers_of_a_share_stand_beside_each_other() -> None:
    data = figures_charts.parts_of(_shown(Sliced.MONTH), SHARE)
    assert [one.words for one in data.series] == ["发现", "已闭环"]
    assert data.series[0].pattern is Pattern.HOLLOW
    assert [tuple(mark.value for mark in one.marks) for one in data.groups] == [(2, 1), (9, 9), (0, 0)]
    assert [mark.code for mark in data.groups[1].marks] == ["found|b", "closed|b"]
