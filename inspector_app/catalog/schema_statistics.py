"""The shape of statistics/*.toml: definitions of figures, and the wording of reports."""

from typing import Annotated, Literal

from pydantic import Field

from inspector_app.catalog.schema import Line, MaybeLine, MaybeText, Part, Text
from inspector_app.domain.statistics_definitions import Counts, Source

FigureCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,49}$")]
Asked = dict[Annotated[str, Field(min_length=1, max_length=60)], bool | Line | list[Line]]


class FigureDefinition(Part):
    """How a figure is counted; `where` must hold, `unless` must not."""

    code: FigureCode
    name: Line
    unit: Annotated[str, Field(min_length=1, max_length=8)]
    source: Annotated[Source, Field(strict=False)]
    count: Annotated[Counts, Field(strict=False)] = Counts.EACH
    day: Literal["", "seen", "due", "closed"] = ""
    where: Asked = Field(default_factory=dict, max_length=10)
    unless: Asked = Field(default_factory=dict, max_length=10)
    rule: Text
    proofed: bool = True
    provenance: MaybeText = ""


class RateDefinition(Part):
    """A share: numerator and denominator by their codes."""

    code: FigureCode
    name: Line
    part: FigureCode
    whole: FigureCode
    rule: Text
    proofed: bool = True
    provenance: MaybeText = ""


class FiguresFile(Part):
    """statistics/*.toml with kind = "figures": what is counted."""

    kind: Literal["figures"]
    provenance: Text
    figure: Annotated[list[FigureDefinition], Field(min_length=1, max_length=200)]
    rate: list[RateDefinition] = Field(default_factory=list, max_length=50)


class AmongEntry(Part):
    """What stands in brackets behind a part, or by itself in its place."""

    text: Line
    otherwise: MaybeLine = ""
    each_quarter: MaybeLine = ""
    differs: MaybeLine = ""


class PartEntry(Part):
    """A part of a sentence."""

    text: Line
    otherwise: MaybeLine = ""
    each_quarter: MaybeLine = ""
    differs: MaybeLine = ""
    among: list[AmongEntry] = Field(default_factory=list, max_length=10)


class SentenceEntry(Part):
    """A sentence of a report's paragraph."""

    lead: MaybeLine = ""
    otherwise: MaybeLine = ""
    paragraph: bool = False
    part: Annotated[list[PartEntry], Field(min_length=1, max_length=30)]


class ReportFile(Part):
    """statistics/*.toml with kind = "report": how a report is worded, and which figures its tables show."""

    kind: Literal["report"]
    code: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,29}$")]
    title: Line
    provenance: Text
    proofed: bool = False
    shown: list[FigureCode] = Field(default_factory=list, max_length=200)
    by: Literal["month", "quarter"] = "month"
    slices: list[FigureCode] = Field(default_factory=list, max_length=8)
    sentence: Annotated[list[SentenceEntry], Field(min_length=1, max_length=20)]
