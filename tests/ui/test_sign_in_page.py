"""Sign-in page: values in, wishes out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.entrance.sign_in_page import SignInPage
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load
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
    with qtbot.waitSignal(page.sign_in_requested) as asked:
        qtbot.keyClick(password, Qt.Key.Key_Return)
    assert asked.args == ["b", "secret"]


def test_the_password_is_never_shown(page: SignInPage) -> None:
    assert part(page, QLineEdit, "password").echoMode() is QLineEdit.EchoMode.Password


def test_an_empty_folder_offers_training_and_no_sign_in(page: SignInPage, qtbot: QtBot) -> None:
    page.show_people([], where="/data")
    assert not part(page, QLineEdit, "password").isVisible()
    told = [shown.text().replace("\u200b", "") for shown in page.findChildren(QLabel) if shown.isVisible()]
    assert any("/data" in one for one in told)
    with qtbot.waitSignal(page.training_requested):
        part(page, QPushButton, "training").click()


def test_a_long_folder_is_read_to_its_end(page: SignInPage) -> None:
    page.show_people(
        [], where="C:\\Users\\shenzhiyuan\\AppData\\Roaming\\inspection\\workspace-of-the-district"
    )
    QApplication.processEvents()
    (told,) = [one for one in page.findChildren(QLabel) if "AppData" in one.text()]
    folders = [one for one in told.text().split("\u200b") if "\\" in one]
    assert len(folders) == 6
    assert max(map(told.fontMetrics().horizontalAdvance, folders)) <= told.contentsRect().width()
    assert "workspace-of-the-district" in told.text()


def test_a_wrong_password_is_told_in_words_and_asked_again(page: SignInPage) -> None:
    page.show_people([Somebody("a", "沈知远")])
    password = part(page, QLineEdit, "password")
    password.setText("wrong")
    page.show_failure(Words("密码不对。", "再试一次。", "trust.wrong_password"))
    assert page.notice.isVisible()
    assert "密码不对" in page.notice.accessibleName()
    assert password.selectedText() != ""


def test_while_it_is_busy_a_second_enter_asks_nothing(page: SignInPage, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []
    page.sign_in_requested.connect(lambda *told: asked.append(told))
    page.show_people([Somebody("a", "沈知远")])
    page.show_busy("正在打开")
    qtbot.keyClick(part(page, QLineEdit, "password"), Qt.Key.Key_Return)
    assert asked == []
    page.show_ready()
    qtbot.keyClick(part(page, QLineEdit, "password"), Qt.Key.Key_Return)
    assert asked == [("a", "")]


RENEWING = "程序更新后第一次打开，正在整理数据，请稍候。内容不会改变，只此一次。"
STATES: dict[str, Callable[[SignInPage], object]] = {
    "opening": lambda page: page.show_busy("正在打开…"),
    "nobody": lambda page: page.show_people([], where="/srv/inspection/" + "long/" * 30),
    "making": lambda page: page.show_busy("正在建立培训工作区…", stoppable=True),
    "somebody": lambda page: page.show_people([Somebody("a", "沈知远")]),
    "hint": lambda page: page.show_people(
        [Somebody("a", "沈知远")], hint="培训账号：密码 training，签发码 246810"
    ),
    "unlocking": lambda page: page.show_busy("正在解锁…"),
    "renewing": lambda page: page.show_progress(1, 9, RENEWING),
    "refused": lambda page: page.show_failure(Words("密码不对。", "再试一次。", "trust.wrong_password")),
    "somebody again": lambda page: (page.forget(), page.show_people([Somebody("a", "沈知远")])),
}
"""What the card shows, one after the other as the program goes on."""


@pytest.mark.parametrize(("scale", "target"), [(1.0, 32), (1.2, 44), (1.5, 32)])
def test_the_card_is_as_high_as_what_it_shows(
    qtbot: QtBot, tmp_path: Path, scale: float, target: int
) -> None:
    look = Look(load("contrast"), tmp_path, scale=scale, target=target)
    page = SignInPage(look)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    card = part(page, QFrame, "sign_in_card")
    blank: dict[str, tuple[int, int]] = {}
    for name, put in STATES.items():
        put(page)
        QApplication.processEvents()
        rooms = [
            QRect(one.mapTo(card, QPoint()), one.size())
            for one in card.findChildren(QWidget)
            if one.isVisible() and not one.findChildren(QWidget, options=Qt.FindDirectChildrenOnly)
        ]
        below = card.height() - max(one.bottom() + 1 for one in rooms)
        blank[name] = (min(one.top() for one in rooms), below)
    edge = look.px(28) + 1
    assert {name: told for name, told in blank.items() if told != (edge, edge)} == {}


def test_with_nobody_to_sign_in_enter_asks_nothing(page: SignInPage, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []
    page.sign_in_requested.connect(lambda *told: asked.append(told))
    page.show_people([])
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert asked == []
