"""The tabs of the middle pane stand in their row, whatever the words and their size."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.controls.parts import button
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load
from inspector_app.ui.workbench.middle_pane import MiddlePane
from tests.ui.wearing import undressed

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

CHINESE = ("检查表 12/189", "问题 14", "文书内容", "照片托盘 31")
ENGLISH = ("Checklists 12/189", "Findings 14", "Document", "Photo tray 31")


def pane_of(look: Look, qtbot: QtBot, words: tuple[str, ...], width: int) -> MiddlePane:
    pane = MiddlePane()
    qtbot.addWidget(pane)
    for n, told in enumerate(words):
        pane.add_tab(str(n), told, QWidget())
    pane.add_end(button("新问题  F2", "new_finding", look=look, icon="plus"))
    pane.resize(width, 300)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.5, 1.6])
@pytest.mark.parametrize("words", [CHINESE, ENGLISH])
@pytest.mark.parametrize("width", [430, 500, 560])
def test_no_tab_is_clipped(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, scale: float, words: tuple[str, ...], width: int
) -> None:
    look = Look(load("light"), tmp_path, scale=scale)
    look.dress(qapp)
    pane = pane_of(look, qtbot, words, width)
    tabs = [pane.findChild(QPushButton, f"tab_{n}") for n in range(len(words))]
    for tab, told in zip(tabs, words, strict=True):
        assert tab.width() >= tab.sizeHint().width(), tab.text()
        assert tab.text().rstrip("…"), "something of the word is left"
        assert told.startswith(tab.text().rstrip("…"))
        assert (tab.accessibleName(), tab.toolTip()) == (told, told)
    assert max(tab.geometry().right() for tab in tabs) < pane.width()
    pane.resize(1000, 300)
    qtbot.waitUntil(lambda: [tab.text() for tab in tabs] == list(words))
