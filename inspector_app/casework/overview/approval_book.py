"""What an inspector and a supervisor see of approvals: laid before one, owed, made up, without effect."""

from dataclasses import dataclass
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.binding_files import ACT_WORDS
from inspector_app.casework.papers import approvals, awaiting, debts, drafts, issued, submissions
from inspector_app.casework.papers.approvals import MAY_APPROVE
from inspector_app.casework.papers.debts import Debt
from inspector_app.casework.people import rights
from inspector_app.casework.people.names import Names
from inspector_app.domain import approving
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.approving import DebtState
from inspector_app.domain.documents import Draft, Review
from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.templates import DocumentKind

OF_APPROVAL = "document.approval"
"""Field of the gate's lines that the approval itself mends."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many matters of approval ask for the signed-in person; `late` are among those `owed`."""

    waiting: int = 0
    returned: int = 0
    approved: int = 0
    owed: int = 0
    late: int = 0

    @property
    def pressing(self) -> int:
        """How many ask for something now."""
        return self.waiting + self.returned + self.approved + self.owed


@dataclass(frozen=True, slots=True)
class Laid:
    """A draft that was laid before a supervisor, as the one who weighs it needs to see it.

    Attributes:
        draft: as it is now; `review` how it stands.
        by, to: names of who submitted it, and of the supervisor it awaits (empty for any of them).
        since: when it was submitted; `words` what was said with it; `time` which time, from 1.
        own: label and value of the kind's own fields that are filled in.
        lacking: what it lacks beside the approval.
        may: the signed-in person may approve; `barred`: this one is their own, and the office forbids it.
    """

    draft: Draft
    label: str
    review: Review
    by: str
    to: str
    since: datetime | None
    words: str
    time: int
    own: tuple[tuple[str, str], ...]
    lacking: tuple[Missing, ...]
    may: bool
    barred: bool


@dataclass(frozen=True, slots=True)
class Vain:
    """An act without effect (无效操作): who did what, when, about what, and the code of why.

    Attributes:
        what: the act in words; `subject` the number, kind or name of what it was about.
        document_id, inspection_id: where it leads; empty where it leads nowhere.
        numbered: that document is issued.
    """

    act: Act
    what: str
    by: str
    at: datetime | None
    reason: str
    subject: str = ""
    document_id: str = ""
    inspection_id: str = ""
    numbered: bool = False


def may_approve(desk: Desk) -> bool:
    """Tell whether the signed-in person may approve today."""
    return rights.holds(desk, MAY_APPROVE)


def counts(desk: Desk) -> Counts:
    """Return how many matters of approval ask for the signed-in person."""
    owing = debts.debts(desk)
    return Counts(
        waiting=len(awaiting.waiting(desk)),
        returned=len(awaiting.returned(desk)),
        approved=len(awaiting.approved(desk)),
        owed=len(owing),
        late=sum(one.state is DebtState.LATE for one in owing),
    )


def laid(desk: Desk, document_id: str) -> Laid:
    """Return a draft that was laid before a supervisor, with all that is weighed.

    Raises:
        RuleError: `document.none`; `approving.not_submitted`.
    """
    store = desk.store
    told = submissions.submissions(store.acts("document", document_id, ActKind.SUBMIT, valid_only=True))
    draft = drafts.draft_of(desk, document_id)
    if draft.review is None or not told:
        raise RuleError("approving.not_submitted", where=document_id)
    newest = max(told, key=lambda one: (one.n, one.id))
    template, names = drafts.template_of(desk, draft.kind), submissions.names(store)
    own = own_values(draft, template.fields)
    return Laid(
        draft=draft,
        label=template.label,
        review=draft.review,
        by=names.get(newest.user, newest.user),
        to=names.get(newest.to, newest.to),
        since=newest.at,
        words=newest.words,
        time=newest.n,
        own=tuple((one.label, own[one.code]) for one in template.fields if own[one.code].strip()),
        lacking=tuple(one for one in drafts.gate(desk, document_id) if not one.field.startswith(OF_APPROVAL)),
        may=may_approve(desk),
        barred=approving.own(desk.user, newest) and not desk.rules.options.own_approval,
    )


def may_make_up(desk: Desk, debt: Debt) -> str:
    """Return why the signed-in person may not make an approval up by signature: `role`, `own`, or nothing."""
    if not may_approve(desk):
        return "role"
    doer = debt.user or submissions.author(desk.store, debt.id, debt.of)
    return "own" if desk.user == doer and not desk.rules.options.own_approval else ""


def name_of(desk: Desk, user: str) -> str:
    """Return a person's name by their id, as their certificate gives it."""
    return submissions.names(desk.store).get(user, user)


def vain(desk: Desk) -> tuple[Vain, ...]:
    """Return the acts without effect, the newest first."""
    found = desk.store.refused()
    ids = {act.entity_id for act, _ in found if act.entity == "document"}
    papers, begun = issued.documents(desk.store, ids), desk.store.several("document", ids)
    labels = {one.id: _label(desk, values.text(one.fields, "kind")) for one in begun}
    visits = {one.id: values.text(one.fields, "inspection_id") for one in begun}
    names, people = Names(desk.store), submissions.names(desk.store)

    def row(act: Act, reason: str) -> Vain:
        paper = papers.get(act.entity_id)
        visit = visits.get(act.entity_id, act.entity_id if act.entity == "inspection" else "")
        label = labels.get(act.entity_id, "")
        return Vain(
            act=act,
            what=ACT_WORDS.get(act.kind, act.kind),
            by=people.get(act.user, act.user),
            at=values.moment({"wall": act.wall}, "wall"),
            reason=reason,
            subject=f"{paper.label} {paper.number}" if paper else label or _visited(names, visit),
            document_id=act.entity_id if label or paper else "",
            inspection_id=visit,
            numbered=paper is not None,
        )

    return tuple(row(act, reason) for act, reason in reversed(found))


def vain_one(desk: Desk, act_id: str) -> Vain | None:
    """Return one act without effect by its id, None where there is none, or it has its effect meanwhile."""
    return next((one for one in vain(desk) if one.act.id == act_id), None)


def _visited(names: Names, inspection_id: str) -> str:
    target_id = names.of("inspection", inspection_id, "target_id") if inspection_id else ""
    return names.of("target", target_id) if target_id else ""


def _label(desk: Desk, kind: str) -> str:
    template = desk.rules.templates.get(DocumentKind(kind)) if kind in set(DocumentKind) else None
    return template.label if template else kind


def supervisors(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Return id and name of those whom the signed-in person can lay a draft before today, by name."""
    own = desk.rules.options.own_approval
    return tuple(one for one in approvals.supervisors(desk) if own or one[0] != desk.user)
