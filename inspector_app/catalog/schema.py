"""The shape of each kind of file in forms/: what may stand there, of what type, within what bounds.

Models are strict and forbid unknown keys, so that a misspelt key is an error and not silence.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from inspector_app.domain.conduct import LEAST_MONTHS, MOST_MONTHS
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.templates import Addressed, ApprovalRule, DocumentKind, FieldKind, Sealing

MOST_POINTS = 20
MOST_DAYS = 3650
MOST_ENTRIES = 2000

Line = Annotated[str, Field(min_length=1, max_length=400)]
MaybeLine = Annotated[str, Field(max_length=400)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
MaybeText = Annotated[str, Field(max_length=2000)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Points = Annotated[int, Field(ge=1, le=MOST_POINTS)]
Marks = Annotated[int, Field(ge=1, le=100)]
Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Millimetres = Annotated[int, Field(ge=5, le=156)]
Role = Annotated[PartyRole, Field(strict=False)]
ItemNumber = Annotated[str, Field(pattern=r"^[1-9]\d?$")]
Fraction = Annotated[str, Field(pattern=r"^\d{1,9}(/[1-9]\d{0,8})?$")]


class Part(BaseModel):
    """A table of a TOML file: strict types, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class EditionFile(Part):
    """edition.toml: what this edition is called, and the day it was put together."""

    name: Line
    date: date
    provenance: MaybeText = ""


class FilingEntry(Part):
    """The days that law gives a case; what is only remembered keeps that mark in `provenance`."""

    verify: Annotated[int, Field(ge=1, le=366)]
    verify_more: Annotated[int, Field(ge=0, le=366)]
    decide: Annotated[int, Field(ge=1, le=366)]
    decide_more: Annotated[int, Field(ge=0, le=366)]
    decide_again: Annotated[int, Field(ge=0, le=366)]
    pay: Annotated[int, Field(ge=1, le=366)]
    proofed: bool = False
    provenance: Text


class OptionsFile(Part):
    """options.toml: what the office decides within the law."""

    deadline_on_holidays: bool
    reply_days: Annotated[int, Field(ge=0, le=60)]
    longest_text: Annotated[int, Field(ge=100, le=2000)]
    approval_hours: Annotated[int, Field(ge=0, le=168)] = 24
    own_approval: bool = False
    defence_days: Annotated[int, Field(ge=1, le=60)] = 5
    publication_months: Annotated[int, Field(ge=LEAST_MONTHS, le=MOST_MONTHS)] = LEAST_MONTHS
    serve_days: Annotated[int, Field(ge=1, le=60)] = 7
    review_days: Annotated[int, Field(ge=1, le=60)] = 10
    publish_days: Annotated[int, Field(ge=1, le=60)] = 7
    penalty_power: Literal["own", "transfer"] = "own"
    filing: FilingEntry | None = None


class ClauseEntry(Part):
    """A clause; what it leaves out is taken from its file."""

    id: Code
    at: MaybeLine = ""
    power: Line
    cite: MaybeLine = ""
    short: MaybeLine = ""
    valid_from: date | None = None
    valid_to: date | None = None
    mandatory: bool | None = None
    proofed: bool | None = None
    provenance: MaybeText = ""


class ClauseExample(Part):
    """On that day the clause was, or was not, in force."""

    id: Code
    on: date
    in_force: bool


class ClauseFile(Part):
    """clauses/*.toml: one law or standard with the clauses that are cited.

    `title` and `short_title` stand before a clause's `at` when it is printed.
    """

    instrument: Line
    title: Line
    short_title: MaybeLine = ""
    valid_from: date
    valid_to: date | None = None
    mandatory: bool = False
    proofed: bool = False
    provenance: Text
    clause: Annotated[list[ClauseEntry], Field(min_length=1, max_length=MOST_ENTRIES)]
    example: list[ClauseExample] = []


class PhraseEntry(Part):
    """A sentence of the office's memory; `initials` are given where a reading would go wrong."""

    id: Code
    fact: Text
    clause: Code
    measure: Text
    days: Days
    working: bool = False
    major: bool = False
    criterion: Code | None = None
    initials: Annotated[str, Field(pattern=r"^[a-z0-9]{1,400}$")] | None = None


class PhraseFile(Part):
    """phrases/*.toml: the phrases of one topic for one kind of target."""

    target: Code
    topic: Line
    phrase: Annotated[list[PhraseEntry], Field(max_length=MOST_ENTRIES)]


class CalendarExample(Part):
    """That day one worked, or not."""

    day: date
    working: bool


class CalendarFile(Part):
    """calendars/*.toml: a year's weekdays off and make-up workdays."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    provenance: Text
    holidays: Annotated[list[date], Field(max_length=366)]
    workdays: Annotated[list[date], Field(max_length=366)]
    example: list[CalendarExample] = []


class CriterionEntry(Part):
    """A ground for deduction: `points` is [least, most]."""

    id: Code
    text: Line
    points: Annotated[list[Points], Field(min_length=2, max_length=2)]
    per: Annotated[str, Field(max_length=8)] = ""


class ScoreItemEntry(Part):
    """An item of a scored table."""

    number: Annotated[int, Field(ge=1, le=99)]
    name: Line
    guarantee: bool
    full: Annotated[int, Field(ge=1, le=100)]
    criteria: Annotated[list[CriterionEntry], Field(max_length=100)]


class SheetEntry(Part):
    """A filled-in sheet: items by number (unnamed ones have full marks), or subtotals, or the score."""

    table: Code | None = None
    items: dict[ItemNumber, Annotated[int, Field(ge=0, le=100)]] = {}
    missing: list[int] = []
    guarantee: Annotated[int, Field(ge=0, le=100)] | None = None
    general: Annotated[int, Field(ge=0, le=100)] | None = None
    score: Annotated[int, Field(ge=0, le=100)] | None = None


class SheetExample(Part):
    """A sheet and what it must score; `exact` is a fraction like 345/4."""

    name: Line
    sheet: SheetEntry
    exact: Fraction
    zero_reason: MaybeLine = ""


class ScoreTableFile(Part):
    """checklists/**/*.toml with kind = "table": one scored table."""

    kind: Literal["table"]
    id: Code
    key: Code
    name: Line
    category: Annotated[int, Field(ge=1, le=99)]
    provenance: Text
    item: Annotated[list[ScoreItemEntry], Field(min_length=1, max_length=99)]
    example: list[SheetExample] = []


class CategoryEntry(Part):
    """A line of the summary table."""

    number: Annotated[int, Field(ge=1, le=99)]
    name: Line
    full: Marks
    tables: Annotated[list[Code], Field(min_length=1, max_length=99)]


class ScoreRulesEntry(Part):
    """The points that the standard leaves open, as the office decided them."""

    guarantee_threshold: Literal["ratio", "absolute"]
    instances: Literal["sheets", "tables"]
    display: Literal["half_up", "truncate"]
    excellent: Marks
    passing: Marks


class WholeExample(Part):
    """A whole inspection and what it must come to; `total` is a fraction of 100."""

    name: Line
    sheets: Annotated[list[SheetEntry], Field(min_length=1, max_length=200)]
    total: Fraction
    grade: Literal["优良", "合格", "不合格"]


class StandardFile(Part):
    """checklists/**/*.toml with kind = "standard": the summary and open points of a scored standard."""

    kind: Literal["standard"]
    id: Code
    name: Line
    provenance: Text
    rules: ScoreRulesEntry
    category: Annotated[list[CategoryEntry], Field(min_length=1, max_length=99)]


class WholeExamplesFile(Part):
    """checklists/**/*.toml with kind = "examples": whole inspections that prove the standard."""

    kind: Literal["examples"]
    provenance: Text
    example: list[WholeExample]


class SectionEntry(Part):
    """A section of a list."""

    code: Code
    name: Line


class CheckItemEntry(Part):
    """An item of a list with results."""

    id: Code
    section: Code
    text: Line
    how: MaybeLine
    key: bool
    basis: MaybeLine
    clause: Code | None = None
    provenance: MaybeText = ""


class ListExample(Part):
    """An item looked up, or a number of items counted in a section."""

    name: Line
    item: Code | None = None
    section: Code | None = None
    key: bool | None = None
    count: Annotated[int, Field(ge=0, le=MOST_ENTRIES)] | None = None


class ListFile(Part):
    """checklists/**/*.toml with kind = "list": items with results.

    Attributes:
        campaigns: words in an inspection's source that bring the list; none: it is always there.
    """

    kind: Literal["list"]
    id: Code
    name: Line
    campaigns: Annotated[list[Line], Field(max_length=20)] = []
    provenance: Text
    proofed: bool = False
    results: Annotated[list[Line], Field(min_length=2, max_length=10)]
    section: Annotated[list[SectionEntry], Field(min_length=1, max_length=99)]
    item: Annotated[list[CheckItemEntry], Field(min_length=1, max_length=MOST_ENTRIES)]
    example: list[ListExample] = []


class HazardEntry(Part):
    """A criterion of major hazards; it is a clause of the standard as well, under the same id."""

    id: Code
    article: Annotated[int, Field(ge=1, le=999)]
    topic: Line
    label: MaybeLine = ""
    at: Line
    text: Line
    any_of: list[Line] = []


class HazardExample(Part):
    """The criterion of that id stands in that article under that label."""

    id: Code
    article: int
    label: MaybeLine


class HazardFile(Part):
    """checklists/**/*.toml with kind = "hazards": criteria by which a finding is major."""

    kind: Literal["hazards"]
    id: Code
    instrument: Line
    title: Line
    short_title: Line
    valid_from: date
    valid_to: date | None = None
    proofed: bool = False
    provenance: Text
    criterion: Annotated[list[HazardEntry], Field(min_length=1, max_length=MOST_ENTRIES)]
    example: list[HazardExample] = []


class WhenEntry(Part):
    """A condition: the choice of that code has that value."""

    code: Code
    value: Line


class OwnFieldEntry(Part):
    """A fact that only this kind of document asks for; its label is its placeholder."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^{}\s]+$")]
    kind: Annotated[FieldKind, Field(strict=False)]
    required: bool = True
    choices: Annotated[list[Line], Field(max_length=12)] = []
    only_when: WhenEntry | None = None
    future: bool = False
    past: bool = False
    after: MaybeLine = ""
    deadline: bool = False
    start: MaybeText = ""
    hint: MaybeLine = ""
    source: MaybeLine = ""


class ElementEntry(Part):
    """An element of a document; its placeholders are those that its sentence and heading name."""

    code: Code
    required: bool
    heading: MaybeLine = ""
    sentence: MaybeText = ""
    annexed: MaybeText = ""
    only_when: WhenEntry | None = None
    table: bool = False


class TableEntry(Part):
    """A table with one row per finding; `cells` name the finding's placeholders."""

    head: Annotated[list[Line], Field(min_length=1, max_length=12)]
    widths: list[Millimetres]
    align: list[Literal["L", "C", "R"]]
    cells: list[MaybeText]
    note: MaybeText = ""
    most: Annotated[int, Field(ge=0, le=60)] = 0
    annex_title: Line = "隐患清单"


class AnnexEntry(Part):
    """附页: title, table and whether photos follow."""

    title: Line
    photos: bool
    table: TableEntry | None = None


class RowEntry(Part):
    """A row of a 表格式 document."""

    widths: Annotated[list[Millimetres], Field(min_length=1, max_length=12)]
    cells: list[MaybeText]
    min_mm: Annotated[int, Field(ge=0, le=200)] = 0
    grow: Annotated[int, Field(ge=0, le=100)] = 0
    align: Literal["L", "C", "R"] = "L"
    top: bool = False
    strike: bool = False
    sign: MaybeLine = ""


class DocumentFile(Part):
    """documents/*.toml: one kind of document as the office words it."""

    kind: Annotated[DocumentKind, Field(strict=False)]
    label: Line
    word: Annotated[str, Field(min_length=1, max_length=8)]
    layout: Literal["letter", "form"]
    title: Annotated[list[Line], Field(min_length=1, max_length=4)]
    number: Line
    basis: Annotated[list[Code], Field(max_length=3)]
    provenance: Text
    proofed: bool = False
    addressee: MaybeLine = ""
    receipt: Annotated[list[list[MaybeLine]], Field(max_length=12)] = []
    copied: Annotated[list[Line], Field(max_length=12)] = []
    copies: Annotated[list[Line], Field(min_length=1, max_length=12)]
    qr: list[Literal["number", "kind", "addressee", "issued", "deadline", "scope", "count"]]
    verify_note: MaybeLine = ""
    left_note: MaybeLine = ""
    footer: MaybeLine = ""
    imprint: MaybeLine = ""
    body: Literal["bureau", "station"] = "bureau"
    internal: bool = False
    approval: Annotated[ApprovalRule, Field(strict=False)] = ApprovalRule.NONE
    sealing: Annotated[Sealing, Field(strict=False)] = Sealing.AT_OFFICE
    size_tenths: Annotated[int, Field(ge=0, le=400)] = 0
    lead_tenths: Annotated[int, Field(ge=0, le=800)] = 0
    to: Annotated[Addressed, Field(strict=False)] = Addressed.PARTY
    about: Annotated[list[Annotated[DocumentKind, Field(strict=False)]], Field(max_length=20)] = []
    about_needed: bool = False
    about_served: bool = False
    field: Annotated[list[OwnFieldEntry], Field(max_length=30)] = []
    element: Annotated[list[ElementEntry], Field(min_length=1, max_length=40)]
    table: TableEntry | None = None
    annex: AnnexEntry | None = None
    row: Annotated[list[RowEntry], Field(max_length=60)] = []
