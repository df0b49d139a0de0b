"""What the machine over all acts found amiss, each as the shortest course that showed it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.followup import conduct, escalation, extensions, opinions, rechecks
from inspector_app.casework.papers import drafts, duties, recheck
from inspector_app.casework.play import scene
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.conduct import Answer
from inspector_app.domain.states import DocumentState, FindingState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise

K, S = DocumentKind, FindingState
HANDED_ON = "不合格，移交立案审查"


@pytest.fixture
def risen(bench: Bench) -> Risen:
    return rise(bench)


def approve(risen: Risen, document_id: str, **fields: Any) -> None:
    approval = inspections.approval_fields(scene.approved(risen.story, "青住建批〔2026〕9号"))
    drafts.change(risen.desk, document_id, approval=approval, **fields)


def transferred(risen: Risen, finding_id: str) -> str:
    """Issue a transfer letter about a finding, not served yet, and return its id."""
    letter = escalation.begin(risen.desk, K.TRANSFER_LETTER, [finding_id], risen.party)
    told = {
        "own_authority": "青屿区应急管理局",
        "own_party": "青屿恒基建工有限公司",
        "own_material": "检查记录1份",
        "own_answer_by": (risen.desk.today() + timedelta(days=15)).isoformat(),
    }
    approve(risen, letter, **told)
    risen.story.issue(letter)
    return letter


def test_what_is_handed_over_has_the_day_by_which_the_authority_answers(risen: Risen) -> None:
    """A finding that no order gave a day stood escalated without any, and nobody was reminded of it."""
    desk, now = risen.desk, risen.story.clock.now()
    visit = inspections.begin(
        desk,
        risen.scene.target.id,
        risen.scene.officer_ids,
        started=values.iso(now),
        place="现场",
        approval=inspections.approval_fields(scene.approved(risen.story, "批1号")),
        notice="通1号",
        credentials_shown=True,
        recusal="waived",
    )
    duty = Duty(risen.party, "按资质承接", None)
    found = NewFinding("项目部", "涉嫌无资质承揽。", "reg393-26", seen_on=desk.today(), duties=(duty,))
    finding_id = findings.add(desk, visit, found)
    transferred(risen, finding_id)
    course = duties.courses(desk, [finding_id])[finding_id][risen.party]
    assert (course.state.word, course.due) == (S.ESCALATED, desk.today() + timedelta(days=15))


def test_what_was_seen_put_right_stays_closed_though_its_order_is_taken_back(risen: Risen) -> None:
    """Taken back, the order left a finding new that an opinion had closed: it came to no end any more."""
    risen.after(1)
    closed_by_recheck(risen, "rectified")
    assert [risen.word(n) for n in (0, 1)] == [S.CLOSED, S.CLOSED]
    taken_back(risen, risen.scene.notice_id)
    assert [risen.word(n) for n in (0, 1)] == [S.CLOSED, S.CLOSED]


def test_what_failed_is_new_again_once_its_order_is_taken_back(risen: Risen) -> None:
    risen.after(1)
    closed_by_recheck(risen, "not_rectified")
    taken_back(risen, risen.scene.notice_id)
    assert [risen.word(n) for n in (0, 1)] == [S.NEW, S.NEW]
    refused = risen.refused(
        "recheck.order_not_standing",
        "recheck.orders",
        lambda: rechecks.begin(risen.desk, [risen.scene.notice_id]),
    )
    assert refused.values["fate"] == "revoked"


def test_what_was_settled_stays_closed_though_its_notice_comes_to_nothing(risen: Risen) -> None:
    """不予认定 gave a finding free that a supervisor had settled meanwhile: closed, it was open again."""
    risen.after(2)
    finding_id = risen.scene.finding_ids[0]
    notice = warned(risen, finding_id)
    assert risen.word() == S.ESCALATED
    escalation.settle(risen.desk, [finding_id], risen.party, "已由上级部门处理完毕")
    assert risen.word() == S.CLOSED
    conduct.defend(risen.desk, notice, Answer("written", risen.desk.today(), "骆行远", "项目经理", "已补设"))
    paper = conduct.begin_determination(
        risen.desk,
        notice,
        own_defence="已提出，经复核予以采纳",
        own_review="属实",
        own_result="不予认定",
    )
    approve(risen, paper)
    risen.story.issue(paper)
    assert risen.word() == S.CLOSED
    taken_back(risen, notice)
    assert risen.word() == S.CLOSED


def closed_by_recheck(risen: Risen, result: str) -> str:
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id])
    for finding_id in risen.scene.finding_ids:
        rechecks.note(risen.desk, recheck_id, finding_id, result)
    opinion = opinions.begin(risen.desk, recheck_id, conclusion=HANDED_ON if result != "rectified" else "")
    inspections.change(risen.desk, recheck_id, ended=values.iso(risen.story.clock.now()))
    risen.story.issue(opinion)
    return opinion


def taken_back(risen: Risen, document_id: str) -> str:
    """Issue a decision that takes a paper back."""
    paper = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        K.REVOCATION,
        (),
        addressee_id=risen.party,
        about=document_id,
        own_decision="撤销",
        own_reason="主体认定有误",
    )
    approve(risen, paper)
    risen.story.issue(paper)
    return paper


def warned(risen: Risen, finding_id: str) -> str:
    """Issue and serve a notice of bad conduct."""
    until = conduct.earliest_until(risen.desk).due.isoformat()
    notice = escalation.begin(
        risen.desk,
        K.CONDUCT_NOTICE,
        [finding_id],
        risen.party,
        own_defence_until=until,
        own_contact="纪闻笛",
    )
    conduct.choose(risen.desk, notice, "D1-4-02")
    approve(risen, notice)
    risen.story.issue(notice)
    scene.serve(risen.story, notice, risen.scene.contractor)
    return notice


def test_a_notice_is_overdue_by_its_own_day_whatever_day_a_conduct_notice_sets(risen: Risen) -> None:
    """Once a day had been extended, the last day for a defence counted as that of the order too."""
    risen.after(-1)
    notice, (finding_id, _) = risen.scene.notice_id, risen.scene.finding_ids
    longer = risen.scene.due + timedelta(days=2)
    today = risen.desk.today()
    request = extensions.ask(
        risen.desk,
        extensions.Ask(notice, risen.party, today, today, longer, "材料未到", (finding_id,)),
    )
    decision = extensions.begin(risen.desk, request)
    approve(risen, decision, own_safeguard="封闭该部位")
    risen.story.issue(decision)
    risen.after(3)
    assert recheck.document_state(risen.desk, notice).word == DocumentState.OVERDUE
    warned(risen, finding_id)
    assert risen.course().due == conduct.earliest_until(risen.desk).due
    assert recheck.document_state(risen.desk, notice).word == DocumentState.OVERDUE


def test_no_day_is_extended_that_an_opinion_never_set(risen: Risen) -> None:
    """An opinion that hands on sets no day: a request was taken in that no decision could answer."""
    risen.after(-1)
    opinion = closed_by_recheck(risen, "unverifiable")
    today, (finding_id, _) = risen.desk.today(), risen.scene.finding_ids
    later = today + timedelta(days=9)
    asked = extensions.Ask(opinion, risen.party, today, today, later, "材料未到", (finding_id,))
    risen.refused("extension.not_an_order", "extension.document", lambda: extensions.ask(risen.desk, asked))
    extensions.ask(risen.desk, replace(asked, document_id=risen.scene.notice_id))
