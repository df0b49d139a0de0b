"""补录: a day on paper keyed in whole or not at all; its papers order, are served, rechecked and counted."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from inspector_app.answers import health, statistics
from inspector_app.casework.overview import handin, week
from inspector_app.casework.papers import (
    board,
    countersigns,
    debts,
    defences,
    documents,
    duties,
    issued,
    late,
    late_list,
    prints,
    recheck,
    returns,
    verification,
)
from inspector_app.casework.papers.late import LatePaper, Scan
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.papers.returns import Return
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.messages import Messages
from inspector_app.domain.approving import DebtState
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.countersigning import Signer, SignerRole
from inspector_app.domain.errors import ProblemsError, RuleError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.states import DocumentState, FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.reports import figures
from tests.casework.bench import Bench
from tests.casework.on_paper import DAY, NUMBER, Office, pdf, photo


@pytest.fixture
def office(bench: Bench) -> Office:
    return Office(bench)


def words() -> Messages:
    return Messages("zh")


def test_a_day_on_paper_stands_as_it_was_written(office: Office) -> None:
    entered = office.keyed()
    store = office.desk.store
    told, stop = office.paper(entered), office.paper(entered, 1)
    assert (told.number, told.kind, told.fate, told.late) == (NUMBER, "rectification_notice", "issued", True)
    assert (told.issued_on, told.due_on, told.addressee) == (
        DAY,
        date(2026, 11, 27),
        "青澜宏岳建设集团有限公司",
    )
    assert [(one.party_id, one.main) for one in told.recipients] == [
        (office.party(), True),
        (office.party(PartyRole.OWNER), False),
    ]
    assert told.finding_ids == entered.finding_ids[:2]
    assert issued.documents(store, entered.document_ids) == {told.id: told, stop.id: stop}
    assert told.due_of(entered.finding_ids[0], office.party()) == date(2026, 11, 27)
    visit = inspections.inspection_of(store, entered.inspection_id)
    assert [one.name for one in visit.officers] == ["沈知远", "贺兰溪"]
    assert inspections.concluded(store, entered.inspection_id)
    kept = findings.findings_of(store, entered.inspection_id)
    assert [(one.number, one.seen_on, one.obligations[0].due) for one in kept] == [
        (1, DAY, date(2026, 11, 27)),
        (2, DAY, date(2026, 11, 27)),
        (3, DAY, date(2026, 11, 30)),
    ]
    assert issued.stopped(store, stop.id) == (False, ("3#楼东立面",))
    assert entered.warned == ()
    assert store.replay_check().same


def test_the_scan_is_the_paper_and_is_kept_as_it_came(office: Office) -> None:
    raw = photo("第一页")
    entered = office.keyed(office.notice(scans=(Scan(raw, "1.jpg"), Scan(pdf(2), "2.pdf"))))
    told = office.paper(entered)
    assert told.scans == (sha256(raw).hexdigest(), sha256(pdf(2)).hexdigest())
    assert office.desk.store.blob(told.scans[0]) == raw
    made = issued.pdf(office.desk.store, told.id)
    assert (len(pypdf.PdfReader(BytesIO(made)).pages), told.pages) == (3, 3)
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made))
    assert text.count("以纸质原件为准") == 3
    assert NUMBER in text
    assert "第 3 页" in text
    again = office.desk.store
    again.sweep()
    assert again.blob(told.pdf_sha256) == made
    [back] = returns.returns_of(again, told.id)
    assert (back.sha256, back.told.signed, back.told.sealed) == (told.scans[0], True, True)


def test_numbering_is_untouched(bench: Bench, played: Played) -> None:
    store = bench.desk.store
    kinds = [(kind, store.next_serial(kind, 2026)) for kind in ("rectification_notice", "stop_work_notice")]
    before = store.numbers()
    Office(bench).keyed()
    after = store.numbers()
    assert (after.numbers, after.gaps, after.duplicates) == (before.numbers, before.gaps, before.duplicates)
    assert [(kind, store.next_serial(kind, 2026)) for kind, _ in kinds] == kinds
    keyed = [("望住建停〔2026〕手-3号", False), (NUMBER, False)]
    assert [(one.number, one.repeats) for one in after.late] == keyed
    answer = health.numbers(store, words())
    assert answer.code == 0
    assert [one["number"] for one in answer.data["late"]] == [number for number, _ in keyed]
    assert sum("补录" in line for line in answer.lines) == 2


def test_what_it_orders_is_served_rechecked_and_closed(office: Office) -> None:
    entered = office.keyed()
    first = entered.finding_ids[0]
    assert duties.finding_state(office.desk, first).word == FindingState.ORDERED
    assert findings.ordered_by(office.desk.store, first) == entered.document_ids[:1]
    office.serve(office.paper(entered))
    assert duties.finding_state(office.desk, first).word == FindingState.TO_RECTIFY
    with pytest.raises(RuleError, match=r"recheck\.before_order"):
        recheck.recheck(office.desk, DAY - timedelta(days=1), (Result(first, "rectified"),), ("沈知远",))
    recheck.recheck(office.desk, date(2026, 11, 24), (Result(first, "rectified"),), ("沈知远",))
    assert duties.finding_state(office.desk, first).word == FindingState.CLOSED
    recheck.recheck(
        office.desk, date(2026, 11, 24), (Result(entered.finding_ids[1], "rectified"),), ("沈知远",)
    )
    # Signed, sealed, served and fulfilled: the scan is its own return.
    assert recheck.document_state(office.desk, entered.document_ids[0]).word == DocumentState.ARCHIVED
    with pytest.raises(RuleError, match=r"finding\.ordered|inspection\.locked"):
        findings.remove(office.desk, first)


def test_its_deadlines_are_watched(office: Office) -> None:
    entered = office.keyed()
    office.serve(office.paper(entered))
    office.bench.clock.moment += timedelta(days=5)
    state = duties.finding_state(office.desk, entered.finding_ids[0])
    assert (state.word, state.overdue) == (FindingState.TO_RECTIFY, True)
    assert recheck.document_state(office.desk, entered.document_ids[0]).overdue


def test_figures_count_it_by_its_own_day_and_say_so(bench: Bench, played: Played) -> None:
    inspections.change(bench.desk, played.inspection_id, scope="x")
    inspections.conclude(bench.desk, played.inspection_id)
    before = {one.code: one for one in figures.count(board.reckoned(bench.desk), DAY, bench.desk.today())}
    entered = Office(bench).keyed()
    told = {one.code: one for one in figures.count(board.reckoned(bench.desk), DAY, bench.desk.today())}
    added = {code: (told[code].value - before[code].value, len(told[code].late)) for code in told}
    assert added["rectification_notices"] == (1, 1)
    assert (added["stop_work_notices"], added["stop_work_partial"]) == ((1, 1), (1, 1))
    assert (added["officer_visits"], added["site_visits"], added["findings"]) == ((2, 2), (1, 1), (3, 3))
    assert told["rectification_notices"].late == entered.document_ids[:1]
    assert told["rectification_notices"].value == 2
    later = {
        one.code: one
        for one in figures.count(board.reckoned(bench.desk), DAY + timedelta(days=1), bench.desk.today())
    }
    assert later["rectification_notices"].late == ()
    assert later["rectification_notices"].value == 1
    answer = statistics.answer(bench.session, DAY, bench.desk.today())
    assert any("补录 1" in line for line in answer.lines)
    shown = week.week_figures(bench.desk)
    assert shown["rectification_notices"].late == ()


def test_a_target_visited_both_ways_is_not_late(office: Office) -> None:
    office.keyed()
    told = {one.code: one for one in figures.count(board.reckoned(office.desk), DAY, DAY)}
    assert (told["sites_distinct"].value, len(told["sites_distinct"].late)) == (1, 1)
    other = inspections.begin(
        office.desk,
        office.target_id,
        office.officers,
        started="2026-11-20T14:00:00+08:00",
        ended="2026-11-20T15:00:00+08:00",
    )
    inspections.conclude(office.desk, other)
    told = {one.code: one for one in figures.count(board.reckoned(office.desk), DAY, DAY)}
    assert (told["site_visits"].value, len(told["site_visits"].late)) == (2, 1)
    assert (told["sites_distinct"].value, len(told["sites_distinct"].late)) == (1, 0)


def test_this_week_and_tonight_know_it(office: Office) -> None:
    visit = office.visit(
        started=datetime(2026, 11, 23, 9, 0, tzinfo=CHINA), ended=datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
    )
    paper = office.notice(issued_on=date(2026, 11, 23), signed=False)
    entered = late.key_in(office.desk, visit, office.found(), (paper,))
    recent = week.recent(office.desk.store, date(2026, 11, 23))
    assert [one.id for one in recent] == list(entered.document_ids)
    assert week.week_figures(office.desk)["rectification_notices"].late == entered.document_ids
    lacks = {one.lack: one for one in handin.hand_in(office.desk).debts}
    assert lacks[handin.Lack.SERVICE].document_id == entered.document_ids[0]
    assert handin.Lack.PHOTO not in lacks
    assert handin.Lack.DRAFT not in lacks
    assert handin.Lack.CONCLUDE not in lacks
    assert lacks[handin.Lack.PAPER].finding_id == entered.finding_ids[2]


def test_the_list_says_who_why_and_what_it_lacks(office: Office) -> None:
    entered = office.keyed(
        office.stop(approver="", signed=False, number="望住建停〔2025〕手-3号"),
        officer_ids=office.officers[:1],
    )
    [entry] = late_list.entries(office.desk.store)
    assert (entry.paper.id, entry.author, entry.reason) == (entered.document_ids[0], "沈知远", "电脑故障")
    assert entry.user == office.desk.user
    assert set(entry.warned) == {"late.one_officer", "late.no_approval", "late.not_signed", "late.other_year"}
    assert {one.code for one in entered.warned} == set(entry.warned)


def test_a_slip_is_made_void_while_nothing_rests_on_it_and_keyed_in_anew(office: Office) -> None:
    first = office.keyed(office.notice())
    documents.void(office.desk, first.document_ids[0], "录错了对象")
    assert office.paper(first).fate == "void"
    assert duties.finding_state(office.desk, first.finding_ids[0]).word == FindingState.NEW
    with pytest.raises(RuleError, match=r"late\.keyed_in_anew"):
        documents.anew(office.desk, first.document_ids[0])
    again = office.keyed(office.notice())
    assert office.paper(again).fate == "issued"
    counted = {one.code: one for one in figures.count(board.reckoned(office.desk), DAY, DAY)}
    assert counted["rectification_notices"].ids == again.document_ids
    assert not any(one.repeats for one in office.desk.store.numbers().late)
    assert office.desk.store.replay_check().same


def test_a_void_needs_a_reason_and_a_standing_entry(office: Office) -> None:
    entered = office.keyed(office.notice())
    with pytest.raises(RuleError, match=r"document\.reason_missing"):
        documents.void(office.desk, entered.document_ids[0], "  ")
    documents.void(office.desk, entered.document_ids[0], "录错")
    with pytest.raises(RuleError, match=r"document\.not_standing"):
        documents.void(office.desk, entered.document_ids[0], "录错")


def test_what_rests_on_it_bars_the_void(office: Office) -> None:
    entered = office.keyed()
    notice, stop = entered.document_ids
    office.serve(office.paper(entered, 1))
    with pytest.raises(RuleError, match=r"document\.served"):
        documents.void(office.desk, stop, "录错")
    recheck.recheck(
        office.desk, date(2026, 11, 24), (Result(entered.finding_ids[1], "partial"),), ("沈知远",)
    )
    with pytest.raises(RuleError, match=r"late\.rested_on"):
        documents.void(office.desk, notice, "录错")
    assert office.paper(entered).fate == "issued"


def test_a_document_about_it_bars_the_void(office: Office) -> None:
    entered = office.keyed(office.notice())
    [notice] = entered.document_ids
    with office.desk.store.transaction(office.desk.user) as tx:
        about = tx.create("document", {"kind": "conduct_notice", "about": notice})
    documents_before = office.paper(entered).fate
    assert documents_before == "issued"
    # A draft rests on nothing yet; once it bears a number it does.
    signer = office.desk.signer
    with office.desk.store.transaction(office.desk.user) as tx:
        content = {
            "late": True,
            "kind": "conduct_notice",
            "number": "告〔2026〕1号",
            "issued_on": "2026-11-24",
        }
        tx.act("issue", "document", about, {**content, "recipients": [], "finding_ids": []}, signer)
    with pytest.raises(RuleError, match=r"late\.rested_on"):
        documents.void(office.desk, notice, "录错")


def test_a_further_paper_about_a_visit_on_record(bench: Bench, played: Played) -> None:
    target = registry.target_of(
        bench.desk.store, inspections.inspection_of(bench.desk.store, played.inspection_id).target_id
    )
    main = target.parties[0].id
    paper = LatePaper(
        DocumentKind.CONDUCT_NOTICE,
        "望住建告〔2026〕手-1号",
        date(2026, 11, 24),
        main,
        (Scan(photo(), "告知.jpg"),),
        findings=(1,),
        defence_until=date(2026, 12, 1),
        conduct_code=next(iter(bench.desk.rules.conduct)),
    )
    one = late.add_paper(bench.desk, played.inspection_id, paper, author="沈知远", reason="打印机故障")
    told = issued.must_be_issued(bench.desk.store, one)
    assert (told.late, told.inspection_id, told.due_on) == (True, played.inspection_id, date(2026, 12, 1))
    assert told.finding_ids == played.finding_ids[:1]
    with pytest.raises(ProblemsError) as caught:
        late.add_paper(bench.desk, played.inspection_id, paper, author="", reason="x")
    assert {one.code for one in caught.value.problems} == {"late.no_author", "late.number_exists"}


def test_a_conduct_notice_of_the_day_takes_on_what_no_order_covers(office: Office) -> None:
    notice = office.notice(findings=(1,))
    conduct = replace(
        office.notice(findings=(1, 2), number="望住建告〔2026〕手-1号"),
        kind=DocumentKind.CONDUCT_NOTICE,
        due_on=None,
        defence_until=date(2026, 12, 1),
        conduct_code=next(iter(office.desk.rules.conduct)),
    )
    entered = office.keyed(notice, conduct)
    issue = issued.issue_act(office.desk.store, entered.document_ids[1])
    assert issue is not None
    assert defences.own(issue)[defences.CODE] == conduct.conduct_code
    one, two, _ = entered.finding_ids
    assert duties.finding_state(office.desk, one).word == FindingState.ORDERED
    assert duties.finding_state(office.desk, two).word == FindingState.ESCALATED
    documents.void(office.desk, entered.document_ids[1], "录错")
    assert duties.finding_state(office.desk, two).word == FindingState.NEW


def test_it_is_printed_as_a_duplicate_that_says_so(office: Office) -> None:
    told = office.paper(office.keyed(office.notice()))
    [wanted] = prints.copies_of(office.desk, told.id)
    assert (wanted.n, wanted.recipient) == (0, told.addressee)
    marked = prints.prepare(office.desk, told.id, copy=1, recipient=told.addressee)
    assert (marked.copy, marked.standing) == (0, True)
    assert marked.pdf.startswith(issued.pdf(office.desk.store, told.id))
    with pypdfium2.PdfDocument(marked.pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "副本" in text
    assert "以纸质原件为准" in text
    assert not prints.paper_of(office.desk, told.id).stamped


def test_nobody_signs_it_on_the_screen(office: Office) -> None:
    told = office.paper(office.keyed(office.notice()))
    signer = Signer("骆远山", "项目经理", SignerRole.RECEIVER, office.party())
    with pytest.raises(RuleError, match=r"countersign\.late"):
        countersigns.sign(office.desk, told.id, signer, [[(0.1, 0.1), (0.4, 0.6)]])


def test_the_signed_sheet_may_come_back_later(office: Office) -> None:
    told = office.paper(office.keyed(office.notice(signed=False, sealed=False)))
    assert {one.missing for one in returns.owed(office.desk.store, told.id)} == {("signed", "sealed")}
    returns.take_in(office.desk, told.id, photo("back"), Return(office.party(), True, True))
    assert not any(one.main for one in returns.owed(office.desk.store, told.id))


def witnesses(office: Office) -> verification.Witnesses:
    return verification.Witnesses(office.desk.store, (office.desk.store.keyring,))


def test_it_is_never_valid_by_its_file(office: Office) -> None:
    entered = office.keyed(office.notice())
    told = office.paper(entered)
    for file in (told.pdf_sha256, told.scans[0]):
        verdict = verification.of_pdf(file, (), witnesses(office))
        assert (verdict.verdict, verdict.why.code) == (verification.UNKNOWN, "verify.late")
        assert dict(verdict.compare_by_eye)["number"] == NUMBER
    documents.void(office.desk, told.id, "录错")
    verdict = verification.of_pdf(told.scans[0], (), witnesses(office))
    assert (verdict.verdict, verdict.why.code) == (verification.VOID, "verify.late_void")


class Claimed:
    """A code of a paper whose laptop died: rightly signed, its record lost."""

    def __init__(self, office: Office, number: str) -> None:
        signer = office.desk.signer
        assert signer is not None
        self.fields = {"number": number, "issued": DAY.isoformat(), "content_hash": "ab" * 32}
        self.key_id, self.message = signer.key_id, number.encode()
        self.signature = signer.sign("qr", self.message)


def test_a_code_of_a_lost_record_is_compared_with_the_scan(office: Office) -> None:
    office.bench.clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
    lost = "望住建改〔2026〕9-4号"
    ring = office.desk.store.keyring
    on = date(2026, 11, 24)
    claim = Claimed(office, lost)
    claim.fields["issued"] = on.isoformat()
    before = verification.of_qr(claim, verification.Witnesses(office.desk.store, (ring,)))
    assert before.verdict == verification.VALID
    office.keyed(office.notice(number=lost.replace("〔", "[").replace("〕", "]")))
    after = verification.of_qr(claim, witnesses(office))
    assert (after.verdict, after.why.code) == (verification.UNKNOWN, "verify.late_number")


def test_the_words_of_every_late_code_stand_in_both_languages() -> None:
    zh, en = Messages("zh"), Messages("en")
    for code in (
        "late.refused",
        "late.number_exists",
        "verify.late",
        "verify.late_number",
        "countersign.late",
    ):
        told = {"number": "x", "known": "y", "where": "z"}
        assert zh.text(code, "z", told)[0] != en.text(code, "z", told)[0]


def test_a_stop_work_whose_approval_nobody_knows_in_writing_owes_it(office: Office) -> None:
    owing = office.keyed(office.stop(approval=""))
    debt = debts.debt_of(office.desk, owing.document_ids[0])
    assert debt is not None
    assert (debt.state, debt.said.approver, debt.number) == (
        DebtState.LATE,
        "韩立群",
        "望住建停〔2026〕手-3号",
    )
    # Its hours run from the last minute of the day on the paper, not from the morning it was keyed in.
    assert debt.until == datetime(2026, 11, 21, 23, 59, tzinfo=CHINA)
    start = datetime(2026, 11, 20, 11, 25, tzinfo=CHINA)
    nobody = office.keyed(office.stop(number="手-4号", approver="", approval="", stop_start=start))
    told = debts.debt_of(office.desk, nobody.document_ids[0])
    assert told is not None
    assert told.until == start + timedelta(hours=24)
    known = office.keyed(office.stop(number="手-5号"))
    assert debts.debt_of(office.desk, known.document_ids[0]) is None
    assert {one.id for one in debts.debts(office.desk)} == {*owing.document_ids, *nobody.document_ids}


def test_the_approval_of_a_visit_lies_on_file_and_goes_to_nobody(office: Office) -> None:
    approval = LatePaper(
        DocumentKind.INSPECTION_APPROVAL,
        "望住建检批〔2026〕手-2号",
        DAY - timedelta(days=2),
        "",
        (Scan(photo()),),
    )
    entered = office.keyed(approval, office.notice())
    told = office.paper(entered)
    assert (told.kind, told.recipients, told.addressee, told.late) == ("inspection_approval", (), "", True)
    assert office.paper(entered, 1).number == NUMBER
