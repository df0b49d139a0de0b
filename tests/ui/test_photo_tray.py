"""The tray: keys, the mouse, what is dropped; values in, wishes out."""

from datetime import datetime

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.casework.visits.photos import Shot
from inspector_app.domain.chinese import CHINA
from inspector_app.ui.controls.pictures import Shelf
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.photos.tray_grid import CARRIED, PhotoGrid
from inspector_app.ui.photos.tray_page import TrayPage
from inspector_app.ui.photos.tray_rows import Section
from inspector_app.ui.photos.tray_values import TRAY, Heap, Tile, Tray, tile_of
from inspector_app.ui.photos.tray_work import TrayWork
from inspector_app.ui.style.look import Look

NONE, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def a_shot(n: int, finding_id: str = "", stated: str = "") -> Shot:
    return Shot(f"p{n}", f"{n:064x}", finding_id, "", datetime(2026, 11, 24, 9, n, tzinfo=CHINA), stated, n)


def a_tray(waiting: int = 5, attached: int = 3, *, fixed: bool = False, locked: bool = False) -> Tray:
    heaps = (
        Heap(TRAY, 0, "", tuple(a_shot(n) for n in range(waiting))),
        Heap("f1", 1, "临边无防护", tuple(a_shot(20 + n, "f1") for n in range(attached)), fixed=fixed),
        Heap("f2", 2, "", ()),
    )
    return Tray("i1", heaps, locked)


class Wishes:
    """What a page emitted."""

    def __init__(self, page: TrayPage) -> None:
        self.told: list[tuple[object, ...]] = []
        for name in ("attach_wanted", "detach_wanted", "remove_wanted", "arrange_wanted", "in_vain"):
            getattr(page, name).connect(lambda *told, name=name: self.told.append((name, *told)))


@pytest.fixture
def page(look: Look, qtbot: QtBot) -> TrayPage:
    made = TrayPage(look, Shelf())
    qtbot.addWidget(made)
    made.resize(570, 620)
    made.show_tray(a_tray())
    made.show()
    made.activateWindow()
    made.grid.setFocus()
    qtbot.waitUntil(made.grid.hasFocus)
    return made


@pytest.fixture
def wishes(page: TrayPage) -> Wishes:
    return Wishes(page)


def press(page: TrayPage, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        QTest.keyClick(page.grid, key, modifier)


def test_enter_attaches_what_is_chosen_to_the_open_finding(page: TrayPage, wishes: Wishes) -> None:
    page.open_finding = lambda: "f2"
    press(page, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert wishes.told == [("attach_wanted", ["p0", "p2"], "f2")]


def test_enter_without_an_open_finding_says_so(page: TrayPage, wishes: Wishes) -> None:
    press(page, Qt.Key.Key_Return)
    assert wishes.told == [("in_vain", "photo.no_finding_open")]


def test_a_digit_attaches_to_the_finding_of_that_number(page: TrayPage, wishes: Wishes) -> None:
    press(page, Qt.Key.Key_Right, Qt.Key.Key_2)
    press(page, Qt.Key.Key_9)
    assert wishes.told == [("attach_wanted", ["p1"], "f2"), ("in_vain", "photo.no_such_finding")]


def test_shift_extends_and_ctrl_a_takes_all(page: TrayPage) -> None:
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_Right, modifier=SHIFT)
    assert page.grid.chosen == ["p1", "p2", "p3"]
    press(page, Qt.Key.Key_A, modifier=CTRL)
    assert len(page.grid.chosen) == 5


def test_walking_goes_by_rows_and_stays_inside(page: TrayPage) -> None:
    press(page, Qt.Key.Key_Up, Qt.Key.Key_Left)
    assert page.grid.current is not None
    assert page.grid.current.key == "p0"
    press(page, Qt.Key.Key_Down)
    assert page.grid.current.key == "p4"
    press(page, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert page.grid.current.key == "p4"
    press(page, Qt.Key.Key_Home)
    assert page.grid.current.key == "p0"


def test_delete_removes_and_backspace_means_nothing_in_the_tray(page: TrayPage, wishes: Wishes) -> None:
    press(page, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
    assert wishes.told == [("remove_wanted", ["p0"])]


def test_the_photos_of_a_finding_go_back_and_are_put_into_order(page: TrayPage, wishes: Wishes) -> None:
    page.heaps.setFocus()
    QTest.keyClick(page.heaps, Qt.Key.Key_Down)
    assert page.here == "f1"
    assert [tile.key for tile in page.grid.tiles] == ["p20", "p21", "p22"]
    press(page, Qt.Key.Key_Right, Qt.Key.Key_Backspace)
    press(page, Qt.Key.Key_Right, modifier=ALT)
    press(page, Qt.Key.Key_Return, Qt.Key.Key_1)
    assert wishes.told == [("detach_wanted", ["p21"]), ("arrange_wanted", "f1", ["p20", "p22", "p21"])]


@pytest.mark.parametrize("told", [a_tray(fixed=True), a_tray(locked=True)])
def test_what_is_issued_or_concluded_stays_and_it_is_said(page: TrayPage, wishes: Wishes, told: Tray) -> None:
    page.show_tray(told)
    page.show_heap("f1")
    press(page, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_2)
    assert wishes.told == []
    assert "不能再动" in page._told.text()
    assert not page.findChild(QPushButton, "tray_remove").isEnabled()  # type: ignore[union-attr]


def drop(page: TrayPage, told: QMimeData, finding_id: str) -> None:
    place = page.heaps.row_of(finding_id).center()
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, action, told, button, NONE)
    QApplication.sendEvent(page.heaps, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page.heaps, QDropEvent(QPointF(place), action, told, button, NONE))


def test_photos_dropped_on_a_finding_are_attached_and_on_the_tray_put_back(
    page: TrayPage, wishes: Wishes
) -> None:
    told = QMimeData()
    told.setData(CARRIED, b"p1\np3")
    drop(page, told, "f2")
    page.show_heap("f1")
    back = QMimeData()
    back.setData(CARRIED, b"p20")
    drop(page, back, TRAY)
    assert wishes.told == [("attach_wanted", ["p1", "p3"], "f2"), ("detach_wanted", ["p20"])]


def test_a_picture_dropped_on_a_finding_from_outside_is_offered_to_it(page: TrayPage, qtbot: QtBot) -> None:
    told = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    told.setImageData(image)
    with qtbot.waitSignal(page.pictures_offered) as offered:
        drop(page, told, "f2")
    assert offered.args is not None
    assert offered.args[0] == "f2"


def test_a_click_chooses_and_a_second_one_lets_go(page: TrayPage) -> None:
    middle = page.grid._rows.places[1].center()
    for wanted in (["p1"], []):
        QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, NONE, middle)
        assert page.grid.chosen == wanted


def test_a_photo_that_is_opened_is_chosen_no_more_and_no_less_than_before(page: TrayPage) -> None:
    opened: list[str] = []
    page.opened.connect(opened.append)
    page.grid.choose(["p3"])
    viewport, left = page.grid.viewport(), Qt.MouseButton.LeftButton
    for n in (1, 3):
        middle = page.grid._rows.places[n].center()
        QTest.mouseClick(viewport, left, NONE, middle)
        QTest.mouseDClick(viewport, left, NONE, middle)
        assert page.grid.chosen == ["p3"]
    assert opened == ["p1", "p3"]


def test_what_was_chosen_stays_chosen_while_it_is_there(page: TrayPage) -> None:
    page.grid.choose(["p1", "p4"])
    page.show_tray(a_tray(waiting=4))
    assert page.grid.chosen == ["p1"]


def test_an_empty_tray_teaches_and_says_how_photos_come_in(page: TrayPage) -> None:
    page.show_tray(a_tray(waiting=0))
    assert "扫码" in page._empty_words.text()
    assert page._empty_words.isVisible()
    page.show_heap("f2")
    assert "还没有照片" in page._empty_words.text()


def test_nothing_of_one_person_is_left_on_the_page_for_the_next(page: TrayPage) -> None:
    page.show_heap("f1")
    page.show_removed(2)
    page.forget()
    assert page.grid.tiles == []
    assert page.grid.accessibleDescription() == page.heaps.accessibleDescription() == ""
    assert page.here == TRAY
    assert not page.findChild(QPushButton, "tray_undo_button").isVisible()  # type: ignore[union-attr]
    press(page, Qt.Key.Key_Delete, Qt.Key.Key_1)
    page.show_tray(a_tray())
    assert len(page.grid.tiles) == 5


def test_a_list_that_asks_for_small_pictures_while_nobody_is_there_gets_none(qtbot: QtBot) -> None:
    jobs = Jobs()
    work = TrayWork(jobs, Shelf())
    work.load_thumbs(["0" * 64])
    work.fetch_thumbs(["0" * 64])
    assert not jobs.busy


def test_what_the_device_states_is_called_a_statement() -> None:
    shot = a_shot(36, stated="2026-11-24 09:36:00 +0800；30.123456,104.123456；HUAWEI P60")
    tile = tile_of(shot, 1, str)
    assert tile.caption == "11-24 09:36"
    assert "设备自述 2026-11-24 09:36" in tile.spoken
    assert "30.123456,104.123456" in tile.spoken
    assert tile.spoken.count("09:36") == 1


def test_a_photo_without_a_time_says_so() -> None:
    shot = Shot("p", "0" * 64, "", "", None, "", 0)
    assert tile_of(shot, 1, str).caption == "无时间"


def test_only_what_is_in_view_is_asked_for_and_what_a_later_question_dropped_is_asked_again(
    look: Look, qtbot: QtBot
) -> None:
    shelf, asked = Shelf(), list[list[str]]()
    grid = PhotoGrid(look, shelf, "grid", "照片")
    qtbot.addWidget(grid)
    grid.thumbs_wanted.connect(asked.append)
    grid.resize(560, 300)
    grid.show()
    tiles = tuple(Tile(f"k{n}", f"t{n}", "", f"照片 {n}") for n in range(2000))
    grid.show_sections([Section("今天", tiles[:700]), Section("昨天", tiles[700:])])
    assert 4 <= len(asked[-1]) <= 16
    grid.show_thumb("t0", QImage(4, 4, QImage.Format.Format_RGB32))
    before = set(asked[-1])
    grid.verticalScrollBar().setValue(grid._rows.places[4].height())
    assert "t0" not in asked[-1]
    assert before & set(asked[-1]), "those still in view and not there yet are asked for again"
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    assert asked[-1][-1] == "t1999"


def test_two_thousand_tiles_are_laid_out_and_painted_at_once(look: Look, qtbot: QtBot) -> None:
    grid = PhotoGrid(look, Shelf(), "grid", "照片")
    qtbot.addWidget(grid)
    grid.resize(700, 400)
    grid.show()
    tiles = tuple(Tile(f"k{n}", f"t{n}", "09:12", f"照片 {n}") for n in range(2000))
    grid.show_sections([Section("今天", tiles)])
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.current is not None
    assert grid.current.key == "k1999"
    assert grid.accessibleDescription() == "照片 1999"
    assert not grid.grab().isNull()
