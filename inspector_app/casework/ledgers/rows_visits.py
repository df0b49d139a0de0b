"""Rows of the ledgers of inspections and of plants: one for each visit."""

from collections.abc import Iterable
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers.gathering import Gathered, joined
from inspector_app.casework.ledgers.layouts import (
    DONE,
    FAILED,
    NO,
    OPEN,
    PART,
    PARTLY,
    PASSED,
    UNCLEAR,
    YES,
)
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.targets.initials import initials, own_initials
from inspector_app.casework.visits import inspections
from inspector_app.domain import duties, states
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.duties import ENDS, Course
from inspector_app.domain.findings import Severity
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.ledger_plan import Cell, SheetRow
from inspector_app.store.reading import Record

PLANT = "concrete_plant"
"""The kind of target whose ledger an office keeps apart (预拌混凝土企业)."""

GRAVER = frozenset(
    {
        DocumentKind.CONDUCT_NOTICE,
        DocumentKind.CONDUCT_DETERMINATION,
        DocumentKind.FILING_FORM,
        DocumentKind.TRANSFER_LETTER,
    }
)
INSIDE = frozenset(
    {
        DocumentKind.SITE_RECORD,
        DocumentKind.INSPECTION_APPROVAL,
        DocumentKind.INSPECTION_NOTICE,
        DocumentKind.FINDING_LIST,
        DocumentKind.PROOF_OF_SERVICE,
        DocumentKind.FILING_FORM,
    }
)
"""Papers that a visit always has, or that nobody is served with: the ledger of visits does not name them."""


def inspection_rows(desk: Desk, told: Gathered) -> Iterable[SheetRow]:
    """Return a row for each visit, rechecks among them."""
    for visit in told.visits.values():
        yield SheetRow(
            visit.id, visit.id, f"inspection:{visit.id}", _cells(desk, told, visit), named(told, visit)
        )


def plant_rows(desk: Desk, told: Gathered) -> Iterable[SheetRow]:
    """Return a row for each visit to a plant."""
    for visit in told.visits.values():
        target = told.target_of(visit)
        if target is not None and values.text(target.fields, "kind") == PLANT:
            cells = _plant_cells(desk, told, visit, target)
            yield SheetRow(visit.id, visit.id, f"inspection:{visit.id}", cells, named(told, visit))


def _cells(desk: Desk, told: Gathered, visit: Record) -> tuple[Cell, ...]:
    target = told.target_of(visit)
    target_id = target.id if target is not None else ""
    fields, there = visit.fields, told.officers(visit.id)
    papers = outward(told, visit.id)
    met = told.present.get(visit.id, ())
    approval = values.part(fields, "approval") or {}
    return (
        told.day_of(visit),
        values.text(fields, "source"),
        target_name(target),
        district(desk, target),
        told.party_names(target_id, PartyRole.CONTRACTOR),
        told.party_names(target_id, PartyRole.SUPERVISOR),
        told.party_names(target_id, PartyRole.OWNER),
        joined(values.text(one.fields, "name") for one in there),
        len(there),
        joined(values.text(one.fields, "name") for one in told.officers(visit.id, expert=True)),
        *counted(told, visit.id),
        joined(one.label for one in papers) or values.text(fields, "told_paper_kind"),
        joined(one.number for one in papers) or _numbers_told(fields),
        *followed(told, visit.id),
        joined(f"{one.label} {one.number}" for one in _graver(told, visit.id))
        or values.text(fields, "told_punished"),
        state_word(told, visit),
        late_word(visit),
        kind_label(desk, target),
        values.text(target.fields, "address") if target is not None else "",
        values.text(approval, "number"),
        joined(values.text(one.fields, "name") for one in met),
        joined(values.text(one.fields, "phone") for one in met),
        joined(values.text(one.fields, "certificate") for one in there),
        joined(values.text(fields, name) for name in ("refusal", "told_remark")),
    )


def _numbers_told(fields: values.Fields) -> str:
    """Return the numbers that an old ledger names beside a visit."""
    named = fields.get("told_papers")
    return joined(str(one) for one in named) if isinstance(named, list) else ""


def _plant_cells(desk: Desk, told: Gathered, visit: Record, target: Record) -> tuple[Cell, ...]:
    day = told.day_of(visit)
    orders = [one for one in outward(told, visit.id) if one.kind == DocumentKind.PLANT_ORDER]
    due, rechecked_on, _, result, closed = followed(told, visit.id)
    return (
        target_name(target),
        fact(target, "permit"),
        values.text(target.fields, "address"),
        fact(target, "lines"),
        district(desk, target),
        quarter(day),
        day,
        values.text(visit.fields, "source"),
        joined(values.text(one.fields, "name") for one in told.officers(visit.id)),
        *counted(told, visit.id),
        joined(one.number for one in orders) or _numbers_told(visit.fields),
        due,
        rechecked_on,
        result,
        closed,
        values.text(target.fields, "project"),
        late_word(visit),
    )


def quarter(day: str) -> str:
    """Return the quarter of a day in words, e.g. 2026年2季度."""
    on = iso_day(day)
    return f"{on.year}年{(on.month + 2) // 3}季度" if on is not None else ""


def target_name(target: Record | None) -> str:
    """Return what a target is called in ledgers."""
    return values.text(target.fields, "name") if target is not None else ""


def fact(target: Record | None, code: str) -> str:
    """Return a fact of a target, by its code in forms/targets."""
    return values.text(values.part(target.fields, "fields") or {}, code) if target is not None else ""


def district(desk: Desk, target: Record | None) -> str:
    """Return the 镇街 of a target."""
    return fact(target, desk.rules.plans.district_field)


def kind_label(desk: Desk, target: Record | None) -> str:
    """Return the word for a target's kind, its code when the edition has none."""
    code = values.text(target.fields, "kind") if target is not None else ""
    known = desk.rules.targets.get(code)
    return known.label if known is not None else code


def late_word(record: Record) -> str:
    """Return whether a record was keyed in from paper (补录)."""
    return YES if values.flag(record.fields, "late") else NO


def named(told: Gathered, visit: Record) -> tuple[str, ...]:
    """Return the initials by which a visit's row is found: of its target and of who went there."""
    target = told.target_of(visit)
    own = own_initials(values.text(target.fields, "initials")) if target is not None else ()
    there = (values.text(one.fields, "name") for one in told.officers(visit.id))
    return (*(own or initials(target_name(target))), *(each for one in there for each in initials(one)))


def outward(told: Gathered, visit_id: str) -> list[Issued]:
    """Return the standing papers of a visit that somebody outside got."""
    return [one for one in told.made.get(visit_id, ()) if one.fate == "issued" and one.kind not in INSIDE]


def counted(told: Gathered, visit_id: str) -> tuple[int, int]:
    """Return how many findings a visit has, and how many of them are major; 误录 apart."""
    fields = told.visits[visit_id].fields
    if not told.found.get(visit_id) and "told_findings" in fields:
        # An old ledger says how many there were, and not which.
        return values.number(fields, "told_findings"), values.number(fields, "told_major")
    own = [one for one in told.found.get(visit_id, ()) if not _withdrawn(told, one.id)]
    return len(own), sum(values.text(one.fields, "severity") == Severity.MAJOR for one in own)


def courses(told: Gathered, visit_id: str) -> list[Course]:
    """Return the courses of all duties about a visit's findings; 误录 apart."""
    return [
        course
        for one in told.found.get(visit_id, ())
        if not _withdrawn(told, one.id)
        for course in told.known[one.id].courses.values()
    ]


def followed(told: Gathered, visit_id: str) -> tuple[str, str, str, str, str]:
    """Return what became of a visit's findings: last day, recheck's day, by whom, result, whether closed.

    The last day is the earliest of what is still open, or the latest of all.
    """
    own = courses(told, visit_id)
    running = [one.due for one in own if one.open and one.due is not None]
    dues = [one.due for one in own if one.due is not None]
    due = min(running, default=None) or max(dues, default=None)
    seen = [one for one in own if one.rechecked_on is not None]
    last = max((one.rechecked_on for one in seen if one.rechecked_on), default=None)
    who = rechecked_by(told, visit_id, last) if last is not None else ""
    fields = told.visits[visit_id].fields
    return (
        values.iso(due) or values.text(fields, "told_due"),
        values.iso(last) or values.text(fields, "told_rechecked_on"),
        who or values.text(fields, "told_rechecked_by"),
        summed(seen) or values.text(fields, "told_rechecked"),
        _closed(own) or _closed_told(values.text(fields, "told_closed")),
    )


def _closed_told(told: str) -> str:
    """Return the word for what an old ledger says of 是否闭环; anything else as it was written."""
    return {"是": DONE, "已闭环": DONE, "闭环": DONE, "否": OPEN, "未闭环": OPEN, "未": OPEN}.get(told, told)


def rechecked_by(told: Gathered, visit_id: str, on: date) -> str:
    """Return who rechecked a visit's findings on a day."""
    acts = (act for one in told.found.get(visit_id, ()) for act in told.told.get(one.id, ()))
    names: list[str] = []
    for act in acts:
        officers = act.content.get("officers")
        if act.kind == ActKind.RECHECK and act.content.get("on") == on.isoformat():
            names += [str(one) for one in officers] if isinstance(officers, list) else []
    return joined(names)


def summed(seen: Iterable[Course]) -> str:
    """Return in a word what rechecks came to; empty when nothing was rechecked."""
    words = [one.state.word for one in seen]
    if not words:
        return ""
    passed = sum(word == FindingState.CLOSED for word in words)
    if passed == len(words):
        return PASSED
    if passed:
        return PARTLY
    return UNCLEAR if all(word == FindingState.TO_RECHECK for word in words) else FAILED


def _closed(own: list[Course]) -> str:
    if not own:
        return ""
    ended = sum(one.state.word in ENDS for one in own)
    return DONE if ended == len(own) else PART if ended else OPEN


def _withdrawn(told: Gathered, finding_id: str) -> bool:
    return duties.together(told.known[finding_id].courses.values()).word == FindingState.WITHDRAWN


def _graver(told: Gathered, visit_id: str) -> list[Issued]:
    naming = {
        paper.id: paper
        for one in told.found.get(visit_id, ())
        for paper in told.ticking.get(one.id, ())
        if paper.kind in GRAVER and paper.fate == "issued"
    }
    return sorted(naming.values(), key=lambda one: (one.issued_on or date.max, one.number))


def state_word(told: Gathered, visit: Record) -> str:
    """Return the word for where a visit stands."""
    approval = inspections.approval_of(values.part(visit.fields, "approval"))
    facts = states.InspectionFacts(
        approved=approval is not None and approval.stands,
        started=bool(values.text(visit.fields, "started")),
        ended=bool(values.text(visit.fields, "ended")),
        concluded=any(act.kind == ActKind.CONCLUDE for act in told.closing.get(visit.id, ())),
    )
    return str(states.of(facts, date.min).word)
