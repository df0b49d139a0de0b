"""Approvals: a draft laid before a supervisor, approved word for word or returned, and what is made up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pypdf
import pytest

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import (
    approvals,
    awaiting,
    debts,
    documents,
    drafts,
    issued,
    made_up,
    recheck,
    service,
)
from inspector_app.casework.papers.made_up import Paper
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.case import Case
from inspector_app.domain.approving import DebtState, Way
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.documents import Standing
from inspector_app.domain.errors import ProblemsError, RuleError, SignInError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.states import DocumentState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.bureau import OTHER, SUPERVISOR, Bureau, bureau_of
from tests.casework.conftest import play
from tests.casework.counting import counted

STOP = DocumentKind.STOP_WORK_NOTICE
NUMBER = "望住建停批〔2026〕3-6号"


@pytest.fixture
def bureau(bench: Bench) -> Bureau:
    return bureau_of(bench)


@pytest.fixture
def draft(bench: Bench, bureau: Bureau, site_case: Case) -> str:
    """A stop-work that the inspector began, whole but for its approval; nothing is issued yet."""
    made = play(replace_desk(bench, bureau.inspector), site_case, until="findings")
    (stop,) = [
        one
        for one in drafts.documents_of(bench.desk.store, made.inspection_id)
        if drafts.kind_of(bench.desk.store, one) is STOP
    ]
    drafts.change(bureau.inspector, stop, approval=None)
    bench.clock.moment = datetime(2026, 11, 24, 10, 50, tzinfo=CHINA)
    return stop


def replace_desk(bench: Bench, desk: Desk) -> Bench:
    return replace(bench, desk=desk)


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises((RuleError, SignInError)) as caught:
        action()
    return caught.value.code


def misses(desk: Desk, document_id: str) -> list[str]:
    return [one.code for one in drafts.gate(desk, document_id)]


def word(desk: Desk, document_id: str) -> str:
    return recheck.document_state(desk, document_id).word


def test_submitted_approved_and_issued(bench: Bench, bureau: Bureau, draft: str) -> None:
    inspector, supervisor = bureau.inspector, bureau.supervisor
    assert (word(inspector, draft), misses(inspector, draft)) == ("草稿", ["gate.document_approval_missing"])
    approvals.submit(inspector, draft, words="基坑旁连墙件缺两层")
    assert word(inspector, draft) == DocumentState.TO_APPROVE
    assert misses(inspector, draft) == ["gate.approval_waiting"]
    bench.clock.moment += timedelta(hours=3, minutes=5)
    (row,) = awaiting.waiting(supervisor)
    assert (row.document_id, row.by, row.hours, row.own) == (draft, "贺兰溪", 3, False)
    assert (row.label, row.words) == ("停工（整改）通知书", "基坑旁连墙件缺两层")
    assert row.target == "临江雅苑二期3标段"
    approvals.approve(supervisor, draft, NUMBER, "同意局部停工")
    assert awaiting.waiting(supervisor) == ()
    given = drafts.draft_of(inspector, draft).approval
    assert given == Approval("李望川", bench.clock.moment, NUMBER)
    assert (word(inspector, draft), misses(inspector, draft)) == (DocumentState.DRAFT, [])
    told = documents.issue(inspector, draft, date_confirmed=True)
    act = issued.issue_act(inspector.store, draft)
    assert act is not None
    approval = act.content["approval"]
    assert isinstance(approval, dict)
    assert (approval["way"], approval["number"], approval["until"]) == (Way.PROGRAM, NUMBER, "")
    assert approval["act"] in {one.id for one in inspector.store.acts("document", draft, "approve")}
    assert told.fate == "issued"
    assert debts.debts(inspector) == ()


def test_another_day_takes_nothing_from_an_approval_and_another_word_does(
    bench: Bench, bureau: Bureau, draft: str
) -> None:
    approvals.submit(bureau.inspector, draft)
    approvals.approve(bureau.supervisor, draft, NUMBER)
    bench.clock.moment += timedelta(days=3)
    assert misses(bureau.inspector, draft) == []
    told = drafts.draft_of(bureau.inspector, draft).stop_work
    assert told is not None
    drafts.change(bureau.inspector, draft, conditions=told.conditions + "核查")
    assert misses(bureau.inspector, draft) == ["gate.approval_lost"]
    assert drafts.draft_of(bureau.inspector, draft).approval is None
    with pytest.raises(ProblemsError) as caught:
        documents.issue(bureau.inspector, draft, date_confirmed=True)
    assert [one.code for one in caught.value.problems] == ["gate.approval_lost"]
    copied = Approval("李望川", bench.clock.moment, NUMBER)
    drafts.change(bureau.inspector, draft, approval=inspections.approval_fields(copied))
    assert misses(bureau.inspector, draft) == ["gate.approval_lost"], "its number copied out is no paper"
    drafts.change(bureau.inspector, draft, conditions=told.conditions, approval=None)
    assert misses(bureau.inspector, draft) == [], "what was approved is what it says again"


def test_a_finding_changed_elsewhere_takes_the_approval_too(bureau: Bureau, draft: str) -> None:
    approvals.submit(bureau.inspector, draft)
    approvals.approve(bureau.supervisor, draft, NUMBER)
    (finding,) = drafts.draft_of(bureau.inspector, draft).findings
    findings.change(bureau.inspector, finding.id, fact=finding.fact + "另有一处。")
    assert misses(bureau.inspector, draft) == ["gate.approval_lost"]
    approvals.submit(bureau.inspector, draft)
    approvals.approve(bureau.supervisor, draft, NUMBER)
    assert misses(bureau.inspector, draft) == []


def test_returned_with_a_reason_changed_and_submitted_again(bureau: Bureau, draft: str) -> None:
    inspector, supervisor = bureau.inspector, bureau.supervisor
    approvals.submit(inspector, draft)
    approvals.return_(supervisor, draft, "范围写到轴线")
    assert awaiting.waiting(supervisor) == ()
    (back,) = awaiting.returned(inspector)
    assert (back.document_id, back.words) == (draft, "范围写到轴线")
    told = approvals.review(inspector, draft)
    assert told is not None
    assert (told.standing, told.by, told.words) == (Standing.RETURNED, "李望川", "范围写到轴线")
    assert word(inspector, draft) == DocumentState.DRAFT
    assert misses(inspector, draft) == ["gate.approval_returned"]
    drafts.change(inspector, draft, stop_parts="3#楼12层以上外脚手架，轴线A至F")
    approvals.submit(inspector, draft)
    assert awaiting.returned(inspector) == ()
    assert word(inspector, draft) == DocumentState.TO_APPROVE
    approvals.approve(supervisor, draft, NUMBER)
    assert misses(inspector, draft) == []


def test_what_lies_before_a_named_supervisor_is_not_the_others(bureau: Bureau, draft: str) -> None:
    approvals.submit(bureau.inspector, draft, to=SUPERVISOR.user)
    assert [one.document_id for one in awaiting.waiting(bureau.supervisor)] == [draft]
    assert awaiting.waiting(bureau.other) == ()
    assert awaiting.waiting(bureau.inspector) == (), "an inspector has nothing to approve"
    assert [one.to for one in awaiting.pending(bureau.inspector)] == [SUPERVISOR.user]
    names = [name for _, name in approvals.supervisors(bureau.chief)]
    assert names == sorted(["培训员", SUPERVISOR.name, OTHER.name])


def test_a_draft_that_is_thrown_away_or_issued_otherwise_awaits_nobody(
    bench: Bench, bureau: Bureau, draft: str
) -> None:
    approvals.submit(bureau.inspector, draft)
    paper = Approval("韩立群", bench.clock.moment, "书面9号")
    drafts.change(bureau.inspector, draft, approval=inspections.approval_fields(paper))
    documents.issue(bureau.inspector, draft, date_confirmed=True)
    assert awaiting.waiting(bureau.supervisor) == ()
    assert refusal(lambda: approvals.approve(bureau.supervisor, draft, NUMBER)) == "document.issued"
    again = drafts.begin(bureau.inspector, drafts.draft_of(bench.desk, draft).inspection.id, STOP, ())
    approvals.submit(bureau.inspector, again)
    drafts.discard(bureau.inspector, again)
    assert awaiting.waiting(bureau.supervisor) == ()
    assert refusal(lambda: approvals.approve(bureau.supervisor, again, NUMBER)) == "document.none"


def begun(desk: Desk, like: str) -> str:
    return drafts.begin(desk, drafts.draft_of(desk, like).inspection.id, STOP, ())


REFUSED: dict[str, tuple[Callable[[Bureau, str], object], str]] = {
    "answered before it was submitted": (
        lambda b, d: approvals.approve(b.supervisor, d, NUMBER),
        "approving.not_submitted",
    ),
    "submitted to one who may not": (
        lambda b, d: approvals.submit(b.inspector, d, to=b.inspector.user),
        "approving.no_supervisor",
    ),
    "submitted to nobody known": (
        lambda b, d: approvals.submit(b.inspector, d, to="nobody"),
        "approving.no_supervisor",
    ),
    "a novel with it": (
        lambda b, d: approvals.submit(b.inspector, d, words="长" * 501),
        "approving.words_long",
    ),
    "approved without a number": (
        lambda b, d: (approvals.submit(b.inspector, d), approvals.approve(b.supervisor, d, " ")),
        "approving.number_missing",
    ),
    "returned without a reason": (
        lambda b, d: (approvals.submit(b.inspector, d), approvals.return_(b.supervisor, d, "\n")),
        "approving.reason_missing",
    ),
    "approved by an inspector": (
        lambda b, d: (approvals.submit(b.inspector, d), approvals.approve(b.inspector, d, NUMBER)),
        "store.no_right",
    ),
    "returned by an inspector": (
        lambda b, d: (approvals.submit(b.inspector, d), approvals.return_(b.inspector, d, "不妥")),
        "store.no_right",
    ),
    "approved without the key": (
        lambda b, d: (
            approvals.submit(b.inspector, d),
            approvals.approve(replace(b.supervisor, signer=None), d, NUMBER),
        ),
        "document.not_signed",
    ),
    "approved what one began": (
        lambda b, d: (
            approvals.submit(b.inspector, own := begun(b.supervisor, d)),
            approvals.approve(b.supervisor, own, NUMBER),
        ),
        "approving.own",
    ),
    "approved one's own": (
        lambda b, d: (approvals.submit(b.supervisor, d), approvals.approve(b.supervisor, d, NUMBER)),
        "approving.own",
    ),
    "submitted twice": (
        lambda b, d: (approvals.submit(b.inspector, d), approvals.submit(b.inspector, d)),
        "approving.waiting_already",
    ),
    "approved after a change": (
        lambda b, d: (
            approvals.submit(b.inspector, d),
            drafts.change(b.inspector, d, stop_parts="别处"),
            approvals.approve(b.supervisor, d, NUMBER),
        ),
        "approving.changed_since",
    ),
    "approved twice": (
        lambda b, d: (
            approvals.submit(b.inspector, d),
            approvals.approve(b.supervisor, d, NUMBER),
            approvals.approve(b.other, d, NUMBER),
        ),
        "approving.approved_already",
    ),
    "submitted when approved": (
        lambda b, d: (
            approvals.submit(b.inspector, d),
            approvals.approve(b.supervisor, d, NUMBER),
            approvals.submit(b.inspector, d),
        ),
        "approving.approved_already",
    ),
    "approved when returned": (
        lambda b, d: (
            approvals.submit(b.inspector, d),
            approvals.return_(b.supervisor, d, "不妥"),
            approvals.approve(b.other, d, NUMBER),
        ),
        "approving.returned_already",
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_no_approval_is_refused(bureau: Bureau, draft: str, name: str) -> None:
    action, code = REFUSED[name]
    assert refusal(lambda: action(bureau, draft)) == code


def test_a_refusal_leaves_nothing_written(bureau: Bureau, draft: str) -> None:
    approvals.submit(bureau.inspector, draft)
    before, place = bureau.chief.store.digest(), bureau.chief.store.place
    for refused in (
        lambda: approvals.approve(bureau.inspector, draft, NUMBER),
        lambda: approvals.return_(bureau.inspector, draft, "不妥"),
        lambda: approvals.submit(bureau.inspector, draft),
    ):
        refusal(refused)
    assert (bureau.chief.store.digest(), bureau.chief.store.place) == (before, place)


def test_a_kind_that_the_office_issues_freely_is_not_submitted(bureau: Bureau, draft: str) -> None:
    visit = drafts.draft_of(bureau.inspector, draft).inspection.id
    free = drafts.begin(bureau.inspector, visit, DocumentKind.SITE_RECORD, ())
    assert refusal(lambda: approvals.submit(bureau.inspector, free)) == "approving.not_needed"
    assert word(bureau.inspector, free) == DocumentState.DRAFT


def test_an_office_of_one_may_approve_its_own(bureau: Bureau, draft: str) -> None:
    rules = replace(bureau.chief.rules, options=replace(bureau.chief.rules.options, own_approval=True))
    one = replace(bureau.supervisor, rules=rules)
    approvals.submit(one, draft)
    approvals.approve(one, draft, NUMBER)
    assert misses(one, draft) == []
    assert misses(bureau.inspector, draft) == ["gate.approval_waiting"], "where the office forbids it"


# What is made up later


def phoned(bench: Bench, minutes: int = -15, **changes: str) -> dict[str, object]:
    at = bench.clock.moment + timedelta(minutes=minutes)
    told = Approval("韩立群", at, phone="0899-5550 1802", words="同意局部停工，当日补办书面手续。")
    return {"approval": inspections.approval_fields(replace(told, **changes))}


@pytest.fixture
def called(bench: Bench, bureau: Bureau, draft: str) -> str:
    """The stop-work, issued by the inspector on a telephone call."""
    drafts.change(bureau.inspector, draft, **phoned(bench))
    documents.issue(bureau.inspector, draft, date_confirmed=True)
    return draft


def scan(pages: int = 1) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_call_makes_a_debt_that_turns_late(bench: Bench, bureau: Bureau, called: str) -> None:
    (debt,) = debts.debts(bureau.inspector)
    assert (debt.id, debt.of, debt.way, debt.state) == (called, "document", Way.PHONE, DebtState.OPEN)
    assert (debt.since, debt.until) == (bench.clock.moment, bench.clock.moment + timedelta(hours=24))
    assert (debt.said.approver, debt.said.phone) == ("韩立群", "0899-5550 1802")
    assert debt.target == "临江雅苑二期3标段"
    assert debt.number == issued.must_be_issued(bench.desk.store, called).number
    bench.clock.moment = debt.until
    assert debts.debts(bureau.inspector)[0].state is DebtState.OPEN
    bench.clock.moment += timedelta(seconds=1)
    assert debts.debts(bureau.inspector)[0].state is DebtState.LATE


@pytest.mark.parametrize(
    ("hours", "state"), [(23, DebtState.PAID), (24, DebtState.PAID), (25, DebtState.PAID_LATE)]
)
def test_a_supervisor_makes_it_up(
    bench: Bench, bureau: Bureau, called: str, hours: int, state: DebtState
) -> None:
    bench.clock.moment += timedelta(hours=hours)
    made_up.make_up(bureau.supervisor, called, NUMBER, "补办")
    assert debts.debts(bureau.inspector) == ()
    told = debts.debt_of(bureau.inspector, called)
    assert told is not None
    assert told.paid is not None
    assert (told.state, told.paid.by, told.paid.number) == (state, "李望川", NUMBER)
    bench.clock.moment += timedelta(days=30)
    assert [one.state for one in debts.of_month(bureau.inspector, told.since)] == [state]
    assert debts.of_month(bureau.inspector, bench.clock.moment) == ()
    again = refusal(lambda: made_up.make_up(bureau.other, called, NUMBER))
    assert again == "approving.made_up_already"


@pytest.mark.parametrize(("hours", "state"), [(5, DebtState.PAID), (25, DebtState.PAID_LATE)])
def test_a_scan_of_the_paper_makes_it_up_by_its_own_time(
    bench: Bench, bureau: Bureau, called: str, hours: int, state: DebtState
) -> None:
    signed = bench.clock.moment + timedelta(hours=hours)
    bench.clock.moment += timedelta(days=3)
    sha256 = made_up.take_in(bureau.inspector, called, scan(), Paper("韩立群", NUMBER, signed), name="批.pdf")
    told = debts.debt_of(bureau.inspector, called)
    assert told is not None
    assert told.paid is not None
    assert (told.state, told.paid.by, told.paid.at) == (state, "韩立群", signed)
    assert bench.desk.store.blob(told.paid.sha256) == scan()
    assert sha256 == told.paid.sha256
    bench.desk.store.sweep()
    assert bench.desk.store.blob(sha256) == scan()


BAD_PAPER: dict[str, tuple[Callable[[datetime, bytes], tuple[bytes, Paper]], str]] = {
    "no picture, no PDF": (lambda at, _: (b"MZ", Paper("韩", "9号", at)), "documents.not_a_photo"),
    "a torn PDF": (lambda at, _: (scan()[:200], Paper("韩", "9号", at)), "documents.scan_unreadable"),
    "the paper itself": (lambda at, pdf: (pdf, Paper("韩", "9号", at)), "approving.scan_is_the_document"),
    "nobody": (lambda at, _: (scan(), Paper(" ", "9号", at)), "approving.approver_missing"),
    "no number": (lambda at, _: (scan(), Paper("韩", "", at)), "approving.number_missing"),
    "an endless number": (lambda at, _: (scan(), Paper("韩", "9" * 61, at)), "approving.words_long"),
    "signed before the call": (
        lambda at, _: (scan(), Paper("韩", "9号", at - timedelta(hours=2))),
        "approving.paper_too_early",
    ),
    "signed tomorrow": (
        lambda at, _: (scan(), Paper("韩", "9号", at + timedelta(days=1))),
        "approving.paper_in_future",
    ),
}


@pytest.mark.parametrize("name", list(BAD_PAPER))
def test_a_paper_that_makes_nothing_up_is_refused(
    bench: Bench, bureau: Bureau, called: str, name: str
) -> None:
    made, code = BAD_PAPER[name]
    raw, paper = made(bench.clock.moment, issued.pdf(bench.desk.store, called))
    before = bench.desk.store.digest()
    assert refusal(lambda: made_up.take_in(bureau.inspector, called, raw, paper, name="批")) == code
    assert bench.desk.store.digest() == before
    assert len(debts.debts(bureau.inspector)) == 1


def test_who_issued_it_does_not_make_it_up_nor_does_an_inspector(
    bench: Bench, bureau: Bureau, draft: str
) -> None:
    drafts.change(bureau.supervisor, draft, **phoned(bench))
    documents.issue(bureau.supervisor, draft, date_confirmed=True)
    assert refusal(lambda: made_up.make_up(bureau.supervisor, draft, NUMBER)) == "approving.own"
    assert refusal(lambda: made_up.make_up(bureau.inspector, draft, NUMBER)) == "store.no_right"
    unsigned = replace(bureau.other, signer=None)
    assert refusal(lambda: made_up.make_up(unsigned, draft, NUMBER)) == "document.not_signed"
    assert len(debts.debts(bureau.chief)) == 1
    made_up.make_up(bureau.other, draft, NUMBER)
    assert debts.debts(bureau.chief) == ()


def test_nothing_is_owed_where_the_office_asks_for_nothing(bench: Bench, bureau: Bureau, draft: str) -> None:
    rules = replace(bench.desk.rules, options=replace(bench.desk.rules.options, approval_hours=0))
    desk = replace(bureau.inspector, rules=rules)
    drafts.change(desk, draft, **phoned(bench))
    documents.issue(desk, draft, date_confirmed=True)
    assert debts.debts(desk) == ()
    assert refusal(lambda: made_up.make_up(bureau.supervisor, draft, NUMBER)) == "approving.no_debt"


def test_a_void_paper_owes_nothing_and_a_served_one_does(bench: Bench, bureau: Bureau, called: str) -> None:
    documents.void(bureau.inspector, called, "写错对象")
    assert debts.debts(bureau.inspector) == ()
    assert refusal(lambda: made_up.make_up(bureau.supervisor, called, NUMBER)) == "approving.no_debt"


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(1, "approving.after_issue"), (24 * 60, "gate"), (-26 * 60, "gate")],
)
def test_a_call_after_the_issue_or_days_before_the_visit_is_refused(
    bench: Bench, bureau: Bureau, draft: str, minutes: int, code: str
) -> None:
    drafts.change(bureau.inspector, draft, **phoned(bench, minutes))
    before = bench.desk.store.digest()
    with pytest.raises(RuleError) as caught:
        documents.issue(bureau.inspector, draft, date_confirmed=True)
    if isinstance(caught.value, ProblemsError):
        named = "gate.approval_after_issue" if minutes > 0 else "gate.phone_approval_too_early"
        assert ([one.code for one in caught.value.problems], code) == ([named], "gate")
    else:
        assert (caught.value.code, caught.value.where) == (code, "document.approval.at")
    assert bench.desk.store.digest() == before
    assert bench.desk.store.numbers().numbers == ()


def test_a_visit_begun_urgently_owes_its_approval(bench: Bench, bureau: Bureau) -> None:
    desk = bureau.inspector
    target = registry.add_target(desk, registry.NewTarget("construction_site", "临江雅苑", "滨河路66号", ()))
    began = bench.clock.moment
    urgent = inspections.approval_fields(Approval("", None, urgent_reason="举报有坍塌危险"))
    visit = inspections.begin(desk, target, (), started=began.isoformat(), approval=urgent)
    (debt,) = debts.debts(desk)
    assert (debt.of, debt.id, debt.way, debt.target) == ("inspection", visit, Way.URGENT, "临江雅苑")
    assert (debt.since, debt.until) == (began, began + timedelta(hours=24))
    assert debt.said.urgent_reason == "举报有坍塌危险"
    inspections.change(desk, visit, approval=None)
    assert debts.debts(desk) == (), "typed in error and taken back before anything was done upon it"
    inspections.change(desk, visit, approval=urgent)
    bench.clock.moment += timedelta(hours=25)
    assert [one.state for one in debts.debts(desk)] == [DebtState.LATE]
    assert refusal(lambda: made_up.make_up(desk, visit, NUMBER)) == "store.no_right"
    made_up.make_up(bureau.supervisor, visit, NUMBER)
    told = debts.debt_of(desk, visit)
    assert told is not None
    assert told.state is DebtState.PAID_LATE


def test_what_was_issued_upon_an_urgent_reason_is_owed_whatever_is_typed_afterwards(
    bench: Bench, bureau: Bureau, draft: str
) -> None:
    desk = bureau.inspector
    visit = drafts.draft_of(desk, draft).inspection.id
    urgent = inspections.approval_fields(Approval("", None, urgent_reason="举报有坍塌危险"))
    inspections.change(desk, visit, approval=urgent)
    paper = Approval("韩立群", bench.clock.moment, "书面9号")
    drafts.change(desk, draft, approval=inspections.approval_fields(paper))
    documents.issue(desk, draft, date_confirmed=True)
    inspections.change(desk, visit, approval=inspections.approval_fields(paper))
    assert [(one.of, one.id) for one in debts.debts(desk)] == [("inspection", visit)]


def test_the_scan_is_no_photo_of_the_service(bench: Bench, bureau: Bureau, called: str) -> None:
    sha256 = made_up.take_in(bureau.inspector, called, scan(), Paper("韩立群", NUMBER, bench.clock.moment))
    main = next(one for one in issued.must_be_issued(bench.desk.store, called).recipients if one.main)
    told = service.Service(
        main.party_id, "direct", bench.clock.moment, "项目部", "骆远山", "项目经理", photos=(sha256,)
    )
    assert refusal(lambda: service.serve(bureau.inspector, called, told)) == "service.unknown_photo"


FEW, MANY = 3, 40


def test_lists_take_as_many_looks_for_many_as_for_few(bench: Bench, bureau: Bureau, draft: str) -> None:
    desk = bureau.inspector
    visit = drafts.draft_of(desk, draft).inspection.id
    looks: list[tuple[int, int]] = []
    for so_many in (FEW, MANY):
        while len(awaiting.waiting(bureau.supervisor)) < so_many:
            approvals.submit(desk, drafts.begin(desk, visit, STOP, ()))
        counting, reads = counted(replace_desk(bench, bureau.supervisor))
        awaiting.waiting(counting)
        first = reads.total()
        debts.debts(counting)
        looks.append((first, reads.total() - first))
    assert looks[0] == looks[1]
    assert max(looks[0]) <= 8


def test_the_shipped_case_leaves_its_call_to_be_made_up(bench: Bench, played: Played) -> None:
    (debt,) = debts.debts(bench.desk)
    assert debt.id in played.document_ids
    assert (debt.way, debt.said.approver) == (Way.PHONE, "韩立群")
