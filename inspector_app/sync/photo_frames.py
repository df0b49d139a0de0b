"""Photos as frames of a file: a small one in one frame, a large one in parts; of each the hash is checked."""

from collections.abc import Iterator
from hashlib import sha256

from inspector_app.domain.errors import DamagedError

from . import wire
from .frames import Frame, Kind, frame

_NAME = 32
_WHOLE = 1_000_000
"""Bytes of a photo that still travels in one frame."""


def photo_frames(name: bytes, content: bytes) -> Iterator[bytes]:
    """Yield the frames of one photo under its name of 32 bytes."""
    if len(content) <= _WHOLE:
        yield frame(Kind.BLOB, name + content)
        return
    for number, start in enumerate(range(0, len(content), _WHOLE)):
        part = number.to_bytes(4, "big") + content[start : start + _WHOLE]
        yield frame(Kind.BLOB_PART, name + part)
    yield frame(Kind.BLOB_END, name)


def small_file(one: Frame) -> tuple[str, bytes]:
    """Return name and content of a file that travels in one frame.

    Raises:
        DamagedError: `exchange.frame_damaged`: it is another frame.
    """
    if one.kind is not Kind.BLOB or len(one.content) < _NAME:
        raise DamagedError("exchange.frame_damaged", where="kind")
    return one.content[:_NAME].hex(), one.content[_NAME:]


class Photos:
    """Photos put together from their frames; of each the sha256 must be its name, if it is named so.

    One that grows beyond what the hub takes is refused while it grows: memory holds one photo at most.
    """

    def __init__(self, *, keep: bool, named_by_content: bool) -> None:
        self._keep, self._named_by_content = keep, named_by_content
        self._name, self._parts, self._size, self._hash, self._content = b"", 0, 0, sha256(), bytearray()

    def take(self, one: Frame) -> tuple[str, bytes] | None:
        """Take in a frame, and return name and content of the photo that is whole with it.

        Raises:
            DamagedError: `exchange.file_damaged`.
        """
        name, rest = one.content[:_NAME], one.content[_NAME:]
        if one.kind is Kind.BLOB_PART:
            number = int.from_bytes(rest[:4], "big")
            if (number and name != self._name) or number != self._parts or len(name + rest) < _NAME + 4:
                raise _damaged()
            self._name, self._parts = name, number + 1
            self._add(rest[4:])
            return None
        if one.kind is Kind.BLOB and not self._parts:
            self._name = name
            self._add(rest)
            return self._whole()
        if one.kind is Kind.BLOB_END and self._parts and one.content == self._name:
            return self._whole()
        if one.kind in (Kind.BLOB, Kind.BLOB_END):
            raise _damaged()
        return None

    def finish(self) -> None:
        """Refuse a photo that was begun and not ended.

        Raises:
            DamagedError: `exchange.file_damaged`.
        """
        if self._parts:
            raise _damaged()

    def _add(self, content: bytes) -> None:
        self._size += len(content)
        if self._size > wire.MOST_BLOB:
            raise _damaged()
        self._hash.update(content)
        if self._keep:
            self._content += content

    def _whole(self) -> tuple[str, bytes]:
        if self._named_by_content and self._hash.digest() != self._name:
            raise _damaged()
        told = self._name.hex(), bytes(self._content)
        self._name, self._parts, self._size, self._hash, self._content = b"", 0, 0, sha256(), bytearray()
        return told


def _damaged() -> DamagedError:
    return DamagedError("exchange.file_damaged", where="photo")
