"""What the charts show of the figures: from counted parts to columns and bars."""

from collections.abc import Sequence

from inspector_app.ui.controls.charts.chart_values import ChartData, Group, Mark, Pattern, Series, in_percent
from inspector_app.ui.figures.figures_values import OF_TIME, FigureRow, Part, Shown
from inspector_app.ui.style.translation import said

TOGETHER: tuple[tuple[str, str, Pattern, tuple[str, ...]], ...] = (
    ("检查", "accent", Pattern.SOLID, ("groups", "site_visits")),
    ("整改通知", "blue", Pattern.STRIPES, ("rectification_notices",)),
    ("停工", "red", Pattern.DOTS, ("stop_work_notices",)),
)
"""What the overview sets beside each other: word, tone, pattern, and its figure: the first that is counted.

Each is one figure, never a sum of several: a mark opens a list that is as long as it says.
"""

PAPERS = (
    "rectification_notices",
    "stop_work_full",
    "stop_work_partial",
    "plant_orders",
    "conduct_notices",
    "conduct_determinations",
    "filings",
)
"""The kinds of document that the overview sets below each other."""


def code_of(figure: str, part: str = "") -> str:
    """Return what a mark opens: a figure, or its part of a month or district."""
    return f"{figure}|{part}"


def taken_apart(code: str) -> tuple[str, str]:
    """Return the figure and the part that a mark opens."""
    figure, _, part = code.partition("|")
    return figure, part


def together(shown: Shown) -> ChartData:
    """Return visits, notices and stop-works beside each other, by month or quarter."""
    series = tuple(Series(said(words), tone, pattern) for words, tone, pattern, _ in TOGETHER)
    groups = tuple(
        Group(
            one.words,
            tuple(_mark(one, _first(shown, codes)) for _, _, _, codes in TOGETHER),
            one.whole,
            faint=one.running,
            ahead=one.ahead,
        )
        for one in shown.parts
    )
    return ChartData(said("检查、整改通知和停工"), series, groups)


def _first(shown: Shown, codes: Sequence[str]) -> str:
    """Return the first of these figures that this edition of the forms has."""
    return next((code for code in codes if shown.row(code) is not None), codes[-1])


def visits(shown: Shown) -> ChartData:
    """Return the visits below each other, by district, person or campaign, the largest first."""
    words, tone, pattern, codes = TOGETHER[0]
    code = _first(shown, codes)
    parts = sorted(shown.parts, key=lambda one: -one.values.get(code, 0))
    groups = tuple(Group(one.words, (_mark(one, code),), one.whole) for one in parts)
    return ChartData(said("检查次数"), (Series(said(words), tone, pattern),), groups)


def papers(shown: Shown) -> ChartData:
    """Return the kinds of document below each other."""
    rows = [one for code in PAPERS if (one := shown.row(code)) is not None and not one.missing]
    groups = tuple(
        Group(one.words.removeprefix("其中"), (Mark(one.value, code_of(one.code), one.late),)) for one in rows
    )
    return ChartData(said("文书和案件"), (Series(""),), groups)


def parts_of(shown: Shown, row: FigureRow) -> ChartData:
    """Return one figure taken apart: by time beside the year before, else the largest first."""
    own = Series(row.words)
    if row.of[0]:
        return _share(shown, row)
    if shown.by in OF_TIME:
        return _by_time(shown, row, own)
    parts = sorted(shown.parts, key=lambda one: -one.values.get(row.code, 0))
    groups = tuple(
        Group(one.words, (_mark(one, row.code),), one.whole, faint=one.running, ahead=one.ahead)
        for one in parts
        if one.values.get(row.code, 0)
    )
    return ChartData(row.words, (own,), groups)


def _by_time(shown: Shown, row: FigureRow, own: Series) -> ChartData:
    before = shown.parts_before
    beside = len(before) == len(shown.parts) and any(one.values.get(row.code, 0) for one in before)
    if not beside:
        groups = tuple(
            Group(one.words, (_mark(one, row.code),), one.whole, faint=one.running, ahead=one.ahead)
            for one in shown.parts
        )
        return ChartData(row.words, (own,), groups)
    series = (Series(said("去年同期"), "gray", Pattern.HOLLOW), Series(said("本期")))
    groups = tuple(
        Group(
            one.words,
            (Mark(past.values.get(row.code, 0)), _mark(one, row.code)),
            one.whole,
            faint=one.running,
            ahead=one.ahead,
        )
        for one, past in zip(shown.parts, before, strict=True)
    )
    return ChartData(row.words, series, groups)


def _share(shown: Shown, row: FigureRow) -> ChartData:
    """Return a share taken apart: by time both numbers it is made of, else the share itself."""
    above, below = row.of
    if shown.by in OF_TIME:
        told = [shown.row(one) for one in (below, above)]
        words = [one.words if one is not None else "" for one in told]
        series = (Series(words[0], "gray", Pattern.HOLLOW), Series(words[1]))
        groups = tuple(
            Group(one.words, (_mark(one, below), _mark(one, above)), one.whole, one.running, one.ahead)
            for one in shown.parts
        )
        return ChartData(row.words, series, groups)
    parts = [one for one in shown.parts if one.values.get(below, 0)]
    shares = [(one.values.get(above, 0), one.values[below], one) for one in parts]
    ranked = sorted(shares, key=lambda told: (told[0] / told[1], told[1]), reverse=True)
    groups = tuple(
        Group(
            one.words,
            (Mark(max(n * 1000 // of, int(n > 0)), code_of(above, one.code), words=_written(n, of)),),
            one.whole,
        )
        for n, of, one in ranked
    )
    return ChartData(row.words, (Series(row.words),), groups)


def _written(above: int, below: int) -> str:
    return f"{in_percent(above, below)}  {above:,}/{below:,}"


def _mark(part: Part, code: str) -> Mark:
    return Mark(part.values.get(code, 0), code_of(code, part.code), part.late.get(code, 0))
