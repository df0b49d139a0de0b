"""日程 and 汇报 in the ledger: what lines and sheets say, where they lead, each deed by keys alone."""

from datetime import date, timedelta
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.overview import calendar, digests
from inspector_app.casework.plans import plan_items
from inspector_app.casework.plans.plan_items import NewItem
from inspector_app.casework.targets import registry
from inspector_app.domain.digest_paper import compose
from inspector_app.domain.people import Officer
from inspector_app.ui.controls.form_dialog import FormDialog
from inspector_app.ui.ledger.reports_section import ReportsSection
from inspector_app.ui.shell.rooms import LEDGER
from tests.stories import conduct_hands, day_hands
from tests.stories.hands import CTRL, Hands
from tests.stories.report_hands import Shown
from tests.stories.stage import Opener
from tests.ui.stop_sites import Site, sited

TODAY = date(2026, 11, 24)
KEY = Qt.Key


@pytest.fixture
def site(seated: Hands) -> Site:
    return sited(seated)


@pytest.fixture
def shown(site: Site) -> Shown:
    return Shown(site.hands, "calendar")


@pytest.fixture
def reports(site: Site) -> Shown:
    return Shown(site.hands, "reports")


def test_choices_count_and_lines_say_what_is_due_and_whose_it_is(shown: Shown) -> None:
    desk = shown.hands.desk
    shown.go("week")
    told = {choice: calendar.listed(desk, choice) for choice in calendar.CHOICES}
    words = ("逾期", "今日", "7 日内", "30 日内", "以后")
    assert shown.choices() == [f"{word} {len(told[one])}" for word, one in zip(words, told, strict=True)]
    assert [one.id for one in shown.lines] == [one.id for one in told["week"]]
    duties = [one for one in shown.lines if one.state == "整改"]
    assert duties
    for one in duties:
        item = next(each for each in told["week"] if each.id == one.id)
        assert (one.title, one.right) == (item.about, item.due.isoformat())
        assert one.right_note == f"余 {item.left} 天"
        assert item.who in one.note


def test_the_sheet_names_the_findings_and_leads_to_the_duty(shown: Shown) -> None:
    shown.go("week")
    shown.choose("停工")
    item = next(one for one in calendar.listed(shown.hands.desk, "week") if one.id == shown.sheet.id)
    facts = {one.label: one.text for one in shown.block("到期").facts}
    assert facts["责任"] == item.who
    assert facts["经办"] == "、".join(item.officers)
    assert len(shown.block("问题").facts) == item.count
    shown.hands.press(KEY.Key_Return, CTRL)
    shown.hands.rest()
    assert shown.hands.rooms.ledger.section == "duties"
    led = Shown(shown.hands, "duties")
    shown.hands.until(lambda: led.sheet.id == f"{item.document_id}:{item.link.rpartition(':')[2]}")


def test_the_sheet_names_what_is_owed_alone_as_the_order_says_it(desktops: Opener, tmp_path: Path) -> None:
    warned = conduct_hands.opened(desktops, tmp_path / "data")
    warned.warn()  # the first of two findings goes on by other means
    shown = Shown(warned.hands, "calendar")
    shown.go("overdue")
    shown.choose("灯塔里")
    item = next(one for one in calendar.listed(warned.hands.desk, "overdue") if one.id == shown.sheet.id)
    (fact,) = shown.block("问题").facts
    assert (item.count, fact.label, fact.state, fact.tone) == (1, "问题 2", "逾期", "red")


def test_its_paper_is_looked_at_by_a_key(shown: Shown) -> None:
    shown.go("week")
    shown.choose("停工")
    shown.hands.press(KEY.Key_G, CTRL)
    shown.hands.rest()
    assert shown.hands.rooms.frame.page != LEDGER


def test_what_is_overdue_is_red_and_counted_beside_the_section(shown: Shown) -> None:
    desk = shown.hands.desk
    registry.add_officer(
        desk, Officer("", "陆明远", "5199030299", date(2024, 1, 1), TODAY - timedelta(days=3))
    )
    owner = registry.officers(desk.store)[0]
    plan_items.add(desk, NewItem("冬季施工抽查", owner.id, date(2026, 11, 1), TODAY, "抽查二十个"))
    shown.go("overdue")
    (line,) = shown.lines
    assert (line.title, line.state, line.tone, line.right_note) == ("陆明远", "执法证", "red", "逾期 3 天")
    shown.hands.press(Qt.Key.Key_Return, CTRL)  # certificates are renewed among the office's people
    shown.hands.rest()
    page = shown.hands.rooms.administration
    assert (shown.hands.rooms.frame.page, page.matter) == ("administration", "staff")
    shown.go("overdue")
    shown.go("today")
    (line,) = shown.lines
    assert (line.title, line.tone, line.right_note) == ("冬季施工抽查", "amber", "今日到期")
    entry = shown.hands.part(QPushButton, "section_calendar")
    assert entry.accessibleName() == "日程 2"
    shown.hands.press(KEY.Key_Return, CTRL)
    shown.hands.rest()
    assert shown.hands.rooms.ledger.section == "plans"


def test_empty_choices_teach(shown: Shown) -> None:
    for choice, words in (("overdue", "没有逾期"), ("today", "今天没有")):
        shown.go(choice)
        assert shown.lines == []
        section = next(one for one in shown.hands.desktop.house.sections if one.NAME == "calendar")  # type: ignore[union-attr]
        assert words in section.teach()


def test_days_and_weeks_are_listed_the_newest_first(reports: Shown) -> None:
    reports.go("day")
    assert [one.title for one in reports.lines] == [
        (TODAY - timedelta(days=n)).isoformat() for n in range(digests.DAYS)
    ]
    assert (reports.lines[0].state, reports.lines[0].right) == ("今日", "星期二")
    assert "文书" in reports.lines[0].note
    assert reports.lines[1].note == "没有检查和文书"
    reports.go("week")
    assert reports.lines[0].title == "2026-11-23 – 11-29"
    assert len(reports.lines) == digests.WEEKS


def test_the_sheet_tells_what_the_digest_tells_and_leads_on(reports: Shown) -> None:
    made = digests.day(reports.hands.desk, TODAY)
    reports.go("day")
    assert reports.block("概况").facts[0].text == compose(made).opening
    figures = {one.text: one.label for one in reports.block("数据").facts}
    assert figures["制发文书（份）"] == str(made.value("issued"))
    assert [one.link for one in reports.block("制发文书").facts] == [
        f"document:{one.id}" for one in made.told.papers
    ]
    assert [one.link for one in reports.block("停工执行").facts] == [f"stops:{one.id}" for one in made.stops]
    way = reports.hands.part(QPushButton, f"way_stops:{made.stops[0].id}")
    way.setFocus()
    reports.hands.press(KEY.Key_Space)
    reports.hands.rest()
    assert reports.hands.rooms.ledger.section == "stops"


def test_a_day_is_saved_as_a_paper(reports: Shown, tmp_path: Path) -> None:
    reports.go("day")
    out = tmp_path / "日汇报.pdf"
    reports.hands.press(KEY.Key_Return, CTRL)
    reports.hands.name_file("digest_place", out)
    reports.hands.until(lambda: "已保存" in reports.hands.notice)
    assert str(out) in reports.hands.notice
    document = pypdfium2.PdfDocument(out)
    text = "".join(document[0].get_textpage().get_text_bounded().split())
    document.close()
    opening = compose(digests.day(reports.hands.desk, TODAY)).opening
    assert opening in text


def test_a_place_that_cannot_be_written_is_said_on_the_page(reports: Shown, tmp_path: Path) -> None:
    reports.go("week")
    section = next(one for one in reports.hands.desktop.house.sections if isinstance(one, ReportsSection))  # type: ignore[union-attr]
    (tmp_path / "file").write_text("x", "utf-8")
    section._save(section._told[reports.sheet.id], tmp_path / "file" / "week.pdf")
    reports.hands.rest()
    assert reports.hands.rooms.frame.notice.code == "export.refused"


def test_the_text_is_copied_by_a_key(reports: Shown) -> None:
    reports.go("week")
    reports.hands.press(KEY.Key_C, CTRL)
    reports.hands.rest()
    session = reports.hands.desktop._session
    assert session is not None
    made = digests.week(session.desk, TODAY, session.filing_desk(session.desk))
    assert QGuiApplication.clipboard().text() == compose(made).text()
    assert "已复制" in reports.hands.notice


def test_working_days_into_a_year_without_a_calendar_are_said_in_the_finding(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    (party,) = [one.id for one in day_hands.bench(seated).target.parties if one.id == seated.editor.party_id]
    for typed, said in (("30工", True), ("5工", False)):
        seated.rooms.frame.notice.clear()
        seated.tab_to(f"due:{party}")
        seated.fill(typed)
        seated.press(KEY.Key_Tab)
        seated.rest()
        assert (seated.rooms.frame.notice.code == "ui.day_uncertain") is said, typed
        if said:
            assert "2027年的节假日安排还没有公布" in seated.notice


def test_working_days_into_a_year_without_a_calendar_are_said_in_a_form(seated: Hands) -> None:
    plans = Shown(seated, "plans")
    plans.go("items")
    seated.press(KEY.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = seated.dialog("item_form")
    assert isinstance(dialog, FormDialog)
    seated.tab_to("due")
    seated.fill("40工")
    seated.until(lambda: dialog.notice.code == "ui.day_uncertain")
    assert "2027" in dialog.notice.accessibleName()
    seated.tab_to("due")
    seated.press(KEY.Key_A, CTRL)
    seated.fill("12-01")
    seated.until(lambda: dialog.notice.code == "")


def test_while_the_list_is_read_anew_what_is_shown_is_still_copied(reports: Shown) -> None:
    reports.go("day")
    hands = reports.hands
    section = next(one for one in hands.desktop.house.sections if isinstance(one, ReportsSection))  # type: ignore[union-attr]
    section.lines(hands.desk, "day")
    hands.press(KEY.Key_C, CTRL)
    assert "已复制" in hands.notice
    assert QGuiApplication.clipboard().text()
