"""An update of the program as one file: what it is, an administrator's signature, the program's bytes.

Layout: magic, length of the head (4 bytes, big endian), head (JSON), signature (64 bytes), program. The head
names the program's sha256 and size, so the signature covers it.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

import orjson

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.trust.keys import SigningKey, VerifyKey

MAGIC = b"INSPECTOR-UPDATE-1\n"
PURPOSE = "program-update"
SUFFIX = "inspector-update"
SIGNATURE, MOST_HEAD, PIECE = 64, 16_384, 1 << 20
_WORDS = ("version", "system", "file", "sha256", "office", "signer", "made_on")


@dataclass(frozen=True, slots=True)
class Head:
    """What an update says of itself.

    Attributes:
        version: of the program in it; `system` it is for, as `sys.platform` says.
        file: name of the program's file; `size` in bytes, `sha256` lower hex.
        office: id of the workspace whose administrator signed it; `signer` their key's id.
    """

    version: str
    system: str
    file: str
    size: int
    sha256: str
    office: str
    signer: str
    made_on: date

    def message(self) -> bytes:
        """Return the bytes that are signed."""
        told = {name: getattr(self, name) for name in (*_WORDS, "size")}
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def measured(program: BinaryIO) -> tuple[int, str]:
    """Return size and sha256 of a program's file."""
    size, digest = 0, hashlib.sha256()
    for piece in _pieces(program):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def write(out: BinaryIO, head: Head, key: SigningKey, program: BinaryIO) -> None:
    """Write an update."""
    message = head.message()
    out.write(MAGIC + struct.pack(">I", len(message)) + message + key.sign(PURPOSE, message))
    for piece in _pieces(program):
        out.write(piece)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An update that was read and not yet believed.

    Attributes:
        begins: where in the file the program begins.
    """

    head: Head
    signature: bytes
    begins: int

    def signed_by(self, key: VerifyKey) -> bool:
        """Tell whether this key signed the head."""
        return key.verify(PURPOSE, self.head.message(), self.signature)


def read(path: Path) -> Sealed:
    """Read the head of a file and compare the program in it with what the head says.

    Raises:
        DamagedError: `update.no_update` for another kind of file, `update.altered` for one that is not whole.
        UnavailableError: `update.unreadable`.
    """
    try:
        with path.open("rb") as file:
            sealed = _head(file, path.name)
            if measured(file) != (sealed.head.size, sealed.head.sha256):
                raise DamagedError("update.altered", where=path.name)
            return sealed
    except OSError as problem:
        raise UnavailableError(
            "update.unreadable", where=str(path), reason=problem.strerror or ""
        ) from problem


def _head(file: BinaryIO, where: str) -> Sealed:
    if file.read(len(MAGIC)) != MAGIC:
        raise DamagedError("update.no_update", where=where)
    raw = file.read(4)
    length = struct.unpack(">I", raw)[0] if len(raw) == 4 else 0
    if not 0 < length <= MOST_HEAD:
        raise DamagedError("update.altered", where=where)
    message, signature = file.read(length), file.read(SIGNATURE)
    try:
        told = orjson.loads(message)
        words = {name: told[name] for name in _WORDS}
        head = Head(**{**words, "made_on": date.fromisoformat(words["made_on"])}, size=told["size"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as problem:
        raise DamagedError("update.altered", where=where) from problem
    plain = all(isinstance(one, str) for one in words.values()) and type(head.size) is int
    if not plain or head.message() != message or len(signature) != SIGNATURE:
        raise DamagedError("update.altered", where=where)
    return Sealed(head, signature, len(MAGIC) + 4 + length + SIGNATURE)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
