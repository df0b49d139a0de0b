"""Joining an office, one person more, the laptop anew, and its recovery code: windows and what they wish."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)

from inspector_app import desktop
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import SignInError
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.exchange.join_dialogs import NO_BREAK
from inspector_app.ui.exchange.join_room import JoinRoom
from tests.stories.hands import Hands
from tests.stories.stage import Opener
from tests.ui import exchange_doors as made
from tests.ui import looking
from tests.ui.exchange_doors import FakeExchanging, FakeJoining
from tests.ui.wearing import undressed

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed", "opened")


@pytest.fixture
def exchanging() -> FakeExchanging:
    return FakeExchanging()


@pytest.fixture
def joining() -> FakeJoining:
    return FakeJoining()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, exchanging: FakeExchanging, joining: FakeJoining) -> None:
    """The window reaches what the test made instead of an office."""
    monkeypatch.setattr(desktop, "doors", lambda: made.doors(exchanging, joining))


# Joining from the settings.


def test_one_person_more_is_let_in_from_the_settings(seated: Hands, joining: FakeJoining) -> None:
    assert seated.desktop.house is not None
    room, session = seated.desktop.house.joining, seated.desktop._session
    assert session is not None
    room.add(session)
    seated.dialog("join_way")
    seated.part(QPushButton, "join_code").click()
    dialog = seated.dialog("join_code")
    for name, told in (
        ("join_code_text", "IE1-ABCDE"),
        ("join_password", "ein langer Satz"),
        ("join_again", "ein langer Satz"),
        ("join_own", "training"),
    ):
        seated.part(QLineEdit, name, dialog).setText(told)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert joining.wished == [("add", "IE1-ABCDE", "training")]
    assert "沈知远 以后可以在这台电脑上登录" in seated.notice


# Joining before anything is set up.


@pytest.fixture
def empty(desktops: Opener, tmp_path: Path) -> Hands:
    return desktops(tmp_path / "new")


def begin_to_join(hands: Hands, way: str) -> None:
    hands.part(QPushButton, "join").click()
    hands.dialog("join_way")
    hands.part(QPushButton, f"join_{way}").click()


def fill(hands: Hands, dialog: QDialog, **told: str) -> None:
    for name, words_told in told.items():
        hands.part(QLineEdit, name, dialog).setText(words_told)


def test_a_laptop_of_nobody_is_joined_by_keys_alone(empty: Hands) -> None:
    page = empty.desktop.sign_in
    empty.until(lambda: empty.focused == "training")
    assert not empty.desktop.sign_in.findChild(QLineEdit, "password").isVisible()
    assert "登录" not in [one.text() for one in page.findChildren(QLabel) if one.isVisible()], "nobody can"
    empty.press(Qt.Key.Key_Tab)
    assert empty.focused == "join"
    empty.press(Qt.Key.Key_Return)
    empty.dialog("join_way")
    assert empty.focused == "join_code"
    empty.press(Qt.Key.Key_Return)
    empty.dialog("join_code").reject()


def test_whoever_joins_by_code_copies_the_recovery_code_first(empty: Hands, joining: FakeJoining) -> None:
    begin_to_join(empty, "code")
    dialog = empty.dialog("join_code")
    accept = empty.part(QPushButton, "join_code_accept", dialog)
    fill(empty, dialog, join_code_text="IE1-ABCDE", join_password="ein langer Satz", join_again="ein")
    assert not accept.isEnabled(), "both passwords must agree"
    fill(empty, dialog, join_again="ein langer Satz")
    assert looking.nameless(dialog) == []
    assert looking.cut_off(dialog) == []
    empty.press(Qt.Key.Key_Return)
    shown = empty.dialog("recovery_dialog")
    assert made.MEMBER.recovery_code in [one.text() for one in shown.findChildren(QLabel)]
    done = empty.part(QPushButton, "recovery_accept", shown)
    assert not done.isEnabled()
    empty.part(QCheckBox, "recovery_kept", shown).click()
    done.click()
    empty.until(lambda: "已加入本局" in empty.desktop.sign_in.notice.accessibleName())
    assert "机号 12" in empty.desktop.sign_in.notice.accessibleName()
    assert joining.wished == [("code", "IE1-ABCDE", "ein langer Satz")]


def test_a_code_that_is_refused_says_why_and_loses_nothing(empty: Hands, joining: FakeJoining) -> None:
    joining.refuses = SignInError("enrolment.mistyped", where="IE1-ABCDE")
    begin_to_join(empty, "code")
    dialog = empty.dialog("join_code")
    fill(
        empty,
        dialog,
        join_code_text="IE1-ABCDE",
        join_password="ein langer Satz",
        join_again="ein langer Satz",
    )
    empty.press(Qt.Key.Key_Return)
    empty.until(lambda: not empty.desktop.jobs.busy)
    assert isinstance(dialog, Dialog)
    assert dialog.notice.code == "enrolment.mistyped"
    assert empty.part(QLineEdit, "join_code_text", dialog).text() == "IE1-ABCDE"
    assert empty.part(QPushButton, "join_code_accept", dialog).isEnabled()
    dialog.reject()


def test_a_request_is_written_and_its_answer_taken_in(
    empty: Hands, joining: FakeJoining, tmp_path: Path
) -> None:
    begin_to_join(empty, "request")
    dialog = empty.dialog("join_request")
    fill(
        empty,
        dialog,
        join_name="沈知远",
        join_user="zj-0042",
        join_password="ein langer Satz",
        join_again="ein langer Satz",
    )
    empty.press(Qt.Key.Key_Return)
    empty.name_file("join_request_place", tmp_path / "shen.ijr")
    assert joining.wished == [("ask", str(tmp_path / "shen.ijr"), "zj-0042", "沈知远")]
    empty.until(lambda: "申请文件已写好" in empty.desktop.sign_in.notice.accessibleName())
    assert made.CHECK in empty.desktop.sign_in.notice.accessibleName()
    joining.name = "沈知远"
    (tmp_path / "shen.answer").write_bytes(b"answer")
    empty.part(QPushButton, "join").click()
    way = empty.dialog("join_way")
    shown = " ".join(one.text().replace(NO_BREAK, " ") for one in way.findChildren(QLabel))
    assert made.CHECK in shown, "still there to be told"
    empty.part(QPushButton, "join_answer", way).click()
    asked = empty.dialog("join_answer")
    fill(empty, asked, join_answer_password="ein langer Satz")
    accept = empty.part(QPushButton, "join_answer_accept", asked)
    assert not accept.isEnabled(), "whose answer it is nothing else says"
    fill(empty, asked, join_check="1111 2222 3333 4444")
    assert looking.cut_off(asked) == []
    empty.press(Qt.Key.Key_Return)
    empty.name_file("join_answer_file", tmp_path / "shen.answer")
    wish = ("file", str(tmp_path / "shen.answer"), "ein langer Satz", "1111 2222 3333 4444")
    assert joining.wished[-1] == wish
    noted(empty)
    empty.until(lambda: "已加入本局" in empty.desktop.sign_in.notice.accessibleName())


def test_what_is_under_way_is_said_and_not_begun_twice(
    empty: Hands, joining: FakeJoining, tmp_path: Path
) -> None:
    joining.name, joining.gate = "沈知远", Event()
    (tmp_path / "shen.answer").write_bytes(b"answer")
    begin_to_join(empty, "answer")
    asked = empty.dialog("join_answer")
    fill(empty, asked, join_answer_password="ein langer Satz", join_check="1111 2222 3333 4444")
    empty.press(Qt.Key.Key_Return)
    empty.name_file("join_answer_file", tmp_path / "shen.answer", rest=False)
    doing = empty.part(QLabel, "under_way", asked)
    assert (doing.isVisible(), doing.text()) == (True, "正在办理…")
    fill(empty, asked, join_check="1111 2222 3333 4445")  # a slip of the finger while it works
    empty.part(QPushButton, "join_answer_accept", asked).click()
    assert asked.findChildren(QFileDialog) == []
    joining.gate.set()
    noted(empty)
    empty.until(lambda: "已加入本局" in empty.desktop.sign_in.notice.accessibleName())
    assert len(joining.wished) == 1


def noted(hands: Hands) -> None:
    """Say of the recovery code that it stands on paper."""
    shown = hands.dialog("recovery_dialog")
    hands.part(QCheckBox, "recovery_kept", shown).click()
    hands.part(QPushButton, "recovery_accept", shown).click()


def test_the_recovery_code_cannot_be_missed(empty: Hands, joining: FakeJoining) -> None:
    begin_to_join(empty, "code")
    dialog = empty.dialog("join_code")
    fill(
        empty,
        dialog,
        join_code_text="IE1-ABCDE",
        join_password="ein langer Satz",
        join_again="ein langer Satz",
    )
    empty.press(Qt.Key.Key_Return)
    shown = empty.dialog("recovery_dialog")
    assert [one.text() for one in shown.findChildren(QPushButton) if one.isVisible()] == [" 完成"]
    empty.press(Qt.Key.Key_Escape)
    shown.close()
    QApplication.processEvents()
    assert shown.isVisible()
    assert "已加入本局" not in empty.desktop.sign_in.notice.accessibleName()
    noted(empty)
    empty.until(lambda: "已加入本局" in empty.desktop.sign_in.notice.accessibleName())


# The laptop's own code and certificate, from the settings.


def house_of(hands: Hands) -> tuple[JoinRoom, Session]:
    house, session = hands.desktop.house, hands.desktop._session
    assert house is not None
    assert session is not None
    return house.joining, session


def test_another_recovery_code_is_made_with_the_own_password(seated: Hands, joining: FakeJoining) -> None:
    room, session = house_of(seated)
    room.recover(session)
    dialog = seated.dialog("recovery_own")
    assert not seated.part(QPushButton, "recovery_own_accept", dialog).isEnabled()
    fill(seated, dialog, recovery_own_password="training")
    assert looking.nameless(dialog) == []
    assert looking.cut_off(dialog) == []
    seated.press(Qt.Key.Key_Return)
    shown = seated.dialog("recovery_dialog")
    assert made.MEMBER.recovery_code in [one.text() for one in shown.findChildren(QLabel)]
    assert not any("账户已开通" in one.text() for one in shown.findChildren(QLabel))
    noted(seated)
    seated.until(lambda: "恢复码已换新" in seated.notice)
    assert joining.wished == [("recovery", "training")]


def test_a_wrong_own_password_makes_no_code(seated: Hands, joining: FakeJoining) -> None:
    joining.refuses = SignInError("trust.wrong_password", where="trainee")
    room, session = house_of(seated)
    room.recover(session)
    dialog = seated.dialog("recovery_own")
    fill(seated, dialog, recovery_own_password="trainin")
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert isinstance(dialog, Dialog)
    assert dialog.notice.code == "trust.wrong_password"
    dialog.reject()


@pytest.mark.parametrize("new_person", [False, True])
def test_the_laptop_is_certified_anew_with_a_code(
    seated: Hands, joining: FakeJoining, new_person: bool
) -> None:
    joining.new_person = new_person
    room, session = house_of(seated)
    room.renew(session)
    way = seated.dialog("join_way")
    assert way.windowTitle() == "重新办理这台电脑"
    seated.part(QPushButton, "join_code", way).click()
    dialog = seated.dialog("join_code")
    assert dialog.findChildren(QLineEdit, "join_again") == []
    fill(seated, dialog, join_code_text="IE1-ABCDE", join_own="training")
    assert looking.cut_off(dialog) == []
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: "已重新办理，机号 12" in seated.notice)
    assert ("签发码" in seated.notice) is new_person
    assert joining.wished == [("renew", "IE1-ABCDE", "training")]


def test_the_laptop_is_certified_anew_by_two_files(
    seated: Hands, joining: FakeJoining, tmp_path: Path
) -> None:
    room, session = house_of(seated)
    room.renew(session)
    seated.part(QPushButton, "join_request", seated.dialog("join_way")).click()
    dialog = seated.dialog("join_request")
    fill(seated, dialog, join_own="training")
    seated.press(Qt.Key.Key_Return)
    seated.name_file("join_request_place", tmp_path / "again.ijr")
    seated.until(lambda: made.CHECK in seated.notice)
    joining.name = session.name
    (tmp_path / "again.answer").write_bytes(b"answer")
    room.renew(session)
    seated.part(QPushButton, "join_answer", seated.dialog("join_way")).click()
    asked = seated.dialog("join_answer")
    assert asked.findChildren(QLineEdit, "join_check") == [], "the laptop knows its office"
    fill(seated, asked, join_own="training")
    seated.press(Qt.Key.Key_Return)
    seated.name_file("join_answer_file", tmp_path / "again.answer")
    seated.until(lambda: "已重新办理" in seated.notice)
    assert joining.wished == [
        ("ask again", str(tmp_path / "again.ijr"), "training"),
        ("renew file", str(tmp_path / "again.answer"), "training"),
    ]
