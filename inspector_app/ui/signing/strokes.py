"""What is written on the pad: strokes within bounds, however long somebody scribbles. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import hypot

from inspector_app.domain.countersigning import MOST_MS, MOST_POINTS, MOST_STROKES, Signer

Point = tuple[float, float, float, float]
"""x and y from 0 to 1, milliseconds since the first, pressure 0 to 1 or -1 for unknown."""

APART = 0.0012
"""Points closer than this share of the field say nothing new."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was given: who, as what, and the strokes.

    Attributes:
        aspect: width of the field by its height.
        at: when it was given; None for now.
    """

    signer: Signer
    strokes: tuple[tuple[Point, ...], ...]
    aspect: float
    at: datetime | None = None


class Strokes:
    """Takes points in and keeps at most what a 签名页 may hold; what is over it is thinned, never refused."""

    def __init__(self) -> None:
        self._strokes: list[list[Point]] = []
        self._last: Point | None = None
        self._every, self._passed = 1, 0
        self._count = 0

    @property
    def strokes(self) -> tuple[tuple[Point, ...], ...]:
        """Every stroke with its points."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    @property
    def empty(self) -> bool:
        """Whether nothing is there that could be a name: no stroke of two points."""
        return not any(len(stroke) > 1 for stroke in self._strokes)

    @property
    def full(self) -> bool:
        """Whether no further stroke fits."""
        return len(self._strokes) >= MOST_STROKES

    @property
    def points(self) -> int:
        """How many points are kept."""
        return self._count

    def begin(self, x: float, y: float, ms: float, pressure: float = -1.0) -> bool:
        """Begin a stroke; False when no further one fits."""
        if self.full:
            return False
        self._strokes.append([_within(x, y, ms, pressure)])
        self._last = None
        self._count += 1
        self._bound()
        return True

    def add(self, x: float, y: float, ms: float, pressure: float = -1.0) -> bool:
        """Go on with the stroke; tell whether the point is kept."""
        if not self._strokes:
            return False
        told = _within(x, y, ms, pressure)
        self._last = told
        if _distance(self._strokes[-1][-1], told) < APART:
            return False
        self._passed += 1
        if self._passed % self._every:
            return False
        self._strokes[-1].append(told)
        self._count += 1
        self._bound()
        return True

    def end(self) -> None:
        """End the stroke exactly where it was left."""
        if self._strokes and self._last is not None and self._last != self._strokes[-1][-1]:
            self._strokes[-1].append(self._last)
            self._count += 1
        self._last = None
        self._bound()

    def undo(self) -> None:
        """Take the last stroke away."""
        if self._strokes:
            self._count -= len(self._strokes.pop())
        self._last = None

    def clear(self) -> None:
        """Take everything away."""
        self._strokes.clear()
        self._last, self._every, self._passed, self._count = None, 1, 0, 0

    def _bound(self) -> None:
        """Keep every second point where there are too many; from then on only so many come in."""
        if self._count > MOST_POINTS - 1:
            self._every *= 2
            self._strokes = [thinned(stroke) for stroke in self._strokes]
            self._count = sum(len(stroke) for stroke in self._strokes)


def thinned(stroke: Sequence[Point]) -> list[Point]:
    """Return every second point of a stroke; its first and its last always stay."""
    return [*stroke[:1], *stroke[1:-1][1::2], *stroke[1:][-1:]]


def _distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _within(x: float, y: float, ms: float, pressure: float) -> Point:
    force = min(max(pressure, 0.0), 1.0) if pressure >= 0 else -1.0
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0), min(max(ms, 0.0), MOST_MS), force
