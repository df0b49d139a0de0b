"""What is asked of a store's ledgers, and what is written into them."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

from sqlalchemy.engine import Connection

from . import ledger_asking, ledger_book, ledger_conditions
from .bulk import uncollected
from .engine import run
from .ledger_asking import Found, Line
from .ledger_conditions import Asked
from .ledger_marks import Kept
from .ledger_plan import Cell, LedgerPlan, Sheet, SheetRow, Touched


class LedgerQueries:
    """The questions about ledgers; `Store` says how it reads and writes."""

    _ledgers_written = 0
    _ledger_marks = Kept(-1)
    _ledger_order: "tuple[tuple[object, ...], array[int]] | None" = None

    def _apart(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def ledgers_touched(self, plan: LedgerPlan, most: int, today: str) -> list[Touched]:
        """Return what changed since ledgers were reckoned; made anew first when another plan made them.

        See `ledger_book.touched`.
        """
        with self._apart() as connection:
            if ledger_book.ready(connection, plan):
                return ledger_book.touched(connection, most, today)
        with self._writing() as connection:
            if not ledger_book.ready(connection, plan):
                ledger_book.rebuild(connection, plan)
                self._ledgers_written += 1
                connection.exec_driver_sql("COMMIT")
        with self._apart() as connection:
            return ledger_book.touched(connection, most, today)

    def ledgers_behind(self) -> int:
        """Return how many changes wait to be reckoned."""
        with self._apart() as connection:
            return ledger_book.behind(connection)

    def put_ledgers(
        self,
        plan: LedgerPlan,
        units: Sequence[str],
        reckoned: Mapping[str, Iterable[SheetRow]],
        looks: Mapping[str, str],
        up_to: int,
    ) -> None:
        """Write what was reckoned of these units; see `ledger_book.put`."""
        with uncollected(), self._writing() as connection:
            ledger_book.put(connection, plan, units, reckoned, looks, up_to)
            connection.exec_driver_sql("COMMIT")
        self._ledgers_written += 1

    def index_ledgers(self, plan: LedgerPlan, *, drop: bool = False) -> None:
        """Make the indexes of ledgers that are missing; or drop them before very much is written.

        Each index is a transaction of its own, so that whoever writes meanwhile waits for one only.
        """
        with self._apart() as connection:
            steps = ledger_book.unindexing(plan) if drop else ledger_book.unindexed(connection, plan)
        for each in steps:
            with self._writing() as connection:
                run(connection, each)
                connection.exec_driver_sql("COMMIT")

    def ledger_found(self, sheet: Sheet, asked: Asked) -> Found:
        """Return which rows of a ledger meet a question; see `ledger_asking.ask`."""
        with self._apart() as connection:
            ledger_conditions.equip(connection)
            # One moment for all looks: what is written meanwhile is not half seen.
            connection.exec_driver_sql("BEGIN")
            try:
                return ledger_asking.ask(connection, sheet, asked, self._marks_kept())
            finally:
                connection.exec_driver_sql("COMMIT")

    def _marks_kept(self) -> Kept:
        kept = self._ledger_marks
        if kept.written != self._ledgers_written:
            kept = self._ledger_marks = Kept(self._ledgers_written)
        return kept

    def _order(self, connection: Connection, sheet: Sheet, asked: Asked) -> "array[int]":
        """Return the places of all rows in an order, kept until rows are written or another is asked for."""
        key = (sheet.name, asked.sort, asked.descending, self._ledgers_written)
        known = self._ledger_order
        if known is None or known[0] != key:
            known = self._ledger_order = (key, ledger_asking.in_order(connection, sheet, asked))
        return known[1]

    def ledger_lines(self, found: Found, first: int, many: int) -> list[Line]:
        """Return a window of an answer; see `ledger_asking.read`."""
        with self._apart() as connection:
            return ledger_asking.read(connection, found, first, many, self._order)

    def ledger_place(self, found: Found, row_id: str) -> int:
        """Return the place of a row in an answer, -1 when it is not in it."""
        with self._apart() as connection:
            return ledger_asking.place_of(connection, found, row_id, self._order)

    def ledger_words(self, sheet: Sheet, column: str, most: int) -> Sequence[Cell]:
        """Return the different values of a column; see `ledger_asking.words_of`."""
        with self._apart() as connection:
            return ledger_asking.words_of(connection, sheet, column, most)

    def ledger_units(self, sheet: Sheet, ids: Sequence[str], begins: Sequence[str]) -> list[str]:
        """Return the units of rows by their ids, and those that begin with some words."""
        with self._apart() as connection:
            return ledger_book.units(connection, sheet, ids, begins)

    def ledger_contents(self, sheet: Sheet) -> list[tuple[object, ...]]:
        """Return every row of a ledger as it is kept, by its id; for proofs."""
        with self._apart() as connection:
            return ledger_book.contents(connection, sheet)
