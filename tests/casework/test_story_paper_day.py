"""The story of a day keyed in from paper, told again from the journal."""

import pytest

from inspector_app.answers import health
from inspector_app.casework.papers import board, issued, late_list, returns
from inspector_app.casework.play.stories import paper_day
from inspector_app.casework.play.story import Step, Story
from inspector_app.catalog.messages import Messages
from inspector_app.reports import figures
from tests.casework.bench import Bench


@pytest.fixture
def story(bench: Bench) -> Story:
    told = Story(bench.desk, bench.clock)
    paper_day.play(told)
    return told


def starting(story: Story, what: str) -> Step:
    (told,) = [one for one in story.steps if one.what.startswith(what)]
    return told


def test_the_day_runs_from_paper_to_a_closed_finding(bench: Bench, story: Story) -> None:
    seen = [one.seen.get("states") for one in story.steps if "states" in one.seen]
    assert seen == [
        ["已下达", "已下达", "已下达"],
        ["待整改", "待整改", "待整改"],
        ["合格闭环", "已下达", "待整改"],
    ]
    keyed = starting(story, "次日补录")
    assert keyed.seen["numbers"] == [paper_day.STOP, paper_day.NOTICE]
    assert keyed.seen["dues"] == ["2026-10-22", "2026-10-22", "2026-10-26"]
    assert keyed.seen["warned"] == []
    # Keyed in, signed and sealed: tonight only its service is owed.
    assert keyed.seen["owed"] == ["service", "service"]
    assert starting(story, "补记当天").seen["documents"] == ["已送达", "已送达"]
    assert starting(story, "复查手写").seen["dues"] == ["2026-10-22", "2026-10-27", "2026-10-26"]


def test_what_was_refused_left_nothing(story: Story) -> None:
    first = starting(story, "第一次忘了")
    assert first.seen["refused"] == [["late.no_scan", "late.papers.1.scans"]]
    again = starting(story, "同事又录")
    assert again.seen["refused"] == [
        ["late.number_exists", "late.papers.1.number"],
        ["late.number_exists", "late.papers.2.number"],
    ]
    assert [one.seen["papers"] for one in story.steps if "papers" in one.seen] == [
        [0, 0],
        [0, 2],
        [0, 2],
        [0, 2],
        [1, 2],
    ]


def test_figures_and_numbers_say_how_much_of_it_was_on_paper(bench: Bench, story: Story) -> None:
    store = bench.desk.store
    told = {one.code: one for one in figures.count(board.reckoned(bench.desk), paper_day.DAY, paper_day.DAY)}
    assert {code: (told[code].value, len(told[code].late)) for code in _COUNTED} == dict.fromkeys(
        _COUNTED, (1, 1)
    ) | {
        "officer_visits": (2, 2),
        "findings": (3, 3),
    }
    # By another way: the issue acts of the journal, marked or not.
    everything = issued.all_documents(store)
    assert [one.late for one in everything] == [True, True, False]
    answer = health.numbers(store, Messages("zh"))
    assert (answer.code, len(answer.data["numbers"]), len(answer.data["late"])) == (0, 1, 2)
    assert answer.data["gaps"] == answer.data["duplicates"] == []
    assert store.replay_check().same


_COUNTED = (
    "officer_visits",
    "site_visits",
    "rectification_notices",
    "stop_work_notices",
    "stop_work_partial",
    "findings",
    "major_hazards",
    "findings_closed",
    "findings_closed_on_time",
)


def test_the_papers_are_kept_with_who_wrote_them(bench: Bench, story: Story) -> None:
    listed = late_list.entries(bench.desk.store)
    assert {(one.author, one.reason) for one in listed} == {(paper_day.OFFICERS[0], paper_day.REASON)}
    for one in listed:
        assert not returns.owed(bench.desk.store, one.paper.id)[1:]
        assert all(bench.desk.store.blob(scan) for scan in one.paper.scans)
