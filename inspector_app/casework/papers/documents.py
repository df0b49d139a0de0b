"""Issuing: the gate, the number, the frozen page and the signed act, all or nothing."""

from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk, Rendered
from inspector_app.casework.papers import consequences, drafts, elsewhere, issued, late_rests, owing
from inspector_app.casework.people import filing_workspace
from inspector_app.domain.acts import ActKind
from inspector_app.domain.content import Content, canonical
from inspector_app.domain.documents import Draft
from inspector_app.domain.errors import Problem, ProblemsError, RuleError, SignInError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.numbers import Serial, date_to_confirm
from inspector_app.domain.templates import ORDERING, DocumentKind, DocumentTemplate
from inspector_app.trust.keys import SigningKey

MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Page:
    """A page made for a number that is still only expected."""

    serial: Serial
    number: str
    content: Content
    qr: str
    rendered: Rendered
    pdf_sha256: str


def issue(desk: Desk, document_id: str, *, date_confirmed: bool = False) -> issued.Issued:
    """Issue a document: number, frozen PDF and signed act in one transaction.

    Args:
        date_confirmed: a person looked at today's date because the clock seems off.

    Raises:
        SignInError: `document.not_signed` without the person's key (ask for the PIN).
        ProblemsError: `document.gate` naming each miss.
        RuleError: `document.issued`, `document.date_to_confirm`, `document.changed_meanwhile`,
            `approving.after_issue`, `filing.form_elsewhere`.
    """
    if desk.signer is None:
        raise SignInError("document.not_signed", where=document_id)
    if issued.issue_act(desk.store, document_id) is not None:
        raise RuleError("document.issued", where=document_id)
    draft = drafts.draft_of(desk, document_id)
    missing = drafts.gate(desk, document_id)
    if missing:
        raise ProblemsError("document.gate", [problem(one) for one in missing], where=document_id)
    _confirm_date(desk, confirmed=date_confirmed)
    for _ in range(MOST_TRIES):
        page = _page(desk, draft, desk.signer)
        if _commit(desk, draft, page, desk.signer):
            return issued.must_be_issued(desk.store, document_id)
    raise RuleError("document.number_taken", where=document_id)


def problem(missing: Missing) -> Problem:
    """Return a miss in the shape of a problem."""
    return Problem(missing.code, missing.field, missing.values)


def _confirm_date(desk: Desk, *, confirmed: bool) -> None:
    if confirmed:
        return
    last = last_issue_day(desk)
    reason = date_to_confirm(desk.today(), last)
    if reason and last:
        raise RuleError(
            "document.date_to_confirm", reason=reason, today=str(desk.today()), last=last.isoformat()
        )


def last_issue_day(desk: Desk) -> date | None:
    """Return the day of the newest number of this machine."""
    acts = desk.store.last_issues(desk.store.meta.machine_code)
    days = [values.day(act.content, "issued_on") for act in acts]
    return max((day for day in days if day is not None), default=None)


def _page(desk: Desk, draft: Draft, signer: SigningKey) -> _Page:
    template = drafts.template_of(desk, draft.kind, draft.target.kind)
    year = draft.issue_on.year
    serial = Serial(
        desk.store.meta.machine_code, str(draft.kind), year, desk.store.next_serial(str(draft.kind), year)
    )
    _, prefix = draft.office.body(template.body)
    number = serial.text(template.number, prefix=prefix, word=_word(desk, template))
    content = drafts.content(desk, draft, number)
    qr = desk.renderer.qr_text(content, signer.key_id, lambda message: signer.sign("qr", message))
    rendered = desk.renderer.render(content, photos=drafts.photos(desk, content), qr=qr)
    # The file is durable before the row that names it; a page whose number was taken is swept.
    return _Page(serial, number, content, qr, rendered, desk.store.put_blob(rendered.pdf))


def _commit(desk: Desk, draft: Draft, page: _Page, signer: SigningKey) -> bool:
    """Append the act if the number is still free and the draft unchanged; tell whether it was."""
    with desk.store.transaction(desk.user) as tx:
        if tx.next_serial(page.serial.kind, page.serial.year) != page.serial.serial:
            return False
        elsewhere.refuse(tx, draft.kind)
        if drafts.draft_of(desk, draft.id) != draft:
            raise RuleError("document.changed_meanwhile", where=draft.id)
        further = consequences.foreseen(desk, draft)
        tx.act(ActKind.ISSUE, "document", draft.id, _told(desk, draft, page), signer)
        owing.arise(desk, tx, draft)
        consequences.follow(tx, draft, page.number, further, signer)
    return True


IN_CASES = "案"
"""Stands behind the word of a paper of a case: both workspaces number for themselves, and no two papers may
bear one number."""


def _word(desk: Desk, template: DocumentTemplate) -> str:
    """Return a kind's characters in its numbers; in the filing workspace what is made in both has its own."""
    apart = template.kind is not DocumentKind.FILING_FORM and filing_workspace.is_filing(desk.store)
    return f"{template.word}{IN_CASES}" if apart else template.word


def _told(desk: Desk, draft: Draft, page: _Page) -> dict[str, object]:
    content_hash = page.rendered.content_hash
    return {
        **frozen(desk, draft),
        "number": page.number,
        "machine_code": page.serial.machine_code,
        "kind": page.serial.kind,
        "year": page.serial.year,
        "serial": page.serial.serial,
        "label": page.content.kind_label,
        "content": canonical(page.content).decode(),
        "content_sha256": content_hash.hex(),
        "pdf_sha256": page.pdf_sha256,
        "pages": page.rendered.pages,
        "code": desk.renderer.code(content_hash),
        "qr": page.qr,
        "scope": page.content.fact("scope"),
        "sign_page": page.rendered.sign_page,
    }


def frozen(desk: Desk, draft: Draft) -> dict[str, object]:
    """Return what an act of issue keeps of its draft, whatever number it bears and whoever made its page."""
    template = drafts.template_of(desk, draft.kind, draft.target.kind)
    return {
        "issued_on": draft.issue_on.isoformat(),
        "due_on": values.iso(draft.due),
        "inspection_id": draft.inspection.id,
        "target_id": draft.target.id,
        "addressee": _addressee(draft),
        "recipients": _recipients(draft, template),
        "finding_ids": [finding.id for finding in draft.findings],
        "edition": desk.rules.edition,
        **_halted(draft),
        "sealing": str(template.sealing),
        "about": draft.about.document_id if draft.about else "",
        "own": dict(draft.own),
        "approval": owing.told(desk, draft),
        "dues": _dues(draft),
    }


def _halted(draft: Draft) -> dict[str, object]:
    """Return what a stop-work stops, or a resumption gives back, under the signature of the act of issue."""
    order, consent = draft.stop_work, draft.resumption
    if order is not None:
        start = values.iso(order.start)
        return {"full": order.full, "stop_parts": list(order.named), "stop_start": start}
    if consent is not None:
        return {
            "full": consent.full,
            "resumes": consent.stop_work_id,
            "freed": list(consent.named),
            "start": values.iso(consent.start),
        }
    return {"full": False}


def _dues(draft: Draft) -> dict[str, object]:
    """Return the last day that an order sets each party for each finding, as it stood that day."""
    if draft.kind not in ORDERING:
        return {}
    return {
        finding.id: {duty.party_id: values.iso(duty.due) for duty in finding.obligations if duty.due}
        for finding in draft.findings
    }


def _addressee(draft: Draft) -> dict[str, object]:
    party = draft.addressee
    if party is None:
        return {}
    return {"id": party.id, "name": party.name, "credit_code": party.credit_code, "address": party.address}


def _recipients(draft: Draft, template: DocumentTemplate) -> list[dict[str, object]]:
    """Return whom the paper goes to, as they stood that day; a paper of the office's own goes to nobody."""
    if draft.addressee is None or template.internal:
        return []
    return [
        {
            "party_id": party.id,
            "name": party.name,
            "role": str(party.role),
            "credit_code": party.credit_code,
            "address": party.address,
            "manager": party.manager,
            "copy": n,
            "main": n == 1,
        }
        for n, party in enumerate((draft.addressee, *draft.copied), start=1)
    ]


def void(desk: Desk, document_id: str, reason: str) -> None:
    """Void a document that reached nobody; its number stays taken for ever.

    Raises:
        SignInError: `document.not_signed`.
        RuleError: `document.not_issued`, `document.reason_missing`, `document.served`,
            `document.not_standing`, `late.rested_on` for a late entry that something goes on from.
    """
    if desk.signer is None:
        raise SignInError("document.not_signed", where=document_id)
    told = issued.must_be_issued(desk.store, document_id)
    if not reason.strip():
        raise RuleError("document.reason_missing", where="document.reason")
    if told.fate != "issued":
        raise RuleError("document.not_standing", where=document_id, number=told.number, fate=told.fate)
    if issued.served(desk.store, document_id):
        raise RuleError("document.served", where=document_id, number=told.number)
    with desk.store.transaction(desk.user) as tx:
        if told.late:
            late_rests.refuse_resting(tx, told)
        tx.act(ActKind.VOID, "document", document_id, {"number": told.number, "reason": reason}, desk.signer)


def anew(desk: Desk, document_id: str) -> str:
    """Begin a void document again and return the new one's id; its page names the number that it replaces.

    Raises:
        RuleError: `document.not_issued`, `document.not_void`, `inspection.none`, `late.keyed_in_anew` for a
            late entry: its paper is keyed in again.
    """
    told = issued.must_be_issued(desk.store, document_id)
    if told.fate != "void":
        raise RuleError("document.not_void", where=document_id, number=told.number)
    if told.late:
        raise RuleError("late.keyed_in_anew", where=document_id, number=told.number)
    record = desk.store.record("document", document_id)
    kept = {name: value for name, value in (record.fields if record else {}).items() if name not in _OF_ONE}
    ticked: dict[str, values.Fields] = {
        values.text(one.fields, "finding_id"): {
            name: one.fields[name] for name in ("due", "measure", "party_id") if name in one.fields
        }
        for one in desk.store.records("ticked", where={"document_id": document_id})
    }
    return drafts.begin_anew(
        desk,
        told.inspection_id,
        DocumentKind(told.kind),
        {one: ticked.get(one, {}) for one in told.finding_ids},
        values.text(record.fields, "addressee_id") if record else "",
        {**kept, "replaces": document_id},
    )


_OF_ONE = frozenset({"inspection_id", "kind", "addressee_id", "replaces"})
"""Fields that `drafts.begin_anew` writes itself, or that belong to the void document alone."""
