"""What each placeholder of the office's wording says for one draft."""

import re

from inspector_app.domain import chinese, proofs, stops
from inspector_app.domain.clauses import Clause
from inspector_app.domain.documents import RECTIFIED, Draft
from inspector_app.domain.inspections import Recusal
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentTemplate, FieldKind, OwnField

TICKED, UNTICKED = proofs.TICKED, proofs.UNTICKED

BY_HAND = frozenset({"文号", "被检查人意见", "拒收情况", "评分", "批准意见"}) | proofs.BY_HAND
"""Placeholders that may be empty when the page is made: got at issue, or written on the paper by hand."""

_HOLE = re.compile(r"\{([^{}]*)\}")


def holes(pattern: str) -> list[str]:
    """Return the placeholders of a pattern, in order."""
    return _HOLE.findall(pattern)


def values_of(draft: Draft, template: DocumentTemplate, rules: Rules) -> dict[str, str]:
    """Return every placeholder of domain.templates.PLACEHOLDERS but 文号, empty where nothing is known."""
    return {
        **_bodies(draft, template),
        **_visit(draft),
        **_findings(draft),
        **_basis(template, rules),
        "申辩工作日": str(rules.options.defence_days),
        **_stop_and_resume(draft),
        **proofs.texts(draft.service, draft.inspection.officers, rules.calendar),
        **_subject(draft),
        **_own(draft, template),
    }


def _bodies(draft: Draft, template: DocumentTemplate) -> dict[str, str]:
    body, _ = draft.office.body(template.body)
    target = draft.target

    def name(role: PartyRole) -> str:
        party = target.party(role)
        return party.name if party else ""

    return {
        "机关": body,
        "复议机关": draft.office.review_body,
        "受送达单位": draft.addressee.name if draft.addressee else "",
        "信用代码": draft.addressee.credit_code if draft.addressee else "",
        "建设单位": name(PartyRole.OWNER) or "建设单位",
        "监理单位": name(PartyRole.SUPERVISOR) or "监理单位",
        "施工单位": name(PartyRole.CONTRACTOR) or "施工单位",
        "工程": target.name,
        "进度": target.field("phase"),
        "许可证": target.field("permit"),
        "面积": target.field("area"),
        "涉及工程": draft.trace,
        "成文日期": chinese.day(draft.issue_on),
        "印发日期": chinese.day(draft.issue_on),
        "份数": f"一式{chinese.count(len(template.copies))}联",
        "电话": draft.office.phone,
        "单位地址": draft.addressee.address if draft.addressee else "",
        "负责人": _manager(draft),
        "批准意见": _approved(draft),
    }


def _manager(draft: Draft) -> str:
    party = draft.addressee
    return f"{party.manager}（{party.manager_title}）" if party and party.manager else ""


def _approved(draft: Draft) -> str:
    given = draft.approval
    if given is None or not given.approver:
        return ""
    when = f"\u3000{chinese.minute(given.at)}" if given.at else ""
    return f"同意。{given.approver}{when}" + (f"\u3000批准文号 {given.number}" if given.number else "")


def _visit(draft: Draft) -> dict[str, str]:
    visit = draft.inspection
    started = chinese.local_date(visit.started) if visit.started else None
    times = [chinese.minute(moment) for moment in (visit.started, visit.ended)]
    approval = visit.approval
    return {
        "检查地点": visit.place or draft.target.address,
        "检查日期": chinese.day(started),
        "检查时间": "至".join(time for time in times if time),
        "季度": f"{started.year}年{chinese.quarter(started)}" if started else "",
        "来源": visit.source,
        "审批": (approval.number or approval.urgent_reason) if approval else "",
        "通知书": visit.notice or visit.notice_waived,
        "执法人员表": "\u3000".join(one.line for one in visit.officers),
        "在场": "\u3000".join(
            f"{one.position}\u3000{one.name}" + (f"（电话 {one.phone}）" if one.phone else "")
            for one in visit.present
        ),
        "告知": _told(visit.recusal),
        "检查内容": visit.scope,
        "评分": visit.score,
        "处理意见": visit.handling,
        "被检查人意见": visit.opinion,
        "拒收情况": visit.refusal,
    }


def _told(recusal: Recusal) -> str:
    asked = recusal is Recusal.ASKED
    boxes = f"{TICKED if asked else UNTICKED}是\u3000{UNTICKED if asked else TICKED}否"
    return (
        "检查人员已出示执法证件，告知检查事项和依据，并告知你单位享有陈述、申辩和申请回避的权利。"
        f"是否申请回避：{boxes}"
    )


def _in_a_breath(location: str, fact: str) -> str:
    """Return where and what in one breath; a comma keeps 阳台 and 阳台临边 apart."""
    return "，".join(part for part in (location.strip(), fact.rstrip("。")) if part)


def _findings(draft: Draft) -> dict[str, str]:
    lines, shown = [], 0
    for n, finding in enumerate(draft.findings, start=1):
        numbers = [str(shown + k) for k in range(1, len(finding.photos) + 1)]
        shown += len(numbers)
        photos = f"（照片{'、'.join(numbers)}）" if numbers else ""
        lines.append(f"{n}．{finding.location}：{finding.fact.rstrip('。')}{photos}。")
    return {
        "问题列表": "\n".join(lines) or "未发现问题。",
        "问题摘要": "；".join(_in_a_breath(one.location, one.fact) for one in draft.findings),
        "照片数": str(shown),
        "不合格数": str(sum(not _rectified(draft, one.id) for one in draft.findings)),
        "问题数": str(len(draft.findings)),
        "隐患数": str(len(draft.findings)),
        "重大数": str(len(draft.majors)),
        "整改期限": chinese.day(draft.due),
        "回复期限": chinese.day(draft.reply_due),
    }


def _rectified(draft: Draft, finding_id: str) -> bool:
    told = draft.recheck_of(finding_id)
    return told is not None and told.label == RECTIFIED


def _subject(draft: Draft) -> dict[str, str]:
    told = draft.about
    return {
        "所涉文书": told.label if told else "",
        "所涉文号": told.number if told else "",
        "所涉日期": chinese.day(told.issued_on) if told else "",
        "所涉期限": chinese.day(draft.due_before) if draft.due_before else "",
    }


def _own(draft: Draft, template: DocumentTemplate) -> dict[str, str]:
    """Return the kind's own fields by their labels; what is not asked for prints nothing."""
    told = own_values(draft, template.fields)
    return {one.label: _own_text(one, told[one.code]) if one.asked(told) else "" for one in template.fields}


def own_values(draft: Draft, fields: tuple[OwnField, ...]) -> dict[str, str]:
    """Return the values of the kind's own fields by code, as they stand: written, or what stands at first.

    A choice that nobody made is empty: 合格 is never said by silence.
    """
    written = dict(draft.own)
    return {one.code: written.get(one.code, one.start) for one in fields}


def _own_text(field: OwnField, value: str) -> str:
    if field.kind is FieldKind.DAY:
        day = chinese.iso_day(value)
        return chinese.day(day) if day else value
    return value


def _basis(template: DocumentTemplate, rules: Rules) -> dict[str, str]:
    clauses: list[Clause | None] = [rules.clauses.get(clause_id) for clause_id in template.basis]
    names = ("依据一", "依据二", "依据三")
    cites = [clause.cite if clause else "" for clause in clauses] + [""] * len(names)
    return dict(zip(names, cites, strict=False))


def _stop_and_resume(draft: Draft) -> dict[str, str]:
    stop, resume, defence = draft.stop_work, draft.resumption, draft.defence
    heard = ""
    if defence is not None and defence.stands:
        heard = "经听取陈述申辩" if defence.heard else "你单位放弃陈述申辩"
    return {
        "停工类型": ("全面" if stop.full else "局部") if stop else "",
        "停工范围": (stops.words(stop.named) or (stops.WHOLE if stop.full else "")) if stop else "",
        "停工起始": chinese.minute(stop.start) if stop else "",
        "撤人要求": stop.evacuation if stop else "",
        "复工条件": stop.conditions if stop else "",
        "陈述申辩": heard,
        "停工文号": resume.number if resume else "",
        "停工日期": chinese.day(resume.issued_on) if resume else "",
        "复工类型": ("全部" if resume.full else "部分") if resume else "",
        "复工范围": _freed(draft),
        "复工日期": chinese.day(resume.start) if resume else "",
        "查验情况": resume.verification if resume else "",
        "复工审批": draft.approval.number if draft.approval else "",
    }


def _freed(draft: Draft) -> str:
    resume = draft.resumption
    if resume is None:
        return ""
    if resume.full:
        return stops.words(resume.holds.stopped) or stops.WHOLE
    left = resume.holds.after(full=False, told=resume.named)
    if not resume.named:
        return ""
    rest = "停工范围至此全部恢复施工"
    if not left.lifted:
        named = "" if left.all_but or left.portions else f"（{'、'.join(left.remaining)}）"
        rest = f"其余部位{named}继续停工"
    return f"{stops.words(resume.named)}{'；' if len(resume.named) > 1 else '，'}{rest}"
