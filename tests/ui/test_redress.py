"""Another look or language while a person works: what is typed and open stays, and nothing is left over."""

import gc
import sys
import threading
import time
from pathlib import Path
from statistics import median
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.ui.shell.keeping import Keys
from inspector_app.ui.shell.process import Process
from inspector_app.ui.style.screen_settings import ScreenSettings, read, write
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.stage import Opener
from tests.ui.wearing import LOOKS, undressed, wear

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

ROUNDS = 20
MOST_CALLS, MOST_WIDGETS = 75_000, 1_800
"""Some 66,000 calls and 1,600 widgets, boards built when they are first looked at; how long they take on the
machine of the tests depends on what else it does."""


class Calls:
    """Counts the calls of Python's functions, and from them of Qt's, while it is entered."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "Calls":
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _note(self, _: FrameType, event: str, __: object) -> None:
        self.count += event in ("call", "c_call")


def typing(hands: Hands) -> None:
    hands.begin("临江 3标")
    hands.new_finding()
    hands.phrase("lb")
    hands.new_finding()
    hands.write("说到一半")


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_being_typed_and_what_is_open_stay(seated: Hands, name: str) -> None:
    typing(seated)
    before = seated.desktop.house.going.here()  # type: ignore[union-attr]
    wear(seated, LOOKS[name])
    house = seated.desktop.house
    assert house is not None
    assert house.going.here() == before
    assert seated.editor.fact.toPlainText() == "说到一半"
    assert seated.focused == "fact"
    seated.write("，接着写")
    assert seated.editor.fact.toPlainText() == "说到一半，接着写"
    seated.desktop.lock()
    seated.sign_in()
    seated.rest()
    facts = [one.fields["fact"] for one in seated.store.records("finding")]
    assert "说到一半，接着写" in facts


def test_the_document_and_its_tab_are_where_they_were(seated: Hands) -> None:
    typing(seated)
    seated.choose_kind("限期整改")
    seated.press(Qt.Key.Key_F6)
    tab = seated.rooms.bench.middle.tab
    assert seated.rooms.work.bench is not None
    assert seated.rooms.work.bench.draft is not None
    draft = seated.rooms.work.bench.draft.id
    wear(seated, LOOKS["field"])
    assert seated.rooms.bench.middle.tab == tab
    assert seated.rooms.work.bench is not None
    assert seated.rooms.work.bench.draft is not None
    assert seated.rooms.work.bench.draft.id == draft
    seated.until(lambda: seated.rooms.bench.paper.paper.pages > 0)


def test_twenty_times_in_a_row_nothing_is_left_over(seated: Hands) -> None:
    typing(seated)
    seated.rest()
    waited: list[float] = []
    calls: list[int] = []
    counts: list[tuple[int, int, int]] = []
    for n in range(ROUNDS):
        settings = list(LOOKS.values())[n % len(LOOKS)]
        seated.desktop._dress_wanted = settings
        begun = time.perf_counter()
        with Calls() as counted:
            seated.desktop._redress()
        waited.append((time.perf_counter() - begun) * 1000)
        calls.append(counted.count)
        seated.rest()
        QApplication.processEvents()
        widgets = len(seated.desktop.window.findChildren(QWidget))
        counts.append((len(QApplication.topLevelWidgets()), len(seated.desktop.children()), widgets))
    assert len({each[:2] for each in counts[2:]}) == 1, counts
    assert seated.editor.fact.toPlainText() == "说到一半"
    print(f"redress: median {median(waited):.0f} ms, worst {max(waited):.0f}, {median(calls):.0f} calls")
    assert median(calls) < MOST_CALLS
    assert max(each[2] for each in counts) < MOST_WIDGETS
    seated.desktop._idle.idle.emit()
    assert not seated.desktop.signed_in
    assert seated.desktop.sign_in.isVisible()


def test_the_idle_watch_still_hears_the_keys(seated: Hands) -> None:
    for settings in (LOOKS["dark"], LOOKS["light"]):
        wear(seated, settings)
    timer = seated.desktop._idle._timer
    timer.stop()
    seated.press(Qt.Key.Key_Tab)
    assert timer.isActive()
    seated.rooms.reception.begin()
    seated.dialog("target_picker")
    timer.stop()
    seated.press(Qt.Key.Key_Escape)
    assert timer.isActive(), "in a small window as well"


def test_ctrl_shift_o_turns_the_field_mode_on_and_off_anywhere(seated: Hands, furnished_site: Path) -> None:
    typing(seated)
    for on in (True, False):
        old = seated.desktop.house
        seated.press(Qt.Key.Key_O, CTRL | SHIFT)
        seated.until(lambda house=old: seated.desktop.house is not house)  # type: ignore[misc]
        seated.rest()
        assert read(furnished_site / "screen")[0].field is on
        assert seated.desktop._look.target == (44 if on else 32)
        assert seated.desktop._look.tokens.name == ("contrast" if on else "light")
        assert seated.focused == "fact"


def test_the_look_survives_a_restart(desktops: Opener, furnished_site: Path) -> None:
    write(furnished_site / "screen", ScreenSettings("dark", person="trainee"))
    hands = desktops(furnished_site)
    wear(hands, read(furnished_site / "screen")[0])
    hands.sign_in()
    hands.rest()
    assert hands.desktop._look.tokens.name == "dark"
    assert read(furnished_site / "screen")[0].person == "trainee"


def test_it_waits_until_work_that_is_under_way_was_told(seated: Hands) -> None:
    go_on, told = threading.Event(), []
    seated.desktop.jobs.start(lambda _: go_on.wait(60), told.append)
    old = seated.desktop.house
    seated.desktop.redress(LOOKS["dark"])
    QApplication.processEvents()
    assert seated.desktop.house is old
    go_on.set()
    seated.until(lambda: seated.desktop.house is not old)
    assert told == [True]


def test_a_disk_that_refuses_keeps_the_look_and_says_so(seated: Hands, furnished_site: Path) -> None:
    (furnished_site / "screen").rename(furnished_site / "screen.old")
    (furnished_site / "screen").write_text("a file where a folder should be")
    old = seated.desktop.house
    seated.desktop.redress(LOOKS["dark"])
    seated.until(lambda: bool(seated.notice))
    assert seated.desktop.house is old
    assert "没能写到" in seated.notice
    assert seated.desktop._look.tokens.name == "light"


def test_the_sign_in_page_follows_the_desktop_from_light_to_dark(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector_app.desktop.name_of", lambda app, settings: "dark")
    monkeypatch.setattr("inspector_app.ui.shell.application.name_of", lambda app, settings: "dark")
    page = hands.desktop.sign_in
    hands.desktop._follow_system()
    hands.until(lambda: hands.desktop.sign_in is not page)
    assert hands.desktop.sign_in.isVisible()
    assert hands.desktop._look.tokens.name == "dark"
    hands.sign_in()
    assert hands.desktop.signed_in


@pytest.mark.parametrize("backwards", [False, True])
def test_keys_go_back_to_the_same_place_in_a_text(qapp: QApplication, backwards: bool, qtbot) -> None:
    def made() -> QWidget:
        root = QWidget()
        line, text = QLineEdit("停工通知书", root), QPlainTextEdit("一二三四五", root)
        line.setObjectName("line")
        text.setObjectName("text")
        text.move(0, 40)
        qtbot.addWidget(root)
        root.show()
        return root

    for name in ("line", "text"):
        root = made()
        field = root.findChild(QWidget, name)
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.setCursorPosition(3 if backwards else 1)
            field.cursorForward(True, -2 if backwards else 2)
        else:
            cursor = field.textCursor()
            cursor.setPosition(3 if backwards else 1)
            cursor.setPosition(1 if backwards else 3, cursor.MoveMode.KeepAnchor)
            field.setTextCursor(cursor)
        keys = Keys.now(root)
        assert (keys.anchor, keys.cursor) == ((3, 1) if backwards else (1, 3))
        root.hide()
        other = made()
        assert keys.put_back(other)
        assert Keys.now(other) == keys
    assert not Keys("nobody").put_back(made())


def test_a_window_alone_in_its_process_keeps_what_is_loaded_from_the_collector(
    seated: Hands, tmp_path: Path
) -> None:
    gc.unfreeze()
    wear(seated, LOOKS["dark"])
    assert gc.get_freeze_count() == 0, "one window among others decides nothing for them"
    seated.desktop.process = Process(tmp_path)
    wear(seated, LOOKS["light"])
    assert gc.get_freeze_count() > 100_000
    seated.desktop.lock()
    seated.sign_in()
    seated.rest()
    assert seated.desktop.signed_in
