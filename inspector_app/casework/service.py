"""Service: how a document reached each recipient, or why it did not."""

from dataclasses import dataclass
from datetime import datetime

from inspector_app.casework import issued, values
from inspector_app.casework.desk import Desk
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from inspector_app.domain.placeholders import METHODS


@dataclass(frozen=True, slots=True)
class Service:
    """What happened with one recipient.

    Attributes:
        method: one of domain.placeholders.METHODS.
        receiver, position, relation: who signed, and as what (receiving agent).
        refusal: why it was refused; refused alone reaches nobody.
        witness: name and company of the witness of a left service.
        recorded: a left service without witness was photographed or filmed (民事诉讼法 89).
        mail_number: number of the mail.
    """

    recipient_id: str
    method: str
    at: datetime
    place: str = ""
    receiver: str = ""
    position: str = ""
    relation: str = ""
    refusal: str = ""
    witness: str = ""
    recorded: bool = False
    mail_number: str = ""


def serve(desk: Desk, document_id: str, service: Service) -> None:
    """Note how a document was served on one recipient.

    Raises:
        RuleError: `document.not_issued`, `document.not_standing`, `service.unknown_recipient`,
            `service.unknown_method`, `service.before_issue`, `service.no_receiver`,
            `service.left_unproven` (民事诉讼法 89), `service.no_mail_number`.
    """
    told = issued.must_be_issued(desk.store, document_id)
    if told.fate != "issued":
        raise RuleError("document.not_standing", where=document_id, number=told.number, fate=told.fate)
    _check(told, service)
    content: dict[str, object] = {
        "recipient_id": service.recipient_id,
        "method": service.method,
        "at": values.iso(service.at),
        "place": service.place,
        "receiver": service.receiver,
        "position": service.position,
        "relation": service.relation,
        "refusal": service.refusal,
        "witness": service.witness,
        "recorded": service.recorded,
        "mail_number": service.mail_number,
        "reached": reached(service),
    }
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.SERVE, "document", document_id, content)


def reached(service: Service) -> bool:
    """Tell whether this service counts: signed for, left with proof, mailed; a bare refusal does not."""
    return not (service.method == "direct" and service.refusal)


def _check(told: issued.Issued, service: Service) -> None:
    if service.recipient_id not in {one.party_id for one in told.recipients}:
        raise RuleError("service.unknown_recipient", where=service.recipient_id, number=told.number)
    if service.method not in METHODS:
        raise RuleError("service.unknown_method", where="service.method", method=service.method)
    if told.issued_on and local_date(service.at) < told.issued_on:
        raise RuleError("service.before_issue", where="service.at", issued_on=told.issued_on.isoformat())
    if service.method == "direct" and not service.refusal and not service.receiver.strip():
        raise RuleError("service.no_receiver", where="service.receiver")
    if service.method == "left" and not (service.witness.strip() or service.recorded):
        raise RuleError("service.left_unproven", where="service.witness")
    if service.method == "mail" and not service.mail_number.strip():
        raise RuleError("service.no_mail_number", where="service.mail_number")
