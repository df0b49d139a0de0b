"""Rows that were sent back, as a workbook to correct: each cell as it stood, and never a formula."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from inspector_app.workbooks.book import Fault, Unreckoned, Value
from inspector_app.workbooks.writing import plain

_WIDTH = 16
_REASON_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Returned:
    """A sheet of rows sent back.

    Attributes:
        title: what stood above the head, a line each: a year in it is needed again.
        rows: cells by column from 1, with the reason that stands behind the last column.
    """

    name: str
    title: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[dict[int, Value], str], ...]


def save(path: Path, sheets: Sequence[Returned], reason: str) -> int:
    """Write sheets of rows sent back and return how many rows there are; the file is whole or not at all.

    Args:
        reason: the head of the column with the reasons.

    Raises:
        OSError: the disk refuses.
    """
    book: Any = Workbook(write_only=True)
    for one in sheets:
        _sheet(book, one, reason)
    # Gathered first: openpyxl complains aloud of a book that it cannot finish.
    gathered = BytesIO()
    book.save(gathered)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(gathered.getbuffer())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return sum(len(one.rows) for one in sheets)


def _sheet(book: Any, told: Returned, reason: str) -> None:
    sheet = book.create_sheet(told.name)
    width = len(told.heads)
    for n in range(1, width + 1):
        sheet.column_dimensions[_letters(n)].width = _WIDTH
    sheet.column_dimensions[_letters(width + 1)].width = _REASON_WIDTH
    for line in told.title:
        sheet.append([_cell(sheet, line)])
    sheet.append([_cell(sheet, one, head=True) for one in (*told.heads, reason)])
    for cells, why in told.rows:
        row = [_cell(sheet, cells.get(n, "")) for n in range(1, width + 1)]
        sheet.append([*row, _cell(sheet, why)])


def _letters(n: int) -> str:
    told = ""
    while n > 0:
        n, rest = divmod(n - 1, 26)
        told = chr(ord("A") + rest) + told
    return told


def _cell(sheet: Any, value: Value, *, head: bool = False) -> Any:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, Unreckoned | Fault | str):
        told = (
            value.formula
            if isinstance(value, Unreckoned)
            else value.told
            if isinstance(value, Fault)
            else value
        )
        cell.value = plain(told)
        cell.data_type = "s"
        cell.quotePrefix = True
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    else:
        cell.value = value
    if head:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFEDEDED")
    return cell
