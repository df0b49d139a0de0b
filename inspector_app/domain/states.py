"""States, always derived from what happened: never stored, never set.

`of(facts, today)` is total: facts that came together by a merge in an order nobody intended still
have a state, and an event that the state does not allow changes nothing and is named in `ignored`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import singledispatch


class InspectionState(StrEnum):
    """An inspection's life (product.md, States)."""

    DRAFT = "草稿"
    APPROVED = "已审批"
    UNDER_WAY = "进行中"
    TO_SIGN = "待签"
    COMPLETED = "已完成"
    ARCHIVED = "已归档"
    VOID = "作废"


class FindingState(StrEnum):
    """A finding's life; overdue stands beside any open state."""

    NEW = "新发现"
    ORDERED = "已下达"
    CORRECTED = "当场改正"
    TO_RECTIFY = "待整改"
    REPLIED = "已回复"
    TO_RECHECK = "待复查"
    FAILED = "复查不合格"
    ESCALATED = "升级"
    CLOSED = "合格闭环"
    WITHDRAWN = "误录撤销"


class DocumentState(StrEnum):
    """A document's life; VOID only before service, REVOKED only by another document."""

    DRAFT = "草稿"
    TO_APPROVE = "待审批"
    ISSUED = "已签发"
    SERVED = "已送达"
    FULFILLED = "已履行"
    OVERDUE = "逾期"
    LIFTED = "已解除"
    ARCHIVED = "已归档"
    VOID = "作废"
    REVOKED = "已撤销"


class Happening(StrEnum):
    """What can happen to a finding."""

    ORDERED = "ordered"
    SERVED = "served"
    CORRECTED = "corrected"
    REPLIED = "replied"
    ACCEPTED = "accepted"  # the reply is complete; a recheck is next
    RECTIFIED = "rectified"
    NOT_RECTIFIED = "not_rectified"  # 部分 or 未改
    UNVERIFIABLE = "unverifiable"  # 无法核实: looked, and could not tell
    ESCALATED = "escalated"
    SETTLED = "settled"  # the escalation ended: filing closed, handed over
    EXTENDED = "extended"  # a later last day was granted
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """What is known of an inspection."""

    approved: bool = False
    started: bool = False
    ended: bool = False
    concluded: bool = False
    archived: bool = False
    void: bool = False


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What happened to a finding for one party, in journal order, and its last day."""

    happenings: tuple[Happening, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document.

    Attributes:
        recipients: ids of all recipients; `served` those of them that were reached.
        due: last day for what it orders; None when it orders nothing.
        fulfilled: every finding on it is closed.
        halting: a stop-work: what was stopped stays so until it is lifted, though every finding is closed.
        lifted: a stop-work that is wholly resumed.
        returned: the signed and sealed sheet came back (签字件回传).
    """

    needs_approval: bool = False
    approved: bool = False
    submitted: bool = False
    issued: bool = False
    void: bool = False
    revoked: bool = False
    recipients: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()
    due: date | None = None
    fulfilled: bool = False
    lifted: bool = False
    returned: bool = False
    halting: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A state with its word, whether it is overdue beside that, and what was ignored on the way."""

    word: str
    overdue: bool = False
    round: int = 0
    ignored: tuple[str, ...] = ()


S, H = FindingState, Happening

_OPEN = frozenset({S.ORDERED, S.TO_RECTIFY, S.REPLIED, S.TO_RECHECK, S.FAILED})
_ORDERED = frozenset({S.ORDERED, S.TO_RECTIFY, S.REPLIED, S.TO_RECHECK})

TRANSITIONS: dict[tuple[FindingState, Happening], FindingState] = {
    (S.NEW, H.ORDERED): S.ORDERED,
    (S.NEW, H.CORRECTED): S.CORRECTED,
    (S.NEW, H.WITHDRAWN): S.WITHDRAWN,
    # What is filed or handed over at once needs no order before.
    (S.NEW, H.ESCALATED): S.ESCALATED,
    # Seen put right under an order that was taken back afterwards: it was put right all the same.
    (S.NEW, H.RECTIFIED): S.CLOSED,
    (S.ORDERED, H.SERVED): S.TO_RECTIFY,
    (S.ORDERED, H.REPLIED): S.REPLIED,
    (S.TO_RECTIFY, H.REPLIED): S.REPLIED,
    (S.REPLIED, H.ACCEPTED): S.TO_RECHECK,
    (S.FAILED, H.ORDERED): S.ORDERED,
    (S.FAILED, H.ESCALATED): S.ESCALATED,
    # The next clock of the same means: verified within 15 days, decided within 90.
    (S.ESCALATED, H.ESCALATED): S.ESCALATED,
    (S.ESCALATED, H.SETTLED): S.CLOSED,
    (S.ESCALATED, H.ORDERED): S.ORDERED,
    **{(state, H.RECTIFIED): S.CLOSED for state in (*_ORDERED, S.FAILED, S.ESCALATED)},
    **{(state, H.NOT_RECTIFIED): S.FAILED for state in _ORDERED},
    **{(state, H.UNVERIFIABLE): S.TO_RECHECK for state in _ORDERED},
    **{(state, H.ESCALATED): S.ESCALATED for state in _ORDERED},
    **{(state, H.WITHDRAWN): S.WITHDRAWN for state in (*_OPEN, S.ESCALATED)},
    # Corrected on the spot, yet a paper may list it all the same, and a recheck may look at it again.
    (S.CORRECTED, H.ORDERED): S.CORRECTED,
    (S.CORRECTED, H.SERVED): S.CORRECTED,
    (S.CORRECTED, H.RECTIFIED): S.CLOSED,
    (S.CORRECTED, H.NOT_RECTIFIED): S.FAILED,
    (S.CORRECTED, H.UNVERIFIABLE): S.TO_RECHECK,
    (S.CORRECTED, H.WITHDRAWN): S.WITHDRAWN,
    # A second paper for the same finding (a stop-work beside a rectification notice) orders it again.
    **{(state, H.ORDERED): state for state in _ORDERED},
    **{(state, H.SERVED): state for state in (S.TO_RECTIFY, S.REPLIED, S.TO_RECHECK)},
    **{(state, H.EXTENDED): state for state in _ORDERED},
    # A further reply completes the one before it; it closes nothing.
    **{(state, H.REPLIED): state for state in (S.REPLIED, S.TO_RECHECK)},
}
"""The only ways a finding moves. A closed or withdrawn finding never moves again."""


@singledispatch
def of(facts: object, today: date) -> State:
    """Return the state that follows from the facts on that day."""
    raise TypeError(f"no states for {type(facts).__name__} on {today}")


@of.register
def _(facts: InspectionFacts, today: date) -> State:  # noqa: ARG001 - an inspection has no deadline
    steps = (
        (facts.void, InspectionState.VOID),
        (facts.archived and facts.concluded, InspectionState.ARCHIVED),
        (facts.concluded, InspectionState.COMPLETED),
        (facts.ended, InspectionState.TO_SIGN),
        (facts.started, InspectionState.UNDER_WAY),
        (facts.approved, InspectionState.APPROVED),
    )
    return State(next((word for holds, word in steps if holds), InspectionState.DRAFT))


@of.register
def _(facts: FindingFacts, today: date) -> State:
    state, orders, ignored = FindingState.NEW, 0, []
    for happening in facts.happenings:
        follows = TRANSITIONS.get((state, happening))
        if follows is None:
            ignored.append(str(happening))
            continue
        if happening is Happening.ORDERED and follows is not state:
            orders += 1
        state = follows
    late = state in (*_OPEN, FindingState.ESCALATED) and facts.due is not None and today > facts.due
    return State(state, overdue=late, round=orders, ignored=tuple(ignored))


@of.register
def _(facts: DocumentFacts, today: date) -> State:
    if not facts.issued:
        waiting = facts.submitted and facts.needs_approval and not facts.approved
        return State(DocumentState.TO_APPROVE if waiting else DocumentState.DRAFT)
    if facts.revoked:
        return State(DocumentState.REVOKED)
    # A void act that arrives although someone was served has no effect: only another document ends it.
    if facts.void and not facts.served:
        return State(DocumentState.VOID)
    return State(_standing(facts, today), overdue=_late(facts, today))


def _late(facts: DocumentFacts, today: date) -> bool:
    ended = facts.fulfilled or facts.lifted
    return not ended and facts.due is not None and today > facts.due


def _standing(facts: DocumentFacts, today: date) -> DocumentState:
    served = facts.recipients <= facts.served and bool(facts.served)
    # Work is resumed only after examination and consent (安全生产法 65): closed findings lift no stop-work.
    ended = facts.lifted or (not facts.halting and (facts.fulfilled or facts.due is None))
    if served and facts.returned and ended:
        return DocumentState.ARCHIVED
    if facts.lifted:
        return DocumentState.LIFTED
    if facts.fulfilled and not facts.halting:
        return DocumentState.FULFILLED
    if _late(facts, today) and served:
        return DocumentState.OVERDUE
    return DocumentState.SERVED if served else DocumentState.ISSUED
