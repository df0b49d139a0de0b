"""An empty folder: the window offers training, makes it with progress, and can be told to stop."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QPushButton, QTableView

from inspector_app.casework.people import workspace
from inspector_app.casework.play import samples
from inspector_app.catalog.case import read_case
from inspector_app.ui.entrance.training import CASES
from tests.stories.stage import Opener
from tests.ui.wearing import LOOKS, undressed, wear

__all__ = ["undressed"]


def test_training_is_made_with_progress_and_signed_into(desktops: Opener, tmp_path: Path) -> None:
    hands = desktops(tmp_path / "data")
    page = hands.desktop.sign_in
    seen: list[tuple[int, int]] = []
    bar = page.findChild(QProgressBar, "bar")
    bar.valueChanged.connect(lambda value: seen.append((value, bar.maximum())))
    hands.part(QPushButton, "training").setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.part(QPushButton, "stop").isVisible())
    hands.until(lambda: not hands.desktop.jobs.busy)
    assert seen
    assert all(value <= most for value, most in seen)
    assert hands.part(QComboBox, "people").currentText() == workspace.TRAINING_NAME
    told = " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())
    assert workspace.TRAINING_PASSWORD in told
    assert workspace.TRAINING_PIN in told
    hands.sign_in()
    hands.go_to("visits")
    assert hands.part(QTableView, "visits_table").model().rowCount() == 2
    assert hands.notice == ""


def test_what_is_being_made_is_said_in_the_windows_language(
    desktops: Opener, tmp_path: Path, undressed: None
) -> None:
    hands = desktops(tmp_path / "data")
    wear(hands, LOOKS["english"])
    page, said = hands.desktop.sign_in, list[str]()
    page.findChild(QProgressBar, "bar").valueChanged.connect(lambda _: said.append(page._doing.text()))
    hands.part(QPushButton, "training").setFocus()
    hands.press(Qt.Key.Key_Space)
    said.append(page._doing.text())
    hands.until(lambda: page.findChild(QProgressBar, "bar").value() > 0)
    hands.until(lambda: not hands.desktop.jobs.busy)
    names = [read_case(samples.folder() / name).target.name for name, _, _ in CASES]
    assert list(dict.fromkeys(said)) == [
        "Making the training workspace…",
        *(f"Putting in a case: {name}" for name in names),
    ]
    assert page._hint.text() == "Training account: password training, PIN 246810"


@pytest.mark.parametrize("done", [0, 1])
def test_a_training_that_is_stopped_can_be_begun_again_or_used(
    desktops: Opener, tmp_path: Path, done: int
) -> None:
    hands = desktops(tmp_path / "data")
    hands.part(QPushButton, "training").setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.part(QPushButton, "stop").isVisible())
    page = hands.desktop.sign_in
    hands.until(lambda: page.findChild(QProgressBar, "bar").value() >= done)
    hands.part(QPushButton, "stop").click()
    made = page.findChild(QPushButton, "enter")
    hands.until(lambda: made.isVisible() or page.findChild(QPushButton, "training").isVisible())
    assert made.isVisible() is workspace.exists(tmp_path / "data")
    if made.isVisible():
        hands.sign_in()
        assert hands.desktop._session is not None
