"""What a question asks of a ledger's rows, and how the database is asked for it."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from . import ledger_book
from .ledger_grams import edge, is_edge
from .ledger_plan import Kept, Sheet
from .searching import folded

Statement = tuple[str, tuple[object, ...]]
"""What the database is asked, and the values in it."""


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


def by_words(sheet: Sheet, one: Condition) -> bool:
    """Tell whether a condition asks for characters in a text."""
    return one.sort is Sort.HAS and sheet.kept(one.column) is Kept.TEXT


def by_grams(sheet: Sheet) -> str:
    """Return what finds the places of rows by the tokens of words."""
    grams = ledger_book.grams(sheet)
    return f"SELECT rowid FROM {grams} WHERE {grams} MATCH ?"  # noqa: S608 - own names


def by_index(connection: Connection, sheet: Sheet, column: str, where: str) -> str:
    """Return what finds the places of rows by the index of a column."""
    return (
        f"SELECT no FROM {ledger_book.table(sheet)} {ledger_book.using(connection, sheet, column)}"  # noqa: S608
        f" WHERE {where}"
    )


def has(sheet: Sheet, one: Condition) -> Statement:
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


def test(sheet: Sheet, one: Condition, today: str) -> Statement:
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


def _past_test(name: str, one: Condition, today: str) -> Statement:
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


def equip(connection: Connection) -> None:
    """Teach a connection what a question may ask of a cell."""
    driver: Any = connection.connection.driver_connection
    driver.create_function("ledger_has", 3, cell_has, deterministic=True)
