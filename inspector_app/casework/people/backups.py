"""Backups of this laptop in a folder: when one is due, where it goes, how it is made, what is remembered."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from inspector_app import __version__
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import backup_keys
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import (
    Cancelled,
    InspectorError,
    Progress,
    RuleError,
    UnavailableError,
)
from inspector_app.store import backup
from inspector_app.store import backup_places as places
from inspector_app.store.backup import Made
from inspector_app.store.store import Store

TARGET, APART, LAST = "backup.target", "backup.apart", "backup.last"
"""Settings: the folder that backups go to, that it was on another disk, and the last one that was made."""

LAST_AT_HUB = "backup.last.hub"
"""Setting: the last one that was brought to the hub."""

HUB = "hub"
"""What is remembered of one at the hub begins so: hub:YYYYMMDD-HHMMSS."""

OVERDUE = timedelta(days=3)
"""After so long without one a backup is not a matter of choice any more."""

WAY, DONE, CANCELLED = "backup", "done", "cancelled"
"""What the exchange's log says of a backup."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last backup of this laptop.

    Attributes:
        arrived: how many entries had come to stand here, written or received, before it was begun.
        filing: the same of the filing workspace, as far as anybody with its key told.
    """

    at: datetime
    file: str
    digest: str
    entries: int
    blobs: int
    journal: str
    arrived: int = -1
    filing: int = 0


def target(store: Store) -> Path | None:
    """Return the folder that backups of this laptop go to, None before one was chosen."""
    told = store.setting(TARGET)
    return Path(told) if told else None


def set_target(store: Store, folder: Path | None) -> None:
    """Choose the folder that backups go to by themselves; None ends that.

    Raises:
        RuleError: `backup.inside_data`. UnavailableError: `backup.target_gone`: it is not there now.
    """
    if folder is not None and not folder.is_dir():
        raise UnavailableError("backup.target_gone", where=str(folder))
    if folder is not None and folder.resolve().is_relative_to(store.folder.path.resolve()):
        raise RuleError("backup.inside_data", where=str(folder))
    store.set_setting(TARGET, str(folder) if folder is not None else None)
    apart = folder is not None and not places.on_disk_of(folder, store.folder.path)
    store.set_setting(APART, "1" if apart else None)


def last(store: Store) -> Last | None:
    """Return the last backup that was made and proved, wherever, None for never; a damaged note counts so."""
    return _newer(_noted(store, LAST), _noted(store, LAST_AT_HUB))


def last_in_folder(store: Store) -> Last | None:
    """Return the last one that stands as a file, None for never."""
    told = _noted(store, LAST)
    return None if told is None or _is_at_hub(told) else told


def last_at_hub(store: Store) -> Last | None:
    """Return the last one that the hub took, None for never."""
    told = _noted(store, LAST)  # where a version before noted it
    return _newer(told if told is not None and _is_at_hub(told) else None, _noted(store, LAST_AT_HUB))


def forget_at_hub(store: Store) -> None:
    """Forget the last one that the hub took."""
    store.set_setting(LAST_AT_HUB, None)
    told = _noted(store, LAST)
    if told is not None and _is_at_hub(told):
        store.set_setting(LAST, None)


def _newer(one: Last | None, other: Last | None) -> Last | None:
    return max((each for each in (one, other) if each is not None), key=lambda each: each.at, default=None)


def _is_at_hub(told: Last) -> bool:
    return told.file.startswith(f"{HUB}:")


def _noted(store: Store, setting: str) -> Last | None:
    told = store.setting(setting)
    if told is None:
        return None
    try:
        content = orjson.loads(told)
        at = datetime.fromisoformat(content.pop("at"))
        content.pop("place", None)  # of a version before, which did not count what came from others
        return Last(at=at, **content) if at.tzinfo is not None else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def overdue(desk: Desk) -> bool:
    """Tell whether the last backup is older than three days, or there was never one."""
    return late(desk, last(desk.store))


def late(desk: Desk, told: Last | None) -> bool:
    """Tell whether the last backup of a place is older than three days, or there was never one."""
    return told is None or desk.clock.now() - told.at > OVERDUE


def owed(session: Session) -> bool:
    """Tell whether anything came to stand here since the last backup in a folder."""
    return news_since(session, last_in_folder(session.desk.store))


def news_since(session: Session, told: Last | None) -> bool:
    """Tell whether anything came to stand here since a backup, in the filing workspace too."""
    store = session.desk.store
    if told is None or (told.journal, told.arrived) != (store.meta.journal_id, store.arrived()):
        return True
    return session.filing is not None and told.filing != session.filing.arrived()


def within_reach(store: Store) -> bool:
    """Tell whether the place that was chosen is there now; a share may take its time to answer."""
    goal = target(store)
    if goal is None:
        return False
    try:
        _refuse_unplugged(store, goal)
    except UnavailableError:
        return False
    return True


def due(session: Session) -> bool:
    """Tell whether today's backup in the chosen folder is still to be made."""
    store = session.desk.store
    return target(store) is not None and not of_today(session, last_in_folder(store)) and owed(session)


def of_today(session: Session, told: Last | None) -> bool:
    """Tell whether a backup was made today."""
    return told is not None and local_date(told.at) >= session.desk.today()


def run(session: Session, goal: Path, progress: Progress | None = None, *, everything: bool = False) -> Made:
    """Make a backup, while people work, and prove it; the old one goes only then.

    Args:
        goal: a folder, in which the old ones are thinned, or a file.
        everything: also photos and papers that the hub has given a receipt for.

    Raises:
        RuleError, UnavailableError, DamagedError: those of `backup.make` and `backup_places.place_of`.
        Cancelled: as the progress says.
    """
    store, now = session.desk.store, session.desk.clock.now()
    laptop = places.laptop_of(store.meta.workspace, store.meta.machine_code)
    told = begun(session, now)
    with noted(store, str(goal)):
        _refuse_unplugged(store, goal)
        place = places.place_of(goal, store.folder.path, laptop, now)
        order = backup.Order(
            place,
            now.isoformat(timespec="seconds"),
            __version__,
            backup_keys.recovery(store),
            everything=everything,
        )
        made = backup.make(store, session.filing, order, progress)
    keep(store, LAST, told, made, str(made.file))
    _forget_older(session, made)
    return made


def _filed(session: Session) -> int:
    """Return how much stands in the filing workspace; of one that is closed what was known before."""
    if session.filing is not None:
        return session.filing.arrived()
    told = last(session.desk.store)
    return told.filing if told is not None else 0


def _refuse_unplugged(store: Store, goal: Path) -> None:
    """Refuse the chosen folder when its stick is not plugged in.

    A folder that it left behind lies on the laptop's disk; where none is left, no file may take its name.

    Raises:
        UnavailableError: `backup.target_gone`.
    """
    if goal != target(store):
        return
    apart = store.setting(APART) is not None
    if not goal.is_dir() or (apart and places.on_disk_of(goal, store.folder.path)):
        raise UnavailableError("backup.target_gone", where=str(goal))


@contextmanager
def noted(store: Store, where: str) -> Iterator[None]:
    """Keep a line of what goes wrong inside this block, and let it through.

    Args:
        where: the place, when what went wrong names none.
    """
    try:
        yield
    except Cancelled:
        _note(store, CANCELLED, {"where": where})
        raise
    except InspectorError as error:
        values = {
            name: one if isinstance(one, int | float) else str(one) for name, one in error.values.items()
        }
        _note(store, error.code, {"where": error.where or where, "values": values})
        raise


def _note(store: Store, result: str, told: dict[str, Any]) -> None:
    # A line that cannot be written must not hide what went wrong before.
    with suppress(InspectorError):
        store.note_exchange(WAY, result, told)


def begun(session: Session, now: datetime) -> Last:
    """Return what is known of a backup before it is made: what came to stand here until now is in it."""
    store = session.desk.store
    return Last(now, "", "", 0, 0, store.meta.journal_id, store.arrived(), _filed(session))


def _forget_older(session: Session, made: Made) -> None:
    """Remove the copies from before an upgrade: the proven backup holds what they hold."""
    proven = [session.desk.store, *([session.filing] if session.filing and made.filing else [])]
    for store in proven:
        with suppress(OSError):  # what is held open somewhere goes the next time
            store.folder.forget_older()


def keep(store: Store, setting: str, told: Last, made: Made, where: str) -> None:
    """Remember a backup that was made and proved.

    Args:
        setting: LAST or LAST_AT_HUB.
        told: what `begun` said of it.
        where: its file, or what else the place is called.
    """
    content = {
        "at": told.at.isoformat(),
        "file": where,
        "digest": made.facts.digest,
        "entries": made.facts.entries,
        "blobs": made.blobs,
        "journal": told.journal,
        "arrived": told.arrived,
        "filing": told.filing,
    }
    store.set_setting(setting, orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode())
    store.note_exchange(WAY, DONE, {"where": where, "entries": made.facts.entries})
