"""The section of rectification at the real window: what it lists and tells, and each deed by keys alone."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from inspector_app.casework.followup import extensions, replies
from inspector_app.casework.followup.replies import Report
from inspector_app.casework.history.order_file import order_file
from inspector_app.domain.errors import Progress
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import PreCheck, Said, Signature
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.ledger import duties_deeds
from tests.stories import duty_hands as told
from tests.stories.duty_hands import Key, Ordered, lines, open_list, sheet_words, why_not
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener


@pytest.fixture
def ordered(desktops: Opener, tmp_path: Path) -> Ordered:
    return told.opened(desktops, tmp_path / "data", -2)


def test_it_lists_orders_and_tells_all_about_one(ordered: Ordered) -> None:
    hands = ordered.hands
    open_list(hands)
    assert lines(hands) == [(f"{told.SITE}（2 项）", "待整改", "2026-09-21", "剩 2 天")]
    words = sheet_words(hands)
    shown = ("限期整改通知书", "5号楼12层东侧阳台", "期限 2026-09-21", "可以采取的办法", "现在不行")
    for one in (*shown, told.SITE):
        assert one in words, words


def test_a_report_is_taken_in_by_keys_and_completed_later(ordered: Ordered, tmp_path: Path) -> None:
    hands, (edge, box) = ordered.hands, ordered.scene.finding_ids
    open_list(hands)
    assert why_not(hands, "complete") == "没有缺材料的整改报告"
    hands.press(Key.Key_R, CTRL)
    told.fill(hands, "reply_form", {"on": "9-19"})
    told.attach(hands, "scans", told.picture(tmp_path, "scaffold.jpg", hands.desk.today()))
    told.fill(hands, "reply_form", {edge: "已补设防护栏杆。", box: "配电箱已更换。"})
    signed = {"signed_contractor": "骆行远", "stamped_contractor": True, "signed_owner": "蔺清和"}
    told.fill(hands, "reply_form", {**signed, "stamped_owner": True, "signed_supervisor": "师明谦"})
    told.give(hands, "reply_form")
    assert "还缺" in hands.notice
    assert ordered.words == ["已回复", "已回复"]
    words = sheet_words(hands)
    assert "还缺 1 项" in words
    assert "监理单位 师明谦（未盖章）" in words
    hands.press(Key.Key_U, CTRL)
    dialog = told.fill(hands, "supplement_form", {"on": "9-19", "signed_supervisor": "师明谦"})
    assert "盖章" in told.said(dialog)
    told.fill(hands, "supplement_form", {"stamped_supervisor": True})
    told.give(hands, "supplement_form")
    assert ordered.words == ["待复查", "待复查"]
    assert "齐全" in sheet_words(hands)
    (reply,) = replies.replies_to(hands.store, [ordered.scene.notice_id])
    assert [one.words for one in reply.said] == ["已补设防护栏杆。", "配电箱已更换。"]
    assert len(reply.scans) == 1


def test_what_a_supplement_leaves_empty_stays_as_it_was(ordered: Ordered) -> None:
    desk, scene = ordered.hands.desk, ordered.scene
    signed = (
        Signature(PartyRole.OWNER, "", stamped=True),
        Signature(PartyRole.SUPERVISOR, "师明谦", stamped=False),
    )
    day, said = desk.today(), tuple(Said(one, "已整改。") for one in scene.finding_ids)
    replies.take_in(
        desk,
        Report(
            scene.notice_id, scene.contractor.id, day, day, said, signed, PreCheck.PASSED, "邵临川", "属实"
        ),
    )
    file = order_file(desk, scene.notice_id, scene.contractor.id)
    assert file.incomplete is not None
    days = {"on": day.isoformat(), "received_on": day.isoformat()}
    halves = {"stamped_supervisor": True, "signed_owner": "蔺清和", "precheck_note": "现场核对属实"}
    duties_deeds.complete(desk, file, file.incomplete, {**days, **halves})
    (reply,) = replies.replies_to(desk.store, [scene.notice_id])
    assert {one.role: (one.name, one.stamped) for one in reply.signatures} == {
        PartyRole.OWNER: ("蔺清和", True),
        PartyRole.SUPERVISOR: ("师明谦", True),
    }
    assert (reply.precheck, reply.prechecked_by, reply.precheck_note) == (
        PreCheck.PASSED,
        "邵临川",
        "现场核对属实",
    )


def test_the_list_of_sections_counts_the_same_whichever_choice_is_looked_at(ordered: Ordered) -> None:
    hands = ordered.hands
    open_list(hands)
    assert len(lines(hands)) == 1
    assert hands.part(QPushButton, "section_duties").accessibleName() == "整改", "nothing is overdue"
    ordered.to(2)
    for choice in ("overdue", "look", "all"):
        open_list(hands, choice)
        assert hands.part(QPushButton, "section_duties").accessibleName() == "整改 1", choice


def test_what_is_typed_outlives_the_lock_behind_a_page_that_is_being_drawn(ordered: Ordered) -> None:
    hands, begun = ordered.hands, threading.Event()

    def draws(progress: Progress) -> None:
        begun.set()
        pause = threading.Event()
        while True:
            progress.step(0, 1)
            pause.wait(0.01)

    open_list(hands)
    hands.press(Key.Key_R, CTRL)
    hands.dialog("reply_form")
    hands.desktop.jobs.start(draws, lambda _: None)
    hands.until(begun.is_set)
    told.fill(hands, "reply_form", {"on": "9-18"})
    hands.desktop.lock()
    hands.sign_in()
    hands.rest()
    open_list(hands)
    hands.press(Key.Key_R, CTRL)
    dialog = hands.dialog("reply_form")
    assert dialog.values["on"] == "9-18"  # type: ignore[attr-defined]


def test_a_reply_dated_before_its_order_is_refused_at_its_field_and_kept(ordered: Ordered) -> None:
    hands = ordered.hands
    open_list(hands)
    hands.press(Key.Key_R, CTRL)
    told.fill(hands, "reply_form", {"on": "9-10"})
    told.refused(hands, "reply_form", "2026-09-10", "on")
    hands.press(Key.Key_Escape)
    hands.rest()
    assert replies.replies_to(hands.store, [ordered.scene.notice_id]) == ()
    hands.press(Key.Key_R, CTRL)
    dialog = hands.dialog("reply_form")
    assert dialog.values["on"] == "9-10"  # type: ignore[attr-defined]
    told.fill(hands, "reply_form", {"on": "下周"})
    told.refused(hands, "reply_form", "下周", "on")


def test_a_scan_that_is_no_picture_is_refused_at_its_field(ordered: Ordered, tmp_path: Path) -> None:
    hands = ordered.hands
    wrong = tmp_path / "整改报告.pdf"
    wrong.write_bytes(b"%PDF-1.7 no page in here")
    open_list(hands)
    hands.press(Key.Key_R, CTRL)
    told.fill(hands, "reply_form", {"on": "9-19"})
    told.attach(hands, "scans", wrong)
    told.refused(hands, "reply_form", "整改报告.pdf", "scans_choose")
    text = tmp_path / "notes.txt"
    text.write_text("not a picture", "utf-8")
    told.attach(hands, "scans", text)
    told.refused(hands, "reply_form", "notes.txt", "scans_choose")


def test_an_extension_is_asked_and_refused_where_it_may_not_be(ordered: Ordered) -> None:
    hands = ordered.hands
    open_list(hands)
    assert why_not(hands, "decide") == "没有待批复的延期申请"
    hands.press(Key.Key_E, CTRL)
    told.fill(hands, "ask_form", {"on": "9-19", "new_due": "9-20", "reason": "货期十日。"})
    told.refused(hands, "ask_form", "2026-09-20", "new_due")
    told.fill(hands, "ask_form", {"new_due": "9-28"})
    told.give(hands, "ask_form")
    assert "已登记" in hands.notice
    (asked,) = extensions.asked_about(hands.desk, [ordered.scene.notice_id])
    assert (str(asked.new_due), asked.reason, asked.late) == ("2026-09-28", "货期十日。", False)
    assert "2026-09-19 申请延至 2026-09-28" in sheet_words(hands)
    hands.press(Key.Key_D, CTRL)
    told.fill(hands, "decide_form", {})
    told.give(hands, "decide_form")
    hands.until(lambda: hands.rooms.frame.page == "bench")
    hands.rest()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.own_value("new_due") == "2026-09-28"
    open_list(hands)
    assert "批复未签发" in sheet_words(hands)
    hands.press(Key.Key_D, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "bench")
    hands.rest()
    again = hands.rooms.work.bench
    assert again is not None
    assert again.draft is not None
    assert again.draft.id == bench.draft.id, "the one that is begun is gone on with"


def overdue(desktops: Opener, tmp_path: Path) -> Ordered:
    return told.opened(desktops, tmp_path / "data", 2)


def choose_way(hands: Hands, words: str) -> None:
    hands.press(Key.Key_J, CTRL)
    hands.dialog("escalate_form")
    hands.tab_to("kind")
    hands.choose(hands.part(QComboBox, "kind"), words)


def test_a_way_on_begins_its_paper_at_the_workbench(desktops: Opener, tmp_path: Path) -> None:
    ordered = overdue(desktops, tmp_path)
    hands = ordered.hands
    open_list(hands, "overdue")
    choose_way(hands, "不良行为")
    told.give(hands, "escalate_form")
    hands.until(lambda: hands.rooms.frame.page == "bench")
    hands.rest()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.kind is DocumentKind.CONDUCT_NOTICE
    assert [one.id for one in bench.draft.findings] == list(ordered.scene.finding_ids)
    assert "出具限期整改通知书" in bench.draft.own_value("conduct")


def test_a_case_is_opened_in_the_workspace_of_filings(desktops: Opener, tmp_path: Path) -> None:
    ordered = overdue(desktops, tmp_path)
    hands = ordered.hands
    open_list(hands, "overdue")
    choose_way(hands, "立案审批表")
    told.fill(hands, "escalate_form", {"matter": "涉嫌逾期未整改案", "known_on": "12-30"})
    told.refused(hands, "escalate_form", "2026-12-30", "known_on")
    told.fill(hands, "escalate_form", {"known_on": "9-22"})
    told.give(hands, "escalate_form")
    hands.until(lambda: ordered.words == ["升级", "升级"])
    assert hands.rooms.ledger.section == "filings"
    assert "立案" in hands.notice


def test_a_supervisor_ends_an_escalation_with_a_reason(desktops: Opener, tmp_path: Path) -> None:
    ordered = overdue(desktops, tmp_path)
    hands = ordered.hands
    open_list(hands, "overdue")
    choose_way(hands, "立案审批表")
    told.fill(hands, "escalate_form", {"matter": "涉嫌逾期未整改案"})
    told.give(hands, "escalate_form")
    hands.until(lambda: ordered.words == ["升级", "升级"])
    hands._focus_window()
    open_list(hands, "failed")
    assert why_not(hands, "settle") == ""
    hands.press(Key.Key_L, CTRL)
    dialog = told.fill(hands, "settle_form", {"reason": "已作出处罚决定，结案。"})
    assert "不能收回" in told.said(dialog)
    told.give(hands, "settle_form")
    assert ordered.words == ["合格闭环", "合格闭环"]
    assert "2 项" in hands.notice


def test_what_was_recorded_by_mistake_is_withdrawn_with_its_reason(ordered: Ordered) -> None:
    hands, (edge, _) = ordered.hands, ordered.scene.finding_ids
    open_list(hands)
    hands.press(Key.Key_B, CTRL)
    dialog = told.fill(hands, "withdraw_form", {"reason": "同一处记了两次"})
    assert "所有责任单位" in told.said(dialog), "it is not withdrawn for the party of this line alone"
    told.refused(hands, "withdraw_form", "没有勾选要撤销的问题", f"findings_{edge}")
    told.fill(hands, "withdraw_form", {f"findings_{edge}": True})
    told.give(hands, "withdraw_form")
    assert "误录" in hands.notice
    assert ordered.words == ["误录撤销", "待整改"]
    assert "误录撤销" in sheet_words(hands)
