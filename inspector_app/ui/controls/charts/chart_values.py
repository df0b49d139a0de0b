"""What a chart shows, as values: series, groups of marks, rates."""

from dataclasses import dataclass, field
from enum import IntEnum


class Pattern(IntEnum):
    """How a series is filled, so that it is told apart without colour."""

    SOLID = 0
    STRIPES = 1
    DOTS = 2
    HOLLOW = 3


@dataclass(frozen=True, slots=True)
class Series:
    """One of the things that a chart counts.

    Attributes:
        tone: `accent`, or a tone of the chips (red, amber, blue, green, gray).
    """

    words: str
    tone: str = "accent"
    pattern: Pattern = Pattern.SOLID


@dataclass(frozen=True, slots=True)
class Mark:
    """One column or bar.

    Attributes:
        value: what its length says, at least 0.
        code: what is opened with it; empty for a mark that opens nothing.
        late: how much of the value was keyed in late (补录).
        words: how the value is written, where it is no plain number.
    """

    value: int
    code: str = ""
    late: int = 0
    words: str = ""

    @property
    def written(self) -> str:
        """Return the value as it is written."""
        return self.words or grouped(self.value)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands at one place of the axis: a month, a district, a person.

    Attributes:
        words: under or beside the marks; `whole` are all of its words where `words` is short.
        marks: one a series, in the series' order.
        faint: it is not over yet.
        ahead: it has not begun yet; nothing is painted there.
    """

    words: str
    marks: tuple[Mark, ...]
    whole: str = ""
    faint: bool = False
    ahead: bool = False

    @property
    def said(self) -> str:
        """All of its words."""
        return self.whole or self.words


@dataclass(frozen=True, slots=True)
class ChartData:
    """Everything that one chart of columns or bars shows."""

    title: str
    series: tuple[Series, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def largest(self) -> int:
        """Return the largest value, 0 when there is none."""
        return max((mark.value for group in self.groups for mark in group.marks), default=0)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look at."""
        return self.largest == 0


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many.

    Attributes:
        above, below: numerator and denominator, `below` 0 where there is nothing to weigh.
        above_code, below_code: the lists behind them.
    """

    words: str
    above: int
    below: int
    above_words: str = ""
    below_words: str = ""
    above_code: str = ""
    below_code: str = ""
    tone: str = "accent"
    rule: str = field(default="")

    @property
    def share(self) -> float | None:
        """Return the share, 0 to 1, None where there is nothing to weigh."""
        return self.above / self.below if self.below else None


def in_percent(above: int, below: int) -> str:
    """Return a share as people write it, one decimal, rounded half up: 87.5%, 100%; empty without any.

    What is not quite all is never rounded up to 100%, what is not nothing never down to 0%.
    """
    if below == 0:
        return ""
    tenths = (above * 2000 + below) // (below * 2)
    if above < below:
        tenths = min(tenths, 999)
    if above > 0:
        tenths = max(tenths, 1)
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


def grouped(value: int) -> str:
    """Return a number with its thousands apart: 12,345."""
    return f"{value:,}"
