"""The page beside the form follows the keys: before the field is left, the page that is looked at first."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.stories.hands import CTRL, Hands


def at_a_notice(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.phrase("lb")
    seated.choose_kind("限期整改")
    seated.rest()


def shown(seated: Hands) -> QImage:
    return seated.rooms.bench.paper.paper.sheet(1).image


def facts(seated: Hands) -> list[str]:
    draft = seated.rooms.work.live.draft
    assert draft is not None
    return [one.fact for one in draft.findings]


def back_to_the_fact(seated: Hands) -> None:
    seated.rooms.bench.findings.open_finding(seated.rooms.bench.findings.open_id)
    seated.until(lambda: seated.focused == "fact")


def test_the_page_is_drawn_anew_while_the_words_are_being_typed(seated: Hands) -> None:
    at_a_notice(seated)
    back_to_the_fact(seated)
    before = shown(seated).copy()
    seated.press(Qt.Key.Key_A, CTRL)
    seated.write("三层东侧临边没有栏杆")
    seated.until(lambda: shown(seated) != before, "the page shows the words")
    assert facts(seated) == ["三层东侧临边没有栏杆"]
    (visit,) = seated.store.records("inspection")
    assert seated.rooms.work.bench is not None
    assert seated.rooms.work.bench.findings[0].fact != "三层东侧临边没有栏杆", "nothing is written yet"
    typed = shown(seated).copy()
    seated.press(Qt.Key.Key_Tab)
    seated.rest()
    assert shown(seated) == typed, "left, it says the same"
    assert visit.id == seated.rooms.work.inspection_id


def test_letters_that_look_for_a_phrase_are_no_words_of_the_paper(seated: Hands) -> None:
    at_a_notice(seated)
    back_to_the_fact(seated)
    seated.press(Qt.Key.Key_A, CTRL)
    for told in ("kg", " 地下室B区"):
        seated.write(told)
        assert facts(seated) == [""]
    seated.press(Qt.Key.Key_Return)
    seated.rest()
    (fact,) = facts(seated)
    assert fact.endswith("。"), "the phrase that was picked stands there"


def test_the_gate_weighs_what_is_being_typed(seated: Hands) -> None:
    at_a_notice(seated)
    back_to_the_fact(seated)
    seated.press(Qt.Key.Key_A, CTRL)
    seated.press(Qt.Key.Key_Delete)
    seated.until(lambda: "findings.0.fact" in seated.gate, "the fact is missing")
    seated.write("三层东侧临边没有栏杆")
    seated.until(lambda: "findings.0.fact" not in seated.gate, "it is there, though not left")


def test_what_was_typed_is_forgotten_with_its_inspection(seated: Hands) -> None:
    at_a_notice(seated)
    back_to_the_fact(seated)
    seated.write("还没写完")
    assert seated.rooms.work.live.draft is not None
    seated.desktop.lock()
    assert seated.rooms.work.live.draft is None
