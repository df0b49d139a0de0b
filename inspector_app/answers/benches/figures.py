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
class Timing:
    """One run: time on the clock and of the processor, in seconds."""

    clock: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of timings in short, in milliseconds.

    Attributes:
        median, p95, p99, spread: of the time on the clock.
        cpu: median of the processor's time, of all threads: what another program's load does not lengthen.
    """

    median: float
    p95: float
    spread: float
    n: int
    cpu: float
    p99: float = 0.0

    @classmethod
    def of(cls, timings: Sequence[Timing]) -> "Figures":
        """Return the figures of timings.

        Raises:
            ValueError: there are none.
        """
        told = [one.clock * 1000 for one in timings]
        high = percentile(told, 95)
        cpu = median(one.cpu * 1000 for one in timings)
        return cls(
            round(median(told), 3),
            round(high, 3),
            round(spread(told), 3),
            len(told),
            round(cpu, 3),
            round(percentile(told, 99), 3),
        )
