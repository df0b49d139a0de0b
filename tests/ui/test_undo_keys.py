"""Undo and redo by keys: typing first, then steps; what comes back is where it was; what is final stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.findings import Finding
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.style.screen_settings import ScreenSettings
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.test_first_paper import pasted


def undo(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.rest()


def redo(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Z, CTRL | SHIFT)
    hands.rest()


def found(hands: Hands) -> tuple[Finding, ...]:
    return findings.findings_of(hands.store, hands.rooms.work.inspection_id)


@pytest.fixture
def at_work(seated: Hands) -> Hands:
    """An open finding filled from a phrase; the keys are at its place."""
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb")
    assert seated.focused == "location"
    return seated


def test_in_a_field_what_is_being_typed_goes_first(at_work: Hands) -> None:
    at_work.write("3#14F")
    at_work.press(Qt.Key.Key_Z, CTRL)
    assert at_work.editor.fields["location"].text() == ""  # type: ignore[union-attr]
    assert found(at_work)[0].fact, "the phrase stands: only the typing went"
    at_work.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert at_work.editor.fields["location"].text() == "3#14F"  # type: ignore[union-attr]
    at_work.press(Qt.Key.Key_Tab)
    at_work.rest()
    assert found(at_work)[0].location == "3#14F"


def test_then_the_steps_go_one_by_one_and_come_back(at_work: Hands) -> None:
    at_work.fill("3#14F")
    at_work.rest()
    told = found(at_work)
    undo(at_work)
    assert "已撤销：问题 1 的部位" in at_work.notice
    assert found(at_work)[0].location == ""
    undo(at_work)
    assert (found(at_work)[0].fact, found(at_work)[0].obligations) == ("", ())
    undo(at_work)
    assert found(at_work) == ()
    undo(at_work)
    assert "没有可撤销的一步" in at_work.notice
    for _ in range(3):
        redo(at_work)
    assert found(at_work) == told
    assert at_work.editor.fact.text() == told[0].fact
    at_work.press(Qt.Key.Key_Y, CTRL)
    assert "没有可重做的一步" in at_work.notice


def test_the_fields_own_undo_does_not_bring_back_what_a_step_took(at_work: Hands) -> None:
    at_work.write("3#14F")
    at_work.press(Qt.Key.Key_Tab)
    at_work.rest()
    at_work.press(Qt.Key.Key_Backtab, SHIFT)
    at_work.until(lambda: at_work.focused == "location")
    undo(at_work)
    assert found(at_work)[0].location == ""
    assert at_work.editor.fields["location"].text() == ""  # type: ignore[union-attr]
    undo(at_work)
    assert found(at_work)[0].fact == ""


def test_a_photo_is_a_step_of_its_own(at_work: Hands) -> None:
    at_work.paste(pasted("edge.jpg"))
    assert len(found(at_work)[0].photos) == 1
    undo(at_work)
    assert "已撤销：照片" in at_work.notice
    assert (found(at_work)[0].photos, bool(found(at_work)[0].fact)) == ((), True)
    at_work.part(QPushButton, "notice_action").click()
    at_work.rest()
    assert len(found(at_work)[0].photos) == 1


def test_a_paper_that_was_begun_goes_and_comes_back(at_work: Hands) -> None:
    at_work.fill("3#14F")
    at_work.press(Qt.Key.Key_F9)
    at_work.rest()
    begun = at_work.rooms.work.bench
    assert begun is not None
    assert begun.draft is not None
    undo(at_work)
    assert at_work.rooms.work.bench is not None
    assert at_work.rooms.work.bench.draft is None
    redo(at_work)
    again = at_work.rooms.work.bench
    assert again is not None
    assert again.draft is not None
    assert (again.draft.id, again.draft.findings) == (begun.draft.id, begun.draft.findings)


def test_the_level_and_its_place_on_the_paper_are_one_step(at_work: Hands) -> None:
    at_work.fill("3#14F")
    at_work.press(Qt.Key.Key_F9)
    at_work.rest()
    at_work.rooms.work.leave(Spot("finding", found(at_work)[0].id, "severity"), "major")
    bench = at_work.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.findings == (), "a major hazard is no matter of a rectification notice"
    undo(at_work)
    bench = at_work.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert [one.number for one in bench.draft.findings] == [1]


def test_what_was_issued_is_not_undone_and_the_reason_is_said(seated: Hands) -> None:
    seated.ready_to_issue()
    before = found(seated)
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    entries = len(list(seated.store.entries()))
    undo(seated)
    assert "已经写进签发的文书，不能撤销" in seated.notice
    assert found(seated) == before
    assert len(list(seated.store.entries())) == entries


def test_another_inspection_has_steps_of_its_own(at_work: Hands) -> None:
    at_work.fill("3#14F")
    at_work.press(Qt.Key.Key_Escape)
    at_work.rest()
    first = inspections.visit_ids(at_work.desk)[0]
    at_work.begin("青澜砼源")
    undo(at_work)
    assert "没有可撤销的一步" in at_work.notice
    at_work.rooms.work.open(first)
    at_work.rest()
    undo(at_work)
    assert found(at_work)[0].location == ""


def test_what_is_left_unwritten_of_an_undone_finding_is_not_told_after_a_crash(at_work: Hands) -> None:
    at_work.write("3#14F")
    at_work.until(lambda: "3#14F" in at_work.store.buffer().values())
    at_work.rooms.work.undo()
    at_work.rooms.work.undo()
    assert found(at_work) == ()
    assert at_work.store.buffer() == {}


def test_another_look_keeps_what_can_be_undone(at_work: Hands) -> None:
    at_work.fill("3#14F")
    at_work.rest()
    at_work.desktop.redress(ScreenSettings("dark"))
    at_work.until(lambda: at_work.rooms.frame.page == "bench" and at_work.desktop._dress_wanted is None)
    at_work.rest()
    undo(at_work)
    assert "已撤销：问题 1 的部位" in at_work.notice
    assert found(at_work)[0].location == ""
