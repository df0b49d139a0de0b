"""Fixtures of the stories: a folder of its own for each test, and the window over it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.desktop import Desktop
from inspector_app.ui.shell.application import dress, speak
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.screen_settings import ScreenSettings, write
from tests.stories.hands import PATIENCE, Hands
from tests.stories.office import MORNING, found

Opener = Callable[..., Hands]
"""Opens the window over a folder, in the look and language that are chosen there if any are given."""
Dresser = Callable[[ScreenSettings], Hands]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace on its first day: two targets, no office, nobody of the bureau."""
    folder = tmp_path_factory.mktemp("shelf") / "data"
    found(folder, furnished=False)
    return folder


@pytest.fixture(scope="session")
def furnished_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in use: two targets, the office and two officers."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    found(folder, furnished=True)
    return folder


@pytest.fixture
def site(shelf: Path, tmp_path: Path) -> Path:
    return shutil.copytree(shelf, tmp_path / "data")


@pytest.fixture
def furnished_site(furnished_shelf: Path, tmp_path: Path) -> Path:
    return shutil.copytree(furnished_shelf, tmp_path / "data")


@pytest.fixture
def desktops(qapp: QApplication, look: Look, qtbot: QtBot) -> Iterator[Opener]:
    """Opens the window over a folder; every window is closed when the test ends."""
    opened: list[Hands] = []

    def make(folder: Path, chosen: ScreenSettings | None = None) -> Hands:
        clock = PlayedClock(MORNING)
        worn, language = (look, "zh") if chosen is None else put_on(qapp, folder, chosen)
        desktop = Desktop(qapp, folder, worn, language, clock)
        hands = Hands(desktop, clock, qtbot)
        opened.append(hands)
        desktop.begin()
        desktop.window.activateWindow()
        hands.until(lambda: desktop.rooms is not None and not desktop.jobs.busy)
        hands.until(desktop.window.isActiveWindow)
        return hands

    yield make
    for hands in opened:
        close(hands.desktop, qtbot)
    # What a test put there is made by Python and must not outlive it.
    QGuiApplication.clipboard().clear()


def put_on(app: QApplication, folder: Path, chosen: ScreenSettings) -> tuple[Look, str]:
    """Dress the application as a start does on a laptop where this was chosen."""
    write(folder / "screen", chosen)
    language = chosen.language or "zh"
    speak(app, language)
    return dress(app, folder), language


def close(desktop: Desktop, qtbot: QtBot) -> None:
    """Close a window for good: nothing of it is left to hear the events of the next test."""
    desktop.window.close()
    window, idle = desktop.window, desktop._idle
    with qtbot.waitSignal(window.destroyed, timeout=PATIENCE):
        idle.deleteLater()
        window.deleteLater()
    desktop.deleteLater()


@pytest.fixture
def hands(desktops: Opener, site: Path) -> Hands:
    """The window on the first day, not signed in."""
    return desktops(site)


@pytest.fixture
def seated(desktops: Opener, furnished_site: Path) -> Hands:
    """The window of an office in use, signed in."""
    hands = desktops(furnished_site)
    hands.sign_in()
    return hands


@pytest.fixture
def seated_in(desktops: Opener, furnished_site: Path) -> Dresser:
    """The same, opened in a look and language of the test's choice."""

    def make(chosen: ScreenSettings) -> Hands:
        hands = desktops(furnished_site, chosen)
        hands.sign_in()
        return hands

    return make
