"""Two laptops of one office and its real hub: they join, work, exchange over the network and by stick."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from inspector_app.answers import demos
from inspector_app.casework.people import workspace
from inspector_app.casework.visits import findings, photos
from inspector_app.catalog.case import read_case
from inspector_app.domain.chinese import CHINA
from inspector_app.ui.exchange.exchange_room import ExchangeRoom
from inspector_app.ui.style.screen_settings import ScreenSettings
from tests.hub_http.conftest import founded, start
from tests.stories import office
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener
from tests.sync.hubs import Bureau
from tests.ui.wearing import undressed, wear

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

SHOT = demos.shipped_cases()[0].parent / "photos" / "edge.jpg"
THIRD = "3#楼14层南侧临边防护栏杆缺失，长约2米。"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A training hub in a process of its own."""
    data = tmp_path / "hub"
    running = start(data, founded(data, "--training")["hub_id"])
    made = Bureau(running, tmp_path)
    yield made
    made.close()
    running.close()


def picture(hands: Hands, name: str, where: Path) -> None:
    """Keep a picture of the window for eyes: where INSPECTOR_PICTURES says, else beside the test's data."""
    folder = Path(os.environ.get("INSPECTOR_PICTURES", str(where)))
    folder.mkdir(parents=True, exist_ok=True)
    QApplication.processEvents()
    shown = QApplication.activeModalWidget() or hands.desktop.window
    assert shown.grab().save(str(folder / f"{name}.png"))


def at(hands: Hands) -> None:
    """Sit down before the window of one of the laptops."""
    hands.desktop.window.activateWindow()
    hands.until(hands.desktop.window.isActiveWindow)


def join(hands: Hands, bureau: Bureau, name: str) -> None:
    """Join with a code that the hub's office made, as a person does it at the sign-in page."""
    at(hands)
    code = bureau.code(name).text()
    hands.part(QPushButton, "join").click()
    hands.dialog("join_way")
    hands.part(QPushButton, "join_code").click()
    dialog = hands.dialog("join_code")
    for field, told in (
        ("join_code_text", code.lower().replace("-", " ")),
        ("join_password", workspace.TRAINING_PASSWORD),
        ("join_again", workspace.TRAINING_PASSWORD),
    ):
        hands.part(QLineEdit, field, dialog).setText(told)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: not hands.desktop.jobs.busy)
    assert hands._open("join_code") is None, [one.text() for one in dialog.findChildren(QLabel)]
    hands.until(lambda: "已加入本局" in hands.desktop.sign_in.notice.accessibleName())
    hands.sign_in()
    hands.until(lambda: hands.desktop.signed_in)
    hands.rest()


def to_page(hands: Hands) -> ExchangeRoom:
    at(hands)
    hands.press(Qt.Key.Key_7, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "sync")
    hands.rest()
    assert hands.desktop.house is not None
    return hands.desktop.house.exchange


def sync(hands: Hands, where: Path | None = None) -> str:
    """Press the one button and return what came of it; keep a picture of how it goes on where it is told."""
    to_page(hands)
    hands.press(Qt.Key.Key_S, CTRL)
    assert hands.rooms.exchange.strip.busy
    if where is not None:
        assert hands.rooms.exchange.strip.words, "it says at once what it does"
        picture(hands, "during", where)
    hands.rest()
    return hands.rooms.exchange.strip.words


def verdict(hands: Hands) -> str:
    return hands.part(QLabel, "exchange_verdict").text()


def fact(hands: Hands, finding_id: str) -> str:
    record = hands.store.record("finding", finding_id)
    assert record is not None
    return str(record.fields["fact"])


def test_two_laptops_work_exchange_and_settle(desktops: Opener, bureau: Bureau, tmp_path: Path) -> None:
    shots = tmp_path / "pictures"
    one, other = desktops(tmp_path / "one"), desktops(tmp_path / "other")
    for hands in (one, other):
        hands.clock.moment = datetime.now(CHINA)  # the hub's process has no other clock

    # The first laptop joins, and its day begins.
    join(one, bureau, "沈知远")
    for path in demos.shipped_cases():
        office.enter(one.desk, read_case(path), furnished=True)
    one.begin("临江")
    one.new_finding()
    one.phrase("lb")
    bench = one.rooms.work.bench
    assert bench is not None
    finding_id = bench.findings[0].id
    photos.attach_photo(one.desk, finding_id, SHOT.read_bytes())
    one.rest()
    to_page(one)
    assert [line.title for line in one.rooms.exchange.board.model.lines][:1] == [office.SITE]
    assert "项待交" in verdict(one)
    picture(one, "before", shots)
    assert sync(one, shots).startswith("完成"), one.notice
    assert verdict(one) == "中心已全部收到"
    picture(one, "after", shots)
    assert one.store.received([_sha(one, finding_id)])

    # The second one joins and gets all of it.
    join(other, bureau, "纪闻笛")
    assert sync(other).startswith("完成"), other.notice
    sync(one)
    sync(other)
    assert one.store.digest() == other.store.digest()

    # Both write the same field, neither knowing of the other.
    findings.change(one.desk, finding_id, fact="南侧临边无防护。")
    findings.change(other.desk, finding_id, fact="南侧防护缺失两处。")
    assert sync(one).startswith("完成")
    assert "要决定" in sync(other)
    assert verdict(other) == "有 1 处要决定"
    other.part(QPushButton, "exchange_board_torn").click()
    other.rest()
    picture(other, "torn", shots)
    for name, look in (
        ("torn-dark", ScreenSettings("dark")),
        ("torn-large", ScreenSettings("light", text=150)),
        ("torn-english", ScreenSettings("light", language="en")),
        ("torn-light", ScreenSettings("light")),
    ):
        wear(other, look)
        to_page(other)
        other.part(QPushButton, "exchange_board_torn").click()
        other.rest()
        picture(other, name, shots)
    other.press(Qt.Key.Key_Return, CTRL)
    dialog = other.dialog("conflict_dialog")
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "沈知远 · 另一台电脑" in told
    assert "纪闻笛 · 这台电脑" in told
    picture(other, "settling", shots)
    other.part(QPlainTextEdit, "third_words", dialog).setFocus()
    other.write(THIRD)
    other.part(QPushButton, "conflict_accept", dialog).click()
    other.rest()
    assert fact(other, finding_id) == THIRD
    assert sync(other).startswith("完成")
    assert sync(one).startswith("完成")
    assert fact(one, finding_id) == THIRD
    assert one.store.conflicts() == []
    assert one.store.digest() == other.store.digest()

    # The hub goes away; what the first one writes travels on a stick.
    bureau.running.kill()
    findings.change(one.desk, finding_id, location="3#楼14层南侧")
    sync(one)
    assert one.rooms.frame._truth.toolTip() == "离线 · 已存本机"
    assert one.notice
    picture(one, "offline", shots)
    stick = tmp_path / "u.ijx"
    to_page(one)
    one.press(Qt.Key.Key_U, CTRL)
    one.dialog("receiver_dialog")
    one.press(Qt.Key.Key_Return)  # for the whole office
    one.name_file("exchange_place", stick)
    assert stick.exists()
    assert one.rooms.exchange.strip.words.startswith("完成")
    to_page(other)
    for _ in range(2):  # the same file once more changes nothing
        other.press(Qt.Key.Key_I, CTRL)
        other.name_file("exchange_file", stick)
        assert other.rooms.exchange.strip.words.startswith("完成"), other.notice
        assert one.store.digest() == other.store.digest()
    picture(other, "read", shots)


def _sha(hands: Hands, finding_id: str) -> str:
    return photos.of_finding(hands.store, finding_id)[0].sha256
