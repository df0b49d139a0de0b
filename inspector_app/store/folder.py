"""The data folder of one laptop: where each file stands, and that one program alone uses it."""

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.trust.durable import sync_folder

if sys.platform == "win32":  # pragma: no cover - proven by the selftest on Windows
    import msvcrt
else:
    import fcntl

_SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "davfs"})
_STICKS = frozenset({"vfat", "exfat", "msdos", "fuseblk", "ntfs", "ntfs3", "iso9660", "udf"})
_MOUNTS = Path("/proc/mounts")


class DataFolder:
    """Names the files of one data folder and holds its lock.

    Attributes:
        path: the folder; database and photos are encrypted, `slots` holds officers' names openly.
        filing: a data folder of its own, for the workspace of filings.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / "inspector.db"
        self.slots = path / "keys.json"
        self.anchor = path / "anchor.json"
        self.lock_file = path / "lock"
        self.vault = path / "vault"
        self.damaged = path / "damaged"
        self.filing = path / "filing"
        self._lock: int | None = None

    def exists(self) -> bool:
        """Tell whether a database stands here."""
        return self.database.exists()

    def prepare(self) -> None:
        """Make the folder, readable by its owner only.

        Raises:
            UnavailableError: `store.folder_refused`, `store.network_share`, `store.removable_disk`.
        """
        refuse_unsafe_disk(self.path)
        try:
            for place in (self.path, self.vault):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise UnavailableError(
                "store.folder_refused", where=str(self.path), reason=str(problem)
            ) from problem

    def lock(self) -> None:
        """Take the folder for this program until `unlock` or the end of the process.

        Raises:
            UnavailableError: `store.in_use` with the other program's process number, `store.folder_refused`,
                `store.disk_error`.
        """
        try:
            handle = os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            raise UnavailableError(
                "store.folder_refused", where=str(self.path), reason=str(problem)
            ) from problem
        try:
            _lock(handle)
        except OSError as problem:
            other = os.pread(handle, 20, 0) if sys.platform != "win32" else b""
            os.close(handle)
            pid = other.decode("ascii", "replace").strip() or "?"
            raise UnavailableError("store.in_use", where=str(self.path), pid=pid) from problem
        try:
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
        except OSError as problem:
            os.close(handle)
            raise UnavailableError("store.disk_error", where=str(self.path), reason=str(problem)) from problem
        self._lock = handle

    def unlock(self) -> None:
        """Give the folder free. The lock file stays: removing it would let two programs hold two locks."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def older_copy(self, version: int) -> Path:
        """Return where the database is kept as it was before its durable tables left a version."""
        return self.database.with_name(f"{self.database.name}.v{version}")

    def older(self) -> list[Path]:
        """Return the copies of the database from before an upgrade that are kept, the oldest first."""
        return sorted(self.path.glob(f"{self.database.name}.v[0-9]*"))

    def forget_older(self) -> None:
        """Remove those copies: a good backup holds what they hold."""
        for copy in self.older():
            copy.unlink()

    def set_aside_damaged(self, now: datetime) -> Path:
        """Move the database and its anchor into `damaged/`, whole, and return where they lie now.

        Raises:
            RuleError: `store.still_open` while a store holds this folder.
        """
        if self._lock is not None:
            raise RuleError("store.still_open", where=str(self.path))
        place = self.damaged / now.strftime("%Y%m%d-%H%M%S-%f")
        place.mkdir(parents=True, mode=0o700)
        for name in (self.database.name, f"{self.database.name}-wal", self.anchor.name):
            if (self.path / name).exists():
                (self.path / name).rename(place / name)
        sync_folder(self.path)
        return place


def refuse_unsafe_disk(path: Path, mounts: Iterable[str] | None = None) -> None:
    """Refuse a folder on a network share or a stick: neither keeps SQLite's locks and fsync promises.

    Args:
        path: the folder; it need not exist yet.
        mounts: lines as in /proc/mounts; read from the system when not given, skipped where there are none.

    Raises:
        UnavailableError: `store.network_share`, `store.removable_disk`.
    """
    if str(path).startswith(("\\\\", "//")):
        raise UnavailableError("store.network_share", where=str(path), kind="UNC")
    if mounts is None:
        if not _MOUNTS.exists():
            return
        mounts = _MOUNTS.read_text("utf-8", "replace").splitlines()
    kind = _filesystem(path.absolute(), mounts)
    if kind in _SHARED:
        raise UnavailableError("store.network_share", where=str(path), kind=kind)
    if kind in _STICKS:
        raise UnavailableError("store.removable_disk", where=str(path), kind=kind)


def _filesystem(path: Path, mounts: Iterable[str]) -> str:
    best, kind = "", ""
    for line in mounts:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def _lock(handle: int) -> None:
    if sys.platform == "win32":  # pragma: no cover
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # locked bytes cannot be read: keep the number readable
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
