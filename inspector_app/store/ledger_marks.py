"""Which of very many rows meet a question, read from indexes alone: a byte for each place."""

from collections.abc import Callable, Sequence
from functools import partial

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

AT_ONCE = 150_000
"""Places that are held as numbers at a time: forty bytes each."""

MOST_KEPT = 4
"""Answers that are kept: each is as many bytes as the ledger has rows."""


class Kept:
    """Which rows met a question's parts lately, so that the next key asks for its own part only.

    It holds until rows are written; then another is begun, and who still asks fills the old one.
    """

    def __init__(self, written: int = 0) -> None:
        self.written = written
        self._told: dict[object, bytes] = {}

    def marks(self, key: object, make: Callable[[], bytes]) -> bytes:
        """Return what is known under a key, else make it and keep it in place of the oldest."""
        known = self._told
        made = known.get(key)
        if made is None:
            made = make()
        self._told = dict([*(one for one in known.items() if one[0] != key)][-MOST_KEPT + 1 :]) | {key: made}
        return made


def marks(
    connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str], kept: Kept | None = None
) -> bytes:
    """Return for each place, from 0, whether its row meets the whole question: 1 or 0.

    Args:
        kept: what was found since rows were written last; left out, everything is found anew.
    """
    kept = kept or Kept()
    last = rows(connection, f"SELECT max(no) FROM {ledger_book.table(sheet)}")[0][0] or 0  # noqa: S608
    told: list[bytes] = []
    if parts:
        key: object = (sheet.name, last, tuple(parts))
        told.append(kept.marks(key, lambda: _of_words(connection, sheet, parts, last)))
    for one in asked.conditions:
        statement = _of_condition(connection, sheet, one, asked.today)
        found = partial(_marked, connection, statement, last)
        told.append(kept.marks((sheet.name, last, statement), found))
    together = told[0]
    for each in told[1:]:
        together = _both(together, each)
    return together


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


def _of_words(connection: Connection, sheet: Sheet, parts: Sequence[str], last: int) -> bytes:
    """Return the rows in which all of these stand."""
    asked = " AND ".join(asked_grams(one) for one in parts)
    found = _marked(connection, (by_grams(sheet), (asked,)), last)
    for part in parts:
        if not exact((part,)):
            found = _proven(connection, sheet, part, found, last)
    return found


def _proven(connection: Connection, sheet: Sheet, part: str, likely: bytes, last: int) -> bytes:
    """Return which of these rows have a long word indeed: in the index of pairs more look alike.

    Most rows of a ledger say what many others say. So a few are read to learn in which columns the word
    stands; every row with such a value has it, and only what that does not explain is read.
    """
    known = set[int]()
    sure = (
        _marked(connection, (by_grams(sheet), (token,)), last)
        if (token := letters(part))
        else bytes(last + 1)
    )
    while (rest := _without(likely, sure)).count(1) > READ:
        columns = _columns_with(connection, sheet, part, first_of(rest, SAMPLE)) - known
        if not columns:
            break
        known |= columns
        for place in columns:
            statement = _by_values(connection, sheet, sheet.columns[place][0], part)
            if statement is not None:
                sure = _either(sure, _marked(connection, statement, last))
    checked = bytearray(last + 1)
    for (no,) in rows(
        connection,
        f"SELECT no FROM {ledger_book.table(sheet)}"  # noqa: S608 - own names
        " WHERE no IN (SELECT value FROM json_each(?)) AND instr(told, ?)",
        (orjson.dumps(first_of(rest, rest.count(1))).decode(), part),
    ):
        checked[no] = 1
    return _either(_both(likely, sure), bytes(checked))


def _columns_with(connection: Connection, sheet: Sheet, part: str, places: Sequence[int]) -> set[int]:
    """Return the places of the columns in which a word stands in some of these rows."""
    told = rows(
        connection,
        f"SELECT told FROM {ledger_book.table(sheet)} WHERE no IN (SELECT value FROM json_each(?))",  # noqa: S608
        (orjson.dumps(list(places)).decode(),),
    )
    return {place for (line,) in told for place in cells_with(line, part)}


def _by_values(connection: Connection, sheet: Sheet, column: str, part: str) -> Statement | None:
    """Return what finds the rows whose value in a column has these characters; None for too many values."""
    different = values(connection, sheet, column, FEW_VALUES + 1)
    if len(different) > FEW_VALUES:
        return None
    named = [one for one in different if part in compared(one)]
    where = f'"{column}" IN (SELECT value FROM json_each(?))'  # noqa: S608 - own names
    return by_index(connection, sheet, column, where), (orjson.dumps(named).decode(),)


def _of_condition(connection: Connection, sheet: Sheet, one: Condition, today: str) -> Statement:
    if not by_words(sheet, one):
        where, tested = test(sheet, one, today)
        return by_index(connection, sheet, one.column, where), tested
    part = folded(one.value)
    statement = _by_values(connection, sheet, one.column, part)
    if statement is not None:
        return statement
    where, tested = has(sheet, one)
    read = f"SELECT no FROM {ledger_book.table(sheet)} WHERE no IN ({by_grams(sheet)}) AND {where}"  # noqa: S608
    return read, (asked_grams(part), *tested)


def _marked(connection: Connection, statement: Statement, last: int) -> bytes:
    """Return a byte for each place that a statement finds.

    Places are told as one text, which costs a third of what rows cost; of a million not all at once.
    """
    asked, tested = statement
    column = "rowid" if asked.startswith("SELECT rowid") else "no"
    found = bytearray(last + 1)
    for first in range(0, last + 1, AT_ONCE):
        part = f"{asked} AND {column} BETWEEN ? AND ?"
        told = rows(
            connection,
            f"SELECT json_group_array({column}) FROM ({part})",  # noqa: S608 - own names
            (*tested, first, first + AT_ONCE - 1),
        )
        for no in orjson.loads(told[0][0]):
            found[no] = 1
    return bytes(found)


def first_of(marked: bytes, many: int) -> list[int]:
    """Return the first places that are marked, at most so many."""
    found: list[int] = []
    at = marked.find(1)
    while at >= 0 and len(found) < many:
        found.append(at)
        at = marked.find(1, at + 1)
    return found


def _both(one: bytes, other: bytes) -> bytes:
    return (_number(one) & _number(other)).to_bytes(len(one), "little")


def _either(one: bytes, other: bytes) -> bytes:
    return (_number(one) | _number(other)).to_bytes(len(one), "little")


def _without(one: bytes, other: bytes) -> bytes:
    return (_number(one) & ~_number(other)).to_bytes(len(one), "little")


def _number(marked: bytes) -> int:
    return int.from_bytes(marked, "little")
