"""The quick way through a bundle's entries: it confirms what the careful way would accept, or says nothing.

The hub proves every bundle that it takes, and a laptop's first sync is a hundred thousand entries. So no
objects are made of entries here: one pattern holds a header to its canonical form, and all payloads of a
bundle are read and written again in one go. What is not certain here is looked at by `Entry.parse`, which
also says what is wrong.
"""

import re
import secrets
from hashlib import sha256
from itertools import pairwise
from struct import Struct
from typing import Any

import orjson

from . import canonical, form
from .entry import MOST_RAW, Entry, Header
from .lean import HEAD, Place, Read, is_text

_LENGTH = Struct(">I")
_DEEPEST = 63
"""Fields with no more lists and objects than this cannot lie deeper than their canonical form allows."""

_CHANGING = ("set", "create")
_STAMP = rb"\[[1-9][0-9]{0,14},\x01\]"
_VALUE = rb'(?:"[^"\\\x00-\x1f]*"|0|-?[1-9][0-9]{0,14}|true|false|null)'
_CHANGE = (
    rb'"[a-z][a-z0-9_]{0,63}":\{"base":\[(?:'
    + _STAMP
    + rb"(?:,"
    + _STAMP
    + rb')*)?\],"value":'
    + _VALUE
    + rb"\}"
)
_CHANGES = re.compile(rb"\{(?:" + _CHANGE + rb"(?:," + _CHANGE + rb")*)?\}")
_NAMES = re.compile(rb'"([a-z][a-z0-9_]*)":\{"base":\[')
"""The names of a usual line's fields: its texts hold neither quotes nor backslashes."""


def walk(raw: bytes, workspace: str, journal_id: str, first: int, prev: bytes) -> list[bytes] | None:
    """Return the hashes of entries that are sound, follow each other and end where a transaction ends.

    None when that is not certain.

    Args:
        raw: the entries, one after the other.
        first, prev: place of the first one, and the hash of the one before it.
    """
    size = len(raw)
    if size > MOST_RAW:
        return None
    journal, room = journal_id.encode(), workspace.encode()
    seq, place, open_tx = first, 0, b""
    hashes: list[bytes] = []
    payloads: list[bytes] = []
    ops: list[str] = []
    read, match, day_is_sound = _LENGTH.unpack_from, HEAD.fullmatch, form.is_day
    while place < size:
        if place + 8 > size:
            return None
        split = place + 4 + read(raw, place)[0]
        if split + 4 > size:
            return None
        end = split + 4 + read(raw, split)[0]
        head = raw[place + 4 : split]
        found = match(head)
        if end > size or found is None:
            return None
        name, own, op, payload_hash, before, at, tx, last, user, day, told_room = found.group(
            2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13
        )
        if not (is_text(name) and is_text(user)):
            return None
        if own != journal or told_room != room or int(at) != seq or before != prev.hex().encode():
            return None
        if (open_tx and tx != open_tx) or not day_is_sound(day.decode()):
            return None
        open_tx = b"" if last == b"true" else tx
        payload = raw[split + 4 : end]
        if sha256(b"payload1" + payload).hexdigest().encode() != payload_hash:
            return None  # it may have been taken out
        payloads.append(payload)
        ops.append(op.decode())
        prev = sha256(b"entry1" + prev + head).digest()
        hashes.append(prev)
        place, seq = end, seq + 1
    return hashes if hashes and not open_tx and _payloads_sound(payloads, ops) else None


def hashes_of(raws: list[bytes], prev: bytes) -> list[bytes]:
    """Return the hashes of entries that were proven before.

    Args:
        raws: each entry's bytes, in order.
        prev: hash of the entry before the first.
    """
    hashes = []
    for raw in raws:
        prev = sha256(b"entry1" + prev + raw[4 : 4 + _LENGTH.unpack_from(raw)[0]]).digest()
        hashes.append(prev)
    return hashes


def entries(read: Read, place: Place) -> list[Entry] | None:
    """Return the entries of a lean body, or None when it is not certain that all are sound.

    Args:
        place: the workspace and journal that they stand in.
    """
    fields = fields_of(read)
    if fields is None:
        return None
    room, journal, seq, prev = place.workspace, place.journal_id, place.first, place.prev
    told: list[Entry] = []
    rows = zip(
        read.runs, read.lasts, read.kinds, read.ids, read.payload_hashes, read.payloads, read.raws(), fields,
        read.hashes, strict=True,
    )  # fmt: skip
    for (run, tx), last, (entity, op), name, payload_hash, payload, raw, own, digest in rows:
        header = Header(
            room, journal, seq, prev, run.wall, run.user, tx, last, entity, name, op, payload_hash
        )
        told.append(Entry(header, payload, own, raw, digest))
        prev, seq = digest, seq + 1
    return told


def sound(read: Read) -> bool:
    """Tell whether it is certain that all entries of a lean body are sound; no value is made for it."""
    return whole(read) and (_usual(read) or fields_of(read) is not None)


def _usual(read: Read) -> bool:
    """Tell whether all changes are texts, numbers and the like, written as most are."""
    match, names_of = _CHANGES.fullmatch, _NAMES.findall
    try:
        b"".join(read.lines).decode()
    except UnicodeDecodeError:
        return False
    for (_, op), line in zip(read.kinds, read.lines, strict=True):
        if op not in _CHANGING or not match(line):
            return False
        names = names_of(line)
        if any(before >= after for before, after in pairwise(names)):
            return False
    return True


def whole(read: Read) -> bool:
    """Tell whether transactions end where the next begins, and the last one at the end."""
    torn = any(not run.last and tx != after for (run, tx), (_, after) in pairwise(read.spans))
    return bool(read.spans) and read.spans[-1][0].last and not torn


def fields_of(read: Read) -> list[dict[str, Any]] | None:
    """Return what the texts of a lean body say, or None when it is not certain that all are sound."""
    values = _values(read.texts)
    if values is None:
        return None
    for value, (_, op), text in zip(values, read.kinds, read.texts, strict=True):
        if not form.fields_sound(value, op):
            return None
        if text.count(b"[") + text.count(b"{") > _DEEPEST and canonical.unfit({"fields": value}):
            return None
    return values


def _payloads_sound(payloads: list[bytes], ops: list[str]) -> bool:
    values = _values(payloads)
    if values is None:
        return False
    for value, op, payload in zip(values, ops, payloads, strict=True):
        if type(value) is not dict or form.payload_fault(value, op):
            return False
        if payload.count(b"[") + payload.count(b"{") > _DEEPEST and canonical.unfit(value):
            return False
    return True


def _values(payloads: list[bytes]) -> list[Any] | None:
    """Return what canonical payloads say, all read at once; None when one of them is not canonical.

    A text that nobody could foresee stands between them: so each payload is one whole value by itself.
    """
    if not payloads:
        return []
    between = secrets.token_hex(16)
    joined = b"".join((b"[", f',"{between}",'.encode().join(payloads), b"]"))
    try:
        told = orjson.loads(joined)
        if canonical.again(told) != joined:
            return None
    except (ValueError, TypeError):
        return None
    if len(told) != 2 * len(payloads) - 1 or any(each != between for each in told[1::2]):
        return None
    if canonical.has_suspect(joined) and any(canonical.unfit(value) for value in told[::2]):
        return None
    values: list[Any] = told[::2]
    return values
