"""Checklists at the real window, by keys: a zero strikes, an item becomes a finding, all is there again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from inspector_app.casework.visits import checks, findings
from inspector_app.domain.checking import CONFORMS, FAILS
from inspector_app.domain.findings import Severity
from tests.stories.hands import CTRL, Hands

Key = Qt.Key


def to_the_lists(hands: Hands, words: str = "临江") -> None:
    hands.begin(words)
    hands.press(Key.Key_F7)
    hands.until(lambda: hands.focused == "check_list")


def visit(hands: Hands) -> str:
    assert hands.rooms.work.bench is not None
    return hands.rooms.work.bench.inspection.id


def marks(hands: Hands, part: str) -> dict[str, str]:
    board = checks.board(hands.desk, visit(hands))
    return {
        line_id: mark.result
        for sheet in board.sheets
        if sheet.part == part
        for line_id, mark in sheet.marks.items()
    }


def tab(hands: Hands) -> str:
    return hands.rooms.bench.middle._tabs["checks"].text()


def test_marks_are_durable_at_once_and_counted_in_the_tab(seated: Hands) -> None:
    to_the_lists(seated)
    for key in (Key.Key_1, Key.Key_1, Key.Key_3):
        seated.press(key)
    assert tab(seated) == "检查表 3/189"
    assert marks(seated, "B.1") == {"B.1-1": CONFORMS, "B.1-2": CONFORMS, "B.1-3": "不适用"}


def test_a_zero_strikes_and_its_ground_becomes_a_finding_that_leads_back(seated: Hands) -> None:
    to_the_lists(seated)
    seated.press(Key.Key_2)
    seated.write("10")
    shown = seated.rooms.checks.checks
    assert shown is not None
    assert shown.score is not None
    assert shown.score.grade == "不合格"
    assert any("4.0.3" in shown.zero_words(one.id) for one in shown.board.sheets)
    seated.press(Key.Key_F2)
    seated.rest()
    seated.until(lambda: seated.focused == "fact" and seated.editor.isVisible())
    (found,) = findings.findings_of(seated.store, visit(seated))
    assert (found.fact, found.item, found.clause_id) == ("未建立安全生产责任制。", "B.1-1-1", "jgj59")
    seated.press(Key.Key_F7)
    seated.until(lambda: seated.focused == "check_list")
    assert seated.rooms.bench.checks.list.at[1] == "B.1-1"
    # Pressed again, it opens the finding that is there.
    seated.press(Key.Key_Return, CTRL)
    seated.rest()
    assert len(findings.findings_of(seated.store, visit(seated))) == 1
    assert seated.rooms.bench.findings.open_id == found.id
    assert seated.rooms.bench.middle.tab == "findings"


def test_a_ticked_hazard_is_a_major_finding_at_once(seated: Hands) -> None:
    to_the_lists(seated)
    seated.rooms.bench.checks.show_listing("major_hazards_2024")
    seated.press(Key.Key_Down)
    seated.press(Key.Key_2)
    seated.rest()
    (found,) = findings.findings_of(seated.store, visit(seated))
    assert (found.severity, found.criterion_id) == (Severity.MAJOR, "MH24-04-02")
    assert seated.rooms.bench.findings.open_id == found.id


def test_a_removed_finding_leaves_the_mark_and_lets_another_be_raised(seated: Hands) -> None:
    to_the_lists(seated)
    seated.press(Key.Key_2)
    seated.write("10")
    seated.press(Key.Key_F2)
    seated.rest()
    (found,) = findings.findings_of(seated.store, visit(seated))
    seated.rooms.work.remove_finding(found.id)
    seated.rest()
    seated.press(Key.Key_F7)
    seated.until(lambda: seated.focused == "check_list")
    assert marks(seated, "B.1") == {"B.1-1": FAILS}
    seated.press(Key.Key_F2)
    seated.rest()
    (again,) = findings.findings_of(seated.store, visit(seated))
    assert again.id != found.id


def test_a_plants_list_by_keys(seated: Hands) -> None:
    to_the_lists(seated, "青澜砼")
    for key in (Key.Key_1, Key.Key_4, Key.Key_2):
        seated.press(key)
    assert tab(seated) == "检查表 3/65"
    seated.press(Key.Key_F2)
    seated.rest()
    (found,) = findings.findings_of(seated.store, visit(seated))
    assert (found.item, found.severity) == ("RMC-A03", Severity.GENERAL)


def test_a_mark_is_undone_by_key_and_shown_so(seated: Hands) -> None:
    to_the_lists(seated)
    seated.press(Key.Key_1)
    seated.press(Key.Key_1)
    seated.press(Key.Key_Z, CTRL)
    seated.rest()
    assert marks(seated, "B.1") == {"B.1-1": CONFORMS}
    assert tab(seated) == "检查表 1/189"


def test_after_another_sign_in_everything_stands_where_it_was(seated: Hands) -> None:
    to_the_lists(seated)
    seated.press(Key.Key_1)
    seated.press(Key.Key_2)
    seated.write("10")
    inspection_id = visit(seated)
    seated.desktop.lock()
    seated.sign_in()
    seated.rest()
    seated.rooms.work.open(inspection_id)
    seated.rest()
    assert tab(seated) == "检查表 2/189"
    shown = seated.rooms.checks.checks
    assert shown is not None
    assert shown.score is not None
    assert shown.score.total == 0


def test_a_campaign_named_as_the_source_brings_its_list(seated: Hands) -> None:
    to_the_lists(seated)
    assert tab(seated) == "检查表 0/189"
    seated.part(QPushButton, "fact_source").click()
    seated.until(lambda: seated.focused == "source")
    seated.write("塔吊专项检查")
    seated.press(Key.Key_Tab)
    seated.until(lambda: tab(seated) == "检查表 0/203")
    seated.rooms.bench.checks.show_listing("campaign_crane")
    seated.press(Key.Key_2)
    seated.rest()
    assert marks(seated, "") == {"QZ-A01": FAILS}


def test_a_note_and_a_person_are_durable_while_they_are_typed(seated: Hands) -> None:
    to_the_lists(seated)
    seated.press(Key.Key_N)
    seated.until(lambda: seated.focused == "check_note")
    seated.write("责任书缺页")
    seated.until(lambda: "责任书缺页" in seated.store.buffer().values())
    seated.press(Key.Key_Return)
    assert seated.store.buffer() == {}
    seated.part(QLineEdit, "present").setFocus()
    seated.write("梁国栋")
    seated.until(lambda: "梁国栋\n\n\n" in seated.store.buffer().values())
    seated.press(Key.Key_Return)
    seated.rest()
    assert seated.store.buffer() == {}
