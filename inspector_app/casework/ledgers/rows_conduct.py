"""Rows of the ledgers of bad conduct and of filings: one for each notice, one for each case."""

from collections.abc import Iterable
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct_courses, filing_papers, filings
from inspector_app.casework.followup.conduct_courses import ConductCourse
from inspector_app.casework.followup.filing_copies import CASE
from inspector_app.casework.followup.filings import CaseLine
from inspector_app.casework.ledgers import rows_visits
from inspector_app.casework.ledgers.gathering import Gathered, joined
from inspector_app.casework.ledgers.layouts import HEARD, NO, NONE_MADE, WAIVED, YES
from inspector_app.casework.papers import issued
from inspector_app.casework.targets.initials import initials
from inspector_app.domain.filing import StepKind
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.ledger_plan import NEVER, Cell, SheetRow
from inspector_app.store.reading import Record


def conduct_rows(desk: Desk, told: Gathered, looks: dict[str, str]) -> Iterable[SheetRow]:
    """Return a row for each notice of bad conduct.

    Args:
        looks: by visit the next day on which its rows change by themselves; what is earlier is noted.
    """
    for visit in told.visits.values():
        for paper in told.made.get(visit.id, ()):
            if paper.kind != DocumentKind.CONDUCT_NOTICE:
                continue
            course = conduct_courses.course(desk, paper.id)
            cells = _cells(desk, told, visit, course)
            names = (*rows_visits.named(told, visit), *initials(paper.addressee))
            _look(desk, course, visit.id, looks)
            yield SheetRow(paper.id, visit.id, f"document:{paper.id}", cells, names)


def _cells(desk: Desk, told: Gathered, visit: Record, course: ConductCourse) -> tuple[Cell, ...]:
    target, notice, decided = told.target_of(visit), course.notice, course.determination
    known, public = desk.rules.conduct.get(course.code), course.published
    ways = {one.answer.way for one in course.defences}
    return (
        notice.number,
        values.iso(notice.issued_on),
        notice.addressee,
        rows_visits.target_name(target),
        course.code,
        known.conduct if known is not None else course.proposed,
        values.iso(course.served_on),
        values.iso(course.answer.due) if course.answer is not None else "",
        HEARD if ways - {"waived"} else WAIVED if ways else NONE_MADE,
        decided.number if decided is not None else "",
        values.iso(decided.issued_on) if decided is not None else "",
        course.result,
        values.iso(public.first) if public is not None else "",
        values.iso(public.taken_down_on or public.last) if public is not None else "",
        str(course.state),
        rows_visits.district(desk, target),
        YES if notice.late else NO,
    )


def _look(desk: Desk, course: ConductCourse, visit_id: str, looks: dict[str, str]) -> None:
    """Note the next day on which a notice's state changes by itself: a time is over, or begins."""
    days = [
        course.served_on,
        course.answer.due + timedelta(days=1) if course.answer is not None else None,
        course.published.first if course.published is not None else None,
        course.published.last + timedelta(days=1) if course.published is not None else None,
    ]
    ahead = [one.isoformat() for one in days if one is not None and one > desk.today()]
    if ahead:
        looks[visit_id] = min((*ahead, looks.get(visit_id, date.max.isoformat())))


def filing_rows(filing: Desk) -> Iterable[SheetRow]:
    """Return a row for each case of the filing workspace."""
    for case in filings.cases(filing):
        names = (*initials(case.target), *initials(case.party))
        yield SheetRow(case.id, case.id, f"case:{case.id}", _case_cells(filing, case), names)


def _case_cells(filing: Desk, case: CaseLine) -> tuple[Cell, ...]:
    course, store = case.course, filing.store
    acts = [act for act in store.acts(CASE, case.id, valid_only=True) if act.order in course.counted]
    on = {values.text(act.content, "step"): act for act in acts}
    papers = issued.documents(store, filing_papers.documents_of(filing, case.id))
    standing = [one for one in papers.values() if one.fate == "issued"]
    decided, closed = on.get(StepKind.DECIDED), on.get(StepKind.CLOSED)
    running = course.running
    return (
        joined(one.number for one in standing if one.kind == DocumentKind.FILING_FORM),
        case.origin,
        case.party,
        case.matter,
        case.target,
        values.iso(course.known_on),
        values.iso(course.filed_on),
        joined(_officers(filing, case)),
        values.iso(running.due) if running is not None else "",
        values.iso(running.due) if running is not None and not course.ended else NEVER,
        values.text(decided.content, "on") if decided is not None else "",
        values.text(decided.content, "served_on") if decided is not None else "",
        joined(one.number for one in standing if one.kind == DocumentKind.TRANSFER_LETTER),
        values.text(closed.content, "on") if closed is not None else "",
        str(course.state),
        len(case.finding_ids),
    )


def _officers(filing: Desk, case: CaseLine) -> Iterable[str]:
    """Return who handles a case: the officers of the visit that it rests on."""
    store = filing.store
    there = store.several("attendance", [case.inspection_id], "inspection_id", "sort")
    people = {
        one.id: one for one in store.several("person", [values.text(o.fields, "person_id") for o in there])
    }
    for one in there:
        person = people.get(values.text(one.fields, "person_id"))
        if person is not None and not values.flag(person.fields, "expert"):
            yield values.text(person.fields, "name")
