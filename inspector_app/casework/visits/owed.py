"""Approvals that are to be made up: the index by which they are found, and visits begun before theirs."""

from collections.abc import Mapping
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.domain.chinese import CHINA
from inspector_app.store.transaction import Tx

ENTITY = "debt"
"""Index of what is owed, by the id of its document or visit; the acts alone say whether it is paid."""


def _as_id(word: str) -> str:
    # A value as long as an id is found by the store's index, however many years lie beside it.
    return word.ljust(32, "-")


OPEN, PAID = _as_id("open"), _as_id("paid")
"""Values of the index's field `stage`."""


def month(moment: datetime) -> str:
    """Return the index's value for the month in China in which a debt arose."""
    return _as_id(f"{moment.astimezone(CHINA):%Y-%m}")


def paid(moment: datetime) -> dict[str, object]:
    """Return what the index says of a debt that is made up at this moment."""
    return {"stage": PAID, "paid_month": month(moment)}


def note(tx: Tx, entity: str, record_id: str, *, hours: int, since: datetime, firm: bool) -> None:
    """Put into the index that a document's or visit's approval is to be made up; nothing for 0 hours.

    Args:
        hours: within which, as the office asked then.
        firm: something was issued upon it: what is typed afterwards does not take it back.
    """
    if hours == 0:
        return
    there = tx.record(ENTITY, record_id)
    if there is not None and not there.deleted:
        if firm:
            tx.set(ENTITY, record_id, {"firm": True})
        return
    fields: dict[str, object] = {
        "of": entity,
        f"{entity}_id": record_id,
        "hours": hours,
        "since": since.isoformat(timespec="seconds"),
        "month": month(since),
        "stage": OPEN,
        "firm": firm,
    }
    if there is None:
        tx.create(ENTITY, fields, record_id)
    else:
        tx.set(ENTITY, record_id, fields)


def note_urgent(
    tx: Tx, inspection_id: str, changed: Mapping[str, object], *, hours: int, now: datetime
) -> None:
    """Put a visit into the index when it is begun for an urgent reason (国办发〔2024〕54号: made up later).

    Args:
        changed: the visit's fields that this transaction writes.
    """
    approval = values.part(changed, "approval")
    if approval and values.text(approval, "urgent_reason").strip():
        note(tx, "inspection", inspection_id, hours=hours, since=now, firm=False)
