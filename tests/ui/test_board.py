"""The board and the form: what they show, what they emit, and that nothing typed is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.board import BoardView
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.controls.form_fields import FilesRoom
from inspector_app.ui.controls.form_values import Asks, Field, Form
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words

LINES = (
    Line("a", "临江雅苑", "限期整改通知书 3-1号", "逾期", "red", "2026-11-20", "逾期 4 天"),
    Line("b", "望川大厦", "停工通知书 3-2号", "已下达", "amber", "2026-12-01", "剩 7 天"),
)
SHEET = Sheet(
    "a",
    "临江雅苑",
    "逾期",
    "red",
    blocks=(Block("责令", (Fact("文书", "3-1号", link="document:7"), Fact("期限", "2026-11-20"))),),
    deeds=(
        Deed("reply", "收整改报告", key="Ctrl+R", main=True),
        Deed("extend", "延期", key="Ctrl+E", why_not="已经闭环"),
    ),
)


@pytest.fixture
def board(look: Look, qtbot: QtBot) -> BoardView:
    view = BoardView(look, "board", "测试")
    qtbot.addWidget(view)
    view.resize(1100, 600)
    view.show_filters((Filter("late", "逾期", 2), Filter("all", "全部")), "late")
    view.show_acts((Deed("new", "新增", key="Ctrl+Shift+N"),))
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    return view


def test_the_first_line_is_chosen_and_its_sheet_asked_for(board: BoardView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.chosen) as told:
        board.show_lines(LINES, "没有")
    assert told.args == ["a"]
    board.show_sheet(SHEET)
    assert board.sheet.sheet == SHEET


def test_before_anybody_looks_the_first_line_is_chosen_whatever_stood_there_before(
    look: Look, qtbot: QtBot
) -> None:
    view = BoardView(look, "board", "测试")
    qtbot.addWidget(view)
    view.show_lines(LINES[1:], "没有")
    view.show_lines(LINES, "没有")
    assert view.chosen_id == "a"
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    fresh = (Line("c", "新来的", "", "", "gray"), *LINES)
    view.show_lines(fresh, "没有")
    assert view.chosen_id == "c", "what stood there at its coming was read before"
    view.show_lines(LINES[::-1], "没有")
    assert view.chosen_id == "b", "it is gone"
    view.show_lines(fresh, "没有")
    assert view.chosen_id == "b", "what somebody looks at stays"
    view.choose("a")
    view.hide()
    view.show_lines(LINES[::-1], "没有")
    assert view.chosen_id == "a", "also afterwards"


def test_a_sheet_of_another_line_is_passed_by(board: BoardView) -> None:
    board.show_lines(LINES, "没有")
    board.choose("b")
    board.show_sheet(SHEET)
    assert board.sheet.sheet.id == ""


def test_the_chosen_line_stays_chosen_when_the_list_is_told_anew(board: BoardView) -> None:
    board.show_lines(LINES, "没有")
    board.choose("b")
    board.show_sheet(Sheet("b", "望川大厦"))
    board.show_lines((LINES[1], LINES[0]), "没有")
    assert board.chosen_id == "b"
    board.show_lines(LINES[:1], "没有")
    assert board.chosen_id == "a"


def test_who_went_on_while_the_list_was_read_anew_stays_there(board: BoardView, qtbot: QtBot) -> None:
    board.show_lines(LINES, "没有")
    board.show_sheet(SHEET)
    qtbot.keyClick(board.table, Qt.Key.Key_Down)
    # The list that was asked for before comes before the sheet of the line that is chosen now.
    board.show_lines(LINES, "没有")
    assert board.chosen_id == "b"


def test_no_deed_is_done_on_a_line_that_was_left(board: BoardView, qtbot: QtBot) -> None:
    board.show_lines(LINES, "没有")
    board.show_sheet(SHEET)
    qtbot.keyClick(board.table, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(board.done), qtbot.assertNotEmitted(board.followed):
        QTest.keyClick(board.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        board.sheet.findChild(QPushButton, "way_document:7").click()  # type: ignore[union-attr] - it is there
    qtbot.keyClick(board.table, Qt.Key.Key_Up)
    with qtbot.waitSignal(board.done) as told:
        QTest.keyClick(board.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["reply", "a"]


@pytest.mark.parametrize("name", ["deed_reply", "way_document:7"])
def test_the_keys_stay_where_they_are_when_the_sheet_is_told_anew(
    board: BoardView, qtbot: QtBot, name: str
) -> None:
    board.show_lines(LINES, "没有")
    board.show_sheet(SHEET)
    before = board.sheet.findChild(QPushButton, name)
    assert before is not None
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    board.show_sheet(SHEET)
    after = QApplication.focusWidget()
    assert after is not None
    assert after is not before
    assert after.objectName() == name
    board.show_sheet(Sheet("a", "临江雅苑"))
    assert QApplication.focusWidget() is board.sheet.scrolled, "what had the keys is gone"


def test_the_keys_stay_at_a_deed_of_the_board(board: BoardView, qtbot: QtBot) -> None:
    board.show_lines(LINES, "没有")
    new = board.findChild(QPushButton, "board_new")
    assert new is not None
    new.setFocus()
    qtbot.waitUntil(new.hasFocus)
    board.show_acts((Deed("new", "新增", key="Ctrl+Shift+N"),))
    after = QApplication.focusWidget()
    assert after is not None
    assert after is not new
    assert after.objectName() == "board_new"


def test_arrows_choose_and_deeds_are_done_by_their_keys(board: BoardView, qtbot: QtBot) -> None:
    board.show_lines(LINES, "没有")
    board.show_sheet(SHEET)
    board.setFocus()
    with qtbot.waitSignal(board.done) as told:
        QTest.keyClick(board.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["reply", "a"]
    with qtbot.assertNotEmitted(board.done):
        QTest.keyClick(board.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(board.chosen) as chosen:
        QTest.keyClick(board.table, Qt.Key.Key_Down)
    assert chosen.args == ["b"]


def test_a_line_of_the_sheet_leads_somewhere(board: BoardView, qtbot: QtBot) -> None:
    board.show_lines(LINES, "没有")
    board.show_sheet(SHEET)
    way = board.sheet.findChild(QPushButton, "way_document:7")
    assert way is not None
    assert way.accessibleName() == "文书 3-1号"
    with qtbot.waitSignal(board.followed) as told:
        QTest.keyClick(way, Qt.Key.Key_Space)
    assert told.args == ["document:7", "a"]


def test_an_empty_board_teaches_and_offers_the_first_deed(board: BoardView, qtbot: QtBot) -> None:
    board.show_lines((), "这里会列出……")
    begin = board.findChild(QPushButton, "board_begin")
    assert begin is not None
    assert begin.isVisible()
    with qtbot.waitSignal(board.done) as told:
        QTest.keyClick(begin, Qt.Key.Key_Space)
    assert told.args == ["new", ""]
    with qtbot.waitSignal(board.done) as told:
        QTest.keyClick(
            begin, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert told.args == ["new", ""]


def test_choices_are_told_with_their_counts(board: BoardView, qtbot: QtBot) -> None:
    late = board.findChild(QPushButton, "board_late")
    every = board.findChild(QPushButton, "board_all")
    assert late is not None
    assert every is not None
    assert (late.text(), late.isChecked()) == ("逾期 2", True)
    with qtbot.waitSignal(board.filtered) as told:
        every.click()
    assert told.args == ["all"]


FORM = Form(
    "test_form",
    "收整改报告",
    (
        Field("on", "报告日期", Asks.DAY, needed=True),
        Field("words", "内容", Asks.TEXT),
        Field("way", "方式", Asks.CHOICE, value="paper", choices=(("paper", "纸质"), ("phone", "电话"))),
        Field("number", "电话号码", only_when=("way", "phone"), needed=True),
        Field("signed", "签字齐全", Asks.TICK),
        Field("parts", "部位", Asks.TICKS, value="b", choices=(("a", "1号楼"), ("b", "2号楼"))),
        Field("scans", "扫描件", Asks.FILES, hint="*.pdf"),
    ),
    "收下",
    about="7",
)


def opened(look: Look, qtbot: QtBot, kept: dict[str, object] | None = None) -> FormDialog:
    dialog = FormDialog(look, FORM, kept)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog


def line(dialog: FormDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def names(parts: Sequence[object]) -> list[str]:
    return [str(one) for one in parts]


def test_a_form_is_given_by_keys_and_says_what_it_lacks(look: Look, qtbot: QtBot) -> None:
    dialog = opened(look, qtbot)
    assert not dialog.accept_button.isEnabled()
    assert dialog.accept_button.toolTip() == "还缺：报告日期"
    qtbot.waitUntil(line(dialog, "on").hasFocus)
    QTest.keyClicks(line(dialog, "on"), "11-24")
    assert dialog.accept_button.isEnabled()
    with qtbot.waitSignal(dialog.given) as told:
        QTest.keyClick(line(dialog, "on"), Qt.Key.Key_Return)
    assert told.args == [
        {"on": "11-24", "words": "", "way": "paper", "signed": False, "parts": ["b"], "scans": []}
    ]
    assert dialog.isVisible(), "it stays until it was done"


def test_what_is_asked_only_sometimes_is_shown_and_needed_only_then(look: Look, qtbot: QtBot) -> None:
    dialog = opened(look, qtbot, {"on": "11-24"})
    assert not line(dialog, "number").isVisible()
    dialog.findChild(QCheckBox, "signed").setChecked(True)  # type: ignore[union-attr] - it is there
    dialog._rows["way"][0].show_value("phone")
    assert line(dialog, "number").isVisible()
    assert dialog.accept_button.toolTip() == "还缺：电话号码"
    line(dialog, "number").setText("0899-5550")
    assert dialog.values["number"] == "0899-5550"


def test_a_refusal_is_said_and_the_keys_go_to_its_field(look: Look, qtbot: QtBot) -> None:
    dialog = opened(look, qtbot, {"on": "11-24"})
    dialog.wish()
    assert not dialog.accept_button.isEnabled()
    dialog.show_failure(Words("早于责令。", "请核对日期。", "reply.before_order"), "reply.on")
    assert dialog.notice.code == "reply.before_order"
    assert dialog.accept_button.isEnabled()
    qtbot.waitUntil(line(dialog, "on").hasFocus)


def test_what_is_given_is_kept_before_and_not_after(look: Look, qtbot: QtBot) -> None:
    dialog = opened(look, qtbot)
    told: list[str] = []
    dialog.typed.connect(lambda _: told.append("kept"))
    dialog.given.connect(lambda _: told.append("given"))
    QTest.keyClicks(line(dialog, "on"), "11-24")
    QTest.keyClick(line(dialog, "on"), Qt.Key.Key_Return)
    assert told == ["kept", "given"]
    assert not dialog._rest.isActive()
    dialog.accept()
    assert told == ["kept", "given"]


def test_a_form_is_given_once_whatever_is_typed_until_it_is_answered(look: Look, qtbot: QtBot) -> None:
    dialog = opened(look, qtbot, {"on": "11-24"})
    told: list[str] = []
    dialog.typed.connect(lambda _: told.append("kept"))
    dialog.given.connect(lambda _: told.append("given"))
    QTest.keyClick(line(dialog, "on"), Qt.Key.Key_Return)
    QTest.keyClicks(line(dialog, "on"), "0")
    assert not dialog.accept_button.isEnabled()
    QTest.keyClick(line(dialog, "on"), Qt.Key.Key_Return)
    assert told == ["given"]
    assert not dialog._rest.isActive(), "what is done meanwhile must not stand there the next time"
    dialog.show_failure(Words("早于责令。", "请核对日期。", "reply.before_order"), "reply.on")
    assert dialog.accept_button.isEnabled()
    qtbot.waitUntil(lambda: told == ["given", "kept"])
    line(dialog, "on").clear()
    dialog.wish()
    dialog.show_failure(Words("早于责令。", "请核对日期。", "reply.before_order"), "reply.on")
    assert not dialog.accept_button.isEnabled(), "it still lacks something"


def test_an_ampersand_in_what_is_ticked_is_shown_as_one(look: Look, qtbot: QtBot) -> None:
    fields = (
        Field("parts", "部位", Asks.TICKS, choices=(("a", "A&B栋之间"),)),
        Field("all", "R&D楼", Asks.TICK),
    )
    dialog = FormDialog(look, Form("test_form", "部位", fields, "好"))
    qtbot.addWidget(dialog)
    for name, words in (("parts_a", "A&B栋之间"), ("all", "R&D楼")):
        box = dialog.findChild(QCheckBox, name)
        assert box is not None
        assert box.text() == words.replace("&", "&&"), "else the letter behind it would be a key"
        assert box.accessibleName() == words


def test_what_is_typed_is_told_to_be_kept_and_comes_back(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(look, qtbot)
    text = dialog.findChild(QPlainTextEdit, "words")
    files = dialog.findChild(FilesRoom, "scans")
    assert text is not None
    assert files is not None
    with qtbot.waitSignal(dialog.typed):
        QTest.keyClicks(line(dialog, "on"), "11")
    text.setPlainText("三项均已整改")
    files.take([tmp_path / "回复.pdf"])
    with qtbot.waitSignal(dialog.typed) as told:
        dialog.reject()
    again = opened(look, qtbot, told.args[0])
    assert again.values == told.args[0]
    assert again.values["words"] == "三项均已整改"
    assert again.values["scans"] == [str(tmp_path / "回复.pdf")]
