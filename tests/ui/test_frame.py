"""The frame: the rail with its fixed keys, what is true now, the keys, what every page asks for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.key_hints import KeyHints
from inspector_app.ui.controls.search_button import SearchButton
from inspector_app.ui.shell.frame import LAST_HINTS, Frame, Place
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words
from tests.stories.hands import CTRL, PLACES, Hands

SOME = (
    Place("today", "今日", "sun", 1),
    Place("visits", "检查", "clipboard-check", 2),
    Place("ledger", "台账", "file-text", 4),
)


@pytest.fixture
def frame(look: Look, qtbot: QtBot) -> Frame:
    frame = Frame(look, SOME)
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.add_page("today", QWidget(), (("Ctrl N", "开始检查"),))
    frame.add_page("visits", QWidget(), ())
    frame.show_page("today")
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    return frame


def entry(frame: Frame, code: str) -> QToolButton:
    found = frame.findChild(QToolButton, f"nav_{code}")
    assert isinstance(found, QToolButton)
    return found


def test_a_place_shows_in_the_rail_once_its_page_is_there(frame: Frame) -> None:
    assert [one.code for one in SOME if entry(frame, one.code).isVisible()] == ["today", "visits"]
    assert not frame.has("ledger")
    frame.add_page("ledger", QWidget(), ())
    assert entry(frame, "ledger").isVisible()


def test_the_digit_of_a_place_does_not_move_when_others_come(frame: Frame, qtbot: QtBot) -> None:
    asked = QSignalSpy(frame.place_requested)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        qtbot.keyClick(frame, digit, CTRL)
    assert [asked.at(n)[0] for n in range(asked.count())] == ["today", "visits"]
    frame.add_page("ledger", QWidget(), ())
    qtbot.keyClick(frame, Qt.Key.Key_4, CTRL)
    assert asked.at(2)[0] == "ledger"


def test_a_place_names_its_key(frame: Frame) -> None:
    assert entry(frame, "ledger").toolTip() == "台账  Ctrl+4"


def test_what_every_page_can_ask_for(frame: Frame, qtbot: QtBot) -> None:
    for key, modifier, wish in (
        (Qt.Key.Key_K, CTRL, frame.search_requested),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, frame.help_requested),
        (Qt.Key.Key_Slash, CTRL, frame.keys_requested),
    ):
        with qtbot.waitSignal(wish):
            qtbot.keyClick(frame, key, modifier)


def test_the_page_that_is_shown_is_marked_in_the_rail(frame: Frame) -> None:
    frame.show_page("visits")
    assert (entry(frame, "visits").isChecked(), entry(frame, "today").isChecked()) == (True, False)
    assert frame.page == "visits"


NEWS = Words("台账不能写到 /甲。", "请换一个文件夹。", "ledger.refused")


def test_what_was_said_goes_with_the_page_it_was_said_on(frame: Frame, qtbot: QtBot) -> None:
    frame.notice.show_words(NEWS)
    qtbot.waitUntil(lambda: not frame._breath.isActive())
    frame.show_page("today")
    assert frame.notice.code == "ledger.refused", "the page itself, opened again, keeps it"
    frame.show_page("visits")
    assert not frame.notice.code
    frame.show_page("today")
    assert not frame.notice.code, "it does not come back as if it had just happened"


def test_what_is_said_while_a_page_is_opened_belongs_to_that_page(frame: Frame) -> None:
    frame.notice.show_words(NEWS)
    frame.show_page("visits")
    assert frame.notice.code == "ledger.refused"


def test_what_is_about_the_whole_program_stands_until_it_is_closed(frame: Frame, qtbot: QtBot) -> None:
    frame.notice.show_words(NEWS, stays=True)
    qtbot.waitUntil(lambda: not frame._breath.isActive())
    frame.show_page("visits")
    assert frame.notice.code == "ledger.refused"
    close = frame.notice.findChild(QToolButton, "notice_close") or frame.notice.findChild(
        QPushButton, "notice_close"
    )
    assert close is not None
    close.click()
    frame.show_page("today")
    assert not frame.notice.code


def test_what_is_owed_is_said_only_when_it_is_known(frame: Frame) -> None:
    assert not frame._owed.isVisible()
    frame.show_owed("12 项待交")
    assert frame._owed.isVisible()
    assert frame._owed_sign.isVisible()
    frame.show_owed("")
    assert not frame._owed_sign.isVisible()


def test_whoever_is_signed_in_stands_at_the_foot_and_can_hand_over(frame: Frame, qtbot: QtBot) -> None:
    frame.show_person("沈知远", "沈", training=False)
    person = frame._person
    assert person.accessibleName() == "沈知远，锁定，换人登录"
    with qtbot.waitSignal(frame.lock_requested):
        person.setFocus()
        qtbot.keyClick(person, Qt.Key.Key_Space)


def test_the_keys_of_a_page_come_before_those_of_every_page(frame: Frame) -> None:
    assert frame.hints[0] == ("Ctrl N", "开始检查")
    assert tuple(frame.hints[1:]) == LAST_HINTS


def test_keys_without_room_are_left_out_but_the_last_ones_never(look: Look, qtbot: QtBot) -> None:
    strip = KeyHints(look)
    qtbot.addWidget(strip)
    many = [(f"Alt {n}", "做一件事情") for n in range(1, 13)]
    strip.show_hints(many, LAST_HINTS)
    strip.resize(4000, 36)
    assert strip.fitting() == (*many, *LAST_HINTS)
    strip.resize(700, 36)
    fitting = strip.fitting()
    assert fitting[-len(LAST_HINTS) :] == LAST_HINTS
    assert 0 < len(fitting) - len(LAST_HINTS) < len(many)
    assert "Alt 12" in strip.accessibleName()  # whoever listens hears all of them


def test_a_key_of_the_page_is_not_named_twice(look: Look, qtbot: QtBot) -> None:
    strip = KeyHints(look)
    qtbot.addWidget(strip)
    strip.show_hints([("F1", "解释")], LAST_HINTS)
    assert [key for key, _ in strip._last] == [key for key, _ in LAST_HINTS if key != "F1"]


def test_the_search_box_looks_like_one_and_is_pressed_by_keys(look: Look, qtbot: QtBot) -> None:
    search = SearchButton(look)
    qtbot.addWidget(search)
    search.show()
    assert search.accessibleName() == "搜索"
    assert search.height() >= 32
    assert "Ctrl+K" in search.toolTip()
    with qtbot.waitSignal(search.clicked):
        qtbot.keyClick(search, Qt.Key.Key_Space)


def test_the_rail_is_as_wide_as_its_longest_word(look: Look, qtbot: QtBot) -> None:
    long = (Place("today", "Extraordinary", "sun", 1),)
    frame = Frame(look, long)
    qtbot.addWidget(frame)
    frame.add_page("today", QWidget(), ())
    words = QFontMetricsF(look.font(14, bold=True)).horizontalAdvance("Extraordinary")
    assert entry(frame, "today").width() > words + look.px(18)


# In the real window.


def test_every_digit_of_the_rail_leads_to_its_place(seated: Hands) -> None:
    frame = seated.rooms.frame
    for place in PLACES:
        if frame.has(place):
            seated.go_to(place)
            assert frame.page == place
    assert {"today", "visits", "documents"} <= set(frame._pages)


@pytest.mark.parametrize("place", ["today", "visits", "documents"])
def test_the_search_box_of_a_page_asks_the_frame(seated: Hands, place: str) -> None:
    seated.go_to(place)
    asked = QSignalSpy(seated.rooms.frame.search_requested)
    seated.tab_to("search_everything")
    seated.press(Qt.Key.Key_Space)
    assert asked.count() == 1
    seated.until(lambda: True)
    over = QApplication.activeModalWidget()
    if over is not None:
        seated.press(Qt.Key.Key_Escape)
        seated.until(lambda: QApplication.activeModalWidget() is None)
