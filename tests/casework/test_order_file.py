"""All about an order for one party: what stands in its file, what may be done next, and at what cost."""

from datetime import timedelta

import pytest

from inspector_app.casework.followup import extensions, opinions, rechecks, replies, under_way
from inspector_app.casework.followup.extensions import Ask
from inspector_app.casework.followup.replies import Report
from inspector_app.casework.history.order_file import OrderFile, order_file
from inspector_app.casework.papers import documents, drafts
from inspector_app.casework.play import scene
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import RuleError
from inspector_app.domain.replying import Said
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.counting import counted
from tests.casework.risen import Risen, rise


@pytest.fixture
def risen(bench: Bench) -> Risen:
    told = rise(bench)
    told.after(-2)
    return told


def read(risen: Risen, document_id: str = "") -> OrderFile:
    return order_file(risen.desk, document_id or risen.scene.notice_id, risen.party)


def asked(risen: Risen) -> str:
    today = risen.desk.today()
    first = risen.scene.finding_ids[:1]
    new = risen.scene.due + timedelta(days=8)
    told = Ask(risen.scene.notice_id, risen.party, today, today, new, "货期十日。", first)
    return extensions.ask(risen.desk, told)


def failed(risen: Risen) -> str:
    """Recheck on site: the first is not put right and ordered again, the second is."""
    first, second = risen.scene.finding_ids
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id])
    rechecks.note(risen.desk, recheck_id, first, "not_rectified", note="仍无挡脚板")
    rechecks.note(risen.desk, recheck_id, second, "rectified")
    opinion = opinions.begin(risen.desk, recheck_id, again=risen.desk.today() + timedelta(days=5))
    risen.story.move(minutes=30)
    inspections.change(risen.desk, recheck_id, ended=risen.story.clock.now().isoformat())
    risen.story.issue(opinion)
    rechecks.conclude(risen.desk, recheck_id)
    return opinion


def test_a_fresh_order_has_its_findings_signers_and_barred_ways(risen: Risen) -> None:
    told = read(risen)
    assert [(one.number, one.row, one.word) for one in told.items] == [(1, 1, "待整改"), (2, 2, "待整改")]
    assert [str(role) for role, _ in told.signers] == ["contractor", "supervisor", "owner"]
    assert dict(told.signers)["supervisor"] == "师明谦"  # type: ignore[index]
    assert (told.handed, told.requests, told.looked, told.recheck_id) == ((), (), (), "")
    assert {one.kind for one in told.ways if not one.lawful} >= {DocumentKind.RECTIFICATION_NOTICE}
    assert (len(told.open), len(told.to_recheck), len(told.extendable)) == (2, 2, 2)
    assert (told.incomplete, told.undecided, told.escalated) == (None, None, ())


def test_reports_requests_and_drafts_are_told(risen: Risen) -> None:
    today = risen.desk.today()
    replies.take_in(
        risen.desk,
        Report(
            risen.scene.notice_id, risen.party, today, today, (Said(risen.scene.finding_ids[0], "已改。"),)
        ),
    )
    request_id = asked(risen)
    told = read(risen)
    assert told.incomplete is not None
    assert {one.code for one in told.incomplete.lacking} >= {"reply.scan_missing", "reply.signature_missing"}
    assert told.undecided is not None
    assert (told.undecided.asked.id, told.undecided.draft) == (request_id, ("", ""))
    document_id = extensions.begin(risen.desk, request_id)
    told = read(risen)
    assert told.undecided is not None
    assert told.undecided.draft == (risen.scene.visit_id, document_id)
    assert under_way.decisions(risen.desk, []) == {}


def test_after_a_failed_recheck_both_orders_tell_the_same_course(risen: Risen) -> None:
    risen.after(2)
    opinion = failed(risen)
    scene.serve(risen.story, opinion, risen.scene.contractor)
    for document_id in (risen.scene.notice_id, opinion):
        told = read(risen, document_id)
        (looked,) = told.looked
        assert looked.results == (("已整改", 1), ("未整改", 1))
        assert (looked.opinion_id, looked.by_paper) == (opinion, False)
        assert [one.word for one in told.items] == ["待整改", "合格闭环"]
        assert [one.row for one in told.items] == [1, 2]
    assert "未整改1项" in read(risen).history


def test_a_void_opinion_leaves_no_recheck_in_the_file(risen: Risen) -> None:
    risen.after(2)
    opinion = failed(risen)
    documents.void(risen.desk, opinion, "第1项点错")
    assert read(risen).looked == ()


def test_a_recheck_is_gone_on_with_instead_of_begun_twice(risen: Risen) -> None:
    notice = risen.scene.notice_id
    assert under_way.recheck_of(risen.desk, notice) == ""
    first = under_way.recheck(risen.desk, notice)
    assert under_way.recheck(risen.desk, notice) == first
    assert read(risen).recheck_id == first
    for one in risen.scene.finding_ids:
        rechecks.note(risen.desk, first, one, "unverifiable")
    risen.story.move(minutes=30)
    inspections.change(risen.desk, first, ended=risen.story.clock.now().isoformat())
    rechecks.conclude(risen.desk, first)
    assert under_way.recheck_of(risen.desk, notice) == ""
    assert under_way.recheck(risen.desk, notice) != first


def test_what_is_no_order_or_no_party_of_it_is_refused(risen: Risen) -> None:
    with pytest.raises(RuleError) as told:
        order_file(risen.desk, "nothing", risen.party)
    assert told.value.code == "document.not_issued"
    with pytest.raises(RuleError) as told:
        order_file(risen.desk, risen.scene.notice_id, "stranger")
    assert (told.value.code, told.value.where) == ("reply.unknown_party", "reply.party")


def test_conclusions_follow_what_is_seen_but_not_what_a_person_chose(risen: Risen) -> None:
    first, second = risen.scene.finding_ids
    desk = risen.desk
    recheck_id = rechecks.begin(desk, [risen.scene.notice_id])
    for one in (first, second):
        rechecks.note(desk, recheck_id, one, "rectified")
    opinion = opinions.begin(desk, recheck_id)
    assert opinions.standing(desk, recheck_id, risen.scene.notice_id, risen.party) == opinion
    assert opinions.standing(desk, recheck_id, risen.scene.notice_id, "stranger") == ""

    def concluded(result: str) -> str:
        rechecks.note(desk, recheck_id, first, result)
        opinions.follow(desk, recheck_id)
        return drafts.draft_of(desk, opinion).own_value("conclusion")

    assert concluded("partial") == "不合格，责令再次整改"
    assert concluded("rectified") == "合格"
    drafts.change(desk, opinion, own_conclusion="不合格，移交立案审查")
    assert concluded("not_rectified") == "不合格，移交立案审查"
    assert concluded("rectified") == "不合格，移交立案审查", "the gate says that it contradicts"


def test_other_work_makes_a_file_no_dearer(bench: Bench) -> None:
    told = rise(bench)
    desk, few = counted(bench)
    order_file(desk, told.scene.notice_id, told.party)
    for n in range(6):
        rise(bench, f"别处{n}")
    desk, many = counted(bench)
    order_file(desk, told.scene.notice_id, told.party)
    assert few.total() <= 80, few
    assert many == few
