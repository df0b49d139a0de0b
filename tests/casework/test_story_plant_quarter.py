"""The story of a quarter of fourteen plants, counted again from the journal."""

from datetime import date

import pytest

from inspector_app.casework.papers import issued
from inspector_app.casework.plans import draws, rounds
from inspector_app.casework.play.stories import plant_quarter
from inspector_app.casework.play.story import Story
from inspector_app.domain.acts import ActKind
from inspector_app.domain.planning import Progress
from tests.casework.bench import Bench


@pytest.fixture
def story(bench: Bench) -> Story:
    told = Story(bench.desk, bench.clock)
    plant_quarter.play(told)
    return told


def step(story: Story, words: str) -> dict[str, object]:
    (found,) = [one for one in story.steps if words in one.what]
    return dict(found.seen)


def test_nine_done_one_closed_four_due_and_two_ordered(bench: Bench, story: Story) -> None:
    store = bench.desk.store
    kind = rounds.kinds(bench.desk)[0].code
    told = rounds.standing(bench.desk, kind)
    assert {one: len(told.having(one)) for one in Progress} == {
        Progress.DONE: 9,
        Progress.CLOSED: 1,
        Progress.DUE: 4,
        **dict.fromkeys((Progress.UNDER_WAY, Progress.OVERDUE, Progress.REMOVED, Progress.LATER), 0),
    }
    # By another way: every concluded visit and every issue act in the journal.
    concluded = store.acts("inspection", None, ActKind.CONCLUDE, valid_only=True)
    visits = [store.record("inspection", act.entity_id) for act in concluded]
    done = {one.fields["target_id"] for one in visits if one is not None}
    assert done == {one.target_id for one in told.having(Progress.DONE)}
    orders = [one for one in issued.all_documents(store) if one.kind == "plant_order"]
    assert [one.id for one in orders] == story.document_ids
    assert len({one.target_id for one in orders}) == 2
    days = {one.standing.days_left for one in told.owed}
    assert days == {(date(2026, 12, 31) - plant_quarter.LAST_LOOK).days} == {23}


def test_the_numbers_for_the_report(story: Story) -> None:
    assert step(story, "季度报告数字") == {
        "period": "2026年第四季度",
        "targets": 14,
        "done": 9,
        "owed": 4,
        "closed": 1,
        "visits": 9,
        "findings": 4,
        "orders": {"plant_order": 2},
        "ordered": 2,
    }


def test_the_order_is_the_drawn_one_and_holds(bench: Bench, story: Story) -> None:
    drawn = step(story, "抽出检查顺序")
    order = drawn["order"]
    assert isinstance(order, list)
    assert len(set(order)) == 14
    gone = [one.seen["plant"] for one in story.steps if "plant" in one.seen]
    assert gone == order[:10], "visited in the order that was drawn"
    (told,) = draws.of_year(bench.desk, 2026)
    assert draws.check(bench.desk.store, told.id) == ()
    barred = [one for one in told.result if one.target_id == told.pool.barred[0].target_id]
    assert told.pool.barred[0].officer_id not in barred[0].officer_ids
    assert step(story, "冻结名单")["hash"] == told.hash


def test_who_answers_for_what(story: Story) -> None:
    shares = step(story, "按责任人")["shares"]
    assert isinstance(shares, dict)
    sums = [sum(column) for column in zip(*shares.values(), strict=True)]
    assert sums == [13, 9, 2, 2], "thirteen stand: nine done, two due, two past the day they were planned for"
    moments = [one.at for one in story.steps]
    assert moments == sorted(moments)


def test_the_papers_are_real(bench: Bench, story: Story) -> None:
    for one in story.document_ids:
        assert issued.pdf(bench.desk.store, one).startswith(b"%PDF-")
        assert "第四季度" in issued.must_be_issued(bench.desk.store, one).content
