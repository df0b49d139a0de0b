"""Who lost the password is in again from the sign-in page, with the code from paper. A real laptop."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from inspector_app.casework.people import workspace
from tests.casework.newcomers import PASSWORD, newcomer_at
from tests.casework.office_hub import Office
from tests.stories.hands import Hands
from tests.stories.stage import Opener

NEW = "correct horse 7"


@pytest.fixture
def joined(tmp_path: Path) -> tuple[Path, str]:
    """The folder of a laptop that joined an office, and its recovery code."""
    newcomer = newcomer_at(tmp_path / "laptop")
    told = newcomer.join(Office().enrolled(newcomer.told.request))
    return newcomer.folder, told.recovery_code


def fill(hands: Hands, code: str) -> QPushButton:
    hands.part(QPushButton, "lost_password").click()
    dialog = hands.dialog("recover_dialog")
    accept = hands.part(QPushButton, "recover_accept", dialog)
    assert not accept.isEnabled()
    for name, told in (("recover_code", code), ("recover_password", NEW), ("recover_again", NEW)):
        hands.part(QLineEdit, name, dialog).setText(told)
    assert accept.isEnabled()
    return accept


def test_the_code_from_paper_gives_another_password(desktops: Opener, joined: tuple[Path, str]) -> None:
    folder, code = joined
    hands = desktops(folder)
    fill(hands, code).click()
    hands.until(lambda: hands.desktop.sign_in.notice.code == "recovering.done")
    assert hands._open("recover_dialog") is None
    assert "王五" in hands.desktop.sign_in.notice.accessibleName()
    hands.sign_in(NEW)
    assert hands.desktop.signed_in


def test_a_wrong_code_is_said_in_the_window_and_the_old_password_stays(
    desktops: Opener, joined: tuple[Path, str]
) -> None:
    folder, code = joined
    hands = desktops(folder)
    accept = fill(hands, code[:-1] + ("A" if code[-1] != "A" else "B"))
    accept.click()
    hands.until(lambda: not hands.desktop.jobs.busy)
    dialog = hands.dialog("recover_dialog")
    assert "恢复码" in dialog.notice.accessibleName()
    dialog.reject()
    hands.sign_in(PASSWORD)
    assert hands.desktop.signed_in


def test_in_training_nobody_is_asked_for_a_code(hands: Hands) -> None:
    assert workspace.is_training(hands.desktop._folder)
    found = hands.desktop.sign_in.findChild(QPushButton, "lost_password")
    assert found is not None
    assert found.isHidden()
