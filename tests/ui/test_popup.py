"""The list below a field: its keys, its place on the page, and what it leaves to the field."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.popup import EDGE, Popup
from inspector_app.ui.style.look import Look

Key = Qt.Key
WORDS = ("一", "二", "三")


class Words(Popup[str]):
    """A list of words that remembers what it was told."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(look, over, "words", wide=200, foot=20)
        self.heard: list[str | None] = []
        self.painted: list[tuple[str, bool]] = []
        self.alone = False

    def spoken(self, count: int) -> str:
        return f"{count} words"

    def moved(self, offer: str | None) -> None:
        self.heard.append(offer)

    def takes_enter(self, modifiers: Qt.KeyboardModifier) -> bool:
        return not (self.alone and modifiers)

    def own_key(self, key: int) -> bool:
        return key == Key.Key_Insert

    def paint_offer(self, painter: QPainter, room: QRectF, offer: str, *, chosen: bool) -> None:
        self.painted.append((offer, chosen))

    def paint_foot(self, painter: QPainter, room: QRectF) -> None:
        self.painted.append(("foot", False))


class Page(QWidget):
    """A page with two fields and the list."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.resize(500, 400)
        self.field, self.other = QLineEdit(self), QLineEdit(self)
        self.field.setGeometry(20, 40, 300, 30)
        self.other.setGeometry(20, 360, 300, 30)
        self.words = Words(look, self)
        self.picked: list[str] = []
        self.words.picked.connect(self.picked.append)
        self.field.installEventFilter(self.words)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.field, key, held)


@pytest.fixture
def page(qapp: QApplication, look: Look, qtbot: QtBot) -> Page:
    made = Page(look)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def test_the_arrows_go_round_and_enter_picks(page: Page) -> None:
    page.words.show_offers(WORDS, page.field)
    assert page.words.accessibleName() == "3 words"
    assert page.words.offers == WORDS
    for key in (Key.Key_Down, Key.Key_Up, Key.Key_Up):
        page.press(key)
    assert page.words.heard == ["一", "二", "一", "三"]
    assert page.words.under_bar == "三"
    page.press(Key.Key_Return)
    assert page.picked == ["三"]
    assert page.words.offers == ()
    assert page.words.heard[-1] == "三", "what was picked was not given up"


@pytest.mark.parametrize(
    ("key", "held", "alone", "picks"),
    [
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, False, True),
        (Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, False, True),
        (Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, True, False),
    ],
)
def test_a_list_says_which_enter_it_takes(
    page: Page, key: Qt.Key, held: Qt.KeyboardModifier, alone: bool, picks: bool
) -> None:
    page.words.alone = alone
    page.words.show_offers(WORDS, page.field)
    page.press(key, held)
    assert page.picked == (["一"] if picks else [])


def test_esc_is_claimed_and_closes_the_list_alone(page: Page) -> None:
    esc = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    esc.ignore()
    assert not page.words.eventFilter(page.field, esc), "a closed list claims nothing"
    page.words.show_offers(WORDS, page.field)
    other = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    other.ignore()
    assert not page.words.eventFilter(page.field, other)
    assert not other.isAccepted()
    assert page.words.eventFilter(page.field, esc)
    assert esc.isAccepted()
    page.press(Key.Key_Escape)
    assert page.words.offers == ()
    assert page.words.heard[-1] is None
    assert page.picked == []


def test_all_other_keys_are_the_fields(page: Page) -> None:
    page.words.show_offers(WORDS, page.field)
    page.press(Key.Key_A)
    assert page.field.text() == "a"
    insert = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Insert, Qt.KeyboardModifier.NoModifier)
    assert page.words.eventFilter(page.field, insert), "its own key is the list's"
    assert page.words.offers == WORDS


def test_it_goes_with_the_keys_and_when_nothing_is_offered(page: Page) -> None:
    page.words.show_offers(WORDS, page.field)
    page.other.setFocus()
    assert page.words.offers == ()
    page.field.setFocus()
    page.words.show_offers(WORDS, page.field)
    page.words.show_offers((), page.field)
    assert page.words.offers == ()
    assert page.words.heard == ["一", None, "一", None]
    page.words.show_offers((), page.field)
    assert len(page.words.heard) == 4, "a closed one is not closed again"


def test_it_stands_below_its_field_or_above_and_inside_the_page(page: Page) -> None:
    page.words.show_offers(WORDS, page.field)
    assert page.words.geometry().topLeft() == QPoint(20, page.field.geometry().bottom() + 4)
    assert page.words.width() == page.field.width()
    page.words.show_offers(WORDS, page.other)
    assert page.words.geometry().bottom() < page.other.geometry().top()
    narrow = QLineEdit(page)
    narrow.setGeometry(440, 40, 50, 30)
    page.words.show_offers(WORDS, narrow)
    assert page.words.width() == page.words.look.px(200)
    assert page.rect().contains(page.words.geometry())


def test_a_click_picks_and_one_on_the_foot_does_not(page: Page) -> None:
    page.words.show_offers(WORDS, page.field)
    left, second = Qt.MouseButton.LeftButton, EDGE + page.words._row + 3
    foot = QPoint(30, page.words.height() - 3)
    QTest.mouseClick(page.words, left, pos=foot)
    QTest.mouseClick(page.words, Qt.MouseButton.RightButton, pos=QPoint(30, second))
    assert page.picked == []
    QTest.mouseClick(page.words, left, pos=QPoint(30, second))
    assert page.picked == ["二"]


def test_the_bar_is_under_the_chosen_one(page: Page) -> None:
    page.words.show_offers(WORDS, page.field)
    page.press(Key.Key_Down)
    page.words.painted.clear()
    page.words.grab()
    assert page.words.painted[-4:] == [("一", False), ("二", True), ("三", False), ("foot", False)]
