"""What goes into a backup: a copy of the database as of one moment, files that nobody else holds, forms.

The window goes on working meanwhile: the copy is read within one transaction, beside the writer. It is keyed
like the database itself, so nothing that lies about for a moment can be read.
"""

import hmac
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection
from sqlcipher3 import dbapi2

from inspector_app.domain.errors import DamagedError, Progress, UnavailableError
from inspector_app.journal.fold import FOLD_VERSION

from . import journaling, projection
from .backup_form import Kind, Part, damaged, is_extra, told_part
from .engine import make_engine
from .failures import told
from .folder import DataFolder
from .holding import Holding, Keys
from .vault import Vault, disk_problem

PAGES = 1_000
"""Database pages copied in one go; between two of them others get their turn."""

_PIECE = 1_000_000
FILING = "filing"
EXTRAS = ("forms", "fonts")
"""Folders of the office's own forms and fonts, kept as they are."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database's copy comes to.

    Attributes:
        fold: version of the rules by which the digest was reckoned.
        pages_damaged: what the database says of pages whose seal does not hold.
    """

    digest: str
    entries: int
    fold: int
    pages_damaged: tuple[str, ...] = ()

    def to_content(self) -> dict[str, object]:
        """Return it as JSON values."""
        return {"digest": self.digest, "entries": self.entries, "fold": self.fold}

    @staticmethod
    def from_content(content: object) -> "Facts":
        """Read what `to_content` returned.

        Raises:
            DamagedError: `backup.damaged`.
        """
        if not isinstance(content, dict):
            raise damaged("end")
        digest, entries, fold = (content.get(name) for name in ("digest", "entries", "fold"))
        if not isinstance(digest, str) or type(entries) is not int or type(fold) is not int:
            raise damaged("end")
        return Facts(digest, entries, fold)


def box_key(vault_key: bytes) -> bytes:
    """Return the key of a backup's own box, 32 bytes: known to whoever opens the laptop."""
    return hmac.digest(vault_key, b"backup box", "sha256")


def keys_of(store: Holding) -> Keys:
    """Return the keys that a store was opened with."""
    return store._keys


def copy_database(store: Holding, goal: Path, progress: Progress | None = None) -> None:
    """Copy the database as of this moment to a new file with the same key.

    Raises:
        UnavailableError: `store.disk_full`, `store.busy`, `store.disk_error`.
        Cancelled: as the progress says.
    """

    def copied(_status: int, left: int, total: int) -> None:
        if progress is not None:
            progress.step(total - left, total)

    with store._apart() as connection, _keyed(goal, store._keys.data_key) as target:
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN")
        try:
            driver.execute("SELECT count(*) FROM meta").fetchone()  # from here on, nothing newer is seen
            with _copying(goal):
                driver.backup(target, pages=PAGES, progress=copied)
        finally:
            driver.execute("ROLLBACK")


@contextmanager
def _copying(goal: Path) -> Iterator[None]:
    """Tell what the copying itself says; unlike a statement it bears no number of its failure."""
    try:
        yield
    except dbapi2.Error as problem:
        if getattr(problem, "sqlite_errorcode", None) is not None:
            raise
        if "full" in str(problem):
            raise UnavailableError("store.disk_full", where=str(goal)) from problem
        if "malformed" in str(problem) or "not a database" in str(problem):
            raise DamagedError("store.database_damaged", reason=str(problem)) from problem
        raise UnavailableError("store.disk_error", where=str(goal), reason=str(problem)) from problem


@contextmanager
def _keyed(goal: Path, key: bytes) -> Iterator[Any]:
    with closing(dbapi2.connect(str(goal), isolation_level=None, check_same_thread=False)) as target:
        target.execute("PRAGMA cipher_log_level = NONE")
        target.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # The copy is proved afterwards: until then it may be written the fast way.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        yield target


def facts_of(database: Path, key: bytes, *, deep: bool = False) -> Facts:
    """Open a copy and say what it comes to.

    Args:
        deep: check the seal of every page and every index too.

    Raises:
        DamagedError, UnavailableError: those of `make_engine`.
    """
    engine = make_engine(database, key)
    try:
        with told(), engine.connect() as connection:
            wrong = _damaged_pages(connection) if deep else ()
            digest = projection.digest(connection)
            return Facts(digest, journaling.count(connection), fold_of(connection), wrong)
    finally:
        engine.dispose()


def fold_of(connection: Connection) -> int:
    """Return by which version of the rules the tables were filled."""
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'fold_version'").fetchone()
    return int(row[0]) if row is not None else FOLD_VERSION


def _damaged_pages(connection: Connection) -> tuple[str, ...]:
    return tuple(
        str(row[0])
        for pragma in ("cipher_integrity_check", "quick_check")
        for row in connection.exec_driver_sql(f"PRAGMA {pragma}").fetchall()
        if row[0] != "ok"
    )


def covered(database: Path, keys: Keys, folder: DataFolder) -> set[str]:
    """Return the names of the files here that the hub gave a receipt for, as a copy's tables say.

    Raises:
        DamagedError, UnavailableError: those of `make_engine`.
    """
    vault = Vault(folder.vault, keys.vault_key)
    return {vault.name(digest) for digest in _receipted(database, keys.data_key)} & set(vault.names())


def _receipted(database: Path, key: bytes) -> list[str]:
    engine = make_engine(database, key)
    try:
        with told(), engine.connect() as connection:
            there = connection.exec_driver_sql(
                "SELECT count(*) FROM sqlite_master WHERE name = 'blob_state'"
            ).scalar()
            if not there:
                return []
            rows = connection.exec_driver_sql("SELECT digest FROM blob_state WHERE received_at IS NOT NULL")
            return [str(row[0]) for row in rows]
    finally:
        engine.dispose()


def vault_parts(folder: DataFolder, left_out: set[str], within: str = "") -> list[Part]:
    """Return a vault's files but for those left out, and an item that names these."""
    names = sorted(
        place.name for place in folder.vault.glob("??/*") if len(place.name) == 64 and place.is_file()
    )
    parts = [
        file_part(folder.vault / name[:2] / name, f"{within}vault/{name[:2]}/{name}")
        for name in names
        if name not in left_out
    ]
    told_out = b"".join(bytes.fromhex(name) for name in sorted(left_out))
    return [*parts, told_part(Kind.LEFT_OUT, within, told_out)]


def folder_parts(root: Path, name: str) -> list[Part]:
    """Return the files of the office's own in one folder below the data folder."""
    found = {one.relative_to(root).as_posix(): one for one in (root / name).rglob("*") if one.is_file()}
    return [file_part(place, name) for name, place in sorted(found.items()) if is_extra(name)]


def file_part(place: Path, name: str) -> Part:
    """Return an item of a file; it is read when it is written.

    Raises:
        UnavailableError: `store.disk_error`.
    """
    try:
        size = place.stat().st_size
    except OSError as problem:
        raise disk_problem(problem, str(place)) from problem
    return Part(Kind.FILE, name, size, _read(place, size))


def _read(place: Path, size: int) -> Iterator[bytes]:
    """Yield a file's bytes. What goes wrong here is the laptop's disk, not the place that is written to."""
    try:
        with place.open("rb") as file:
            left = size
            while left and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece
    except OSError as problem:
        raise UnavailableError(
            "backup.not_read", where=str(place), reason=problem.strerror or str(problem)
        ) from problem
