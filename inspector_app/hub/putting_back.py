"""A hub put back from its backup: proven while it is read, and a hub only when all is there."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

import orjson
from sqlalchemy import Table, delete, select
from sqlalchemy.engine import Connection

from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, Progress, RuleError, UnavailableError
from inspector_app.trust.durable import sync_folder, write_durably
from inspector_app.trust.seal import SealKey

from . import copy_form, copy_rows, copying, folder, machine_codes, restored, settings
from .audit import Audit
from .blobs import FOLDER
from .copied_photos import CopiedPhotos, Photo
from .copy_form import Header, Item, Kind
from .database import FILE, Database
from .facts import Facts, Keys, MachineClock
from .tables import blob

PHOTOS = "正在放回照片和附件"


@dataclass(frozen=True, slots=True)
class PutBack:
    """A hub that is there again.

    Attributes:
        made: when the backup was made, RFC 3339.
        rows: how many, by table.
        photos: how many came back; lacking: how many the backup has not whole, so laptops bring them again.
        marked: it stands beside the backup which machine codes are given from now on, so that a hub that is
            put back from the same copy once more gives others.
    """

    facts: Facts
    made: str
    rows: dict[str, int]
    photos: int
    lacking: int
    marked: bool


def put_back(
    backup: Path,
    into: Path,
    key: SealKey,
    *,
    database_url: str | None = None,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> PutBack:
    """Make a hub of a backup. What was cut off on the way is begun anew.

    Args:
        key: the office's recovery key.
        database_url: instead of the one that the hub was founded with.

    Raises:
        RuleError: `hub.already_there`, `hub.folder_not_empty`, `hub.database_taken`.
        DamagedError: `hub.copy_not_one`, `hub.copy_damaged`, `hub.copy_other_office`, `hub.database_damaged`.
        UnavailableError: `hub.copy_newer`, `hub.newer_database`, `hub.copy_unreadable`, `hub.folder_refused`,
            `hub.database_away`.
    """
    with _readable(backup), backup.open("rb") as file:
        header, bound = copy_form.read_header(file.read, str(backup))
        chunk_key = _unsealed(header, key)
        again = _make_room(into)
        books = _Books(into, header, database_url, again=again)
        counts = books.take(file.read, chunk_key, bound, str(backup))
    facts, keys = folder.read(into, folder.UNDER_WAY)
    lacking = _photos(backup, into, facts, keys, database_url, progress)
    marked = _end(backup, into, facts, database_url, header, clock or MachineClock())
    return PutBack(facts, header.made, counts, *lacking, marked)


class _Books:
    """The books of a backup, on their way into a database."""

    def __init__(self, into: Path, header: Header, database_url: str | None, *, again: bool) -> None:
        self._into, self._header, self._url, self._again = into, header, database_url, again
        self._reckoned = copy_rows.Reckoning()

    def take(self, take: copy_form.Take, key: bytes, bound: bytes, where: str) -> dict[str, int]:
        """Write the files, fill the database in one transaction, and return the number of rows by table."""
        items = copy_form.read(take, key, bound, where)
        first = self._files(items, where)
        database = self._database(where)
        try:
            with database.writing() as connection:
                tables = copy_rows.tables_of(connection)
                self._empty(connection, tables)
                self._fill(connection, tables, chain((first,), items), where)
                if database.postgres:
                    for table in tables.values():
                        copy_rows.settle_numbers(connection, table)
            database.upgrade()
        finally:
            database.close()
        return {name: int(str(count)) for name, (count, _) in self._reckoned.told().items()}

    def _files(self, items: Iterator[Item], where: str) -> Item:
        """Write the files, which stand first, and return what comes behind them."""
        for kind, name, content in items:
            if kind is not Kind.FILE:
                return kind, name, content
            self._file(name, content, where)
        raise copy_form.damaged(where)

    def _fill(
        self, connection: Connection, tables: dict[str, Table], items: Iterable[Item], where: str
    ) -> None:
        told: object = None
        for kind, name, content in items:
            if kind is Kind.END:
                told = orjson.loads(content)
            elif kind is Kind.ROWS and name in tables:
                copy_rows.put(connection, tables[name], self._reckoned.take(name, content, where))
            else:
                raise copy_form.damaged(where)
        if told != self._reckoned.told():
            raise copy_form.damaged(where)

    def _file(self, name: str, content: bytes, where: str) -> None:
        if name not in copying.FILES:
            raise copy_form.damaged(where)
        # `hub.json` makes a hub of a folder: it gets its name when all is there.
        write_durably(self._into / (folder.UNDER_WAY if name == folder.HUB else name), content)

    def _database(self, where: str) -> Database:
        facts, _ = folder.read(self._into, folder.UNDER_WAY)
        if facts.id != self._header.hub:
            raise copy_form.damaged(where)
        database = Database(self._into, self._url or facts.database_url)
        try:
            database.upgrade(self._header.revision or "head")
        except BaseException:
            database.close()
            raise
        return database

    def _empty(self, connection: Connection, tables: dict[str, Table]) -> None:
        """Refuse books that belong to somebody; clear away those of a putting back that was cut off."""
        found = settings.get(connection, settings.HUB)
        if found is not None and not (self._again and found == self._header.hub):
            raise RuleError("hub.database_taken", where="--database")
        for table in reversed(tables.values()):
            connection.execute(delete(table))


def _unsealed(header: Header, key: SealKey) -> bytes:
    if key.public != header.recovery:
        raise DamagedError("hub.copy_other_office", where=header.name)
    try:
        return key.open_sealed(header.office, copy_form.bound(header.hub, header.made))
    except DamagedError as problem:
        raise DamagedError("hub.copy_other_office", where=header.name) from problem


def _make_room(into: Path) -> bool:
    """Make an empty folder; tell whether a putting back was cut off in it."""
    if folder.exists(into):
        raise RuleError("hub.already_there", where=str(into))
    again = (into / folder.UNDER_WAY).exists()
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not again:
            for each in into.iterdir():
                raise RuleError("hub.folder_not_empty", where=str(into), found=each.name)
            write_durably(into / folder.UNDER_WAY, b"")
        for end in ("", "-wal", "-shm", "-journal"):
            (into / f"{FILE}{end}").unlink(missing_ok=True)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("hub.folder_refused", where=str(into), reason=reason) from problem
    return again


def _photos(
    backup: Path, into: Path, facts: Facts, keys: Keys, url: str | None, progress: Progress | None
) -> tuple[int, int]:
    """Put the photos back; those that the backup has not whole are forgotten, so that laptops bring them."""
    source = _Photos(backup, facts, keys)
    database, came = Database(into, url or facts.database_url), 0
    try:
        with database.reading() as connection:
            rows = connection.execute(select(blob)).all()
        for row in rows:
            if progress is not None:
                progress.step(came, len(rows), PHOTOS)
            sha = bytes.fromhex(row.name) if row.workspace == facts.workspace else row.sha256
            if sha is not None and source.put(Photo(row.workspace, row.name, int(row.size), sha), into):
                came += 1
                continue
            mine = (blob.c.workspace == row.workspace) & (blob.c.name == row.name)
            with database.writing() as connection:
                connection.execute(delete(blob).where(mine))
    finally:
        database.close()
    return came, len(rows) - came


class _Photos:
    """Where a backup's photos come from: sealed beside it, or as they are in the folder of a hub."""

    def __init__(self, backup: Path, facts: Facts, keys: Keys) -> None:
        self._backup = backup
        self._sealed = CopiedPhotos(copying.photos_beside(backup, facts.id), keys.office)
        self._plain = backup.parent.parent / FOLDER if backup.parent.name == copying.BEFORE else None

    def put(self, photo: Photo, into: Path) -> bool:
        """Write one photo to its place, and tell whether all of it was to be had."""
        place = into / FOLDER / photo.room / photo.name[:2] / photo.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        hashed = sha256()
        try:
            with place.open("wb") as file:
                for piece in self._pieces(photo):
                    hashed.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(place.parent)
        except (DamagedError, FileNotFoundError) as problem:
            if not self._backup.exists():  # the stick was pulled: that is no lack of the backup
                raise UnavailableError("hub.copy_unreadable", where=str(self._backup), reason="") from problem
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise UnavailableError("hub.copy_unreadable", where=photo.name, reason=reason) from problem
        if hashed.digest() != photo.sha256:
            place.unlink()
            return False
        return True

    def _pieces(self, photo: Photo) -> Iterator[bytes]:
        if self._plain is None:
            yield from self._sealed.read(photo)
            return
        with (self._plain / photo.room / photo.name[:2] / photo.name).open("rb") as file:
            while piece := file.read(1_000_000):
                yield piece


def _end(backup: Path, into: Path, facts: Facts, url: str | None, header: Header, clock: Clock) -> bool:
    database = Database(into, url or facts.database_url)
    try:
        with database.writing() as connection:  # codes given since then are known to nobody here
            least = machine_codes.left_out(connection, restored.least_of(backup))
            settings.put(database, connection, settings.LEAST_CODE, str(least))
        Audit(database, clock).note("put_back", made=header.made, program=header.program)
    finally:
        database.close()
    marked = restored.mark(backup, least)  # before there is a hub that gives them
    with contextlib.suppress(FileNotFoundError):
        for each in (*(into / FOLDER).iterdir(), into / FOLDER, into):
            sync_folder(each)
    if url:
        folder.write_facts(into, replace(facts, database_url=url))
        (into / folder.UNDER_WAY).unlink()
    else:
        (into / folder.UNDER_WAY).replace(into / folder.HUB)
    sync_folder(into)
    return marked


@contextmanager
def _readable(backup: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnavailableError("hub.copy_unreadable", where=str(backup), reason=reason) from problem
