"""The columns of every ledger, as an office keeps them (检查台账, 通知书登记簿 …), and how they are kept."""

from collections.abc import Mapping

from inspector_app.casework.targets import initials
from inspector_app.domain.conduct import ConductState
from inspector_app.domain.filing import CaseState
from inspector_app.domain.findings import SEVERITY_LABELS
from inspector_app.domain.ledgers import Column, Holds, Layout, Ledger
from inspector_app.domain.states import DocumentState, FindingState, InspectionState
from inspector_app.store.ledger_plan import Kept, LedgerPlan, Sheet

VERSION = f"2.{initials.VERSION}"
"""Of what is reckoned into rows; another one has every row reckoned anew."""

YES, NO = "是", "否"
OPEN, PART, DONE = "未闭环", "部分闭环", "已闭环"
PASSED, PARTLY, FAILED, UNCLEAR = "全部合格", "部分合格", "不合格", "无法核实"
UNTOLD = "未出结论"
HEARD, WAIVED, NONE_MADE = "已申辩", "已放弃", "未申辩"
SITE, PAPER = "现场", "书面"
PAST = frozenset({"overdue"})
"""Columns that are kept as the last day, and told as the days that have passed since."""

_PAPER_WORDS = tuple(
    one
    for one in DocumentState
    # A draft has no number yet, and being late stands in a column of its own.
    if one not in (DocumentState.DRAFT, DocumentState.TO_APPROVE, DocumentState.OVERDUE)
)
_T, _D, _N, _S = Holds.TEXT, Holds.DAY, Holds.NUMBER, Holds.STATE
_LATE = Column("late", "补录", _S, 4, words=(YES, NO))
_MORE = Column("late", "补录", _S, 4, shown=False, words=(YES, NO))
_PROJECT = Column("target", "项目（企业）", _T, 14)
_DISTRICT = Column("district", "镇街", _T, 5)
_PHONE = Column("phone", "联系电话", _T, 12, shown=False, personal=True)
_CERTIFICATES = Column("certificates", "执法证号", _T, 14, shown=False, personal=True)

INSPECTIONS = Layout(
    Ledger.INSPECTIONS,
    "检查台账",
    (
        Column("date", "检查日期", _D, 6),
        Column("source", "检查类型", _T, 10),
        _PROJECT,
        _DISTRICT,
        Column("contractor", "施工单位", _T, 12),
        Column("supervisor", "监理单位", _T, 12, shown=False),
        Column("owner", "建设单位", _T, 12, shown=False),
        Column("officers", "检查人员", _T, 8),
        Column("officer_count", "出动人次", _N, 4),
        Column("experts", "专家", _T, 8, shown=False),
        Column("findings", "问题数", _N, 4),
        Column("major", "重大隐患数", _N, 5),
        Column("papers", "文书类型", _T, 10),
        Column("numbers", "文号", _T, 13),
        Column("due", "整改期限", _D, 6),
        Column("rechecked_on", "复查日期", _D, 6),
        Column("recheckers", "复查人", _T, 8, shown=False),
        Column("recheck_result", "复查结果", _S, 8, words=(PASSED, PARTLY, FAILED, UNCLEAR)),
        Column("closed", "是否闭环", _S, 5, words=(OPEN, PART, DONE)),
        Column("graver", "处罚/不良行为", _T, 12, shown=False),
        Column("state", "状态", _S, 6, words=tuple(InspectionState)),
        _LATE,
        Column("kind", "对象类别", _T, 9, shown=False),
        Column("address", "地址", _T, 18, shown=False),
        Column("approval", "检查审批号", _T, 12, shown=False),
        Column("contact", "现场人员", _T, 10, shown=False),
        _PHONE,
        _CERTIFICATES,
        Column("note", "备注", _T, 14, shown=False),
    ),
    sort="date",
)

FINDINGS = Layout(
    Ledger.FINDINGS,
    "问题台账",
    (
        Column("date", "发现日期", _D, 6),
        _PROJECT,
        _DISTRICT,
        Column("number", "序号", _N, 4),
        Column("location", "部位", _T, 9),
        Column("fact", "问题", _T, 20),
        Column("clause", "依据", _T, 14, shown=False),
        Column("severity", "等级", _S, 4, words=tuple(SEVERITY_LABELS.values())),
        Column("party", "责任单位", _T, 12),
        Column("measure", "整改要求", _T, 16, shown=False),
        Column("document", "文号", _T, 13),
        Column("due", "整改期限", _D, 6),
        Column("state", "状态", _S, 6, words=tuple(FindingState)),
        Column("overdue", "逾期天数", _N, 4),
        Column("replied_on", "回复日期", _D, 6, shown=False),
        Column("rechecked_on", "复查日期", _D, 6),
        Column("closed_on", "闭环日期", _D, 6),
        Column("timely", "按期", _S, 5, shown=False, words=(YES, NO)),
        Column("round", "下达次数", _N, 5, shown=False),
        Column("extensions", "延期次数", _N, 5, shown=False),
        Column("repeated", "重复出现", _S, 6, shown=False, words=(YES, NO)),
        Column("officers", "检查人员", _T, 8, shown=False),
        Column("source", "检查类型", _T, 10, shown=False),
        Column("kind", "对象类别", _T, 9, shown=False),
        _MORE,
    ),
    sort="date",
)

DOCUMENTS = Layout(
    Ledger.DOCUMENTS,
    "文书登记簿",
    (
        Column("number", "文号", _T, 13),
        Column("issued_on", "签发日期", _D, 6),
        Column("paper", "文书种类", _T, 9),
        Column("addressee", "受文单位", _T, 12),
        _PROJECT,
        Column("matter", "事由", _T, 16),
        Column("due", "期限", _D, 6),
        Column("receiver", "签收人", _T, 8),
        Column("method", "送达方式", _T, 8),
        Column("served_on", "送达日期", _D, 6),
        Column("replied_on", "回复日期", _D, 6),
        Column("cleared_on", "销号日期", _D, 6),
        Column("state", "状态", _S, 6, words=_PAPER_WORDS),
        Column("overdue", "逾期天数", _N, 4),
        Column("findings", "问题数", _N, 4, shown=False),
        Column("copies", "抄送", _T, 14, shown=False),
        Column("stop_scope", "停工范围", _T, 12, shown=False),
        Column("author", "经办人", _T, 8, shown=False),
        Column("returned", "签字件回传", _S, 6, shown=False, words=(YES, NO)),
        _DISTRICT,
        Column("kind", "对象类别", _T, 9, shown=False),
        _LATE,
    ),
    sort="issued_on",
)

RECHECKS = Layout(
    Ledger.RECHECKS,
    "复查台账",
    (
        Column("date", "复查日期", _D, 6),
        _PROJECT,
        _DISTRICT,
        Column("orders", "原文号", _T, 13),
        Column("way", "复查方式", _S, 6, words=(SITE, PAPER)),
        Column("officers", "复查人", _T, 12),
        Column("officer_count", "出动人次", _N, 4, shown=False),
        Column("count", "复查问题数", _N, 6),
        Column("rectified", "已改", _N, 4),
        Column("partial", "部分", _N, 4),
        Column("not_rectified", "未改", _N, 4),
        Column("unverifiable", "无法核实", _N, 6),
        Column("result", "复查结论", _S, 8, words=(PASSED, PARTLY, FAILED, UNCLEAR, UNTOLD)),
        Column("opinion", "复查意见书", _T, 13),
        Column("next_due", "再次期限", _D, 6, shown=False),
        Column("state", "状态", _S, 6, words=tuple(InspectionState)),
        Column("kind", "对象类别", _T, 9, shown=False),
        _MORE,
    ),
    sort="date",
)

CONDUCT = Layout(
    Ledger.CONDUCT,
    "不良行为台账",
    (
        Column("number", "告知文号", _T, 13),
        Column("issued_on", "告知日期", _D, 6),
        Column("party", "当事人", _T, 12),
        _PROJECT,
        Column("code", "代码", _T, 8),
        Column("conduct", "不良行为", _T, 20),
        Column("served_on", "送达日期", _D, 6, shown=False),
        Column("answer_until", "申辩截止", _D, 6),
        Column("defence", "陈述申辩", _S, 6, words=(HEARD, WAIVED, NONE_MADE)),
        Column("determination", "认定文号", _T, 13),
        Column("determined_on", "认定日期", _D, 6),
        Column("result", "认定结果", _T, 10),
        Column("public_from", "公示起", _D, 6),
        Column("public_to", "公示止", _D, 6),
        Column("state", "状态", _S, 6, words=tuple(ConductState)),
        _DISTRICT,
        _MORE,
    ),
    sort="issued_on",
)

FILINGS = Layout(
    Ledger.FILINGS,
    "立案台账",
    (
        Column("number", "案号", _T, 13),
        Column("origin", "来源", _T, 10),
        Column("party", "当事人", _T, 12),
        Column("matter", "案由", _T, 16),
        _PROJECT,
        Column("known_on", "线索日", _D, 6),
        Column("filed_on", "立案日", _D, 6),
        Column("officers", "承办人", _T, 10),
        Column("clock", "当前期限", _D, 6),
        Column("overdue", "逾期天数", _N, 4),
        Column("decided_on", "决定日", _D, 6),
        Column("served_on", "决定送达日", _D, 6, shown=False),
        Column("letter", "移送文号", _T, 13, shown=False),
        Column("closed_on", "结案日", _D, 6),
        Column("state", "状态", _S, 6, words=tuple(CaseState)),
        Column("findings", "问题数", _N, 4, shown=False),
    ),
    sort="known_on",
)

PLANTS = Layout(
    Ledger.PLANTS,
    "预拌混凝土企业台账",
    (
        Column("target", "企业", _T, 14),
        Column("permit", "资质证号", _T, 8),
        Column("address", "站点", _T, 12),
        Column("lines", "生产线", _T, 8),
        _DISTRICT,
        Column("quarter", "季度", _T, 9),
        Column("date", "检查日期", _D, 6),
        Column("source", "检查类型", _T, 10, shown=False),
        Column("officers", "检查人员", _T, 8, shown=False),
        Column("findings", "问题数", _N, 4),
        Column("major", "重大隐患数", _N, 5, shown=False),
        Column("numbers", "责令整改文号", _T, 13),
        Column("due", "期限", _D, 6),
        Column("rechecked_on", "复查日期", _D, 6),
        Column("recheck_result", "复查结果", _S, 8, words=(PASSED, PARTLY, FAILED, UNCLEAR)),
        Column("closed", "是否闭环", _S, 5, words=(OPEN, PART, DONE)),
        Column("supplies", "供应工程", _T, 18, shown=False),
        _MORE,
    ),
    sort="date",
)

OF_OFFICE: Mapping[Ledger, Layout] = {
    one.ledger: one for one in (INSPECTIONS, FINDINGS, DOCUMENTS, RECHECKS, CONDUCT, PLANTS)
}
"""Those that lie in the main workspace."""

OF_FILING: Mapping[Ledger, Layout] = {Ledger.FILINGS: FILINGS}
"""Those that lie in the filing workspace, for who has the key to it."""

LAYOUTS: Mapping[Ledger, Layout] = {one: {**OF_OFFICE, **OF_FILING}[one] for one in Ledger}
"""Every ledger by its name, in the order in which an office names them."""


def sheet_of(layout: Layout) -> Sheet:
    """Return how a ledger is kept in the store."""
    return Sheet(layout.ledger.value, tuple((one.code, _kept(one)) for one in layout.columns))


def _kept(column: Column) -> Kept:
    if column.code in PAST:
        return Kept.PAST
    return Kept.NUMBER if column.holds is Holds.NUMBER else Kept.TEXT


PLAN = LedgerPlan(
    version=VERSION,
    sheets=tuple(sheet_of(one) for one in OF_OFFICE.values()),
    records=("inspection", "finding", "target", "person"),
    acts=("inspection", "finding", "document"),
    units="inspection",
    parents={
        "attendance": "inspection_id",
        "present": "inspection_id",
        "obligation": "finding_id",
        "ticked": "finding_id",
        "party": "target_id",
        "result": "recheck_id",
    },
    loose=(("document", "inspection_id"),),
)

FILING_PLAN = LedgerPlan(
    version=VERSION,
    sheets=tuple(sheet_of(one) for one in OF_FILING.values()),
    records=("case", "target", "party", "person"),
    acts=("case", "document"),
    units="case",
    parents={"case_finding": "case_id", "attendance": "inspection_id"},
)
