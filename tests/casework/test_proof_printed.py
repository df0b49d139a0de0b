"""The proof of service bears what is on record of the service: read back from its own PDF."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from inspector_app.casework.papers import documents, drafts, issued, service
from inspector_app.casework.papers.service import Service, Witness
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.case import Case
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.conftest import play
from tests.casework.test_service_ways import a_service, jpeg, paper
from tests.documents.reading import bare, pages, whole

GROUND = "项目经理骆远山称须请示公司，拒绝签收"
LEFT_AT = datetime(2026, 11, 24, 14, 5, tzinfo=CHINA)
SEEN = (Witness("陈见微", "长风社区居民委员会"), Witness("何知秋", "望江区滨河街道办事处"))


@pytest.fixture
def notice(bench: Bench, played: Played) -> issued.Issued:
    return paper(bench, played, DocumentKind.RECTIFICATION_NOTICE)


def printed(bench: Bench, notice: issued.Issued, *noted: Service) -> str:
    """Return all that the issued proof says, after these services were noted; it is one sheet."""
    for one in noted:
        service.serve(bench.desk, notice.id, one)
    proof = documents.issue(bench.desk, service.prove(bench.desk, notice.id, notice.recipients[0].party_id))
    pdf = issued.pdf(bench.desk.store, proof.id)
    assert len(pages(pdf)) == 1
    return whole(pdf)


def says(told: str, *parts: str) -> bool:
    return all(bare(one) in told for one in parts)


def test_left_with_two_witnesses_bears_ground_day_and_both(bench: Bench, notice: issued.Issued) -> None:
    told = printed(
        bench,
        notice,
        a_service(notice, "direct", refusal=GROUND),
        a_service(notice, "left", at=LEFT_AT, witnesses=SEEN),
    )
    assert says(told, GROUND, "2026年11月24日", "√留置送达", "2026年11月24日14时05分")
    for one in SEEN:
        assert says(told, f"{one.name}，{one.company}")
    assert says(told, "见证人签名", "□已拍照", "□已录像")


def test_left_before_cameras_bears_what_was_recorded(bench: Bench, notice: issued.Issued) -> None:
    photo = service.attach_photo(bench.desk, notice.id, jpeg())
    told = printed(
        bench,
        notice,
        a_service(notice, "left", refusal=GROUND, recorded=True, recording="LZ-1124-01", photos=(photo,)),
    )
    assert says(told, "√已拍照", "√已录像", "LZ-1124-01", f"照片1张：{photo[:8]}", GROUND)


def test_the_refusal_of_the_letter_is_not_that_of_the_left_paper(bench: Bench, notice: issued.Issued) -> None:
    left = a_service(notice, "left", refusal=GROUND, witnesses=SEEN)
    posted = a_service(notice, "mail", mail_number="EMS1234567890")
    for one in (left, posted, replace(posted, refusal="退回：查无此单位")):
        service.serve(bench.desk, notice.id, one)
    proof = service.prove(bench.desk, notice.id, left.recipient_id)
    drafts.change(bench.desk, proof, service_method="left")
    told = whole(issued.pdf(bench.desk.store, documents.issue(bench.desk, proof).id))
    assert says(told, GROUND)
    assert "查无此单位" not in told
    back = printed(bench, notice)
    assert says(back, "退回：查无此单位", "√邮寄送达", "EMS1234567890")
    assert GROUND not in back
    assert "拒收事由退回：查无此单位2026年" not in back, "the day of posting is not the day of the refusal"


def test_an_agent_is_named_with_what_he_relies_on_and_nobody_else(
    bench: Bench, notice: issued.Issued
) -> None:
    told = printed(
        bench,
        notice,
        a_service(
            notice,
            "direct",
            receiver="何知秋",
            position="资料员",
            relation="受公司委托的收件人",
            authority="授权委托书2026-4",
        ),
    )
    assert says(told, "何知秋，资料员，受公司委托的收件人，授权依据：授权委托书2026-4", "√直接送达")
    assert "11时30分" not in told, "who receives it writes the day beside the signature"


def test_the_recipient_who_signs_is_no_agent(bench: Bench, notice: issued.Issued) -> None:
    told = printed(bench, notice, a_service(notice, "direct", receiver="骆远山", position="项目经理"))
    assert "骆远山" not in told


WAYS = [
    ("mail", {"mail_number": "EMS1234567890", "receipt_on": date(2026, 11, 26), "receiver": "收发室"},
     ("邮件号：EMS1234567890", "回执签收人：收发室", "2026年11月26日")),
    ("electronic", {"consent": "望住建送确〔2026〕1号", "system": "政务送达平台"},
     ("电子送达确认书编号：望住建送确〔2026〕1号", "送达系统：政务送达平台", "11时30分")),
    ("entrusted", {"body": "海丰区住房和城乡建设局"}, ("受委托送达单位：海丰区住房和城乡建设局",)),
    ("announced", {"medium": "望川日报", "note": "注册地址无人，邮件退回。"},
     ("公告载体：望川日报，公告日期2026年11月24日", "注册地址无人，邮件退回。", "2026年12月24日")),
]  # fmt: skip


@pytest.mark.parametrize(("method", "changes", "parts"), WAYS, ids=[one[0] for one in WAYS])
def test_each_way_prints_what_proves_it(
    bench: Bench, notice: issued.Issued, method: str, changes: dict[str, object], parts: tuple[str, ...]
) -> None:
    assert says(printed(bench, notice, a_service(notice, method, **changes)), *parts)


def refused(bench: Bench, proof_id: str) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as told:
        documents.issue(bench.desk, proof_id)
    return [(one.code, one.where) for one in told.value.problems]


def test_left_is_not_proved_before_it_is_noted(bench: Bench, notice: issued.Issued) -> None:
    service.serve(bench.desk, notice.id, a_service(notice, "direct", refusal=GROUND))
    proof = service.prove(bench.desk, notice.id, notice.recipients[0].party_id)
    drafts.change(bench.desk, proof, service_method="left")
    assert refused(bench, proof) == [("gate.service_left_unnoted", "document.service.method")]
    service.serve(bench.desk, notice.id, a_service(notice, "left", witnesses=SEEN[:1]))
    assert drafts.gate(bench.desk, proof) == ()


def test_what_an_older_version_let_pass_is_named(bench: Bench, notice: issued.Issued) -> None:
    bare_act: dict[str, object] = {
        "recipient_id": notice.recipients[0].party_id,
        "method": "left",
        "at": LEFT_AT.isoformat(),
        "place": "项目部",
        "reached": True,
    }
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act(ActKind.SERVE, "document", notice.id, bare_act)
    proof = service.prove(bench.desk, notice.id, notice.recipients[0].party_id)
    codes = [code for code, _ in refused(bench, proof)]
    assert codes == ["gate.service_refusal_missing", "gate.service_left_unproven"]


def test_the_proof_does_not_contradict_the_record(bench: Bench, notice: issued.Issued) -> None:
    service.serve(bench.desk, notice.id, a_service(notice, "mail", mail_number="EMS1"))
    proof = service.prove(bench.desk, notice.id, notice.recipients[0].party_id)
    drafts.change(bench.desk, proof, service_method="direct")
    assert refused(bench, proof) == [("gate.service_unlike", "document.service.method")]


def test_a_proof_begun_blank_is_completed_when_it_was_served(bench: Bench, notice: issued.Issued) -> None:
    main = notice.recipients[0].party_id
    proof = service.prove(bench.desk, notice.id, main)
    codes = [one.code for one in drafts.gate(bench.desk, proof)]
    assert codes == ["gate.service_place_missing", "gate.service_method_missing"]
    drafts.change(bench.desk, proof, service_place="收发室")
    bench.clock.moment = LEFT_AT + timedelta(hours=1)
    service.serve(bench.desk, notice.id, a_service(notice, "left", refusal=GROUND, witnesses=SEEN))
    assert service.prove(bench.desk, notice.id, main) == proof
    told = drafts.draft_of(bench.desk, proof).service
    assert told is not None
    assert (told.place, told.method) == ("收发室", "left"), "what somebody wrote stays"


def test_a_witness_of_a_rare_name_is_named_by_the_gate(bench: Bench, notice: issued.Issued) -> None:
    rare = Witness("王\U0010ffff", "长风社区居民委员会")
    service.serve(bench.desk, notice.id, a_service(notice, "left", refusal=GROUND, witnesses=(rare,)))
    proof = service.prove(bench.desk, notice.id, notice.recipients[0].party_id)
    assert [where for _, where in refused(bench, proof)] == ["document.service.method"]


def test_a_case_may_tell_of_a_left_service(bench: Bench, site_case: Case) -> None:
    """`demo` notes it before its proof is issued, so that the proof bears it."""
    told = site_case.document("proof_of_service")
    assert told is not None
    assert told.service is not None
    left = told.service.model_copy(
        update={"method": "left", "refusal": GROUND, "witness": "陈见微，长风社区居民委员会"}
    )
    others = [one for one in site_case.documents if one is not told]
    proof = told.model_copy(update={"service": left})
    played = play(bench, site_case.model_copy(update={"documents": [*others, proof]}), until="serve")
    papers = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    proofs = [one for one in papers if one.kind == DocumentKind.PROOF_OF_SERVICE]
    assert proofs
    for one in proofs:
        pdf = whole(issued.pdf(bench.desk.store, one.id))
        assert says(pdf, GROUND, "陈见微，长风社区居民委员会", "√留置送达")
