"""A backup: made while people work, reopened and reckoned before the old one goes.

Nothing in the data folder changes. `copying/` below it holds the copy for as long as it is written.
"""

import contextlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.domain.errors import DamagedError, Progress, UnavailableError
from inspector_app.trust.durable import harden
from inspector_app.trust.seal import seal

from . import backup_places as places
from . import backup_source as source
from .backup_form import Boxes, Header, Kind, Part, Take, end_part, read, read_header, write
from .backup_source import FILING, Facts
from .folder import DataFolder
from .holding import Holding, Keys
from .vault import disk_problem

WORK = "copying"
COPYING, WRITING, CHECKING = "正在抄写数据库", "正在写入备份", "正在重新打开核对"
"""What a backup is doing, for who waits."""

_NONCE = 12
_KEY = 32


@dataclass(frozen=True, slots=True)
class Recovery:
    """The office's way in, when no password is left.

    Attributes:
        public: the recovery key's public half, 32 bytes.
        master: the laptop's master key, sealed for it.
    """

    public: bytes
    master: bytes


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made.

    Attributes:
        made: RFC 3339 time by the laptop's clock.
        everything: also the files that the hub holds already.
    """

    place: places.Place
    made: str
    program: str
    recovery: Recovery | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was reopened and found to be what was written.

    Attributes:
        blobs: photos and papers in it, those of the filing workspace too.
        left_out: files that are not in it because the hub holds them.
        removed: older backups that went.
        filing_closed: the filing workspace is in it as its files are, its digest unproven: who made the
            backup has no key to it.
    """

    file: Path
    sha256: str
    size: int
    facts: Facts
    blobs: int
    left_out: int
    filing: Facts | None
    filing_closed: bool
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Copied:
    """What is written: the parts, and what they come to."""

    parts: list[Part]
    facts: Facts
    filing: Facts | None
    filing_closed: bool
    left_out: int

    @property
    def size(self) -> int:
        return sum(one.size for one in self.parts)

    @property
    def blobs(self) -> int:
        return sum("vault/" in one.name for one in self.parts)

    def end(self) -> Part:
        filing = self.filing.to_content() if self.filing is not None else None
        return end_part(
            {
                "main": self.facts.to_content(),
                "filing": filing,
                "filing_closed": self.filing_closed,
                "blobs": self.blobs,
                "left_out": self.left_out,
            }
        )


def make(store: Holding, filing: Holding | None, order: Order, progress: Progress | None = None) -> Made:
    """Make a backup, prove it, and put it in its place.

    Args:
        filing: the filing workspace's store, None where it is closed to who makes the backup.

    Raises:
        UnavailableError: `backup.under_way`, `backup.no_room_here`, `backup.not_read`, and those of
            `backup_places.passing`; the old backup is whole, and nothing half-made is left.
        DamagedError: `backup.not_as_written`: the place does not keep what it is given;
            `store.database_damaged` and the like of a laptop that is damaged itself.
        Cancelled: as the progress says.
    """
    goal, key, disk = order.place.goal, token_bytes(_KEY), places.disk_of(order.place)
    header = _header(store, order, key)
    with _work(store.folder) as work:
        copied = _copied(store, filing, work, order, progress)
        with places.passing(order.place, disk) as passed:
            with places.answered(goal), passed.open("xb") as file:
                told = Stage(progress, WRITING, copied.size)
                sha256 = write(file, header, key, _counted([*copied.parts, copied.end()], told))
                harden(file)
                size = file.tell()
            _prove(passed, goal, store, filing, copied, work, progress)
    removed = places.thin(order.place) if order.place.thinned else ()
    return Made(
        file=goal,
        sha256=sha256,
        size=size,
        facts=copied.facts,
        blobs=copied.blobs,
        left_out=copied.left_out,
        filing=copied.filing,
        filing_closed=copied.filing_closed,
        removed=removed,
    )


def _header(store: Holding, order: Order, key: bytes) -> Header:
    meta, recovery = store.meta, order.recovery
    try:
        slots = store.folder.slots.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnavailableError(
            "backup.not_read", where=str(store.folder.slots), reason=str(problem)
        ) from problem
    bound = context(meta.workspace, meta.journal_id, order.made)
    nonce = token_bytes(_NONCE)
    own = nonce + AESGCM(source.box_key(source.keys_of(store).vault_key)).encrypt(nonce, key, bound)
    boxes = Boxes(own)
    if recovery is not None:
        boxes = Boxes(own, seal(recovery.public, key, bound), recovery.master, recovery.public)
    return Header(
        meta.workspace,
        meta.journal_id,
        meta.machine_code,
        meta.training,
        order.made,
        order.program,
        slots,
        boxes,
    )


def context(workspace: str, journal_id: str, made: str) -> bytes:
    """Return what the boxes of a backup are bound to."""
    return f"backup 1\0{workspace}\0{journal_id}\0{made}".encode()


def unboxed(header: Header, keys: Keys) -> bytes:
    """Return the key of the chunks, for who has the laptop's own keys.

    Raises:
        DamagedError: `backup.foreign`: made by another laptop, or altered.
    """
    box = header.boxes.own
    bound = context(header.workspace, header.journal_id, header.made)
    try:
        return AESGCM(source.box_key(keys.vault_key)).decrypt(box[:_NONCE], box[_NONCE:], bound)
    except (InvalidTag, ValueError) as problem:
        raise DamagedError("backup.foreign", where=header.workspace[:8]) from problem


@contextmanager
def _work(folder: DataFolder) -> Iterator[Path]:
    """Yield an empty folder for the copy, one backup at a time; it is gone afterwards."""
    work = DataFolder(folder.path / WORK)
    try:
        work.path.mkdir(mode=0o700, exist_ok=True)
        work.lock()
    except OSError as problem:
        raise disk_problem(problem, str(work.path)) from problem
    except UnavailableError as problem:
        raise UnavailableError("backup.under_way", where=str(folder.path)) from problem
    try:
        _emptied(work)
        yield work.path
    finally:
        with contextlib.suppress(OSError):  # the next backup empties it; the first cause is told
            _emptied(work)
        work.unlock()


def _emptied(work: DataFolder) -> None:
    for place in work.path.iterdir():
        if place.is_dir():
            shutil.rmtree(place)
        elif place != work.lock_file:
            place.unlink()


def _copied(
    store: Holding, filing: Holding | None, work: Path, order: Order, progress: Progress | None
) -> _Copied:
    folder, keys = store.folder, source.keys_of(store)
    database = work / folder.database.name
    try:
        source.copy_database(store, database, Stage(progress, COPYING))
        left_out = set() if order.everything else source.covered(database, keys, folder)
        facts = source.facts_of(database, keys.data_key)
        parts = [source.file_part(database, folder.database.name), *source.vault_parts(folder, left_out)]
        for name in source.EXTRAS:
            parts += source.folder_parts(folder.path, name)
        more, filing_facts, also_out = _filing(folder, filing, work, order)
    except UnavailableError as problem:
        if problem.code == "store.disk_full":
            raise UnavailableError("backup.no_room_here", where=str(work)) from problem
        raise
    closed = bool(more) and filing_facts is None
    return _Copied([*parts, *more], facts, filing_facts, closed, len(left_out) + also_out)


def _filing(
    folder: DataFolder, filing: Holding | None, work: Path, order: Order
) -> tuple[list[Part], Facts | None, int]:
    """Return the filing workspace's parts: a copy where it is open, else its files as they are."""
    beside = DataFolder(folder.filing)
    if not beside.exists():
        return [], None, 0
    within = f"{FILING}/"
    database = work / FILING / beside.database.name
    try:
        database.parent.mkdir(mode=0o700)
    except OSError as problem:
        raise disk_problem(problem, str(work)) from problem
    slots = source.file_part(beside.slots, within + beside.slots.name)
    if filing is None:
        return [*_as_they_are(beside, database, within), slots], None, 0
    keys = source.keys_of(filing)
    source.copy_database(filing, database)
    left_out = set() if order.everything else source.covered(database, keys, beside)
    facts = source.facts_of(database, keys.data_key)  # opening settles the file: its size is known after
    parts = [source.file_part(database, within + database.name), slots]
    parts += source.vault_parts(beside, left_out, within)
    return parts, facts, len(left_out)


def _as_they_are(beside: DataFolder, database: Path, within: str) -> list[Part]:
    """Copy the files of a database that nobody has open; held meanwhile, so that nobody opens it.

    The anchor stays behind: what is restored is an older copy and must go on under a new journal.
    """
    copies = [database]
    beside.lock()
    try:
        shutil.copy(beside.database, database)
        log = beside.database.with_name(f"{beside.database.name}-wal")
        if log.exists():
            copies.append(database.with_name(log.name))
            shutil.copy(log, copies[-1])
    except OSError as problem:
        raise disk_problem(problem, str(beside.path)) from problem
    finally:
        beside.unlock()
    parts = [source.file_part(one, within + one.name) for one in copies]
    return [*parts, *source.vault_parts(beside, set(), within)]


def _prove(
    passed: Path,
    goal: Path,
    store: Holding,
    filing: Holding | None,
    copied: _Copied,
    work: Path,
    progress: Progress | None,
) -> None:
    """Read the backup from its place, restore its databases beside the data and reckon both digests."""
    again = work / "again"
    again.mkdir(mode=0o700)
    keys = source.keys_of(store)
    wanted = {store.folder.database.name: (keys.data_key, copied.facts)}
    if filing is not None and copied.filing is not None:
        name = f"{FILING}/{filing.folder.database.name}"
        wanted[name] = (source.keys_of(filing).data_key, copied.filing)
    shutil.rmtree(work / FILING, ignore_errors=True)
    (work / store.folder.database.name).unlink()
    told = Stage(progress, CHECKING, copied.size)
    with places.answered(goal), passed.open("rb") as file:
        found = _put_back(places.taking(file, goal), keys, set(wanted), again, told, goal)
    if found != set(wanted):
        raise DamagedError("backup.not_as_written", where=str(goal))
    for name, (key, facts) in wanted.items():
        _compare(again / name, key, facts, goal)


def _compare(database: Path, key: bytes, facts: Facts, goal: Path) -> None:
    found = source.facts_of(database, key, deep=True)
    if found.pages_damaged:
        # The place kept every byte, the chunks prove it: it is the laptop's own database that is not sound.
        raise DamagedError("store.database_damaged", where=database.name, reason=found.pages_damaged[0])
    if found != facts:
        raise DamagedError("backup.not_as_written", where=str(goal))


def _put_back(take: Take, keys: Keys, wanted: set[str], again: Path, told: "Stage", goal: Path) -> set[str]:
    found = set()
    try:
        header, bound = read_header(take, str(goal))
        for item in read(take, unboxed(header, keys), bound, told.passed):
            if item.kind is Kind.FILE and item.name in wanted:
                write_out(again / item.name, item.pieces)
                found.add(item.name)
    except DamagedError as problem:
        raise DamagedError("backup.not_as_written", where=str(goal)) from problem
    return found


def write_out(place: Path, pieces: Iterable[bytes], *, durable: bool = False) -> None:
    """Write a file of a backup to this laptop's disk.

    Raises:
        UnavailableError: `store.disk_full`, `store.disk_error`.
    """
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with place.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            if durable:
                harden(file)
    except OSError as problem:
        raise disk_problem(problem, str(place)) from problem


def _counted(parts: list[Part], told: "Stage") -> Iterator[Part]:
    for part in parts:
        yield Part(part.kind, part.name, part.size, _passing(part, told))


def _passing(part: Part, told: "Stage") -> Iterator[bytes]:
    for piece in part.content:
        yield piece
        told.passed(len(piece))


class Stage:
    """Progress of one stage of a backup or restore, told with what is being done."""

    def __init__(self, progress: Progress | None, doing: str, total: int = 0) -> None:
        self._progress, self._doing, self._total, self._done = progress, doing, total, 0

    def passed(self, count: int) -> None:
        """Count so many bytes more."""
        self._done += count
        self.step(min(self._done, self._total), self._total)

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Tell how far it is; also where the work is stopped."""
        if self._progress is not None:
            self._progress.step(done, total, doing or self._doing)
