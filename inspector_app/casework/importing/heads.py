"""Where a sheet's head is, and which field each column is: recognised, shown, never guessed silently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspector_app.casework.importing import columns, words
from inspector_app.casework.importing.columns import ORDINALS, Field, Fields, Part
from inspector_app.workbooks.book import Row, Sheet, letters

LOOKED = 30
"""Rows from the top among which a head is looked for."""
FEWEST = 2
"""Known columns that make a head; a list of names alone has one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        number: from 1; `head` its words, those of two rows joined by a stroke.
        field: the code it is brought in as; empty, it is left out.
    """

    number: int
    head: str
    field: str = ""

    @property
    def letters(self) -> str:
        """The column's name as Excel shows it."""
        return letters(self.number)


@dataclass(frozen=True, slots=True)
class SheetMap:
    """What a sheet is brought in as.

    Attributes:
        head: rows of the head, counted as Excel does; empty where none was found.
        title: what stands above the head, a line each.
        year: the year of days that do not tell theirs, as a person said.
    """

    sheet: str
    part: Part
    head: tuple[int, ...]
    columns: tuple[Column, ...]
    title: tuple[str, ...] = ()
    year: int | None = None
    skipped: str = ""

    @property
    def unknown(self) -> tuple[Column, ...]:
        """Columns with a head that no field is known by, those that only count rows apart."""
        return tuple(
            one for one in self.columns if not one.field and one.head and words.key(one.head) not in ORDINALS
        )

    def column(self, code: str) -> Column | None:
        """Return the first column of a field."""
        return next((one for one in self.columns if one.field == code), None)

    def with_field(self, number: int, code: str) -> "SheetMap":
        """Return the mapping where a column is another field; the one that was it before is left out."""
        changed = (
            replace(one, field=code)
            if one.number == number
            else replace(one, field="")
            if code and one.field == code
            else one
            for one in self.columns
        )
        return replace(self, columns=tuple(changed))


@dataclass(slots=True)
class _Candidate:
    rows: tuple[int, ...]
    columns: list[Column] = field(default_factory=list)

    @property
    def score(self) -> tuple[int, int, int]:
        known = sum(bool(one.field) for one in self.columns)
        return known, -len(self.rows), -self.rows[0]


def recognised(sheet: Sheet, part: Part, fields: Fields) -> SheetMap | None:
    """Return a sheet's head with the field of each column, None where no row reads like one."""
    rows = sheet.rows[:LOOKED]
    filled = _Filled(sheet)
    found = [_candidate(filled, fields, told) for told in _pairs(rows)]
    best = max(found, key=lambda one: one.score, default=None)
    if best is None or (best.score[0] < min(FEWEST, len(fields)) and not _alone(best, fields)):
        return None
    title = tuple(_words(one) for one in rows if one.number < best.rows[0])
    return SheetMap(sheet.name, part, best.rows, tuple(best.columns), title)


def with_head(sheet: Sheet, part: Part, fields: Fields, head: Sequence[int]) -> SheetMap:
    """Return a sheet's columns where a person said which rows the head are."""
    found = _candidate(_Filled(sheet), fields, tuple(head))
    title = tuple(_words(one) for one in sheet.rows if one.number < min(head))
    return SheetMap(sheet.name, part, tuple(head), tuple(found.columns), title)


def _alone(best: _Candidate, fields: Fields) -> bool:
    """Tell whether the one known column is what every row needs: a list of names."""
    known = {one.field for one in best.columns if one.field}
    return bool(known) and all(one.code in known for one in fields.values() if one.needed)


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[int, ...]]:
    """Yield each row, and each with the one right below it."""
    for n, one in enumerate(rows):
        yield (one.number,)
        if n + 1 < len(rows) and rows[n + 1].number == one.number + 1:
            yield (one.number, rows[n + 1].number)


def _words(row: Row) -> str:
    return " ".join(words.line(one) for one in row.cells.values() if isinstance(one, str))


class _Filled:
    """The words of a sheet's first rows, a merged cell's in each cell that it covers."""

    def __init__(self, sheet: Sheet) -> None:
        self._rows = {one.number: one.cells for one in sheet.rows[: LOOKED + 1]}
        last = max(self._rows, default=0)
        self._from: dict[tuple[int, int], tuple[int, int]] = {}
        for first_row, first, last_row, last_column in sheet.merged:
            if first_row > last:
                continue
            for row in range(first_row, min(last_row, last) + 1):
                for column in range(first, min(last_column, first + 200) + 1):
                    self._from[(row, column)] = (first_row, first)

    def width(self, rows: Sequence[int]) -> int:
        """Return the last column of some rows."""
        own = (max(self._rows.get(row, {}), default=0) for row in rows)
        return max(own, default=0)

    def at(self, row: int, column: int) -> str:
        """Return the words of a cell."""
        place = self._from.get((row, column), (row, column))
        told = self._rows.get(place[0], {}).get(place[1], "")
        return words.line(told) if isinstance(told, str) else ""

    def covered(self, row: int, column: int) -> bool:
        """Tell whether a cell is drawn as one with the cell above it."""
        above = self._from.get((row - 1, column))
        return above is not None and above == self._from.get((row, column))


def _candidate(filled: _Filled, fields: Fields, rows: tuple[int, ...]) -> _Candidate:
    known = _Known(fields)
    told = _Candidate(rows)
    group = ""
    for number in range(1, filled.width(rows) + 1):
        upper = filled.at(rows[0], number)
        lower = "" if len(rows) == 1 or filled.covered(rows[1], number) else filled.at(rows[1], number)
        if len(rows) > 1 and not upper and lower and group:
            upper = group  # the group's name stands over its first column alone, unmerged
        group = upper if lower else ""
        head = "｜".join(dict.fromkeys(one for one in (upper, lower) if one))
        told.columns.append(Column(number, head, known.take(upper, lower) if head else ""))
    return told


class _Known:
    """Which field a head names; each field is taken once, from the left."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._taken: set[str] = set()
        self._role = ""

    def take(self, upper: str, lower: str) -> str:
        """Return the field that a column's head names, empty when it names none that is free."""
        tried = [f"{upper}{lower}", lower, upper] if lower else [upper]
        for told in tried:
            code = self._named(told) or self._of_the_left(told)
            if code:
                self._taken.add(code)
                self._role = next((one for one in columns.ROLES if code.startswith(f"{one}_")), self._role)
                return code
            if lower and told == lower and upper:
                break  # a group's name alone would take the place of its other columns
        return ""

    def _named(self, told: str) -> str:
        for plain in dict.fromkeys(words.head(told)):
            for one in self._free():
                if plain and plain in one.names:
                    return one.code
        return ""

    def _of_the_left(self, told: str) -> str:
        """Return the telephone or person of the company to the left, where a head does not say whose."""
        for plain in dict.fromkeys(words.head(told)):
            for heads, suffix in (
                (columns.generic_phones(), "phone"),
                (columns.generic_managers(), "manager"),
            ):
                code = f"{self._role}_{suffix}"
                if plain in heads and code in self._fields and code not in self._taken:
                    return code
        return ""

    def _free(self) -> Iterator[Field]:
        return (one for one in self._fields.values() if one.code not in self._taken)


def labels(fields: Fields) -> Mapping[str, str]:
    """Return the words of each field by its code, as a list of choices shows them."""
    return {one.code: one.label for one in fields.values()}
