"""Drafts laid before a supervisor, and the answers: read from acts, weighed against the draft as it is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.domain import approving
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.approving import Answer, Submission
from inspector_app.domain.documents import Draft
from inspector_app.domain.templates import ApprovalRule, DocumentTemplate
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

ENTITY = "awaiting"
"""Index of the drafts under way to an approval, by the document's own id; the acts alone say what holds."""


def _as_id(word: str) -> str:
    # A value as long as an id is found by the store's index, however many years lie beside it.
    return word.ljust(32, "-")


WAITING, RETURNED, SETTLED = _as_id("waiting"), _as_id("returned"), _as_id("settled")
APPROVED = _as_id("approved")
"""Values of the index's field `stage`; one that was approved is settled when it is issued."""


def needed(template: DocumentTemplate | None) -> bool:
    """Tell whether the office's wording asks for an approval of this kind."""
    return template is not None and template.approval is not ApprovalRule.NONE


def reviewed(desk: Desk, draft: Draft) -> Draft:
    """Return a draft with how it stands before a supervisor, and the approval that follows from it."""
    template = desk.rules.template_for(draft.kind, draft.target.kind)
    if template is None or not needed(template):
        return draft
    acts = desk.store.acts("document", draft.id, valid_only=True)
    laid, answers = submissions(acts), answers_of(desk.store, acts)
    if not laid:
        return draft

    def now(on: date) -> str:
        return approving.fingerprint(draft, template, desk.rules, on)

    told = approving.review(laid, answers, now, own_allowed=desk.rules.options.own_approval)
    numbers = {one.number for one in answers if one.number}
    return replace(draft, review=told, approval=approving.consent(draft.approval, told, numbers))


def submissions(acts: Iterable[Act]) -> tuple[Submission, ...]:
    """Return what these acts tell of being laid before a supervisor."""
    return tuple(
        Submission(
            id=act.id,
            n=values.number(act.content, "n"),
            user=act.user,
            at=values.moment({"wall": act.wall}, "wall"),
            on=on,
            sha256=values.text(act.content, "draft_sha256"),
            to=values.text(act.content, "to"),
            words=values.text(act.content, "words"),
            author=values.text(act.content, "author"),
        )
        for act in acts
        if act.kind == ActKind.SUBMIT and (on := values.day(act.content, "on")) is not None
    )


def answers_of(store: Store, acts: Iterable[Act]) -> tuple[Answer, ...]:
    """Return what supervisors answered, by the names that their certificates give."""
    told = [act for act in acts if act.kind == ActKind.APPROVE]
    known = names(store) if told else {}
    return tuple(
        Answer(
            id=act.id,
            submission=values.text(act.content, "submission"),
            sha256=values.text(act.content, "draft_sha256"),
            user=act.user,
            name=known.get(act.user, act.user),
            at=values.moment({"wall": act.wall}, "wall"),
            decision=values.text(act.content, "decision"),
            number=values.text(act.content, "number"),
            words=values.text(act.content, "words") or values.text(act.content, "reason"),
        )
        for act in told
    )


def names(store: Store) -> dict[str, str]:
    """Return the names of all who ever held a certificate, by their ids."""
    return {one.user: one.name for one in store.keyring.people()}


def author(store: Store, record_id: str, entity: str = "document") -> str:
    """Return the id of the person who began a document or visit, empty when its beginning is not here."""
    begun = [
        one.header.user
        for one in store.entries_of(record_id)
        if one.header.entity == entity and one.header.op == "create"
    ]
    return begun[0] if begun else ""


def settle(tx: Tx, document_id: str, stage: str = SETTLED) -> None:
    """Take a draft out of what is under way, or put it among those that were answered."""
    record = tx.record(ENTITY, document_id)
    if record is not None and not record.deleted:
        tx.set(ENTITY, document_id, {"stage": stage})
