"""The papers of a case, begun in the filing workspace with what is known: form (立案审批表) and letter."""

from collections.abc import Mapping
from datetime import timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filings
from inspector_app.casework.followup.filing_copies import Paper
from inspector_app.casework.papers import documents, drafts, issued, subjects
from inspector_app.casework.visits import findings
from inspector_app.casework.visits.inspections import approval_fields
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.errors import ProblemsError, RuleError, SignInError
from inspector_app.domain.filing import PENALTY_LAW, TRANSFER, decision_due
from inspector_app.domain.findings import Finding
from inspector_app.domain.inspections import Approval
from inspector_app.domain.templates import DocumentKind

LETTER, ADVICE = "案件移送函", "执法建议书"
"""What a paper to the authority that has the power may be called."""


def offered(filing: Desk) -> tuple[DocumentKind, ...]:
    """Return the papers a case may be begun with: without the power to punish, the letter alone."""
    if filing.rules.options.filing.power == TRANSFER:
        return (DocumentKind.TRANSFER_LETTER,)
    return (DocumentKind.FILING_FORM, DocumentKind.TRANSFER_LETTER)


def form_fields(filing: Desk, case_id: str) -> dict[str, str]:
    """Return what is known of a case's filing form, by the code of its own field.

    Known are the matter, its origin, the days of both clocks (the second as if it were filed today), the
    facts, the clauses and the list of evidence.

    Raises:
        RuleError: `filing.none`.
    """
    case = filings.case_of(filing, case_id)
    found, papers = _found(filing, case), filings.papers_of(filing, case_id)
    verify = case.course.timer("verify")
    decide = decision_due(filing.today(), filing.rules.options.filing.decide, (), filing.rules.calendar)
    return {
        "matter": case.matter,
        "origin": case.origin,
        "known_on": case.course.known_on.isoformat(),
        "verify_by": values.iso(verify.due if verify else None),
        "decide_by": decide.due.isoformat(),
        "case": _facts(case, found),
        "broken": "；".join(dict.fromkeys(filing.rules.cite(one.clause_id) for one in found)),
        "evidence": evidence(papers, sum(len(one.photos) for one in found)),
    }


def letter_fields(filing: Desk, case_id: str) -> dict[str, str]:
    """Return what is known of a case's transfer letter, by the code of its own field.

    Raises:
        RuleError: `filing.none`.
    """
    case = filings.case_of(filing, case_id)
    found, papers = _found(filing, case), filings.papers_of(filing, case_id)
    return {
        "nature": LETTER,
        "party": case.party,
        "material": evidence(papers, sum(len(one.photos) for one in found)),
        "answer_by": (filing.today() + timedelta(days=filing.rules.options.filing.verify)).isoformat(),
    }


def begin_form(filing: Desk, case_id: str, **own: str) -> str:
    """Begin the filing form of a case with what is known of it, and return the draft's id.

    What only a person knows, the penalty's basis first of all, stays open until it is written; the gate
    names it.

    Args:
        own: further own fields of the form by code, e.g. `penalty`.

    Raises:
        RuleError: `filing.none`, `filing.no_power`, `document.no_template`.
    """
    return _begin(filing, case_id, DocumentKind.FILING_FORM, {**form_fields(filing, case_id), **own})


def begin_letter(filing: Desk, case_id: str, authority: str, *, nature: str = LETTER, **own: str) -> str:
    """Begin the letter that hands a case over or advises another authority, and return its draft's id.

    Args:
        authority: 受移送机关, its full name.
        nature: LETTER or ADVICE.
        own: further own fields of the letter by code, e.g. `ground`, `answer_by`.

    Raises:
        RuleError: `filing.none`, `document.no_template`.
    """
    told = {**letter_fields(filing, case_id), "authority": authority, "nature": nature, **own}
    return _begin(filing, case_id, DocumentKind.TRANSFER_LETTER, told)


def _begin(filing: Desk, case_id: str, kind: DocumentKind, told: Mapping[str, str]) -> str:
    if kind not in offered(filing):
        raise RuleError("filing.no_power", where="filing.document", source=f"{PENALTY_LAW} 17、22")
    case = filings.case_of(filing, case_id)
    return drafts.begin(
        filing,
        case.inspection_id,
        kind,
        case.finding_ids,
        addressee_id=case.party_id,
        case_id=case.id,
        **{subjects.OWN + code: text for code, text in told.items()},
    )


def begun(filing: Desk, case_id: str, kind: DocumentKind) -> str:
    """Return the id of a case's draft of this kind that is not issued yet, empty when there is none."""
    of_kind = filing.store.records("document", where={"case_id": case_id, "kind": str(kind)})
    known = issued.documents(filing.store, [one.id for one in of_kind])
    return next((one.id for one in reversed(of_kind) if one.id not in known), "")


def offered_fields(filing: Desk, case_id: str, kind: DocumentKind) -> dict[str, str]:
    """Return what stands in a paper's own fields before somebody fills them in: of its draft, else as known.

    Raises:
        RuleError: `filing.none`, `document.no_template`.
    """
    starts = {one.code: one.start for one in drafts.template_of(filing, kind).fields if one.start}
    known = form_fields if kind is DocumentKind.FILING_FORM else letter_fields
    draft = filing.store.record("document", begun(filing, case_id, kind))
    written = dict(subjects.own(draft.fields)) if draft is not None else {}
    return {**starts, **known(filing, case_id), **written}


def issue(
    filing: Desk,
    case_id: str,
    kind: DocumentKind,
    own: Mapping[str, str],
    approval: Approval | None = None,
    *,
    date_confirmed: bool = False,
) -> issued.Issued:
    """Issue a paper of a case with these own fields; a draft that was begun is gone on with.

    What the gate refuses stays a draft with all that was written, and is gone on with the next time.

    Args:
        filing: with the signature at hand.
        own: text by the code of the field, days in ISO form.
        approval: the leader's, where the kind needs one before it is issued.

    Raises:
        ProblemsError: `document.gate`, its place the first field that lacks something.
        SignInError: `document.not_signed`. RuleError: those of `begin_form` and `documents.issue`.
    """
    if filing.signer is None:
        raise SignInError("document.not_signed", where=case_id)
    document_id = begun(filing, case_id, kind)
    if not document_id:
        document_id = _begin(filing, case_id, kind, own)
    written = {subjects.OWN + code: text for code, text in own.items()}
    drafts.change(filing, document_id, **written, approval=approval_fields(approval))
    try:
        return documents.issue(filing, document_id, date_confirmed=date_confirmed)
    except ProblemsError as refused:
        raise ProblemsError(refused.code, refused.problems, where=refused.problems[0].where) from refused


def documents_of(filing: Desk, case_id: str) -> tuple[str, ...]:
    """Return the ids of a case's own papers, drafts and issued, in the order they were begun."""
    return tuple(one.id for one in filing.store.records("document", where={"case_id": case_id}))


def _found(filing: Desk, case: filings.CaseLine) -> tuple[Finding, ...]:
    known = {one.id: one for one in filing.store.several("finding", case.finding_ids)}
    return findings.found_of(filing.store, [known[one] for one in case.finding_ids if one in known])


def _facts(case: filings.CaseLine, found: tuple[Finding, ...]) -> str:
    first = min((one.seen_on for one in found if one.seen_on is not None), default=None)
    told = "；".join(f"{one.location}，{one.fact.rstrip('。')}" for one in found)
    return f"{chinese_day(first)}检查{case.target}时发现：{told}。" if told else ""


def evidence(papers: tuple[Paper, ...], photos: int) -> str:
    """Return the list of what a case rests on: each paper with its number, and how many photos."""
    told = [f"《{one.label}》（{one.number}）1份" for one in papers]
    if photos:
        told.append(f"现场照片{photos}张")
    return "；".join(told)
