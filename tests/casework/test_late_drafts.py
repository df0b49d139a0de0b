"""Papers that decide about another document, keyed in late: held against it, with what follows from them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.papers import drafts, duties, issued, late, late_drafts, late_list, recheck
from inspector_app.casework.papers.late import Scan
from inspector_app.casework.papers.late_drafts import OnPaper
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import ProblemsError, RuleError, SignInError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.on_paper import DAY, Office, photo

LIFTED_ON = date(2026, 11, 22)
NUMBER = "望住建复〔2026〕手-1号"


@pytest.fixture
def office(bench: Bench) -> Office:
    return Office(bench)


def on_paper(**changes: Any) -> OnPaper:
    whole = OnPaper(NUMBER, LIFTED_ON, (Scan(photo("resume"), "复工.jpg"),), "沈知远", "电脑故障", True, True)
    return replace(whole, **changes)


def stopped(office: Office, parts: str = "东立面\n西立面") -> late.Entered:
    """Return a stop-work on paper whose hazard was put right by the day of the resumption."""
    entered = office.keyed(office.stop(stop_parts=parts))
    recheck.recheck(office.desk, LIFTED_ON, (Result(entered.finding_ids[2], "rectified"),), ("沈知远",))
    return entered


def resuming(office: Office, entered: late.Entered, **changes: Any) -> str:
    fields: dict[str, object] = {
        "resumes": entered.document_ids[0],
        "resume_full": True,
        "resume_parts": "",
        "resume_start": values.iso(LIFTED_ON),
        "verification": "沈知远、贺兰溪到场查验，连墙件已补齐。",
    }
    return drafts.begin(
        office.desk,
        entered.inspection_id,
        DocumentKind.RESUMPTION_NOTICE,
        (),
        addressee_id=office.party(),
        **{**fields, **changes},
    )


def codes(office: Office, document_id: str, paper: OnPaper) -> list[str]:
    before = office.desk.store.vector()
    with pytest.raises(ProblemsError) as caught:
        late_drafts.issue(office.desk, document_id, paper)
    assert caught.value.code == "late.refused"
    assert office.desk.store.vector() == before
    return [one.code for one in caught.value.problems]


def test_a_resumption_on_paper_lifts_its_stop_work(office: Office) -> None:
    entered = stopped(office)
    [stop] = entered.document_ids
    before = office.desk.store.numbers()
    told = late_drafts.issue(office.desk, resuming(office, entered), on_paper())
    assert (told.number, told.late, told.issued_on, told.fate) == (NUMBER, True, LIFTED_ON, "issued")
    assert issued.lifted(office.desk.store, stop)
    after = office.desk.store.numbers()
    assert (after.numbers, after.gaps, len(after.late)) == (before.numbers, (), len(before.late) + 1)
    [entry] = [one for one in late_list.entries(office.desk.store) if one.paper.id == told.id]
    # What it lacks by law stands beside it: nobody wrote down who approved it.
    assert "gate.approval_missing" in entry.warned
    assert office.desk.store.replay_check().same


def test_a_part_resumes_and_the_other_stays_stopped(office: Office) -> None:
    entered = stopped(office)
    draft = resuming(office, entered, resume_full=False, resume_parts="东立面")
    late_drafts.issue(office.desk, draft, on_paper())
    held = issued.held(office.desk.store, entered.document_ids[0])
    assert (held.remaining, held.lifted) == (("西立面",), False)


def test_a_resumption_wider_than_its_stop_work_is_refused_on_paper_too(office: Office) -> None:
    draft = resuming(office, stopped(office), resume_full=False, resume_parts="南立面")
    assert any(code.startswith("gate.resumption") for code in codes(office, draft, on_paper()))


def test_a_resumption_before_the_hazard_was_put_right_is_refused(office: Office) -> None:
    draft = resuming(office, office.keyed(office.stop(stop_parts="东立面")))
    assert codes(office, draft, on_paper()) != []


def test_a_resumption_of_what_is_lifted_is_refused(office: Office) -> None:
    entered = stopped(office)
    late_drafts.issue(office.desk, resuming(office, entered), on_paper())
    again = resuming(office, entered)
    assert "gate.resumption_of_lifted" in codes(office, again, on_paper(number="望住建复〔2026〕手-2号"))


def test_a_resumption_dated_before_its_stop_work_is_refused(office: Office) -> None:
    draft = resuming(office, stopped(office), resume_start=values.iso(DAY - timedelta(days=1)))
    told = codes(office, draft, on_paper(issued_on=DAY - timedelta(days=1)))
    assert any(code.startswith("gate.resumption") for code in told)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": " "}, "late.no_number"),
        ({"number": "望住建停[2026] 手-3号"}, "late.number_exists"),
        ({"issued_on": None}, "late.no_day"),
        ({"issued_on": date(2026, 11, 25)}, "late.issued_to_come"),
        ({"scans": ()}, "late.no_scan"),
        ({"author": ""}, "late.no_author"),
        ({"reason": " "}, "late.no_reason"),
    ],
)
def test_what_the_paper_itself_lacks_is_named(office: Office, change: dict[str, Any], code: str) -> None:
    draft = resuming(office, stopped(office))
    assert code in codes(office, draft, on_paper(**change))
    assert code in [one.code for one in late_drafts.problems(office.desk, draft, on_paper(**change))]


def test_a_bad_scan_names_its_place(office: Office) -> None:
    draft = resuming(office, stopped(office))
    with pytest.raises(RuleError) as caught:
        late_drafts.issue(office.desk, draft, on_paper(scans=(Scan(b"x", "x.jpg"),)))
    assert (caught.value.code, caught.value.where) == ("documents.not_a_photo", "late.papers.1.scans.1")


def test_it_needs_the_key_and_is_issued_once(office: Office) -> None:
    draft = resuming(office, stopped(office))
    with pytest.raises(SignInError, match=r"document\.not_signed"):
        late_drafts.issue(replace(office.desk, signer=None), draft, on_paper())
    late_drafts.issue(office.desk, draft, on_paper())
    with pytest.raises(RuleError, match=r"document\.issued"):
        late_drafts.issue(office.desk, draft, on_paper(number="望住建复〔2026〕手-2号"))


def extending(office: Office, entered: late.Entered, new_due: date) -> str:
    return drafts.begin(
        office.desk,
        entered.inspection_id,
        DocumentKind.EXTENSION_DECISION,
        entered.finding_ids[:1],
        addressee_id=office.party(),
        about=entered.document_ids[0],
        own_asked_on="2026-11-21",
        own_reason="材料未到场",
        own_decision="同意延期",
        own_new_due=values.iso(new_due),
        own_safeguard="设警戒线并派专人看守",
    )


def test_an_extension_on_paper_moves_the_day(office: Office) -> None:
    entered = office.keyed(office.notice())
    draft = extending(office, entered, date(2026, 12, 4))
    barred = [
        one.code for one in late_drafts.problems(office.desk, draft, on_paper(number="延〔2026〕手-1号"))
    ]
    assert barred == [], barred
    late_drafts.issue(office.desk, draft, on_paper(number="延〔2026〕手-1号"))
    course = duties.courses(office.desk, entered.finding_ids[:1])[entered.finding_ids[0]][office.party()]
    assert (course.due, course.extensions) == (date(2026, 12, 4), 1)


def test_an_extension_to_an_earlier_day_is_refused_on_paper_too(office: Office) -> None:
    entered = office.keyed(office.notice())
    draft = extending(office, entered, date(2026, 11, 26))
    assert "gate.extension_not_later" in codes(office, draft, on_paper(number="延〔2026〕手-1号"))


def test_a_day_that_was_past_then_was_not_past_on_paper(office: Office) -> None:
    """The gate weighs on the day of the paper: what is past today was ahead of it."""
    duty = Duty(office.party(), "整改", date(2026, 11, 21))
    found = [NewFinding("东", "临边无防护。", "reg393-28", duties=(duty,))]
    visit = office.visit(
        started=datetime(2026, 11, 16, 9, 0, tzinfo=CHINA), ended=datetime(2026, 11, 16, 10, 0, tzinfo=CHINA)
    )
    notice = office.notice(issued_on=date(2026, 11, 16), due_on=None, findings=(1,))
    entered = late.key_in(office.desk, visit, found, (notice,))
    draft = extending(office, entered, date(2026, 11, 23))
    told = late_drafts.issue(
        office.desk, draft, on_paper(number="延〔2026〕手-2号", issued_on=date(2026, 11, 21))
    )
    assert told.issued_on == date(2026, 11, 21)


def test_an_opinion_on_paper_follows_the_last_day_that_it_looks_at(office: Office) -> None:
    """What was to be done by the 21st is looked at on the 23rd: no day lies before its own paper there."""
    entered = office.keyed(office.notice(due_on=date(2026, 11, 21)))
    draft = drafts.begin(
        office.desk,
        entered.inspection_id,
        DocumentKind.RECHECK_OPINION,
        entered.finding_ids[:1],
        addressee_id=office.party(),
        about=entered.document_ids[0],
    )
    told = late_drafts.problems(
        office.desk, draft, on_paper(number="查〔2026〕手-1号", issued_on=date(2026, 11, 23))
    )
    assert "late.due_before_issue" not in [one.code for one in told]
