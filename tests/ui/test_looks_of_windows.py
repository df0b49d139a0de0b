"""Windows of photos and signing, search, manual, targets and papers in every look.

Nothing is cut off, everything is named and large enough, Tab reaches it, and contrast is measured as painted.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QWidget,
)

from inspector_app.ui.controls.dialogs import Dialog
from inspector_app.ui.shell.application import look_of, speak
from tests.stories import paper_hands
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.ui import looking
from tests.ui.inks import dim
from tests.ui.photo_windows import WINDOWS
from tests.ui.test_looks import too_low
from tests.ui.test_paper_dialogs import documents
from tests.ui.wearing import LOOKS, under, undressed, wear

__all__ = ["under", "undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

COLOURS, SIZES = ("light", "dark"), ("field", "large", "english")
"""外场模式 wears the colours of high contrast."""


class Keys:
    """Presses keys in whatever window has them."""

    def press(self, key: Qt.Key) -> None:
        window = QGuiApplication.focusWindow()
        assert window is not None
        QTest.keyClick(window, key)


def faults(root: QWidget, least: int, keys: Keys | Hands) -> list[str]:
    """What is wrong with a window that has the keys."""
    told = [f"cut off: {one}" for one in looking.cut_off(root)]
    told += [f"too small: {one}" for one in looking.too_small(root, least)]
    told += [f"too low: {one}" for one in too_low(root)]
    told += [f"nameless: {one}" for one in looking.nameless(root)]
    told += [f"dim: {one}" for one in dim(root)]
    told += [f"out of place: {one}" for one in moved(root)]
    seen = looking.stops(keys, root.window())  # type: ignore[arg-type]
    return [*told, *(f"not reached: {one}" for one in looking.unreached(root, seen))]


def moved(root: QWidget) -> list[str]:
    """The title of a dialog where height is to spare: that stands above the buttons."""
    if not isinstance(root, Dialog):
        return []
    title = next(one for one in root.findChildren(QLabel) if one.property("k") == "h2")
    whole = title.y() == 20 and title.height() <= title.sizeHint().height() + 1
    return [] if whole else [f"{title.text()} at {title.y()}, {title.height()} high"]


@pytest.mark.parametrize("worn", [*COLOURS, *SIZES])
@pytest.mark.parametrize("name", WINDOWS)
def test_windows_of_photos_and_signing(
    qapp: QApplication, under: QWidget, tmp_path: Path, name: str, worn: str
) -> None:
    speak(qapp, LOOKS[worn].language or "zh")
    look = look_of(qapp, LOOKS[worn], tmp_path)
    look.dress(qapp)
    window = WINDOWS[name](look, under)
    QApplication.processEvents()
    assert faults(window, look.target, Keys()) == []


def in_turn(
    hands: Hands, worn: tuple[str, ...], shown: dict[str, Callable[[Hands], None]]
) -> dict[str, list[str]]:
    """Show each window in each look; return what is wrong, by look and window."""
    told = {}
    for look in worn:
        wear(hands, LOOKS[look])
        for name, show in shown.items():
            show(hands)
            hands.rest()
            dialog = QApplication.activeModalWidget() or hands.desktop.window
            QApplication.processEvents()
            told[f"{name}, {look}"] = faults(dialog, hands.desktop._look.target, hands)
            if dialog is not hands.desktop.window:
                hands.press(Qt.Key.Key_Escape)
                paper_hands.no_dialog(hands)
    return {place: found for place, found in told.items() if found}


def void(hands: Hands) -> None:
    hands.tab_to("void_paper")
    hands.press(Qt.Key.Key_Space)
    hands.dialog("void_dialog")


def by(key: Qt.Key, dialog: str, modifier: Qt.KeyboardModifier = CTRL) -> Callable[[Hands], None]:
    def show(hands: Hands) -> None:
        hands.press(key, modifier)
        hands.dialog(dialog)

    return show


def people(hands: Hands) -> None:
    hands.press(Qt.Key.Key_P, CTRL | SHIFT)


def targets(hands: Hands) -> None:
    hands.press(Qt.Key.Key_5, CTRL)
    hands.rest()
    hands.until(lambda: bool(hands.rooms.targets.target_id))


PAPERS: dict[str, Callable[[Hands], None]] = {
    "print": by(Qt.Key.Key_P, "print_panel"),
    "serve": by(Qt.Key.Key_D, "service_dialog"),
    "return": by(Qt.Key.Key_R, "return_dialog"),
    "void": void,
}
REST: dict[str, Callable[[Hands], None]] = {
    "finder": by(Qt.Key.Key_K, "finder"),
    "manual": by(Qt.Key.Key_F1, "manual", Qt.KeyboardModifier.NoModifier),
    "targets": targets,
    "people": people,
}


@pytest.mark.parametrize("worn", [COLOURS, SIZES], ids=["colours", "sizes"])
def test_windows_of_papers(seated: Hands, worn: tuple[str, ...]) -> None:
    documents(seated)
    assert in_turn(seated, worn, PAPERS) == {}


@pytest.mark.parametrize("worn", [COLOURS, SIZES], ids=["colours", "sizes"])
def test_search_manual_and_targets(seated: Hands, worn: tuple[str, ...]) -> None:
    assert in_turn(seated, worn, REST) == {}
