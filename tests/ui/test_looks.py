"""Every page and window in every look: nothing cut off, large enough for gloves, named; contrast computed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from inspector_app.ui.style.tokens import LOOKS as TOKENS
from inspector_app.ui.style.tokens import contrast, load
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Dresser
from tests.ui import looking
from tests.ui import test_words_and_names as usual
from tests.ui.wearing import LOOKS, undressed, wear

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

INKS = ("text", "sub", "mute", "accent")
GROUNDS = ("bg", "card", "side", "head", "hover", "select", "accent_soft", "gate", "ghost", "desk")
SWEPT = ("field", "large")
"""Looks in which things are larger; the others differ in colour alone, which is computed below."""


def settings(hands: Hands) -> None:
    hands.press(Qt.Key.Key_8, CTRL)
    hands.rest()


def keys(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Slash, CTRL)


def account(hands: Hands) -> None:
    settings(hands)
    hands.tab_to("add_account")
    hands.press(Qt.Key.Key_Space)


def password(hands: Hands) -> None:
    settings(hands)
    hands.tab_to("change_password")
    hands.press(Qt.Key.Key_Space)


def new_pin(hands: Hands) -> None:
    settings(hands)
    hands.tab_to("change_pin")
    hands.press(Qt.Key.Key_Space)


def conclude(hands: Hands) -> None:
    usual.bench(hands)
    hands.rooms.questions.conclude()


PAGES: dict[str, Callable[[Hands], None]] = {**usual.PAGES, "settings": settings}
DIALOGS: dict[str, Callable[[Hands], None]] = {
    **usual.DIALOGS,
    "confirm_dialog": conclude,
    "key_sheet": keys,
    "account_dialog": account,
    "password_dialog": password,
    "new_pin_dialog": new_pin,
}


def too_low(root: QWidget) -> list[str]:
    """Labels of one line that are lower than their words."""
    shown = [one for one in root.findChildren(QLabel) if one.isVisibleTo(root) and one.text()]
    return [
        f"{one.text()[:20]} needs {one.sizeHint().height()} has {one.height()}"
        for one in shown
        if not one.wordWrap() and one.height() + 1 < one.sizeHint().height()
    ]


def faults(root: QWidget, hands: Hands) -> list[str]:
    """What is wrong with what is shown."""
    told = [f"cut off: {one}" for one in looking.cut_off(root)]
    told += [f"too small: {one}" for one in looking.too_small(root, hands.desktop._look.target)]
    told += [f"too low: {one}" for one in too_low(root)]
    return [*told, *(f"nameless: {one}" for one in looking.nameless(root))]


@pytest.mark.parametrize("worn", SWEPT)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole_in_every_size(seated_in: Dresser, name: str, worn: str) -> None:
    seated = seated_in(LOOKS[worn])
    PAGES[name](seated)
    seated.rest()
    QApplication.processEvents()
    assert faults(seated.desktop.window, seated) == []


@pytest.mark.parametrize("worn", SWEPT)
@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_is_whole_in_every_size(seated_in: Dresser, name: str, worn: str) -> None:
    seated = seated_in(LOOKS[worn])
    DIALOGS[name](seated)
    dialog: QDialog = seated.dialog(name.partition(",")[0])
    seated.rest()
    assert faults(dialog, seated) == []
    assert dialog.height() <= 768
    assert dialog.width() <= 1366
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize("worn", LOOKS)
def test_the_sign_in_page_is_whole_in_every_look(seated: Hands, worn: str) -> None:
    wear(seated, LOOKS[worn])
    seated.desktop.lock()
    seated._focus_window()
    assert faults(seated.desktop.sign_in, seated) == []
    seated.sign_in()
    assert seated.desktop.signed_in


@pytest.mark.parametrize("name", TOKENS)
def test_every_writing_can_be_read_on_every_ground(name: str) -> None:
    """WCAG: 4.5 to 1 for text; the look for the sun and for tired eyes reaches 7."""
    tokens, least = load(name), 7 if name == "contrast" else 4.5
    told = {field: getattr(tokens, field) for field in (*INKS, *GROUNDS)}
    pairs = {(ink, ground): (told[ink], told[ground]) for ink in INKS for ground in GROUNDS}
    for tone, (ground, ink) in tokens.chips.items():
        pairs[tone, "chip"] = (ink, ground)
        pairs |= {(tone, on): (ink, getattr(tokens, on)) for on in ("bg", "card", "gate", "select", "hover")}
        pairs |= {(one, tone): (getattr(tokens, one), ground) for one in ("text", "sub")}
    pairs["on_accent", "accent"] = (tokens.on_accent, tokens.accent)
    assert len(pairs) > 80
    assert {pair: round(contrast(*two), 2) for pair, two in pairs.items() if contrast(*two) < least} == {}


def test_words_that_stand_for_what_is_not_typed_yet_are_readable_too(seated: Hands) -> None:
    """Under a style sheet Qt would show them in a half transparent colour."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert f"placeholder-text-color: {seated.desktop._look.tokens.mute}" in app.styleSheet()
