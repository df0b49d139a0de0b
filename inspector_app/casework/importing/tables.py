"""The rows of a table: totals, heads that come again and notes are told apart from records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspector_app.casework.importing import words
from inspector_app.casework.importing.columns import ORDINALS
from inspector_app.casework.importing.heads import Column, SheetMap
from inspector_app.casework.importing.outcomes import Outcome, Place, Skipped
from inspector_app.workbooks.book import Fault, Row, Sheet, Unreckoned, Value

_TOTAL = re.compile(r".{0,20}(?:合计|小计|总计|共计|累计)(?:为|共)?(?:\d[\d.]*(?:个|项|家|人|条|份|次|起)?)?")
_TURNED = re.compile(r"(?:承|接|续|过|转)(?:前|上|次|下)页.{0,6}")
"""What stands at the edges of printed pages: 承前页, 过次页."""
_SIGNED = (
    r"填表人?|填报人?|制表人?|制单人?|经办人?|审核人?|复核人?|审批人?|统计人?|负责人|单位负责人|分管领导|联系人|联系电话"
    r"|填报单位|填表单位|制表单位|编制单位|报送单位|填表日期|填报日期|制表日期|报送日期|统计日期|打印日期|打印时间|日期"
)
_NOTE = re.compile(
    rf"[（(【*※]*(?:(?:注|备注|说明|附|附注|附件|填表说明)\s*\d*\s*(?:[:：、.．)）】]|$)|注释|(?:{_SIGNED})\s*(?:[:：（(]|$))"
)
_ORDINAL = re.compile(r"[\d.\-()（）]+|[一二三四五六七八九十]+")
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、.．]?|第[一二三四五六七八九十]+[章部分节]*")
DITTO = frozenset({"同上", "〃", "″", '"', "”", "''", "〞", "同前"})
"""Signs that a cell says what the one above it says."""
LONGEST_HEAD = 60
"""Characters of a head that is looked for again below."""
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
        return _figure(value)
    return value if isinstance(value, str) else str(value).removesuffix(" 00:00:00")


@dataclass(frozen=True, slots=True)
class Whole:
    """A row below the head: its own cells, and with what merged cells and 同上 say to it."""

    row: Row
    own: Mapping[int, Value]
    cells: Mapping[int, Value]


def _figure(value: float) -> str:
    """Return a number with the fifteen digits that Excel shows: 0.1 + 0.2 is 0.3."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    told = f"{value:.15g}"
    return repr(value) if "e" in told else told


def whole_rows(sheet: Sheet, last: int) -> Iterator[Whole]:
    """Yield the rows below a head's last row, blank cells left out."""
    covered = _covered(sheet, last)
    above: Mapping[int, Value] = {}
    for row in sheet.rows:
        if row.number <= last:
            continue
        own = {n: one for n, one in row.cells.items() if not _blank(one)}
        merged = {n: one for n, one in covered.get(row.number, {}).items() if n not in own}
        cells = {n: above.get(n, one) if _is_ditto(one) else one for n, one in (own | merged).items()}
        yield Whole(row, own, cells)
        # A section's title or a note says nothing to the row below it.
        above = cells if len(own) > 1 else above


def _is_ditto(value: Value) -> bool:
    return isinstance(value, str) and value.strip() in DITTO


def lines(sheet: Sheet, told: SheetMap, outcome: Outcome) -> list[Line]:
    """Return the rows below a sheet's head that are to be brought in; the others are noted in the outcome."""
    judge = _Judge(sheet, told)
    last = max(told.head, default=0)
    found = []
    for one in whole_rows(sheet, last):
        code = judge.passed_over(one)
        if code == "":
            continue
        place = Place(sheet.name, one.row.number)
        if code:
            outcome.skipped.append(Skipped(place, code, judge.told(one.own)))
            continue
        cells = {
            code: one.cells[each.number] for code, each in judge.by_code.items() if each.number in one.cells
        }
        if cells:
            found.append(Line(sheet.name, one.row.number, cells, judge.by_code))
    if sheet.cut:
        outcome.note("import.far_rows_ignored", sheet=sheet.name)
    hidden = sum(one.hidden for one in sheet.rows if one.number > last)
    if hidden:
        outcome.note("import.hidden_rows_read", sheet=sheet.name, count=hidden)
    return found


def _blank(value: Value) -> bool:
    return isinstance(value, str) and not words.line(value)


class _Judge:
    """Tells records of a table from what stands between them.

    Attributes:
        by_code: the mapped columns.
    """

    def __init__(self, sheet: Sheet, told: SheetMap) -> None:
        self.by_code = {one.field: one for one in told.columns if one.field}
        self._ordinals = {one.number for one in told.columns if words.key(one.head) in ORDINALS}
        self._heads: dict[int, set[str]] = {}
        for row in sheet.rows:
            for n, one in row.cells.items() if row.number <= max(told.head, default=0) else ():
                self._heads.setdefault(n, set()).add(words.key(shown(one)))

    @staticmethod
    def told(own: Mapping[int, Value]) -> str:
        """Return what a row says, as much as names it."""
        return " ".join(shown(one) for _, one in sorted(own.items()))[:80]

    def passed_over(self, row: Whole) -> str | None:
        """Return why a row is no record: a code, empty for a blank one; None for a record."""
        told = {n: words.line(shown(one)) for n, one in sorted(row.own.items())}
        rest = {n: one for n, one in told.items() if n not in self._ordinals}
        if not rest:
            return self._only_ordinals(told)
        if self._is_head(told):
            return "import.head_again"
        firsts = [one for one in told.values() if not one.isdigit()][:3]
        if any(_TOTAL.fullmatch(words.key(one)) or _TURNED.fullmatch(one) for one in firsts):
            return "import.total_row"
        if all(_NOTE.match(one) for one in told.values()) and len(self.by_code) > 1:
            return "import.note_row"
        if len(row.cells) > len(row.own):
            return None  # merged cells tell the rest: a second lot of one project
        if len(rest) == 1 and len(self.by_code) > 1:
            return self._lonely(told, next(iter(rest.items())))
        lead = next(iter(told.values()))
        if len(rest) <= 2 and len(self.by_code) > 3 and _NOTE.match(lead):
            return "import.note_row"
        return None

    @staticmethod
    def _only_ordinals(told: Mapping[int, str]) -> str:
        """Return what a row is of which only the ordinal number is filled: blank, or 合计 or a note there."""
        if any(_TOTAL.fullmatch(words.key(one)) or _TURNED.fullmatch(one) for one in told.values()):
            return "import.total_row"
        return next((_beside(one) for one in told.values() if not _ORDINAL.fullmatch(one)), "")

    def _is_head(self, told: Mapping[int, str]) -> bool:
        short = ((n, one) for n, one in told.items() if n in self._heads and len(one) <= LONGEST_HEAD)
        again = [n for n, one in short if words.key(one) in self._heads[n]]
        return len(again) >= 2 and 3 * len(again) >= 2 * len(told)

    def _lonely(self, told: Mapping[int, str], cell: tuple[int, str]) -> str | None:
        """Return what a row with one cell is: a note, a section's title; None for a record."""
        number, text = cell
        if _NOTE.match(text):
            return "import.note_row"
        if any(_SECTION.fullmatch(one) for n, one in told.items() if n in self._ordinals):
            return "import.section_row"
        name = self.by_code.get("name")
        plain = name is not None and name.number == number and len(text) <= 60
        titled = re.match(r"[（(]?[一二三四五六七八九十]+[)）、.．]", text)
        return None if plain and not titled else "import.section_row"


def _beside(told: str) -> str:
    return "import.note_row" if _NOTE.match(told) else "import.section_row"


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
