"""The story of two telephone approvals: one made up in time, one shown as late."""

from datetime import datetime, timedelta

import pytest

from inspector_app.casework.papers import debts, issued
from inspector_app.casework.play.stories import phone_approvals
from inspector_app.casework.play.story import Story
from inspector_app.domain.approving import DebtState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench


@pytest.fixture
def story(bench: Bench) -> Story:
    told = Story(bench.desk, bench.clock)
    phone_approvals.play(told)
    return told


def test_one_is_made_up_in_time_and_one_is_late(bench: Bench, story: Story) -> None:
    told = [issued.must_be_issued(bench.desk.store, one) for one in story.document_ids]
    stops = [one for one in told if one.kind == DocumentKind.STOP_WORK_NOTICE]
    assert len(stops) == 2
    paid, late = (debts.debt_of(bench.desk, one.id) for one in stops)
    assert paid is not None
    assert late is not None
    assert (paid.state, late.state) == (DebtState.PAID, DebtState.LATE)
    assert paid.paid is not None
    assert paid.since < paid.paid.at <= paid.since + timedelta(hours=24) == paid.until
    assert bench.desk.store.blob(paid.paid.sha256).startswith(b"%PDF-")
    assert late.paid is None
    assert bench.clock.now() > late.until
    assert [one.id for one in debts.debts(bench.desk)] == [late.id]


def test_each_step_tells_how_the_debt_stands(story: Story) -> None:
    stood = [step.seen["debt"] for step in story.steps if "debt" in step.seen]
    assert stood == ["待补办", "按时补办", "待补办", "逾期未补办"]
    (refused,) = [step for step in story.steps if "code" in step.seen]
    assert refused.seen["code"] == "approving.own"
    moments = [step.at for step in story.steps]
    assert moments == sorted(moments)
    assert all(isinstance(one, datetime) for one in moments)
    last = story.steps[-1].seen
    assert last["still_owed"] == [last["number"]]
