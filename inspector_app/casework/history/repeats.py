"""A hazard that comes again: the same clause at the same target within twelve months, by orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.papers import issued
from inspector_app.domain.templates import ORDERING
from inspector_app.store.reading import Record
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
    visits = [one.id for one in store.records("inspection", where={"target_id": target_id}) if one.id != but]
    papers = [one.id for one in store.several("document", visits, "inspection_id") if _kind(one) in ORDERING]
    known = issued.documents(store, papers)
    told = [known[one] for one in papers if one in known]
    orders = [
        one for one in told if one.fate == "issued" and one.issued_on and since <= one.issued_on <= today
    ]
    finding_ids = {finding_id for one in orders for finding_id in one.finding_ids}
    clauses = {one.id: values.text(one.fields, "clause") for one in store.several("finding", finding_ids)}
    found: dict[str, dict[str, Earlier]] = {}
    for one in orders:
        for clause in filter(None, (clauses.get(finding_id) for finding_id in one.finding_ids)):
            first = Earlier(one.inspection_id, one.id, one.number, one.label, one.issued_on or today)
            found.setdefault(clause, {}).setdefault(one.inspection_id, first)
    return {
        clause: tuple(sorted(of.values(), key=lambda one: (one.on, one.number), reverse=True))
        for clause, of in found.items()
    }


def _kind(document: Record) -> str:
    return values.text(document.fields, "kind")


def a_year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
