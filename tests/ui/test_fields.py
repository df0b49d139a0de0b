"""Fields: what is typed is told when the keys rest, what is left is told once, nothing is overwritten."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.fields import ChoiceField, FlagField, LineField, TextField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.pasting import LONGEST_TEXT
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.finding_editor import FactField

CHOICES = (("a", "《条例》第二十六条 专项方案"), ("b", "《条例》第二十八条 危险部位"), ("c", "JGJ 80"))


class Form:
    """One field of each sort in a window, and what they told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.signals = FieldSignals()
        self.typed: list[tuple[str, str]] = []
        self.left: list[tuple[str, str]] = []
        self.signals.typed.connect(lambda spot, told: self.typed.append((spot.name, told)))
        self.signals.left.connect(lambda spot, told: self.left.append((spot.name, told)))
        self.line = LineField(self.signals, Spot("finding", "f", "location"), "部位")
        self.text = TextField(self.signals, Spot("finding", "f", "fact"), "事实")
        self.flag = FlagField(self.signals, Spot("document", "d", "stop_full"), "全面停工")
        self.choice = ChoiceField(self.signals, Spot("finding", "f", "clause"), "条款", searched=True)
        self.choice.offer(CHOICES)
        self.choice.show_value("")
        self.fact = FactField(self.signals, Spot("finding", "f", "fact2"), "事实", "")
        self.window = QWidget()
        box = QVBoxLayout(self.window)
        for field in (self.line, self.text, self.flag, self.choice, self.fact):
            box.addWidget(field)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()


@pytest.fixture
def form(look: Look, qtbot: QtBot) -> Form:
    return Form(qtbot)


def words_of(choice: ChoiceField) -> QLineEdit:
    line = choice.lineEdit()
    assert line is not None
    return line


def press(*keys: str | Qt.Key) -> None:
    """Press keys as the window system sends them: a list that has dropped down gets them first."""
    for told in keys:
        for key in told if isinstance(told, str) else [told]:
            QTest.keyClick(QGuiApplication.focusWindow(), key)


@pytest.mark.parametrize("name", ["line", "text"])
def test_what_is_typed_is_told_when_the_keys_rest_and_left_once(form: Form, qtbot: QtBot, name: str) -> None:
    field = getattr(form, name)
    field.setFocus()
    QTest.keyClicks(field, "3F")
    assert form.typed == []
    qtbot.waitUntil(lambda: form.typed == [(field.spot.name, "3F")])
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert form.left == [(field.spot.name, "3F")]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert form.left == [(field.spot.name, "3F")]


@pytest.mark.parametrize("name", ["line", "text"])
def test_typing_that_was_withdrawn_is_told_so_that_nothing_kept_comes_back(
    form: Form, qtbot: QtBot, name: str
) -> None:
    field = getattr(form, name)
    field.setFocus()
    QTest.keyClicks(field, "x")
    qtbot.waitUntil(lambda: form.typed == [(field.spot.name, "x")])
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert form.left == [(field.spot.name, "")]


def test_typing_that_nobody_kept_yet_is_withdrawn_in_silence(form: Form) -> None:
    form.line.setFocus()
    QTest.keyClicks(form.line, "x")
    QTest.keyClick(form.line, Qt.Key.Key_Backspace)
    QTest.keyClick(form.line, Qt.Key.Key_Tab)
    assert (form.typed, form.left) == ([], [])


@pytest.mark.parametrize("name", ["line", "text"])
def test_a_value_from_outside_never_overwrites_typing(form: Form, name: str) -> None:
    field = getattr(form, name)
    field.show_value("旧")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "new")
    field.show_value("别人的")
    assert field.text() == "new"
    form.signals.settle()
    assert form.left == [(field.spot.name, "new")]
    field.show_value("别人的")
    assert field.text() == "别人的"


def test_a_candidate_of_an_input_method_is_text_and_leaves_nothing(form: Form) -> None:
    for field in (form.line, form.text):
        field.setFocus()
        composing = QInputMethodEvent("louceng", [])
        QApplication.sendEvent(field, composing)
        field.show_value("")
        commit = QInputMethodEvent()
        commit.setCommitString("楼层")
        QApplication.sendEvent(field, commit)
        assert field.text() == "楼层"
    # The line was left when the keys went to the text, the text not yet.
    assert form.left == [("location", "楼层")]


def test_settling_leaves_every_field_that_is_being_typed_in(form: Form) -> None:
    for field in (form.line, form.text):
        field.setFocus()
        QTest.keyClicks(field, "x")
    form.signals.settle()
    form.signals.settle()
    assert form.left == [("location", "x"), ("fact", "x")]


def test_a_flag_tells_at_once(form: Form) -> None:
    form.flag.setFocus()
    QTest.keyClick(form.flag, Qt.Key.Key_Space)
    QTest.keyClick(form.flag, Qt.Key.Key_Space)
    assert form.left == [("stop_full", "1"), ("stop_full", "")]


def test_a_choice_is_found_by_any_part_of_its_words(form: Form) -> None:
    words_of(form.choice).setFocus()
    press("80")
    press(Qt.Key.Key_Tab)
    assert form.left == [("clause", "c")]
    form.choice.show_value("c")
    assert form.choice.currentText() == "JGJ 80"
    assert form.choice.toolTip() == "JGJ 80"


def test_words_being_typed_into_a_choice_are_not_overwritten(form: Form) -> None:
    form.choice.show_value("a")
    words_of(form.choice).setFocus()
    words_of(form.choice).selectAll()
    press("J")
    form.choice.show_value("a")
    assert words_of(form.choice).text().startswith("J")
    press(Qt.Key.Key_Tab)
    form.choice.show_value("c")
    assert words_of(form.choice).text() == "JGJ 80"


def test_words_that_are_no_choice_choose_nothing(form: Form) -> None:
    words_of(form.choice).setFocus()
    press("zzz")
    press(Qt.Key.Key_Tab)
    assert form.left == []


def test_pictures_and_files_pasted_into_the_fact_are_handed_on_and_markup_is_text(form: Form) -> None:
    handed: list[object] = []
    form.fact.photos_pasted.connect(handed.append)
    picture, page = QMimeData(), QMimeData()
    picture.setImageData(QImage(3, 3, QImage.Format.Format_RGB32))
    page.setHtml("<b>粗</b>")
    page.setText("<b>粗</b>")
    for told in (picture, page):
        assert form.fact.canInsertFromMimeData(told)
        form.fact.insertFromMimeData(told)
    assert handed == [picture]
    assert form.fact.text() == "<b>粗</b>"


@pytest.mark.parametrize("name", ["line", "text", "choice"])
def test_a_picture_that_is_pasted_into_a_field_of_words_goes_to_the_page(form: Form, name: str) -> None:
    pasted: list[str] = []
    key = QShortcut(QKeySequence("Ctrl+V"), form.window, lambda: pasted.append(name))
    held = QMimeData()
    held.setImageData(QImage(3, 3, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(held)
    field = getattr(form, name)
    field.setFocus()
    QTest.keyClick(QGuiApplication.focusWindow(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pasted == [name]
    QGuiApplication.clipboard().setText("3#楼")
    QTest.keyClick(QGuiApplication.focusWindow(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pasted == [name], "words are the field's own"
    QGuiApplication.clipboard().clear()
    key.deleteLater()


def test_a_long_text_is_cut_to_exactly_what_a_field_takes(form: Form) -> None:
    told: list[tuple[int, int]] = []
    form.signals.shortened.connect(lambda kept, given: told.append((kept, given)))
    page = QMimeData()
    page.setText("临边" * 50_000)
    form.text.insertFromMimeData(page)
    assert form.text.text() == "临边" * (LONGEST_TEXT // 2)
    form.text.insertFromMimeData(page)
    assert told == [(LONGEST_TEXT, 100_000), (0, 100_000)]
    form.text.selectAll()
    form.text.insertFromMimeData(page)
    assert form.text.text() == "临边" * (LONGEST_TEXT // 2), "what is selected makes room"


def test_a_long_line_that_is_left_shows_its_beginning(form: Form) -> None:
    long = "3号楼14层南侧临边防护栏杆" * 12
    form.line.setFocus()
    QTest.keyClicks(form.line, "x")
    form.line.setText(long)
    assert form.line.cursorPosition() == len(long), "while one writes, the end is seen"
    form.line.clearFocus()
    assert form.line.cursorPosition() == 0


def test_a_line_whose_window_went_behind_another_is_gone_on_with_where_one_was(form: Form) -> None:
    form.line.setText("3号楼14层")
    form.line.setFocus()
    form.line.setCursorPosition(3)
    gone = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(form.line, gone)
    assert form.line.cursorPosition() == 3
