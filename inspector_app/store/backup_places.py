"""Where backups stand: a stick, a card, a share, a file. Written beside the old one, then put in its place.

A folder keeps those of several laptops, each under its own name; of one laptop the newest of seven days, four
weeks and twelve months are kept.
"""

import contextlib
import errno
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError, UnavailableError
from inspector_app.trust.durable import settle

from .backup_form import SUFFIX

DAYS, WEEKS, MONTHS = 7, 4, 12
"""Of how many of each the newest backup is kept."""

_PASSING = ".part"
_LITERAL = re.compile(r"([*?\[])")
_NAME = re.compile(r"inspector-([0-9a-f]{8}-[0-9]+)-([0-9]{8})-[0-9]{6}\.ijk")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BARRED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE, errno.ENOTDIR})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a backup will stand.

    Attributes:
        goal: its file.
        laptop: what tells this laptop's backups from others', see `laptop_of`.
        thinned: it stands in a folder of backups, of which the old ones go.
    """

    goal: Path
    laptop: str
    thinned: bool


def place_of(target: Path, data: Path, laptop: str, made: datetime) -> Place:
    """Return where a backup goes that is asked for at a folder or as a file.

    Args:
        data: the laptop's data folder: a backup in it would be lost with it.
        laptop: what tells this laptop's backups from others', see `laptop_of`.

    Raises:
        RuleError: `backup.inside_data`.
        UnavailableError: `backup.target_gone`: the stick is not there; a folder is never made in its place.
    """
    within = target.absolute()
    if within.resolve().is_relative_to(data.absolute().resolve()):
        raise RuleError("backup.inside_data", where=str(target))
    if within.is_dir():
        moment = made.astimezone(CHINA).strftime("%Y%m%d-%H%M%S")
        return Place(within / f"inspector-{laptop}-{moment}{SUFFIX}", laptop, thinned=True)
    if not within.parent.is_dir():
        raise UnavailableError("backup.target_gone", where=str(target))
    return Place(within, laptop, thinned=False)


def laptop_of(workspace: str, machine_code: int) -> str:
    """Return what stands in the names of one laptop's backups."""
    return f"{workspace[:8]}-{machine_code}"


def on_disk_of(place: Path, data: Path) -> bool:
    """Tell whether a folder or file lies on the very disk that a backup is to outlive."""
    try:
        return place.stat().st_dev == data.stat().st_dev
    except OSError:
        return False


def disk_of(place: Place) -> int:
    """Return which disk a place lies on: a stick that is pulled leaves its folder behind, on another one.

    Raises:
        UnavailableError: `backup.target_gone` and the like.
    """
    with answered(place.goal):
        return place.goal.parent.stat().st_dev


@contextmanager
def passing(place: Place, disk: int) -> Iterator[Path]:
    """Yield the file to write a backup to; when the block ends well, it takes its place, else it is gone.

    Args:
        disk: what `disk_of` said when the backup was asked for.

    Raises:
        UnavailableError: `backup.target_full`, `backup.target_read_only`, `backup.target_gone`,
            `backup.target_failed`; what stood there before is whole.
    """
    goal = place.goal
    _refuse_other_disk(place, disk)
    named = f"inspector-{place.laptop}-*" if place.thinned else _LITERAL.sub(r"[\1]", goal.name)
    with answered(goal):
        for leftover in goal.parent.glob(f".{named}{_PASSING}"):  # of a backup that was killed
            leftover.unlink()
    passed = goal.with_name(f".{goal.name}{_PASSING}")
    try:
        yield passed
        _refuse_other_disk(place, disk)
        with answered(goal):
            passed.replace(goal)
            settle(goal.parent)
    finally:
        with contextlib.suppress(OSError):  # a stick that was pulled: the first cause is told
            passed.unlink(missing_ok=True)


def _refuse_other_disk(place: Place, disk: int) -> None:
    if disk_of(place) != disk:
        raise UnavailableError("backup.target_gone", where=str(place.goal))


@contextmanager
def answered(where: Path) -> Iterator[None]:
    """Tell a failure of the place in the program's own words.

    Raises:
        UnavailableError: `backup.target_full`, `backup.target_read_only`, `backup.target_gone`,
            `backup.target_failed`.
    """
    try:
        yield
    except OSError as problem:
        raise unusable(problem, where) from problem


def unusable(problem: OSError, where: Path) -> UnavailableError:
    """Return the error for a place that cannot be written or read."""
    told = {"where": str(where), "reason": problem.strerror or str(problem)}
    if problem.errno in _FULL:
        return UnavailableError("backup.target_full", **told)
    if problem.errno in _BARRED:
        return UnavailableError("backup.target_read_only", **told)
    if problem.errno in _GONE:
        return UnavailableError("backup.target_gone", **told)
    return UnavailableError("backup.target_failed", **told)


def taking(file: BinaryIO, where: Path) -> Callable[[int], bytes]:
    """Return what reads a file and tells its failures in the program's own words; see `answered`."""

    def take(count: int) -> bytes:
        with answered(where):
            return file.read(count)

    return take


def thin(place: Place) -> tuple[str, ...]:
    """Remove the backups of this laptop that are no longer needed and return their names.

    The one that was made just now stays whatever its day; one that cannot be removed harms nobody.
    """
    newest = place.goal
    there = [one.name for one in newest.parent.glob(f"inspector-{place.laptop}-*{SUFFIX}")]
    removed = []
    for name in superfluous(there, newest.name):
        with contextlib.suppress(OSError):
            newest.with_name(name).unlink()
            removed.append(name)
    return tuple(removed)


def may_be_thinned(file: Path) -> bool:
    """Tell whether later backups beside a file may remove it."""
    return _NAME.fullmatch(file.name) is not None


def superfluous(names: Iterable[str], newest: str) -> tuple[str, ...]:
    """Return those of one laptop's backups that neither a day, a week nor a month needs, by their names.

    What is not named like a backup is never among them.
    """
    days = {name: day for name in names if (day := _day(name)) is not None}
    kept, latest = {newest}, sorted(days, reverse=True)
    for most, span in ((DAYS, _as_day), (WEEKS, _as_week), (MONTHS, _as_month)):
        first: dict[object, str] = {}
        for name in latest:
            first.setdefault(span(days[name]), name)
        kept.update(list(first.values())[:most])
    return tuple(sorted(set(days) - kept))


def _day(name: str) -> date | None:
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[2], "%Y%m%d").replace(tzinfo=CHINA).date()
    except ValueError:
        return None


def _as_day(day: date) -> object:
    return day


def _as_week(day: date) -> object:
    return day.isocalendar()[:2]


def _as_month(day: date) -> object:
    return day.year, day.month
