"""Checklists at work: what is to be looked at, what was noted of it, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from inspector_app.domain.checklists import Criterion, ScoreStandard

CONFORMS, PARTLY, FAILS, NOT_APPLICABLE = "符合", "基本符合", "不符合", "不适用"
SCORE_RESULTS = (CONFORMS, FAILS, NOT_APPLICABLE)
"""What may be noted of a scored item; 不适用 is its 缺项 (JGJ 59-2011, 4.0.3-5)."""


class Sort(StrEnum):
    """How a list is worked: scored tables, results, or criteria that are ticked when they are met."""

    SCORED = "scored"
    LISTED = "listed"
    HAZARDS = "hazards"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at.

    Attributes:
        id: the checklist item's id, e.g. `B.17-3`, `RMC-A01`, `MH24-04-01`; a Finding's `item` holds it.
        number: as it is shown before the text.
        key: 保证项目 of a scored table, a key item of a list.
        full: full marks of a scored item, 0 elsewhere.
        criterion_id: the criterion of the major-hazard standard that it is.
    """

    id: str
    number: str
    text: str
    how: str = ""
    basis: str = ""
    clause_id: str = ""
    key: bool = False
    full: int = 0
    criteria: tuple[Criterion, ...] = ()
    criterion_id: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A scored table, or a section of a list."""

    id: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that is offered for a kind of target.

    Attributes:
        results: what may be noted of an item, in the order of its keys.
    """

    id: str
    name: str
    sort: Sort
    parts: tuple[Part, ...]
    results: tuple[str, ...]

    def part(self, part_id: str) -> Part | None:
        """Return a table or section."""
        return next((one for one in self.parts if one.id == part_id), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """What was noted of one item.

    Attributes:
        deductions: (criterion id, points), only those above zero.
        findings: (criterion id or empty, finding id): the findings that came of it.
    """

    result: str = ""
    deductions: tuple[tuple[str, int], ...] = ()
    note: str = ""
    findings: tuple[tuple[str, str], ...] = ()

    def points(self, criterion_id: str) -> int:
        """Return what was deducted for a criterion."""
        return dict(self.deductions).get(criterion_id, 0)

    def finding(self, criterion_id: str = "") -> str:
        """Return the id of the finding that came of a criterion, or of the item itself."""
        return dict(self.findings).get(criterion_id, "")


NOTHING = Mark()


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """A table being filled in, or a whole list of results.

    Attributes:
        part: the table's id; empty for a list, which is one sheet over all its sections.
        name: of which machine or place it is (2#塔机); empty where one sheet is enough.
        absent: the whole table does not apply.
        kept: it is in the journal already.
    """

    id: str
    listing: str
    part: str = ""
    name: str = ""
    absent: bool = False
    order: int = 0
    kept: bool = False
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def mark(self, line_id: str) -> Mark:
        """Return what was noted of an item."""
        return self.marks.get(line_id, NOTHING)


@dataclass(frozen=True, slots=True)
class Headway:
    """How much of something is looked at."""

    done: int
    of: int

    @property
    def all(self) -> bool:
        """Whether nothing is left; of nothing, nothing is left."""
        return self.done >= self.of

    def __add__(self, other: "Headway") -> "Headway":
        return Headway(self.done + other.done, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Board:
    """All checklists of one inspection.

    Attributes:
        sheets: in the order in which they are worked.
        standard: the scored standard if one is offered here.
    """

    inspection_id: str
    listings: tuple[Listing, ...]
    sheets: tuple[CheckSheet, ...]
    standard: ScoreStandard | None = None

    def listing(self, listing_id: str) -> Listing | None:
        """Return a list."""
        return next((one for one in self.listings if one.id == listing_id), None)

    def sheet(self, sheet_id: str) -> CheckSheet | None:
        """Return a sheet."""
        return next((one for one in self.sheets if one.id == sheet_id), None)

    def sheets_of(self, listing_id: str) -> tuple[CheckSheet, ...]:
        """Return the sheets of a list."""
        return tuple(one for one in self.sheets if one.listing == listing_id)

    def parts_of(self, sheet: CheckSheet) -> tuple[Part, ...]:
        """Return the table of a sheet, or all sections of its list."""
        listing = self.listing(sheet.listing)
        if listing is None:
            return ()
        return (
            listing.parts if not sheet.part else tuple(one for one in listing.parts if one.id == sheet.part)
        )

    def line(self, sheet: CheckSheet, line_id: str) -> Line | None:
        """Return an item of a sheet."""
        lines = (line for part in self.parts_of(sheet) for line in part.lines)
        return next((one for one in lines if one.id == line_id), None)

    def with_sheet(self, sheet: CheckSheet) -> "Board":
        """Return the board with a sheet changed."""
        return replace(self, sheets=tuple(sheet if one.id == sheet.id else one for one in self.sheets))

    def with_mark(self, sheet_id: str, line_id: str, mark: Mark) -> "Board":
        """Return the board with another mark at an item."""
        sheet = self.sheet(sheet_id)
        return self if sheet is None else self.with_sheet(marked(sheet, line_id, mark))


def marked(sheet: CheckSheet, line_id: str, mark: Mark) -> CheckSheet:
    """Return a sheet with another mark at an item."""
    return replace(sheet, marks={**sheet.marks, line_id: mark})


def is_done(line: Line, mark: Mark) -> bool:
    """Tell whether an item was looked at; 不符合 of a scored item only counts with its deduction."""
    return bool(mark.result) and (not line.full or mark.result != FAILS or bool(mark.deductions))


def headway(board: Board, sheet: CheckSheet, part_id: str = "") -> Headway:
    """Return how much of a sheet, or of one section of it, is looked at; hazards are ticked, not counted."""
    listing = board.listing(sheet.listing)
    if listing is None or listing.sort is Sort.HAZARDS or sheet.absent:
        return Headway(0, 0)
    parts = [one for one in board.parts_of(sheet) if part_id in ("", one.id)]
    lines = [line for part in parts for line in part.lines]
    return Headway(sum(is_done(line, sheet.mark(line.id)) for line in lines), len(lines))


def whole_headway(board: Board, listing_id: str = "") -> Headway:
    """Return how much of all lists, or of one of them, is looked at."""
    told = (headway(board, one) for one in board.sheets if listing_id in ("", one.listing))
    return sum(told, Headway(0, 0))
