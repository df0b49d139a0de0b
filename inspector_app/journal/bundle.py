"""A bundle: a run of one journal's entries, packed and signed by the device that wrote them.

    "IJB" + version (1 byte) + length of header (4 bytes, big-endian) + header + signature (64 bytes)
    + zstd frame up to the end

Version 1 packs the entries' bytes, version 2 their lean body (see `lean`). The header is canonical JSON: alg,
workspace, journal_id, first, n, prev, last_hash, raw_len, body (sha256 of the zstd frame) and key. Whoever
carries a bundle cannot change it: the signature covers the header, and the header covers every byte that
follows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import zstandard

from inspector_app.domain.errors import RuleError
from inspector_app.trust.keys import SigningKey

from . import envelope, lean, quick
from .chain import Head, check_chain
from .entry import Entry, split_frames
from .envelope import DEFAULT_LIMITS, BundleHeader, FindKey, Kind, Limits, Opened, damaged
from .lean import Place, Read

__all__ = [
    "DEFAULT_LIMITS",
    "KIND",
    "MAGIC",
    "PURPOSE",
    "BundleHeader",
    "Limits",
    "Place",
    "Proven",
    "contents",
    "cut",
    "open_header",
    "pack",
    "proven",
    "seal",
    "unpack",
    "verify",
]

PURPOSE = "bundle"
MAGIC = b"IJB"
_PLAIN, _LEAN = 1, 2
KIND = Kind(MAGIC, PURPOSE, newest=_LEAN)
_LEVEL = 6


def pack(entries: Sequence[Entry], key: SigningKey, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return a bundle of entries that follow each other and end where a transaction ends.

    Raises:
        RuleError: `journal.bundle_too_large`, `journal.bundle_splits`; ValueError when there are none.
        DamagedError: `journal.chain_broken`.
    """
    if not entries:
        raise ValueError("a bundle without entries")
    first, size = entries[0].header, sum(len(entry.raw) for entry in entries)
    if len(entries) > limits.entries or size > limits.raw:
        raise RuleError("journal.bundle_too_large", entries=len(entries), size=size)
    check_chain(entries, Head(first.journal_id, first.seq - 1, first.prev))
    if _split_at(entries) is not None:
        raise RuleError("journal.bundle_splits", where=f"{first.journal_id}:{_split_at(entries)}")
    raws, hashes = [entry.raw for entry in entries], [entry.hash for entry in entries]
    return seal(raws, hashes, Place(first.workspace, first.journal_id, first.seq, first.prev), key)


def seal(raws: Sequence[bytes], hashes: Sequence[bytes], place: Place, key: SigningKey) -> bytes:
    """Return the bundle of entries that somebody else has looked at: nothing of them is checked here.

    Args:
        raws, hashes: of each entry, in order.
        place: workspace, journal, place and predecessor's hash of the first one.
    """
    size = sum(map(len, raws))
    told = lean.pack(raws, hashes)
    # Entries of any other form, and those that would not get shorter, go as they are.
    version, body = (_LEAN, told) if told is not None and len(told) < size else (_PLAIN, b"".join(raws))
    packed = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(body)
    header = BundleHeader(
        place.workspace, place.journal_id, place.first, len(raws), place.prev, hashes[-1], size, key.key_id
    )
    return envelope.close(KIND, header, packed, key, version)


def open_header(content: bytes) -> BundleHeader:
    """Return what a bundle says of itself; its form is checked, and nothing else.

    Raises:
        DamagedError: `journal.bundle_damaged`. UnavailableError: `journal.newer_bundle`.
    """
    return envelope.open_envelope(KIND, content).header


def unpack(content: bytes, find_key: FindKey, limits: Limits = DEFAULT_LIMITS) -> list[Entry]:
    """Return a bundle's entries, or refuse the whole of it.

    Args:
        find_key: the public key with this id, or None when nobody vouches for it.

    Raises:
        DamagedError: `journal.bundle_damaged`, `journal.bundle_forged`, `journal.bundle_over_limit`,
            `journal.chain_broken`, `journal.entry_damaged`.
        UnverifiableError: `journal.bundle_unknown_key`.
        UnavailableError: `journal.newer_bundle`, `journal.newer_entry`.
    """
    opened = envelope.prove(KIND, content, find_key, limits)
    told, raws = opened.header, None
    if opened.version == _LEAN:
        read = _read(opened)
        entries = quick.entries(read, _place(told)) if quick.whole(read) else None
        if entries is not None:
            return _closed(entries, told)
        raws = read.raws()
    # Not certain: the careful way decides, and says what is wrong.
    entries = [Entry.parse(raw) for raw in raws or split_frames(_unpacked(opened.body, told.raw_len))]
    end = check_chain(entries, Head(told.journal_id, told.first - 1, told.prev))
    if end is None or entries[0].header.workspace != told.workspace or _split_at(entries) is not None:
        raise damaged("entries")
    return _closed(entries, told)


def verify(content: bytes, find_key: FindKey, limits: Limits = DEFAULT_LIMITS) -> BundleHeader:
    """Return what a bundle says of itself once all is proven that `unpack` proves; quicker than that.

    Raises:
        as `unpack`.
    """
    return proven(content, find_key, limits).header


@dataclass(frozen=True, slots=True)
class Proven:
    """A bundle all of which is proven.

    Attributes:
        raw: its entries' bytes, one after the other.
        hashes: its entries' hashes, in order.
        redacted: a payload was taken out of at least one of them.
    """

    header: BundleHeader
    raw: bytes
    hashes: list[bytes]
    redacted: bool = False


def proven(content: bytes, find_key: FindKey, limits: Limits = DEFAULT_LIMITS) -> Proven:
    """Return what a bundle holds once all is proven that `unpack` proves, without making entries of it.

    Raises:
        as `unpack`.
    """
    opened = envelope.prove(KIND, content, find_key, limits)
    header = opened.header
    if opened.version == _LEAN:
        read = _read(opened)
        hashes = read.hashes if quick.sound(read) else None
        raw = b"".join(read.raws())
    else:
        raw = _unpacked(opened.body, header.raw_len)
        hashes = quick.walk(raw, header.workspace, header.journal_id, header.first, header.prev)
    if hashes is None or len(hashes) != header.n or hashes[-1] != header.last_hash:
        # Not certain: the careful way decides, and says what is wrong.
        entries = unpack(content, find_key, limits)
        return Proven(header, raw, [each.hash for each in entries], any(each.redacted for each in entries))
    return Proven(header, raw, hashes)


def contents(content: bytes) -> tuple[BundleHeader, list[bytes], list[bytes]]:
    """Return header, raw entries and their hashes of a bundle that was proven before and kept since.

    Raises:
        DamagedError: `journal.bundle_damaged`, `journal.entry_damaged`: it was not kept well.
    """
    opened = envelope.open_envelope(KIND, content)
    header = opened.header
    if opened.version == _LEAN:
        read = _read(opened)
        raws, hashes = read.raws(), read.hashes
    else:
        raws = split_frames(_unpacked(opened.body, header.raw_len))
        hashes = quick.hashes_of(raws, header.prev)
    if len(hashes) != header.n or hashes[-1:] != [header.last_hash]:
        raise damaged("entries")
    return header, raws, hashes


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


def _closed(entries: list[Entry], told: BundleHeader) -> list[Entry]:
    """Return entries that are as many as the header says, and end where it says."""
    if len(entries) != told.n or entries[-1].hash != told.last_hash:
        raise damaged("entries")
    return entries


def _place(told: BundleHeader) -> Place:
    return Place(told.workspace, told.journal_id, told.first, told.prev)


def _read(opened: Opened) -> Read:
    """Return what a lean body holds; what is longer than the entries that it stands for is none."""
    told = opened.header
    read = lean.unpack(_unpacked(opened.body, told.raw_len, _LEAN), _place(told), told.n, told.raw_len)
    if read is None:
        raise damaged("entries")
    return read


def _unpacked(body: bytes, raw_len: int, version: int = _PLAIN) -> bytes:
    """Return the unpacked body; a frame that claims another length is refused before it is unpacked."""
    try:
        size = zstandard.frame_content_size(body)
        if size != raw_len and not (version == _LEAN and 0 < size < raw_len):
            raise damaged("raw_len")
        raw = zstandard.ZstdDecompressor().decompress(body, max_output_size=size, allow_extra_data=False)
    except zstandard.ZstdError as problem:
        raise damaged("body") from problem
    if len(raw) != size:
        raise damaged("raw_len")
    return raw
