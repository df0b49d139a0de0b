"""The order of acts: every act counts one more than the greatest that its laptop knew, so an answer follows.

Two acts that did not know of each other may bear one number; then the hash decides, on every laptop alike.
Acts of older versions bear none. They stand before all others, in the order in which their devices say they
were written.
"""

from datetime import datetime, timedelta

from .entry import Entry
from .form import MOST_N

COUNT = "n"
"""The payload's field that holds an act's number."""

_BEGIN, _TICK = datetime.min, timedelta(microseconds=1)  # noqa: DTZ901 - only differences are taken
_TIE_BITS = 8 * 64


def counted(entry: Entry) -> int:
    """Return an act's number; 0 when it bears none, or none that makes sense."""
    n = entry.fields.get(COUNT)
    return n if type(n) is int and 0 < n <= MOST_N else 0


def tie_of(entry: Entry) -> bytes:
    """Return what orders acts of one number before their hashes do: nothing, unless that number is 0."""
    if counted(entry):
        return b""
    header = entry.header
    # A day more, so that no zone brings it below nothing.
    ticks = _ticks(header.wall) + timedelta(days=1) // _TICK
    return ticks.to_bytes(8, "big") + bytes.fromhex(header.journal_id) + header.seq.to_bytes(8, "big")


def rank(n: int, tie: bytes, digest: bytes) -> int:
    """Return an act's place in the order as one whole number, greater than 0; only to compare.

    Args:
        n, tie: of `counted` and `tie_of`.
        digest: the entry's hash.
    """
    return (n << _TIE_BITS) | int.from_bytes(tie + digest, "big")


def rank_of(entry: Entry) -> int:
    """Return an act's place in the order as one whole number; see `rank`."""
    return rank(counted(entry), tie_of(entry), entry.hash)


def _ticks(wall: str) -> int:
    """Return microseconds up to an RFC 3339 time, since the beginning of days."""
    told = datetime.fromisoformat(wall)
    offset = told.utcoffset() or timedelta()
    return (told.replace(tzinfo=None) - _BEGIN) // _TICK - offset // _TICK
