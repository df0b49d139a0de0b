"""Rows of the ledger of rechecks: one for each visit that rechecks orders."""

from collections import Counter
from collections.abc import Iterable, Mapping

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.ledgers import rows_visits
from inspector_app.casework.ledgers.gathering import Gathered, joined
from inspector_app.casework.ledgers.layouts import FAILED, PAPER, PARTLY, PASSED, SITE, UNCLEAR, UNTOLD
from inspector_app.casework.papers.duties import RESULTS
from inspector_app.casework.visits import results
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.ledger_plan import Cell, SheetRow
from inspector_app.store.reading import Record


def recheck_rows(desk: Desk, told: Gathered) -> Iterable[SheetRow]:
    """Return a row for each recheck."""
    for visit in told.visits.values():
        if results.orders_of(visit):
            cells = _cells(desk, told, visit)
            yield SheetRow(
                visit.id, visit.id, f"inspection:{visit.id}", cells, rows_visits.named(told, visit)
            )


def _cells(desk: Desk, told: Gathered, visit: Record) -> tuple[Cell, ...]:
    target = told.target_of(visit)
    orders = [told.papers[one] for one in results.orders_of(visit) if one in told.papers]
    findings = dict.fromkeys(each for one in orders for each in one.finding_ids)
    counts = Counter(_final(told, visit, findings).values())
    there = told.officers(visit.id)
    opinions = [
        one.number for one in rows_visits.outward(told, visit.id) if one.kind == DocumentKind.RECHECK_OPINION
    ]
    return (
        told.day_of(visit),
        rows_visits.target_name(target),
        rows_visits.district(desk, target),
        joined(one.number for one in orders),
        PAPER if values.text(visit.fields, "way") == Way.PAPER else SITE,
        joined(values.text(one.fields, "name") for one in there),
        len(there),
        sum(counts.values()),
        *(counts[name] for name in ("rectified", "partial", "not_rectified", "unverifiable")),
        _conclusion(counts),
        joined(opinions),
        _next_due(told, visit, findings),
        rows_visits.state_word(told, visit),
        rows_visits.kind_label(desk, target),
        rows_visits.late_word(visit),
    )


def _final(told: Gathered, visit: Record, findings: Iterable[str]) -> Mapping[tuple[str, str], str]:
    """Return the results that are final by finding and party: told by an act whose opinion stands."""
    final: dict[tuple[str, str], str] = {}
    for finding_id in findings:
        for act in told.told.get(finding_id, ()):
            result = values.text(act.content, "result")
            own = values.text(act.content, "recheck_id") == visit.id
            if act.kind == ActKind.RECHECK and own and result in RESULTS and _stands(told, act):
                final[(finding_id, values.text(act.content, "party_id"))] = result
    return final


def _stands(told: Gathered, act: Act) -> bool:
    by = values.text(act.content, "by")
    return not by or (by in told.papers and told.papers[by].fate == "issued")


def _conclusion(counts: Counter[str]) -> str:
    every = sum(counts.values())
    if not every:
        return UNTOLD
    if counts["rectified"] == every:
        return PASSED
    if counts["rectified"] or counts["partial"]:
        return PARTLY
    return UNCLEAR if counts["unverifiable"] == every else FAILED


def _next_due(told: Gathered, visit: Record, findings: Iterable[str]) -> str:
    """Return the last day that papers of this recheck set anew."""
    own = {one.id for one in told.made.get(visit.id, ()) if one.fate == "issued"}
    days = [
        values.text(act.content, "due")
        for one in findings
        for act in told.told.get(one, ())
        if act.kind == ActKind.ORDER and values.text(act.content, "by") in own
    ]
    return max(days, default="")
