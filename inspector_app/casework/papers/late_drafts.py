"""A paper that decides about another document, keyed in late: drafted, then issued as what lies on the table.

A resumption names its stop-work, a determination its notice, an extension its order: the draft says which,
and the gate holds it against that document on the day of the paper. Number, day and page are the paper's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import (
    consequences,
    documents,
    drafts,
    elsewhere,
    issued,
    late_papers,
    late_visits,
    owing,
)
from inspector_app.domain import late_rules
from inspector_app.domain.acts import ActKind
from inspector_app.domain.documents import Draft
from inspector_app.domain.errors import Problem, ProblemsError, RuleError, SignInError
from inspector_app.domain.gate.late import weigh_late
from inspector_app.domain.late import LatePaper, LateVisit, Scan, tidy

WHERE = "late.papers.1"


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What the paper bears beside what its draft says.

    Attributes:
        author, reason: who wrote it, and why without the program.
        signed, sealed: the scan shows the signatures that its form asks for, and the seal.
    """

    number: str
    issued_on: date | None
    scans: tuple[Scan, ...]
    author: str
    reason: str
    signed: bool = False
    sealed: bool = False


def problems(desk: Desk, document_id: str, paper: OnPaper) -> tuple[Problem, ...]:
    """Return all that stops a draft from being issued as the paper on the table, each with its field.

    Raises:
        RuleError: those of `drafts.draft_of`, `document.issued`.
    """
    return _weighed(desk, _draft(desk, document_id, paper), paper)[0]


def warnings(desk: Desk, document_id: str, paper: OnPaper) -> tuple[Problem, ...]:
    """Return what the paper lacks by law beside that; it is kept with it."""
    return _weighed(desk, _draft(desk, document_id, paper), paper)[1]


def _draft(desk: Desk, document_id: str, paper: OnPaper) -> Draft:
    if issued.issue_act(desk.store, document_id) is not None:
        raise RuleError("document.issued", where=document_id)
    return replace(drafts.draft_of(desk, document_id), issue_on=paper.issued_on or desk.today())


def _weighed(desk: Desk, draft: Draft, paper: OnPaper) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    bars, lacking = weigh_late(draft, desk.rules, draft.issue_on, desk.renderer.missing)
    told = LateVisit(draft.target.id, (), None, None, paper.author, paper.reason)
    addressee = draft.addressee.id if draft.addressee else ""
    bare = LatePaper(draft.kind, paper.number, paper.issued_on, addressee, paper.scans)
    seen = late_visits.seen_known(draft.findings, desk.rules)
    held = late_visits.around(desk, desk.store, draft.target, seen, (bare,), None)
    named = replace(bare, findings=tuple(one.number for one in draft.findings))
    refused = (*late_rules.author_problems(told), *late_rules.bare_problems(named, held, WHERE))
    warned = tuple(documents.problem(one) for one in lacking)
    return (*refused, *(documents.problem(one) for one in bars)), warned


def issue(desk: Desk, document_id: str, paper: OnPaper) -> issued.Issued:
    """Issue a draft as the paper that lies on the table: its number, its day, its scan, and what follows.

    Raises:
        SignInError: `document.not_signed` without the person's key.
        ProblemsError: `late.refused` naming each problem with its field.
        RuleError: `document.issued`, `document.changed_meanwhile`, and what a scan is refused for.
    """
    if desk.signer is None:
        raise SignInError("document.not_signed", where=document_id)
    draft = _draft(desk, document_id, paper)
    refused, warned = _weighed(desk, draft, paper)
    if refused:
        raise ProblemsError("late.refused", refused, where="late")
    template = drafts.template_of(desk, draft.kind, draft.target.kind)
    number = tidy(paper.number)
    file = late_papers.keep(desk, template, number, _facts(draft), paper.scans, WHERE)
    start = draft.stop_work.start if draft.stop_work is not None else None
    owes = owing.told_late(desk, draft.kind, draft.approval, draft.issue_on, start)
    told: dict[str, object] = {
        **documents.frozen(desk, draft),
        **file.told,
        **({"approval": owes} if owes else {}),
        "late": True,
        "number": number,
        "kind": str(draft.kind),
        "label": template.label,
        "author": paper.author.strip(),
        "reason": paper.reason.strip(),
        "warned": list(dict.fromkeys(one.code for one in warned)),
    }
    with desk.store.transaction(desk.user) as tx:
        elsewhere.refuse(tx, draft.kind)
        if _draft(desk, document_id, paper) != draft:
            raise RuleError("document.changed_meanwhile", where=document_id)
        late_papers.refuse_taken(tx, number, WHERE)
        further = consequences.foreseen(desk, draft)
        tx.set("document", document_id, {"late": True})
        tx.act(ActKind.ISSUE, "document", document_id, told, desk.signer)
        owing.arise_late(desk, tx, document_id, owes)
        consequences.follow(tx, draft, number, further, desk.signer)
        main = draft.addressee.id if draft.addressee else ""
        late_papers.tell_return(tx, document_id, file, main, signed=paper.signed, sealed=paper.sealed)
    return issued.must_be_issued(desk.store, document_id)


def _facts(draft: Draft) -> Sequence[tuple[str, str]]:
    return (
        ("addressee", draft.addressee.name if draft.addressee else ""),
        ("issued", draft.issue_on.isoformat()),
        ("deadline", values.iso(draft.due)),
        ("count", str(len(draft.findings)) if draft.findings else ""),
    )
