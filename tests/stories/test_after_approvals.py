"""Approvals by window: a call made up within its day, one that was not; a draft returned and approved."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton

from inspector_app.casework.papers import debts, issued
from inspector_app.domain.acts import ActKind
from inspector_app.domain.approving import DebtState, Way
from inspector_app.domain.templates import DocumentKind
from tests.stories import approval_hands as told
from tests.stories import day_hands
from tests.stories.approval_hands import INSPECTOR, NOON, PINS, SUPERVISOR, lines, open_list, sheet_words
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import SITE
from tests.stories.stage import Opener

Key = Qt.Key
NUMBER = "望住建停批〔2026〕3-7号"
REASON = "停工部位写明轴线"
MENDED = "3#楼12层以上外脚手架作业，轴线A至F"


@pytest.fixture
def office(furnished_site: Path) -> Path:
    told.let_in(furnished_site)
    return furnished_site


@pytest.fixture
def shared(desktops: Opener, office: Path) -> tuple[Hands, str]:
    """The window with the inspector at it, and a stop-work that wants only its approval."""
    stop = told.a_stop(office)
    hands = desktops(office)
    hands.clock.moment = NOON
    told.sit_down(hands, INSPECTOR)
    return hands, stop


def to_bench(hands: Hands, stop: str) -> None:
    """Open the visit with its stop-work."""
    record = hands.store.record("document", stop)
    assert record is not None
    hands.rooms.visits.open_requested.emit(str(record.fields["inspection_id"]))
    hands.rest()
    hands.rooms.work.choose_paper(stop)
    hands.rest()
    assert hands.rooms.frame.page == "bench"


def give(hands: Hands, name: str, fills: dict[str, str], pin: str = "") -> None:
    """Fill the open form by keys, and give it."""
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
    told.no_dialog(hands, name)


def submit(hands: Hands, words: str = "") -> None:
    """Lay the open paper before a supervisor by its key."""
    hands.press(Key.Key_Return, CTRL | SHIFT)
    give(hands, "submit_form", {"words": words} if words else {})


def bar(hands: Hands) -> str:
    """What stands above the page about the approval."""
    review = hands.rooms.bench.paper.review
    assert review.isVisible()
    return review.accessibleName()


def scan(folder: Path) -> Path:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    out = BytesIO()
    writer.write(out)
    path = folder / "停工批准.pdf"
    path.write_bytes(out.getvalue())
    return path


def test_submitted_returned_changed_submitted_again_approved_and_issued(shared: tuple[Hands, str]) -> None:
    hands, stop = shared
    to_bench(hands, stop)
    assert "签发前须经批准" in bar(hands)
    assert list(hands.gate) == ["document.approval"]
    submit(hands, "连墙件缺两层")
    assert "已送审" in hands.notice
    assert bar(hands).startswith("待审批 10:50 送审，等 任一审批人")
    assert "还没有答复" in hands.gate["document.approval"]

    told.hand_over(hands, SUPERVISOR)
    hands.go_to("today")
    line = hands.part(QPushButton, "approvals_waiting")
    assert line.accessibleName() == "待我审批 1"
    hands.tab_to("approvals_waiting")
    hands.press(Key.Key_Space)
    hands.rest()
    assert (hands.rooms.frame.page, hands.rooms.ledger.section) == ("ledger", "approvals")
    assert "连墙件缺两层" in sheet_words(hands)
    hands.press(Key.Key_B, CTRL)
    give(hands, "return_form", {"reason": REASON}, PINS[SUPERVISOR.user])

    told.hand_over(hands, INSPECTOR)
    hands.go_to("today")
    assert hands.part(QPushButton, "approvals_returned").accessibleName() == "已退回 1"
    open_list(hands, "returned")
    assert f"退回理由 {REASON}" in sheet_words(hands)
    hands.press(Key.Key_Return, CTRL)
    hands.rest()
    assert hands.rooms.frame.page == "bench"
    assert bar(hands).startswith("已退回 李望川")
    assert REASON in bar(hands)
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.focused == "submit", "the line leads to submitting again")
    hands.rooms.bench.middle.show_tab("document")
    hands.tab_to("stop_parts")
    hands.fill(MENDED)
    hands.rest()
    submit(hands)
    assert bar(hands).startswith("待审批")

    told.hand_over(hands, SUPERVISOR)
    open_list(hands)
    assert "第 2 次送审" in sheet_words(hands)
    assert MENDED in sheet_words(hands)
    hands.press(Key.Key_Return, CTRL)
    give(hands, "approve_form", {"number": NUMBER}, PINS[SUPERVISOR.user])

    told.hand_over(hands, INSPECTOR)
    open_list(hands, "approved")
    hands.press(Key.Key_Return, CTRL)
    hands.until(lambda: not hands.rooms.work.settling and not hands.desktop.jobs.busy and not hands.gate)
    assert bar(hands) == f"已批准 李望川 10:50  {NUMBER}"
    hands.press(Key.Key_F9)
    hands.give_pin(PINS[INSPECTOR.user])
    paper = issued.must_be_issued(hands.store, stop)
    act = issued.issue_act(hands.store, stop)
    assert act is not None
    approval = act.content["approval"]
    assert isinstance(approval, dict)
    assert (approval["way"], approval["number"], act.user) == (Way.PROGRAM, NUMBER, INSPECTOR.user)
    answers = hands.store.acts("document", stop, ActKind.APPROVE, valid_only=True)
    assert [one.content["decision"] for one in answers] == ["returned", "approved"]
    assert {one.user for one in answers} == {SUPERVISOR.user}
    assert paper.kind == DocumentKind.STOP_WORK_NOTICE
    assert debts.debts(hands.desk) == ()
    assert not hands.rooms.bench.paper.review.isVisible()
    open_list(hands, "approved")
    assert lines(hands) == [], "issued, it asks for nothing any more"


def test_a_change_after_it_was_submitted_is_said_at_once(shared: tuple[Hands, str]) -> None:
    hands, stop = shared
    to_bench(hands, stop)
    submit(hands)
    hands.rooms.bench.middle.show_tab("document")
    hands.tab_to("stop_parts")
    hands.fill(MENDED)
    hands.rest()
    assert bar(hands).startswith("送审后改过")
    assert "送审以后文书改过" in hands.gate["document.approval"]
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.focused == "submit")
    hands.press(Key.Key_Space)
    give(hands, "submit_form", {})
    assert bar(hands).startswith("待审批")


def test_a_refusal_is_said_in_the_form_and_what_was_typed_stays(shared: tuple[Hands, str]) -> None:
    hands, stop = shared
    to_bench(hands, stop)
    submit(hands)
    hands.press(Key.Key_Return, CTRL | SHIFT)
    dialog = hands.dialog("submit_form")
    hands.tab_to("words")
    hands.write("再看一遍")
    hands.tab_to("submit_form_accept")
    hands.press(Key.Key_Return)
    hands.until(lambda: "还没有答复" in told.said(dialog))
    assert len(hands.store.acts("document", stop, ActKind.SUBMIT)) == 1
    hands.press(Key.Key_Escape)


def test_one_call_is_made_up_within_its_day_and_another_is_late(
    desktops: Opener, office: Path, tmp_path: Path
) -> None:
    first = told.a_stop(office)
    told.on_a_call(office, first)
    hands = desktops(office)
    hands.clock.moment = NOON + timedelta(hours=1)
    told.sit_down(hands, INSPECTOR)
    to_bench(hands, first)
    assert bar(hands) == "待补办 2026-11-25 10:50 前补办书面批准"
    hands.tab_to("submit")
    hands.press(Key.Key_Space)
    hands.rest()
    assert (hands.rooms.frame.page, hands.rooms.ledger.section) == ("ledger", "approvals")
    number = issued.must_be_issued(hands.store, first).number.removeprefix("望住建")
    assert f"{number}：23 小时内补办审批" in day_hands.lacking(hands)
    assert hands.part(QPushButton, "approvals_owed").accessibleName() == "欠补办 1"
    day_hands.follow(hands, 0)
    assert (hands.rooms.frame.page, hands.rooms.ledger.section) == ("ledger", "approvals")
    assert lines(hands) == [(SITE, "待补办", "2026-11-25 10:50", "剩 23 小时")]
    hands.until(lambda: "0899-5550 1802" in sheet_words(hands))
    hands.clock.moment = NOON + timedelta(hours=6)
    hands.press(Key.Key_U, CTRL)
    hands.dialog("take_in_form")
    hands.tab_to("scan_choose")
    hands.press(Key.Key_Space)
    hands.name_file("scan_files", scan(tmp_path))
    give(hands, "take_in_form", {"number": NUMBER, "at": "16:20"})
    assert "审批已补办" in hands.notice
    assert lines(hands) == []
    assert not any("补办" in one for one in day_hands.lacking(hands))
    assert not hands.rooms.today.approvals.isVisible()
    open_list(hands, "paid")
    assert lines(hands) == [(SITE, "按时补办", "16:20", NUMBER)]
    hands.desktop.close()

    # The week after, another one is issued on a call, and nobody makes it up.
    later = NOON + timedelta(days=7)
    second = told.a_stop(office, later)
    told.on_a_call(office, second, later)
    hands = desktops(office)
    hands.clock.moment = later + timedelta(hours=25)
    told.sit_down(hands, INSPECTOR)
    number = issued.must_be_issued(hands.store, second).number.removeprefix("望住建")
    assert f"{number}：审批逾期未补办" in day_hands.lacking(hands)
    assert hands.part(QPushButton, "approvals_owed").accessibleName() == "欠补办 1，逾期 1"
    hands.tab_to("approvals_owed")
    hands.press(Key.Key_Space)
    hands.rest()
    assert [line[:2] for line in lines(hands)] == [(SITE, "逾期未补办")]
    debt = debts.debt_of(hands.desk, second)
    assert debt is not None
    assert debt.state is DebtState.LATE


def test_who_approves_nothing_any_more_is_not_kept_as_chosen(shared: tuple[Hands, str]) -> None:
    hands, stop = shared
    to_bench(hands, stop)
    hands.store.buffer_put(f"form|submit_form|{stop}", '{"to": "nobody", "words": "请尽快"}')
    hands.press(Key.Key_Return, CTRL | SHIFT)
    dialog = hands.dialog("submit_form")
    assert hands.part(QComboBox, "to", dialog).currentText() == "任一审批人"
    assert hands.part(QPlainTextEdit, "words", dialog).toPlainText() == "请尽快"
    hands.press(Key.Key_Escape)
