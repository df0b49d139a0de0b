"""A backup at the office's hub: made here, brought there sealed, and removed here again.

What broke off on the way stays here until the next time, and goes on where it stopped: a new one is made only
when it is there.
"""

import shutil
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import orjson

from inspector_app import __version__
from inspector_app.casework.people import backup_keys, backups
from inspector_app.casework.people.backups import HUB, LAST_AT_HUB, Last
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Cancelled, DamagedError, PeerError, Progress, RuleError
from inspector_app.store import backup
from inspector_app.store import backup_places as places
from inspector_app.store.backup import Made
from inspector_app.store.backup_source import Facts
from inspector_app.store.store import Store
from inspector_app.trust import machine

OUTGOING = "outgoing"
"""Folder below the data folder while a backup is on its way."""

CHOSEN, ON_ITS_WAY = "backup.at_hub", "backup.outgoing"
"""Settings: that the hub was chosen as a place of backups; the one that is on its way there."""


class Send(Protocol):
    """Brings a sealed file to the hub."""

    def __call__(self, file: Path, name: str, sha256: bytes) -> int:
        """Bring it under a name, YYYYMMDD-HHMMSS; return how many older ones the hub gave up for it."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way to the hub, for who does not know it.

    Attributes:
        reach: raises PeerError and the like where the hub does not answer now.
        send: brings a file there.
    """

    reach: Callable[[], None]
    send: Send


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A backup that is to be brought.

    Attributes:
        told: what was known when it was begun.
        office: the recovery key that it was sealed for, base64; empty for none.
    """

    told: Last
    made: Made
    office: str

    @property
    def name(self) -> str:
        return _name_of(self.told.at)


def offered(store: Store) -> bool:
    """Tell whether this laptop has a hub that could keep its backups."""
    return store.setting(machine.HUB) is not None


def chosen(store: Store) -> bool:
    """Tell whether backups go to the hub by themselves."""
    return store.setting(CHOSEN) is not None and offered(store)


def choose(store: Store, *, keeps: bool) -> None:
    """Have backups go to the hub by themselves from now on, or no longer.

    Raises:
        RuleError: `backup.no_hub`: the laptop belongs to no office yet.
    """
    if keeps and not offered(store):
        raise RuleError("backup.no_hub")
    store.set_setting(CHOSEN, "1" if keeps else None)


def owed(session: Session) -> bool:
    """Tell whether the hub was chosen, and anything came to stand here since it got the last one."""
    store = session.desk.store
    return chosen(store) and backups.news_since(session, backups.last_at_hub(store))


def due(session: Session) -> bool:
    """Tell whether today's is still to be brought to the hub."""
    return owed(session) and not backups.of_today(session, backups.last_at_hub(session.desk.store))


def compare(store: Store, kept: frozenset[str]) -> None:
    """Forget that the hub has the last one when it has it no more: it was put back, or somebody removed it.

    Args:
        kept: names of what the hub keeps of this laptop.
    """
    told = backups.last_at_hub(store)
    if told is not None and told.file.removeprefix(f"{HUB}:") not in kept:
        backups.forget_at_hub(store)


def run(session: Session, way: Way, progress: Progress | None = None, ready: Made | None = None) -> Made:
    """Make a backup, prove it, and bring it to the hub, which cannot open it.

    One whose way broke off before is brought first; when it holds all that stands here, it is the one.

    Args:
        ready: made just now for another place: this file is brought, and no other is made.

    Raises:
        PeerError, SignInError, UnverifiableError: the hub does not answer, or is not the right one; what is
            on its way goes on the next time.
        UnavailableError, DamagedError: those of `backup.make`; `backup.no_room_here`.
        Cancelled: as the progress says. And what else `way` raises.
    """
    store = session.desk.store
    with backups.noted(store, HUB):
        way.reach()
        waiting = _waiting(session)
        if waiting is not None:
            _bring(store, waiting, way)
            if not backups.news_since(session, waiting.told):
                return waiting.made
        parcel = _wrapped(session, ready) if ready is not None else _made(session, progress)
        _bring(store, parcel, way)
    return parcel.made


def _made(session: Session, progress: Progress | None) -> _Parcel:
    store, now = session.desk.store, session.desk.clock.now()
    laptop = places.laptop_of(store.meta.workspace, store.meta.machine_code)
    told, outgoing = backups.begun(session, now), _folder(store)
    _forget(store)
    outgoing.mkdir(mode=0o700)
    try:
        place = places.Place(outgoing / f"{_name_of(now)}.ijk", laptop, thinned=False)
        at, recovery = now.isoformat(timespec="seconds"), backup_keys.recovery(store)
        order = backup.Order(place, at, __version__, recovery)
        return _Parcel(told, backup.make(store, session.filing, order, progress), _office(store))
    except BaseException:
        _forget(store)
        raise


def _wrapped(session: Session, ready: Made) -> _Parcel:
    """Return the file of another place as what is to be brought."""
    store = session.desk.store
    told = backups.last_in_folder(store)
    assert told is not None, "it was made and noted just now"
    return _Parcel(told, ready, _office(store))


def _bring(store: Store, parcel: _Parcel, way: Way) -> None:
    """Bring one to the hub. What broke off is remembered; what cannot go on is forgotten."""
    _remember(store, parcel)
    try:
        way.send(parcel.made.file, parcel.name, bytes.fromhex(parcel.made.sha256))
    except (PeerError, Cancelled):
        raise
    except BaseException:
        _forget(store)
        raise
    _forget(store)
    backups.keep(store, LAST_AT_HUB, parcel.told, parcel.made, f"{HUB}:{parcel.name}")


def _name_of(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y%m%d-%H%M%S")


def _folder(store: Store) -> Path:
    return store.folder.path / OUTGOING


def _forget(store: Store) -> None:
    """Remove what was on its way from here; a file of another place is not ours to remove."""
    if store.setting(ON_ITS_WAY) is not None:
        store.set_setting(ON_ITS_WAY, None)
    shutil.rmtree(_folder(store), ignore_errors=True)


def _remember(store: Store, parcel: _Parcel) -> None:
    told, made = asdict(parcel.told), asdict(parcel.made)
    told["at"] = parcel.told.at.isoformat()
    made["file"] = str(parcel.made.file)
    content = {"told": told, "made": made, "office": parcel.office}
    store.set_setting(ON_ITS_WAY, orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode())


def _waiting(session: Session) -> _Parcel | None:
    """Return the one whose way broke off, when its file is here still, and what it was made for, too."""
    store = session.desk.store
    told = store.setting(ON_ITS_WAY)
    if told is None:
        return None
    try:
        parcel = _read(told)
        sound = parcel.told.journal == store.meta.journal_id and parcel.office == _office(store)
        fresh = not backups.late(session.desk, parcel.told)
        if sound and fresh and parcel.made.file.stat().st_size == parcel.made.size:
            return parcel
    except (ValueError, KeyError, TypeError, AttributeError, DamagedError, OSError):
        pass  # a note of another version, or a file that is gone: a new one is made
    _forget(store)
    return None


def _read(text: str) -> _Parcel:
    content = orjson.loads(text)
    told, made = content["told"], content["made"]
    at = datetime.fromisoformat(told.pop("at"))
    if at.tzinfo is None:
        raise ValueError("at")
    filing = made["filing"]
    made |= {
        "file": Path(made["file"]),
        "facts": Facts.from_content(made["facts"]),
        "filing": Facts.from_content(filing) if filing is not None else None,
        "removed": tuple(made["removed"]),
    }
    return _Parcel(Last(at=at, **told), Made(**made), str(content["office"]))


def _office(store: Store) -> str:
    recovery = backup_keys.recovery(store)
    return b64encode(recovery.public).decode() if recovery is not None else ""
