"""Checklists in the journal: noted, cleared, named, carried to the next visit, turned into findings."""

import time
from dataclasses import replace

import pytest

from inspector_app.answers import demos
from inspector_app.casework.visits import check_marks, checks, findings, inspections
from inspector_app.catalog.case import read_case
from inspector_app.domain.checking import CONFORMS, FAILS, NOT_APPLICABLE, Board, Headway, Mark
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Severity
from tests.casework.bench import Bench
from tests.stories.office import enter

NO_SYSTEM = Mark(FAILS, (("B.1-1-1", 10),))


@pytest.fixture
def visit(bench: Bench) -> str:
    return begin(bench, 0)


def begin(bench: Bench, case: int, **fields: object) -> str:
    """Begin an inspection of the site or the plant that the shipped cases name."""
    if not bench.desk.store.records("target"):
        for path in demos.shipped_cases():
            enter(bench.desk, read_case(path), furnished=True)
    target = bench.desk.store.records("target")[case]
    return inspections.begin(bench.desk, target.id, (), **fields)


def sheet_of(board: Board, part: str) -> str:
    return next(one.id for one in board.sheets if one.part == part)


def note(bench: Bench, board: Board, part: str, item: str, told: Mark) -> Board:
    return check_marks.mark(bench.desk, board, sheet_of(board, part), item, told)


def test_an_untouched_visit_offers_every_table_and_writes_nothing(bench: Bench, visit: str) -> None:
    board = checks.board(bench.desk, visit)
    assert len(board.sheets) == 20
    assert checks.progress(bench.desk, visit) == Headway(0, 189)
    assert checks.score(bench.desk, visit) is None
    assert bench.desk.store.records("check_sheet") == []


def test_a_mark_is_read_back_as_it_was_made_and_scores(bench: Bench, visit: str) -> None:
    board = note(bench, checks.board(bench.desk, visit), "B.1", "B.1-1", NO_SYSTEM)
    again = checks.board(bench.desk, visit)
    assert again == board
    now = checks.score(bench.desk, visit)
    assert now is not None
    assert (now.grade, now.sheets[0].zero_reason) == ("不合格", "guarantee_item_zero:安全生产责任制")
    assert checks.progress(bench.desk, visit) == Headway(1, 189)


def test_clearing_a_mark_keeps_its_note(bench: Bench, visit: str) -> None:
    told = replace(NO_SYSTEM, note=" 资料柜里没有 ")
    board = note(bench, checks.board(bench.desk, visit), "B.1", "B.1-1", told)
    held = board.sheets[0].mark("B.1-1")
    note(bench, board, "B.1", "B.1-1", check_marks.cleared(held))
    assert checks.board(bench.desk, visit).sheets[0].mark("B.1-1") == Mark(note="资料柜里没有")
    assert checks.score(bench.desk, visit) is None


def test_the_same_mark_twice_writes_nothing(bench: Bench, visit: str) -> None:
    board = note(bench, checks.board(bench.desk, visit), "B.1", "B.1-1", NO_SYSTEM)
    before = len(list(bench.desk.store.entries()))
    note(bench, board, "B.1", "B.1-1", NO_SYSTEM)
    assert len(list(bench.desk.store.entries())) == before


@pytest.mark.parametrize(
    ("item", "told", "code"),
    [
        ("B.1-1", Mark(FAILS, (("B.1-1-2", 4),)), "score.deduction_out_of_range"),
        ("B.1-1", Mark(FAILS, (("B.2-1-1", 4),)), "score.unknown_criterion"),
        ("B.1-1", Mark("还行"), "checks.bad_result"),
        ("B.2-1", Mark(CONFORMS), "checks.no_item"),
    ],
)
def test_what_the_table_does_not_allow_is_refused_and_nothing_is_written(
    bench: Bench, visit: str, item: str, told: Mark, code: str
) -> None:
    board = checks.board(bench.desk, visit)
    with pytest.raises(RuleError, match=code):
        note(bench, board, "B.1", item, told)
    assert bench.desk.store.records("check_mark") == []


def test_an_unknown_sheet_is_refused(bench: Bench, visit: str) -> None:
    board = checks.board(bench.desk, visit)
    with pytest.raises(RuleError, match=r"checks\.no_sheet"):
        check_marks.mark(bench.desk, board, "none", "B.1-1", NO_SYSTEM)
    with pytest.raises(RuleError, match=r"checks\.no_sheet"):
        check_marks.change_sheet(bench.desk, board, "none", name="x")
    with pytest.raises(RuleError, match=r"checks\.no_sheet"):
        check_marks.add_sheet(bench.desk, board, "jgj59", "B.99", "x")


def test_a_concluded_visit_is_locked(bench: Bench) -> None:
    visit = begin(bench, 0, started="2026-11-24T09:12:00+08:00", ended="2026-11-24T10:12:00+08:00")
    board = note(bench, checks.board(bench.desk, visit), "B.1", "B.1-1", NO_SYSTEM)
    inspections.conclude(bench.desk, visit)
    sheet = sheet_of(board, "B.1")
    for refused in (
        lambda: note(bench, board, "B.1", "B.1-2", Mark(CONFORMS)),
        lambda: check_marks.change_sheet(bench.desk, board, sheet, absent=True),
        lambda: check_marks.add_sheet(bench.desk, board, "jgj59", "B.17", "2#"),
        lambda: check_marks.raise_finding(bench.desk, board, sheet, "B.1-1"),
    ):
        with pytest.raises(RuleError, match=r"inspection\.locked"):
            refused()
    assert checks.board(bench.desk, visit) == board


def test_several_cranes_have_a_sheet_each(bench: Bench, visit: str) -> None:
    board, second = check_marks.add_sheet(
        bench.desk, checks.board(bench.desk, visit), "jgj59", "B.17", " 2#塔机 "
    )
    board = check_marks.change_sheet(bench.desk, board, sheet_of(board, "B.17"), name="1#塔机")
    board = check_marks.mark(bench.desk, board, second, "B.17-10", Mark(FAILS, (("B.17-10-3", 5),)))
    again = checks.board(bench.desk, visit)
    assert again == board
    assert [one.name for one in again.sheets if one.part == "B.17"] == ["1#塔机", "2#塔机"]


def test_a_table_that_does_not_apply_takes_no_marks_until_it_does(bench: Bench, visit: str) -> None:
    board = checks.board(bench.desk, visit)
    sheet = sheet_of(board, "B.9")
    board = check_marks.change_sheet(bench.desk, board, sheet, absent=True)
    with pytest.raises(RuleError, match=r"checks\.absent"):
        check_marks.mark(bench.desk, board, sheet, "B.9-1", Mark(CONFORMS))
    assert checks.progress(bench.desk, visit).of == 179
    board = check_marks.change_sheet(bench.desk, board, sheet, absent=False)
    check_marks.mark(bench.desk, board, sheet, "B.9-1", Mark(CONFORMS))
    assert checks.progress(bench.desk, visit) == Headway(1, 189)


def test_the_next_visit_begins_with_the_same_sheets_and_no_marks(bench: Bench, visit: str) -> None:
    board = checks.board(bench.desk, visit)
    board = check_marks.change_sheet(bench.desk, board, sheet_of(board, "B.9"), absent=True)
    board = check_marks.change_sheet(bench.desk, board, sheet_of(board, "B.17"), name="1#塔机")
    board, _ = check_marks.add_sheet(bench.desk, board, "jgj59", "B.17", "2#塔机")
    note(bench, board, "B.1", "B.1-1", NO_SYSTEM)
    following = begin(bench, 0, started="2026-12-24T09:12:00+08:00")
    told = checks.board(bench.desk, following)
    assert [one.name for one in told.sheets if one.part == "B.17"] == ["1#塔机", "2#塔机"]
    assert [one.part for one in told.sheets if one.absent] == ["B.9"]
    assert all(not one.marks and not one.kept for one in told.sheets)
    assert {one.id for one in told.sheets}.isdisjoint(one.id for one in board.sheets)
    note(bench, told, "B.2", "B.2-1", Mark(CONFORMS))
    assert len(checks.board(bench.desk, following).sheets) == len(told.sheets)


def test_a_sheet_that_was_undone_comes_back_with_the_next_mark(bench: Bench, visit: str) -> None:
    desk = bench.desk
    board = checks.board(desk, visit)
    note(bench, board, "B.1", "B.1-1", NO_SYSTEM)
    with desk.store.transaction(desk.user) as tx:
        for entity in ("check_sheet", "check_mark"):
            for record in tx.records(entity):
                tx.delete(entity, record.id)
    board = checks.board(desk, visit)
    assert not any(one.kept for one in board.sheets)
    note(bench, board, "B.1", "B.1-1", Mark(NOT_APPLICABLE))
    again = checks.board(desk, visit)
    assert all(one.kept for one in again.sheets)
    assert again.sheets[0].mark("B.1-1") == Mark(NOT_APPLICABLE)


def test_a_failed_ground_becomes_a_finding_in_the_standards_words(bench: Bench, visit: str) -> None:
    board = check_marks.change_sheet(
        bench.desk,
        checks.board(bench.desk, visit),
        sheet_of(checks.board(bench.desk, visit), "B.17"),
        name="2#塔机",
    )
    told = Mark(FAILS, (("B.17-10-3", 5),))
    board = note(bench, board, "B.17", "B.17-10", told)
    board, finding_id = check_marks.raise_finding(
        bench.desk, board, sheet_of(board, "B.17"), "B.17-10", "B.17-10-3"
    )
    (found,) = findings.findings_of(bench.desk.store, visit)
    assert (found.id, found.location, found.fact) == (finding_id, "2#塔机", "防护措施不符合规范要求。")
    assert (found.item, found.clause_id, found.severity) == ("B.17-10-3", "jgj59", Severity.GENERAL)
    assert checks.board(bench.desk, visit) == board
    held = board.sheet(sheet_of(board, "B.17"))
    assert held is not None
    assert held.mark("B.17-10").finding("B.17-10-3") == finding_id
    assert held.mark("B.17-10").deductions == told.deductions


def test_a_hazard_becomes_a_major_finding_with_its_criterion(bench: Bench, visit: str) -> None:
    board = checks.board(bench.desk, visit)
    hazards = board.sheets_of("major_hazards_2024")[0]
    board, _ = check_marks.raise_finding(bench.desk, board, hazards.id, "MH24-04-03")
    (found,) = findings.findings_of(bench.desk.store, visit)
    assert (found.severity, found.criterion_id, found.clause_id) == (
        Severity.MAJOR,
        "MH24-04-03",
        "MH24-04-03",
    )
    assert found.fact.startswith("建筑施工特种作业人员未取得")
    assert board.sheets_of("major_hazards_2024")[0].mark("MH24-04-03").result == FAILS


def test_a_plants_item_tells_its_note_or_what_should_have_been(bench: Bench) -> None:
    visit = begin(bench, 1)
    board = checks.board(bench.desk, visit)
    assert board.standard is None
    (sheet,) = board.sheets
    board = check_marks.mark(
        bench.desk, board, sheet.id, "RMC-A02", Mark(FAILS, note="净资产只有 1800 万元。")
    )
    board, _ = check_marks.raise_finding(bench.desk, board, sheet.id, "RMC-A02")
    check_marks.raise_finding(bench.desk, board, sheet.id, "RMC-A03")
    first, second = findings.findings_of(bench.desk.store, visit)
    assert (first.fact, first.clause_id) == ("净资产只有 1800 万元。", "rmc_qualification")
    assert second.fact.endswith("：不符合要求。")
    assert checks.progress(bench.desk, visit) == Headway(2, 65)


def test_two_laptops_give_a_sheet_and_a_mark_the_same_id(bench: Bench, visit: str) -> None:
    one, other = checks.board(bench.desk, visit), checks.board(bench.desk, visit)
    assert [sheet.id for sheet in one.sheets] == [sheet.id for sheet in other.sheets]
    assert checks.record_id("a", "b") == checks.record_id("a", "b") != checks.record_id("a", "c")


def test_a_mark_writes_one_line_however_much_is_noted(bench: Bench, visit: str) -> None:
    """Prints how long a mark takes; -s shows it."""
    board = checks.board(bench.desk, visit)
    for part in ("B.3", "B.13", "B.14", "B.17", "B.19"):
        for n in (2, 3):
            board, _ = check_marks.add_sheet(bench.desk, board, "jgj59", part, f"{n}#")
    places = [
        (sheet.id, line.id)
        for sheet in board.sheets_of("jgj59")
        for part in board.parts_of(sheet)
        for line in part.lines
    ]
    took = []
    for place in places:
        start = time.process_time()
        written = bench.desk.store.place
        board = check_marks.mark(bench.desk, board, *place, Mark(CONFORMS))
        took.append(time.process_time() - start)
        assert bench.desk.store.place == written + 1
    assert checks.board(bench.desk, visit) == board
    took.sort()
    print(
        f"mark: median {took[len(took) // 2] * 1000:.1f} ms, p95 {took[len(took) * 95 // 100] * 1000:.1f} ms"
    )


def test_a_finding_and_its_place_on_the_sheet_are_written_together(bench: Bench, visit: str) -> None:
    now = checks.board(bench.desk, visit)
    sheet = next(one for one in now.sheets if one.part == "B.11")
    line = now.parts_of(sheet)[0].lines[0]
    store = bench.desk.store
    before = {one.header.tx for one in store.entries(store.meta.journal_id)}
    check_marks.raise_finding(bench.desk, now, sheet.id, line.id)
    told = [one for one in store.entries(store.meta.journal_id) if one.header.tx not in before]
    assert {one.header.entity for one in told} >= {"finding", "check_mark"}
    assert len({one.header.tx for one in told}) == 1, "a kill in between leaves neither"


def campaigns(board: Board) -> list[str]:
    return [one.name for one in board.listings if one.id.startswith("campaign_")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("日常监督抽查", []),
        ("区住建局塔吊专项检查", ["起重机械专项检查"]),
        ("节后复工检查", ["节后复工专项检查"]),
        ("汛期暨起重机械联合检查", ["起重机械专项检查", "汛期安全专项检查"]),
    ],
)
def test_a_campaigns_list_stands_there_when_the_source_says_so(
    bench: Bench, source: str, expected: list[str]
) -> None:
    visit = begin(bench, 0, source=source)
    assert campaigns(checks.board(bench.desk, visit)) == expected


def test_a_campaigns_list_with_a_mark_stays_when_the_source_changes(bench: Bench) -> None:
    visit = begin(bench, 0, source="起重机械专项检查")
    board = checks.board(bench.desk, visit)
    (sheet,) = [one for one in board.sheets if one.listing == "campaign_crane"]
    check_marks.mark(bench.desk, board, sheet.id, "QZ-C01", Mark(FAILS))
    inspections.change(bench.desk, visit, source="投诉举报")
    assert campaigns(checks.board(bench.desk, visit)) == ["起重机械专项检查"]
    _, found = check_marks.raise_finding(bench.desk, checks.board(bench.desk, visit), sheet.id, "QZ-C01")
    (finding,) = findings.findings_of(bench.desk.store, visit)
    assert (finding.id, finding.clause_id) == (found, "decree166-17")
