"""What the sheets of an inspection score while they are being filled in (JGJ 59-2011, 4.0.3 and 5.0.2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain import scoring
from inspector_app.domain.checking import NOT_APPLICABLE, Board, CheckSheet, Headway, Line, Mark, headway
from inspector_app.domain.checklists import ScoreItem
from inspector_app.domain.scoring import CategoryScore, Score, SheetScore

ZERO_ITEM = "保证项目「%s」0 分，本表计 0 分（JGJ 59 4.0.3）"
ZERO_SUM = "保证项目小计不足 40 分（有缺项时按比例折算），本表计 0 分（JGJ 59 4.0.3）"
"""Why a table is zero (JGJ 59-2011, 4.0.3-3); the first names the item."""


@dataclass(frozen=True, slots=True)
class CategoryState:
    """A line of JGJ 59's summary while it is being worked on; `scored` is None before its first mark."""

    name: str
    full: int
    scored: CategoryScore | None
    headway: Headway
    zero: bool
    first: str


def item_of(line: Line) -> ScoreItem:
    """Return a scored line as the item that scoring knows."""
    return ScoreItem(int(line.number), line.text, line.key, line.full, line.criteria)


def remaining(line: Line, mark: Mark) -> Fraction | None:
    """Return what an item still scores, None for 缺项.

    Raises:
        RuleError: `score.unknown_criterion`, `score.deduction_out_of_range`.
    """
    if mark.result == NOT_APPLICABLE:
        return None
    return scoring.item_score(item_of(line), dict(mark.deductions))


def filled(board: Board, sheet: CheckSheet) -> scoring.Sheet | None:
    """Return a sheet as scoring takes it; None when the table does not apply or nothing was noted yet.

    What was not looked at yet counts full: the score that is shown meanwhile can only fall.
    """
    lines = [line for part in board.parts_of(sheet) for line in part.lines]
    told = [line for line in lines if sheet.mark(line.id).result]
    items = {int(line.number): remaining(line, sheet.mark(line.id)) for line in told}
    if sheet.absent or not told or (len(told) == len(lines) and all(one is None for one in items.values())):
        return None
    return scoring.Sheet(sheet.part, items)


def _scored(board: Board) -> Iterator[tuple[CheckSheet, scoring.Sheet]]:
    for sheet in board.sheets:
        if board.standard is not None and sheet.listing == board.standard.id:
            told = filled(board, sheet)
            if told is not None:
                yield sheet, told


def scored(board: Board) -> tuple[Score | None, dict[str, SheetScore]]:
    """Return the whole score as it stands now, None before the first mark, and each sheet's own by its id."""
    told = list(_scored(board))
    if board.standard is None or not told:
        return None, {}
    now = scoring.score([one for _, one in told], board.standard)
    return now, {sheet.id: one for (sheet, _), one in zip(told, now.sheets, strict=True)}


def score(board: Board) -> Score | None:
    """Return the whole score as it stands now, None before the first mark."""
    return scored(board)[0]


def sheet_scores(board: Board) -> dict[str, SheetScore]:
    """Return the score of each sheet that has one, by the sheet's id."""
    return scored(board)[1]


def categories(board: Board, now: Score | None) -> tuple[CategoryState, ...]:
    """Return the summary's lines with what each has scored and how far it is."""
    standard = board.standard
    if standard is None:
        return ()
    by_name = {one.name: one for one in now.categories} if now else {}
    zeros = {one.table for one in now.sheets if one.zero_reason} if now else set()
    told = []
    for category in standard.categories:
        own = [one for one in board.sheets_of(standard.id) if one.part in category.tables]
        way = sum((headway(board, one) for one in own), Headway(0, 0))
        open_first = [one.id for one in own if not one.absent] or [one.id for one in own] or [""]
        zero = bool(zeros & set(category.tables))
        told.append(
            CategoryState(category.name, category.full, by_name.get(category.name), way, zero, open_first[0])
        )
    return tuple(told)


def zero_words(reason: str, said: Callable[[str], str] = str) -> str:
    """Return in words why a table is zero (JGJ 59-2011, 4.0.3-3), empty for no reason.

    Args:
        said: puts words of the office's language into the reader's.
    """
    if not reason:
        return ""
    name = reason.partition(":")[2]
    return said(ZERO_ITEM) % said(name) if name else said(ZERO_SUM)
