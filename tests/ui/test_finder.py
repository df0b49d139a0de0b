"""Ctrl+K at the real window: what is typed is found, Enter goes there, an input method never submits."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel

from inspector_app.casework.overview.search import Found, Kind
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.ui.controls import highlight
from inspector_app.ui.finder.finder_window import FinderWindow
from inspector_app.ui.style.look import Look
from tests.stories.hands import CTRL, Hands
from tests.stories.office import SITE
from tests.ui.looking import nameless, too_small

ENTER = Qt.Key.Key_Return


def opened(hands: Hands) -> FinderWindow:
    hands.press(Qt.Key.Key_K, CTRL)
    dialog = hands.dialog("finder")
    assert isinstance(dialog, FinderWindow)
    return dialog


def ask(hands: Hands, told: str) -> FinderWindow:
    window = opened(hands)
    hands.write(told)
    hands.rest()
    return window


def found(window: FinderWindow) -> list[Found]:
    return list(window.list._found)


def a_finding(hands: Hands) -> tuple[str, str]:
    (site,) = [one.id for one in registry.targets(hands.store) if one.name == SITE]
    visit = inspections.begin(hands.desk, site, (), started="2026-11-20T09:12:00+08:00")
    told = findings.NewFinding(location="3#楼14层", fact="配电箱门未上锁")
    return visit, findings.add(hands.desk, visit, told)


def test_letters_and_enter_lead_to_a_site(seated: Hands) -> None:
    window = opened(seated)
    seated.write("ljyy")
    # Faster than the answer: Enter means what these letters find.
    seated.press(ENTER)
    seated.until(lambda: seated.rooms.frame.page == "targets")
    seated.until(lambda: bool(seated.rooms.targets.target_id))
    assert seated.rooms.targets._name._told == SITE
    assert window is not None
    assert seated._open("finder") is None


def test_a_finding_opens_on_the_workbench(seated: Hands) -> None:
    visit, finding = a_finding(seated)
    window = ask(seated, "电箱")
    (one,) = [one for one in found(window) if one.kind is Kind.FINDING]
    assert window.list.current == one
    seated.press(ENTER)
    seated.until(lambda: seated.rooms.frame.page == "bench")
    seated.rest()
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.inspection.id == visit
    assert seated.rooms.bench.findings.open_id == finding


def test_a_person_leads_to_the_people(seated: Hands) -> None:
    person = registry.officers(seated.store)[0]
    ask(seated, person.name)
    seated.press(ENTER)
    seated.until(lambda: seated.rooms.frame.page == "targets")
    seated.rest()
    table = seated.rooms.targets.people.table
    assert table.isVisible()
    assert table.currentIndex().siblingAtColumn(0).data() == person.name


@pytest.mark.parametrize("told", ["xqz", "这里没有的"])
def test_what_names_nothing_says_what_to_try(seated: Hands, told: str) -> None:
    window = ask(seated, told)
    assert found(window) == []
    assert "没有找到" in seated.part(QLabel, "finder_note", window).text()
    page = seated.rooms.frame.page
    seated.press(ENTER)
    assert seated._open("finder") is not None
    seated.press(Qt.Key.Key_Escape)
    assert seated.rooms.frame.page == page


@pytest.mark.parametrize(("told", "page"), [("文书", "documents"), ("sz", "settings"), ("dx", "targets")])
def test_pages_are_reached_by_name_and_initials(seated: Hands, told: str, page: str) -> None:
    window = ask(seated, told)
    commands = [one for one in found(window) if one.kind is Kind.COMMAND]
    at = found(window).index(next(one for one in commands if one.id == f"go {page}"))
    for _ in range(at):
        seated.press(Qt.Key.Key_Down)
    seated.press(ENTER)
    seated.rest()
    assert seated.rooms.frame.page == page
    assert seated._open("finder") is None


def test_a_command_does_what_its_key_does(seated: Hands) -> None:
    ask(seated, "ksjc")
    seated.press(ENTER)
    assert seated.dialog("target_picker").isVisible()
    assert seated._open("finder") is None
    seated.press(Qt.Key.Key_Escape)


def test_before_anything_is_typed_it_shows_what_was_last_and_what_can_be_done(seated: Hands) -> None:
    visit, _ = a_finding(seated)
    window = ask(seated, "")
    kinds = [one.kind for one in found(window)]
    assert kinds[0] is Kind.TARGET
    assert kinds[-1] is Kind.COMMAND
    assert visit
    seated.press(Qt.Key.Key_Up)
    assert window.list.current == found(window)[-1], "the bar goes round"
    assert window.list.accessibleName().endswith(f"（{len(kinds)}/{len(kinds)}）")
    seated.press(Qt.Key.Key_Escape)


def test_half_a_word_of_an_input_method_is_not_submitted(seated: Hands) -> None:
    window = ask(seated, "临江")
    composing = QInputMethodEvent("ya'yuan", [])
    QApplication.sendEvent(window.line, composing)
    seated.press(ENTER)
    assert seated._open("finder") is window
    chosen = QInputMethodEvent()
    chosen.setCommitString("雅苑")
    QApplication.sendEvent(window.line, chosen)
    seated.rest()
    assert window.line.text() == "临江雅苑"
    seated.press(ENTER)
    seated.until(lambda: seated.rooms.frame.page == "targets")


def test_a_pasted_page_is_cut_and_said(seated: Hands) -> None:
    window = opened(seated)
    QGuiApplication.clipboard().setText("临\x07江\n" * 25_000)
    begun = time.monotonic()
    seated.press(Qt.Key.Key_V, CTRL)
    taken = time.monotonic() - begun
    seated.rest()
    print(f"100,000 characters pasted into the search: {1000 * taken:.1f} ms")
    assert 0 < len(window.line.text()) <= 200
    assert "\x07" not in window.line.text()
    assert window._long.isVisible()
    seated.press(Qt.Key.Key_A, CTRL)
    seated.press(Qt.Key.Key_Delete)
    seated.rest()
    assert not window._long.isVisible()
    seated.press(Qt.Key.Key_Escape)


def test_what_is_being_typed_is_kept_when_the_search_leads_away(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.write("写到一半的事实")
    ask(seated, "砼源")
    seated.press(ENTER)
    seated.until(lambda: seated.rooms.frame.page == "targets")
    seated.rest()
    assert [one.fields["fact"] for one in seated.store.records("finding")] == ["写到一半的事实"]


def test_it_is_named_large_enough_and_gone_when_the_laptop_locks(seated: Hands) -> None:
    window = opened(seated)
    assert nameless(window) == []
    assert too_small(window) == []
    seated.desktop.lock()
    seated.until(lambda: seated._open("finder") is None)


def test_a_match_far_in_a_long_text_is_brought_near(look: Look) -> None:
    long = "甲" * 80 + "临边防护" + "乙" * 80
    told, ranges = highlight.brought_near(look, long, [(80, 82)], 300, 14)
    assert told.startswith("…甲")
    assert [told[start:end] for start, end in ranges] == ["临边"]
    assert list(highlight.pieces("临边防护", [(0, 2)])) == [("临边", True), ("防护", False)]
