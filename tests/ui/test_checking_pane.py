"""The checklists in the middle: marks and deductions by keys and clicks, heads, search, sheets, the score."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.answers.scores import score_values
from inspector_app.domain import check_scores, scoring
from inspector_app.domain.checking import (
    CONFORMS,
    FAILS,
    NOT_APPLICABLE,
    PARTLY,
    Board,
    CheckSheet,
    Mark,
    Sort,
    whole_headway,
)
from inspector_app.domain.errors import RuleError
from inspector_app.domain.listings import listings
from inspector_app.ui.checking import rows, table_strip, values
from inspector_app.ui.checking.check_pane import CheckPane
from inspector_app.ui.checking.row_paint import RowPaint
from inspector_app.ui.checking.rows import Kind, Row
from inspector_app.ui.checking.values import Checks
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import WordTable, table
from tests.domain.boards import RULES, by_hand

Key = Qt.Key


def whole_board(kind: str) -> Board:
    """Return every list of a kind of target, untouched; a sheet's id is the table's or the list's."""
    told = listings(RULES, kind)
    sheets: list[CheckSheet] = []
    for one in told:
        if one.sort is Sort.SCORED:
            sheets += [CheckSheet(part.id, one.id, part.id) for part in one.parts]
        else:
            sheets.append(CheckSheet(one.id, one.id))
    return Board("i", told, tuple(sheets), RULES.standard if kind == "construction_site" else None)


class Table:
    """A pane over a board; what is noted is kept as casework would keep it, and refused as it would."""

    def __init__(self, pane: CheckPane, board: Board) -> None:
        self.pane, self.board, self.locked = pane, board, False
        self.raised: list[tuple[str, str, str]] = []
        self.refused: list[str] = []
        self.numbers: dict[str, int] = {}
        pane.marked.connect(self._mark)
        pane.raise_wanted.connect(lambda *told: self.raised.append(told))
        pane.absent_wanted.connect(self._absent)
        self.show()

    def show(self) -> None:
        self.pane.show_checks(self.checks)

    @property
    def checks(self) -> Checks:
        return values.read(self.board, self.numbers, locked=self.locked)

    def _mark(self, sheet_id: str, line_id: str, told: Mark) -> None:
        sheet = self.board.sheet(sheet_id)
        assert sheet is not None
        line = self.board.line(sheet, line_id)
        assert line is not None
        try:
            if line.full:
                check_scores.remaining(line, told)
        except RuleError as refused:
            self.refused.append(refused.code)
        else:
            self.board = self.board.with_mark(sheet_id, line_id, told)
        self.show()

    def _absent(self, sheet_id: str, absent: bool) -> None:
        sheet = self.board.sheet(sheet_id)
        assert sheet is not None
        self.board = self.board.with_sheet(replace(sheet, absent=absent))
        self.show()

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.pane.list, key, modifier)

    def mark(self, sheet_id: str, line_id: str) -> Mark:
        sheet = self.board.sheet(sheet_id)
        assert sheet is not None
        return sheet.mark(line_id)

    def click(self, wanted: Row, x: int) -> None:
        """Click into a row, so many pixels from its left edge; from its right edge when negative."""
        view = self.pane.list
        place = next(
            n
            for n, row in enumerate(view._rows)
            if (row.kind, row.place, row.criterion, row.part.id)
            == (wanted.kind, wanted.place, wanted.criterion, wanted.part.id)
        )
        room = view._room(place)
        left = x if x >= 0 else view.viewport().width() + x
        at = QPoint(left, round(room.center().y()))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def row(self, kind: Kind, line_id: str = "", criterion_id: str = "", part: str = "") -> Row:
        return next(
            one
            for one in self.pane.list._rows
            if one.kind is kind
            and (not line_id or (one.line is not None and one.line.id == line_id))
            and (not criterion_id or (one.criterion is not None and one.criterion.id == criterion_id))
            and (not part or one.part.id == part)
        )


@pytest.fixture
def pane(look: Look, qtbot: QtBot) -> Iterator[CheckPane]:
    page = QWidget()
    pane = CheckPane(look)
    QVBoxLayout(page).addWidget(pane)
    qtbot.addWidget(page)
    page.resize(570, 640)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    yield pane
    page.hide()


@pytest.fixture
def site(pane: CheckPane) -> Table:
    table = Table(pane, whole_board("construction_site"))
    pane.list.setFocus()
    return table


@pytest.fixture
def plant(pane: CheckPane) -> Table:
    table = Table(pane, whole_board("concrete_plant"))
    pane.list.setFocus()
    return table


def test_one_marks_what_conforms_and_goes_on_three_what_is_missing(site: Table) -> None:
    site.press(Key.Key_1, Key.Key_3)
    assert site.mark("B.1", "B.1-1") == Mark(CONFORMS)
    assert site.mark("B.1", "B.1-2") == Mark(NOT_APPLICABLE)
    assert site.pane.list.at == ("B.1", "B.1-3")


def test_two_moves_to_the_deduction_and_digits_deduct_at_once(site: Table) -> None:
    site.press(Key.Key_2)
    assert site.mark("B.1", "B.1-1") == Mark()
    site.press(Key.Key_Down, Key.Key_3)
    assert site.mark("B.1", "B.1-1") == Mark(FAILS, (("B.1-1-2", 3),))
    site.press(Key.Key_Return, Key.Key_1)
    # 1 is no lawful deduction of 2 to 10, 10 is.
    assert site.mark("B.1", "B.1-1").points("B.1-1-3") == 0
    site.press(Key.Key_0)
    assert site.mark("B.1", "B.1-1").points("B.1-1-3") == 10
    assert site.refused == []


def test_enter_after_the_last_deduction_goes_to_the_next_item(site: Table) -> None:
    site.press(Key.Key_2)
    site.press(*[Key.Key_Return] * 11)
    assert site.pane.list.at == ("B.1", "B.1-2")
    assert not site.pane.list.cell.criterion_id


def test_points_that_the_table_does_not_allow_are_refused_when_the_cell_is_left(site: Table) -> None:
    site.press(Key.Key_2, Key.Key_Down, Key.Key_9, Key.Key_9)
    assert site.mark("B.1", "B.1-1") == Mark()
    site.press(Key.Key_Return)
    assert site.refused == ["score.deduction_out_of_range"]
    assert site.mark("B.1", "B.1-1") == Mark()


def test_esc_leaves_the_cell_and_backspace_takes_a_deduction_back(site: Table) -> None:
    site.press(Key.Key_2, Key.Key_Down, Key.Key_3, Key.Key_Backspace)
    assert site.mark("B.1", "B.1-1") == Mark()
    site.press(Key.Key_3, Key.Key_Escape)
    assert not site.pane.list.cell.criterion_id
    site.press(Key.Key_0)
    assert site.mark("B.1", "B.1-1") == Mark()


def test_what_is_counted_by_place_is_deducted_several_times(site: Table) -> None:
    counted = next(
        (table.id, item.number, one)
        for table in RULES.standard.tables
        for item in table.items
        for one in item.criteria
        if one.per and one.least == one.most
    )
    table, number, one = counted
    site.pane.go_to_part(table, "")
    site.press(*[Key.Key_Down] * (number - 1), Key.Key_2)
    while site.pane.list.cell.criterion_id != one.id:
        site.press(Key.Key_Down)
    site.press(Key.Key_Space, Key.Key_Plus, Key.Key_Plus)
    assert site.mark(table, f"{table}-{number}").points(one.id) == 3 * one.least
    site.press(Key.Key_Minus)
    assert site.mark(table, f"{table}-{number}").points(one.id) == 2 * one.least


def test_pages_go_from_table_to_table_and_the_strip_follows(site: Table) -> None:
    site.press(Key.Key_PageDown)
    assert site.pane.list.at == ("B.2", "B.2-1")
    assert site.pane.strip.accessibleDescription() == "文明施工 0/10"
    site.press(Key.Key_End)
    assert site.pane.list.at[0] == "B.19"
    site.press(Key.Key_PageUp)
    assert site.pane.list.at[0] == "B.18"
    site.press(Key.Key_Home)
    assert site.pane.list.at == ("B.1", "B.1-1")


def test_a_zero_is_told_at_the_head_the_moment_it_strikes(site: Table) -> None:
    site.press(Key.Key_2, Key.Key_Space)
    assert site.checks.zero_words("B.1") == "保证项目「安全生产责任制」0 分，本表计 0 分（JGJ 59 4.0.3）"
    head = site.row(Kind.HEAD, part="B.1")
    calm = site.row(Kind.HEAD, part="B.2")
    high = site.pane.list._paint.height
    assert high(head, 550, site.checks) > high(calm, 550, site.checks)
    assert table_strip.chips(site.checks, site.board.listings[0], "")[0].bad
    site.press(Key.Key_Space)
    assert site.checks.zero_words("B.1") == ""


def test_a_zero_is_told_in_english_too(site: Table, qapp: QApplication) -> None:
    words = WordTable(table("en"))
    qapp.installTranslator(words)
    try:
        site.press(Key.Key_2, Key.Key_Space)
        by_item = site.checks.zero_words("B.1")
        site.press(Key.Key_Space)
        for item, low, high in (("B.1-1", 3, 6), ("B.1-3", 5, 4), ("B.1-4", 5, 4)):
            lost = ((f"{item}-2", low), (f"{item}-3", high))
            site.board = site.board.with_mark("B.1", item, Mark(FAILS, lost))
        by_sum = site.checks.zero_words("B.1")
    finally:
        qapp.removeTranslator(words)
    assert by_item == "Guarantee item “安全生产责任制” scores 0: the whole table scores 0 (JGJ 59 4.0.3)"
    assert by_sum.startswith("Guarantee items total less than 40")


def test_the_whole_table_is_put_away_and_brought_back(site: Table) -> None:
    site.press(Key.Key_PageDown)
    site.press(Key.Key_0, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [one.id for one in site.board.sheets if one.absent] == ["B.2"]
    assert site.pane.list.at[0] != "B.2"
    site.pane.strip.setFocus()
    QTest.keyClick(site.pane.strip, Key.Key_Right)
    while not site.pane.strip.accessibleDescription().startswith("文明施工"):
        QTest.keyClick(site.pane.strip, Key.Key_Left)
    QTest.keyClick(site.pane.strip, Key.Key_Return)
    assert not any(one.absent for one in site.board.sheets)


def test_a_failed_ground_is_raised_by_f2_and_by_ctrl_enter(site: Table) -> None:
    site.press(Key.Key_F2)
    site.press(Key.Key_2, Key.Key_Down, Key.Key_3, Key.Key_F2)
    site.press(Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert site.raised == [
        ("B.1", "B.1-1", ""),
        ("B.1", "B.1-1", "B.1-1-2"),
        ("B.1", "B.1-1", "B.1-1-2"),
    ]


def test_a_hazard_that_is_ticked_is_raised_at_once(site: Table) -> None:
    site.pane.show_listing("major_hazards_2024")
    site.press(Key.Key_Down, Key.Key_2)
    assert site.mark("major_hazards_2024", "MH24-04-02").result == FAILS
    assert site.raised == [("major_hazards_2024", "MH24-04-02", "")]


def test_a_plants_items_take_four_results(plant: Table) -> None:
    plant.press(Key.Key_1, Key.Key_4, Key.Key_3, Key.Key_2)
    told = [plant.mark("concrete_plant", f"RMC-A0{n}").result for n in (1, 2, 3, 4)]
    assert told == [CONFORMS, PARTLY, NOT_APPLICABLE, FAILS]
    # What failed stays: it is made a finding or gets a note.
    assert plant.pane.list.at == ("concrete_plant", "RMC-A04")
    assert whole_headway(plant.board).done == 4


def test_a_note_is_written_below_and_esc_drops_it(plant: Table) -> None:
    plant.press(Key.Key_N)
    line = plant.pane.findChild(QLineEdit, "check_note")
    assert line is not None
    assert line.hasFocus()
    QTest.keyClicks(line, "no 2026 certificate")
    QTest.keyClick(line, Key.Key_Return)
    assert plant.mark("concrete_plant", "RMC-A01").note == "no 2026 certificate"
    assert plant.pane.list.hasFocus()
    plant.press(Key.Key_N)
    QTest.keyClicks(line, "other words")
    QTest.keyClick(line, Key.Key_Escape)
    assert plant.mark("concrete_plant", "RMC-A01").note == "no 2026 certificate"
    plant.press(Key.Key_N)
    line.setText("left open")
    plant.pane.settle()
    assert plant.mark("concrete_plant", "RMC-A01").note == "left open"


def test_a_note_stays_with_the_item_it_was_begun_for(plant: Table) -> None:
    plant.press(Key.Key_N)
    line = plant.pane.findChild(QLineEdit, "check_note")
    assert line is not None
    QTest.keyClicks(line, "no certificate")
    plant.click(plant.row(Kind.LINE, "RMC-A03"), 150)
    assert plant.mark("concrete_plant", "RMC-A01").note == "no certificate"
    assert plant.mark("concrete_plant", "RMC-A03") == Mark()
    assert plant.pane.list.at == ("concrete_plant", "RMC-A03")
    assert not line.isVisible(), "the line goes with its item"


def test_a_note_that_is_refused_stays_in_its_line(plant: Table) -> None:
    plant.pane.marked.disconnect()
    plant.press(Key.Key_N)
    line = plant.pane.findChild(QLineEdit, "check_note")
    assert line is not None
    QTest.keyClicks(line, "no certificate")
    QTest.keyClick(line, Key.Key_Return)
    assert line.isVisible()
    assert line.text() == "no certificate"
    assert not plant.pane.settle(), "it is not written"
    line.clear()
    assert plant.pane.settle()
    assert not line.isVisible()


def test_a_concluded_inspection_takes_no_notes(plant: Table) -> None:
    plant.locked = True
    plant.show()
    marks = plant.row(Kind.MARKS, "RMC-A01")
    view = plant.pane.list
    room = view._room(view._rows.index(marks))
    places = {code: place for code, _, place in view._paint.buttons(marks, room, plant.checks)}
    at = places["note"].center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not plant.pane.findChild(QLineEdit, "check_note").isVisible()


def test_an_item_is_found_by_its_words_and_by_its_number(site: Table) -> None:
    site.press(Key.Key_Slash)
    line = site.pane.findChild(QLineEdit, "check_find")
    assert line is not None
    QTest.keyClicks(line, "17.3")
    assert site.pane.list.at == ("B.17", "B.17-3")
    line.clear()
    QTest.keyClicks(line, "TN-S")
    first = site.pane.list.at
    QTest.keyClick(line, Key.Key_Return)
    assert site.pane.list.at != first
    line.clear()
    QTest.keyClicks(line, "xyzzy")
    assert line.property("wrong") == "true"
    QTest.keyClick(line, Key.Key_Escape)
    assert not line.isVisible()
    assert site.pane.list.hasFocus()


def test_nothing_is_found_by_nothing(site: Table) -> None:
    assert rows.found(site.checks, site.board.listings[0], "  ", ("", "")) is None


def test_a_click_on_the_ring_marks_and_a_second_one_clears(site: Table) -> None:
    site.click(site.row(Kind.LINE, "B.1-2"), 20)
    assert site.mark("B.1", "B.1-2") == Mark(CONFORMS)
    assert site.pane.list.at == ("B.1", "B.1-2")
    site.click(site.row(Kind.LINE, "B.1-2"), 20)
    assert site.mark("B.1", "B.1-2") == Mark()


def test_a_click_on_words_only_makes_an_item_the_current_one(site: Table) -> None:
    site.click(site.row(Kind.LINE, "B.1-1"), 150)
    site.click(site.row(Kind.GROUND, "B.1-1", "B.1-1-2"), -30)
    assert site.pane.list.cell.criterion_id == "B.1-1-2"
    site.press(Key.Key_3)
    assert site.mark("B.1", "B.1-1").points("B.1-1-2") == 3


def test_a_click_on_a_mark_or_a_link_does_what_it_says(site: Table) -> None:
    marks = site.row(Kind.MARKS, "B.1-1")
    view = site.pane.list
    room = view._room(view._rows.index(marks))
    places = {code: place for code, _, place in view._paint.buttons(marks, room, site.checks)}
    for code in ("raise", "3"):
        at = places[code].center().toPoint()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert site.raised == [("B.1", "B.1-1", "")]
    assert site.mark("B.1", "B.1-1") == Mark(NOT_APPLICABLE)


def test_the_link_of_an_item_leads_to_its_finding(site: Table) -> None:
    site.numbers = {"f": 3}
    told = Mark(FAILS, (("B.1-2-1", 10),), findings=(("B.1-2-1", "f"),))
    site.board = site.board.with_mark("B.1", "B.1-2", told)
    site.show()
    row = site.row(Kind.LINE, "B.1-2")
    view = site.pane.list
    room = view._room(view._rows.index(row))
    at = view._paint.link_room(row, room).center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert site.raised == [("B.1", "B.1-2", "B.1-2-1")]


def test_a_finding_leads_back_to_its_item_even_when_only_its_item_is_known(site: Table) -> None:
    site.board = site.board.with_mark("B.17", "B.17-3", Mark(FAILS, findings=(("", "f"),)))
    site.show()
    assert site.pane.go_to_finding("f", "")
    assert site.pane.list.at == ("B.17", "B.17-3")
    assert site.pane.go_to_finding("other", "MH24-04-02")
    assert site.pane.list.at == ("major_hazards_2024", "MH24-04-02")
    assert site.pane.go_to_finding("other", "B.2-1-1")
    assert site.pane.list.at == ("B.2", "B.2-1")
    assert not site.pane.go_to_finding("other", "")


def test_a_concluded_inspection_takes_no_marks(site: Table) -> None:
    site.locked = True
    site.show()
    site.press(Key.Key_1, Key.Key_2, Key.Key_5, Key.Key_0, Key.Key_Space)
    site.press(Key.Key_0, modifier=Qt.KeyboardModifier.ControlModifier)
    site.click(site.row(Kind.LINE, "B.1-2"), 20)
    assert not any(sheet.marks or sheet.absent for sheet in site.board.sheets)
    add = site.pane.findChild(QPushButton, "add_sheet")
    assert add is not None
    assert not add.isEnabled()


def test_another_sheet_is_asked_for_by_name(site: Table, qtbot: QtBot) -> None:
    added: list[tuple[str, str, str]] = []
    site.pane.sheet_added.connect(lambda *told: added.append(told))
    site.pane.go_to_part("B.17", "")
    site.press(Key.Key_Insert)
    dialog = site.pane.window().findChild(QDialog, "sheet_dialog")
    assert dialog is not None
    line = dialog.findChild(QLineEdit, "sheet_name")
    assert line is not None
    line.setText(" 2#塔机 ")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: site.pane.window().findChild(QDialog, "sheet_dialog") is None)
    assert added == [("jgj59", "B.17", "2#塔机")]


def test_a_kind_without_lists_is_told_how_it_gets_one(pane: CheckPane) -> None:
    pane.show_checks(values.read(Board("i", (), ()), {}, locked=False))
    assert not pane.list.isVisible()
    assert pane._empty.isVisible()


def test_what_a_screen_reader_hears_of_the_current_item(site: Table) -> None:
    assert site.pane.list.accessibleDescription() == "1 安全生产责任制 未查"
    site.press(Key.Key_2, Key.Key_Down, Key.Key_3)
    assert (
        site.pane.list.accessibleDescription()
        == "1 安全生产责任制 不符合 安全生产责任制未经责任人签字确认 3 分 3"
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_keys_score_what_the_command_reckons_for_the_same_sheets(site: Table, seed: int) -> None:
    dice = random.Random(seed)
    digits = [Key.Key_0, Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_5, Key.Key_8]
    moves = [Key.Key_Down, Key.Key_Up, Key.Key_PageDown, Key.Key_Return, Key.Key_Space, Key.Key_Escape]
    for _ in range(150):
        site.press(dice.choice([*digits, *moves]))
    told, sheets = site.checks.score, by_hand(site.board)
    if not sheets:
        assert told is None
        return
    assert told is not None
    wanted = scoring.score(sheets, RULES.standard)
    assert score_values(told, RULES.standard) == score_values(wanted, RULES.standard)
    assert values.tallies(site.checks)[0].figure == score_values(wanted, RULES.standard)["total"]


class Counted(RowPaint):
    """Paints rows and counts them."""

    painted = 0

    def paint(self, *told: Any, **more: Any) -> None:
        """Count and paint."""
        self.painted += 1
        super().paint(*told, **more)


def test_a_key_paints_only_what_is_in_sight_with_every_table_full(site: Table) -> None:
    for sheet in site.board.sheets_of("jgj59"):
        for part in site.board.parts_of(sheet):
            for line in part.lines:
                site.board = site.board.with_mark(sheet.id, line.id, Mark(CONFORMS))
    view = site.pane.list
    view._paint = counted = Counted(site.pane._look)
    site.show()
    took = []
    for _ in range(40):
        counted.painted, start = 0, time.process_time()
        site.press(Key.Key_3)
        view.viewport().repaint()
        took.append(time.process_time() - start)
        assert counted.painted <= 3 * (view.viewport().height() // site.pane._look.row(38) + 3)
    took.sort()
    print(f"key to painted: median {took[20] * 1000:.1f} ms, p95 {took[38] * 1000:.1f} ms")
    assert len(view._rows) > 200
    assert site.mark("B.1", "B.1-1") == Mark(NOT_APPLICABLE)
