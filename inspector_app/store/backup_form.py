"""A backup's bytes: one file, written and read as a stream, sealed from its first chunk to its last.

    "IJK" + version (1 byte) + length of the header (4 bytes) + header (canonical JSON) + sha256 over all that
    + chunks (`trust.chunks`, bound to that sha256), which hold items:
    kind (1 byte) + length of the name (2 bytes) + length of the content (8 bytes) + name + content

Openly in the header stand what the key slots tell openly as well (ids and names of who may sign in), the
workspace, the machine code and the day. The last item says what the whole comes to.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from struct import Struct
from typing import Any, BinaryIO

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.journal import canonical
from inspector_app.trust import chunks

MAGIC, VERSION, ALG = b"IJK", 1, 1  # alg 1: AES-256-GCM chunks; another number leaves room for SM4
MOST_HEADER = 2_000_000
MOST_TOLD = 64_000_000
"""Bytes of an item that is read into memory."""

SUFFIX = ".ijk"

_LENGTH, _ITEM = Struct(">I"), Struct(">BHQ")
_WORKSPACE = re.compile(r"[0-9a-f]{32}")
_VAULT = re.compile(r"(filing/)?vault/([0-9a-f]{2})/\2[0-9a-f]{62}")
_EXTRA = re.compile(r"(forms|fonts)(/[^/\\\x00.][^/\\\x00]{0,199}){1,8}")


Take = Callable[[int], bytes]
"""Returns at most so many bytes of a file, fewer only at its end."""


class Kind(IntEnum):
    """What an item is."""

    FILE = 1  # a file of the data folder, its name with slashes
    LEFT_OUT = 2  # names of files that the hub holds, 32 bytes each; the item's name is "" or a folder's
    END = 9  # JSON: what it all comes to


@dataclass(frozen=True, slots=True)
class Boxes:
    """Ways to the key of the chunks.

    Attributes:
        own: for the laptop's own keys.
        office: for the office's recovery key; empty without one.
        master: the laptop's master key for the same, so that its database opens too.
        recovery: the recovery key's public half that both were sealed for.
    """

    own: bytes = field(repr=False)
    office: bytes = field(default=b"", repr=False)
    master: bytes = field(default=b"", repr=False)
    recovery: bytes = b""


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says openly.

    Attributes:
        workspace, journal_id: 32 hex digits each.
        made: RFC 3339 time by the laptop's clock.
        program: version that made it.
        slots: the key slots' file, as it was.
    """

    workspace: str
    journal_id: str
    machine_code: int
    training: bool
    made: str
    program: str
    slots: str
    boxes: Boxes

    def to_bytes(self) -> bytes:
        """Return all that stands before the chunks."""
        told = {
            "v": VERSION,
            "alg": ALG,
            "workspace": self.workspace,
            "journal_id": self.journal_id,
            "machine_code": self.machine_code,
            "training": self.training,
            "made": self.made,
            "program": self.program,
            "slots": self.slots,
            "boxes": {
                name: b64encode(getattr(self.boxes, name)).decode()
                for name in ("own", "office", "master", "recovery")
            },
        }
        body = canonical.dump(told)
        front = MAGIC + bytes((VERSION,)) + _LENGTH.pack(len(body)) + body
        return front + sha256(front).digest()


@dataclass(frozen=True, slots=True)
class Part:
    """An item to be written: its content comes in pieces that have this many bytes together."""

    kind: Kind
    name: str
    size: int
    content: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Item:
    """An item that is being read; `pieces` must be read before the next one."""

    kind: Kind
    name: str
    size: int
    pieces: Iterator[bytes]

    def whole(self) -> bytes:
        """Return the content of an item that fits into memory.

        Raises:
            DamagedError: `backup.damaged`.
        """
        if self.size > MOST_TOLD:
            raise damaged("length")
        return b"".join(self.pieces)


def in_vault(name: str) -> bool:
    """Tell whether an item is a photo or paper."""
    return bool(_VAULT.fullmatch(name))


def is_extra(name: str) -> bool:
    """Tell whether an item is one of the office's own forms or fonts; what is hidden is none of them."""
    return bool(_EXTRA.fullmatch(name))


def damaged(where: str) -> DamagedError:
    """Return the refusal of a backup that is not as it was written."""
    return DamagedError("backup.damaged", where=where)


def told_part(kind: Kind, name: str, content: bytes) -> Part:
    """Return an item of bytes at hand."""
    return Part(kind, name, len(content), (content,))


def end_part(told: dict[str, object]) -> Part:
    """Return the last item."""
    return told_part(Kind.END, "", canonical.dump(told))


def write(file: BinaryIO, header: Header, key: bytes, parts: Iterable[Part]) -> str:
    """Write a backup and return the sha256 of its bytes as hex. A failure of the disk is let through."""
    front, hashed = header.to_bytes(), sha256()
    for piece in _sealed(front, key, parts):
        hashed.update(piece)
        file.write(piece)
    return hashed.hexdigest()


def _sealed(front: bytes, key: bytes, parts: Iterable[Part]) -> Iterator[bytes]:
    yield front
    yield from chunks.sealed(key, _plain(parts), front[-32:])


def _plain(parts: Iterable[Part]) -> Iterator[bytes]:
    for part in parts:
        name, left = part.name.encode(), part.size
        yield _ITEM.pack(part.kind, len(name), part.size) + name
        for piece in part.content:
            left -= len(piece)
            yield piece
        if left:
            raise UnavailableError("backup.changed_meanwhile", where=part.name)


def read_header(take: Take, where: str) -> tuple[Header, bytes]:
    """Read what stands before the chunks, and return it with what the chunks are bound to.

    Raises:
        DamagedError: `backup.not_one`, `backup.damaged`.
        UnavailableError: `backup.newer`: a newer program made it.
    """
    front = take(len(MAGIC) + 1 + _LENGTH.size)
    if front[: len(MAGIC)] != MAGIC:
        raise DamagedError("backup.not_one", where=where)
    if len(front) < len(MAGIC) + 1 + _LENGTH.size:
        raise damaged("header")
    (length,) = _LENGTH.unpack(front[-_LENGTH.size :])
    if length > MOST_HEADER:
        raise damaged("header")
    body, told = take(length), take(32)
    # The sum comes before the version: a flipped byte is no newer program.
    if sha256(front + body).digest() != told:
        raise damaged("header")
    if front[len(MAGIC)] > VERSION:
        raise UnavailableError("backup.newer", where=where, have=VERSION, needs=front[len(MAGIC)])
    return _header(body, where), told


def _header(body: bytes, where: str) -> Header:
    try:
        told: dict[str, Any] = canonical.load_object(body, "header")
        if told["alg"] > ALG:
            raise UnavailableError("backup.newer", where=where, have=ALG, needs=told["alg"])
        boxes = Boxes(**{name: b64decode(box, validate=True) for name, box in told["boxes"].items()})
        names = ("workspace", "journal_id", "machine_code", "training", "made", "program", "slots")
        header = Header(**{name: told[name] for name in names}, boxes=boxes)
        sound = all(_WORKSPACE.fullmatch(one) for one in (header.workspace, header.journal_id))
        sound = sound and type(header.machine_code) is int and isinstance(header.training, bool)
        sound = sound and all(isinstance(one, str) for one in (header.made, header.program, header.slots))
    except (DamagedError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise damaged("header") from problem
    if not sound:
        raise damaged("header")
    return header


def read(take: Take, key: bytes, bound: bytes, told: Callable[[int], None] | None = None) -> Iterator[Item]:
    """Yield the items behind the header; the last one is the END, and nothing comes after it.

    Args:
        told: called with the number of bytes after each chunk that was read; it may stop the work.

    Raises:
        DamagedError: `backup.damaged`.
    """
    plain = _Plain(_opened(take, key, bound, told))
    while True:
        kind, name_length, size = _ITEM.unpack(plain.exactly(_ITEM.size))
        if kind not in _KINDS:
            raise damaged("item")
        try:
            name = plain.exactly(name_length).decode()
        except UnicodeDecodeError as problem:
            raise damaged("item") from problem
        left = plain.pieces(size)
        yield Item(Kind(kind), name, size, left)
        for _ in left:  # what nobody wanted is passed over, and proved all the same
            pass
        if kind == Kind.END:
            plain.must_end()
            return


_KINDS = frozenset(Kind)


def _opened(take: Take, key: bytes, bound: bytes, told: Callable[[int], None] | None) -> Iterator[bytes]:
    try:
        for piece in chunks.opened(key, take, bound):
            if told is not None:
                told(len(piece))
            yield piece
    except DamagedError as problem:
        raise damaged("chunk") from problem


class _Plain:
    """The stream inside the chunks."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source, self._held, self._place = source, b"", 0

    def exactly(self, count: int) -> bytes:
        return b"".join(self.pieces(count))

    def pieces(self, count: int) -> Iterator[bytes]:
        left = count
        while left:
            if self._place == len(self._held):
                self._next()
            piece = self._held[self._place : self._place + left]
            self._place += len(piece)
            left -= len(piece)
            yield piece

    def must_end(self) -> None:
        """Read to the end of the chunks: only the last one proves that nothing was cut off."""
        if self._place != len(self._held) or any(self._source):
            raise damaged("end")

    def _next(self) -> None:
        try:
            self._held, self._place = next(self._source), 0
        except StopIteration:
            raise damaged("end") from None
