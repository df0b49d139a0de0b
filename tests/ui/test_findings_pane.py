"""The findings: cards at rest, one open for writing, ticks in order, small pictures, the phrase list."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.findings import Finding, Photo
from inspector_app.ui.controls.fields import LineField
from inspector_app.ui.controls.keeper import FieldSignals
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.tokens import load
from inspector_app.ui.workbench.finding_card import FindingCard
from inspector_app.ui.workbench.finding_editor import FindingEditor
from inspector_app.ui.workbench.findings_pane import FindingsPane
from tests.builders import a_draft, a_finding, a_major, an_obligation
from tests.ui.benches import a_bench

THREE = (a_finding(1), a_major(2), a_finding(3, fact="", location=""))


@pytest.fixture
def pane(look: Look, qtbot: QtBot) -> FindingsPane:
    page = QWidget()
    return in_a_page(FindingsPane(look, FieldSignals(page), page), page, qtbot)


def in_a_page(pane: FindingsPane, page: QWidget, qtbot: QtBot) -> FindingsPane:
    QVBoxLayout(page).addWidget(pane)
    qtbot.addWidget(page)
    page.resize(700, 700)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return pane


def show(pane: FindingsPane, *findings: Finding, **changes: object) -> None:
    told = findings or THREE
    pane.show_bench(a_bench(a_draft(findings=told[:1]), findings=told, **changes))


def card(pane: FindingsPane, number: int) -> FindingCard:
    return next(one for one in pane._cards.values() if one.values.finding.number == number)


def editor(pane: FindingsPane) -> FindingEditor:
    assert pane.editor is not None
    return pane.editor


def test_each_finding_is_a_card_that_says_itself(pane: FindingsPane) -> None:
    show(pane)
    names = [card(pane, n).accessibleName() for n in (1, 2, 3)]
    assert names[0] == "问题 1：悬挑脚手架作业层与墙体之间未设水平防护。"
    assert [card(pane, n).values.ticked for n in (1, 2, 3)] == [True, False, False]


def test_without_findings_it_teaches_and_offers_the_first(pane: FindingsPane, qtbot: QtBot) -> None:
    pane.show_bench(a_bench(a_draft(findings=())))
    first = pane.findChild(QPushButton, "first_finding")
    qtbot.waitUntil(first.isVisible)
    with qtbot.waitSignal(pane.new_requested):
        QTest.keyClick(first, Qt.Key.Key_Space)
    show(pane)
    assert not first.isVisible()


def test_space_ticks_in_the_order_of_the_findings(pane: FindingsPane, qtbot: QtBot) -> None:
    show(pane)
    with qtbot.waitSignal(pane.ticked) as told:
        QTest.keyClick(card(pane, 3), Qt.Key.Key_Space)
    assert told.args == [["finding-1", "finding-3"]]
    with qtbot.waitSignal(pane.ticked) as told:
        QTest.keyClick(card(pane, 1), Qt.Key.Key_Space)
    assert told.args == [[]]


def test_without_a_paper_the_ticks_say_what_the_next_one_will_be_about(
    pane: FindingsPane, qtbot: QtBot
) -> None:
    bench = replace(a_bench(a_draft(findings=THREE[:1])), findings=THREE, draft=None)
    pane.show_bench(replace(bench, ordered=frozenset({"finding-2"})))
    assert [card(pane, n).values.ticked for n in (1, 2, 3)] == [True, None, True]
    with qtbot.assertNotEmitted(pane.ticked):
        QTest.keyClick(card(pane, 1), Qt.Key.Key_Space)
        QTest.keyClick(card(pane, 2), Qt.Key.Key_Space)
    assert pane.chosen() == ["finding-3"]
    QTest.keyClick(card(pane, 1), Qt.Key.Key_Space)
    assert pane.chosen() == ["finding-1", "finding-3"]


@pytest.mark.parametrize("how", ["enter", "click"])
def test_a_card_opens_for_writing_and_shuts_again(pane: FindingsPane, qtbot: QtBot, how: str) -> None:
    show(pane)
    if how == "enter":
        QTest.keyClick(card(pane, 2), Qt.Key.Key_Return)
    else:
        QTest.mouseClick(card(pane, 2), Qt.MouseButton.LeftButton)
    assert pane.open_id == "finding-2"
    qtbot.waitUntil(editor(pane).fact.hasFocus)
    assert editor(pane).fields["criterion"].isEnabled(), "a major hazard meets a criterion"
    editor(pane).closed.emit()
    assert (pane.open_id, pane.editor) == ("", None)
    assert card(pane, 2).hasFocus()


def test_an_open_finding_keeps_its_place_and_what_is_being_typed(pane: FindingsPane, qtbot: QtBot) -> None:
    show(pane)
    pane.open_finding("finding-3")
    QTest.keyClicks(editor(pane).fact, "x")
    same = editor(pane)
    changed = (a_finding(1, location="别处"), THREE[1], a_finding(3, fact="别人写的", location=""))
    show(pane, *changed)
    assert pane.editor is same
    assert same.fact.text() == "x"
    assert card(pane, 1).values.finding.location == "别处"


def test_a_finding_that_vanished_while_it_was_open_shuts_its_editor(pane: FindingsPane, qtbot: QtBot) -> None:
    show(pane)
    pane.open_finding("finding-3")
    QTest.keyClicks(editor(pane).fact, "x")
    show(pane, *THREE[:2])
    assert (pane.open_id, pane.editor) == ("", None)
    qtbot.waitUntil(lambda: pane.findChild(FindingEditor) is None)
    pane._signals.settle()


def test_an_ordered_finding_is_shown_and_cannot_be_written_to(pane: FindingsPane) -> None:
    show(pane, ordered=frozenset({"finding-1"}))
    pane.open_finding("finding-1")
    assert not any(field.isEnabled() for field in editor(pane).fields.values())
    for name in ("remove_finding", "add_photo", "severity_major"):
        assert not editor(pane).findChild(QPushButton, name).isEnabled()
    pane.open_finding("finding-2")
    assert editor(pane).fact.isEnabled()


def test_another_party_has_its_own_measure_and_day(pane: FindingsPane) -> None:
    owner = an_obligation("party-owner", measure="督促整改。")
    show(pane, a_finding(1, obligations=(an_obligation(), owner)))
    pane.open_finding("finding-1")
    assert editor(pane).fields["measure:party-contractor"].text().startswith("按专项方案")  # type: ignore[union-attr]
    editor(pane).party_chosen.emit("party-owner")
    assert editor(pane).fields["measure:party-owner"].text() == "督促整改。"  # type: ignore[union-attr]
    pane.open_finding("finding-1")
    assert editor(pane).party_id == "party-contractor", "opened anew, it is the addressee's again"


def test_small_pictures_are_asked_for_once_and_shown_wherever_they_stand(
    pane: FindingsPane, qtbot: QtBot
) -> None:
    asked: list[list[str]] = []
    pane.thumbs_wanted.connect(asked.append)
    show(pane)
    show(pane)
    digests = [one.photos[0].sha256 for one in THREE]
    assert asked == [digests]
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    pane.show_thumb(digests[0], image)
    pane.show_thumb("0" * 64, image)
    assert card(pane, 1).thumbs[digests[0]]._image == image
    pane.open_finding("finding-1")
    assert editor(pane).thumbs[digests[0]]._image == image
    assert len(asked) == 1


def test_the_phrase_list_is_worked_by_keys_and_fills_by_enter(pane: FindingsPane, qtbot: QtBot) -> None:
    show(pane)
    pane.open_finding("finding-3")
    qtbot.waitUntil(editor(pane).fact.hasFocus)
    QTest.keyClicks(editor(pane).fact, "zyc")
    popup = pane._popup
    assert [one.phrase.id for one in popup.offers] == ["p1"]
    assert popup.accessibleName() == "短语列表，1 条"
    ghost = editor(pane).fields["measure:party-contractor"]
    assert ghost.placeholderText() == "补设。"  # type: ignore[union-attr]
    QTest.keyClick(editor(pane).fact, Qt.Key.Key_Up)
    with qtbot.waitSignal(pane.phrase_picked) as told:
        QTest.keyClick(editor(pane).fact, Qt.Key.Key_Return)
    assert told.args is not None
    assert (told.args[0], told.args[1].phrase.id) == ("finding-3", "p1")
    assert told.args[1].party_id == editor(pane).party_id
    assert editor(pane).fact.text() == "作业层未设防护。"
    assert popup.offers == ()


def test_the_phrase_list_goes_when_the_keys_do_and_when_a_sentence_is_written(
    pane: FindingsPane, qtbot: QtBot
) -> None:
    show(pane)
    pane.open_finding("finding-3")
    qtbot.waitUntil(editor(pane).fact.hasFocus)
    QTest.keyClicks(editor(pane).fact, "zyc")
    editor(pane).fields["location"].setFocus()
    assert pane._popup.offers == ()
    editor(pane).fact.setFocus()
    QTest.keyClicks(editor(pane).fact, " and a long sentence")
    assert pane._popup.offers == ()


def test_the_phrase_list_stays_inside_the_page(pane: FindingsPane, qtbot: QtBot) -> None:
    show(pane)
    page = pane.window()
    for height in (700, 300):
        page.resize(700, height)
        pane.open_finding("")
        pane.open_finding("finding-3")
        qtbot.waitUntil(editor(pane).fact.hasFocus)
        QTest.keyClicks(editor(pane).fact, "zyc")
        qtbot.waitUntil(lambda: bool(pane._popup.offers))
        assert page.rect().contains(pane._popup.geometry())
        QTest.keyClick(editor(pane).fact, Qt.Key.Key_Escape)


@pytest.mark.parametrize("scale", [1.0, 1.2], ids=["two columns", "one column"])
def test_tab_goes_through_the_editor_as_a_person_reads_it(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, scale: float
) -> None:
    look = Look(load("light"), tmp_path, scale=scale)
    pane = in_a_page(FindingsPane(look, FieldSignals(), page := QWidget()), page, qtbot)
    show(pane, a_major(1), a_finding(2))
    pane.open_finding("finding-1")
    qtbot.waitUntil(lambda: editor(pane).fact.hasFocus() and card(pane, 2).isVisible())
    names = []
    while editor(pane).isAncestorOf(here := QApplication.focusWidget()):
        names.append(here.objectName())
        QTest.keyClick(here, Qt.Key.Key_Tab)
    party = editor(pane).party_id
    wanted = ["fact", "clause", "location", "severity_major", f"measure:{party}", f"due:{party}"]
    assert names == [*wanted, f"on_the_spot:{party}", "criterion", "party"]
    assert QApplication.focusWidget() is card(pane, 2), "then comes what stands below"


def test_each_photo_is_called_by_its_place_though_only_the_last_are_shown(pane: FindingsPane) -> None:
    photos = tuple(Photo(f"photo-{n}", f"{n:064x}") for n in range(1, 6))
    show(pane, a_finding(1, photos=photos))
    pane.open_finding("finding-1")
    names = [one.accessibleName() for one in editor(pane).thumbs.values()]
    assert names == ["照片 3", "照片 4", "照片 5"]


def test_words_that_cannot_be_written_keep_their_party_open(pane: FindingsPane) -> None:
    """The disk refuses: another party's lines would sweep away what was typed for this one."""
    show(pane)
    pane.open_finding("finding-1")
    pane._signals.left.connect(lambda spot, _: pane._signals.take_back(spot))
    party, measure = editor(pane).party_id, editor(pane).fields[f"measure:{editor(pane).party_id}"]
    assert isinstance(measure, LineField)
    measure.setFocus()
    QTest.keyClicks(measure, "x")
    typed = measure.text()
    editor(pane).party_chosen.emit("party-owner")
    assert editor(pane).party_id == party
    assert editor(pane).fields[f"measure:{party}"] is measure
    assert measure.text() == typed
    assert editor(pane)._party.currentData() == party, "the list says whose lines are shown"


def test_cards_that_show_what_they_showed_stay_and_stand_in_order(pane: FindingsPane) -> None:
    show(pane)
    before = [card(pane, n) for n in (1, 2, 3)]
    show(pane, THREE[0], replace(THREE[1], location="改到四层"), THREE[2], a_finding(4))
    after = [card(pane, n) for n in (1, 2, 3, 4)]
    assert [one is other for one, other in zip(before, after, strict=False)] == [True, False, True]
    places = [pane._list.indexOf(one) for one in after]
    assert places == sorted(places)
    assert len(pane._list.parentWidget().findChildren(FindingCard)) == 4 + 1, "the old one goes in its turn"
    pane.open_finding(THREE[1].id)
    pane.open_finding("")
    assert [pane._list.indexOf(card(pane, n)) for n in (1, 2, 3, 4)] == places
    assert card(pane, 1) is before[0]
