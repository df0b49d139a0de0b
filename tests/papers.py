"""The papers of tests: small wording for every kind, what each asks for, and a filler for the office's own.

`a_template(kind)` has every statutory element; `OWN_FACTS` holds what `tests.builders.a_draft` writes into
a kind's own fields; `filled(draft, template)` writes something into all fields of any template.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from inspector_app.domain.documents import RECTIFIED, Draft, Rechecked
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.statutory import STATUTORY
from inspector_app.domain.templates import (
    Addressed,
    ApprovalRule,
    DocumentKind,
    DocumentTemplate,
    Element,
    FieldKind,
    OwnField,
    TableTemplate,
)

SITE_KINDS = tuple(
    kind
    for kind in DocumentKind
    if kind not in (DocumentKind.PLANT_ORDER, DocumentKind.INSPECTION_APPROVAL, DocumentKind.FILING_FORM)
)
"""Kinds made for a site; the office's own papers (filing form, inspection approval) fit every target."""

NUMBER = "{代字}{文种}〔{年}〕{机号}-{流水}号"
NOT_YET = "未整改"

OWN_FACTS: dict[DocumentKind, tuple[tuple[str, str], ...]] = {
    DocumentKind.INSPECTION_APPROVAL: (("matter", "建筑起重机械"), ("planned_on", "2026-04-28")),
    DocumentKind.INSPECTION_NOTICE: (("matter", "建筑起重机械"), ("planned_on", "2026-04-28")),
    DocumentKind.FINDING_LIST: (),
    DocumentKind.RECHECK_OPINION: (("conclusion", "合格"), ("rechecked_on", "2026-04-27")),
    DocumentKind.EXTENSION_DECISION: (
        ("asked_on", "2026-04-24"),
        ("decision", "同意延期"),
        ("new_due", "2026-04-30"),
        ("reason", "材料未到场"),
    ),
    DocumentKind.CONDUCT_NOTICE: (
        ("conduct", "未按方案施工"),
        ("conduct_code", "D1-4-05"),
        ("consequence", "公示六个月"),
        ("defence_until", "2026-05-07"),
    ),
    DocumentKind.CONDUCT_DETERMINATION: (
        ("conduct_code", "D1-4-05"),
        ("defence", "逾期未提出"),
        ("published_from", "2026-05-06"),
        ("published_to", "2026-11-05"),
        ("result", "认定为不良行为"),
        ("review", "事实清楚"),
    ),
    DocumentKind.INTERVIEW_RECORD: (
        ("cause", "整改不力"),
        ("demands", "立即组织全面自查"),
        ("held_at", "2026年4月27日15时"),
        ("persons", "林叙白"),
    ),
    DocumentKind.FILING_FORM: (
        ("case", "未按方案施工，经责令未改正"),
        ("decide_by", "2026-07-26"),
        ("evidence", "现场检查记录、照片"),
        ("known_on", "2026-04-20"),
        ("matter", "涉嫌未按方案施工案"),
        ("penalty", "《某条例》第六十四条"),
        ("verify_by", "2026-05-05"),
    ),
    DocumentKind.TRANSFER_LETTER: (
        ("answer_by", "2026-05-15"),
        ("authority", "滨海新区城市管理综合行政执法局"),
        ("ground", "处罚权不在我局"),
        ("material", "现场检查记录一份"),
    ),
    DocumentKind.REVOCATION: (("decision", "撤销"), ("reason", "认定的部位有误")),
}
"""(code, value) of the own fields that `a_template` of the kind asks for, by code."""

DEADLINES = {
    DocumentKind.EXTENSION_DECISION: date(2026, 4, 30),
    DocumentKind.TRANSFER_LETTER: date(2026, 5, 15),
}
"""The day that `OWN_FACTS` sets for those whom the paper addresses."""

_LINE, _TEXT, _DAY, _CHOICE = FieldKind.LINE, FieldKind.TEXT, FieldKind.DAY, FieldKind.CHOICE
AGAIN = "不合格，责令再次整改"
JUDGED = "认定为不良行为"

OWN_FIELDS: dict[DocumentKind, tuple[OwnField, ...]] = {
    DocumentKind.INSPECTION_APPROVAL: (
        OwnField("matter", "检查事项", _TEXT),
        OwnField("planned_on", "拟检查日期", _DAY, future=True),
    ),
    DocumentKind.INSPECTION_NOTICE: (
        OwnField("matter", "检查事项", _TEXT),
        OwnField("planned_on", "拟检查日期", _DAY, future=True),
    ),
    DocumentKind.RECHECK_OPINION: (
        OwnField("rechecked_on", "复查日期", _DAY, past=True),
        OwnField("conclusion", "总体结论", _CHOICE, choices=("合格", AGAIN)),
        OwnField("again", "再次整改期限", _DAY, only_when=("conclusion", AGAIN), future=True, deadline=True),
    ),
    DocumentKind.EXTENSION_DECISION: (
        OwnField("asked_on", "申请日期", _DAY, past=True),
        OwnField("reason", "申请理由", _TEXT),
        OwnField("decision", "批复意见", _CHOICE, choices=("同意延期", "不同意延期")),
        OwnField("new_due", "新的期限", _DAY, only_when=("decision", "同意延期"), future=True, deadline=True),
        OwnField("why_not", "不同意理由", _TEXT, only_when=("decision", "不同意延期")),
    ),
    DocumentKind.CONDUCT_NOTICE: (
        OwnField("conduct_code", "不良行为代码", _LINE),
        OwnField("conduct", "拟认定不良行为", _TEXT),
        OwnField("consequence", "拟记分及公示期限", _LINE),
        OwnField("defence_until", "申辩截止日", _DAY, future=True),
    ),
    DocumentKind.CONDUCT_DETERMINATION: (
        OwnField("defence", "申辩情况", _CHOICE, choices=("逾期未提出", "书面放弃")),
        OwnField("review", "复核意见", _TEXT),
        OwnField("result", "认定结论", _CHOICE, choices=(JUDGED, "不予认定")),
        OwnField("conduct_code", "不良行为代码", _LINE, only_when=("result", JUDGED)),
        OwnField("published_from", "公示起始日", _DAY, only_when=("result", JUDGED)),
        OwnField(
            "published_to",
            "公示截止日",
            _DAY,
            only_when=("result", JUDGED),
            future=True,
            after="published_from",
        ),
    ),
    DocumentKind.INTERVIEW_RECORD: (
        OwnField("held_at", "约谈时间", _LINE),
        OwnField("persons", "被约谈人", _LINE),
        OwnField("cause", "约谈事由", _TEXT),
        OwnField("demands", "约谈要求", _TEXT),
        OwnField("promise", "企业表态", _TEXT, required=False),
    ),
    DocumentKind.FILING_FORM: (
        OwnField("matter", "立案案由", _LINE),
        OwnField("known_on", "线索发现日期", _DAY, past=True),
        OwnField("verify_by", "核查截止日", _DAY, after="known_on"),
        OwnField("case", "案情简介", _TEXT),
        OwnField("penalty", "处罚依据", _TEXT),
        OwnField("evidence", "现有证据", _TEXT),
        OwnField("decide_by", "决定截止日", _DAY, after="known_on"),
    ),
    DocumentKind.TRANSFER_LETTER: (
        OwnField("authority", "受移送机关", _LINE),
        OwnField("ground", "移送理由", _TEXT),
        OwnField("material", "移送材料", _TEXT),
        OwnField("answer_by", "函复期限", _DAY, future=True, deadline=True),
    ),
    DocumentKind.REVOCATION: (
        OwnField("decision", "决定种类", _CHOICE, choices=("撤销", "更正")),
        OwnField("reason", "决定理由", _TEXT),
        OwnField("correction", "更正内容", _TEXT, only_when=("decision", "更正")),
    ),
}
_ORDERS = (
    DocumentKind.RECTIFICATION_NOTICE,
    DocumentKind.STOP_WORK_NOTICE,
    DocumentKind.PLANT_ORDER,
)
_NEEDED: dict[DocumentKind, tuple[DocumentKind, ...]] = {
    DocumentKind.FINDING_LIST: _ORDERS,
    DocumentKind.RECHECK_OPINION: _ORDERS,
    DocumentKind.EXTENSION_DECISION: _ORDERS,
    DocumentKind.CONDUCT_DETERMINATION: (DocumentKind.CONDUCT_NOTICE,),
    DocumentKind.REVOCATION: _ORDERS,
}
_ABOUT = {
    **_NEEDED,
    DocumentKind.CONDUCT_NOTICE: _ORDERS,
    DocumentKind.INTERVIEW_RECORD: _ORDERS,
    DocumentKind.FILING_FORM: _ORDERS,
    DocumentKind.TRANSFER_LETTER: _ORDERS,
}


def a_template(kind: DocumentKind, **changes: Any) -> DocumentTemplate:
    """Return wording with every statutory element; its sentences are short but true to the placeholders."""
    elements = tuple(
        Element(
            code, required=True, heading="一、", sentence=f"{code}：{{成文日期}}", table=code == "findings"
        )
        for code, _ in STATUTORY[kind]
    )
    label, word, layout = _PAPERS[kind]
    table = TableTemplate(("序号", "问题"), (20, 136), ("C", "L"), ("{序号}", "{部位}：{事实}"))
    whole = DocumentTemplate(
        kind=kind,
        label=label,
        word=word,
        layout=layout,
        title=("{机关}", label),
        number=NUMBER,
        elements=elements,
        basis=("reg393-43-3", "law-65"),
        addressee="{受送达单位}：",
        table=table if layout == "letter" else None,
        copies=("受送达单位", "监督机构"),
        approval=_APPROVALS.get(kind, ApprovalRule.NONE),
        internal=kind in _INTERNAL,
        to=_TO.get(kind, Addressed.PARTY),
        fields=OWN_FIELDS.get(kind, ()),
        about=_ABOUT.get(kind, ()),
        about_needed=kind in _NEEDED,
        about_served=kind is DocumentKind.CONDUCT_DETERMINATION,
    )
    return replace(whole, **changes)


_PAPERS = {
    DocumentKind.SITE_RECORD: ("现场检查记录", "检", "form"),
    DocumentKind.RECTIFICATION_NOTICE: ("限期整改通知书", "改", "letter"),
    DocumentKind.STOP_WORK_NOTICE: ("停工整改通知书", "停", "letter"),
    DocumentKind.PLANT_ORDER: ("责令整改通知书", "责", "letter"),
    DocumentKind.RESUMPTION_NOTICE: ("复工通知书", "复", "letter"),
    DocumentKind.PROOF_OF_SERVICE: ("送达回证", "送", "form"),
    DocumentKind.INSPECTION_APPROVAL: ("行政检查审批表", "检批", "form"),
    DocumentKind.INSPECTION_NOTICE: ("行政检查通知书", "检通", "letter"),
    DocumentKind.FINDING_LIST: ("隐患清单", "清", "letter"),
    DocumentKind.RECHECK_OPINION: ("复查意见书", "查", "letter"),
    DocumentKind.EXTENSION_DECISION: ("延期批复", "延", "letter"),
    DocumentKind.CONDUCT_NOTICE: ("不良行为告知书", "不良告", "letter"),
    DocumentKind.CONDUCT_DETERMINATION: ("不良行为认定书", "不良认", "letter"),
    DocumentKind.INTERVIEW_RECORD: ("约谈记录", "约", "form"),
    DocumentKind.FILING_FORM: ("立案审批表", "罚立", "form"),
    DocumentKind.TRANSFER_LETTER: ("移送函", "移", "letter"),
    DocumentKind.REVOCATION: ("撤销（更正）决定书", "撤", "letter"),
}
_INTERNAL = (DocumentKind.INSPECTION_APPROVAL, DocumentKind.FILING_FORM)
_TO = {
    DocumentKind.INSPECTION_APPROVAL: Addressed.NOBODY,
    DocumentKind.FILING_FORM: Addressed.NOBODY,
    DocumentKind.TRANSFER_LETTER: Addressed.AUTHORITY,
}
_APPROVALS = {
    DocumentKind.STOP_WORK_NOTICE: ApprovalRule.BEFORE_OR_PHONE,
    DocumentKind.RESUMPTION_NOTICE: ApprovalRule.BEFORE,
    DocumentKind.INSPECTION_NOTICE: ApprovalRule.BEFORE,
    DocumentKind.EXTENSION_DECISION: ApprovalRule.BEFORE,
    DocumentKind.CONDUCT_NOTICE: ApprovalRule.BEFORE,
    DocumentKind.CONDUCT_DETERMINATION: ApprovalRule.BEFORE,
    DocumentKind.TRANSFER_LETTER: ApprovalRule.BEFORE,
    DocumentKind.REVOCATION: ApprovalRule.BEFORE,
}


# Any template, the office's own too


WORDS = {FieldKind.LINE: "测试用语", FieldKind.TEXT: "为测试填写的一段说明，写明事实和要求"}
LATER = 10
"""Days from the day of issue to the first day that `filled` writes; each further one is a day later."""


def filled(draft: Draft, template: DocumentTemplate, **choices: str) -> Draft:
    """Return the draft with all of the template's own fields written, and what hangs on them.

    What the draft has of them already stays, where it fits. A day not asked to lie ahead is the day of issue,
    others lie behind it, each a day later than the one before.

    Args:
        choices: values by the field's code; a field that is not named has its first choice or some words.
    """
    unknown = set(choices) - {field.code for field in template.fields}
    assert not unknown, f"{template.kind} has no field {unknown}"
    told = {**_written(draft, template), **choices}
    failed = told.get("conclusion", "").startswith("不合格")
    seen = tuple(Rechecked(one.id, NOT_YET if failed else RECTIFIED) for one in draft.findings)
    rechecked = seen if template.kind is DocumentKind.RECHECK_OPINION else draft.rechecked
    addressee = draft.addressee
    if template.to is Addressed.AUTHORITY:
        addressee = Party("authority", PartyRole.OTHER, told["authority"])
    days = [
        date.fromisoformat(told[field.code])
        for field in template.fields
        if field.deadline and field.asked(told)
    ]
    own, deadline = tuple(sorted(told.items())), max(days, default=None)
    return replace(draft, own=own, rechecked=rechecked, addressee=addressee, deadline=deadline)


def _written(draft: Draft, template: DocumentTemplate) -> dict[str, str]:
    told: dict[str, str] = {}
    ahead = 0
    for field in template.fields:
        before = draft.own_value(field.code)
        if field.kind is FieldKind.CHOICE:
            told[field.code] = before if before in field.choices else field.choices[0]
        elif field.kind is FieldKind.DAY:
            ahead += field.future
            day = draft.issue_on + timedelta(days=LATER + ahead if field.future else 0)
            told[field.code] = before or day.isoformat()
        else:
            told[field.code] = before or field.start or WORDS[field.kind]
    return told


def every_choice(draft: Draft, template: DocumentTemplate) -> Iterator[tuple[str, Draft]]:
    """Yield (name, draft filled in) for each value of each choice of a template; once where it has none."""
    chosen = [(field.code, value) for field in template.fields for value in field.choices]
    for code, value in chosen:
        yield f"{code}={value}", filled(draft, template, **{code: value})
    if not chosen:
        yield "plain", filled(draft, template)
