"""Median, percentile and spread on lists whose answers are known."""

import pytest

from inspector_app.answers.benches.figures import Figures, Timing, percentile, spread


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([7.0], 95, 7.0),
        ([3.0, 1.0, 2.0], 50, 2.0),
        ([float(n) for n in range(1, 101)], 95, 95.0),
        ([float(n) for n in range(1, 21)], 95, 19.0),
        ([float(n) for n in range(20, 0, -1)], 100, 20.0),
        ([1.0, 2.0], 0, 1.0),
    ],
)
def test_a_percentile_is_one_of_the_values(values: list[float], percent: int, expected: float) -> None:
    assert percentile(values, percent) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [([5.0], 0.0), ([1.0, 1.0, 9.0], 0.0), ([1.0, 2.0, 3.0, 4.0, 100.0], 1.0), ([2.0, 4.0], 1.0)],
)
def test_the_spread_is_the_median_distance_from_the_median(values: list[float], expected: float) -> None:
    assert spread(values) == expected


def test_figures_are_milliseconds() -> None:
    timings = [Timing(clock, clock / 2) for clock in (0.004, 0.002, 0.010, 0.003)]
    assert Figures.of(timings) == Figures(median=3.5, p95=10.0, spread=1.0, n=4, cpu=1.75, p99=10.0)


def test_no_values_have_no_figures() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 95)
    with pytest.raises(ValueError, match="no values"):
        Figures.of([])
