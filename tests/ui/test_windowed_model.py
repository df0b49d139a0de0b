"""A list of a million rows: only what is looked at is read, stale answers are dropped, memory is bounded."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.controls.windowed_model import MOST_AT_ONCE, MOST_PAGES, PAGE, Window
from inspector_app.ui.controls.windowed_table import WindowedTable
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.look import Look
from tests.ui.windowed import MILLION, Line, Lines, LinesModel, Reader

KEY = Qt.Key


class Shown:
    """A table over a million rows, in a window of its own."""

    def __init__(self, look: Look, qtbot: QtBot, count: int = MILLION) -> None:
        self.qtbot = qtbot
        self.jobs = Jobs()
        self.lines = Lines(count)
        self.model = LinesModel()
        self.model.show_columns(3)
        self.reader = Reader(self.model, self.jobs, self.lines)
        self.table = WindowedTable(look, self.model, "rows", "行")
        self.table.resize(700, 480)
        self.table.show()
        self.table.activateWindow()
        self.table.setFocus()
        self.model.show(count, 0, self.lines.rows(0, PAGE))
        self.lines.asked.clear()
        self.table.go_to(0)
        self.rest()

    def rest(self) -> None:
        """Wait until all that is seen is there."""
        QCoreApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.model._turn.isActive() and not self.jobs.busy, timeout=60_000)
        QCoreApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.model._turn.isActive() and not self.jobs.busy, timeout=60_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.table, key, held)

    @property
    def pages(self) -> list[int]:
        return [first // PAGE for first, _ in self.lines.asked]

    def close(self) -> None:
        self.jobs.close()
        self.table.close()
        self.table.deleteLater()
        self.model.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shown(look: Look, qapp: QApplication, qtbot: QtBot) -> Iterator[Shown]:
    look.dress(qapp)
    made = Shown(look, qtbot)
    yield made
    made.close()


def test_the_page_that_came_with_the_answer_is_not_read_again_and_one_ahead_is(shown: Shown) -> None:
    assert shown.model.rowCount() == MILLION
    assert shown.pages == [1]


def test_end_reads_the_last_page_and_what_lies_beside_it_alone(shown: Shown) -> None:
    shown.lines.asked.clear()
    shown.press(KEY.Key_End)
    shown.rest()
    assert shown.table.row == MILLION - 1
    last = (MILLION - 1) // PAGE
    assert set(shown.pages) <= {last, last - 1}
    assert shown.model.index(MILLION - 1, 1).data() == f"行 {MILLION - 1} 1"
    shown.press(KEY.Key_Home)
    shown.rest()
    assert shown.table.row == 0


def test_the_scroll_bar_is_as_long_as_the_list_and_a_leap_reads_where_it_ends(shown: Shown) -> None:
    shown.lines.asked.clear()
    bar = shown.table.verticalScrollBar()
    seen = shown.table.viewport().height() // shown.table.rowHeight(0)
    assert bar.maximum() == MILLION - seen
    bar.setValue(500_000)
    shown.rest()
    at = 500_000 // PAGE
    assert set(shown.pages) <= {at, at + 1, at + 2}
    top = shown.table.indexAt(QPoint(10, 10))
    assert top.row() == 500_000
    assert top.data() == "行 500000 0"


def test_pages_that_were_scrolled_past_while_one_is_read_are_not_read(shown: Shown) -> None:
    shown.lines.asked.clear()
    shown.lines.open.clear()
    bar = shown.table.verticalScrollBar()
    for n in range(1, 60):  # one long pull of the handle, while the first page is not here yet
        bar.setValue(n * 5_000)
        shown.table.viewport().repaint()
        shown.qtbot.waitUntil(lambda: not shown.model._turn.isActive())
    assert len(shown.reader.windows) >= 59
    shown.lines.open.set()
    shown.rest()
    assert shown.table.indexAt(QPoint(10, 10)).data() == f"行 {59 * 5_000} 0"
    first, last = 5_000 // PAGE, 59 * 5_000 // PAGE
    assert set(shown.pages) <= {first, first + 1, last, last + 1, last + 2}


def test_no_more_is_held_than_a_fixed_number_of_pages(shown: Shown) -> None:
    for page in range(3 * MOST_PAGES):
        shown.table.go_to(page * PAGE)
        shown.model.take(shown.model.tag, page * PAGE, shown.lines.rows(page * PAGE, PAGE))
    assert shown.model.held == MOST_PAGES * PAGE
    shown.rest()
    assert shown.model.held <= MOST_PAGES * PAGE


def test_rows_of_an_answer_that_is_no_longer_shown_are_passed_by(shown: Shown) -> None:
    old = shown.model.tag
    shown.model.show(10, 0, [Line(str(n), f"新 {n}") for n in range(10)])
    shown.model.take(old, 0, shown.lines.rows(0, PAGE))
    assert shown.model.index(3, 0).data() == "新 3 0"
    assert shown.model.rowCount() == 10


def test_a_row_that_is_read_says_so_and_changes_when_it_comes() -> None:
    model = LinesModel()
    model.show_columns(2)
    model.show(1000)
    wanted: list[Window] = []
    model.wanted.connect(wanted.append)
    index = model.index(300, 1)
    assert index.data() is None
    assert index.data(Role.AWAITED) is True
    assert index.data(Qt.ItemDataRole.AccessibleTextRole)
    QCoreApplication.processEvents()
    assert [one.pages for one in wanted] == [((256, PAGE),)]
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.take(model.tag, 256, [Line(str(n), f"行 {n}") for n in range(256, 256 + PAGE)])
    assert changed == [(256, 383)]
    assert index.data() == "行 300 1"
    assert index.data(Role.AWAITED) is False


def test_what_did_not_come_is_asked_for_at_the_next_look_and_no_sooner() -> None:
    model = LinesModel()
    model.show_columns(1)
    model.show(1000)
    wanted: list[Window] = []
    model.wanted.connect(wanted.append)
    for _ in range(3):
        model.index(5, 0).data()
        QCoreApplication.processEvents()
    assert len(wanted) == 1
    model.give_up(model.tag)
    model.index(5, 0).data()
    QCoreApplication.processEvents()
    assert len(wanted) == 2


def test_a_page_that_came_back_empty_is_not_asked_for_for_ever() -> None:
    model = LinesModel()
    model.show_columns(1)
    model.show(1000)
    wanted: list[Window] = []
    model.index(5, 0).data()
    QCoreApplication.processEvents()
    model.take(model.tag, 0, [])
    model.wanted.connect(wanted.append)
    assert model.index(5, 0).data() is None
    QCoreApplication.processEvents()
    assert all(first != 0 for one in wanted for first, _ in one.pages)


@given(st.lists(st.integers(0, 9_999), min_size=1, max_size=60))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_whatever_is_looked_at_is_asked_for_in_whole_pages_and_told_rightly(looks: list[int]) -> None:
    model, lines = LinesModel(), Lines(10_000)
    model.show_columns(1)
    model.show(lines.count)
    wanted: list[Window] = []
    model.wanted.connect(wanted.append)
    for row in looks:
        model.index(row, 0).data()
        QCoreApplication.processEvents()
        for window in wanted:
            assert len(window.pages) <= MOST_AT_ONCE
            for first, many in window.pages:
                assert first % PAGE == 0
                assert many == PAGE
                model.take(window.tag, first, lines.rows(first, many))
        wanted.clear()
        assert model.index(row, 0).data() == f"行 {row} 0"
    assert model.held <= MOST_PAGES * PAGE


def test_j_and_k_and_the_arrows_move_and_the_bar_stays_in_its_column(shown: Shown) -> None:
    for key in (KEY.Key_Right, KEY.Key_J, KEY.Key_J, KEY.Key_Down, KEY.Key_K):
        shown.press(key)
    assert shown.table.row == 2
    assert shown.table.currentIndex().column() == 1
    assert shown.table.chosen == ((2, 1),)
    shown.press(KEY.Key_PageDown)
    shown.rest()
    assert shown.table.row > 5


def test_letters_read_nothing_and_ctrl_a_paints_no_million_rows(shown: Shown) -> None:
    shown.lines.asked.clear()
    QTest.keyClicks(shown.table, "xyz")
    assert shown.lines.asked == []
    assert shown.table.row == 0
    shown.press(KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    shown.rest()
    assert shown.table.chosen == ((0, MILLION),)
    assert set(shown.pages) <= {0, 1}


def test_enter_space_s_escape_and_copying_are_wishes(shown: Shown, qtbot: QtBot) -> None:
    told: list[object] = []
    shown.table.opened.connect(told.append)
    shown.table.sort_wanted.connect(lambda at: told.append(f"sort {at}"))
    shown.table.whole_wanted.connect(lambda: told.append("whole"))
    shown.table.copy_wanted.connect(lambda: told.append("copy"))
    shown.table.left.connect(lambda: told.append("left"))
    shown.table.go_to(7, 2)
    for key in (KEY.Key_Return, KEY.Key_S, KEY.Key_Space, KEY.Key_Escape):
        shown.press(key)
    shown.press(KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert told == [7, "sort 2", "whole", "left", "copy"]
    QTest.mouseClick(shown.table.head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert told[-1] == "sort 0"


def test_several_chosen_ranges_are_told_in_order(shown: Shown) -> None:
    select = shown.table.selectionModel().select
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    shown.table.go_to(40)
    for row in (3, 4, 90):
        select(shown.model.index(row, 0), flags)
    assert sum(many for _, many in shown.table.chosen) == 4
    assert [first for first, _ in shown.table.chosen] == sorted(first for first, _ in shown.table.chosen)
    assert QGuiApplication.clipboard() is not None
