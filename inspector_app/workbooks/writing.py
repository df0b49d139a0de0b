"""Tables written as Excel's files: row by row, so that a million of them fill no memory, and never a formula.

Every text is a text: what begins like a formula (= + - @ and control characters) is marked as quoted, so
that Excel and WPS show it as it stands, also after somebody edits the cell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet import _writer as sheet_writer

MOST_ROWS = 1_048_576
"""Rows of one sheet in Excel's file format; what is longer goes on in a further sheet."""

LONGEST = 32_767
"""Characters of one cell in Excel's file format."""

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE_HEIGHT, _HIGHEST = 13.0, 390.0
"""Points of a line of text, and of the highest row that Excel shows well (409 at most)."""
_FONT, _SMALL = "宋体", 10

Value = str | int | date | None


class Holding(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `width` in characters of Chinese writing."""

    label: str
    width: int = 8
    holding: Holding = Holding.TEXT


@dataclass(frozen=True, slots=True)
class Page:
    """What stands above and around a table.

    Attributes:
        name: of the sheet.
        title: first line; `notes` the small ones below it.
        creator: written into the file's properties.
    """

    name: str
    title: str
    notes: tuple[str, ...] = ()
    creator: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written: what stands around it, its heads, and its rows one after another."""

    page: Page
    heads: Sequence[Head]
    rows: Iterable[Sequence[Value]]


def write(
    path: Path, page: Page, heads: Sequence[Head], rows: Iterable[Sequence[Value]], *, most: int = MOST_ROWS
) -> int:
    """Write a table into the new file `path` and return how many rows it has, heads apart; see `write_all`.

    Raises:
        OSError: the place cannot be written, or is full; what was begun there is for the caller to remove.
    """
    return write_all(path, (Table(page, heads, rows),), most=most)


def write_all(path: Path, tables: Sequence[Table], *, most: int = MOST_ROWS) -> int:
    """Write tables into the new file `path`, each on a sheet of its own, and return how many rows they have.

    What the writer keeps meanwhile lies beside the file and nowhere else; the first table names the file.

    Args:
        most: rows of one sheet, heads among them.

    Raises:
        OSError: the place cannot be written, or is full; what was begun there is for the caller to remove.
    """
    book = Workbook(write_only=True)
    book.properties.creator = tables[0].page.creator
    book.properties.title = tables[0].page.title
    total = 0
    scratch: list[Path] = []
    try:
        for table in tables:
            total += _put_table(book, table, path, scratch, most)
        book.save(path)
    finally:
        for one in scratch:
            one.unlink(missing_ok=True)
            if str(one) in sheet_writer.ALL_TEMP_FILES:
                sheet_writer.ALL_TEMP_FILES.remove(str(one))
    return total


def _put_table(book: Any, table: Table, path: Path, scratch: list[Path], most: int) -> int:
    """Write a table, on further sheets what one has no room for; return how many rows it has."""
    waiting, total, sheets = iter(table.rows), 0, 0
    first = next(waiting, None)
    while first is not None or not sheets:
        sheets += 1
        beside = path.with_name(f"{path.name}.{len(scratch)}")
        scratch.append(beside)
        sheet = _Sheet(book, table.page, table.heads, beside, sheets)
        total += sheet.fill(first, waiting, most)
        first = next(waiting, None)
    return total


def plain(told: str) -> str:
    """Return a text as Excel's files can hold it; what they cannot hold shows as a replacement character."""
    clean = _NOT_XML.sub("\ufffd", told)
    # Excel reads _x000D_ as a character: an underscore that only looks so is written as one itself.
    clean = _ESCAPE.sub("_x005F_", clean)
    return clean if len(clean) <= LONGEST else f"{clean[: LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Printing:
    """How a table is printed, in landscape.

    Attributes:
        paper: A4 or A3, as Excel numbers them.
        across: pages beside each other.
        repeated: columns from the left that stand on each of them, 0 on a single page.
    """

    paper: int
    across: int = 1
    repeated: int = 0


A4, A3 = 9, 8
ROOM = {A4: 152.0, A3: 218.0}
"""Characters of the usual font between the margins of a page in landscape."""
LEAST = 0.7
"""Smaller than so much of its size nobody reads a table: ten points become seven."""
_REPEATED = 0.2
"""Share of a page, at that size, that the repeated columns take at most."""


def printing(heads: Sequence[Head]) -> Printing:
    """Return the smallest paper on which a table can be read: A4, A3, or several A3 beside each other."""
    widths = [_wide(one) for one in heads]
    for paper in (A4, A3):
        if sum(widths) * LEAST <= ROOM[paper]:
            return Printing(paper)
    page, kept, repeated = ROOM[A3] / LEAST, 0.0, 0
    for one in widths:
        if kept + one > page * _REPEATED:
            break
        kept, repeated = kept + one, repeated + 1
    return Printing(A3, ceil((sum(widths) - kept) / (page - kept)), repeated)


def _wide(head: Head) -> float:
    """Return the width of a column as Excel measures it, in characters of the usual font."""
    return round(head.width * 1.7 + 1.5, 1)


class _Sheet:
    """One sheet while it is written. One cell a column is filled again and again: it is written at once."""

    def __init__(self, book: Any, page: Page, heads: Sequence[Head], scratch: Path, no: int) -> None:
        self._page, self._heads = page, heads
        self._sheet: Any = book.create_sheet(page.name[:25] if no == 1 else f"{page.name[:25]}{no}")
        self._top = 2 + len(page.notes)
        self._set_up()
        writer: Any = sheet_writer.WorksheetWriter(self._sheet, str(scratch))
        sheet_writer.ALL_TEMP_FILES.append(str(scratch))
        writer.write_top()
        # Left to itself it would write the rows into the system's folder for passing files.
        self._sheet._writer = writer
        self._cells = [self._styles(one) for one in heads]

    def fill(self, first: Sequence[Value] | None, rows: Iterator[Sequence[Value]], most: int) -> int:
        """Write heads and rows, as many as there is room for; return how many rows."""
        self._sheet.append([self._line(self._page.title, 14, bold=True)])
        for note in self._page.notes:
            self._sheet.append([self._line(note, 9, bold=False)])
        self._sheet.append([self._head(one.label) for one in self._heads])
        count = 0
        try:
            count = self._fill(first, rows, most)
        finally:
            # Also what is given up is closed: its streams would complain when they are thrown away.
            self._close(count)
        return count

    def _fill(self, row: Sequence[Value] | None, rows: Iterator[Sequence[Value]], most: int) -> int:
        count = 0
        while row is not None:
            count += 1
            self._append(row, self._top + count)
            if self._top + count >= most:
                break
            row = next(rows, None)
        return count

    def _close(self, count: int) -> None:
        last = get_column_letter(len(self._heads))
        self._sheet.auto_filter.ref = f"A{self._top}:{last}{self._top + max(count, 1)}"
        self._sheet.close()

    def _append(self, row: Sequence[Value], place: int) -> None:
        lines = max(_lines(one, head.width) for one, head in zip(row, self._heads, strict=True))
        sizes = self._sheet.row_dimensions
        if lines > 1:
            # LibreOffice and WPS grow no row by themselves.
            sizes[place].height = min(lines * _LINE_HEIGHT + 2, _HIGHEST)
        self._sheet.append([self._cell(*each) for each in zip(self._cells, row, strict=True)])
        if lines > 1:
            del sizes[place]  # it is written: a million of them would fill the memory

    def _set_up(self) -> None:
        sheet = self._sheet
        for n, one in enumerate(self._heads, start=1):
            sheet.column_dimensions[get_column_letter(n)].width = _wide(one)
        sheet.freeze_panes = f"A{self._top + 1}"
        sheet.print_title_rows = f"1:{self._top}"
        how = printing(self._heads)
        if how.repeated:
            sheet.print_title_cols = f"A:{get_column_letter(how.repeated)}"
        setup = sheet.page_setup
        setup.orientation, setup.paperSize = "landscape", how.paper
        setup.fitToWidth, setup.fitToHeight = how.across, 0
        setup.pageOrder = "overThenDown"  # the halves of a row lie one after the other
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.3
        margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.35
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
        sheet.oddFooter.center.size = 9

    def _line(self, told: str, size: int, *, bold: bool) -> Any:
        cell: Any = WriteOnlyCell(self._sheet, None)
        _put_text(cell, told)
        cell.font = Font(name=_FONT, size=size, bold=bold)
        cell.alignment = Alignment(vertical="center")
        return cell

    def _head(self, label: str) -> Any:
        cell = self._line(label, _SMALL, bold=True)
        cell.fill = PatternFill("solid", start_color="E7ECF2")
        cell.border = _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return cell

    def _styles(self, head: Head) -> dict[str, Any]:
        """Return the cells of a column by what is written into them."""
        at = "left" if head.holding is Holding.TEXT else "center"
        cells = {}
        for sort in ("text", "quoted", "day", "number", "empty"):
            cell: Any = WriteOnlyCell(self._sheet, None)
            cell.font = Font(name=_FONT, size=_SMALL)
            cell.border = _BORDER
            cell.alignment = Alignment(horizontal=at, vertical="center", wrap_text=True)
            if sort == "quoted":
                cell.quotePrefix = True
            if sort == "day":
                cell.number_format = "yyyy-mm-dd"
            cells[sort] = cell
        return cells

    def _cell(self, cells: dict[str, Any], value: Value) -> Any:
        if value is None or value == "":
            return cells["empty"]
        if isinstance(value, str):
            cell = cells["quoted" if _FORMULA.match(value) else "text"]
            _put_text(cell, value)
            return cell
        cell = cells["day" if isinstance(value, date) else "number"]
        cell.value = value
        return cell


def _lines(value: Value, width: int) -> int:
    """Return how many lines a value takes in a column of so many Chinese characters."""
    if not isinstance(value, str):
        return 1
    room = max(width * 1.7 - 0.5, 1.0)
    taken = sum(
        max(1, ceil(sum(1.0 if one < "\u2000" else 1.9 for one in line) / room))
        for line in value.splitlines()
    )
    return max(taken, 1)


def _put_text(cell: Any, told: str) -> None:
    cell.value = plain(told)
    cell.data_type = "s"  # whatever it begins with


_THIN = Side(style="thin", color="B8C0CC")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
