"""The ledger's section 不良行为: what it says of a notice, and every deed of it by keys alone."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from inspector_app.casework.followup import conduct, conduct_notices
from inspector_app.casework.overview import conduct_book
from inspector_app.casework.papers import documents, drafts
from inspector_app.domain.conduct import ConductState, Step
from inspector_app.ui.controls.form_fields import FilesRoom
from inspector_app.ui.controls.sought import SoughtField
from inspector_app.ui.ledger import conduct_forms, conduct_sheets
from tests.stories import duty_hands, paper_hands
from tests.stories.conduct_hands import PLACE, Key, Warned, opened
from tests.stories.stage import Opener

DAY = timedelta(days=1)


@pytest.fixture
def told(desktops: Opener, tmp_path: Path) -> Warned:
    return opened(desktops, tmp_path / "data")


@pytest.fixture
def public(told: Warned) -> Warned:
    """A determination that is public until 8 April 2027."""
    notice = told.warn()
    conduct.publish(told.hands.desk, told.judge(notice), PLACE)
    told.show("public")
    return told


def test_empty_lists_teach(told: Warned) -> None:
    for choice, words in (
        ("todo", "先发告知书"),
        ("answering", "申辩期内"),
        ("public", "公示"),
        ("ended", "办结"),
        ("all", "还没有发过"),
    ):
        told.show(choice)
        assert told.lines() == []
        assert words in told.section.teach()


def test_the_line_and_the_sheet_say_how_far_it_has_come(told: Warned) -> None:
    notice = told.warn(served=False)
    told.show()
    # Seven days to serve it, from 23 September.
    assert told.lines() == [(notice, "已告知", "2026-09-30")]
    (line,) = told.section.view.model.lines
    assert line.title == "青屿恒基建工有限公司"
    assert line.note == "D1-4-02 · 灯塔里安置房5号楼 · 不采取措施消除事故隐患"
    assert line.right_note == "余 7 天"
    assert told.steps() == [("告知", "待办"), ("送达", "待办"), ("申辩", "待办")]
    whys = told.why_not()
    assert told.main == "serve"
    assert {code for code, why in whys.items() if not why} == {"serve"}
    assert "还没有送达" in whys["defend"]
    assert [one.text for one in told.block("拟认定的不良行为").facts][:2] == [
        "D1-4-02",
        "不采取措施消除事故隐患",
    ]
    assert [one.state for one in told.block("所据的问题").facts] == ["升级"]
    assert told.hands.part(QPushButton, "section_conduct").accessibleName() == "不良行为 1"
    told.hands.press(Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    told.hands.rest()
    assert told.hands.rooms.frame.page == "documents"


def test_a_notice_within_its_time(told: Warned) -> None:
    notice = told.warn()
    told.show("answering")
    assert told.lines() == [(notice, "申辩期内", "2026-10-08")]
    assert told.steps() == [("告知", "已办"), ("送达", "已办"), ("申辩", "余 15 天"), ("认定", "待办")]
    assert "行政处罚法 44、45" in told.block("进程").facts[2].text
    assert told.main == "defend"
    # Nothing is to be done by the office: the list of sections counts nothing.
    assert told.hands.part(QPushButton, "section_conduct").accessibleName() == "不良行为"


def test_a_written_defence_with_its_paper(told: Warned, tmp_path: Path) -> None:
    notice, hands = told.warn(), told.hands
    hands.clock.moment += DAY
    told.show("answering")
    dialog = told.deed(Key.Key_R, "conduct_defence")
    assert hands.focused == "way"
    told.choose("way", "书面")
    told.put("by", "骆行远")
    told.put("position", "项目经理")
    told.put("words", "栏杆已补设，照片附后")
    picture = duty_hands.picture(tmp_path, "edge.jpg", hands.desk.today())
    duty_hands.attach(hands, "scans", picture)
    room = dialog.findChild(FilesRoom, "scans")
    assert room is not None
    assert room.files == (picture,)
    duty_hands.give(hands, "conduct_defence")
    (kept,) = told.course(notice).defences
    assert (kept.answer.way, kept.answer.by, kept.answer.position) == ("written", "骆行远", "项目经理")
    assert (kept.late, [one.name for one in kept.papers]) == (False, ["edge.jpg"])
    assert "申辩已记入" in hands.notice
    told.show()
    assert told.lines()[0][:2] == (notice, "待复核")
    first, second = told.block("陈述申辩").facts
    assert (first.state, second.link) == ("期内提出", f"scan:{kept.papers[0].sha256}")
    asked: list[tuple[str, str]] = []
    told.section.scan_requested.connect(lambda *one: asked.append(one))
    told.section.view.sheet.followed.emit(second.link, notice)
    assert [one for one, _ in asked] == [kept.papers[0].sha256]


def test_an_oral_one_needs_words_and_hearers_and_each_refusal_stands_at_its_field(told: Warned) -> None:
    notice, hands = told.warn(), told.hands
    hands.clock.moment += DAY
    told.show("answering")
    told.deed(Key.Key_R, "conduct_defence")
    told.choose("way", "口头")
    duty_hands.refused(hands, "conduct_defence", "谁提出", "by")
    hands.fill("骆行远")
    duty_hands.refused(hands, "conduct_defence", "没有记下内容", "words")
    hands.fill("说栏杆已经补设")
    duty_hands.refused(hands, "conduct_defence", "由谁听取", "heard_by_纪闻笛")
    told.tick("heard_by_纪闻笛", "heard_by_乔以宁")
    told.put("on", "2026-09-14")
    duty_hands.refused(hands, "conduct_defence", "早于告知书", "on")
    hands.fill("昨儿")
    duty_hands.refused(hands, "conduct_defence", "昨儿", "on")
    hands.fill(hands.desk.today().isoformat())
    duty_hands.give(hands, "conduct_defence")
    (kept,) = told.course(notice).defences
    assert kept.answer.heard_by == ("纪闻笛", "乔以宁")
    assert told.course(notice).state is ConductState.TO_REVIEW


def test_a_paper_that_is_none_is_refused_with_the_keys_at_the_files(told: Warned, tmp_path: Path) -> None:
    told.warn()
    hands, torn = told.hands, tmp_path / "申辩书.pdf"
    torn.write_bytes(b"%PDF-1.7\nbroken")
    told.show("answering")
    told.deed(Key.Key_R, "conduct_defence")
    told.choose("way", "书面放弃")
    told.put("by", "骆行远")
    duty_hands.attach(hands, "scans", torn)
    duty_hands.refused(hands, "conduct_defence", "申辩书.pdf", "scans_choose")
    hands.press(Key.Key_Escape)


def test_what_was_typed_is_there_again_after_esc(told: Warned) -> None:
    told.warn()
    hands = told.hands
    told.show("answering")
    told.deed(Key.Key_R, "conduct_defence")
    told.choose("way", "口头")
    told.put("by", "骆行远")
    hands.press(Key.Key_Escape)
    paper_hands.no_dialog(hands)
    hands.rest()
    dialog = told.deed(Key.Key_R, "conduct_defence")
    assert hands.part(QLineEdit, "by", dialog).text() == "骆行远"
    assert dialog.values["way"] == "oral"
    hands.press(Key.Key_Escape)


def test_the_determination_is_begun_with_what_the_review_came_to(told: Warned) -> None:
    notice, hands = told.warn(), told.hands
    told.show("answering")
    dialog = told.deed(Key.Key_Return, "conduct_decide")
    assert "2026-10-08" in dialog.form.note
    told.choose("result", "不予认定")
    told.choose("defence", "予以采纳")
    told.put("review", "现场核对属实")
    duty_hands.give(hands, "conduct_decide")
    hands.until(lambda: hands.rooms.frame.page == "bench", "the draft is at the workbench")
    hands.rest()
    _, paper = conduct_notices.drafted(hands.desk, notice)
    own = dict(drafts.draft_of(hands.desk, paper).own)
    assert (own["result"], own["defence"]) == ("不予认定", "已提出，经复核予以采纳")
    assert own["review"] == "现场核对属实"
    assert hands.rooms.work.bench is not None
    assert hands.rooms.work.bench.draft is not None
    assert hands.rooms.work.bench.draft.id == paper
    # Begun once, the same key leads on to it.
    told.show("answering")
    hands.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: hands.rooms.frame.page == "bench", "the draft is at the workbench again")
    hands.rest()
    assert conduct_notices.drafted(hands.desk, notice) == (told.scene.visit_id, paper)


def test_what_the_record_leaves_no_choice_about_stands_there(told: Warned) -> None:
    silent, waived = told.warn(), told.warn(1, "D1-4-18")
    desk = told.hands.desk
    answer = conduct.Answer("waived", desk.today(), "骆行远", words="书面放弃，原件存卷")
    conduct.defend(desk, waived, answer)

    def offered(notice: str) -> str:
        form = conduct_forms.decide_form(conduct_book.conduct_file(desk, notice), desk.today())
        return next(one.value for one in form.fields if one.code == "defence")

    assert (offered(silent), offered(waived)) == ("", "书面放弃")
    told.story.move_to(date(2026, 10, 9))
    assert (offered(silent), offered(waived)) == ("逾期未提出", "书面放弃")


def test_it_is_made_public_within_its_bounds(told: Warned) -> None:
    notice, hands = told.warn(), told.hands
    told.judge(notice)
    told.show()
    assert (told.main, told.lines()[0][1]) == ("publish", "已认定")
    dialog = told.deed(Key.Key_G, "conduct_publish")
    for words in ("认定书写明 2026-10-09 至 2027-04-08", "最短到 2027-04-08", "最长到 2029-10-09"):
        assert words in dialog.form.note
    assert hands.focused == "place"
    duty_hands.refused(hands, "conduct_publish", "在哪里公示", "place")
    hands.fill(PLACE)
    told.put("last", "2027-04-09")
    duty_hands.refused(hands, "conduct_publish", "不一致", "last")
    hands.fill("2027-04-08")
    told.put("first", "2026-10-08")
    duty_hands.refused(hands, "conduct_publish", "早于认定书", "first")
    hands.fill("2026-10-09")
    duty_hands.give(hands, "conduct_publish")
    published = told.course(notice).published
    assert published is not None
    assert (published.place, published.last) == (PLACE, date(2027, 4, 8))
    told.show("public")
    assert told.lines() == [(notice, "公示中", "2027-04-08")]
    assert told.steps()[-2:] == [("公示", "进行中"), ("到期", "余 181 天")]


def test_it_is_shortened_and_taken_down_by_a_supervisor(public: Warned) -> None:
    hands, notice = public.hands, public.lines()[0][0]
    dialog = public.deed(Key.Key_E, "conduct_shorten")
    assert dialog.form.final
    assert "最早缩到 2027-01-08" in dialog.form.note
    hands.fill("2027-01-07")
    duty_hands.refused(hands, "conduct_shorten", "理由", "reason")
    hands.fill("整改完毕并通过验收")
    duty_hands.refused(hands, "conduct_shorten", "谁批准", "approver")
    hands.fill("柏知行 青住建缩批〔2026〕1号")
    duty_hands.refused(hands, "conduct_shorten", "3个月", "last")
    hands.fill("2027-01-08")
    duty_hands.give(hands, "conduct_shorten")
    published = public.course(notice).published
    assert published is not None
    assert (published.last, published.shortened_from) == (date(2027, 1, 8), date(2027, 4, 8))
    public.story.move_to(date(2027, 1, 9))
    public.show()
    assert (public.main, public.lines()) == ("down", [(notice, "公示到期", "2027-01-09")])
    assert ("缩短", "已缩短") in public.steps()
    public.deed(Key.Key_B, "conduct_down")
    public.put("on", "2027-01-10")
    duty_hands.refused(hands, "conduct_down", "还没有到", "on")
    hands.fill("2027-01-09")
    duty_hands.give(hands, "conduct_down")
    assert public.course(notice).step is None
    public.show("ended")
    assert [one[:2] for one in public.lines()] == [(notice, "公示到期")]
    assert public.main == ""


def test_who_is_no_supervisor_sees_why_not(public: Warned) -> None:
    desk, notice = public.hands.desk, public.lines()[0][0]
    told = conduct_book.conduct_file(desk, notice)
    assert told.may_end
    barred = replace(told, may_end=False)
    whys = {one.code: one.why_not for one in public.section._deeds(barred)}
    assert whys["shorten"] == "由审批人办理。"
    assert whys["down"] == "公示还没有到期。"


def test_a_determination_that_fell_is_taken_down_at_once(told: Warned) -> None:
    notice = told.warn()
    paper = told.judge(notice, served=False)
    conduct.publish(told.hands.desk, paper, PLACE)
    documents.void(told.story.desk, paper, "当事人名称有误")
    told.show()
    assert told.course(notice).step is Step.TAKE_DOWN
    assert told.main == "down"
    told.deed(Key.Key_B, "conduct_down")
    duty_hands.give(told.hands, "conduct_down")
    assert told.course(notice).step is Step.REVIEW


def test_an_uncertain_last_day_is_said(told: Warned) -> None:
    """The holidays of 2028 are not published: who decides must know that the day may move on."""
    notice = told.warn(served=False)
    told.story.move_to(date(2027, 12, 29))
    from_desk = told.scene.contractor
    duty_hands.scene.serve(told.story, notice, from_desk)
    told.show("all")
    assert "放假安排还没有公布" in told.block("请注意").facts[0].text
    assert "不确定" in told.block("进程").facts[2].text


# A notice is begun.


def test_a_notice_is_begun_by_keys_with_a_code_found_by_letters(told: Warned) -> None:
    hands = told.hands
    told.show()
    told.deed(Key.Key_O, "conduct_search")
    duty_hands.fill(hands, "conduct_search", {"target": "火星"})
    duty_hands.refused(hands, "conduct_search", "火星", "target")
    hands.fill("dtl")
    duty_hands.give(hands, "conduct_search")
    dialog = hands.dialog("conduct_begin")
    first = told.scene.finding_ids[0]
    duty_hands.refused(hands, "conduct_begin", "没有选中", f"findings_{first}")
    told.tick(f"findings_{first}")
    hands.tab_to("conduct_code")
    box = hands.part(SoughtField, "conduct_code", dialog)
    hands.write("bcqcsxc")
    popup = box.completer().popup()
    hands.until(popup.isVisible, "codes are offered")
    assert popup.model().rowCount() == 1
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert box.currentText().startswith("D1-4-02")
    assert dialog.values["conduct_code"] == "D1-4-02"
    duty_hands.give(hands, "conduct_begin")
    hands.until(lambda: hands.rooms.frame.page == "bench", "the draft is at the workbench")
    hands.rest()
    assert hands.rooms.work.bench is not None
    draft = hands.rooms.work.bench.draft
    assert draft is not None
    assert draft.own_value("conduct_code") == "D1-4-02"
    assert [one.id for one in draft.findings] == [first]
    assert set(hands.gate) == {"document.own.contact", "document.approval"}


def test_which_company_is_meant_is_kept_whatever_else_was_found(told: Warned) -> None:
    (one,) = conduct_book.candidates(told.hands.desk, "灯塔里")
    other = replace(one, party_id="x", party="远山")

    def words(choices: tuple[tuple[str, str], ...], code: str) -> str:
        return dict(choices).get(code, "")

    first, again = (conduct_forms.which_form(each).fields[0] for each in ((one, other), (other, one)))
    assert words(first.choices, first.value) == words(again.choices, first.value)


def test_every_state_has_a_tone() -> None:
    assert set(conduct_sheets.TONES) == set(ConductState)
