"""A bundle: a run of one journal's entries, packed and signed by the device that wrote them.

    "IJB" + version (1 byte) + length of header (4 bytes, big-endian) + header + signature (64 bytes)
    + zstd frame up to the end

The header is canonical JSON: alg, workspace, journal_id, first, n, prev, last_hash, raw_len, body (sha256
of the zstd frame) and key. Whoever carries a bundle cannot change it: the signature covers the header, and
the header covers every byte that follows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from struct import Struct
from typing import Any

import zstandard

from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError, UnverifiableError
from inspector_app.trust.keys import SIGNATURE_BYTES, SigningKey, VerifyKey

from . import canonical
from .chain import Head, check_chain
from .entry import Entry, split_frames
from .form import START

PURPOSE = "bundle"
MAGIC = b"IJB"
_VERSION, _ALG = 1, 1  # alg 1: sha256, Ed25519, zstd; another number leaves room for SM2 and SM3
_LENGTH = Struct(">I")
_HEADER_MOST = 4096
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bundle may hold; enforced before and while it is unpacked.

    Attributes:
        entries: at most so many.
        raw: bytes of the entries before packing.
    """

    entries: int = 2_000
    raw: int = 4_000_000


DEFAULT_LIMITS = Limits()


def pack(entries: Sequence[Entry], key: SigningKey, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return a bundle of entries that follow each other and end where a transaction ends.

    Raises:
        RuleError: `journal.bundle_too_large`, `journal.bundle_splits`; ValueError when there are none.
        DamagedError: `journal.chain_broken`.
    """
    if not entries:
        raise ValueError("a bundle without entries")
    first, raw = entries[0].header, b"".join(entry.raw for entry in entries)
    if len(entries) > limits.entries or len(raw) > limits.raw:
        raise RuleError("journal.bundle_too_large", entries=len(entries), size=len(raw))
    check_chain(entries, Head(first.journal_id, first.seq - 1, first.prev))
    if _split_at(entries) is not None:
        raise RuleError("journal.bundle_splits", where=f"{first.journal_id}:{_split_at(entries)}")
    body = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(raw)
    header = canonical.dump(
        {
            "alg": _ALG,
            "workspace": first.workspace,
            "journal_id": first.journal_id,
            "first": first.seq,
            "n": len(entries),
            "prev": first.prev.hex(),
            "last_hash": entries[-1].hash.hex(),
            "raw_len": len(raw),
            "body": sha256(body).hexdigest(),
            "key": key.key_id,
        }
    )
    version, length = bytes((_VERSION,)), _LENGTH.pack(len(header))
    return b"".join((MAGIC, version, length, header, key.sign(PURPOSE, header), body))


def unpack(
    content: bytes, find_key: Callable[[str], VerifyKey | None], limits: Limits = DEFAULT_LIMITS
) -> list[Entry]:
    """Return a bundle's entries, or refuse the whole of it.

    Args:
        find_key: the public key with this id, or None when nobody vouches for it.

    Raises:
        DamagedError: `journal.bundle_damaged`, `journal.bundle_forged`, `journal.bundle_over_limit`,
            `journal.chain_broken`, `journal.entry_damaged`.
        UnverifiableError: `journal.bundle_unknown_key`.
        UnavailableError: `journal.newer_bundle`, `journal.newer_entry`.
    """
    header, told, signature, body = _parts(content)
    if told["n"] > limits.entries or told["raw_len"] > limits.raw:
        raise DamagedError("journal.bundle_over_limit", entries=told["n"], size=told["raw_len"])
    key = find_key(told["key"])
    if key is None:
        raise UnverifiableError("journal.bundle_unknown_key", where=told["journal_id"], key=told["key"])
    if not key.verify(PURPOSE, header, signature):
        raise DamagedError("journal.bundle_forged", where=told["journal_id"])
    if sha256(body).hexdigest() != told["body"]:
        raise _damaged("body")
    entries = [Entry.parse(raw) for raw in split_frames(_unpacked(body, told["raw_len"]))]
    before = Head(told["journal_id"], told["first"] - 1, bytes.fromhex(told["prev"]))
    end = check_chain(entries, before)
    whole = len(entries) == told["n"] and end is not None and end.hash.hex() == told["last_hash"]
    if not whole or entries[0].header.workspace != told["workspace"] or _split_at(entries) is not None:
        raise _damaged("entries")
    return entries


def cut(entries: Iterable[Entry], limits: Limits = DEFAULT_LIMITS) -> Iterator[list[Entry]]:
    """Cut one journal's entries into runs that fit a bundle each; no transaction is split.

    An unfinished transaction at the end is left out: it is not yet a whole.

    Raises:
        RuleError: `journal.bundle_too_large`: a single transaction does not fit.
    """
    run: list[Entry] = []
    run_size = 0
    for transaction in _transactions(entries):
        size = sum(len(entry.raw) for entry in transaction)
        if len(transaction) > limits.entries or size > limits.raw:
            raise RuleError("journal.bundle_too_large", entries=len(transaction), size=size)
        if run and (len(run) + len(transaction) > limits.entries or run_size + size > limits.raw):
            yield run
            run, run_size = [], 0
        run.extend(transaction)
        run_size += size
    if run:
        yield run


def _transactions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    transaction: list[Entry] = []
    for entry in entries:
        transaction.append(entry)
        if entry.header.tx_last:
            yield transaction
            transaction = []


def _split_at(entries: Sequence[Entry]) -> int | None:
    """Return the place of the first entry where a transaction is torn, or None."""
    open_tx = ""
    for entry in entries:
        if open_tx and entry.header.tx != open_tx:
            return entry.header.seq
        open_tx = "" if entry.header.tx_last else entry.header.tx
    return entries[-1].header.seq if open_tx else None


def _parts(content: bytes) -> tuple[bytes, dict[str, Any], bytes, bytes]:
    start = len(MAGIC) + 1 + _LENGTH.size
    if content[: len(MAGIC)] != MAGIC or len(content) < start:
        raise _damaged("start")
    if content[len(MAGIC)] != _VERSION:
        raise UnavailableError("journal.newer_bundle", needed=content[len(MAGIC)], have=_VERSION)
    length = _LENGTH.unpack_from(content, len(MAGIC) + 1)[0]
    if length > _HEADER_MOST or len(content) < start + length + SIGNATURE_BYTES:
        raise _damaged("header")
    header = content[start : start + length]
    end = start + length + SIGNATURE_BYTES
    try:
        told = canonical.load_object(header, "header")
    except DamagedError as problem:
        raise _damaged("header") from problem
    if not _is_header(told):
        raise _damaged("header")
    return header, told, content[start + length : end], content[end:]


_FORM: dict[str, tuple[type, int]] = {
    "alg": (int, _ALG),
    "workspace": (str, 32),
    "journal_id": (str, 32),
    "first": (int, 1),
    "n": (int, 1),
    "prev": (str, 64),
    "last_hash": (str, 64),
    "raw_len": (int, 1),
    "body": (str, 64),
    "key": (str, 16),
}
"""The header's fields: text of so many hex digits, or an integer of at least so much."""

_HEX = frozenset("0123456789abcdef")


def _is_header(told: dict[str, object]) -> bool:
    if told.keys() != _FORM.keys() or told["alg"] != _ALG:
        return False
    for name, (kind, measure) in _FORM.items():
        value = told[name]
        if isinstance(value, str) and kind is str:
            sound = len(value) == measure and _HEX.issuperset(value)
        else:
            sound = type(value) is int and kind is int and value >= measure
        if not sound:
            return False
    return (told["first"] == 1) == (told["prev"] == START.hex())


def _unpacked(body: bytes, raw_len: int) -> bytes:
    """Return the unpacked body; a frame that claims another length is refused before it is unpacked."""
    try:
        if zstandard.frame_content_size(body) != raw_len:
            raise _damaged("raw_len")
        raw = zstandard.ZstdDecompressor().decompress(body, max_output_size=raw_len, allow_extra_data=False)
    except zstandard.ZstdError as problem:
        raise _damaged("body") from problem
    if len(raw) != raw_len:
        raise _damaged("raw_len")
    return raw


def _damaged(where: str) -> DamagedError:
    return DamagedError("journal.bundle_damaged", where=where)
