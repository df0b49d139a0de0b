"""What the ledger shows of cases: their lists, all about one, and what a case may be opened over.

All but `candidates` is read in the filing workspace.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filing_papers, filings
from inspector_app.casework.followup.filing_copies import CASE, Paper
from inspector_app.casework.followup.filings import CaseLine
from inspector_app.casework.overview import search
from inspector_app.casework.papers import board, documents, drafts, issued
from inspector_app.casework.people import rights
from inspector_app.casework.people.names import Names
from inspector_app.casework.visits import findings
from inspector_app.domain import escalating
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError
from inspector_app.domain.filing import MOVES, TRANSFER, StepKind
from inspector_app.domain.filing_rules import offered
from inspector_app.domain.findings import Finding, Severity
from inspector_app.domain.numbers import date_to_confirm
from inspector_app.domain.templates import DocumentKind, DocumentTemplate
from inspector_app.store.duty_book import DutyRow

VERIFYING, FILED, OVERDUE, ENDED, ALL = "verifying", "filed", "overdue", "ended", "all"
CHOICES = (VERIFYING, FILED, OVERDUE, ENDED, ALL)
"""Not filed and not closed; filed and not closed; past the last day of a clock that runs; closed; all."""

MOST_TARGETS = 12
"""Targets that some words may find before they have to be narrower."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of a case as it was told.

    Attributes:
        kind: its word in the journal; of a newer version it may be an unknown one.
        by: name of who told it; of a step that a leader approves, who signed it.
        told: when, as the laptop's clock said.
        stands: it counts; one whose paper is void, that its signer may not take, or that the case did not
            allow when it came, changes nothing.
    """

    kind: str
    on: date | None
    days: int
    joint: bool
    reason: str
    served_on: date | None
    by: str
    told: str
    stands: bool


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper of the case; of a draft there is neither number nor day, and its fate is empty."""

    id: str
    kind: str
    label: str
    number: str
    issued_on: date | None
    fate: str


@dataclass(frozen=True, slots=True)
class CaseBook:
    """All about one case.

    Attributes:
        moves: steps that its state and the office's power allow now, in their usual order.
        rests: papers of the main workspace; `own` those that were made for this case.
        form_id, letter_id: the standing paper that a filing, or a transfer, may rest on; empty for none.
    """

    line: CaseLine
    steps: tuple[Taken, ...]
    found: tuple[Finding, ...]
    rests: tuple[Paper, ...]
    own: tuple[OwnPaper, ...]
    moves: tuple[StepKind, ...]
    form_id: str
    letter_id: str


def chosen(filing: Desk, choice: str) -> tuple[CaseLine, ...]:
    """Return the cases of a choice, those under way first by the last day of the running clock."""
    told, today = filings.cases(filing), filing.today()
    if choice == ALL:
        return told
    return tuple(one for one in told if _is(one, choice, today))


def _is(case: CaseLine, choice: str, today: date) -> bool:
    running = case.course.running
    if choice == OVERDUE:
        return not case.course.ended and running is not None and running.overdue(today)
    return choice_of(case) == choice


def choice_of(case: CaseLine) -> str:
    """Return the list in which a case stands by its course alone."""
    if case.course.ended:
        return ENDED
    return FILED if case.course.filed_on is not None else VERIFYING


def case_book(filing: Desk, case_id: str) -> CaseBook:
    """Return all about one case.

    Raises:
        RuleError: `filing.none`.
    """
    line = filings.case_of(filing, case_id)
    records = {one.id: one for one in filing.store.several("finding", line.finding_ids)}
    found = findings.found_of(filing.store, [records[one] for one in line.finding_ids if one in records])
    own = _own(filing, case_id)
    return CaseBook(
        line,
        _steps(filing, line),
        found,
        filings.papers_of(filing, case_id),
        own,
        _moves(filing, line),
        _standing(own, DocumentKind.FILING_FORM),
        _standing(own, DocumentKind.TRANSFER_LETTER),
    )


def _moves(filing: Desk, line: CaseLine) -> tuple[StepKind, ...]:
    ends = offered(filing.rules.options.filing)
    allowed = (kind for state, kind in MOVES if state is line.course.state)
    return tuple(one for one in allowed if one is not StepKind.FILED or one in ends)


def _steps(filing: Desk, line: CaseLine) -> tuple[Taken, ...]:
    store = filing.store
    names = {one.user: one.name for one in store.keyring.people()}
    vain = [act for act, _ in store.refused_of(CASE, [line.id])]
    told = [*store.acts(CASE, line.id, valid_only=True), *vain]
    taken = []
    for act in sorted(told, key=lambda one: one.order):
        content = act.content
        if act.kind not in (ActKind.CASE, ActKind.APPROVE):
            continue
        taken.append(
            Taken(
                kind=values.text(content, "step"),
                on=values.day(content, "on"),
                days=values.number(content, "days"),
                joint=values.flag(content, "joint"),
                reason=values.text(content, "reason"),
                served_on=values.day(content, "served_on"),
                by=names.get(act.user, act.user),
                told=act.wall,
                stands=act not in vain and act.order in line.course.counted,
            )
        )
    return tuple(taken)


def _own(filing: Desk, case_id: str) -> tuple[OwnPaper, ...]:
    ids = filing_papers.documents_of(filing, case_id)
    known = issued.documents(filing.store, ids)
    told = []
    for one in ids:
        paper = known.get(one)
        if paper is not None:
            told.append(OwnPaper(one, paper.kind, paper.label, paper.number, paper.issued_on, paper.fate))
            continue
        kind = drafts.kind_of(filing.store, one)
        told.append(OwnPaper(one, str(kind), drafts.template_of(filing, kind).label, "", None, ""))
    return tuple(told)


def _standing(own: Sequence[OwnPaper], kind: DocumentKind) -> str:
    return next((one.id for one in reversed(own) if one.kind == kind and one.fate == "issued"), "")


def may_approve(filing: Desk) -> bool:
    """Tell whether the person may take the steps that a leader signs."""
    return rights.holds(filing, frozenset({Role.SUPERVISOR}))


def may_manage(desk: Desk) -> bool:
    """Tell whether the person may make the filing workspace, let others in and take their access away."""
    return rights.holds(desk, frozenset({Role.ADMINISTRATOR}))


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What is asked before a paper of a case is issued.

    Attributes:
        template: its own fields; `written` what stands in them at first, by code.
        today: the day that it will bear; `doubted` when the clock's day needs a person's confirmation.
    """

    kind: DocumentKind
    template: DocumentTemplate
    written: dict[str, str]
    today: date
    doubted: bool


def paper_form(filing: Desk, case_id: str, kind: DocumentKind) -> PaperForm:
    """Return what is asked before a paper of a case is issued.

    Raises:
        RuleError: `filing.none`, `document.no_template`.
    """
    template = drafts.template_of(filing, kind)
    written = filing_papers.offered_fields(filing, case_id, kind)
    today = filing.today()
    doubted = date_to_confirm(today, documents.last_issue_day(filing)) is not None
    return PaperForm(kind, template, written, today, doubted)


# Opening: what of the main workspace may become a case.


@dataclass(frozen=True, slots=True)
class Suspect:
    """A finding that may become a case now: overdue, failed, never ordered, or major."""

    finding_id: str
    number: int
    location: str
    fact: str
    word: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one party answers for of one visit, and may be prosecuted for now."""

    target_id: str
    target: str
    inspection_id: str
    visited_on: date | None
    party_id: str
    party: str
    suspects: tuple[Suspect, ...]


def candidates(desk: Desk, words: str) -> tuple[Candidate, ...]:
    """Return what a case may be opened over at the targets that some words find, the longest overdue first.

    Args:
        words: characters or initials of a target, a company or a document's number.

    Raises:
        RuleError: `filing.target_missing`, `filing.target_unknown`, `filing.nothing_to_file`.
    """
    if not words.strip():
        raise RuleError("filing.target_missing", where="filing.target")
    hits = search.find(desk, words, MOST_TARGETS)
    ids = list(dict.fromkeys(one.target_id or one.id for one in hits if one.kind in _LEAD_TO_TARGETS))
    if not ids:
        raise RuleError("filing.target_unknown", where="filing.target", words=words.strip())
    rows = [row for one in ids[:MOST_TARGETS] for row in board.open_duties(desk, target_id=one)]
    told = _candidates(desk, rows)
    if not told:
        raise RuleError("filing.nothing_to_file", where="filing.target")
    return told


_LEAD_TO_TARGETS = frozenset(
    {search.Kind.TARGET, search.Kind.DOCUMENT, search.Kind.FINDING, search.Kind.INSPECTION}
)


def candidates_of(desk: Desk, finding_ids: Sequence[str], party_id: str) -> tuple[Candidate, ...]:
    """Return the same of these findings and this party, as another list leads here.

    Raises:
        RuleError: `filing.nothing_to_file`.
    """
    board.catch_up(desk)
    owed = desk.store.duties(is_open=True, finding_ids=finding_ids)
    rows = [one for one in owed if one.party_id == party_id]
    told = _candidates(desk, rows)
    if not told:
        raise RuleError("filing.nothing_to_file", where="filing.target")
    return told


def _candidates(desk: Desk, rows: Sequence[DutyRow]) -> tuple[Candidate, ...]:
    store, names = desk.store, Names(desk.store)
    found = {one.id: one for one in store.several("finding", {one.finding_id for one in rows})}
    names.foresee("target", [one.target_id for one in rows])
    names.foresee("party", [one.party_id for one in rows])
    names.foresee("inspection", [one.inspection_id for one in rows])
    groups: dict[tuple[str, str], list[tuple[Suspect, DutyRow]]] = defaultdict(list)
    for row in rows:
        record = found.get(row.finding_id)
        if record is None or not row.party_id:
            continue
        suspect = Suspect(
            row.finding_id,
            values.number(record.fields, "number"),
            values.text(record.fields, "location"),
            values.text(record.fields, "fact"),
            row.word,
            date.fromisoformat(row.due) if row.due else None,
        )
        major = values.text(record.fields, "severity") == Severity.MAJOR
        if _suspected(desk, names.of("target", row.target_id, "kind"), suspect, major=major):
            groups[(row.inspection_id, row.party_id)].append((suspect, row))
    told = [_candidate(names, group) for group in groups.values()]
    return tuple(sorted(told, key=_longest_first))


def _suspected(desk: Desk, target_kind: str, one: Suspect, *, major: bool) -> bool:
    power = desk.rules.options.filing.power
    way = DocumentKind.TRANSFER_LETTER if power == TRANSFER else DocumentKind.FILING_FORM
    kind = desk.rules.targets.get(target_kind)
    overdue = one.due is not None and desk.today() > one.due
    case = escalating.Case(one.number, one.word, overdue, major)
    return not escalating.against(way, [case], kind.documents if kind else (), power)


def _candidate(names: Names, group: Sequence[tuple[Suspect, DutyRow]]) -> Candidate:
    row = group[0][1]
    began = values.moment({"started": names.of("inspection", row.inspection_id, "started")}, "started")
    return Candidate(
        row.target_id,
        names.of("target", row.target_id),
        row.inspection_id,
        local_date(began) if began is not None else None,
        row.party_id,
        names.of("party", row.party_id),
        tuple(sorted((one for one, _ in group), key=lambda one: one.number)),
    )


def _longest_first(one: Candidate) -> tuple[date, str, str]:
    return min((each.due or date.max for each in one.suspects), default=date.max), one.target, one.party
