"""Where everything of a chart stands: pure arithmetic on pixels, so that tests can hold it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_TICKS = 5
WIDEST = 44.0
"""Of a column, in pixels of the design."""
Measure = Callable[[str], float]
"""Returns the width of a text in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return self.y + self.height

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark where it stands.

    Attributes:
        group, series: its place among the data.
        box: what is painted; of height 0 (columns) or width 0 (bars) for a value of 0.
        reach: what is pressed and hovered: the whole height or width beside the mark.
    """

    group: int
    series: int
    box: Box
    reach: Box


def ticks(largest: int, most: int = MOST_TICKS) -> tuple[int, ...]:
    """Return the values at which an axis is marked, from 0 up to the first that is not below the largest.

    Whole numbers in steps of 1, 2 or 5 times a power of ten, at most `most` steps; (0, 1) for nothing.
    """
    if largest <= 0:
        return (0, 1)
    power = 1
    while True:
        for step in (power, power * 2, power * 5):
            if step * most >= largest:
                return tuple(range(0, step * -(-largest // step) + 1, step))
        power *= 10


def columns(
    values: Sequence[Sequence[int]], plot: Box, top: int, *, scale: float = 1.0, stacked: bool = False
) -> tuple[Placed, ...]:
    """Return where columns stand: groups share the width alike, a group's columns stand side by side.

    Args:
        values: by group, then by series.
        plot: what the axes enclose.
        top: the value at the upper edge, at least every value (or a group's sum when stacked).
    """
    told: list[Placed] = []
    if not values:
        return ()
    each = plot.width / len(values)
    for n, group in enumerate(values):
        many = 1 if stacked else max(len(group), 1)
        inner = min(each * 0.72, WIDEST * scale * many)
        left = plot.x + each * n + (each - inner) / 2
        wide, base = inner / many, plot.bottom
        gap = min(wide * 0.12, 3.0 * scale)
        for m, value in enumerate(group):
            high = plot.height * value / top
            if stacked:
                told.append(
                    Placed(
                        n,
                        m,
                        Box(left, base - high, wide, high),
                        Box(plot.x + each * n, base - high, each, high),
                    )
                )
                base -= high
                continue
            x = left + wide * m
            box = Box(x + gap / 2, plot.bottom - high, wide - gap, high)
            told.append(Placed(n, m, box, Box(x, plot.y, wide, plot.height)))
    return tuple(told)


def bars(values: Sequence[int], plot: Box, top: int, row: float, thick: float) -> tuple[Placed, ...]:
    """Return where horizontal bars stand, one a row of a height, each `thick` high in the row's middle."""
    told: list[Placed] = []
    for n, value in enumerate(values):
        y = plot.y + row * n
        box = Box(plot.x, y + (row - thick) / 2, plot.width * value / top if top else 0.0, thick)
        told.append(Placed(n, 0, box, Box(plot.x, y, plot.width, row)))
    return tuple(told)


def named(words: Sequence[str], each: float, measure: Measure, gap: float = 8.0) -> tuple[int, ...]:
    """Return which labels of an axis are written so that none meets the next: every one, or each n-th.

    Args:
        each: how far two places of the axis are apart, in pixels.
    """
    if not words:
        return ()
    widest = max(measure(one) for one in words) + gap
    step = max(1, -(-int(widest * 100) // max(int(each * 100), 1)))
    return tuple(range(0, len(words), step))


def labelled(
    placed: Sequence[Placed], widths: Sequence[float], high: float, plot: Box, gap: float = 2.0
) -> dict[int, Box]:
    """Return where values are written above their columns, by the column's place.

    The largest come first; a value that would meet another one, or a column beside its own, is left to the
    tooltip. Nothing is written above nothing.

    Args:
        widths: of the values as written, in pixels.
        high: of a line of writing.
    """
    told: dict[int, Box] = {}
    order = sorted(range(len(placed)), key=lambda n: (-placed[n].box.height, n))
    for n in order:
        own = placed[n].box
        if own.height <= 0:
            continue
        x = own.x + own.width / 2 - widths[n] / 2
        x = min(max(x, plot.x - gap), plot.right - widths[n] + gap)
        wanted = Box(x, own.y - high - gap, widths[n], high)
        columns_free = not any(meet(wanted, one.box) for m, one in enumerate(placed) if m != n)
        if columns_free and not any(meet(wanted, one) for one in told.values()):
            told[n] = wanted
    return told


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes share any point inside both."""
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def at(placed: Sequence[Placed], x: float, y: float) -> int:
    """Return the place of the mark under a point, -1 for none."""
    return next((n for n, one in enumerate(placed) if one.reach.holds(x, y)), -1)


def share(above: int, below: int, width: float) -> float:
    """Return how much of a strip is filled; what is not nothing is at least 2 px, what is not all lacks 2."""
    if below <= 0 or above <= 0:
        return 0.0
    if above >= below:
        return width
    return min(max(width * above / below, 2.0), width - 2.0)
