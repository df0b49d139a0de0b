"""The story of a partial stop-work: its states at each step, and the papers it leaves."""

from datetime import date

from inspector_app.casework.papers import duties, issued
from inspector_app.casework.play.stories import partial_stop
from inspector_app.casework.play.stories.partial_stop import PARTS, PIT
from inspector_app.casework.play.story import Story
from inspector_app.domain.states import DocumentState, FindingState
from tests.casework.bench import Bench


def test_the_story_of_a_partial_stop(bench: Bench) -> None:
    story = Story(bench.desk, bench.clock)
    partial_stop.play(story)
    told = [
        (one.seen.get("state"), one.seen.get("stopped"), one.seen.get("violations")) for one in story.steps
    ]
    three, pit = list(PARTS), [PIT]
    assert told == [
        ("停工中", three, 0),
        ("停工中", three, 0),
        (None, None, None),
        ("停工中", three, 0),
        ("部分复工", pit, 0),
        ("部分复工", pit, 1),
        ("已解除", [], 1),
        (None, None, None),
    ]
    assert story.steps[2].seen["codes"] == [
        "gate.resumption_too_wide",
        "gate.resumption_unrectified",
        "gate.document_approval_missing",
    ]
    assert story.steps[5].seen["advice"] == [
        "stops.may_escalate",
        "stops.may_transfer",
        "stops.may_cut_power",
    ]
    assert [one.seen.get("document") for one in story.steps][-2] == DocumentState.LIFTED
    papers = [issued.must_be_issued(bench.desk.store, one) for one in story.document_ids]
    assert [one.kind for one in papers] == ["stop_work_notice", "resumption_notice", "resumption_notice"]
    assert f"；其余部位（{PIT}）继续停工" in papers[1].content
    assert {duties.finding_state(bench.desk, one).word for one in papers[0].finding_ids} == {
        FindingState.CLOSED
    }
    assert bench.desk.store.replay_check().same
    assert date(2026, 9, 28) == bench.desk.today()
