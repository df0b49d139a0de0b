"""What follows when a finding is not put right: which ways are lawful, each with its paper and its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inspector_app.casework.followup import escalation, opinions, rechecks, reorders
from inspector_app.casework.papers import documents, drafts, duties, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.play import scene
from inspector_app.casework.visits import inspections
from inspector_app.domain import escalating
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.escalating import Case
from inspector_app.domain.filing import OWN, TRANSFER
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise

K, S = DocumentKind, FindingState
ALL = tuple(str(one) for one in DocumentKind)


@pytest.fixture
def risen(bench: Bench) -> Risen:
    told = rise(bench)
    told.after(0)
    return told


def failed(risen: Risen) -> None:
    results = tuple(Result(one, "not_rectified", "未动工") for one in risen.scene.finding_ids)
    recheck.recheck(risen.desk, risen.desk.today(), results, scene.OFFICERS)


def of(word: FindingState, *, overdue: bool = False, major: bool = False) -> Case:
    return Case(3, str(word), overdue, major)


@pytest.mark.parametrize(
    ("kind", "case", "code"),
    [
        (K.RECTIFICATION_NOTICE, of(S.FAILED), ""),
        (K.RECTIFICATION_NOTICE, of(S.ESCALATED), ""),
        (K.RECTIFICATION_NOTICE, of(S.TO_RECTIFY, overdue=True), "escalation.not_failed"),
        (K.RECTIFICATION_NOTICE, of(S.CLOSED), "escalation.ended"),
        (K.STOP_WORK_NOTICE, of(S.FAILED, major=True), ""),
        (K.STOP_WORK_NOTICE, of(S.FAILED), "escalation.not_major"),
        (K.CONDUCT_NOTICE, of(S.CLOSED), ""),
        (K.CONDUCT_NOTICE, of(S.WITHDRAWN), "escalation.withdrawn"),
        (K.FILING_FORM, of(S.FAILED), ""),
        (K.FILING_FORM, of(S.TO_RECTIFY, overdue=True), ""),
        (K.FILING_FORM, of(S.TO_RECTIFY, major=True), ""),
        (K.FILING_FORM, of(S.TO_RECTIFY), "escalation.still_running"),
        (K.FILING_FORM, of(S.CLOSED), "escalation.ended"),
        (K.TRANSFER_LETTER, of(S.TO_RECHECK), "escalation.still_running"),
        (K.TRANSFER_LETTER, of(S.NEW), ""),
    ],
)
def test_what_is_lawful_now(kind: DocumentKind, case: Case, code: str) -> None:
    told = escalating.against(kind, [case], ALL, OWN)
    assert [one.code for one in told] == ([code] if code else [])


def test_without_the_power_to_punish_one_hands_over() -> None:
    (miss,) = escalating.against(K.FILING_FORM, [of(S.FAILED)], ALL, TRANSFER)
    assert (miss.code, miss.source) == ("escalation.no_power", "行政处罚法 17、22")
    assert escalating.against(K.TRANSFER_LETTER, [of(S.FAILED)], ALL, TRANSFER) == []
    assert escalating.against(K.FILING_FORM, [], ALL, OWN)[0].code == "escalation.nothing_named"
    assert escalating.against(K.PLANT_ORDER, [of(S.FAILED)], (), OWN)[0].code == "escalation.kind_unfit"


def test_the_ways_of_a_site_are_those_that_its_form_names(risen: Risen) -> None:
    told = escalation.ways(risen.desk, risen.scene.finding_ids, risen.party)
    assert [one.kind for one in told] == [
        K.RECTIFICATION_NOTICE,
        K.STOP_WORK_NOTICE,
        K.CONDUCT_NOTICE,
        K.FILING_FORM,
        K.TRANSFER_LETTER,
    ]
    assert [one.kind for one in told if one.lawful] == [K.CONDUCT_NOTICE]
    risen.after(1)
    told = escalation.ways(risen.desk, risen.scene.finding_ids, risen.party)
    assert [one.kind for one in told if one.lawful] == [K.CONDUCT_NOTICE, K.FILING_FORM, K.TRANSFER_LETTER]
    with pytest.raises(ProblemsError) as refused:
        escalation.begin(risen.desk, K.STOP_WORK_NOTICE, risen.scene.finding_ids, risen.party)
    assert refused.value.code == "escalation.unlawful"
    assert [one.code for one in refused.value.problems] == ["escalation.not_major"]


def test_a_new_notice_orders_again_and_a_void_one_gives_the_state_back(risen: Risen) -> None:
    failed(risen)
    due = risen.desk.today() + timedelta(days=4)
    first = risen.scene.finding_ids[0]
    notice = escalation.begin(
        risen.desk,
        K.RECTIFICATION_NOTICE,
        [first],
        risen.party,
        due=due,
        reply_due=(due + timedelta(days=3)).isoformat(),
    )
    told = drafts.draft_of(risen.desk, notice)
    assert [(duty.due, duty.measure) for duty in told.findings[0].obligations] == [(due, scene.FOUND[0][2])]
    issued = risen.story.issue(notice)
    assert issued.due_of(first, risen.party) == due
    assert (risen.word(), risen.course().due, risen.course().state.round) == ("已下达", due, 2)
    assert risen.word(1) == "复查不合格"
    documents.void(risen.desk, notice, "日期写错")
    assert (risen.word(), risen.course().due) == ("复查不合格", risen.scene.due)
    anew = documents.anew(risen.desk, notice)
    assert drafts.draft_of(risen.desk, anew).findings[0].obligations[0].due == due
    scene.serve(risen.story, risen.story.issue(anew).id, risen.scene.contractor)
    assert risen.word() == "待整改"


def test_a_notice_for_one_party_orders_nothing_of_another(risen: Risen) -> None:
    first = risen.scene.finding_ids[0]
    with risen.desk.store.transaction(risen.desk.user) as tx:
        told = {"finding_id": first, "measure": "督促", "due": risen.scene.due.isoformat()}
        tx.create("obligation", {**told, "party_id": "other"})
    failed(risen)
    due = risen.desk.today() + timedelta(days=4)
    told_fields = {"reply_due": (due + timedelta(days=3)).isoformat()}
    notice = reorders.begin(
        risen.desk,
        K.RECTIFICATION_NOTICE,
        [first],
        risen.party,
        due,
        measures={first: "重做"},
        fields=told_fields,
    )
    risen.story.issue(notice)
    other = duties.courses(risen.desk, [first])[first]["other"]
    assert (risen.word(), str(other.state.word)) == ("已下达", "复查不合格")
    assert "重做" in str(risen.desk.store.acts("document", notice)[0].content["content"])


def test_what_cannot_be_ordered_again(risen: Risen) -> None:
    failed(risen)
    first, today = risen.scene.finding_ids[0], risen.desk.today()

    def again(kind: DocumentKind = K.RECTIFICATION_NOTICE, party: str = risen.party, days: int = 3) -> object:
        return reorders.begin(risen.desk, kind, [first], party, today + timedelta(days=days))

    risen.refused("reorder.not_ordering", "document.kind", lambda: again(K.FILING_FORM))
    risen.refused("reorder.day_past", "document.due", lambda: again(days=-1))
    risen.refused("reorder.no_duty", f"document.findings.{first}", lambda: again(party="nobody"))
    risen.refused(
        "reorder.nothing_named",
        "document.findings",
        lambda: reorders.begin(risen.desk, K.RECTIFICATION_NOTICE, [], risen.party, today),
    )


def test_each_paper_begins_with_what_is_known(risen: Risen) -> None:
    failed(risen)
    ids = risen.scene.finding_ids
    letter = drafts.draft_of(risen.desk, escalation.begin(risen.desk, K.TRANSFER_LETTER, ids, risen.party))
    ground = dict(letter.own)["ground"]
    assert "未整改2项" in ground
    assert "限期整改通知书" in ground
    assert letter.about is not None
    assert letter.about.document_id == risen.scene.notice_id
    assert scene.FOUND[0][1].rstrip("。") in ground
    notice = drafts.draft_of(risen.desk, escalation.begin(risen.desk, K.CONDUCT_NOTICE, ids, risen.party))
    assert scene.FOUND[1][0] in dict(notice.own)["conduct"]


def filed(risen: Risen, bench: Bench) -> None:
    failed(risen)
    filing = bench.session.filing_desk(risen.desk)
    escalation.file(risen.desk, filing, risen.scene.finding_ids, risen.party, "涉嫌未按要求整改案")


def test_a_case_is_opened_only_when_it_is_lawful(risen: Risen, bench: Bench) -> None:
    filing, ids = bench.session.filing_desk(risen.desk), risen.scene.finding_ids
    with pytest.raises(ProblemsError) as refused:
        escalation.file(risen.desk, filing, ids, risen.party, "涉嫌未按要求整改案")
    assert {one.code for one in refused.value.problems} == {"escalation.still_running"}
    risen.after(1)
    escalation.file(risen.desk, filing, ids, risen.party, "涉嫌未按要求整改案")
    assert [risen.word(n) for n in (0, 1)] == ["升级", "升级"]


def test_what_was_escalated_is_settled_with_a_reason(risen: Risen, bench: Bench) -> None:
    first = risen.scene.finding_ids[0]

    def settle(reason: str = "处罚决定已履行。", **more: str) -> None:
        escalation.settle(risen.desk, [first], risen.party, reason, **more)

    risen.refused("settle.not_escalated", f"settle.findings.{first}", settle)
    filed(risen, bench)
    assert risen.word() == "升级"
    risen.refused("settle.reason_missing", "settle.reason", lambda: settle(" "))
    risen.refused("settle.words_long", "settle.reason", lambda: settle("长" * 501))
    risen.refused("document.not_issued", "0" * 32, lambda: settle(by="0" * 32))
    settle()
    assert [risen.word(n) for n in (0, 1)] == ["合格闭环", "升级"]
    assert risen.course().closed_on == risen.desk.today()


def test_only_a_supervisor_settles(risen: Risen, bench: Bench) -> None:
    filed(risen, bench)
    somebody = replace(risen.desk, user="somebody")
    risen.refused(
        "settle.no_right",
        "somebody",
        lambda: escalation.settle(somebody, risen.scene.finding_ids, risen.party, "已了结"),
    )
    assert risen.word() == "升级"


def test_the_course_tells_no_recheck_whose_opinion_fell_and_each_finding_once(risen: Risen) -> None:
    """An opinion made void and issued anew told its results twice: two items of one that was looked at."""
    first, second = risen.scene.finding_ids
    with risen.desk.store.transaction(risen.desk.user) as tx:
        told = {"finding_id": first, "measure": "督促", "due": risen.scene.due.isoformat()}
        tx.create("obligation", {**told, "party_id": "supervising"})
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id])
    for one in (first, second):
        rechecks.note(risen.desk, recheck_id, one, "rectified", party_id=risen.party)

    def opinion() -> str:
        again = risen.desk.today() + timedelta(days=5)
        paper = opinions.begin(risen.desk, recheck_id, again=again)
        risen.story.issue(paper)
        return paper

    documents.void(risen.desk, opinion(), "第1项点错")
    rechecks.note(risen.desk, recheck_id, first, "not_rectified")
    opinion()
    assert "复查，已整改1项、未整改1项" in escalation.history_of(risen.desk, [first, second], risen.party)
    # What the other party was found to do is told to that party.
    inspections.change(risen.desk, recheck_id, ended=risen.story.clock.now().isoformat())
    rechecks.note(risen.desk, recheck_id, first, "partial", party_id="supervising")
    inspections.conclude(risen.desk, recheck_id)
    assert "复查，已整改1项、未整改1项" in escalation.history_of(risen.desk, [first, second], risen.party)
    letter = drafts.draft_of(risen.desk, escalation.begin(risen.desk, K.CONDUCT_NOTICE, [first], risen.party))
    assert "未整改1项" in letter.own_value("conduct")
    assert "部分整改" not in letter.own_value("conduct")
    assert "部分整改1项、未整改1项" in escalation.history_of(risen.desk, [first])
    assert "前（含当日）改正" in letter.own_value("conduct")
