"""The section of filings at the real window: lists, clocks, deeds by keys, refusals, and who has the key."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea

from inspector_app.casework.papers import duties, issued
from inspector_app.casework.people import filing_members, workspace
from inspector_app.casework.play.scene import Scene
from inspector_app.domain.filing import CaseState
from inspector_app.domain.states import FindingState
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from inspector_app.ui.papers.large_page import LargePage
from tests.stories import filing_hands as told
from tests.stories.filing_hands import COLLEAGUE, MATTER, PARTY, TRAINEE
from tests.stories.hands import CTRL, Hands
from tests.stories.office import MORNING
from tests.stories.stage import Opener

Key = Qt.Key


@pytest.fixture
def scene_of(furnished_site: Path) -> Scene:
    return told.overdue_office(furnished_site, MORNING)


@pytest.fixture
def at_work(desktops: Opener, furnished_site: Path, scene_of: Scene) -> Hands:
    """The trainee, who holds every role, at the section."""
    hands = desktops(furnished_site)
    told.sit_down(hands, TRAINEE)
    told.open_section(hands)
    return hands


@pytest.fixture
def opened(at_work: Hands) -> Hands:
    """The same with a case just opened."""
    told.open_case(at_work)
    return at_work


def test_an_empty_board_teaches_and_begins(at_work: Hands) -> None:
    assert "逾期未改、复查不合格或者重大的问题" in told.teaching(at_work)
    assert told.begin_button(at_work).text().strip() == "登记线索"


def test_a_case_is_opened_from_overdue_findings(opened: Hands, scene_of: Scene) -> None:
    assert told.lines(opened) == [(MATTER, "核查中", "2026-12-09", "余 15 天")]
    words = told.sheet_words(opened)
    for one in (
        PARTY,
        "核查 2026-11-24 起，2026-12-09 止 · 住房和城乡建设部令第55号 余 15 天",
        "2026-11-24 线索登记 · 培训员",
        "阳台临边未设防护栏杆",
        "限期整改通知书",
        "还没有",
    ):
        assert one in words, words
    known = duties.courses(opened.desk, scene_of.finding_ids)
    assert {one[scene_of.contractor.id].state.word for one in known.values()} == {FindingState.ESCALATED}


def test_the_findings_that_are_left_out_stay_with_their_order(at_work: Hands, scene_of: Scene) -> None:
    edge, box = scene_of.finding_ids
    at_work.press(Key.Key_O, CTRL)
    told.give(at_work, "filing_search", {"target": "灯塔里"})
    told.give(at_work, "filing_open", {f"findings_{box}": "", "matter": MATTER})
    told.no_dialog(at_work, "filing_open")
    known = duties.courses(at_work.desk, scene_of.finding_ids)
    words = [str(known[one][scene_of.contractor.id].state.word) for one in (edge, box)]
    assert words == ["升级", "待整改"]


def test_what_cannot_be_opened_is_refused_in_the_form(at_work: Hands, scene_of: Scene) -> None:
    at_work.press(Key.Key_O, CTRL)
    told.give(at_work, "filing_search", {"target": "没有这个工地"})
    assert "没有找到" in told.said(at_work, "filing_search")
    assert at_work.focused == "target"
    told.give(at_work, "filing_search", {"target": "灯塔里"})
    before = at_work.store.digest()
    told.give(at_work, "filing_open", {"known_on": "2026-09-01", "matter": MATTER})
    assert "2026-09-01" in told.said(at_work, "filing_open")
    assert at_work.focused == "known_on"
    told.give(at_work, "filing_open", {"known_on": "2026-12-24"})
    assert at_work.focused == "known_on"
    assert at_work.store.digest() == before


def test_esc_keeps_what_was_typed_and_nothing_of_it_in_the_main_workspace(at_work: Hands) -> None:
    at_work.press(Key.Key_O, CTRL)
    told.give(at_work, "filing_search", {"target": "灯塔里"})
    told.fill(at_work, "filing_open", {"matter": MATTER})
    at_work.press(Key.Key_Escape)
    at_work.rest()
    assert MATTER not in str(at_work.store.buffer())
    at_work.press(Key.Key_O, CTRL)
    told.give(at_work, "filing_search", {"target": "灯塔里"})
    dialog = at_work.dialog("filing_open")
    assert at_work.part(QLineEdit, "matter", dialog).text() == MATTER


def test_the_form_is_issued_and_the_leader_files(opened: Hands) -> None:
    assert told.deeds(opened)["step:filed"] == "先签发立案审批表。"
    opened.press(Key.Key_Return, CTRL)
    dialog = opened.dialog("filing_filing_form")
    assert opened.part(QLineEdit, "matter", dialog).text() == MATTER
    assert "限期整改通知书" in opened.part(QPlainTextEdit, "evidence", dialog).toPlainText()
    told.give(opened, "filing_filing_form", {"penalty": told.PENALTY}, TRAINING_PIN)
    told.no_dialog(opened, "filing_filing_form")
    (paper,) = told.book(opened).own
    assert paper.number in told.sheet_words(opened)
    assert issued.document(opened.store, paper.id) is None
    assert told.deeds(opened)["step:filed"] == ""
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_filed", {}, TRAINING_PIN)
    told.no_dialog(opened, "filing_filed")
    assert told.section(opened).filter == "filed"
    assert told.lines(opened) == [(MATTER, "已立案", "2027-02-22", "余 90 天 · 不确定")]
    words = told.sheet_words(opened)
    assert "核查 2026-11-24 起，2026-12-09 止 · 住房和城乡建设部令第55号 · 2026-11-24 办结 按期" in words
    assert "不确定：当年的放假安排还没有公布" in words


TRAINING_PIN = told.workspace.TRAINING_PIN


def test_a_form_without_its_ground_is_refused_there_and_stays_a_draft(opened: Hands) -> None:
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_filing_form", {"penalty": told.PENALTY, "known_on": "2026-12-30"}, TRAINING_PIN)
    assert opened.focused == "known_on", told.said(opened, "filing_filing_form")
    session = told.section(opened).session
    assert session is not None
    assert session.filing is not None
    assert not session.filing.numbers().numbers
    opened.press(Key.Key_Escape)
    told.no_dialog(opened, "filing_filing_form")
    opened.press(Key.Key_F5)
    assert "立案审批表 已起草，没有签发 草稿" in told.sheet_words(opened)
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_filing_form", {"known_on": "2026-11-24"}, TRAINING_PIN)
    told.no_dialog(opened, "filing_filing_form")
    assert [one.fate for one in told.book(opened).own] == ["issued"]


def test_a_wrong_pin_writes_nothing(opened: Hands) -> None:
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_filing_form", {"penalty": told.PENALTY}, "000000")
    assert "签发码" in told.said(opened, "filing_filing_form")
    opened.press(Key.Key_Escape)
    opened.rest()
    assert told.book(opened).own == ()


def test_verification_is_extended_once_within_its_time(opened: Hands) -> None:
    opened.press(Key.Key_E, CTRL)
    told.give(opened, "filing_verify_extended", {"days": "11", "reason": "等检测报告"}, TRAINING_PIN)
    assert "1至10日" in told.said(opened, "filing_verify_extended")
    assert opened.focused == "days"
    told.give(opened, "filing_verify_extended", {"days": "10"}, TRAINING_PIN)
    told.no_dialog(opened, "filing_verify_extended")
    assert told.lines(opened) == [(MATTER, "核查中", "2026-12-21", "余 27 天")]
    assert told.deeds(opened)["step:verify_extended"] == "延期的次数已经用完。"
    assert "核查延期 · 延长 10 日 · 等检测报告 · 培训员" in told.sheet_words(opened)


def test_a_case_that_ran_out_is_overdue_and_asks_why(opened: Hands) -> None:
    told.issue_form(opened)
    told.pass_days(opened, 20)
    assert told.lines(opened) == [(MATTER, "超期", "2026-12-09", "逾期 5 天")]
    told.to_list(opened, "overdue")
    assert [one[0] for one in told.lines(opened)] == [MATTER]
    assert opened.rooms.ledger._buttons["filings"].accessibleName() == "立案 1"
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_filed", {}, TRAINING_PIN)
    assert "已过5日" in told.said(opened, "filing_filed")
    assert opened.focused == "reason"
    told.give(opened, "filing_filed", {"reason": "等待鉴定意见"}, TRAINING_PIN)
    told.no_dialog(opened, "filing_filed")
    assert "逾期 5 天" in told.sheet_words(opened)


def test_a_clue_that_is_not_filed_gives_its_findings_back(opened: Hands, scene_of: Scene) -> None:
    opened.press(Key.Key_D, CTRL)
    told.give(opened, "filing_not_filed", {"reason": "情节轻微并已改正"}, TRAINING_PIN)
    told.no_dialog(opened, "filing_not_filed")
    assert told.book(opened).line.course.state is CaseState.NOT_FILED
    known = duties.courses(opened.desk, scene_of.finding_ids)
    assert FindingState.ESCALATED not in {one[scene_of.contractor.id].state.word for one in known.values()}
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_closed", {})
    told.no_dialog(opened, "filing_closed")
    assert told.section(opened).filter == "ended"
    assert told.lines(opened) == [(MATTER, "已结案", "", "")]
    assert told.deeds(opened) == {}


def test_a_case_is_handed_over_by_its_letter(opened: Hands) -> None:
    assert told.deeds(opened)["step:handed_over"] == "先签发移送函或者执法建议书。"
    opened.press(Key.Key_H, CTRL)
    letter = {
        "authority": "青屿区城市管理综合行政执法局",
        "ground": "涉嫌违反安全生产管理规定，处罚权由该局行使",
        "approver": "柏知行",
        "at": "09:00",
        "approval": "青住建移批1号",
    }
    told.give(opened, "filing_transfer_letter", letter, TRAINING_PIN)
    told.no_dialog(opened, "filing_transfer_letter")
    opened.press(Key.Key_T, CTRL)
    told.give(opened, "filing_handed_over", {"reason": "处罚权已划转"}, TRAINING_PIN)
    told.no_dialog(opened, "filing_handed_over")
    assert told.book(opened).line.course.state is CaseState.HANDED_OVER


def test_days_of_a_hearing_do_not_count(opened: Hands) -> None:
    told.issue_form(opened)
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_filed", {}, TRAINING_PIN)
    told.no_dialog(opened, "filing_filed")
    opened.press(Key.Key_B, CTRL)
    told.give(opened, "filing_paused", {"reason": "检测"})
    told.no_dialog(opened, "filing_paused")
    assert told.lines(opened)[0][1::2] == ("不计期限", "不计期限")
    assert "不确定：听证、检测、鉴定没有结束" in told.sheet_words(opened)
    told.pass_days(opened, 9)
    opened.press(Key.Key_Return, CTRL)
    told.give(opened, "filing_resumed", {})
    told.no_dialog(opened, "filing_resumed")
    # Nine days between: the day of filing itself is not counted anyway.
    assert told.lines(opened)[0][2] == "2027-03-03"


def test_the_cases_own_paper_is_shown_large_and_saved(opened: Hands, tmp_path: Path) -> None:
    told.issue_form(opened)
    (paper,) = told.book(opened).own
    opened.tab_to(f"way_paper:{paper.id}")
    opened.press(Key.Key_Space)
    view = opened.dialog("large_page")
    assert isinstance(view, LargePage)
    opened.until(lambda: view.paper.page == 1)
    opened.press(Key.Key_S, CTRL)
    opened.name_file("copy_place", tmp_path / "case.pdf")
    session = told.section(opened).session
    assert session is not None
    assert session.filing is not None
    assert (tmp_path / "case.pdf").read_bytes() == issued.pdf(session.filing, paper.id)


def test_a_colleague_without_the_key_sees_only_that_it_is_there(
    desktops: Opener, furnished_site: Path, opened: Hands
) -> None:
    opened.desktop.lock()
    told.sit_down(opened, COLLEAGUE)
    told.open_section(opened)
    words = told.teaching(opened)
    assert "您没有钥匙" in words
    assert told.lines(opened) == []
    assert not told.section(opened).filters()
    assert not told.section(opened).acts()
    everything = " ".join(
        widget.accessibleName() for widget in QApplication.allWidgets() if widget.isVisible()
    )
    assert MATTER not in f"{words}{everything}"


def test_a_colleague_is_let_in_and_taken_out(opened: Hands) -> None:
    told.to_list(opened, "members")
    assert told.lines(opened) == [("培训员", "有钥匙", "", "")]
    assert told.deeds(opened)["take"] == "自己的钥匙由别的管理员收回。"
    opened.press(Key.Key_O, CTRL)
    told.give(opened, "filing_give", {}, TRAINING_PIN)
    told.no_dialog(opened, "filing_give")
    assert {one[0] for one in told.lines(opened)} == {"培训员", "贺兰溪"}
    opened.desktop.lock()
    told.sit_down(opened, COLLEAGUE)
    told.open_section(opened)
    assert [one[0] for one in told.lines(opened)] == [MATTER]
    assert "由负责人批准" in told.deeds(opened)["step:not_filed"]
    told.to_list(opened, "members")
    assert not told.section(opened).acts()
    opened.desktop.lock()
    told.sit_down(opened, TRAINEE)
    told.open_section(opened)
    told.to_list(opened, "members")
    told.section(opened).view.choose(COLLEAGUE.user)
    told.settled(opened)
    opened.press(Key.Key_D, CTRL)
    told.give(opened, "filing_take", {}, TRAINING_PIN)
    told.no_dialog(opened, "filing_take")
    assert [one[0] for one in told.lines(opened)] == ["培训员"]
    assert [one.user for one in filing_members.members(opened.desk)] == ["trainee"]


def with_a_new_key(hands: Hands) -> None:
    """Let the colleague have lost the password, and the office have certified the new key."""
    session = hands.desktop._session
    assert session is not None
    desk = session.sign(TRAINING_PIN)
    assert desk.signer is not None
    held = next(one for one in desk.store.keyring.people() if one.user == COLLEAGUE.user)
    fresh = certify(
        desk.signer,
        workspace=desk.store.meta.workspace,
        subject=SigningKey.new().public,
        user=held.user,
        name=held.name,
        roles=held.roles,
        valid_from=desk.today(),
        valid_to=held.valid_to,
    )
    workspace.appoint(desk.store, fresh, desk.signer, by=desk.user)


def test_who_waits_with_a_new_key_stands_first_and_one_button_lets_all_of_them_in(opened: Hands) -> None:
    told.to_list(opened, "members")
    opened.press(Key.Key_O, CTRL)
    told.give(opened, "filing_give", {}, TRAINING_PIN)
    told.no_dialog(opened, "filing_give")
    assert [one.code for one in told.section(opened).acts()] == ["give", "renew"]
    with_a_new_key(opened)
    told.section(opened).refresh()
    opened.rest()
    assert told.lines(opened)[0] == ("贺兰溪", "须重新准入", "", "")
    assert next(one.count for one in told.section(opened).filters() if one.code == "members") == 1
    assert told.section(opened).acts()[0].words == "重新准入 1 人"
    assert "还没有做过" in told.sheet_words(opened), "and whether there is a recovery code"
    opened.press(Key.Key_E, CTRL)
    told.give(opened, "filing_all_again", {}, TRAINING_PIN)
    told.no_dialog(opened, "filing_all_again")
    assert {one[:2] for one in told.lines(opened)} == {("培训员", "有钥匙"), ("贺兰溪", "有钥匙")}
    assert [one.code for one in told.section(opened).acts()] == ["give", "renew"]


def test_another_section_leads_here_with_its_findings(at_work: Hands, scene_of: Scene) -> None:
    ids = ",".join(scene_of.finding_ids)
    told.section(at_work).choose(f"from:{ids}:{scene_of.contractor.id}")
    told.give(at_work, "filing_open", {"matter": MATTER})
    told.no_dialog(at_work, "filing_open")
    assert [one[0] for one in told.lines(at_work)] == [MATTER]


def test_the_field_that_is_to_be_filled_is_seen_in_a_long_form(opened: Hands) -> None:
    opened.press(Key.Key_Return, CTRL)
    dialog = opened.dialog("filing_filing_form")
    scroll = opened.part(QScrollArea, "filing_filing_form_scroll", dialog)
    field = dialog.findChild(QPlainTextEdit, "penalty")
    assert field is not None
    opened.until(lambda: opened.focused == "penalty")
    view = scroll.viewport()
    opened.until(lambda: scroll.verticalScrollBar().maximum() > view.height() // 3)
    opened.until(lambda: view.rect().contains(field.rect().translated(field.mapTo(view, QPoint()))))
    dialog.reject()
