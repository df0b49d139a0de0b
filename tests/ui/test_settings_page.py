"""The settings page: applied at once, kept over a restart, everything by keys; and the key sheet."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from inspector_app.casework.people import workspace
from inspector_app.ui.controls.parts import Elided
from inspector_app.ui.settings.keys import EVERYWHERE, keys_of
from inspector_app.ui.style.screen_settings import read
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener
from tests.ui import looking
from tests.ui.wearing import undressed

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")


def to_settings(hands: Hands) -> None:
    hands.press(Qt.Key.Key_8, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "settings")
    hands.rest()


def press(hands: Hands, name: str) -> None:
    """Press a button of the page by keys, and wait until the window stands again if it is built anew."""
    old = hands.desktop.house
    hands.part(QAbstractButton, name).setFocus()
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.desktop.house is not old)
    hands.rest()


def shown(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("look_dark", "look", "dark"),
        ("look_contrast", "look", "contrast"),
        ("text_125", "text", 125),
        ("language_en", "language", "en"),
        ("field_mode", "field", True),
    ],
)
def test_a_choice_is_applied_at_once_and_kept(
    seated: Hands, furnished_site: Path, name: str, field: str, value: object
) -> None:
    to_settings(seated)
    press(seated, name)
    assert getattr(read(furnished_site / "screen")[0], field) == value
    assert seated.rooms.frame.page == "settings", "the person is still where they were"
    seated.until(lambda: seated.focused == name)
    assert seated.part(QAbstractButton, name).isChecked()


def test_the_window_speaks_english_from_the_next_moment_on(seated: Hands) -> None:
    to_settings(seated)
    press(seated, "language_en")
    assert "Settings" in shown(seated.rooms.settings)
    assert "Today" in [one.text().strip() for one in seated.rooms.frame.findChildren(QAbstractButton)]
    told = [one.accessibleName() for one in seated.rooms.settings.findChildren(Elided)]
    told.append(shown(seated.rooms.settings))
    assert sum("Administrator, Supervisor, Inspector" in one for one in told) == 2, told
    assert not any("Officers" in one for one in told), "a role is one person's"
    assert seated.rooms.targets._tabs.button(1).text() == "Officers"
    press(seated, "language_zh")
    assert "设置" in shown(seated.rooms.settings)


def test_the_page_says_who_is_signed_in_and_what_this_laptop_is(seated: Hands, furnished_site: Path) -> None:
    to_settings(seated)
    told = shown(seated.rooms.settings).replace("\u200b", "")
    for words in (
        "培训员",
        "trainee",
        "管理员",
        "执法人员",
        "2031-11-23",
        str(furnished_site),
        "SQLite",
        "Qt",
    ):
        assert words in told
    seated.part(QAbstractButton, "copy_about").click()
    assert str(furnished_site) in QGuiApplication.clipboard().text()
    assert "已复制" in seated.notice


def test_every_control_is_named_reached_and_large_enough(seated: Hands) -> None:
    to_settings(seated)
    window = seated.desktop.window
    assert looking.nameless(window) == []
    assert looking.too_small(window) == []
    assert looking.cut_off(window) == []
    seen = looking.stops(seated, window)
    assert looking.unreached(window, seen) == []


def test_a_password_is_changed_and_signs_in(seated: Hands) -> None:
    to_settings(seated)
    seated.part(QAbstractButton, "change_password").click()
    dialog = seated.dialog("password_dialog")
    for told, name in (
        ("wrong one", "old_password"),
        ("ein langer Satz", "new_password"),
        ("ein langer Satz", "new_password_again"),
    ):
        seated.part(QLineEdit, name, dialog).setText(told)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert "密码不对" in shown(dialog)
    seated.part(QLineEdit, "old_password", dialog).setText(workspace.TRAINING_PASSWORD)
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert "登录密码已修改" in seated.notice
    seated.desktop.lock()
    seated.sign_in()
    assert not seated.desktop.signed_in
    seated.sign_in("ein langer Satz")
    assert seated.desktop.signed_in


def test_the_office_is_changed_from_here_and_shown_at_once(seated: Hands) -> None:
    to_settings(seated)
    seated.part(QAbstractButton, "change_office").click()
    dialog = seated.dialog("office_dialog")
    seated.part(QLineEdit, "office_phone", dialog).setText("0899-1234 5678")
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    assert "0899-1234 5678" in shown(seated.rooms.settings)


def test_esc_leads_back_to_the_inspection_that_is_open(seated: Hands) -> None:
    seated.begin("临江")
    to_settings(seated)
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    assert seated.rooms.work.bench is not None


def test_a_restart_opens_as_it_was_left(desktops: Opener, furnished_site: Path) -> None:
    hands = desktops(furnished_site)
    hands.sign_in()
    to_settings(hands)
    press(hands, "text_110")
    hands.desktop.close()
    assert read(furnished_site / "screen")[0].text == 110


def test_the_key_sheet_names_the_pages_keys_and_those_of_everywhere(seated: Hands) -> None:
    seated.begin("临江")
    seated.press(Qt.Key.Key_Slash, CTRL)
    sheet = seated.dialog("key_sheet")
    told = shown(sheet)
    for words in ("新问题", "签发", "外场模式", "全部按键", "确定"):
        assert words in told
    assert looking.nameless(sheet) == []
    seated.press(Qt.Key.Key_Slash, CTRL)
    seated.until(lambda: not sheet.isVisible() if seated._open("key_sheet") else True)


def test_a_key_is_named_once_and_the_pages_own_meaning_wins() -> None:
    groups = dict(keys_of("settings", (("Esc", "返回"), ("Ctrl K", "搜索"))))
    assert groups["这一页"] == (("Esc", "返回"),)
    assert "Esc" not in dict(groups["处处可用"])
    assert dict(EVERYWHERE).items() - {("Esc", "关闭、返回")} == set(groups["处处可用"])


def named(key: str) -> str:
    """Return a key of Qt's as the sheet writes it; several of a kind have one line."""
    if key.startswith("Alt+") and key[-1].isdigit():
        return "Alt 1…9"
    for qt, ours in (("Return", "Enter"), ("Shift+Up", "Shift ↑↓"), ("Shift+Down", "Shift ↑↓"), ("+", " ")):
        key = key.replace(qt, ours)
    return key


def test_no_key_of_the_window_is_missing_from_the_sheet(seated: Hands) -> None:
    seated.begin("临江")
    groups = keys_of("bench", tuple(seated.rooms.frame.hints))
    told = {key for _, keys in groups for key, _ in keys}
    told |= {f"Ctrl {n}" for n in range(1, 9)}
    pages = (seated.rooms.bench, seated.rooms.frame)
    heard = {
        named(one.key().toString())
        for page in pages
        for one in page.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
    }
    assert heard - told == set()


@pytest.mark.parametrize("place", ["today", "visits", "documents", "targets", "settings"])
def test_every_page_names_all_its_keys(seated: Hands, place: str) -> None:
    seated.go_to(place)
    page = seated.rooms.frame._pages[place]
    told = {key for _, keys in keys_of(place, tuple(seated.rooms.frame.hints)) for key, _ in keys}
    heard = {named(one.key().toString()) for one in page.findChildren(QShortcut)}
    heard |= {named(one.shortcut().toString()) for one in page.findChildren(QAbstractButton)} - {""}
    assert heard, "there is something to hear"
    assert heard - told == set()
