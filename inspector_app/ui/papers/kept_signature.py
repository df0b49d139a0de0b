"""A signature that was given and is not noted yet: kept, so that nobody is asked twice. Knows no Qt."""

import logging
from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import countersigns
from inspector_app.domain import countersigning
from inspector_app.domain.countersigning import Signer, SignerRole
from inspector_app.domain.errors import RuleError
from inspector_app.ui.signing.strokes import Signature

log = logging.getLogger(__name__)

KEY = "signature"
"""In the draft buffer; one laptop is handed to one person at a time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A signature and the document under which it was given."""

    document_id: str
    signature: Signature


def keep(desk: Desk, document_id: str, told: Signature) -> None:
    """Keep a signature, durable before this returns.

    Raises:
        UnavailableError: the disk refuses.
    """
    signer = told.signer
    desk.store.buffer_put(
        KEY,
        {
            "document_id": document_id,
            "user": desk.user,
            "at": (told.at or desk.clock.now()).isoformat(),
            "aspect": told.aspect,
            "name": signer.name,
            "position": signer.position,
            "role": str(signer.role),
            "recipient_id": signer.recipient_id,
            "strokes": [[list(point) for point in stroke] for stroke in told.strokes],
        },
    )


def forget(desk: Desk) -> None:
    """Keep it no longer: it was noted, or nobody wants it."""
    desk.store.buffer_drop(KEY)


def kept(desk: Desk) -> Kept | None:
    """Return the signature that waits for the signed-in person, None when there is none.

    One that was noted before the laptop stopped waits no longer.
    """
    told = desk.store.buffer().get(KEY)
    if not isinstance(told, dict) or values.text(told, "user") != desk.user:
        return None
    document_id = values.text(told, "document_id")
    try:
        found = _signature(told)
        trace = countersigning.trace(found.strokes, aspect=found.aspect)
        known = {one.strokes_sha256 for one in countersigns.countersigns(desk.store, document_id)}
    except (RuleError, ValueError, TypeError) as error:
        log.warning("a kept signature cannot be read: %s", type(error).__name__)
        return None
    return None if trace.sha256 in known else Kept(document_id, found)


def _signature(told: values.Fields) -> Signature:
    """Return what was kept.

    Raises:
        ValueError, TypeError: it is not what `keep` writes.
    """
    strokes = told.get("strokes")
    if not isinstance(strokes, list):
        raise TypeError("no strokes")
    signer = Signer(
        values.text(told, "name"),
        values.text(told, "position"),
        SignerRole(values.text(told, "role")),
        values.text(told, "recipient_id"),
    )
    points = tuple(tuple((float(x), float(y), float(ms), float(p)) for x, y, ms, p in one) for one in strokes)
    aspect = told.get("aspect")
    return Signature(
        signer, points, float(aspect) if isinstance(aspect, int | float) else 3.0, values.moment(told, "at")
    )
