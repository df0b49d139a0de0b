"""What the page shows, as values: rows of figures, their parts by month or district, lists behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspector_app.ui.controls.charts.chart_values import Rate
from inspector_app.ui.figures.figures_periods import Span


class Sliced(StrEnum):
    """What figures are taken apart by."""

    MONTH = "month"
    QUARTER = "quarter"
    DISTRICT = "district"
    OFFICER = "officer"
    CAMPAIGN = "campaign"


BY_WORDS = {
    Sliced.MONTH: "按月",
    Sliced.QUARTER: "按季",
    Sliced.DISTRICT: "按镇街",
    Sliced.OFFICER: "按执法人员",
    Sliced.CAMPAIGN: "按专项检查",
}
OF_TIME = (Sliced.MONTH, Sliced.QUARTER)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as the list at the left shows it.

    Attributes:
        head: the group it stands in.
        before: that of the same days a year before, None where nothing is known of then.
        rule: what is counted, in one plain sentence.
        missing: why it could not be counted; its value says nothing then.
        under: it is a part of the figure above it (其中).
        unproven: why its definition still has to be proofed, empty where it has not.
        percent, percent_before: of a share, which is written so.
        of: of a share the codes of its numerator and denominator.
    """

    code: str
    head: str
    words: str
    unit: str
    value: int
    late: int = 0
    before: int | None = None
    rule: str = ""
    missing: str = ""
    under: bool = False
    unproven: str = ""
    percent: str = ""
    percent_before: str = ""
    of: tuple[str, str] = ("", "")

    @property
    def shown(self) -> str:
        """Return the value as it is written: 1,204, 87.5%, or — where it was not counted."""
        if self.missing:
            return "—"
        return self.percent or f"{self.value:,}"

    @property
    def lists(self) -> str:
        """Return the code of the figure whose list it opens: of a share its numerator's."""
        return self.of[0] or self.code


@dataclass(frozen=True, slots=True)
class Part:
    """A month, a district, a person, a campaign: how much of each figure falls to it.

    Attributes:
        values, late: by code of figure.
        running: it is not over yet.
        ahead: it has not begun yet.
    """

    code: str
    words: str
    whole: str
    values: Mapping[str, int]
    late: Mapping[str, int] = field(default_factory=dict)
    running: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that was counted of a period.

    Attributes:
        before: the days that are compared with; parts of them stand in `parts_before`, as many as in `parts`.
        as_of: until when this laptop knows, in words.
        lacking: who had not handed in, in words.
    """

    span: Span
    by: Sliced
    rows: tuple[FigureRow, ...] = ()
    parts: tuple[Part, ...] = ()
    rates: tuple[Rate, ...] = ()
    before: Span | None = None
    parts_before: tuple[Part, ...] = ()
    as_of: str = ""
    lacking: tuple[str, ...] = ()

    def row(self, code: str) -> FigureRow | None:
        """Return the figure of a code."""
        return next((one for one in self.rows if one.code == code), None)

    @property
    def empty(self) -> bool:
        """Whether nothing at all happened in the period."""
        return not any(one.value for one in self.rows)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One of the things that a figure counts.

    Attributes:
        opens: where Enter leads: document:ID, inspection:ID, finding:ID, target:ID; empty for nowhere.
        late: it was keyed in late (补录).
    """

    id: str
    opens: str
    title: str
    note: str
    on: date | None = None
    late: bool = False


class Paper(StrEnum):
    """The reports that are made of figures."""

    HALF_YEAR = "half-year"
    PLANTS = "plants"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a report's text; one with a code is a number that opens its list.

    Attributes:
        code, part: of the figure, and of the quarter that it is of.
    """

    text: str
    code: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report as it would be written now.

    Attributes:
        lacking: who had not handed in; figures may still change.
    """

    paper: Paper
    span: Span
    title: str
    runs: tuple[Run, ...]
    as_of: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the paragraph as it is written."""
        return "".join(one.text for one in self.runs)
