"""The window in English: every page and dialog says nothing in Chinese but what people and forms wrote."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.answers import demos
from inspector_app.domain.serving import Service
from inspector_app.ui.photos.pair import PairView
from inspector_app.ui.photos.viewer import Viewer
from inspector_app.ui.style.translation import table
from tests.stories import paper_hands
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.ui import looking, speech
from tests.ui import test_looks as looks
from tests.ui import test_paper_dialogs as papers
from tests.ui.wearing import LOOKS, undressed, wear

__all__ = ["undressed"]

pytestmark = pytest.mark.usefixtures("undressed")

SIZE = QSize(1366, 768)
SHOTS = sorted((demos.shipped_cases()[0].parent / "photos").glob("*.jpg"))


def targets(hands: Hands) -> None:
    hands.go_to("targets")


def people(hands: Hands) -> None:
    targets(hands)
    hands.rooms.targets.show_people("")


def checklists(hands: Hands) -> None:
    hands.begin("临江")
    hands.press(Qt.Key.Key_F7)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_2)


def tray(hands: Hands) -> None:
    with_photos(hands)
    hands.rooms.bench.middle.show_tab("tray")


def with_photos(hands: Hands) -> None:
    looks.usual.finding(hands)
    assert hands.rooms.work.bench is not None
    for one in SHOTS[:2]:
        hands.pick_files(one)


PAGES: dict[str, Callable[[Hands], object]] = {
    **looks.PAGES,
    "documents, one": papers.documents,
    "targets": targets,
    "people": people,
    "checklists": checklists,
    "photo tray": tray,
}


def viewer(hands: Hands) -> None:
    with_photos(hands)
    assert hands.rooms.work.bench is not None
    photo = next(one for finding in hands.rooms.work.bench.findings for one in finding.photos)
    hands.rooms.bench.findings.photo_opened.emit(photo.id)


def pair(hands: Hands) -> None:
    viewer(hands)
    hands.dialog("viewer")
    hands.press(Qt.Key.Key_P)


def show(hands: Hands) -> None:
    paper_hands.to_an_issued_notice(hands)
    hands.press(Qt.Key.Key_S, CTRL | SHIFT)


def sign(hands: Hands) -> None:
    show(hands)
    hands.dialog("show_view")
    hands.rest()
    hands.press(Qt.Key.Key_Return, CTRL)


def phone(hands: Hands) -> None:
    looks.usual.bench(hands)
    hands.press(Qt.Key.Key_M, CTRL | SHIFT)


def folder(hands: Hands) -> None:
    looks.usual.bench(hands)
    hands.press(Qt.Key.Key_K, CTRL | SHIFT)


DIALOGS: dict[str, Callable[[Hands], object]] = {
    **looks.DIALOGS,
    **papers.DIALOGS,
    "finder": lambda hands: hands.press(Qt.Key.Key_K, CTRL),
    "manual": lambda hands: hands.press(Qt.Key.Key_F1),
    "viewer": viewer,
    "pair": pair,
    "show_view": show,
    "sign_dialog": sign,
    "phone_dialog": phone,
    "folder_dialog": folder,
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page(seated: Hands, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wear(seated, LOOKS["english"])
    PAGES[name](seated)
    seated.rest()
    window = seated.desktop.window
    window.resize(SIZE)
    seated.until(lambda: window.size() == SIZE)
    QApplication.processEvents()
    dump(seated, window, name, monkeypatch)


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog(seated: Hands, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wear(seated, LOOKS["english"])
    DIALOGS[name](seated)
    dialog = seated.dialog(name.partition(",")[0])
    QApplication.processEvents()
    dump(seated, dialog, name, monkeypatch)


def dump(seated, root, name, monkeypatch):
    import pathlib
    seen=set()
    data=sorted(speech.data_of(seated.store)|speech.form_texts(), key=len, reverse=True)
    words=table("en")
    data=[d for d in data if d not in words]
    out=[]
    for t in speech.said_by(root, monkeypatch):
        t=speech.plain(t)
        if not speech.HAN.search(t) or t in seen: continue
        seen.add(t)
        u=t
        for d in data:
            if d in u: u=u.replace(d,"#")
        left=[p for p in speech.RUN.findall(u) if not (p.endswith("…") and any(d.startswith(p.rstrip('…')) for d in data))]
        if left: out.append((t,left))
    with open("/tmp/english_dump.txt","a") as f:
        f.write(f"=== {name}\n")
        for t,l in out: f.write(f"  {t[:110]!r} -> {l[:8]}\n")
        for c in looking.cut_off(root): f.write(f"  CUT {c}\n")
    root.grab().save(f"/tmp/gal_en/t-{name.replace(' ','_').replace(',','')}.png")
    while QApplication.activeModalWidget() is not None:
        QApplication.activeModalWidget().reject(); QApplication.processEvents()
