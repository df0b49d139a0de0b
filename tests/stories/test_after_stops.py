"""Three parts are stopped, two given back, work goes on in the third, and at last that is resumed too."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from inspector_app.casework.followup import stops
from inspector_app.casework.followup.stops import Stop
from inspector_app.casework.papers import duties, issued, recheck
from inspector_app.casework.people import workspace
from inspector_app.domain.states import DocumentState, FindingState
from inspector_app.domain.stops import StopState
from inspector_app.ui.ledger.stops_section import StopsSection
from tests.documents.reading import bare, whole
from tests.stories import day_hands, filling, paper_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.office import make_lawful

ALT = Qt.KeyboardModifier.AltModifier
SCAFFOLD, HOIST, PIT = PARTS = ("1号楼外脚手架", "2号楼施工升降机", "地下室东侧基坑")
OFFICERS = ("沈知远", "贺兰溪")
STOP = {
    "document.stop_work.parts": filling.text("\n".join(PARTS)),
    "document.stop_work.start": filling.text("09:12"),
    "document.stop_work.evacuation": filling.text("立即撤出上述三个部位的全部作业人员"),
    "document.stop_work.conditions": filling.text("逐项整改，由建设单位组织验收并书面申请"),
    "document.approval": filling.text("韩立群", "09:10", "望住建停批〔2026〕3-1号"),
}


def waived(hands: Hands) -> None:
    filling.choice("defence_heard", "放弃")(hands)


def stop_three_parts(hands: Hands) -> issued.Issued:
    """Find three major hazards, stop work at their places, and hand the paper over."""
    hands.begin("临江")
    make_lawful(hands.desk, day_hands.bench(hands).inspection.id)
    for place in PARTS:
        hands.new_finding()
        hands.phrase("wjsjlqjzc")
        hands.tab_to("location")
        hands.fill(place)
    hands.choose_kind("停工")
    filling.mend(hands, {**STOP, "document.defence": waived})
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    (told,) = issued.all_documents(hands.store)
    paper_hands.to_the_documents(hands)
    day_hands.serve_on_paper(hands, "宏岳", "骆远山", "项目经理")
    return told


def section(hands: Hands) -> StopsSection:
    """Go to the ledger's stop-works."""
    hands.press(Qt.Key.Key_4, CTRL)
    hands.press(Qt.Key.Key_2, ALT)
    hands.rest()
    house = hands.desktop.house
    assert house is not None
    return next(one for one in house.sections if isinstance(one, StopsSection))


def seen(hands: Hands) -> tuple[str, list[str]]:
    """What the list and the sheet say: the state, and that of each part."""
    shown = section(hands)
    (line,) = shown.view.model.lines
    parts = next(one for one in shown.view.sheet.sheet.blocks if one.title == "停工部位")
    return line.state, [one.state for one in parts.facts]


def later(hands: Hands, days: int) -> None:
    hands.clock.moment += timedelta(days=days)


def tick(hands: Hands, *names: str) -> None:
    for name in names:
        hands.tab_to(name)
        hands.press(Qt.Key.Key_Space)


def put(hands: Hands, name: str, told: str) -> None:
    hands.tab_to(name)
    hands.fill(told)


def accept(hands: Hands, form: str) -> None:
    hands.tab_to(f"{form}_accept")
    hands.press(Qt.Key.Key_Return)
    hands.rest()
    paper_hands.no_dialog(hands)


def choose(hands: Hands, name: str, words: str) -> None:
    hands.tab_to(name)
    hands.choose(hands.part(QComboBox, name), words)


def check(hands: Hands, *, obeyed: bool) -> None:
    """Note a check of the stop-work; the only part that is still stopped stands ticked already."""
    hands.press(Qt.Key.Key_H, CTRL)
    hands.dialog("stop_check")
    choose(hands, "obeyed", "已停工" if obeyed else "未停工")
    if not obeyed:
        put(hands, "place", "地下室东侧坑底")
    put(hands, "words", "三个部位均已停工。" if obeyed else "一台挖掘机正在坑底取土。")
    tick(hands, *(f"officers_{one}" for one in OFFICERS))
    accept(hands, "stop_check")


def apply_for(hands: Hands, *parts: str) -> None:
    """Take in an application for parts, signed by all three."""
    hands.press(Qt.Key.Key_R, CTRL)
    hands.dialog("stop_asked")
    choose(hands, "scope", "部分复工")
    tick(hands, *(f"parts_{one}" for one in parts), *(f"signed_{one}" for one in ("owner", "contractor")))
    tick(hands, "signed_supervisor")
    put(hands, "accepted_on", hands.desk.today().isoformat())
    accept(hands, "stop_asked")


def rectified(hands: Hands, stop_id: str, *rows: int) -> None:
    """The recheck, which is a story of its own, found these rows of the paper put right."""
    session = hands.desktop._session
    assert session is not None
    found = issued.must_be_issued(hands.store, stop_id).finding_ids
    results = tuple(recheck.Result(found[row - 1], "rectified", "现场查看，已按方案整改") for row in rows)
    recheck.recheck(session.sign(workspace.TRAINING_PIN), hands.desk.today(), results, OFFICERS)


def resume(hands: Hands, number: str) -> issued.Issued:
    """Write the resumption of what was applied for at the workbench and issue it."""
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.dialog("stop_resume")
    accept(hands, "stop_resume")
    hands.until(lambda: hands.rooms.frame.page == "bench", "the draft is at the workbench")
    hands.rest()
    assert "document.approval" in hands.gate, "nothing is resumed without approval"
    followed = filling.mend(
        hands,
        {
            "document.resumption.verification": filling.text("沈知远、贺兰溪到场查验，已整改，验收合格"),
            "document.approval": filling.text("韩立群", "09:05", number),
        },
    )
    assert followed == ["document.resumption.verification", "document.approval"]
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    return issued.all_documents(hands.store)[-1]


def now(hands: Hands, stop_id: str) -> Stop:
    return stops.stop(hands.desk, stop_id)


def test_a_partial_stop_to_its_end_by_keys(seated: Hands) -> None:
    hands = seated
    stop = stop_three_parts(hands)
    assert now(hands, stop.id).held.remaining == PARTS
    assert seen(hands) == ("停工中", ["停工"] * 3)

    later(hands, 1)
    section(hands)
    check(hands, obeyed=True)
    assert [one.obeyed for one in now(hands, stop.id).checks] == [True]

    later(hands, 5)
    rectified(hands, stop.id, 1, 2)
    section(hands)
    apply_for(hands, SCAFFOLD, HOIST)
    assert seen(hands)[0] == "已申请复工"
    first = resume(hands, "望住建复批〔2026〕3-1号")
    assert first.kind == "resumption_notice"
    assert bare(f"其余部位（{PIT}）继续停工") in whole(issued.pdf(hands.store, first.id))
    assert seen(hands) == ("部分复工", ["已复工", "已复工", "停工"])

    later(hands, 3)
    section(hands)
    check(hands, obeyed=False)
    told = now(hands, stop.id)
    assert [one.parts for one in told.violations] == [(PIT,)]
    assert seen(hands) == ("抢工", ["已复工", "已复工", "停工"])
    # Two of three findings are closed and one part stands: the paper is served, and nothing more.
    assert recheck.document_state(hands.desk, stop.id).word in (DocumentState.SERVED, DocumentState.OVERDUE)

    later(hands, 4)
    rectified(hands, stop.id, 3)
    assert recheck.document_state(hands.desk, stop.id).word == DocumentState.SERVED
    section(hands)
    apply_for(hands, PIT)
    resume(hands, "望住建复批〔2026〕3-2号")
    told = now(hands, stop.id)
    assert (told.state, told.held.remaining, len(told.violations)) == (StopState.LIFTED, (), 1)
    assert recheck.document_state(hands.desk, stop.id).word == DocumentState.LIFTED
    assert {duties.finding_state(hands.desk, one).word for one in stop.finding_ids} == {FindingState.CLOSED}

    shown = section(hands)
    assert shown.view.model.lines == []
    # Tab stops at the choice that is shown; the arrows go on from there.
    hands.tab_to("ledger_stops_holding")
    for _ in range(3):
        hands.press(Qt.Key.Key_Right)
    assert hands.focused == "ledger_stops_lifted"
    hands.press(Qt.Key.Key_Space)
    hands.rest()
    assert hands.part(QPushButton, "ledger_stops_lifted").isChecked()
    assert seen(hands) == ("已解除", ["已复工"] * 3)
    assert hands.store.replay_check().same
