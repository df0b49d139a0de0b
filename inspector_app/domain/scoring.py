"""JGJ 59-2011 scoring in exact fractions: nothing is rounded before it is graded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from inspector_app.domain.checklists import ScoreItem, ScoreRules, ScoreStandard, ScoreTable
from inspector_app.domain.errors import RuleError

FULL = 100
GUARANTEE_LINE = 40

EXCELLENT, PASSED, FAILED = "优良", "合格", "不合格"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled-in table. Say `items`, or the two subtotals, or the final score.

    Attributes:
        items: item number → score after capping; None is 缺项; an item not named has full marks.
        guarantee, general: subtotals of a sheet whose items were not kept.
        score: the final score, already after the zero rule.
    """

    table: str
    items: Mapping[int, Fraction | None] = field(default_factory=dict)
    guarantee: Fraction | None = None
    general: Fraction | None = None
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SheetScore:
    """A sheet's score of 100, and why it is zero if a rule made it so."""

    table: str
    score: Fraction
    zero_reason: str | None


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """A line of the summary: `mean` is C of 100, `marks` is A1 = B·C/100 (4.0.3-4)."""

    name: str
    full: int
    mean: Fraction
    marks: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """A whole inspection's score.

    Attributes:
        categories: in the summary's order; a category without a sheet (缺项) is left out.
        got, of: D and E of 4.0.3-5; total = D/E·100.
    """

    sheets: tuple[SheetScore, ...]
    categories: tuple[CategoryScore, ...]
    got: Fraction
    of: int
    total: Fraction
    any_zero: bool
    grade: str


def item_score(item: ScoreItem, deductions: Mapping[str, int]) -> Fraction:
    """Return an item's score: full marks less all deductions, never below zero (4.0.3-2).

    Args:
        deductions: criterion id → points; a criterion counted per place, person or thing may be
            deducted several times its range.

    Raises:
        RuleError: `score.unknown_criterion`, `score.deduction_out_of_range`.
    """
    criteria = {criterion.id: criterion for criterion in item.criteria}
    total = 0
    for criterion_id, points in deductions.items():
        criterion = criteria.get(criterion_id)
        if criterion is None:
            raise RuleError("score.unknown_criterion", where=criterion_id, item=item.name)
        if points < criterion.least or (not criterion.per and points > criterion.most):
            raise RuleError(
                "score.deduction_out_of_range",
                where=criterion_id,
                points=points,
                least=criterion.least,
                most=criterion.most,
            )
        total += points
    return Fraction(max(0, item.full - total))


def score_sheet(sheet: Sheet, standard: ScoreStandard) -> SheetScore:
    """Return the score of one sheet after the zero rule and missing items (4.0.3-2, -3, -5).

    Raises:
        RuleError: `score.unknown_table`, `score.unknown_item`, `score.out_of_range`,
            `score.all_missing`, `score.subtotal_missing`.
    """
    table = standard.table(sheet.table)
    if table is None:
        raise RuleError("score.unknown_table", where=sheet.table)
    if sheet.score is not None:
        _in_range(sheet.score, FULL, sheet.table)
        return SheetScore(table.id, sheet.score, None)
    if sheet.guarantee is not None or sheet.general is not None:
        return _from_subtotals(sheet, table)
    return _from_items(sheet, table, standard.rules)


def _from_subtotals(sheet: Sheet, table: ScoreTable) -> SheetScore:
    most = sum(item.full for item in table.items if item.guarantee)
    for name, said, needed in (
        ("guarantee", sheet.guarantee, table.has_guarantee),
        ("general", sheet.general, most < table.full),
    ):
        # A subtotal that nobody gave is no subtotal of zero: that would fail the whole site unsaid.
        if needed and said is None:
            raise RuleError("score.subtotal_missing", where=f"{sheet.table}.{name}")
    guarantee, general = sheet.guarantee or Fraction(0), sheet.general or Fraction(0)
    _in_range(guarantee, most, f"{sheet.table}.guarantee")
    _in_range(general, table.full - most, f"{sheet.table}.general")
    if table.has_guarantee and guarantee < GUARANTEE_LINE:
        return SheetScore(table.id, Fraction(0), "guarantee_subtotal<40")
    return SheetScore(table.id, guarantee + general, None)


def _from_items(sheet: Sheet, table: ScoreTable, rules: ScoreRules) -> SheetScore:
    known = {item.number for item in table.items}
    for number in sheet.items:
        if number not in known:
            raise RuleError("score.unknown_item", where=f"{table.id}.{number}")
    scored = [(item, _item(sheet, table, item)) for item in table.items]
    present = [(item, score) for item, score in scored if score is not None]
    if not present:
        raise RuleError("score.all_missing", where=table.id)
    reason = _zero_reason(present, rules)
    if reason:
        return SheetScore(table.id, Fraction(0), reason)
    got = sum((score for _, score in present), Fraction(0))
    of = sum(item.full for item, _ in present)
    return SheetScore(table.id, got / of * FULL, None)


def _item(sheet: Sheet, table: ScoreTable, item: ScoreItem) -> Fraction | None:
    score = sheet.items.get(item.number, Fraction(item.full))
    if score is not None:
        _in_range(score, item.full, f"{table.id}.{item.number}")
    return score


def _zero_reason(present: Sequence[tuple[ScoreItem, Fraction]], rules: ScoreRules) -> str | None:
    """Return why the whole sheet is zero (4.0.3-3), or None.

    Where a guarantee item is missing, the line of 40 is folded by the marks that remain, 40/60 of
    them, unless the office keeps the absolute line.
    """
    guarantee = [(item, score) for item, score in present if item.guarantee]
    for item, score in guarantee:
        if score == 0:
            return f"guarantee_item_zero:{item.name}"
    if not guarantee:
        return None
    got = sum((score for _, score in guarantee), Fraction(0))
    if rules.guarantee_threshold == "absolute":
        low = got < GUARANTEE_LINE
    else:
        low = 3 * got < 2 * sum(item.full for item, _ in guarantee)
    return "guarantee_subtotal<40" if low else None


def _in_range(value: Fraction, most: int, where: str) -> None:
    if not 0 <= value <= most:
        raise RuleError("score.out_of_range", where=where, value=str(value), most=most)


def score(sheets: Sequence[Sheet], standard: ScoreStandard) -> Score:
    """Return the whole score: category means, missing categories, total and grade (4.0.3-4…6, 5.0.2).

    Raises:
        RuleError: `score.no_sheet`, `score.table_uncounted`, or what `score_sheet` raises.
    """
    if not sheets:
        raise RuleError("score.no_sheet")
    scored = tuple(score_sheet(sheet, standard) for sheet in sheets)
    counted = {table for category in standard.categories for table in category.tables}
    for one in scored:
        if one.table not in counted:
            raise RuleError("score.table_uncounted", where=one.table)
    categories = []
    for category in standard.categories:
        own = [one for one in scored if one.table in category.tables]
        if own:
            mean = _mean(own, standard.rules)
            marks = mean * category.full / FULL
            categories.append(CategoryScore(category.name, category.full, mean, marks))
    got = sum((category.marks for category in categories), Fraction(0))
    of = sum(category.full for category in categories)
    total = got / of * FULL
    any_zero = any(one.score == 0 for one in scored)
    grade = grade_of(total, any_zero=any_zero, rules=standard.rules)
    return Score(scored, tuple(categories), got, of, total, any_zero, grade)


def _mean(own: Sequence[SheetScore], rules: ScoreRules) -> Fraction:
    """Return C: over all sheets, or over the tables' own means when the office says so (4.0.3-6)."""
    if rules.instances == "tables":
        by_table: dict[str, list[Fraction]] = {}
        for one in own:
            by_table.setdefault(one.table, []).append(one.score)
        means = [sum(scores, Fraction(0)) / len(scores) for scores in by_table.values()]
    else:
        means = [one.score for one in own]
    return sum(means, Fraction(0)) / len(means)


def grade_of(total: Fraction, *, any_zero: bool, rules: ScoreRules) -> str:
    """Return 优良, 合格 or 不合格 from the unrounded total (5.0.2)."""
    if any_zero or total < rules.passing:
        return FAILED
    return EXCELLENT if total >= rules.excellent else PASSED


def shown(value: Fraction, places: int, rules: ScoreRules) -> str:
    """Return a figure as it is shown: rounded half up, or cut where the office cuts."""
    scaled = value * 10**places
    whole = int(scaled) if rules.display == "truncate" else int(scaled + Fraction(1, 2))
    digits = str(whole).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
