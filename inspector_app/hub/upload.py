"""One file that is being taken in: written beside its place, and put there when all of it came."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from inspector_app.domain.errors import DamagedError, UnavailableError

from .disk import Disk

MOST_BYTES = 256_000_000
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Upload:
    """The bytes of one file as they come. Whatever happens, `close` it.

    Attributes:
        name: 64 hex digits.
        place: where it will lie.
        size: bytes that came.
    """

    def __init__(self, name: str, place: Path, disk: Disk) -> None:
        self.name, self.place, self.size = name, place, 0
        self._disk = disk
        self._hash = sha256()
        self._temporary = place.with_name(f"{secrets.token_hex(16)}.new")
        with writing(name):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._file = os.fdopen(os.open(self._temporary, flags, 0o600), "wb", buffering=0)

    @property
    def digest(self) -> bytes:
        """The sha256 of what came, 32 bytes."""
        return self._hash.digest()

    def write(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            DamagedError: `hub.blob_too_large`. UnavailableError: `hub.disk_full`, `hub.blob_not_written`.
        """
        self.size += len(piece)
        if self.size > MOST_BYTES:
            raise DamagedError("hub.blob_too_large", where=self.name, most=MOST_BYTES)
        self._disk.refuse_full(len(piece))
        self._hash.update(piece)
        with writing(self.name):
            left = memoryview(piece)
            while left:
                left = left[self._file.write(left) :]

    def refuse_other(self, sha: bytes) -> None:
        """Refuse bytes that are not those the sender counted.

        Args:
            sha: sha256 of all bytes as the sender counted it.

        Raises:
            DamagedError: `hub.blob_damaged`.
        """
        if self.digest != sha:
            raise DamagedError("hub.blob_damaged", where=self.name)

    def settle(self) -> None:
        """Put the file onto the disk and to its place; the folder's names are made durable by the caller.

        Raises:
            UnavailableError: `hub.disk_full`, `hub.blob_not_written`.
        """
        with writing(self.name):
            os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.replace(self.place)

    def close(self) -> None:
        """Leave nothing of what is not settled; may be called at any time, also twice."""
        with contextlib.suppress(OSError):  # a full disk must not hide why it is dropped
            self._file.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(name: str) -> Iterator[None]:
    """Say in the hub's words what a disk refuses.

    Raises:
        UnavailableError: `hub.disk_full`, `hub.blob_not_written`.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise UnavailableError("hub.disk_full", free=0, least=0) from problem
        reason = problem.strerror or str(problem)
        raise UnavailableError("hub.blob_not_written", where=name, reason=reason) from problem
