"""The exchange file ("IJX"): frames sealed for every machine of the office, written and read as a stream.

    "IJX" + version (1 byte) + length of the header (4 bytes) + check (8 bytes) + header + sealed chunks

The header names the sender and holds the content's key once for each receiver, sealed to their key. The
check is the beginning of a sha256 over version, length and header: it tells a file of a newer program from
one whose version byte broke. Who wrote it is proven by the END frame's signature inside.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EDQUOT, EFBIG, ENOSPC
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import Any, BinaryIO

from inspector_app.domain.errors import DamagedError, RuleError, UnavailableError
from inspector_app.journal import canonical
from inspector_app.trust import chunks
from inspector_app.trust.durable import NO_FOLDER_SYNC, sync_folder

MAGIC, VERSION, ALG = b"IJX", 1, 1
MOST_HEADER = 4_000_000
_LENGTH, _CHECK = Struct(">I"), 8
_FORM = {
    "workspace": re.compile(r"[0-9a-f]{32}"),
    "sender": re.compile(r"[0-9a-f]{16}"),
    "file": re.compile(r"[0-9a-f]{32}"),
    "made": re.compile(r"[0-9T:.+Z-]{10,40}"),
}
_NAMES = frozenset({"v", "alg", "recipients", *_FORM})
_FULL = frozenset({ENOSPC, EDQUOT})


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself openly; nothing is believed until the whole was read.

    Attributes:
        workspace: 32 hex digits. sender: key id of the laptop that wrote it.
        file: its own random id, 32 hex digits. made: RFC 3339 time, a claim.
        recipients: the content's key, sealed, by key id of the receiver.
    """

    workspace: str
    sender: str
    file: str
    made: str
    recipients: Mapping[str, bytes]

    @property
    def context(self) -> bytes:
        """What the sealed keys are bound to."""
        return b"exchange file " + self.file.encode()

    def to_bytes(self) -> bytes:
        """Return everything that stands before the chunks."""
        told = {
            "v": VERSION,
            "alg": ALG,
            "workspace": self.workspace,
            "sender": self.sender,
            "file": self.file,
            "made": self.made,
            "recipients": {key_id: box.hex() for key_id, box in self.recipients.items()},
        }
        header = canonical.dump(told)
        start = bytes((VERSION,)) + _LENGTH.pack(len(header))
        return MAGIC + start + _check(start, header) + header


class Disk:
    """The place that files are written to; a test hands in one that fails."""

    def create(self, path: Path) -> BinaryIO:
        """Open a new file for writing."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(path, flags, 0o600), "wb")

    def open(self, path: Path) -> BinaryIO:
        """Open a file for reading."""
        return path.open("rb")

    def settle(self, file: BinaryIO) -> None:
        """Make what was written durable."""
        file.flush()
        os.fsync(file.fileno())

    def replace(self, temporary: Path, path: Path) -> None:
        """Give a finished file its name, durably."""
        temporary.replace(path)
        try:
            self.settle_folder(path.parent)
        except OSError as problem:
            if problem.errno not in NO_FOLDER_SYNC:
                raise

    def settle_folder(self, folder: Path) -> None:
        """Make the names in a folder durable."""
        sync_folder(folder)


DISK = Disk()


def write(path: Path, pieces: Iterable[bytes], disk: Disk = DISK) -> None:
    """Write a file that is there as a whole or not at all; one of the same name stays until the end.

    Raises:
        UnavailableError: `exchange.stick_full`, `exchange.file_too_large`, `exchange.not_written`.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        # Not the pieces' own failures: only what the disk says is told as the disk's.
        with _disk(path):
            file = disk.create(temporary)
        try:
            for piece in pieces:
                with _disk(path):
                    file.write(piece)
            with _disk(path):
                disk.settle(file)
        finally:
            with _disk(path):
                file.close()
        with _disk(path):
            disk.replace(temporary, path)
        _tidy(path)
    except BaseException:
        with contextlib.suppress(OSError):  # the first cause is told
            temporary.unlink(missing_ok=True)
        raise


def _tidy(path: Path) -> None:
    """Remove what a program that was killed left of this file; the file itself is whole and durable."""
    found: list[Path] = []
    with contextlib.suppress(OSError):  # a place that takes files and shows none
        found += path.parent.iterdir()
    for left in found:
        if re.fullmatch(re.escape(path.name) + r"\.[0-9a-f]{8}\.part", left.name):
            with contextlib.suppress(OSError):
                left.unlink()


def sealed(header: Header, content_key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a whole file: its header, then the pieces in sealed chunks bound to it."""
    start = header.to_bytes()
    yield start
    yield from chunks.sealed(content_key, pieces, sha256(start).digest())


class Reading:
    """A file that is being read, from its beginning as often as is needed.

    Attributes:
        header: what it says of itself.
        bound: sha256 of everything before the chunks, 32 bytes.
    """

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path = file, path
        start = self._read(len(MAGIC) + 1 + _LENGTH.size + _CHECK)
        self.header = _header(start, self._read)
        self._place = file.tell()
        file.seek(0)
        self.bound = sha256(self._read(self._place)).digest()

    def pieces(self, content_key: bytes) -> Iterator[bytes]:
        """Yield the content, chunk by chunk.

        Raises:
            DamagedError: `exchange.file_damaged`. UnavailableError: `exchange.not_read`.
        """
        with _readable(self._path):
            self._file.seek(self._place)
        try:
            yield from chunks.opened(content_key, self._read, self.bound)
        except DamagedError as problem:
            if problem.code != "trust.box_damaged":  # thrown in by who reads
                raise
            raise DamagedError("exchange.file_damaged", where="content") from problem

    def _read(self, size: int) -> bytes:
        with _readable(self._path):
            return self._file.read(size)


@contextmanager
def reading(path: Path, disk: Disk = DISK) -> Iterator[Reading]:
    """Open a file and read its header.

    Raises:
        UnavailableError: `exchange.not_read`, `exchange.newer_file`. RuleError: `exchange.no_such_file`.
        DamagedError: `exchange.no_exchange_file`, `exchange.file_damaged`.
    """
    with _readable(path):
        file = disk.open(path)
    try:
        yield Reading(file, path)
    finally:
        file.close()


def _header(start: bytes, read: Callable[[int], bytes]) -> Header:
    if start[: len(MAGIC)] != MAGIC:
        raise DamagedError("exchange.no_exchange_file")
    front = start[len(MAGIC) : len(MAGIC) + 1 + _LENGTH.size]
    check = start[len(MAGIC) + 1 + _LENGTH.size :]
    if len(check) != _CHECK:
        raise _damaged("start")
    length = _LENGTH.unpack_from(front, 1)[0]
    if length > MOST_HEADER:
        raise _damaged("start")
    header = read(length)
    if _check(front, header) != check:
        raise _damaged("header")
    if front[0] != VERSION:
        raise UnavailableError("exchange.newer_file", needed=front[0], have=VERSION)
    return _parsed(header)


def _parsed(raw: bytes) -> Header:
    try:
        told: dict[str, Any] = canonical.load_object(raw, "header")
    except DamagedError as problem:
        raise _damaged("header") from problem
    if told.keys() != _NAMES or (told["v"], told["alg"]) != (VERSION, ALG):
        raise _damaged("header")
    for name, pattern in _FORM.items():
        if not isinstance(told[name], str) or not pattern.fullmatch(told[name]):
            raise _damaged(name)
    if not isinstance(told["recipients"], dict):
        raise _damaged("recipients")
    boxes = {key_id: _box(box) for key_id, box in told["recipients"].items()}
    return Header(told["workspace"], told["sender"], told["file"], told["made"], boxes)


def _box(told: object) -> bytes:
    try:
        return bytes.fromhex(told) if isinstance(told, str) else b""
    except ValueError as problem:
        raise _damaged("recipients") from problem


def _check(front: bytes, header: bytes) -> bytes:
    return sha256(b"IJX header" + front + header).digest()[:_CHECK]


def _damaged(where: str) -> DamagedError:
    return DamagedError("exchange.file_damaged", where=where)


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        if problem.errno in _FULL:
            raise UnavailableError("exchange.stick_full", where=str(path)) from problem
        if problem.errno == EFBIG:  # a FAT stick takes no file beyond 4 GB
            raise UnavailableError("exchange.file_too_large", where=str(path)) from problem
        raise UnavailableError("exchange.not_written", where=str(path), reason=reason) from problem


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as problem:
        raise RuleError("exchange.no_such_file", where=str(path)) from problem
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("exchange.not_read", where=str(path), reason=reason) from problem
