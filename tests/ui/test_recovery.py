"""After a crash: what was typed is in its place, and it is said; what cannot be is told with its text."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import drafts
from inspector_app.casework.people import workspace
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import checks, findings, inspections
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.spot import CHECK_NOTE, MEETING, Spot
from inspector_app.ui.style.translation import WordTable, table
from inspector_app.ui.workbench.bench_forms import OF_KIND, VISIT
from inspector_app.ui.workbench.bench_values import OPEN
from inspector_app.ui.workbench.recovery import recover, words_of
from tests.stories.office import MORNING


class NoRenderer:
    """Draws nothing: these tests are about what is written."""


@pytest.fixture
def desk(furnished_site: Path) -> Iterator[Desk]:
    session = workspace.sign_in(
        furnished_site,
        workspace.TRAINING_USER,
        workspace.TRAINING_PASSWORD,
        PlayedClock(MORNING),
        NoRenderer(),  # type: ignore[arg-type]
    )
    yield session.desk
    session.close()


@pytest.fixture
def visit(desk: Desk) -> str:
    site = registry.targets(desk.store)[0]
    return inspections.begin(desk, site.id, [])


def keep(desk: Desk, spot: Spot, told: str) -> None:
    """Keep what is being typed, a second later than what was kept before."""
    assert isinstance(desk.clock, PlayedClock)
    desk.clock.moment += timedelta(seconds=1)
    desk.store.buffer_put(spot.key(), told)


def test_a_proper_end_leaves_nothing_to_tell(desk: Desk, visit: str) -> None:
    desk.store.set_setting(OPEN, "")
    told = recover(desk)
    assert (told.inspection_id, told.problems) == ("", ())


def test_everything_that_was_being_typed_is_written_and_named(desk: Desk, visit: str) -> None:
    finding_id = findings.add(desk, visit, findings.NewFinding())
    site = registry.target_of(desk.store, inspections.inspection_of(desk.store, visit).target_id)
    party = site.parties[0].id
    document_id = drafts.begin(desk, visit, DocumentKind.STOP_WORK_NOTICE, [finding_id])
    desk.store.set_setting(OPEN, visit)
    keep(desk, Spot("inspection", visit, "scope"), "查了脚手架")
    keep(desk, Spot("inspection", visit, "approval.approver"), "韩立群")
    keep(desk, Spot("finding", finding_id, "fact"), "连墙件缺失")
    keep(desk, Spot("finding", finding_id, f"due:{party}"), "3")
    keep(desk, Spot("document", document_id, "stop_parts"), "外脚手架")
    back = recover(desk)
    assert back.inspection_id == visit
    assert [one.code for one in back.problems] == ["ui.recovered"]
    assert dict(back.problems[0].values) == {"count": 5, "fields": "检查内容、批准人、事实、期限、停工部位"}
    seen = inspections.inspection_of(desk.store, visit)
    assert seen.scope == "查了脚手架"
    assert seen.approval is not None
    assert seen.approval.approver == "韩立群"
    (finding,) = findings.findings_of(desk.store, visit)
    duty = finding.obligation(party)
    assert finding.fact == "连墙件缺失"
    assert duty is not None
    assert str(duty.due) == "2026-11-27"
    order = drafts.draft_of(desk, document_id).stop_work
    assert order is not None
    assert order.parts == "外脚手架"
    assert desk.store.buffer() == {}


def test_the_fields_are_named_in_the_language_of_the_window(
    desk: Desk, visit: str, qapp: QApplication
) -> None:
    keep(desk, Spot("inspection", visit, "scope"), "查了脚手架")
    keep(desk, Spot("inspection", visit, "place"), "3号楼")
    keep(desk, Spot("finding", "0" * 32, "fact"), "没有归处的话")
    words = WordTable(table("en"))
    qapp.installTranslator(words)
    try:
        told = recover(desk).problems
    finally:
        qapp.removeTranslator(words)
    assert dict(told[0].values)["fields"] == "Inspected, Place"
    assert told[1].where == "Fact"


def test_what_cannot_be_put_back_is_told_with_its_text_and_dropped(desk: Desk, visit: str) -> None:
    keep(desk, Spot("finding", "0" * 32, "fact"), "没有归处的话")
    keep(desk, Spot("inspection", visit, "started"), "午后")
    back = recover(desk)
    assert [(one.code, one.where, dict(one.values)["told"]) for one in back.problems] == [
        ("ui.not_recovered", "事实", "没有归处的话"),
        ("ui.not_recovered", "开始", "午后"),
    ]
    assert desk.store.buffer() == {}


def test_an_inspection_that_is_gone_is_not_reopened_and_foreign_keys_are_left_alone(desk: Desk) -> None:
    desk.store.set_setting(OPEN, "0" * 32)
    desk.store.buffer_put("something else", "x")
    back = recover(desk)
    assert (back.inspection_id, back.problems) == ("", ())
    assert desk.store.buffer() == {"something else": "x"}


def test_after_a_crash_with_nothing_half_typed_it_says_where_one_is(desk: Desk, visit: str) -> None:
    desk.store.set_setting(OPEN, visit)
    back = recover(desk)
    assert back.inspection_id == visit
    assert [one.code for one in back.problems] == ["ui.reopened"]


def test_every_field_of_the_forms_has_its_words() -> None:
    for ask in (*VISIT, *(one for asks in OF_KIND.values() for one in asks)):
        if ask.name:
            assert words_of(Spot("inspection", "i", ask.name)) == ask.words
    assert words_of(Spot("finding", "f", "measure:p")) == "整改要求"


@pytest.mark.parametrize("key", ["", "a", "a/b", "a//c", "/b/c", "a/b/"])
def test_a_key_of_another_kind_is_no_spot(key: str) -> None:
    assert Spot.parse(key) is None


def test_a_spot_and_its_key_are_one(visit: str) -> None:
    spot = Spot("document", "d", "approval.number")
    assert Spot.parse(spot.key()) == spot


def test_a_person_being_written_down_is_noted(desk: Desk, visit: str) -> None:
    keep(desk, Spot(MEETING, visit, "present"), "梁国栋\n项目经理\n\n139")
    told = recover(desk)
    (met,) = inspections.inspection_of(desk.store, visit).present
    assert (met.name, met.position, met.company, met.phone) == ("梁国栋", "项目经理", "", "139")
    assert [one.code for one in told.problems] == ["ui.recovered"]
    assert desk.store.buffer() == {}


def test_a_person_without_a_name_is_told_with_the_words(desk: Desk, visit: str) -> None:
    keep(desk, Spot(MEETING, visit, "present"), "\n安全员\n\n139")
    (problem,) = recover(desk).problems
    told = dict(problem.values)
    assert problem.code == "ui.not_recovered"
    assert (told["told"], told["reason"]) == ("安全员 139", "ui.person_unnamed")


def test_a_note_of_an_item_is_written_to_that_item(desk: Desk, visit: str) -> None:
    sheet = next(one.id for one in checks.board(desk, visit).sheets if one.part == "B.1")
    keep(desk, Spot(CHECK_NOTE, visit, f"{sheet}/B.1-3"), "三级教育卡缺两张")
    assert [one.code for one in recover(desk).problems] == ["ui.recovered"]
    again = checks.board(desk, visit).sheet(sheet)
    assert again is not None
    assert again.mark("B.1-3").note == "三级教育卡缺两张"
