"""The rows of a table: totals, heads that come again and notes are told apart from records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspector_app.casework.importing import words
from inspector_app.casework.importing.columns import ORDINALS
from inspector_app.casework.importing.heads import Column, SheetMap
from inspector_app.casework.importing.outcomes import Outcome, Place, Skipped
from inspector_app.workbooks.book import Fault, Row, Sheet, Unreckoned, Value

_TOTAL = re.compile(
    r"(本页|本月|本季|本年|上半年|下半年|全年|累计|总|以上|[一二三四]季度|\d{1,2}月)?(合计|小计|总计|共计|累计)"
)
_NOTE = re.compile(r"(注|备注|说明|填表人|填报人|制表|制表人|审核|审核人|填表日期|单位负责人|附)\s*[:：]?")
_ORDINAL = re.compile(r"[\d.\-()（）]+|[一二三四五六七八九十]+")
MOST_COVERED = 400_000
"""Cells that merged ones may be spread over; a sheet that asks for more is taken as it stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be brought in: what its mapped columns hold, blank ones left out."""

    sheet: str
    row: int
    cells: Mapping[str, Value]
    columns: Mapping[str, Column]

    def place(self, code: str = "") -> Place:
        """Return where a field stands; without one, the row."""
        column = self.columns.get(code)
        return (
            Place(self.sheet, self.row, column.letters, column.head)
            if column
            else Place(self.sheet, self.row)
        )


def shown(value: Value) -> str:
    """Return a value as a person sees it in the sheet."""
    if isinstance(value, Unreckoned):
        return value.formula
    if isinstance(value, Fault):
        return value.told
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value if isinstance(value, str) else str(value).removesuffix(" 00:00:00")


def lines(sheet: Sheet, told: SheetMap, outcome: Outcome) -> list[Line]:
    """Return the rows below a sheet's head that are to be brought in; the others are noted in the outcome."""
    by_code = {one.field: one for one in told.columns if one.field}
    ordinals = {one.number for one in told.columns if words.key(one.head) in ORDINALS}
    heads = {one.number: words.key(one.head.rpartition("｜")[2]) for one in told.columns if one.head}
    last = max(told.head, default=0)
    covered = _covered(sheet, last)
    found = []
    for row in sheet.rows:
        if row.number <= last:
            continue
        own = {n: one for n, one in row.cells.items() if not _blank(one)}
        code = _passed_over(own, ordinals, heads, by_code)
        if code == "":
            continue
        place = Place(sheet.name, row.number)
        if code:
            told_first = (shown(one) for n, one in sorted(own.items()) if n not in ordinals)
            first = next(told_first, next((shown(one) for one in own.values()), ""))
            outcome.skipped.append(Skipped(place, code, first[:80]))
            continue
        whole = own | {n: one for n, one in covered.get(row.number, {}).items() if n not in own}
        cells = {code: whole[one.number] for code, one in by_code.items() if one.number in whole}
        if cells:
            found.append(Line(sheet.name, row.number, cells, by_code))
    if sheet.cut:
        outcome.note("import.far_rows_ignored", sheet=sheet.name)
    hidden = sum(one.hidden for one in sheet.rows if one.number > last)
    if hidden:
        outcome.note("import.hidden_rows_read", sheet=sheet.name, count=hidden)
    return found


def _blank(value: Value) -> bool:
    return isinstance(value, str) and not words.line(value)


def _passed_over(
    own: Mapping[int, Value],
    ordinals: set[int],
    heads: Mapping[int, str],
    by_code: Mapping[str, Column],
) -> str | None:
    """Return why a row is no record: a code, empty for a blank one; None for a record."""
    told = {n: words.line(shown(one)) for n, one in own.items()}
    rest = {n: one for n, one in told.items() if n not in ordinals}
    if not rest:
        # Only the column of ordinal numbers is filled: blank, or 合计 or a note that stands at the left edge.
        if any(_TOTAL.fullmatch(words.key(one)) for one in told.values()):
            return "import.total_row"
        return next((_beside(one) for one in told.values() if not _ORDINAL.fullmatch(one)), "")
    again = [n for n, one in told.items() if heads.get(n) and words.key(one) == heads[n]]
    if len(again) >= 2 and 3 * len(again) >= 2 * len(told):
        return "import.head_again"
    firsts = [one for _, one in sorted(told.items())][:3]
    if any(_TOTAL.fullmatch(words.key(one)) for one in firsts if not one.isdigit()):
        return "import.total_row"
    if len(rest) == 1 and len(by_code) > 1:
        return _lonely(next(iter(rest.items())), by_code)
    lead = firsts[0]
    if len(rest) <= 2 and len(by_code) > 3 and _NOTE.match(lead) and not lead.isdigit():
        return "import.note_row"
    return None


def _beside(told: str) -> str:
    return "import.note_row" if _NOTE.match(told) else "import.section_row"


def _lonely(cell: tuple[int, str], by_code: Mapping[str, Column]) -> str | None:
    """Return what a row with one cell is: a note, a section's title; None for a record."""
    number, told = cell
    if _NOTE.match(told):
        return "import.note_row"
    name = by_code.get("name")
    plain = name is not None and name.number == number and len(told) <= 60
    return (
        None
        if plain and not re.match(r"[（(]?[一二三四五六七八九十]+[)）、.．]", told)
        else "import.section_row"
    )


def _covered(sheet: Sheet, last: int) -> dict[int, dict[int, Value]]:
    """Return what merged cells say to the rows below their first, by row and column."""
    by_row = {one.number: one for one in sheet.rows if one.number > last}
    told: dict[int, dict[int, Value]] = {}
    count = 0
    for first_row, first, last_row, _ in sheet.merged:
        top = by_row.get(first_row)
        if top is None or first not in top.cells or last_row == first_row:
            continue
        for row in _rows(by_row, first_row, last_row):
            told.setdefault(row, {})[first] = top.cells[first]
            count += 1
            if count > MOST_COVERED:
                return told
    return told


def _rows(by_row: Mapping[int, Row], first: int, last: int) -> Iterator[int]:
    if last - first < len(by_row):
        return (n for n in range(first + 1, last + 1) if n in by_row)
    return (n for n in by_row if first < n <= last)
