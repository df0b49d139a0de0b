"""What the section of rectification does with what was filled in; each runs beside the screen."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import escalation, extensions, replies, scans, under_way, withdrawal
from inspector_app.casework.followup.extensions import Ask
from inspector_app.casework.followup.rechecks import Way as HowToLook
from inspector_app.casework.followup.replies import Picture, Report, Supplement, Taken
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.history.order_file import Handed, OrderFile, Request
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import PreCheck, Said, Signature
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.ui.controls import pictures
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.ledger.duties_forms import GRANT, PHOTO, SIGNED, STAMPED
from inspector_app.ui.style import typed


def _text(given: Given, code: str) -> str:
    return str(given.get(code, "")).strip()


def _list(given: Given, code: str) -> list[str]:
    told = given.get(code)
    return [str(one) for one in told] if isinstance(told, list) else []


def _day(desk: Desk, given: Given, code: str, room: str) -> date | None:
    return typed.day(_text(given, code), desk.today(), desk.rules.calendar, where=f"{room}.{code}")


def _must(desk: Desk, given: Given, code: str, room: str) -> date:
    day = _day(desk, given, code, room)
    if day is None:
        raise RuleError("ui.bad_day", where=f"{room}.{code}", told="")
    return day


def _files(given: Given, code: str) -> tuple[Scan, ...]:
    return tuple(Scan(pictures.read(Path(one)), Path(one).name) for one in _list(given, code))


def _said(given: Given, ids: Sequence[str], ticked: Sequence[str]) -> tuple[Said, ...]:
    """Return what is said of each finding that is ticked, or that has an answer or a photo."""
    told = {one: _text(given, one) for one in ids}
    return tuple(
        Said(one, words) for one, words in told.items() if words or one in ticked or _list(given, PHOTO + one)
    )


def _photos(desk: Desk, given: Given, ids: Sequence[str]) -> tuple[Picture, ...]:
    told = []
    for one in ids:
        files = _files(given, PHOTO + one)
        # Looked at here so that a refusal names the file among those of its finding.
        scans.look(desk, files)
        told += [Picture(one, each, after=True) for each in files]
    return tuple(told)


def _signatures(
    given: Given, roles: Sequence[PartyRole], held: Sequence[Signature] = ()
) -> tuple[Signature, ...]:
    """Return who signed or stamped now; the half of a signature that is there already stays."""
    there = {one.role: one for one in held}
    told = []
    for role in roles:
        name, stamped = _text(given, SIGNED + role), given.get(STAMPED + role) is True
        if name or stamped:
            before = there.get(role, Signature(role, "", stamped=False))
            told.append(Signature(role, name or before.name, stamped or before.stamped))
    return tuple(told)


def _weighed(handed: Handed, given: Given) -> tuple[PreCheck | None, str, str]:
    """Return what the supervisor's weighing is now, by whom, with what note; None when nothing is told."""
    before, told = handed.reply, _text(given, "precheck")
    by, note = _text(given, "prechecked_by"), _text(given, "precheck_note")
    if not (told or by or note):
        return None, "", ""
    now = PreCheck(told) if told else before.precheck
    if now is not before.precheck:
        return now, by, note  # name and note of another result are not this one's
    return now, by or before.prechecked_by, note or before.precheck_note


def take_in(desk: Desk, told: OrderFile, given: Given) -> Taken:
    """Take a report in.

    Raises:
        RuleError: `ui.bad_day`, `ui.file_unreadable`, `photo.too_large`, and those of `replies.take_in`.
    """
    ids = [one.finding_id for one in told.items]
    report = Report(
        told.order.id,
        told.party.id,
        _must(desk, given, "on", "reply"),
        _must(desk, given, "received_on", "reply"),
        _said(given, ids, _list(given, "said")),
        _signatures(given, [role for role, _ in told.signers]),
        PreCheck(_text(given, "precheck")),
        _text(given, "prechecked_by"),
        _text(given, "precheck_note"),
        _files(given, "scans"),
        _photos(desk, given, ids),
    )
    return replies.take_in(desk, report)


def complete(desk: Desk, told: OrderFile, handed: Handed, given: Given) -> Taken:
    """Complete a report; what was left empty stays as it was.

    Raises:
        RuleError: as `take_in`, and those of `replies.supplement`.
    """
    ids = [one.finding_id for one in handed.reply.said]
    precheck, by, note = _weighed(handed, given)
    more = Supplement(
        _must(desk, given, "on", "reply"),
        _must(desk, given, "received_on", "reply"),
        tuple(Said(one, words) for one in ids if (words := _text(given, one))),
        _signatures(given, [role for role, _ in told.signers], handed.reply.signatures),
        precheck,
        by,
        note,
        _files(given, "scans"),
        _photos(desk, given, ids),
    )
    return replies.supplement(desk, handed.reply.id, more)


def ask(desk: Desk, told: OrderFile, given: Given) -> bool:
    """Take in a request for more time; tell whether it came after the deadline.

    Raises:
        RuleError: `ui.bad_day`, `ui.file_unreadable`, `photo.too_large`, and those of `extensions.ask`.
    """
    asked = Ask(
        told.order.id,
        told.party.id,
        _must(desk, given, "on", "extension"),
        _must(desk, given, "received_on", "extension"),
        _must(desk, given, "new_due", "extension"),
        _text(given, "reason"),
        tuple(_list(given, "findings")),
        _files(given, "scans"),
    )
    return extensions.asked_of(desk, extensions.ask(desk, asked)).late


def decide(desk: Desk, request: Request, given: Given) -> tuple[str, str]:
    """Begin the decision; return the inspection and the document to go on with at the workbench.

    Raises:
        RuleError: those of `extensions.begin`.
    """
    document_id = extensions.begin(desk, request.asked.id, grant=_text(given, "decision") == GRANT)
    return place_of(desk, document_id)


def place_of(desk: Desk, document_id: str) -> tuple[str, str]:
    """Return the inspection of a document that was begun, and the document."""
    record = desk.store.record("document", document_id)
    return (values.text(record.fields, "inspection_id") if record is not None else ""), document_id


def recheck(desk: Desk, told: OrderFile, given: Given) -> str:
    """Begin the recheck, or go on with the one under way; return its id.

    Raises:
        RuleError: those of `rechecks.begin`.
    """
    return under_way.recheck(desk, told.order.id, HowToLook(_text(given, "way")))


def go_on(desk: Desk, told: OrderFile, given: Given) -> tuple[str, str]:
    """Begin the paper by which findings go on; return where it is written.

    Raises:
        ProblemsError: `escalation.unlawful`.
        RuleError: `ui.bad_day`, and those of `escalation.begin`.
    """
    kind, ids = DocumentKind(_text(given, "kind")), _list(given, "findings")
    due = _day(desk, given, f"due_{kind}", "document") if kind in ORDERING else None
    visit = told.recheck_id
    document_id = escalation.begin(desk, kind, ids, told.party.id, due=due, inspection_id=visit)
    return place_of(desk, document_id)


def file(desk: Desk, filing: Desk, told: OrderFile, given: Given) -> str:
    """Open a case in the filing workspace; return its id.

    Raises:
        ProblemsError: `escalation.unlawful`.
        RuleError: `ui.bad_day`, and those of `escalation.file`.
    """
    known_on = _day(desk, given, "known_on", "filing")
    ids, matter = _list(given, "findings"), _text(given, "matter")
    return escalation.file(desk, filing, ids, told.party.id, matter, known_on=known_on)


def settle(desk: Desk, told: OrderFile, given: Given) -> int:
    """End what findings were escalated to; return how many.

    Raises:
        RuleError: those of `escalation.settle`.
    """
    ids = _list(given, "findings")
    escalation.settle(desk, ids, told.party.id, _text(given, "reason"))
    return len(ids)


def withdraw(desk: Desk, given: Given) -> int:
    """Withdraw what was recorded by mistake; return how many.

    Raises:
        RuleError: those of `withdrawal.withdraw`.
    """
    ids = _list(given, "findings")
    withdrawal.withdraw(desk, ids, _text(given, "reason"))
    return len(ids)
