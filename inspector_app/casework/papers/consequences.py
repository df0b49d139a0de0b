"""What follows when a document is issued, told in the same transaction as its number.

Each act names the document in `by`: once that is void or revoked, what followed from it is undone as well.
"""

from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties, halts
from inspector_app.casework.visits import results
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.documents import RECTIFIED, Draft, Subject
from inspector_app.domain.gate.own import GRANTED
from inspector_app.domain.states import FindingState
from inspector_app.domain.statistics import REFUSED
from inspector_app.domain.templates import CORRECTED, REVOKED, DocumentKind
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey

ESCALATING = frozenset({DocumentKind.CONDUCT_NOTICE, DocumentKind.FILING_FORM, DocumentKind.TRANSFER_LETTER})
"""Kinds by which a finding goes on by stronger means than an order."""

AGAIN = "again"
"""The own field of a recheck opinion that orders again by a day (n + 1)."""

CLOCKS = ("decide_by", "defence_until", "answer_by")
"""Own fields that set the day by which what a finding was escalated to must have come further."""


@dataclass(frozen=True, slots=True)
class Further:
    """An act on a finding that issuing brings with it."""

    kind: ActKind
    finding_id: str
    told: dict[str, object]


def foreseen(desk: Desk, draft: Draft) -> tuple[Further, ...]:
    """Return what issuing this draft now tells of its findings."""
    if draft.kind is DocumentKind.EXTENSION_DECISION:
        return _extended(draft)
    if draft.kind is DocumentKind.RECHECK_OPINION:
        return (*_seen(desk, draft), *_ordered_again(draft))
    if draft.kind in ESCALATING:
        return _escalated(desk, draft)
    return ()


def _party(draft: Draft) -> str:
    known = {party.id for party in draft.target.parties}
    return draft.addressee.id if draft.addressee is not None and draft.addressee.id in known else ""


def _extended(draft: Draft) -> tuple[Further, ...]:
    """An extension holds for the party that asked, for each finding it names; a refusal moves no day."""
    due = iso_day(draft.own_value("new_due"))
    granted = draft.own_value("decision").startswith(GRANTED) and due is not None
    told: dict[str, object] = {
        "by": draft.id,
        "party_id": _party(draft),
        "granted": granted,
        "due": values.iso(due) if granted else "",
        "asked_on": draft.own_value("asked_on"),
        "on": draft.issue_on.isoformat(),
    }
    return tuple(Further(ActKind.EXTEND, one.id, told) for one in draft.findings)


def _seen(desk: Desk, draft: Draft) -> tuple[Further, ...]:
    """The opinion makes final what was noted at its recheck for the party that it is addressed to."""
    recheck = desk.store.record("inspection", draft.inspection.id)
    if recheck is None or not results.orders_of(recheck):
        return ()
    about, party = {one.id for one in draft.findings}, _party(draft)
    on = iso_day(draft.own_value("rechecked_on")) or results.day_of(recheck, draft.issue_on)
    officers = [one.name for one in (*draft.inspection.officers, *draft.inspection.experts)]
    return tuple(
        Further(ActKind.RECHECK, one.finding_id, results.content(recheck, one, on, officers, draft.id))
        for one in results.untold(desk.store, recheck.id)
        if one.finding_id in about and one.party_id in ("", party)
    )


def _ordered_again(draft: Draft) -> tuple[Further, ...]:
    """What did not pass is ordered again by the opinion's new day."""
    due = iso_day(draft.own_value(AGAIN))
    if due is None or draft.deadline is None:
        return ()
    failing = [
        one for one in draft.findings if (seen := draft.recheck_of(one.id)) and seen.label != RECTIFIED
    ]
    told: dict[str, object] = {
        "by": draft.id,
        "party_id": _party(draft),
        "due": due.isoformat(),
        "on": draft.issue_on.isoformat(),
    }
    return tuple(Further(ActKind.ORDER, one.id, told) for one in failing)


def _escalated(desk: Desk, draft: Draft) -> tuple[Further, ...]:
    """A finding goes on by this paper when it failed its recheck, is overdue, or was never ordered.

    So does one whose stop-work was worked against (抢工), though its time still runs.
    One whose time still runs stays with its order: a conduct notice beside an order takes nothing from it.
    """
    party = _party(draft)
    days = [day for code in CLOCKS if (day := iso_day(draft.own_value(code))) is not None]
    told: dict[str, object] = {
        "by": draft.id,
        "to": str(draft.kind),
        "party_id": party,
        "due": values.iso(min(days, default=None)),
        "on": draft.issue_on.isoformat(),
    }
    known = duties.courses(desk, [one.id for one in draft.findings])
    defied = halts.violated(desk.store, known)
    return tuple(
        Further(ActKind.ESCALATE, one.id, told)
        for one in draft.findings
        if any(
            course.state.word in (FindingState.NEW, FindingState.FAILED)
            or course.state.overdue
            or (one.id in defied and course.open)
            for to, course in known[one.id].items()
            if party in ("", to)
        )
    )


def follow(tx: Tx, draft: Draft, number: str, further: tuple[Further, ...], signer: SigningKey) -> None:
    """Tell what follows from an issued document, in its own transaction.

    Raises:
        SignInError: `store.no_right`; only a supervisor takes back what was served.
    """
    if draft.resumption is not None:
        consent = draft.resumption
        told: dict[str, object] = {
            "by": draft.id,
            "full": consent.full,
            "parts": consent.parts,
            "freed": list(consent.named),
            "start": values.iso(consent.start),
        }
        tx.act(ActKind.RESUME, "document", consent.stop_work_id, told)
    if draft.kind is DocumentKind.REVOCATION and draft.about is not None:
        _revoke(tx, draft, draft.about, number, signer)
    if draft.kind is DocumentKind.CONDUCT_DETERMINATION and draft.about is not None:
        _determined(tx, draft, draft.about)
    for one in further:
        tx.act(one.kind, "finding", one.finding_id, one.told)


def _determined(tx: Tx, draft: Draft, notice: Subject) -> None:
    """A notice that ends in 不予认定 gives its findings free: they are open as they were before it."""
    if not draft.own_value("result").startswith(REFUSED):
        return
    for finding in draft.findings:
        told: dict[str, object] = {
            "by": draft.id,
            "of": notice.document_id,
            "on": draft.issue_on.isoformat(),
        }
        tx.act(ActKind.RELEASE, "finding", finding.id, told)


def _revoke(tx: Tx, draft: Draft, subject: Subject, number: str, signer: SigningKey) -> None:
    """Take back or correct the document that the decision is about, in the same transaction."""
    told: dict[str, object] = {
        "by": draft.id,
        "number": number,
        "of": subject.number,
        "reason": draft.own_value("reason"),
    }
    decision = draft.own_value("decision")
    if decision.startswith(CORRECTED):
        told["text"] = draft.own_value("correction")
        tx.act(ActKind.CORRECT, "document", subject.document_id, told, signer)
    elif decision.startswith(REVOKED):
        tx.act(ActKind.REVOKE, "document", subject.document_id, told, signer)
