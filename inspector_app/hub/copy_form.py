"""The bytes of a hub's backup: its books and keys as one sealed stream, in the memory of some pages.

    "IJH" + version (1 byte) + length of the header (4 bytes) + header (canonical JSON) + sha256 over all that
    + chunks (`trust.chunks`, bound to that sha256), which hold items:
    kind (1 byte) + length of the name (2 bytes) + length of the content (8 bytes) + name + content

Openly in the header stand the hub's id, the office's name and the moment. The rest opens by the office's
recovery key, or by the hub's own keys, so that a hub proves what it wrote without the safe.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from struct import Struct
from typing import Any

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.journal import canonical
from inspector_app.trust import chunks

MAGIC, VERSION, ALG = b"IJH", 1, 1  # alg 1: AES-256-GCM chunks; another number leaves room for SM4
SUFFIX = ".ijh"
MOST_HEADER, MOST_ITEM = 100_000, 64_000_000

_LENGTH, _ITEM = Struct(">I"), Struct(">BHQ")
_ID = re.compile(r"[0-9a-f]{32}")
_TEXTS = ("hub", "workspace", "name", "made", "program", "revision")
_BOXES = ("own", "office", "recovery")

Take = Callable[[int], bytes]
"""Returns at most so many bytes of a file, fewer only at its end."""


Item = tuple["Kind", str, bytes]
"""Kind, name and content."""


class Kind(IntEnum):
    """What an item is."""

    FILE = 1  # a file of the hub's folder
    ROWS = 2  # rows of the table that it is called by: {columns, rows}
    END = 9  # what it all comes to


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says openly.

    Attributes:
        hub, workspace: 32 hex digits each.
        name: the office's.
        made: RFC 3339, UTC.
        program, revision: the program that made it, and the step at which its tables stood.
        own, office: the key of the chunks, for the hub's own keys and for the recovery key.
        recovery: public half of the recovery key, 32 bytes.
    """

    hub: str
    workspace: str
    name: str
    training: bool
    made: str
    program: str
    revision: str
    own: bytes = field(repr=False)
    office: bytes = field(repr=False)
    recovery: bytes

    def to_bytes(self) -> bytes:
        """Return all that stands before the chunks."""
        told: dict[str, object] = {name: getattr(self, name) for name in _TEXTS}
        told |= {"v": VERSION, "alg": ALG, "training": self.training}
        told |= {name: b64encode(getattr(self, name)).decode() for name in _BOXES}
        body = canonical.dump(told)
        front = MAGIC + bytes((VERSION,)) + _LENGTH.pack(len(body)) + body
        return front + sha256(front).digest()


def bound(hub: str, made: str) -> bytes:
    """Return what the boxes of a backup are bound to."""
    return f"hub backup 1\0{hub}\0{made}".encode()


def damaged(where: str) -> DamagedError:
    """Return the refusal of a backup that is not as it was written."""
    return DamagedError("hub.copy_damaged", where=where)


def item(kind: Kind, name: str, content: bytes) -> bytes:
    """Return an item as it stands in the chunks."""
    told = name.encode()
    return _ITEM.pack(kind, len(told), len(content)) + told + content


def sealed(header: Header, key: bytes, items: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a backup."""
    front = header.to_bytes()
    yield front
    yield from chunks.sealed(key, items, front[-32:])


def read_header(take: Take, where: str) -> tuple[Header, bytes]:
    """Read what stands before the chunks, and return it with what the chunks are bound to.

    Raises:
        DamagedError: `hub.copy_not_one`, `hub.copy_damaged`.
        UnavailableError: `hub.copy_newer`: a newer program made it.
    """
    front = take(len(MAGIC) + 1 + _LENGTH.size)
    if front[: len(MAGIC)] != MAGIC or len(front) < len(MAGIC) + 1 + _LENGTH.size:
        raise DamagedError("hub.copy_not_one", where=where)
    (length,) = _LENGTH.unpack(front[-_LENGTH.size :])
    if length > MOST_HEADER:
        raise damaged(where)
    body, told = take(length), take(32)
    if sha256(front + body).digest() != told:  # before the version: a flipped byte is no newer program
        raise damaged(where)
    if front[len(MAGIC)] > VERSION:
        raise UnavailableError("hub.copy_newer", where=where)
    return _header(body, where), told


def _header(body: bytes, where: str) -> Header:
    try:
        told: dict[str, Any] = canonical.load_object(body, "header")
        if told["alg"] > ALG:
            raise UnavailableError("hub.copy_newer", where=where)
        boxes: dict[str, Any] = {name: b64decode(told[name], validate=True) for name in _BOXES}
        texts: dict[str, Any] = {name: told[name] for name in _TEXTS}
        sound = all(isinstance(each, str) for each in texts.values()) and isinstance(told["training"], bool)
        sound = sound and all(_ID.fullmatch(told[name]) for name in ("hub", "workspace"))
        header = Header(**texts, **boxes, training=told["training"])
    except (DamagedError, ValueError, KeyError, TypeError) as problem:
        raise damaged(where) from problem
    if not sound:
        raise damaged(where)
    return header


def read(take: Take, key: bytes, told: bytes, where: str) -> Iterator[Item]:
    """Yield kind, name and content of each item; the last one is the END, and nothing comes after it.

    Args:
        told: what the chunks are bound to.

    Raises:
        DamagedError: `hub.copy_damaged`.
    """
    held, source = bytearray(), _opened(take, key, told, where)

    def exactly(count: int) -> bytes:
        while len(held) < count:
            piece = next(source, None)
            if piece is None:
                raise damaged(where)
            held.extend(piece)
        content = bytes(held[:count])
        del held[:count]
        return content

    kind = 0
    while kind != Kind.END:
        kind, length, size = _ITEM.unpack(exactly(_ITEM.size))
        if kind not in frozenset(Kind) or size > MOST_ITEM:
            raise damaged(where)
        try:
            name = exactly(length).decode()
        except UnicodeDecodeError as problem:
            raise damaged(where) from problem
        yield Kind(kind), name, exactly(size)
    if held or any(source):  # only the last chunk proves that nothing was cut off
        raise damaged(where)


def _opened(take: Take, key: bytes, told: bytes, where: str) -> Iterator[bytes]:
    try:
        yield from chunks.opened(key, take, told)
    except DamagedError as problem:
        raise damaged(where) from problem
