"""A workbook as it was read: sheets of cells, each what stood there, nothing reckoned and nothing guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Unreckoned:
    """A formula whose result the file does not hold; it is shown, never reckoned."""

    formula: str


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value, e.g. #N/A."""

    told: str


Value = str | int | float | bool | date | datetime | Unreckoned | Fault
"""What a cell holds. Numbers with the format of a day are days already."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something.

    Attributes:
        number: as Excel counts, from 1.
        cells: by column from 1; blank cells are left out.
        hidden: Excel does not show it: filtered out, or hidden by hand.
    """

    number: int
    cells: Mapping[int, Value]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        merged: (first row, first column, last row, last column) of cells drawn as one.
        cut: rows so far down, behind so many empty ones, that they were not read.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds.

    Attributes:
        since_1904: its numbers of days count from 1904 (old Macs), not from 1900.
        ignored: codes of what it has beside cells and was left alone: macros, links to other files.
    """

    sheets: tuple[Sheet, ...]
    since_1904: bool = False
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is not read, as a code with values; it crosses the border between two processes."""

    code: str
    values: tuple[tuple[str, object], ...] = ()


class RefusedError(Exception):
    """A file is not read; `why` says so."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.why = Refused(code, tuple(values.items()))


def letters(column: int) -> str:
    """Return the name of a column as Excel shows it: 1 is A, 27 is AA."""
    told = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        told = chr(ord("A") + rest) + told
    return told
