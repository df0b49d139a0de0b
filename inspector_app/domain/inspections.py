"""One inspection: who, where, when, by whose approval, and what was told to the inspected."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector_app.domain.people import Officer, PersonPresent


class Recusal(StrEnum):
    """Whether the inspected asked an officer to step back (申请回避)."""

    UNTOLD = "untold"
    WAIVED = "waived"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Approval:
    """Someone with the power to approve said yes.

    Attributes:
        number: the approval's own number; a telephone approval may have none yet.
        phone, words: the number called and what was said, for an approval by telephone.
        urgent_reason: why it was begun before the approval; it is made up later.
    """

    approver: str
    at: datetime | None
    number: str = ""
    phone: str = ""
    words: str = ""
    urgent_reason: str = ""

    @property
    def stands(self) -> bool:
        """Given in writing or by telephone, or replaced by an urgent reason for now."""
        given = bool(self.approver.strip()) and self.at is not None
        by_phone = bool(self.phone.strip() and self.words.strip())
        return (given and (bool(self.number.strip()) or by_phone)) or bool(self.urgent_reason.strip())


@dataclass(frozen=True, slots=True)
class Inspection:
    """One visit to one target.

    Attributes:
        started, ended: aware times; the record names both to the minute (安全生产法 68).
        source: where the task comes from: campaign, double random draw, complaint, daily.
        notice: number of the 行政检查通知书, or empty with `notice_waived` saying why not.
        entry_code: number got by scanning the company's entry code (扫码入企).
        credentials_shown: certificates were shown (安全生产法 67, 行政处罚法 55).
        scope: what was looked at and how.
        opinion: what the inspected said of the findings.
        refusal: why the person in charge did not sign; empty when signed.
    """

    id: str
    target_id: str
    officers: tuple[Officer, ...]
    started: datetime | None
    ended: datetime | None
    place: str
    source: str
    approval: Approval | None
    notice: str
    notice_waived: str
    credentials_shown: bool
    recusal: Recusal
    present: tuple[PersonPresent, ...]
    scope: str
    handling: str
    score: str = ""
    opinion: str = ""
    refusal: str = ""
    entry_code: str = ""
    experts: tuple[Officer, ...] = ()
