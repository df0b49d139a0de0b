"""What happened in a period, read by the days that records and acts themselves tell of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filings
from inspector_app.casework.overview.calendar import duty_items
from inspector_app.casework.overview.week import begun, concluded
from inspector_app.casework.papers import board, halts, issued
from inspector_app.casework.papers.duties import BY_DOCUMENT
from inspector_app.casework.people.names import Names
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.digest import (
    RESULTS,
    Closed,
    Found,
    Overdue,
    Paper,
    Rechecked,
    Replied,
    Served,
    Told,
    Violated,
    Visited,
)
from inspector_app.domain.findings import Severity
from inspector_app.domain.serving import METHOD_LABELS
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.duty_book import DutyRow
from inspector_app.store.reading import Record

ONE_DAY = timedelta(days=1)
_ENDED_OTHERWISE = frozenset({FindingState.WITHDRAWN, FindingState.CORRECTED, FindingState.ESCALATED})
"""A duty that came to one of these is not late by its order's day."""

Acts = dict[str, list[Act]]


@dataclass(frozen=True, slots=True)
class _Period:
    """The acts of a period by kind, beside what is needed to name what they are about."""

    desk: Desk
    first: date
    last: date
    acts: Acts
    names: Names

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


def told(desk: Desk, first: date, last: date, filing: Desk | None = None) -> Told:
    """Return what happened from first to last, both days inclusive.

    Args:
        filing: the person's desk at the filing workspace; without it nothing is told of filings.
    """
    board.catch_up(desk)
    acts: Acts = defaultdict(list)
    for act in desk.store.acts_on(first.isoformat(), last.isoformat()):
        acts[act.kind].append(act)
    period = _Period(desk, first, last, acts, Names(desk.store))
    found = desk.store.seen(first.isoformat(), last.isoformat())
    findings = _found(period, found)
    return Told(
        visits=_visits(period, found, findings),
        findings=tuple(findings.values()),
        papers=_papers(period),
        served=_served(period),
        replies=_replies(period),
        rechecks=_rechecks(period),
        closed=_closed(period),
        overdue=_newly_overdue(period),
        violations=_violations(period),
        filed=_filed(period, filing) if filing is not None else None,
    )


def papers(desk: Desk, first: date, last: date) -> tuple[Paper, ...]:
    """Return the standing documents that were issued from first to last, both days inclusive."""
    acts: Acts = defaultdict(list)
    for act in desk.store.acts_on(first.isoformat(), last.isoformat()):
        acts[act.kind].append(act)
    return _papers(_Period(desk, first, last, acts, Names(desk.store)))


def _targets(period: _Period, finding_ids: Iterable[str]) -> dict[str, str]:
    """Return the name of the target of each of these findings; in three looks."""
    store = period.desk.store
    found = {
        one.id: values.text(one.fields, "inspection_id") for one in store.several("finding", finding_ids)
    }
    visits = {
        one.id: values.text(one.fields, "target_id")
        for one in store.several("inspection", set(found.values()))
    }
    period.names.foresee("target", visits.values())
    return {
        one: period.names.of("target", visits[visit]) if visit in visits else ""
        for one, visit in found.items()
    }


def _found(period: _Period, records: list[Record]) -> dict[str, Found]:
    """Return the findings that were seen, those noted by mistake apart."""
    ids = [one.id for one in records]
    withdrawn = period.desk.store.acts_of("finding", ids, ActKind.WITHDRAW)
    words: dict[str, set[str]] = defaultdict(set)
    for row in period.desk.store.duties(finding_ids=ids) if ids else ():
        words[row.finding_id].add(row.word)
    visits = {values.text(one.fields, "inspection_id") for one in records}
    late = {
        one.id for one in period.desk.store.several("inspection", visits) if values.flag(one.fields, "late")
    }
    targets = _targets(period, ids)
    return {
        one.id: Found(
            one.id,
            targets.get(one.id, ""),
            major=values.text(one.fields, "severity") == Severity.MAJOR,
            spot=words[one.id] == {FindingState.CORRECTED},
            late=values.text(one.fields, "inspection_id") in late,
        )
        for one in records
        if one.id not in withdrawn
    }


def _visits(period: _Period, records: list[Record], findings: dict[str, Found]) -> tuple[Visited, ...]:
    desk, names = period.desk, period.names
    visits = begun(desk.store, period.first, period.last)
    done = concluded(desk.store, visits)
    names.foresee("target", [values.text(one.fields, "target_id") for _, one in visits])
    ids = [one.id for _, one in visits]
    people = _people(desk, ids)
    of: dict[str, list[Found]] = defaultdict(list)
    for one in records:
        if one.id in findings:
            of[values.text(one.fields, "inspection_id")].append(findings[one.id])
    rows = []
    for on, record in visits:
        fields = record.fields
        target_id = values.text(fields, "target_id")
        kind = names.of("target", target_id, "kind")
        known = desk.rules.targets.get(kind)
        rows.append(
            Visited(
                id=record.id,
                on=on,
                target_id=target_id,
                target=names.of("target", target_id),
                kind=known.label if known else kind,
                kind_code=kind,
                source=values.text(fields, "source"),
                officers=people.get(record.id, ()),
                found=len(of[record.id]),
                major=sum(one.major for one in of[record.id]),
                spot=sum(one.spot for one in of[record.id]),
                done=record.id in done,
                on_paper=fields.get("way") == "paper",
                late=values.flag(fields, "late"),
            )
        )
    return tuple(rows)


def _people(desk: Desk, inspection_ids: list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return (id, name) of the officers of these visits, experts apart; each person counts once a visit."""
    there = desk.store.several("attendance", inspection_ids, "inspection_id", "sort")
    ids = {values.text(one.fields, "person_id") for one in there}
    known = {one.id: one.fields for one in desk.store.several("person", ids)}
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for one in there:
        person = values.text(one.fields, "person_id")
        if not values.flag(known.get(person, {}), "expert"):
            told[values.text(one.fields, "inspection_id")][person] = values.text(
                known.get(person, {}), "name"
            )
    return {visit: tuple(of.items()) for visit, of in told.items()}


def _papers(period: _Period) -> tuple[Paper, ...]:
    store = period.desk.store
    acts = {act.entity_id: act for act in reversed(period.acts[ActKind.ISSUE]) if act.entity == "document"}
    known = issued.documents(store, acts)
    standing = [one for one in known.values() if one.fate == "issued" and period.holds(one.issued_on)]
    period.names.foresee("target", [one.target_id for one in standing])
    rows = [
        Paper(
            one.id,
            one.kind,
            one.label,
            one.number,
            one.issued_on or period.first,
            period.names.of("target", one.target_id),
            one.addressee,
            one.late,
            awaits=_main(one) if one.kind != DocumentKind.PROOF_OF_SERVICE else "",
        )
        for one in standing
        if not (one.late and _repeats(period.desk, one, acts[one.id].id))
    ]
    return tuple(sorted(rows, key=lambda one: (one.on, one.label, one.number)))


def _main(told: issued.Issued) -> str:
    """Return the id of who must be reached, empty for a paper that goes to nobody."""
    return next((one.party_id for one in told.recipients if one.main), "")


def _repeats(desk: Desk, told: issued.Issued, act_id: str) -> bool:
    """Tell whether a late entry was keyed in twice: another standing paper bears its number, and counts."""
    others = issued.documents(desk.store, [one for one in desk.store.bearers(told.number) if one != told.id])
    standing = [one for one in others.values() if one.fate != "void"]
    if any(not one.late for one in standing):
        return True
    acts = desk.store.acts_of("document", [one.id for one in standing], ActKind.ISSUE)
    return any(told_by[0].id < act_id for told_by in acts.values())


def _served(period: _Period) -> tuple[Served, ...]:
    acts = [act for act in period.acts[ActKind.SERVE] if act.entity == "document"]
    known = issued.documents(period.desk.store, {act.entity_id for act in acts})
    rows: dict[str, Served] = {}
    until = min(period.last, period.desk.today())
    for act in acts:
        paper = known.get(act.entity_id)
        on = values.day(act.content, "reached_on")
        if paper is None or on is None or paper.fate == "void" or not issued.reaches(act, until):
            continue
        to = values.text(act.content, "recipient_id")
        name = next((one.name for one in paper.recipients if one.party_id == to), "")
        method = values.text(act.content, "method")
        row = Served(
            id=f"{paper.id}:{to}",
            document_id=paper.id,
            label=paper.label,
            number=paper.number,
            to=name,
            method=METHOD_LABELS.get(method, method),
            on=on,
            late=paper.late,
        )
        rows.setdefault(row.id, row)
    return tuple(sorted(rows.values(), key=lambda one: (one.on, one.number, one.to)))


def _replies(period: _Period) -> tuple[Replied, ...]:
    acts = period.acts[ActKind.REPLY]
    targets = _targets(period, {act.entity_id for act in acts})
    papers = {values.text(act.content, "document_id") for act in acts} - {""}
    known = issued.documents(period.desk.store, papers)
    period.names.foresee("party", {values.text(act.content, "party_id") for act in acts})
    groups: dict[str, dict[str, Act]] = defaultdict(dict)
    for act in acts:
        groups[values.text(act.content, "report_id") or act.id][act.entity_id] = act
    rows = []
    for report, of in groups.items():
        act = next(iter(of.values()))
        paper = known.get(values.text(act.content, "document_id"))
        rows.append(
            Replied(
                id=report,
                document_id=paper.id if paper else "",
                number=paper.number if paper else "",
                target=targets.get(act.entity_id, ""),
                party=period.names.of("party", values.text(act.content, "party_id")),
                count=len(of),
                on=values.day(act.content, "received_on") or values.day(act.content, "on") or period.first,
            )
        )
    return tuple(sorted(rows, key=lambda one: (one.on, one.target, one.id)))


def _standing(period: _Period, *kinds: ActKind) -> list[Act]:
    """Return the acts of these kinds whose document, where they rest on one, stands."""
    acts = [act for kind in kinds for act in period.acts[kind] if act.entity == "finding"]
    by = {values.text(act.content, "by") for act in acts if act.kind in BY_DOCUMENT} - {""}
    fates = period.desk.store.fates(by) if by else {}
    return [
        act
        for act in acts
        if act.kind not in BY_DOCUMENT
        or not values.text(act.content, "by")
        or fates.get(values.text(act.content, "by")) == "issued"
    ]


def _rechecks(period: _Period) -> tuple[Rechecked, ...]:
    acts = _standing(period, ActKind.RECHECK)
    targets = _targets(period, {act.entity_id for act in acts})
    rows: dict[str, Rechecked] = {}
    for act in acts:
        result = values.text(act.content, "result")
        if result in RESULTS:
            key = f"{act.entity_id}:{values.text(act.content, 'party_id')}"
            on = values.day(act.content, "on") or period.first
            rows[key] = Rechecked(key, targets.get(act.entity_id, ""), result, on)
    return tuple(sorted(rows.values(), key=lambda one: (one.on, one.target, one.id)))


def _closed(period: _Period) -> tuple[Closed, ...]:
    """Return the findings of which the last duty came to its end in the period."""
    ids = {act.entity_id for act in _standing(period, ActKind.RECHECK, ActKind.SETTLE)}
    handed = {act.entity_id for act in period.acts[ActKind.SERVE]}
    letters = issued.documents(period.desk.store, handed)
    ids |= {
        finding
        for one in letters.values()
        if one.kind == DocumentKind.TRANSFER_LETTER
        for finding in one.finding_ids
    }
    owed: dict[str, list[DutyRow]] = defaultdict(list)
    for row in period.desk.store.duties(finding_ids=list(ids)) if ids else ():
        if row.word != FindingState.WITHDRAWN:
            owed[row.finding_id].append(row)
    ended = {one: max(row.closed_on for row in of) for one, of in owed.items() if not any(r.open for r in of)}
    days = {one: date.fromisoformat(day) for one, day in ended.items() if day}
    within = {one: day for one, day in days.items() if period.holds(day)}
    targets = _targets(period, within)
    rows = [Closed(one, targets.get(one, ""), day) for one, day in within.items()]
    return tuple(sorted(rows, key=lambda one: (one.on, one.target, one.id)))


def _newly_overdue(period: _Period) -> tuple[Overdue, ...]:
    """Return what became overdue in the period: the day before was its last, and nothing was closed by it."""
    today = period.desk.today()
    ends = min(period.last, today) - ONE_DAY
    first, last = (period.first - ONE_DAY).isoformat(), ends.isoformat()
    store = period.desk.store
    rows = store.duties(is_open=True, due_from=first, due_to=last)
    rows += [
        one for one in store.duties(is_open=False, due_from=first, due_to=last) if one.closed_on > one.due
    ]
    return overdue(period.desk, rows, min(period.last, today))


def overdue(desk: Desk, rows: Iterable[DutyRow], on: date) -> tuple[Overdue, ...]:
    """Return duties that were not fulfilled in time, by order, party and day, the longest first.

    Args:
        on: the day by which the days are counted.
    """
    late = [one for one in rows if one.document_id and one.word not in _ENDED_OTHERWISE]
    ids: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in late:
        ids[(one.document_id, one.party_id, one.due)].append(f"{one.finding_id}:{one.party_id}")
    numbers = issued.documents(desk.store, {one.document_id for one in late})
    told = []
    for item in duty_items(desk, late):
        paper = numbers[item.document_id]
        party = item.id.split(":")[2]
        told.append(
            Overdue(
                id=item.id,
                document_id=paper.id,
                number=paper.number,
                label=paper.label,
                target=item.about,
                party=item.who,
                officers=item.officers,
                ids=tuple(ids[(paper.id, party, item.due.isoformat())]),
                due=item.due,
                days=(on - item.due).days,
            )
        )
    return tuple(sorted(told, key=lambda one: (one.due, one.target, one.party, one.id)))


def _violations(period: _Period) -> tuple[Violated, ...]:
    store = period.desk.store
    papers = {act.entity_id for act in period.acts[ActKind.VIOLATE]}
    known = issued.documents(store, papers)
    period.names.foresee("target", [one.target_id for one in known.values()])
    rows = []
    for document_id, acts in store.acts_of("document", papers, ActKind.VIOLATE).items():
        paper = known.get(document_id)
        if paper is None or paper.fate != "issued":
            continue
        for act in halts.standing(acts):
            on = values.day(act.content, "seen_on")
            if on is not None and period.holds(on):
                target = period.names.of("target", paper.target_id)
                place, words = values.text(act.content, "place"), values.text(act.content, "words")
                rows.append(Violated(act.id, paper.number, target, on, place, words))
    return tuple(sorted(rows, key=lambda one: (one.on, one.number, one.id)))


def _filed(period: _Period, filing: Desk) -> tuple[str, ...]:
    return tuple(one.id for one in filings.cases(filing) if period.holds(one.course.filed_on))
