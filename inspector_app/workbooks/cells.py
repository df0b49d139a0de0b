"""The cells of one sheet, heard as they come: bounded in rows and columns, whatever the sheet declares."""

import re
from datetime import datetime
from math import isfinite
from typing import Final

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from inspector_app.workbooks.book import Fault, RefusedError, Row, Unreckoned, Value
from inspector_app.workbooks.elements import EnoughError
from inspector_app.workbooks.parts import LONGEST_TEXT, Styles

MOST_ROWS: Final = 60_000
MOST_COLUMNS: Final = 512
"""A ledger has thirty; what stands farther right is left alone, since nobody reads it there."""
MOST_FAR: Final = 200_000
"""Cells there that are passed over; more are formats of whole rows, which cost time and tell nothing."""
MOST_CELLS: Final = 1_500_000
MOST_EMPTY: Final = 2_000
"""Empty rows in a row after which a sheet is over: only formats reach farther down."""
MOST_MERGED: Final = 20_000

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cells:
    """Hears a sheet.

    Attributes:
        rows: those that hold something, in the sheet's order.
        merged: ranges drawn as one cell.
        cut: the sheet was not heard to its end, since only emptiness came.
    """

    def __init__(self, texts: list[str], styles: Styles, *, since_1904: bool) -> None:
        self.rows: list[Row] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.cut = False
        self._texts, self._styles = texts, styles
        self._epoch = MAC_EPOCH if since_1904 else WINDOWS_EPOCH
        self._row = self._column = self._count = self._empty = self._far = 0
        self._hidden = False
        self._cells: dict[int, Value] = {}
        self._kind, self._style = "n", 0
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._aloud = 0

    def begin(self, name: str, told: dict[str, str]) -> None:
        """Begin a row, a cell, or what stands in it."""
        if name == "c":
            self._column = self._column_of(told.get("r", ""))
            self._kind, style = told.get("t", "n"), told.get("s", "0")
            self._style = int(style) if style.isdigit() else 0
            self._value = self._formula = self._into = None
        elif name == "v" or (name == "t" and not self._aloud):
            self._value = self._value if self._value is not None and name == "t" else []
            self._into = self._value
        elif name == "f":
            self._formula = self._into = []
        elif name == "row":
            self._begin_row(told)
        elif name == "rPh":
            self._aloud += 1
        elif name == "mergeCell":
            self._merge(told.get("ref", ""))

    def text(self, told: str) -> None:
        """Take what stands in a cell."""
        if self._into is not None:
            self._into.append(told)

    def end(self, name: str) -> None:
        """Keep a finished cell or row."""
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name in ("v", "t", "f"):
            self._into = None
        elif name == "rPh":
            self._aloud -= 1

    def _begin_row(self, told: dict[str, str]) -> None:
        number = told.get("r", "")
        row = int(number) if number.isdigit() and len(number) < 8 else self._row + 1
        if row <= self._row:  # a row that comes again is a row of its own, below
            row = self._row + 1
        self._empty += row - self._row - 1
        self._row, self._column, self._cells = row, 0, {}
        self._hidden = told.get("hidden") in ("1", "true")

    def _end_row(self) -> None:
        if self._cells:
            self._empty = 0
            self.rows.append(Row(self._row, self._cells, self._hidden))
            if len(self.rows) > MOST_ROWS:
                raise RefusedError("import.too_many_rows", most=MOST_ROWS)
        else:
            self._empty += 1
        if self._empty > MOST_EMPTY:
            self.cut = True
            raise EnoughError

    def _column_of(self, place: str) -> int:
        found = _PLACE.fullmatch(place)
        return number_of(found[1]) if found else self._column + 1

    def _end_cell(self) -> None:
        if self._column > MOST_COLUMNS:
            self._far += 1
            if self._far > MOST_FAR:
                raise RefusedError("import.too_many_cells", most=MOST_FAR)
            return
        told = "".join(self._value) if self._value is not None else ""
        value: Value | None
        if self._formula is not None and (self._value is None or (not told and self._kind != "str")):
            value = Unreckoned("=" + "".join(self._formula)[:200])
        else:
            value = self._read(told)
        if value is None or value == "":
            return
        self._cells[self._column] = value
        self._count += 1
        if self._count > MOST_CELLS:
            raise RefusedError("import.too_many_cells", most=MOST_CELLS)

    def _read(self, told: str) -> Value | None:
        if self._kind == "s":
            place = int(told) if told.isdigit() and len(told) < 9 else -1
            return self._texts[place] if 0 <= place < len(self._texts) else None
        if self._kind in ("str", "inlineStr"):
            return _unescaped(told[:LONGEST_TEXT])
        if self._kind == "e":
            return Fault(told[:40])
        if self._kind == "b":
            return told.strip() == "1"
        return self._number(told.strip())

    def _number(self, told: str) -> Value | None:
        if not told:
            return None
        try:
            if self._kind == "d":
                return datetime.fromisoformat(told)
            number = float(told)
            if self._style in self._styles.days and self._style not in self._styles.spans:
                day = from_excel(number, self._epoch)
                return day if isinstance(day, datetime) else told
        except (ValueError, OverflowError, TypeError):
            return told[:LONGEST_TEXT]
        if not isfinite(number):
            return told
        # Excel keeps fifteen digits; a longer number in the file is told as it stands there.
        if told.lstrip("-").isdigit():
            return int(told) if len(told) < 400 else told[:400]
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _merge(self, told: str) -> None:
        found = _RANGE.fullmatch(told)
        if found is None:
            return
        if len(self.merged) >= MOST_MERGED:
            raise RefusedError("import.too_many_cells", most=MOST_MERGED)
        first, last = number_of(found[1]), number_of(found[3])
        self.merged.append((int(found[2]), first, int(found[4]), last))


def number_of(letters: str) -> int:
    """Return the number of a column by its letters, from 1."""
    told = 0
    for one in letters:
        told = told * 26 + ord(one) - ord("A") + 1
    return told


def _unescaped(told: str) -> str:
    return _ESCAPED.sub(lambda one: chr(int(one[1], 16)), told) if "_x" in told else told
