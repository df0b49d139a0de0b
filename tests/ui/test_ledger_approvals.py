"""The section of approvals at the real window: what it lists, what it tells, and each deed by keys alone."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from inspector_app.casework.papers import approvals, debts, drafts, issued
from inspector_app.domain.acts import ActKind
from inspector_app.domain.approving import DebtState
from inspector_app.domain.documents import Standing
from inspector_app.ui.controls.board_values import Line
from inspector_app.ui.papers.large_page import LargePage
from inspector_app.ui.style.screen_settings import ScreenSettings
from tests.stories import approval_hands as told
from tests.stories.approval_hands import (
    INSPECTOR,
    NOON,
    PINS,
    SUPERVISOR,
    deed,
    lines,
    open_list,
    sheet_words,
)
from tests.stories.hands import CTRL, Hands
from tests.stories.office import SITE
from tests.stories.stage import Opener
from tests.ui import looking
from tests.ui.wearing import undressed

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

NUMBER = "望住建停批〔2026〕3-6号"
Key = Qt.Key


@pytest.fixture
def office(furnished_site: Path) -> Path:
    """The folder of an office in which an inspector and a supervisor share a laptop."""
    told.let_in(furnished_site)
    return furnished_site


@pytest.fixture
def draft(office: Path) -> str:
    return told.a_stop(office)


@pytest.fixture
def laid(office: Path, draft: str) -> str:
    """The stop-work, laid before any supervisor two hours ago."""
    with told.session_of(office, INSPECTOR) as session:
        approvals.submit(session.desk, draft, words="连墙件缺两层")
    return draft


@pytest.fixture
def called(office: Path, draft: str) -> str:
    told.on_a_call(office, draft)
    return draft


def opened(
    desktops: Opener, folder: Path, who: told.NewAccount, later: timedelta = timedelta(hours=2)
) -> Hands:
    hands = desktops(folder)
    hands.clock.moment = NOON + later
    told.sit_down(hands, who)
    return hands


def give(hands: Hands, name: str, fills: dict[str, str], pin: str = "") -> None:
    """Fill the open form by keys and give it."""
    hands._focus_window()
    hands.dialog(name)
    for field, words in fills.items():
        hands.tab_to(field)
        hands.press(Key.Key_A, CTRL)
        hands.write(words)
    if pin:
        hands.tab_to("pin")
        hands.write(pin)
    hands.tab_to(f"{name}_accept")
    hands.press(Key.Key_Return)
    hands.rest()


def test_a_supervisor_sees_all_that_is_weighed(desktops: Opener, office: Path, laid: str) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    section = open_list(hands)
    assert section.filter == "waiting", "what awaits them comes first"
    assert lines(hands) == [(SITE, "待审批", "10:50", "已等 2 小时")]
    words = sheet_words(hands)
    for one in (
        "停工（整改）通知书",
        "贺兰溪 2026-11-24 10:50 与送审时一致",
        "连墙件缺两层",
        "青澜宏岳建设集团有限公司",
        "停工部位",
        "外脚手架连墙件整层缺失",
        "重大事故隐患",
    ):
        assert one in words, words
    assert hands.rooms.ledger._buttons["approvals"].accessibleName() == "审批 1"


def test_approved_by_keys_alone_and_the_inspector_sees_it(desktops: Opener, office: Path, laid: str) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands)
    hands.press(Key.Key_Return, CTRL)
    give(hands, "approve_form", {"number": NUMBER, "words": "同意局部停工"}, PINS[SUPERVISOR.user])
    told.no_dialog(hands, "approve_form")
    assert "已批准" in hands.notice
    assert NUMBER in hands.notice
    assert lines(hands) == []
    (act,) = hands.store.acts("document", laid, ActKind.APPROVE, valid_only=True)
    assert (act.user, act.content["number"], act.content["words"]) == (
        SUPERVISOR.user,
        NUMBER,
        "同意局部停工",
    )
    told.hand_over(hands, INSPECTOR)
    open_list(hands, "approved")
    assert [line[:2] for line in lines(hands)] == [(SITE, "已批准")]
    assert NUMBER in sheet_words(hands)
    hands.press(Key.Key_Return, CTRL)
    hands.rest()
    assert hands.rooms.frame.page == "bench", "the way to issue it"
    assert hands.rooms.work.bench is not None
    assert hands.rooms.work.bench.draft is not None
    assert hands.rooms.work.bench.draft.id == laid


def test_returned_with_a_reason_by_keys(desktops: Opener, office: Path, laid: str) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands)
    hands.press(Key.Key_B, CTRL)
    give(hands, "return_form", {"reason": "范围写到轴线"}, PINS[SUPERVISOR.user])
    told.no_dialog(hands, "return_form")
    review = approvals.review(hands.desk, laid)
    assert review is not None
    assert (review.standing, review.words, review.by) == (Standing.RETURNED, "范围写到轴线", "李望川")
    told.hand_over(hands, INSPECTOR)
    open_list(hands, "returned")
    (line,) = hands_lines(hands)
    assert line.note.endswith("范围写到轴线")
    assert "退回理由 范围写到轴线" in sheet_words(hands)


def hands_lines(hands: Hands) -> list[Line]:
    return list(told.section(hands).view.model.lines)


def test_a_wrong_pin_is_said_in_the_form_and_nothing_is_written(
    desktops: Opener, office: Path, laid: str
) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands)
    before = hands.store.digest()
    hands.press(Key.Key_Return, CTRL)
    give(hands, "approve_form", {"number": NUMBER}, "000000")
    dialog = hands.dialog("approve_form")
    hands.until(lambda: "还可以试" in told.said(dialog))
    assert hands.store.acts("document", laid, ActKind.APPROVE) == []
    assert hands.store.digest() == before
    hands.press(Key.Key_Escape)


def test_an_endless_number_is_refused_at_its_field(desktops: Opener, office: Path, laid: str) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands)
    hands.press(Key.Key_Return, CTRL)
    give(hands, "approve_form", {"number": "9" * 61}, PINS[SUPERVISOR.user])
    dialog = hands.dialog("approve_form")
    hands.until(lambda: "最多 60 个" in told.said(dialog))
    assert hands.focused == "number", "the keys are where it is mended"
    assert hands.store.acts("document", laid, ActKind.APPROVE) == []
    hands.press(Key.Key_Escape)


def test_what_is_typed_for_an_answer_outlives_esc(desktops: Opener, office: Path, laid: str) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands)
    hands.press(Key.Key_B, CTRL)
    hands.dialog("return_form")
    hands.tab_to("reason")
    hands.write("范围写到")
    hands.press(Key.Key_Escape)
    told.no_dialog(hands, "return_form")
    hands.press(Key.Key_B, CTRL)
    dialog = hands.dialog("return_form")
    assert hands.part(QPlainTextEdit, "reason", dialog).toPlainText() == "范围写到"
    assert hands.part(QLineEdit, "pin", dialog).text() == ""
    hands.press(Key.Key_Escape)
    told.no_dialog(hands, "return_form")
    assert hands.store.acts("document", laid, ActKind.APPROVE) == []


def test_what_was_changed_since_is_said_and_cannot_be_approved(
    desktops: Opener, office: Path, laid: str
) -> None:
    with told.session_of(office, INSPECTOR) as session:
        drafts.change(session.desk, laid, stop_parts="3#楼12层以上")
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands)
    assert section_state(hands) == "送审后改过"
    assert not deed(hands, "approve").isEnabled()
    assert "请检查人员重新送审" in deed(hands, "approve").toolTip()
    assert deed(hands, "return").isEnabled()
    hands.press(Key.Key_Return, CTRL)
    assert hands._open("approve_form") is None


def section_state(hands: Hands) -> str:
    return told.section(hands).view.sheet.sheet.state


def test_an_inspector_is_told_in_words_why_nothing_is_approved_here(
    desktops: Opener, office: Path, laid: str
) -> None:
    hands = opened(desktops, office, INSPECTOR)
    section = open_list(hands)
    assert section.filters()[0].code == "sent", "nothing awaits an inspector's approval"
    assert lines(hands) == [(SITE, "待审批", "10:50", "已等 2 小时")]
    for code in ("approve", "return"):
        assert not deed(hands, code).isEnabled()
        assert "只有审批人能批准" in deed(hands, code).toolTip()
    assert hands.rooms.ledger._buttons["approvals"].accessibleName() == "审批"


def test_ctrl_g_shows_the_pages_that_would_be_issued(desktops: Opener, office: Path, laid: str) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands)
    hands.press(Key.Key_G, CTRL)
    view = hands.dialog("large_page")
    assert isinstance(view, LargePage)
    hands.until(lambda: view.paper.pages > 0)
    assert "停工（整改）通知书" in view.windowTitle()
    hands.press(Key.Key_Escape)


# What is to be made up.


def scan(folder: Path) -> Path:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    out = BytesIO()
    writer.write(out)
    path = folder / "批准.pdf"
    path.write_bytes(out.getvalue())
    return path


def test_a_debt_tells_the_call_the_hours_left_and_turns_late(
    desktops: Opener, office: Path, called: str
) -> None:
    hands = opened(desktops, office, INSPECTOR)
    open_list(hands, "owed")
    assert lines(hands) == [(SITE, "待补办", "2026-11-25 10:50", "剩 22 小时")]
    words = sheet_words(hands)
    for one in (
        "电话批准",
        "批准人 韩立群",
        "0899-5550 1802",
        "签发人 贺兰溪",
        "剩 22 小时",
        "行政强制法 19",
    ):
        assert one in words, words
    assert not deed(hands, "make_up").isEnabled()
    assert "扫描件" in deed(hands, "make_up").toolTip()
    hands.clock.moment = NOON + timedelta(hours=26)
    hands.press(Key.Key_F5)
    hands.rest()
    assert lines(hands) == [(SITE, "逾期未补办", "10:50", "逾期 2 小时")]


def test_a_supervisor_makes_it_up_by_keys(desktops: Opener, office: Path, called: str) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    open_list(hands, "owed")
    hands.press(Key.Key_Return, CTRL)
    give(hands, "make_up_form", {"number": NUMBER}, PINS[SUPERVISOR.user])
    told.no_dialog(hands, "make_up_form")
    assert lines(hands) == []
    debt = debts.debt_of(hands.desk, called)
    assert debt is not None
    assert debt.state is DebtState.PAID
    open_list(hands, "paid")
    assert lines(hands) == [(SITE, "按时补办", "12:50", NUMBER)]
    assert "审批人本人签名" in sheet_words(hands)


def test_an_inspector_takes_the_written_approval_in(
    desktops: Opener, office: Path, called: str, tmp_path: Path
) -> None:
    hands = opened(desktops, office, INSPECTOR)
    open_list(hands, "owed")
    hands.press(Key.Key_U, CTRL)
    dialog = hands.dialog("take_in_form")
    assert hands.part(QLineEdit, "approver", dialog).text() == "韩立群", "who was called stands there"
    hands.tab_to("scan_choose")
    hands.press(Key.Key_Space)
    hands.name_file("scan_files", scan(tmp_path))
    give(hands, "take_in_form", {"number": NUMBER, "at": "10:20"})
    hands.until(lambda: "早于" in told.said(dialog), "signed before the call")
    assert hands.focused == "at"
    assert len(debts.debts(hands.desk)) == 1
    give(hands, "take_in_form", {"at": "12:30"})
    told.no_dialog(hands, "take_in_form")
    debt = debts.debt_of(hands.desk, called)
    assert debt is not None
    assert debt.paid is not None
    assert (debt.state, debt.paid.by, debt.paid.number) == (DebtState.PAID, "韩立群", NUMBER)
    open_list(hands, "paid")
    assert "书面批准的扫描件" in sheet_words(hands)
    hands.press(Key.Key_G, CTRL)
    view = hands.dialog("large_page")
    assert isinstance(view, LargePage)
    hands.until(lambda: view.paper.pages == 1)
    hands.press(Key.Key_Escape)


def test_its_document_is_one_key_away(desktops: Opener, office: Path, called: str) -> None:
    hands = opened(desktops, office, INSPECTOR)
    open_list(hands, "owed")
    hands.tab_to(f"way_document:{called}")
    hands.press(Key.Key_Space)
    hands.rest()
    assert hands.rooms.frame.page == "documents"
    assert hands.rooms.documents.document_id == called


def test_an_act_without_effect_is_shown_with_who_and_why(desktops: Opener, office: Path, laid: str) -> None:
    """An inspector's laptop wrote an approval by force: every laptop shows it, and it approves nothing."""
    from_there = told.forged(office, laid)
    hands = opened(desktops, office, SUPERVISOR)
    assert hands.store.merge(from_there) == 1
    open_list(hands, "vain")
    ((title, state, _, _),) = lines(hands)
    assert title.startswith("审批 停工（整改）通知书")
    assert state == "无效操作"
    words = sheet_words(hands)
    assert "操作人 贺兰溪" in words
    assert "签名人当日无权作出该行为" in words
    assert "没有效力" in words
    review = approvals.review(hands.desk, laid)
    assert review is not None
    assert review.standing is Standing.WAITING, "it changed nothing"


def test_a_choice_that_the_next_person_does_not_have_is_left(
    desktops: Opener, office: Path, laid: str
) -> None:
    hands = opened(desktops, office, SUPERVISOR)
    assert open_list(hands).filter == "waiting"
    told.hand_over(hands, INSPECTOR)
    assert open_list(hands).filter == "sent"
    assert issued.all_documents(hands.store) == ()


@pytest.mark.parametrize(
    "worn",
    [
        ScreenSettings(look="light", language="en"),
        ScreenSettings(look="dark", text=150),
        ScreenSettings(look="light", field=True),
    ],
    ids=["english", "large", "field"],
)
def test_nothing_is_cut_off_in_any_look(
    desktops: Opener, office: Path, called: str, worn: ScreenSettings
) -> None:
    later = NOON + timedelta(hours=1)
    other = told.a_stop(office, later)
    with told.session_of(office, INSPECTOR, later) as session:
        approvals.submit(session.desk, other, words="连墙件缺两层")
    hands = desktops(office, worn)
    hands.clock.moment = NOON + timedelta(hours=2)
    told.sit_down(hands, SUPERVISOR)
    window = hands.desktop.window
    window.resize(QSize(1366, 768))
    hands.go_to("today")
    assert hands.rooms.today.approvals.isVisible()
    assert looking.cut_off(window) == []
    for choice in ("waiting", "owed"):
        open_list(hands, choice)
        hands.until(lambda: bool(told.section(hands).view.sheet.sheet.deeds))
        assert looking.cut_off(window) == []
    for keys, name in ((Key.Key_Return, "make_up_form"), (Key.Key_U, "take_in_form")):
        hands.press(keys, CTRL)
        assert looking.cut_off(hands.dialog(name)) == []
        hands.press(Key.Key_Escape)
        told.no_dialog(hands, name)
