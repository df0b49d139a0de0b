"""Wrong PINs, wrong passwords, a certificate that is over: said in words with the way out, nothing lost."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from inspector_app.casework.papers import issued
from inspector_app.casework.people import accounts, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import local_date
from tests.stories.hands import CTRL, Hands
from tests.stories.office import CHEAP
from tests.stories.stage import Opener

HELANXI = NewAccount("helanxi", "贺兰溪", "hello 贺兰溪", Role.INSPECTOR)
PIN = "135791"


def said(hands: Hands, name: str) -> str:
    shown = hands.dialog(name).findChildren(QLabel)
    return " ".join(one.text() for one in shown if one.isVisible())


def set_pin(hands: Hands, password: str, pin: str) -> None:
    """Answer the window that sets a PIN."""
    hands.dialog("new_pin_dialog")
    for told, name in ((password, "new_pin_password"), (pin, "new_pin"), (pin, "new_pin_again")):
        hands.part(QLineEdit, name).setFocus()
        hands.press(Qt.Key.Key_A, CTRL)
        hands.write(told)
    hands.press(Qt.Key.Key_Return)
    hands.rest()


def choose_person(hands: Hands, name: str) -> None:
    hands._focus_window()
    people = hands.desktop.sign_in._people
    people.setCurrentIndex(people.findText(name))
    hands.until(lambda: hands.focused == "password")


def test_five_wrong_pins_lock_it_and_the_password_leads_straight_back_to_issuing(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_F9)
    for left in (4, 3, 2, 1, 0):
        seated.give_pin("111111")
        assert f"还可以试 {left} 次" in said(seated, "pin_dialog")
    seated.give_pin()
    told = said(seated, "new_pin_dialog")
    assert "已连续错 5 次" in told
    assert "登录密码" in told
    set_pin(seated, workspace.TRAINING_PASSWORD, PIN)
    seated.give_pin(PIN)
    assert len(issued.all_documents(seated.store)) == 1


def test_a_locked_pin_stays_locked_after_a_restart(desktops: Opener, furnished_site: Path) -> None:
    hands = desktops(furnished_site)
    hands.sign_in()
    hands.ready_to_issue()
    hands.press(Qt.Key.Key_F9)
    for _ in range(workspace.MOST_PIN_TRIES):
        hands.give_pin("111111")
    hands.press(Qt.Key.Key_Escape)
    assert hands.rooms.work.bench is not None
    inspection_id = hands.rooms.work.bench.inspection.id
    hands.desktop.close()
    again = desktops(furnished_site)
    again.sign_in()
    again.rooms.visits.open_requested.emit(inspection_id)
    again.rest()
    again.until(lambda: not again.gate)
    again.press(Qt.Key.Key_F9)
    again.give_pin()
    assert "已连续错 5 次" in said(again, "new_pin_dialog")
    again.press(Qt.Key.Key_Escape)
    assert issued.all_documents(again.store) == ()


def test_wrong_passwords_wait_longer_and_a_restart_shortens_nothing(
    desktops: Opener, furnished_site: Path
) -> None:
    hands = desktops(furnished_site)
    for n in range(4):
        hands.sign_in("not the password")
        told = hands.desktop.sign_in.notice.accessibleName()
        assert ("密码不对" if n < 3 else "请等待 3 秒") in told
    hands.clock.moment += timedelta(seconds=3)
    hands.sign_in("not the password")
    hands.desktop.close()
    again = desktops(furnished_site)
    again.clock.moment = hands.clock.moment
    again.sign_in()
    told = again.desktop.sign_in.notice.accessibleName()
    assert "请等待 5 秒" in told, "the right password waits as well"
    assert "重新启动程序不会缩短等待" in told
    again.clock.moment += timedelta(seconds=5)
    again.sign_in()
    assert again.desktop.signed_in


def test_a_certificate_that_ended_yesterday_signs_in_writes_and_does_not_issue(seated: Hands) -> None:
    today = local_date(seated.clock.now())
    told = NewAccount(HELANXI.user, HELANXI.name, HELANXI.password, HELANXI.role, today)
    accounts.add(seated.desk, workspace.TRAINING_PASSWORD, told, cost=CHEAP)
    seated.desktop.lock()
    choose_person(seated, HELANXI.name)
    seated.sign_in(HELANXI.password)
    seated.desktop._session.new_pin(HELANXI.password, PIN)  # type: ignore[union-attr]
    seated.ready_to_issue()
    seated.clock.moment += timedelta(days=1)
    seated.press(Qt.Key.Key_F9)
    seated.give_pin(PIN)
    words = said(seated, "pin_dialog")
    assert "证书已于 2026-11-24 到期" in words
    assert "内容都已保存" in words
    seated.press(Qt.Key.Key_Escape)
    assert issued.all_documents(seated.store) == ()
    assert seated.store.numbers().numbers == ()
    seated.desktop.lock()
    choose_person(seated, workspace.TRAINING_NAME)
    seated.sign_in()
    seated.rest()
    assert [one.fields["location"] for one in seated.store.records("finding")] == ["3#楼14层南侧临边"]


def test_an_officer_whose_card_expired_is_named_at_the_gate_with_the_day(seated: Hands) -> None:
    seated.ready_to_issue()
    bench = seated.rooms.work.bench
    assert bench is not None
    seated.rooms.reception.change_officer(bench.inspection.officers[0].id)
    dialog = seated.dialog("officer_dialog")
    seated.part(QLineEdit, "officer_to", dialog).setText("2026-11-23")
    seated.press(Qt.Key.Key_Return)
    seated.until(lambda: bool(seated.gate))
    told = seated.gate["inspection.officers"]
    assert bench.inspection.officers[0].name in told
    assert "有效期 2024-01-01 至 2026-11-23，2026-11-24 不在其内" in told
