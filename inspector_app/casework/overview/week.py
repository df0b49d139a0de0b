"""This week: the inspections of each day, what falls due, what was issued, and how it counts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.today import Due
from inspector_app.casework.papers import issued
from inspector_app.casework.people.names import Names
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.statistics import DocumentFact, Facts, Figure, VisitFact, figures
from inspector_app.store.reading import Record
from inspector_app.store.store import Store


@dataclass(frozen=True, slots=True)
class WeekVisit:
    """An inspection of this week; `done` when it was concluded."""

    id: str
    target_id: str
    target: str
    done: bool


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week: its inspections, and how many documents fall due."""

    day: date
    visits: tuple[WeekVisit, ...]
    due: int = 0


def monday(day: date) -> date:
    """Return the first day of the week."""
    return day - timedelta(days=day.weekday())


def week(desk: Desk, owed: Iterable[Due] = ()) -> tuple[WeekDay, ...]:
    """Return the days of this week from Monday; Saturday and Sunday only when one inspects on them.

    Args:
        owed: what `dues` said, for the days that are still to come.
    """
    today, store = desk.today(), desk.store
    first = monday(today)
    names = Names(store)
    told: dict[date, list[WeekVisit]] = defaultdict(list)
    visits = begun(store, first, first + timedelta(days=6))
    done = concluded(store, visits)
    names.foresee("target", [values.text(one.fields, "target_id") for _, one in visits])
    for on, record in visits:
        target_id = values.text(record.fields, "target_id")
        told[on].append(WeekVisit(record.id, target_id, names.of("target", target_id), record.id in done))
    falls = [one.due for one in owed if one.due is not None and one.due >= today]
    days = [
        WeekDay(day, tuple(told.get(day, ())), falls.count(day))
        for day in (first + timedelta(days=n) for n in range(7))
    ]
    return tuple(one for one in days if one.day.weekday() < 5 or one.day == today or one.visits)


def concluded(store: Store, visits: Iterable[tuple[date, Record]]) -> frozenset[str]:
    """Return the ids of those of these inspections that are closed."""
    return frozenset(store.acts_of("inspection", [one.id for _, one in visits], ActKind.CONCLUDE))


def begun(store: Store, first: date, last: date) -> list[tuple[date, Record]]:
    """Return the inspections that began in these days, both inclusive, by time."""
    found = []
    # A day of room on both sides: the text tells the day where it was written, with its own zone.
    least = (first - ONE_DAY).isoformat() if first > date.min else ""
    for record in store.visits(least, (last + 2 * ONE_DAY).isoformat()):
        started = values.moment(record.fields, "started")
        if started is not None and first <= local_date(started) <= last:
            found.append((started, record))
    found.sort(key=lambda told: told[0])
    return [(local_date(started), record) for started, record in found]


ONE_DAY = timedelta(days=1)

STEP = 6
"""How much longer each step back into a series is than the one before."""


def recent(store: Store, since: date) -> tuple[issued.Issued, ...]:
    """Return the documents issued on or after a day, whatever became of them, by number.

    Each series is read from its newest number back to the first that is older, all series together and in
    steps that grow: as many looks as there are digits in the week's papers, not as there are papers. Late
    entries bear numbers of their own, and are asked for by their day.
    """
    series: dict[tuple[int, str, int], list[tuple[int, str]]] = defaultdict(list)
    for one in store.numbers_since(since.year):
        series[(one.machine_code, one.kind, one.year)].append((one.serial, one.document_id))
    left = [[one for _, one in sorted(numbers, reverse=True)] for numbers in series.values()]
    late = [one.document_id for one in store.late_numbers() if one.issued_on >= since.isoformat()]
    told = issued.documents(store, late) if late else {}
    step = 1
    while left:
        known = issued.documents(store, [one for of in left for one in of[:step]])
        fresh = {one: paper for one, paper in known.items() if _on(paper) >= since}
        told |= fresh
        left = [of[step:] for of in left if len(of) > step and all(one in fresh for one in of[:step])]
        step *= STEP
    return tuple(sorted(told.values(), key=_issued))


def _on(told: issued.Issued) -> date:
    return told.issued_on or date.min


def _issued(told: issued.Issued) -> tuple[date, str]:
    return (_on(told), told.number)


SHOWN = (
    "officer_visits",
    "site_visits",
    "plant_visits",
    "rectification_notices",
    "plant_orders",
    "stop_work_notices",
)
"""Codes of the figures that the day shows, defined in `domain.statistics`."""


def week_figures(desk: Desk) -> dict[str, Figure]:
    """Return this week's figures of SHOWN by code."""
    store, first = desk.store, monday(desk.today())
    last = first + timedelta(days=6)
    documents = tuple(
        DocumentFact(one.id, one.issued_on, one.kind, late=one.late)
        for one in recent(store, first)
        if one.fate == "issued" and one.issued_on is not None
    )
    told = figures(Facts(_visit_facts(store, first, last), documents, ()), first, last)
    return {one.code: one for one in told if one.code in SHOWN}


def _visit_facts(store: Store, first: date, last: date) -> tuple[VisitFact, ...]:
    visits = begun(store, first, last)
    done = concluded(store, visits)
    experts = {one.id for one in store.records("person") if values.flag(one.fields, "expert")}
    names = Names(store)
    told = []
    # A recheck by the papers alone went nowhere: it is no visit.
    visits = [(on, one) for on, one in visits if one.id in done and one.fields.get("way") != "paper"]
    names.foresee("target", [values.text(one.fields, "target_id") for _, one in visits])
    there: dict[str, dict[str, None]] = defaultdict(dict)
    for one in store.several("attendance", [visit.id for _, visit in visits], "inspection_id"):
        there[values.text(one.fields, "inspection_id")][values.text(one.fields, "person_id")] = None
    for on, record in visits:
        ids = there[record.id]
        target_id = values.text(record.fields, "target_id")
        officers = tuple(one for one in ids if one not in experts)
        kind, late = names.of("target", target_id, "kind"), values.flag(record.fields, "late")
        told.append(VisitFact(record.id, on, target_id, kind, officers, late))
    return tuple(told)
