"""The ledger's section 停工: what it says of a stop-work, and every deed of it by keys alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from inspector_app.casework.followup import stop_news
from inspector_app.casework.followup.stops import Asked
from inspector_app.casework.papers import issued
from inspector_app.casework.play.stories.partial_stop import HOIST, OFFICERS, PARTS, PIT, SCAFFOLD
from inspector_app.domain.stops import StopState
from inspector_app.ui.controls.form_fields import FilesRoom
from inspector_app.ui.papers import attached_values
from tests.casework.test_photos import a_jpeg
from tests.stories import paper_hands
from tests.stories.hands import CTRL, Hands
from tests.ui.stop_sites import Site, resumed, sited


@pytest.fixture
def site(seated: Hands) -> Site:
    made = sited(seated)
    made.show()
    return made


def test_the_line_and_the_sheet_say_what_stands_still_and_what_is_lacking(site: Site) -> None:
    assert site.lines() == [(site.stop, "停工中", "amber")]
    assert (site.sheet.state, site.sheet.note) == ("停工中", "澄江筑成建设有限公司")
    parts = site.block("停工部位")
    assert [(one.text, one.state) for one in parts.facts] == [(one, "停工") for one in PARTS]
    assert parts.note == "3 项停工，0 项已复工"
    assert [one.state for one in site.block("停工所据隐患").facts] == ["待整改"] * 3
    wanted = site.block("复工条件")
    assert [(one.label, one.state) for one in wanted.facts] == [
        ("复工申请", "还缺"),
        ("三方签章", "还缺"),
        ("组织验收", "还缺"),
        ("整改报告", "还缺"),
        ("复查合格", "还缺"),
        ("复工批准", "还缺"),
    ]
    assert "1号楼外脚手架" in wanted.facts[0].text
    whys = {one.code: one.why_not for one in site.sheet.deeds}
    assert whys == {
        "paper": "",
        "back": "没有登记过抢工。",
        "violate": "",
        "asked": "",
        "check": "",
        "resume": "",
    }
    entry = site.hands.part(QPushButton, "section_stops")
    assert entry.accessibleName() == "停工 1"


def test_empty_choices_teach(site: Site) -> None:
    for choice, words in (("applied", "Ctrl+R"), ("violated", "没有登记过抢工"), ("lifted", "今年还没有")):
        site.show(choice)
        assert site.lines() == []
        assert words in site.section.teach()
    # What asks for something is counted by what stands, whichever choice is looked at.
    assert site.hands.part(QPushButton, "section_stops").accessibleName() == "停工 1"


def test_a_check_that_found_it_obeyed(site: Site) -> None:
    site.deed(Qt.Key.Key_H, "stop_check")
    assert site.hands.focused == "obeyed"
    site.choose("obeyed", "已停工")
    site.put("words", "三个部位均已停工，警戒已设。")
    site.tick(*(f"officers_{one}" for one in OFFICERS))
    site.accept("stop_check")
    paper_hands.no_dialog(site.hands)
    (told,) = site.now().checks
    assert (told.obeyed, told.officers, told.on) == (True, OFFICERS, site.hands.desk.today())
    assert site.now().violations == ()
    assert [one.state for one in site.block("停工核查").facts] == ["已停工"]


def test_a_check_that_saw_work_against_it_with_a_photo(site: Site, tmp_path: Path) -> None:
    picture = tmp_path / "挖掘机.jpg"
    picture.write_bytes(a_jpeg(5))
    dialog = site.deed(Qt.Key.Key_H, "stop_check")
    site.choose("obeyed", "未停工")
    site.put("place", "地下室东侧坑底")
    site.tick(f"parts_{PIT}")
    site.put("words", "一台挖掘机正在取土。")
    site.tick(*(f"officers_{one}" for one in OFFICERS))
    site.hands.tab_to("photos_choose")
    site.hands.press(Qt.Key.Key_Space)
    site.hands.name_file("photos_files", picture)
    room = dialog.findChild(FilesRoom, "photos")
    assert room is not None
    assert room.files == (picture,)
    site.accept("stop_check")
    paper_hands.no_dialog(site.hands)
    told = site.now()
    (seen,) = told.violations
    assert (seen.place, seen.parts, seen.officers) == ("地下室东侧坑底", (PIT,), OFFICERS)
    (kept,) = stop_news.evidence(site.hands.store, site.stop)
    assert seen.photos == told.checks[0].photos == (kept.file.sha256,)
    assert site.lines() == [(site.stop, "抢工", "red")]
    assert [(one.state, one.tone) for one in site.block("停工部位").facts] == [
        ("停工", "amber"),
        ("停工", "amber"),
        ("停工", "red"),
    ]
    # The photo is kept with the paper, and can be looked at there.
    (file,) = attached_values.read(site.hands.store, issued.must_be_issued(site.hands.store, site.stop))
    assert (file.name, file.evidence, file.file_name("1号")) == ("挖掘机.jpg", True, "停工附件 1号.jpg")
    measures = " ".join(one.text for one in site.block("可以采取的措施").facts)
    assert "停止供电" in measures
    assert "移送" in measures


def test_work_against_it_is_noted_and_taken_back_with_a_reason(site: Site) -> None:
    site.deed(Qt.Key.Key_G, "stop_violation")
    site.put("place", "1号楼12层")
    site.tick(f"parts_{SCAFFOLD}")
    site.put("words", "三名架子工在拆脚手板。")
    site.tick(*(f"officers_{one}" for one in OFFICERS))
    site.accept("stop_violation")
    paper_hands.no_dialog(site.hands)
    assert [one.parts for one in site.now().violations] == [(SCAFFOLD,)]
    site.show("violated")
    assert site.lines() == [(site.stop, "抢工", "red")]
    site.deed(Qt.Key.Key_B, "stop_take_back")
    # The only one there is stands chosen already.
    assert site.hands.focused == "reason"
    site.put("reason", "看错了楼号")
    site.accept("stop_take_back")
    paper_hands.no_dialog(site.hands)
    assert site.now().violations == ()
    assert site.lines() == []


def test_a_refusal_is_said_in_the_form_at_its_field_and_nothing_is_written(site: Site) -> None:
    hands, place = site.hands, site.hands.store.place
    dialog = site.deed(Qt.Key.Key_G, "stop_violation")
    for name, told in (("at", "10-01 09:00"), ("place", "坑底"), ("words", "取土")):
        site.put(name, told)
    site.tick(f"parts_{PIT}", f"officers_{OFFICERS[0]}")
    site.accept("stop_violation")
    assert dialog.notice.code == "stops.officers_two"
    assert hands.focused == f"officers_{OFFICERS[0]}"
    site.tick(f"officers_{OFFICERS[1]}")
    site.accept("stop_violation")
    # Before the stop-work began; the keys are where the time is mended.
    assert dialog.notice.code == "stops.not_begun"
    assert hands.focused == "at"
    hands.fill("明天")
    site.accept("stop_violation")
    assert (dialog.notice.code, hands.focused) == ("ui.bad_time", "at")
    assert hands.store.place == place
    assert site.now().violations == ()
    hands.press(Qt.Key.Key_Escape)


def test_what_was_typed_is_there_again_after_esc(site: Site) -> None:
    hands = site.hands
    site.deed(Qt.Key.Key_G, "stop_violation")
    site.put("place", "2号楼西侧")
    site.tick(f"parts_{HOIST}")
    hands.press(Qt.Key.Key_Escape)
    paper_hands.no_dialog(hands)
    hands.rest()
    dialog = site.deed(Qt.Key.Key_G, "stop_violation")
    assert hands.part(QLineEdit, "place", dialog).text() == "2号楼西侧"
    assert dialog.values["parts"] == [HOIST]
    hands.press(Qt.Key.Key_Escape)


def test_an_application_with_its_scan_and_what_is_refused_of_it(site: Site, tmp_path: Path) -> None:
    torn, whole = tmp_path / "申请.pdf", tmp_path / "申请.jpg"
    torn.write_bytes(b"%PDF-1.4 torn")
    whole.write_bytes(a_jpeg(6))
    hands, place = site.hands, site.hands.store.place
    dialog = site.deed(Qt.Key.Key_R, "stop_asked")
    site.choose("scope", "部分复工")
    site.tick(f"parts_{SCAFFOLD}", f"parts_{HOIST}", "signed_owner", "signed_contractor")
    site.put("accepted_on", "5日")
    site.accept("stop_asked")
    assert (dialog.notice.code, hands.focused) == ("stops.acceptance_after_asking", "accepted_on")
    hands.fill(site.hands.desk.today().isoformat())
    hands.tab_to("photos_choose")
    hands.press(Qt.Key.Key_Space)
    hands.name_file("photos_files", torn)
    site.accept("stop_asked")
    assert "申请.pdf" in dialog.notice.accessibleName()
    assert hands.store.place == place
    hands.tab_to("photos_choose")
    hands.press(Qt.Key.Key_Space)
    hands.name_file("photos_files", whole)
    site.accept("stop_asked")
    paper_hands.no_dialog(hands)
    (asked,) = site.now().asked
    assert (asked.full, asked.parts, len(asked.scans)) == (False, (SCAFFOLD, HOIST), 1)
    assert site.lines() == [(site.stop, "已申请复工", "blue")]
    words = {one.label: one for one in site.block("复工条件").facts}
    assert words["复工申请"].state == "还缺"
    assert PIT in words["复工申请"].text
    assert "监理单位" in words["三方签章"].text
    assert words["组织验收"].state == "已具备"
    site.show("applied")
    assert [one for one, _, _ in site.lines()] == [site.stop]


def test_a_resumption_is_begun_for_what_was_applied_for_and_goes_on_at_the_workbench(site: Site) -> None:
    hands = site.hands
    stop_news.ask(hands.desk, site.stop, Asked(hands.desk.today(), full=False, parts=(SCAFFOLD, HOIST)))
    site.show("applied")
    dialog = site.deed(Qt.Key.Key_Return, "stop_resume")
    assert (dialog.values["scope"], dialog.values["parts"]) == ("part", [SCAFFOLD, HOIST])
    site.put("start", "2026-11-01")
    site.accept("stop_resume")
    assert (dialog.notice.code, hands.focused) == ("stops.resume_too_early", "start")
    assert site.now().begun == ()
    hands.fill("1日")
    site.accept("stop_resume")
    hands.until(lambda: hands.rooms.frame.page == "bench", "the workbench shows the draft")
    hands.rest()
    (begun,) = site.now().begun
    assert hands.rooms.work.bench is not None
    assert hands.rooms.work.bench.draft is not None
    assert hands.rooms.work.bench.draft.id == begun.document_id
    consent = hands.rooms.work.bench.draft.resumption
    assert consent is not None
    assert (consent.stop_work_id, consent.named) == (site.stop, (SCAFFOLD, HOIST))
    assert consent.start == hands.desk.today() + timedelta(days=1)
    # Who comes back goes on with the same notice and is not asked again.
    site.show()
    assert [one.words for one in site.sheet.deeds if one.main] == ["继续写复工通知书"]
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.rooms.frame.page == "bench", "the same draft")
    hands.rest()
    assert len(site.now().begun) == 1


def test_parts_given_back_are_green_and_a_lifted_one_is_over(site: Site) -> None:
    first = resumed(site, (SCAFFOLD, HOIST))
    site.show()
    assert [(one.text.partition(" ")[0], one.state) for one in site.block("停工部位").facts] == [
        (SCAFFOLD, "已复工"),
        (HOIST, "已复工"),
        (PIT, "停工"),
    ]
    assert site.block("停工部位").note == "1 项停工，2 项已复工"
    assert site.lines() == [(site.stop, "部分复工", "amber")]
    assert [one.link for one in site.block("复工通知书").facts] == [f"document:{first}"]
    resumed(site, (PIT,))
    site.show("holding")
    assert site.lines() == []
    site.show("lifted")
    assert site.lines() == [(site.stop, "已解除", "green")]
    assert site.now().state is StopState.LIFTED
    assert {
        one.why_not for one in site.sheet.deeds if one.code in ("check", "asked", "resume", "violate")
    } == {"这份停工已经全部解除。"}
    assert "复工条件" not in [one.title for one in site.sheet.blocks]


def test_the_papers_are_a_key_away(site: Site) -> None:
    site.hands.press(Qt.Key.Key_D, CTRL)
    site.hands.until(lambda: site.hands.rooms.frame.page == "documents", "the document is shown")
    site.hands.rest()
    assert site.hands.rooms.documents.document_id == site.stop


def test_what_happened_meanwhile_is_said_and_nothing_is_written(site: Site) -> None:
    """The form was open while the other laptop's resumption came in."""
    hands = site.hands
    dialog = site.deed(Qt.Key.Key_G, "stop_violation")
    site.put("place", "坑底")
    site.tick(f"parts_{SCAFFOLD}")
    site.put("words", "拆除")
    site.tick(*(f"officers_{one}" for one in OFFICERS))
    resumed(site, (SCAFFOLD,))
    place = hands.store.place
    site.accept("stop_violation")
    assert dialog.notice.code == "stops.part_not_stopped"
    assert hands.focused == f"parts_{SCAFFOLD}"
    assert hands.store.place == place
    hands.press(Qt.Key.Key_Escape)


def test_whoever_is_led_to_it_finds_it_in_the_list_in_which_it_stands(site: Site) -> None:
    section, page = site.section, site.hands.rooms.ledger
    site.show("lifted")
    assert site.lines() == []
    section.section_requested.emit("stops", site.stop)
    site.hands.rest()
    assert (page.section, section.filter, section.view.chosen_id) == ("stops", "holding", site.stop)
    assert site.sheet.id == site.stop
    resumed(site, PARTS)
    assert site.now().state is StopState.LIFTED
    section.section_requested.emit("stops", site.stop)
    site.hands.rest()
    assert (section.filter, section.view.chosen_id) == ("lifted", site.stop)
