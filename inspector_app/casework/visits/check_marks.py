"""Checklists of an inspection, written: marks, sheets, and the findings that come of a failed item.

Every function takes the board it was asked on and returns the board as it is afterwards, so that a key press
costs one transaction and no reading of the rest.
"""

from dataclasses import replace
from uuid import uuid4

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.checks import MARK, SHEET, record_id
from inspector_app.domain import scoring
from inspector_app.domain.check_scores import item_of
from inspector_app.domain.checking import FAILS, NOTHING, Board, CheckSheet, Line, Mark, Sort
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Severity
from inspector_app.store.store import Tx

LONGEST_NAME, LONGEST_NOTE = 40, 500


def mark(desk: Desk, now: Board, sheet_id: str, line_id: str, told: Mark) -> Board:
    """Note something of an item; nothing noted any more clears it.

    Raises:
        RuleError: `checks.no_sheet`, `checks.no_item`, `checks.bad_result`, `checks.absent`,
            `inspection.locked`, `score.unknown_criterion`, `score.deduction_out_of_range`.
    """
    sheet, line = _place(now, sheet_id, line_id)
    told = replace(told, note=told.note.strip()[:LONGEST_NOTE])
    _refuse_unfit(now, sheet, line, told)
    with desk.store.transaction(desk.user) as tx:
        inspections.must_be_open(tx, now.inspection_id)
        now = _keep_sheets(tx, now)
        _write_mark(tx, now.inspection_id, sheet_id, line_id, told)
    return now.with_mark(sheet_id, line_id, told)


def _place(now: Board, sheet_id: str, line_id: str) -> tuple[CheckSheet, Line]:
    sheet = now.sheet(sheet_id)
    if sheet is None:
        raise RuleError("checks.no_sheet", where=sheet_id)
    line = now.line(sheet, line_id)
    if line is None:
        raise RuleError("checks.no_item", where=line_id)
    return sheet, line


def _refuse_unfit(now: Board, sheet: CheckSheet, line: Line, told: Mark) -> None:
    listing = now.listing(sheet.listing)
    if told.result and (listing is None or told.result not in listing.results):
        raise RuleError("checks.bad_result", where=line.id, result=told.result)
    if sheet.absent:
        raise RuleError("checks.absent", where=line.id)
    if line.full:
        scoring.item_score(item_of(line), dict(told.deductions))


def _keep_sheets(tx: Tx, now: Board) -> Board:
    """Write the sheets that only stood on the screen: the next visit begins with the same ones."""
    if all(one.kept for one in now.sheets):
        return now
    for sheet in now.sheets:
        if not sheet.kept:
            _put(tx, SHEET, sheet.id, _sheet_fields(now.inspection_id, sheet))
    return replace(now, sheets=tuple(replace(one, kept=True) for one in now.sheets))


def _put(tx: Tx, entity: str, record_id: str, fields: dict[str, object]) -> None:
    """Write a record; one that an undo took away is there again."""
    if tx.record(entity, record_id) is None:
        tx.create(entity, fields, record_id)
    else:
        tx.set(entity, record_id, fields)


def _sheet_fields(inspection_id: str, sheet: CheckSheet) -> dict[str, object]:
    return {
        "inspection_id": inspection_id,
        "listing": sheet.listing,
        "part": sheet.part,
        "name": sheet.name,
        "absent": sheet.absent,
        "sort": sheet.order,
    }


def _write_mark(tx: Tx, inspection_id: str, sheet_id: str, line_id: str, told: Mark) -> None:
    fields: dict[str, object] = {
        "inspection_id": inspection_id,
        "sheet_id": sheet_id,
        "item": line_id,
        "result": told.result,
        "deductions": dict(told.deductions),
        "note": told.note,
        "findings": dict(told.findings),
    }
    _put(tx, MARK, record_id(sheet_id, line_id), fields)


def change_sheet(
    desk: Desk, now: Board, sheet_id: str, *, name: str | None = None, absent: bool | None = None
) -> Board:
    """Name a sheet, or say that its whole table does not apply (缺项); its marks stay in the journal.

    Raises:
        RuleError: `checks.no_sheet`, `inspection.locked`.
    """
    sheet = now.sheet(sheet_id)
    if sheet is None:
        raise RuleError("checks.no_sheet", where=sheet_id)
    changed = replace(
        sheet,
        name=sheet.name if name is None else name.strip()[:LONGEST_NAME],
        absent=sheet.absent if absent is None else absent,
    )
    with desk.store.transaction(desk.user) as tx:
        inspections.must_be_open(tx, now.inspection_id)
        now = _keep_sheets(tx, now)
        tx.set(SHEET, sheet_id, {"name": changed.name, "absent": changed.absent})
    return now.with_sheet(replace(changed, kept=True))


def add_sheet(desk: Desk, now: Board, listing_id: str, part: str, name: str) -> tuple[Board, str]:
    """Add another sheet of a table, for another machine or place; its category is the mean (4.0.3-6).

    Raises:
        RuleError: `checks.no_sheet` when the table is unknown, `inspection.locked`.
    """
    listing = now.listing(listing_id)
    if listing is None or listing.sort is not Sort.SCORED or listing.part(part) is None:
        raise RuleError("checks.no_sheet", where=f"{listing_id} {part}")
    same = [n for n, one in enumerate(now.sheets) if (one.listing, one.part) == (listing_id, part)]
    order = 1 + max((now.sheets[n].order for n in same), default=-1)
    made = CheckSheet(uuid4().hex, listing_id, part, name.strip()[:LONGEST_NAME], order=order, kept=True)
    with desk.store.transaction(desk.user) as tx:
        inspections.must_be_open(tx, now.inspection_id)
        now = _keep_sheets(tx, now)
        tx.create(SHEET, _sheet_fields(now.inspection_id, made), made.id)
    place = same[-1] + 1 if same else len(now.sheets)
    return replace(now, sheets=(*now.sheets[:place], made, *now.sheets[place:])), made.id


def raise_finding(
    desk: Desk, now: Board, sheet_id: str, line_id: str, criterion_id: str = ""
) -> tuple[Board, str]:
    """Record a finding of a failed item and note it there, both or neither; return its id.

    Args:
        criterion_id: the ground for deduction that it is about; left out, the whole item.

    Raises:
        RuleError: `checks.no_sheet`, `checks.no_item`, `checks.absent`, `checks.bad_result`,
            `inspection.locked`.
    """
    sheet, line = _place(now, sheet_id, line_id)
    held = sheet.mark(line_id)
    told = replace(held, result=(held.result if line.full else FAILS) or FAILS)
    _refuse_unfit(now, sheet, line, told)
    new = findings.NewFinding(
        location=sheet.name,
        fact=_fact(line, held, criterion_id),
        clause_id=line.clause_id,
        severity=Severity.MAJOR if line.criterion_id else Severity.GENERAL,
        seen_on=desk.today(),
        criterion_id=line.criterion_id,
        item=criterion_id or line_id,
    )
    with desk.store.transaction(desk.user) as tx:
        finding_id = findings.write(tx, now.inspection_id, new)
        linked = tuple({**dict(held.findings), criterion_id: finding_id}.items())
        told = replace(told, findings=linked)
        now = _keep_sheets(tx, now)
        _write_mark(tx, now.inspection_id, sheet_id, line_id, told)
    return now.with_mark(sheet_id, line_id, told), finding_id


def _fact(line: Line, held: Mark, criterion_id: str) -> str:
    """Return the fact in the standard's own words; of a list, its note first."""
    if line.criterion_id:
        return f"{line.text}。"
    wanted = {criterion_id} if criterion_id else {one for one, _ in held.deductions}
    grounds = [one.text for one in line.criteria if one.id in wanted]
    if grounds:
        return "；".join(grounds) + "。"
    if held.note:
        return held.note
    return f"{line.text}：不符合要求。"


def cleared(held: Mark) -> Mark:
    """Return a mark without its result and deductions; the note and the findings stay."""
    return replace(NOTHING, note=held.note, findings=held.findings)
