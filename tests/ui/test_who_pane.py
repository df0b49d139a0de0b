"""The left pane: facts in short that lead to their fields, people, and the gauge of the checklists."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.casework.history.carry import LastTime
from inspector_app.domain.checking import CONFORMS, FAILS, Board, CheckSheet, Mark
from inspector_app.domain.listings import listings
from inspector_app.domain.people import PersonPresent
from inspector_app.ui.checking import values
from inspector_app.ui.checking.check_pane import CheckPane
from inspector_app.ui.controls.fields import LineField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import Elided
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.paper_pane import PaperPane
from inspector_app.ui.workbench.who_pane import WhoPane
from inspector_app.ui.workbench.who_score import ScoreBox
from inspector_app.ui.workbench.workbench_page import WorkbenchPage
from tests.builders import a_draft, an_inspection
from tests.domain.boards import RULES, a_board
from tests.ui.benches import a_bench

ZERO = Mark(FAILS, (("B.1-1-1", 10),))


@pytest.fixture
def pane(look: Look, qtbot: QtBot) -> WhoPane:
    pane = WhoPane(look, FieldSignals(), "i")
    qtbot.addWidget(pane)
    pane.resize(250, 700)
    pane.show_bench(a_bench(a_draft()))
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    return pane


def show(pane: WhoPane, board: Board) -> None:
    pane.show_checks(values.read(board, {}, locked=False))


def box(pane: WhoPane) -> ScoreBox:
    found = pane.findChild(ScoreBox)
    assert found is not None
    return found


def fact(pane: WhoPane, code: str) -> QPushButton:
    found = pane.findChild(QPushButton, f"fact_{code}")
    assert found is not None
    return found


def test_a_fact_says_itself_and_leads_to_its_field(pane: WhoPane) -> None:
    visit = an_inspection()
    assert visit.started is not None
    ended = visit.started + timedelta(minutes=79)
    pane.show_bench(a_bench(a_draft(), inspection=replace(visit, source="冬季施工安全检查", ended=ended)))
    assert fact(pane, "source").accessibleName() == "专项 冬季施工安全检查"
    assert fact(pane, "time").accessibleName().endswith("（79 分）")
    QTest.mouseClick(fact(pane, "source"), Qt.MouseButton.LeftButton)
    assert pane.form.fields["source"].hasFocus()
    QTest.keyClick(fact(pane, "approval"), Qt.Key.Key_Space)
    assert pane.form.fields["approval.approver"].hasFocus()


def test_what_is_not_filled_in_is_said(pane: WhoPane) -> None:
    pane.show_bench(a_bench(a_draft(), inspection=replace(an_inspection(), source="", ended=None)))
    assert fact(pane, "source").accessibleName() == "专项 未填"
    assert "进行中" in fact(pane, "time").accessibleName()


def test_the_phase_leads_to_the_target(pane: WhoPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.target_opened):
        QTest.mouseClick(fact(pane, "phase"), Qt.MouseButton.LeftButton)


def test_without_lists_there_is_no_gauge(pane: WhoPane) -> None:
    show(pane, Board("i", (), ()))
    assert not box(pane).isVisible()


def test_the_gauge_says_figure_grade_and_how_far(pane: WhoPane) -> None:
    show(pane, a_board("B.1", "B.17"))
    assert box(pane).isVisible()
    assert box(pane).accessibleDescription().startswith("JGJ 59 — 分 0 / 2 表已查完")
    show(pane, a_board("B.1", "B.17").with_mark("B.1", "B.1-2", Mark(FAILS, (("B.1-2-5", 4),))))
    assert box(pane).accessibleDescription() == "JGJ 59 96.0 分 优良 0 / 2 表已查完 安全管理 1/10 项"


def test_a_zero_is_told_in_the_gauge_the_moment_it_strikes(pane: WhoPane) -> None:
    show(pane, a_board("B.1", "B.2").with_mark("B.1", "B.1-2", Mark(CONFORMS)))
    calm = box(pane).height()
    board = a_board("B.1", "B.2").with_mark("B.1", "B.1-1", ZERO)
    show(pane, board)
    assert box(pane).height() > calm
    (tally,) = values.tallies(values.read(board, {}, locked=False))
    assert tally.zero == "保证项目「安全生产责任制」0 分，本表计 0 分（JGJ 59 4.0.3）"
    assert (tally.grade, tally.tone, tally.rows[0].tone) == ("不合格", "red", "red")


def test_a_line_leads_to_its_table_by_click_and_by_enter(pane: WhoPane, qtbot: QtBot) -> None:
    show(pane, a_board("B.1", "B.17"))
    gauge = box(pane)
    with qtbot.waitSignal(pane.part_wanted) as told:
        at = QPoint(20, gauge._top() + gauge._high() * 8 + 5)
        QTest.mouseClick(gauge, Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["B.17", ""]
    gauge.setFocus()
    for _ in range(8):
        QTest.keyClick(gauge, Qt.Key.Key_Up)
    with qtbot.waitSignal(pane.part_wanted) as told:
        QTest.keyClick(gauge, Qt.Key.Key_Return)
    assert told.args == ["B.1", ""]


def test_a_plants_gauge_counts_its_sections(pane: WhoPane) -> None:
    told = listings(RULES, "concrete_plant")
    board = Board("i", told, (CheckSheet("s", told[0].id),))
    board = board.with_mark("s", "RMC-A01", Mark(CONFORMS)).with_mark("s", "RMC-A02", Mark(FAILS))
    (tally,) = values.tallies(values.read(board, {}, locked=False))
    assert (tally.figure, tally.done, tally.of, tally.grade) == ("3%", 2, 65, "不符合 1 项")
    assert [(one.name, one.told) for one in tally.rows][:2] == [("资质与人员", "2/7"), ("试验室", "0/6")]
    show(pane, board)
    assert "2 / 65 项已查" in box(pane).accessibleDescription()


def test_categories_are_shown_by_what_is_true_of_them() -> None:
    board = a_board("B.1", "B.13", "B.17", "B.19")
    for n in range(1, 11):
        board = board.with_mark("B.13", f"B.13-{n}", Mark(CONFORMS))
    board = board.with_mark("B.17", "B.17-10", Mark(CONFORMS))
    board = board.with_sheet(replace(board.sheets[3], absent=True))
    rows = {one.name: one for one in values.tallies(values.read(board, {}, locked=False))[0].rows}
    assert rows["高处作业"].told == "10.0 / 10"
    assert (rows["塔式起重机与起重吊装"].told, rows["塔式起重机与起重吊装"].at) == ("1/10 项", True)
    assert rows["安全管理"].told == "— / 10"
    assert rows["施工机具"].told == "不适用"


@pytest.mark.parametrize("name", ["骆远山", "欧阳长风", "阿卜杜热合曼·买买提"])
def test_the_name_of_somebody_present_stands_beside_what_he_is(
    pane: WhoPane, qtbot: QtBot, name: str
) -> None:
    present = (
        PersonPresent(name, "专职安全生产管理人员", "青澜宏岳建设集团有限公司", "", "p1"),
        PersonPresent("程映秋", "总监", "信达监理", "", "p2"),
    )
    pane.show_bench(a_bench(a_draft(), inspection=replace(an_inspection(), present=present)))
    for one in present:
        away = pane.findChild(QPushButton, f"unmeet_{one.id}")
        qtbot.waitUntil(away.isVisible)
        line = away.parentWidget()
        who, what = sorted(line.findChildren(Elided), key=lambda part: part.x())
        assert who.accessibleName() == one.name
        assert who.geometry().right() < what.x(), "they stand beside each other"
        assert who.width() >= 42
        assert what.width() >= 60
        assert what.geometry().right() < away.x()


def test_the_end_that_the_visit_would_get_stands_dashed_in_its_field(pane: WhoPane) -> None:
    visit = replace(an_inspection(), ended=None)
    assert visit.started is not None
    moments = [visit.started + timedelta(minutes=48)]
    pane.watch(lambda: moments[-1])
    pane.show_bench(a_bench(a_draft(), inspection=visit))
    field = pane.form.fields["ended"]
    assert isinstance(field, LineField)

    def shown() -> tuple[str, str, bool]:
        return field.placeholderText()[-5:], field.property("ghost"), field.text() == ""

    first = moments[0].strftime("%H:%M")
    assert shown() == (first, "true", True)
    assert first in field.toolTip()
    moments.append(visit.started + timedelta(minutes=50))
    pane._minute.timeout.emit()
    assert shown() == (moments[1].strftime("%H:%M"), "true", True)
    field.setText("11:30")
    assert shown()[1:] == ("false", False)
    field.setText("")
    pane.show_bench(a_bench(a_draft(), inspection=visit, locked=True))
    assert shown() == ("10:40", "false", True), "a visit that is over gets no end any more"
    assert field.toolTip() == ""


def test_one_of_the_last_visit_does_not_sweep_away_who_is_being_written_down(
    look: Look, qtbot: QtBot
) -> None:
    """The disk refuses: whoever cannot be noted stays in the fields, and nobody else takes them."""
    page = WorkbenchPage(look, CheckPane(look), PaperPane(look))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.prepare().met.connect(page.take_back_person)
    asked: list[tuple[str, ...]] = []
    page.keys.met_again.connect(lambda *told: asked.append(told))
    page.show_bench(a_bench(a_draft(), last=LastTime(present=(PersonPresent("骆远山", "安全员"),))))
    name = page.findChild(QLineEdit, "present")
    name.setText("温景行")
    page.findChild(QPushButton, "met_again_0").click()
    assert (name.text(), asked) == ("温景行", [])
    name.clear()
    page.findChild(QPushButton, "met_again_0").click()
    assert asked == [("骆远山", "安全员", "", "")]
