"""The store of one laptop: one file, one writer at a time, any number of readers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from uuid import uuid4

import orjson

from inspector_app.domain.acts import Act
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DecisionNeededError, Progress
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import FOLD_VERSION
from inspector_app.trust.certificates import Certificate

from . import (
    arriving,
    carrying,
    checking,
    duty_book,
    founding,
    journaling,
    ledger_book,
    meta,
    numbers,
    projection,
    reading,
    schema,
    searching,
)
from .bulk import uncollected
from .checking import Checked, Integrity
from .engine import make_engine, settings_of
from .exchanging import Exchanging
from .failures import told
from .folder import DataFolder
from .holding import Keys
from .meta import Meta
from .numbers import NumberBook
from .reading import Json, Record
from .searching import NOTHING, Searched
from .transaction import Tx

__all__ = ["Json", "Keys", "Meta", "NumberBook", "Record", "Store", "Tx"]


class Store(Exchanging):
    """Everything a laptop remembers. Safe to use from several threads; made by `create` and `open`."""

    @staticmethod
    def create(
        folder: DataFolder,
        keys: Keys,
        *,
        workspace: str,
        machine_code: int,
        root: Certificate,
        clock: Clock,
        training: bool = False,
        searched: Searched = NOTHING,
    ) -> "Store":
        """Make an empty store and open it. A crash on the way leaves no database, never half a one.

        Raises:
            RuleError: `store.already_there`, `store.remains`.
            UnavailableError: `store.in_use`, `store.folder_refused`, and those of `make_engine`.
        """
        folder.prepare()
        folder.lock()
        try:
            founding.refuse_remains(folder, keys.vault_key)
            facts = {
                "schema_version": schema.SCHEMA_VERSION,
                "fold_version": FOLD_VERSION,
                "workspace": workspace,
                "journal_id": uuid4().hex,
                "machine_code": machine_code,
                "training": training,
                "root": orjson.dumps(root.to_content()).decode(),
            }
            founding.make_database(folder, keys.data_key, keys.vault_key, facts)
        finally:
            folder.unlock()
        return Store.open(folder, keys, clock, searched=searched)

    @staticmethod
    def open(
        folder: DataFolder,
        keys: Keys,
        clock: Clock,
        *,
        adopt_restored: int | None = None,
        progress: Progress | None = None,
        searched: Searched = NOTHING,
    ) -> "Store":
        """Open the store and hold its folder until `close`.

        Args:
            adopt_restored: a spare machine code: this database is an older copy, go on from it under a
                new journal. Without it an older copy is refused.
            progress: told while the projection is rebuilt after an upgrade.
            searched: what is found by which words; another one than last time builds the index anew.

        Raises:
            DecisionNeededError: `store.older_than_anchor`: the database is older than the anchor beside
                it, or the anchor is missing or foreign.
            DamagedError, UnavailableError: those of `make_engine`, `store.in_use`, `store.newer_data`.
        """
        folder.prepare()
        folder.lock()
        try:
            engine = make_engine(folder.database, keys.data_key)
            store = Store(folder, engine, keys, clock, searched)
        except BaseException:
            folder.unlock()
            raise
        try:
            with told():
                store._begin(adopt_restored, progress)
        except BaseException:
            store._release()
            raise
        return store

    def close(self) -> None:
        """Write the anchor durably, fold the write-ahead log into the file and free the folder."""
        with self._turns.turn():
            if self._writer.closed:
                return
            self._mark(durable=True)
            self._release()

    @contextmanager
    def transaction(self, user: str) -> Iterator[Tx]:
        """Collect one action and commit it durably when the block ends; an exception undoes all of it.

        Raises:
            RuleError: see `Tx`. UnavailableError: `store.disk_full`, `store.busy`, `store.disk_error`.
        """
        with self._writing() as connection:
            tx = Tx(
                connection,
                self._meta,
                self._head,
                self._keyring,
                self._root,
                user=user,
                now=self._clock.now(),
            )
            try:
                yield tx
                tx.finish()
            finally:
                tx.end()
            self._commit(connection)
            self._head, self._keyring = tx.head, tx.keyring
            if tx.entries:
                self._mark(durable=tx.took_number)

    def refused(self) -> list[tuple[Act, str]]:
        """Return acts without effect (无效操作), each with the code of the reason."""
        with self._apart() as connection:
            return reading.read_refused(connection)

    def numbers(self) -> NumberBook:
        """Return every official number, the gaps and the duplicates."""
        with self._apart() as connection:
            return numbers.read_book(connection)

    def next_serial(self, kind: str, year: int) -> int:
        """Predict the serial of the next issue act; it is real only inside the issuing transaction.

        Raises:
            DecisionNeededError: `store.machine_code_needed`.
        """
        with self._reading() as connection:
            return numbers.free_serial(connection, self._meta, kind, year)

    def merge(self, entries: Iterable[Entry]) -> int:
        """Append entries of other journals (from verified bundles) and return how many were new.

        Merging again changes nothing. See `arriving.merge` for order and refusals.

        Raises:
            DamagedError: `store.other_workspace`. UnverifiableError: `store.journal_gap`.
            DecisionNeededError: `store.journal_forked`: all is kept, but another machine wrote under
                this one's journal; a spare machine code is needed (`take_machine_code`).
        """
        with uncollected(), self._writing() as connection:
            arrived = arriving.merge(connection, entries, self._meta, self._keyring, self._root)
            new, forked = len(arrived.new), arrived.forks(self._meta)
            if forked:
                carrying.begin_journal(connection)
                meta.write(connection, code_spent=True)
            self._commit(connection)
            self._load()
            if new:
                self._mark(durable=forked)
        if forked:
            raise DecisionNeededError("store.journal_forked", machine_code=self._meta.machine_code, new=new)
        return new

    def take_machine_code(self, machine_code: int) -> None:
        """Go on under a spare machine code, after a clone was detected.

        Raises:
            RuleError: `store.machine_code_used`.
        """
        with self._writing() as connection:
            self._take_code(connection, machine_code)
            self._commit(connection)
            self._load()

    def entries(self, journal_id: str | None = None, after: int = 0) -> Iterator[Entry]:
        """Yield entries by journal and place, those after a place; a consistent picture of one moment."""
        with self._apart() as connection:
            yield from journaling.entries(connection, journal_id, after)

    def entries_of(self, entity_id: str) -> list[Entry]:
        """Return every entry about the records with this id."""
        with self._reading() as connection:
            return journaling.entries_of(connection, entity_id)

    def journal_ends(self) -> dict[str, Entry]:
        """Return the last entry of each journal that is known here: how far each laptop's work has come."""
        with self._apart() as connection:
            return journaling.ends(connection)

    def vector(self) -> dict[str, list[Json]]:
        """Return {journal: [length, hex hash of its last entry]}; of a fork the greatest hash."""
        with self._apart() as connection:
            return journaling.vector(connection)

    def digest(self) -> str:
        """Return the hex digest over every head and act: equal on two laptops with equal vectors."""
        with self._apart() as connection:
            return projection.digest(connection)

    def replay(self, progress: Progress | None = None) -> int:
        """Drop the projection and build it again from the journal; return how many entries it took."""
        with uncollected(), self._writing() as connection:
            count = projection.replay(connection, self._root, progress)
            searching.rebuild(connection, self._searched, progress)
            duty_book.rebuild(connection)
            ledger_book.forget(connection)
            self._commit(connection)
            self._load()
        return count

    def replay_check(self, progress: Progress | None = None) -> Checked:
        """Fold the journal purely and compare with the projection, changing nothing."""
        with uncollected(), self._apart() as connection:
            return checking.replay_check(connection, self._root, progress)

    def integrity(self, progress: Progress | None = None) -> Integrity:
        """Check pages, indexes, every chain and every payload; nothing is changed."""
        with self._apart() as connection:
            found = checking.integrity(connection, progress)
        if self._anchor_fault is None:
            return found
        return Integrity(found.entries, (*found.problems, self._anchor_fault))

    def pragmas(self) -> dict[str, str]:
        """Return what the database answers for each setting that was asked of it at start."""
        with self._reading() as connection:
            return settings_of(connection)

    def _begin(self, adopt_restored: int | None, progress: Progress | None) -> None:
        connection = self._writer
        facts = meta.read_all(connection)
        self._meta = meta.as_meta(facts)
        self._root = Certificate.from_content(meta.root_content(facts))
        if adopt_restored is None:
            founding.refuse_older(connection, self._anchor.read(), self._meta, self.folder)
        version = int(facts["schema_version"])
        if version < schema.SCHEMA_VERSION:
            # With the first upgrade: its library would cost every other start a third of a second.
            migrating: Any = import_module("inspector_app.store.migrating")
            migrating.bring_up(connection, self.folder, version)
        folded = facts["fold_version"] == str(FOLD_VERSION)
        indexed = facts.get("searched") == self._searched.print
        reckoned = facts.get("duty_layout") == str(duty_book.LAYOUT)
        lacking = bool(projection.lacking_indexes(connection))
        if lacking or not (folded and indexed and reckoned):
            with self._writing() as writer:
                if not folded:
                    projection.replay(writer, self._root, progress)
                elif lacking:
                    projection.add_indexes(writer)
                if not (folded and indexed):
                    searching.rebuild(writer, self._searched, progress)
                if not (folded and reckoned):
                    duty_book.rebuild(writer)
                if not folded:
                    ledger_book.forget(writer)
                meta.write(
                    writer,
                    fold_version=FOLD_VERSION,
                    searched=self._searched.print,
                    duty_layout=duty_book.LAYOUT,
                )
                self._commit(writer)
        if adopt_restored is not None:
            self._adopt(adopt_restored)
        self._load()
        self._mark(durable=adopt_restored is not None)

    def _adopt(self, machine_code: int) -> None:
        with self._writing() as connection:
            self._take_code(connection, machine_code)
            carrying.begin_journal(connection)
            names = [(name,) for name in self._vault.names()]
            if names:
                connection.exec_driver_sql("INSERT OR IGNORE INTO kept_blob VALUES (?)", names)
            self._commit(connection)
