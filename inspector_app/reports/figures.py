"""The facts that figures are counted from, read from the store."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.states import FindingState
from inspector_app.domain.statistics import DocumentFact, Facts, Figure, FindingFact, VisitFact, figures
from inspector_app.domain.targets import TargetKind
from inspector_app.reports import filed
from inspector_app.store.duty_book import DutyRow
from inspector_app.store.reading import Record
from inspector_app.store.store import Store


def count(
    store: Store,
    first: date,
    last: date,
    *,
    filing: Store | None = None,
    unseen: bool = False,
    kinds: Iterable[TargetKind] = (),
) -> tuple[Figure, ...]:
    """Return every figure of a period, both days inclusive, each with the list it opens.

    Args:
        store: with the board of duties reckoned, as `casework.papers.board.reckoned` hands it out.
        filing: the filing workspace of who counts; its filings count by the day they were approved.
        unseen: the office has one that this person has no key to; the figure then says so.
        kinds: of target, whose forms bring figures of their own.
    """
    facts = facts_of(store)
    if filing is not None:
        facts = replace(facts, documents=(*facts.documents, *filed.facts(filing)))
    told = figures(facts, first, last, kinds)
    return filed.unseen(told) if unseen and filing is None else told


def facts_of(store: Store) -> Facts:
    """Return all facts of the store: concluded visits, standing documents, ordered findings."""
    return Facts(_visits(store), _documents(store), _findings(store))


def _day(told: object) -> date | None:
    """Return the day of an ISO date or time as text."""
    if not isinstance(told, str) or not told:
        return None
    return date.fromisoformat(told) if len(told) == 10 else local_date(datetime.fromisoformat(told))


def _visits(store: Store) -> tuple[VisitFact, ...]:
    experts = {one.id for one in store.records("person") if one.fields.get("expert") is True}
    kinds = {one.id: str(one.fields.get("kind", "")) for one in store.records("target")}
    concluded = {act.entity_id for act in store.acts("inspection", None, ActKind.CONCLUDE, valid_only=True)}
    told = []
    for record in store.records("inspection"):
        on = _day(record.fields.get("started"))
        # A recheck by the papers alone went nowhere: it is no visit.
        if record.id in concluded and on is not None and record.fields.get("way") != "paper":
            target_id = str(record.fields.get("target_id", ""))
            officers = _officers(store, record, experts)
            late = record.fields.get("late") is True
            told.append(VisitFact(record.id, on, target_id, kinds.get(target_id, ""), officers, late))
    return tuple(told)


def _officers(store: Store, inspection: Record, experts: set[str]) -> tuple[str, ...]:
    there = store.records("attendance", where={"inspection_id": inspection.id})
    ids = dict.fromkeys(str(one.fields.get("person_id", "")) for one in there)
    return tuple(one for one in ids if one not in experts)


def _documents(store: Store) -> tuple[DocumentFact, ...]:
    book = store.numbers()
    standing = {one.act_id for one in book.numbers if one.fate == "issued"}
    # Two laptops may have keyed in the same paper: one number counts once.
    late = {one.act_id for one in book.late if one.fate == "issued" and not one.repeats}
    told = []
    for act in store.acts("document", None, ActKind.ISSUE, valid_only=True):
        on = _day(act.content.get("issued_on"))
        if (act.id in standing or act.id in late) and on is not None:
            kind = str(act.content.get("kind", ""))
            own = act.content.get("own")
            outcome = str(own.get("result", "")) if isinstance(own, dict) else ""
            full = act.content.get("full") is True
            told.append(DocumentFact(act.entity_id, on, kind, full, outcome, act.id in late))
    return tuple(told)


def _findings(store: Store) -> tuple[FindingFact, ...]:
    """Return the findings as the board of duties has them; of one that is not at an end nothing is closed."""
    if store.duties_changed(1, ""):
        raise RuntimeError("the board of duties is behind: see casework.papers.board.reckoned")
    owed: dict[str, list[DutyRow]] = {}
    for one in store.duties():
        owed.setdefault(one.finding_id, []).append(one)
    on_paper = {one.id for one in store.records("inspection", where={"late": True})}
    told = []
    for record in store.records("finding"):
        on = _day(record.fields.get("seen_on"))
        rows = owed.get(record.id, [])
        if on is not None and not (rows and all(one.word == FindingState.WITHDRAWN for one in rows)):
            major = record.fields.get("severity") == "major"
            late = record.fields.get("inspection_id") in on_paper
            closed, due, done = _kept(rows)
            told.append(FindingFact(record.id, on, major, closed, due, late, done))
    return tuple(told)


def _kept(rows: Sequence[DutyRow]) -> tuple[date | None, date | None, date | None]:
    """Return when a finding was closed, by when and when it was done, from all who must answer for it.

    It is closed with its last duty, and on time only if each was: one party's lateness is not outweighed by
    another's time.
    """
    told = [one for one in rows if one.word != FindingState.WITHDRAWN]
    days = [(_day(one.done_on), _day(one.timely)) for one in told]
    closed = max((on for one in told if (on := _day(one.closed_on)) is not None), default=None)
    known = [due for _, due in days if due is not None]
    if not told or closed is None or any(not one.closed_on for one in told):
        return None, max(known, default=None), None
    missed = [(done, due) for done, due in days if done is not None and due is not None and done > due]
    if missed:
        done, due = missed[0]
        return closed, due, done
    return closed, max(known, default=None), max((on for on, _ in days if on is not None), default=None)
