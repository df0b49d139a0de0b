"""Which photos lie on this laptop: its people's own and those of their targets; others come when asked for.

Everything that is no photo is always here: papers, scans, files, seals, forms. A photo is dropped only when
the hub gave a receipt for it and a backup made later is proven to hold it; the hub brings it back.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import board
from inspector_app.casework.people import backups
from inspector_app.casework.plans.campaigns import CAMPAIGN, ENTRY
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections, photos
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import DamagedError, Progress, RuleError
from inspector_app.store import backup_places, backup_restore
from inspector_app.store.handing import LEFT
from inspector_app.store.reading import Record
from inspector_app.store.store import Store
from inspector_app.trust.slots import SlotFile

Held = Callable[[Sequence[str]], Collection[str]]
"""Returns those of these photos that the hub says now that it holds."""

WANTED = "blob_wanted"
"""Setting: the photos that somebody here asked the hub for and that have not come yet."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of the old photos that were here.

    Attributes:
        dropped: they are at the hub and in the backup, and no longer here.
        no_receipt: kept, the hub is not known to hold them.
        no_copy: kept, the backup does not hold them, or was made before the hub's receipt.
    """

    dropped: int = 0
    no_receipt: int = 0
    no_copy: int = 0


def wanted(desk: Desk) -> tuple[str, ...]:
    """Return what is to come: files, photos of own visits and assigned targets, what was asked for."""
    store = desk.store
    absent, elsewhere = store.blobs_absent(), store.elsewhere()
    left = [one for one, why in elsewhere.items() if why == LEFT]
    needed: list[str] = []
    if absent or left:
        shots, near = _photos_only(store), _near(desk)
        needed = [one for one in (*absent, *left) if one not in shots or one in near]
    return tuple(dict.fromkeys((*needed, *_still_asked(store))))


def ask(desk: Desk, digests: Iterable[str]) -> None:
    """Ask the hub for photos that are not here; the next exchange brings them."""
    store = desk.store
    _keep_asked(store, (*asked(store), *digests))


def forget(desk: Desk, digests: Iterable[str]) -> None:
    """Ask no longer for photos."""
    gone = set(digests)
    _keep_asked(desk.store, (one for one in asked(desk.store) if one not in gone))


def asked(store: Store) -> tuple[str, ...]:
    """Return the sha256 of the photos that were asked for and have not come yet."""
    told = _SHA256.findall(store.setting(WANTED) or "")
    return tuple(one for one in dict.fromkeys(told) if not store.has_blob(one))


def _still_asked(store: Store) -> tuple[str, ...]:
    """Return what is asked for; what came meanwhile is taken off the list."""
    told = asked(store)
    _keep_asked(store, told)
    return told


def _keep_asked(store: Store, digests: Iterable[str]) -> None:
    told = sorted({one for one in digests if not store.has_blob(one)})
    text = orjson.dumps(told).decode() if told else None
    if text != store.setting(WANTED):
        store.set_setting(WANTED, text)


def drop(
    desk: Desk, older_than: date, held: Held, copy: Path | None = None, progress: Progress | None = None
) -> Dropped:
    """Remove photos of visits concluded and begun before a day, where hub and backup are proven to hold them.

    Args:
        held: asks the hub, now: a receipt of last year does not say what its disk holds today.
        copy: the backup that holds them; left out, the last one that was made in a folder.

    Raises:
        RuleError: `holdings.no_copy`: there is no such backup; `holdings.copy_will_go`: it stands among those
            that later ones replace.
        DamagedError, UnavailableError: those of `backup_restore.held`.
        Cancelled: as the progress says; nothing is dropped then.
        PeerError and whatever else `held` raises: nothing is dropped then either.
    """
    store = desk.store
    here = [one for one in sorted(_old(desk, older_than)) if store.has_blob(one)]
    since = store.received_at(here)
    if not since:
        return Dropped(no_receipt=len(here))
    file = _backup(store, copy)
    there = held(sorted(since))
    since = {one: at for one, at in since.items() if one in there}
    proven = _in_backup(store, file, since, progress)
    gone = store.drop_blobs(sorted(proven))
    return Dropped(len(gone), len(here) - len(since), len(since) - len(gone))


def _backup(store: Store, copy: Path | None) -> Path:
    last = backups.last_in_folder(store)
    file = copy or (Path(last.file) if last is not None else None)
    if file is None or not file.is_file():
        raise RuleError("holdings.no_copy", where=str(file or ""))
    if backup_places.may_be_thinned(file):
        raise RuleError("holdings.copy_will_go", where=str(file))
    return file


def _in_backup(store: Store, file: Path, since: dict[str, str], progress: Progress | None) -> frozenset[str]:
    with backup_restore.opened(file) as told:
        made = _moment(told.header.made)
        later = [one for one, at in since.items() if _moment(at) <= made]
        return backup_restore.held(told, store, later, progress)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as problem:
        raise DamagedError("backup.damaged", where="made") from problem


def _old(desk: Desk, older_than: date) -> set[str]:
    """Return photos of nothing but visits that are concluded and began before a day."""
    store = desk.store
    kept: set[str] = set()
    found: dict[str, set[str]] = {}
    for visit_id, photo in _at_home(store, store.records(photos.KIND)):
        found.setdefault(visit_id, set()).add(values.text(photo.fields, "sha256"))
    old: set[str] = set()
    known = {one.id: one for one in store.several("inspection", found)}
    for visit_id, digests in found.items():
        visit = known.get(visit_id)
        started = values.moment(visit.fields, "started") if visit is not None else None
        past = started is not None and local_date(started) < older_than
        (old if past and inspections.concluded(store, visit_id) else kept).update(digests)
    return (old - kept) & _photos_only(store) - set(asked(store))


def _at_home(store: Store, found: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """Yield photos with their visits; what came before there was a tray knows it by its finding only."""
    shots = list(found)
    findings = {one.id: one for one in store.several("finding", {_finding(one) for one in shots} - {""})}
    for one in shots:
        finding = findings.get(_finding(one))
        told = values.text(one.fields, "inspection_id")
        yield told or (values.text(finding.fields, "inspection_id") if finding is not None else ""), one


def _finding(photo: Record) -> str:
    return values.text(photo.fields, "finding_id")


def _photos_only(store: Store) -> set[str]:
    """Return every photo that ever came into a visit and that no act names as something else.

    What a paper shows of it is in the paper; a proof of service or a scan of the same bytes is a file.
    """
    shots: set[str] = set()
    files: set[str] = set()
    for act in store.acts():
        attached = act.kind == ActKind.ATTACH and act.entity == photos.KIND
        (shots if attached else files).update(_named(act))
    return shots - files


def _named(act: Act) -> list[str]:
    told = {key: value for key, value in act.content.items() if key != "content"}
    return _SHA256.findall(orjson.dumps(told).decode())


def _near(desk: Desk) -> set[str]:
    """Return the photos of own visits, and of all visits to targets that people of this laptop answer for."""
    store = desk.store
    users = {user for user, _ in SlotFile.read(store.folder.slots).people()} | {desk.user}
    own = {
        digest
        for act in store.acts(photos.KIND, kind=ActKind.ATTACH)
        if act.user in users
        for digest in _named(act)
    }
    people = _officers(store, users)
    attended = {
        values.text(one.fields, "inspection_id") for one in store.several("attendance", people, "person_id")
    }
    targets = _assigned(desk, people, attended)
    visits = attended | {one.id for one in store.several("inspection", targets, "target_id")}
    findings = [one.id for one in store.several("finding", visits, "inspection_id")]
    shots = [
        *store.several(photos.KIND, visits, "inspection_id"),
        *store.several(photos.KIND, findings, "finding_id"),
    ]
    return own | {values.text(one.fields, "sha256") for one in shots}


def _officers(store: Store, users: set[str]) -> set[str]:
    """Return the ids under which people with these accounts are entered; they are known by their names."""
    names = {one.name for one in store.keyring.people() if one.user in users}
    return {one.id for one in registry.officers(store) if one.name in names}


def _assigned(desk: Desk, people: set[str], attended: set[str]) -> set[str]:
    """Return the targets of open campaigns and open duties that these people answer for."""
    store = desk.store
    running = {one.id for one in store.records(CAMPAIGN) if not values.text(one.fields, "closed_on")}
    told = {
        values.text(one.fields, "target_id")
        for one in store.records(ENTRY)
        if values.text(one.fields, "campaign_id") in running
        and not values.text(one.fields, "removed_on")
        and not people.isdisjoint(_answering(one))
    }
    owed = board.reckoned(desk).duties(is_open=True) if attended else []
    return told | {one.target_id for one in owed if one.inspection_id in attended}


def _answering(entry: Record) -> list[str]:
    told = entry.fields.get("officer_ids")
    return [str(one) for one in told] if isinstance(told, list) else []
