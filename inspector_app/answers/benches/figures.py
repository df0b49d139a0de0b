"""What is said of a row of timings: median, 95th percentile, and how far they lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the smallest value that `percent` of a hundred do not exceed (nearest rank).

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]


def spread(values: Sequence[float]) -> float:
    """Return the median distance from the median, which one slow round cannot move.

    Raises:
        ValueError: there are no values.
    """
    middle = median(values)
    return median(abs(value - middle) for value in values)


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of timings in short, in milliseconds."""

    median: float
    p95: float
    spread: float
    n: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Figures":
        """Return the figures of timings in seconds.

        Raises:
            ValueError: there are none.
        """
        told = [value * 1000 for value in seconds]
        return cls(
            round(median(told), 3), round(percentile(told, 95), 3), round(spread(told), 3), len(told)
        )
