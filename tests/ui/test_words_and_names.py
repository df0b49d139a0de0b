"""Every page and window: each control is named, reached by Tab, large enough; no word is cut off."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.stories.hands import CTRL, Hands
from tests.ui import looking

SMALLEST, USUAL = QSize(1180, 680), QSize(1366, 768)


def bench(hands: Hands) -> None:
    hands.begin("临江 3标")


def finding(hands: Hands) -> None:
    bench(hands)
    hands.new_finding()
    hands.phrase("lb")
    hands.new_finding()
    hands.phrase("wjsjlqjzc")


def order(hands: Hands) -> None:
    finding(hands)
    hands.choose_kind("停工")
    hands.press(Qt.Key.Key_F6)


def issued(hands: Hands) -> None:
    hands.ready_to_issue()
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()


def documents(hands: Hands) -> None:
    hands.go_to("documents")


def papers(hands: Hands) -> None:
    issued(hands)
    documents(hands)
    hands.until(lambda: hands.rooms.documents._paper.pages > 0)


def due(hands: Hands) -> None:
    issued(hands)
    hands.go_to("today")


PAGES: dict[str, Callable[[Hands], None]] = {
    "today, nothing due": lambda hands: None,
    "today": due,
    "visits, none": lambda hands: hands.go_to("visits"),
    "visits": lambda hands: (bench(hands), hands.press(Qt.Key.Key_Escape), hands.rest())[0],
    "bench, nothing found": bench,
    "bench, findings": finding,
    "bench, document": order,
    "bench, issued": issued,
    "documents, none": documents,
    "documents": papers,
}


def pin(hands: Hands) -> None:
    hands.ready_to_issue()
    hands.press(Qt.Key.Key_F9)


def office(hands: Hands) -> None:
    bench(hands)
    hands.tab_to("office")
    hands.press(Qt.Key.Key_Space)


def conclude(hands: Hands) -> None:
    bench(hands)
    hands.rooms.questions.conclude()


def officer(hands: Hands) -> None:
    bench(hands)
    hands.rooms.reception.enter_officer()


def change_target(hands: Hands) -> None:
    bench(hands)
    hands.tab_to("edit_target")
    hands.press(Qt.Key.Key_Space)


def change_officer(hands: Hands) -> None:
    bench(hands)
    assert hands.rooms.work.bench is not None
    hands.tab_to(f"edit_{hands.rooms.work.bench.inspection.officers[0].id}")
    hands.press(Qt.Key.Key_Space)


DIALOGS: dict[str, Callable[[Hands], None]] = {
    "pin_dialog": pin,
    "target_picker": lambda hands: hands.press(Qt.Key.Key_N, CTRL),
    "target_dialog": lambda hands: hands.rooms.reception.enter_target(),
    "target_dialog, known": change_target,
    "office_dialog": office,
    "officer_dialog": officer,
    "officer_dialog, known": change_officer,
    "confirm_dialog": conclude,
}


def assert_well_made(root: QWidget) -> None:
    assert looking.nameless(root) == []
    assert looking.too_small(root) == []
    assert looking.cut_off(root) == []
    assert looking.untold(root) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_control_of_a_page_is_named_reached_and_large_enough(seated: Hands, name: str) -> None:
    PAGES[name](seated)
    seated.rest()
    window = seated.desktop.window
    for size in (USUAL, SMALLEST):
        window.resize(size)
        seated.until(lambda wanted=size: window.size() == wanted)  # type: ignore[misc]
        QApplication.processEvents()
        assert_well_made(window)
    seen = looking.stops(seated, window)
    assert looking.unreached(window, seen) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_is_named_reached_and_in_order(seated: Hands, name: str) -> None:
    DIALOGS[name](seated)
    seated.rest()  # a list that is looked up beside the screen enables its button only then
    dialog: QDialog = seated.dialog(name.partition(",")[0])
    assert_well_made(dialog)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert dialog.isAncestorOf(focus)
    seen = looking.stops(seated, dialog)
    assert looking.unreached(dialog, seen) == []
    assert looking.in_reading_order(seen), [one.objectName() for one in seen]
    seated.press(Qt.Key.Key_Escape)
    seated.until(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize("which", ["hands", "seated"])
def test_every_control_of_the_sign_in_page_is_named_reached_and_large_enough(
    which: str, request: pytest.FixtureRequest
) -> None:
    hands: Hands = request.getfixturevalue(which)
    hands.desktop.lock()
    hands._focus_window()
    page = hands.desktop.sign_in
    assert_well_made(page)
    assert [one.objectName() for one in looking.stops(hands, page)] == ["enter", "people", "password"]


def test_tab_goes_from_who_over_what_to_the_paper(seated: Hands) -> None:
    finding(seated)
    seated.choose_kind("限期整改")
    seated.tab_to("lock")
    names = [one.objectName().partition(":")[0] for one in looking.stops(seated, seated.desktop.window)]
    wanted = "back officers edit_target present source started place recusal refusal office "
    wanted += "tab_findings new_finding card_1 add_photo fact clause location measure due party kind issue"
    assert [one for one in names if one in wanted.split()] == wanted.split()
