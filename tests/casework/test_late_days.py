"""补录: last days of papers that follow one another, what each is warned of, and its approval made up."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from inspector_app.casework.papers import debts, duties, issued, late, made_up
from inspector_app.casework.papers.late import LatePaper, Scan
from inspector_app.domain.approving import DebtState
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.duties import Course
from inspector_app.domain.errors import ProblemsError, RuleError
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.on_paper import DAY, NUMBER, Office, pdf, photo


@pytest.fixture
def office(bench: Bench) -> Office:
    return Office(bench)


def course_of(office: Office, finding_id: str) -> Course:
    return duties.courses(office.desk, [finding_id])[finding_id][office.party()]


def conduct_notice(office: Office, **changes: Any) -> LatePaper:
    whole = LatePaper(
        DocumentKind.CONDUCT_NOTICE,
        "望住建告〔2026〕手-1号",
        date(2026, 11, 24),
        office.party(),
        (Scan(photo()),),
        findings=(1,),
        defence_until=date(2026, 12, 1),
        conduct_code=next(iter(office.desk.rules.conduct)),
    )
    return replace(whole, **changes)


SOON = date(2026, 11, 21)
"""A last day that is over when the later paper is written."""


def test_a_notice_of_bad_conduct_follows_a_last_day_that_is_over(office: Office) -> None:
    """That is when it is written: the day that the order set lies before it."""
    entered = office.keyed(office.notice(due_on=SOON))
    late.add_paper(
        office.desk, entered.inspection_id, conduct_notice(office), author="沈知远", reason="电脑故障"
    )
    assert course_of(office, entered.finding_ids[0]).state.word == FindingState.ESCALATED


def test_so_it_does_among_the_papers_of_one_day(office: Office) -> None:
    entered = office.keyed(office.notice(due_on=SOON), conduct_notice(office))
    assert [office.paper(entered, n).number for n in (0, 1)] == [NUMBER, "望住建告〔2026〕手-1号"]


def test_the_day_on_a_further_order_is_the_one_it_sets(office: Office) -> None:
    entered = office.keyed(conduct_notice(office, issued_on=DAY, findings=(2,)), office.notice(findings=(1,)))
    [first, second, third] = entered.finding_ids
    further = office.notice(
        number="望住建改〔2026〕手-13号",
        issued_on=date(2026, 11, 23),
        due_on=date(2026, 12, 3),
        findings=(1, 3),
    )
    one = late.add_paper(office.desk, entered.inspection_id, further, author="沈知远", reason="电脑故障")
    told = issued.must_be_issued(office.desk.store, one)
    assert {told.due_of(each, office.party()) for each in (first, third)} == {date(2026, 12, 3)}
    assert told.due_on == date(2026, 12, 3)
    assert course_of(office, third).due == date(2026, 12, 3)
    assert second not in told.finding_ids


def test_an_order_after_the_last_day_of_the_first_is_keyed_in_with_its_own(office: Office) -> None:
    entered = office.keyed(office.notice(due_on=SOON))
    again = office.notice(
        number="望住建改〔2026〕手-13号", issued_on=date(2026, 11, 23), due_on=date(2026, 12, 3)
    )
    one = late.add_paper(office.desk, entered.inspection_id, again, author="沈知远", reason="电脑故障")
    told = issued.must_be_issued(office.desk.store, one)
    assert told.due_of(entered.finding_ids[0], office.party()) == date(2026, 12, 3)
    bare = replace(again, number="望住建改〔2026〕手-14号", due_on=None)
    with pytest.raises(ProblemsError) as caught:
        late.add_paper(office.desk, entered.inspection_id, bare, author="沈知远", reason="电脑故障")
    assert [one.code for one in caught.value.problems] == ["late.due_before_issue"]


def test_two_orders_of_one_day_about_one_finding_set_each_its_own_day(office: Office) -> None:
    stop = office.stop(findings=(1,), issued_on=date(2026, 11, 23), due_on=date(2026, 11, 30))
    entered = office.keyed(office.notice(due_on=SOON), stop)
    first = entered.finding_ids[0]
    told = [office.paper(entered, n).due_of(first, office.party()) for n in (0, 1)]
    assert told == [SOON, date(2026, 11, 30)]


def test_a_paper_is_not_warned_of_a_finding_that_it_does_not_name(office: Office) -> None:
    bare, *others = office.found()
    entered = late.key_in(
        office.desk,
        office.visit(),
        [replace(bare, clause_id=""), *others],
        (office.notice(), office.stop()),
    )
    assert {one.code for one in entered.warned} == {"late.no_clause"}
    acts = [issued.issue_act(office.desk.store, one) for one in entered.document_ids]
    assert [act.content["warned"] for act in acts if act is not None] == [["late.no_clause"], []]


def test_an_approval_signed_on_the_day_of_the_paper_makes_it_up(office: Office) -> None:
    """Of the paper only the day is known: what was signed that afternoon came after it."""
    [stop] = office.keyed(office.stop(approval="")).document_ids
    signed = datetime(2026, 11, 20, 15, 30, tzinfo=CHINA)
    before = replace(made_up.Paper("韩立群", "望住建停批〔2026〕9号", signed), at=signed - timedelta(days=1))
    with pytest.raises(RuleError, match=r"approving\.paper_too_early"):
        made_up.take_in(office.desk, stop, pdf(1), before)
    made_up.take_in(office.desk, stop, pdf(1), replace(before, at=signed))
    told = debts.debt_of(office.desk, stop)
    assert told is not None
    assert told.state is DebtState.PAID
