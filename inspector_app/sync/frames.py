"""Frames: the one way in which anything travels, over the wire and in a file alike.

    kind (1 byte) + length (4 bytes, big-endian) + content

A run of frames ends with an END frame that counts the others and bears the sha256 over all their bytes, so
that what was cut off is never taken for the whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from struct import Struct
from typing import Any

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import canonical

MOST_CONTENT = 8_500_000
"""Bytes of one frame: a bundle at its limit and a part of a photo fit."""

_HEAD = Struct(">BI")


class Kind(IntEnum):
    """What a frame carries."""

    HELLO = 1  # JSON: who sends, which versions
    HAVE = 2  # JSON: the ends of all journals that the sender holds
    BUNDLE = 3
    RECEIPT = 4
    BLOB = 5  # name (32 bytes) + the whole of a small file
    BLOB_PART = 6  # name (32 bytes) + number of this part (4 bytes) + bytes; parts in order, BLOB_END after
    END = 7  # JSON: count and sha256 of all frames before
    BLOB_RECEIPT = 8
    BLOB_END = 9  # name (32 bytes)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame."""

    kind: Kind
    content: bytes


def frame(kind: Kind, content: bytes) -> bytes:
    """Return a frame's bytes."""
    return _HEAD.pack(kind, len(content)) + content


class Counting:
    """Counts and hashes frames as they pass, and knows how their run ends."""

    def __init__(self) -> None:
        self._count = 0
        self._hash = sha256()

    def take(self, raw: bytes) -> bytes:
        """Count one frame's bytes, and return them."""
        self.count(raw)
        return raw

    def count(self, raw: bytes | memoryview) -> None:
        """Count one frame's bytes."""
        self._count += 1
        self._hash.update(raw)

    def told(self) -> dict[str, Any]:
        """Return what the END frame says of all that passed."""
        return {"count": self._count, "sha256": self._hash.hexdigest()}


def run_of(frames: Iterable[bytes], **more: object) -> Iterator[bytes]:
    """Yield frames and the END frame that they come to.

    Args:
        more: what else the END frame says, as JSON values.
    """
    counting = Counting()
    for raw in frames:
        yield counting.take(raw)
    yield frame(Kind.END, canonical.dump({**counting.told(), **more}))


class Reader:
    """Reads frames from bytes that come in pieces.

    Attributes:
        end: what the END frame said, once it came; None before.
    """

    def __init__(self) -> None:
        self._left = bytearray()
        self._counting = Counting()
        self.end: dict[str, Any] | None = None

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """Yield the frames that are whole now; the END frame is checked and kept in `end`.

        Raises:
            DamagedError: `exchange.frame_damaged`, where = what is wrong.
        """
        self._left += piece
        place = 0
        try:
            while (end := self._whole(place)) is not None:
                told = self._read(place, end)
                place = end
                if told.kind is Kind.END:
                    self._end(told.content)
                else:
                    yield told
        finally:
            del self._left[:place]

    def _whole(self, place: int) -> int | None:
        """Return where the frame at a place ends, None when it is not whole yet."""
        if len(self._left) - place < _HEAD.size:
            return None
        if self.end is not None:
            raise DamagedError("exchange.frame_damaged", where="after the end")
        kind, length = _HEAD.unpack_from(self._left, place)
        if kind not in _KINDS or length > MOST_CONTENT:
            raise DamagedError("exchange.frame_damaged", where="length" if kind in _KINDS else "kind")
        end: int = place + _HEAD.size + length
        return end if end <= len(self._left) else None

    def _read(self, place: int, end: int) -> Frame:
        """Return a whole frame; photos are large, so its bytes are copied once."""
        with memoryview(self._left) as left, left[place:end] as raw:
            told = Frame(Kind(raw[0]), bytes(raw[_HEAD.size :]))
            if told.kind is not Kind.END:
                self._counting.count(raw)
        return told

    def finish(self) -> dict[str, Any]:
        """Return what the END frame said; called when nothing more comes.

        Raises:
            DamagedError: `exchange.frame_damaged`: it was cut off.
        """
        if self.end is None or self._left:
            raise DamagedError("exchange.frame_damaged", where="end")
        return self.end

    def _end(self, content: bytes) -> None:
        try:
            told: dict[str, Any] = canonical.load_object(content, "end")
        except DamagedError as problem:
            raise DamagedError("exchange.frame_damaged", where="end") from problem
        known = self._counting.told()
        if any(told.get(name) != known[name] for name in known):
            raise DamagedError("exchange.frame_damaged", where="count")
        self.end = told


_KINDS = frozenset(Kind)


def read_all(content: bytes) -> tuple[list[Frame], dict[str, Any]]:
    """Return all frames of a whole run and what its END frame said.

    Raises:
        DamagedError: `exchange.frame_damaged`.
    """
    reader = Reader()
    return list(reader.feed(content)), reader.finish()
