"""The tab of old findings: one key a result, a note, before beside after, and the opinion that follows."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from inspector_app.casework.followup import rechecks
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.papers import drafts
from inspector_app.casework.visits import inspections, photos, results
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.spot import RECHECK, Spot
from inspector_app.ui.workbench import recovery
from tests.stories import day_hands
from tests.stories import duty_hands as told
from tests.stories.duty_hands import Key, Ordered, at_recheck, pane
from tests.stories.hands import CTRL, Hands
from tests.stories.stage import Opener


@pytest.fixture
def ordered(desktops: Opener, tmp_path: Path) -> Ordered:
    return told.opened(desktops, tmp_path / "data", 1)


@pytest.fixture
def begun(ordered: Ordered) -> Ordered:
    """The recheck of both findings, shown with the keys on its list."""
    begin(ordered)
    return ordered


def begin(ordered: Ordered, way: Way = Way.SITE) -> str:
    hands = ordered.hands
    recheck_id = rechecks.begin(hands.desk, [ordered.scene.notice_id], way=way)
    assert hands.desktop.house is not None
    hands.desktop.house.going.open_inspection(recheck_id)
    at_recheck(hands)
    return recheck_id


def noted(hands: Hands) -> list[tuple[str, str]]:
    """What the store holds of each finding, by number."""
    seen = {one.finding_id: one for one in results.of(hands.store, hands.rooms.work.inspection_id)}
    ids = [one.row.finding_id for one in pane(hands).recheck.lines]  # type: ignore[union-attr]
    return [(seen[one].result, seen[one].note) if one in seen else ("", "") for one in ids]


def test_an_ordinary_visit_has_no_such_tab(ordered: Ordered) -> None:
    hands = ordered.hands
    assert hands.desktop.house is not None
    hands.desktop.house.going.open_inspection(ordered.scene.visit_id)
    hands.rest()
    tab = hands.rooms.bench.middle._tabs["recheck"]
    assert tab.isHidden()
    assert hands.rooms.bench.middle.tab == "findings"
    codes = []
    for _ in range(5):
        hands.rooms.bench.middle.turn(1)
        codes.append(hands.rooms.bench.middle.tab)
    assert "recheck" not in codes
    begin(ordered)
    assert not tab.isHidden()
    hands.desktop.house.going.open_inspection(ordered.scene.visit_id)
    hands.rest()
    assert tab.isHidden()
    assert hands.rooms.bench.middle.tab == "findings"


def test_keys_note_results_and_lead_on(begun: Ordered) -> None:
    hands = begun.hands
    assert pane(hands)._progress.accessibleName() == "已看 0/2"
    hands.press(Key.Key_1)
    hands.rest()
    assert pane(hands).chosen.row.number == 2  # type: ignore[union-attr]
    assert hands.focused == "recheck_lines"
    hands.press(Key.Key_4)
    assert hands.focused == "recheck_note"
    hands.write("加工棚上锁 14")
    assert noted(hands) == [("rectified", ""), ("unverifiable", "")]
    hands.press(Key.Key_Return)
    hands.rest()
    assert noted(hands) == [("rectified", ""), ("unverifiable", "加工棚上锁 14")]
    assert hands.focused == "recheck_lines"
    assert hands.rooms.bench.middle._tabs["recheck"].accessibleName() == "复查 2/2"
    hands.press(Key.Key_2)
    hands.rest()
    assert noted(hands)[1] == ("partial", "加工棚上锁 14"), "another result keeps the note"
    assert begun.words == ["待整改", "待整改"], "nothing is final yet"


def test_a_result_is_taken_back_and_undone(begun: Ordered) -> None:
    hands = begun.hands
    hands.press(Key.Key_1)
    hands.rest()
    hands.press(Key.Key_Up)
    hands.press(Key.Key_Delete)
    hands.rest()
    assert noted(hands)[0] == ("", "")
    hands.press(Key.Key_Z, CTRL)
    hands.rest()
    assert noted(hands)[0] == ("rectified", "")
    hands.until(lambda: told.results(hands)[0] == "rectified")
    assert "复查结果" in hands.notice


def test_a_note_without_a_result_is_refused_in_words(begun: Ordered) -> None:
    hands = begun.hands
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.focused == "recheck_note")
    hands.write("看到了")
    hands.press(Key.Key_Return)
    hands.rest()
    assert "还没有选择复查结果" in hands.notice
    assert noted(hands) == [("", ""), ("", "")]


def test_what_is_typed_survives_a_crash(begun: Ordered) -> None:
    hands = begun.hands
    hands.press(Key.Key_3)
    hands.until(lambda: hands.focused == "recheck_note")
    hands.write("仍缺挡脚板")
    recheck_id = hands.rooms.work.inspection_id
    spot = Spot(RECHECK, recheck_id, f"{begun.scene.finding_ids[0]}:{begun.scene.contractor.id}")
    hands.until(lambda: hands.store.buffer().get(spot.key()) == "仍缺挡脚板", "it is durable within a second")
    back = recovery.recover(hands.desk)
    assert [one.code for one in back.problems] == ["ui.recovered"]
    assert "复查说明" in str(back.problems[0].values)
    assert noted(hands)[0] == ("not_rectified", "仍缺挡脚板")


def test_photos_go_to_the_chosen_old_finding_and_stand_side_by_side(begun: Ordered, tmp_path: Path) -> None:
    hands, (edge, box) = begun.hands, begun.scene.finding_ids
    hands.press(Key.Key_Down)
    hands.pick_files(told.picture(tmp_path, "switchbox.jpg", hands.desk.today()))
    hands.until(lambda: bool(pane(hands).detail.after.sha256))
    hands._focus_window()
    hands.press(Key.Key_Up)
    hands.paste(day_hands.picture("edge.jpg"))
    hands.until(lambda: bool(pane(hands).detail.after.sha256))
    shots = photos.all_of(hands.store, hands.rooms.work.inspection_id)
    assert [(one.finding_id, one.stage) for one in shots] == [(box, "after"), (edge, "after")]
    detail = pane(hands).detail
    assert detail.before.sha256 != detail.after.sha256
    hands.until(lambda: not detail.after.thumb._image.isNull())  # type: ignore[union-attr]
    hands.tab_to("recheck_after_thumb")
    hands.press(Key.Key_Return)
    house = hands.desktop.house
    assert house is not None
    hands.until(lambda: house.viewing.pair is not None)
    pair = house.viewing.pair
    assert pair is not None
    assert pair.before.photo is not None
    assert pair.after.photo is not None
    assert (pair.before.photo.sha256, pair.after.photo.sha256) == (detail.before.sha256, detail.after.sha256)
    assert (pair.before.photo.after, pair.after.photo.after) == (False, True)
    pair.reject()
    hands.until(lambda: QApplication.activeModalWidget() is None)
    hands._focus_window()
    hands.press(Key.Key_Z, CTRL)
    hands.until(lambda: not pane(hands).detail.after.sha256, "the photo is taken back")


def test_the_opinion_follows_what_is_seen(begun: Ordered) -> None:
    hands = begun.hands
    hands.press(Key.Key_F9)
    hands.rest()
    assert "没有" in hands.notice, "an opinion on nothing is refused"
    assert drafts.documents_of(hands.store, hands.rooms.work.inspection_id) == ()
    hands.press(Key.Key_1)
    hands.rest()
    hands.press(Key.Key_1)
    hands.rest()
    hands.tab_to("recheck_opinion")
    hands.press(Key.Key_Space)
    hands.rest()
    hands.until(lambda: pane(hands)._said.accessibleName() == "结论：合格")
    assert pane(hands).again.isHidden()
    pane(hands).table.setFocus()
    hands.press(Key.Key_2)
    hands.rest()
    hands.until(lambda: pane(hands)._said.accessibleName() == "结论：不合格，责令再次整改")
    assert not pane(hands).again.isHidden()
    hands.tab_to("recheck_again")
    hands.fill("5天")
    hands.rest()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert bench.draft.own_value("again") == "2026-09-27"
    assert len(drafts.documents_of(hands.store, bench.inspection.id)) == 1, "the button goes on with it"


def test_lines_of_the_gate_lead_to_the_result_the_note_and_the_day(begun: Ordered) -> None:
    hands = begun.hands
    hands.press(Key.Key_3)
    hands.press(Key.Key_Return)
    hands.rest()
    hands.press(Key.Key_F9)
    hands.rest()
    assert "findings.1" in hands.gate, hands.gate
    hands.rooms.bench.middle.show_tab("checks")
    hands.rooms.bench.paper.followed.emit("findings.1")
    hands.until(lambda: hands.focused == "recheck_lines")
    assert hands.rooms.bench.middle.tab == "recheck"
    assert pane(hands).chosen.row.number == 2  # type: ignore[union-attr]
    hands.rooms.bench.middle.show_tab("checks")
    hands.rooms.bench.paper.followed.emit("findings.0.recheck")
    hands.until(lambda: hands.focused == "recheck_note")
    assert pane(hands).chosen.row.number == 1  # type: ignore[union-attr]
    hands.rooms.bench.middle.show_tab("checks")
    hands.rooms.bench.paper.followed.emit("document.own.again")
    hands.until(lambda: hands.focused == "recheck_again")
    hands.rooms.bench.middle.show_tab("document")
    assert not [one for one in hands.rooms.bench._form.fields if one.startswith("recheck")]  # type: ignore[union-attr]


def test_the_kind_chosen_at_the_paper_begins_the_same_opinion(begun: Ordered) -> None:
    hands = begun.hands
    for _ in range(2):
        hands.press(Key.Key_1)
        hands.rest()
    assert hands.desktop.house is not None
    hands.desktop.house.going.choose_kind(str(DocumentKind.RECHECK_OPINION))
    hands.rest()
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert [one.id for one in bench.draft.findings] == list(begun.scene.finding_ids)
    assert bench.draft.about is not None
    assert bench.draft.about.document_id == begun.scene.notice_id


def test_an_issued_opinion_fixes_its_lines(begun: Ordered) -> None:
    hands = begun.hands
    for _ in range(2):
        hands.press(Key.Key_1)
        hands.rest()
    told.lawful(hands)
    hands.press(Key.Key_F9)
    hands.rest()
    told.sign(hands)
    hands.until(lambda: begun.words == ["合格闭环", "合格闭环"])
    hands.until(lambda: pane(hands)._said.accessibleName().startswith("已签发"))
    pane(hands).table.setFocus()
    hands.press(Key.Key_3)
    hands.rest()
    assert [result for result, _ in noted(hands)] == ["rectified", "rectified"]
    assert not hands.part(QPushButton, "result_partial").isEnabled()
    hands.press(Key.Key_Z, CTRL)
    hands.rest()
    assert [result for result, _ in noted(hands)] == ["rectified", "rectified"], "issued is not undone"
    pane(hands).wish_opinion()
    assert "都已写进" in hands.notice


def test_it_is_not_ended_while_something_is_unseen(begun: Ordered) -> None:
    hands = begun.hands
    hands.press(Key.Key_1)
    hands.rest()
    told.lawful(hands)
    hands.rooms.work.conclude()
    hands.rest()
    assert not inspections.concluded(hands.store, hands.rooms.work.inspection_id)
    assert "2" in hands.notice
    hands.press(Key.Key_1)
    hands.rest()
    hands.rooms.work.conclude()
    hands.rest()
    assert inspections.concluded(hands.store, hands.rooms.work.inspection_id)
    assert begun.words == ["合格闭环", "合格闭环"]
    assert not hands.part(QPushButton, "result_partial").isEnabled()


def test_a_recheck_by_the_papers_says_so(ordered: Ordered) -> None:
    begin(ordered, Way.PAPER)
    assert pane(ordered.hands)._way.text() == "书面查验"


def test_esc_in_the_note_leads_back_to_the_list_and_leaves_what_was_typed(begun: Ordered) -> None:
    hands = begun.hands
    hands.press(Key.Key_2)
    hands.write("缺一道横杆")
    hands.press(Key.Key_Escape)
    hands.rest()
    assert hands.rooms.frame.page == "bench"
    assert hands.focused == "recheck_lines"
    assert noted(hands)[0] == ("partial", "缺一道横杆")
