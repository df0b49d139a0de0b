"""Which fields the workbench asks for, in which order, and what they hold. Knows no widgets."""

from dataclasses import dataclass, replace

from inspector_app.casework.papers.defences import CODE
from inspector_app.casework.papers.subjects import OWN, RESULT_LABELS
from inspector_app.domain import conduct
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.documents import Draft
from inspector_app.domain.inspections import Approval, Recusal
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.serving import METHOD_LABELS
from inspector_app.domain.templates import (
    Addressed,
    ApprovalRule,
    DocumentKind,
    DocumentTemplate,
    FieldKind,
)
from inspector_app.ui.style import typed
from inspector_app.ui.style.translation import said
from inspector_app.ui.workbench.bench_values import SEEN, SEEN_NOTE, Bench
from inspector_app.ui.workbench.edits import HEARD, WAIVED, YES

LINE, TEXT, FLAG, CHOICE, HEAD, PARTS, SOUGHT = "line", "text", "flag", "choice", "head", "parts", "sought"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a form, or a heading between fields.

    Attributes:
        name: the field's name at its record; empty for a heading.
        words: its label, in Chinese; the form translates it.
        sort: LINE, TEXT, FLAG, CHOICE, HEAD; PARTS: a text of which whole lines can be ticked; SOUGHT: a
            choice of many, found by code, initials or words.
        choices: (code, words) of a CHOICE that never changes.
    """

    name: str
    words: str
    sort: str = LINE
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    rows: int = 2


RECUSALS = (
    (str(Recusal.UNTOLD), "尚未告知"),
    (str(Recusal.WAIVED), "已告知，不申请回避"),
    (str(Recusal.ASKED), "已告知，申请回避"),
)

APPROVAL = (
    Ask("approval.approver", "批准人"),
    Ask("approval.at", "批准时间", hint="08:40"),
    Ask("approval.number", "批准文号", hint="书面批准的编号"),
    Ask("approval.phone", "批准电话", hint="电话批准时填写"),
    Ask("approval.words", "电话内容", hint="批准的原话"),
)

VISIT = (
    Ask("", "来由", HEAD),
    Ask("source", "来源", hint="专项、双随机、投诉…"),
    *APPROVAL,
    Ask("approval.urgent_reason", "紧急理由", hint="来不及批准时填写"),
    Ask("notice", "检查通知", hint="行政检查通知书文号"),
    Ask("notice_waived", "未通知", hint="不发通知书的理由"),
    Ask("entry_code", "入企码", hint="扫码入企编号"),
    Ask("", "现场", HEAD),
    Ask("started", "开始", hint="09:12"),
    Ask("ended", "结束", hint="10:40"),
    Ask("place", "地点"),
    Ask("credentials_shown", "已出示执法证件", FLAG),
    Ask("recusal", "回避", CHOICE, choices=RECUSALS),
    Ask("scope", "检查内容", TEXT, "看了什么、怎么看的", rows=3),
    Ask("handling", "处理意见", TEXT, "当场怎么处理"),
    Ask("opinion", "对方意见", TEXT, "被检查人怎么说"),
    Ask("refusal", "拒签情况", hint="拒绝签字时写明"),
)
"""The left pane: who, where, by whose approval, and what was told."""

METHOD_CHOICES = tuple((code, words) for code, words in METHOD_LABELS.items())

OF_KIND: dict[DocumentKind, tuple[Ask, ...]] = {
    DocumentKind.SITE_RECORD: (),
    DocumentKind.RECTIFICATION_NOTICE: (Ask("reply_due", "回复期限", hint="11-30，或 7工"),),
    DocumentKind.STOP_WORK_NOTICE: (
        Ask("stop_full", "全面停工", FLAG),
        Ask("stop_parts", "停工部位", TEXT, "局部停工时写明停哪些部位、作业，一行一个；复工按行恢复", rows=3),
        Ask("stop_start", "停工起始", hint="11:00"),
        Ask("evacuation", "撤离要求", TEXT, "撤出危险区域内人员、设警戒"),
        Ask("conditions", "复工条件", TEXT, "具备什么条件、经谁同意方可复工"),
        Ask("defence_heard", "陈述申辩", CHOICE, choices=((HEARD, "已听取"), (WAIVED, "放弃陈述申辩"))),
        Ask("defence_words", "申辩内容", TEXT, "对方说了什么"),
    ),
    DocumentKind.PLANT_ORDER: (
        Ask("reply_due", "回复期限", hint="11-30，或 7工"),
        Ask("trace", "涉及工程", TEXT, "供应了哪些工程、部位"),
    ),
    DocumentKind.RESUMPTION_NOTICE: (
        Ask("resumes", "停工文书", CHOICE),
        Ask("verification", "查验情况", TEXT, "谁、何时、现场查验的结果", rows=3),
        Ask("resume_full", "全部复工", FLAG),
        Ask("resume_parts", "复工部位", PARTS, "部分复工时写明，一行一个部位"),
        Ask("resume_start", "复工日期", hint="11-30"),
    ),
    DocumentKind.PROOF_OF_SERVICE: (
        Ask("service_of", "送达文书", CHOICE),
        Ask("service_matter", "案由", hint="因何事送达"),
        Ask("service_place", "送达地点"),
        Ask("service_method", "送达方式", CHOICE, choices=METHOD_CHOICES),
    ),
}
"""What each kind asks for beside the inspection and its findings."""


def asks_of(bench: Bench) -> tuple[Ask, ...]:
    """Return the fields of the document being worked on."""
    if bench.draft is None:
        return ()
    template = bench.rules.template_for(bench.draft.kind, bench.target.kind)
    asks: tuple[Ask, ...] = (*_whom(template), *_of_kind(bench.draft))
    if bench.draft.kind is DocumentKind.RECHECK_OPINION and not bench.rechecks:
        asks += _seen_asks(bench.draft)  # of a recheck they are noted in its own tab
    if template is not None:
        asks += own_asks(template, bench.draft, coded=bool(bench.rules.conduct))
    if template is not None and template.approval is not ApprovalRule.NONE:
        asks += (Ask("", said("本文书的批准"), HEAD), *APPROVAL)
    return asks


def _of_kind(draft: Draft) -> tuple[Ask, ...]:
    """Return the asks of a kind; a resumption offers the parts that its stop-work still stops."""
    asks = OF_KIND.get(draft.kind, ())
    if draft.resumption is None or draft.resumption.holds.all_but:
        return asks
    parts = tuple((one, one) for one in draft.resumption.holds.remaining)
    return tuple(replace(one, choices=parts) if one.sort == PARTS else one for one in asks)


def _seen_asks(draft: Draft) -> tuple[Ask, ...]:
    """Ask what the recheck saw of each finding, with a note."""
    choices = tuple(RESULT_LABELS.items())
    told: list[Ask] = []
    for finding in draft.findings:
        told.append(Ask(f"{SEEN}:{finding.id}", said("第 %s 项") % finding.number, CHOICE, choices=choices))
        told.append(Ask(f"{SEEN_NOTE}:{finding.id}", "说明", hint=said("看到了什么")))
    return tuple(told)


def _seen_held(draft: Draft) -> dict[str, str]:
    codes = {label: code for code, label in RESULT_LABELS.items()}
    held = {}
    for one in draft.rechecked:
        held[f"{SEEN}:{one.finding_id}"] = codes.get(one.label, "")
        held[f"{SEEN_NOTE}:{one.finding_id}"] = one.note
    return held


def _whom(template: DocumentTemplate | None) -> tuple[Ask, ...]:
    """Ask for the company concerned; a paper to another authority names that one among its own fields."""
    if template is not None and template.to is Addressed.AUTHORITY:
        return ()
    nobody = template is not None and template.to is Addressed.NOBODY
    words = said("当事人") if nobody else said("主送")
    return (Ask("addressee_id", words, CHOICE),)


_SORTS = {FieldKind.LINE: LINE, FieldKind.TEXT: TEXT, FieldKind.DAY: LINE, FieldKind.CHOICE: CHOICE}


def own_asks(template: DocumentTemplate, draft: Draft, *, coded: bool = False) -> tuple[Ask, ...]:
    """Return what the office's wording of this kind asks for, as far as its choices ask for it.

    Args:
        coded: the edition has a list of codes of bad conduct to choose from.
    """
    told = own_values(draft, template.fields)
    about = (Ask("about", said("所涉文书"), CHOICE),) if template.about else ()
    return about + tuple(
        Ask(
            f"{OWN}{one.code}",
            one.label,
            SOUGHT if coded and one.code == CODE else _SORTS[one.kind],
            one.hint or ("11-30，或 7工" if one.kind is FieldKind.DAY else ""),
            tuple((choice, choice) for choice in one.choices),
        )
        for one in template.fields
        if one.asked(told)
    )


def own_held(bench: Bench) -> dict[str, str]:
    """Return what the kind's own fields hold, days as people write them."""
    draft = bench.draft
    template = bench.rules.template_for(draft.kind, bench.target.kind) if draft else None
    if draft is None or template is None:
        return {}
    told = own_values(draft, template.fields)
    held = {"about": draft.about.document_id if draft.about else ""}
    for one in template.fields:
        day = iso_day(told[one.code]) if one.kind is FieldKind.DAY else None
        held[f"{OWN}{one.code}"] = typed.show_day(day) if day else told[one.code]
    return held


def choices_of(name: str, bench: Bench) -> tuple[tuple[str, str], ...]:
    """Return what a choice offers where that depends on the inspection."""
    if name == "addressee_id":
        return tuple((party.id, party.name) for party in bench.target.parties)
    if name == "resumes":
        return tuple((paper.id, paper.number) for paper in bench.stops)
    if name == "about":
        return tuple((paper.id, f"{paper.label} {paper.number}") for paper in bench.others)
    if name == "service_of":
        return tuple((paper.id, f"{paper.label} {paper.number}") for paper in bench.papers if paper.number)
    return _codes(bench) if name == f"{OWN}{CODE}" else ()


def _codes(bench: Bench) -> tuple[tuple[str, str], ...]:
    """Return the codes that the addressee can be found of, and the one that stands there though it cannot."""
    draft = bench.draft
    role = draft.addressee.role if draft is not None and draft.addressee is not None else None
    told = {one.code: one.conduct for one in conduct.listed(bench.rules.conduct, role, bench.today)}
    held = draft.own_value(CODE).strip() if draft is not None else ""
    if held and held not in told:
        known = bench.rules.conduct.get(held)
        told[held] = known.conduct if known is not None else said("本版代码里没有")
    return tuple(told.items())


def _approval(approval: Approval | None, bench: Bench) -> dict[str, str]:
    told = approval or Approval("", None)
    return {
        "approval.approver": told.approver,
        "approval.at": typed.show_moment(told.at, bench.today),
        "approval.number": told.number,
        "approval.phone": told.phone,
        "approval.words": told.words,
        "approval.urgent_reason": told.urgent_reason,
    }


def visit_values(bench: Bench) -> dict[str, str]:
    """Return what the left pane's fields hold."""
    visit = bench.inspection
    plain = (
        "source",
        "notice",
        "notice_waived",
        "entry_code",
        "place",
        "scope",
        "handling",
        "opinion",
        "refusal",
    )
    return {
        **{name: getattr(visit, name) for name in plain},
        **_approval(visit.approval, bench),
        "started": typed.show_moment(visit.started, bench.today),
        "ended": typed.show_moment(visit.ended, bench.today),
        "credentials_shown": YES if visit.credentials_shown else "",
        "recusal": str(visit.recusal),
    }


def document_values(bench: Bench) -> dict[str, str]:
    """Return what the fields of the document being worked on hold."""
    draft = bench.draft
    if draft is None:
        return {}
    held = {
        "addressee_id": draft.addressee.id if draft.addressee else "",
        "reply_due": typed.show_day(draft.reply_due),
        "trace": draft.trace,
        **_approval(draft.approval, bench),
        **own_held(bench),
        **_seen_held(draft),
    }
    if draft.defence is not None:
        held |= {
            "defence_heard": HEARD if draft.defence.heard else WAIVED,
            "defence_words": draft.defence.words,
        }
    if draft.stop_work is not None:
        held |= {
            "stop_full": YES if draft.stop_work.full else "",
            "stop_parts": draft.stop_work.parts,
            "stop_start": typed.show_moment(draft.stop_work.start, bench.today),
            "evacuation": draft.stop_work.evacuation,
            "conditions": draft.stop_work.conditions,
        }
    if draft.resumption is not None:
        held |= {
            "resumes": draft.resumption.stop_work_id,
            "verification": draft.resumption.verification,
            "resume_full": YES if draft.resumption.full else "",
            "resume_parts": draft.resumption.parts,
            "resume_start": typed.show_day(draft.resumption.start),
        }
    if draft.service is not None:
        held |= {
            "service_of": draft.service.document_id,
            "service_matter": draft.service.matter,
            "service_place": draft.service.place,
            "service_method": draft.service.method,
        }
    return held
