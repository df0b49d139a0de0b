"""Files that are either wholly the old or wholly the new, also after a power cut."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.errors import UnavailableError

NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM})
"""What shares and sticks say that do not know how to make a folder's names durable."""


LEFT_OVER_S = 86_400
"""Seconds after which nobody writes a temporary file any more."""


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file: temporary file, fsync, rename, fsync of the folder.

    Raises:
        UnavailableError: `trust.file_not_written`; the file is as it was.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as problem:
        with contextlib.suppress(OSError):  # the first cause is told
            temporary.unlink(missing_ok=True)
        reason = problem.strerror or str(problem)
        raise UnavailableError("trust.file_not_written", where=str(path), reason=reason) from problem


@contextlib.contextmanager
def put_whole(goal: Path) -> Iterator[Path]:
    """Yield a place beside a file; what is written there takes its place once it is whole and on the disk.

    Nothing is left beside it, however the block ends.

    Raises:
        OSError: the first cause; what stood there is as it was.
    """
    passing = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}.part")
    try:
        yield passing
        with passing.open("r+b") as file:
            os.fsync(file.fileno())
        passing.replace(goal)
    finally:
        with contextlib.suppress(OSError):  # the first cause is told
            passing.unlink(missing_ok=True)


def sweep(left: Iterable[Path]) -> int:
    """Remove temporary files that a power cut left, those of a day ago or longer; return how many went.

    A younger one may be written by somebody at this moment; one that cannot be removed harms nobody.
    """
    gone = 0
    for each in left:
        with contextlib.suppress(OSError):
            if time.time() - each.stat().st_mtime > LEFT_OVER_S:
                each.unlink()
                gone += 1
    return gone


def harden(file: BinaryIO) -> None:
    """Put a file onto the disk, and let the system forget it: what is read next comes from the disk."""
    file.flush()
    os.fsync(file.fileno())
    forget = getattr(os, "posix_fadvise", None)
    if forget is not None:
        forget(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def settle(folder: Path) -> None:
    """Make the names in a folder durable, where the place knows how.

    Raises:
        OSError: it knows, and failed.
    """
    try:
        sync_folder(folder)
    except OSError as problem:
        if problem.errno not in NO_FOLDER_SYNC:
            raise


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable.

    Raises:
        OSError: it failed, or the place does not know how.
    """
    if os.name == "nt":  # Windows cannot open a folder; its rename is journaled by the file system
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
