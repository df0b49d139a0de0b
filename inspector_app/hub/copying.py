"""The hub's own backup: its keys and books as one sealed file, its photos sealed beside it.

Made while laptops exchange; the hub opens by the office's recovery key what it sealed, and by its own keys to
prove it: what was written is read again from its place before the older ones go.
"""

import contextlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

import inspector_app
from inspector_app.domain.errors import DamagedError, Progress, RuleError, UnavailableError
from inspector_app.trust.durable import harden, settle, sweep
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.seal import seal

from . import copy_form, folder, restored
from .copied_photos import CopiedPhotos, Photo, derived, written
from .copy_form import SUFFIX, Header, Kind, Take
from .copy_rows import Reckoning, batches, tables_of
from .database import Database
from .facts import Facts, Keys, moment
from .tables import blob

FILES = (folder.HUB, folder.KEYS, folder.PEM, folder.PRIVATE)
BEFORE = "copies"
"""Folder in the hub's own: the books as they were before a program changed their tables."""

KEPT, KEPT_BEFORE = 14, 3
"""So many of the newest backups stay."""

PHOTOS = "正在抄写照片和附件"
PASSING = ".part"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Written:
    """A backup of the books that was reopened and found to be what was written.

    Attributes:
        rows: how many, by table.
        removed: names of older ones that went.
    """

    file: Path
    size: int
    rows: dict[str, int]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The hub that is copied."""

    path: Path
    facts: Facts
    keys: Keys
    database: Database


@dataclass(frozen=True, slots=True)
class Copied:
    """A whole backup.

    Attributes:
        photos: how many belong to it; new: of those, how many were written just now.
        lost: those whose bytes at the hub are no longer what came; laptops are asked for them again.
    """

    books: Written
    photos: int
    new: int
    lost: tuple[Photo, ...]


def make(
    source: Source, out: Path, place: Callable[[str, str], Path], now: datetime, progress: Progress | None
) -> Copied:
    """Back a hub up into a folder.

    Args:
        place: where a file of a workspace lies.

    Raises:
        as `refuse_place`, `books` and `photos`.
    """
    refuse_place(out, source.path)
    told: list[tuple[int, int, list[Photo]]] = []

    def between() -> None:
        there = _held(source, place)
        into = CopiedPhotos(photos_beside(out / "x", source.facts.id), source.keys.office)
        into.sweep()
        new, lost = photos(there, into, lambda each: place(each.room, each.name), progress)
        told.append((len(there), new, lost))

    made = books(source, out, now, KEPT, between)
    ((many, new, lost),) = told
    return Copied(made, many, new, tuple(lost))


def _held(source: Source, place: Callable[[str, str], Path]) -> list[Photo]:
    """Return every file that is held; of those that came before hashes were kept, the hash as it is now."""
    with source.database.reading() as connection:
        rows = connection.execute(select(blob).order_by(blob.c.workspace, blob.c.name)).all()
    return [Photo(row.workspace, row.name, int(row.size), _hash(source, row, place)) for row in rows]


def _hash(source: Source, row: Row[Any], place: Callable[[str, str], Path]) -> bytes:
    if row.workspace == source.facts.workspace:
        return bytes.fromhex(row.name)
    if row.sha256 is not None:
        return bytes(row.sha256)
    with contextlib.suppress(OSError), place(row.workspace, row.name).open("rb") as file:
        return file_digest(file, "sha256").digest()
    return bytes(32)  # it is nowhere


def before_upgrade(source: Source, now: datetime) -> None:
    """Keep the books as they are, in the hub's own folder, before this program changes their tables.

    Raises:
        as `books`.
    """
    out = source.path / BEFORE
    with written(out):
        out.mkdir(mode=0o700, exist_ok=True)
    books(source, out, now, KEPT_BEFORE, lambda: None)


def books(source: Source, out: Path, now: datetime, kept: int, between: Callable[[], None]) -> Written:
    """Write the books and keys of a hub into a folder, prove them, and remove the older ones.

    Args:
        between: done when the books are written and proven, before they count.

    Raises:
        UnavailableError: `hub.copy_not_written`, `hub.database_away`.
        DamagedError: `hub.copy_damaged`: the place does not keep what it is given; `hub.database_damaged`.
    """
    goal = out / f"{stem(source.facts.id)}-{now.strftime('%Y%m%d-%H%M%S')}{SUFFIX}"
    passing = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}{PASSING}")
    key = secrets.token_bytes(32)
    try:
        reckoned = Reckoning()
        with written(goal), passing.open("xb") as file:
            for piece in _sealed(source, now, key, reckoned):
                file.write(piece)
            harden(file)
            size = file.tell()
        rows = _proven(passing, source.keys.office, reckoned)
        between()
        with written(goal):
            passing.replace(goal)
            settle(out)
    finally:
        with contextlib.suppress(OSError):  # the first cause is told
            passing.unlink(missing_ok=True)
    return Written(goal, size, rows, _thinned(out, stem(source.facts.id), kept, goal.name))


def stem(hub: str) -> str:
    """Return how the backups of a hub begin."""
    return f"hub-{hub[:8]}"


def photos_beside(backup: Path, hub: str) -> Path:
    """Return the folder of sealed photos that belongs to a backup."""
    return backup.parent / f"{stem(hub)}-photos"


def refuse_place(out: Path, hub_folder: Path) -> None:
    """Refuse a place that is none, or that would be lost with the hub.

    Raises:
        UnavailableError: `hub.copy_place_gone`. RuleError: `hub.copy_inside`.
    """
    if not out.is_dir():
        raise UnavailableError("hub.copy_place_gone", where=str(out))
    if out.resolve().is_relative_to(hub_folder.resolve()):
        raise RuleError("hub.copy_inside", where=str(out))


def photos(
    there: list[Photo], into: CopiedPhotos, place: Callable[[Photo], Path], progress: Progress | None
) -> tuple[int, list[Photo]]:
    """Write the photos that were not written before; return how many, and those that rotted at the hub.

    Raises:
        UnavailableError: `hub.copy_not_written`. DamagedError: `hub.copy_damaged`. Cancelled.
    """
    new, lost = 0, []
    for done, each in enumerate(there):
        if progress is not None:
            progress.step(done, len(there), PHOTOS)
        if into.has(each):
            continue
        if into.write(each, place(each)):
            new += 1
        else:
            lost.append(each)
    return new, lost


def unboxed(header: Header, office: SigningKey) -> bytes:
    """Return the key of the chunks, for the hub that made them.

    Raises:
        DamagedError: `hub.copy_other_office`.
    """
    bound = copy_form.bound(header.hub, header.made)
    try:
        cipher = AESGCM(derived(office, b"hub backup 1"))
        return cipher.decrypt(header.own[:_NONCE], header.own[_NONCE:], bound)
    except (InvalidTag, ValueError) as problem:
        raise DamagedError("hub.copy_other_office", where=header.name) from problem


def _sealed(source: Source, now: datetime, key: bytes, reckoned: Reckoning) -> Iterator[bytes]:
    facts, made = source.facts, moment(now)
    bound, nonce = copy_form.bound(facts.id, made), secrets.token_bytes(_NONCE)
    own = AESGCM(derived(source.keys.office, b"hub backup 1")).encrypt(nonce, key, bound)
    with source.database.reading() as connection:
        header = Header(
            hub=facts.id,
            workspace=facts.workspace,
            name=facts.name,
            training=facts.training,
            made=made,
            program=inspector_app.__version__,
            revision=source.database.revision(connection) or "",
            own=nonce + own,
            office=seal(facts.recovery, key, bound),
            recovery=facts.recovery,
        )
        yield from copy_form.sealed(header, key, _items(source.path, connection, reckoned))


def _items(path: Path, connection: Connection, reckoned: Reckoning) -> Iterator[bytes]:
    for name in FILES:
        with written(path / name):
            content = (path / name).read_bytes()
        yield copy_form.item(Kind.FILE, name, content)
    for name, table in tables_of(connection).items():
        for content in batches(connection, table):
            reckoned.take(name, content, name)
            yield copy_form.item(Kind.ROWS, name, content)
    yield copy_form.item(Kind.END, "", orjson.dumps(reckoned.told()))


def _proven(file: Path, office: SigningKey, reckoned: Reckoning) -> dict[str, int]:
    """Read a backup from its place and reckon it anew."""
    with written(file), file.open("rb") as again:
        header, bound = copy_form.read_header(again.read, str(file))
        found, told = reckon(again.read, unboxed(header, office), bound, str(file))
    if found != reckoned.told() or told != found:
        raise copy_form.damaged(str(file))
    return {name: int(str(count)) for name, (count, _) in found.items()}


def reckon(
    take: Take, key: bytes, bound: bytes, where: str
) -> tuple[dict[str, list[object]], dict[str, list[object]]]:
    """Return what the rows of a backup come to, and what its end says that they do."""
    found, told = Reckoning(), {}
    for kind, name, content in copy_form.read(take, key, bound, where):
        if kind is Kind.ROWS:
            found.take(name, content, where)
        elif kind is Kind.END:
            told = orjson.loads(content)
    return found.told(), told


def _thinned(out: Path, stem_: str, kept: int, newest: str) -> tuple[str, ...]:
    """Remove all but the newest; one that cannot be removed harms nobody.

    By their names those are the newest that a clock calls so: what was written just now stays, whatever it
    is called. What backups that were cut off left behind goes after a day.

    Args:
        newest: name of the one that was written just now.
    """
    there = sorted((each.name for each in out.glob(f"{stem_}-*{SUFFIX}")), reverse=True)
    older = [name for name in there if name != newest]
    removed = []
    for name in older[kept - 1 :]:
        with contextlib.suppress(OSError):
            (out / name).unlink()
            removed.append(name)
            restored.beside(out / name).unlink(missing_ok=True)
    sweep(out.glob(f".{stem_}-*{PASSING}"))
    return tuple(removed)
