"""F1: the manual opens at what is being looked at, over pages and over small windows."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTextBrowser,
)

from inspector_app.catalog import handbook
from inspector_app.ui.manual.manual_dialog import ManualDialog
from inspector_app.ui.settings.keys import keys_of
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


ROOT = Path(__file__).parents[2] / "inspector_app"
EXAMPLES = {"lbfh", "3", "5工", "5w", "11-27", "2026-11-27"}
"""What is typed as words, and is no key."""
LISTS = (
    "ui/checking/check_list.py",
    "ui/controls/popup.py",
    "ui/photos/tray_grid.py",
    "ui/workbench/phrase_popup.py",
)
"""Lists that hear their own keys."""
QT_NAMES = {"↑": "Up", "↓": "Down", "PgUp": "PageUp", "PgDn": "PageDown", "/": "Slash"}
AFTER = (
    "ui/administration/*.py",
    "ui/figures/*.py",
    "ui/ledger/*.py",
    "ui/recheck/*.py",
    "ui/controls/windowed_table.py",
    "ui/shell/wires/books.py",
)
"""What was added for what follows a paper: its buttons carry their keys."""
CHORD = re.compile(r'"((?:(?:Ctrl|Shift|Alt)\+)+[A-Za-z0-9]+|F\d{1,2}|Escape)"')
SPOKEN = {"Return": "Enter", "Del": "Delete", "Escape": "Esc"}
HINTED = re.compile(
    r'\("((?:(?:Ctrl|Shift|Alt) )*(?:F\d{1,2}|[A-Z0-9]|\d…\d|[↑↓ ]{1,3}|Enter|Esc|Tab|Space|Delete))", "'
)
ARROWS = {"↑": "Ctrl ↑", "↓": "Ctrl ↓"}


def spoken_keys(sources: str) -> set[str]:
    """The keys that some sources hear: chords of buttons and shortcuts, hints, a widget's own keys."""
    told = {" ".join(SPOKEN.get(one, one) for one in found.split("+")) for found in CHORD.findall(sources)}
    told |= set(HINTED.findall(sources))
    heard = set(re.findall(r"Key\.Key_(\w+)", sources))
    told |= {SPOKEN.get(one, one) for one in heard} | {qt for qt, name in QT_NAMES.items() if name in heard}
    if "Key.Key_Up" in sources and "ControlModifier and step" in sources:
        told |= set(ARROWS.values())
    for begin, end in re.findall(r'"(\d)…(\d)"', sources):
        told |= {str(n) for n in range(int(begin), int(end) + 1)}
    if 'f"Alt+{n' in sources:
        told |= {f"Alt {n}" for n in range(1, 10)}
    if 'f"Alt+Shift+{n' in sources:
        told |= {f"Alt Shift {n}" for n in range(1, 8)}
    return told


def _keys_of_lists() -> set[str]:
    sources = "".join((ROOT / one).read_text("utf-8") for one in LISTS)
    sources += "".join(path.read_text("utf-8") for one in AFTER for path in sorted(ROOT.glob(one)))
    return spoken_keys(sources)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_that_the_manual_names_is_heard(seated: Hands, language: str) -> None:
    frame = seated.rooms.frame
    groups = [one for page, hints in frame._hints.items() for one in keys_of(page, tuple(hints))]
    told = {key for _, keys in groups for key, _ in keys}
    told |= {f"Ctrl {place}" for place in "12345678"} | {"Alt 1", "Alt 9", "Ctrl Shift ↑", "Ctrl Shift ↓"}
    told |= {"Ctrl 0", "Ctrl F"} | _keys_of_lists()
    told = {part for one in told for part in (one, *one.split(" / "))}
    named = {
        one
        for chapter in handbook.read(language)
        if chapter.code != handbook.ERRORS
        for one in re.findall(r"`([^`]+)`", chapter.text)
    }
    assert len(named) > 40
    # Commands and their options are proven in tests/cli.
    keys = {one for one in named - EXAMPLES if not one.startswith(("hub ", "--"))}
    assert {one for one in keys if one.replace("+", " ") not in told} == set()


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


def test_a_chapter_shows_its_picture_no_wider_than_its_page(seated: Hands) -> None:
    dialog = _open(seated)
    text = dialog.findChild(QTextBrowser, "manual_text")
    kind = QTextDocument.ResourceType.ImageResource.value
    assert "\ufffc" in text.toPlainText()  # where the picture stands
    picture = text.loadResource(kind, QUrl("today.png"))
    assert 200 < picture.width() <= text.viewport().width()
    assert text.horizontalScrollBar().maximum() == 0
    assert text.loadResource(kind, QUrl("nothing.png")).isNull()


def test_the_manual_is_saved_as_a_pdf_and_a_place_that_is_none_is_told(seated: Hands, tmp_path: Path) -> None:
    dialog = _open(seated)
    said = dialog.findChild(QLabel, "manual_said")
    dialog.findChild(QPushButton, "manual_pdf").click()
    seated.until(lambda: dialog.findChild(QFileDialog, "manual_place") is not None)
    place = dialog.findChild(QFileDialog, "manual_place")
    place.fileSelected.emit(str(tmp_path / "nowhere" / "m.pdf"))
    seated.until(lambda: "m.pdf" in said.text() or "nowhere" in said.text())
    assert not said.text().startswith("已存为")
    place.fileSelected.emit(str(tmp_path / "m.pdf"))
    seated.until(lambda: said.text().startswith("已存为"))
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF")
    place.reject()
