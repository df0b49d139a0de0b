"""Services on record, read from their acts."""

from dataclasses import fields

from inspector_app.casework.base import values
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.serving import Service, Witness
from inspector_app.store.store import Store


def acts(store: Store, document_id: str, recipient_id: str) -> list[Act]:
    """Return the valid acts of service on a recipient, the oldest first."""
    told = store.acts("document", document_id, ActKind.SERVE, valid_only=True)
    return [act for act in told if values.text(act.content, "recipient_id") == recipient_id]


def services(store: Store, document_id: str, recipient_id: str) -> tuple[Service, ...]:
    """Return what was noted for a recipient, the oldest first."""
    return tuple(
        told
        for act in acts(store, document_id, recipient_id)
        if (told := service_of(act.content)) is not None
    )


def service_of(told: values.Fields) -> Service | None:
    """Return a service as its act tells it; None when a version that did not tell the time wrote it."""
    at = values.moment(told, "at")
    if at is None:
        return None
    photos, witnesses = told.get("photos"), told.get("witnesses")
    texts = {name: values.text(told, name) for name in _TEXTS}
    return Service(
        at=at,
        recorded=values.flag(told, "recorded"),
        receipt_on=values.day(told, "receipt_on"),
        photos=tuple(str(one) for one in photos) if isinstance(photos, list) else (),
        witnesses=tuple(
            Witness(values.text(one, "name"), values.text(one, "company"))
            for one in (witnesses if isinstance(witnesses, list) else [])
            if isinstance(one, dict)
        ),
        **texts,
    )


_TEXTS = tuple(
    field.name
    for field in fields(Service)
    if field.name not in ("at", "recorded", "receipt_on", "photos", "witnesses")
)
