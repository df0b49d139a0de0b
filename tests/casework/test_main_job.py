"""The main job end to end, on a real store, with real pages."""

from datetime import date

import pytest

from inspector_app.casework.papers import board, documents, drafts, duties, issued, recheck
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.case import Case
from inspector_app.domain.errors import DamagedError, ProblemsError, RuleError, SignInError
from inspector_app.domain.states import DocumentState, FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.reports.figures import count
from tests.casework.bench import Bench
from tests.casework.conftest import play


def papers(bench: Bench, played: Played) -> list[issued.Issued]:
    return [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]


def of_kind(bench: Bench, played: Played, kind: DocumentKind) -> issued.Issued:
    return next(one for one in papers(bench, played) if one.kind == kind)


def test_site_visit_from_findings_to_resumption(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case)
    told = papers(bench, played)
    assert sorted(one.kind for one in told) == sorted(
        [
            "stop_work_notice",
            "site_record",
            "rectification_notice",
            "proof_of_service",
            "proof_of_service",
            "resumption_notice",
        ]
    )
    assert {one.fate for one in told} == {"issued"}
    assert len({one.number for one in told}) == len(told)
    stop = of_kind(bench, played, DocumentKind.STOP_WORK_NOTICE)
    assert stop.number == "望住建停〔2026〕3-1号"
    assert stop.finding_ids == (played.finding_ids[0],)
    assert recheck.document_state(bench.desk, stop.id).word == DocumentState.LIFTED
    assert {duties.finding_state(bench.desk, one).word for one in played.finding_ids} == {FindingState.CLOSED}


def test_gate_before_names_what_a_visit_begins_without(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="findings")
    codes = {miss.code for _, miss in played.gate_before}
    assert {
        "gate.approval_missing",
        "gate.credentials_not_shown",
        "gate.recusal_untold",
        "gate.end_missing",
        "gate.present_missing",
        "gate.stop_start_missing",
        "gate.defence_missing",
        "gate.reply_due_missing",
    } <= codes
    assert not played.document_ids
    for one in drafts.documents_of(bench.desk.store, played.inspection_id):
        assert drafts.gate(bench.desk, one) == ()


def test_plant_visit_issues_its_order(bench: Bench, plant_case: Case) -> None:
    played = play(bench, plant_case)
    assert {one.kind for one in papers(bench, played)} == {"site_record", "plant_order", "proof_of_service"}
    order = of_kind(bench, played, DocumentKind.PLANT_ORDER)
    assert order.number == "望住建责〔2026〕3-1号"
    assert order.addressee == "青澜砼源新材料有限公司"


def test_the_frozen_file_is_what_the_act_says(bench: Bench, played: Played) -> None:
    for one in papers(bench, played):
        assert issued.pdf(bench.desk.store, one.id).startswith(b"%PDF")
        assert one.pages >= 1
        assert len(one.code) == 14


def test_figures_count_what_was_done(bench: Bench, site_case: Case, plant_case: Case) -> None:
    for case in (site_case, plant_case):
        play(bench, case)
    store = board.reckoned(bench.desk)
    told = {one.code: one.value for one in count(store, date(2026, 11, 1), date(2026, 12, 31))}
    expected = {
        "officer_visits": 4,
        "site_visits": 1,
        "sites_distinct": 1,
        "plant_visits": 1,
        "plants_distinct": 1,
        "rectification_notices": 1,
        "stop_work_notices": 1,
        "stop_work_full": 0,
        "stop_work_partial": 1,
        "plant_orders": 1,
        "conduct_notices": 0,
        "findings": 5,
        "major_hazards": 1,
        "findings_closed": 5,
        "findings_closed_on_time": 3,
    }
    assert expected.items() <= told.items()


def test_a_void_document_counts_nowhere_and_keeps_its_number(bench: Bench, played: Played) -> None:
    notice = of_kind(bench, played, DocumentKind.RECTIFICATION_NOTICE)
    documents.void(bench.desk, notice.id, "受文单位写错")
    assert issued.must_be_issued(bench.desk.store, notice.id).fate == "void"
    fates = {one.number: one.fate for one in bench.desk.store.numbers().numbers}
    assert fates[notice.number] == "void"
    store = board.reckoned(bench.desk)
    told = {one.code: one.value for one in count(store, date(2026, 11, 1), date(2026, 12, 31))}
    assert told["rectification_notices"] == 0
    assert findings.ordered_by(bench.desk.store, played.finding_ids[1]) != (notice.id,)
    again = drafts.begin(
        bench.desk,
        played.inspection_id,
        DocumentKind.RECTIFICATION_NOTICE,
        played.finding_ids[1:],
        reply_due="2026-12-01",
    )
    assert documents.issue(bench.desk, again).number == "望住建改〔2026〕3-2号"


def test_a_served_document_is_not_voided(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="serve")
    notice = of_kind(bench, played, DocumentKind.RECTIFICATION_NOTICE)
    with pytest.raises(RuleError) as refused:
        documents.void(bench.desk, notice.id, "改主意")
    assert refused.value.code == "document.served"


def test_issued_content_never_changes(bench: Bench, played: Played) -> None:
    notice = of_kind(bench, played, DocumentKind.RECTIFICATION_NOTICE)
    refusals = (
        lambda: drafts.change(bench.desk, notice.id, reply_due="2027-01-01"),
        lambda: drafts.tick(bench.desk, notice.id, ()),
        lambda: drafts.discard(bench.desk, notice.id),
        lambda: documents.issue(bench.desk, notice.id),
    )
    for refusal in refusals:
        with pytest.raises(RuleError) as refused:
            refusal()
        assert refused.value.code == "document.issued"
    with pytest.raises(RuleError) as refused:
        findings.change(bench.desk, played.finding_ids[1], fact="别的事实")
    assert refused.value.code == "finding.ordered"


def test_issuing_needs_the_persons_own_signature(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="findings")
    document_id = drafts.documents_of(bench.desk.store, played.inspection_id)[0]
    with pytest.raises(SignInError) as refused:
        documents.issue(bench.session.desk, document_id)
    assert refused.value.code == "document.not_signed"
    assert bench.desk.store.numbers().numbers == ()


def test_the_gate_stops_issue_and_nothing_is_numbered(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="findings")
    inspections.change(bench.desk, played.inspection_id, credentials_shown=False)
    for document_id in drafts.documents_of(bench.desk.store, played.inspection_id):
        if drafts.kind_of(bench.desk.store, document_id) is DocumentKind.SITE_RECORD:
            with pytest.raises(ProblemsError) as refused:
                documents.issue(bench.desk, document_id)
            assert [one.code for one in refused.value.problems] == ["gate.credentials_not_shown"]
    assert bench.desk.store.numbers().numbers == ()


def test_a_clock_put_back_asks_before_it_numbers(bench: Bench, played: Played) -> None:
    bench.clock.moment = bench.clock.moment.replace(month=10)
    again = drafts.begin(
        bench.desk,
        played.inspection_id,
        DocumentKind.PROOF_OF_SERVICE,
        (),
        service_of=of_kind(bench, played, DocumentKind.STOP_WORK_NOTICE).id,
        service_matter="检查",
        service_place="项目部",
        service_method="direct",
    )
    with pytest.raises(RuleError) as refused:
        documents.issue(bench.desk, again)
    assert refused.value.code == "document.date_to_confirm"
    assert documents.issue(bench.desk, again, date_confirmed=True).issued_on == date(2026, 10, 24)


def test_a_photo_that_vanished_stops_issue_and_is_named(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="findings")
    for place in (bench.folder / "vault").rglob("*"):
        if place.is_file():
            place.unlink()
    document_id = next(
        one
        for one in drafts.documents_of(bench.desk.store, played.inspection_id)
        if drafts.kind_of(bench.desk.store, one) is DocumentKind.STOP_WORK_NOTICE
    )
    with pytest.raises(DamagedError):
        documents.issue(bench.desk, document_id)
    assert bench.desk.store.numbers().numbers == ()


def test_what_was_void_is_issued_anew_and_names_the_number_it_replaces(bench: Bench, played: Played) -> None:
    notice = of_kind(bench, played, DocumentKind.RECTIFICATION_NOTICE)
    with pytest.raises(RuleError) as refused:
        documents.anew(bench.desk, notice.id)
    assert refused.value.code == "document.not_void"
    documents.void(bench.desk, notice.id, "打印机卡纸，纸张毁损")
    again = documents.anew(bench.desk, notice.id)
    assert drafts.gate(bench.desk, again) == ()
    told = documents.issue(bench.desk, again, date_confirmed=True)
    assert told.finding_ids == notice.finding_ids
    assert told.number == "望住建改〔2026〕3-2号"
    assert f"原限期整改通知书（{notice.number}）已作废，以本文书为准。" in told.content


def test_a_form_names_what_it_replaces_in_its_head(bench: Bench, played: Played) -> None:
    record = of_kind(bench, played, DocumentKind.SITE_RECORD)
    documents.void(bench.desk, record.id, "写错")
    told = documents.issue(bench.desk, documents.anew(bench.desk, record.id), date_confirmed=True)
    assert f"原现场检查记录（{record.number}）已作废" in told.content


def test_everything_replays_to_the_same_digest(bench: Bench, site_case: Case) -> None:
    play(bench, site_case)
    checked = bench.desk.store.replay_check()
    assert checked.same
    before = bench.desk.store.digest()
    bench.desk.store.replay()
    assert bench.desk.store.digest() == before


def test_a_finding_that_failed_and_is_ordered_again_is_ordered(bench: Bench, played: Played) -> None:
    """What happened last decides; acts once came back without their place in the journal."""
    finding_id = played.finding_ids[1]
    due = date(2026, 11, 30)
    recheck.recheck(bench.desk, due, (recheck.Result(finding_id, "not_rectified"),), ("周砚", "林知夏"))
    assert duties.finding_state(bench.desk, finding_id).word == FindingState.FAILED
    again = drafts.begin(
        bench.desk,
        played.inspection_id,
        DocumentKind.RECTIFICATION_NOTICE,
        (finding_id,),
        reply_due="2026-12-07",
    )
    documents.issue(bench.desk, again, date_confirmed=True)
    told = duties.finding_state(bench.desk, finding_id)
    assert (told.word, told.round) == (FindingState.ORDERED, 2)
