"""The facts that figures are counted from, read from the store."""

from dataclasses import replace
from datetime import date, datetime

from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.statistics import DocumentFact, Facts, Figure, FindingFact, VisitFact, figures
from inspector_app.reports import filed
from inspector_app.store.reading import Record
from inspector_app.store.store import Store


def count(
    store: Store, first: date, last: date, *, filing: Store | None = None, unseen: bool = False
) -> tuple[Figure, ...]:
    """Return every figure of a period, both days inclusive, each with the list it opens.

    Args:
        filing: the filing workspace of who counts; its filings count by the day they were approved.
        unseen: the office has one that this person has no key to; the figure then says so.
    """
    facts = facts_of(store)
    if filing is not None:
        facts = replace(facts, documents=(*facts.documents, *filed.facts(filing)))
    told = figures(facts, first, last)
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
        if record.id in concluded and on is not None:
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
    closed: dict[str, date] = {}
    for act in store.acts("finding", None, ActKind.RECHECK, valid_only=True):
        _close(closed, act)
    withdrawn = {act.entity_id for act in store.acts("finding", None, ActKind.WITHDRAW, valid_only=True)}
    dues = _dues(store)
    on_paper = {one.id for one in store.records("inspection", where={"late": True})}
    told = []
    for record in store.records("finding"):
        on = _day(record.fields.get("seen_on"))
        if record.id not in withdrawn and on is not None:
            major = record.fields.get("severity") == "major"
            late = record.fields.get("inspection_id") in on_paper
            told.append(FindingFact(record.id, on, major, closed.get(record.id), dues.get(record.id), late))
    return tuple(told)


def _close(closed: dict[str, date], act: Act) -> None:
    on = _day(act.content.get("on"))
    if act.content.get("result") == "rectified" and on is not None:
        closed.setdefault(act.entity_id, on)


def _dues(store: Store) -> dict[str, date]:
    dues: dict[str, date] = {}
    for record in store.records("obligation"):
        finding_id, due = str(record.fields.get("finding_id", "")), _day(record.fields.get("due"))
        if due is not None:
            dues[finding_id] = max(due, dues.get(finding_id, due))
    return dues
