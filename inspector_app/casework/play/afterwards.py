"""After the papers: service, recheck, resumption."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.papers import cases, drafts, halts, issued, recheck, service
from inspector_app.casework.play.stage import Stage, issue, kinds, move, someone, training_approval
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.case import day_of, moment
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.templates import DocumentKind


def serve_all(stage: Stage) -> None:
    """Serve each paper on its main recipient, with a proof of service for each notice."""
    at = stage.clock.now() + timedelta(minutes=10)
    move(stage.clock, at)
    for document_id in tuple(stage.played.document_ids):
        told = issued.must_be_issued(stage.desk.store, document_id)
        main = next((one for one in told.recipients if one.main), None)
        if main is None:
            continue
        left = _left(stage, main.party_id)
        if left is not None:
            # Its proof bears what happened: ground of the refusal, and who or what saw it.
            service.serve(stage.desk, document_id, left)
        if told.kind != DocumentKind.SITE_RECORD and DocumentKind.PROOF_OF_SERVICE in kinds(stage):
            _prove(stage, told)
        if left is None:
            serve(stage, document_id, main.party_id)


def _left(stage: Stage, recipient_id: str) -> service.Service | None:
    told = stage.told(DocumentKind.PROOF_OF_SERVICE).service
    left = cases.left_service(told, recipient_id, stage.day) if told else None
    if left is None or told is None:
        return None
    at = moment(told.at, stage.day) or stage.clock.now()
    return replace(left, at=at, place=told.place or stage.case.target.address)


def serve(stage: Stage, document_id: str, recipient_id: str) -> None:
    """Hand a paper to one recipient, who signs for it."""
    told = stage.told(DocumentKind.PROOF_OF_SERVICE).service
    person = someone(stage)
    service.serve(
        stage.desk,
        document_id,
        service.Service(
            recipient_id=recipient_id,
            method="direct",
            at=(moment(told.at, stage.day) if told else None) or stage.clock.now(),
            place=(told.place if told else "") or stage.case.target.address,
            receiver=(told.receiver if told else "") or person.name,
            position=(told.position if told else "") or person.position,
        ),
    )


def _prove(stage: Stage, told: issued.Issued) -> None:
    wanted = stage.told(DocumentKind.PROOF_OF_SERVICE).service
    target = stage.case.target
    document_id = drafts.begin(
        stage.desk,
        stage.played.inspection_id,
        DocumentKind.PROOF_OF_SERVICE,
        (),
        service_of=told.id,
        service_matter=(wanted.matter if wanted else "") or f"{target.name}安全生产检查",
        service_place=(wanted.place if wanted else "") or target.address,
        service_method=(wanted.method if wanted else "") or "direct",
    )
    issue(stage, document_id)


def recheck_all(stage: Stage) -> bool:
    """Recheck every ordered finding; tell whether there was anything to recheck."""
    told = stage.case.recheck
    ordered = [one for one in stage.findings if findings.ordered_by(stage.desk.store, one.id)]
    dues = [duty.due for one in ordered for duty in one.obligations if duty.due]
    if not ordered:
        return False
    on = (day_of(told.day, told.days, stage.day) if told else None) or max(dues, default=stage.day)
    move(stage.clock, datetime.combine(on, time(10, 0), CHINA))
    results = tuple(
        recheck.Result(
            one.id,
            (told.results.get(str(one.number)) if told else None) or "rectified",
            told.note if told else "",
        )
        for one in ordered
        if any(order.kind != DocumentKind.SITE_RECORD for order in _orders(stage, one.id))
    )
    if not results:
        return False
    recheck.recheck(stage.desk, on, results, tuple(one.name for one in stage.case.officers if not one.expert))
    return True


def _orders(stage: Stage, finding_id: str) -> list[issued.Issued]:
    ids = findings.ordered_by(stage.desk.store, finding_id)
    return [issued.must_be_issued(stage.desk.store, one) for one in ids]


def resume_all(stage: Stage) -> None:
    """Let work go on against each stop-work whose findings are all rectified."""
    if DocumentKind.RESUMPTION_NOTICE not in kinds(stage):
        return
    told = stage.told(DocumentKind.RESUMPTION_NOTICE)
    consent = told.resumption
    today = stage.desk.today()
    for document_id in tuple(stage.played.document_ids):
        stopped = issued.must_be_issued(stage.desk.store, document_id)
        if stopped.kind != DocumentKind.STOP_WORK_NOTICE:
            continue
        if any(one.open for one in halts.behind(stage.desk, stopped)):
            continue
        approval = told.approval or training_approval(stage.clock.now())
        resumed = drafts.begin(
            stage.desk,
            stage.played.inspection_id,
            DocumentKind.RESUMPTION_NOTICE,
            (),
            resumes=document_id,
            resume_full=consent.full if consent else True,
            resume_parts=consent.parts if consent else "",
            resume_start=values.iso((consent and day_of(consent.start, consent.days, stage.day)) or today),
            verification=(consent.verification if consent else "")
            or f"{chinese_day(today)}现场查验，所列重大事故隐患已排除，验收资料齐全",
            approval=inspections.approval_fields(cases.approval_of(approval, today)),
        )
        told_id = issue(stage, resumed).id
        main = next(one for one in issued.must_be_issued(stage.desk.store, told_id).recipients if one.main)
        serve(replace(stage, day=today), told_id, main.party_id)
