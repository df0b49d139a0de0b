"""F1: the manual opens at what is being looked at, over pages and over small windows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QTextBrowser

from inspector_app.catalog import handbook
from inspector_app.ui.manual.manual_dialog import ManualDialog
from inspector_app.ui.shell.help import TOPICS
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load
from tests.stories.hands import Hands
from tests.ui import looking


def _open(hands: Hands) -> ManualDialog:
    hands.press(Qt.Key.Key_F1)
    hands.until(lambda: any(_manuals()))
    return _manuals()[0]


def _manuals() -> list[ManualDialog]:
    shown = QApplication.topLevelWidgets()
    return [one for one in shown if isinstance(one, ManualDialog) and one.isVisible()]


def _words(dialog: ManualDialog) -> str:
    return dialog.findChild(QTextBrowser, "manual_text").toPlainText()


def test_every_page_and_every_small_window_has_a_chapter(seated: Hands) -> None:
    chapters = {one.code for one in handbook.read("zh")}
    assert set(seated.rooms.frame._pages) <= chapters
    assert set(TOPICS.values()) <= chapters


def test_f1_on_a_page_opens_its_chapter_and_esc_shuts_it(seated: Hands) -> None:
    seated.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    dialog = _open(seated)
    assert _words(dialog).startswith("检查：开始一次")
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: not _manuals())


def test_f1_while_a_message_stands_explains_that_message(seated: Hands) -> None:
    assert seated.desktop.house is not None
    seated.desktop.house.going.show_code("ui.unwritten")
    dialog = _open(seated)
    told = _words(dialog)
    message = seated.notice.split(" ")[0]
    assert message[:8] in told
    assert "ui.unwritten" in told


def test_f1_in_a_small_window_opens_the_manual_over_it(seated: Hands) -> None:
    seated.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    seated.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    seated.dialog("target_picker")
    dialog = _open(seated)
    assert _words(dialog).startswith("对象：")
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: not _manuals())
    assert seated.dialog("target_picker").isVisible()


def test_typing_finds_words_and_the_arrows_go_through_the_chapters(seated: Hands) -> None:
    dialog = _open(seated)
    line = dialog.findChild(QLineEdit, "manual_search")
    line.setText("留置")
    listed = dialog.findChild(QListWidget, "manual_chapters")
    assert listed.item(0).text().startswith("送达")
    line.setText("没有这样的词")
    assert listed.count() == 0
    assert "Ctrl+K" in _words(dialog)
    line.clear()
    assert listed.count() == len(handbook.read("zh"))


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_the_manual_is_named_and_nothing_is_cut_off(
    seated: Hands, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    look = Look(load(name), tmp_path_factory.mktemp("look"), scale=1.5 if name == "contrast" else 1.0)
    dialog = ManualDialog(look, handbook.read("en"), seated.rooms.frame)
    dialog.show_topic("issue")
    dialog.open()
    assert looking.nameless(dialog) == []
    assert looking.cut_off(dialog) == []
    assert _words(dialog).startswith("Issuing")
    dialog.reject()
