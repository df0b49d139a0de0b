"""The rows that were sent back, gathered with their reasons, to be corrected and brought in again."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from inspector_app.casework.importing.bringing import Source
from inspector_app.casework.importing.heads import SheetMap
from inspector_app.casework.importing.outcomes import Outcome, Rejected
from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.workbooks.book import Sheet, Value
from inspector_app.workbooks.returning import Returned
from inspector_app.workbooks.returning import save as write

REASON = "退回原因"
"""The head of the column with the reasons; it is known when the workbook comes again, and left out."""


def save(
    path: Path,
    source: Source,
    maps: Iterable[SheetMap],
    outcome: Outcome,
    words: Callable[[Rejected], str],
) -> int:
    """Write the rows that were sent back, each with its reasons beside it, and return how many there are.

    Args:
        words: says why a cell was refused.

    Raises:
        RuleError: `import.nothing_returned`.
        UnavailableError: `import.unwritable`.
    """
    sheets = [one for told in maps if not told.skipped and (one := _sheet(source, told, outcome, words)).rows]
    if not sheets:
        raise RuleError("import.nothing_returned", where=source.name)
    try:
        return write(path, sheets, REASON)
    except OSError as error:
        raise UnavailableError("import.unwritable", where=str(path), reason=str(error.strerror)) from error


def _sheet(source: Source, told: SheetMap, outcome: Outcome, words: Callable[[Rejected], str]) -> Returned:
    sheet = next(one for one in source.workbook.sheets if one.name == told.sheet)
    why: dict[int, list[str]] = {}
    for one in outcome.rejected:
        if one.place.sheet == told.sheet:
            why.setdefault(one.place.row, []).append(words(one))
    rows = [(_whole(sheet, told, row), "\n".join(reasons)) for row, reasons in sorted(why.items())]
    heads = tuple(one.head.replace("｜", "") for one in told.columns)
    return Returned(told.sheet, told.title, heads, tuple(rows))


def _whole(sheet: Sheet, told: SheetMap, number: int) -> dict[int, Value]:
    """Return a row's cells, with what merged cells above say to it."""
    cells: dict[int, Value] = {}
    for row in sheet.rows:
        if row.number == number:
            cells = dict(row.cells)
    for first_row, first, last_row, _ in sheet.merged:
        if first_row < number <= last_row and first not in cells:
            top: Sequence[Value] = [
                row.cells[first] for row in sheet.rows if row.number == first_row and first in row.cells
            ]
            cells |= {first: top[0]} if top and first_row > max(told.head, default=0) else {}
    return cells


def save_text(path: Path, told: str) -> None:
    """Write a text, a map for instance.

    Raises:
        UnavailableError: `import.unwritable`.
    """
    try:
        path.write_text(told, "utf-8")
    except OSError as error:
        raise UnavailableError("import.unwritable", where=str(path), reason=str(error.strerror)) from error
