"""Every way of serving, per recipient, on a real store: what counts when, and the proof for each."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from inspector_app.casework.papers import documents, drafts, issued, recheck, service
from inspector_app.casework.papers.service import Service, Witness
from inspector_app.casework.play.stage import Played
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import RuleError
from inspector_app.domain.states import DocumentState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench

AT = datetime(2026, 11, 24, 11, 30, tzinfo=CHINA)


def paper(bench: Bench, played: Played, kind: DocumentKind) -> issued.Issued:
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in told if one.kind == kind)


@pytest.fixture
def notice(bench: Bench, played: Played) -> issued.Issued:
    return paper(bench, played, DocumentKind.RECTIFICATION_NOTICE)


def a_service(notice: issued.Issued, method: str, **changes: Any) -> Service:
    whole = Service(notice.recipients[0].party_id, method, AT, "项目部")
    return replace(whole, **changes)


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 480), "white").save(out, "JPEG")
    return out.getvalue()


def refusal(bench: Bench, notice: issued.Issued, told: Service) -> str:
    before = bench.desk.store.digest()
    with pytest.raises(RuleError) as refused:
        service.serve(bench.desk, notice.id, told)
    assert bench.desk.store.digest() == before
    return refused.value.code


def state(bench: Bench, notice: issued.Issued) -> str:
    return recheck.document_state(bench.desk, notice.id).word


def test_a_refusal_reaches_nobody_and_left_with_a_witness_does(bench: Bench, notice: issued.Issued) -> None:
    service.serve(bench.desk, notice.id, a_service(notice, "direct", refusal="须请示公司，拒绝签收"))
    assert state(bench, notice) == DocumentState.ISSUED
    left = a_service(notice, "left", witnesses=(Witness("陈见微", "长风社区居民委员会"),))
    service.serve(bench.desk, notice.id, left)
    assert state(bench, notice) == DocumentState.SERVED
    assert service.services(bench.desk.store, notice.id, left.recipient_id)[-1] == left


def test_left_with_a_picture_that_is_attached(bench: Bench, notice: issued.Issued) -> None:
    left = a_service(notice, "left", refusal="拒绝签收", recorded=True)
    assert refusal(bench, notice, left) == "service.recording_missing"
    assert refusal(bench, notice, replace(left, photos=("0" * 64,))) == "service.unknown_photo"
    kept = service.attach_photo(bench.desk, notice.id, jpeg(), name="大门.jpg")
    service.serve(bench.desk, notice.id, replace(left, photos=(kept,)))
    assert bench.desk.store.blob(kept) == jpeg()
    assert issued.served(bench.desk.store, notice.id) == {left.recipient_id}


def test_what_is_no_picture_is_refused_by_its_name(bench: Bench, notice: issued.Issued) -> None:
    with pytest.raises(RuleError) as refused:
        service.attach_photo(bench.desk, notice.id, b"none", name="大门.jpg")
    assert (refused.value.code, refused.value.where) == ("documents.not_a_photo", "大门.jpg")


def test_mail_counts_from_the_receipt(bench: Bench, notice: issued.Issued) -> None:
    posted = a_service(notice, "mail", mail_number="EMS1234567890", place="鼎恒大厦")
    service.serve(bench.desk, notice.id, posted)
    assert issued.served(bench.desk.store, notice.id) == frozenset()
    assert state(bench, notice) == DocumentState.ISSUED
    back = replace(posted, receipt_on=date(2026, 11, 26), receiver="收发室")
    service.delivered(bench.desk, notice.id, posted, back)
    assert issued.served(bench.desk.store, notice.id) == {posted.recipient_id}
    [_, act] = bench.desk.store.acts("document", notice.id, ActKind.SERVE)
    assert act.content["reached_on"] == "2026-11-26"


def test_a_receipt_for_nothing_posted_is_refused(bench: Bench, notice: issued.Issued) -> None:
    posted = a_service(notice, "mail", mail_number="EMS1")
    back = replace(posted, receipt_on=date(2026, 11, 26))
    for of in (posted, replace(posted, mail_number="EMS2")):
        with pytest.raises(RuleError) as refused:
            service.delivered(bench.desk, notice.id, of, back)
        assert refused.value.code == "service.not_posted"


def test_mail_that_came_back_reached_nobody(bench: Bench, notice: issued.Issued) -> None:
    posted = a_service(notice, "mail", mail_number="EMS1")
    service.serve(bench.desk, notice.id, posted)
    service.delivered(bench.desk, notice.id, posted, replace(posted, refusal="退回：查无此单位"))
    assert issued.served(bench.desk.store, notice.id) == frozenset()


def test_an_announcement_counts_after_its_days_and_not_before(bench: Bench, notice: issued.Issued) -> None:
    told = a_service(notice, "announced", medium="望川日报", note="注册地址无人，邮件退回。")
    service.serve(bench.desk, notice.id, told)
    last = date(2026, 11, 24) + timedelta(days=30)
    bench.clock.moment = AT + timedelta(days=29)
    assert state(bench, notice) == DocumentState.ISSUED
    assert issued.served(bench.desk.store, notice.id, last - timedelta(days=1)) == frozenset()
    bench.clock.moment = AT + timedelta(days=30)
    assert issued.served(bench.desk.store, notice.id, last) == {told.recipient_id}
    assert state(bench, notice) in (DocumentState.SERVED, DocumentState.OVERDUE)


def test_what_was_announced_is_not_voided(bench: Bench, notice: issued.Issued) -> None:
    service.serve(bench.desk, notice.id, a_service(notice, "announced", medium="望川日报", note="下落不明"))
    with pytest.raises(RuleError) as refused:
        documents.void(bench.desk, notice.id, "写错")
    assert refused.value.code == "document.served"


def test_electronic_needs_consent_and_counts_on_arrival(bench: Bench, notice: issued.Issued) -> None:
    told = a_service(notice, "electronic", system="政务送达平台")
    assert refusal(bench, notice, told) == "service.no_consent"
    service.serve(bench.desk, notice.id, replace(told, consent="望住建送确〔2026〕1号"))
    assert issued.served(bench.desk.store, notice.id) == {told.recipient_id}


def test_a_receiving_agent_needs_authority(bench: Bench, notice: issued.Issued) -> None:
    told = a_service(notice, "direct", receiver="何知秋", position="资料员", relation="受公司委托的收件人")
    assert refusal(bench, notice, told) == "service.agent_unauthorised"
    service.serve(bench.desk, notice.id, replace(told, authority="授权委托书 2026-4"))
    assert issued.served(bench.desk.store, notice.id) == {told.recipient_id}


def test_each_recipient_is_served_by_itself(bench: Bench, notice: issued.Issued) -> None:
    assert len(notice.recipients) > 1
    copy = notice.recipients[1]
    told = a_service(notice, "direct", recipient_id=copy.party_id, receiver="周望", position="总监")
    service.serve(bench.desk, notice.id, told)
    assert issued.served(bench.desk.store, notice.id) == {copy.party_id}
    assert state(bench, notice) == DocumentState.ISSUED
    assert service.services(bench.desk.store, notice.id, notice.recipients[0].party_id) == ()


def test_left_at_the_site_warns_and_offers_the_registered_address(
    bench: Bench, notice: issued.Issued
) -> None:
    left = a_service(notice, "left", refusal="拒绝签收", recorded=True, recording="LZ-1")
    codes = [one.code for one in service.warnings(bench.desk, notice.id, left)]
    assert codes in (["service.left_at_site"], ["service.address_unknown"])
    service.serve(bench.desk, notice.id, left)
    assert issued.served(bench.desk.store, notice.id) == {left.recipient_id}


def test_acts_of_older_versions_still_count(bench: Bench, notice: issued.Issued) -> None:
    main, copy, *_ = (one.party_id for one in notice.recipients)
    old: dict[str, object] = {"recipient_id": main, "method": "mail", "mail_number": "1", "reached": True}
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act(ActKind.SERVE, "document", notice.id, old)
        tx.act(ActKind.SERVE, "document", notice.id, {"recipient_id": copy, "reached": False})
    assert issued.served(bench.desk.store, notice.id) == {main}
    assert service.services(bench.desk.store, notice.id, main) == ()


def test_a_proof_for_each_recipient(bench: Bench, notice: issued.Issued) -> None:
    served = a_service(notice, "direct", receiver="骆远山", position="项目经理")
    service.serve(bench.desk, notice.id, served)
    proofs = [service.prove(bench.desk, notice.id, one.party_id) for one in notice.recipients]
    assert len(set(proofs)) == len(notice.recipients)
    told = [drafts.draft_of(bench.desk, one) for one in proofs]
    assert [one.addressee.name for one in told if one.addressee] == [one.name for one in notice.recipients]
    first, second = told[0].service, told[1].service
    assert first is not None
    assert second is not None
    assert (first.document_id, first.place, first.method) == (notice.id, "项目部", "direct")
    assert (second.place, second.method) == ("", "")
    assert first.matter
    assert documents.issue(bench.desk, proofs[0]).addressee == notice.recipients[0].name


def test_a_proof_begun_is_not_begun_again(bench: Bench, notice: issued.Issued) -> None:
    main = notice.recipients[0].party_id
    service.serve(bench.desk, notice.id, a_service(notice, "direct", refusal="拒绝签收"))
    first = service.prove(bench.desk, notice.id, main)
    assert service.prove(bench.desk, notice.id, main) == first
    documents.issue(bench.desk, first)
    assert service.prove(bench.desk, notice.id, main) != first


def test_what_cannot_be_proven(bench: Bench, notice: issued.Issued) -> None:
    def code_of(document_id: str, recipient_id: str) -> str:
        with pytest.raises(RuleError) as refused:
            service.prove(bench.desk, document_id, recipient_id)
        return refused.value.code

    main = notice.recipients[0].party_id
    assert code_of(notice.id, "0" * 32) == "service.unknown_recipient"
    service.serve(bench.desk, notice.id, a_service(notice, "direct", refusal="拒绝签收"))
    proof = documents.issue(bench.desk, service.prove(bench.desk, notice.id, main))
    assert code_of(proof.id, main) == "service.needs_no_proof"
    documents.void(bench.desk, notice.id, "写错")
    assert code_of(notice.id, main) == "document.not_standing"


def test_everything_replays_to_the_same(bench: Bench, notice: issued.Issued) -> None:
    service.serve(bench.desk, notice.id, a_service(notice, "announced", medium="望川日报", note="下落不明"))
    service.attach_photo(bench.desk, notice.id, jpeg())
    assert bench.desk.store.replay_check().same
