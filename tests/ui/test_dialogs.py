"""Small windows: what they give, what they refuse, and that nothing typed into them is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from inspector_app import assets
from inspector_app.casework.targets.registry import NewParty, NewTarget, credit_code_valid
from inspector_app.catalog.load import load
from inspector_app.domain.documents import Office
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.targets import Target
from inspector_app.ui.controls.dialogs import Dialog, LeaveNote, OfficeDialog, OfficerDialog
from inspector_app.ui.entrance.pin_dialogs import PinDialog
from inspector_app.ui.registry.target_dialog import TargetDialog
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Words
from tests.builders import a_party, a_target, an_office, an_officer, some_rules

CODE = "91519903MA7H3QT41C"


def opened(dialog: Dialog, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()


def line(dialog: Dialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def test_the_office_comes_back_as_it_was_typed(look: Look, qtbot: QtBot) -> None:
    dialog = OfficeDialog(look, an_office())
    opened(dialog, qtbot)
    line(dialog, "office_phone").setText(" 0899-5550 1820 ")
    with qtbot.waitSignal(dialog.office_given) as told:
        QTest.keyClick(line(dialog, "office_phone"), Qt.Key.Key_Return)
    assert told.args == [replace(an_office(), phone="0899-5550 1820")]
    assert dialog.isVisible(), "it stays until the names are written"
    assert isinstance(told.args[0], Office)
    dialog.reject()


def test_nobody_without_a_name_is_entered(look: Look, qtbot: QtBot) -> None:
    dialog = OfficerDialog(look)
    opened(dialog, qtbot)
    with qtbot.assertNotEmitted(dialog.officer_given):
        QTest.keyClick(line(dialog, "officer_name"), Qt.Key.Key_Return)
    line(dialog, "officer_name").setText(" 沈知远 ")
    line(dialog, "officer_to").setText("2028-12-31")
    with qtbot.waitSignal(dialog.officer_given) as told:
        QTest.keyClick(line(dialog, "officer_name"), Qt.Key.Key_Return)
    assert told.args == ["沈知远", "", "", "2028-12-31", False]
    dialog.reject()


def test_a_known_officer_is_shown_whole_and_comes_back_changed(look: Look, qtbot: QtBot) -> None:
    dialog = OfficerDialog(look, an_officer())
    opened(dialog, qtbot)
    assert (dialog.windowTitle(), dialog.accept_button.accessibleName()) == ("修改执法人员", "保存")
    line(dialog, "officer_to").setText("2030-12-31")
    with qtbot.waitSignal(dialog.officer_given) as told:
        QTest.keyClick(line(dialog, "officer_to"), Qt.Key.Key_Return)
    assert told.args == [an_officer().name, an_officer().certificate, "2024-01-01", "2030-12-31", False]
    dialog.reject()


def a_known_target() -> Target:
    """A target with two companies in one role and a fact that its kind does not ask for."""
    labour = [a_party(PartyRole.SUBCONTRACTOR, id=f"labour-{n}", name=f"劳务{n}") for n in (1, 2)]
    target = a_target()
    return replace(target, parties=(*target.parties, *labour), fields=(*target.fields, ("old", "旧")))


def as_given(target: Target) -> NewTarget:
    parties = tuple(
        NewParty(
            one.role,
            one.name,
            one.credit_code,
            one.manager,
            one.manager_title,
            one.phone,
            one.address,
            one.id,
        )
        for one in target.parties
    )
    return NewTarget(target.kind, target.name, target.address, parties, target.project, target.fields)


def test_a_known_target_comes_back_as_it_was_with_what_was_changed(look: Look, qtbot: QtBot) -> None:
    target = a_known_target()
    dialog = TargetDialog(look, some_rules().targets, credit_code_valid, target)
    opened(dialog, qtbot)
    assert (dialog.windowTitle(), dialog.accept_button.accessibleName()) == ("修改对象", "保存")
    with qtbot.waitSignal(dialog.target_given) as told:
        dialog.accept_button.click()
    given = told.args[0]
    assert isinstance(given, NewTarget)
    assert sorted(given.parties, key=str) == sorted(as_given(target).parties, key=str)
    assert (given.name, dict(given.fields)) == (target.name, dict(target.fields))
    line(dialog, "subcontractor_name").clear()
    line(dialog, "subcontractor_2_code").setText(CODE.lower())
    with qtbot.waitSignal(dialog.target_given) as told:
        dialog.accept_button.click()
    labour = [one for one in told.args[0].parties if one.role is PartyRole.SUBCONTRACTOR]
    assert [(one.id, one.credit_code) for one in labour] == [("labour-2", CODE)]
    dialog.reject()


def test_a_fact_is_called_as_its_own_kind_calls_it(look: Look, qtbot: QtBot) -> None:
    """Two kinds may ask for one code in other words: a site's permit is no plant's qualification."""
    kinds = load(assets.folder("forms")).rules.targets
    for code, words in (("construction_site", "施工许可证号"), ("concrete_plant", "资质证书号")):
        target = replace(a_target(), kind=code, fields=(("permit", "5199"), ("lines", "2")))
        dialog = TargetDialog(look, kinds, credit_code_valid, target)
        opened(dialog, qtbot)
        assert line(dialog, "fact_permit").accessibleName() == words
        assert line(dialog, "fact_lines").accessibleName() == "生产线", "what another kind asks for is held"
        dialog.reject()


def test_a_kind_looked_at_in_passing_loses_nothing(look: Look, qtbot: QtBot) -> None:
    target = a_known_target()
    dialog = TargetDialog(look, some_rules().targets, credit_code_valid, target)
    opened(dialog, qtbot)
    kind = dialog.findChild(QComboBox, "target_kind")
    kind.setCurrentIndex(1)
    assert line(dialog, "contractor_name").text() == a_party().name, "nobody is hidden"
    kind.setCurrentIndex(0)
    with qtbot.waitSignal(dialog.target_given) as told:
        dialog.accept_button.click()
    assert sorted(told.args[0].parties, key=str) == sorted(as_given(target).parties, key=str)
    assert dict(told.args[0].fields) == dict(target.fields)
    dialog.reject()


def test_a_kind_of_another_edition_stays_what_it_is(look: Look, qtbot: QtBot) -> None:
    target = replace(a_known_target(), kind="spaceport")
    dialog = TargetDialog(look, some_rules().targets, credit_code_valid, target)
    opened(dialog, qtbot)
    with qtbot.waitSignal(dialog.target_given) as told:
        dialog.accept_button.click()
    assert told.args[0] == as_given(target)
    dialog.reject()


def test_a_wrong_code_is_marked_at_once_and_the_field_led_to_is_seen(look: Look, qtbot: QtBot) -> None:
    target = a_known_target()
    dialog = TargetDialog(look, some_rules().targets, lambda _: False, target)
    dialog.lead_to("party:labour-2:credit_code")
    opened(dialog, qtbot)
    code = line(dialog, "subcontractor_2_code")
    assert code.hasFocus()
    assert code.property("wrong")
    assert not code.visibleRegion().isEmpty()
    dialog.lead_to("fact:nothing of that name")
    assert line(dialog, "target_name").hasFocus()
    dialog.reject()


def test_what_was_refused_is_said_and_what_was_typed_stays(look: Look, qtbot: QtBot) -> None:
    dialog = OfficerDialog(look)
    opened(dialog, qtbot)
    line(dialog, "officer_name").setText("沈知远")
    height = dialog.height()
    dialog.show_failure(Words("“明天”不是日期。", "写成 2026-11-27。", "ui.bad_day"))
    assert dialog.notice.isVisible()
    assert dialog.height() > height
    assert line(dialog, "officer_name").text() == "沈知远"
    assert dialog.accept_button.isEnabled()
    dialog.reject()


def test_a_target_comes_with_the_companies_that_have_a_name(look: Look, qtbot: QtBot) -> None:
    dialog = TargetDialog(look, some_rules().targets, credit_code_valid)
    opened(dialog, qtbot)
    for name, told in {
        "target_name": "临江雅苑",
        "target_address": "滨河路66号",
        "fact_permit": "519903",
        "contractor_name": "宏岳建设",
        "contractor_code": CODE.lower(),
        "owner_code": "只有代码没有名称",
    }.items():
        line(dialog, name).setText(told)
    with qtbot.waitSignal(dialog.target_given) as told:
        dialog.accept_button.click()
    party = NewParty(PartyRole.CONTRACTOR, "宏岳建设", CODE)
    assert told.args == [
        NewTarget("construction_site", "临江雅苑", "滨河路66号", (party,), "", (("permit", "519903"),))
    ]
    dialog.reject()


def test_a_wrong_credit_code_is_marked_when_it_is_left(look: Look, qtbot: QtBot) -> None:
    dialog = TargetDialog(look, some_rules().targets, credit_code_valid)
    opened(dialog, qtbot)
    code = line(dialog, "contractor_code")
    for told, wrong in ((CODE, False), (CODE[:-1] + "D", True), ("", False), ("1", True)):
        code.setText(told)
        code.editingFinished.emit()
        assert (code.property("wrong"), bool(code.toolTip())) == (wrong, wrong)
    dialog.reject()


def test_another_kind_of_target_keeps_what_both_ask_for(look: Look, qtbot: QtBot) -> None:
    targets = dict(some_rules().targets)
    plant = targets["concrete_plant"]
    targets["concrete_plant"] = replace(plant, roles=(PartyRole.PLANT, PartyRole.OWNER))
    dialog = TargetDialog(look, targets, credit_code_valid)
    opened(dialog, qtbot)
    line(dialog, "target_name").setText("名称")
    line(dialog, "owner_name").setText("临江置业")
    dialog.findChild(QComboBox, "target_kind").setCurrentIndex(1)
    assert line(dialog, "target_name").text() == "名称"
    qtbot.waitUntil(lambda: line(dialog, "owner_name").text() == "临江置业")
    assert line(dialog, "plant_name").text() == ""
    dialog.reject()


@pytest.mark.parametrize("which", ["confirm", "cancel"])
def test_what_is_final_is_done_by_the_button_and_not_by_esc(look: Look, qtbot: QtBot, which: str) -> None:
    dialog = LeaveNote(look, "删除问题", "这个问题将被移除。", "删除")
    opened(dialog, qtbot)
    done: list[bool] = []
    dialog.confirmed.connect(lambda: done.append(True))
    if which == "confirm":
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == ([True] if which == "confirm" else [])
    assert not dialog.isVisible()


def test_the_pin_is_never_shown_and_names_whom_it_is_for(look: Look, qtbot: QtBot) -> None:
    dialog = PinDialog(look, "停工通知书", "宏岳 100% 建设")
    opened(dialog, qtbot)
    assert line(dialog, "pin").echoMode() is QLineEdit.EchoMode.Password
    assert line(dialog, "pin").hasFocus()
    assert dialog.windowTitle() == "签发停工通知书"
    dialog.reject()
