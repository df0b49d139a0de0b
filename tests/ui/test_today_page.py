"""今日 at the real window: readiness, what is due, the week, tonight's list, and where each of them leads."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.answers import demos
from inspector_app.casework.overview.handin import Debt, HandIn, Lack
from inspector_app.casework.overview.readiness import Check, Ready
from inspector_app.casework.overview.today import Due, Section
from inspector_app.casework.papers import issued, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.people import workspace
from inspector_app.casework.play import main_job
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.catalog.case import read_case
from inspector_app.catalog.messages import Messages
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Problem
from inspector_app.ui.style.look import Look
from inspector_app.ui.today.due_list import DueList
from inspector_app.ui.today.ready_card import ReadyCard
from inspector_app.ui.today.side_cards import MOST_LINES, HandInCard
from inspector_app.ui.today.today_page import TodayPage
from inspector_app.ui.today.today_work import until_midnight
from tests.stories.hands import CTRL, Hands
from tests.stories.office import MORNING

TODAY = MORNING.date()


def played(hands: Hands, days_ago: int, until: str = "serve") -> Played:
    """Let the shipped site visit have happened some days ago."""
    path = demos.shipped_cases()[0]
    case = read_case(path)
    day = TODAY - timedelta(days=days_ago)
    case = case.model_copy(update={"inspection": case.inspection.model_copy(update={"day": day})})
    photos = {name: (path.parent / name).read_bytes() for one in case.findings for name in one.photos}
    assert hands.desktop._session is not None
    desk = hands.desktop._session.sign(workspace.TRAINING_PIN)
    told = main_job.play(
        desk, hands.clock, case, photos=photos, training=demos.training_office(), until=until
    )
    hands.clock.moment = MORNING
    return told


def page(hands: Hands) -> TodayPage:
    return hands.rooms.today


def due(section: Section = Section.OVERDUE, n: int = 1, left: int = -1) -> Due:
    return Due(
        section=section,
        target_id=f"t{n}",
        target=f"望川大厦{n}",
        document_id=f"d{n}",
        inspection_id=f"i{n}",
        number=f"望住建改〔2026〕3-{n}号",
        label="限期整改通知书",
        party="启恒建筑",
        fact="临边防护缺失",
        count=2,
        due=TODAY + timedelta(days=left),
        left=left,
        state="已下达",
    )


# The whole page.


def test_sign_in_opens_the_day(seated: Hands) -> None:
    seated.rest()
    assert seated.rooms.frame.page == "today"
    assert page(seated)._date.text() == "2026-11-24 周二"
    assert page(seated).ready._verdict.text() in ("可以出发", "先处理再出发")
    assert seated.focused == "begin_first"  # an empty list offers what starts it


def test_the_day_changes_while_the_page_stays_open(seated: Hands) -> None:
    house, session = seated.desktop.house, seated.desktop._session
    assert house is not None
    assert session is not None
    seated.rest()
    seated.clock.moment = datetime.combine(TODAY, time(23, 59, 59, 900_000), CHINA)
    house.day.sit_down(session)
    assert 0 <= house.day._watch.remainingTime() <= 110  # Qt may be a twentieth late
    read: list[date] = []
    house.day.told.connect(lambda day: read.append(day.today))
    seated.clock.moment += timedelta(milliseconds=200)
    seated.until(lambda: read == [TODAY + timedelta(days=1)])
    assert page(seated)._date.text() == "2026-11-25 周三"
    seated.until(lambda: house.day._watch.remainingTime() > 50_000, "it waits for the next one")
    house.day.get_up()
    assert not house.day._watch.isActive()


@pytest.mark.parametrize(
    ("now", "wait"),
    [
        (datetime(2026, 11, 24, 23, 59, 59, tzinfo=CHINA), 1000),
        (datetime(2026, 11, 24, 0, 0, tzinfo=CHINA), 86_400_000),
        (datetime(2026, 11, 24, 15, 59, 59, 999_999, tzinfo=UTC), 1),
    ],
)
def test_the_next_day_begins_at_midnight_in_china(now: datetime, wait: int) -> None:
    assert until_midnight(now) == wait


def test_ctrl_n_begins_an_inspection_from_here(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.go_to("today")
    (visit,) = page(seated).week._days[1].visits
    assert visit.target == registry.targets(seated.store)[0].name
    assert any("检查未结束" in one.words for one in page(seated).hand_in.lines.lines)


def test_what_is_due_is_listed_and_enter_shows_its_document(seated: Hands) -> None:
    played(seated, 3)
    seated.go_to("today")
    rows = page(seated).dues.dues
    assert [(one.section, one.left) for one in rows] == [
        (Section.OVERDUE, -1),
        (Section.TODAY, 0),
        (Section.SOON, 5),
    ]
    assert seated.focused == "due_list"
    seated.press(Qt.Key.Key_Down)
    seated.press(Qt.Key.Key_Down)
    chosen = page(seated).dues.chosen
    assert chosen == rows[2]
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert seated.rooms.frame.page == "documents"
    assert seated.rooms.documents.document_id == rows[2].document_id


def test_r_begins_a_recheck_of_that_target_with_the_usual_officers(seated: Hands) -> None:
    before = played(seated, 5)
    seated.go_to("today")
    target_id = page(seated).dues.dues[0].target_id
    seated.press(Qt.Key.Key_R)
    seated.rest()
    assert seated.rooms.frame.page == "bench"
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.inspection.id != before.inspection_id
    assert bench.target.id == target_id
    assert len(bench.inspection.officers) == 2
    assert bench.rechecks
    assert seated.rooms.bench.middle.tab == "recheck"
    seated.go_to("today")
    seated.press(Qt.Key.Key_R)
    seated.rest()
    again = seated.rooms.work.bench
    assert again is not None
    assert again.inspection.id == bench.inspection.id, "the one under way is gone on with"


def test_what_a_recheck_could_not_see_waits_with_its_button(seated: Hands) -> None:
    told = played(seated, 1)
    ordered = [one for one in told.finding_ids if recheck._orders(seated.store, one)]
    recheck.recheck(seated.desk, TODAY, tuple(Result(one, "unverifiable") for one in ordered), ("沈知远",))
    seated.go_to("today")
    rows = page(seated).dues.dues
    assert {one.section for one in rows} == {Section.RECHECK}
    seated.press(Qt.Key.Key_Space)
    seated.rest()
    assert seated.rooms.frame.page == "bench"


def test_f5_looks_again_at_everything(seated: Hands) -> None:
    seated.rest()
    looked, seen = (
        QSignalSpy(seated.desktop.house.day.looked),
        QSignalSpy(  # type: ignore[union-attr]
            seated.desktop.house.day.printer_seen  # type: ignore[union-attr]
        ),
    )
    seated.go_to("today")
    assert (looked.count(), seen.count()) == (1, 0)  # the printer was asked a moment ago
    seated.press(Qt.Key.Key_F5)
    seated.rest()
    assert (looked.count(), seen.count()) == (2, 1)
    seated.press(Qt.Key.Key_R, CTRL)  # laptops ship with media keys for F5
    seated.rest()
    assert (looked.count(), seen.count()) == (3, 2)


def test_a_line_of_tonights_list_leads_to_the_document_it_is_about(seated: Hands) -> None:
    played(seated, 0, until="issue")
    seated.go_to("today")
    card = page(seated).hand_in
    called, debt = card._told.debts[:2]
    # The case's stop-work was ordered on a call: its approval is the most urgent.
    assert (called.lack, debt.lack) == (Lack.APPROVAL, Lack.SERVICE)
    seated.tab_to("hand_in_lines")
    seated.press(Qt.Key.Key_Down)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert seated.rooms.frame.page == "documents"
    assert seated.rooms.documents.document_id == debt.document_id
    assert issued.must_be_issued(seated.store, debt.document_id).number.endswith(debt.subject)


def test_a_finding_without_a_photo_is_opened_where_it_is_missing(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb")
    seated.go_to("today")
    card = page(seated).hand_in
    at = next(n for n, one in enumerate(card._told.debts) if one.lack is Lack.PHOTO)
    assert at < MOST_LINES
    card.lines.chosen.emit(at)
    seated.rest()
    assert seated.rooms.frame.page == "bench"
    assert seated.rooms.bench.findings.open_id == card._told.debts[at].finding_id


def test_the_week_leads_to_its_inspection_and_its_figures_to_their_lists(seated: Hands) -> None:
    told = played(seated, 0)
    seated.go_to("today")
    figures = {one.objectName(): one.value for one in page(seated).figures.buttons}
    assert figures == {
        "figure_officer_visits": 2,
        "figure_site_visits": 1,
        "figure_rectification_notices": 1,
        "figure_stop_work_notices": 1,
    }
    seated.tab_to("figure_stop_work_notices")
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert seated.rooms.frame.page == "documents"
    seated.go_to("today")
    seated.tab_to("week_lines")
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.inspection.id == told.inspection_id


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_what_wants_a_hand_says_how_it_is_mended(seated: Hands, key: Qt.Key) -> None:
    seated.rest()
    seated.tab_to("ready_backup")
    seated.press(key)
    seated.rest()
    assert "尚未备份" in seated.notice
    assert "本机是唯一的一份" in seated.notice


def test_nobody_sees_the_day_of_who_left(seated: Hands) -> None:
    played(seated, 0)
    seated.go_to("today")
    assert page(seated).dues.dues
    assert any(one.value for one in page(seated).figures.buttons)
    assert page(seated).hand_in.lines.at >= 0
    seated.desktop.lock()
    assert page(seated).dues.dues == ()
    assert page(seated).ready.tiles.tiles == []
    assert page(seated).week.lines.lines == ()
    assert page(seated).hand_in.lines.lines == ()
    assert page(seated).hand_in._chip.accessibleName() == "", "it does not say that all is handed in"
    assert {one.value for one in page(seated).figures.buttons} == {0}


def test_whoever_went_on_by_tab_stays_there_when_the_printer_answers_late(seated: Hands) -> None:
    seated.rest()
    seated.tab_to("ready_backup")
    page(seated).show_check(Check("printer", "打印机", Ready.WARN, Problem.of("ready.no_printer"), "printer"))
    assert seated.focused == "ready_backup"
    assert page(seated).ready.tiles.isAncestorOf(QApplication.focusWidget())


# Its parts.


@pytest.fixture
def rows(look: Look, qtbot: QtBot) -> DueList:
    rows = DueList(look)
    qtbot.addWidget(rows)
    rows.resize(820, 500)
    rows.show()
    return rows


def test_ten_thousand_rows_are_shown_at_once_and_walked_through(rows: DueList, qtbot: QtBot) -> None:
    many = [due(n=n) for n in range(9_000)] + [due(Section.SOON, n, 3) for n in range(9_000, 10_000)]
    rows.show_dues(many)
    qtbot.keyClick(rows, Qt.Key.Key_End)
    assert rows.chosen == many[-1]
    assert rows.verticalScrollBar().value() == rows.verticalScrollBar().maximum()
    qtbot.keyClick(rows, Qt.Key.Key_PageUp)
    assert rows.chosen == many[-1 - rows._page()]
    qtbot.keyClick(rows, Qt.Key.Key_Home)
    assert (rows.chosen, rows.verticalScrollBar().value()) == (many[0], 0)


def test_the_button_of_a_row_acts_and_the_rest_of_it_chooses(rows: DueList) -> None:
    rows.show_dues([due(n=1), due(Section.TODAY, 2, 0)])
    again, opened = QSignalSpy(rows.recheck_requested), QSignalSpy(rows.opened)
    for place in (0, 1):
        room = rows.row_rect(place)
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(rows.viewport(), left, pos=QPoint(80, room.center().y()))
        assert (again.count(), opened.count()) == (place, 0)
        QTest.mouseClick(rows.viewport(), left, pos=QPoint(room.right() - 40, room.center().y()))
    assert (again.count(), opened.count()) == (1, 1)
    assert opened.at(0)[0].document_id == "d2"


def test_what_was_chosen_stays_chosen_when_the_list_is_read_anew(rows: DueList, qtbot: QtBot) -> None:
    rows.show_dues([due(n=1), due(n=2), due(n=3)])
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    rows.show_dues([due(n=0), due(n=1), due(n=2), due(n=3)])
    assert rows.chosen == due(n=2)
    assert "望川大厦2" in rows.accessibleName()
    assert "逾期 1 天" in rows.accessibleName()


def checks(*states: Ready) -> list[Check]:
    ids = ("exchange", "library", "printer", "targets", "sheets", "disk", "clock")
    return [
        Check(one, one, state, Problem.of("ready.never_backed_up"))
        for one, state in zip(ids, states, strict=False)
    ]


@pytest.mark.parametrize(
    ("states", "verdict", "note"),
    [
        ((Ready.OK, Ready.OK), "可以出发", "2 项正常"),
        ((Ready.OK, Ready.WARN), "可以出发", "1 项正常，1 项注意"),
        ((Ready.BAD, Ready.WARN, Ready.OK), "先处理再出发", "1 项正常，1 项注意，1 项要处理"),
        ((), "正在查看…", ""),
    ],
)
def test_the_verdict_is_the_worst_of_all(
    look: Look, qtbot: QtBot, states: tuple[Ready, ...], verdict: str, note: str
) -> None:
    card = ReadyCard(look, Messages("zh"))
    qtbot.addWidget(card)
    card.show_checks(checks(*states))
    assert (card._verdict.text(), card._note.text()) == (verdict, note)


def test_in_a_narrow_window_what_wants_a_hand_is_never_left_out(look: Look, qtbot: QtBot) -> None:
    card = ReadyCard(look, Messages("zh"))
    qtbot.addWidget(card)
    card.show_checks(checks(*[Ready.OK] * 2, *[Ready.WARN] * 5))
    card.show()
    for width in (1200, 700, 460):
        card.resize(width, card.heightForWidth(width))
        qtbot.waitUntil(lambda width=width: card.width() == width)  # type: ignore[misc]
        shown = [one for one in card.tiles.tiles if one.isVisible()]
        assert sum(one.check.state is Ready.WARN for one in shown) == 5
        assert all(card.tiles.rect().contains(one.geometry()) for one in shown), width


def test_only_what_wants_a_hand_takes_the_keys(look: Look, qtbot: QtBot) -> None:
    card = ReadyCard(look, Messages("zh"))
    qtbot.addWidget(card)
    card.show_checks(checks(Ready.OK, Ready.WARN))
    good, asking = card.tiles.tiles
    assert (good.isEnabled(), good.focusPolicy()) == (False, Qt.FocusPolicy.NoFocus)
    assert asking.isEnabled()
    asked = QSignalSpy(card.mend_requested)
    asking.click()
    assert asked.at(0)[0].id == "library"


def test_a_long_list_of_debts_is_told_short_until_somebody_asks(look: Look, qtbot: QtBot) -> None:
    card = HandInCard(look)
    qtbot.addWidget(card)
    debts = tuple(Debt(Lack.SERVICE, f"改〔2026〕3-{n}号", 1, "i", f"d{n}") for n in range(12))
    card.show_hand_in(HandIn(debts, blank_sheets=2))
    assert len(card.lines.lines) == MOST_LINES
    assert "还有 10 项" in card.lines.lines[-2].words
    assert "2 张在手" in card.lines.lines[-1].words
    assert not card.lines.lines[-1].leads
    asked = QSignalSpy(card.debt_requested)
    card.lines.chosen.emit(1)
    card.lines.chosen.emit(MOST_LINES - 2)
    assert (asked.count(), asked.at(0)[0].document_id) == (1, "d1")
    assert len(card.lines.lines) == 13


def test_a_day_that_lacks_nothing_may_be_handed_in(look: Look, qtbot: QtBot) -> None:
    card = HandInCard(look)
    qtbot.addWidget(card)
    card.show_hand_in(HandIn(()))
    assert card._chip.accessibleName() == "可以交班"
    assert [one.leads for one in card.lines.lines] == [False]
    assert card.lines.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_day_shows_its_date_and_weekday(look: Look, qtbot: QtBot) -> None:
    shown = TodayPage(look, Messages("zh"))
    qtbot.addWidget(shown)
    shown.show_date(date(2026, 11, 29))
    assert shown._date.text() == "2026-11-29 周日"
    assert isinstance(shown.findChild(QPushButton, "begin_today"), QPushButton)
