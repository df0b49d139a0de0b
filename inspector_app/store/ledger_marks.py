"""Which of very many rows meet a question, read from indexes alone: a bit for each place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, TypeVar

import orjson
from sqlalchemy.engine import Connection

from . import ledger_book
from .engine import rows
from .ledger_conditions import Asked, Condition, Statement, by_grams, by_index, by_words, has, test
from .ledger_grams import asked as asked_grams
from .ledger_grams import cells_with, compared, exact, letters
from .ledger_plan import Cell, Sheet
from .searching import folded

FEW_VALUES = 4000
"""Different values of a column that are compared each; a column with more is searched by its words."""

READ = 500
"""Rows that are read rather than thought about."""

SAMPLE = 32
"""Rows that are read to learn in which columns a word stands."""

AT_ONCE = 50_000
"""Places that are held as numbers at a time: forty bytes each."""

MOST_LISTS = 8
"""Columns whose different values are kept."""

MOST_WORDS, MOST_CONDITIONS = 8, 24
"""Answers that are kept, each a bit for each row of the ledger: words change with each key, filters stay."""

Bits = int
"""Rows of a ledger as one number: the bit of a row's place is set for a row that is meant."""

_V = TypeVar("_V")
_FLAGS = bytes.maketrans(b"01", b"\0\1")


class Recent(Generic[_V]):
    """What was found lately, at most so much of it. Others may be reading: what is known is never changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[object, _V] = {}

    def of(self, key: object, make: Callable[[], _V]) -> _V:
        """Return what is known under a key, else make it and keep it in place of the oldest."""
        known = self._known
        made = known[key] if key in known else make()
        others = [one for one in self._known.items() if one[0] != key]
        self._known = dict(others[-self._most + 1 :]) | {key: made}
        return made


class Kept:
    """What met a question's parts lately, so that the next key asks for its own part only.

    It holds until rows are written; then another is begun, and who still asks fills the old one.

    Attributes:
        words, conditions: the rows that met them.
        values: different values of columns.
    """

    def __init__(self, written: int = 0) -> None:
        self.written = written
        self.words = Recent[Bits](MOST_WORDS)
        self.conditions = Recent[Bits](MOST_CONDITIONS)
        self.values = Recent[list[Cell]](MOST_LISTS)


def marks(
    connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str], kept: Kept | None = None
) -> bytes:
    """Return for each place, from 0, whether its row meets the whole question: 1 or 0.

    Args:
        kept: what was found since rows were written last; left out, everything is found anew.
    """
    kept = kept or Kept()
    last = _last(connection, sheet)
    told: list[Bits] = []
    if parts:
        key: object = (sheet.name, last, tuple(parts))
        told.append(kept.words.of(key, lambda: _of_words(connection, sheet, parts, last, kept)))
    for one in asked.conditions:
        statement = _of_condition(connection, sheet, one, asked.today, kept)
        found = partial(_marked, connection, statement, last)
        told.append(kept.conditions.of((sheet.name, last, statement), found))
    together = told[0]
    for each in told[1:]:
        together &= each
    return format(together, f"0{last + 1}b").encode()[::-1].translate(_FLAGS)


def counted(connection: Connection, sheet: Sheet, parts: Sequence[str]) -> tuple[int, int]:
    """Return the last place and how many rows have all of these, each of one or two characters."""
    last = _last(connection, sheet)
    asked = " AND ".join(asked_grams(one) for one in parts)
    found = rows(
        connection,
        f"SELECT count(*) FROM ({by_grams(sheet)} AND rowid <= ?)",  # noqa: S608 - own names
        (asked, last),
    )
    return last, int(found[0][0])


def values(connection: Connection, sheet: Sheet, column: str, most: int) -> list[Cell]:
    """Return the different values of a column, at most so many, from one to the next by its index."""
    name, table = f'"{column}"', ledger_book.table(sheet)
    found = rows(
        connection,
        f"WITH RECURSIVE each(v) AS (SELECT min({name}) FROM {table} UNION ALL"  # noqa: S608 - own names
        f" SELECT (SELECT min({name}) FROM {table} WHERE {name} > each.v) FROM each WHERE each.v IS NOT NULL)"
        " SELECT v FROM each WHERE v IS NOT NULL LIMIT ?",
        (most,),
    )
    return [row[0] for row in found]


def _last(connection: Connection, sheet: Sheet) -> int:
    return int(rows(connection, f"SELECT max(no) FROM {ledger_book.table(sheet)}")[0][0] or 0)  # noqa: S608


def _of_words(connection: Connection, sheet: Sheet, parts: Sequence[str], last: int, kept: Kept) -> Bits:
    """Return the rows in which all of these stand."""
    asked = " AND ".join(asked_grams(one) for one in parts)
    found = _marked(connection, (by_grams(sheet), (asked,)), last)
    for part in parts:
        if not exact((part,)):
            found = _proven(connection, sheet, part, found, last, kept)
    return found


def _proven(connection: Connection, sheet: Sheet, part: str, likely: Bits, last: int, kept: Kept) -> Bits:
    """Return which of these rows have a long word indeed: in the index of pairs more look alike.

    Most rows of a ledger say what many others say. So a few are read to learn in which columns the word
    stands; every row with such a value has it, and only what that does not explain is read.
    """
    known = set[int]()
    token = letters(part)
    sure = _marked(connection, (by_grams(sheet), (token,)), last) if token else 0
    while (rest := likely & ~sure).bit_count() > READ:
        columns = _columns_with(connection, sheet, part, _places(rest, SAMPLE)) - known
        if not columns:
            break
        known |= columns
        for place in columns:
            statement = _by_values(connection, sheet, sheet.columns[place][0], part, kept)
            if statement is not None:
                sure |= _marked(connection, statement, last)
    checked = rows(
        connection,
        f"SELECT no FROM {ledger_book.table(sheet)}"  # noqa: S608 - own names
        " WHERE no IN (SELECT value FROM json_each(?)) AND instr(told, ?)",
        (orjson.dumps(_places(rest, rest.bit_count())).decode(), part),
    )
    return (likely & sure) | _bits([(no for (no,) in checked)], last)


def _columns_with(connection: Connection, sheet: Sheet, part: str, places: Sequence[int]) -> set[int]:
    """Return the places of the columns in which a word stands in some of these rows."""
    told = rows(
        connection,
        f"SELECT told FROM {ledger_book.table(sheet)} WHERE no IN (SELECT value FROM json_each(?))",  # noqa: S608
        (orjson.dumps(list(places)).decode(),),
    )
    return {place for (line,) in told for place in cells_with(line, part)}


def _by_values(connection: Connection, sheet: Sheet, column: str, part: str, kept: Kept) -> Statement | None:
    """Return what finds the rows whose value in a column has these characters; None for too many values."""
    different = kept.values.of(
        (sheet.name, column), partial(values, connection, sheet, column, FEW_VALUES + 1)
    )
    if len(different) > FEW_VALUES:
        return None
    named = [one for one in different if part in compared(one)]
    where = f'"{column}" IN (SELECT value FROM json_each(?))'  # noqa: S608 - own names
    return by_index(connection, sheet, column, where), (orjson.dumps(named).decode(),)


def _of_condition(connection: Connection, sheet: Sheet, one: Condition, today: str, kept: Kept) -> Statement:
    if not by_words(sheet, one):
        where, tested = test(sheet, one, today)
        return by_index(connection, sheet, one.column, where), tested
    part = folded(one.value)
    statement = _by_values(connection, sheet, one.column, part, kept)
    if statement is not None:
        return statement
    where, tested = has(sheet, one)
    read = f"SELECT no FROM {ledger_book.table(sheet)} WHERE no IN ({by_grams(sheet)}) AND {where}"  # noqa: S608
    return read, (asked_grams(part), *tested)


def _marked(connection: Connection, statement: Statement, last: int) -> Bits:
    """Return the places that a statement finds.

    Places are told as one text, which costs a third of what rows cost; of a million not all at once.
    """
    asked, tested = statement
    column = "rowid" if asked.startswith("SELECT rowid") else "no"

    def told() -> Iterator[Iterable[int]]:
        for first in range(0, last + 1, AT_ONCE):
            part = f"{asked} AND {column} BETWEEN ? AND ?"
            found = rows(
                connection,
                f"SELECT json_group_array({column}) FROM ({part})",  # noqa: S608 - own names
                (*tested, first, first + AT_ONCE - 1),
            )
            yield orjson.loads(found[0][0])

    return _bits(told(), last)


def _bits(parts: Iterable[Iterable[int]], last: int) -> Bits:
    digits = bytearray(b"0") * (last + 1)
    for places in parts:
        for no in places:
            digits[no] = 0x31
    return int(digits[::-1], 2)


def _places(bits: Bits, many: int) -> list[int]:
    """Return the first places of these rows, at most so many."""
    return first_of(format(bits, "b").encode()[::-1].translate(_FLAGS), many)


def first_of(flags: bytes, many: int) -> list[int]:
    """Return the first places that are marked with 1, at most so many."""
    found: list[int] = []
    at = flags.find(1)
    while at >= 0 and len(found) < many:
        found.append(at)
        at = flags.find(1, at + 1)
    return found
