"""What the ledger is told of bad conduct: lists, all about one notice, and what one may be begun over."""

from datetime import date

import pytest

from inspector_app.casework.followup import conduct, conduct_notices
from inspector_app.casework.overview import conduct_book
from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.casework.targets import registry
from inspector_app.domain.conduct import ConductState, Step
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from tests.casework.counting import counted
from tests.casework.test_conduct import DAY, NOT_UPHELD, PLACE, Set, approve, begun, told, unserved
from tests.casework.test_refusals import assert_refused_with

__all__ = ["told", "unserved"]


def where(one: Set) -> set[str]:
    """The choices, beside all, in which the notice stands."""
    desk = one.bench.desk
    ids = {
        choice: [row.course.notice.id for row in conduct_book.listed(desk, choice)]
        for choice in conduct_book.CHOICES
    }
    assert one.notice_id in ids.pop(conduct_book.ALL)
    return {choice for choice, there in ids.items() if one.notice_id in there}


def test_a_notice_stands_where_it_asks_for_something(unserved: Set) -> None:
    assert where(unserved) == {conduct_book.TO_DO}
    unserved.serve()
    assert where(unserved) == {conduct_book.ANSWERING}
    paper = unserved.judged()
    assert where(unserved) == {conduct_book.TO_DO}
    unserved.serve(paper)
    conduct.publish(unserved.bench.desk, paper, PLACE)
    assert where(unserved) == {conduct_book.PUBLIC}
    unserved.story.move_to(date(2027, 4, 9))
    assert where(unserved) == {conduct_book.TO_DO}
    conduct.take_down(unserved.bench.desk, paper, unserved.today)
    assert where(unserved) == {conduct_book.ENDED}


def test_a_row_says_party_target_and_conduct(told: Set) -> None:
    (row,) = conduct_book.listed(told.bench.desk, conduct_book.ANSWERING)
    assert (row.party, row.target) == ("青屿恒基建工有限公司", "礁石湾3号楼")
    assert (row.course.code, row.conduct) == ("D1-4-02", "不采取措施消除事故隐患")


def test_a_list_of_many_asks_no_more_often_than_one_of_few(told: Set) -> None:
    def asked() -> int:
        desk, reads = counted(told.bench)
        conduct_book.listed(desk, conduct_book.ALL)
        return reads.total()

    few = asked()
    for _ in range(3):
        told.story.issue(begun(told.story, told.scene))
    assert len(conduct_book.listed(told.bench.desk, conduct_book.ALL)) == 4
    assert asked() <= few


def test_all_about_a_notice_that_was_withdrawn(told: Set) -> None:
    desk = told.bench.desk
    told.defend()
    file = conduct_book.conduct_file(desk, told.notice_id)
    assert [(one.number, one.word) for one in file.findings] == [(1, FindingState.ESCALATED)]
    assert file.officers[:2] == ("纪闻笛", "乔以宁")
    assert file.about is not None
    assert (file.about.id, file.printed_until) == (told.scene.notice_id, date(2026, 10, 8))
    assert (file.drafted, file.bounds, file.public_id, file.shortest) == (("", ""), None, "", None)
    paper = told.judge(NOT_UPHELD, own_defence="已提出，经复核予以采纳")
    assert conduct_book.conduct_file(desk, told.notice_id).drafted == (told.scene.visit_id, paper)
    told.story.issue(paper)
    file = conduct_book.conduct_file(desk, told.notice_id)
    assert file.row.course.state is ConductState.NOT_UPHELD
    assert [one.word for one in file.findings] == [FindingState.TO_RECTIFY]
    assert (file.drafted, [one.id for one in file.decided], file.bounds) == (("", ""), [paper], None)


def test_a_determination_that_fell_and_is_still_public_is_to_be_taken_down(told: Set) -> None:
    desk, paper = told.bench.desk, told.judged()
    conduct.publish(desk, paper, PLACE)
    assert conduct_book.conduct_file(desk, told.notice_id).public_id == paper
    documents.void(desk, paper, "当事人名称有误")
    file = conduct_book.conduct_file(desk, told.notice_id)
    assert (file.row.course.step, file.public_id) == (Step.TAKE_DOWN, paper)
    assert where(told) == {conduct_book.TO_DO}
    conduct.take_down(desk, paper, told.today)
    assert conduct_book.conduct_file(desk, told.notice_id).public_id == ""


# Begun


def test_what_words_find_may_be_told_of(told: Set) -> None:
    desk = told.bench.desk
    (one,) = conduct_book.candidates(desk, "礁石湾")
    assert (one.target, one.party, one.visited_on) == (
        "礁石湾3号楼",
        "青屿恒基建工有限公司",
        date(2026, 9, 14),
    )
    assert [(each.number, each.word) for each in one.findings] == [
        (1, FindingState.ESCALATED),
        (2, FindingState.TO_RECTIFY),
    ]
    assert [each.overdue for each in one.findings] == [False, True]
    assert {code for code, _ in one.codes} == {
        each.code for each in conduct.codes(desk, told.scene.contractor.role)
    }
    assert (one.until, one.certain) == (date(2026, 10, 8), True)
    number = issued.must_be_issued(desk.store, told.scene.notice_id).number
    (by_order,) = conduct_book.candidates(desk, number)
    assert by_order == one


def test_what_is_put_right_may_be_told_of_too(told: Set) -> None:
    """What was done stays done: a finding that was closed since is still one to give notice about."""
    (one,) = conduct_book.candidates(told.bench.desk, "jsw3hl")
    visit, notice = conduct_notices.begin(
        told.bench.desk, [one.findings[1].finding_id], one.party_id, "D1-4-18"
    )
    assert visit == told.scene.visit_id
    draft = drafts.draft_of(told.bench.desk, notice)
    assert (draft.kind, draft.own_value("conduct_code")) == (DocumentKind.CONDUCT_NOTICE, "D1-4-18")
    assert draft.own_value("defence_until") == one.until.isoformat()
    assert draft.own_value("consequence") == "拟公示六个月"
    assert draft.about is not None
    drafts.change(told.bench.desk, notice, own_contact="纪闻笛")
    approve(told.story, notice)
    assert told.story.issue(notice).number


def test_without_a_code_it_says_what_was_found(told: Set) -> None:
    (one,) = conduct_book.candidates(told.bench.desk, "礁石湾")
    _, notice = conduct_notices.begin(told.bench.desk, [one.findings[0].finding_id], one.party_id)
    draft = drafts.draft_of(told.bench.desk, notice)
    assert draft.own_value("conduct_code") == ""
    assert "阳台临边未设防护栏杆" in draft.own_value("conduct")


@pytest.mark.parametrize(
    ("words", "code"),
    [(" ", "conduct.target_missing"), ("火星基地", "conduct.target_unknown")],
)
def test_words_that_find_nothing_are_refused(told: Set, words: str, code: str) -> None:
    assert_refused_with(told.bench, code, lambda: conduct_book.candidates(told.bench.desk, words))


def test_a_target_without_anything_ordered_is_refused(told: Set) -> None:
    desk = told.bench.desk
    registry.add_target(desk, registry.NewTarget("construction_site", "望屿岗亭", "望屿街6号", ()))
    assert_refused_with(
        told.bench, "conduct.nothing_there", lambda: conduct_book.candidates(desk, "望屿岗亭")
    )


def test_a_beginning_that_cannot_be_writes_nothing(told: Set) -> None:
    desk, party = told.bench.desk, told.scene.contractor.id
    ids = told.scene.finding_ids[1:]
    for work, code in (
        (lambda: conduct_notices.begin(desk, [], party), "conduct.nothing_named"),
        (lambda: conduct_notices.begin(desk, ids, party, "D1-4-99"), "conduct.code_unknown"),
        (lambda: conduct_notices.begin(desk, ids, party, "JL-02"), "conduct.code_other_role"),
    ):
        assert_refused_with(told.bench, code, work)


def test_the_time_for_a_defence_is_told_as_uncertain_beyond_the_published_years(told: Set) -> None:
    told.story.move_to(date(2027, 12, 30))
    (one,) = conduct_book.candidates(told.bench.desk, "礁石湾")
    assert not one.certain
    assert one.until > told.today + DAY
