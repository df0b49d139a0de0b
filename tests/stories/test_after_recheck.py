"""An order at the window: its report, a recheck that fails, ordered again, failed again, the ways on."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from inspector_app.casework.papers import issued
from inspector_app.casework.play import scene
from inspector_app.casework.play.story import Story
from inspector_app.domain.templates import DocumentKind
from tests.stories import duty_hands as told
from tests.stories.duty_hands import Key, Ordered, open_list, pane, results, sheet_words, why_not
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener

FILED = "不合格，移交立案审查"


@pytest.fixture
def ordered(desktops: Opener, tmp_path: Path) -> Ordered:
    return told.opened(desktops, tmp_path / "data", -1)


def report(ordered: Ordered, folder: Path) -> None:
    """The report comes in complete."""
    hands = ordered.hands
    open_list(hands)
    hands.press(Key.Key_R, CTRL)
    told.fill(hands, "reply_form", {"on": "9-20"})
    told.attach(hands, "scans", told.picture(folder, "scaffold.jpg", hands.desk.today()))
    edge, box = ordered.scene.finding_ids
    told.fill(hands, "reply_form", {edge: "已补设防护栏杆。", box: "配电箱已更换。"})
    for role, name in (("contractor", "骆行远"), ("owner", "蔺清和"), ("supervisor", "师明谦")):
        told.fill(hands, "reply_form", {f"signed_{role}": name, f"stamped_{role}": True})
    told.give(hands, "reply_form")


def begin_from_ledger(hands: Hands) -> None:
    """Begin the recheck of the chosen line."""
    hands.press(Key.Key_Return, CTRL)
    hands.dialog("recheck_form")
    told.give(hands, "recheck_form")
    told.at_recheck(hands)


def test_from_the_report_through_two_failed_rechecks_to_the_ways_on(ordered: Ordered, tmp_path: Path) -> None:
    hands = ordered.hands
    report(ordered, tmp_path)
    assert ordered.words == ["待复查", "待复查"]
    ordered.to(2)
    first_recheck(ordered, tmp_path)
    second_recheck(ordered)
    open_list(hands, "failed")
    words = sheet_words(hands)
    assert words.count("现场复查：") == 2
    assert "第 2 次责令" in words
    for way in ("限期整改通知书", "立案审批表"):
        assert way in words
    assert why_not(hands, "escalate") == ""
    hands.press(Key.Key_J, CTRL)
    dialog = hands.dialog("escalate_form")
    assert "现在不行" in told.said(dialog)
    assert hands.focused == "kind"
    hands.press(Key.Key_Escape)


def first_recheck(ordered: Ordered, folder: Path) -> None:
    """One is put right, the other is not: photographed, noted, ordered again by the opinion."""
    hands = ordered.hands
    open_list(hands, "look")
    begin_from_ledger(hands)
    tab = pane(hands)
    assert [one.row.number for one in tab.recheck.lines] == [1, 2]  # type: ignore[union-attr]
    assert tab.detail.before.sha256
    hands.pick_files(told.picture(folder, "edge.jpg", hands.desk.today()))
    hands.until(lambda: bool(tab.detail.after.sha256), "the photo of the recheck stands beside the old one")
    tab.table.setFocus()
    hands.press(Key.Key_3)
    hands.until(lambda: hands.focused == "recheck_note")
    hands.write("栏杆仅一道横杆，无挡脚板")
    hands.press(Key.Key_Return)
    hands.rest()
    assert tab.chosen is not None
    assert tab.chosen.row.number == 2
    hands.press(Key.Key_1)
    hands.rest()
    hands.until(lambda: results(hands) == ["not_rectified", "rectified"])
    assert tab._progress.accessibleName() == "已看 2/2"
    assert ordered.words == ["待复查", "待复查"], "nothing is final before the opinion"
    told.lawful(hands)
    hands.press(Key.Key_F9)
    hands.rest()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.kind is DocumentKind.RECHECK_OPINION
    assert bench.draft.own_value("conclusion").startswith("不合格")
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.focused == "recheck_again", "the day of the new order is asked for")
    hands.fill("5天")
    hands.rest()
    assert not hands.gate, hands.gate
    told.sign(hands)
    hands.until(lambda: ordered.words == ["已下达", "合格闭环"])
    (opinion,) = [
        one for one in issued.all_documents(hands.store) if one.kind == DocumentKind.RECHECK_OPINION
    ]
    assert "栏杆仅一道横杆" in opinion.content
    scene.serve(Story(hands.desk, hands.clock), opinion.id, ordered.scene.contractor)


def second_recheck(ordered: Ordered) -> None:
    """From today's list with R, after the new day has passed: again not put right, and not ordered again."""
    hands = ordered.hands
    ordered.to(9)
    hands.go_to("today")
    hands.until(lambda: bool(hands.rooms.today.dues.dues))
    assert [one.section for one in hands.rooms.today.dues.dues] == ["逾期"]
    hands.tab_to("due_list")
    hands.press(Key.Key_R)
    tab = told.at_recheck(hands)
    assert len(tab.recheck.lines) == 1  # type: ignore[union-attr]
    hands.press(Key.Key_3)
    hands.until(lambda: hands.focused == "recheck_note")
    hands.write("仍无挡脚板")
    hands.press(Key.Key_Escape)
    assert hands.focused == "recheck_lines"
    told.lawful(hands)
    hands.press(Key.Key_F9)
    hands.rest()
    conclude_otherwise(hands)
    told.sign(hands)
    hands.until(lambda: ordered.words == ["复查不合格", "合格闭环"])


def conclude_otherwise(hands: Hands) -> None:
    """Choose in the paper's form that it goes on by other means than a new order."""
    for _ in range(4):
        if hands.rooms.bench.middle.tab == "document":
            break
        hands.press(Key.Key_F6)
    assert hands.rooms.bench.middle.tab == "document"
    hands.tab_to("own_conclusion")
    box = hands.part(QComboBox, "own_conclusion")
    hands.press(Key.Key_Space)
    hands.until(box.view().isVisible)
    box.view().setCurrentIndex(box.model().index(box.findText(FILED), 0))
    hands.press(Key.Key_Return)  # the form is made anew: another choice asks for other fields
    hands.until(lambda: hands.rooms.work.bench.draft.own_value("conclusion") == FILED)  # type: ignore[union-attr]
    hands.rest()
    assert not hands.gate, hands.gate
