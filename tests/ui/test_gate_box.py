"""The gate above the paper: words and a sign, each line a way to its field, room for four lines."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.gate_box import LINE_HEIGHT, MOST_LINES, GateBox, GateLine
from inspector_app.ui.workbench.paper_pane import PaperPane
from tests.ui.benches import a_bench


@pytest.fixture
def box(look: Look, qtbot: QtBot) -> GateBox:
    box = GateBox(look)
    qtbot.addWidget(box)
    box.setFixedWidth(380)
    box.show()
    return box


def lines(n: int) -> list[GateLine]:
    return [
        GateLine(f"findings.{k}.fact", f"第 {k} 项没有写事实。", "去写。", "安全生产法 68") for k in range(n)
    ]


def buttons(box: GateBox) -> list[QPushButton]:
    return [one for one in box.findChildren(QPushButton) if not one.isHidden()]


def test_it_counts_what_is_missing_and_says_when_nothing_is(box: GateBox, qtbot: QtBot) -> None:
    assert not box.clear
    box.show_verdict(lines(3))
    assert (box.clear, box.accessibleName()) == (False, "签发前还缺 3 项")
    qtbot.waitUntil(lambda: len(buttons(box)) == 3)
    box.show_verdict([])
    assert (box.clear, box.accessibleName(), buttons(box)) == (True, "要件齐全，可以签发", [])
    box.show_waiting("已签发 1 号")
    assert (box.clear, box.accessibleName(), box.lines) == (False, "已签发 1 号", ())


def test_each_line_tells_its_field_what_to_do_and_whose_law_it_is(box: GateBox, qtbot: QtBot) -> None:
    box.show_verdict(lines(6))
    qtbot.waitUntil(lambda: len(buttons(box)) == 6)
    for n, button in enumerate(buttons(box)):
        assert button.accessibleName() == f"第 {n} 项没有写事实。 去写。"
        assert button.toolTip() == f"第 {n} 项没有写事实。\n去写。\n安全生产法 68"
        with qtbot.waitSignal(box.followed) as told:
            qtbot.keyClick(button, Qt.Key.Key_Space)
        assert told.args == [f"findings.{n}.fact"]


def test_many_lines_scroll_and_take_no_more_room_than_four(box: GateBox, qtbot: QtBot) -> None:
    for n, room in ((1, 1), (4, 4), (30, MOST_LINES)):
        box.show_verdict(lines(n))
        assert box._scroll.height() == room * LINE_HEIGHT
        qtbot.waitUntil(lambda wanted=n: len(buttons(box)) == wanted)
        assert all(one.height() >= 32 for one in buttons(box))


def test_a_verdict_that_replaces_another_leaves_none_of_its_lines(box: GateBox, qtbot: QtBot) -> None:
    for n in (5, 2, 7, 0, 1):
        box.show_verdict(lines(n))
        # A layout shows what it was given in the next turn of the loop.
        qtbot.waitUntil(lambda wanted=n: len(buttons(box)) == wanted)
    qtbot.waitUntil(lambda: len(box.findChildren(QPushButton)) == 1)


def test_the_keys_stay_at_a_line_while_the_gate_weighs_anew(box: GateBox, qtbot: QtBot) -> None:
    box.show_verdict(lines(3))
    qtbot.waitUntil(lambda: len(buttons(box)) == 3)
    buttons(box)[1].setFocus()
    for n in (3, 4, 2, 1):
        box.show_verdict(lines(n))
        qtbot.waitUntil(lambda wanted=n: len(buttons(box)) == wanted)
        focus = box.window().focusWidget()
        assert focus is buttons(box)[min(1, n - 1)], f"{n} lines"


def test_the_way_to_issue_says_what_it_does_and_is_shut_before_the_first_finding(
    look: Look, qtbot: QtBot
) -> None:
    pane = PaperPane(look)
    qtbot.addWidget(pane)
    issue = pane.findChild(QPushButton, "issue")
    pane.show_bench(replace(a_bench(), draft=None, findings=()))
    assert not issue.isEnabled()
    pane.show_bench(replace(a_bench(), draft=None))
    assert (issue.accessibleName(), issue.isEnabled()) == ("生成文书", True)
    pane.show_bench(a_bench())
    pane.show_verdict(lines(2))
    assert (issue.accessibleName(), issue.isEnabled(), issue.property("k")) == (
        "签发（还缺 2 项）",
        True,
        "soft",
    )
    pane.show_verdict([])
    assert (issue.accessibleName(), issue.property("k")) == ("签发", "main")
