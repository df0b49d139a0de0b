"""Checklists at work: what counts as looked at, what is scored meanwhile, how a zero is told."""

import random
from dataclasses import replace

import pytest

from inspector_app.answers.scores import score_values
from inspector_app.domain import check_scores, checking, scoring
from inspector_app.domain.checking import CONFORMS, FAILS, NOT_APPLICABLE, Board, CheckSheet, Mark, Sort
from inspector_app.domain.errors import RuleError
from inspector_app.domain.listings import listings
from tests.domain.boards import RULES, a_board, by_hand, line, marks, named


def test_a_site_has_the_scored_tables_and_the_hazards_and_a_plant_its_list() -> None:
    told = listings(RULES, "construction_site")
    assert [(one.id, one.sort, len(one.parts)) for one in told] == [
        ("jgj59", Sort.SCORED, 19),
        ("major_hazards_2024", Sort.HAZARDS, 14),
    ]
    (plant,) = listings(RULES, "concrete_plant")
    assert (plant.sort, len(plant.parts), sum(len(one.lines) for one in plant.parts)) == (Sort.LISTED, 11, 65)
    assert listings(RULES, "no such kind") == ()


def test_every_id_of_a_list_is_there_once() -> None:
    for kind in RULES.targets:
        ids = [one.id for told in listings(RULES, kind) for part in told.parts for one in part.lines]
        assert len(ids) == len(set(ids))


def test_a_hazard_brings_its_criterion_and_its_clause() -> None:
    hazards = listings(RULES, "construction_site")[1]
    for part in hazards.parts:
        for one in part.lines:
            assert one.criterion_id in RULES.hazards
            assert one.clause_id in RULES.clauses


def test_a_failed_item_counts_as_looked_at_only_with_its_points() -> None:
    board = a_board("B.1")
    sheet = board.sheets[0]
    assert checking.headway(board, sheet) == checking.Headway(0, 10)
    item = line(board, "B.1-1")
    assert not checking.is_done(item, Mark(FAILS))
    assert checking.is_done(item, Mark(FAILS, (("B.1-1-2", 3),)))
    board = board.with_mark(sheet.id, "B.1-2", Mark(CONFORMS)).with_mark(
        sheet.id, "B.1-3", Mark(NOT_APPLICABLE)
    )
    assert checking.whole_headway(board) == checking.Headway(2, 10)


def test_hazards_are_ticked_and_not_counted() -> None:
    hazards = listings(RULES, "construction_site")[1]
    board = Board("i", (hazards,), (CheckSheet("h", hazards.id),))
    board = board.with_mark("h", "MH24-04-01", Mark(FAILS))
    assert checking.whole_headway(board) == checking.Headway(0, 0)


def test_nothing_noted_is_no_score() -> None:
    board = a_board("B.1", "B.17")
    assert check_scores.score(board) is None
    assert check_scores.sheet_scores(board) == {}
    states = check_scores.categories(board, None)
    assert [one.scored for one in states] == [None] * 10


def test_what_was_not_looked_at_counts_full_meanwhile() -> None:
    board = a_board("B.1").with_mark("B.1", "B.1-1", Mark(FAILS, (("B.1-1-2", 3),)))
    assert check_scores.sheet_scores(board)["B.1"].score == 97


def test_a_guarantee_item_at_zero_brings_the_table_to_zero_and_is_told_with_its_clause() -> None:
    board = a_board("B.1", "B.2").with_mark("B.1", "B.1-1", Mark(FAILS, (("B.1-1-1", 10),)))
    told = check_scores.sheet_scores(board)["B.1"]
    assert told.score == 0
    words = "保证项目「安全生产责任制」0 分，本表计 0 分（JGJ 59 4.0.3）"
    assert check_scores.zero_words(told.zero_reason or "") == words
    now = check_scores.score(board)
    assert now is not None
    assert (now.any_zero, now.grade) == (True, "不合格")
    (first, *_) = check_scores.categories(board, now)
    assert (first.name, first.zero) == ("安全管理", True)


def test_a_low_subtotal_of_guarantee_items_is_told_too() -> None:
    words = check_scores.zero_words("guarantee_subtotal<40")
    assert "40" in words
    assert "4.0.3" in words
    assert check_scores.zero_words("") == ""


def test_a_table_that_does_not_apply_leaves_the_score_and_the_count() -> None:
    board = a_board("B.1", "B.17").with_mark("B.1", "B.1-1", Mark(CONFORMS))
    both = board.with_mark("B.17", "B.17-10", Mark(FAILS, (("B.17-10-3", 5),)))
    away = both.with_sheet(replace(both.sheet("B.17"), absent=True))  # type: ignore[type-var]
    assert check_scores.score(away) == check_scores.score(board)
    assert checking.whole_headway(away).of == 10


def test_a_table_whose_items_are_all_missing_is_missing_itself() -> None:
    board = a_board("B.19", "B.1").with_mark("B.1", "B.1-1", Mark(CONFORMS))
    before = check_scores.score(board)
    for one in marks(board, "B.19"):
        board = board.with_mark("B.19", one, Mark(NOT_APPLICABLE))
    assert check_scores.score(board) == before


def test_several_sheets_of_a_table_are_averaged() -> None:
    board = a_board(named("B.17", "1#"), named("B.17", "2#"))
    board = board.with_mark("B.17 1#", "B.17-10", Mark(CONFORMS))
    board = board.with_mark("B.17 2#", "B.17-10", Mark(FAILS, (("B.17-10-3", 5), ("B.17-10-5", 5))))
    now = check_scores.score(board)
    assert now is not None
    (category,) = now.categories
    assert category.mean == 95


def test_remaining_points_refuse_what_the_table_does_not_know() -> None:
    with pytest.raises(RuleError, match=r"score\.unknown_criterion"):
        check_scores.remaining(line(a_board("B.1"), "B.1-1"), Mark(FAILS, (("B.2-1-1", 3),)))


def random_board(dice: random.Random) -> Board:
    """Return sheets as a person might fill them in, several of some tables, some left alone."""
    standard = RULES.standard
    tables = dice.sample([one.id for one in standard.tables], dice.randint(1, 19))
    wanted = [named(one, f"{n}#") for one in tables for n in range(dice.choice((1, 1, 1, 2, 3)))]
    board = a_board(*wanted)
    for sheet in board.sheets:
        if dice.random() < 0.1:
            continue
        for part in board.parts_of(sheet):
            for one in part.lines:
                board = board.with_mark(sheet.id, one.id, random_mark(dice, one))
    return board


def random_mark(dice: random.Random, item: checking.Line) -> Mark:
    kind = dice.random()
    if kind < 0.2:
        return Mark()
    if kind < 0.6:
        return Mark(CONFORMS)
    if kind < 0.7:
        return Mark(NOT_APPLICABLE)
    chosen = dice.sample(item.criteria, min(len(item.criteria), dice.randint(1, 2)))
    points = tuple((one.id, dice.randint(one.least, one.most) * (2 if one.per else 1)) for one in chosen)
    return Mark(FAILS, points)


@pytest.mark.parametrize("seed", range(120))
def test_the_live_score_is_what_the_command_reckons_for_the_same_sheets(seed: int) -> None:
    board = random_board(random.Random(seed))
    told, sheets = check_scores.score(board), by_hand(board)
    if not sheets:
        assert told is None
        return
    wanted = scoring.score(sheets, RULES.standard)
    assert told is not None
    assert score_values(told, RULES.standard) == score_values(wanted, RULES.standard)
