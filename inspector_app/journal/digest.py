"""The digest: one hash over everything that stands. The oracle of sync, restore and replay.

It covers the stamp of every standing value and the verdict on every act. A stamp holds the entry's hash,
and with it the value; so the values themselves need not be read.
"""

from collections.abc import Iterable
from hashlib import sha256
from itertools import chain, islice

import orjson

_STEP = 1000


def digest(heads: Iterable[tuple[str, str, str, int, bytes]], acts: Iterable[tuple[bytes, bool]]) -> str:
    """Return the digest as 64 hex digits.

    Args:
        heads: (entity, id, field, n, entry hash) of every head, a tombstone's field being "", sorted by
            these five; texts by code point, which is SQLite's BINARY order of UTF-8 too.
        acts: (entry hash, it has effect) of every act, sorted by hash.
    """
    told = sha256(b"digest1")
    lines = chain(
        (orjson.dumps([entity, record, field, n, stamp.hex()]) for entity, record, field, n, stamp in heads),
        (b"acts",),
        (orjson.dumps([stamp.hex(), bool(valid)]) for stamp, valid in acts),
    )
    while part := list(islice(lines, _STEP)):
        told.update(b"\n" + b"\n".join(part))
    return told.hexdigest()
