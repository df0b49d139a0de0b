"""A day with fourteen findings, some copied, some removed and taken back: one notice, all rows in order."""

import re
import unicodedata
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from inspector_app.casework.papers import issued
from inspector_app.ui.controls.pasting import LONGEST_TEXT
from tests.documents.reading import bare, pages, whole
from tests.stories.day_hands import bench, found, picture
from tests.stories.hands import CTRL, Hands
from tests.stories.office import make_lawful

Key = Qt.Key
PHRASES = ("lb", "kg", "jsj")
MANY = 14
HUGE = 300 * 1024 * 1024


def seen(hands: Hands) -> bool:
    """Whether the open finding's fields are on the screen and one of them has the keys."""
    editor = hands.editor
    scroll = editor.parent()
    while not isinstance(scroll, QScrollArea):
        scroll = scroll.parent()
    view = scroll.viewport()
    focus = QApplication.focusWidget()
    if focus is None or not editor.isAncestorOf(focus):
        return False
    room = QRect(focus.mapTo(view, QPoint(0, 0)), focus.size())
    return view.rect().contains(room)


def place(n: int) -> str:
    return f"{n}#楼{n + 1}层"


def write(hands: Hands, n: int) -> None:
    """Write a finding by a phrase, or copy the one before and give it another place."""
    if n % 4 == 0:
        hands.press(Key.Key_D, CTRL)
        hands.rest()
        hands.until(lambda: hands.focused == "location")
        hands.fill(place(n))
    else:
        hands.new_finding()
        hands.until(lambda: seen(hands), "a new finding is seen, and the keys are there")
        hands.phrase(f"{PHRASES[n % 3]} {place(n)}")
    hands.until(lambda: seen(hands), f"finding {n} is seen while it is written")
    hands.rest()


def remove(hands: Hands) -> None:
    hands.tab_to("remove_finding")
    hands.press(Key.Key_Space)
    hands.rest()


def write_fourteen(hands: Hands) -> None:
    """Fourteen, with one removed and taken back by Ctrl+Z, and one too many that stays away."""
    for n in range(1, MANY + 1):
        write(hands, n)
        if n in (3, 9):
            hands.paste(picture("edge.jpg"))
    before = found(hands)
    remove(hands)
    assert len(found(hands)) == MANY - 1
    hands.press(Key.Key_Z, CTRL)
    hands.rest()
    assert found(hands) == before
    hands.until(lambda: seen(hands), "what came back is seen, and the keys are there")
    write(hands, MANY + 1)
    remove(hands)
    assert found(hands) == before


def rows(pdf: bytes) -> list[tuple[int, str]]:
    """Number and place of each row of the annex, as they stand on its pages."""
    told = "".join(pages(pdf)[1:])
    return [(int(n), where) for n, where in re.findall(r"(?<!\d)(\d{1,2}?)((?:\1)#楼\d+层)", told)]


def a_clipboard_without_a_picture(hands: Hands) -> None:
    words = QMimeData()
    words.setText("补充一句")
    hands.tab_to("add_photo")
    hands.paste(words)
    assert "没有图片" in hands.notice
    hands.rooms.frame.notice.clear()


def a_file_of_300_megabytes(hands: Hands, path: Path) -> None:
    """Dropped from a file manager: refused by its size before it is read."""
    with path.open("wb") as file:
        file.truncate(HUGE)
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(path))])
    page, at = hands.rooms.bench, QPoint(500, 400)
    held = (Qt.DropAction.CopyAction, told, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at, *held)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(at), *held))
    hands.rest()
    assert path.name in hands.notice
    assert str(HUGE) in hands.notice
    hands.rooms.frame.notice.clear()


def a_text_without_end(hands: Hands) -> None:
    """100,000 characters with controls over a fact: cut in words, without controls, taken back by one key."""
    fact = found(hands)[-1].fact
    told = QMimeData()
    told.setText("坏\x00的\x07字\u200b符" * 14_286)
    hands.tab_to("fact")
    hands.press(Key.Key_A, CTRL)
    hands.paste(told)
    assert "100002 个字" in hands.notice
    assert LONGEST_TEXT - 1 <= len(hands.editor.fact.text()) <= LONGEST_TEXT
    hands.tab_to("location")
    hands.rest()
    kept = found(hands)[-1].fact
    assert len(kept) <= LONGEST_TEXT
    assert not [char for char in kept if unicodedata.category(char) == "Cc"]
    hands.press(Key.Key_Z, CTRL)
    hands.rest()
    assert found(hands)[-1].fact == fact
    hands.rooms.frame.notice.clear()


def test_a_day_with_fourteen_findings_becomes_one_notice_with_fourteen_rows(
    seated: Hands, tmp_path: Path
) -> None:
    seated.desktop.window.resize(1366, 768)
    seated.begin("临江 3标")
    make_lawful(seated.desk, bench(seated).inspection.id)
    seated.rooms.work.refresh()
    write_fourteen(seated)
    seated.rooms.bench.findings.open_finding(found(seated)[-1].id)
    before = found(seated)
    a_clipboard_without_a_picture(seated)
    a_file_of_300_megabytes(seated, tmp_path / "录像.jpg")
    a_text_without_end(seated)
    assert found(seated) == before, "nothing bad left anything behind"
    assert len(seated.store.records("photo")) == 2
    seated.press(Key.Key_F9)
    seated.rest()
    assert not seated.gate
    seated.press(Key.Key_F9)
    seated.give_pin()
    (told,) = issued.all_documents(seated.store)
    assert told.finding_ids == tuple(one.id for one in found(seated))
    pdf = issued.pdf(seated.store, told.id)
    assert rows(pdf) == [(n, place(n)) for n in range(1, MANY + 1)]
    assert f"所列{MANY}项问题" in whole(pdf)
    for one in found(seated):
        row = f"{one.number}{one.location}{one.fact}整改：{one.obligations[0].measure}"
        assert bare(row) in whole(pdf), row
    assert seated.store.replay_check().same
