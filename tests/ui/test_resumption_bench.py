"""A resumption at the workbench: parts ticked, gate lines that lead to their fields; where else it shows."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.casework.followup import resumptions, stop_news
from inspector_app.casework.followup.stops import Violation
from inspector_app.casework.papers import drafts
from inspector_app.casework.play.stories.partial_stop import HOIST, OFFICERS, PARTS, PIT, SCAFFOLD
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.controls.parts import Chip
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.workbench.parts_field import PartsField
from tests.stories.hands import Hands
from tests.ui.stop_sites import Site, resumed, sited

SPOT = Spot("document", "d", "resume_parts")


@pytest.fixture
def site(seated: Hands) -> Site:
    return sited(seated)


def defied(site: Site) -> None:
    at = site.hands.clock.now() - timedelta(minutes=5)
    seen = Violation(at, "坑底", (PIT,), "挖掘机正在取土。", OFFICERS)
    stop_news.violate(site.hands.desk, site.stop, seen)


def begun(site: Site, *parts: str) -> str:
    """Begin a resumption at the desk and show it on the workbench."""
    told = resumptions.begin(site.hands.desk, site.stop, full=not parts, parts=parts)
    site.hands.desktop.house.going.open_inspection(told.inspection_id, told.document_id)  # type: ignore[union-attr]
    site.hands.rest()
    return told.document_id


def parts_of(site: Site, document_id: str) -> str:
    consent = drafts.draft_of(site.hands.desk, document_id).resumption
    assert consent is not None
    return consent.parts


def test_ticks_write_lines_and_leave_other_words_alone(qtbot: QtBot) -> None:
    signals = FieldSignals()
    field = PartsField(signals, SPOT, "复工部位", "", PARTS)
    qtbot.addWidget(field)
    left: list[str] = []
    signals.left.connect(lambda _, told: left.append(told))
    field.show_value(f"{HOIST}\n{PIT}（南侧）")
    assert [one for one, box in field.boxes.items() if box.isChecked()] == [HOIST]
    field.boxes[SCAFFOLD].click()
    assert left == [f"{SCAFFOLD}\n{HOIST}\n{PIT}（南侧）"]
    field.boxes[HOIST].click()
    assert left[1:] == [f"{SCAFFOLD}\n{PIT}（南侧）"]
    # What is written by hand ticks as well, however it is written.
    field.text.setPlainText("１号楼外脚手架；地下室东侧基坑")
    assert [one for one, box in field.boxes.items() if box.isChecked()] == [SCAFFOLD, PIT]


def test_parts_are_ticked_by_keys_and_stand_in_the_draft(site: Site) -> None:
    hands, document_id = site.hands, begun(site, SCAFFOLD)
    hands.rooms.bench.middle.show_tab("document")
    boxes = [
        one
        for one in hands.rooms.bench.findChildren(QCheckBox)
        if one.objectName().startswith("resume_parts:")
    ]
    assert [(one.text(), one.isChecked()) for one in boxes] == [
        (SCAFFOLD, True),
        (HOIST, False),
        (PIT, False),
    ]
    hands.tab_to("resume_parts:2")
    hands.press(Qt.Key.Key_Space)
    hands.rest()
    assert parts_of(site, document_id) == f"{SCAFFOLD}\n{PIT}"
    # The keys stay where they were: the form is not built anew under them.
    assert hands.focused == "resume_parts:2"
    hands.press(Qt.Key.Key_Space)
    hands.rest()
    assert parts_of(site, document_id) == SCAFFOLD


def test_only_what_is_still_stopped_is_offered(site: Site) -> None:
    resumed(site, (SCAFFOLD,))
    begun(site, PIT)
    field = site.hands.rooms.bench.findChild(PartsField)
    assert field is not None
    assert list(field.boxes) == [HOIST, PIT]


def focus_of(site: Site, field: str) -> str:
    site.hands.rooms.bench.setFocus()
    site.hands.rooms.bench.paper.followed.emit(field)
    return site.hands.focused


def test_each_line_of_the_gate_puts_the_keys_into_its_field(site: Site) -> None:
    hands, document_id = site.hands, begun(site)
    assert {"document.own.readiness", "document.resumption.verification", "document.approval"} <= set(
        hands.gate
    )
    for field, name in (
        ("document.own.readiness", "own_readiness"),
        ("document.resumption.verification", "verification"),
        ("document.approval", "approval.approver"),
        ("document.resumption.stop_work", "resumes"),
        ("document.resumption.start", "resume_start"),
        ("document.resumption.parts", "resume_parts:0"),
    ):
        assert focus_of(site, field) == name
    # Where an exception is chosen, it is asked for, and the line leads there.
    hands.tab_to("own_readiness")
    hands.press(Qt.Key.Key_Down)  # the form is built anew at once: no list could be waited for
    hands.rest()
    assert "document.own.exception" in hands.gate
    assert focus_of(site, "document.own.exception") == "own_exception"
    hands.fill("停工通知书第1项、第2项、第3项正在监测，相关部位封闭")
    hands.rest()
    assert "document.own.exception" not in hands.gate
    drafts.change(hands.desk, document_id, resume_full=False)
    hands.rooms.work.refresh()
    hands.rest()
    assert focus_of(site, "document.resumption.parts") == "resume_parts:0"
    assert "document.resumption.parts" in hands.gate


def test_the_documents_page_and_the_targets_card_show_what_holds_and_what_was_defied(
    site: Site,
) -> None:
    hands = site.hands

    def chips(within: QWidget) -> list[str]:
        return [one.accessibleName() for one in within.findChildren(Chip) if one.isVisibleTo(within)]

    def on_the_documents_page() -> list[str]:
        hands.desktop.house.going.open_document(site.stop)  # type: ignore[union-attr]
        hands.rest()
        return chips(hands.rooms.documents)

    def on_the_card() -> str:
        hands.go_to("targets")
        hands.rooms.targets.choose(site.stopped.target.id)
        hands.rest()
        return hands.part(QPushButton, f"paper_{site.stop}").accessibleName()

    told = on_the_documents_page()
    assert "停工中" in told
    assert "抢工" not in told
    assert on_the_card().endswith("停工中 已签发")
    defied(site)
    resumed(site, (SCAFFOLD, HOIST))
    told = on_the_documents_page()
    assert {"抢工", "部分复工", "已送达"} <= set(told)
    assert on_the_card().endswith("抢工 部分复工 已签发")
    resumed(site, (PIT,))
    told = on_the_documents_page()
    assert "部分复工" not in told
    assert "已解除" in told
    assert on_the_card().endswith("抢工 已解除 已签发")
