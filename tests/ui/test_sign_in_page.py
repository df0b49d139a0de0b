"""Sign-in page: values in, wishes out."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.ui.entrance.sign_in_page import SignInPage
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words


@dataclass(frozen=True)
class Somebody:
    user: str
    name: str


@pytest.fixture
def page(look: Look, qtbot: QtBot) -> SignInPage:
    page = SignInPage(look)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return page


def part(page: SignInPage, kind: type, name: str):
    found = page.findChild(kind, name)
    assert found is not None
    return found


def test_enter_in_the_password_asks_to_sign_in_the_chosen_person(page: SignInPage, qtbot: QtBot) -> None:
    page.show_people([Somebody("a", "沈知远"), Somebody("b", "贺兰溪")])
    part(page, QComboBox, "people").setCurrentIndex(1)
    password = part(page, QLineEdit, "password")
    qtbot.keyClicks(password, "secret")
    with qtbot.waitSignal(page.sign_in_requested, timeout=1000) as asked:
        qtbot.keyClick(password, Qt.Key.Key_Return)
    assert asked.args == ["b", "secret"]


def test_the_password_is_never_shown(page: SignInPage) -> None:
    assert part(page, QLineEdit, "password").echoMode() is QLineEdit.EchoMode.Password


def test_an_empty_folder_offers_training_and_no_sign_in(page: SignInPage, qtbot: QtBot) -> None:
    page.show_people([], where="/data")
    assert not part(page, QLineEdit, "password").isVisible()
    assert any("/data" in shown.text() for shown in page.findChildren(QLabel) if shown.isVisible())
    with qtbot.waitSignal(page.training_requested, timeout=1000):
        part(page, QPushButton, "training").click()


def test_a_wrong_password_is_told_in_words_and_asked_again(page: SignInPage) -> None:
    page.show_people([Somebody("a", "沈知远")])
    password = part(page, QLineEdit, "password")
    password.setText("wrong")
    page.show_failure(Words("密码不对。", "再试一次。", "trust.wrong_password"))
    assert page.notice.isVisible()
    assert "密码不对" in page.notice.accessibleName()
    assert password.selectedText() != ""


def test_while_it_is_busy_a_second_enter_asks_nothing(page: SignInPage, qtbot: QtBot) -> None:
    page.show_people([Somebody("a", "沈知远")])
    page.show_busy("正在打开")
    with qtbot.assertNotEmitted(page.sign_in_requested, wait=50):
        qtbot.keyClick(part(page, QLineEdit, "password"), Qt.Key.Key_Return)


def test_with_nobody_to_sign_in_enter_asks_nothing(page: SignInPage, qtbot: QtBot) -> None:
    page.show_people([])
    with qtbot.assertNotEmitted(page.sign_in_requested, wait=50):
        qtbot.keyClick(page, Qt.Key.Key_Return)
