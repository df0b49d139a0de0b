"""What is followed: open duties grouped by order and party, with the words a list needs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.today import LOOKED_FOR, SOON_DAYS
from inspector_app.casework.papers import board, issued
from inspector_app.casework.people.names import Names
from inspector_app.domain.errors import RuleError
from inspector_app.domain.states import FindingState
from inspector_app.store.duty_book import DutyRow

OVERDUE, SOON, LOOK, FAILED, ALL = "overdue", "soon", "look", "failed", "all"
CHOICES = (OVERDUE, SOON, LOOK, FAILED, ALL)
"""Overdue; due within a week; replied to or to be looked at; failed or escalated; everything that is open."""

_WORDS = {
    LOOK: (FindingState.REPLIED, FindingState.TO_RECHECK),
    FAILED: (FindingState.FAILED, FindingState.ESCALATED),
}


@dataclass(frozen=True, slots=True)
class Followed:
    """What one party owes under one order.

    Attributes:
        id: `order:party`, which names it again.
        words: state words of its duties with how many there are, the most urgent first.
        due: the earliest last day of what is open.
    """

    id: str
    document_id: str
    number: str
    label: str
    inspection_id: str
    target_id: str
    target: str
    party_id: str
    party: str
    duties: tuple[DutyRow, ...]
    words: tuple[tuple[str, int], ...]
    due: date | None
    left: int
    overdue: bool


def followed(desk: Desk, choice: str) -> tuple[Followed, ...]:
    """Return what is followed of a choice, the earliest last day first."""
    today = desk.today()
    if choice == OVERDUE:
        rows = board.open_duties(desk, due_to=today - timedelta(days=1))
    elif choice == SOON:
        near = board.open_duties(desk, due_to=today + timedelta(days=SOON_DAYS))
        rows = [one for one in near if one.due >= today.isoformat()]
    elif choice in _WORDS:
        rows = board.open_duties(desk, words=[str(one) for one in _WORDS[choice]])
    else:
        rows = board.open_duties(desk)
    return _grouped(desk, rows, today)


def one_followed(desk: Desk, known: str) -> tuple[Followed, tuple[DutyRow, ...]]:
    """Return what one party owes under an order, and all its duties there, those that ended too.

    Raises:
        RuleError: `followed.none`.
    """
    document_id, _, party_id = known.partition(":")
    told = issued.document(desk.store, document_id)
    if told is None:
        raise RuleError("followed.none", where=known)
    board.catch_up(desk)
    rows = [
        one
        for one in desk.store.duties(finding_ids=told.finding_ids)
        if one.party_id == party_id and one.document_id == document_id
    ]
    shown = _grouped(desk, [one for one in rows if one.open] or rows, desk.today())
    if not shown:
        raise RuleError("followed.none", where=known)
    return shown[0], tuple(rows)


def _grouped(desk: Desk, rows: Iterable[DutyRow], today: date) -> tuple[Followed, ...]:
    groups: dict[tuple[str, str], list[DutyRow]] = defaultdict(list)
    for one in rows:
        if one.document_id:
            groups[(one.document_id, one.party_id)].append(one)
    orders = issued.documents(desk.store, {document_id for document_id, _ in groups})
    names = Names(desk.store)
    names.foresee("target", [one.target_id for one in orders.values()])
    names.foresee("party", [party_id for _, party_id in groups])
    told = [
        _followed(orders[document_id], party_id, group, names, today)
        for (document_id, party_id), group in groups.items()
        if document_id in orders
    ]
    return tuple(sorted(told, key=lambda one: (one.due or date.max, one.number, one.party)))


def _followed(
    order: issued.Issued, party_id: str, group: Sequence[DutyRow], names: Names, today: date
) -> Followed:
    due = min((date.fromisoformat(one.due) for one in group if one.due), default=None)
    words = sorted({one.word for one in group}, key=lambda word: (word not in LOOKED_FOR, word))
    return Followed(
        id=f"{order.id}:{party_id}",
        document_id=order.id,
        number=order.number,
        label=order.label,
        inspection_id=order.inspection_id,
        target_id=order.target_id,
        target=names.of("target", order.target_id),
        party_id=party_id,
        party=names.of("party", party_id),
        duties=tuple(group),
        words=tuple((word, sum(one.word == word for one in group)) for word in words),
        due=due,
        left=(due - today).days if due is not None else 0,
        overdue=due is not None and today > due and any(one.open for one in group),
    )


def facts(desk: Desk, rows: Sequence[DutyRow]) -> dict[str, tuple[int, str, str]]:
    """Return number, place and fact of each of these duties' findings."""
    found = desk.store.several("finding", [one.finding_id for one in rows])
    return {
        one.id: (
            values.number(one.fields, "number"),
            values.text(one.fields, "location"),
            values.text(one.fields, "fact"),
        )
        for one in found
    }
