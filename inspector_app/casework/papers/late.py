"""补录: a day that was worked on paper is keyed in: the visit, what was found, and each paper with its scan.

The number is the paper's own; the number book is not touched. All of it stands in one transaction with the
signed acts of issue, or nothing does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import consequences, late_papers, late_visits
from inspector_app.casework.papers.consequences import Further
from inspector_app.casework.papers.late_papers import Ready
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.domain import chinese, late_rules
from inspector_app.domain.acts import ActKind
from inspector_app.domain.documents import Draft
from inspector_app.domain.errors import Problem, ProblemsError, RuleError, SignInError
from inspector_app.domain.findings import Finding
from inspector_app.domain.late import Around, LatePaper, LateVisit, Scan
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import ORDERING
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey

__all__ = ["Entered", "LatePaper", "LateVisit", "Scan", "add_paper", "key_in", "problems", "warnings"]


@dataclass(frozen=True, slots=True)
class Entered:
    """What was keyed in; `warned` is what the papers lack by law, kept with them."""

    inspection_id: str
    finding_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    warned: tuple[Problem, ...]


def problems(
    desk: Desk, visit: LateVisit, found: Sequence[NewFinding], papers: Sequence[LatePaper]
) -> tuple[Problem, ...]:
    """Return all that stops a day on paper from being keyed in, each with its field; scans are not opened.

    Raises:
        RuleError: `registry.no_target`.
    """
    target = registry.target_of(desk.store, visit.target_id)
    on = late_visits.visited_on(visit)
    seen = late_visits.seen_new(late_visits.completed(found, papers, on), desk.rules)
    held = late_visits.around(desk, desk.store, target, seen, papers, on)

    def around(paper: LatePaper) -> Around:
        return replace(held, seen=late_visits.seen_of_day(found, papers, paper, on, desk.rules))

    return (
        *late_rules.visit_problems(visit, desk.clock.now()),
        *_unknown_officers(desk.store, visit),
        *late_rules.finding_problems(seen, on, held.party_ids),
        *(() if papers else (Problem.of("late.no_papers", "late.papers"),)),
        *(
            one
            for n, paper in enumerate(papers, 1)
            for one in late_rules.paper_problems(paper, around(paper), _place(n))
        ),
        *late_rules.twice(papers),
    )


def _place(n: int) -> str:
    return f"late.papers.{n}"


def _unknown_officers(store: Store, visit: LateVisit) -> Iterable[Problem]:
    for one in visit.officer_ids:
        record = store.record("person", one)
        if record is None or record.deleted:
            yield Problem.of("late.officer_unknown", "late.officers", officer=one)


def warnings(
    desk: Desk, visit: LateVisit, found: Sequence[NewFinding], papers: Sequence[LatePaper]
) -> tuple[Problem, ...]:
    """Return what the papers of a day lack by law, or what looks like a slip of the keyboard.

    Raises:
        RuleError: `registry.no_target`.
    """
    target = registry.target_of(desk.store, visit.target_id)
    on = late_visits.visited_on(visit)
    seen = late_visits.seen_new(late_visits.completed(found, papers, on), desk.rules)
    held = late_visits.around(desk, desk.store, target, seen, papers, on)
    there = late_visits.officers(desk.store, visit)
    return (
        *(late_rules.visit_warnings(there, on) if on is not None else ()),
        *(
            one
            for n, paper in enumerate(papers, 1)
            for one in late_rules.paper_warnings(paper, held, _place(n))
        ),
    )


def key_in(desk: Desk, visit: LateVisit, found: Sequence[NewFinding], papers: Sequence[LatePaper]) -> Entered:
    """Key in a day that was worked on paper: the concluded visit, its findings and its papers, or nothing.

    Args:
        found: the findings by their numbers on the paper, from 1; a day or last day left out is the visit's
            or the paper's.

    Raises:
        SignInError: `document.not_signed` without the person's key.
        ProblemsError: `late.refused` naming each problem with its field.
        RuleError: `registry.no_target`, and what a scan is refused for, with the scan as its place.
    """
    signer = _signer(desk)
    refused = problems(desk, visit, found, papers)
    if refused:
        raise ProblemsError("late.refused", refused, where="late")
    warned = warnings(desk, visit, found, papers)
    on = late_visits.visited_on(visit)
    told = late_visits.completed(found, papers, on)
    target = registry.target_of(desk.store, visit.target_id)
    ready = [
        late_papers.ready(
            desk,
            target,
            late_visits.seen_of_day(found, papers, paper, on, desk.rules),
            paper,
            _place(n),
            visit,
            warned,
        )
        for n, paper in enumerate(papers, 1)
    ]
    with desk.store.transaction(desk.user) as tx:
        visit_id, finding_ids = late_visits.write(tx, visit, told)
        named = dict(enumerate(finding_ids, start=1))
        document_ids = []
        for n, one in enumerate(ready, start=1):
            document_ids.append(late_papers.write(desk, tx, one, visit_id, named, _place(n), signer))
            _tell(tx, _first_steps(one, ready, named, document_ids[-1]))
    return Entered(visit_id, finding_ids, tuple(document_ids), warned)


def add_paper(desk: Desk, inspection_id: str, paper: LatePaper, *, author: str, reason: str) -> str:
    """Key in one paper about findings that are on record, and return its id.

    Args:
        paper: its `findings` are the numbers that they have within the visit.
        author, reason: who wrote it, and why it was written without the program.

    Raises:
        SignInError: `document.not_signed`.
        ProblemsError: `late.refused` naming each problem with its field.
        RuleError: `inspection.none`, and what a scan is refused for.
    """
    signer = _signer(desk)
    inspection = inspections.inspection_of(desk.store, inspection_id)
    target = registry.target_of(desk.store, inspection.target_id)
    known = findings.findings_of(desk.store, inspection_id)
    seen = late_visits.ordered_by(paper, late_visits.seen_known(known, desk.rules))
    on = chinese.local_date(inspection.started) if inspection.started else None
    held = late_visits.around(desk, desk.store, target, seen, (paper,), on)
    visit = LateVisit(inspection.target_id, (), None, None, author, reason)
    refused = (*late_rules.author_problems(visit), *late_rules.paper_problems(paper, held, _place(1)))
    if refused:
        raise ProblemsError("late.refused", refused, where="late")
    warned = tuple(late_rules.paper_warnings(paper, held, _place(1)))
    ready = late_papers.ready(desk, target, seen, paper, _place(1), visit, warned)
    draft = _draft(desk, paper, target, inspection_id, known)
    with desk.store.transaction(desk.user) as tx:
        if [one.id for one in known] != [one.id for one in findings.records_of(tx, inspection_id)]:
            raise RuleError("document.changed_meanwhile", where=inspection_id)
        further = consequences.foreseen(desk, draft)
        named = {one.number: one.id for one in known}
        document_id = late_papers.write(desk, tx, ready, inspection_id, named, _place(1), signer)
        _tell(tx, [replace(one, told={**one.told, "by": document_id}) for one in further])
    return document_id


def _draft(
    desk: Desk, paper: LatePaper, target: Target, inspection_id: str, known: Iterable[Finding]
) -> Draft:
    """Return the paper as what follows from it is told of a document of its kind."""
    return Draft(
        id="",
        kind=paper.kind,
        office=registry.office_of(desk.store),
        target=target,
        inspection=inspections.inspection_of(desk.store, inspection_id),
        findings=tuple(one for one in known if one.number in paper.findings),
        addressee=late_papers.party_of(target, paper.addressee_id),
        issue_on=paper.issued_on or desk.today(),
        own=tuple(late_papers.own(paper).items()),
    )


def _first_steps(
    one: Ready, ready: Iterable[Ready], named: dict[int, str], document_id: str
) -> list[Further]:
    """Return how findings go on by a notice of bad conduct of the same day: those that no paper orders."""
    paper = one.paper
    if paper.kind not in consequences.ESCALATING:
        return []
    ordered = {
        number
        for other in ready
        if other.paper.kind in ORDERING and other.paper.addressee_id == paper.addressee_id
        for number in other.paper.findings
    }
    told: dict[str, object] = {
        "by": document_id,
        "to": str(paper.kind),
        "party_id": paper.addressee_id,
        "due": values.iso(paper.defence_until),
        "on": values.iso(paper.issued_on),
    }
    wanted = [number for number in paper.findings if number not in ordered]
    return [Further(ActKind.ESCALATE, named[number], told) for number in wanted]


def _tell(tx: Tx, further: Iterable[Further]) -> None:
    for one in further:
        tx.act(one.kind, "finding", one.finding_id, one.told)


def _signer(desk: Desk) -> SigningKey:
    if desk.signer is None:
        raise SignInError("document.not_signed", where="late")
    return desk.signer
