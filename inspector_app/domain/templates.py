"""Templates of documents: wording as data, and what the law demands of each kind."""

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


@dataclass(frozen=True, slots=True)
class Element:
    """A statutory or office element: a sentence with placeholders, or the place of the findings' table.

    Attributes:
        code: what it is; STATUTORY names those the law demands.
        placeholders: what `sentence` and `heading` may use; an empty one in a required element stops issue.
    """

    code: str
    required: bool
    placeholders: tuple[str, ...] = ()
    heading: str = ""
    sentence: str = ""
    table: bool = False


@dataclass(frozen=True, slots=True)
class TableTemplate:
    """A table with one row per finding; `cells` are patterns over the finding's placeholders."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    align: tuple[str, ...]
    cells: tuple[str, ...]
    note: str = ""


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

    def element(self, code: str) -> Element | None:
        """Return an element by its code."""
        return next((element for element in self.elements if element.code == code), None)


STATUTORY: dict[DocumentKind, tuple[tuple[str, str], ...]] = {
    DocumentKind.SITE_RECORD: (
        ("time_place", "安全生产法 68"),
        ("identity_and_recusal", "安全生产法 67；行政处罚法 42、55"),
        ("facts", "安全生产法 68"),
        ("handling", "安全生产法 68"),
        ("signatures", "安全生产法 68"),
        ("refusal", "安全生产法 68"),
    ),
    DocumentKind.RECTIFICATION_NOTICE: (
        ("facts", "建设工程安全生产管理条例 43(三)"),
        ("findings", "建设工程安全生产管理条例 43(三)"),
        ("order", "安全生产法 65"),
        ("measures", "安全生产法 65"),
        ("reply", "建质〔2014〕154号"),
        ("consequence", "建质〔2014〕154号"),
        ("remedies", "行政复议法 20、24；行政诉讼法 46"),
    ),
    DocumentKind.STOP_WORK_NOTICE: (
        ("facts_and_power", "建设工程安全生产管理条例 43(四)；安全生产法 65"),
        ("scope", "建设工程安全生产管理条例 43(四)"),
        ("start", "建设工程安全生产管理条例 43(四)"),
        ("evacuation", "安全生产法 65"),
        ("resumption", "安全生产法 65"),
        ("remedies", "行政复议法 20、24；行政诉讼法 46"),
    ),
    DocumentKind.PLANT_ORDER: (
        ("facts", "建设工程质量管理条例 48(三)"),
        ("findings", "建设工程质量管理条例 48(三)"),
        ("order", "建设工程质量管理条例 48(三)"),
        ("measures", "建设工程质量管理条例 48(三)"),
        ("reply", "建设工程质量管理条例 48(三)"),
        ("consequence", "建设工程质量管理条例 48(三)"),
        ("remedies", "行政复议法 20、24；行政诉讼法 46"),
    ),
    DocumentKind.RESUMPTION_NOTICE: (
        ("stop_work", "安全生产法 65"),
        ("verification", "安全生产法 65；建质〔2014〕154号"),
        ("scope", "安全生产法 65"),
        ("start", "安全生产法 65"),
        ("cautions", "建设工程安全生产管理条例 43"),
    ),
    DocumentKind.PROOF_OF_SERVICE: (
        ("matter", "民事诉讼法 87"),
        ("documents", "民事诉讼法 87"),
        ("addressee", "民事诉讼法 87、88"),
        ("place_time_method", "民事诉讼法 87"),
        ("signatures", "民事诉讼法 87"),
        ("refusal", "民事诉讼法 89"),
    ),
}
"""The elements without which a kind has no legal footing, with the clause that asks for each."""

PLACEHOLDERS: frozenset[str] = frozenset(
    """
    机关 受送达单位 信用代码 建设单位 监理单位 施工单位 工程 检查地点 进度 许可证 面积 检查日期 检查时间
    季度 来源 审批 通知书 执法人员表 在场 告知 检查内容 问题列表 评分 处理意见 被检查人意见 问题数 隐患数
    重大数 依据一 依据二 依据三 整改期限 回复期限 复议机关 停工类型 停工范围 停工起始 撤人要求 陈述申辩
    复工条件 停工文号 停工日期 复工范围 复工类型 复工日期 查验情况 复工审批 涉及工程 案由 文书 送达地点
    送达时间 送达方式 送达人一 送达人二 代收人 拒收情况 见证人 成文日期 印发日期 份数 文号
    """.split()  # noqa: SIM905 - names, read as a list
)
"""Names that an element's sentence, a form cell, a title or a footer may use in braces."""

FINDING_PLACEHOLDERS: frozenset[str] = frozenset(
    """
    序号 部位 事实 整改 条款 条款简称 期限 等级 检查项 批次 责任单位 判定条款
    """.split()  # noqa: SIM905 - names, read as a list
)
"""Names that a cell of the findings' table may use in braces."""
