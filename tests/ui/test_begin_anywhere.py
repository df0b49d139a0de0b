"""Ctrl+N begins an inspection from every page but the workbench; every top bar has the search."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from inspector_app.ui.controls.search_button import SearchButton
from tests.stories.hands import CTRL, PLACES, Hands


@pytest.mark.parametrize("place", sorted(PLACES))
def test_ctrl_n_begins_an_inspection_from_every_page(seated: Hands, place: str) -> None:
    seated.go_to(place)
    assert seated.rooms.frame.page == place
    seated.press(Qt.Key.Key_N, CTRL)
    seated.dialog("target_picker")
    assert len(seated.desktop.window.findChildren(QDialog, "target_picker")) == 1
    seated.press(Qt.Key.Key_Escape)
    seated.begin("临江 3标")
    assert seated.rooms.frame.page == "bench"


def test_at_the_workbench_it_is_a_new_finding(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.press(Qt.Key.Key_N, CTRL)
    seated.until(lambda: seated.focused == "fact")
    assert seated.desktop.window.findChildren(QDialog, "target_picker") == []


@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_top_bar_has_the_search(seated: Hands, place: str) -> None:
    seated.go_to(place)
    search = seated.part(SearchButton, "search_everything")
    search.click()
    assert seated.dialog("finder").isVisible()
    seated.press(Qt.Key.Key_Escape)
