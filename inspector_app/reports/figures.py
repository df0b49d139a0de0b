"""The facts that figures are counted from, read from the store for the days of a period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.states import FindingState
from inspector_app.domain.statistics import (
    DEFINITIONS,
    Definition,
    DocumentFact,
    EscalationFact,
    Facts,
    Figure,
    FindingFact,
    RecheckFact,
    VisitFact,
    figures,
)
from inspector_app.domain.targets import TargetKind
from inspector_app.reports import filed
from inspector_app.reports.places import Places, day, text
from inspector_app.store.duty_book import DutyRow
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

_ONE_DAY = timedelta(days=1)

RESULTS = frozenset({"rectified", "partial", "not_rectified", "unverifiable"})
"""What a recheck can find; anything else is no result."""


def count(
    store: Store,
    first: date,
    last: date,
    *,
    filing: Store | None = None,
    unseen: bool = False,
    kinds: Iterable[TargetKind] = (),
    definitions: Sequence[Definition] = DEFINITIONS,
) -> tuple[Figure, ...]:
    """Return every figure of a period, both days inclusive, each with the list it opens.

    Args:
        store: with the board of duties reckoned, as `casework.papers.board.reckoned` hands it out.
        filing: the filing workspace of who counts; its filings count by the day they were approved.
        unseen: the office has one that this person has no key to; the figures then say so.
        kinds: of target, whose forms bring figures of their own.
    """
    facts = whole(store, first, last, filing=filing)
    told = figures(facts, first, last, kinds, definitions)
    return filed.unseen(told, definitions) if unseen and filing is None else told


def whole(
    store: Store, first: date, last: date, *, filing: Store | None = None, district_field: str = "district"
) -> Facts:
    """Return the facts of a period with those of the filing workspace, for who has its key."""
    facts = facts_of(store, first, last, district_field)
    if filing is None:
        return facts
    papers = (*facts.documents, *filed.facts(filing))
    return replace(facts, documents=papers, cases=filed.steps(filing))


def facts_of(
    store: Store, first: date = date.min, last: date = date.max, district_field: str = "district"
) -> Facts:
    """Return the facts that figures of a period can count: all that one of their days lies in it.

    Raises:
        RuntimeError: the board of duties is behind; a figure would be wrong.
    """
    if store.duties_changed(1, ""):
        raise RuntimeError("the board of duties is behind: see casework.papers.board.reckoned")
    places = Places(store, district_field)
    acts = store.acts_on(first.isoformat(), last.isoformat())
    visits = _concluded(store, first, last)
    places.foresee(one.id for one in visits)
    return Facts(
        tuple(_visits(places, visits)),
        _documents(store, places, acts),
        _findings(store, places, first, last, visits),
        _rechecks(store, places, acts),
        _escalations(store, places, acts),
    )


def _concluded(store: Store, first: date, last: date) -> list[Record]:
    """Return the inspections of a period that were concluded, by the day they began."""
    # A day of room on both sides: the text tells the day where it was written, with its own zone.
    least = (first - _ONE_DAY).isoformat() if first > date.min else ""
    beyond = (last + 2 * _ONE_DAY).isoformat() if last < date.max - 2 * _ONE_DAY else "9999-99"
    records = store.visits(least, beyond)
    concluded = store.acts_of("inspection", [one.id for one in records], ActKind.CONCLUDE)
    return [one for one in records if one.id in concluded]


def _visits(places: Places, records: Iterable[Record]) -> Iterator[VisitFact]:
    for record in records:
        on = day(record.fields.get("started"))
        if on is None:
            continue
        place = places.of(record.id)
        yield VisitFact(
            record.id,
            on,
            place.target_id,
            places.kind_of(place.target_id),
            place.officer_ids,
            record.fields.get("late") is True,
            places.experts_of(record.id),
            bool(record.fields.get("recheck_of")),
            # A recheck by the papers alone went nowhere: it is no visit.
            record.fields.get("way") == "paper",
            place,
        )


def _documents(store: Store, places: Places, acts: Iterable[Act]) -> tuple[DocumentFact, ...]:
    issued = [act for act in acts if act.entity == "document" and act.kind == ActKind.ISSUE]
    book = store.numbers()
    fates = {one.act_id: one.fate for one in book.numbers}
    # Two laptops may have keyed in the same paper: one number counts once.
    late = {one.act_id: one.fate for one in book.late if not one.repeats}
    places.foresee(text(act.content, "inspection_id") for act in issued)
    told = []
    for act in issued:
        on, fate = day(act.content.get("issued_on")), fates.get(act.id) or late.get(act.id)
        if on is None or fate is None:
            continue
        own, full = act.content.get("own"), act.content.get("full", False)
        facts = tuple((k, v) for k, v in own.items() if isinstance(v, str)) if isinstance(own, dict) else ()
        place = places.of(text(act.content, "inspection_id"), text(act.content, "target_id"))
        told.append(
            DocumentFact(
                act.entity_id,
                on,
                text(act.content, "kind"),
                full if isinstance(full, bool) else None,
                dict(facts).get("result", ""),
                act.id in late,
                fate,
                places.kind_of(place.target_id),
                facts,
                place,
            )
        )
    return tuple(told)


def _findings(
    store: Store, places: Places, first: date, last: date, visits: Iterable[Record]
) -> tuple[FindingFact, ...]:
    """Return the findings as the board of duties has them; of one that is not at an end nothing is closed."""
    span = (first.isoformat(), last.isoformat())
    records = {one.id: one for one in store.seen(*span)}
    others = {one.finding_id for one in store.duties(counted=span)} - set(records)
    records |= {one.id: one for one in store.several("finding", others)}
    owed: dict[str, list[DutyRow]] = {}
    for one in store.duties(finding_ids=list(records)) if records else ():
        owed.setdefault(one.finding_id, []).append(one)
    places.foresee(text(one.fields, "inspection_id") for one in records.values())
    told = (_finding(places, one, owed.get(one.id, [])) for one in records.values())
    return (*(one for one in told if one is not None), *_told_only(places, visits))


def _told_only(places: Places, visits: Iterable[Record]) -> Iterator[FindingFact]:
    """Yield the findings of which an old ledger tells only how many there were: late, and not closed."""
    for record in visits:
        many, major = record.fields.get("told_findings"), record.fields.get("told_major")
        on = day(record.fields.get("started"))
        if not isinstance(many, int) or on is None:
            continue
        grave = major if isinstance(major, int) else 0
        place = places.of(record.id)
        kind = places.kind_of(place.target_id)
        for n in range(1, many + 1):
            yield FindingFact(
                f"{record.id}:told:{n}", on, n <= grave, late=True, target_kind=kind, place=place
            )


def _finding(places: Places, record: Record, rows: Sequence[DutyRow]) -> FindingFact | None:
    on = day(record.fields.get("seen_on"))
    if on is None or (rows and all(one.word == FindingState.WITHDRAWN for one in rows)):
        return None
    visit = text(record.fields, "inspection_id")
    place = places.of(visit)
    closed, due, done = _kept(rows, on)
    standing = [one for one in rows if one.word != FindingState.WITHDRAWN]
    return FindingFact(
        record.id,
        on,
        record.fields.get("severity") == "major",
        closed,
        due,
        places.is_late(visit),
        done,
        bool(standing) and all(one.word == FindingState.CORRECTED for one in standing),
        places.kind_of(place.target_id),
        place,
    )


def _kept(rows: Sequence[DutyRow], seen: date) -> tuple[date | None, date | None, date | None]:
    """Return when a finding was closed, by when and when it was done, from all who must answer for it.

    It is closed with its last duty, and on time only if each was: one party's lateness is not outweighed by
    another's time. What was put right on the spot was closed on the day it was seen, and in time. Before it
    is ordered, or once its order fell, a finding has only the day somebody thought of: nobody is late.
    """
    spot, told = [], []
    for one in rows:
        if one.word == FindingState.CORRECTED:
            spot.append(one)
        elif one.word != FindingState.WITHDRAWN:
            told.append(one)
    days = [(day(one.done_on), day(one.timely)) for one in told if one.word != FindingState.NEW]
    known = [due for _, due in days if due is not None]
    if not told:
        return (seen, day(spot[0].timely), seen) if spot else (None, None, None)
    if any(not one.closed_on for one in told):
        return None, max(known, default=None), None
    closed = max((on for one in told if (on := day(one.closed_on)) is not None), default=None)
    missed = [(done, due) for done, due in days if done is not None and due is not None and done > due]
    if missed:
        done, due = missed[0]
        return closed, due, done
    return closed, max(known, default=None), max((on for on, _ in days if on is not None), default=None)


def _standing(store: Store, acts: Iterable[Act], kind: ActKind) -> list[Act]:
    """Return the acts of a kind about findings whose document, where they rest on one, stands."""
    told = [act for act in acts if act.entity == "finding" and act.kind == kind]
    by = {text(act.content, "by") for act in told} - {""}
    fates = store.fates(by) if by else {}
    return [act for act in told if fates.get(text(act.content, "by"), "issued") == "issued"]


def _visits_of(store: Store, acts: Iterable[Act]) -> dict[str, str]:
    found = store.several("finding", {act.entity_id for act in acts})
    return {one.id: text(one.fields, "inspection_id") for one in found}


def _rechecks(store: Store, places: Places, acts: Iterable[Act]) -> tuple[RecheckFact, ...]:
    """Return what was found of each duty, once a day: the last word of a day counts."""
    told = _standing(store, acts, ActKind.RECHECK)
    visits = _visits_of(store, told)
    places.foresee((*visits.values(), *(text(act.content, "recheck_id") for act in told)))
    found: dict[str, RecheckFact] = {}
    for act in told:
        on, result = day(act.content.get("on")), text(act.content, "result")
        visit = visits.get(act.entity_id)
        if on is None or result not in RESULTS or visit is None:
            continue
        again = text(act.content, "recheck_id")
        first = places.of(visit)
        place = replace(first, officer_ids=places.of(again).officer_ids) if again else first
        key = f"{act.entity_id}:{text(act.content, 'party_id')}:{on.isoformat()}"
        late, kind = places.is_late(again or visit), places.kind_of(place.target_id)
        found[key] = RecheckFact(key, on, result, late, kind, place)
    return tuple(found.values())


def _escalations(store: Store, places: Places, acts: Iterable[Act]) -> tuple[EscalationFact, ...]:
    """Return the findings that go on by stronger means, each once by each kind of them: on its first day.

    A case tells of it anew with every step; steps of later periods are no further escalation.
    """
    told = _standing(store, acts, ActKind.ESCALATE)
    every = store.acts_of("finding", {act.entity_id for act in told}, ActKind.ESCALATE) if told else {}
    begun: dict[str, date] = {}
    for act in _standing(store, (act for of in every.values() for act in of), ActKind.ESCALATE):
        if (on := day(act.content.get("on"))) is not None:
            key = f"{act.entity_id}:{text(act.content, 'to')}"
            begun[key] = min(on, begun.get(key, on))
    visits = _visits_of(store, told)
    places.foresee(visits.values())
    found: dict[str, EscalationFact] = {}
    for act in told:
        on, visit, to = day(act.content.get("on")), visits.get(act.entity_id), text(act.content, "to")
        key = f"{act.entity_id}:{to}"
        if on is None or visit is None or on != begun[key]:
            continue
        place = places.of(visit)
        late, kind = places.is_late(visit), places.kind_of(place.target_id)
        found.setdefault(key, EscalationFact(key, on, to, late, kind, place))
    return tuple(found.values())
