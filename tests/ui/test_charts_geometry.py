"""Where everything of a chart stands: in proportion, apart from each other, whatever the values are."""

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.ui.controls.charts import chart_geometry as geometry
from inspector_app.ui.controls.charts.chart_geometry import Box, Placed
from inspector_app.ui.controls.charts.chart_values import grouped, in_percent

PLOT = Box(40, 20, 800, 180)
VALUES = st.integers(min_value=0, max_value=10**9)
GROUPS = st.integers(min_value=1, max_value=3).flatmap(
    lambda series: st.lists(st.lists(VALUES, min_size=series, max_size=series), min_size=1, max_size=40)
)
NEAR = 1e-6


def _wide(told: str) -> float:
    return 7.0 * len(told)


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=2, max_value=6))
def test_an_axis_goes_in_even_round_steps_up_to_what_is_largest(largest: int, most: int) -> None:
    told = geometry.ticks(largest, most)
    steps = {after - before for before, after in pairwise(told)}
    assert told[0] == 0
    assert len(steps) == 1
    assert told[-1] >= largest
    assert told[-1] - steps.copy().pop() < max(largest, 1)
    assert len(told) - 1 <= most
    assert str(steps.pop()).rstrip("0") in {"1", "2", "5"}


@given(GROUPS)
def test_columns_are_as_high_as_their_values_and_stand_apart_in_the_plot(values: list[list[int]]) -> None:
    top = geometry.ticks(max(max(one) for one in values), 4)[-1]
    placed = geometry.columns(values, PLOT, top)
    assert [(one.group, one.series) for one in placed] == [
        (n, m) for n, group in enumerate(values) for m in range(len(group))
    ]
    for one in placed:
        value = values[one.group][one.series]
        assert one.box.height == pytest.approx(PLOT.height * value / top, abs=NEAR)
        assert one.box.bottom == pytest.approx(PLOT.bottom, abs=NEAR)
        assert PLOT.x - NEAR <= one.box.x
        assert one.box.right <= PLOT.right + NEAR
        assert one.box.y >= PLOT.y - NEAR
        assert one.box.width > 0
        assert one.reach.x <= one.box.x
        assert one.box.right <= one.reach.right
    for before, after in pairwise(placed):
        assert before.box.right <= after.box.x + NEAR
        assert before.reach.right <= after.reach.x + NEAR


@given(GROUPS)
def test_stacked_columns_stand_on_each_other_and_add_up(values: list[list[int]]) -> None:
    top = geometry.ticks(max(sum(one) for one in values), 4)[-1]
    placed = geometry.columns(values, PLOT, top, stacked=True)
    for n, group in enumerate(values):
        own = [one for one in placed if one.group == n]
        assert own[0].box.bottom == pytest.approx(PLOT.bottom)
        for lower, upper in pairwise(own):
            assert upper.box.bottom == pytest.approx(lower.box.y, abs=NEAR)
        high = sum(one.box.height for one in own)
        assert high == pytest.approx(PLOT.height * sum(group) / top, abs=NEAR)


@given(st.lists(VALUES, max_size=60))
def test_bars_are_as_long_as_their_values_one_a_row(values: list[int]) -> None:
    top = max(values, default=0)
    placed = geometry.bars(values, PLOT, max(top, 1), 32, 14)
    assert len(placed) == len(values)
    for n, one in enumerate(placed):
        assert one.box.width == pytest.approx(PLOT.width * values[n] / max(top, 1))
        assert one.reach.y == PLOT.y + 32 * n
        assert one.reach.y < one.box.y < one.box.bottom < one.reach.bottom
    if top:
        assert max(one.box.width for one in placed) == pytest.approx(PLOT.width)


@given(GROUPS)
def test_no_value_is_written_over_another_or_over_a_column(values: list[list[int]]) -> None:
    placed = geometry.columns(values, PLOT, geometry.ticks(max(max(one) for one in values), 4)[-1])
    told = [grouped(values[one.group][one.series]) for one in placed]
    written = geometry.labelled(placed, [_wide(one) for one in told], 15, PLOT)
    for one, other in combinations(written.values(), 2):
        assert not geometry.meet(one, other)
    for n, box in written.items():
        assert values[placed[n].group][placed[n].series] > 0
        assert not any(geometry.meet(box, one.box) for m, one in enumerate(placed) if m != n)
        assert box.bottom <= placed[n].box.y


def test_where_there_is_room_every_value_is_written() -> None:
    values = [[31, 8, 0], [6, 0, 1], [120, 45, 3]]
    placed = geometry.columns(values, PLOT, 150)
    written = geometry.labelled(placed, [_wide(str(one)) for group in values for one in group], 15, PLOT)
    assert sorted(written) == [0, 1, 3, 5, 6, 7, 8]


def test_the_largest_value_is_written_where_not_all_have_room() -> None:
    values = [[n % 7 * 1000 + 5] for n in range(120)]
    placed = geometry.columns(values, PLOT, 10_000)
    written = geometry.labelled(placed, [_wide(grouped(one[0])) for one in values], 15, PLOT)
    assert 0 < len(written) < 120
    assert max(one[0] for one in values) in {values[n][0] for n in written}


@given(st.lists(st.text("月年0123456789", min_size=1, max_size=8), max_size=130), st.floats(4, 200))
def test_names_of_the_axis_do_not_meet(words: list[str], each: float) -> None:
    shown = geometry.named(words, each, _wide)
    for before, after in pairwise(shown):
        apart = (after - before) * each
        assert apart + 0.5 >= (_wide(words[before]) + _wide(words[after])) / 2
    assert not words or shown[0] == 0


@given(GROUPS, st.floats(0, 900), st.floats(0, 260))
def test_a_point_hits_at_most_one_mark(values: list[list[int]], x: float, y: float) -> None:
    placed = geometry.columns(values, PLOT, max(*(max(one) for one in values), 1))
    hit = [n for n, one in enumerate(placed) if one.reach.holds(x, y)]
    assert len(hit) <= 1
    assert geometry.at(placed, x, y) == (hit[0] if hit else -1)


@pytest.mark.parametrize("values", [[], [[0]], [[0, 0, 0]] * 3, [[10**12]]])
def test_nothing_zero_and_huge_values_stand_too(values: list[list[int]]) -> None:
    top = geometry.ticks(max((max(one) for one in values), default=0))[-1]
    placed = geometry.columns(values, PLOT, top)
    assert len(placed) == sum(map(len, values))
    assert all(0 <= one.box.height <= PLOT.height for one in placed)


def test_forty_districts_stand_below_each_other_without_meeting() -> None:
    placed = geometry.bars(list(range(40)), PLOT, 39, 32, 14)
    assert placed[39].reach.bottom == PLOT.y + 40 * 32
    assert not any(geometry.meet(one.reach, other.reach) for one, other in combinations(placed, 2))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.floats(10, 1000))
def test_a_strip_is_full_only_of_all_and_empty_only_of_nothing(above: int, below: int, width: float) -> None:
    wide = geometry.share(above, below, width)
    assert 0 <= wide <= width
    assert (wide == 0) is (above == 0 or below == 0)
    if below:
        assert (wide == width) is (above >= below)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_percentage_is_near_and_never_says_all_or_nothing_of_less_or_more(above: int, below: int) -> None:
    told = in_percent(above, below)
    if below == 0:
        assert told == ""
        return
    shown = Fraction(told.removesuffix("%")) / 100
    assert abs(shown - Fraction(above, below)) <= Fraction(1, 1000)
    assert (told == "0%") is (above == 0)
    if above <= below:
        assert (told == "100%") is (above == below)


@pytest.mark.parametrize(
    ("above", "below", "told"), [(7, 8, "87.5%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1999, 2000, "99.9%")]
)
def test_percentages_as_people_write_them(above: int, below: int, told: str) -> None:
    assert in_percent(above, below) == told


def test_marks_stand_where_their_reach_is() -> None:
    one = Placed(0, 0, Box(1, 2, 3, 4), Box(0, 0, 10, 10))
    assert (one.box.right, one.box.bottom) == (4, 6)
    assert geometry.at([one], 10, 5) == -1
