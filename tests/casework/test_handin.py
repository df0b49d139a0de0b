"""今晚交班 over a real case: each thing that is lacking is named until it is done, then it is gone."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from inspector_app.casework.overview import handin
from inspector_app.casework.overview.handin import Debt, Lack
from inspector_app.casework.papers import debts, drafts, issued, made_up, returns, service, sheets
from inspector_app.casework.papers.made_up import Paper
from inspector_app.casework.papers.returns import Return
from inspector_app.casework.papers.service import Service
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.catalog.case import Case
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.conftest import START, play


def lacking(bench: Bench, lack: Lack) -> list[Debt]:
    return [one for one in handin.hand_in(bench.desk).debts if one.lack is lack]


def scan() -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 1100), "white").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def target(bench: Bench) -> str:
    return registry.add_target(
        bench.desk, registry.NewTarget("construction_site", "望川大厦", "望川路1号", ())
    )


@pytest.fixture
def visit(bench: Bench, target: str) -> str:
    return inspections.begin(bench.desk, target, (), started=START.isoformat())


def test_a_quiet_day_lacks_nothing(bench: Bench) -> None:
    assert handin.hand_in(bench.desk) == handin.HandIn(())


def test_an_issued_document_lacks_service_then_its_signed_copy_then_nothing(
    bench: Bench, played: Played
) -> None:
    store = bench.desk.store
    told = next(
        one
        for one in (issued.must_be_issued(store, one) for one in played.document_ids)
        if one.kind == DocumentKind.RECTIFICATION_NOTICE
    )
    assert told.id in {one.document_id for one in lacking(bench, Lack.SERVICE)}
    assert told.id not in {one.document_id for one in lacking(bench, Lack.RETURN)}
    main = next(one.party_id for one in told.recipients if one.main)
    at = bench.clock.now() + timedelta(minutes=20)
    service.serve(bench.desk, told.id, Service(main, "direct", at, "项目部", "骆远山", "项目经理"))
    assert told.id not in {one.document_id for one in lacking(bench, Lack.SERVICE)}
    (debt,) = [one for one in lacking(bench, Lack.RETURN) if one.document_id == told.id]
    assert debt.subject == "改〔2026〕3-1号"
    returns.take_in(bench.desk, told.id, scan(), Return(main, signed=True, sealed=True))
    assert told.id not in {one.document_id for one in handin.hand_in(bench.desk).debts}


def test_a_document_of_last_month_is_asked_no_more(bench: Bench, played: Played) -> None:
    assert lacking(bench, Lack.SERVICE)
    bench.clock.moment += timedelta(days=handin.DAYS_BACK)
    assert lacking(bench, Lack.SERVICE)
    bench.clock.moment += timedelta(days=1)
    assert not lacking(bench, Lack.SERVICE)


def test_an_inspection_lacks_its_end_however_old_it_is(bench: Bench, visit: str) -> None:
    bench.clock.moment = START + timedelta(days=90)
    assert lacking(bench, Lack.CONCLUDE) == [Debt(Lack.CONCLUDE, "望川大厦", 1, visit)]
    inspections.change(bench.desk, visit, ended=START.isoformat())
    inspections.conclude(bench.desk, visit)
    assert handin.hand_in(bench.desk).debts == ()


def test_findings_lack_photos_and_a_document(bench: Bench, visit: str) -> None:
    first, second = (
        findings.add(bench.desk, visit, NewFinding(fact=one)) for one in ("临边无防护", "未接地")
    )
    assert lacking(bench, Lack.PHOTO) == [Debt(Lack.PHOTO, "望川大厦", 2, visit, finding_id=first)]
    findings.attach_photo(bench.desk, first, scan())
    assert lacking(bench, Lack.PHOTO) == [Debt(Lack.PHOTO, "望川大厦", 1, visit, finding_id=second)]
    assert [one.count for one in lacking(bench, Lack.PAPER)] == [2]
    draft = drafts.begin(bench.desk, visit, DocumentKind.RECTIFICATION_NOTICE, [first])
    assert lacking(bench, Lack.PAPER) == [Debt(Lack.PAPER, "望川大厦", 1, visit, finding_id=second)]
    assert lacking(bench, Lack.DRAFT) == [Debt(Lack.DRAFT, "望川大厦", 1, visit, document_id=draft)]
    drafts.discard(bench.desk, draft)
    assert not lacking(bench, Lack.DRAFT)
    assert [one.count for one in lacking(bench, Lack.PAPER)] == [2]


def test_stamped_sheets_are_accounted_for(bench: Bench, played: Played) -> None:
    """Whoever holds sheets with serials notes one for each stamped copy that was handed over."""
    store = bench.desk.store
    stamped = [
        one
        for one in (issued.must_be_issued(store, one) for one in played.document_ids)
        if one.sealing == "pre_stamped" and one.recipients
    ]
    assert stamped
    told = stamped[0]
    main = next(one.party_id for one in told.recipients if one.main)
    at = bench.clock.now() + timedelta(minutes=20)
    service.serve(bench.desk, told.id, Service(main, "direct", at, "项目部", "骆远山", "项目经理"))
    assert not lacking(bench, Lack.SHEET)  # an office without serials owes none
    sheets.issue(bench.desk, "A00123", "A00125", bench.desk.user)
    assert [(one.document_id, one.count) for one in lacking(bench, Lack.SHEET)] == [(told.id, 1)]
    assert handin.hand_in(bench.desk).blank_sheets == 3
    sheets.use(bench.desk, "A00123", told.id, 1)
    assert not lacking(bench, Lack.SHEET)
    assert handin.hand_in(bench.desk).blank_sheets == 2


def test_the_list_begins_with_what_the_addressee_lacks(bench: Bench, site_case: Case, visit: str) -> None:
    findings.add(bench.desk, visit, NewFinding(fact="临边无防护"))
    play(bench, site_case, until="issue")
    order = [list(Lack).index(one.lack) for one in handin.hand_in(bench.desk).debts]
    assert order == sorted(order)
    assert {Lack.SERVICE, Lack.CONCLUDE, Lack.PHOTO, Lack.PAPER} <= {
        one.lack for one in handin.hand_in(bench.desk).debts
    }


def test_an_approval_to_be_made_up_comes_first_until_it_is_made_up(bench: Bench, played: Played) -> None:
    """The shipped case orders its stop-work on a call."""
    (debt,) = lacking(bench, Lack.APPROVAL)
    told = issued.must_be_issued(bench.desk.store, debt.document_id)
    assert (told.kind, debt.subject) == (DocumentKind.STOP_WORK_NOTICE, "停〔2026〕3-1号")
    owed = debts.debt_of(bench.desk, told.id)
    assert owed is not None
    assert handin.hand_in(bench.desk).debts[0] == debt
    bench.clock.moment = owed.until - timedelta(hours=5)
    assert [one.count for one in lacking(bench, Lack.APPROVAL)] == [5]
    bench.clock.moment = owed.until + timedelta(seconds=1)
    assert lacking(bench, Lack.APPROVAL) == []
    assert [one.document_id for one in lacking(bench, Lack.LATE_APPROVAL)] == [told.id]
    made_up.take_in(bench.desk, told.id, scan(), Paper("韩立群", "批9号", owed.until), name="批.jpg")
    assert lacking(bench, Lack.APPROVAL) + lacking(bench, Lack.LATE_APPROVAL) == []
