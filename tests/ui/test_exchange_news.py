"""The page of exchange: news, filings, what is worse than what, and that nothing waits for a slow network."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
)

from inspector_app import desktop
from inspector_app.casework.overview.exchange_board import Doubted, Owed, Owes, Past, Stage
from inspector_app.domain.errors import Problem
from inspector_app.ui.exchange import exchange_values
from inspector_app.ui.exchange.real_doors import RealExchanging
from inspector_app.ui.exchange.ways import Amount, Backup, Outcome, Picture
from inspector_app.ui.style.words import of_problem
from tests.journal.writing import Laptop
from tests.stories.hands import CTRL, Hands
from tests.ui import exchange_doors as made
from tests.ui.exchange_doors import FakeExchanging, FakeJoining, Held
from tests.ui.test_exchange import foot, to_page, torn, words
from tests.ui.wearing import undressed

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed", "opened")


@pytest.fixture
def exchanging() -> FakeExchanging:
    return FakeExchanging()


@pytest.fixture
def joining() -> FakeJoining:
    return FakeJoining()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, exchanging: FakeExchanging, joining: FakeJoining) -> None:
    """The window reaches what the test made instead of an office."""
    monkeypatch.setattr(desktop, "doors", lambda: made.doors(exchanging, joining))


def test_every_piece_of_news_is_told_and_none_of_it_looks_green(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    codes = ("exchange.forked_own", "exchange.filing_failed", "exchange.log_differs")
    news = tuple(Problem.of(code, "", machine_code=5, reason="") for code in codes)
    exchanging.does = lambda _: Outcome(received=Amount(3), news=news)
    to_page(seated)
    seated.press(Qt.Key.Key_S, CTRL)
    seated.rest()
    strip = seated.rooms.exchange.strip
    assert strip.words == "完成，另有 3 件事请看 · 收到 3"
    assert exchange_values.outcome_words(Outcome(news=news))[1] == "amber"
    for one in news:
        assert of_problem(one, seated.desktop._texts).message in seated.notice


def test_news_beside_something_to_decide_is_told_too(seated: Hands, exchanging: FakeExchanging) -> None:
    news = (Problem.of("exchange_ui.settled", "", what="事实"),)
    exchanging.does = lambda _: Outcome(received=Amount(3), conflicts=1, news=news)
    to_page(seated)
    seated.press(Qt.Key.Key_S, CTRL)
    seated.rest()
    assert seated.rooms.exchange.strip.words == "完成，有事要决定 · 收到 3 · 两处不同 1"
    assert seated.rooms.frame.notice.code == "exchange_ui.settled"


@pytest.mark.parametrize(
    "kept",
    [
        ["exchange.filing_failed"],
        [{"code": "exchange.filing_failed", "where": "filing", "values": {"reason": "hub.full"}}],
    ],
    ids=["as older laptops kept it", "with values"],
)
def test_the_history_keeps_the_news_of_an_exchange(
    seated: Hands, exchanging: FakeExchanging, kept: list[object]
) -> None:
    one = Past(9, made.NOON, "hub", "done", {"sent": 2, "news": kept})
    exchanging.told = Picture(replace(made.BOARD, past=(one,)), (), made.KEPT)
    to_page(seated)
    seated.part(QPushButton, "exchange_board_past").click()
    seated.rest()
    (problem,) = exchange_values.news_of(one.told)
    told = of_problem(problem, seated.desktop._texts)
    assert "还要知道" in words(seated)
    assert told.message in words(seated)
    assert told.remedy in words(seated)


# Filings, and what is worse than what.


def test_a_laptop_without_a_number_says_so_before_all_else(seated: Hands, exchanging: FakeExchanging) -> None:
    board = replace(made.BOARD, code_spent=True)
    exchanging.told = Picture(board, (made.TORN,), made.KEPT)
    to_page(seated)
    assert "暂不能取文号" in words(seated)
    assert "要决定 1" in seated.part(QPushButton, "exchange_board_torn").text()


def test_filings_that_could_not_be_counted_are_no_green_promise(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    exchanging.told = Picture(replace(made.SETTLED, uncounted=True), (), made.KEPT)
    to_page(seated)
    told = words(seated)
    assert "除立案外，中心已收" in told
    assert "中心已全部收到" not in told
    assert "立案不在其内" in told


def test_what_the_ledger_did_is_counted_anew_by_itself(seated: Hands, exchanging: FakeExchanging) -> None:
    exchanging.told = Picture(made.SETTLED, (), made.KEPT)
    to_page(seated)
    assert "已同步" in foot(seated)[1]
    filing = Owed("filing", Owes.FILING, "", Stage.HERE, 7, photos=2)
    exchanging.told = Picture(replace(made.BOARD, owed=(filing,)), (), made.KEPT)
    seated.press(Qt.Key.Key_4, CTRL)
    seated.until(lambda: foot(seated)[1] == "1 项待交")


def test_filings_that_are_owed_are_a_line_of_their_own(seated: Hands, exchanging: FakeExchanging) -> None:
    filing = Owed("filing", Owes.FILING, "", Stage.HERE, 7, photos=2)
    exchanging.told = Picture(replace(made.BOARD, owed=(filing,)), (), made.KEPT)
    to_page(seated)
    (line,) = seated.rooms.exchange.board.model.lines
    assert (line.title, line.state) == ("立案", "已存本机")
    assert "7 条没有中心回执" in words(seated)


def test_more_conflicts_than_can_be_listed_are_counted(seated: Hands, exchanging: FakeExchanging) -> None:
    exchanging.told = Picture(made.BOARD, (made.TORN,), made.KEPT, more_torn=1200)
    to_page(seated)
    button = seated.part(QPushButton, "exchange_board_torn")
    assert "1201" in button.text()
    assert "有 1201 处要决定" in words(seated)
    button.click()
    seated.rest()
    lines = seated.rooms.exchange.board.model.lines
    assert [one.title for one in lines] == ["望川大厦", "还有 1200 处"]
    seated.rooms.exchange.board.choose(lines[1].id)
    assert "先选定上面的" in words(seated)


def test_the_real_doors_count_both_workspaces(seated: Hands) -> None:
    session = seated.desktop._session
    assert session is not None
    assert session.filing is not None
    with session.filing.transaction(session.user) as tx:
        case_id = tx.create("case", {"matter": "涉嫌甲案"})
    (first,) = session.filing.entries_of(case_id)
    laptop = Laptop("elsewhere", workspace=session.filing.meta.workspace)
    told = {"matter": {"value": "涉嫌乙案", "base": [[1, first.hash.hex()]]}}
    laptop.write("set", "case", case_id, told)
    with session.filing.transaction(session.user) as tx:
        tx.set("case", case_id, {"matter": "涉嫌丙案"})
    session.filing.merge(laptop.entries)
    picture = RealExchanging().picture(session)
    assert [(one.filing, one.label) for one in picture.conflicts] == [(True, "案由")]
    assert picture.torn == 1
    assert "filing" in [one.id for one in picture.board.owed]


def test_receipts_that_the_hub_contradicts_stand_first_and_red(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    doubted = Doubted(made.NOON, 3, 41, made.NOON - timedelta(days=9), filing=False)
    exchanging.told = Picture(replace(made.SETTLED, doubted=(doubted,)), (made.TORN,), made.KEPT)
    to_page(seated)
    button = seated.part(QPushButton, "exchange_board_torn")
    assert "2" in button.text()
    button.click()
    seated.rest()
    line, torn_line = seated.rooms.exchange.board.model.lines
    assert (line.title, line.state, line.tone) == ("中心的记录与它签过的回执不符", "请告知管理员", "red")
    assert torn_line.title == "望川大厦"
    told = words(seated)
    assert "3 份回执不再算数" in told
    assert "第 41 件，2026-11-14 12:00" in told


def test_a_look_that_nobody_waited_for_begins_nothing_for_who_comes_next(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path
) -> None:
    to_page(seated)
    house, session = seated.desktop.house, seated.desktop._session
    assert house is not None
    assert session is not None
    due = Backup(made.NOON, str(tmp_path), overdue=False, due=True)
    exchanging.told = Picture(made.BOARD, (), due)
    house.exchange.look()
    house.exchange.get_up()
    seated.rest()
    house.exchange.sit_down(session)
    seated.rest()
    assert exchanging.wished == []


# Nothing waits for a slow network.


def test_a_conflict_is_settled_while_an_exchange_goes_on(seated: Hands, exchanging: FakeExchanging) -> None:
    held = Held()
    exchanging.does = held
    torn(seated, exchanging)
    seated.press(Qt.Key.Key_S, CTRL)
    seated.until(lambda: seated.rooms.exchange.strip.words == "正在接收 3/12")
    room = seated.desktop.house.exchange if seated.desktop.house is not None else None
    assert room is not None
    room.do("decide", made.TORN.id)
    dialog = seated.dialog("conflict_dialog")
    seated.part(QPushButton, "take_1", dialog).click()
    seated.part(QPushButton, "conflict_accept", dialog).click()
    assert seated.part(QLabel, "under_way", dialog).text() == "正在保存…"
    # The record of this made conflict is not in the store; what matters is that the answer comes at once.
    seated.until(lambda: "已经没有两个值" in " ".join(one.text() for one in dialog.findChildren(QLabel)))
    assert dialog.findChildren(QLabel, "under_way")[0].isHidden()
    assert not held.gate.is_set()
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: QApplication.activeModalWidget() is None)
    held.gate.set()
    seated.rest()


def test_one_person_more_is_asked_for_while_an_exchange_goes_on(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    held = Held()
    exchanging.does = held
    to_page(seated)
    seated.press(Qt.Key.Key_S, CTRL)
    seated.until(lambda: seated.rooms.exchange.strip.words == "正在接收 3/12")
    house, session = seated.desktop.house, seated.desktop._session
    assert house is not None
    assert session is not None
    house.joining.add(session)
    dialog = seated.dialog("join_way")
    assert not held.gate.is_set()
    dialog.reject()
    held.gate.set()
    seated.rest()
