"""Photos of an inspection: taken in, waiting in the tray, attached to a finding, put back, removed.

A photo without a finding waits in the tray of its inspection. One that is removed can come back: what the
journal told is kept, and so are the bytes. What an issued document shows stays where it is.

A photo of a recheck may be attached to an old finding of the orders it rechecks: see `after_photos`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import after_photos, inspections
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.store.reading import Record
from inspector_app.store.store import Store, Tx

MOST_PHOTO_BYTES = 60_000_000
KIND = "photo"


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of an inspection as the tray shows it.

    Attributes:
        finding_id: the finding it belongs to, empty while it waits in the tray.
        taken: as stated by the device; a wrong clock states a wrong time.
        stated: time, place and device in one line, as stated.
        sort: its place within its finding, from 0.
        stage: `after` when it shows an old finding at its recheck.
    """

    id: str
    sha256: str
    finding_id: str
    caption: str
    taken: datetime | None
    stated: str
    sort: int
    stage: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a photo.

    Attributes:
        known: the inspection had these bytes already; nothing was written.
    """

    photo_id: str
    sha256: str
    known: bool


def attach_photo(desk: Desk, finding_id: str, raw: bytes, *, caption: str = "", name: str = "") -> str:
    """Attach a photo to a finding and return the photo record's id; the original is kept untouched.

    Args:
        name: what its file is called, for a refusal to name; it is not kept.

    Raises:
        RuleError: `finding.none`, `inspection.locked`, `photo.too_large`, and what the renderer says of a
            file that is no photo.
    """
    inspection_id = _inspection_of(desk.store, finding_id)
    return _write(desk, inspection_id, finding_id, raw, caption, name).photo_id


def take_in(
    desk: Desk, inspection_id: str, raw: bytes, *, finding_id: str = "", name: str = "", once: bool = True
) -> TakenIn:
    """Take a photo into an inspection: to a finding if one is named, else into the tray.

    To an old finding that the inspection rechecks it comes as a photo of the recheck.

    Args:
        once: the same bytes a second time are answered as known and kept once.

    Raises:
        RuleError: `inspection.none`, and as `attach_photo`.
    """
    stage = _stage(desk.store, inspection_id, finding_id) if finding_id else ""
    if finding_id and not stage:
        inspection_id = _inspection_of(desk.store, finding_id)
    else:
        inspections.must_be_open(desk.store, inspection_id)
    return _write(desk, inspection_id, finding_id, raw, "", name, once=once, stage=stage)


def _stage(store: Store, inspection_id: str, finding_id: str) -> str:
    record = store.record("finding", finding_id)
    if record is None or record.deleted:
        raise RuleError("finding.none", where=finding_id)
    return after_photos.stage_of(store, inspection_id, record)


def _write(
    desk: Desk,
    inspection_id: str,
    finding_id: str,
    raw: bytes,
    caption: str,
    name: str,
    *,
    once: bool = False,
    stage: str = "",
) -> TakenIn:
    if len(raw) > MOST_PHOTO_BYTES:
        raise RuleError("photo.too_large", where=name, size=len(raw), most=MOST_PHOTO_BYTES)
    try:
        facts = desk.renderer.inspect_photo(raw)
    except RuleError as refused:
        raise RuleError(refused.code, where=refused.where or name, **refused.values) from refused
    sha256 = desk.store.put_blob(raw)
    told: dict[str, object] = {
        "inspection_id": inspection_id,
        "finding_id": finding_id,
        "sha256": sha256,
        "caption": caption,
        "taken": values.iso(facts.taken),
        "stated": facts.stated,
        **({after_photos.STAGE: stage} if stage else {}),
    }
    with desk.store.transaction(desk.user) as tx:
        # Asked inside: a phone and a card may bring the same picture at the same moment.
        same = tx.records(KIND, where={"inspection_id": inspection_id, "sha256": sha256}) if once else []
        if same:
            return TakenIn(same[0].id, sha256, known=True)
        told["sort"] = _next_sort(tx, finding_id) if finding_id else 0
        photo_id = tx.create(KIND, told)
        # An act either way: what comes in beside the screen is then told from what a person does meanwhile.
        whose = {"finding_id": finding_id} if finding_id else {"inspection_id": inspection_id}
        tx.act(ActKind.ATTACH, KIND, photo_id, {"sha256": sha256, **whose})
    return TakenIn(photo_id, sha256, known=False)


def _next_sort(tx: Tx, finding_id: str) -> int:
    known = tx.records(KIND, where={"finding_id": finding_id})
    return 1 + max((values.number(one.fields, "sort") for one in known), default=-1)


def _inspection_of(store: Store, finding_id: str) -> str:
    record = store.record("finding", finding_id)
    if record is None or record.deleted:
        raise RuleError("finding.none", where=finding_id)
    inspection_id = values.text(record.fields, "inspection_id")
    inspections.must_be_open(store, inspection_id)
    return inspection_id


def _shot(record: Record) -> Shot:
    fields = record.fields
    return Shot(
        record.id,
        values.text(fields, "sha256"),
        values.text(fields, "finding_id"),
        values.text(fields, "caption"),
        values.moment(fields, "taken"),
        values.text(fields, "stated"),
        values.number(fields, "sort"),
        values.text(fields, after_photos.STAGE),
    )


def all_of(store: Store, inspection_id: str) -> list[Shot]:
    """Return every photo that came into an inspection, as they came."""
    records = store.records(KIND, where={"inspection_id": inspection_id})
    return [_shot(one) for one in records]


def tray(store: Store, inspection_id: str) -> list[Shot]:
    """Return the photos that wait, by the time their device states; those without a time come last.

    A photo of a finding that was removed waits here again.
    """
    shots = all_of(store, inspection_id)
    standing = {one.id for one in store.several("finding", {one.finding_id for one in shots})}
    waiting = [one for one in shots if one.finding_id not in standing]
    return sorted(waiting, key=lambda one: (one.taken is None, one.taken.timestamp() if one.taken else 0.0))


def of_finding(store: Store, finding_id: str) -> list[Shot]:
    """Return the photos of a finding's fact in their order; those of its rechecks stand apart."""
    records = store.records(KIND, where={"finding_id": finding_id}, order="sort")
    return [_shot(one) for one in records if not after_photos.is_after(one)]


def attach(desk: Desk, photo_ids: Sequence[str], finding_id: str) -> None:
    """Attach photos to a finding, behind those it has; they leave the tray or another finding.

    Photos of a recheck come to an old finding as what became of it.

    Raises:
        RuleError: `finding.none`, `inspection.locked`, `photo.none`, `photo.ordered`.
    """
    homes = {one: _home(desk.store, _standing(desk.store, one)) for one in photo_ids}
    stages = {home: _stage(desk.store, home, finding_id) for home in {*homes.values()} or {""}}
    if "" in stages.values():
        _inspection_of(desk.store, finding_id)
    moved = [
        one for one in (_movable(desk.store, each) for each in photo_ids) if one.finding_id != finding_id
    ]
    with desk.store.transaction(desk.user) as tx:
        first = _next_sort(tx, finding_id)
        for n, one in enumerate(moved):
            stage = stages[homes[one.id]]
            staged = {after_photos.STAGE: stage} if stage != one.stage else {}
            tx.set(KIND, one.id, {"finding_id": finding_id, "sort": first + n, **staged})
            tx.act(ActKind.ATTACH, KIND, one.id, {"sha256": one.sha256, "finding_id": finding_id})


def detach(desk: Desk, photo_ids: Sequence[str]) -> None:
    """Put photos of findings back into the tray of their inspection.

    Raises:
        RuleError: `photo.none`, `photo.ordered`, `inspection.locked`.
    """
    moved = [_movable(desk.store, each) for each in photo_ids]
    homes = {one.id: _home(desk.store, one) for one in moved}
    with desk.store.transaction(desk.user) as tx:
        for one in moved:
            staged = {after_photos.STAGE: ""} if one.stage else {}
            tx.set(KIND, one.id, {"finding_id": "", "inspection_id": homes[one.id], "sort": 0, **staged})


def remove(desk: Desk, photo_ids: Sequence[str]) -> None:
    """Take photos away from tray and finding; their records and bytes stay, so that it can be undone.

    Raises:
        RuleError: `photo.none`, `photo.ordered`, `inspection.locked`.
    """
    gone = [_movable(desk.store, each) for each in photo_ids]
    with desk.store.transaction(desk.user) as tx:
        for one in gone:
            tx.delete(KIND, one.id)


def arrange(desk: Desk, finding_id: str, photo_ids: Sequence[str]) -> None:
    """Put the photos of a finding into an order; those not named follow as they were.

    Raises:
        RuleError: `finding.none`, `inspection.locked`, `photo.ordered`.
    """
    _inspection_of(desk.store, finding_id)
    _refuse_ordered(desk.store, finding_id)
    known = [one.id for one in of_finding(desk.store, finding_id)]
    wanted = [one for one in photo_ids if one in known]
    order = [*wanted, *(one for one in known if one not in wanted)]
    with desk.store.transaction(desk.user) as tx:
        for n, photo_id in enumerate(order):
            tx.set(KIND, photo_id, {"sort": n})


def _standing(store: Store, photo_id: str) -> Shot:
    record = store.record(KIND, photo_id)
    if record is None or record.deleted:
        raise RuleError("photo.none", where=photo_id)
    return _shot(record)


def _movable(store: Store, photo_id: str) -> Shot:
    """Return a photo that no issued document shows and whose inspection is open."""
    shot = _standing(store, photo_id)
    home = _home(store, shot)
    inspections.must_be_open(store, home)
    if shot.stage:
        after_photos.refuse_shown(store, home, shot.finding_id)
    elif shot.finding_id:
        _refuse_ordered(store, shot.finding_id)
    return shot


def _home(store: Store, shot: Shot) -> str:
    """Return the inspection of a photo; what came before there was a tray knows it by its finding only."""
    record = store.record(KIND, shot.id)
    told = values.text(record.fields, "inspection_id") if record is not None else ""
    if told or not shot.finding_id:
        return told
    finding = store.record("finding", shot.finding_id)
    return values.text(finding.fields, "inspection_id") if finding is not None else ""


def _refuse_ordered(store: Store, finding_id: str) -> None:
    """Refuse to change what an issued, standing document shows of a finding."""
    ticked = store.records("ticked", where={"finding_id": finding_id})
    fates = store.fates(values.text(one.fields, "document_id") for one in ticked) if ticked else {}
    if "issued" in fates.values():
        raise RuleError("photo.ordered", where=finding_id)
