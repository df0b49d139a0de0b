"""Backups of laptops, kept at the hub as they came: sealed, so that the hub reads none of them.

`backups/<laptop's key>/<time>.ijk`, the newest of the last days that had one. What arrives in parts stands
beside them until it is whole, and is believed only with the hash that the laptop told at its end.
"""

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.sync import wire
from inspector_app.trust.durable import harden, settle

from . import settings
from .base import Base
from .upload import writing

FOLDER, SUFFIX, PASSING = "backups", ".ijk", ".part"
KEPT_DAYS = 3
"""Of so many days the newest backup is kept, of each laptop."""

MOST_BYTES = 20_000_000_000
"""Of one backup."""

MOST_TOGETHER = 200_000_000_000
"""Of all laptops' backups and what is on its way of them, where the office told no other bound."""

_NAME = re.compile(r"[0-9]{8}-[0-9]{6}")
_LAPTOP = re.compile(r"[0-9a-f]{16}")


class Kept(NamedTuple):
    """A backup that is here whole: its name, a time as YYYYMMDD-HHMMSS, and its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Left:
    """What one laptop left here.

    Attributes:
        laptop: its key.
        count: backups that are here whole; oldest, newest: their names, empty for none.
        size: bytes, those of one that is on its way with them.
    """

    laptop: str
    count: int
    size: int
    oldest: str
    newest: str


class LaptopBackups:
    """The kept backups of one hub. A laptop reaches its own alone: `laptop` is the key it signed on with."""

    def __init__(self, folder: Path, base: Base) -> None:
        self._folder, self._base = folder / FOLDER, base

    def kept(self, laptop: str) -> list[Kept]:
        """Return what is kept of a laptop, the newest first."""
        return sorted(_sizes(self._place(laptop), SUFFIX), reverse=True)

    def passing(self, laptop: str) -> Kept | None:
        """Return what is here of a backup that is on its way, or whose way broke off; None for nothing."""
        return max(_sizes(self._place(laptop), PASSING), default=None)

    def left(self) -> list[Left]:
        """Return what each laptop left here, by its key."""
        told = []
        places = self._folder.iterdir() if self._folder.is_dir() else ()
        for place in sorted(one for one in places if _LAPTOP.fullmatch(one.name)):
            kept, size = self.kept(place.name), _size_of(place)
            if size:
                ends = (kept[-1].name, kept[0].name) if kept else ("", "")
                told.append(Left(place.name, len(kept), size, *ends))
        return told

    def most(self) -> int:
        """Return how many bytes the backups of all laptops may take together."""
        with self._base.database.reading() as connection:
            told = settings.get(connection, settings.MOST_BACKUPS)
        return int(told) if told else MOST_TOGETHER

    def add(self, laptop: str, name: str, at: int, content: bytes) -> int:
        """Add a part behind what came of a backup, and return how much of it is here.

        Args:
            at: where the part begins; 0 begins anew. Another place than the end adds nothing: the laptop
                goes on from what is returned.

        Raises:
            RuleError: `hub.backup_unfit`; `hub.backups_full`: there is no room beside those of the others.
            UnavailableError: `hub.disk_full`, `hub.blob_not_written`.
        """
        passing = self._passing(laptop, name)
        if at < 0 or at + len(content) > MOST_BYTES:
            raise RuleError("hub.backup_unfit", where=name, most=MOST_BYTES)
        self._base.disk.refuse_full(len(content))
        with writing(passing.name):
            if at == 0:
                passing.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                for other in passing.parent.glob(f"*{PASSING}"):  # of one that was broken off
                    other.unlink(missing_ok=True)
            self._refuse_more(name, len(content))
            if at == 0:
                passing.touch(mode=0o600)
            here = passing.stat().st_size if passing.exists() else 0
            if here != at:
                return here
            # At its place and not at the end: the same part may come twice at once, when an answer was lost.
            with passing.open("r+b") as file:
                file.seek(at)
                file.write(content)
            return at + len(content)

    def finish(self, laptop: str, name: str, size: int, sha256: bytes) -> tuple[str, ...]:
        """Take a backup whose parts are all here, and return the names of those that went for it.

        The same end told again changes nothing: an answer can be lost.

        Raises:
            RuleError: `hub.backup_unfit`. DamagedError: `hub.backup_damaged`: the parts are gone, too.
            UnavailableError: `hub.blob_not_written`.
        """
        passing, goal = self._passing(laptop, name), self._goal(laptop, name)
        with writing(passing.name):
            whole = passing if passing.exists() else goal
            if not whole.exists() or not _is(whole, size, sha256):
                passing.unlink(missing_ok=True)
                raise DamagedError("hub.backup_damaged", where=name)
            if whole is passing:
                _settle(passing, goal)
            gone = self._thinned(laptop, name)
        self._base.audit.note("backup_kept", device=laptop, name=name, size=size)
        return gone

    def part(self, laptop: str, name: str, at: int) -> bytes:
        """Return a part of a kept backup from a place on, empty behind its end.

        Raises:
            RuleError: `hub.backup_unknown`, `hub.backup_unfit`.
            DamagedError: `hub.backup_unreadable`: this file, and not the hub; another one may be whole.
        """
        try:
            with self._goal(laptop, name).open("rb") as file:
                file.seek(at)
                return file.read(wire.MOST_PART)
        except FileNotFoundError as problem:
            raise RuleError("hub.backup_unknown", where=laptop) from problem
        except OSError as problem:
            raise DamagedError("hub.backup_unreadable", where=name) from problem

    def drop(self, laptop: str) -> Left:
        """Remove all that a laptop left here, and return what it was.

        Raises:
            RuleError: `hub.backup_unknown`. UnavailableError: `hub.blob_not_written`.
        """
        place = self._place(laptop)
        told = next((one for one in self.left() if one.laptop == laptop), None)
        if told is None:
            raise RuleError("hub.backup_unknown", where=laptop)
        with writing(place.name):
            shutil.rmtree(place)
        self._base.audit.note("backups_dropped", device=laptop, count=told.count, size=told.size)
        return told

    def give(self, laptop: str, out: Path, name: str = "") -> Kept:
        """Copy a kept backup out, the newest when none is named.

        Raises:
            RuleError: `hub.backup_unknown`, `hub.backup_out_taken`. UnavailableError: `hub.blob_not_written`.
        """
        found = [one for one in self.kept(laptop) if name in ("", one.name)]
        if not found:
            raise RuleError("hub.backup_unknown", where=laptop)
        if out.exists():
            raise RuleError("hub.backup_out_taken", where=str(out))
        with writing(out.name):
            passing = out.with_name(f".{out.name}{PASSING}")
            shutil.copyfile(self._goal(laptop, found[0].name), passing)
            _settle(passing, out)
        return found[0]

    def _refuse_more(self, name: str, size: int) -> None:
        """Refuse what would go beyond the bound over all; several at once may pass it by a part each."""
        held, most = _size_below(self._folder), self.most()
        if held + size > most:
            told = {"held": _gigabytes(held), "most": _gigabytes(most)}
            raise RuleError("hub.backups_full", where=name, **told)

    def _thinned(self, laptop: str, newest: str) -> tuple[str, ...]:
        """Remove what the last days need no more. The one that came just now stays, whatever its day."""
        days: dict[str, str] = {}
        for one in self.kept(laptop):
            days.setdefault(one.name[:8], one.name)
        staying = {newest, *sorted(days.values(), reverse=True)[:KEPT_DAYS]}
        gone = [one.name for one in self.kept(laptop) if one.name not in staying]
        for each in gone:
            self._goal(laptop, each).unlink(missing_ok=True)
        return tuple(gone)

    def _place(self, laptop: str) -> Path:
        if not _LAPTOP.fullmatch(laptop):
            raise RuleError("hub.backup_unknown", where=laptop)
        return self._folder / laptop

    def _goal(self, laptop: str, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise RuleError("hub.backup_unfit", where=name, most=MOST_BYTES)
        return self._place(laptop) / f"{name}{SUFFIX}"

    def _passing(self, laptop: str, name: str) -> Path:
        goal = self._goal(laptop, name)
        return goal.with_name(f"{goal.stem}{PASSING}")


def _is(file: Path, size: int, sha256: bytes) -> bool:
    if file.stat().st_size != size:
        return False
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").digest() == sha256


def _settle(passing: Path, goal: Path) -> None:
    """Put a file in its place, durable before this returns."""
    with passing.open("r+b") as file:
        harden(file)
    passing.replace(goal)
    settle(goal.parent)


def _sizes(place: Path, suffix: str) -> list[Kept]:
    """Return the files of a kind in a laptop's folder; one that goes in this moment is none any more."""
    told = []
    for each in place.glob(f"*{suffix}"):
        with suppress(FileNotFoundError):
            if _NAME.fullmatch(each.stem):
                told.append(Kept(each.stem, each.stat().st_size))
    return told


def _size_of(place: Path) -> int:
    return sum(one.size for suffix in (SUFFIX, PASSING) for one in _sizes(place, suffix))


def _size_below(folder: Path) -> int:
    """Return the bytes of all files in the laptops' folders; quickly, for it is asked with each part."""
    size = 0
    if not folder.is_dir():
        return size
    with os.scandir(folder) as places:
        for place in places:
            with suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as files:
                for each in files:
                    with suppress(FileNotFoundError):  # it went in this moment
                        size += each.stat().st_size
    return size


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f}"
