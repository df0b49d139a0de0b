"""More time asked for after the deadline, at the window: granted, not overdue, and still counted late."""

from datetime import timedelta
from pathlib import Path

import pytest

from inspector_app.casework.followup import extensions
from inspector_app.casework.papers import drafts
from inspector_app.casework.play import scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.domain.inspections import Approval
from tests.stories import duty_hands as told
from tests.stories.duty_hands import Key, Ordered, lines, open_list, sheet_words
from tests.stories.hands import CTRL
from tests.stories.stage import Opener


@pytest.fixture
def ordered(desktops: Opener, tmp_path: Path) -> Ordered:
    return told.opened(desktops, tmp_path / "data", 2)


def test_asked_too_late_and_granted_it_counts_as_late(ordered: Ordered, tmp_path: Path) -> None:
    hands, (edge, box) = ordered.hands, ordered.scene.finding_ids
    open_list(hands, "overdue")
    assert lines(hands) == [(f"{told.SITE}（2 项）", "逾期", "2026-09-21", "逾期 2 天")]
    ask(ordered, tmp_path, box)
    assert "期限届满以后" in hands.notice
    words = sheet_words(hands)
    assert "待批复" in words
    assert "逾期后才申请，仍按逾期计" in words
    grant(ordered)
    open_list(hands)
    words = sheet_words(hands)
    assert "同意延期" in words
    assert "延期 1 次 · 期限 2026-09-29" in words
    assert (ordered.course().due, ordered.course().state.overdue) == (
        ordered.scene.due + timedelta(days=8),
        False,
    )
    recheck(ordered)
    rates = extensions.rates(hands.desk, [edge])
    assert (rates.on_time, rates.extended, rates.late) == (0, 0, 1)
    closed_one_is_refused(ordered, edge)


def ask(ordered: Ordered, folder: Path, other: str) -> None:
    """The first finding alone: the second one is unticked."""
    hands = ordered.hands
    hands.press(Key.Key_E, CTRL)
    dialog = told.fill(hands, "ask_form", {"on": "9-23", "new_due": "9-29", "reason": "栏杆材料被扣。"})
    assert "期限已过 2026-09-21" in told.said(dialog)
    told.fill(hands, "ask_form", {f"findings_{other}": True})
    told.attach(hands, "scans", told.picture(folder, "scale.jpg", hands.desk.today()))
    told.give(hands, "ask_form")


def grant(ordered: Ordered) -> None:
    """The decision is written at the workbench; its safeguard and approval come first."""
    hands = ordered.hands
    hands.press(Key.Key_D, CTRL)
    hands.dialog("decide_form")
    told.give(hands, "decide_form")
    hands.until(lambda: hands.rooms.frame.page == "bench")
    hands.rest()
    hands._focus_window()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    given = Approval("柏知行", hands.clock.now() - timedelta(minutes=30), "青住建延批〔2026〕4号")
    drafts.change(hands.desk, bench.draft.id, approval=inspections.approval_fields(given))
    hands.rooms.work.refresh()
    hands.rest()
    assert list(hands.gate) == ["document.own.safeguard"]
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.focused == "own_safeguard", "the gate's line leads to its field")
    hands.fill("延期期间封闭该部位，悬挂警示标志，安排专人看守")
    hands.rest()
    assert not hands.gate, hands.gate
    told.sign(hands)
    hands.until(lambda: not ordered.course().state.overdue)


def recheck(ordered: Ordered) -> None:
    """Both are put right before the new day, as a visit of the officers shows."""
    hands = ordered.hands
    ordered.to(5)
    open_list(hands)
    hands.press(Key.Key_Return, CTRL)
    hands.dialog("recheck_form")
    told.give(hands, "recheck_form")
    told.at_recheck(hands)
    hands.press(Key.Key_1)
    hands.rest()
    hands.press(Key.Key_2)
    hands.until(lambda: hands.focused == "recheck_note")
    hands.write("配电箱门已装，仍一闸多机")
    hands.press(Key.Key_Return)
    hands.rest()
    hands.until(lambda: told.results(hands) == ["rectified", "partial"])
    told.lawful(hands)
    hands.press(Key.Key_F9)
    hands.rest()
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.focused == "recheck_again")
    hands.fill("5天")
    hands.rest()
    told.sign(hands)
    hands.until(lambda: ordered.words == ["合格闭环", "已下达"])


def closed_one_is_refused(ordered: Ordered, closed: str) -> None:
    """More time for what is closed is refused at its tick."""
    hands = ordered.hands
    opinion = ordered.course(1).order_id
    scene.serve(Story(hands.desk, hands.clock), opinion, ordered.scene.contractor)
    open_list(hands)
    hands.press(Key.Key_E, CTRL)
    day = f"{hands.desk.today():%m-%d}"
    fills = {"on": day, "new_due": "10-20", "reason": "再延。"}
    told.fill(hands, "ask_form", {**fills, f"findings_{closed}": True})
    told.refused(hands, "ask_form", "合格闭环", f"findings_{closed}")
