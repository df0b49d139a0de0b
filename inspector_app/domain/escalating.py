"""What may follow when a finding is not put right, and why something may not, each with its clause."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.domain.filing import TRANSFER
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind

SAFETY_LAW = "安全生产法 65"
STOP = "建设工程安全生产管理条例 43(四)"
CONDUCT = "建市〔2017〕241号"
PENALTY_LAW = "行政处罚法 54"
POWER = "行政处罚法 17、22"

K = DocumentKind

WAYS: tuple[tuple[DocumentKind, str], ...] = (
    (K.RECTIFICATION_NOTICE, SAFETY_LAW),
    (K.PLANT_ORDER, SAFETY_LAW),
    (K.STOP_WORK_NOTICE, STOP),
    (K.CONDUCT_NOTICE, CONDUCT),
    (K.FILING_FORM, PENALTY_LAW),
    (K.TRANSFER_LETTER, POWER),
)
"""What a finding can go on by, from the mildest to the gravest, and the law it rests on."""

_AGAIN = frozenset({FindingState.FAILED, FindingState.ESCALATED})
_ENDED = frozenset({FindingState.CLOSED, FindingState.CORRECTED, FindingState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Case:
    """One finding as far as it matters here.

    Attributes:
        word: the state's word for the party in question; `overdue` beside it.
        major: it meets a criterion of the major-hazard standard.
    """

    number: int
    word: str
    overdue: bool
    major: bool


def against(kind: DocumentKind, cases: Iterable[Case], documents: Iterable[str], power: str) -> list[Missing]:
    """Return why these findings may not go on by this kind now; empty when they may.

    Args:
        documents: kinds that the office issues for this kind of target.
        power: where the power to punish lies (domain.filing: OWN or TRANSFER).
    """
    told = list(cases)
    if not told:
        return [Missing.of("escalation.nothing_named", "findings", "")]
    if kind not in set(documents):
        return [Missing.of("escalation.kind_unfit", "document.kind", "", kind=str(kind))]
    if kind is K.FILING_FORM and power == TRANSFER:
        return [Missing.of("escalation.no_power", "document.kind", POWER)]
    misses = [miss for n, one in enumerate(told) if (miss := _unfit(kind, one, f"findings.{n}")) is not None]
    if kind is K.STOP_WORK_NOTICE and not misses and not any(one.major for one in told):
        misses.append(Missing.of("escalation.not_major", "findings", STOP))
    return misses


def _unfit(kind: DocumentKind, one: Case, field: str) -> Missing | None:
    if one.word == FindingState.WITHDRAWN:
        return Missing.of("escalation.withdrawn", field, "", number=one.number)
    if kind is K.CONDUCT_NOTICE:
        return None  # What was done stays done: bad conduct may be found although it was put right since.
    if one.word in _ENDED:
        return Missing.of("escalation.ended", field, SAFETY_LAW, number=one.number, state=one.word)
    if kind in (K.RECTIFICATION_NOTICE, K.PLANT_ORDER) and one.word not in _AGAIN:
        return Missing.of("escalation.not_failed", field, SAFETY_LAW, number=one.number, state=one.word)
    beyond = one.word in (FindingState.NEW, FindingState.FAILED, FindingState.ESCALATED) or one.overdue
    if kind in (K.FILING_FORM, K.TRANSFER_LETTER) and not beyond and not one.major:
        return Missing.of("escalation.still_running", field, SAFETY_LAW, number=one.number, state=one.word)
    return None
