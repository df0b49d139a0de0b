"""The rows of a checklist, one below the other: heads, items, and what is unfolded under the current one."""

from dataclasses import dataclass
from enum import Enum

from inspector_app.domain.checking import CheckSheet, Line, Listing, Part
from inspector_app.domain.checklists import Criterion
from inspector_app.ui.checking.values import Checks

Place = tuple[str, str]
"""A sheet's id and an item's id."""


class Kind(Enum):
    """What a row is."""

    HEAD = "head"
    LINE = "line"
    MARKS = "marks"
    GROUND = "ground"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is None for a head, `criterion` set for a ground only."""

    kind: Kind
    sheet: CheckSheet
    part: Part
    line: Line | None = None
    criterion: Criterion | None = None

    @property
    def place(self) -> Place:
        """Which item it belongs to; a head to none."""
        return self.sheet.id, self.line.id if self.line is not None else ""


def rows(checks: Checks, listing: Listing, at: Place) -> list[Row]:
    """Return the rows of a list, the current item unfolded; a table that does not apply is only a head."""
    told: list[Row] = []
    for sheet in checks.board.sheets_of(listing.id):
        for part in checks.board.parts_of(sheet):
            told.append(Row(Kind.HEAD, sheet, part))
            if sheet.absent:
                continue
            for line in part.lines:
                told.append(Row(Kind.LINE, sheet, part, line))
                if (sheet.id, line.id) == at:
                    told.append(Row(Kind.MARKS, sheet, part, line))
                    told += [Row(Kind.GROUND, sheet, part, line, one) for one in line.criteria]
    return told


def places(checks: Checks, listing: Listing) -> list[Place]:
    """Return every item that can be worked on, in order."""
    return [
        (sheet.id, line.id)
        for sheet in checks.board.sheets_of(listing.id)
        if not sheet.absent
        for part in checks.board.parts_of(sheet)
        for line in part.lines
    ]


def found(checks: Checks, listing: Listing, told: str, after: Place) -> Place | None:
    """Return the next item that holds what was typed, round and round; None when none does.

    Args:
        told: characters of its text or grounds, or its number as B.17.3 or 17.3.
    """
    wanted = told.strip().lower()
    every = places(checks, listing)
    if not wanted or not every:
        return None
    start = every.index(after) if after in every else -1
    for n in range(1, len(every) + 1):
        place = every[(start + n) % len(every)]
        sheet = checks.board.sheet(place[0])
        line = checks.board.line(sheet, place[1]) if sheet is not None else None
        if line is not None and _holds(line, sheet, wanted):
            return place
    return None


def _holds(line: Line, sheet: CheckSheet | None, wanted: str) -> bool:
    number = line.id.lower().replace("-", ".")
    if wanted in (number, number.removeprefix("b."), line.id.lower()):
        return True
    name = sheet.name.lower() if sheet is not None else ""
    grounds = (one.text for one in line.criteria)
    return any(wanted in told.lower() for told in (line.text, name, line.how, *grounds))
