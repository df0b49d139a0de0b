"""What is seen of approvals: counts, a draft with all that is weighed, what is made up, what is in vain."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from inspector_app.casework.overview import approval_book
from inspector_app.casework.overview.approval_book import Counts
from inspector_app.casework.papers import approvals, awaiting, debts, documents, drafts, made_up
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import Case
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.documents import Standing
from inspector_app.domain.errors import RuleError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.bureau import Bureau, bureau_of
from tests.casework.conftest import play
from tests.casework.counting import counted

STOP = DocumentKind.STOP_WORK_NOTICE
NUMBER = "望住建停批〔2026〕3-6号"


@pytest.fixture
def bureau(bench: Bench) -> Bureau:
    return bureau_of(bench)


@pytest.fixture
def draft(bench: Bench, bureau: Bureau, site_case: Case) -> str:
    """A stop-work that the inspector began, whole but for its approval."""
    made = play(replace(bench, desk=bureau.inspector), site_case, until="findings")
    (stop,) = [
        one
        for one in drafts.documents_of(bench.desk.store, made.inspection_id)
        if drafts.kind_of(bench.desk.store, one) is STOP
    ]
    drafts.change(bureau.inspector, stop, approval=None)
    bench.clock.moment = datetime(2026, 11, 24, 10, 50, tzinfo=CHINA)
    return stop


def called(bench: Bench, bureau: Bureau, draft: str) -> None:
    at = bench.clock.moment - timedelta(minutes=15)
    given = Approval("韩立群", at, phone="0899-5550 1802", words="同意局部停工。")
    drafts.change(bureau.inspector, draft, approval=inspections.approval_fields(given))
    documents.issue(bureau.inspector, draft, date_confirmed=True)


def test_counts_follow_a_draft_to_its_issue(bench: Bench, bureau: Bureau, draft: str) -> None:
    inspector, supervisor = bureau.inspector, bureau.supervisor
    assert approval_book.counts(inspector) == approval_book.counts(supervisor) == Counts()
    approvals.submit(inspector, draft)
    assert approval_book.counts(supervisor) == Counts(waiting=1)
    assert approval_book.counts(inspector) == Counts()
    approvals.return_(supervisor, draft, "范围写到轴线")
    assert approval_book.counts(inspector) == Counts(returned=1)
    assert approval_book.counts(supervisor) == Counts()
    drafts.change(inspector, draft, stop_parts="3#楼12层以上")
    approvals.submit(inspector, draft)
    approvals.approve(supervisor, draft, NUMBER)
    assert approval_book.counts(inspector) == Counts(approved=1)
    assert [one.document_id for one in awaiting.approved(inspector)] == [draft]
    assert awaiting.approved(supervisor) == (), "it is not theirs to issue"
    documents.issue(inspector, draft, date_confirmed=True)
    assert approval_book.counts(inspector) == Counts()


def test_an_approved_draft_that_is_thrown_away_asks_for_nothing(bureau: Bureau, draft: str) -> None:
    approvals.submit(bureau.inspector, draft)
    approvals.approve(bureau.supervisor, draft, NUMBER)
    drafts.discard(bureau.inspector, draft)
    assert approval_book.counts(bureau.inspector) == Counts()


def test_late_ones_are_counted_among_what_is_owed(bench: Bench, bureau: Bureau, draft: str) -> None:
    called(bench, bureau, draft)
    assert approval_book.counts(bureau.inspector) == Counts(owed=1)
    bench.clock.moment += timedelta(hours=25)
    assert approval_book.counts(bureau.supervisor) == Counts(owed=1, late=1)


def test_what_is_laid_tells_all_that_is_weighed(bench: Bench, bureau: Bureau, draft: str) -> None:
    with pytest.raises(RuleError, match=r"approving\.not_submitted"):
        approval_book.laid(bureau.supervisor, draft)
    approvals.submit(bureau.inspector, draft, to=bureau.supervisor.user, words="请看")
    told = approval_book.laid(bureau.supervisor, draft)
    assert (told.by, told.to, told.words, told.time) == ("贺兰溪", "李望川", "请看", 1)
    assert (told.since, told.review.standing) == (bench.clock.moment, Standing.WAITING)
    assert (told.may, told.barred, told.lacking) == (True, False, ())
    assert approval_book.laid(bureau.inspector, draft).may is False
    drafts.change(bureau.inspector, draft, stop_parts="", stop_full=False)
    told = approval_book.laid(bureau.supervisor, draft)
    assert told.review.standing is Standing.CHANGED
    assert [one.field for one in told.lacking] == ["document.stop_work.parts"]
    approvals.submit(bureau.supervisor, draft)
    told = approval_book.laid(bureau.supervisor, draft)
    assert (told.time, told.barred) == (2, True)


def test_who_may_make_up_and_who_may_not(bench: Bench, bureau: Bureau, draft: str) -> None:
    called(bench, bureau, draft)
    debt = debts.debt_of(bench.desk, draft)
    assert debt is not None
    assert approval_book.may_make_up(bureau.supervisor, debt) == ""
    assert approval_book.may_make_up(bureau.inspector, debt) == "role"
    own = replace(debt, user=bureau.supervisor.user)
    assert approval_book.may_make_up(bureau.supervisor, own) == "own"


def test_what_is_made_up_stands_in_the_month_in_which_it_was(
    bench: Bench, bureau: Bureau, draft: str
) -> None:
    called(bench, bureau, draft)
    bench.clock.moment += timedelta(days=20)
    assert debts.made_up_in(bench.desk, bench.clock.moment) == ()
    made_up.make_up(bureau.supervisor, draft, NUMBER)
    (told,) = debts.made_up_in(bench.desk, bench.clock.moment)
    assert (told.id, told.since.month, bench.clock.moment.month) == (draft, 11, 12)
    assert debts.made_up_in(bench.desk, told.since) == ()


def test_a_draft_can_be_laid_before_the_others_who_may_approve(bureau: Bureau) -> None:
    assert {name for _, name in approval_book.supervisors(bureau.inspector)} == {"培训员", "李望川", "赵云汀"}
    assert {name for _, name in approval_book.supervisors(bureau.supervisor)} == {"培训员", "赵云汀"}
    options = replace(bureau.supervisor.rules.options, own_approval=True)
    free = replace(bureau.supervisor, rules=replace(bureau.supervisor.rules, options=options))
    assert {name for _, name in approval_book.supervisors(free)} == {"培训员", "李望川", "赵云汀"}


def test_counts_take_as_many_looks_for_many_as_for_few(bench: Bench, bureau: Bureau, draft: str) -> None:
    visit = drafts.draft_of(bureau.inspector, draft).inspection.id
    looks = []
    for so_many in (3, 30):
        while len(awaiting.waiting(bureau.supervisor)) < so_many:
            approvals.submit(bureau.inspector, drafts.begin(bureau.inspector, visit, STOP, ()))
        counting, reads = counted(replace(bench, desk=bureau.supervisor))
        assert approval_book.counts(counting).waiting == so_many
        looks.append(reads.total())
    assert looks[0] == looks[1] <= 24
