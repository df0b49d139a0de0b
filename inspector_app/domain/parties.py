"""The companies that answer for a target, per 标段 or 单位工程."""

from dataclasses import dataclass
from enum import StrEnum


class PartyRole(StrEnum):
    """What a company is at a target."""

    OWNER = "owner"  # 建设单位
    CONTRACTOR = "contractor"  # 施工单位
    SUPERVISOR = "supervisor"  # 监理单位
    SUBCONTRACTOR = "subcontractor"  # 分包单位
    SURVEYOR = "surveyor"  # 勘察单位
    DESIGNER = "designer"  # 设计单位
    PLANT = "plant"  # 预拌混凝土企业
    OPERATOR = "operator"  # 经营单位
    HOLDER = "holder"  # 产权人（使用人）
    OTHER = "other"


ROLE_LABELS: dict[PartyRole, str] = {
    PartyRole.OWNER: "建设单位",
    PartyRole.CONTRACTOR: "施工单位",
    PartyRole.SUPERVISOR: "监理单位",
    PartyRole.SUBCONTRACTOR: "分包单位",
    PartyRole.SURVEYOR: "勘察单位",
    PartyRole.DESIGNER: "设计单位",
    PartyRole.PLANT: "预拌混凝土企业",
    PartyRole.OPERATOR: "经营单位",
    PartyRole.HOLDER: "产权人",
    PartyRole.OTHER: "其他单位",
}


@dataclass(frozen=True, slots=True)
class Party:
    """A company in one role at one target.

    Attributes:
        id: the record's id.
        role: what it is at this target.
        name: full legal name as on its business licence.
        credit_code: 18-character unified social credit code (GB 32100-2015).
        credit_code_valid: the check digit's verdict, computed outside the domain.
        manager: who answers for it on site, with `manager_title` (项目经理, 总监 …) and `phone`.
        address: registered address, where left service is beyond dispute.
    """

    id: str
    role: PartyRole
    name: str
    credit_code: str = ""
    credit_code_valid: bool = False
    manager: str = ""
    manager_title: str = ""
    phone: str = ""
    address: str = ""
