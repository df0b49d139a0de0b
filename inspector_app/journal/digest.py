"""The digest: one hash over everything that stands. The oracle of sync, restore and replay.

It covers the stamp of every standing value and the verdict on every act. A stamp holds the entry's hash,
and with it the value; so the values themselves need not be read.
"""

from collections.abc import Iterable
from hashlib import sha256

import orjson

_STEP = 1000


def digest(heads: Iterable[tuple[str, str, str, int, bytes]], acts: Iterable[tuple[bytes, bool]]) -> str:
    """Return the digest as 64 hex digits.

    Args:
        heads: (entity, id, field, n, entry hash) of every head, a tombstone's field being "", sorted by
            these five; texts by code point, which is SQLite's BINARY order of UTF-8 too.
        acts: (entry hash, it has effect) of every act, sorted by hash.
    """
    told = sha256(b"digest1\n")
    lines: list[bytes] = []
    for entity, record, field, n, stamp in heads:
        lines.append(orjson.dumps([entity, record, field, n, stamp.hex()]))
        if len(lines) == _STEP:
            told.update(b"\n".join(lines) + b"\n")
            lines.clear()
    lines.append(b"acts")
    for stamp, valid in acts:
        lines.append(orjson.dumps([stamp.hex(), bool(valid)]))
        if len(lines) >= _STEP:
            told.update(b"\n".join(lines) + b"\n")
            lines.clear()
    told.update(b"\n".join(lines))
    return told.hexdigest()
