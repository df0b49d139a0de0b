"""The lean body of a bundle: entries without what their reader can reckon again.

A journal's entries repeat themselves: who, when and where stand in each, the predecessor's hash and the
payload's hash follow from the bytes, and most changes replace a value of the same bundle. So the body names
these once, and a replaced entry by how far back it stands; what is left are the texts and the salts.

    length of head (4 bytes, big-endian) + head + columns + texts

The head is JSON: kinds [[entity, op]], runs [[entries, user, wall, whether the transaction ends]], ids that
are no 32 hex digits, and how many hex ids, references and foreign hashes the columns hold. The columns, each
as long as the head says: tx of each run (16 bytes), kind of each entry (1), id of each entry (2), hex ids
(16 each), salts (16 each), references (2 each, big-endian), foreign hashes (32 each). The texts are the
entries' fields, one a line, with a mark where a hash stood. A reference below 0x8000 counts back entries of
this bundle, others count the foreign hashes from 0x8000 on.

What is read back is canonical by its making, and it is what was written only if it hashes to what the
bundle's signed header says.
"""

import re
import sys
from array import array
from binascii import hexlify, unhexlify
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from typing import Any, NamedTuple

import orjson

from . import canonical, form

FOREIGN = 0x8000
MOST_ENTRIES = 0x7FFF
"""A reference counts back in two bytes."""

_LENGTH = Struct(">I")
_TEXT_MOST = 128
_HEAD_MOST, _HEAD_MOST_EACH = 1_000, 1_300
"""Bytes of a body's head at most, and for each entry: a kind, a run and an id of its own at their longest."""
MARK, _LINE = b"\x01", b"\n"
"""What stands in a line in place of a hash in its quotes, and what ends a line."""

_GROWS = 65
"""Bytes by which a line grows when a hash in its quotes takes the place of a mark."""

_HASHES = re.compile(rb'"([0-9a-f]{64})"')
_START, _SALT, _END = b'{"fields":', b',"salt":"', b'"}'
_TAIL = len(_SALT) + 32 + len(_END)
_TEXT = rb"([ !#-\[\]-~\x80-\xf4]{1,512})"  # stands in JSON as it is; `is_text` tells the rest
HEAD = re.compile(
    rb'\{"alg":1,"entity":"([a-z][a-z0-9_]{0,63})","entity_id":"'
    + _TEXT
    + rb'","journal_id":"([0-9a-f]{32})",'
    rb'"min_reader":1,"op":"(create|set|delete|act)","payload_hash":"([0-9a-f]{64})","prev":"([0-9a-f]{64})",'
    rb'"seq":([1-9][0-9]{0,14}),"tx":"([0-9a-f]{32})","tx_last":(true|false),"user":"' + _TEXT + rb'","v":1,'
    rb'"wall":"(([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?'
    rb'(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))","workspace":"([0-9a-f]{32})"\}'
)
"""A header in its usual form: entity, id, journal, op, payload hash, prev, seq, tx, last, user, wall, day and
workspace."""

_KIND = re.compile(r"[a-z][a-z0-9_]{0,63}")
_WALL = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_HEX, _HEX_ID = re.compile(rb"[0-9a-f]*"), re.compile(rb"[0-9a-f]{32}")


@lru_cache(maxsize=4096)
def is_text(raw: bytes) -> bool:
    """Tell whether these bytes, found where `HEAD` has a user or an id, are one that a header may bear."""
    try:
        told = raw.decode()
    except UnicodeDecodeError:
        return False
    return len(told) <= _TEXT_MOST and told.isprintable()


def _is_plain(told: object) -> bool:
    """Tell whether this is a user or an id that stands in JSON as it is."""
    if not isinstance(told, str) or '"' in told or "\\" in told:
        return False
    return 0 < len(told) <= _TEXT_MOST and told.isprintable()


class Run(NamedTuple):
    """Entries that follow each other in one transaction."""

    entries: int
    user: str
    wall: str
    last: bool


class Place(NamedTuple):
    """Where a bundle's entries stand."""

    workspace: str
    journal_id: str
    first: int
    prev: bytes


@dataclass(frozen=True, slots=True)
class Read:
    """Entries read back, in order; each list has one item an entry.

    Attributes:
        heads, payloads, hashes, texts, payload_hashes: their bytes; a text is the fields of a payload.
        lines: the texts with marks where hashes stood.
        kinds: entity and op. ids: of the record.
        runs: the run that the entry belongs to, and its transaction. lasts: whether that ends here.
        spans: each run once.
    """

    heads: list[bytes]
    payloads: list[bytes]
    hashes: list[bytes]
    texts: list[bytes]
    payload_hashes: list[bytes]
    kinds: list[tuple[str, str]]
    ids: list[str]
    runs: list[tuple[Run, str]]
    lasts: list[bool]
    spans: list[tuple[Run, str]]
    lines: list[bytes]

    def raws(self) -> list[bytes]:
        """Return the entries' bytes as they were written."""
        pack = _LENGTH.pack
        return [
            b"".join((pack(len(head)), head, pack(len(payload)), payload))
            for head, payload in zip(self.heads, self.payloads, strict=True)
        ]


@dataclass(slots=True)
class _Columns:
    """What is gathered of the entries, column by column."""

    kinds: dict[tuple[bytes, bytes], int] = field(default_factory=dict)
    runs: list[list[Any]] = field(default_factory=list)
    txs: list[bytes] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    ids: dict[bytes, int] = field(default_factory=dict)
    id: list[bytes] = field(default_factory=list)
    salts: list[bytes] = field(default_factory=list)
    references: list[int] = field(default_factory=list)
    foreign: dict[bytes, int] = field(default_factory=dict)
    texts: list[bytes] = field(default_factory=list)


def pack(raws: Sequence[bytes], hashes: Sequence[bytes]) -> bytes | None:
    """Return the lean body of sound entries, or None when they are not all of the usual form.

    Args:
        raws: each entry's bytes, as `frame` joins them.
        hashes: each entry's hash.
    """
    columns = _Columns()
    usual = len(raws) <= MOST_ENTRIES and _gather(columns, raws) and _refer(columns, hashes)
    return _joined(columns) if usual else None


def _gather(columns: _Columns, raws: Sequence[bytes]) -> bool:
    """Take the entries apart but for the hashes in their texts; False when one is not of the usual form."""
    kinds, runs, kind, ids = columns.kinds, columns.runs, columns.kind, columns.id
    texts, salts, match, length = columns.texts, columns.salts, HEAD.fullmatch, _LENGTH.unpack_from
    before: tuple[bytes, bytes, bytes] | None = None
    for raw in raws:
        split = 4 + length(raw)[0]
        found = match(raw, 4, split)
        start, end = split + 4, len(raw) - _TAIL
        if found is None or not (raw.startswith(_START, start) and raw.startswith(_SALT, end)):
            return False
        entity, name, op, tx, last, user, wall = found.group(1, 2, 4, 8, 9, 10, 11)
        if not (name.isascii() or is_text(name)) or not (user.isascii() or is_text(user)):
            return False
        kind.append(kinds.setdefault((entity, op), len(kinds)))
        ids.append(name)
        if (tx, user, wall) != before:
            before = (tx, user, wall)
            runs.append([0, user, wall, False])
            columns.txs.append(tx)
        runs[-1][0] += 1
        if last == b"true":
            runs[-1][3] = True
            before = None
        texts.append(raw[start + len(_START) : end])
        salts.append(raw[end + len(_SALT) : -len(_END)])
    return len(kinds) < 256


def _refer(columns: _Columns, hashes: Sequence[bytes]) -> bool:
    """Put marks in place of the texts' hashes; False when there are too many, or a mark stands there."""
    seen: dict[bytes, int] = {}
    foreign, references, texts = columns.foreign, columns.references, columns.texts
    for at, digest in enumerate(hashes):
        parts = _HASHES.split(texts[at])
        if len(parts) > 1:
            texts[at] = MARK.join(parts[::2])
            for name in parts[1::2]:
                behind = seen.get(name)
                if behind is None:
                    references.append(FOREIGN + foreign.setdefault(name, len(foreign)))
                else:
                    references.append(at - behind)
        seen[hexlify(digest)] = at
    return len(foreign) < FOREIGN


def _joined(columns: _Columns) -> bytes | None:
    texts, salts = _LINE.join(columns.texts), b"".join(columns.salts)
    unmistakable = (
        texts.count(_LINE) == len(columns.texts) - 1
        and texts.count(MARK) == len(columns.references)
        and _HEX.fullmatch(salts) is not None
    )
    names = dict.fromkeys(columns.id)
    plain = [name for name in names if not _HEX_ID.fullmatch(name)]
    hexes = [name for name in names if _HEX_ID.fullmatch(name)]
    if not unmistakable or len(names) > 0xFFFF:
        return None
    numbers = {name: number for number, name in enumerate((*plain, *hexes))}
    head = canonical.dump(
        {
            "kinds": [[entity.decode(), op.decode()] for entity, op in columns.kinds],
            "runs": [[n, user.decode(), wall.decode(), last] for n, user, wall, last in columns.runs],
            "ids": [name.decode() for name in plain],
            "hexes": len(hexes),
            "references": len(columns.references),
            "foreign": len(columns.foreign),
        }
    )
    return b"".join(
        (
            _LENGTH.pack(len(head)),
            head,
            unhexlify(b"".join(columns.txs)),
            bytes(columns.kind),
            _big([numbers[name] for name in columns.id]),
            unhexlify(b"".join(hexes)),
            unhexlify(salts),
            _big(columns.references),
            unhexlify(b"".join(columns.foreign)),
            texts,
        )
    )


def _big(numbers: list[int]) -> bytes:
    told = array("H", numbers)
    if sys.byteorder == "little":
        told.byteswap()
    return told.tobytes()


def _numbers(raw: bytes) -> "array[int]":
    numbers = array("H", raw)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


class _Head(NamedTuple):
    """A lean body's head, held to its form."""

    kinds: list[tuple[str, str]]
    runs: list[Run]
    ids: list[str]
    hexes: int
    references: int
    foreign: int


class _Parts:
    """A body's columns, taken one after the other."""

    def __init__(self, body: bytes, start: int) -> None:
        self._body, self._at = body, start

    def take(self, size: int) -> bytes:
        """Return so many bytes; ValueError when there are fewer."""
        told = self._body[self._at : self._at + size]
        if len(told) != size:
            raise ValueError("a column is cut off")
        self._at += size
        return told

    def rest(self) -> bytes:
        """Return what is left."""
        return self._body[self._at :]


def unpack(body: bytes, place: Place, n: int, raw_len: int) -> Read | None:
    """Return the entries of a lean body, or None when it is none of so many entries and bytes.

    What is returned has headers of the right form that follow each other; payloads are still to be looked at.
    """
    try:
        return _unpack(body, place, n, raw_len)
    except (ValueError, TypeError, IndexError, KeyError):
        return None


def _unpack(body: bytes, place: Place, n: int, raw_len: int) -> Read | None:
    size = _LENGTH.unpack_from(body)[0] if len(body) >= 4 else len(body)
    head = _head(body[4 : 4 + size], n) if size <= _HEAD_MOST + n * _HEAD_MOST_EACH else None
    if head is None or place.first + n > canonical.MOST_INT:
        return None
    parts = _Parts(body, 4 + size)
    txs = parts.take(16 * len(head.runs)).hex()
    kinds, ids = parts.take(n), _numbers(parts.take(2 * n))
    names = [*head.ids, *_cut(parts.take(16 * head.hexes), 16)]
    salts = hexlify(parts.take(16 * n))
    references = _numbers(parts.take(2 * head.references))
    foreign = [each.encode() for each in _cut(parts.take(32 * head.foreign), 32)]
    lines = parts.rest()
    # What hashes in place of their marks would be too long for is never made.
    if lines.count(_LINE) != n - 1 or len(lines) + _GROWS * head.references > raw_len:
        return None
    texts = lines.split(_LINE)
    heads = _Heads(head, txs, place, names)
    return _read(heads, (kinds, ids, salts, references, foreign, texts), raw_len)


def _cut(raw: bytes, size: int) -> list[str]:
    told = raw.hex()
    return [told[at : at + 2 * size] for at in range(0, len(told), 2 * size)]


class _Heads:
    """Makes the headers of a bundle's entries, each in its canonical form."""

    def __init__(self, head: _Head, txs: str, place: Place, names: list[str]) -> None:
        self.kinds, self.names, self.place = head.kinds, names, place
        room, journal = place.workspace, place.journal_id
        self.starts = [f'{{"alg":1,"entity":"{entity}","entity_id":"'.encode() for entity, _ in head.kinds]
        self.mids = [
            f'","journal_id":"{journal}","min_reader":1,"op":"{op}","payload_hash":"'.encode()
            for _, op in head.kinds
        ]
        self.ids = [name.encode() for name in names]
        self.runs: list[tuple[Run, str]] = []
        self.open: list[bytes] = []
        self.ends: list[bytes] = []
        for at, run in enumerate(head.runs):
            tx = txs[32 * at : 32 * at + 32]
            self.runs.append((run, tx))
            rest = f'"user":"{run.user}","v":1,"wall":"{run.wall}","workspace":"{room}"}}'
            self.open.append(f',"tx":"{tx}","tx_last":false,{rest}'.encode())
            self.ends.append(f',"tx":"{tx}","tx_last":{"true" if run.last else "false"},{rest}'.encode())

    def tails(self) -> Iterator[tuple[bytes, bool, tuple[Run, str]]]:
        """Yield each entry's last part, whether its transaction ends with it, and its run."""
        for at, each in enumerate(self.runs):
            begun = (self.open[at], False, each)
            for _ in range(each[0].entries - 1):
                yield begun
            yield self.ends[at], each[0].last, each


def _read(heads: _Heads, columns: tuple[Any, ...], raw_len: int) -> Read | None:
    kinds, ids, salts, references, foreign, texts = columns
    told = Read([], [], [], [], [], [], [], [], [], heads.runs, texts)
    named: list[bytes] = []  # each entry's hash in hex, as payloads and headers write it
    left = iter(references)
    prev, seq, size = heads.place.prev, heads.place.first, 0
    named_prev = hexlify(prev)
    for at, (tail, last, run) in enumerate(heads.tails()):
        text = texts[at]
        if MARK in text:
            text = _filled(text, left, at, named, foreign)
        payload = b"".join((_START, text, _SALT, salts[32 * at : 32 * at + 32], _END))
        hashed = sha256(b"payload1" + payload)
        kind, number = kinds[at], ids[at]
        head = b"".join(
            (
                heads.starts[kind],
                heads.ids[number],
                heads.mids[kind],
                hexlify(hashed.digest()),
                b'","prev":"',
                named_prev,
                b'","seq":%d' % seq,
                tail,
            )
        )
        prev = sha256(b"entry1" + prev + head).digest()
        named_prev = hexlify(prev)
        named.append(named_prev)
        size += len(head) + len(payload) + 8
        if size > raw_len:
            return None
        told.heads.append(head)
        told.payloads.append(payload)
        told.hashes.append(prev)
        told.texts.append(text)
        told.payload_hashes.append(hashed.digest())
        told.kinds.append(heads.kinds[kind])
        told.ids.append(heads.names[number])
        told.runs.append(run)
        told.lasts.append(last)
        seq += 1
    whole = size == raw_len and next(left, None) is None
    return told if whole else None


def _filled(text: bytes, left: Iterator[int], at: int, named: list[bytes], foreign: list[bytes]) -> bytes:
    """Return a text with the hashes in their places; ValueError for a reference that leads nowhere."""
    first, *rest = text.split(MARK)
    told = [first]
    for part in rest:
        number = next(left, 0)
        if number >= FOREIGN:
            told.append(foreign[number - FOREIGN])
        elif 0 < number <= at:
            told.append(named[at - number])
        else:
            raise ValueError("a reference leads nowhere")
        told.append(part)
    return b'"'.join(told)


def _head(raw: bytes, n: int) -> _Head | None:
    told = orjson.loads(raw)
    ids, counts = told["ids"], (told["hexes"], told["references"], told["foreign"])
    if not all(type(count) is int and count >= 0 for count in counts):
        return None
    hexes, references, foreign = counts
    # Whatever is named here is named by an entry or a reference: more of it is none of our writing.
    if max(len(told["kinds"]), len(told["runs"]), len(ids) + hexes) > n or foreign > min(references, FOREIGN):
        return None
    kinds = [(entity, op) for entity, op in told["kinds"]]
    runs = [Run(*each) for each in told["runs"]]
    sound = (
        all(_KIND.fullmatch(entity) and op in form.OPS for entity, op in kinds)
        and all(map(_run_sound, runs))
        and sum(run.entries for run in runs) == n
        and all(_is_plain(name) for name in ids)
    )
    return _Head(kinds, runs, ids, *counts) if sound else None


def _run_sound(run: Run) -> bool:
    wall = _WALL.fullmatch(run.wall)
    return (
        type(run.entries) is int
        and run.entries > 0
        and type(run.last) is bool
        and _is_plain(run.user)
        and wall is not None
        and form.is_day(wall.group(1))
    )
