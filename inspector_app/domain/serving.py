"""Service, purely: what each way of serving needs, and from which day it counts (民事诉讼法 87 to 95)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.domain.chinese import local_date
from inspector_app.domain.deadlines import WorkCalendar, statutory
from inspector_app.domain.errors import Problem

METHODS = ("direct", "left", "mail", "entrusted", "electronic", "announced")
METHOD_LABELS = {
    "direct": "直接送达",
    "left": "留置送达",
    "mail": "邮寄送达",
    "entrusted": "委托送达",
    "electronic": "电子送达",
    "announced": "公告送达",
}

ANNOUNCED_DAYS = 30
"""民事诉讼法 95 (2023); older forms still say 60."""

BY_RECEIPT = frozenset({"mail", "entrusted"})
"""Ways that count from the day on the receipt, which comes back later (民事诉讼法 87, 91)."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Someone of the 基层组织 or of the recipient's own unit who saw a left service (民事诉讼法 89)."""

    name: str
    company: str


@dataclass(frozen=True, slots=True)
class Service:
    """What happened with one recipient.

    Attributes:
        method: one of METHODS.
        at: when it was handed over, left, posted, given to the entrusted body, shown by the electronic
            system as arrived, or announced.
        place: where; a left service belongs at the recipient's registered address.
        receiver, position: who signed, and their position with the recipient.
        relation, authority: what a receiving agent is to the recipient, and on what they rely (授权依据).
        refusal: why it was refused or came back; refused alone reaches nobody.
        witness: a witness in one line, as acts of older versions hold it; `witnesses` is its place now.
        recorded: a left service without witness was photographed or filmed (民事诉讼法 89).
        recording: number of the recording, where it is kept outside this program.
        photos: sha256 of pictures that were attached to the document.
        mail_number: number of the mail.
        receipt_on: day of signing on the return receipt; None while mail or entrusted body have not told.
        consent: number of the signed 送达确认书 (行政处罚法 61; 民事诉讼法 90).
        system: the electronic system in which it arrived.
        body: who was entrusted.
        medium: where it was announced.
        note: reason and course, which an announcement must leave in the file (民事诉讼法 95).
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
    authority: str = ""
    witnesses: tuple[Witness, ...] = ()
    recording: str = ""
    photos: tuple[str, ...] = ()
    receipt_on: date | None = None
    consent: str = ""
    system: str = ""
    body: str = ""
    medium: str = ""
    note: str = ""

    def warnings(self, registered: str = "") -> tuple[Problem, ...]:
        """Return what the server should know although it is allowed.

        Args:
            registered: the recipient's registered address; empty when nobody entered it.
        """
        return tuple(_warnings(self, registered))


def reached_on(service: Service, calendar: WorkCalendar) -> date | None:
    """Return the day from which a service counts, None when it does not or not yet.

    Mail and entrusted service count from the receipt; an announcement when its thirty days have passed,
    the day of announcing not among them, and a last day off carried on to the next working day.
    """
    if service.method == "announced":
        return statutory(local_date(service.at), ANNOUNCED_DAYS, calendar).due
    if service.method == "left":
        return local_date(service.at)
    if service.refusal.strip():
        return None
    return service.receipt_on if service.method in BY_RECEIPT else local_date(service.at)


def problems(service: Service, *, refused_before: bool = False) -> tuple[Problem, ...]:
    """Return what this way of serving lacks in law, the weightiest first.

    Args:
        refused_before: a refusal of this recipient is on record already.
    """
    if service.method not in METHODS:
        return (Problem.of("service.unknown_method", "service.method", method=service.method),)
    found = list(_CHECKS[service.method](service))
    if service.method == "left" and not refused_before and _blank(service.refusal):
        found.append(Problem.of("service.refusal_missing", "service.refusal"))
    return tuple(found)


def refusal_of(done: Service, noted: Sequence[Service]) -> Service | None:
    """Return where the refusal is told that a service rests on: in itself, or before it was left.

    Args:
        noted: all that is on record for this recipient, the oldest first, `done` among it.
    """
    if not _blank(done.refusal):
        return done
    before = noted[: len(noted) - 1 - noted[::-1].index(done)] if done.method == "left" else ()
    return next((one for one in reversed(before) if not _blank(one.refusal)), None)


def _blank(text: str) -> bool:
    return not text.strip()


def _direct(service: Service) -> Iterator[Problem]:
    if not _blank(service.refusal):
        return
    if _blank(service.receiver):
        yield Problem.of("service.no_receiver", "service.receiver")
    if _blank(service.position):
        yield Problem.of("service.no_position", "service.position")
    if not _blank(service.relation) and _blank(service.authority):
        yield Problem.of("service.agent_unauthorised", "service.authority", receiver=service.receiver)


def _left(service: Service) -> Iterator[Problem]:
    if any(_blank(one.name) or _blank(one.company) for one in service.witnesses):
        yield Problem.of("service.witness_incomplete", "service.witnesses")
    if service.witnesses or not _blank(service.witness):
        return
    if not service.recorded:
        yield Problem.of("service.left_unproven", "service.witness")
    elif not service.photos and _blank(service.recording):
        yield Problem.of("service.recording_missing", "service.recording")


def _mail(service: Service) -> Iterator[Problem]:
    if _blank(service.mail_number):
        yield Problem.of("service.no_mail_number", "service.mail_number")
    yield from _receipt(service)


def _entrusted(service: Service) -> Iterator[Problem]:
    if _blank(service.body):
        yield Problem.of("service.no_body", "service.body")
    yield from _receipt(service)


def _receipt(service: Service) -> Iterator[Problem]:
    sent = local_date(service.at)
    if service.receipt_on is not None and service.receipt_on < sent:
        yield Problem.of("service.receipt_before", "service.receipt_on", sent_on=sent.isoformat())


def _electronic(service: Service) -> Iterator[Problem]:
    if _blank(service.consent):
        yield Problem.of("service.no_consent", "service.consent")
    if _blank(service.system):
        yield Problem.of("service.no_system", "service.system")


def _announced(service: Service) -> Iterator[Problem]:
    if _blank(service.medium):
        yield Problem.of("service.no_medium", "service.medium")
    if _blank(service.note):
        yield Problem.of("service.announcement_unexplained", "service.note")


_CHECKS = {
    "direct": _direct,
    "left": _left,
    "mail": _mail,
    "entrusted": _entrusted,
    "electronic": _electronic,
    "announced": _announced,
}


def _warnings(service: Service, registered: str) -> Iterator[Problem]:
    if service.method == "left" and _bare(registered) not in _bare(service.place):
        yield Problem.of("service.left_at_site", "service.place", place=service.place, address=registered)
    if service.method == "left" and _blank(registered):
        yield Problem.of("service.address_unknown", "service.place")
    if service.method in BY_RECEIPT and service.receipt_on is None and _blank(service.refusal):
        yield Problem.of("service.receipt_awaited", "service.receipt_on")
    if service.method == "announced":
        yield Problem.of("service.announcement_runs", "service.at", days=ANNOUNCED_DAYS)


def _bare(text: str) -> str:
    """Return an address without blanks, for comparing."""
    return "".join(text.split())
