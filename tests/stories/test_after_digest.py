"""The evening of a day at the window: an order and its service, what is due, the day's report as a paper.

Two days later the same order is overdue: it stands in red, and the week's review names whose it is.
"""

from datetime import date, timedelta
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.overview import digests
from inspector_app.casework.papers import issued
from inspector_app.casework.visits import inspections
from tests.casework.recounting import figures_of, recount
from tests.stories import day_hands, filling, paper_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.office import make_lawful
from tests.stories.report_hands import Shown

TODAY = date(2026, 11, 24)
KEY = Qt.Key


def order_and_serve(hands: Hands) -> issued.Issued:
    """Find one thing, order it to be put right within a day, and hand the paper over."""
    hands.begin("临江")
    make_lawful(hands.desk, day_hands.bench(hands).inspection.id)
    hands.new_finding()
    hands.phrase("lbfh")
    hands.tab_to("location")
    hands.fill("2#楼9层东侧临边")
    party = hands.editor.party_id
    hands.tab_to(f"due:{party}")
    hands.fill("1")
    hands.choose_kind("限期整改")
    filling.mend(hands, {"document.defence": waived, "document.reply_due": filling.text("11-25")})
    hands.press(KEY.Key_F9)
    hands.give_pin()
    (told,) = issued.all_documents(hands.store)
    paper_hands.to_the_documents(hands)
    day_hands.serve_on_paper(hands, "宏岳", "骆远山", "项目经理")
    return told


def waived(hands: Hands) -> None:
    filling.choice("defence_heard", "放弃")(hands)


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def test_a_day_is_reported_and_what_it_left_open_comes_back(seated: Hands, tmp_path: Path) -> None:
    order = order_and_serve(seated)
    inspections.conclude(seated.desk, order.inspection_id)

    # The evening: what is due tomorrow stands in the calendar, and leads to the order.
    days = Shown(seated, "calendar")
    days.go("week")
    days.choose(order.number)
    assert (days.sheet.state, days.lines[0].right) == ("余 1 天", "2026-11-25")
    seated.press(KEY.Key_Return, CTRL)
    seated.rest()
    duties = Shown(seated, "duties")
    seated.until(lambda: duties.sheet.id.startswith(order.id))

    # The day's report says what was done, as the journal has it, and is saved.
    reports = Shown(seated, "reports")
    reports.go("day")
    opening = reports.block("概况").facts[0].text
    assert opening.startswith("11月24日，出动执法人员2人次，检查1次（在建工程1次），发现隐患1条")
    told = figures_of(digests.day(seated.desk, TODAY).figures)
    counted = recount(seated.store, TODAY, TODAY)
    for code in ("officer_visits", "visits", "findings", "issued", "served"):
        assert told[code] == counted[code], code
    (next_up,) = [one for one in reports.block("接下来到期").facts if order.number in one.text]
    assert next_up.label == "2026-11-25"
    out = tmp_path / "日汇报.pdf"
    seated.press(KEY.Key_Return, CTRL)
    seated.name_file("digest_place", out)
    seated.until(lambda: "已保存" in seated.notice)
    page = text_of(out)
    assert order.number in page
    assert "明日到期事项" in page
    assert "直接1次" in page

    # Two days later nothing was put right.
    seated.clock.moment += timedelta(days=2)
    days.go("overdue")
    (line,) = days.lines
    assert (line.tone, line.right_note) == ("red", "逾期 1 天")
    assert seated.part(QPushButton, "section_calendar").accessibleName() == "日程 1"
    reports.go("week")
    (late,) = reports.block("逾期未改").facts
    assert order.number == late.label
    assert "青澜宏岳" in late.text
    # It stands among what became overdue this week as well; both lead to the order.
    new, _ = reports.board.findChildren(QPushButton, f"way_{late.link}")
    new.setFocus()
    seated.press(KEY.Key_Space)
    seated.rest()
    seated.until(lambda: duties.sheet.id.startswith(order.id))
    reports.go("week")
    seated.press(KEY.Key_C, CTRL)
    seated.rest()
    copied = QGuiApplication.clipboard().text()
    assert "监督检查周调度" in copied
    assert "新增逾期1项" in copied
    officers = [one.name for one in inspections.inspection_of(seated.store, order.inspection_id).officers]
    assert all(one in copied for one in officers)
