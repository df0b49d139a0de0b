"""Files that are either wholly the old or wholly the new, also after a power cut."""

import contextlib
import os
import secrets
from pathlib import Path

from inspector_app.domain.errors import UnavailableError


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
        _sync_folder(path.parent)
    except OSError as problem:
        with contextlib.suppress(OSError):  # the first cause is told
            temporary.unlink(missing_ok=True)
        reason = problem.strerror or str(problem)
        raise UnavailableError("trust.file_not_written", where=str(path), reason=reason) from problem


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; its rename is journaled by the file system
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
