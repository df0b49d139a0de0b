"""The page of exchange: what it says, what its keys begin, how it stops, and how two values are settled."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
)

from inspector_app import desktop
from inspector_app.casework.people import workspace
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.errors import PeerError, Progress
from inspector_app.trust.certificates import certify
from inspector_app.ui.exchange.exchange_room import ExchangeRoom
from inspector_app.ui.exchange.ways import AtHub, Backup, Outcome, Picture
from tests.journal.writing import key_of
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Dresser
from tests.ui import exchange_doors as made
from tests.ui import looking
from tests.ui.exchange_doors import FakeExchanging, FakeJoining, Held
from tests.ui.wearing import LOOKS, undressed

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


def to_page(hands: Hands) -> ExchangeRoom:
    hands.press(Qt.Key.Key_7, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "sync")
    hands.rest()
    assert hands.desktop.house is not None
    return hands.desktop.house.exchange


def words(hands: Hands) -> str:
    page = hands.rooms.exchange
    told = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    told += [one.accessibleName() for one in page.strip.tiles.values()]
    return " ".join([*told, page.strip.words])


def foot(hands: Hands) -> tuple[str, str]:
    frame = hands.rooms.frame
    return frame._truth.toolTip(), frame._owed.text()


# What it says.


def test_the_three_words_stand_with_their_counts(seated: Hands) -> None:
    to_page(seated)
    told = words(seated)
    for part in ("已存本机 64", "已交中心 6", "中心已收 4", "照片和文件 5", "3 项待交"):
        assert part in told
    assert foot(seated) == ("在线 · 已存本机", "3 项待交")


def test_what_is_owed_is_listed_as_people_know_it(seated: Hands) -> None:
    to_page(seated)
    lines = seated.rooms.exchange.board.model.lines
    assert [(one.title, one.state) for one in lines] == [
        ("望川大厦", "已存本机"),
        ("×住建限改〔2026〕3-0012号", "已交中心"),
        ("其他登记", "已存本机"),
    ]
    assert "问题 3 · 照片 5" in lines[0].note


def test_when_all_was_received_the_frame_says_since_when(seated: Hands, exchanging: FakeExchanging) -> None:
    exchanging.told = Picture(made.SETTLED, (), made.KEPT)
    to_page(seated)
    assert "中心已全部收到" in words(seated)
    assert foot(seated) == ("在线 · 已存本机", "已同步 昨天 12:00")
    assert "没有待交的内容" in words(seated)


def test_offline_is_said_calmly(seated: Hands, exchanging: FakeExchanging) -> None:
    exchanging.online = False
    room = to_page(seated)
    room.reach()
    seated.rest()
    assert foot(seated)[0] == "离线 · 已存本机"
    assert "离线时照常工作" in words(seated)


def test_a_laptop_of_no_office_can_still_write_a_file(seated: Hands, exchanging: FakeExchanging) -> None:
    exchanging.told = Picture(replace(made.BOARD, hub=None), (), Backup())
    exchanging.online = False
    to_page(seated)
    assert "还没有加入本局" in words(seated)
    assert "可写入文件带走" in words(seated)
    assert seated.rooms.exchange.write.isEnabled()


# What its keys begin.


def test_a_sync_says_at_once_that_it_began_then_how_far_it_is_then_what_came_of_it(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    held = Held()
    exchanging.does = held
    to_page(seated)
    strip = seated.rooms.exchange.strip
    assert seated.focused == "exchange_sync"
    seated.press(Qt.Key.Key_S, CTRL)
    assert seated.focused == "exchange_cancel", "the keys lead to the way out"
    assert strip.busy, "before the event loop turned once"
    assert strip.words == "正在连接中心…"
    seated.until(lambda: strip.words == "正在接收 3/12")
    assert not seated.rooms.exchange.sync.isEnabled()
    held.gate.set()
    seated.rest()
    assert strip.words == "完成 · 送出 12 · 收到 3 · 中心新收 12 · 送出照片 5"
    assert exchanging.wished == [("hub", "trainee")]
    assert seated.rooms.exchange.sync.isEnabled()
    assert seated.focused == "exchange_sync"


def test_esc_stops_it_and_says_that_nothing_is_lost(seated: Hands, exchanging: FakeExchanging) -> None:
    exchanging.does = Held()
    to_page(seated)
    seated.press(Qt.Key.Key_S, CTRL)
    seated.until(lambda: seated.rooms.exchange.strip.words == "正在接收 3/12")
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    assert seated.rooms.exchange.strip.words == "已取消。已经送到的都算数，下次接着来。"
    assert seated.rooms.exchange.sync.isEnabled()


@pytest.mark.parametrize(
    ("begins", "asked", "words"),
    [
        ("write", "exchange_place", "已取消。文件没有写全，要带走请重新写。"),
        ("read", "exchange_file", "已取消。没读完的文件不算数，可以再读一次。"),
        ("choose_place", "backup_folder", "已取消，这次没有备份；以前的备份都在。"),
    ],
)
def test_what_was_stopped_is_said_as_what_it_was(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path, begins: str, asked: str, words: str
) -> None:
    exchanging.does = Held()
    room, file = to_page(seated), tmp_path / "u.ijx"
    if begins == "read":
        file.write_bytes(b"IJX")
    getattr(room, begins)()
    seated.name_file(asked, tmp_path if begins == "choose_place" else file, rest=False)
    seated.until(lambda: seated.rooms.exchange.strip.words == "正在接收 3/12")
    seated.press(Qt.Key.Key_Escape)
    seated.rest()
    assert seated.rooms.exchange.strip.words == words


def test_a_hub_that_is_silent_keeps_nothing_waiting(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path
) -> None:
    room, asked, held = to_page(seated), Event(), Held()

    def silent(progress: Progress) -> Outcome:
        asked.set()
        return held(progress)

    room._online, exchanging.silent = None, silent  # as at sign-in, before it was asked
    room.reach()
    seated.until(asked.is_set)
    exchanging.online, exchanging.silent = False, None
    room.choose_place()
    seated.name_file("backup_folder", tmp_path)
    assert exchanging.wished == [("backup", str(tmp_path))]
    assert foot(seated)[0] == "离线 · 已存本机", "it is asked again afterwards"


def test_two_presses_begin_one_sync(seated: Hands, exchanging: FakeExchanging) -> None:
    held = Held()
    exchanging.does = held
    room = to_page(seated)
    room.sync()
    room.sync()
    room.write()
    assert QApplication.activeModalWidget() is None
    held.gate.set()
    seated.rest()
    assert exchanging.wished == [("hub", "trainee")]


def test_a_hub_that_is_away_turns_the_frame_offline_and_says_what_to_do(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    def away(_: object) -> Outcome:
        raise PeerError("exchange.unreachable", where="https://10.1.2.3:8443")

    exchanging.does = away
    to_page(seated)
    seated.press(Qt.Key.Key_S, CTRL)
    seated.rest()
    assert foot(seated)[0] == "离线 · 已存本机"
    assert seated.rooms.frame.notice.code == "exchange.unreachable"


def test_the_laptop_may_be_handed_over_in_the_middle(seated: Hands, exchanging: FakeExchanging) -> None:
    exchanging.does = Held()
    to_page(seated)
    seated.press(Qt.Key.Key_S, CTRL)
    seated.until(lambda: seated.rooms.exchange.strip.words == "正在接收 3/12")
    seated.desktop.lock()
    seated.sign_in()
    seated.rest()
    to_page(seated)
    assert not seated.rooms.exchange.strip.busy
    assert seated.rooms.exchange.sync.isEnabled()


def test_a_file_is_written_where_the_person_says(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path
) -> None:
    to_page(seated)
    seated.press(Qt.Key.Key_U, CTRL)
    asked = seated.dialog("exchange_place")
    assert isinstance(asked, QFileDialog)
    assert "培训员-20261124-0912.ijx" in [Path(one).name for one in asked.selectedFiles()]
    seated.name_file("exchange_place", tmp_path / "u.ijx")
    assert exchanging.wished == [("write", str(tmp_path / "u.ijx"))]
    assert seated.rooms.exchange.strip.words.startswith("完成 · 送出 12")


def test_a_file_is_written_for_one_laptop_that_lacks_more(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path
) -> None:
    """Without a net the command line is no way out for anybody: the window offers the other laptops."""
    session = seated.desktop._session
    assert session is not None
    admin, store = session.sign(workspace.TRAINING_PIN).signer, seated.desk.store
    assert admin is not None
    with store.transaction(seated.desk.user) as tx:
        # 沈知远's laptop was certified anew in the same year: it keeps its id, and opens nothing older.
        certified = [(one, one, one, 2) for one in ("纪闻笛", "沈知远", "离任者")]
        for name, key, first, day in (*certified, ("沈知远", "沈知远 again", "沈知远", 9)):
            told = certify(
                admin,
                workspace=store.meta.workspace,
                subject=key_of(key).public,
                user=f"device-{key_of(first).key_id}",
                name=name,
                roles={Role.DEVICE},
                valid_from=date(2026, 3, day),
                valid_to=date(2026, 12, 31),
            )
            tx.act(ActKind.ROLE, "certificate", told.key_id, told.to_content(), admin)
        gone = key_of("离任者").key_id
        tx.act(ActKind.ROLE, "certificate", gone, {"withdrawn": gone, "from": "2026-03-03"}, admin)
    to_page(seated)
    seated.press(Qt.Key.Key_U, CTRL)
    asked = seated.dialog("receiver_dialog")
    found = seated.part(QListWidget, "receiver_list", asked)
    lines = [found.item(n).text() for n in range(found.count())]
    assert lines[0].startswith("中心和本局所有电脑")
    assert [one.split(" ")[0] for one in lines[1:]] == ["沈知远", "纪闻笛"], "none that was withdrawn"
    seated.press(Qt.Key.Key_Down)
    seated.press(Qt.Key.Key_Return)
    seated.name_file("exchange_place", tmp_path / "u.ijx")
    assert exchanging.wished == [("write", str(tmp_path / "u.ijx"))]
    assert exchanging.written_for == [key_of("沈知远 again").key_id]


def test_a_file_is_read_that_the_person_chose(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path
) -> None:
    (tmp_path / "in.ijx").write_bytes(b"IJX")
    to_page(seated)
    seated.press(Qt.Key.Key_I, CTRL)
    seated.name_file("exchange_file", tmp_path / "in.ijx")
    assert exchanging.wished == [("read", str(tmp_path / "in.ijx"))]


# What must be decided.


def torn(hands: Hands, exchanging: FakeExchanging) -> ExchangeRoom:
    exchanging.told = Picture(replace(made.BOARD, branches=(made.BRANCH,)), (made.TORN,), made.KEPT)
    room = to_page(hands)
    hands.part(QPushButton, "exchange_board_torn").click()
    hands.rest()
    return room


def test_two_values_stand_side_by_side_with_who_and_when(seated: Hands, exchanging: FakeExchanging) -> None:
    torn(seated, exchanging)
    told = words(seated)
    for part in ("沈知远 · 这台电脑", "纪闻笛 · 另一台电脑", "昨天 11:00", "昨天 12:00", "现在显示的"):
        assert part in told
    seated.press(Qt.Key.Key_Return, CTRL)
    dialog = seated.dialog("conflict_dialog")
    assert not seated.part(QPushButton, "conflict_accept", dialog).isEnabled(), (
        "nothing is chosen for anybody"
    )
    seated.part(QPushButton, "take_1", dialog).click()
    assert seated.part(QPushButton, "conflict_accept", dialog).isEnabled()
    assert looking.nameless(dialog) == []
    assert looking.cut_off(dialog) == []
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: QApplication.activeModalWidget() is None)


def test_a_third_value_is_written_in_place_of_both(seated: Hands, exchanging: FakeExchanging) -> None:
    torn(seated, exchanging)
    seated.press(Qt.Key.Key_Return, CTRL)
    dialog = seated.dialog("conflict_dialog")
    seated.part(QPlainTextEdit, "third_words", dialog).setFocus()
    seated.write("3号楼14层南侧临边防护缺失2处")
    assert seated.part(QPushButton, "take_third", dialog).isChecked()
    seated.part(QPushButton, "conflict_accept", dialog).click()
    seated.rest()
    # The record of this made conflict is not in the store: it is said so, and what was typed stays.
    assert "已经没有两个值" in " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert seated.part(QPlainTextEdit, "third_words", dialog).toPlainText() == "3号楼14层南侧临边防护缺失2处"
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: QApplication.activeModalWidget() is None)


def test_a_branch_is_told_calmly_with_what_was_done(seated: Hands, exchanging: FakeExchanging) -> None:
    torn(seated, exchanging)
    lines = seated.rooms.exchange.board.model.lines
    assert [one.title for one in lines] == ["望川大厦", "一台电脑的日志有两支"]
    seated.rooms.exchange.board.choose(lines[1].id)
    seated.rest()
    assert "谁也没有覆盖谁" in words(seated)


# What went to and fro, and backups.


def test_the_history_says_why_something_was_not_done(seated: Hands) -> None:
    to_page(seated)
    seated.part(QPushButton, "exchange_board_past").click()
    seated.rest()
    lines = seated.rooms.exchange.board.model.lines
    assert [(one.title, one.state) for one in lines] == [
        ("同步", "没有完成"),
        ("写入文件", "完成"),
        ("同步", "完成"),
    ]
    assert lines[1].note == "送出 64 · 送出照片 5"


def test_a_backup_that_is_late_is_red_and_asks_for_its_place(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path
) -> None:
    exchanging.told = Picture(made.BOARD, (), Backup())
    exchanging.does = lambda _: Outcome()
    to_page(seated)
    assert seated.rooms.exchange.backup._state._tone == "red"
    assert "从未备份" in seated.rooms.exchange.backup.accessibleName()
    seated.press(Qt.Key.Key_B, CTRL)
    seated.name_file("backup_folder", tmp_path)
    assert exchanging.wished == [("backup", str(tmp_path))]
    assert seated.rooms.exchange.strip.words == "备份完成，已重新打开核对"
    assert str(tmp_path) in seated.rooms.exchange.backup.accessibleName()


def test_todays_backup_is_made_by_itself_when_it_is_due_and_by_the_hour(
    seated: Hands, exchanging: FakeExchanging, tmp_path: Path
) -> None:
    exchanging.does = lambda _: Outcome()
    kept = Backup(made.NOON, str(tmp_path), overdue=False, due=False)
    exchanging.told = Picture(made.BOARD, (), kept)
    to_page(seated)
    room = seated.desktop.house.exchange if seated.desktop.house else None
    assert room is not None
    assert room._hourly.isActive()
    room._hourly.timeout.emit()
    seated.rest()
    assert exchanging.wished == [], "nothing is due"
    exchanging.told = Picture(made.BOARD, (), replace(kept, due=True))
    room.refresh()
    seated.rest()
    assert exchanging.wished == [], "while somebody works it comes by the hour, not with every change"
    room._hourly.timeout.emit()
    seated.until(lambda: exchanging.wished == [("backups", "due")])
    seated.rest()
    room._hourly.timeout.emit()
    seated.rest()
    assert len(exchanging.wished) == 1


def card(hands: Hands) -> tuple[QCheckBox, QLabel]:
    backup = hands.rooms.exchange.backup
    return backup._hub, backup._hint


def test_a_laptop_without_an_office_is_offered_no_hub_and_one_with_it_sees_its_last_day(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    exchanging.told = Picture(made.BOARD, (), Backup())
    room = to_page(seated)
    tick, hint = card(seated)
    assert (tick.isVisible(), hint.isVisible()) == (False, True)
    late = AtHub(True, made.NOON - timedelta(days=4))
    exchanging.told = Picture(made.BOARD, (), Backup(hub=late))
    room.refresh()
    seated.rest()
    backup = seated.rooms.exchange.backup
    assert (tick.isVisible(), tick.isChecked(), hint.isVisible()) == (True, True, False)
    assert (backup._hub_state._tone, backup._state.isVisible()) == ("red", False)
    assert "11-19 12:00" in backup.accessibleName()
    exchanging.told = Picture(made.BOARD, (), replace(made.KEPT, hub=replace(late, overdue=False)))
    room.refresh()
    seated.rest()
    assert (backup._hub_state._tone, backup._state._tone) == ("green", "green")


def test_the_hub_is_chosen_by_one_key_and_gets_one_at_once_and_whenever_one_is_due(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    exchanging.does = lambda _: Outcome()
    exchanging.told = Picture(made.BOARD, (), Backup(hub=AtHub()))
    room = to_page(seated)
    tick, _ = card(seated)
    seated.tab_to("backup_hub")
    seated.press(Qt.Key.Key_Space)
    seated.until(lambda: len(exchanging.wished) == 2)
    seated.rest()
    assert exchanging.wished == [("keep at hub", "True"), ("backups", "due")]
    assert tick.isChecked()
    assert seated.rooms.exchange.strip.words == "备份完成，已送到中心"
    exchanging.told = Picture(made.BOARD, (), Backup(hub=AtHub(True, made.NOON, overdue=False, due=True)))
    room._hourly.timeout.emit()
    seated.until(lambda: len(exchanging.wished) == 3)
    seated.rest()
    seated.press(Qt.Key.Key_B, CTRL)
    seated.until(lambda: exchanging.wished[-1] == ("backups", "asked"))
    seated.rest()
    tick.click()
    seated.until(lambda: exchanging.wished[-1] == ("keep at hub", "False"))
    seated.rest()
    assert not tick.isChecked()
    assert seated.rooms.exchange.board.isEnabled()


def test_a_hub_that_is_away_is_told_in_one_line_and_asked_no_more_by_itself(
    seated: Hands, exchanging: FakeExchanging
) -> None:
    exchanging.does, exchanging.online = (lambda _: Outcome()), False
    exchanging.told = Picture(made.BOARD, (), replace(made.KEPT, hub=AtHub(True, None, due=True)))
    room = to_page(seated)
    room.reach()
    seated.until(lambda: room._online is False)
    room._hourly.timeout.emit()
    seated.rest()
    assert exchanging.wished == [], "the hub alone is due, and is known to be away"
    exchanging.told = Picture(made.BOARD, (), replace(exchanging.told.backup, due=True))
    room._hourly.timeout.emit()
    seated.until(lambda: exchanging.wished == [("backups", "due")])
    seated.rest()
    strip = seated.rooms.exchange.strip
    assert strip.words.startswith("备份完成，已重新打开核对；")
    assert seated.rooms.frame.notice.code == "", "nobody is called away from their work"


@pytest.mark.parametrize("worn", ["light", "large", "field", "english"])
def test_the_page_is_whole_in_every_look(seated_in: Dresser, exchanging: FakeExchanging, worn: str) -> None:
    seated = seated_in(LOOKS[worn])
    room = torn(seated, exchanging)
    late = AtHub(True, made.NOON - timedelta(days=4))
    exchanging.told = replace(exchanging.told, backup=replace(made.KEPT, hub=late))
    room.refresh()
    seated.rest()
    QApplication.processEvents()
    window = seated.desktop.window
    assert looking.cut_off(window) == []
    assert looking.too_small(window, seated.desktop._look.target) == []
    assert looking.nameless(window) == []
