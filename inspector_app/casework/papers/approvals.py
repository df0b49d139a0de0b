"""Approvals in the program: a draft laid before a supervisor, approved by a signed act, or returned."""

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import drafts, issued, submissions
from inspector_app.casework.people import rights
from inspector_app.domain import approving
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.approving import Decision
from inspector_app.domain.documents import Draft, Review, Standing
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.domain.states import DocumentFacts
from inspector_app.domain.templates import DocumentKind

MAY_APPROVE = frozenset({Role.SUPERVISOR})
MOST_WORDS = 500
MOST_NUMBER = 60


def submit(desk: Desk, document_id: str, to: str = "", words: str = "") -> None:
    """Lay a draft before a supervisor for approval, as it is now.

    Args:
        to: id of the supervisor; empty for any of them.
        words: what they should know.

    Raises:
        RuleError: `document.none`, `document.issued`, `approving.not_needed` for a kind that the office
            issues without approval, `approving.no_supervisor`, `approving.words_long`,
            `approving.waiting_already`, `approving.approved_already`.
    """
    _short(words, "approval.words", MOST_WORDS)
    begun_by = submissions.author(desk.store, document_id)
    with desk.store.transaction(desk.user) as tx:
        draft = _draft(desk, document_id)
        if to and not rights.person_holds(desk, to, MAY_APPROVE):
            raise RuleError("approving.no_supervisor", where="approval.to", user=to)
        _refuse_again(draft)
        told: dict[str, object] = {
            "n": 1 + max((one.n for one in _laid(desk, document_id)), default=0),
            "on": draft.issue_on.isoformat(),
            "draft_sha256": _fingerprint(desk, draft),
            "to": to,
            "words": words.strip(),
            "author": begun_by,
        }
        tx.act(ActKind.SUBMIT, "document", document_id, told)
        index = {"document_id": document_id, "stage": submissions.WAITING, "user": desk.user}
        if tx.record(submissions.ENTITY, document_id) is None:
            tx.create(submissions.ENTITY, index, document_id)
        else:
            tx.set(submissions.ENTITY, document_id, index)


def _draft(desk: Desk, document_id: str) -> Draft:
    record = desk.store.record("document", document_id)
    if record is None or record.deleted:
        raise RuleError("document.none", where=document_id)
    if issued.issue_act(desk.store, document_id) is not None:
        raise RuleError("document.issued", where=document_id)
    draft = drafts.draft_of(desk, document_id)
    template = drafts.template_of(desk, draft.kind, draft.target.kind)
    if not submissions.needed(template):
        raise RuleError("approving.not_needed", where=document_id, label=template.label)
    return draft


def _refuse_again(draft: Draft) -> None:
    told = draft.review
    if told is not None and told.standing is Standing.WAITING:
        raise RuleError("approving.waiting_already", where=draft.id, at=values.iso(told.at))
    if told is not None and told.standing is Standing.APPROVED:
        raise RuleError("approving.approved_already", where=draft.id, by=told.by, number=told.number)


def _laid(desk: Desk, document_id: str) -> tuple[approving.Submission, ...]:
    return submissions.submissions(desk.store.acts("document", document_id, ActKind.SUBMIT, valid_only=True))


def _fingerprint(desk: Desk, draft: Draft) -> str:
    template = drafts.template_of(desk, draft.kind, draft.target.kind)
    return approving.fingerprint(draft, template, desk.rules, draft.issue_on)


def _short(told: str, where: str, most: int) -> None:
    if len(told) > most:
        raise RuleError("approving.words_long", where=where, length=len(told), most=most)


def approve(desk: Desk, document_id: str, number: str, words: str = "") -> None:
    """Approve a submitted draft exactly as it lies there, by the supervisor's signed act.

    Args:
        number: the approval's own number; papers that name their approval print it.

    Raises:
        SignInError: `document.not_signed` without the person's key; `store.no_right` for anybody but a
            supervisor.
        RuleError: `document.none`, `document.issued`, `approving.not_needed`, `approving.number_missing`,
            `approving.words_long`, `approving.not_submitted`, `approving.changed_since`, `approving.own`,
            `approving.approved_already`, `approving.returned_already`.
    """
    number = number.strip()
    if not number:
        raise RuleError("approving.number_missing", where="approval.number")
    _short(number, "approval.number", MOST_NUMBER)
    _short(words, "approval.words", MOST_WORDS)
    _answer(desk, document_id, Decision.APPROVED, {"number": number, "words": words.strip()})


def return_(desk: Desk, document_id: str, reason: str) -> None:
    """Give a submitted draft back with a reason: it can be changed, and laid before a supervisor again.

    Raises:
        SignInError, RuleError: as `approve`; `approving.reason_missing`. One's own draft may be returned.
    """
    if not reason.strip():
        raise RuleError("approving.reason_missing", where="approval.reason")
    _short(reason, "approval.reason", MOST_WORDS)
    _answer(desk, document_id, Decision.RETURNED, {"reason": reason.strip()})


def _answer(desk: Desk, document_id: str, decision: Decision, told: dict[str, object]) -> None:
    refuse_unfit(desk, document_id)
    with desk.store.transaction(desk.user) as tx:
        draft = _draft(desk, document_id)
        laid = _awaiting(desk, draft, decision)
        content = {
            "decision": str(decision),
            "submission": laid.id,
            "draft_sha256": laid.sha256,
            "approver": submissions.names(desk.store).get(desk.user, desk.user),
            **told,
        }
        tx.act(ActKind.APPROVE, "document", document_id, content, desk.signer)
        back = decision is Decision.RETURNED
        submissions.settle(tx, document_id, submissions.RETURNED if back else submissions.APPROVED)


def refuse_unfit(desk: Desk, record_id: str) -> None:
    """Refuse who cannot approve at all, before anything of the paper itself is weighed.

    Raises:
        SignInError: `document.not_signed` without the person's key, `store.no_right` without the role.
    """
    if desk.signer is None:
        raise SignInError("document.not_signed", where=record_id)
    if not rights.holds(desk, MAY_APPROVE):
        raise SignInError("store.no_right", where=ActKind.APPROVE, reason="journal.act_no_right")


def _awaiting(desk: Desk, draft: Draft, decision: Decision) -> approving.Submission:
    """Return the submission that this answers, or refuse."""
    review = draft.review
    if review is None:
        raise RuleError("approving.not_submitted", where=draft.id)
    if review.standing is Standing.RETURNED:
        raise RuleError("approving.returned_already", where=draft.id, by=review.by, reason=review.words)
    if decision is Decision.APPROVED:
        if review.standing in (Standing.CHANGED, Standing.LOST):
            raise RuleError("approving.changed_since", where=draft.id)
        if review.standing is Standing.APPROVED:
            raise RuleError("approving.approved_already", where=draft.id, by=review.by, number=review.number)
    laid = next(one for one in _laid(desk, draft.id) if one.id == review.id)
    own = decision is Decision.APPROVED and approving.own(desk.user, laid)
    if own and not desk.rules.options.own_approval:
        raise RuleError("approving.own", where=draft.id)
    return laid


def review(desk: Desk, document_id: str) -> Review | None:
    """Return how a draft stands before a supervisor: waiting, returned with its reason, approved, or lost.

    Raises:
        RuleError: `document.none` and those of `drafts.draft_of`.
    """
    return drafts.draft_of(desk, document_id).review


def facts(desk: Desk, document_id: str) -> DocumentFacts:
    """Return what is known of a document that is not issued, for its state."""
    record = desk.store.record("document", document_id)
    kind = values.text(record.fields, "kind") if record is not None and not record.deleted else ""
    if kind not in set(DocumentKind):
        return DocumentFacts()
    if not submissions.needed(desk.rules.templates.get(DocumentKind(kind))):
        return DocumentFacts()
    if not _laid(desk, document_id):
        return DocumentFacts(needs_approval=True)
    told = review(desk, document_id)
    return DocumentFacts(
        needs_approval=True,
        submitted=told is not None and told.standing is Standing.WAITING,
        approved=told is not None and told.standing is Standing.APPROVED,
    )


def supervisors(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Return id and name of all who may approve today, by name; whom a draft can be laid before."""
    known = submissions.names(desk.store)
    able = [user for user in known if rights.person_holds(desk, user, MAY_APPROVE)]
    return tuple(sorted(((user, known[user]) for user in able), key=lambda one: (one[1], one[0])))
