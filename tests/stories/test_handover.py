"""One laptop, two officers, one day: nothing typed is lost, and each act carries its own person's name."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton

from inspector_app.casework.papers import documents, issued
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.ui.shell.window import IdleWatch
from inspector_app.ui.style.screen_settings import read
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener
from tests.stories.test_bad_pins import HELANXI, PIN, choose_person, set_pin


def add_by_hand(hands: Hands) -> None:
    """Add the second officer at the settings page, by keys."""
    hands.press(Qt.Key.Key_8, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "settings")
    hands.tab_to("add_account")
    hands.press(Qt.Key.Key_Space)
    hands.dialog("account_dialog")
    for told, name in (
        (HELANXI.name, "account_name"),
        (HELANXI.user, "account_user"),
        (HELANXI.password, "account_password"),
        (HELANXI.password, "account_password_again"),
        (workspace.TRAINING_PASSWORD, "account_own_password"),
    ):
        hands.tab_to(name)
        hands.write(told)
    hands.press(Qt.Key.Key_Return)
    hands.rest()


def hand_over(hands: Hands, name: str, password: str) -> None:
    """Press 换人 and let the other one sign in."""
    hands.part(QAbstractButton, "lock").click()
    choose_person(hands, name)
    hands.sign_in(password)
    hands.rest()


def test_two_officers_share_a_day_and_each_signs_for_themselves(seated: Hands) -> None:
    add_by_hand(seated)
    assert "贺兰溪 现在可以在这台电脑上登录" in seated.notice
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    seated.ready_to_issue()
    seated.rooms.bench.middle.show_tab("findings")
    seated.tab_to("location")
    seated.press(Qt.Key.Key_End)
    seated.write("，又写到一半")
    hand_over(seated, HELANXI.name, HELANXI.password)
    assert seated.rooms.frame.page == "bench", "the second officer goes on where the first one was"
    assert seated.rooms.work.bench is not None
    assert "又写到一半" in str(seated.store.records("finding")[0].fields["location"])
    seated.until(lambda: not seated.gate)
    seated.press(Qt.Key.Key_F9)
    seated.give_pin(PIN)
    set_pin(seated, HELANXI.password, PIN)
    seated.give_pin(PIN)
    (told,) = issued.all_documents(seated.store)
    hand_over(seated, workspace.TRAINING_NAME, workspace.TRAINING_PASSWORD)
    documents.void(seated.desktop._session.sign(workspace.TRAINING_PIN), told.id, "写错")  # type: ignore[union-attr]
    acts = seated.store.acts("document", told.id, valid_only=True)
    signed = {str(one.kind): one.user for one in acts}
    assert (signed["issue"], signed["void"]) == ("helanxi", "trainee")


def test_who_signed_in_last_is_offered_first(seated: Hands, furnished_site: Path) -> None:
    add_by_hand(seated)
    hand_over(seated, HELANXI.name, HELANXI.password)
    assert read(furnished_site / "screen")[0].person == HELANXI.user
    seated.desktop.lock()
    assert seated.desktop.sign_in._people.currentText() == HELANXI.name


def test_the_second_officer_sees_but_does_not_manage_accounts(seated: Hands) -> None:
    add_by_hand(seated)
    hand_over(seated, HELANXI.name, HELANXI.password)
    seated.press(Qt.Key.Key_8, CTRL)
    seated.rest()
    page = seated.rooms.settings
    assert not page.findChild(QPushButton, "add_account").isVisible()
    shown = " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())
    assert "增减账户须由管理员登录" in shown
    assert "执法人员" in shown


def test_an_account_that_is_removed_cannot_sign_in_and_its_drafts_stay(seated: Hands) -> None:
    add_by_hand(seated)
    seated.tab_to(f"remove_{HELANXI.user}")
    seated.press(Qt.Key.Key_Space)
    told = " ".join(one.text() for one in seated.dialog("confirm_dialog").findChildren(QLabel))
    assert "签过的文书仍然有效" in told
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert [one.user for one in accounts.accounts(seated.desk)] == [workspace.TRAINING_USER]
    assert "贺兰溪 不能再在这台电脑上登录" in seated.notice
    seated.desktop.lock()
    assert seated.desktop.sign_in._people.count() == 1


def test_a_refused_account_is_said_in_its_window_and_what_was_typed_stays(seated: Hands) -> None:
    add_by_hand(seated)
    add_by_hand(seated)
    dialog = seated.dialog("account_dialog")
    shown = " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())
    assert "已能在本机登录" in shown
    assert seated.part(QLineEdit, "account_name", dialog).text() == HELANXI.name
    seated.press(Qt.Key.Key_Escape)


def test_nobody_there_for_a_while_locks_and_keeps_the_draft(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write("说到一半")
    idle = IdleWatch(seated.desktop.window, minutes=0.001)
    idle.idle.connect(seated.desktop.lock)
    seated.until(lambda: not seated.desktop.signed_in)
    assert seated.desktop.sign_in.isVisible()
    seated.sign_in()
    seated.rest()
    assert seated.store.records("finding")[0].fields["fact"] == "说到一半"


class SleepingLaptop:
    """A desk whose laptop sleeps between the PIN and the number: the clock jumps while the job runs."""

    def __init__(self, hands: Hands, session: Session) -> None:
        self.hands, self.real = hands, session.sign
        self.reached, self.woken = threading.Event(), threading.Event()

    def sign(self, pin: str) -> object:
        signed = self.real(pin)
        self.reached.set()
        assert self.woken.wait(60)
        return signed


def test_a_laptop_that_sleeps_while_issuing_issues_once(
    seated: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated.ready_to_issue()
    session = seated.desktop._session
    assert session is not None
    laptop = SleepingLaptop(seated, session)
    monkeypatch.setattr(Session, "sign", lambda _, pin: laptop.sign(pin))
    seated.press(Qt.Key.Key_F9)
    seated.dialog("pin_dialog")
    seated.write(workspace.TRAINING_PIN)
    seated.press(Qt.Key.Key_Return)
    seated.until(laptop.reached.is_set)
    seated.clock.moment += timedelta(hours=8)
    seated.press(Qt.Key.Key_Return)
    laptop.woken.set()
    seated.rest()
    (told,) = issued.all_documents(seated.store)
    assert told.number.endswith("1号")
    assert len(seated.store.numbers().numbers) == 1
    assert QApplication.activeModalWidget() is None
    assert "已签发" in seated.notice


def test_a_laptop_that_wakes_after_the_idle_time_locks_when_the_issue_is_done(
    seated: Hands, monkeypatch: pytest.MonkeyPatch, desktops: Opener, furnished_site: Path
) -> None:
    seated.ready_to_issue()
    session = seated.desktop._session
    assert session is not None
    laptop = SleepingLaptop(seated, session)
    monkeypatch.setattr(Session, "sign", lambda _, pin: laptop.sign(pin))
    seated.press(Qt.Key.Key_F9)
    seated.dialog("pin_dialog")
    seated.write(workspace.TRAINING_PIN)
    seated.press(Qt.Key.Key_Return)
    seated.until(laptop.reached.is_set)
    seated.clock.moment += timedelta(hours=8)
    laptop.woken.set()
    seated.desktop._idle.idle.emit()
    assert not seated.desktop.signed_in
    monkeypatch.undo()
    seated.sign_in()
    seated.rest()
    found = issued.all_documents(seated.store)
    assert len(found) == len(seated.store.numbers().numbers) <= 1, "all of it or nothing"
