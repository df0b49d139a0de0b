"""The rows that were sent back, gathered with their reasons, to be corrected and brought in again."""

from collections.abc import Callable
from pathlib import Path

from inspector_app.casework.importing import days, heads, tables
from inspector_app.casework.importing.bringing import Weighed
from inspector_app.casework.importing.heads import SheetMap
from inspector_app.casework.importing.outcomes import Rejected
from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.workbooks.returning import Returned
from inspector_app.workbooks.returning import save as write

REASON = "退回原因"
"""The head of the column with the reasons; it is known when the workbook comes again, and left out."""


def save(path: Path, told: Weighed, words: Callable[[Rejected], str]) -> int:
    """Write the rows that were sent back, each with its reasons beside it, and return how many there are.

    Args:
        words: says why a cell was refused.

    Raises:
        RuleError: `import.nothing_returned`.
        UnavailableError: `import.unwritable`.
    """
    sheets = [one for each in told.maps if not each.skipped and (one := _sheet(told, each, words)).rows]
    if not sheets:
        raise RuleError("import.nothing_returned", where=told.source.name)
    try:
        return write(path, sheets, REASON)
    except OSError as error:
        raise UnavailableError("import.unwritable", where=str(path), reason=str(error.strerror)) from error


def _sheet(weighed: Weighed, told: SheetMap, words: Callable[[Rejected], str]) -> Returned:
    sheet = next(one for one in weighed.source.workbook.sheets if one.name == told.sheet)
    why: dict[int, list[str]] = {}
    for one in weighed.outcome.rejected:
        if one.place.sheet == told.sheet:
            why.setdefault(one.place.row, []).append(words(one))
    # What merged cells and 同上 say to a row stands in it: the rows above do not come along.
    whole = {one.row.number: one.cells for one in tables.whole_rows(sheet, max(told.head, default=0))}
    rows = tuple((dict(whole.get(row, {})), "\n".join(reasons)) for row, reasons in sorted(why.items()))
    return Returned(told.sheet, _title(told), heads.on_one_row(told, weighed.fields[told.part]), rows)


def _title(told: SheetMap) -> tuple[str, ...]:
    """Return the lines above the head; the year that days need, where only the file's name tells it."""
    if told.year is None or days.year_of(*told.title, told.sheet) == told.year:
        return told.title
    return (f"{told.year}年", *told.title)


def save_text(path: Path, told: str) -> None:
    """Write a text, a map for instance.

    Raises:
        UnavailableError: `import.unwritable`.
    """
    try:
        path.write_text(told, "utf-8")
    except OSError as error:
        raise UnavailableError("import.unwritable", where=str(path), reason=str(error.strerror)) from error
