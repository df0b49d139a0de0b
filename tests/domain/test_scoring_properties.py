"""What holds of every score, whatever the sheets say."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.checklists import ScoreRules
from inspector_app.domain.scoring import EXCELLENT, FAILED, PASSED, Sheet, score, score_sheet, shown
from tests.domain.jgj59 import STANDARD, standard, table

TABLES = [one.id for one in STANDARD.tables]


@st.composite
def item_sheets(draw: st.DrawFn, tables: list[str] = TABLES) -> Sheet:
    """Return a sheet with some items scored, some missing, at least one present."""
    own = table(draw(st.sampled_from(tables)))
    items: dict[int, Fraction | None] = {}
    for item in own.items:
        wanted = draw(st.sampled_from(("full", "points", "missing", "zero" if item.number > 8 else "points")))
        if wanted == "points":
            items[item.number] = draw(st.fractions(0, item.full, max_denominator=12))
        elif wanted != "full":
            items[item.number] = None if wanted == "missing" else Fraction(0)
    if all(items.get(item.number, 1) is None for item in own.items):
        del items[1]
    return Sheet(own.id, items)


sheets = st.lists(
    st.one_of(
        item_sheets(),
        st.builds(
            Sheet,
            st.sampled_from(TABLES),
            score=st.fractions(0, 100, max_denominator=40),
        ),
    ),
    min_size=1,
    max_size=14,
)
options = st.fixed_dictionaries(
    {
        "guarantee_threshold": st.sampled_from(["ratio", "absolute"]),
        "instances": st.sampled_from(["sheets", "tables"]),
    }
)


def by_hand_sheet(sheet: Sheet, threshold: str) -> Fraction:
    """Reckon a sheet again, in another way: everything over the common denominator of integers."""
    if sheet.score is not None:
        return sheet.score
    rows = []
    for item in table(sheet.table).items:
        got = sheet.items[item.number] if item.number in sheet.items else Fraction(item.full)
        if got is not None:
            rows.append((item.guarantee, got.numerator, got.denominator, item.full))
    unit = 1
    for _, _, below, _ in rows:
        unit *= below
    marks = [(guarantee, above * (unit // below), full) for guarantee, above, below, full in rows]
    guaranteed = [(got, full) for guarantee, got, full in marks if guarantee]
    if guaranteed:
        line = 40 * unit
        if threshold == "ratio":
            # Forty sixtieths of what could be had: compared crosswise, so that nothing is divided.
            zero = sum(got for got, _ in guaranteed) * 60 < line * sum(full for _, full in guaranteed)
        else:
            zero = sum(got for got, _ in guaranteed) < line
        if zero or 0 in [got for got, _ in guaranteed]:
            return Fraction(0)
    return Fraction(100 * sum(got for _, got, _ in marks), unit * sum(full for _, _, full in marks))


def by_hand(told: list[Sheet], rules: dict[str, str]) -> tuple[Fraction, str]:
    """Reckon the whole again: a weight for every sheet first, then one sum."""
    points = [by_hand_sheet(one, rules["guarantee_threshold"]) for one in told]
    home = {table_id: category for category in STANDARD.categories for table_id in category.tables}
    used = {home[one.table].name: home[one.table].full for one in told}
    total = Fraction(0)
    for one, got in zip(told, points, strict=True):
        beside = [other for other in told if home[other.table] == home[one.table]]
        if rules["instances"] == "sheets":
            weight = Fraction(1, len(beside))
        else:
            same = [other for other in beside if other.table == one.table]
            weight = Fraction(1, len(same) * len({other.table for other in beside}))
        total += got * weight * Fraction(used[home[one.table].name], sum(used.values()))
    if min(points) == 0 or total < 70:
        return total, FAILED
    return total, PASSED if total < 80 else EXCELLENT


@settings(max_examples=150, deadline=None)
@given(sheets, options)
def test_the_score_equals_an_independent_reckoning(told: list[Sheet], rules: dict[str, str]) -> None:
    ours = score(told, standard(**rules))
    assert (ours.total, ours.grade) == by_hand(told, rules)


@settings(max_examples=100, deadline=None)
@given(sheets, options)
def test_everything_lies_within_its_bounds(told: list[Sheet], rules: dict[str, str]) -> None:
    ours = score(told, standard(**rules))
    assert 0 <= ours.total <= 100
    assert 0 <= ours.got <= ours.of <= 100
    assert len(ours.sheets) == len(told)
    for category in ours.categories:
        assert 0 <= category.marks <= category.full
        assert 0 <= category.mean <= 100
    for one in ours.sheets:
        assert 0 <= one.score <= 100
        assert one.zero_reason is None or one.score == 0
    assert ours.any_zero is any(one.score == 0 for one in ours.sheets)


@settings(max_examples=100, deadline=None)
@given(st.data(), sheets, options)
def test_the_order_of_sheets_is_irrelevant(data: Any, told: list[Sheet], rules: dict[str, str]) -> None:
    shuffled = data.draw(st.permutations(told))
    one, other = score(told, standard(**rules)), score(shuffled, standard(**rules))
    assert (one.total, one.grade, one.categories) == (other.total, other.grade, other.categories)


@settings(max_examples=200, deadline=None)
@given(st.data(), item_sheets(), options)
def test_a_better_item_never_lowers_the_sheet(data: Any, sheet: Sheet, rules: dict[str, str]) -> None:
    """With the same items missing; a missing item is another question, not a worse answer."""
    present = [item for item in table(sheet.table).items if sheet.items.get(item.number, 1) is not None]
    item = data.draw(st.sampled_from(present))
    had = sheet.items.get(item.number)
    had = Fraction(item.full) if had is None else had
    better = data.draw(st.fractions(had, item.full, max_denominator=24))
    improved = Sheet(sheet.table, {**sheet.items, item.number: better})
    own = standard(**rules)
    before, after = score_sheet(sheet, own), score_sheet(improved, own)
    assert after.score >= before.score
    if before.zero_reason is None and better > had:
        assert after.score > before.score


@settings(max_examples=200, deadline=None)
@given(st.fractions(0, 100, max_denominator=5000), st.integers(0, 4))
def test_figures_shown_lie_within_a_step_of_the_truth(value: Fraction, places: int) -> None:
    step = Fraction(1, 10**places)
    cut = Fraction(Decimal(shown(value, places, ScoreRules(display="truncate"))))
    near = Fraction(Decimal(shown(value, places, ScoreRules(display="half_up"))))
    assert cut <= value < cut + step
    assert near - step / 2 <= value < near + step / 2
