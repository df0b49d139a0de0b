"""Rows of the ledger of findings: one for each finding and party, for deadline and result belong to both."""

from collections.abc import Iterable

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import rows_visits
from inspector_app.casework.ledgers.gathering import Gathered, joined
from inspector_app.casework.ledgers.layouts import NO, YES
from inspector_app.casework.papers.duties import NOBODY
from inspector_app.casework.targets.initials import initials
from inspector_app.domain.duties import Course
from inspector_app.domain.findings import SEVERITY_LABELS, Severity
from inspector_app.domain.states import FindingState
from inspector_app.store.ledger_plan import NEVER, Cell, SheetRow
from inspector_app.store.reading import Record


def finding_rows(desk: Desk, told: Gathered) -> Iterable[SheetRow]:
    """Return a row for each finding and party; a finding that nobody must answer for has one of its own."""
    for visit in told.visits.values():
        shared = _Shared(desk, told, visit)
        for finding in told.found.get(visit.id, ()):
            obliged = {values.text(one.fields, "party_id"): one for one in told.obliged.get(finding.id, ())}
            for party_id, course in told.known[finding.id].courses.items():
                row_id = f"{finding.id}:{party_id}" if party_id != NOBODY else finding.id
                party = told.party(values.text(visit.fields, "target_id"), party_id)
                name = values.text(party.fields, "name") if party is not None else ""
                cells = _cells(desk, told, finding, obliged.get(party_id), course, shared, name)
                opens = f"document:{course.order_id}" if course.order_id else f"inspection:{visit.id}"
                yield SheetRow(row_id, visit.id, opens, cells, (*shared.initials, *initials(name)))


class _Shared:
    """What all findings of a visit have in common."""

    def __init__(self, desk: Desk, told: Gathered, visit: Record) -> None:
        target = told.target_of(visit)
        self.day = told.day_of(visit)
        self.target = rows_visits.target_name(target)
        self.district = rows_visits.district(desk, target)
        self.officers = joined(values.text(one.fields, "name") for one in told.officers(visit.id))
        self.source = values.text(visit.fields, "source")
        self.kind = rows_visits.kind_label(desk, target)
        self.late = rows_visits.late_word(visit)
        self.initials = rows_visits.named(told, visit)


def _cells(
    desk: Desk,
    told: Gathered,
    finding: Record,
    obliged: Record | None,
    course: Course,
    shared: _Shared,
    party: str,
) -> tuple[Cell, ...]:
    fields = finding.fields
    order = told.papers.get(course.order_id)
    severity = values.text(fields, "severity") or Severity.GENERAL
    timely = course.on_time
    running = course.open and course.state.word != FindingState.NEW and course.due is not None
    return (
        values.text(fields, "seen_on") or shared.day,
        shared.target,
        shared.district,
        values.number(fields, "number"),
        values.text(fields, "location"),
        values.text(fields, "fact"),
        desk.rules.cite(values.text(fields, "clause")),
        SEVERITY_LABELS[Severity(severity)] if severity in set(Severity) else severity,
        party,
        values.text(obliged.fields, "measure") if obliged is not None else "",
        order.number if order is not None else "",
        values.iso(course.due),
        str(course.state.word),
        values.iso(course.due) if running else NEVER,
        values.iso(course.replied_on),
        values.iso(course.rechecked_on),
        values.iso(course.closed_on),
        "" if timely is None else YES if timely else NO,
        course.state.round or None,
        course.extensions or None,
        YES if values.text(fields, "repeats") else NO,
        shared.officers,
        shared.source,
        shared.kind,
        shared.late,
    )
