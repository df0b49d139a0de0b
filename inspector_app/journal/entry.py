"""An entry of the journal: bytes written once, stored and sent verbatim, found by their hash.

    raw  = length of header (4 bytes, big-endian) + header + length of payload (4 bytes) + payload
    hash = sha256("entry1" + prev + header)

The header carries the payload's salted hash. So a payload can be taken out later (an empty one in its
place), and every hash, link and signature still verifies.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from struct import Struct
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError

from . import canonical, form
from .form import ALG, ENTRY_VERSION, READER_VERSION

MOST_RAW = 4_000_000
"""Bytes of one entry: it must fit into one bundle."""

_LENGTH = Struct(">I")


class Header(NamedTuple):
    """What the chain covers of an entry.

    Attributes:
        workspace, journal_id, tx: 32 hex digits.
        seq: place in its journal, from 1.
        prev: hash of the entry before, 32 bytes; zeros for the first.
        wall: RFC 3339 time with zone that the device claimed; shown, never trusted for order.
        user: who was signed in.
        tx_last: the last entry of its transaction.
        entity, entity_id: the record it is about.
        op: create, set, delete or act.
        payload_hash: 32 bytes.
        extra: what a newer version added; kept.
    """

    workspace: str
    journal_id: str
    seq: int
    prev: bytes
    wall: str
    user: str
    tx: str
    tx_last: bool
    entity: str
    entity_id: str
    op: str
    payload_hash: bytes
    v: int = ENTRY_VERSION
    alg: int = ALG
    min_reader: int = READER_VERSION
    extra: Mapping[str, object] = MappingProxyType({})

    @property
    def day(self) -> date:
        """The day the device claimed, in its own zone."""
        return date.fromisoformat(self.wall[:10])


class Entry:
    """One entry; equal when the hashes are. Made by `Entry.parse` and `Entry.make`.

    Attributes:
        header: what the chain covers.
        payload: its canonical bytes; empty once it was redacted.
        raw: the whole as written once.
        hash: 32 bytes.
        fields: the payload's fields; empty once it was redacted. Never change it.
    """

    __slots__ = ("fields", "hash", "header", "payload", "raw")

    def __init__(
        self, header: Header, payload: bytes, fields: dict[str, Any], raw: bytes, digest: bytes
    ) -> None:
        self.header = header
        self.payload = payload
        self.raw = raw
        self.fields = fields
        self.hash = digest

    @property
    def redacted(self) -> bool:
        """The payload was taken out; the chain still verifies."""
        return not self.payload

    @staticmethod
    def make(
        header: Mapping[str, object], fields: Mapping[str, object], salt: bytes | None = None
    ) -> "Entry":
        """Return a new entry.

        Args:
            header: the header's fields but `payload_hash`; prev as hex.
            salt: 16 bytes; random when not given.

        Raises:
            RuleError: `journal.float_value`, `journal.unfit_value`, `journal.entry_too_large`, and
                `journal.entry_unfit` when the form that `parse` holds to is broken.
        """
        salt = secrets.token_bytes(16) if salt is None else salt
        payload = canonical.dump({"salt": salt.hex(), "fields": fields})
        head = canonical.dump({**header, "payload_hash": _payload_hash(payload).hex()})
        raw = frame(head, payload)
        if len(raw) > MOST_RAW:
            raise RuleError("journal.entry_too_large", size=len(raw), most=MOST_RAW)
        try:
            return Entry.parse(raw)
        except DamagedError as problem:
            raise RuleError("journal.entry_unfit", where=problem.where) from problem

    @staticmethod
    def parse(raw: bytes) -> "Entry":
        """Read one entry; anything but its canonical form is refused.

        Raises:
            DamagedError: `journal.entry_damaged`, where = the part that is wrong.
            UnavailableError: `journal.newer_entry`, `needed` and `have`: reader versions.
        """
        head, payload = _unframed(raw)
        header = _header(canonical.load_object(head, "header"))
        fields: dict[str, Any] = {}
        if payload:
            if _payload_hash(payload) != header.payload_hash:
                raise DamagedError("journal.entry_damaged", where="payload_hash")
            fields = _fields(canonical.load_object(payload, "payload"), header.op)
        return Entry(header, payload, fields, raw, entry_hash(header.prev, head))

    def redact(self) -> "Entry":
        """Return the same entry, same hash, without its payload."""
        head, _ = _unframed(self.raw)
        return Entry(self.header, b"", {}, frame(head, b""), self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and other.hash == self.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        header = self.header
        return (
            f"Entry({header.journal_id[:8]}:{header.seq} {header.op} {header.entity} {self.hash.hex()[:8]})"
        )


def entry_hash(prev: bytes, head: bytes) -> bytes:
    """Return an entry's hash: that of the one before it, and its header's bytes."""
    return sha256(b"entry1" + prev + head).digest()


def act_message(kind: str, entity: str, entity_id: str, content: object, prev: bytes) -> bytes:
    """Return what a person signs (purpose `act`) for an act that follows the entry with hash `prev`."""
    return canonical.dump(["act1", kind, entity, entity_id, content, prev.hex()])


def frame(head: bytes, payload: bytes) -> bytes:
    """Return header and payload as one entry's raw bytes."""
    return b"".join((_LENGTH.pack(len(head)), head, _LENGTH.pack(len(payload)), payload))


def glance(raw: bytes) -> dict[str, Any]:
    """Return the header's JSON values of an entry that was checked before; nothing is checked again."""
    told: dict[str, Any] = orjson.loads(raw[4 : 4 + _LENGTH.unpack_from(raw, 0)[0]])
    return told


def split_frames(raw: bytes) -> list[bytes]:
    """Return the raw entries that stand one after the other in these bytes.

    Raises:
        DamagedError: `journal.entry_damaged` when they do not end where an entry ends.
    """
    place, found = 0, []
    while place < len(raw):
        start = place
        for _ in range(2):
            if place + 4 > len(raw):
                raise DamagedError("journal.entry_damaged", where="length")
            place += 4 + _LENGTH.unpack_from(raw, place)[0]
        if place > len(raw):
            raise DamagedError("journal.entry_damaged", where="length")
        found.append(raw[start:place])
    return found


def _unframed(raw: bytes) -> tuple[bytes, bytes]:
    size = len(raw)
    if 8 <= size <= MOST_RAW:
        split = 4 + _LENGTH.unpack_from(raw, 0)[0]
        if split + 4 <= size and split + 4 + _LENGTH.unpack_from(raw, split)[0] == size:
            return raw[4:split], raw[split + 4 :]
    raise DamagedError("journal.entry_damaged", where="length")


def _payload_hash(payload: bytes) -> bytes:
    return sha256(b"payload1" + payload).digest()


def _header(told: dict[str, Any]) -> Header:
    needed = told.get("min_reader")
    if type(needed) is int and needed > READER_VERSION:
        raise UnavailableError("journal.newer_entry", needed=needed, have=READER_VERSION)
    wrong = form.header_fault(told)
    if wrong:
        raise DamagedError("journal.entry_damaged", where=wrong)
    extra = {}
    if len(told) > len(form.HEADER_NAMES):
        extra = {name: told.pop(name) for name in told.keys() - form.HEADER_NAMES}
    told["prev"], told["payload_hash"] = bytes.fromhex(told["prev"]), bytes.fromhex(told["payload_hash"])
    return Header(**told, extra=extra)


def _fields(told: dict[str, Any], op: str) -> dict[str, Any]:
    wrong = form.payload_fault(told, op)
    if wrong:
        raise DamagedError("journal.entry_damaged", where=wrong)
    fields: dict[str, Any] = told["fields"]
    return fields
