"""Playing a case through the main job: visit, findings, gate, papers, service, recheck, resumption.

What the case does not say of the procedure (the approval's number, who was met, what was looked at)
is filled in as a trainer would, after the gate has been asked and has named it. What the case says,
or fails to say, of the matter itself is never touched: the gate decides."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import cases, drafts
from inspector_app.casework.play import later
from inspector_app.casework.play.afterwards import recheck_all, resume_all, serve_all
from inspector_app.casework.play.filling import fill, fill_visit
from inspector_app.casework.play.stage import (
    Played,
    Stage,
    end,
    issue,
    kinds,
    move,
)
from inspector_app.casework.play.visit import begin, visit
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.case import Case, moment
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.documents import Office
from inspector_app.domain.templates import DocumentKind

_AFTERWARDS = (DocumentKind.PROOF_OF_SERVICE, DocumentKind.RESUMPTION_NOTICE)


def play(
    desk: Desk,
    clock: PlayedClock,
    case: Case,
    *,
    photos: Mapping[str, bytes],
    training: Office,
    until: str = "resume",
    step: Callable[[str], None] = lambda _: None,
    filing: Desk | None = None,
) -> Played:
    """Play a case up to a stage and return what it left behind.

    Args:
        clock: the clock that the desk and its store read; it is moved to the case's moments.
        photos: bytes by the names that the case's findings use.
        until: one of STAGES.
        filing: the desk at the filing workspace, where a filing form that the case lists is issued.

    Raises:
        ProblemsError: `document.gate` when the case itself lacks what law requires.
    """
    day = case.inspection.day or desk.today()
    move(clock, moment(case.inspection.started, day) or datetime.combine(day, time(9, 0), CHINA))
    registry.set_office(desk, cases.office_of(case.office, training))
    inspection_id, finding_ids = visit(desk, case, photos, day)
    played = Played(inspection_id, finding_ids)
    told = findings.findings_of(desk.store, inspection_id)
    stage = Stage(desk, clock, case, day, photos, played, told, filing)
    step("findings")
    wanted = [kind for kind in kinds(stage) if kind not in _AFTERWARDS and kind not in later.ORDER]
    begun = {kind: begin(stage, kind) for kind in wanted}
    for kind, document_id in begun.items():
        played.gate_before += [(str(kind), miss) for miss in drafts.gate(desk, document_id)]
    fill_visit(stage)
    for kind, document_id in begun.items():
        fill(stage, kind, document_id)
    if until == "findings":
        return played
    move(clock, end(stage) + timedelta(minutes=5))
    for document_id in begun.values():
        issue(stage, document_id)
    step("issue")
    if until == "issue":
        return played
    serve_all(stage)
    inspections.conclude(desk, inspection_id)
    step("serve")
    if until == "serve":
        return played
    if recheck_all(stage):
        step("recheck")
    if until == "resume":
        resume_all(stage)
        later.issue_all(stage)
        step("resume")
    return played


def another(desk: Desk, played: Played, case: Case) -> str:
    """Begin one more rectification notice over the visit's fitting findings and return its id."""
    told = findings.findings_of(desk.store, played.inspection_id)
    day = case.inspection.day or desk.today()
    stage = Stage(desk, PlayedClock(desk.clock.now()), case, day, {}, played, told)
    document_id = begin(stage, DocumentKind.RECTIFICATION_NOTICE)
    fill(stage, DocumentKind.RECTIFICATION_NOTICE, document_id)
    return document_id
