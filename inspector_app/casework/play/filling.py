"""What a trainer fills in of the procedure when the case does not say it."""

from datetime import timedelta

from inspector_app.casework.base import values
from inspector_app.casework.papers import cases, drafts
from inspector_app.casework.play.stage import CONDITIONS, EVACUATION, Stage, end, someone, training_approval
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import DocumentCase, day_of, moment
from inspector_app.domain.findings import Severity
from inspector_app.domain.inspections import Recusal
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.templates import DocumentKind


def fill_visit(stage: Stage) -> None:
    """Write what was done and told on site, as the case says or as a trainer would."""
    told, day = stage.case.inspection, stage.day
    began = stage.clock.now()
    approval = told.approval or training_approval(began)
    inspections.change(
        stage.desk,
        stage.played.inspection_id,
        started=values.iso(moment(told.started, day) or began),
        ended=values.iso(moment(told.ended, day) or began + timedelta(minutes=90)),
        approval=inspections.approval_fields(cases.approval_of(approval, day)),
        notice=told.notice or ("" if told.notice_waived else f"训练检通〔{day.year}〕1号"),
        notice_waived=told.notice_waived,
        credentials_shown=True,
        recusal=str(Recusal.WAIVED if told.recusal is Recusal.UNTOLD else told.recusal),
        source=told.source or "日常监督检查",
        scope=told.scope or "查阅资料、现场查看、测量和拍照，核查上述部位和相关管理资料。",
        handling=told.handling or _handling(stage),
        score=told.score,
        opinion=told.opinion,
        refusal=told.refusal,
        entry_code=told.entry_code,
    )
    for person in told.present or []:
        inspections.meet(
            stage.desk,
            stage.played.inspection_id,
            PersonPresent(person.name, person.position, person.company, person.phone),
        )
    if not told.present:
        inspections.meet(stage.desk, stage.played.inspection_id, someone(stage))


def _handling(stage: Stage) -> str:
    majors = [str(one.number) for one in stage.findings if one.severity is Severity.MAJOR]
    general = [str(one.number) for one in stage.findings if one.severity is Severity.GENERAL]
    parts = []
    if majors:
        parts.append(f"问题{'、'.join(majors)}属重大事故隐患，听取陈述申辩后责令停工整改")
    if general:
        parts.append(f"问题{'、'.join(general)}责令限期整改")
    return "；".join(parts) + "。" if parts else "未发现问题，现场检查结束。"


def fill(stage: Stage, kind: DocumentKind, document_id: str) -> None:
    """Write a document's own fields, as the case says or as a trainer would."""
    told, day = stage.told(kind), stage.day
    fields: dict[str, object] = {}
    if kind is DocumentKind.RECTIFICATION_NOTICE:
        due = drafts.draft_of(stage.desk, document_id).due or day
        fields["reply_due"] = values.iso(
            day_of(told.reply_due, told.reply_days, day) or due + timedelta(days=3)
        )
    if kind is DocumentKind.PLANT_ORDER:
        fields["trace"] = told.trace or "相关批次所供工程"
    if kind is DocumentKind.STOP_WORK_NOTICE:
        fields |= _stop_fields(stage, told)
    template = drafts.template_of(stage.desk, kind)
    fields |= cases.own_fields(told, template, stage.desk.today())
    approval = told.approval or training_approval(stage.clock.now())
    fields["approval"] = inspections.approval_fields(cases.approval_of(approval, day))
    drafts.change(stage.desk, document_id, **fields)


def _stop_fields(stage: Stage, told: DocumentCase) -> dict[str, object]:
    order, defence = told.stop_work, told.defence
    places = "、".join(one.location for one in stage.findings if one.severity is Severity.MAJOR)
    start = moment(order.start, stage.day) if order else None
    return {
        "stop_full": order.full if order else False,
        "stop_parts": (order.parts if order else "") or f"{places}相关作业",
        "stop_start": values.iso(start or end(stage)),
        "evacuation": (order.evacuation if order else "") or EVACUATION,
        "conditions": (order.conditions if order else "") or CONDITIONS,
        "defence_heard": defence.heard if defence else True,
        "defence_words": defence.words if defence else "对上述事实无异议，立即停工整改。",
    }
