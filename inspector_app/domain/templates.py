"""Templates of documents: wording as data, and what the law demands of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.content import FormRow


class DocumentKind(StrEnum):
    """Kinds of document, by the codes that outsiders see."""

    SITE_RECORD = "site_record"
    RECTIFICATION_NOTICE = "rectification_notice"
    STOP_WORK_NOTICE = "stop_work_notice"
    PLANT_ORDER = "plant_order"
    RESUMPTION_NOTICE = "resumption_notice"
    PROOF_OF_SERVICE = "proof_of_service"
    INSPECTION_APPROVAL = "inspection_approval"
    INSPECTION_NOTICE = "inspection_notice"
    FINDING_LIST = "finding_list"
    RECHECK_OPINION = "recheck_opinion"
    EXTENSION_DECISION = "extension_decision"
    CONDUCT_NOTICE = "conduct_notice"
    CONDUCT_DETERMINATION = "conduct_determination"
    INTERVIEW_RECORD = "interview_record"
    FILING_FORM = "filing_form"
    TRANSFER_LETTER = "transfer_letter"
    REVOCATION = "revocation"


class Sealing(StrEnum):
    """How a kind gets its seal."""

    PRE_STAMPED = "pre_stamped"  # 先盖章纸
    AT_OFFICE = "at_office"  # 回局盖章
    ELECTRONIC = "electronic"  # 电子印章


class ApprovalRule(StrEnum):
    """What approval a kind needs before it is issued."""

    NONE = "none"
    BEFORE = "before"
    BEFORE_OR_PHONE = "before_or_phone"


ORDERING = frozenset(
    {DocumentKind.RECTIFICATION_NOTICE, DocumentKind.STOP_WORK_NOTICE, DocumentKind.PLANT_ORDER}
)
"""Kinds that order something to be put right by a day."""

AUTHORITY = "authority"
"""Id of the recipient of a paper to another authority, and the code of the own field that names it."""


REVOKED, CORRECTED = "撤销", "更正"
"""What a revocation decides: the older document is taken back, or stands corrected."""


class Addressed(StrEnum):
    """Whom a kind is addressed to."""

    PARTY = "party"  # a company of the target
    AUTHORITY = "authority"  # another authority, named by the kind's own field `authority`
    NOBODY = "nobody"  # a paper of the office's own


class FieldKind(StrEnum):
    """How one of a kind's own fields is written."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class OwnField:
    """A fact that only this kind asks for; its label is its placeholder in the wording.

    Attributes:
        code: lower-case name; stored as `own_<code>`.
        required: without it the kind is not issued; with `only_when` only in that case.
        choices: what a `choice` may be; the first is offered.
        only_when: (code of a choice, its value) for which the field is asked.
        future, past: a day that may not lie before, or behind, the day of issue.
        after: code of a day that this one may not lie before.
        deadline: the day by which the document wants something done.
        start: what stands there until somebody writes something else.
        source: the clause of law that asks for it.
    """

    code: str
    label: str
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()
    only_when: tuple[str, str] = ("", "")
    future: bool = False
    past: bool = False
    after: str = ""
    deadline: bool = False
    start: str = ""
    hint: str = ""
    source: str = ""

    def asked(self, told: Mapping[str, str]) -> bool:
        """Tell whether the field is asked, given the other fields' values by code."""
        code, value = self.only_when
        return not code or told.get(code, "") == value


@dataclass(frozen=True, slots=True)
class Element:
    """A statutory or office element: a sentence with placeholders, or the place of the findings' table.

    Attributes:
        code: what it is; STATUTORY names those the law demands.
        placeholders: what `sentence` and `heading` may use; an empty one in a required element stops issue.
        annexed: the sentence instead, when the table has too many rows for the letter and is annexed.
        only_when: (code of a choice, its value) for which the element stands on the page.
    """

    code: str
    required: bool
    placeholders: tuple[str, ...] = ()
    heading: str = ""
    sentence: str = ""
    table: bool = False
    annexed: str = ""
    only_when: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class TableTemplate:
    """A table with one row per finding; `cells` are patterns over the finding's placeholders.

    Attributes:
        most: rows that stand in the letter; when there are more, all stand in the annex. 0 for no limit.
        annex_title: the annex's title then.
    """

    head: tuple[str, ...]
    widths: tuple[int, ...]
    align: tuple[str, ...]
    cells: tuple[str, ...]
    note: str = ""
    most: int = 0
    annex_title: str = "隐患清单"


@dataclass(frozen=True, slots=True)
class AnnexTemplate:
    """附页: its title, its table (None when the findings stand in the letter) and whether photos follow."""

    title: str
    table: TableTemplate | None
    photos: bool


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """One kind of document as the office words it.

    Attributes:
        label: name on paper and screen, e.g. 限期整改通知书.
        word: the kind's character in the number pattern ({文种}).
        number: pattern with {代字} {文种} {年} {机号} {流水}; must hold 机号 and 流水.
        basis: ids of the clauses whose `cite` fills {依据一}, {依据二} …, in this order.
        body: `bureau` (局) or `station` (站).
        internal: never served.
        qr: the facts that the QR code carries, in order.
        fields: what only this kind asks for.
        about: kinds of issued document that it may be about; empty where it is about none.
        about_needed: it is about such a document or it is not issued; `about_served`: one that was served.
        proofed: the office compared wording and clauses with the official texts.
    """

    kind: DocumentKind
    label: str
    word: str
    layout: str
    title: tuple[str, ...]
    number: str
    elements: tuple[Element, ...]
    basis: tuple[str, ...]
    addressee: str = ""
    table: TableTemplate | None = None
    annex: AnnexTemplate | None = None
    rows: tuple[FormRow, ...] = ()
    receipt: tuple[tuple[str, ...], ...] = ()
    copied: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    qr: tuple[str, ...] = ()
    verify_note: str = ""
    left_note: str = ""
    footer: str = ""
    imprint: str = ""
    body: str = "bureau"
    internal: bool = False
    approval: ApprovalRule = ApprovalRule.NONE
    sealing: Sealing = Sealing.AT_OFFICE
    size_tenths: int = 0
    lead_tenths: int = 0
    proofed: bool = False
    provenance: str = ""
    to: Addressed = Addressed.PARTY
    fields: tuple[OwnField, ...] = ()
    about: tuple[DocumentKind, ...] = ()
    about_needed: bool = False
    about_served: bool = False

    def element(self, code: str) -> Element | None:
        """Return an element by its code."""
        return next((element for element in self.elements if element.code == code), None)


PLACEHOLDERS: frozenset[str] = frozenset(
    """
    机关 受送达单位 信用代码 建设单位 监理单位 施工单位 工程 检查地点 进度 许可证 面积 检查日期 检查时间
    季度 来源 审批 通知书 执法人员表 在场 告知 检查内容 问题列表 评分 处理意见 被检查人意见 问题数 隐患数
    重大数 依据一 依据二 依据三 整改期限 回复期限 复议机关 停工类型 停工范围 停工起始 撤人要求 陈述申辩
    复工条件 停工文号 停工日期 复工范围 复工类型 复工日期 查验情况 复工审批 涉及工程 案由 文书 送达地点
    送达时间 送达方式 送达人一 送达人二 代收人 拒收情况 见证人 成文日期 印发日期 份数 文号 电话 单位地址
    拒收事由 拒收日期 影像记录 影像编号 确认书编号 邮件号 送达说明
    负责人 所涉文书 所涉文号 所涉日期 所涉期限 申辩工作日 问题摘要 照片数 批准意见 不合格数
    """.split()  # noqa: SIM905 - names, read as a list
)
"""Names that an element's sentence, a form cell, a title or a footer may use in braces."""

FINDING_PLACEHOLDERS: frozenset[str] = frozenset(
    """
    序号 部位 事实 整改 条款 条款简称 期限 等级 检查项 批次 责任单位 判定条款 复查结论 复查说明 原序号
    """.split()  # noqa: SIM905 - names, read as a list
)
"""Names that a cell of the findings' table may use in braces."""
