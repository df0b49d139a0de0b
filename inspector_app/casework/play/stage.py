"""The stage: the case, the desk, and what was played so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import cases, documents, issued
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import ApprovalCase, Case, DocumentCase
from inspector_app.domain.findings import Finding, Severity
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import DocumentKind

STAGES = ("findings", "issue", "serve", "recheck", "resume")


EVACUATION = "立即撤出上述部位全部作业人员，设警戒并派专人看守"


CONDITIONS = "整改完毕，由建设单位组织验收并报我局"


@dataclass(slots=True)
class Played:
    """What a play left behind.

    Attributes:
        document_ids: every paper that was issued, in its order.
        filed_ids: those of them that lie in the filing workspace.
    """

    inspection_id: str
    finding_ids: tuple[str, ...]
    gate_before: list[tuple[str, Missing]] = field(default_factory=list)
    document_ids: list[str] = field(default_factory=list)
    filed_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything one act of the play needs.

    Attributes:
        filing: the same person's desk at the filing workspace, where there is one.
    """

    desk: Desk
    clock: PlayedClock
    case: Case
    day: date
    photos: Mapping[str, bytes]
    played: Played
    findings: tuple[Finding, ...]
    filing: Desk | None = None

    def told(self, kind: DocumentKind) -> DocumentCase:
        """Return what the case says of a kind, nothing if it says nothing."""
        return self.case.document(str(kind)) or DocumentCase(kind=str(kind))


def move(clock: PlayedClock, to: datetime) -> None:
    """Move the clock; within one day it never goes back."""
    clock.moment = max(clock.moment, to) if clock.moment.date() == to.date() else to


def end(stage: Stage) -> datetime:
    """Return when the visit ended."""
    ended = inspections.inspection_of(stage.desk.store, stage.played.inspection_id).ended
    return ended or stage.clock.now()


def kinds(stage: Stage) -> tuple[DocumentKind, ...]:
    """Return the papers to make: those the case lists, or those that its findings call for."""
    if stage.case.documents:
        named = [cases.kind_named(one.kind) for one in stage.case.documents]
        order = list(DocumentKind)
        # A stop-work comes first: the rectification notice leaves it the major hazards.
        order.insert(0, order.pop(order.index(DocumentKind.STOP_WORK_NOTICE)))
        for first in (DocumentKind.INSPECTION_NOTICE, DocumentKind.INSPECTION_APPROVAL):
            order.insert(0, order.pop(order.index(first)))
        return tuple(sorted(set(named), key=order.index))
    kind = stage.desk.rules.targets[stage.case.target.kind]
    kinds = [DocumentKind.SITE_RECORD]
    if any(one.severity is Severity.MAJOR for one in stage.findings):
        kinds.append(DocumentKind.STOP_WORK_NOTICE)
        kinds.append(DocumentKind.RESUMPTION_NOTICE)
    if any(one.severity is Severity.GENERAL for one in stage.findings):
        kinds += [DocumentKind.RECTIFICATION_NOTICE, DocumentKind.PLANT_ORDER]
    return tuple(one for one in [*kinds, DocumentKind.PROOF_OF_SERVICE] if one in kind.documents)


def someone(stage: Stage) -> PersonPresent:
    """Return who was met when the case does not say: the first company's person in charge."""
    named = next((one for one in stage.case.target.parties if one.manager), None)
    if named is None:
        return PersonPresent("现场负责人", "负责人")
    return PersonPresent(named.manager, named.manager_title or "负责人", named.name, named.phone)


def training_approval(at: datetime) -> ApprovalCase:
    """Return the approval a trainer would enter."""
    return ApprovalCase(
        approver="训练科负责人", at=at - timedelta(hours=1), number=f"训练检批〔{at.year}〕1号"
    )


def issue(stage: Stage, document_id: str) -> issued.Issued:
    """Issue a document and remember it as played."""
    told = documents.issue(stage.desk, document_id, date_confirmed=True)
    stage.played.document_ids.append(document_id)
    return told
