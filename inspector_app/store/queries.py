"""What is asked of a store: records, acts, and what words find."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy.engine import Connection

from inspector_app.domain.acts import Act

from . import duty_book, late_book, numbered, numbers, reading, searching, stop_book
from .duty_book import Changed, DutyRow
from .ledger_queries import LedgerQueries
from .numbers import Number
from .reading import Json, Record
from .searching import Hit, Searched


class Reads(Protocol):
    """What a rule reads before it allows an act: the store, or the transaction that will change it."""

    def record(self, entity: str, id: str) -> Record | None:  # noqa: A002
        """Return the record, deleted or not, or None when there never was one."""

    def records(
        self, entity: str, *, where: Mapping[str, Json] | None = None, order: str | Sequence[str] = ()
    ) -> list[Record]:
        """Return the records of a kind that are not deleted."""

    def acts(
        self,
        entity: str | None = None,
        entity_id: str | None = None,
        kind: str | None = None,
        *,
        valid_only: bool = False,
    ) -> list[Act]:
        """Return acts in their order: an answer after what it answers, on every laptop alike."""

    def fates(self, document_ids: Iterable[str]) -> dict[str, str]:
        """Return what became of the numbers of these documents; see `numbers.fates`."""

    def bearers(self, number: str) -> dict[str, str]:
        """Return the papers that bear a number, however it is written; see `late_book.bearers`."""


class Queries(LedgerQueries):
    """The questions of a store; `Store` says how it reads and writes."""

    _searched: Searched

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def record(self, entity: str, id: str) -> Record | None:  # noqa: A002
        """Return the record, deleted or not, or None when there never was one."""
        with self._reading() as connection:
            return reading.read_record(connection, entity, id)

    def records(
        self,
        entity: str,
        *,
        where: Mapping[str, Json] | None = None,
        order: str | Sequence[str] = (),
    ) -> list[Record]:
        """Return the records of a kind that are not deleted; see `reading.read_records`."""
        with self._reading() as connection:
            return reading.read_records(connection, entity, where, order)

    def acts(
        self,
        entity: str | None = None,
        entity_id: str | None = None,
        kind: str | None = None,
        *,
        valid_only: bool = False,
    ) -> list[Act]:
        """Return acts in their order: an answer after what it answers, on every laptop alike."""
        with self._reading() as connection:
            return reading.read_acts(connection, entity, entity_id, kind, valid_only=valid_only)

    def acts_of(self, entity: str, ids: Iterable[str], kind: str | None = None) -> dict[str, list[Act]]:
        """Return the valid acts about several records by their ids; see `reading.read_acts_of`."""
        with self._reading() as connection:
            return reading.read_acts_of(connection, entity, ids, kind)

    def refused_of(self, entity: str, ids: Iterable[str]) -> list[tuple[Act, str]]:
        """Return the acts without effect about these records; see `reading.read_refused_of`."""
        with self._reading() as connection:
            return reading.read_refused_of(connection, entity, ids)

    def orders(self, entity: str, ids: Iterable[str], kind: str) -> dict[str, list[int]]:
        """Return the places of acts in their order by their records; see `reading.read_orders`."""
        with self._reading() as connection:
            return reading.read_orders(connection, entity, ids, kind)

    def search(self, told: str, entities: Sequence[str], most: int) -> list[Hit]:
        """Return what these words find, of each entity at most `most`; see `searching.search`.

        What changed since the last search is taken into the index first.
        """
        with self._reading() as connection:
            behind = searching.behind(connection)
        if behind:
            with self._writing() as connection:
                searching.catch_up(connection, self._searched)
                connection.exec_driver_sql("COMMIT")
        with self._reading() as connection:
            return searching.search(connection, self._searched, told, entities, most)

    def several(self, entity: str, ids: Iterable[str], by: str = "", order: str = "") -> list[Record]:
        """Return records by their ids, or children by their parents'; see `reading.read_several`."""
        with self._reading() as connection:
            return reading.read_several(connection, entity, ids, by, order)

    def inspection_ids(self) -> list[str]:
        """Return the ids of all inspections; see `reading.read_inspection_ids`."""
        with self._reading() as connection:
            return reading.read_inspection_ids(connection)

    def open_visits(self) -> list[str]:
        """Return the ids of the inspections that nobody concluded; see `reading.read_open_visits`."""
        with self._reading() as connection:
            return reading.read_open_visits(connection)

    def issued_ids(self) -> list[str]:
        """Return the ids of all issued documents; see `reading.read_issued_ids`."""
        with self._reading() as connection:
            return reading.read_issued_ids(connection)

    def visits_to(self, target_ids: Iterable[str], least: str, beyond: str) -> list[Record]:
        """Return the inspections of these targets begun between two texts; see `reading.read_visits_to`."""
        with self._reading() as connection:
            return reading.read_visits_to(connection, target_ids, least, beyond)

    def targets(self, kind: str) -> list[Record]:
        """Return the targets of a kind that are not deleted; see `reading.read_targets`."""
        with self._reading() as connection:
            return reading.read_targets(connection, kind)

    def visits(self, least: str, beyond: str) -> list[Record]:
        """Return the inspections that began between two moments; see `reading.read_visits`."""
        with self._reading() as connection:
            return reading.read_visits(connection, least, beyond)

    def acts_on(self, first: str, last: str) -> list[Act]:
        """Return the valid acts that tell of these days; see `reading.read_acts_on`."""
        with self._reading() as connection:
            return reading.read_acts_on(connection, first, last)

    def seen(self, first: str, last: str) -> list[Record]:
        """Return the findings that were seen on these days; see `reading.read_seen`."""
        with self._reading() as connection:
            return reading.read_seen(connection, first, last)

    def last_issues(self, machine_code: int) -> list[Act]:
        """Return the newest issue act of each series of a machine; see `reading.read_last_issues`."""
        with self._reading() as connection:
            return reading.read_last_issues(connection, machine_code)

    def newest(self, entity: str, by: str, most: int) -> list[str]:
        """Return the texts of a field, each once, of the newest records; see `reading.read_newest`."""
        with self._reading() as connection:
            return reading.read_newest(connection, entity, by, most)

    def ids(self, entity: str, most: int = -1) -> list[str]:
        """Return the ids of records that are not deleted, the newest first; see `reading.read_ids`."""
        with self._reading() as connection:
            return reading.read_ids(connection, entity, most)

    def fates(self, document_ids: Iterable[str]) -> dict[str, str]:
        """Return what became of the numbers of these documents; see `numbers.fates`."""
        with self._reading() as connection:
            return numbers.fates(connection, document_ids)

    def numbered(self, kind: str, since: int, most: int) -> list[str]:
        """Return the newest papers of a kind; see `numbered.newest`."""
        with self._reading() as connection:
            return numbered.newest(connection, kind, since, most)

    def numbers_since(self, year: int) -> list[Number]:
        """Return the numbers of this year and later ones; see `numbers.read_since`."""
        with self._reading() as connection:
            return numbers.read_since(connection, year)

    def late_numbers(self) -> tuple[late_book.LateNumber, ...]:
        """Return every late entry by the day on its paper, without the number book; see `late_book.read`."""
        with self._reading() as connection:
            return late_book.read(connection)

    def bearers(self, number: str) -> dict[str, str]:
        """Return the papers that bear a number, however it is written; see `late_book.bearers`."""
        with self._reading() as connection:
            return late_book.bearers(connection, number)

    def unlifted(self) -> list[str]:
        """Return the stop-works that may still hold; see `stop_book.unlifted`."""
        with self._reading() as connection:
            return stop_book.unlifted(connection)

    def duties_changed(self, most: int, today: str) -> list[Changed]:
        """Return what changed since duties were reckoned; see `duty_book.changed`."""
        with self._reading() as connection:
            return duty_book.changed(connection, most, today)

    def put_duties(self, finding_ids: Iterable[str], told: Iterable[DutyRow], up_to: int) -> None:
        """Write what was reckoned of these findings; see `duty_book.put`."""
        with self._writing() as connection:
            duty_book.put(connection, finding_ids, told, up_to)
            connection.exec_driver_sql("COMMIT")

    def duties(
        self,
        *,
        is_open: bool | None = None,
        due_from: str = "",
        due_to: str = "",
        words: Sequence[str] = (),
        target_id: str = "",
        finding_ids: Sequence[str] = (),
        counted: tuple[str, str] | None = None,
    ) -> list[DutyRow]:
        """Return duties as they were reckoned last; see `duty_book.read`."""
        with self._reading() as connection:
            return duty_book.read(
                connection,
                is_open=is_open,
                due_from=due_from,
                due_to=due_to,
                words=words,
                target_id=target_id,
                finding_ids=finding_ids,
                counted=counted,
            )
