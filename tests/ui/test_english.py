"""The window in English: every page and dialog says nothing in Chinese but what people and forms wrote."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget

from inspector_app.answers import demos
from inspector_app.ui.controls.parts import Chip
from inspector_app.ui.signing.show_view import ShowView
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import table
from tests.house.test_translation import domain_words
from tests.stories import paper_hands
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.stage import Dresser
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
    hands.until(lambda: any(one.photos for one in hands.rooms.work.bench.findings))
    photo = next(one for finding in hands.rooms.work.bench.findings for one in finding.photos)
    hands.rooms.bench.findings.photo_opened.emit(photo.id)


def pair(hands: Hands) -> None:
    viewer(hands)
    hands.dialog("photo_viewer")
    hands.rest()
    hands.press(Qt.Key.Key_B)


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
    "photo_viewer": viewer,
    "photo_pair": pair,
    "show_view": show,
    "sign_dialog": sign,
    "phone_dialog": phone,
    "folder_dialog": folder,
}


def too_wide(root: QWidget) -> list[str]:
    """Words that no line of their label holds: English words are longer and are not broken anywhere."""
    told = []
    for one in root.findChildren(QLabel):
        longest = max(
            map(one.fontMetrics().horizontalAdvance, one.text().replace("\u200b", " ").split()), default=0
        )
        plain = one.isVisibleTo(root) and one.wordWrap() and "<" not in one.text()
        if plain and not speech.HAN.search(one.text()) and longest > one.contentsRect().width() + 1:
            told.append(f"{one.text()[:30]} needs {longest} has {one.width()}")
    return told


PEOPLE = {"培训员"}
"""Who is signed in; not a record of the office."""
PRINTERS = {"车上打印机"}
"""What the printing system calls them."""
LANGUAGES = {"中文"}
"""A language is called by its own name."""


@pytest.fixture(scope="module")
def forms() -> set[str]:
    return {one for one in speech.printed() if one not in domain_words()}


def known_to(hands: Hands, forms: set[str]) -> list[str]:
    """What may stand in Chinese: written by people, printed in forms, law that is cited."""
    words = table("en")
    told = {one for one in speech.written(hands.store) if one not in words}
    bench = hands.rooms.work.bench
    if bench is not None:
        told |= {
            text for one in bench.rules.clauses.values() for text in (f"{one.short} {one.power}", one.short)
        }
        told |= {f"{one.label} {one.text}" for one in bench.rules.hazards.values()}
    told |= {line.source for line in hands.rooms.bench.paper.gate.lines}
    told |= {source for line in hands.rooms.bench.paper.gate.lines for source in line.source.split("；")}
    return sorted(told | forms | PEOPLE | PRINTERS | LANGUAGES, key=len, reverse=True)


def chinese(hands: Hands, root: QWidget, forms: set[str], patch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Every text of a window in which there is Chinese of the program's own."""
    known = known_to(hands, forms)
    if isinstance(root, ShowView):
        # What is ordered and what rights there are is read from the paper.
        known = [root.shown.order, *root.shown.rights, *known]
    told = {one: speech.chinese_in(one, known) for one in dict.fromkeys(speech.said_by(root, patch))}
    return {one: runs for one, runs in told.items() if runs}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_speaks_english_and_is_whole(
    seated_in: Dresser, forms: set[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated = seated_in(LOOKS["english"])
    PAGES[name](seated)
    seated.rest()
    window = seated.desktop.window
    window.resize(SIZE)
    seated.until(lambda: window.size() == SIZE)
    QApplication.processEvents()
    assert chinese(seated, window, forms, monkeypatch) == {}
    assert looking.cut_off(window) + too_wide(window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_speaks_english_and_is_whole(
    seated_in: Dresser, forms: set[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated = seated_in(LOOKS["english"])
    DIALOGS[name](seated)
    dialog = seated.dialog(name.partition(",")[0])
    seated.rest()
    QApplication.processEvents()
    assert chinese(seated, dialog, forms, monkeypatch) == {}
    assert looking.cut_off(dialog) + too_wide(dialog) == []
    while (over := QApplication.activeModalWidget()) is not None:
        assert isinstance(over, QDialog)
        over.reject()
        QApplication.processEvents()


def test_the_sign_in_page_speaks_english(
    seated: Hands, forms: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wear(seated, LOOKS["english"])
    known = known_to(seated, forms)
    seated.desktop.lock()
    page = seated.desktop.sign_in
    told = [one for one in speech.said_by(page, monkeypatch) if speech.chinese_in(one, known)]
    assert told == []
    assert looking.cut_off(page) == []


def test_chinese_is_found_wherever_it_is_said(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finder itself: in a tooltip, in a placeholder, painted; what is known is let pass."""
    page = QWidget()
    field, chip = QLineEdit(page), Chip(look, "逾期 2 天")
    chip.setParent(page)
    field.setPlaceholderText("姓名")
    field.setToolTip("说明 沈知远")
    page.show()
    told = [run for one in speech.said_by(page, monkeypatch) for run in speech.chinese_in(one, ["沈知远"])]
    assert {"姓名", "说明", "逾期"} <= set(told)
    assert "沈知远" not in told
