"""Wrong PINs and passwords, a certificate that ended, a clock that runs wrong, a text without end."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from inspector_app.casework.papers import issued
from inspector_app.casework.people import workspace
from inspector_app.casework.targets import registry
from inspector_app.domain.people import Officer
from inspector_app.ui.entrance.pin_dialogs import NewPinDialog, PinDialog
from tests.stories.hands import CTRL, Hands


def pin_dialog(hands: Hands) -> PinDialog:
    dialog = hands.dialog("pin_dialog")
    assert isinstance(dialog, PinDialog)
    return dialog


def said(dialog: PinDialog) -> str:
    return dialog.notice.accessibleName() if dialog.notice.isVisible() else ""


def test_a_wrong_pin_is_counted_and_nothing_is_issued_until_the_right_one(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_F9)
    for left in (4, 3):
        seated.give_pin("000000")
        assert f"还可以试 {left} 次" in said(pin_dialog(seated))
        assert seated.part(QLineEdit, "pin").hasSelectedText(), "the PIN is asked again"
        assert issued.all_documents(seated.store) == ()
        assert seated.store.numbers().numbers == ()
    seated.give_pin()
    assert len(issued.all_documents(seated.store)) == 1
    assert seated.store.setting(f"pin.failures.{workspace.TRAINING_USER}") == "0"


def lock_the_pin(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_F9)
    for _ in range(workspace.MOST_PIN_TRIES):
        seated.give_pin("111111")
    seated.give_pin()


def new_pin(seated: Hands, password: str, pin: str, again: str) -> None:
    """Answer the window that sets the PIN anew, from its first field."""
    for told, name in ((password, "new_pin_password"), (pin, "new_pin"), (again, "new_pin_again")):
        seated.part(QLineEdit, name).setFocus()
        seated.press(Qt.Key.Key_A, CTRL)
        seated.write(told)
    seated.press(Qt.Key.Key_Return)
    seated.rest()


def test_after_five_wrong_pins_the_right_one_opens_nothing(seated: Hands) -> None:
    lock_the_pin(seated)
    asked = seated.dialog("new_pin_dialog")
    assert any("已连续错 5 次" in shown.text() for shown in asked.findChildren(QLabel))
    assert issued.all_documents(seated.store) == ()
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    assert seated.rooms.frame.page == "bench"
    assert not seated.gate


def test_a_locked_pin_is_set_anew_with_the_password_and_opens_again(seated: Hands) -> None:
    lock_the_pin(seated)
    dialog = seated.dialog("new_pin_dialog")
    assert isinstance(dialog, NewPinDialog)
    new_pin(seated, "not this one", "135790", "135790")
    assert "密码不对" in dialog.notice.accessibleName()
    new_pin(seated, workspace.TRAINING_PASSWORD, "135790", "135791")
    assert not dialog.accept_button.isEnabled(), "typed twice alike, or it is not set"
    new_pin(seated, workspace.TRAINING_PASSWORD, "135790", "135790")
    assert issued.all_documents(seated.store) == ()
    seated.press(Qt.Key.Key_F9)
    seated.give_pin("135790")
    assert len(issued.all_documents(seated.store)) == 1


def test_only_six_digits_can_be_asked_with_and_twice_enter_asks_once(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_F9)
    dialog = pin_dialog(seated)
    asked: list[str] = []
    dialog.pin_given.connect(lambda pin, _: asked.append(pin))
    seated.write("24a68 1")
    assert seated.part(QLineEdit, "pin").text() == "24681"
    seated.press(Qt.Key.Key_Return)
    assert asked == []
    assert not dialog.accept_button.isEnabled()
    seated.write("0")
    seated.press(Qt.Key.Key_Return)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert asked == ["246810"]


def test_a_clock_that_went_back_asks_for_a_look_at_the_date(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    seated.press(Qt.Key.Key_Escape)
    seated.clock.moment -= timedelta(days=1)
    seated.ready_to_issue()
    seated.press(Qt.Key.Key_F9)
    assert seated.dialog("pin_dialog").findChild(QCheckBox, "date_confirmed").isHidden()
    seated.give_pin()
    assert "今天是 2026-11-23，上一次签发是 2026-11-24" in said(pin_dialog(seated))
    assert len(issued.all_documents(seated.store)) == 1
    seated.tab_to("date_confirmed")
    seated.press(Qt.Key.Key_Space)
    seated.tab_to("pin")
    seated.give_pin()
    assert [one.number for one in issued.all_documents(seated.store)] == [
        "望住建改〔2026〕3-1号",
        "望住建改〔2026〕3-2号",
    ]


def test_a_wrong_password_is_said_and_asked_again_and_then_it_waits(hands: Hands) -> None:
    for _ in range(3):
        hands.sign_in("wrongword")
        assert "密码" in hands.desktop.sign_in.notice.accessibleName()
        assert hands.desktop._session is None
        assert hands.part(QLineEdit, "password").hasSelectedText()
    hands.sign_in()
    assert "秒" in hands.desktop.sign_in.notice.accessibleName()
    assert hands.desktop._session is None
    hands.clock.moment += timedelta(minutes=1)
    hands.sign_in()
    assert hands.desktop._session is not None
    assert hands.rooms.frame.isVisible()


def test_a_certificate_that_ended_stops_the_paper_until_somebody_else_is_there(seated: Hands) -> None:
    seated.ready_to_issue()
    ended = seated.clock.now().date() - timedelta(days=1)
    registry.add_officer(seated.desk, Officer("", "温景行", "5199030400", ended - timedelta(days=900), ended))
    known = {one.name: one.id for one in registry.officers(seated.store)}
    seated.rooms.work.dismiss(known["贺兰溪"])
    seated.tab_to("officers")
    seated.choose(seated.part(QComboBox, "officers"), "温景行")
    seated.rest()
    assert list(seated.gate) == ["inspection.officers"]
    assert "温景行" in seated.gate["inspection.officers"]
    assert "5199030400" in seated.gate["inspection.officers"]
    seated.press(Qt.Key.Key_F9)
    assert seated.focused == "officers"
    seated.choose(seated.part(QComboBox, "officers"), "贺兰溪")
    seated.rest()
    seated.tab_to(f"leave_{known['温景行']}")
    seated.press(Qt.Key.Key_Space)
    seated.rest()
    assert not seated.gate


@pytest.mark.parametrize(
    ("name", "field", "most"), [("fact", "findings.0.fact", 2000), ("location", "findings.0.location", 400)]
)
def test_a_text_over_its_limit_is_named_with_its_field_and_kept_whole(
    seated: Hands, name: str, field: str, most: int
) -> None:
    seated.ready_to_issue()
    seated.rooms.bench.paper.followed.emit(field)
    seated.fill("字" * (most + 1))
    seated.rest()
    assert list(seated.gate) == [field]
    assert str(most) in seated.gate[field]
    assert str(most + 1) in seated.gate[field]
    seated.press(Qt.Key.Key_F9)
    assert seated.focused == name
    assert seated.editor.fields[name].text() == "字" * (most + 1)  # type: ignore[union-attr]
    assert seated.part(QPushButton, "issue").accessibleName() == "签发（还缺 1 项）"
    seated.fill("字" * most)
    seated.rest()
    assert not seated.gate
