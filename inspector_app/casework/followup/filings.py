"""Cases (立案) in their own workspace: opened over findings, verified, filed or not, decided, closed.

A case lies in the filing workspace alone, with a copy of what it rests on under the same ids, so that its
papers are drafted, weighed and issued there like any other, with numbers of their own. What the main
workspace is told of it stands in `filing_news`: that its findings go on elsewhere, and until when.

Every function takes the filing desk (`Session.filing_desk`); those that change what the main workspace shows
take both. A step is checked inside the transaction that tells it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filing_copies, filing_news
from inspector_app.casework.followup.filing_copies import CASE
from inspector_app.casework.papers import issued
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.domain.filing import APPROVED, PENALTY_LAW, Course, Step, StepKind, course
from inspector_app.domain.filing_rules import LABELS, refuse
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record

ORIGIN = "监督检查发现"
K = StepKind

PAPER_OF = {K.FILED: DocumentKind.FILING_FORM, K.HANDED_OVER: DocumentKind.TRANSFER_LETTER}
"""The paper without which a step has no footing."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list shows it, read on a desk's own day.

    Attributes:
        target, party: names as they were when the case was opened.
        course: where it stands and how its clocks run.
    """

    id: str
    matter: str
    origin: str
    target: str
    party: str
    inspection_id: str
    party_id: str
    finding_ids: tuple[str, ...]
    course: Course


def open_case(
    desk: Desk,
    filing: Desk,
    finding_ids: Iterable[str],
    party_id: str,
    *,
    known_on: date,
    matter: str,
    origin: str = ORIGIN,
) -> str:
    """Open a case over findings of one visit and return its id.

    What it rests on is copied into the filing workspace; the main one is told only that these findings go on
    elsewhere, and the last day of the verification.

    Args:
        desk: of the main workspace; `filing` of the filing workspace (`Session.filing_desk`).
        party_id: the company of the visited target that answers for them.
        known_on: the day the clue was found; verification is 15 days from it.
        matter: 案由, one line, e.g. 涉嫌未按专项施工方案施工案.

    Raises:
        RuleError: `filing.findings_missing`, `filing.several_visits`, `filing.finding_withdrawn`,
            `filing.party_missing`, `filing.matter_missing`, `filing.known_before_finding`,
            `filing.in_future`, `filing.already_open`; `finding.none`, `inspection.none`.
    """
    wanted = tuple(dict.fromkeys(finding_ids))
    if not matter.strip():
        raise RuleError("filing.matter_missing", where="filing.matter", source=f"{PENALTY_LAW} 54")
    if known_on > filing.today():
        raise RuleError(
            "filing.in_future",
            where="filing.known_on",
            step=LABELS[K.OPENED],
            on=known_on.isoformat(),
        )
    basis = filing_copies.basis(desk, wanted, party_id, known_on)
    filing_copies.carry_files(desk, filing, basis)
    with filing.store.transaction(filing.user) as tx:
        _refuse_open(tx, wanted, party_id)
        filing_copies.write(tx, basis)
        case_id = tx.create(
            CASE,
            {
                "matter": matter.strip(),
                "origin": origin,
                "inspection_id": basis.inspection.id,
                "target_id": basis.target.id,
                "party_id": party_id,
            },
        )
        for sort, finding_id in enumerate(wanted):
            tx.create("case_finding", {"case_id": case_id, "finding_id": finding_id, "sort": sort})
        for sort, paper in enumerate(basis.papers):
            tx.create("case_paper", {"case_id": case_id, "sort": sort, **filing_copies.paper_fields(paper)})
        told: dict[str, object] = {"step": str(K.OPENED), "on": known_on.isoformat()}
        tx.act(ActKind.CASE, CASE, case_id, told)
    tell_main(desk, filing, case_id)
    return case_id


def _refuse_open(tx: Reads, finding_ids: Sequence[str], party_id: str) -> None:
    """Refuse a second case about the same finding and the same party while the first is under way."""
    for finding_id in finding_ids:
        for link in tx.records("case_finding", where={"finding_id": finding_id}):
            case_id = values.text(link.fields, "case_id")
            known = tx.record(CASE, case_id)
            if known is None or values.text(known.fields, "party_id") != party_id:
                continue
            if not any(one.kind is K.CLOSED for one in steps_of(tx, case_id)):
                raise RuleError(
                    "filing.already_open", where="findings", matter=values.text(known.fields, "matter")
                )


def steps_of(reads: Reads, case_id: str) -> tuple[Step, ...]:
    """Return the steps of a case in the order of acts.

    A step that a leader approves counts only by their valid signed act, and one that rests on a paper only
    while that paper stands.
    """
    told = _steps(reads.acts(CASE, case_id, valid_only=True))
    papers = _resting_on(told)
    return _standing(told, reads.fates(papers) if papers else {})


def _steps(acts: Iterable[Act]) -> tuple[Step, ...]:
    return tuple(step for act in acts if (step := step_of(act)) is not None)


def _resting_on(told: Iterable[Step]) -> set[str]:
    return {one.document_id for one in told if one.kind in PAPER_OF}


def _standing(told: Iterable[Step], fates: Mapping[str, str]) -> tuple[Step, ...]:
    return tuple(one for one in told if one.kind not in PAPER_OF or fates.get(one.document_id) == "issued")


def step_of(act: Act) -> Step | None:
    """Return the step that an act tells; None for one of a newer version, or without its approval."""
    told = act.content
    on = values.day(told, "on")
    name = values.text(told, "step")
    if name not in set(K) or on is None:
        return None
    kind = K(name)
    if act.kind != (ActKind.APPROVE if kind in APPROVED else ActKind.CASE):
        return None
    return Step(
        kind=kind,
        on=on,
        days=values.number(told, "days"),
        joint=values.flag(told, "joint"),
        reason=values.text(told, "reason"),
        document_id=values.text(told, "document_id"),
        served_on=values.day(told, "served_on"),
        order=act.order,
    )


def case_of(filing: Desk, case_id: str, today: date | None = None) -> CaseLine:
    """Return a case with its course.

    Args:
        today: the day that is asked for; left out, the desk's own.

    Raises:
        RuleError: `filing.none`.
    """
    return _case(filing, filing.store, _record(filing.store, case_id), today or filing.today())


def _record(reads: Reads, case_id: str) -> Record:
    record = reads.record(CASE, case_id)
    if record is None or record.deleted:
        raise RuleError("filing.none", where=case_id)
    return record


def _case(filing: Desk, reads: Reads, record: Record, today: date) -> CaseLine:
    fields = record.fields
    return _line(
        filing,
        record,
        reads.record("target", values.text(fields, "target_id")),
        reads.record("party", values.text(fields, "party_id")),
        reads.records("case_finding", where={"case_id": record.id}, order="sort"),
        steps_of(reads, record.id),
        today,
    )


def _line(
    filing: Desk,
    record: Record,
    target: Record | None,
    party: Record | None,
    links: Iterable[Record],
    steps: Iterable[Step],
    today: date,
) -> CaseLine:
    fields, rules = record.fields, filing.rules
    return CaseLine(
        id=record.id,
        matter=values.text(fields, "matter"),
        origin=values.text(fields, "origin"),
        target=values.text(target.fields, "name") if target else "",
        party=values.text(party.fields, "name") if party else "",
        inspection_id=values.text(fields, "inspection_id"),
        party_id=values.text(fields, "party_id"),
        finding_ids=tuple(values.text(one.fields, "finding_id") for one in links),
        course=course(steps, rules.options.filing, rules.calendar, today),
    )


def cases(filing: Desk) -> tuple[CaseLine, ...]:
    """Return every case: those under way first, by the last day of the running clock, then the ended ones.

    In as many looks for many as for one.
    """
    store, today = filing.store, filing.today()
    records = store.records(CASE)
    ids = [one.id for one in records]
    acts = store.acts_of(CASE, ids)
    steps = {one: _steps(acts.get(one, ())) for one in ids}
    papers = {paper for told in steps.values() for paper in _resting_on(told)}
    fates = store.fates(papers) if papers else {}
    named = {
        kind: {
            one.id: one
            for one in store.several(kind, {values.text(each.fields, f"{kind}_id") for each in records})
        }
        for kind in ("target", "party")
    }
    links: dict[str, list[Record]] = {}
    for one in store.several("case_finding", ids, "case_id", "sort"):
        links.setdefault(values.text(one.fields, "case_id"), []).append(one)
    told = [
        _line(
            filing,
            one,
            named["target"].get(values.text(one.fields, "target_id")),
            named["party"].get(values.text(one.fields, "party_id")),
            links.get(one.id, ()),
            _standing(steps[one.id], fates),
            today,
        )
        for one in records
    ]
    return tuple(sorted(told, key=_urgency))


def _urgency(case: CaseLine) -> tuple[bool, date]:
    running = case.course.running
    return case.course.ended, running.due if running is not None else date.max


def papers_of(filing: Desk, case_id: str) -> tuple[filing_copies.Paper, ...]:
    """Return the papers of the main workspace that a case rests on, each with its frozen file."""
    links = filing.store.records("case_paper", where={"case_id": case_id}, order="sort")
    return tuple(filing_copies.paper_of(one) for one in links)


def take(desk: Desk, filing: Desk, case_id: str, step: Step) -> CaseLine:
    """Take a step in a case, by the person's own signature where a leader approves it.

    Raises:
        SignInError: `filing.not_signed` without the PIN, `store.no_right` for who is no supervisor.
        RuleError: `filing.none`, `filing.paper_missing`, and those of `domain.filing_rules.refuse`.
    """
    signed = step.kind in APPROVED
    if signed and filing.signer is None:
        raise SignInError("filing.not_signed", where=LABELS[step.kind])
    with filing.store.transaction(filing.user) as tx:
        known = _case(filing, tx, _record(tx, case_id), step.on)
        refuse(known.course, step, filing.rules.options.filing, filing.today())
        if step.kind in PAPER_OF:
            _refuse_paper(tx, case_id, step)
        kind = ActKind.APPROVE if signed else ActKind.CASE
        tx.act(kind, CASE, case_id, _told(step), filing.signer if signed else None)
    tell_main(desk, filing, case_id)
    return case_of(filing, case_id)


def _refuse_paper(tx: Reads, case_id: str, step: Step) -> None:
    """A filing rests on its form, a transfer on its letter: issued for this case, and standing."""
    record = tx.record("document", step.document_id) if step.document_id else None
    act = issued.issue_act(tx, step.document_id) if record is not None else None
    fitting = (
        record is not None
        and act is not None
        and values.text(record.fields, "case_id") == case_id
        and values.text(act.content, "kind") == PAPER_OF[step.kind]
        and tx.fates([step.document_id]).get(step.document_id) == "issued"
    )
    if not fitting:
        source = f"{PENALTY_LAW} 54" if step.kind is K.FILED else f"{PENALTY_LAW} 22、27"
        raise RuleError(
            "filing.paper_missing", where="filing.document_id", step=LABELS[step.kind], source=source
        )


def _told(step: Step) -> dict[str, object]:
    told: dict[str, object] = {"step": str(step.kind), "on": step.on.isoformat()}
    if step.days:
        told["days"] = step.days
    if step.joint:
        told["joint"] = True
    texts = {"reason": step.reason.strip(), "document_id": step.document_id}
    told |= {name: value for name, value in texts.items() if value}
    if step.served_on is not None:
        told["served_on"] = step.served_on.isoformat()
    return told


def tell_main(desk: Desk, filing: Desk, case_id: str) -> None:
    """Let the main workspace show what a case means for its findings; done already, nothing is written.

    Called after every step. The two workspaces are two files: cut off between them, the next call of this or
    of `tell_all` makes up for it.
    """
    case = case_of(filing, case_id)
    filing_news.tell(desk, case_id, case.finding_ids, case.party_id, case.course)


def tell_all(desk: Desk, filing: Desk) -> None:
    """Make up what a cut-off left untold of any case; for when the room is opened."""
    told = [(one.id, one.finding_ids, one.party_id, one.course) for one in cases(filing)]
    for case_id, finding_ids, party_id, course_now in filing_news.untold(desk, told):
        filing_news.tell(desk, case_id, finding_ids, party_id, course_now)
