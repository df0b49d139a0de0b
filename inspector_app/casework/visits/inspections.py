"""Inspections: begun, filled in, concluded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import owed, results
from inspector_app.domain import states
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.inspections import Approval, Inspection, Recusal
from inspector_app.domain.people import Officer, PersonPresent
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

TEXTS = (
    "place",
    "source",
    "notice",
    "notice_waived",
    "scope",
    "handling",
    "score",
    "opinion",
    "refusal",
    "entry_code",
)
"""Fields of an inspection that are plain text, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspection as a list shows it."""

    id: str
    target_id: str
    target: str
    started: datetime | None
    state: states.State
    findings: int
    documents: int


def begin(desk: Desk, target_id: str, officer_ids: Iterable[str], **fields: object) -> str:
    """Begin an inspection of a target and return its id.

    Args:
        fields: any of TEXTS, `started`, `ended` (RFC 3339 text), `approval` (a table),
            `credentials_shown`, `recusal`, `campaign_id` (see plans.campaign_visits).

    Raises:
        RuleError: `registry.no_target`.
    """
    if desk.store.record("target", target_id) is None:
        raise RuleError("registry.no_target", where=target_id)
    with desk.store.transaction(desk.user) as tx:
        return write(desk, tx, target_id, officer_ids, **fields)


def write(desk: Desk, tx: Tx, target_id: str, officer_ids: Iterable[str], **fields: object) -> str:
    """Put an inspection into a transaction, beside what allows it; see `begin`."""
    inspection_id = tx.create("inspection", {"target_id": target_id, **fields})
    _owe(desk, tx, inspection_id, fields)
    for order, person_id in enumerate(officer_ids):
        tx.create("attendance", {"inspection_id": inspection_id, "person_id": person_id, "sort": order})
    return inspection_id


def change(desk: Desk, inspection_id: str, **fields: object) -> None:
    """Change fields of an inspection that is not concluded.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        must_be_open(tx, inspection_id)
        tx.set("inspection", inspection_id, fields)
        _owe(desk, tx, inspection_id, fields)


def _owe(desk: Desk, tx: Tx, inspection_id: str, fields: values.Fields) -> None:
    hours = desk.rules.options.approval_hours
    owed.note_urgent(tx, inspection_id, fields, hours=hours, now=desk.clock.now())


def attend(desk: Desk, inspection_id: str, person_id: str) -> None:
    """Add an officer or expert to an inspection; twice the same changes nothing.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        must_be_open(tx, inspection_id)
        there = tx.records("attendance", where={"inspection_id": inspection_id})
        if any(record.fields.get("person_id") == person_id for record in there):
            return
        told = {"inspection_id": inspection_id, "person_id": person_id, "sort": _next_sort(there)}
        tx.create("attendance", told)


def leave(desk: Desk, inspection_id: str, person_id: str) -> None:
    """Take an officer off an inspection.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        must_be_open(tx, inspection_id)
        for record in tx.records("attendance", where={"inspection_id": inspection_id}):
            if record.fields.get("person_id") == person_id:
                tx.delete("attendance", record.id)


def meet(desk: Desk, inspection_id: str, person: PersonPresent) -> str:
    """Note a person met on site and return the record's id; see `meet_all`."""
    return meet_all(desk, inspection_id, (person,))[0]


def meet_all(desk: Desk, inspection_id: str, people: Iterable[PersonPresent]) -> list[str]:
    """Note persons met on site, all of them or none, and return the records' ids.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        must_be_open(tx, inspection_id)
        first = _next_sort(tx.records("present", where={"inspection_id": inspection_id}))
        return [
            tx.create(
                "present",
                {
                    "inspection_id": inspection_id,
                    "name": person.name,
                    "position": person.position,
                    "company": person.company,
                    "phone": person.phone,
                    "sort": sort,
                },
            )
            for sort, person in enumerate(people, start=first)
        ]


def _next_sort(there: Iterable[Record]) -> int:
    # Not their number: somebody in the middle may have been taken off.
    return 1 + max((values.number(one.fields, "sort") for one in there), default=-1)


def unmeet(desk: Desk, present_id: str) -> None:
    """Take a person off those met on site.

    Raises:
        RuleError: `inspection.not_met` when there is no such person, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        record = tx.record("present", present_id)
        if record is None or record.deleted:
            raise RuleError("inspection.not_met", where=present_id)
        must_be_open(tx, values.text(record.fields, "inspection_id"))
        tx.delete("present", present_id)


def conclude(desk: Desk, inspection_id: str) -> None:
    """Close an inspection: from here on it is corrected by linked records only.

    Of a recheck, the results that no opinion has told become final with it.

    Raises:
        RuleError: `inspection.locked` when it is closed already, `inspection.not_ended`.
    """
    with desk.store.transaction(desk.user) as tx:
        record = must_be_open(tx, inspection_id)
        if not values.text(record.fields, "ended"):
            raise RuleError("inspection.not_ended", where="inspection.ended")
        final = results.concluding(tx, record, desk.today())
        tx.act(ActKind.CONCLUDE, "inspection", inspection_id, {"ended": values.text(record.fields, "ended")})
        for finding_id, told in final:
            tx.act(ActKind.RECHECK, "finding", finding_id, told)


def concluded(reads: Reads, inspection_id: str) -> bool:
    """Tell whether an inspection is closed."""
    return bool(reads.acts("inspection", inspection_id, ActKind.CONCLUDE, valid_only=True))


def must_be_open(reads: Reads, inspection_id: str) -> Record:
    """Return an inspection that is not concluded.

    Args:
        reads: the store, or the transaction that will change something of it: asked there, nobody concludes
            it in between.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    record = reads.record("inspection", inspection_id)
    if record is None:
        raise RuleError("inspection.none", where=inspection_id)
    if concluded(reads, inspection_id):
        raise RuleError("inspection.locked", where=inspection_id)
    return record


def approval_of(fields: values.Fields | None) -> Approval | None:
    """Return an approval that stands in a field as a small table."""
    if not fields:
        return None
    return Approval(
        approver=values.text(fields, "approver"),
        at=values.moment(fields, "at"),
        number=values.text(fields, "number"),
        phone=values.text(fields, "phone"),
        words=values.text(fields, "words"),
        urgent_reason=values.text(fields, "urgent_reason"),
    )


def approval_fields(approval: Approval | None) -> dict[str, object] | None:
    """Return an approval as the journal holds it."""
    if approval is None:
        return None
    return {
        "approver": approval.approver,
        "at": values.iso(approval.at),
        "number": approval.number,
        "phone": approval.phone,
        "words": approval.words,
        "urgent_reason": approval.urgent_reason,
    }


def inspection_of(store: Store, inspection_id: str) -> Inspection:
    """Return an inspection with its officers and the persons present.

    Raises:
        RuleError: `inspection.none`.
    """
    record = store.record("inspection", inspection_id)
    if record is None:
        raise RuleError("inspection.none", where=inspection_id)
    fields = record.fields
    everybody = _attending(store, inspection_id)
    return Inspection(
        id=inspection_id,
        target_id=values.text(fields, "target_id"),
        officers=tuple(one for one in everybody if not one.expert),
        experts=tuple(one for one in everybody if one.expert),
        started=values.moment(fields, "started"),
        ended=values.moment(fields, "ended"),
        approval=approval_of(values.part(fields, "approval")),
        credentials_shown=values.flag(fields, "credentials_shown"),
        recusal=Recusal(values.text(fields, "recusal") or Recusal.UNTOLD),
        present=_present(store, inspection_id),
        **{name: values.text(fields, name) for name in TEXTS},
    )


def _attending(store: Store, inspection_id: str) -> tuple[Officer, ...]:
    people = []
    for record in store.records("attendance", where={"inspection_id": inspection_id}, order="sort"):
        person = store.record("person", values.text(record.fields, "person_id"))
        if person is not None:
            people.append(registry.officer_of(person))
    return tuple(people)


def _present(store: Store, inspection_id: str) -> tuple[PersonPresent, ...]:
    records = store.records("present", where={"inspection_id": inspection_id}, order="sort")
    return tuple(
        PersonPresent(
            values.text(record.fields, "name"),
            values.text(record.fields, "position"),
            values.text(record.fields, "company"),
            values.text(record.fields, "phone"),
            record.id,
        )
        for record in records
    )


def visit_ids(desk: Desk) -> tuple[str, ...]:
    """Return the ids of all inspections, the latest first; ten years of them cost no look at any."""
    return tuple(desk.store.inspection_ids())


def visits(desk: Desk, ids: Iterable[str]) -> tuple[Visit, ...]:
    """Return some inspections for a list, in the order of their ids; in as many looks for many as for one."""
    store, wanted = desk.store, list(ids)
    records = {one.id: one for one in store.several("inspection", wanted)}
    targets = {values.text(one.fields, "target_id") for one in records.values()}
    names = {one.id: values.text(one.fields, "name") for one in store.several("target", targets)}
    found = Counter(_visit_of(one) for one in store.several("finding", wanted, "inspection_id"))
    papers = Counter(_visit_of(one) for one in store.several("document", wanted, "inspection_id"))
    concluded_ids = frozenset(store.acts_of("inspection", wanted, ActKind.CONCLUDE))
    return tuple(
        _visit(desk, records[one], names, found[one], papers[one], concluded=one in concluded_ids)
        for one in wanted
        if one in records and not records[one].deleted
    )


def _visit_of(record: Record) -> str:
    return values.text(record.fields, "inspection_id")


def _visit(
    desk: Desk, record: Record, names: Mapping[str, str], found: int, papers: int, *, concluded: bool
) -> Visit:
    target_id = values.text(record.fields, "target_id")
    return Visit(
        id=record.id,
        target_id=target_id,
        target=names.get(target_id, ""),
        started=values.moment(record.fields, "started"),
        state=_state(desk, record, concluded=concluded),
        findings=found,
        documents=papers,
    )


def state_of(desk: Desk, record: Record) -> states.State:
    """Return the state of an inspection record today."""
    return _state(desk, record, concluded=concluded(desk.store, record.id))


def _state(desk: Desk, record: Record, *, concluded: bool) -> states.State:
    approval = approval_of(values.part(record.fields, "approval"))
    facts = states.InspectionFacts(
        approved=approval is not None and approval.stands,
        started=bool(values.text(record.fields, "started")),
        ended=bool(values.text(record.fields, "ended")),
        concluded=concluded,
    )
    return states.of(facts, desk.today())
