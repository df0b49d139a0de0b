"""Checklists of an inspection, read: its sheets, what was noted of each item, and what it scores."""

from collections.abc import Mapping
from uuid import NAMESPACE_OID, uuid5

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.targets import registry
from inspector_app.domain import checking, scoring
from inspector_app.domain.check_scores import score as score_of
from inspector_app.domain.checking import Board, CheckSheet, Headway, Listing, Mark, Sort
from inspector_app.domain.errors import RuleError
from inspector_app.domain.listings import listings
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

SHEET, MARK = "check_sheet", "check_mark"
MOST_LOOKED_BACK = 100
"""Earlier visits among which the last one with sheets is looked for."""


def board(desk: Desk, inspection_id: str) -> Board:
    """Return all checklists of an inspection; untouched, those that the last visit to its target used.

    Raises:
        RuleError: `inspection.none`, `registry.no_target`.
    """
    store = desk.store
    record = store.record("inspection", inspection_id)
    if record is None:
        raise RuleError("inspection.none", where=inspection_id)
    target_id = values.text(record.fields, "target_id")
    target = registry.target_of(store, target_id)
    own = _sheets(store, inspection_id)
    kept = {one.listing for one in own}
    offered = listings(desk.rules, target.kind, values.text(record.fields, "source"), kept)
    kind = desk.rules.targets.get(target.kind)
    before = () if own else _last_visit(store, inspection_id, target_id)
    scored = any(one.sort is Sort.SCORED for one in offered)
    at_first = frozenset(
        part.id
        for one in offered
        if one.sort is Sort.SCORED
        for part in one.parts
        if kind is not None and not kind.applies(part.id, target.phase)
    )
    sheets = _planned(inspection_id, offered, own, before, at_first if not (own or before) else frozenset())
    return Board(inspection_id, offered, sheets, desk.rules.standard if scored else None)


def _sheets(store: Store, inspection_id: str) -> tuple[CheckSheet, ...]:
    marks: dict[str, dict[str, Mark]] = {}
    for record in store.records(MARK, where={"inspection_id": inspection_id}):
        of = marks.setdefault(values.text(record.fields, "sheet_id"), {})
        of[values.text(record.fields, "item")] = _mark_of(record.fields)
    records = store.records(SHEET, where={"inspection_id": inspection_id})
    return tuple(_sheet_of(one, marks.get(one.id, {})) for one in records)


def _sheet_of(record: Record, marks: Mapping[str, Mark]) -> CheckSheet:
    fields = record.fields
    return CheckSheet(
        id=record.id,
        listing=values.text(fields, "listing"),
        part=values.text(fields, "part"),
        name=values.text(fields, "name"),
        absent=values.flag(fields, "absent"),
        order=values.number(fields, "sort"),
        kept=True,
        marks=marks,
    )


def _mark_of(fields: values.Fields) -> Mark:
    points = values.part(fields, "deductions") or {}
    told = values.part(fields, "findings") or {}
    return Mark(
        result=values.text(fields, "result"),
        deductions=tuple((str(one), n) for one, n in points.items() if isinstance(n, int) and n > 0),
        note=values.text(fields, "note"),
        findings=tuple((str(one), str(finding_id)) for one, finding_id in told.items()),
    )


def _last_visit(store: Store, inspection_id: str, target_id: str) -> tuple[CheckSheet, ...]:
    """Return the sheets of the last inspection of a target that has any, without their marks."""
    visits = store.records("inspection", where={"target_id": target_id}, order="-started")
    before = [one.id for one in visits if one.id != inspection_id][:MOST_LOOKED_BACK]
    by_visit: dict[str, list[CheckSheet]] = {}
    # All at once: a target of many years has hundreds of visits, and most of them no sheet.
    for record in store.several(SHEET, before, by="inspection_id"):
        visit = values.text(record.fields, "inspection_id")
        by_visit.setdefault(visit, []).append(_sheet_of(record, {}))
    return next((tuple(by_visit[one]) for one in before if one in by_visit), ())


def _planned(
    inspection_id: str,
    offered: tuple[Listing, ...],
    own: tuple[CheckSheet, ...],
    before: tuple[CheckSheet, ...],
    ahead: frozenset[str],
) -> tuple[CheckSheet, ...]:
    """Return for every table its own sheets, else those of the last visit emptied, else one.

    Args:
        ahead: tables that the target's phase does not need; they begin as not applicable.
    """
    told: list[CheckSheet] = []
    for listing in offered:
        for part in _wholes(listing):
            mine = [one for one in own if (one.listing, one.part) == (listing.id, part)]
            last = [one for one in before if (one.listing, one.part) == (listing.id, part)]
            told += sorted(mine, key=lambda one: one.order) or _emptied(
                inspection_id, listing, part, last, absent=part in ahead
            )
    return tuple(told)


def _wholes(listing: Listing) -> tuple[str, ...]:
    """Return what has a sheet of its own: each table of a scored list, any other list as one."""
    return tuple(one.id for one in listing.parts) if listing.sort is Sort.SCORED else ("",)


def _emptied(
    inspection_id: str, listing: Listing, part: str, last: list[CheckSheet], *, absent: bool
) -> list[CheckSheet]:
    last = sorted(last, key=lambda one: one.order) or [CheckSheet("", listing.id, part, absent=absent)]
    return [
        CheckSheet(
            record_id(inspection_id, listing.id, part, str(n)),
            listing.id,
            part,
            one.name,
            one.absent,
            order=n,
        )
        for n, one in enumerate(last)
    ]


def record_id(*parts: str) -> str:
    """Return the id that two laptops give to the same sheet or mark, so that both write one record."""
    return uuid5(NAMESPACE_OID, "/".join(parts)).hex


def progress(desk: Desk, inspection_id: str) -> Headway:
    """Return how many items of an inspection are looked at, and of how many.

    Raises:
        RuleError: those of `board`.
    """
    return checking.whole_headway(board(desk, inspection_id))


def score(desk: Desk, inspection_id: str) -> scoring.Score | None:
    """Return the score of an inspection's sheets as it stands now, None before the first mark.

    Raises:
        RuleError: those of `board`.
    """
    return score_of(board(desk, inspection_id))
