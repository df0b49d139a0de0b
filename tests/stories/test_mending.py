"""What the gate names is mended by keys where it leads: a wrong code, an ended certificate, a person."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from inspector_app.casework.papers import issued
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.people import PersonPresent
from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.workbench.bench_values import Bench
from tests.stories.hands import CTRL, Hands

CODE, WRONG = "91519903MA7H3QT41C", "91519903MA7H3QT41D"


def bench_of(hands: Hands) -> Bench:
    assert hands.rooms.work.bench is not None
    return hands.rooms.work.bench


def present(hands: Hands) -> list[str]:
    return [one.name for one in bench_of(hands).inspection.present]


def retype(hands: Hands, told: str) -> None:
    """Replace what stands in the focused field of a small window and accept it."""
    hands.press(Qt.Key.Key_A, CTRL)
    hands.write(told)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands._open("target_dialog") is None and hands._open("officer_dialog") is None)
    hands.rest()


def a_picture() -> QMimeData:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    told = QMimeData()
    told.setImageData(picture)
    return told


def test_a_wrong_code_is_named_followed_mended_and_issued_right(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.tab_to("edit_target")
    seated.press(Qt.Key.Key_Space)
    seated.dialog("target_dialog")
    seated.tab_to("contractor_code")
    retype(seated, WRONG)
    assert list(seated.gate) == ["addressee.credit_code"]
    assert WRONG in seated.gate["addressee.credit_code"]
    seated.press(Qt.Key.Key_F9)
    seated.dialog("target_dialog")
    assert seated.focused == "contractor_code"
    assert seated.part(QLineEdit, "contractor_code").property("wrong")
    drawn: list[object] = []
    seated.rooms.work.drawn.connect(drawn.append)
    retype(seated, CODE.lower())
    assert not seated.gate
    assert drawn, "the page follows at once"
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    (told,) = issued.all_documents(seated.store)
    act = issued.issue_act(seated.store, told.id)
    assert act is not None
    assert act.content["addressee"]["credit_code"] == CODE


def test_a_certificate_that_ended_is_named_followed_and_renewed(seated: Hands) -> None:
    seated.ready_to_issue()
    officer = bench_of(seated).inspection.officers[1]
    ended = seated.clock.now().date() - timedelta(days=1)
    told = f"{ended.year + 4}-12-31"
    seated.tab_to(f"edit_{officer.id}")
    seated.press(Qt.Key.Key_Space)
    seated.dialog("officer_dialog")
    seated.tab_to("officer_to")
    retype(seated, ended.isoformat())
    seated._focus_window()
    assert seated.focused == f"edit_{officer.id}", "the keys are where they were"
    assert list(seated.gate) == ["inspection.officers"]
    assert officer.name in seated.gate["inspection.officers"]
    seated.tab_to("kind")
    seated.press(Qt.Key.Key_F9)
    assert seated.focused == f"edit_{officer.id}", "nobody else is there to be added"
    seated.press(Qt.Key.Key_Space)
    seated.dialog("officer_dialog")
    assert seated.part(QLineEdit, "officer_certificate").text() == officer.certificate
    seated.tab_to("officer_to")
    retype(seated, told)
    assert not seated.gate
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    assert len(issued.all_documents(seated.store)) == 1
    assert [str(one.valid_to) for one in registry.officers(seated.store) if one.id == officer.id] == [told]


def test_a_day_that_is_none_is_said_in_the_window_and_nothing_is_changed(seated: Hands) -> None:
    seated.begin("临江 3标")
    before = registry.officers(seated.store)
    seated.tab_to(f"edit_{before[0].id}")
    seated.press(Qt.Key.Key_Space)
    dialog = seated.dialog("officer_dialog")
    assert isinstance(dialog, Dialog)
    seated.tab_to("officer_to")
    seated.press(Qt.Key.Key_A, CTRL)
    seated.write("soon")
    seated.press(Qt.Key.Key_Return)
    assert "不是日期" in dialog.notice.accessibleName()
    assert registry.officers(seated.store) == before
    seated.press(Qt.Key.Key_Escape)


def test_a_company_in_use_is_not_left_out_and_the_window_says_why(seated: Hands) -> None:
    seated.ready_to_issue()
    target = bench_of(seated).target
    seated.rooms.bench.paper.followed.emit("addressee.name")
    dialog = seated.dialog("target_dialog")
    assert isinstance(dialog, Dialog)
    assert seated.focused == "contractor_name"
    seated.press(Qt.Key.Key_A, CTRL)
    seated.press(Qt.Key.Key_Delete)
    seated.press(Qt.Key.Key_Return)
    assert "不能从对象中去掉" in dialog.notice.accessibleName()
    assert registry.target_of(seated.store, target.id) == target
    seated.press(Qt.Key.Key_Escape)


def test_a_renamed_company_shows_in_the_open_finding(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb")
    seated.tab_to("edit_target")
    seated.press(Qt.Key.Key_Space)
    seated.dialog("target_dialog")
    seated.tab_to("contractor_name")
    retype(seated, "青澜宏岳建设有限公司")
    assert seated.part(QComboBox, "party").currentText() == "青澜宏岳建设有限公司"


def test_a_mistyped_person_is_taken_off(seated: Hands) -> None:
    seated.ready_to_issue()
    visit = bench_of(seated).inspection.id
    inspections.meet(seated.desk, visit, PersonPresent("骆元山", "经理"))
    seated.rooms.work.refresh()
    seated.rest()
    mistyped = bench_of(seated).inspection.present[1]
    seated.tab_to(f"unmeet_{mistyped.id}")
    seated.press(Qt.Key.Key_Space)
    seated.rest()
    assert present(seated) == ["骆远山"]
    assert seated.focused == "present", "the keys are where the right name is typed"


def test_of_a_concluded_inspection_only_the_register_is_mended(seated: Hands) -> None:
    seated.ready_to_issue()
    (person,) = bench_of(seated).inspection.present
    seated.rooms.work.conclude()
    seated.rest()
    assert not seated.part(QPushButton, f"unmeet_{person.id}").isEnabled()
    officer = bench_of(seated).inspection.officers[0]
    assert seated.part(QPushButton, f"edit_{officer.id}").isEnabled()
    seated.tab_to("edit_target")
    seated.press(Qt.Key.Key_Space)
    seated.dialog("target_dialog")
    seated.tab_to("target_address")
    retype(seated, "滨河路68号")
    assert bench_of(seated).target.address == "滨河路68号"


@pytest.mark.parametrize("how", ["list", "lock", "issue"])
def test_a_person_being_written_down_is_noted(seated: Hands, how: str) -> None:
    seated.ready_to_issue()
    visit = bench_of(seated).inspection.id
    seated.tab_to("present")
    for told in ("温景行", "安全员", "青澜宏岳"):
        seated.write(told)
        seated.press(Qt.Key.Key_Tab)
    if how == "lock":
        seated.desktop.lock()
        seated.sign_in()
    elif how == "list":
        seated.press(Qt.Key.Key_Escape)
        seated.begin("临江 3标")
    else:
        seated.press(Qt.Key.Key_F9)
        seated.give_pin()
        assert len(issued.all_documents(seated.store)) == 1
    seated.rest()
    there = inspections.inspection_of(seated.store, visit).present
    assert there[1:] == (PersonPresent("温景行", "安全员", "青澜宏岳"),)


def test_whoever_could_not_be_noted_stays_in_the_fields(
    seated: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise UnavailableError("store.disk_full")

    seated.begin("临江 3标")
    monkeypatch.setattr(inspections, "meet", refuse)
    seated.tab_to("present")
    seated.write("温景行")
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert seated.notice
    assert present(seated) == []
    assert seated.part(QLineEdit, "present").text() == "温景行"
    monkeypatch.undo()
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert present(seated) == ["温景行"]
    assert seated.part(QLineEdit, "present").text() == ""


def test_a_photo_with_no_finding_open_waits_in_the_tray_and_it_is_said(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.press(Qt.Key.Key_F4)
    seated.dialog("photo_files")
    seated.press(Qt.Key.Key_Escape)
    seated.paste(a_picture())
    assert "没有打开的问题" in seated.notice
    assert "照片托盘" in seated.notice
    assert len(seated.store.records("photo")) == 1


def test_a_picture_pasted_over_the_clause_goes_to_the_finding(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb")
    seated.tab_to("clause")
    before = seated.part(QComboBox, "clause").currentText()
    seated.paste(a_picture())
    assert len(bench_of(seated).findings[0].photos) == 1
    assert seated.part(QComboBox, "clause").currentText() == before
    words = QMimeData()
    words.setText("条例")
    seated.press(Qt.Key.Key_A, CTRL)
    seated.paste(words)
    assert seated.part(QComboBox, "clause").currentText() == "条例", "words go into the field"


def test_a_whole_deadline_is_seen_on_the_small_screen(seated: Hands) -> None:
    seated.desktop.window.resize(1366, 768)
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb")
    due = seated.editor.fields[f"due:{bench_of(seated).addressee_id}"]
    assert isinstance(due, QLineEdit)
    seated.until(lambda: due.width() > 0)
    assert due.text() == "2026-11-25"
    room = due.width() - (due.sizeHint().width() - 17 * due.fontMetrics().horizontalAdvance("x"))
    assert room > due.fontMetrics().horizontalAdvance(due.text())
