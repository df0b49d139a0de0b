"""What is asked of a ledger: which rows, in which order; and the rows that are looked at."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import Any, NamedTuple

import orjson
from sqlalchemy.engine import Connection

from . import ledger_book, ledger_marks
from .engine import rows
from .ledger_conditions import Asked, Condition, Statement, by_grams, by_index, by_words, has, test
from .ledger_grams import asked as asked_grams
from .ledger_grams import exact
from .ledger_plan import NEVER, Cell, Kept, Sheet
from .searching import folded, parts_of

FEW = 1500
"""Rows that are read one by one; of more, indexes alone are read."""

NEAR = 200_000
"""Rows that are passed on the way to a window before the order of all rows is had."""

OFTEN = 8
"""Of so many rows one meets a question: then a window near the beginning is had by reading what is passed."""

PASSED = 4000
"""Rows that are read on the way to such a window; for a farther one every row of the answer is marked."""


class Line(NamedTuple):
    """A row as it is handed out."""

    id: str
    opens: str
    cells: tuple[Cell, ...]


@dataclass(slots=True)
class Found:
    """An answer: every row in the order of a column, or the places of some.

    Attributes:
        places: of the rows in their order; None for every row, and while `marks` alone are known.
        marks: a byte for each place from 0 on, 1 where the row meets the question; None for every row.
        up_to: the last place when the question was asked, for words so frequent that no row is marked before
            a window needs it; else None.
        anchors: places of rows that were reached already, from which others are.
    """

    sheet: Sheet
    asked: Asked
    count: int
    places: "array[int] | None" = None
    marks: bytes | None = None
    up_to: int | None = None
    anchors: dict[int, tuple[Cell, int]] = field(default_factory=dict)


Order = Callable[[Connection, Sheet, Asked], "array[int]"]
"""Returns the places of all rows in a question's order; whoever asks may keep them for the next question."""


def ask(connection: Connection, sheet: Sheet, asked: Asked, kept: ledger_marks.Kept | None = None) -> Found:
    """Return which rows meet a question, in its order; ties as they were entered.

    Args:
        kept: what was found since rows were written last; left out, everything is found anew.
    """
    asked = asked._replace(conditions=tuple(one for one in asked.conditions if _asks(sheet, one)))
    parts = parts_of(asked.words)
    if not parts and not asked.conditions:
        size = rows(connection, "SELECT rows FROM ledger_size WHERE name = ?", (sheet.name,))
        return Found(sheet, asked, int(size[0][0]))
    narrow = _candidates(connection, sheet, asked, parts)
    if narrow is not None:
        places = _each(connection, sheet, asked, parts, narrow)
        return Found(sheet, asked, len(places), places)
    if not asked.conditions and exact(parts):
        last, count = ledger_marks.counted(connection, sheet, parts)
        if count * OFTEN > last:
            return Found(sheet, asked, count, up_to=last)
    marks = ledger_marks.marks(connection, sheet, asked, parts, kept)
    return Found(sheet, asked, marks.count(1), marks=marks)


def read(
    connection: Connection, found: Found, first: int, many: int, order: Order | None = None
) -> list[Line]:
    """Return a window of an answer: at most `many` rows from place `first`, counted from 0.

    Args:
        order: where the places of all rows are kept; left out, they are read anew.
    """
    first, many = max(first, 0), max(min(many, found.count - first), 0)
    if many == 0:
        return []
    wanted: Sequence[int]
    if found.up_to is not None and (first + many) * found.up_to < PASSED * found.count:
        wanted = _passing(connection, found, found.up_to, first, many)
    elif _of_every_row(connection, found):
        wanted = _walk(connection, found, first, many)
    elif found.places is None and (first + many) * len(found.marks or b"") < NEAR * found.count:
        # Rows that meet the question are so frequent that a window near the beginning is reached at once.
        wanted = list(islice(_meeting(connection, found), first, first + many))
    else:
        wanted = _placed(connection, found, order or in_order)[first : first + many]
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


def place_of(connection: Connection, found: Found, row_id: str, order: Order | None = None) -> int:
    """Return the place of a row in an answer by its id, -1 when it is not among them."""
    sheet, sort = found.sheet, found.asked.sort
    table = ledger_book.table(sheet)
    told = rows(connection, f'SELECT no, "{sort}" FROM {table} WHERE id = ?', (row_id,))  # noqa: S608
    if not told:
        return -1
    no, value = told[0]
    if not _of_every_row(connection, found):
        try:
            return _placed(connection, found, order or in_order).index(no)
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
    return [
        one
        for one in ledger_marks.values(connection, sheet, column, most + 1)
        if one not in ("", None, NEVER)
    ][:most]


def _asks(sheet: Sheet, one: Condition) -> bool:
    return not by_words(sheet, one) or bool(folded(one.value))


def _down(found: Found) -> bool:
    past = found.sheet.kept(found.asked.sort) is Kept.PAST
    return found.asked.descending is not past


def _of_every_row(connection: Connection, found: Found) -> bool:
    """Tell whether an answer is the whole ledger; else its rows are marked from now on."""
    if found.up_to is not None:
        parts = parts_of(found.asked.words)
        found.marks = ledger_marks.marks(connection, found.sheet, found.asked, parts)[: found.up_to + 1]
        found.count, found.up_to = found.marks.count(1), None
    return found.places is None and found.marks is None


def _passing(connection: Connection, found: Found, last: int, first: int, many: int) -> list[int]:
    """Return the places of a window by reading the rows that are passed: most have the words."""
    parts = parts_of(found.asked.words)
    tests = " AND ".join("instr(told, ?)" for _ in parts)
    told = rows(
        connection,
        f"{_ordered(connection, found.sheet, found.asked, f'no <= ? AND {tests}')} LIMIT ? OFFSET ?",
        (last, *parts, many, first),
    )
    return [row[0] for row in told]


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
    walked = _stream(connection, _ordered(connection, sheet, asked))
    return array("I", (row[0] for row in walked))


def _ordered(connection: Connection, sheet: Sheet, asked: Asked, where: str = "1") -> str:
    way = "DESC" if _down(Found(sheet, asked, 0)) else "ASC"
    return (
        f"SELECT no FROM {ledger_book.table(sheet)}"  # noqa: S608 - own names
        f" {ledger_book.using(connection, sheet, asked.sort)} WHERE {where}"
        f' ORDER BY "{asked.sort}" {way}, no {way}'
    )


def _meeting(connection: Connection, found: Found) -> Iterator[int]:
    """Yield the places of the rows that are marked, in the order of the question."""
    marks = found.marks or b""
    for (no,) in _stream(connection, _ordered(connection, found.sheet, found.asked)):
        # What was written since the question was asked does not belong to its answer.
        if no < len(marks) and marks[no]:
            yield no


def _placed(connection: Connection, found: Found, order: Order) -> "array[int]":
    """Return the places of all rows of an answer, which it keeps from then on."""
    if found.places is None and found.count <= FEW:
        few = ledger_marks.first_of(found.marks or b"", found.count)
        order_alone = found.asked._replace(words="", conditions=())
        found.places = _each(connection, found.sheet, order_alone, (), few)
    elif found.places is None:
        every = order(connection, found.sheet, found.asked)
        marks = (found.marks or b"").ljust(max(every, default=0) + 1, b"\0")
        found.places = array("I", compress(every, map(marks.__getitem__, every)))
    return found.places


def _candidates(connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str]) -> list[int] | None:
    """Return the few rows that may meet the question, None when they are many."""
    for statement, values in _single(connection, sheet, asked, parts):
        found = rows(connection, f"{statement} LIMIT ?", (*values, FEW + 1))
        if len(found) <= FEW:
            return [row[0] for row in found]
    return None


def _single(connection: Connection, sheet: Sheet, asked: Asked, parts: Sequence[str]) -> list[Statement]:
    """Return questions each of which finds all that meet one condition, and perhaps more, by an index."""
    told: list[Statement] = []
    match = [*parts, *(folded(one.value) for one in asked.conditions if by_words(sheet, one))]
    if match:
        told.append((by_grams(sheet), (" AND ".join(asked_grams(one) for one in match),)))
    for one in asked.conditions:
        if not by_words(sheet, one):
            where, values = test(sheet, one, asked.today)
            told.append((by_index(connection, sheet, one.column, where), values))
    return told


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
        where, told = has(sheet, one) if by_words(sheet, one) else test(sheet, one, asked.today)
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


def _stream(connection: Connection, statement: str, values: Sequence[object] = ()) -> Any:
    """Return rows one after another, which are never all held at once."""
    driver: Any = connection.connection.driver_connection
    return driver.execute(statement, values)
