"""Every refusal of casework has its own code, and nothing is half-written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from inspector_app.casework.papers import documents, drafts, duties, issued, recheck, service
from inspector_app.casework.papers.service import Service
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench

AT = datetime(2026, 11, 24, 11, 30, tzinfo=CHINA)


def assert_refused_with(bench: Bench, code: str, work: Callable[[], object]) -> None:
    before = bench.desk.store.digest()
    with pytest.raises(InspectorError) as refused:
        work()
    assert refused.value.code == code
    assert bench.desk.store.digest() == before


def notice(bench: Bench, played: Played) -> issued.Issued:
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in told if one.kind == DocumentKind.RECTIFICATION_NOTICE)


def a_service(bench: Bench, played: Played, **changes: object) -> Service:
    main = notice(bench, played).recipients[0].party_id
    return replace(Service(main, "direct", AT, "项目部", "骆远山", "项目经理"), **changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient_id": "0" * 32}, "service.unknown_recipient"),
        ({"method": "pigeon"}, "service.unknown_method"),
        ({"at": AT - timedelta(days=3)}, "service.before_issue"),
        ({"receiver": " "}, "service.no_receiver"),
        ({"method": "left"}, "service.left_unproven"),
        ({"method": "mail"}, "service.no_mail_number"),
    ],
)
def test_service(bench: Bench, played: Played, changes: dict[str, object], code: str) -> None:
    told = a_service(bench, played, **changes)
    assert_refused_with(bench, code, lambda: service.serve(bench.desk, notice(bench, played).id, told))


def test_service_of_what_does_not_stand(bench: Bench, played: Played) -> None:
    told = notice(bench, played)
    documents.void(bench.desk, told.id, "写错")
    assert_refused_with(
        bench, "document.not_standing", lambda: service.serve(bench.desk, told.id, a_service(bench, played))
    )
    assert_refused_with(bench, "document.not_standing", lambda: documents.void(bench.desk, told.id, "再作废"))


def test_refusal_alone_reaches_nobody_and_left_with_film_does(bench: Bench, played: Played) -> None:
    told = notice(bench, played)
    service.serve(bench.desk, told.id, a_service(bench, played, refusal="拒绝签收"))
    assert issued.served(bench.desk.store, told.id) == frozenset()
    service.serve(bench.desk, told.id, a_service(bench, played, method="left", recorded=True, recording="1"))
    assert issued.served(bench.desk.store, told.id) == {told.recipients[0].party_id}


def test_documents(bench: Bench, played: Played) -> None:
    told, nothing = notice(bench, played), "0" * 32
    assert_refused_with(bench, "document.none", lambda: drafts.gate(bench.desk, nothing))
    assert_refused_with(bench, "document.not_issued", lambda: documents.void(bench.desk, nothing, "x"))
    assert_refused_with(bench, "document.reason_missing", lambda: documents.void(bench.desk, told.id, "  "))
    desk = bench.session.desk
    assert_refused_with(bench, "document.not_signed", lambda: documents.void(desk, told.id, "x"))


def test_inspections_and_findings(bench: Bench, played: Played) -> None:
    nothing = "0" * 32
    assert_refused_with(bench, "inspection.none", lambda: inspections.change(bench.desk, nothing, place="x"))
    assert_refused_with(bench, "registry.no_target", lambda: inspections.begin(bench.desk, nothing, ()))
    new = findings.NewFinding(location="x")
    assert_refused_with(bench, "inspection.none", lambda: findings.add(bench.desk, nothing, new))
    assert_refused_with(bench, "finding.none", lambda: findings.change(bench.desk, nothing, fact="x"))
    inspections.conclude(bench.desk, played.inspection_id)
    assert_refused_with(
        bench, "inspection.locked", lambda: findings.add(bench.desk, played.inspection_id, new)
    )
    assert_refused_with(
        bench, "inspection.locked", lambda: inspections.conclude(bench.desk, played.inspection_id)
    )


def test_conclude_needs_an_end(bench: Bench, played: Played) -> None:
    target = inspections.inspection_of(bench.desk.store, played.inspection_id).target_id
    fresh = inspections.begin(bench.desk, target, ())
    assert_refused_with(bench, "inspection.not_ended", lambda: inspections.conclude(bench.desk, fresh))


def test_registry(bench: Bench) -> None:
    target = registry.NewTarget("construction_site", "", "", ())
    assert_refused_with(bench, "registry.name_missing", lambda: registry.add_target(bench.desk, target))
    strange = replace(target, kind="spaceport", name="x")
    assert_refused_with(bench, "registry.unknown_kind", lambda: registry.add_target(bench.desk, strange))


@pytest.mark.parametrize(
    ("raw", "code"),
    [(b"no photo at all", "documents.not_a_photo"), (b"\xff\xd8\xff" + b"\0" * 60, "documents.not_a_photo")],
)
def test_a_photo_that_is_none(bench: Bench, played: Played, raw: bytes, code: str) -> None:
    target = inspections.inspection_of(bench.desk.store, played.inspection_id).target_id
    visit = inspections.begin(bench.desk, target, ())
    finding = findings.add(bench.desk, visit, findings.NewFinding(location="x"))
    assert_refused_with(bench, code, lambda: findings.attach_photo(bench.desk, finding, raw))


def test_recheck(bench: Bench, played: Played) -> None:
    first = played.finding_ids[1]
    day = date(2026, 11, 30)

    def seen(on: date, result: str, finding: str = first) -> Callable[[], object]:
        return lambda: recheck.recheck(bench.desk, on, (recheck.Result(finding, result),), ("沈知远",))

    assert_refused_with(bench, "recheck.unknown_result", seen(day, "fine"))
    assert_refused_with(bench, "recheck.before_order", seen(date(2026, 11, 1), "rectified"))
    assert_refused_with(bench, "recheck.not_ordered", seen(day, "rectified", "0" * 32))
    seen(day, "not_rectified")()
    assert duties.finding_state(bench.desk, first).word == "复查不合格"
    seen(day, "rectified")()
    assert_refused_with(bench, "recheck.closed", seen(day, "rectified"))


def test_resumption_without_its_stop_work_is_refused(bench: Bench, played: Played) -> None:
    told = notice(bench, played)
    for resumes in ("", told.id):
        wrong = drafts.begin(
            bench.desk,
            played.inspection_id,
            DocumentKind.RESUMPTION_NOTICE,
            (),
            resumes=resumes,
            resume_full=True,
            resume_start="2026-12-02",
            verification="已查验",
            approval={"approver": "韩立群", "at": AT.isoformat(), "number": "1号"},
        )
        codes = [miss.code for miss in drafts.gate(bench.desk, wrong)]
        assert codes == ["gate.stop_work_missing"]


def test_what_is_written_into_a_removed_finding_does_not_bring_it_back(bench: Bench, played: Played) -> None:
    removed = findings.add(bench.desk, played.inspection_id, findings.NewFinding(fact="记错了"))
    document_id = drafts.begin(
        bench.desk, played.inspection_id, DocumentKind.SITE_RECORD, (*played.finding_ids, removed)
    )
    findings.remove(bench.desk, removed)
    assert_refused_with(bench, "finding.none", lambda: findings.change(bench.desk, removed, fact="又写"))
    duty = findings.Duty("p", "x", None)
    assert_refused_with(bench, "finding.none", lambda: findings.oblige(bench.desk, removed, duty))
    assert_refused_with(bench, "finding.none", lambda: findings.attach_photo(bench.desk, removed, b""))
    assert removed not in {one.id for one in drafts.draft_of(bench.desk, document_id).findings}
