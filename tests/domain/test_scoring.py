"""Scoring against the reference cases, and against cases reckoned by hand."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from inspector_app.domain.checklists import ScoreCategory, ScoreRules, ScoreStandard
from inspector_app.domain.errors import RuleError
from inspector_app.domain.scoring import (
    EXCELLENT,
    FAILED,
    PASSED,
    Sheet,
    grade_of,
    item_score,
    score,
    score_sheet,
    shown,
)
from tests.builders import a_standard
from tests.domain.jgj59 import CASES, STANDARD, sheet, standard, table

RULES = ScoreRules()
EVERY_CATEGORY = ("B.1", "B.2", "B.3", "B.11", "B.12", "B.13", "B.14", "B.15", "B.17", "B.19")


def whole(points: Fraction | int, *, but: tuple[Sheet, ...] = ()) -> list[Sheet]:
    """Return one sheet a category with these points, some replaced by others of the same table."""
    replaced = {one.table for one in but}
    same = [Sheet(one, score=Fraction(points)) for one in EVERY_CATEGORY if one not in replaced]
    return [*same, *but]


def test_the_tables_have_the_marks_of_the_standard() -> None:
    assert len(STANDARD.tables) == 19
    assert all(one.full == 100 for one in STANDARD.tables)
    assert sum(category.full for category in STANDARD.categories) == 100
    assert {one.id for one in STANDARD.tables if not one.has_guarantee} == {"B.13", "B.19"}
    for one in STANDARD.tables:
        assert sum(item.full for item in one.items if item.guarantee) == (60 if one.has_guarantee else 0)


def test_there_are_nine_reference_cases() -> None:
    assert len(CASES) == 9


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_reference_case_to_the_last_figure(case: dict[str, Any]) -> None:
    told = score([sheet(one) for one in case["sheets"]], STANDARD)
    expected = case["expected"]
    sheets = [
        {
            "table": one.table,
            "score": shown(one.score, 2, RULES),
            "exact": str(one.score),
            # The reference names no item beside the rule; ours says which item was zero.
            "zero_reason": one.zero_reason and one.zero_reason.split(":")[0],
        }
        for one in told.sheets
    ]
    reference = [
        {**one, "zero_reason": one["zero_reason"] and one["zero_reason"].split(":")[0]}
        for one in expected["sheets"]
    ]
    assert sheets == reference
    assert {
        category.name: {
            "C": shown(category.mean, 2, RULES),
            "A1": shown(category.marks, 2, RULES),
            "A1_exact": str(category.marks),
        }
        for category in told.categories
    } == {name: marks for name, marks in expected["categories"].items() if marks is not None}
    assert {
        "D": shown(told.got, 4, RULES),
        "D_exact": str(told.got),
        "E": told.of,
        "total_exact": str(told.total),
        "total_display_1dp": shown(told.total, 1, RULES),
        "total_display_2dp": shown(told.total, 2, RULES),
        "any_zero_table": told.any_zero,
        "grade": told.grade,
    } == {name: told_of for name, told_of in expected.items() if name not in ("sheets", "categories")}


def test_a_zero_item_is_named() -> None:
    name = table("B.1").items[0].name
    assert score_sheet(Sheet("B.1", {1: Fraction(0)}), STANDARD).zero_reason == f"guarantee_item_zero:{name}"


# The line of 40 (4.0.3-3)


@pytest.mark.parametrize(
    ("guarantee", "expected"),
    [
        (Fraction(40), Fraction(80)),
        (Fraction(39), Fraction(0)),
        (39 + Fraction(59, 60), Fraction(0)),
        (40 + Fraction(1, 60), 80 + Fraction(1, 60)),
        (Fraction(60), Fraction(100)),
    ],
)
def test_the_line_of_forty_is_exact(guarantee: Fraction, expected: Fraction) -> None:
    told = score_sheet(Sheet("B.14", guarantee=guarantee, general=Fraction(40)), STANDARD)
    assert told.score == expected
    assert (told.zero_reason == "guarantee_subtotal<40") == (expected == 0)


def b17(points: Fraction | int) -> Sheet:
    """Return a sheet of B.17 with one guarantee item of 10 missing; the other five share the points."""
    others = [item for item in table("B.17").items if item.guarantee and item.number != 5]
    assert [item.full for item in others] == [10] * 5
    each = {item.number: Fraction(points) / 5 for item in others}
    return Sheet("B.17", {**each, 5: None})


@pytest.mark.parametrize(
    ("threshold", "points", "zero"),
    [
        ("ratio", Fraction(100, 3), False),
        ("ratio", Fraction(100, 3) - Fraction(1, 1000), True),
        ("ratio", 34, False),
        ("ratio", 33, True),
        ("absolute", 34, True),
        ("absolute", 40 - Fraction(1, 60), True),
        ("absolute", 40, False),
    ],
)
def test_a_missing_guarantee_item_folds_the_line_or_not(
    threshold: str, points: Fraction | int, zero: bool
) -> None:
    told = score_sheet(b17(points), standard(guarantee_threshold=threshold))
    assert (told.score == 0) is zero
    if not zero:
        assert told.score == (points + Fraction(40)) / 90 * 100


@pytest.mark.parametrize("threshold", ["ratio", "absolute"])
def test_without_missing_items_both_lines_are_the_same(threshold: str) -> None:
    items = {1: Fraction(10), 2: Fraction(6), 3: Fraction(10), 4: Fraction(14)}
    own = standard(guarantee_threshold=threshold)
    assert score_sheet(Sheet("B.14", items), own).score == 80
    assert score_sheet(Sheet("B.14", {**items, 4: Fraction(13)}), own).score == 0


def test_all_guarantee_items_missing_leave_the_general_ones() -> None:
    missing = {item.number: None for item in table("B.14").items if item.guarantee}
    general = [item for item in table("B.14").items if not item.guarantee]
    told = score_sheet(Sheet("B.14", {**missing, general[0].number: Fraction(0)}), STANDARD)
    assert told.score == Fraction(sum(item.full for item in general[1:]), 40) * 100
    assert told.zero_reason is None


def test_a_zero_general_item_makes_no_table_zero() -> None:
    told = score_sheet(Sheet("B.13", {1: Fraction(0)}), STANDARD)
    assert (told.score, told.zero_reason) == (90, None)


# Missing categories and several sheets


def test_missing_categories_fold_the_total() -> None:
    told = score([Sheet("B.1", score=Fraction(80)), Sheet("B.2", score=Fraction(70))], STANDARD)
    assert (told.got, told.of) == (Fraction(37, 2), 25)
    assert told.total == 74
    assert [category.name for category in told.categories] == ["安全管理", "文明施工"]


def test_three_cranes_and_a_hoist_weigh_as_the_office_says() -> None:
    cranes = [Sheet("B.17", score=Fraction(points)) for points in (90, 90, 60)]
    sheets = [*cranes, Sheet("B.18", score=Fraction(100))]
    assert score(sheets, standard(instances="sheets")).total == 85
    assert score(sheets, standard(instances="tables")).total == 90


@pytest.mark.parametrize("instances", ["sheets", "tables"])
def test_a_zero_sheet_counts_in_the_mean_and_fails_the_whole(instances: str) -> None:
    zero = Sheet("B.17", guarantee=Fraction(30), general=Fraction(40))
    sheets = whole(100, but=(Sheet("B.17", score=Fraction(100)), zero))
    told = score(sheets, standard(instances=instances))
    assert told.total == 95
    assert told.any_zero
    assert told.grade == FAILED


def test_every_sheet_is_told_in_the_order_given() -> None:
    sheets = [Sheet("B.19", score=Fraction(1)), Sheet("B.1", score=Fraction(2))]
    assert [one.table for one in score(sheets, STANDARD).sheets] == ["B.19", "B.1"]


# Grades (5.0.2)


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (80, EXCELLENT),
        (80 - Fraction(1, 10**9), PASSED),
        (70, PASSED),
        (70 - Fraction(1, 10**9), FAILED),
        (100, EXCELLENT),
        (Fraction(1), FAILED),
    ],
)
def test_grades_are_given_before_rounding(points: Fraction | int, grade: str) -> None:
    told = score(whole(points), STANDARD)
    assert told.total == points
    assert told.grade == grade


def test_a_zero_table_fails_whatever_the_total() -> None:
    assert grade_of(Fraction(99), any_zero=True, rules=RULES) == FAILED


def test_the_office_may_set_the_lines_of_the_grades() -> None:
    strict = ScoreRules(excellent=90, passing=75)
    grades = [grade_of(Fraction(points), any_zero=False, rules=strict) for points in (90, 89, 75, 74)]
    assert grades == [EXCELLENT, PASSED, PASSED, FAILED]


# What is shown


@pytest.mark.parametrize(
    ("value", "places", "half_up", "truncate"),
    [
        (Fraction(245, 3), 1, "81.7", "81.6"),
        (Fraction(649, 9), 1, "72.1", "72.1"),
        (Fraction(69, 8), 2, "8.63", "8.62"),
        (Fraction(1, 20), 1, "0.1", "0.0"),
        (Fraction(7995, 100), 1, "80.0", "79.9"),
        (Fraction(100), 1, "100.0", "100.0"),
        (Fraction(0), 2, "0.00", "0.00"),
        (Fraction(5, 2), 0, "3", "2"),
        (Fraction(1, 3), 3, "0.333", "0.333"),
    ],
)
def test_figures_are_shown_half_up_or_cut(value: Fraction, places: int, half_up: str, truncate: str) -> None:
    assert shown(value, places, ScoreRules(display="half_up")) == half_up
    assert shown(value, places, ScoreRules(display="truncate")) == truncate


def test_what_is_shown_never_lifts_a_grade() -> None:
    total = Fraction(7999, 100)
    assert shown(total, 1, RULES) == "80.0"
    assert grade_of(total, any_zero=False, rules=RULES) == PASSED


# Deductions of an item (4.0.3-2)


def deducted(**points: int) -> Fraction:
    """Return item 1 of the small table after deductions from its two criteria."""
    names = {"unsafe": "T.1-1-1", "per_place": "T.1-1-2"}
    return item_score(a_standard().tables[0].items[0], {names[name]: value for name, value in points.items()})


def test_deductions_add_up_and_stop_at_zero() -> None:
    assert deducted() == 20
    assert deducted(unsafe=5) == 15
    assert deducted(unsafe=10, per_place=6) == 4
    assert deducted(unsafe=10, per_place=10) == 0
    assert deducted(unsafe=10, per_place=500) == 0


@pytest.mark.parametrize(
    "points", [{"unsafe": 4}, {"unsafe": 11}, {"unsafe": 0}, {"unsafe": -5}, {"per_place": 1}]
)
def test_a_deduction_outside_its_range_is_refused(points: dict[str, int]) -> None:
    with pytest.raises(RuleError) as caught:
        deducted(**points)
    assert caught.value.code == "score.deduction_out_of_range"
    assert caught.value.values["points"] == next(iter(points.values()))


def test_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        item_score(a_standard().tables[0].items[0], {"T.9-9-9": 5})
    assert (caught.value.code, caught.value.where) == ("score.unknown_criterion", "T.9-9-9")


# What cannot be scored


def missing_all(table_id: str) -> Sheet:
    return Sheet(table_id, {item.number: None for item in table(table_id).items})


@pytest.mark.parametrize(
    ("one", "code", "where"),
    [
        (Sheet("B.20"), "score.unknown_table", "B.20"),
        (Sheet("B.1", {99: Fraction(1)}), "score.unknown_item", "B.1.99"),
        (Sheet("B.1", {0: None}), "score.unknown_item", "B.1.0"),
        (missing_all("B.1"), "score.all_missing", "B.1"),
        (missing_all("B.19"), "score.all_missing", "B.19"),
        (Sheet("B.1", {1: Fraction(11)}), "score.out_of_range", "B.1.1"),
        (Sheet("B.1", {2: Fraction(-1)}), "score.out_of_range", "B.1.2"),
        (Sheet("B.1", {2: 10 + Fraction(1, 10**9)}), "score.out_of_range", "B.1.2"),
        (Sheet("B.1", score=Fraction(101)), "score.out_of_range", "B.1"),
        (Sheet("B.1", score=Fraction(-1)), "score.out_of_range", "B.1"),
        (Sheet("B.1", guarantee=Fraction(61), general=Fraction(0)), "score.out_of_range", "B.1.guarantee"),
        (Sheet("B.1", guarantee=Fraction(60), general=Fraction(41)), "score.out_of_range", "B.1.general"),
        (Sheet("B.13", guarantee=Fraction(1), general=Fraction(9)), "score.out_of_range", "B.13.guarantee"),
        (Sheet("B.1", general=Fraction(40)), "score.subtotal_missing", "B.1.guarantee"),
        (Sheet("B.1", guarantee=Fraction(60)), "score.subtotal_missing", "B.1.general"),
        (Sheet("B.13", guarantee=Fraction(0)), "score.subtotal_missing", "B.13.general"),
    ],
)
def test_a_sheet_that_cannot_be_scored_is_refused_by_name(one: Sheet, code: str, where: str) -> None:
    with pytest.raises(RuleError) as caught:
        score([one], STANDARD)
    assert (caught.value.code, caught.value.where) == (code, where)


def test_a_table_without_guarantee_items_needs_no_guarantee_subtotal() -> None:
    assert score_sheet(Sheet("B.13", general=Fraction(82)), STANDARD).score == 82


def test_a_table_of_guarantee_items_alone_needs_no_general_subtotal() -> None:
    small = a_standard()
    guaranteed = tuple(item for item in small.tables[0].items if item.guarantee)
    only = replace(small, tables=(replace(small.tables[0], items=guaranteed), small.tables[1]))
    assert score_sheet(Sheet("T.1", guarantee=Fraction(45)), only).score == 45


def test_no_sheet_at_all_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        score([], STANDARD)
    assert caught.value.code == "score.no_sheet"


def test_a_table_that_no_line_of_the_summary_counts_is_refused() -> None:
    """Otherwise its score would silently weigh nothing, or there would be nothing to divide by."""
    small = a_standard()
    short = ScoreStandard(small.id, small.name, small.tables, (ScoreCategory(1, "防护", 60, ("T.1",)),))
    for sheets in ([Sheet("T.2")], [Sheet("T.1"), Sheet("T.2")]):
        with pytest.raises(RuleError) as caught:
            score(sheets, short)
        assert (caught.value.code, caught.value.where) == ("score.table_uncounted", "T.2")
