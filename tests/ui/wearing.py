"""The window in other looks and languages: put on, and taken off again when the test ends."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from inspector_app.ui.style.look import Look
from inspector_app.ui.style.screen_settings import ScreenSettings
from tests.stories.hands import Hands

LOOKS = {
    "light": ScreenSettings("light"),
    "dark": ScreenSettings("dark"),
    "contrast": ScreenSettings("contrast"),
    "field": ScreenSettings("light", field=True),
    "large": ScreenSettings("light", text=150),
    "english": ScreenSettings("light", language="en"),
}
"""By name; `field` is 外场模式, `large` has words of 150 %."""


def wear(hands: Hands, settings: ScreenSettings) -> None:
    """Dress the window and wait until it stands again."""
    old = hands.desktop.house
    hands.desktop.redress(settings)
    hands.until(lambda: hands.desktop.house is not old)
    hands.rest()
    QApplication.processEvents()


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[None]:
    """What a language put into the application goes with the test."""
    yield
    for one in qapp.findChildren(QTranslator):
        qapp.removeTranslator(one)
        one.deleteLater()


@pytest.fixture
def under(qapp: QApplication, look: Look) -> Iterator[QWidget]:
    """A window of the usual size for others to stand over."""
    window = QWidget()
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    yield window
    for one in window.findChildren(QDialog):
        one.reject()
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    look.dress(qapp)
