"""Marks and captions of photos: written until the inspection is concluded; an issued paper keeps its own."""

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import inspections
from inspector_app.domain import marks
from inspector_app.domain.errors import RuleError
from inspector_app.domain.marks import Mark
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

MOST_CAPTION = 60
FIELD = "marks"


def read(fields: values.Fields) -> tuple[Mark, ...]:
    """Return the layer of a photo's record; one that cannot be read covers the whole picture."""
    try:
        return marks.of_values(fields.get(FIELD))
    except RuleError:
        return marks.COVERED


def of_photo(store: Store, photo_id: str) -> tuple[Mark, ...]:
    """Return the layer of a photo.

    Raises:
        RuleError: `photo.none`.
    """
    return read(_record(store, photo_id).fields)


def set_marks(desk: Desk, photo_id: str, layer: tuple[Mark, ...]) -> None:
    """Lay these marks over a photo instead of those that were there; the original stays as it is.

    Raises:
        RuleError: `photo.none`, `inspection.locked`, those of `domain.marks.layer`, and `marks.unknown_kind`
            where a newer version laid marks that would be lost.
    """
    record = _unlocked(desk.store, photo_id)
    try:
        there = marks.of_values(record.fields.get(FIELD))
    except RuleError as error:
        if error.code == "marks.unknown_kind":
            raise
        there = marks.COVERED
    told = marks.to_values(layer)
    if there != layer:
        with desk.store.transaction(desk.user) as tx:
            tx.set("photo", photo_id, {FIELD: told})


def set_caption(desk: Desk, photo_id: str, caption: str) -> None:
    """Say what a photo shows; it stands beneath it on paper.

    Raises:
        RuleError: `photo.none`, `inspection.locked`, `photo.caption_long`.
    """
    record = _unlocked(desk.store, photo_id)
    told = " ".join(caption.split())
    if len(told) > MOST_CAPTION:
        raise RuleError("photo.caption_long", where="caption", length=len(told), most=MOST_CAPTION)
    if values.text(record.fields, "caption") != told:
        with desk.store.transaction(desk.user) as tx:
            tx.set("photo", photo_id, {"caption": told})


def _record(store: Store, photo_id: str) -> Record:
    record = store.record("photo", photo_id)
    if record is None or record.deleted:
        raise RuleError("photo.none", where=photo_id)
    return record


def _unlocked(store: Store, photo_id: str) -> Record:
    record = _record(store, photo_id)
    # A photo that waits in the tray knows its inspection itself; older ones only by their finding.
    finding = store.record("finding", values.text(record.fields, "finding_id"))
    home = values.text((finding or record).fields, "inspection_id")
    if not home:
        raise RuleError("photo.none", where=photo_id)
    if inspections.concluded(store, home):
        raise RuleError("inspection.locked", where=photo_id)
    return record
