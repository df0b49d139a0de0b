"""Signing on the screen: strokes become a second frozen file that names the first, which stays as it was."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.domain import countersigning
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.countersigning import Countersign, Signer, SignerRole
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

FOR_A_RECIPIENT = frozenset({SignerRole.RECEIVER})
"""Who signs for one of the recipients; the others sign for themselves."""


@dataclass(frozen=True, slots=True)
class Countersigned:
    """A 签名页 as its act tells it.

    Attributes:
        document_id, original_sha256: what was signed under.
        sha256: of the file, which lies in the vault under it.
        strokes_sha256: of the strokes, which lie there too.
        role: a value of SignerRole.
        at: RFC 3339 time that the device claimed.
    """

    document_id: str
    original_sha256: str
    sha256: str
    strokes_sha256: str
    name: str
    position: str
    role: str
    recipient_id: str
    at: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A 签名页 whose file is kept and which counts as soon as `write` puts its act into a transaction."""

    document_id: str
    content: dict[str, object]


def sign(
    desk: Desk,
    document_id: str,
    signer: Signer,
    strokes: Iterable[Sequence[Sequence[float]]],
    *,
    aspect: float = 3.0,
    at: datetime | None = None,
) -> Countersigned:
    """Freeze a signature written on the screen as a file of its own; see `prepare`."""
    prepared = prepare(desk, document_id, signer, strokes, aspect=aspect, at=at)
    with desk.store.transaction(desk.user) as tx:
        return write(tx, prepared)


def write(tx: Tx, prepared: Prepared) -> Countersigned:
    """Put the act of a prepared 签名页 into a transaction, beside what else it belongs to."""
    return _countersigned(tx.act(ActKind.COUNTERSIGN, "document", prepared.document_id, prepared.content))


def prepare(
    desk: Desk,
    document_id: str,
    signer: Signer,
    strokes: Iterable[Sequence[Sequence[float]]],
    *,
    aspect: float = 3.0,
    at: datetime | None = None,
) -> Prepared:
    """Check a signature written on the screen and keep its file; nothing is signed before `write`.

    Args:
        strokes: see `domain.countersigning.trace`; as many and as fine as it allows.
        aspect: width of the writing field by its height.
        at: when it was given; left out, now.

    Raises:
        RuleError: `document.not_issued`, `document.not_standing`, `countersign.no_name`,
            `countersign.unknown_recipient`, `countersign.nothing_written`, `countersign.strokes_bad`,
            `countersign.late`: a late entry is signed by hand, on the paper.
        DamagedError: the original vanished or is not what the journal says: nobody signs under it.
    """
    told = issued.must_be_issued(desk.store, document_id)
    if told.fate != "issued":
        raise RuleError("document.not_standing", where=document_id, number=told.number, fate=told.fate)
    if told.late:
        raise RuleError("countersign.late", where=document_id, number=told.number)
    recipient = _recipient(told, signer)
    if not signer.name.strip():
        raise RuleError("countersign.no_name", where="countersign.name")
    _proven(desk.store, told)
    trace = countersigning.trace(strokes, aspect=aspect)
    page = Countersign(
        issuer=_issuer(told),
        label=told.label,
        number=told.number,
        pdf_sha256=told.pdf_sha256,
        code=told.code,
        signer=signer,
        recipient=recipient,
        at=at or desk.clock.now(),
        trace=trace,
    )
    return Prepared(document_id, _keep(desk, page))


def _recipient(told: issued.Issued, signer: Signer) -> str:
    """Return the name of the recipient for whom is signed, empty for none."""
    names = {one.party_id: one.name for one in told.recipients}
    named = signer.recipient_id in names
    if not named and (signer.recipient_id or signer.role in FOR_A_RECIPIENT):
        raise RuleError("countersign.unknown_recipient", where=signer.recipient_id, number=told.number)
    return names.get(signer.recipient_id, "")


def _proven(store: Store, told: issued.Issued) -> None:
    if sha256(issued.pdf(store, told.id)).hexdigest() != told.pdf_sha256:
        raise DamagedError("store.blob_damaged", where=told.pdf_sha256)


def _issuer(told: issued.Issued) -> str:
    try:
        content = json.loads(told.content)
    except ValueError as error:
        raise DamagedError("document.act_damaged", where=told.id) from error
    return values.text(content, "issuer") if isinstance(content, dict) else ""


def _keep(desk: Desk, page: Countersign) -> dict[str, object]:
    file = desk.store.put_blob(desk.renderer.countersign(page))
    strokes = desk.store.put_blob(page.trace.canonical())
    return {
        "original_sha256": page.pdf_sha256,
        "pdf_sha256": file,
        "strokes_sha256": strokes,
        "name": page.signer.name,
        "position": page.signer.position,
        "role": str(page.signer.role),
        "recipient_id": page.signer.recipient_id,
        "at": page.at.isoformat(),
    }


def _countersigned(act: Act) -> Countersigned:
    told = act.content
    return Countersigned(
        document_id=act.entity_id,
        original_sha256=values.text(told, "original_sha256"),
        sha256=values.text(told, "pdf_sha256"),
        strokes_sha256=values.text(told, "strokes_sha256"),
        name=values.text(told, "name"),
        position=values.text(told, "position"),
        role=values.text(told, "role"),
        recipient_id=values.text(told, "recipient_id"),
        at=values.text(told, "at"),
    )


def countersigns(store: Store, document_id: str) -> tuple[Countersigned, ...]:
    """Return the signatures under a document that name the very file that was issued."""
    told = issued.must_be_issued(store, document_id)
    acts = store.acts("document", document_id, ActKind.COUNTERSIGN, valid_only=True)
    return tuple(
        one for one in (_countersigned(act) for act in acts) if one.original_sha256 == told.pdf_sha256
    )


def file(store: Store, countersigned: Countersigned) -> bytes:
    """Return the 签名页.

    Raises:
        DamagedError: the file vanished or was altered.
    """
    return store.blob(countersigned.sha256)


def with_file(store: Store, file_sha256: str) -> Countersigned | None:
    """Return whose 签名页 has these bytes, None when the journal knows none."""
    for act in store.acts("document", None, ActKind.COUNTERSIGN, valid_only=True):
        one = _countersigned(act)
        if one.sha256 == file_sha256 and issued.issue_act(store, one.document_id) is not None:
            return one if one in countersigns(store, one.document_id) else None
    return None
