"""Rows of every ledger brought up to date: what changed is reckoned anew, and nothing else."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers import gathering, layouts
from inspector_app.casework.ledgers.rows_conduct import conduct_rows, filing_rows
from inspector_app.casework.ledgers.rows_documents import document_rows
from inspector_app.casework.ledgers.rows_findings import finding_rows
from inspector_app.casework.ledgers.rows_rechecks import recheck_rows
from inspector_app.casework.ledgers.rows_visits import inspection_rows, plant_rows
from inspector_app.domain.errors import Progress
from inspector_app.domain.ledgers import Ledger
from inspector_app.store.ledger_plan import LedgerPlan, SheetRow, Touched

AT_ONCE = 200
"""Changes that are reckoned in one look."""

TOGETHER = 25
"""Units that are written in one transaction: whoever types meanwhile waits for no more."""

BULK = 5000
"""Changes from which on the indexes are made anew instead of being kept up row by row."""


class Reckoned(NamedTuple):
    """What was reckoned of some units: rows by ledger, and when they change by themselves."""

    rows: dict[str, list[SheetRow]]
    looks: dict[str, str]


def catch_up(desk: Desk, progress: Progress | None = None) -> None:
    """Reckon what changed in the main workspace; after a new edition of the ledgers, everything."""
    _catch_up(desk, layouts.PLAN, progress)


def catch_up_filings(filing: Desk, progress: Progress | None = None) -> None:
    """Reckon what changed in the filing workspace: it has few cases, and is reckoned as a whole."""
    _catch_up(filing, layouts.FILING_PLAN, progress)


def reckon(desk: Desk, visit_ids: Sequence[str]) -> Reckoned:
    """Return the rows of these visits as records and acts make them today."""
    told = gathering.gather(desk, visit_ids)
    looks: dict[str, str] = {}
    for visit_id, found in told.found.items():
        days = [values.iso(told.known[one.id].look_on) for one in found]
        days += [_reaches_on(desk, told, visit_id)]
        if ahead := [one for one in days if one]:
            looks[visit_id] = min(ahead)
    for visit_id in told.made:
        if (day := _reaches_on(desk, told, visit_id)) and visit_id not in looks:
            looks[visit_id] = day
    rows = {
        Ledger.INSPECTIONS.value: list(inspection_rows(desk, told)),
        Ledger.FINDINGS.value: list(finding_rows(desk, told)),
        Ledger.DOCUMENTS.value: list(document_rows(desk, told)),
        Ledger.RECHECKS.value: list(recheck_rows(desk, told)),
        Ledger.CONDUCT.value: list(conduct_rows(desk, told, looks)),
        Ledger.PLANTS.value: list(plant_rows(desk, told)),
    }
    return Reckoned(rows, looks)


def _reaches_on(desk: Desk, told: gathering.Gathered, visit_id: str) -> str:
    """Return the next day on which an announcement of a visit's papers reaches somebody."""
    today = desk.today().isoformat()
    days = [
        values.text(act.content, "reached_on")
        for paper in told.made.get(visit_id, ())
        for act in told.acts.get(paper.id, ())
    ]
    return min((one for one in days if one > today), default="")


def _catch_up(desk: Desk, plan: LedgerPlan, progress: Progress | None) -> None:
    store, today, done = desk.store, desk.today().isoformat(), 0
    changed = store.ledgers_touched(plan, AT_ONCE, today)
    if not changed:
        store.index_ledgers(plan)
        return
    waiting = store.ledgers_behind()
    if waiting > BULK:
        store.index_ledgers(plan, drop=True)
    while changed:
        _write(desk, plan, changed)
        done += len(changed)
        if progress is not None:
            progress.step(done, max(waiting, done))
        changed = store.ledgers_touched(plan, AT_ONCE, today)
    store.index_ledgers(plan)


def _write(desk: Desk, plan: LedgerPlan, changed: Iterable[Touched]) -> None:
    told = list(changed)
    up_to = max(one.no for one in told)
    if plan is layouts.FILING_PLAN:
        rows = list(filing_rows(desk))
        held = (str(row[1]) for row in desk.store.ledger_contents(plan.sheets[0]))
        units = sorted({*held, *(one.unit for one in rows)})
        desk.store.put_ledgers(plan, units, {Ledger.FILINGS.value: rows}, {}, up_to)
        return
    units = gathering.units_of(desk.store, ((one.entity, one.id) for one in told))
    _put(desk, plan, units, reckon(desk, units), up_to)


def _put(desk: Desk, plan: LedgerPlan, units: Sequence[str], made: Reckoned, up_to: int) -> None:
    """Write in parts; what changed counts as reckoned with the last of them."""
    # A paper without a visit may have moved to another unit than the one that was noted.
    every = sorted({*units, *(one.unit for of in made.rows.values() for one in of)})
    for first in range(0, max(len(every), 1), TOGETHER):
        part = frozenset(every[first : first + TOGETHER])
        rows = {name: [one for one in of if one.unit in part] for name, of in made.rows.items()}
        looks = {unit: day for unit, day in made.looks.items() if unit in part}
        last = first + TOGETHER >= len(every)
        desk.store.put_ledgers(plan, sorted(part), rows, looks, up_to if last else 0)
