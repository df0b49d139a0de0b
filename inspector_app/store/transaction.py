"""One action of one person: entries, projection and buffer in one durable commit, or nothing at all."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.engine import Connection

from inspector_app.domain.acts import SIGNED_KINDS, Act, ActKind
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.journal.chain import Head, append
from inspector_app.journal.entry import Entry, act_message
from inspector_app.journal.fold import TOMBSTONE, next_n
from inspector_app.journal.order import COUNT
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.keys import SigningKey

from . import device, heads, journaling, late_book, numbers, reading, telling
from .engine import rows
from .heads import Standing
from .meta import Meta
from .reading import Json, Record, dump

MOST_ENTRIES = 2000
MOST_BYTES = 4_000_000
"""A transaction is never split, so it must fit into one bundle."""

_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(slots=True)
class _Draft:
    """A change that waits for the next one: only the last entry of a transaction says that it is."""

    entity: str
    record_id: str
    op: str
    fields: dict[str, Json]
    standing: Standing | None = None
    act: Act | None = None


class Tx:
    """Collects the changes of one action. Made by `Store.transaction`; dead once that has ended.

    Reads see the changes made so far. The id of an `Act` that `act` returned is final when the
    transaction has ended.

    Attributes:
        head: the journal's end as this transaction leaves it.
        entries: how many entries it has written.
        took_number: it issued a document.
        keyring: the certificates as this transaction leaves them.
    """

    def __init__(
        self,
        connection: Connection,
        meta: Meta,
        head: Head,
        keyring: Keyring,
        root: Certificate,
        *,
        user: str,
        now: datetime,
    ) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock tells the zone")
        self._connection = connection
        self._meta = meta
        self._root = root
        self._user = user
        self._wall = now.isoformat(timespec="seconds")
        self._id = uuid4().hex
        self._before = head
        self._draft: _Draft | None = None
        self._written: tuple[_Draft, Entry] | None = None  # what was written last: another seal may be due
        self._size = 0
        self._ended = False
        self.head = head
        self.keyring = keyring
        self.entries = 0
        self.took_number = False

    @property
    def machine_code(self) -> int:
        """The laptop's part of every number issued here."""
        return self._meta.machine_code

    def create(self, entity: str, fields: Mapping[str, Json], id: str | None = None) -> str:  # noqa: A002
        """Make a record and return its id (32 hex digits; made when not given).

        Raises:
            RuleError: `store.record_exists`.
        """
        self._close_draft()
        record_id = uuid4().hex if id is None else id
        if id is not None and heads.load(self._connection, entity, record_id) is not None:
            raise RuleError("store.record_exists", where=record_id, entity=entity)
        _refuse_names(fields)
        told = {name: {"value": value, "base": []} for name, value in fields.items()}
        self._draft = _Draft(entity, record_id, "create", told, Standing(self._wall, self.head.seq + 1))
        return record_id

    def set(self, entity: str, id: str, fields: Mapping[str, Json]) -> None:  # noqa: A002
        """Set fields of a record; a conflict in one of them is resolved by it. Equal values write nothing.

        Raises:
            RuleError: `store.record_unknown`.
        """
        self._close_draft()
        _refuse_names(fields)
        standing = self._standing(entity, id)
        told = {
            name: {"value": value, "base": standing.base(name)}
            for name, value in fields.items()
            if not standing.settled_on(name, dump(value))
        }
        if told:
            self._draft = _Draft(entity, id, "set", told, standing)

    def delete(self, entity: str, id: str) -> None:  # noqa: A002
        """Put a tombstone on a record; its entries stay in the journal. Deleting twice writes nothing.

        Raises:
            RuleError: `store.record_unknown`.
        """
        self._close_draft()
        standing = self._standing(entity, id)
        if not standing.deleted:
            self._draft = _Draft(entity, id, "delete", {"base": standing.whole_base()}, standing)

    def act(
        self,
        kind: str,
        entity: str,
        id: str,  # noqa: A002
        content: Mapping[str, Json],
        signer: SigningKey | None = None,
    ) -> Act:
        """Tell an act. A signed kind carries the signer's signature over its place in the journal.

        Raises:
            RuleError: `store.unsigned_act`, and for an issue act those of `numbers.refuse_wrong_serial`.
            SignInError: `store.no_right`: the act would have no effect (无效操作), so it is not written.
        """
        self._close_draft()
        kind = str(kind)
        told: dict[str, Json] = {"kind": kind, "content": dict(content), COUNT: self._next_count()}
        if signer is None and kind in SIGNED_KINDS:
            raise RuleError("store.unsigned_act", where=kind)
        if signer is not None:
            message = act_message(kind, entity, id, told["content"], self.head.hash)
            told["key"] = signer.key_id
            told["sig"] = urlsafe_b64encode(signer.sign("act", message)).rstrip(b"=").decode()
        if kind == ActKind.ISSUE:
            numbers.refuse_wrong_serial(self._connection, self._meta, told["content"])
            self.took_number = True
        act = Act("", kind, entity, id, self._user, self._wall, told["content"])
        self._draft = _Draft(entity, id, "act", told, act=act)
        if kind in SIGNED_KINDS:
            self._settle()
        return act

    def next_serial(self, kind: str, year: int) -> int:
        """Return the serial that an issue act made now must bear: one more than the greatest so far.

        Raises:
            DecisionNeededError: `store.machine_code_needed` after a detected clone.
        """
        self._settle()
        return numbers.free_serial(self._connection, self._meta, kind, year)

    def clear_buffer(self, keys: Iterable[str]) -> None:
        """Drop draft-buffer lines whose text this transaction turns into entries."""
        self._refuse_ended()
        device.drop_buffer(self._connection, keys)

    def record(self, entity: str, id: str) -> Record | None:  # noqa: A002
        """As `Store.record`, with this transaction's own changes."""
        self._settle()
        return reading.read_record(self._connection, entity, id)

    def records(
        self, entity: str, *, where: Mapping[str, Json] | None = None, order: str | Sequence[str] = ()
    ) -> list[Record]:
        """As `Store.records`, with this transaction's own changes."""
        self._settle()
        return reading.read_records(self._connection, entity, where, order)

    def acts(
        self,
        entity: str | None = None,
        entity_id: str | None = None,
        kind: str | None = None,
        *,
        valid_only: bool = False,
    ) -> list[Act]:
        """As `Store.acts`, with this transaction's own changes."""
        self._settle()
        return reading.read_acts(self._connection, entity, entity_id, kind, valid_only=valid_only)

    def fates(self, document_ids: Iterable[str]) -> dict[str, str]:
        """As `Store.fates`, with this transaction's own acts."""
        self._settle()
        return numbers.fates(self._connection, document_ids)

    def bearers(self, number: str) -> dict[str, str]:
        """As `Store.bearers`, with this transaction's own acts."""
        self._settle()
        return late_book.bearers(self._connection, number)

    def end(self) -> None:
        """Let go: a change or read through this transaction is a mistake from now on."""
        self._ended = True

    def finish(self) -> None:
        """Seal the last entry as the last. Called by the store, once, before the commit.

        Raises:
            RuleError: `store.transaction_too_large`.
        """
        self._settle()

    def _settle(self) -> None:
        """Write the waiting change as if it were the last one."""
        self._refuse_ended()
        if self._draft is not None:
            draft, self._draft = self._draft, None
            self._write(draft, last=True)
        elif self._written is not None and not self._written[1].header.tx_last:
            # What was to follow turned out to change nothing, or was refused and the refusal was caught.
            self._reseal(self._written, last=True)

    def _close_draft(self) -> None:
        """Another change follows: what was written or waits is not the last one."""
        self._refuse_ended()
        if self._draft is not None:
            draft, self._draft = self._draft, None
            self._write(draft, last=False)
        elif self._written is not None and self._written[1].header.tx_last:
            self._reseal(self._written, last=False)

    def _refuse_ended(self) -> None:
        if self._ended:
            raise RuntimeError("this transaction has ended")

    def _write(self, draft: _Draft, *, last: bool) -> None:
        entry = self._sealed(draft, self.head, last=last)
        self.entries += 1
        self._size += len(entry.raw)
        if self.entries > MOST_ENTRIES or self._size > MOST_BYTES:
            raise RuleError("store.transaction_too_large", entries=self.entries, size=self._size)
        journaling.append(self._connection, entry)
        if draft.act is not None:
            self._project_act(entry, draft.act)
        elif draft.standing is not None:
            _project_change(self._connection, entry, draft.fields, draft.standing)
        self._before, self.head = self.head, Head(self.head.journal_id, entry.header.seq, entry.hash)
        self._written = (draft, entry)

    def _reseal(self, written: tuple[_Draft, Entry], *, last: bool) -> None:
        """Write the last entry again: others follow it after all, or after all none does."""
        draft, old = written
        new = self._sealed(draft, self._before, last=last)
        journaling.replace(self._connection, old.hash, new)
        if draft.act is not None:
            telling.rename(self._connection, old.hash, new.hash)
            object.__setattr__(draft.act, "id", new.hash.hex())
        else:
            heads.rename(self._connection, draft.entity, draft.record_id, old.hash, new.hash)
        self.head = Head(self.head.journal_id, new.header.seq, new.hash)
        self._written = (draft, new)

    def _sealed(self, draft: _Draft, head: Head, *, last: bool) -> Entry:
        return append(
            head,
            workspace=self._meta.workspace,
            wall=self._wall,
            user=self._user,
            tx=self._id,
            tx_last=last,
            entity=draft.entity,
            entity_id=draft.record_id,
            op=draft.op,
            fields=draft.fields,
        )

    def _next_count(self) -> int:
        known = rows(self._connection, "SELECT max(n) FROM act")[0][0]
        return next_n(known or 0)

    def _standing(self, entity: str, record_id: str) -> Standing:
        standing = heads.load(self._connection, entity, record_id)
        if standing is None:
            raise RuleError("store.record_unknown", where=record_id, entity=entity)
        return standing

    def _project_act(self, entry: Entry, act: Act) -> None:
        refusal = telling.enter(self._connection, entry, self.keyring)
        if refusal is not None:
            raise SignInError("store.no_right", where=act.kind, reason=refusal)
        if act.kind == ActKind.ROLE:
            self.keyring = telling.load_keyring(self._connection, self._root)
            telling.judge_again(self._connection, self.keyring)
        # The act was handed out before its entry could be sealed; this is the one moment it is completed.
        object.__setattr__(act, "id", entry.hash.hex())


def _project_change(
    connection: Connection, entry: Entry, fields: dict[str, Json], standing: Standing
) -> None:
    header = entry.header
    if header.op == "delete":
        told = {TOMBSTONE: heads.Head(_n_after(fields["base"]), entry.hash, "null")}
    else:
        told = {
            name: heads.Head(_n_after(each["base"]), entry.hash, dump(each["value"]))
            for name, each in fields.items()
        }
    _date_back(connection, entry, standing)
    heads.change(connection, header.entity, header.entity_id, standing, told)
    telling.keep_references(connection, telling.texts_of(fields))


def _date_back(connection: Connection, entry: Entry, standing: Standing) -> None:
    """Let a record that nobody is known to have created begin with its earliest entry, as the fold says.

    Another laptop's deletion may have come before the creation it follows, and its clock may be ahead.
    """
    header = entry.header
    if (header.wall, header.seq) >= (standing.made, standing.place):
        return
    known = journaling.entries_of(connection, header.entity_id)
    if not any(one.header.op == "create" and one.header.entity == header.entity for one in known):
        standing.made, standing.place = header.wall, header.seq


def _n_after(base: list[list[Json]]) -> int:
    return next_n(max((each[0] for each in base), default=0))


def _refuse_names(fields: Mapping[str, Json]) -> None:
    for name in fields:
        if not _FIELD.fullmatch(name):
            raise ValueError(f"no field can be called {name!r}")
