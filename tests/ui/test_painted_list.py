"""The painted list: what it chooses, opens, says and paints, whatever its rows are."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.painted_list import PaintedList, Piece
from inspector_app.ui.style.look import Look

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Key = Qt.Key
STREETS = (("东街", ("1号楼", "2号楼")), ("西街", ("3号楼", "4号楼", "5号楼")))


class Houses(PaintedList[str, str]):
    """Houses by street; notes what it paints."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "houses")
        self.painted: list[str] = []

    def row_height(self) -> int:
        return 40

    def head_height(self) -> int:
        return 20

    def paint_head(self, painter: QPainter, room: QRectF, piece: Piece[str, str]) -> None:
        self.painted.append(f"{piece.head} {piece.count}")

    def paint_row(self, painter: QPainter, room: QRectF, row: str, at: int) -> None:
        self.painted.append(row)

    def same(self, one: str, other: str) -> bool:
        return one == other

    def spoken(self, row: str | None) -> str:
        return f"房屋：{row}" if row else "房屋"

    def tip(self, row: str) -> str:
        return f"<{row}>"


@pytest.fixture
def houses(look: Look, qtbot: QtBot) -> Houses:
    made = Houses(look)
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show_groups(STREETS)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_keys_go_from_row_to_row_past_the_heads_and_open(houses: Houses, qtbot: QtBot) -> None:
    seen = [houses.current]
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_End, Key.Key_Down, Key.Key_Up, Key.Key_Home, Key.Key_Up):
        qtbot.keyClick(houses, key)
        seen.append(houses.current)
    assert seen == ["1号楼", "2号楼", "3号楼", "5号楼", "5号楼", "4号楼", "1号楼", "1号楼"]
    opened = QSignalSpy(houses.opened)
    qtbot.keyClick(houses, Key.Key_Return)
    qtbot.keyClick(houses, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(houses, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [opened.at(n)[0] for n in range(opened.count())] == ["1号楼", "1号楼"]


def test_the_name_says_what_has_the_keys(houses: Houses, qtbot: QtBot) -> None:
    assert houses.accessibleName() == "房屋：1号楼"
    qtbot.keyClick(houses, Key.Key_Down)
    assert houses.accessibleName() == "房屋：2号楼"
    assert not houses.show_groups(())
    assert (houses.accessibleName(), houses.current, houses.rows) == ("房屋", None, ())
    qtbot.keyClick(houses, Key.Key_Down)
    assert houses.current is None


def test_what_was_chosen_stays_chosen_while_it_is_there(houses: Houses, qtbot: QtBot) -> None:
    qtbot.keyClick(houses, Key.Key_End)
    assert houses.show_groups((("西街", ("5号楼", "6号楼")),))
    assert houses.current == "5号楼"
    assert not houses.show_groups((("西街", ("6号楼", "7号楼")),))
    assert houses.current == "6号楼"


def test_a_click_chooses_two_open_and_a_head_is_nothing(houses: Houses) -> None:
    opened, port = QSignalSpy(houses.opened), houses.viewport()
    QTest.mousePress(port, LEFT, pos=houses.row_rect(3).center())
    assert (houses.current, opened.count()) == ("4号楼", 0)
    QTest.mousePress(port, RIGHT, pos=houses.row_rect(0).center())
    QTest.mousePress(port, LEFT, pos=QPoint(20, 10))
    QTest.mousePress(port, LEFT, pos=QPoint(20, 390))
    assert houses.current == "4号楼"
    QTest.mousePress(port, LEFT, pos=houses.row_rect(1).center())
    QTest.mouseDClick(port, LEFT, pos=houses.row_rect(1).center())
    assert (houses.current, opened.count(), opened.at(0)[0]) == ("2号楼", 1, "2号楼")
    QTest.mouseDClick(port, LEFT, pos=QPoint(20, 10))
    assert opened.count() == 1


def test_the_mouse_shows_the_words_of_a_row_verbatim(houses: Houses) -> None:
    def over(where: QPoint) -> str:
        at, none = QPointF(where), Qt.MouseButton.NoButton
        kind, bare = QMouseEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
        houses.mouseMoveEvent(QMouseEvent(kind, at, at, none, none, bare))
        return houses.viewport().toolTip()

    assert "&lt;3号楼&gt;" in over(houses.row_rect(2).center())
    assert over(QPoint(20, 10)) == ""


def test_only_what_is_seen_is_painted_and_what_is_chosen_comes_into_sight(
    houses: Houses, qtbot: QtBot
) -> None:
    many = tuple(f"{n}号楼" for n in range(5_000))
    houses.show_groups((("长街", many),))
    houses.painted.clear()
    houses.viewport().repaint()
    assert houses.painted[:2] == ["长街 5000", "0号楼"]
    assert len(houses.painted) <= 400 // 40 + 2
    qtbot.keyClick(houses, Key.Key_End)
    bar = houses.verticalScrollBar()
    assert bar.value() == bar.maximum() == 20 + 5_000 * 40 - houses.viewport().height()
    houses.painted.clear()
    houses.viewport().repaint()
    assert houses.painted[-1] == "4999号楼"
    qtbot.keyClick(houses, Key.Key_PageUp)
    assert houses.current == f"{4_999 - (houses.viewport().height() // 40 - 1)}号楼"
    houses.resize(300, 200)
    assert bar.maximum() == 20 + 5_000 * 40 - houses.viewport().height()


def test_it_is_painted_anew_when_the_keys_come_or_go(houses: Houses, qtbot: QtBot) -> None:
    houses.setFocus()
    qtbot.waitUntil(houses.hasFocus)
    qtbot.wait(1)
    houses.painted.clear()
    houses.clearFocus()
    qtbot.waitUntil(lambda: bool(houses.painted))
