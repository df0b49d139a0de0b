"""Where a sheet's head is, and which field each column is: recognised, shown, never guessed silently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspector_app.casework.importing import columns, words
from inspector_app.casework.importing.columns import ORDINALS, Fields, Part
from inspector_app.workbooks.book import Row, Sheet, letters

LOOKED = 30
"""Rows from the top among which a head is looked for."""
DEEPEST = 3
"""Rows of a head: 参建单位 over 施工单位 over 项目经理."""
FEWEST = 2
"""Known columns that make a head; a list of names alone has one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        number: from 1; `head` its words, those of several rows joined by a stroke.
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
    known = _Known(fields)
    found = [_candidate(filled, known, told) for told in _groups(rows)]
    best = max(found, key=lambda one: one.score, default=None)
    if best is None or (best.score[0] < min(FEWEST, len(fields)) and not _alone(best, fields)):
        return None
    title = tuple(_words(one) for one in rows if one.number < best.rows[0])
    return SheetMap(sheet.name, part, best.rows, tuple(best.columns), title)


def with_head(sheet: Sheet, part: Part, fields: Fields, head: Sequence[int]) -> SheetMap:
    """Return a sheet's columns where a person said which rows the head are."""
    found = _candidate(_Filled(sheet), _Known(fields), tuple(head))
    title = tuple(_words(one) for one in sheet.rows if one.number < min(head))
    return SheetMap(sheet.name, part, tuple(head), tuple(found.columns), title)


def on_one_row(told: SheetMap, fields: Fields) -> tuple[str, ...]:
    """Return heads of one row by which a sheet's columns are known again as the fields that they are.

    A head that stands for its field only by its place, or because a person said so, becomes
    the field's label.
    """
    known = _Known(fields)
    return tuple(_again(one, known, fields) for one in told.columns)


LEFT_OUT = "不导入："
"""Stands before a head that is known and was left out by a person."""


def _again(column: Column, known: "_Known", fields: Fields) -> str:
    levels = column.head.split("｜")
    own = dict.fromkeys(("".join(levels[-2:]), levels[-1]))
    if not column.field:
        head = next(iter(own))
        return f"{LEFT_OUT}{head}" if head and known.find([head]) else head
    label = fields[column.field].label
    head = next((one for one in own if known.find([one]) == column.field), label)
    known.take([head])
    return head


def _alone(best: _Candidate, fields: Fields) -> bool:
    """Tell whether the one known column is what every row needs: a list of names."""
    known = {one.field for one in best.columns if one.field}
    return bool(known) and all(one.code in known for one in fields.values() if one.needed)


def _groups(rows: Sequence[Row]) -> Iterator[tuple[int, ...]]:
    """Yield each row, and each with the one or two right below it."""
    for n, one in enumerate(rows):
        for depth in range(1, DEEPEST + 1):
            told = tuple(each.number for each in rows[n : n + depth])
            if told == tuple(range(one.number, one.number + depth)):
                yield told


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


def _candidate(filled: _Filled, known: "_Known", rows: tuple[int, ...]) -> _Candidate:
    known.begin()
    told = _Candidate(rows)
    groups = [""] * len(rows)
    for number in range(1, filled.width(rows) + 1):
        levels = _levels(filled, rows, number, groups)
        head = "｜".join(levels)
        told.columns.append(Column(number, head, known.take(levels) if head else ""))
    return told


def _levels(filled: _Filled, rows: tuple[int, ...], number: int, groups: list[str]) -> list[str]:
    """Return a column's words from the top down; a group's name may stand over its first column alone."""
    told = ["" if n and filled.covered(row, number) else filled.at(row, number) for n, row in enumerate(rows)]
    for n in range(len(rows) - 1):
        drawn_as_one = n > 0 and filled.covered(rows[n], number)
        if not told[n] and groups[n] and any(told[n + 1 :]) and not drawn_as_one:
            told[n] = groups[n]
        elif told[n] != groups[n]:
            groups[n + 1 :] = [""] * (len(rows) - n - 1)
        groups[n] = told[n] if any(told[n + 1 :]) else ""
    return list(dict.fromkeys(one for one in told if one))


class _Known:
    """Which field a head names; each field is taken once, from the left."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._by_name: dict[str, list[str]] = {}
        for one in fields.values():
            for name in one.names:
                self._by_name.setdefault(name, []).append(one.code)
        self._plain: dict[str, tuple[str, ...]] = {}
        self._generic = ((columns.generic_phones(), "phone"), (columns.generic_managers(), "manager"))
        self.begin()

    def begin(self) -> None:
        """Begin another head: nothing is taken."""
        self._taken: set[str] = set()
        self._role = ""

    def take(self, levels: Sequence[str]) -> str:
        """Return the field that a column's head names, empty when it names none that is free.

        Args:
            levels: its words from the top down; a group's name alone would take the place of its other
                columns, so it is tried only together with what stands below it.
        """
        code = self.find(levels)
        if code:
            self._taken.add(code)
            self._role = next((one for one in columns.ROLES if code.startswith(f"{one}_")), self._role)
        return code

    def find(self, levels: Sequence[str]) -> str:
        """Return the field that `take` would take."""
        lower = levels[-1]
        tried = [f"{one}{lower}" for one in reversed(levels[:-1])]
        for told in dict.fromkeys([*tried, "".join(levels), lower]):
            code = self._named(told) or self._of_the_left(told)
            if code:
                return code
        return ""

    def _keys(self, told: str) -> tuple[str, ...]:
        if told not in self._plain:
            self._plain[told] = tuple(dict.fromkeys(one for one in words.head(told) if one))
        return self._plain[told]

    def _named(self, told: str) -> str:
        codes = (code for plain in self._keys(told) for code in self._by_name.get(plain, ()))
        return next((code for code in codes if code not in self._taken), "")

    def _of_the_left(self, told: str) -> str:
        """Return the telephone or person of the company to the left, where a head does not say whose."""
        for plain in self._keys(told):
            for heads, suffix in self._generic:
                code = f"{self._role}_{suffix}"
                if plain in heads and code in self._fields and code not in self._taken:
                    return code
        return ""


def labels(fields: Fields) -> Mapping[str, str]:
    """Return the words of each field by its code, as a list of choices shows them."""
    return {one.code: one.label for one in fields.values()}
