"""Service: how a document reached each recipient, or why it did not, and the paper that proves it."""

from dataclasses import fields

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import countersigns, drafts, issued, served
from inspector_app.casework.papers.countersigns import Prepared
from inspector_app.casework.papers.served import services
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain import serving
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.domain.serving import Service, Witness
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.store import Store

__all__ = ["Service", "Witness", "attach_photo", "delivered", "prove", "serve", "services", "warnings"]


def serve(desk: Desk, document_id: str, service: Service, signed: Prepared | None = None) -> None:
    """Note how a document was served on one recipient.

    Args:
        signed: the 签名页 by which it was received; both become part of the journal, or neither does.

    A mailed or entrusted document reaches its recipient with `receipt_on`, which mostly comes in a
    second act (`delivered`); an announcement after thirty days, reckoned here and written into the act.

    Raises:
        RuleError: `document.not_issued`, `document.not_standing`, `service.unknown_recipient`,
            `service.before_issue`, `service.unknown_photo`, and those of `domain.serving.problems`, e.g.
            `service.left_unproven` (民事诉讼法 89).
    """
    told = _standing(desk.store, document_id)
    _check(desk.store, told, service)
    on = serving.reached_on(service, desk.rules.calendar)
    content = _content(service)
    # Everything but an announcement has happened already: it counts whatever day a clock shows.
    content["reached"] = on is not None and service.method != "announced"
    content["reached_on"] = values.iso(on)
    with desk.store.transaction(desk.user) as tx:
        if signed is not None:
            countersigns.write(tx, signed)
        tx.act(ActKind.SERVE, "document", document_id, content)


def _standing(store: Store, document_id: str) -> issued.Issued:
    told = issued.must_be_issued(store, document_id)
    if told.fate != "issued":
        raise RuleError("document.not_standing", where=document_id, number=told.number, fate=told.fate)
    return told


def _check(store: Store, told: issued.Issued, service: Service) -> None:
    _recipient(told, service.recipient_id)
    refused = any(
        values.text(act.content, "refusal").strip()
        for act in served.acts(store, told.id, service.recipient_id)
    )
    for problem in serving.problems(service, refused_before=refused):
        raise RuleError(problem.code, where=problem.where, **dict(problem.values))
    if told.issued_on and local_date(service.at) < told.issued_on:
        raise RuleError("service.before_issue", where="service.at", issued_on=told.issued_on.isoformat())
    attached = {values.text(act.content, "sha256") for act in _attached(store, told.id)}
    unknown = [one for one in service.photos if one not in attached]
    if unknown:
        raise RuleError("service.unknown_photo", where=unknown[0][:12])


def _recipient(told: issued.Issued, recipient_id: str) -> issued.Recipient:
    found = next((one for one in told.recipients if one.party_id == recipient_id), None)
    if found is None:
        raise RuleError("service.unknown_recipient", where=recipient_id, number=told.number)
    return found


def _content(service: Service) -> dict[str, object]:
    """Return a service as its act holds it; what nobody filled in is left out, but for the oldest names."""
    told: dict[str, object] = {field.name: getattr(service, field.name) for field in fields(service)}
    told["at"] = values.iso(service.at)
    told["receipt_on"] = values.iso(service.receipt_on)
    told["photos"] = list(service.photos)
    told["witnesses"] = [{"name": one.name, "company": one.company} for one in service.witnesses]
    return {name: value for name, value in told.items() if name in _ALWAYS or value not in ("", [])}


_ALWAYS = frozenset(
    {
        "recipient_id",
        "method",
        "at",
        "place",
        "receiver",
        "position",
        "relation",
        "refusal",
        "witness",
        "recorded",
        "mail_number",
    }
)


def _attached(store: Store, document_id: str) -> list[Act]:
    acts = store.acts("document", document_id, ActKind.ATTACH, valid_only=True)
    return [act for act in acts if values.text(act.content, "purpose") == "service"]


def delivered(desk: Desk, document_id: str, posted: Service, receipt: Service) -> None:
    """Note that what was mailed or entrusted arrived: the second act for the same recipient.

    Args:
        posted: the service as it was noted when it was sent.
        receipt: the same with `receipt_on` and who signed, or with `refusal` when it came back.

    Raises:
        RuleError: `service.not_posted` unless `posted` is on record and `receipt` goes on from it, and
            those of `serve`.
    """
    same = (posted.recipient_id, posted.method, posted.mail_number, posted.body)
    goes_on = same == (receipt.recipient_id, receipt.method, receipt.mail_number, receipt.body)
    known = posted in services(desk.store, document_id, posted.recipient_id)
    if not known or not goes_on or posted.method not in serving.BY_RECEIPT:
        raise RuleError("service.not_posted", where="service.mail_number", mail_number=receipt.mail_number)
    serve(desk, document_id, receipt)


def warnings(desk: Desk, document_id: str, service: Service) -> tuple[Problem, ...]:
    """Return what the server should know before noting this service, e.g. `service.left_at_site`.

    Raises:
        RuleError: `document.not_issued`, `service.unknown_recipient`.
    """
    told = issued.must_be_issued(desk.store, document_id)
    recipient = _recipient(told, service.recipient_id)
    return service.warnings(recipient.address or _entered_address(desk.store, told, service.recipient_id))


def _entered_address(store: Store, told: issued.Issued, party_id: str) -> str:
    parties = registry.target_of(store, told.target_id).parties
    return next((one.address for one in parties if one.id == party_id), "")


def attach_photo(desk: Desk, document_id: str, raw: bytes, *, name: str = "") -> str:
    """Keep a picture of the service with the document for ever, and return its sha256.

    Args:
        name: what its file is called, for a refusal to name; it is not kept.

    Raises:
        RuleError: `document.not_issued`, `photo.too_large`, and what the renderer says of a file that is
            no photo.
    """
    issued.must_be_issued(desk.store, document_id)
    if len(raw) > findings.MOST_PHOTO_BYTES:
        raise RuleError("photo.too_large", where=name, size=len(raw), most=findings.MOST_PHOTO_BYTES)
    try:
        facts = desk.renderer.inspect_photo(raw)
    except RuleError as refused:
        raise RuleError(refused.code, where=refused.where or name, **refused.values) from refused
    sha256 = desk.store.put_blob(raw)
    told: dict[str, object] = {
        "sha256": sha256,
        "purpose": "service",
        "taken": values.iso(facts.taken),
        "stated": facts.stated,
    }
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.ATTACH, "document", document_id, told)
    return sha256


def prove(desk: Desk, document_id: str, recipient_id: str) -> str:
    """Begin the proof of service (送达回证) for one recipient and return its id; one begun already is kept.

    Place and method are those of the newest service on record; before any they stay blank, and are filled in
    when the proof is asked for again. What else is known of it is printed, see `domain.proofs`.

    Raises:
        RuleError: `document.not_issued`, `document.not_standing`, `service.unknown_recipient`,
            `service.needs_no_proof` for a proof itself, `document.no_template`.
    """
    told = _standing(desk.store, document_id)
    _recipient(told, recipient_id)
    if told.kind == DocumentKind.PROOF_OF_SERVICE:
        raise RuleError("service.needs_no_proof", where=document_id, number=told.number)
    known = services(desk.store, document_id, recipient_id)
    begun = _begun(desk.store, told.id, recipient_id)
    if begun:
        _complete(desk, begun, known)
        return begun
    inspection = inspections.inspection_of(desk.store, told.inspection_id)
    target = registry.target_of(desk.store, inspection.target_id)
    return drafts.begin(
        desk,
        told.inspection_id,
        DocumentKind.PROOF_OF_SERVICE,
        (),
        addressee_id=recipient_id,
        service_of=told.id,
        service_matter=f"{target.name}{inspection.source or '监督检查'}",
        service_place=known[-1].place if known else "",
        service_method=known[-1].method if known else "",
    )


def _complete(desk: Desk, proof_id: str, known: tuple[Service, ...]) -> None:
    """Fill in what was blank when the proof was begun; what a person chose stays, and the gate weighs it."""
    record = desk.store.record("document", proof_id)
    if record is None or not known:
        return
    wanted = {"service_place": known[-1].place, "service_method": known[-1].method}
    blank = {name: told for name, told in wanted.items() if told and not values.text(record.fields, name)}
    if blank:
        drafts.change(desk, proof_id, **blank)


def _begun(store: Store, served_id: str, recipient_id: str) -> str:
    """Return the proof of this service that has no number yet, empty when there is none."""
    wanted = {
        "kind": str(DocumentKind.PROOF_OF_SERVICE),
        "service_of": served_id,
        "addressee_id": recipient_id,
    }
    begun = store.records("document", where=wanted)
    return next((one.id for one in begun if issued.issue_act(store, one.id) is None), "")
