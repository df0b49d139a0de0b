"""What spares typing at the workbench: copy, last visit, repeat hint, one key for the paper, long pastes."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.history import carry
from inspector_app.casework.papers import issued
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.findings import Finding
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.fields import LineField
from inspector_app.ui.controls.parts import Chip
from inspector_app.ui.controls.pasting import LONGEST_LINE, LONGEST_TEXT, cleaned
from inspector_app.ui.workbench.finding_card import FindingCard
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import MORNING, SITE, make_lawful
from tests.stories.test_first_paper import pasted


def found(hands: Hands) -> tuple[Finding, ...]:
    return findings.findings_of(hands.store, hands.rooms.work.inspection_id)


def one_finding(hands: Hands, letters: str = "lb", where: str = "3#14F") -> None:
    hands.new_finding()
    hands.phrase(letters)
    hands.fill(where)
    hands.rest()


@pytest.fixture
def at_work(seated: Hands) -> Hands:
    """One whole finding at a lawful visit."""
    seated.begin("临江 3标")
    make_lawful(seated.desk, seated.rooms.work.inspection_id)
    one_finding(seated)
    return seated


def test_after_a_phrase_only_the_place_is_to_be_typed(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb")
    assert seated.focused == "location"


def test_a_place_typed_behind_the_letters_is_written_with_the_phrase(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb 3#14F")
    (told,) = found(seated)
    assert told.location == "3#14F"
    assert told.fact
    assert told.clause_id


def test_a_phrase_fills_the_duty_of_the_party_that_was_chosen_too(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    bench = seated.rooms.work.bench
    assert bench is not None
    other = next(one for one in bench.target.parties if one.id != bench.addressee_id)
    seated.editor.party_chosen.emit(other.id)
    seated.until(lambda: seated.editor.party_id == other.id and seated.editor.fact.isVisible())
    seated.editor.fact.setFocus()
    seated.phrase("lb")
    seated.rest()
    (finding,) = found(seated)
    duties = {one.party_id: (one.measure, one.due) for one in finding.obligations}
    assert set(duties) == {bench.addressee_id, other.id}
    assert duties[other.id] == duties[bench.addressee_id]
    assert duties[other.id][0], "the measure is written"
    assert seated.editor.party_id == other.id, "the lines of that party stay open"
    seated.press(Qt.Key.Key_Z, CTRL)
    seated.rest()
    assert found(seated)[0].obligations == ()


def test_copy_takes_all_but_photos_number_and_place(at_work: Hands) -> None:
    at_work.paste(pasted("edge.jpg"))
    at_work.press(Qt.Key.Key_D, CTRL)
    at_work.rest()
    first, second = found(at_work)
    assert (second.fact, second.clause_id, second.severity) == (first.fact, first.clause_id, first.severity)
    assert second.obligations == first.obligations
    assert (second.number, second.location, second.photos) == (2, "", ())
    assert at_work.focused == "location"
    assert at_work.rooms.bench.findings.open_id == second.id


def test_copy_fills_an_empty_finding_from_the_one_above(at_work: Hands) -> None:
    at_work.new_finding()
    at_work.press(Qt.Key.Key_D, CTRL)
    at_work.rest()
    first, second = found(at_work)
    assert second.fact == first.fact
    assert at_work.focused == "location"


def test_there_is_nothing_to_copy_before_the_first(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.press(Qt.Key.Key_D, CTRL)
    assert "没有可复制的问题" in seated.notice
    assert found(seated) == ()


def test_the_keys_go_from_finding_to_finding(at_work: Hands) -> None:
    one_finding(at_work, "jsb", "5#")
    first, second = found(at_work)
    pane = at_work.rooms.bench.findings
    at_work.press(Qt.Key.Key_Up, CTRL | SHIFT)
    assert pane.open_id == first.id
    at_work.press(Qt.Key.Key_Up, CTRL | SHIFT)
    assert pane.open_id == first.id, "above the first there is none"
    at_work.press(Qt.Key.Key_Down, CTRL | SHIFT)
    assert pane.open_id == second.id


def test_a_picture_that_lies_ready_makes_a_finding_with_it(seated: Hands) -> None:
    seated.begin("临江 3标")
    QGuiApplication.clipboard().setMimeData(pasted("edge.jpg"))
    seated.press(Qt.Key.Key_V, CTRL | SHIFT)
    seated.rest()
    (told,) = found(seated)
    assert len(told.photos) == 1
    assert seated.focused == "fact"


def test_without_a_picture_no_finding_is_made(seated: Hands) -> None:
    seated.begin("临江 3标")
    told = QMimeData()
    told.setText("临边")
    QGuiApplication.clipboard().setMimeData(told)
    seated.press(Qt.Key.Key_V, CTRL | SHIFT)
    seated.rest()
    assert found(seated) == ()
    assert seated.notice


def test_one_key_makes_the_usual_paper_and_once_more_asks_for_the_pin(at_work: Hands) -> None:
    at_work.press(Qt.Key.Key_F9)
    at_work.rest()
    bench = at_work.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.kind is DocumentKind.RECTIFICATION_NOTICE
    due = found(at_work)[0].obligations[0].due
    assert due is not None
    assert bench.draft.reply_due is not None
    assert bench.draft.reply_due > due
    assert at_work.gate == {}
    at_work.press(Qt.Key.Key_Return, CTRL)
    at_work.give_pin()
    (told,) = issued.all_documents(at_work.store)
    assert told.kind == DocumentKind.RECTIFICATION_NOTICE


def test_what_is_not_ticked_stays_out_of_the_paper(at_work: Hands) -> None:
    one_finding(at_work, "jsb", "5#")
    at_work.rooms.bench.findings.open_finding("")
    at_work.until(at_work.rooms.bench.findings._cards[found(at_work)[0].id].isVisible)
    card = at_work.part(FindingCard, "card_1")
    card.setFocus()
    at_work.press(Qt.Key.Key_Space)
    at_work.press(Qt.Key.Key_F9)
    at_work.rest()
    bench = at_work.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert [one.number for one in bench.draft.findings] == [2]


def test_where_two_papers_are_possible_a_person_chooses_and_the_rest_comes_next(at_work: Hands) -> None:
    one_finding(at_work, "yxkj", "B1")
    assert [one.severity for one in found(at_work)] == ["general", "major"]
    at_work.press(Qt.Key.Key_F9)
    at_work.dialog("kind_choice")
    at_work.press(Qt.Key.Key_Escape)
    assert at_work.store.records("document") == []
    at_work.press(Qt.Key.Key_F9)
    dialog = at_work.dialog("kind_choice")
    stop = at_work.part(QPushButton, f"kind_{DocumentKind.STOP_WORK_NOTICE}", dialog)
    assert "1 项" in stop.accessibleName()
    stop.click()
    at_work.rest()
    bench = at_work.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.kind is DocumentKind.STOP_WORK_NOTICE
    assert [one.number for one in bench.draft.findings] == [2]


def test_after_one_paper_is_issued_the_key_makes_the_next_from_what_is_left(at_work: Hands) -> None:
    at_work.press(Qt.Key.Key_F9)
    at_work.rest()
    at_work.press(Qt.Key.Key_F9)
    at_work.give_pin()
    one_finding(at_work, "jsb", "5#")
    at_work.press(Qt.Key.Key_F9)
    at_work.rest()
    bench = at_work.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.issued is None
    assert [one.number for one in bench.draft.findings] == [2]


def test_showing_certificates_and_telling_recusal_is_one_key_and_one_step(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.press(Qt.Key.Key_E, CTRL | SHIFT)
    seated.rest()
    told = inspections.inspection_of(seated.store, seated.rooms.work.inspection_id)
    assert (told.credentials_shown, str(told.recusal)) == (True, "waived")
    assert "不申请回避" in seated.notice
    seated.press(Qt.Key.Key_Z, CTRL)
    seated.rest()
    told = inspections.inspection_of(seated.store, seated.rooms.work.inspection_id)
    assert (told.credentials_shown, str(told.recusal)) == (False, "untold")


def test_concluding_without_an_end_takes_the_present_moment_and_says_so(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.clock.moment = MORNING + timedelta(minutes=78)
    seated.rooms.work.conclude()
    seated.rest()
    told = inspections.inspection_of(seated.store, seated.rooms.work.inspection_id)
    assert told.ended == MORNING + timedelta(minutes=78)
    assert inspections.concluded(seated.store, told.id)


def second_visit(hands: Hands) -> None:
    """Issue a notice over one finding, then come back ten days later."""
    hands.press(Qt.Key.Key_F9)
    hands.rest()
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    hands.press(Qt.Key.Key_Escape)
    hands.rest()
    hands.clock.moment = MORNING + timedelta(days=10)
    hands.begin("临江 3标")
    hands.rest()


def test_what_the_last_visit_left_is_taken_over_by_one_key(at_work: Hands) -> None:
    old = found(at_work)[0]
    second_visit(at_work)
    box = at_work.rooms.bench.findings.last_visit
    at_work.until(box.isVisible)
    assert at_work.part(QPushButton, "take_over_1", box).isVisible()
    at_work.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    at_work.rest()
    (new,) = found(at_work)
    assert (new.repeats, new.fact, new.clause_id) == (old.id, old.fact, old.clause_id)
    assert box.unclosed(0) == "", "it is not offered twice"
    at_work.press(Qt.Key.Key_A, CTRL | SHIFT)
    at_work.rest()
    there = inspections.inspection_of(at_work.store, at_work.rooms.work.inspection_id).present
    assert [one.name for one in there] == ["骆远山"]
    at_work.until(lambda: not box.isVisible())


def test_a_repeated_hazard_says_so_with_day_and_number(at_work: Hands) -> None:
    second_visit(at_work)
    (order,) = issued.all_documents(at_work.store)
    one_finding(at_work)
    chip = at_work.editor._again
    at_work.until(chip.isVisible)
    assert chip.accessibleName() == "12 个月内第 2 次"
    assert order.number in chip.toolTip()
    at_work.rooms.bench.findings.open_finding("")
    card = at_work.rooms.bench.findings._cards[found(at_work)[0].id]
    assert "12 个月内第 2 次" in [one.accessibleName() for one in card.findChildren(Chip)]


def test_what_was_ordered_here_is_offered_as_the_offices_own_and_can_be_forgotten(seated: Hands) -> None:
    seated.begin("临江 3标")
    make_lawful(seated.desk, seated.rooms.work.inspection_id)
    one_finding(seated)
    seated.editor.fact.setFocus()
    seated.fill("塔吊基础积水，排水沟堵塞。")
    seated.rest()
    second_visit(seated)
    seated.until(lambda: seated.rooms.work.recall.memory is not None and not seated.desktop.jobs.busy)
    seated.new_finding()
    seated.write("tdjcjs")
    popup = seated.rooms.bench.findings._popup
    seated.until(lambda: bool(popup.offers))
    assert [(one.own, one.phrase.fact) for one in popup.offers] == [(True, "塔吊基础积水，排水沟堵塞。")]
    seated.press(Qt.Key.Key_Delete)
    seated.rest()
    assert popup.offers == ()
    assert "不再提示" in seated.notice
    assert len(seated.store.records("phrase_forgotten")) == 1


@pytest.mark.parametrize(
    ("told", "lines", "kept"),
    [
        ("甲\x00\x07乙\r\n丙\t丁\u2028戊", True, "甲乙\n丙 丁\n戊"),
        ("甲\x00乙\r\n丙", False, "甲乙 丙"),
        ("\x1b[31m红\x9f", True, "[31m红"),
    ],
)
def test_control_characters_fall_out(told: str, lines: bool, kept: str) -> None:
    assert cleaned(told, 100, lines=lines) == kept


def test_a_hundred_thousand_pasted_characters_are_cut_and_that_is_said(seated: Hands) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    told = QMimeData()
    told.setText("临\x00边\x07" * 50_000)
    QGuiApplication.clipboard().setMimeData(told)
    seated.press(Qt.Key.Key_V, CTRL)
    seated.until(lambda: bool(seated.notice))
    assert "200000" in seated.notice.replace(",", "")
    kept = seated.editor.fact.text()
    assert kept == "临边" * (LONGEST_TEXT // 2)
    seated.press(Qt.Key.Key_Tab)
    seated.rest()
    assert found(seated)[0].fact == kept
    location = seated.editor.fields["location"]
    assert isinstance(location, LineField)
    location.setFocus()
    seated.press(Qt.Key.Key_V, CTRL)
    assert location.text() == "临边" * (LONGEST_LINE // 2)


def lawful_morning(hands: Hands) -> None:
    """A visit earlier today, with its approval: the campaign is approved for the day."""
    desk = hands.desk
    plant = next(one for one in registry.targets(desk.store) if one.name != SITE)
    first = carry.begin(desk, plant.id)
    make_lawful(desk, first)
    inspections.change(desk, first, notice="", notice_waived="双随机抽查，不预先通知")


def test_three_findings_with_photos_to_a_number_in_fourteen_actions(seated: Hands) -> None:
    """What is left of the eighteen is for Ctrl+P and Enter, and two to spare."""
    lawful_morning(seated)
    seated.clock.moment += timedelta(minutes=100)
    seated.begin("临江 3标")
    actions: list[str] = []
    for letters, where, photo in (
        ("lb", "3#14F", "edge.jpg"),
        ("jsb", "5#12F", "scaffold.jpg"),
        ("pdx", "B1", "edge.jpg"),
    ):
        QGuiApplication.clipboard().setMimeData(pasted(photo))
        seated.press(Qt.Key.Key_V, CTRL | SHIFT)
        seated.until(lambda: seated.focused == "fact")
        told = f"{letters} {where}"
        assert len(told) <= 12
        seated.write(told)
        seated.until(lambda: seated.offers > 0)
        seated.press(Qt.Key.Key_Return)
        actions += ["Ctrl+Shift+V", told, "Enter"]
    seated.rest()
    seated.press(Qt.Key.Key_E, CTRL | SHIFT)
    seated.press(Qt.Key.Key_F9)
    seated.rest()
    assert seated.gate == {}
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    actions += ["Ctrl+Shift+E", "F9", "F9", "PIN", "Enter"]
    (told_paper,) = issued.all_documents(seated.store)
    assert len(told_paper.finding_ids) == 3
    assert all(len(one.photos) == 1 for one in found(seated))
    print(" · ".join(actions))
    assert len(actions) <= 14, actions
