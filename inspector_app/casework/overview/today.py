"""What is due: overdue, due today, waiting for a recheck, or due within a week.

What is open is read from the board of duties by index, and only the documents that are shown are read
themselves: on a laptop with years of work the day still opens at once.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import board, issued
from inspector_app.casework.people.names import Names
from inspector_app.domain.states import FindingState
from inspector_app.store.duty_book import DutyRow

SOON_DAYS = 7
OPEN = frozenset(
    {
        FindingState.ORDERED,
        FindingState.TO_RECTIFY,
        FindingState.REPLIED,
        FindingState.TO_RECHECK,
        FindingState.FAILED,
    }
)
LOOKED_FOR = frozenset({FindingState.REPLIED, FindingState.TO_RECHECK, FindingState.FAILED})


class Section(StrEnum):
    """Why something stands on today's list, the most urgent first."""

    OVERDUE = "逾期"
    TODAY = "今日到期"
    RECHECK = "待复查"
    SOON = "近 7 日到期"


@dataclass(frozen=True, slots=True)
class Due:
    """What one party still owes under one document.

    Attributes:
        target, party: names.
        number, label: of the document that orders it.
        fact: what the most urgent finding says; `count` how many there are.
        due: the earliest last day of these; None for what waits for a recheck without one.
        left: days left, negative when overdue; 0 without a last day.
        state: the word of that finding's state.
        late: the document was keyed in late (补录).
    """

    section: Section
    target_id: str
    target: str
    document_id: str
    inspection_id: str
    number: str
    label: str
    party: str
    fact: str
    count: int
    due: date | None
    left: int
    state: str
    late: bool = False


def dues(desk: Desk) -> tuple[Due, ...]:
    """Return what is due, overdue or waits for a recheck, the most urgent first.

    Overdue begins at 00:00 of the day after the last day; see `domain.deadlines.Deadline`.
    """
    today, store = desk.today(), desk.store
    told: dict[tuple[Section, str, str], list[DutyRow]] = defaultdict(list)
    for owed in _wanted(desk):
        section = _section(owed, today)
        if section is not None and owed.document_id:
            told[(section, owed.document_id, owed.party_id)].append(owed)
    orders = issued.documents(store, {document_id for _, document_id, _ in told})
    shown = [one for group in told.values() for one in group]
    names = Names(store)
    names.foresee("target", [one.target_id for one in orders.values()])
    names.foresee("party", [one.party_id for one in shown])
    names.foresee("finding", [one.finding_id for one in shown])
    rows = [
        _due(orders[document_id], names, section, party_id, group, today)
        for (section, document_id, party_id), group in told.items()
        if document_id in orders
    ]
    return tuple(sorted(rows, key=_urgency))


def _urgency(row: Due) -> tuple[int, date, str, str]:
    return (list(Section).index(row.section), row.due or date.max, row.number, row.party)


def _wanted(desk: Desk) -> list[DutyRow]:
    """Return what is open and near, or was replied to or looked at again, each once."""
    near = board.open_duties(desk, due_to=desk.today() + timedelta(days=SOON_DAYS))
    looked = board.open_duties(desk, words=[str(one) for one in LOOKED_FOR])
    return list({(one.finding_id, one.party_id): one for one in (*near, *looked)}.values())


def _section(owed: DutyRow, today: date) -> Section | None:
    due = date.fromisoformat(owed.due) if owed.due else None
    if owed.word not in OPEN:
        return None
    if due is not None and today > due:
        return Section.OVERDUE
    if owed.word in LOOKED_FOR:
        return Section.RECHECK
    if due is None or due > today + timedelta(days=SOON_DAYS):
        return None
    return Section.TODAY if due == today else Section.SOON


def _due(
    order: issued.Issued, names: Names, section: Section, party_id: str, group: list[DutyRow], today: date
) -> Due:
    days = [date.fromisoformat(one.due) for one in group if one.due]
    due, first = min(days, default=None), min(group, key=lambda one: one.due or "9999-12-31")
    return Due(
        section=section,
        target_id=order.target_id,
        target=names.of("target", order.target_id),
        document_id=order.id,
        inspection_id=order.inspection_id,
        number=order.number,
        label=order.label,
        party=names.of("party", party_id),
        fact=names.of("finding", first.finding_id, "fact"),
        count=len({one.finding_id for one in group}),
        due=due,
        left=(due - today).days if due is not None else 0,
        state=first.word,
        late=order.late,
    )
