"""The story of two notices of bad conduct: what each step left, the findings behind them, and the figures."""

from datetime import date

import pytest

from inspector_app.casework.followup import conduct_courses
from inspector_app.casework.papers import board, issued
from inspector_app.casework.play.stories import conduct_withdrawn
from inspector_app.casework.play.story import Step, Story
from inspector_app.domain.conduct import ConductState
from inspector_app.domain.templates import DocumentKind
from inspector_app.reports import figures
from tests.casework.bench import Bench

FIRST, LAST = date(2026, 9, 1), date(2027, 12, 31)


@pytest.fixture
def story(bench: Bench) -> Story:
    told = Story(bench.desk, bench.clock)
    conduct_withdrawn.play(told)
    return told


def step(story: Story, words: str) -> Step:
    (found,) = [one for one in story.steps if words in one.what]
    return found


def of_kind(story: Story, kind: DocumentKind) -> list[issued.Issued]:
    told = [issued.must_be_issued(story.desk.store, one) for one in story.document_ids]
    return [one for one in told if one.kind == kind]


def test_the_course_of_both_notices(story: Story) -> None:
    known = [(one.what, one.seen["states"]) for one in story.steps if "states" in one.seen]
    assert [states for _, states in known] == [
        ["已告知", "已告知"],
        ["申辩期内", "申辩期内"],
        ["待复核", "申辩期内"],
        ["不予认定", "申辩期内"],
        ["不予认定", "待复核"],
        ["不予认定", "已认定"],
        ["不予认定", "公示中"],
        ["不予认定", "公示中"],
        ["不予认定", "公示到期"],
        ["不予认定", "公示到期"],
    ]
    assert step(story, "应当撤下").seen["next"] == ["", "撤下公示"]
    assert step(story, "公示已撤下").seen["next"] == ["", ""]


def test_the_time_for_a_defence_passes_over_the_holiday(story: Story) -> None:
    """Served on 23 September 2026: 24, 28, 29, 30 September and 8 October are the five working days."""
    assert step(story, "申辩期满").seen["ended"] == "2026-10-08"
    assert step(story, "公示六个月").seen["period"] == ["2026-10-09", "2027-04-08"]


def test_what_may_not_be_was_refused_on_the_way(story: Story) -> None:
    assert step(story, "没有届满就认定").seen["codes"] == ["gate.defence_still_open"]
    assert step(story, "早于告知书").seen["code"] == "conduct.defence_before_notice"
    assert step(story, "公示不予认定的").seen["code"] == "conduct.not_upheld"


def test_a_withdrawn_notice_gives_its_finding_free_and_the_other_keeps_its_own(story: Story) -> None:
    before, after = step(story, "没有回音").seen, step(story, "告知撤回").seen
    assert before["findings"] == ["升级", "升级"]
    assert after["findings"] == ["待整改", "升级"]
    # Open as before, and as late as before: nothing of the time that went by is forgiven.
    assert after["findings_overdue"] == [True, False]


def test_notices_and_determinations_are_two_figures(story: Story) -> None:
    told = {one.code: one for one in figures.count(board.reckoned(story.desk), FIRST, LAST)}
    notices = of_kind(story, DocumentKind.CONDUCT_NOTICE)
    judged = of_kind(story, DocumentKind.CONDUCT_DETERMINATION)
    assert set(told["conduct_notices"].ids) == {one.id for one in notices}
    assert told["conduct_notices"].value == 2
    # Two papers were issued; only one of them found bad conduct, and only that counts.
    assert len(judged) == 2
    assert told["conduct_determinations"].ids == (judged[1].id,)


def test_the_evidence_is_kept_with_the_defence(story: Story) -> None:
    withdrawn, _ = of_kind(story, DocumentKind.CONDUCT_NOTICE)
    told = conduct_courses.course(story.desk, withdrawn.id)
    (defence,) = told.defences
    assert (defence.answer.way, defence.answer.by, defence.late) == ("written", "骆行远", False)
    (paper,) = defence.papers
    assert (paper.kind, paper.name) == ("photo", "补设栏杆照片.jpg")
    assert story.desk.store.blob(paper.sha256)
    assert told.state is ConductState.NOT_UPHELD
    assert told.result == "不予认定"
    assert told.published is None


def test_the_papers_say_it(story: Story) -> None:
    notice, _ = of_kind(story, DocumentKind.CONDUCT_NOTICE)
    withdrawn, kept = of_kind(story, DocumentKind.CONDUCT_DETERMINATION)
    assert "代码D1-4-02" in notice.content
    assert "不采取措施消除事故隐患" in notice.content
    assert "送达后第5个工作日" in notice.content
    assert not any(word in notice.content for word in ("罚款", "处以", "没收", "第65条", "第102条"))
    assert "不予认定" in withdrawn.content
    assert "公示" not in withdrawn.content
    assert "代码D1-4-18" in kept.content
    assert "自2026年10月9日至2027年4月8日公示" in kept.content
