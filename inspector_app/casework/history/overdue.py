"""What is overdue and what it may come to: one proposal for each order and party, with what came before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.history import repeats
from inspector_app.casework.history.repeats import Earlier
from inspector_app.casework.papers import board, issued
from inspector_app.casework.people.names import Names
from inspector_app.domain import escalating
from inspector_app.domain.escalating import Case
from inspector_app.domain.findings import Severity
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.duty_book import DutyRow
from inspector_app.store.reading import Record


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one party owes overdue under one order.

    Attributes:
        due: the earliest last day that was missed; `days` since then.
        failed: ids of those findings whose recheck failed.
        lawful: kinds of paper by which all of it may go on now, from the mildest.
    """

    target_id: str
    target: str
    inspection_id: str
    document_id: str
    number: str
    label: str
    party_id: str
    party: str
    finding_ids: tuple[str, ...]
    due: date
    days: int
    failed: tuple[str, ...]
    lawful: tuple[DocumentKind, ...]


def overdue(desk: Desk, target_id: str = "") -> tuple[Proposal, ...]:
    """Return what is overdue, the longest first; in as many looks for many as for one.

    What was escalated already is not proposed again: its own day is the case's.

    Args:
        target_id: of one target; left out, of all.
    """
    today = desk.today()
    rows = board.open_duties(desk, due_to=today - timedelta(days=1), target_id=target_id)
    groups: dict[tuple[str, str], list[DutyRow]] = defaultdict(list)
    for one in rows:
        if one.document_id and one.word not in (FindingState.ESCALATED, FindingState.NEW):
            groups[(one.document_id, one.party_id)].append(one)
    orders = issued.documents(desk.store, {document_id for document_id, _ in groups})
    found = {one.id: one for one in desk.store.several("finding", {one.finding_id for one in rows})}
    names = Names(desk.store)
    names.foresee("target", [one.target_id for one in orders.values()])
    names.foresee("party", [party_id for _, party_id in groups])
    told = [
        _proposal(desk, names, orders[document_id], group, found, today)
        for (document_id, _), group in groups.items()
        if document_id in orders
    ]
    return tuple(sorted(told, key=lambda one: (one.due, one.number, one.party)))


def _proposal(
    desk: Desk,
    names: Names,
    order: issued.Issued,
    group: Sequence[DutyRow],
    found: Mapping[str, Record],
    today: date,
) -> Proposal:
    due = min(date.fromisoformat(one.due) for one in group)
    return Proposal(
        target_id=order.target_id,
        target=names.of("target", order.target_id),
        inspection_id=order.inspection_id,
        document_id=order.id,
        number=order.number,
        label=order.label,
        party_id=group[0].party_id,
        party=names.of("party", group[0].party_id),
        finding_ids=tuple(one.finding_id for one in group),
        due=due,
        days=(today - due).days,
        failed=tuple(one.finding_id for one in group if one.word == FindingState.FAILED),
        lawful=_lawful(desk, names.of("target", order.target_id, "kind"), group, found),
    )


def _lawful(
    desk: Desk, target_kind: str, group: Sequence[DutyRow], found: Mapping[str, Record]
) -> tuple[DocumentKind, ...]:
    kind = desk.rules.targets.get(target_kind)
    power = desk.rules.options.filing.power
    cases = [_case(one, found.get(one.finding_id)) for one in group]
    offered = kind.documents if kind else ()
    return tuple(one for one, _ in escalating.WAYS if not escalating.against(one, cases, offered, power))


def _case(row: DutyRow, finding: Record | None) -> Case:
    fields = finding.fields if finding is not None else {}
    major = values.text(fields, "severity") == Severity.MAJOR
    return Case(values.number(fields, "number"), row.word, overdue=True, major=major)


def repeated(desk: Desk, finding_ids: Sequence[str]) -> dict[str, tuple[Earlier, ...]]:
    """Return the orders of the same clause at the same target within twelve months before, by finding.

    A finding that is not there has none; one that is nothing but its own first order is no repetition.
    """
    records = desk.store.several("finding", list(finding_ids))
    visits = {values.text(one.fields, "inspection_id") for one in records}
    targets = {
        one.id: values.text(one.fields, "target_id") for one in desk.store.several("inspection", visits)
    }
    earlier = {
        visit: repeats.earlier(desk.store, target, visit, desk.today()) for visit, target in targets.items()
    }
    told = {}
    for one in records:
        of = earlier.get(values.text(one.fields, "inspection_id"), {})
        told[one.id] = of.get(values.text(one.fields, "clause"), ())
    return told
