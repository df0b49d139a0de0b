"""A ledger opened: a question answered with a count and with windows of rows."""

from typing import NamedTuple

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import layouts, reckoning
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.errors import Progress, RuleError
from inspector_app.domain.ledgers import Layout, Ledger, Match, Narrowing, Question
from inspector_app.store.ledger_asking import Found, Line
from inspector_app.store.ledger_conditions import Asked, Condition, Sort
from inspector_app.store.ledger_plan import NEVER, Cell, Kept, Sheet
from inspector_app.store.store import Store

MOST_WORDS = 200
"""Different values that a list for a filter shows."""


class Row(NamedTuple):
    """One row.

    Attributes:
        opens: what it leads to: `document:ID`, `inspection:ID`, `target:ID` or `case:ID`.
        cells: in the order of the layout's columns; days as ISO text, numbers as text.
    """

    id: str
    opens: str
    cells: tuple[str, ...]


class Opened:
    """A question answered: how many rows there are, and windows of them."""

    def __init__(self, store: Store, layout: Layout, found: Found) -> None:
        self._store, self._layout, self._found = store, layout, found

    @property
    def layout(self) -> Layout:
        """The columns of the rows."""
        return self._layout

    @property
    def count(self) -> int:
        """How many rows meet the question."""
        return self._found.count

    def rows(self, first: int, many: int) -> tuple[Row, ...]:
        """Return at most so many rows from a place on, counted from 0."""
        sheet, today = self._found.sheet, self._found.asked.today
        lines = self._store.ledger_lines(self._found, first, many)
        return tuple(_row(sheet, one, today) for one in lines)

    def place_of(self, row_id: str) -> int:
        """Return the place of a row by its id, -1 when it is not among them."""
        return self._store.ledger_place(self._found, row_id)


def opened(
    desk: Desk, question: Question, filing: Desk | None = None, progress: Progress | None = None
) -> Opened:
    """Answer a question; what changed since the last one is reckoned first.

    Args:
        filing: the filing workspace's desk, for who has the key to it.

    Raises:
        RuleError: `ledger.no_filings` when filings are asked for without their key, `ledger.no_column` when
            the question names a column that this version does not have.
    """
    at = _desk_of(desk, question.ledger, filing, progress)
    layout = layouts.LAYOUTS[question.ledger]
    for code in (question.sort, *(one.column for one in question.narrowings)):
        if code and layout.column(code) is None:
            raise RuleError("ledger.no_column", where=code, ledger=layout.label)
    sheet = layouts.sheet_of(layout)
    asked = Asked(
        question.words,
        tuple(_condition(sheet, one) for one in question.narrowings),
        question.sort or layout.sort,
        question.descending if question.sort else layout.descending,
        at.today().isoformat(),
    )
    return Opened(at.store, layout, at.store.ledger_found(sheet, asked))


def words_of(desk: Desk, ledger: Ledger, column: str, filing: Desk | None = None) -> tuple[str, ...]:
    """Return the different values of a column for a filter's list, at most 200.

    Raises:
        RuleError: `ledger.no_filings`, `ledger.no_column`.
    """
    at = _desk_of(desk, ledger, filing, None)
    layout = layouts.LAYOUTS[ledger]
    told = layout.column(column)
    if told is None:
        raise RuleError("ledger.no_column", where=column, ledger=layout.label)
    if told.words:
        return told.words
    sheet = layouts.sheet_of(layout)
    today = at.today().isoformat()
    found = at.store.ledger_words(sheet, column, MOST_WORDS)
    return tuple(_text(one, sheet.kept(column), today) for one in found)


def known(filing: Desk | None) -> tuple[Layout, ...]:
    """Return the ledgers that can be opened: filings only for who has the key to them."""
    return tuple(
        one for one in layouts.LAYOUTS.values() if filing is not None or one.ledger not in layouts.OF_FILING
    )


def catch_up(desk: Desk, filing: Desk | None = None, progress: Progress | None = None) -> None:
    """Bring every ledger up to date, as opening one does."""
    reckoning.catch_up(desk, progress)
    if filing is not None:
        reckoning.catch_up_filings(filing, progress)


def _desk_of(desk: Desk, ledger: Ledger, filing: Desk | None, progress: Progress | None) -> Desk:
    if ledger not in layouts.OF_FILING:
        reckoning.catch_up(desk, progress)
        return desk
    if filing is None:
        raise RuleError("ledger.no_filings", where=str(ledger))
    reckoning.catch_up_filings(filing, progress)
    return filing


def _condition(sheet: Sheet, one: Narrowing) -> Condition:
    value = one.value.strip() if one.match is not Match.HAS else one.value
    if sheet.kept(one.column) is not Kept.TEXT and one.match is Match.HAS:
        return Condition(one.column, Sort.IS, value.strip())
    return Condition(one.column, Sort(one.match.value), value)


def _row(sheet: Sheet, line: Line, today: str) -> Row:
    cells = zip(sheet.columns, line.cells, strict=True)
    return Row(line.id, line.opens, tuple(_text(cell, kept, today) for (_, kept), cell in cells))


def _text(cell: Cell, kept: Kept, today: str) -> str:
    if cell is None or cell == NEVER:
        return ""
    if kept is not Kept.PAST:
        return str(cell)
    last, on = iso_day(str(cell)), iso_day(today)
    days = (on - last).days if last is not None and on is not None else 0
    return str(days) if days > 0 else ""
