"""From when to when a target is in business: told once, weighed by every round."""

from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.domain.errors import RuleError
from inspector_app.domain.planning import Life
from inspector_app.store.reading import Record
from inspector_app.store.store import Tx

OPENED, CLOSED, WHY = "opened_on", "closed_on", "closed_reason"


def life_of(record: Record) -> Life:
    """Return from when to when a target is in business."""
    return Life(values.day(record.fields, OPENED), values.day(record.fields, CLOSED))


def opened(desk: Desk, target_id: str, on: date) -> None:
    """Say from which day a target is in business.

    Raises:
        RuleError: `registry.no_target`, `life.order` when it would have closed before.
    """
    with desk.store.transaction(desk.user) as tx:
        life = life_of(_target(tx, target_id))
        _refuse_order(Life(on, life.closed), OPENED)
        tx.set("target", target_id, {OPENED: values.iso(on)})


def close_business(desk: Desk, target_id: str, on: date, reason: str) -> None:
    """Say from which day a target is out of business; it stays in every list of what was before.

    Raises:
        RuleError: `registry.no_target`, `life.reason_missing`, `life.order`, `life.future`.
    """
    if not reason.strip():
        raise RuleError("life.reason_missing", where="target.closed_reason")
    if on > desk.today():
        raise RuleError("life.future", where="target.closed_on", on=on)
    with desk.store.transaction(desk.user) as tx:
        life = life_of(_target(tx, target_id))
        _refuse_order(Life(life.opened, on), CLOSED)
        tx.set("target", target_id, {CLOSED: values.iso(on), WHY: reason.strip()})


def reopen_business(desk: Desk, target_id: str) -> None:
    """Take back that a target is out of business; the journal keeps what was said.

    Raises:
        RuleError: `registry.no_target`.
    """
    with desk.store.transaction(desk.user) as tx:
        _target(tx, target_id)
        tx.set("target", target_id, {CLOSED: "", WHY: ""})


def _target(tx: Tx, target_id: str) -> Record:
    record = tx.record("target", target_id)
    if record is None or record.deleted:
        raise RuleError("registry.no_target", where=target_id)
    return record


def _refuse_order(life: Life, field: str) -> None:
    if life.opened is not None and life.closed is not None and life.closed < life.opened:
        raise RuleError("life.order", where=f"target.{field}", opened=life.opened, closed=life.closed)
