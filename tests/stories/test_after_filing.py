"""An overdue finding goes to 立案 and to its decision; who has no key sees only that there is a case."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from inspector_app.casework.papers import board, duties
from inspector_app.casework.people import workspace
from inspector_app.casework.play.scene import Scene
from inspector_app.domain.states import FindingState
from inspector_app.reports.figures import count
from tests.stories import filing_hands as told
from tests.stories.filing_hands import COLLEAGUE, MATTER, PENALTY, SITE, TRAINEE
from tests.stories.hands import CTRL, Hands
from tests.stories.office import MORNING
from tests.stories.stage import Opener

Key = Qt.Key
PIN = workspace.TRAINING_PIN


@pytest.fixture
def scene_of(furnished_site: Path) -> Scene:
    return told.overdue_office(furnished_site, MORNING)


@pytest.fixture
def at_work(desktops: Opener, furnished_site: Path, scene_of: Scene) -> Hands:
    hands = desktops(furnished_site)
    told.sit_down(hands, TRAINEE)
    return hands


def test_from_an_overdue_finding_to_its_decision(at_work: Hands, scene_of: Scene) -> None:
    hands, today = at_work, at_work.desk.today()
    told.open_section(hands)
    told.open_case(hands)
    verify = today + timedelta(days=15)
    assert told.lines(hands) == [(MATTER, "核查中", verify.isoformat(), "余 15 天")]
    assert word_of(hands, scene_of) == FindingState.ESCALATED

    told.pass_days(hands, 6)
    told.issue_form(hands)
    number = told.book(hands).own[0].number
    assert number in told.sheet_words(hands)
    step(hands, "filed")
    (line,) = told.lines(hands)
    # The ninetieth day is a Sunday; whether the Monday after it is a working day is not published yet.
    assert line[1:] == ("已立案", "2027-03-01", "余 91 天 · 不确定")
    filed = hands.desk.today()

    told.pass_days(hands, 30)
    step(hands, "decided", {"served_on": hands.desk.today().isoformat()})
    words = told.sheet_words(hands)
    for one in ("已决定", "核查", "作出决定", "行政处罚法 60", "缴款", "行政处罚法 67", "按期", "处罚决定"):
        assert one in words, words
    assert word_of(hands, scene_of) == FindingState.ESCALATED

    told.pass_days(hands, 10)
    step(hands, "closed", signed=False)
    assert told.section(hands).filter == "ended"
    assert told.lines(hands) == [(MATTER, "已结案", "", "")]
    assert word_of(hands, scene_of) == FindingState.CLOSED
    session = told.section(hands).session
    assert session is not None
    figures = count(board.reckoned(hands.desk), filed, filed, filing=session.filing)
    assert {one.code: one.value for one in figures}["filings"] == 1


def step(hands: Hands, kind: str, fills: dict[str, str] | None = None, *, signed: bool = True) -> None:
    """Take the next step of the case's usual course by Ctrl+Enter."""
    hands.press(Key.Key_Return, CTRL)
    told.give(hands, f"filing_{kind}", fills or {}, PIN if signed else "")
    told.no_dialog(hands, f"filing_{kind}")


def word_of(hands: Hands, scene_of: Scene) -> str:
    """The state of the first finding in the main workspace."""
    edge = scene_of.finding_ids[0]
    return duties.courses(hands.desk, [edge])[edge][scene_of.contractor.id].state.word


def test_who_has_no_key_sees_that_there_is_a_case_and_until_when(at_work: Hands, scene_of: Scene) -> None:
    hands = at_work
    told.open_section(hands)
    told.open_case(hands)
    hands.desktop.lock()
    told.sit_down(hands, COLLEAGUE)
    section = told.open_section(hands)
    assert "您没有钥匙" in told.teaching(hands)
    assert (section.filters(), section.acts()) == ((), ())
    hands.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    hands.rest()
    assert hands.desktop.house is not None
    followed = next(one for one in hands.desktop.house.sections if one.NAME == "duties")
    followed.narrow("all")
    hands.rest()
    shown = [(one.title, one.state, one.right) for one in followed.view.model.lines]
    due = (hands.desk.today() + timedelta(days=15)).isoformat()
    assert any(title.startswith(SITE) and right == due for title, _, right in shown), shown
    assert MATTER not in everything_in(hands)


def everything_in(hands: Hands) -> str:
    """All that the main workspace holds: its records and acts, as whoever signs in may read them."""
    store = hands.store
    entities = ("case", "document", "finding", "inspection", "target")
    told_records = [str(one.fields) for entity in entities for one in store.records(entity)]
    return "".join([*told_records, *(str(one.content) for one in store.acts()), str(store.buffer())])


def test_the_workbench_offers_no_filing_form(at_work: Hands) -> None:
    hands = at_work
    hands.begin(SITE)
    box = hands.part(QComboBox, "kind")
    words = [box.itemText(n) for n in range(box.count())]
    assert any("限期整改" in one for one in words)
    assert not any("立案审批表" in one for one in words)


def test_what_was_typed_into_the_form_is_there_after_esc(at_work: Hands) -> None:
    hands = at_work
    told.open_section(hands)
    told.open_case(hands)
    hands.press(Key.Key_Return, CTRL)
    told.fill(hands, "filing_filing_form", {"penalty": PENALTY})
    hands.press(Key.Key_Escape)
    told.no_dialog(hands, "filing_filing_form")
    hands.press(Key.Key_Return, CTRL)
    told.give(hands, "filing_filing_form", {}, PIN)
    told.no_dialog(hands, "filing_filing_form")
    assert told.book(hands).form_id
