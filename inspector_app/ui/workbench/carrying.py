"""What is copied and proposed at the workbench to spare a person typing. Knows no Qt."""

from collections.abc import Sequence

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history import carry
from inspector_app.casework.papers import cases, drafts, issued
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.deadlines import after
from inspector_app.domain.findings import Finding
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.ui.workbench.bench_values import Bench


def blank(finding: Finding) -> bool:
    """Tell whether nothing was written into a finding yet."""
    return not (finding.fact or finding.clause_id or finding.location)


def source_of(found: Sequence[Finding], open_id: str) -> Finding | None:
    """Return the finding that is copied: the open one, before an empty open one the one above it."""
    told = [one for one in found if one.fact or one.clause_id]
    at = next((one for one in found if one.id == open_id), None)
    if at is not None and not blank(at):
        return at
    above = [one for one in told if at is None or one.number < at.number]
    return above[-1] if above else None


def copy_into(desk: Desk, inspection_id: str, source: Finding, into: Finding | None) -> str:
    """Copy a finding, not its place and photos, into an empty one or a new one, and return its id.

    Raises:
        RuleError: `finding.none`, `finding.ordered`, `inspection.none`, `inspection.locked`.
    """
    made = carry.copied(desk, source)
    if into is None:
        return findings.add(desk, inspection_id, made)
    findings.change(
        desk,
        into.id,
        fact=made.fact,
        clause=made.clause_id,
        severity=str(made.severity),
        criterion=made.criterion_id,
    )
    for duty in made.duties:
        findings.oblige(desk, into.id, duty)
    return into.id


def kinds_for(bench: Bench, finding_ids: Sequence[str]) -> tuple[DocumentKind, ...]:
    """Return the ordering papers that the ticked findings ask for, as the office makes them for the target.

    A rectification notice does not carry a major hazard alone, a stop-work needs one; where both are
    ticked, a person chooses which comes first.
    """
    offered = [kind for kind, _ in bench.kinds if kind in ORDERING]
    chosen = tuple(one for one in bench.findings if one.id in set(finding_ids))
    return tuple(kind for kind in offered if cases.fitting(kind, chosen))


def begin_paper(desk: Desk, inspection_id: str, kind: DocumentKind, finding_ids: Sequence[str]) -> str:
    """Begin the paper of a kind over those of the findings that fit it, with its reply's day proposed.

    One of that kind that has no number yet is gone on with. The day of the reply is the office's usual one
    after the last deadline; it stands in the form and may be changed.

    Raises:
        RuleError: `inspection.none`, `document.no_template`.
    """
    found = findings.findings_of(desk.store, inspection_id)
    chosen = tuple(one for one in found if one.id in set(finding_ids))
    numbers = set(cases.fitting(kind, chosen))
    wanted = [one for one in chosen if one.number in numbers]
    for document_id in drafts.documents_of(desk.store, inspection_id):
        same = drafts.kind_of(desk.store, document_id) is kind
        if same and issued.issue_act(desk.store, document_id) is None:
            drafts.tick(desk, document_id, [one.id for one in wanted])
            return document_id
    fields: dict[str, str] = {}
    dues = [duty.due for one in wanted for duty in one.obligations if duty.due is not None]
    if dues and kind in (DocumentKind.RECTIFICATION_NOTICE, DocumentKind.PLANT_ORDER):
        days = desk.rules.options.reply_days
        fields["reply_due"] = after(max(dues), days, desk.rules.calendar, working=True).due.isoformat()
    return drafts.begin(desk, inspection_id, kind, [one.id for one in wanted], **fields)


def end_of(desk: Desk, inspection_id: str) -> str:
    """Let the visit end now if nobody said when; return the time that was written, else nothing.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    if inspections.concluded(desk.store, inspection_id):
        return ""
    return carry.end_now(desk, inspection_id)
