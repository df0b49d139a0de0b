"""What a store holds open: one writer, any number of readers, the anchor, and which journal is written."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy.engine import Connection, Engine

from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import Problem, RuleError, UnavailableError
from inspector_app.journal.chain import Head
from inspector_app.trust.certificates import Certificate, Keyring

from . import journaling, meta, searching, telling
from .anchor import Anchor, Mark
from .engine import run, undo
from .failures import told
from .folder import DataFolder
from .meta import Meta
from .queries import Queries
from .searching import NOTHING, Searched
from .turns import Turns
from .vault import Vault

WRITER_CACHE_KIB = 48_000
"""What the window asks again and again among ten years of data stays deciphered; see `Holding._reading`."""


class Keys(Protocol):
    """What a sign-in unlocked, as far as the store needs it: two keys of 32 bytes."""

    @property
    def data_key(self) -> bytes:
        """The database's key."""

    @property
    def vault_key(self) -> bytes:
        """The key of photos, file names and the anchor."""


class Holding(Queries):
    """An open database in its folder; `Store` says what can be done with it."""

    _meta: Meta
    _root: Certificate
    _head: Head
    _keyring: Keyring

    def __init__(
        self, folder: DataFolder, engine: Engine, keys: Keys, clock: Clock, searched: Searched = NOTHING
    ) -> None:
        self.folder = folder
        self._searched = searched
        self._engine = engine
        self._keys = keys  # the copy in a backup is keyed by them
        self._clock = clock
        self._vault = Vault(folder.vault, keys.vault_key)
        self._anchor = Anchor(folder.anchor, keys.vault_key)
        self._turns = Turns()
        self._owner: int | None = None
        self._anchor_fault: Problem | None = None
        self._writer = engine.connect()
        run(self._writer, f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")

    @property
    def meta(self) -> Meta:
        """Whose workspace, which journal, which machine code."""
        return self._meta

    @property
    def keyring(self) -> Keyring:
        """The certificates that the projected role acts give."""
        return self._keyring

    @property
    def place(self) -> int:
        """How many entries the own journal has: what is written from now on stands after it."""
        return self._head.seq

    def _take_code(self, connection: Connection, machine_code: int) -> None:
        used = connection.exec_driver_sql(
            "SELECT count(*) FROM number_book WHERE machine_code = ?", (machine_code,)
        ).scalar()
        if used or machine_code == self._meta.machine_code:
            raise RuleError("store.machine_code_used", machine_code=machine_code)
        meta.write(connection, machine_code=machine_code, code_spent=False)

    def _load(self) -> None:
        self._meta = meta.as_meta(meta.read_all(self._writer))
        self._head = journaling.head_of(self._writer, self._meta.journal_id)
        self._keyring = telling.load_keyring(self._writer, self._root)

    def _mark(self, *, durable: bool) -> None:
        """Move the anchor on. What is committed is saved: a failure here is kept for `integrity` to tell."""
        mark = Mark(self._meta.journal_id, self._head.seq, self._head.hash.hex())
        try:
            self._anchor.write(mark, durable=durable)
        except UnavailableError as problem:
            self._anchor_fault = Problem.of("store.anchor_lags", reason=str(problem))
        else:
            self._anchor_fault = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Yield a connection for a short question.

        A reader's cache is worthless after each commit of the writer, and what it held must be deciphered
        anew. So the window's own thread asks through the writer while nobody writes; jobs beside it never do,
        for their long questions would keep a key that was just pressed waiting.
        """
        window = threading.current_thread() is threading.main_thread() and not self._writer.closed
        if not (window and self._turns.at_once()):
            with self._apart() as connection:
                yield connection
            return
        try:
            self._owner = threading.get_ident()
            with told():
                yield self._writer
        finally:
            self._owner = None
            self._turns.leave()

    @contextmanager
    def _apart(self) -> Iterator[Connection]:
        """Yield a connection for a question that takes its time, or whose answer is read bit by bit."""
        with told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Hold the one writer inside BEGIN IMMEDIATE; what `_commit` has not committed is undone."""
        if self._owner == threading.get_ident():
            raise RuntimeError("a transaction is open in this thread: write through it")
        with self._turns.turn():
            self._owner = threading.get_ident()
            try:
                with told():
                    run(self._writer, "BEGIN IMMEDIATE")
                    yield self._writer
            finally:
                undo(self._writer)
                self._owner = None

    def _commit(self, connection: Connection) -> None:
        searching.keep_up(connection, self._searched)
        run(connection, "COMMIT")

    def _release(self) -> None:
        try:
            self._writer.close()
            self._engine.dispose()
            self._anchor.close()
        finally:
            self.folder.unlock()
