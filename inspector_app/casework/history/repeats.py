"""A hazard that comes again: the same clause at the same target within twelve months, by orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.papers import issued
from inspector_app.domain.templates import ORDERING
from inspector_app.store.store import Store

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Earlier:
    """An order of the same clause at the same target.

    Attributes:
        visit_id: the inspection it came from; what one visit orders twice counts once.
        on: the day of issue.
    """

    visit_id: str
    document_id: str
    number: str
    label: str
    on: date


def earlier(store: Store, target_id: str, but: str, today: date) -> Mapping[str, tuple[Earlier, ...]]:
    """Return what standing documents ordered at a target in the last twelve months, by clause, newest first.

    One of each visit: the document that ordered the clause first.

    Args:
        but: the inspection that is being worked on; its own orders do not count.
    """
    since = a_year_before(today)
    found: dict[str, dict[str, Earlier]] = {}
    for visit in store.records("inspection", where={"target_id": target_id}):
        if visit.id == but:
            continue
        for document in store.records("document", where={"inspection_id": visit.id}):
            told = issued.document(store, document.id)
            if told is None or told.kind not in ORDERING or told.fate != "issued" or told.issued_on is None:
                continue
            if not since <= told.issued_on <= today:
                continue
            one = Earlier(visit.id, document.id, told.number, told.label, told.issued_on)
            for finding_id in told.finding_ids:
                record = store.record("finding", finding_id)
                clause = values.text(record.fields, "clause") if record else ""
                if clause:
                    found.setdefault(clause, {}).setdefault(visit.id, one)
    return {
        clause: tuple(sorted(of.values(), key=lambda one: (one.on, one.number), reverse=True))
        for clause, of in found.items()
    }


def a_year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
