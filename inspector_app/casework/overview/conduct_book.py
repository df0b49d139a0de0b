"""What the ledger shows of bad conduct: lists, all about one notice, what a notice may be begun over."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import conduct, conduct_courses, conduct_notices
from inspector_app.casework.followup.conduct import Bounds
from inspector_app.casework.followup.conduct_courses import ConductCourse
from inspector_app.casework.overview import search
from inspector_app.casework.papers import board, defences, drafts, duties, issued
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.people.names import Names
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.chinese import iso_day, local_date
from inspector_app.domain.conduct import WAITING, ConductCode, ConductState
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.duty_book import DutyRow

TO_DO, ANSWERING, PUBLIC, ENDED, ALL = "todo", "answering", "public", "ended", "all"
CHOICES = (TO_DO, ANSWERING, PUBLIC, ENDED, ALL)
"""The office's own next step; the time for a defence runs; public now; nothing is to be done; all."""

MOST_TARGETS = 12
"""Targets that some words may find before they have to be narrower."""
MOST_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class ConductRow:
    """A notice as a list shows it; `conduct` is what it names, in the words of its code where it has one."""

    course: ConductCourse
    party: str
    target: str
    conduct: str


def listed(desk: Desk, choice: str) -> tuple[ConductRow, ...]:
    """Return the notices of a choice: what is overdue first, then by the day of the next step."""
    told = [one for one in conduct_courses.courses(desk) if chosen(one, choice)]
    names = Names(desk.store)
    names.foresee("target", [one.notice.target_id for one in told])
    return tuple(_row(desk, names, one) for one in told)


def chosen(one: ConductCourse, choice: str) -> bool:
    """Tell whether a notice belongs to a choice."""
    return {
        TO_DO: one.step is not None and one.step not in WAITING,
        ANSWERING: one.state is ConductState.ANSWERING,
        PUBLIC: one.state is ConductState.PUBLISHED,
        ENDED: one.step is None,
    }.get(choice, True)


def _row(desk: Desk, names: Names, one: ConductCourse) -> ConductRow:
    known = desk.rules.conduct.get(one.code)
    target = names.of("target", one.notice.target_id)
    return ConductRow(one, one.notice.addressee, target, known.conduct if known else one.proposed)


@dataclass(frozen=True, slots=True)
class Behind:
    """A finding that a notice rests on, with the state of the party's duty."""

    finding_id: str
    number: int
    location: str
    fact: str
    word: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class ConductFile:
    """All about one notice.

    Attributes:
        code: as this edition's lists have it, None for one they do not have; `rule` as the notice prints it.
        about: the order that the notice names, None where it names none.
        decided: its determinations with a number, those too that fell; `drafted` is visit and id of the one
            that has none yet, both empty without one.
        printed_until: the last day for a defence that the notice prints.
        bounds: between which days the determination may be public; None where there is none to publish.
        public_id: the determination that is public and was not taken down, be it that it fell; else empty.
        shortest: to which day its time may be shortened at the earliest; None while it is not public.
        officers: who may have heard a defence, those of the visit first.
        choices: what a determination can say of the defence, and of its result.
        may_end: the person may shorten and take down.
    """

    row: ConductRow
    code: ConductCode | None
    rule: str
    about: Issued | None
    decided: tuple[Issued, ...]
    drafted: tuple[str, str]
    printed_until: date | None
    bounds: Bounds | None
    public_id: str
    shortest: date | None
    findings: tuple[Behind, ...]
    officers: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]
    may_end: bool


def conduct_file(desk: Desk, notice_id: str) -> ConductFile:
    """Return all about one notice.

    Raises:
        RuleError: `document.not_issued`, `conduct.no_notice`.
    """
    course = conduct_courses.course(desk, notice_id)
    issue = issued.issue_act(desk.store, notice_id)
    own = defences.own(issue) if issue is not None else {}
    about = values.text(issue.content, "about") if issue is not None else ""
    decided, known, told = course.determination, course.published, conduct_notices.decided(desk, notice_id)
    upheld = decided is not None and course.state is not ConductState.NOT_UPHELD
    stands = known is not None and known.taken_down_on is None
    template = drafts.template_of(desk, DocumentKind.CONDUCT_DETERMINATION)
    return ConductFile(
        row=_row(desk, Names(desk.store), course),
        code=desk.rules.conduct.get(course.code),
        rule=own.get("rule", ""),
        about=issued.document(desk.store, about) if about else None,
        decided=told,
        drafted=conduct_notices.drafted(desk, notice_id),
        printed_until=iso_day(own.get(defences.UNTIL, "")),
        bounds=conduct.bounds(desk, decided.id) if decided is not None and upheld else None,
        public_id=next((one.id for one in told if _public(desk, one.id)), ""),
        shortest=conduct.shortest(known, desk.today()) if known is not None and stands else None,
        findings=_behind(desk, course.notice),
        officers=_officers(desk, course.notice.inspection_id),
        choices={one.code: one.choices for one in template.fields if one.choices},
        may_end=conduct.may_end(desk),
    )


def _public(desk: Desk, determination_id: str) -> bool:
    known = conduct.publication(conduct.of_publication(desk.store, determination_id))
    return known is not None and known.taken_down_on is None


def _behind(desk: Desk, notice: Issued) -> tuple[Behind, ...]:
    main = next((one.party_id for one in notice.recipients if one.main), "")
    records = {one.id: one for one in desk.store.several("finding", notice.finding_ids)}
    known = duties.courses(desk, [one for one in notice.finding_ids if one in records])
    told = []
    for finding in findings.found_of(desk.store, [records[one] for one in known]):
        course = known[finding.id].get(main) or next(iter(known[finding.id].values()), None)
        word = str(course.state.word) if course is not None else ""
        overdue = course is not None and course.state.overdue
        told.append(Behind(finding.id, finding.number, finding.location, finding.fact, word, overdue))
    return tuple(told)


def _officers(desk: Desk, inspection_id: str) -> tuple[str, ...]:
    there = [one.name for one in inspections.inspection_of(desk.store, inspection_id).officers]
    known = [one.name for one in registry.officers(desk.store) if one.certified(desk.today())]
    return tuple(dict.fromkeys((*(one for one in there if one in known), *known)))


# What a notice may be begun over.


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one party answers for of one visit, and the codes that it can be found of.

    Attributes:
        codes: (code, conduct).
        until: the earliest last day for a defence that a notice of today prints; `certain` is False when it
            rests on a calendar that is not published yet.
    """

    target_id: str
    target: str
    inspection_id: str
    visited_on: date | None
    party_id: str
    party: str
    findings: tuple[Behind, ...]
    codes: tuple[tuple[str, str], ...]
    until: date
    certain: bool


def candidates(desk: Desk, words: str) -> tuple[Candidate, ...]:
    """Return what a notice may be begun over at what some words find, the newest visit first.

    Args:
        words: characters or initials of a target, a company or a finding, or a document's number.

    Raises:
        RuleError: `conduct.target_missing`, `conduct.target_unknown`, `conduct.nothing_there`.
    """
    if not words.strip():
        raise RuleError("conduct.target_missing", where="conduct.target")
    hits = [one for one in search.find(desk, words, MOST_TARGETS) if one.kind in _LEAD_TO_TARGETS]
    if not hits:
        raise RuleError("conduct.target_unknown", where="conduct.target", words=words.strip())
    board.catch_up(desk)
    rows: dict[tuple[str, str], DutyRow] = {}
    for target_id in dict.fromkeys(one.target_id or one.id for one in hits):
        own = [one for one in hits if (one.target_id or one.id) == target_id]
        for row in desk.store.duties(target_id=target_id):
            if _asked(row, own):
                rows[(row.finding_id, row.party_id)] = row
    told = _candidates(desk, list(rows.values()))
    if not told:
        raise RuleError("conduct.nothing_there", where="conduct.target", words=words.strip())
    return told[:MOST_CANDIDATES]


_LEAD_TO_TARGETS = frozenset(
    {search.Kind.TARGET, search.Kind.DOCUMENT, search.Kind.FINDING, search.Kind.INSPECTION}
)


def _asked(row: DutyRow, hits: Sequence[search.Found]) -> bool:
    """Tell whether words that found these mean this duty: the whole target, its visit, order or finding."""
    return any(
        one.kind is search.Kind.TARGET
        or one.id in (row.document_id, row.finding_id)
        or (one.kind is search.Kind.INSPECTION and one.id == row.inspection_id)
        for one in hits
    )


def _candidates(desk: Desk, rows: Sequence[DutyRow]) -> tuple[Candidate, ...]:
    names = Names(desk.store)
    found = {one.id: one for one in desk.store.several("finding", {one.finding_id for one in rows})}
    for entity, ids in (
        ("target", [one.target_id for one in rows]),
        ("party", [one.party_id for one in rows]),
        ("inspection", [one.inspection_id for one in rows]),
    ):
        names.foresee(entity, ids)
    groups: dict[tuple[str, str], list[tuple[Behind, DutyRow]]] = defaultdict(list)
    today = desk.today().isoformat()
    for row in rows:
        record = found.get(row.finding_id)
        if record is None or not row.party_id or row.word == FindingState.WITHDRAWN:
            continue
        if not _offered(desk, names.of("target", row.target_id, "kind")):
            continue
        told = Behind(
            row.finding_id,
            values.number(record.fields, "number"),
            values.text(record.fields, "location"),
            values.text(record.fields, "fact"),
            row.word,
            row.open and bool(row.due) and row.due < today,
        )
        groups[(row.inspection_id, row.party_id)].append((told, row))
    made = [_candidate(desk, names, group) for group in groups.values()]
    return tuple(sorted(made, key=lambda one: (one.visited_on or date.min, one.party), reverse=True))


def _offered(desk: Desk, target_kind: str) -> bool:
    kind = desk.rules.targets.get(target_kind)
    return kind is not None and DocumentKind.CONDUCT_NOTICE in kind.documents


def _candidate(desk: Desk, names: Names, group: Sequence[tuple[Behind, DutyRow]]) -> Candidate:
    row = group[0][1]
    began = values.moment({"started": names.of("inspection", row.inspection_id, "started")}, "started")
    role = names.of("party", row.party_id, "role")
    codes = conduct.codes(desk, PartyRole(role)) if role in set(PartyRole) else ()
    until = conduct.earliest_until(desk)
    return Candidate(
        row.target_id,
        names.of("target", row.target_id),
        row.inspection_id,
        local_date(began) if began is not None else None,
        row.party_id,
        names.of("party", row.party_id),
        tuple(sorted((one for one, _ in group), key=lambda one: one.number)),
        tuple((one.code, one.conduct) for one in codes),
        until.due,
        until.certain,
    )
