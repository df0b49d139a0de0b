"""A clause typed as people type it: found however it is spaced, and never lost to words that name none."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from inspector_app.ui.controls.fields import ChoiceField
from tests.stories.day_hands import found
from tests.stories.hands import CTRL, Hands

Key = Qt.Key


def retype(hands: Hands, told: str) -> None:
    hands.tab_to("clause")
    hands.press(Key.Key_A, CTRL)
    hands.write(told) if told else hands.press(Key.Key_Delete)
    hands.press(Key.Key_Tab)
    hands.rest()


@pytest.mark.parametrize("told", ["JGJ80", "jgj 80", "JGJ  80"])
def test_a_clause_is_found_however_its_code_is_spaced(seated: Hands, told: str) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write("临边没有防护。")
    retype(seated, told)
    assert found(seated)[0].clause_id.startswith("jgj80")


def test_words_that_name_no_clause_are_said_and_the_clause_stays(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.phrase("lb")
    before = found(seated)[0].clause_id
    assert before
    retype(seated, "5工")
    assert found(seated)[0].clause_id == before
    assert "5工" in seated.notice
    box = seated.editor.fields["clause"]
    assert isinstance(box, ChoiceField)
    line = box.lineEdit()
    assert isinstance(line, QLineEdit)
    assert line.text() == box.itemText(box.findData(before)), "what is shown is what is written"
    seated.rooms.frame.notice.clear()
    retype(seated, "")
    assert found(seated)[0].clause_id == ""
    assert not seated.notice
