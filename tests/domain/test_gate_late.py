"""A paper that was made without the program: what bars it in law, and what it only lacks in form."""

from dataclasses import replace

import pytest

from inspector_app.domain.documents import Review, Standing
from inspector_app.domain.gate.late import weigh_late
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.inspections import Approval
from inspector_app.domain.parties import PartyRole
from tests.builders import ON, a_party, china
from tests.domain.gate_case import ALL, RECHECK, RESUME, STOP, Case, complete, puts


def draws_all(_: str) -> frozenset[str]:
    return frozenset()


def weighed(case: Case) -> tuple[tuple[Missing, ...], tuple[Missing, ...]]:
    return weigh_late(case.draft, case.rules, ON, draws_all)


@pytest.mark.parametrize("kind", ALL)
def test_a_whole_paper_is_neither_barred_nor_lacks_anything(kind: object) -> None:
    assert weighed(complete(kind)) == ((), ())  # type: ignore[arg-type] - a kind


def test_officers_and_approval_are_only_lacking() -> None:
    """It was handed over long ago: what its form lacks is told, and bars nothing."""
    case = puts(inspection__officers=(), approval=None)(complete(STOP))
    bars, lacks = weighed(case)
    assert bars == ()
    assert {"gate.officers_two", "gate.document_approval_missing"} <= {one.code for one in lacks}


def test_what_it_decides_must_be_possible() -> None:
    bars, lacks = weighed(puts(resumption=None)(complete(RESUME)))
    assert [one.code for one in bars] == ["gate.stop_work_missing"]
    assert not set(lacks) & set(bars)
    bars, _ = weighed(puts(rechecked=())(complete(RECHECK)))
    assert {one.code for one in bars} == {"gate.recheck_missing"}


def test_a_kind_that_the_office_does_not_word_is_told_as_such() -> None:
    case = complete(STOP)
    bare = replace(case, rules=replace(case.rules, templates={}))
    bars, lacks = weighed(bare)
    assert [one.code for one in bars] == ["gate.no_template"]
    assert lacks == ()


def test_an_urgent_reason_has_no_hour_of_its_own() -> None:
    """Begun before anybody could be asked: the debt is made up later, and no time can be wrong yet."""
    urgent = Approval("", None, urgent_reason="基坑坍塌征兆，来不及请示")
    case = puts(approval=urgent)(complete(STOP))
    assert not {one.code for one in case.missing()} & {
        "gate.approval_after_issue",
        "gate.phone_approval_too_early",
        "gate.document_approval_missing",
    }


def test_an_approval_given_on_paper_stands_while_the_draft_still_waits() -> None:
    waiting = Review(Standing.WAITING, "wang", china(2026, 4, 27, 13), by="", number="", words="")
    case = puts(review=waiting)(complete(STOP))
    assert case.missing() == ()


def test_a_natural_person_needs_no_credit_code_where_the_kind_says_so() -> None:
    case = complete(STOP)
    kind = case.rules.targets[case.draft.target.kind]
    told = replace(kind, people=frozenset({PartyRole.CONTRACTOR}))
    rules = replace(case.rules, targets={**case.rules.targets, kind.code: told})
    owner = replace(a_party(), credit_code="", credit_code_valid=False)
    asked = puts(addressee=owner)(case)
    assert "gate.credit_code_missing" in {one.code for one in asked.missing()}
    assert "gate.credit_code_missing" not in {one.code for one in replace(asked, rules=rules).missing()}
