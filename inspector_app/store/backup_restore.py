"""A backup put back into an empty folder: proved while it is read, and only then a workspace."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.errors import DamagedError, Progress, RuleError, UnavailableError
from inspector_app.journal import canonical
from inspector_app.trust import machine
from inspector_app.trust.durable import sync_folder

from . import backup, telling
from . import backup_source as source
from .backup_form import Header, Item, Kind, Take, damaged, in_vault, is_extra, read, read_header
from .backup_source import FILING, Facts
from .device import read_setting
from .engine import make_engine
from .failures import told
from .folder import DataFolder
from .holding import Holding
from .making import CORNER
from .vault import Vault

READING, PROVING = "正在读出备份", "正在核对"
"""What a restore is doing, for who waits."""

_OWN = frozenset({"inspector.db", "filing/inspector.db", "filing/inspector.db-wal", "filing/keys.json"})
_MAY_LIE_HERE = frozenset({"lock", "log", CORNER})


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup's file, opened; nothing of its content is believed yet.

    Attributes:
        bound: what its chunks are bound to.
        size: bytes of the file.
    """

    path: Path
    header: Header
    bound: bytes
    take: Take
    size: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a backup held.

    Attributes:
        facts, filing: what its databases came to; None for no filing workspace, or a closed one.
        left_out: names of the main vault's files that it leaves to the hub.
    """

    facts: Facts
    filing: Facts | None
    left_out: frozenset[str]


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Yield a backup's file, opened.

    Raises:
        DamagedError: `backup.not_one`, `backup.damaged`.
        UnavailableError: `backup.newer`, `backup.unreadable`.
    """
    with _readable(path):
        file, size = path.open("rb"), path.stat().st_size

    def take(count: int) -> bytes:
        with _readable(path):
            return file.read(count)

    with file:
        header, bound = read_header(take, str(path))
        yield Backup(path, header, bound, take, size)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("backup.unreadable", where=str(path), reason=reason) from problem


def refuse_used(folder: Path) -> None:
    """Refuse a folder that holds anything: what lies there would be mixed with what comes.

    Raises:
        RuleError: `backup.folder_used`.
    """
    if folder.exists() and (
        not folder.is_dir() or any(one.name not in _MAY_LIE_HERE for one in folder.iterdir())
    ):
        raise RuleError("backup.folder_used", where=str(folder))


def unpack(told: Backup, key: bytes, folder: DataFolder, progress: Progress | None = None) -> Unpacked:
    """Write all files of a backup below a folder, durably.

    Raises:
        DamagedError: `backup.damaged`.
        UnavailableError: `store.disk_full`, `store.disk_error`, `backup.unreadable`.
        Cancelled: as the progress says.
    """
    end: dict[str, object] = {}
    left_out: frozenset[str] = frozenset()
    stage = backup.Stage(progress, READING, told.size)
    for item in read(told.take, key, told.bound, stage.passed):
        if item.kind is Kind.FILE:
            _write(folder, item)
        elif item.kind is Kind.LEFT_OUT and not item.name:
            left_out = _names(item.whole())
        elif item.kind is Kind.END:
            end = _end(item.whole())
    _settle(folder.path)
    filing = end.get("filing")
    main = Facts.from_content(end.get("main"))
    return Unpacked(main, Facts.from_content(filing) if filing is not None else None, left_out)


def look_through(told: Backup, store: Holding) -> Facts:
    """Prove every byte of a backup of a laptop that is open, writing nothing; return what it comes to.

    Raises:
        DamagedError: `backup.foreign`: of another laptop; `backup.damaged`.
        UnavailableError: `backup.unreadable`.
    """
    end: dict[str, object] = {}
    for item in read(told.take, backup.unboxed(told.header, source.keys_of(store)), told.bound):
        if item.kind is Kind.END:
            end = _end(item.whole())
    return Facts.from_content(end.get("main"))


def held(
    told: Backup, store: Holding, digests: Iterable[str], progress: Progress | None = None
) -> frozenset[str]:
    """Prove every byte of a backup of a laptop that is open; return which of these files are whole in it.

    Raises:
        DamagedError: `backup.foreign`: of another laptop; `backup.damaged`.
        UnavailableError: `backup.unreadable`.
        Cancelled: as the progress says.
    """
    keys = source.keys_of(store)
    vault = Vault(store.folder.vault, keys.vault_key)
    wanted = {f"vault/{name[:2]}/{name}": each for each in digests for name in (vault.name(each),)}
    stage = backup.Stage(progress, backup.CHECKING, told.size)
    found = set()
    for item in read(told.take, backup.unboxed(told.header, keys), told.bound, stage.passed):
        digest = wanted.get(item.name) if item.kind is Kind.FILE else None
        if digest is not None and vault.holds(digest, b"".join(item.pieces)):
            found.add(digest)
    return frozenset(found)


def _write(folder: DataFolder, item: Item) -> None:
    if not (item.name in _OWN or in_vault(item.name) or is_extra(item.name)):
        raise damaged("name")
    backup.write_out(folder.path / item.name, item.pieces, durable=True)


def _names(content: bytes) -> frozenset[str]:
    if len(content) % 32:
        raise damaged("left out")
    return frozenset(content[place : place + 32].hex() for place in range(0, len(content), 32))


def _end(content: bytes) -> dict[str, object]:
    try:
        return canonical.load_object(content, "end")
    except DamagedError as problem:
        raise damaged("end") from problem


def _settle(root: Path) -> None:
    for place in (root, *(one for one in root.rglob("*") if one.is_dir())):
        sync_folder(place)


def prove(folder: DataFolder, data_key: bytes, facts: Facts) -> None:
    """Hold a restored database to what it came to when the backup was made.

    Raises:
        DamagedError: `backup.digest_differs`, and those of `make_engine`.
    """
    found = source.facts_of(folder.database, data_key, deep=True)
    if found != facts:
        raise DamagedError("backup.digest_differs", where=str(folder.path))


def spares(folder: DataFolder, data_key: bytes) -> tuple[int, ...]:
    """Return the spare machine codes that a restored database knows, before it is open.

    Raises:
        DamagedError: `trust.setting_damaged`; those of `make_engine`.
    """
    engine = make_engine(folder.database, data_key)
    try:
        with told(), engine.connect() as connection:
            kept = read_setting(connection, machine.SPARES)
    finally:
        engine.dispose()
    return machine.spares(kept) if kept is not None else ()


def used_codes(folder: DataFolder, data_key: bytes) -> frozenset[int]:
    """Return the machine codes under which a restored database knows numbers.

    Raises:
        DamagedError, UnavailableError: those of `make_engine`.
    """
    engine = make_engine(folder.database, data_key)
    try:
        with told(), engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT DISTINCT machine_code FROM number_book")
            return frozenset(int(row[0]) for row in rows)
    finally:
        engine.dispose()


def missing_blobs(store: Holding, left_out: frozenset[str]) -> tuple[str, ...]:
    """Return the sha256 of files that entries name and that the backup left to the hub, as hex."""
    with store._apart() as connection:
        named = telling.references(connection)
    vault = store._vault
    return tuple(sorted(one for one in named if vault.name(one) in left_out and not vault.has(one)))


def filing_there(folder: DataFolder) -> bool:
    """Tell whether a filing workspace was among what was restored."""
    return (folder.path / FILING / folder.database.name).exists()
