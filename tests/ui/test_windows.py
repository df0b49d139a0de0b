"""Which windows there are: the one, and small ones over it that go away with whoever is signed in."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.shell.window import IdleWatch, MainWindow, fills_screen
from tests.stories.hands import CTRL, Hands


class Watch(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, thing: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(thing, QWidget) and thing.isWindow():
            popup = thing.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup
            if not popup and not isinstance(thing, QDialog | QMainWindow):
                self.seen.append(f"{type(thing).__name__} {thing.objectName()} {thing.accessibleName()}")
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    watch = Watch()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


def test_nothing_but_the_window_and_its_dialogs_is_a_window(watch: Watch, seated: Hands) -> None:
    """A part that is shown before it has a parent flashes up beside the window and takes the keys away."""
    seated.ready_to_issue()
    seated.new_finding()
    seated.phrase("wjsjlqjzc")
    seated.rooms.bench.findings.open_finding("")
    seated.choose_kind("停工")
    seated.rooms.reception.enter_officer()
    seated.press(Qt.Key.Key_Escape)
    seated.press(Qt.Key.Key_Escape)
    seated.press(Qt.Key.Key_3, CTRL)
    seated.rest()
    seated.desktop.lock()
    assert watch.seen == []


def conclude(hands: Hands) -> None:
    hands.begin("临江")
    hands.rooms.questions.conclude()
    hands.dialog("confirm_dialog")


def pin(hands: Hands) -> None:
    hands.ready_to_issue()
    hands.press(Qt.Key.Key_F9)
    hands.dialog("pin_dialog")


def pick(hands: Hands) -> None:
    hands.press(Qt.Key.Key_N, CTRL)
    hands.dialog("target_picker")


def photos(hands: Hands) -> None:
    hands.begin("临江")
    hands.new_finding()
    hands.press(Qt.Key.Key_F4)
    hands.dialog("photo_files")


@pytest.mark.parametrize("opened", [conclude, pin, pick, photos])
def test_when_the_laptop_locks_itself_no_question_stays_open(
    seated: Hands, opened: Callable[[Hands], None]
) -> None:
    """Whoever sits down next must not answer it in another's name."""
    opened(seated)
    seated.desktop._idle.idle.emit()
    assert seated.desktop._session is None
    assert seated.desktop.sign_in.isVisible()
    assert [one for one in seated.desktop.window.findChildren(QDialog) if one.isVisible()] == []
    seated.sign_in()
    seated.rest()
    assert seated.rooms.frame.isVisible()


def test_what_is_being_typed_when_the_laptop_locks_itself_is_kept(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write("说到一半")
    seated.desktop._idle.idle.emit()
    seated.sign_in()
    seated.rest()
    assert seated.store.records("finding")[0].fields["fact"] == "说到一半"


def test_locking_and_closing_twice_is_harmless(seated: Hands) -> None:
    for _ in range(2):
        seated.desktop.lock()
        assert seated.desktop.sign_in.isVisible()
    for _ in range(2):
        seated.desktop.close()
    assert seated.desktop._session is None


def test_nobody_there_is_told_once_the_keys_and_the_mouse_have_rested(qtbot: QtBot) -> None:
    watched = QWidget()
    qtbot.addWidget(watched)
    idle = IdleWatch(watched, minutes=0.002)
    with qtbot.waitSignal(idle.idle):
        pass
    for key in (Qt.Key.Key_A, Qt.Key.Key_B):
        qtbot.keyClick(watched, key)
        assert idle._timer.isActive()


@pytest.mark.parametrize(
    ("free", "fills"),
    [
        ((1366, 768), True),  # the usual laptop: a title bar would push the line of keys below the edge
        ((1366, 728), True),
        ((1280, 800), True),
        ((1920, 1040), False),
        ((1440, 860), False),
        ((800, 800), False),  # no laptop's: the window stays as it is
    ],
)
def test_the_window_fills_a_screen_on_which_it_would_be_cut_off(free: tuple[int, int], fills: bool) -> None:
    assert fills_screen(QSize(*free)) is fills


def test_the_window_says_that_it_closes_and_comes_forward_when_asked(qtbot: QtBot) -> None:
    window = MainWindow("住建执法")
    qtbot.addWidget(window)
    window.showMinimized()
    window.come_forward()
    qtbot.waitUntil(lambda: window.isVisible() and not window.isMinimized())
    with qtbot.waitSignal(window.closing):
        window.close()
