"""The documents page with the largest words: what is done with a paper keeps room on the narrowest screen."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QPushButton

from inspector_app.ui.style.screen_settings import ScreenSettings
from tests.stories import paper_hands
from tests.stories.hands import Hands
from tests.ui.wearing import undressed, wear

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

ACTIONS = ("print_paper", "serve_paper", "return_paper", "save_pdf", "void_paper")
LEAST_GAP = 8


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("text", "field"), [(100, False), (150, False), (100, True), (150, True)])
def test_no_action_is_squeezed_and_the_last_stands_apart(
    seated: Hands, language: str, text: int, *, field: bool
) -> None:
    window = seated.desktop.window
    wear(seated, ScreenSettings("light", text=text, field=field, language=language))
    paper_hands.to_an_issued_notice(seated)
    window.resize(1366, 768)
    paper_hands.to_the_documents(seated)
    assert window.width() == 1366
    shown = [seated.part(QPushButton, name) for name in ACTIONS]
    squeezed = [f"{one.width()} of {one.sizeHint().width()}" for one in shown]
    assert [one for one in squeezed if int(one.split()[0]) < int(one.split()[2])] == []
    gaps = [b.x() - (a.x() + a.width()) for a, b in pairwise(shown)]
    assert min(gaps) >= LEAST_GAP
    assert gaps[-1] >= max(gaps[:-1]), "what cannot be taken back is not beside what is pressed often"
