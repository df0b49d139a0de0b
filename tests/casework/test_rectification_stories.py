"""The stories of rectification on a real store: two failed rechecks to filing, and a late extension."""

from inspector_app.casework.papers import issued, subjects
from inspector_app.casework.play.stories import failed_rechecks, late_extension
from inspector_app.casework.play.story import Step, Story
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench


def played(bench: Bench) -> Story:
    return Story(bench.desk, bench.clock, filing=bench.session.filing_desk(bench.desk))


def starting(story: Story, what: str) -> Step:
    (told,) = [one for one in story.steps if one.what.startswith(what)]
    return told


def test_a_finding_goes_from_its_order_through_two_failed_rechecks_to_filing(bench: Bench) -> None:
    story = played(bench)
    failed_rechecks.play(story)
    assert [one.seen["states"] for one in story.steps] == [
        ["待整改", "待整改"],
        ["已回复", "已回复"],
        ["待复查", "待复查"],
        ["待复查", "待复查"],
        ["待复查", "待复查"],
        ["已下达", "合格闭环"],
        ["待整改", "合格闭环"],
        ["待整改", "合格闭环"],
        ["复查不合格", "合格闭环"],
        ["升级", "合格闭环"],
        ["升级", "合格闭环"],
    ]
    assert starting(story, "收到整改报告").seen["lacking"] == ["reply.stamp_missing"]
    assert starting(story, "现场复查").seen["noted"] == ["rectified", ""]
    assert starting(story, "复查意见书").seen["rounds"] == [2, 1]
    listed = starting(story, "书面查验").seen
    assert listed["barred"] == {"stop_work_notice": "escalation.not_major"}
    assert str(DocumentKind.FILING_FORM) in str(listed["lawful"])
    assert starting(story, "线索登记").seen["days_left"] == 15
    assert starting(story, "立案审批表").seen["days_left"] == 90
    assert story.filing is not None
    stores = (bench.desk.store, story.filing.store)
    known = [issued.document(store, one) for one in story.document_ids for store in stores]
    kinds = [one.kind for one in known if one is not None]
    opinion, form = DocumentKind.RECHECK_OPINION, DocumentKind.FILING_FORM
    assert kinds == [DocumentKind.RECTIFICATION_NOTICE, opinion, opinion, form]


def test_the_second_opinion_keeps_the_row_of_the_first_notice(bench: Bench) -> None:
    """The company holds the notice: what failed is named by the number it has there, in every round."""
    story = played(bench)
    failed_rechecks.play(story)
    notice, first, second = (issued.must_be_issued(bench.desk.store, one) for one in story.document_ids[:3])
    assert subjects.rows_of(bench.desk.store, first) == {
        one: n for n, one in enumerate(notice.finding_ids, 1)
    }
    assert subjects.rows_of(bench.desk.store, second) == {notice.finding_ids[0]: 1}


def test_an_extension_granted_after_the_deadline_excuses_nothing(bench: Bench) -> None:
    story = played(bench)
    late_extension.play(story)
    assert starting(story, "第1项逾期后才申请").seen["late"] is True
    granted = starting(story, "第1项逾期后准予延期").seen
    assert granted["overdue"] == [False, False]
    assert granted["dues"] == ["2026-09-29", "2026-09-27"]
    assert granted["timely"] == ["2026-09-21", "2026-09-27"]
    assert starting(story, "复查合格").seen["rates"] == {
        "on_time": 0,
        "extended": 1,
        "late": 1,
        "running": 0,
        "unset": 0,
    }
    assert story.steps[-1].seen["code"] == "extension.closed"
