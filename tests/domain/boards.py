"""Boards over the shipped edition, made by hand."""

from fractions import Fraction

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.domain.checking import NOT_APPLICABLE, Board, CheckSheet, Line, Mark
from inspector_app.domain.listings import listings
from inspector_app.domain.rules import Rules
from inspector_app.domain.scoring import Sheet


def _shipped() -> Rules:
    rules = load(assets.folder("forms")).rules
    assert rules is not None
    return rules


RULES = _shipped()
SCORED = listings(RULES, "construction_site")[0]


def named(table: str, name: str) -> tuple[str, str]:
    """Return a table with the name of its sheet."""
    return table, name


def a_board(*tables: str | tuple[str, str]) -> Board:
    """Return the board of these tables of the scored standard, nothing noted; a sheet's id is what it is."""
    pairs = [(one, "") if isinstance(one, str) else one for one in tables]
    sheets = tuple(CheckSheet(f"{table} {name}".strip(), "jgj59", table, name) for table, name in pairs)
    return Board("inspection", (SCORED,), sheets, RULES.standard)


def line(board: Board, line_id: str) -> Line:
    """Return an item of the first sheet that has it."""
    return next(found for sheet in board.sheets if (found := board.line(sheet, line_id)) is not None)


def marks(board: Board, sheet_id: str) -> list[str]:
    """Return the ids of a sheet's items."""
    sheet = board.sheet(sheet_id)
    assert sheet is not None
    return [one.id for part in board.parts_of(sheet) for one in part.lines]


def by_hand(board: Board) -> list[Sheet]:
    """Reckon the sheets once more from the marks alone, without the functions that are being tested."""
    told = []
    for sheet in board.sheets_of("jgj59"):
        items: dict[int, Fraction | None] = {}
        table = RULES.standard.table(sheet.part)
        assert table is not None
        for item in table.items:
            mark = sheet.marks.get(f"{table.id}-{item.number}", Mark())
            if mark.result == NOT_APPLICABLE:
                items[item.number] = None
            elif mark.result:
                items[item.number] = Fraction(max(0, item.full - sum(n for _, n in mark.deductions)))
        missing = len(items) == len(table.items) and not any(one is not None for one in items.values())
        if items and not missing:
            told.append(Sheet(table.id, items))
    return told
