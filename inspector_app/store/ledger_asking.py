"""What is asked of a ledger: which rows, in which order; and the rows that are looked at."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import compress
from typing import Any, NamedTuple

import orjson
from sqlalchemy.engine import Connection

from . import ledger_book
from .engine import rows
from .ledger_grams import asked as asked_grams
from .ledger_grams import edge, exact, is_edge
from .ledger_plan import NEVER, Cell, Kept, Sheet
from .searching import folded, parts_of

FEW = 3000
"""Rows that are read one by one; of more, indexes alone are read."""

FEW_VALUES = 2000
"""Different values of a column that are compared each; a column with more is searched by its words."""


class Sort(StrEnum):
    """What a condition asks of a cell."""

    HAS = "has"
    IS = "is"
    FROM = "from"
    TO = "to"
    EMPTY = "empty"


class Condition(NamedTuple):
    """One condition on one column; of a PAST column the value is a number of days."""

    column: str
    sort: Sort
    value: str = ""


class Asked(NamedTuple):
    """What is asked: words that must all be found, conditions that must all hold, and the order.

    Attributes:
        today: ISO day; PAST columns are told from it.
    """

    words: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    descending: bool = True
    today: str = ""


class Line(NamedTuple):
    """A row as it is handed out."""

    id: str
    opens: str
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Found:
    """An answer: every row in the order of a column, or the places of some.

    Attributes:
        places: None for every row.
        anchors: places of rows that were reached already, from which others are.
    """

    sheet: Sheet
    asked: Asked
    count: int
    places: "array[int] | None" = None
    anchors: dict[int, tuple[Cell, int]] = field(default_factory=dict)


Order = Callable[[Connection, Sheet, Asked], "array[int]"]
"""Returns the places of all rows in a question's order; whoever asks may keep them for the next question."""


def ask(connection: Connection, sheet: Sheet, asked: Asked, order: "Order | None" = None) -> Found:
    """Return which rows meet a question, in its order; ties as they were entered.

    Args:
        order: where the places of all rows are kept; left out, they are read anew.
    """
    asked = asked._replace(conditions=tuple(one for one in asked.conditions if _asks(sheet, one)))
    if not parts_of(asked.words) and not asked.conditions:
        size = rows(connection, "SELECT rows FROM ledger_size WHERE name = ?", (sheet.name,))
        return Found(sheet, asked, int(size[0][0]))
    places = _places(connection, sheet, asked, order or in_order)
    return Found(sheet, asked, len(places), places)


def read(connection: Connection, found: Found, first: int, many: int) -> list[Line]:
    """Return a window of an answer: at most `many` rows from place `first`, counted from 0."""
    first, many = max(first, 0), max(min(many, found.count - first), 0)
    if many == 0:
        return []
    if found.places is not None:
        wanted: Sequence[int] = found.places[first : first + many]
    else:
        wanted = _walk(connection, found, first, many)
    return lines(connection, found.sheet, wanted)


def lines(connection: Connection, sheet: Sheet, places: Iterable[int]) -> list[Line]:
    """Return rows by their places, in that order; one that is gone meanwhile is left out."""
    wanted = list(places)
    names = ", ".join(f'"{name}"' for name, _ in sheet.columns)
    told = rows(
        connection,
        f"SELECT no, id, opens, {names} FROM {ledger_book.table(sheet)}"  # noqa: S608 - own names
        " WHERE no IN (SELECT value FROM json_each(?))",
        (orjson.dumps(wanted).decode(),),
    )
    known = {row[0]: Line(row[1], row[2], tuple(row[3:])) for row in told}
    return [known[one] for one in wanted if one in known]


def place_of(connection: Connection, found: Found, row_id: str) -> int:
    """Return the place of a row in an answer by its id, -1 when it is not among them."""
    sheet, sort = found.sheet, found.asked.sort
    table = ledger_book.table(sheet)
    told = rows(connection, f'SELECT no, "{sort}" FROM {table} WHERE id = ?', (row_id,))  # noqa: S608
    if not told:
        return -1
    no, value = told[0]
    if found.places is not None:
        try:
            return found.places.index(no)
        except ValueError:
            return -1
    sign = ">" if _down(found) else "<"
    # A number that is missing is less than all others.
    if value is None:
        before = f'"{sort}" IS NOT NULL' if _down(found) else "0"
    else:
        missing = "" if _down(found) else f' OR "{sort}" IS NULL'
        before = f'"{sort}" {sign} ?1{missing}'
    same = f'"{sort}" IS ?1 AND no {sign} ?2'
    count = (
        f"SELECT (SELECT count(*) FROM {table} WHERE {before}), (SELECT count(*) FROM {table} WHERE {same})"  # noqa: S608
    )
    earlier = rows(connection, count, (value, no))
    return int(earlier[0][0]) + int(earlier[0][1])


def words_of(connection: Connection, sheet: Sheet, column: str, most: int) -> Sequence[Cell]:
    """Return the different values of a column that are not empty, in their order, at most so many."""
    return [one for one in _values(connection, sheet, column, most + 1) if one not in ("", None, NEVER)][
        :most
    ]


def _asks(sheet: Sheet, one: Condition) -> bool:
    return not _by_words(sheet, one) or bool(folded(one.value))


def _down(found: Found) -> bool:
    past = found.sheet.kept(found.asked.sort) is Kept.PAST
    return found.asked.descending is not past


def _walk(connection: Connection, found: Found, first: int, many: int) -> list[int]:
    """Return the places of a window by walking the column's index from the nearest place known."""
    sort, down = found.asked.sort, _down(found)
    turned = first > found.count // 2 and not found.anchors
    known = sorted(found.anchors)
    at = bisect_right(known, first)
    anchor = known[at - 1] if at else 0
    if first - anchor > found.count - first - many:
        turned, anchor = True, 0
    start = found.count - first - many if turned else first - anchor
    way = "DESC" if down is not turned else "ASC"
    after, values = "", list[object]()
    if anchor:
        sign = "<" if down else ">"
        value, no = found.anchors[anchor]
        after, values = f'WHERE ("{sort}", no) {sign} (?, ?)', [value, no]
    told = rows(
        connection,
        f'SELECT "{sort}", no FROM {ledger_book.table(found.sheet)}'  # noqa: S608 - own names
        f" {ledger_book.using(connection, found.sheet, sort)} {after}"
        f' ORDER BY "{sort}" {way}, no {way} LIMIT ? OFFSET ?',
        (*values, many, start),
    )
    if turned:
        told.reverse()
    # Missing numbers are compared with nothing: of such a column no place is kept.
    if told and found.sheet.kept(sort) is not Kept.NUMBER:
        if len(found.anchors) > 256:
            found.anchors.clear()
        found.anchors[first + len(told)] = (told[-1][0], told[-1][1])
    return [row[1] for row in told]


def in_order(connection: Connection, sheet: Sheet, asked: Asked) -> "array[int]":
    """Return the places of all rows in the order of a question: four bytes a row."""
    way = "DESC" if _down(Found(sheet, asked, 0)) else "ASC"
    walked = _stream(
        connection,
        f"SELECT no FROM {ledger_book.table(sheet)}"  # noqa: S608 - own names
        f" {ledger_book.using(connection, sheet, asked.sort)}"
        f' ORDER BY "{asked.sort}" {way}, no {way}',
    )
    return array("I", (row[0] for row in walked))


def _places(connection: Connection, sheet: Sheet, asked: Asked, order: Order) -> "array[int]":
    parts = parts_of(asked.words)
    narrow = _candidates(connection, sheet, asked, parts)
    if narrow is not None:
        return _each(connection, sheet, asked, parts, narrow)
    marks = _marks(connection, sheet, asked, parts)
    every = order(connection, sheet, asked)
    return array("I", compress(every, map(marks.__getitem__, every)))


def _candidates(connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str]) -> list[int] | None:
    """Return the few rows that may meet the question, None when they are many."""
    for statement, values in _single(connection, sheet, asked, parts):
        found = rows(connection, f"{statement} LIMIT ?", (*values, FEW + 1))
        if len(found) <= FEW:
            return [row[0] for row in found]
    return None


def _single(
    connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str]
) -> list[tuple[str, tuple[object, ...]]]:
    """Return questions each of which finds all that meet one condition, and perhaps more, by an index."""
    told: list[tuple[str, tuple[object, ...]]] = []
    match = [*parts, *(folded(one.value) for one in asked.conditions if _by_words(sheet, one))]
    if match:
        told.append((_by_grams(sheet), (" AND ".join(asked_grams(one) for one in match),)))
    for one in asked.conditions:
        if not _by_words(sheet, one):
            where, values = _test(sheet, one, asked.today)
            told.append((_by_index(connection, sheet, one.column, where), values))
    return told


def _by_words(sheet: Sheet, one: Condition) -> bool:
    return one.sort is Sort.HAS and sheet.kept(one.column) is Kept.TEXT


def _by_grams(sheet: Sheet) -> str:
    grams = ledger_book.grams(sheet)
    return f"SELECT rowid FROM {grams} WHERE {grams} MATCH ?"  # noqa: S608 - own names


def _by_index(connection: Connection, sheet: Sheet, column: str, where: str) -> str:
    return (
        f"SELECT no FROM {ledger_book.table(sheet)} {ledger_book.using(connection, sheet, column)}"  # noqa: S608
        f" WHERE {where}"
    )


def _each(
    connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str], few: Sequence[int]
) -> "array[int]":
    """Return which of a few rows meet the whole question, by reading them."""
    tests: list[str] = ["no IN (SELECT value FROM json_each(?))"]
    values: list[object] = [orjson.dumps(list(few)).decode()]
    for part in parts:
        tests.append("instr(told, ?)")
        values.append(part)
    for one in asked.conditions:
        where, told = _has(sheet, one) if _by_words(sheet, one) else _test(sheet, one, asked.today)
        tests.append(where)
        values += told
    way = "DESC" if _down(Found(sheet, asked, 0)) else "ASC"
    found = rows(
        connection,
        f"SELECT no FROM {ledger_book.table(sheet)} NOT INDEXED WHERE {' AND '.join(tests)}"  # noqa: S608
        f' ORDER BY "{asked.sort}" {way}, no {way}',
        values,
    )
    return array("I", (row[0] for row in found))


def _has(sheet: Sheet, one: Condition) -> tuple[str, tuple[object, ...]]:
    """Return the test that characters stand in one cell of a row's own text."""
    return "ledger_has(told, ?, ?)", (edge(sheet.place(one.column)), folded(one.value))


def cell_has(told: str, here: str, part: str) -> bool:
    """Tell whether one cell of a row's text holds these characters; the database asks it of a few rows."""
    begin = told.find(here)
    if begin < 0:
        return False
    end = begin + 1
    while end < len(told) and not is_edge(told[end]):
        end += 1
    return part in told[begin + 1 : end]


def _test(sheet: Sheet, one: Condition, today: str) -> tuple[str, tuple[object, ...]]:
    """Return the test of a condition on the column itself."""
    name, kept = f'"{one.column}"', sheet.kept(one.column)
    if kept is Kept.PAST:
        return _past_test(name, one, today)
    empty = f"{name} IS NULL" if kept is Kept.NUMBER else f"{name} = ''"
    value: object = one.value
    if kept is Kept.NUMBER:
        value = _number(one.value)
    if one.sort is Sort.EMPTY:
        return empty, ()
    if value is None:
        return "0", ()
    sign = {Sort.FROM: ">=", Sort.TO: "<="}.get(one.sort, "=")
    filled = "" if kept is Kept.NUMBER or one.sort is not Sort.TO else f"{name} <> '' AND "
    return f"{filled}{name} {sign} ?", (value,)


def _past_test(name: str, one: Condition, today: str) -> tuple[str, tuple[object, ...]]:
    if one.sort is Sort.EMPTY:
        return f"{name} >= ?", (today,)
    days = _number(one.value)
    if days is None:
        return "0", ()
    days = max(min(days, 700_000), 1 if one.sort is Sort.FROM else 0)
    on = (date.fromisoformat(today) - timedelta(days=days)).isoformat()
    if one.sort is Sort.FROM:
        return f"{name} <= ?", (on,)
    if one.sort is Sort.TO:
        return f"{name} >= ? AND {name} < ?", (on, today)
    return f"{name} = ? AND {name} < ?", (on, today)


def _number(told: str) -> int | None:
    try:
        return int(folded(told))
    except ValueError:
        return None


def _marks(connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str]) -> bytes:
    """Return for each place whether its row meets the whole question, by indexes."""
    last = rows(connection, f"SELECT max(no) FROM {ledger_book.table(sheet)}")[0][0] or 0  # noqa: S608
    told: list[bytearray] = []
    if parts:
        statement = _by_grams(sheet)
        values: tuple[object, ...] = (" AND ".join(asked_grams(one) for one in parts),)
        if not exact(parts):
            tests = "".join(" AND instr(told, ?)" for _ in parts)
            statement = f"SELECT no FROM {ledger_book.table(sheet)} WHERE no IN ({statement}){tests}"  # noqa: S608
            values = (*values, *parts)
        told.append(_marked(connection, statement, values, last))
    for one in asked.conditions:
        for statement, tested in _wide(connection, sheet, one, asked.today):
            told.append(_marked(connection, statement, tested, last))
    together = int.from_bytes(told[0], "little")
    for each in told[1:]:
        together &= int.from_bytes(each, "little")
    return together.to_bytes(last + 1, "little")


def _wide(
    connection: Connection, sheet: Sheet, one: Condition, today: str
) -> list[tuple[str, tuple[object, ...]]]:
    if not _by_words(sheet, one):
        where, values = _test(sheet, one, today)
        return [(_by_index(connection, sheet, one.column, where), values)]
    part = folded(one.value)
    different = _values(connection, sheet, one.column, FEW_VALUES + 1)
    if len(different) <= FEW_VALUES:
        named = [each for each in different if part in folded(str(each))]
        where = f'"{one.column}" IN (SELECT value FROM json_each(?))'  # noqa: S608 - own names
        return [(_by_index(connection, sheet, one.column, where), (orjson.dumps(named).decode(),))]
    where, values = _has(sheet, one)
    statement = f"SELECT no FROM {ledger_book.table(sheet)} WHERE no IN ({_by_grams(sheet)}) AND {where}"  # noqa: S608
    return [(statement, (asked_grams(part), *values))]


def _marked(connection: Connection, statement: str, values: tuple[object, ...], last: int) -> bytearray:
    marks = bytearray(last + 1)
    for row in _stream(connection, statement, values):
        marks[row[0]] = 1
    return marks


def _values(connection: Connection, sheet: Sheet, column: str, most: int) -> list[Cell]:
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


def _stream(connection: Connection, statement: str, values: Sequence[object] = ()) -> Any:
    """Return rows one after another, which are never all held at once."""
    driver: Any = connection.connection.driver_connection
    return driver.execute(statement, values)


def equip(connection: Connection) -> None:
    """Teach a connection what a question may ask of a cell."""
    driver: Any = connection.connection.driver_connection
    driver.create_function("ledger_has", 3, cell_has, deterministic=True)
