"""What is being typed in its place in the draft: the page shows it before the field is left."""

from datetime import date, datetime

import pytest

from inspector_app.domain.chinese import CHINA
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.workbench.overlay import Reckoning, with_typed
from tests.builders import ON, a_draft, some_rules

DRAFT = a_draft()
FINDING = DRAFT.findings[0]
RECKONING = Reckoning(ON, some_rules().calendar)


def put(entity: str, record: str, name: str, told: str) -> object:
    return with_typed(DRAFT, {Spot(entity, record, name): told}, RECKONING)


@pytest.mark.parametrize("name", ["fact", "location"])
def test_words_of_a_finding(name: str) -> None:
    draft = with_typed(DRAFT, {Spot("finding", FINDING.id, name): " 三层东侧 "}, RECKONING)
    assert getattr(draft.findings[0], name) == "三层东侧"
    assert draft.findings[1:] == DRAFT.findings[1:]


def test_measure_and_last_day_are_the_partys() -> None:
    party = FINDING.obligations[0].party_id
    typing = {
        Spot("finding", FINDING.id, f"measure:{party}"): "立即恢复",
        Spot("finding", FINDING.id, f"due:{party}"): "2026-12-24",
    }
    duty = with_typed(DRAFT, typing, RECKONING).findings[0].obligation(party)
    assert duty is not None
    assert (duty.measure, duty.due) == ("立即恢复", date(2026, 12, 24))


@pytest.mark.parametrize("told", ["2026-", "1x", "99-99"])
def test_half_a_date_changes_nothing_yet(told: str) -> None:
    assert put("document", DRAFT.id, "reply_due", told) == DRAFT


def test_a_whole_date_does() -> None:
    draft = with_typed(DRAFT, {Spot("document", DRAFT.id, "reply_due"): "12-03"}, RECKONING)
    assert draft.reply_due == date(2026, 12, 3)


def test_the_visit() -> None:
    visit = DRAFT.inspection
    typing = {
        Spot("inspection", visit.id, "place"): "5#楼",
        Spot("inspection", visit.id, "ended"): "10:40",
        Spot("inspection", visit.id, "approval.number"): "望检批〔2026〕9号",
    }
    told = with_typed(DRAFT, typing, RECKONING).inspection
    assert told.place == "5#楼"
    assert told.ended == datetime(ON.year, ON.month, ON.day, 10, 40, tzinfo=CHINA)
    assert told.approval is not None
    assert told.approval.number == "望检批〔2026〕9号"


@pytest.mark.parametrize(
    ("entity", "record", "name"),
    [
        ("finding", "another", "fact"),
        ("inspection", "another", "place"),
        ("document", "another", "trace"),
        ("document", DRAFT.id, "conditions"),
        ("inspection", DRAFT.inspection.id, "officers"),
        ("finding", FINDING.id, "number"),
        ("target", DRAFT.target.id, "name"),
    ],
)
def test_what_does_not_belong_to_it_leaves_the_draft_as_it_is(entity: str, record: str, name: str) -> None:
    assert put(entity, record, name, "x") == DRAFT


def test_a_kinds_own_field() -> None:
    draft = with_typed(DRAFT, {Spot("document", DRAFT.id, "own_reason"): " 因故 "}, RECKONING)
    assert draft.own_value("reason") == "因故"
