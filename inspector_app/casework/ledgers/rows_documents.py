"""Rows of the register of documents (文书登记簿): one for each number, however many parties got a copy."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import rows_visits
from inspector_app.casework.ledgers.gathering import Gathered, joined
from inspector_app.casework.ledgers.layouts import NO, YES
from inspector_app.casework.papers import issued, returns
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.targets.initials import initials
from inspector_app.domain import states
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.duties import ENDS, Course
from inspector_app.domain.serving import METHOD_LABELS
from inspector_app.domain.states import DocumentFacts, DocumentState, State
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.store.ledger_plan import NEVER, Cell, SheetRow
from inspector_app.store.reading import Record

CLEARED = frozenset({DocumentState.FULFILLED, DocumentState.LIFTED, DocumentState.ARCHIVED})


def document_rows(desk: Desk, told: Gathered) -> Iterable[SheetRow]:
    """Return a row for each paper that has a number, void and late ones among them."""
    for unit in (*told.visits, *told.loose):
        visit = told.visits.get(unit)
        for paper in told.made.get(unit, ()):
            target = told.targets.get(paper.target_id) if visit is None else told.target_of(visit)
            of_visit = rows_visits.named(told, visit) if visit is not None else initials(_name(target))
            names = (*of_visit, *initials(paper.addressee))
            yield SheetRow(paper.id, unit, f"document:{paper.id}", _cells(desk, told, target, paper), names)


def _cells(desk: Desk, told: Gathered, target: Record | None, paper: Issued) -> tuple[Cell, ...]:
    acts = told.acts.get(paper.id, ())
    issue = next((act for act in acts if act.kind == ActKind.ISSUE), None)
    own = [course for one in paper.finding_ids if one in told.known for course in _own(told, paper, one)]
    due = _due(paper, own)
    state = _state(desk, told, paper, own)
    served = _served(desk, paper, acts)
    noted = values.part(issue.content, "register") or {} if issue is not None else {}
    ordering = paper.kind in ORDERING
    ended = state.word in CLEARED or paper.fate != "issued" or not ordering
    return (
        paper.number,
        values.iso(paper.issued_on),
        paper.label,
        paper.addressee,
        _name(target),
        _matter(told, paper, issue) or values.text(noted, "matter"),
        values.iso(due),
        served.receiver or values.text(noted, "signer"),
        served.method or values.text(noted, "way"),
        served.on,
        (_replied_on(own) if ordering else "") or day_told(values.text(noted, "replied_on")),
        _cleared_on(desk, told, paper, own, state) or day_told(values.text(noted, "closed_on")),
        str(state.word),
        NEVER if ended or due is None else values.iso(due),
        len(paper.finding_ids),
        joined(one.name for one in paper.recipients if not one.main),
        _scope(paper, issue),
        told.names.get(issue.user, issue.user) if issue is not None else "",
        YES if paper.id in told.back else NO,
        rows_visits.district(desk, target),
        rows_visits.kind_label(desk, target),
        YES if paper.late else NO,
    )


def _name(target: Record | None) -> str:
    return rows_visits.target_name(target)


def _replied_on(own: Iterable[Course]) -> str:
    return values.iso(max((one.replied_on for one in own if one.replied_on is not None), default=None))


def day_told(told: str) -> str:
    """Return a day of an old register as ISO text; what is no whole day stays as it was written."""
    found = _DAY.fullmatch(told.strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found is not None else told
    except ValueError:
        return told


_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")


def _own(told: Gathered, paper: Issued, finding_id: str) -> list[Course]:
    """Return the duties of those whom a paper goes to, all of them where none of these has one."""
    courses = told.known[finding_id].courses
    there = {one.party_id for one in paper.recipients if one.main}
    return [course for party, course in courses.items() if party in there] or list(courses.values())


def _due(paper: Issued, own: Iterable[Course]) -> date | None:
    """Return the last day that a paper gives now: its own, or a later one by an extension."""
    extended = [one.extended_to for one in own if one.order_id == paper.id and one.extended_to is not None]
    return max((*extended, *([paper.due_on] if paper.due_on is not None else [])), default=None)


def _state(desk: Desk, told: Gathered, paper: Issued, own: list[Course]) -> State:
    """Return where a paper stands, whatever the day: being late stands in a column of its own."""
    ordering = paper.kind in ORDERING
    stop = paper.kind == DocumentKind.STOP_WORK_NOTICE
    back = paper.id in told.back
    facts = DocumentFacts(
        issued=True,
        void=paper.fate == "void",
        revoked=paper.fate == "revoked",
        recipients=frozenset(one.party_id for one in paper.recipients if one.main),
        served=_reached(desk, told, paper, back=back),
        due=paper.due_on if ordering else None,
        fulfilled=ordering and bool(own) and all(one.state.word in ENDS for one in own),
        lifted=stop and issued.lifted(desk.store, paper.id),
        returned=back,
        halting=stop,
    )
    return states.of(facts, date.min)


def _reached(desk: Desk, told: Gathered, paper: Issued, *, back: bool) -> frozenset[str]:
    """Return whom a paper reached; a paper for nobody ends by coming back signed and sealed."""
    if paper.recipients and paper.kind != DocumentKind.PROOF_OF_SERVICE:
        serving = [act for act in told.acts.get(paper.id, ()) if act.kind == ActKind.SERVE]
        return issued.reached(serving, desk.today())
    main = {one.party_id for one in paper.recipients if one.main} or {returns.OFFICE_COPY}
    return frozenset(main if back else ())


@dataclass(frozen=True, slots=True)
class _Served:
    receiver: str = ""
    method: str = ""
    on: str = ""


def _served(desk: Desk, paper: Issued, acts: Iterable[Act]) -> _Served:
    """Return how the main recipients got their copies; of what reached nobody yet the way alone."""
    main = {one.party_id for one in paper.recipients if one.main}
    serving = [
        act for act in acts if act.kind == ActKind.SERVE and values.text(act.content, "recipient_id") in main
    ]
    reaching = [act for act in serving if issued.reaches(act, desk.today())]
    told = reaching or serving[-1:]
    ways = (values.text(act.content, "method") for act in told)
    return _Served(
        joined(values.text(act.content, "receiver") for act in reaching),
        joined(METHOD_LABELS.get(one, one) for one in ways),
        max((_reached_on(act) for act in reaching), default=""),
    )


def _reached_on(act: Act) -> str:
    on = values.text(act.content, "reached_on")
    if on:
        return on
    at = values.moment(act.content, "at")
    return values.iso(local_date(at)) if at is not None else ""


def _cleared_on(desk: Desk, told: Gathered, paper: Issued, own: list[Course], state: State) -> str:
    """Return the day on which an order came to its end (销号)."""
    if state.word not in CLEARED or paper.kind not in ORDERING:
        return ""
    days = [one.closed_on for one in own if one.closed_on is not None]
    if paper.kind == DocumentKind.STOP_WORK_NOTICE:
        by = [
            values.text(act.content, "by")
            for act in told.acts.get(paper.id, ())
            if act.kind == ActKind.RESUME
        ]
        given = issued.documents(desk.store, by).values()
        days += [one.issued_on for one in given if one.fate == "issued" and one.issued_on is not None]
    return values.iso(max(days, default=None))


def _matter(told: Gathered, paper: Issued, issue: Act | None) -> str:
    """Return what a paper is about: its first finding, and how many there are; else what it says itself."""
    facts = [
        values.text(told.findings[one].fields, "fact") for one in paper.finding_ids if one in told.findings
    ]
    if facts:
        return facts[0] if len(facts) == 1 else f"{facts[0].rstrip('。；')}等{len(facts)}项"
    own = values.part(issue.content, "own") if issue is not None else None
    return values.text(own or {}, "conduct") or values.text(own or {}, "matter")


def _scope(paper: Issued, issue: Act | None) -> str:
    if paper.kind != DocumentKind.STOP_WORK_NOTICE or issue is None:
        return ""
    full, parts = issued.stopped_by(issue.content, {})
    return "全面停工" if full else f"局部停工：{joined(parts)}"
