"""A day on paper at the window: dead laptop, two handwritten notices, keyed in next week with their scans."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from inspector_app.casework.papers import duties, issued, late_list
from inspector_app.casework.people import workspace
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.states import FindingState
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.papers.large_page import LargePage
from tests.stories import late_hands as told
from tests.stories.hands import CTRL, Hands
from tests.stories.late_hands import NOTICE, STOP

Key = Qt.Key


def test_a_day_with_three_findings_and_two_papers_is_keyed_in_by_keys_alone(seated: Hands) -> None:
    hands, store = seated, seated.store
    before = (len(store.numbers().numbers), store.vector())
    section = told.open_section(hands)
    window = told.open_day(hands)
    told.whole_day(hands, window)
    assert told.weighed(hands, window) == {}, "nothing is lacking"
    assert store.vector() == before[1], "typing alone writes nothing into the journal"
    told.give(hands, workspace.TRAINING_PIN)
    hands.until(lambda: hands._open("late_day") is None, "the window is shut")
    hands.rest()
    assert "已补录 2 份文书" in hands.notice
    assert store.buffer() == {}, "nothing is left to be keyed in again"

    # The section lists both, by the day on the paper.
    section = told.open_section(hands)
    lines = section.view.model.lines
    assert {one.title for one in lines} == {NOTICE, STOP}
    assert {(one.state, one.right, one.right_note) for one in lines} == {("补录", "2026-11-20", "沈知远")}
    section.choose(next(one.id for one in lines if one.title == NOTICE))
    hands.rest()
    words = told.sheet_words(section)
    for one in (told.REASON, "沈知远", "培训员", "3#楼14层", "rectification.jpg", "整次检查都是补录"):
        assert one in words, words

    # It is what was written: number, day, last day from the day of issue, its findings ordered.
    papers = {one.paper.number: one.paper for one in late_list.entries(store)}
    notice, stop = papers[NOTICE], papers[STOP]
    assert (notice.issued_on, notice.due_on) == (date(2026, 11, 20), date(2026, 11, 27))
    assert (stop.due_on, len(stop.finding_ids), len(notice.finding_ids)) == (date(2026, 11, 30), 1, 2)
    assert len(store.numbers().numbers) == before[0], "the number book is not touched"
    visit = inspections.inspection_of(store, notice.inspection_id)
    assert len(visit.officers) == 2
    assert [one.location for one in findings.findings_of(store, visit.id)] == ["3#楼14层", "加工区", "东立面"]
    assert duties.finding_state(hands.desk, notice.finding_ids[0]).word == FindingState.ORDERED
    assert store.blob(notice.scans[0]) == (told.PAPERS / "rectification.jpg").read_bytes()

    # The scan is one key away, and the list of documents shows the mark.
    hands.press(Key.Key_G, CTRL)
    view = hands.dialog("large_page")
    assert isinstance(view, LargePage)
    hands.until(lambda: view.paper.pages == 1)
    hands.press(Key.Key_Escape)
    hands.go_to("documents")
    table = hands.part(QTableView, "issued_table")
    model = table.model()
    cells = [model.index(row, 0) for row in range(model.rowCount())]
    assert {cell.data(): cell.data(Role.MARK) for cell in cells} == {
        NOTICE: ("补录", "blue"),
        STOP: ("补录", "blue"),
    }
    # Today's list and the card of the target say it too.
    hands.go_to("today")
    due = hands.rooms.today.dues.chosen
    assert due is not None
    assert (due.number, due.late) == (NOTICE, True)
    hands.go_to("targets")
    hands.rest()
    card = hands.part(QWidget, "target_card")
    lines = [one.accessibleName() for one in card.findChildren(QPushButton) if NOTICE in one.accessibleName()]
    assert len(lines) == 1
    assert "补录" in lines[0]


def test_a_number_that_exists_is_refused_at_its_field(seated: Hands) -> None:
    told.open_section(seated)
    window = told.open_day(seated)
    told.whole_day(seated, window)
    told.give(seated, workspace.TRAINING_PIN)
    seated.until(lambda: seated._open("late_day") is None)
    seated.rest()
    vector = seated.store.vector()

    told.open_section(seated)
    window = told.open_day(seated)
    assert window.day.visit == {}, "the next day begins empty"
    # The same number, written as people write it.
    told.whole_day(seated, window, "望住建改[2026] 第手－12号", "望住建停〔2026〕手-4号")
    lacking = told.weighed(seated, window)
    assert set(lacking) == {"late.papers.1.number"}
    assert NOTICE in lacking["late.papers.1.number"]
    told.give(seated, workspace.TRAINING_PIN)
    assert seated.focused == "paper2_number", "the keys are where it is mended"
    assert seated.store.vector() == vector
    assert len(issued.all_documents(seated.store)) == 2
    seated.press(Key.Key_Escape)


def test_a_scan_that_is_no_picture_is_refused_and_nothing_typed_is_lost(
    seated: Hands, tmp_path: Path
) -> None:
    told.open_section(seated)
    window = told.open_day(seated)
    told.whole_day(seated, window)
    broken = tmp_path / "通知书.jpg"
    broken.write_bytes(b"MZ this is a program")
    seated.press(Key.Key_3, told.ALT)
    told.scan(seated, "paper2", broken)
    lacking = told.weighed(seated, window)
    assert set(lacking) == {"late.papers.1.scans.1"}
    vector = seated.store.vector()
    told.give(seated, workspace.TRAINING_PIN)
    assert seated.focused == "paper2_scans_choose"
    seated.press(Key.Key_Escape)
    seated.until(lambda: seated._open("late_day") is None)
    seated.rest()
    assert seated.store.vector() == vector

    # All of it comes back, and is mended with one file.
    window = told.open_day(seated)
    assert set(told.weighed(seated, window)) == {"late.papers.1.scans.1"}
    assert [one["location"] for one in window.day.findings] == ["3#楼14层", "加工区", "东立面"]
    seated.press(Key.Key_3, told.ALT)
    told.scan(seated, "paper2", told.PAPERS / "rectification.jpg")
    assert told.weighed(seated, window) == {}
    told.give(seated, workspace.TRAINING_PIN)
    seated.until(lambda: seated._open("late_day") is None)
    seated.rest()
    assert len(late_list.entries(seated.store)) == 2
