"""The ledger's section 补录: what it lists, its deeds by keys alone, and the bench's way into it."""

from base64 import urlsafe_b64encode
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued, late, late_list, returns, service
from inspector_app.casework.people import workspace
from inspector_app.casework.play.stories import paper_day
from inspector_app.casework.play.stories.paper_day import NOTICE, STOP
from inspector_app.casework.play.story import Story
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.journal.chain import Head, append
from inspector_app.journal.entry import act_message
from inspector_app.ui.ledger.late_day import KEPT_MS
from inspector_app.ui.ledger.late_day_work import KEY
from inspector_app.ui.ledger.late_section import LateSection
from inspector_app.ui.papers.large_page import LargePage
from inspector_app.ui.today.side_cards import FigureButton
from tests.stories import late_hands as told
from tests.stories.hands import CTRL, SHIFT, Hands

Key = Qt.Key
PIN = workspace.TRAINING_PIN


def signed(hands: Hands) -> Desk:
    session = hands.desktop._session
    assert session is not None
    return session.sign(PIN)


@pytest.fixture
def entered(seated: Hands) -> late.Entered:
    """The day of the story, keyed in: a notice about two findings, a stop-work about the third."""
    story = Story(signed(seated), seated.clock)
    return late.key_in(story.desk, *paper_day.written(story))


@pytest.fixture
def section(seated: Hands, entered: late.Entered) -> LateSection:
    shown = told.open_section(seated, late_list.YEAR)
    shown.choose(entered.document_ids[0])
    seated.rest()
    return shown


def fill(hands: Hands, name: str, fills: dict[str, str], pin: str = PIN) -> None:
    """Fill the open form by keys and give it."""
    hands.dialog(name)
    for field, words in fills.items():
        told.fill(hands, field, words)
    if pin:
        told.fill(hands, "pin", pin)
    hands.tab_to(f"{name}_accept")
    hands.press(Key.Key_Return)
    hands.rest()


def said(hands: Hands, name: str) -> str:
    dialog = hands.dialog(name)
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_the_month_teaches_and_the_year_lists(seated: Hands, section: LateSection) -> None:
    assert [(one.title, one.state, one.right, one.right_note) for one in section.view.model.lines] == [
        (NOTICE, "补录", "2026-10-15", "纪闻笛"),
        (STOP, "补录", "2026-10-15", "纪闻笛"),
    ]
    words = told.sheet_words(section)
    for one in (
        "青屿恒基建工有限公司",
        "青屿澜庭置业有限公司",
        paper_day.REASON,
        "培训员 2026-11-24 09:12",
        "2号楼9层北侧电梯井口未设防护门。",
        "rectification.jpg · 1 页",
    ):
        assert one in words, words
    section.narrow(late_list.MONTH)
    seated.rest()
    assert section.view.model.lines == []
    assert "本月还没有补录" in section.teach()
    assert seated.part(QPushButton, "section_late").accessibleName() == "补录", "nothing wants a person"


def test_what_a_paper_lacks_is_kept_with_it(seated: Hands) -> None:
    story = Story(signed(seated), seated.clock)
    visit, found, (notice, _) = paper_day.written(story)
    bare = late.LatePaper(
        notice.kind, "青住建改〔2025〕手-2号", notice.issued_on, notice.addressee_id, notice.scans,
        due_on=notice.due_on, findings=(1,),
    )  # fmt: skip
    late.key_in(story.desk, visit, found, (bare,))
    section = told.open_section(seated, late_list.YEAR)
    assert [(one.state, one.tone) for one in section.view.model.lines] == [("有提示", "amber")]
    words = told.sheet_words(section)
    assert "文号的年份与签发日期不同" in words
    assert "扫描件上没有勾选签字和盖章" in words


def test_a_number_that_came_from_another_laptop_too_wants_a_person(
    seated: Hands, entered: late.Entered
) -> None:
    desk, store = signed(seated), seated.store
    act = issued.issue_act(store, entered.document_ids[0])
    key, head, other = desk.signer, Head(uuid4().hex), uuid4().hex
    assert act is not None
    assert key is not None
    content = dict(act.content)
    message = act_message(str(ActKind.ISSUE), "document", other, content, head.hash)
    signature = urlsafe_b64encode(key.sign("act", message)).rstrip(b"=").decode()
    entry = append(
        head,
        workspace=store.meta.workspace,
        wall=seated.clock.moment.isoformat(timespec="seconds"),
        user=desk.user,
        tx=uuid4().hex,
        tx_last=True,
        entity="document",
        entity_id=other,
        op="act",
        fields={"kind": str(ActKind.ISSUE), "content": content, "key": key.key_id, "sig": signature},
    )
    assert store.merge([entry]) == 1
    section = told.open_section(seated, late_list.TWICE)
    assert [(one.title, one.state) for one in section.view.model.lines] == [(NOTICE, "号码重复")]
    assert seated.part(QPushButton, "section_late").accessibleName() == "补录 1"
    block = next(one for one in section.view.sheet.sheet.blocks if one.title == "号码重复")
    assert [one.text for one in block.facts] == [NOTICE]
    assert {one.link for one in block.facts} < {f"document:{other}", f"document:{entered.document_ids[0]}"}


def test_void_by_keys_and_its_number_is_free_again(seated: Hands, section: LateSection) -> None:
    seated.press(Key.Key_B, CTRL)
    fill(seated, "late_void_form", {"reason": "对象录错"}, "000000")
    seated.until(lambda: "还可以试" in said(seated, "late_void_form"), "a wrong PIN is said in the form")
    assert issued.must_be_issued(seated.store, section.view.chosen_id).fate == "issued"
    seated.press(Key.Key_Escape)
    seated.press(Key.Key_B, CTRL)
    dialog = seated.dialog("late_void_form")
    assert seated.part(QPlainTextEdit, "reason", dialog).toPlainText() == "对象录错", "Esc kept it"
    fill(seated, "late_void_form", {})
    seated.until(lambda: seated._open("late_void_form") is None)
    seated.rest()
    assert NOTICE in seated.notice
    assert [one.title for one in section.view.model.lines] == [STOP]
    section.narrow(late_list.VOID)
    seated.rest()
    assert [(one.title, one.state) for one in section.view.model.lines] == [(NOTICE, "已作废")]
    whys = {one.code: bool(one.why_not) for one in section.view.sheet.sheet.deeds}
    assert whys == {"look": False, "paper": False, "scan": True, "void": True}
    assert seated.store.bearers(NOTICE) == {}


def test_what_was_served_is_not_made_void(seated: Hands, section: LateSection) -> None:
    paper = issued.must_be_issued(seated.store, section.view.chosen_id)
    at = datetime(2026, 10, 15, 11, 20, tzinfo=CHINA)
    main = next(one.party_id for one in paper.recipients if one.main)
    service.serve(
        signed(seated), paper.id, service.Service(main, "direct", at, "项目部", "骆行远", "项目经理")
    )
    before = seated.store.digest()
    seated.press(Key.Key_B, CTRL)
    fill(seated, "late_void_form", {"reason": "录错"})
    seated.until(lambda: "送达" in said(seated, "late_void_form"))
    assert seated.store.digest() == before
    seated.press(Key.Key_Escape)


def test_one_more_paper_joins_the_visit_by_keys(
    seated: Hands, section: LateSection, entered: late.Entered
) -> None:
    seated.press(Key.Key_Return, CTRL)
    seated.rest()
    seated.dialog("late_paper_form")
    told.choose(seated, "kind", "限期整改")
    told.fill(seated, "number", STOP)
    told.fill(seated, "issued_on", "10-15")
    seated.tab_to("findings_" + entered.finding_ids[2])
    seated.press(Key.Key_Space)
    told.fill(seated, "due_on", "10-26")
    seated.tab_to("scans_choose")
    seated.press(Key.Key_Space)
    seated.name_file("scans_files", told.PAPERS / "rectification.jpg")
    seated._focus_window()
    before = seated.store.vector()
    fill(seated, "late_paper_form", {"author": "乔以宁", "reason": "第二联后来才找到"})
    seated.until(lambda: "已经有了" in said(seated, "late_paper_form"), "the number exists")
    assert seated.focused == "number", "the keys are where it is mended"
    assert seated.store.vector() == before
    fill(seated, "late_paper_form", {"number": "青住建改〔2026〕手-18号"})
    seated.until(lambda: seated._open("late_paper_form") is None)
    seated.rest()
    assert "手-18号" in seated.notice
    added = next(one for one in late_list.entries(seated.store) if one.paper.number.endswith("手-18号"))
    assert (added.author, added.paper.finding_ids) == ("乔以宁", entered.finding_ids[2:])
    assert (added.paper.inspection_id, added.paper.due_on) == (entered.inspection_id, date(2026, 10, 26))


def test_a_further_scan_is_kept_and_one_that_is_none_refused(
    seated: Hands, section: LateSection, tmp_path: Path
) -> None:
    paper_id = section.view.chosen_id
    broken = tmp_path / "背面.jpg"
    broken.write_bytes(b"no picture")
    seated.press(Key.Key_U, CTRL)
    seated.dialog("late_scan_form")
    seated.tab_to("scan_choose")
    seated.press(Key.Key_Space)
    seated.name_file("scan_files", broken)
    seated._focus_window()
    before = seated.store.vector()
    fill(seated, "late_scan_form", {}, "")
    seated.until(lambda: "照片" in said(seated, "late_scan_form"))
    assert seated.store.vector() == before
    seated.tab_to("scan_choose")
    seated.press(Key.Key_Space)
    seated.name_file("scan_files", told.PAPERS / "stop_work.jpg")
    seated._focus_window()
    fill(seated, "late_scan_form", {"note": "已签收"}, "")
    seated.until(lambda: seated._open("late_scan_form") is None)
    seated.rest()
    kept = returns.returns_of(seated.store, paper_id)
    assert ["已签收" in one.told.note for one in kept].count(True) == 1
    scans = next(one for one in section.view.sheet.sheet.blocks if one.title == "扫描件")
    assert [one.text for one in scans.facts] == ["rectification.jpg · 1 页", "stop_work.jpg · 1 页"]
    seated.tab_to(f"way_{scans.facts[1].link}")
    seated.press(Key.Key_Space)
    view = seated.dialog("large_page")
    assert isinstance(view, LargePage)
    seated.until(lambda: view.paper.pages == 1)
    seated.press(Key.Key_Escape)


def test_a_row_that_was_removed_comes_back_with_all_that_was_typed(seated: Hands) -> None:
    told.open_section(seated)
    window = told.open_day(seated)
    told.visit(seated, window)
    told.finding(seated, window, "finding1", "lbfh", "3#楼14层")
    seated.press(Key.Key_Delete, CTRL)
    assert [one["id"] for one in window.day.findings] == []
    assert told.weighed(seated, window)["late.papers.1.findings"], "no finding is left to tick"
    seated.press(Key.Key_Z, CTRL | SHIFT)
    assert [one["location"] for one in window.day.findings] == ["3#楼14层"]
    assert seated.focused == "finding1_fact"
    assert "late.papers.1.findings" not in told.weighed(seated, window)
    seated.press(Key.Key_Escape)


def test_what_is_typed_is_kept_within_a_moment_and_comes_back_after_a_power_cut(seated: Hands) -> None:
    told.open_section(seated)
    window = told.open_day(seated)
    told.visit(seated, window)
    seated.until(lambda: told.REASON in str(seated.store.buffer().get(KEY, "")), "kept while it is typed")
    seated.until(lambda: "已存草稿" in window.verdict._saved.text())
    # Gone without a word, as when the laptop dies: nothing is told at closing.
    window.typed.disconnect()
    window.close()
    seated.until(lambda: seated._open("late_day") is None)
    window = told.open_day(seated)
    assert window.day.visit["reason"] == told.REASON
    assert seated.part(QLineEdit, "visit_target", window).text() == "临江雅苑二期3标段"
    assert "late.officers" not in told.weighed(seated, window)
    seated.press(Key.Key_Escape)


@pytest.mark.parametrize("rest", [KEPT_MS, 1], ids=["in time", "before the cards have their room"])
def test_a_row_that_is_added_is_seen(seated: Hands, rest: int) -> None:
    told.open_section(seated)
    window = told.open_day(seated)
    window._rest.setInterval(rest)
    for key, card in ((Key.Key_F3, "paper3_card"), (Key.Key_F2, "finding4_card")):
        seated.press(key)
        shown, room = seated.part(QFrame, card), window._scroll.viewport()

        def seen(shown: QFrame = shown, room: QWidget = room) -> bool:
            return 0 <= shown.mapTo(room, shown.rect().topLeft()).y() < room.height() - 100

        seated.until(seen, card)
        seated.until(lambda: not window._rest.isActive())
        assert seen(), "and it stays in sight"
    seated.press(Key.Key_Escape)


def test_each_problem_leads_to_its_field(seated: Hands) -> None:
    told.open_section(seated)
    window = told.open_day(seated)
    assert seated.focused == "visit_target"
    lacking = told.weighed(seated, window)
    assert {"late.target", "late.officers", "late.started", "late.author"} <= set(lacking)
    told.visit(seated, window, "11月二十")
    lacking = told.weighed(seated, window)
    assert "11月二十" in lacking["late.started"], "what is no time is said at its field"
    for line in list(window.verdict.lines):
        window.verdict.followed.emit(line.where)
        assert seated.focused != "", line.where
        card, _, field = seated.focused.partition("_")
        name = line.where.rpartition(".")[2]
        wanted = {"duties": "party", "scans": "scans_choose", "findings": "findings_1"}.get(name, name)
        assert (field, card[:5]) == (
            wanted,
            line.where.split(".")[1][:5] if "." in line.where[5:] else "visit",
        )
    seated.press(Key.Key_Escape)


def test_a_draft_is_issued_as_the_paper_on_the_table(seated: Hands, tmp_path: Path) -> None:
    seated.ready_to_issue()
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    document_id = bench.draft.id
    numbers = len(seated.store.numbers().numbers)
    seated.press(Key.Key_L, CTRL | SHIFT)
    dialog = seated.dialog("late_issue_form")
    fills = {"number": "望住建改〔2026〕手-31号", "author": "沈知远", "reason": "打印机故障"}
    seated.tab_to("scans_choose")
    seated.press(Key.Key_Space)
    seated.name_file("scans_files", told.PAPERS / "rectification.jpg")
    seated._focus_window()
    fill(seated, "late_issue_form", {**fills, "issued_on": "11-25"})
    seated.until(lambda: "在今天" in said(seated, "late_issue_form"), "the day is still to come")
    assert seated.focused == "issued_on"
    assert issued.issue_act(seated.store, document_id) is None
    assert seated.part(QLineEdit, "number", dialog).text() == fills["number"]
    fill(seated, "late_issue_form", {"issued_on": "11-24"})
    seated.until(lambda: seated._open("late_issue_form") is None)
    seated.rest()
    told_of = issued.must_be_issued(seated.store, document_id)
    assert (told_of.late, told_of.number, told_of.issued_on) == (True, fills["number"], date(2026, 11, 24))
    assert len(seated.store.numbers().numbers) == numbers, "no number of the book was taken"
    assert "已按纸质文书补录" in seated.rooms.bench.paper.gate.accessibleName()
    seated.go_to("today")
    figure = seated.part(FigureButton, "figure_rectification_notices")
    assert figure.accessibleName() == "整改通知 1 补录 1"
    assert "其中补录 1" in figure.toolTip()
