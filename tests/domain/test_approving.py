"""Approval: what a yes covers, which answer counts, what the gate says of it, and when a debt is late."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.domain import approving
from inspector_app.domain.approving import Answer, DebtState, Decision, Submission, Way
from inspector_app.domain.content import Seal
from inspector_app.domain.documents import Draft, Review, Standing
from inspector_app.domain.gate.check import check
from inspector_app.domain.inspections import Approval
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import ApprovalRule, DocumentKind
from tests.builders import (
    ON,
    a_draft,
    a_finding,
    an_approval,
    an_inspection,
    china,
    draws_all,
    put,
    some_rules,
)

STOP, RESUME = DocumentKind.STOP_WORK_NOTICE, DocumentKind.RESUMPTION_NOTICE
RULES = some_rules()
LAID_AT = china(2026, 4, 27, 12, 0)
ANSWERED = china(2026, 4, 27, 13, 0)


def print_of(draft: Draft, on: date = ON) -> str:
    return approving.fingerprint(draft, RULES.templates[draft.kind], RULES, on)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_another_day_another_edition_seal_or_approval_is_no_other_content(kind: DocumentKind) -> None:
    draft = a_draft(kind)
    before = print_of(draft)
    assert print_of(replace(draft, issue_on=ON + timedelta(days=40))) == before
    assert print_of(replace(draft, approval=an_approval(number="另一号"))) == before
    assert print_of(replace(draft, approval=None, seal=Seal("9" * 64))) == before
    newer = replace(RULES, edition="1" * 64)
    assert approving.fingerprint(draft, newer.templates[kind], newer, ON) == before


CHANGED: dict[str, tuple[DocumentKind, str, Any]] = {
    "a fact": (STOP, "findings.0.fact", "深基坑侧壁出现渗漏未处置"),
    "a place": (STOP, "findings.0.location", "3号楼9层"),
    "a clause": (STOP, "findings.0.clause_id", "reg393-26"),
    "a last day": (STOP, "findings.0.obligations.0.due", date(2026, 5, 6)),
    "the parts that stop": (STOP, "stop_work.parts", "3号楼基坑"),
    "the whole site": (STOP, "stop_work.full", True),
    "when it stops": (STOP, "stop_work.start", china(2026, 4, 27, 14, 0)),
    "the conditions": (STOP, "stop_work.conditions", "渗漏处置合格。"),
    "who left": (STOP, "stop_work.evacuation", "撤出。"),
    "whom it goes to": (STOP, "addressee.name", "另一建设集团有限公司"),
    "a copy": (STOP, "copied", ()),
    "an officer": (STOP, "inspection.officers.0.certificate", "3501099999"),
    "the works": (STOP, "target.name", "云栖里项目4号楼"),
    "the review body": (STOP, "office.review_body", "另一区人民政府"),
    "one finding less": (STOP, "findings", (a_finding(1),)),
    "what may go on": (RESUME, "resumption.full", False),
    "which stop-work": (RESUME, "resumption.stop_work_id", "document-other"),
    "what was verified": (RESUME, "resumption.verification", "资料齐全。"),
    "a photo's picture": (STOP, "findings.0.photos.0.sha256", "7" * 64),
}


@cache
def shipped_rules() -> Rules:
    told = load(assets.folder("forms")).rules
    assert told is not None
    return told


@pytest.mark.parametrize("name", list(CHANGED))
def test_any_changed_word_is_other_content(name: str) -> None:
    """As the office's shipped wording prints it."""
    kind, path, new = CHANGED[name]
    draft, shipped = a_draft(kind), shipped_rules()

    def told(one: Draft) -> str:
        return approving.fingerprint(one, shipped.templates[kind], shipped, ON)

    assert told(put(draft, path, new)) != told(draft)


def test_the_wording_of_the_office_is_part_of_what_was_approved() -> None:
    draft, template = a_draft(STOP), RULES.templates[STOP]
    sentence = template.elements[0].sentence + "特此告知。"
    other = put(template, "elements.0.sentence", sentence)
    assert approving.fingerprint(draft, other, RULES, ON) != print_of(draft)


def laid(n: int = 1, **changes: Any) -> Submission:
    whole = Submission(f"s{n}", n, "wang", LAID_AT, ON, "same", author="wang")
    return replace(whole, **changes)


def answer(decision: Decision = Decision.APPROVED, **changes: Any) -> Answer:
    whole = Answer("a1", "s1", "same", "li", "李科长", ANSWERED, str(decision), "批〔2026〕7号", "同意")
    return replace(whole, **changes)


def standing(*told: Submission | Answer, now: str = "same", own_allowed: bool = False) -> Standing | None:
    submissions = [one for one in told if isinstance(one, Submission)]
    answers = [one for one in told if isinstance(one, Answer)]
    got = approving.review(submissions, answers, lambda _: now, own_allowed=own_allowed)
    return got.standing if got else None


RETURNED = answer(Decision.RETURNED, id="a2", user="zhao", at=china(2026, 4, 27, 15, 0))

STANDINGS: dict[str, tuple[tuple[Submission | Answer, ...], str, Standing | None]] = {
    "never laid": ((), "same", None),
    "an answer to nothing": ((answer(),), "same", None),
    "laid": ((laid(),), "same", Standing.WAITING),
    "laid, then changed": ((laid(),), "other", Standing.CHANGED),
    "approved": ((laid(), answer()), "same", Standing.APPROVED),
    "approved, then changed": ((laid(), answer()), "other", Standing.LOST),
    "returned": ((laid(), answer(Decision.RETURNED)), "same", Standing.RETURNED),
    "returned and changed": ((laid(), answer(Decision.RETURNED)), "other", Standing.RETURNED),
    "returned, laid again": ((laid(), answer(Decision.RETURNED), laid(2)), "same", Standing.WAITING),
    "approved before it was laid again": ((laid(), answer(), laid(2)), "same", Standing.WAITING),
    "one approves, another returns": ((laid(), answer(), RETURNED), "same", Standing.RETURNED),
    "approved another content": ((laid(), answer(sha256="other")), "same", Standing.WAITING),
    "approved one's own": ((laid(), answer(user="wang")), "same", Standing.WAITING),
    "approved what one began": ((laid(user="chen"), answer(user="wang")), "same", Standing.WAITING),
    "made up is no answer": ((laid(), answer(Decision.MADE_UP)), "same", Standing.WAITING),
    "a newer kind of answer": ((laid(), replace(answer(), decision="noted")), "same", Standing.WAITING),
}


@pytest.mark.parametrize("name", list(STANDINGS))
def test_how_a_draft_stands(name: str) -> None:
    told, now, expected = STANDINGS[name]
    assert standing(*told, now=now) is expected
    assert standing(*reversed(told), now=now) is expected, "the order of arrival decides nothing"


def test_an_office_of_one_may_let_them_approve_their_own() -> None:
    assert standing(laid(), answer(user="wang"), own_allowed=True) is Standing.APPROVED


def test_the_content_is_asked_as_of_the_day_it_was_laid_before_them() -> None:
    asked: list[date] = []

    def now(on: date) -> str:
        asked.append(on)
        return "same"

    approving.review([laid(), laid(2, on=date(2026, 4, 28))], [], now, own_allowed=False)
    assert asked == [date(2026, 4, 28)]


APPROVED = Review(
    Standing.APPROVED, "wang", ANSWERED, by="李科长", number="批〔2026〕7号", id="s1", answer="a1"
)


def test_the_act_gives_the_approval_while_it_stands_and_the_typed_one_else() -> None:
    typed = an_approval()
    assert approving.consent(typed, APPROVED, {"批〔2026〕7号"}) == Approval(
        "李科长", ANSWERED, "批〔2026〕7号"
    )
    lost = replace(APPROVED, standing=Standing.LOST)
    assert approving.consent(typed, lost, {"批〔2026〕7号"}) == typed
    assert approving.consent(None, lost, {"批〔2026〕7号"}) is None
    copied = approving.consent(an_approval(number=" 批〔2026〕7号"), lost, {"批〔2026〕7号"})
    assert copied is not None
    assert not copied.stands, "copied out of the program it is no paper"
    for otherwise in ("批[2026]7号", "批（２０２６） 7 号", "批【2026】第7号"):
        told = approving.consent(an_approval(number=otherwise), lost, {"批〔2026〕7号"})
        assert told is not None
        assert not told.stands, "nor with other brackets"


PHONED = Approval("顾承宇", china(2026, 4, 27, 10, 35), phone="0591-00000001", words="同意")

WAYS: dict[str, tuple[Approval | None, Review | None, Way | None]] = {
    "none": (None, None, None),
    "half": (Approval("顾承宇", None), None, None),
    "paper": (an_approval(), None, Way.PAPER),
    "phone": (PHONED, None, Way.PHONE),
    "a call with a number is written": (replace(PHONED, number="9号"), None, Way.PAPER),
    "urgent": (Approval("", None, urgent_reason="有坍塌危险"), None, Way.URGENT),
    "in the program": (an_approval(), APPROVED, Way.PROGRAM),
    "lost in the program, paper": (an_approval(), replace(APPROVED, standing=Standing.LOST), Way.PAPER),
}


@pytest.mark.parametrize("name", list(WAYS))
def test_the_way_an_approval_came(name: str) -> None:
    given_, told, expected = WAYS[name]
    assert approving.way(given_, told) is expected
    assert expected is None or expected.owing == (expected in (Way.PHONE, Way.URGENT))


def codes(draft: Draft, rule: ApprovalRule | None = None) -> list[str]:
    rules = RULES if rule is None else put(RULES, f"templates.{draft.kind}.approval", rule)
    return [one.code for one in check(draft, rules, ON, draws_all)]


NONE_YET = {
    Standing.WAITING: "gate.approval_waiting",
    Standing.CHANGED: "gate.submission_changed",
    Standing.LOST: "gate.approval_lost",
    Standing.RETURNED: "gate.approval_returned",
}


@pytest.mark.parametrize("told", list(NONE_YET))
def test_the_gate_says_why_a_submitted_draft_has_no_approval(told: Standing) -> None:
    review = replace(APPROVED, standing=told, words="范围写大了")
    (missing,) = check(a_draft(STOP, approval=None, review=review), RULES, ON, draws_all)
    assert (missing.code, missing.field) == (NONE_YET[told], "document.approval")
    assert "行政强制法" in missing.source


def test_after_a_return_only_a_later_approval_from_elsewhere_counts() -> None:
    review = replace(APPROVED, standing=Standing.RETURNED, words="范围写大了")
    before, after = (replace(PHONED, at=ANSWERED + timedelta(minutes=n)) for n in (0, 1))
    assert codes(a_draft(STOP, approval=before, review=review)) == ["gate.approval_returned"]
    assert codes(a_draft(STOP, approval=after, review=review)) == []


def test_an_approval_after_the_day_of_issue_is_refused_however_it_was_given() -> None:
    for given_ in (an_approval(at=china(2026, 4, 28, 0, 0)), replace(PHONED, at=china(2026, 4, 28, 0, 0))):
        assert codes(a_draft(STOP, approval=given_)) == ["gate.approval_after_issue"]
    assert codes(a_draft(STOP, approval=replace(PHONED, at=china(2026, 4, 27, 23, 59)))) == []


def test_a_call_days_before_the_visit_is_about_something_else() -> None:
    began = an_inspection().started
    assert began is not None
    early = replace(PHONED, at=began - timedelta(days=1, minutes=1))
    assert codes(a_draft(STOP, approval=early)) == ["gate.phone_approval_too_early"]
    assert codes(a_draft(STOP, approval=replace(early, at=began - timedelta(days=1)))) == []
    assert codes(a_draft(STOP, approval=replace(early, number="书面9号"))) == [], "a paper may be older"


def test_a_call_is_no_written_approval() -> None:
    assert codes(a_draft(STOP, approval=PHONED), ApprovalRule.BEFORE) == [
        "gate.document_approval_not_written"
    ]


SINCE = china(2026, 4, 27, 10, 40)


@pytest.mark.parametrize(
    ("paid", "now", "state"),
    [
        (None, timedelta(hours=24), DebtState.OPEN),
        (None, timedelta(hours=24, seconds=1), DebtState.LATE),
        (timedelta(hours=24), timedelta(days=9), DebtState.PAID),
        (timedelta(hours=24, seconds=1), timedelta(days=9), DebtState.PAID_LATE),
    ],
)
def test_the_last_moment_is_still_in_time(paid: timedelta | None, now: timedelta, state: DebtState) -> None:
    until = approving.due(SINCE, 24)
    assert until == china(2026, 4, 28, 10, 40)
    assert approving.debt_state(until, SINCE + paid if paid else None, SINCE + now) is state


@given(st.integers(1, 168), st.integers(0, 400), st.integers(0, 400))
def test_a_debt_is_paid_once_and_never_late_before_its_hour(hours: int, paid: int, now: int) -> None:
    until = approving.due(SINCE, hours)
    told = approving.debt_state(until, None, SINCE + timedelta(hours=now))
    assert (told is DebtState.LATE) == (now > hours)
    told = approving.debt_state(until, SINCE + timedelta(hours=paid), SINCE + timedelta(hours=now))
    assert (told is DebtState.PAID_LATE) == (paid > hours)


@pytest.mark.parametrize(
    ("given_", "owes"),
    [
        (None, False),
        (an_approval(), False),
        (Approval("", None, urgent_reason="群众举报即将浇筑"), True),
        (an_approval(urgent_reason="群众举报"), False),
        (an_approval(at=china(2026, 4, 27, 9, 1), urgent_reason="群众举报"), True),
        (an_approval(number="", urgent_reason="群众举报"), True),
        (an_approval(urgent_reason="  "), False),
    ],
)
def test_a_visit_owes_its_approval_when_it_began_without_one(given_: Approval | None, *, owes: bool) -> None:
    assert approving.owed_by_visit(given_, an_inspection().started) is owes
