"""An entry of the journal: bytes written once, stored and sent verbatim, found by their hash.

    raw  = length of header (4 bytes, big-endian) + header + length of payload (4 bytes) + payload
    hash = sha256("entry1" + prev + header)

The header carries the payload's salted hash. So a payload can be taken out later (an empty one in its
place), and every hash, link and signature still verifies.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from struct import Struct
from typing import Any

from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError

from . import canonical

READER_VERSION = 1
"""What this program can read. An entry that needs more is refused by name, not misread."""

ENTRY_VERSION, ALG = 1, 1  # alg 1: sha256; another number leaves room for SM3
START = bytes(32)
"""What the first entry of a journal has in place of a predecessor's hash."""

OPS = frozenset({"create", "set", "delete", "act"})
MOST_RAW = 4_000_000
"""Bytes of one entry: it must fit into one bundle."""

_LENGTH = Struct(">I")
_MOST_N = 2**53 - 2
_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_WALL = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_TEXT_MOST = 128


@dataclass(frozen=True, slots=True)
class Header:
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
    extra: Mapping[str, object] = field(default_factory=dict)

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
        self, header: Header, head: bytes, payload: bytes, fields: dict[str, Any], raw: bytes
    ) -> None:
        self.header = header
        self.payload = payload
        self.raw = raw
        self.fields = fields
        self.hash = sha256(b"entry1" + header.prev + head).digest()

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
        return Entry(header, head, payload, fields, raw)

    def redact(self) -> "Entry":
        """Return the same entry, same hash, without its payload."""
        head, _ = _unframed(self.raw)
        return Entry(self.header, head, b"", {}, frame(head, b""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and other.hash == self.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        header = self.header
        return (
            f"Entry({header.journal_id[:8]}:{header.seq} {header.op} {header.entity} {self.hash.hex()[:8]})"
        )


def act_message(kind: str, entity: str, entity_id: str, content: object, prev: bytes) -> bytes:
    """Return what a person signs (purpose `act`) for an act that follows the entry with hash `prev`."""
    return canonical.dump(["act1", kind, entity, entity_id, content, prev.hex()])


def frame(head: bytes, payload: bytes) -> bytes:
    """Return header and payload as one entry's raw bytes."""
    return b"".join((_LENGTH.pack(len(head)), head, _LENGTH.pack(len(payload)), payload))


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


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("workspace", _ID),
    ("journal_id", _ID),
    ("tx", _ID),
    ("prev", _HASH),
    ("payload_hash", _HASH),
    ("entity", _NAME),
    ("wall", _WALL),
)
_HEADER_NAMES = frozenset(Header.__dataclass_fields__) - {"extra"}


def _header(told: dict[str, object]) -> Header:
    needed = told.get("min_reader")
    if type(needed) is int and needed > READER_VERSION:
        raise UnavailableError("journal.newer_entry", needed=needed, have=READER_VERSION)
    wrong = _wrong_header(told)
    if wrong:
        raise DamagedError("journal.entry_damaged", where=wrong)
    extra = {name: value for name, value in told.items() if name not in _HEADER_NAMES}
    known = {name: told[name] for name in _HEADER_NAMES} if extra else told
    known["prev"] = bytes.fromhex(str(told["prev"]))
    known["payload_hash"] = bytes.fromhex(str(told["payload_hash"]))
    return Header(**known, extra=extra)  # type: ignore[arg-type]  # every value was checked above


def _wrong_header(told: dict[str, object]) -> str:
    """Return the name of the first header field that is missing or has the wrong form, or nothing."""
    if not told.keys() >= _HEADER_NAMES:
        return min(_HEADER_NAMES - told.keys())
    for name, pattern in _PATTERNS:
        value = told[name]
        if type(value) is not str or not pattern.fullmatch(value):
            return name
    for name in ("user", "entity_id"):
        value = told[name]
        if type(value) is not str or not 0 < len(value) <= _TEXT_MOST or not value.isprintable():
            return name
    for name, value in (("v", ENTRY_VERSION), ("alg", ALG), ("min_reader", READER_VERSION)):
        if type(told[name]) is not int or told[name] != value:
            return name
    seq = told["seq"]
    if type(seq) is not int or seq < 1 or (seq == 1) != (told["prev"] == "0" * 64):
        return "seq"
    if type(told["tx_last"]) is not bool:
        return "tx_last"
    return "" if told["op"] in OPS and _is_day(str(told["wall"])[:10]) else "op"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _fields(told: dict[str, object], op: str) -> dict[str, Any]:
    salt, fields = told.get("salt"), told.get("fields")
    if type(salt) is not str or not _ID.fullmatch(salt):
        raise DamagedError("journal.entry_damaged", where="salt")
    if type(fields) is not dict:
        raise DamagedError("journal.entry_damaged", where="fields")
    if op == "act":
        sound = type(fields.get("kind")) is str and type(fields.get("content")) is dict
    elif op == "delete":
        sound = _is_base(fields.get("base"))
    else:
        sound = all(_is_change(name, each) for name, each in fields.items())
    if not sound:
        raise DamagedError("journal.entry_damaged", where="fields")
    return fields


def _is_change(name: str, told: object) -> bool:
    if type(told) is not dict or "value" not in told:
        return False
    return _NAME.fullmatch(name) is not None and _is_base(told.get("base"))


def _is_base(base: object) -> bool:
    if type(base) is not list:
        return False
    for stamp in base:
        if type(stamp) is not list or len(stamp) != 2:
            return False
        n, digest = stamp
        if type(n) is not int or not 1 <= n <= _MOST_N:
            return False
        if type(digest) is not str or not _HASH.fullmatch(digest):
            return False
    return True
