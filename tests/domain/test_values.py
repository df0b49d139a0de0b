"""Small truths of the domain's values."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector_app.domain.documents import Defence
from inspector_app.domain.inspections import Approval
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.domain.statutory import STATUTORY
from inspector_app.domain.templates import ORDERING, DocumentKind
from tests.builders import (
    DUE,
    ON,
    a_clause,
    a_draft,
    a_finding,
    a_major,
    a_target,
    a_template,
    an_approval,
    an_expert,
    an_obligation,
    an_office,
    an_officer,
    china,
    put,
    some_rules,
)

DAY = timedelta(days=1)


def test_a_clause_is_in_force_from_its_first_to_its_last_day() -> None:
    clause = a_clause(valid_from=ON, valid_to=DUE)
    assert [clause.in_force(day) for day in (ON - DAY, ON, DUE, DUE + DAY)] == [False, True, True, False]
    assert a_clause(valid_from=ON, valid_to=None).in_force(date.max)


def test_an_officer_counts_while_the_certificate_is_valid() -> None:
    officer = an_officer(valid_from=ON, valid_to=DUE)
    assert [officer.certified(day) for day in (ON - DAY, ON, DUE, DUE + DAY)] == [False, True, True, False]
    for changes in ({"certificate": ""}, {"valid_from": None}, {"valid_to": None}, {"expert": True}):
        assert not an_officer(**changes).certified(ON)
    assert not an_expert().certified(ON)


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({}, True),
        ({"number": ""}, False),
        ({"approver": ""}, False),
        ({"at": None}, False),
        ({"number": "", "phone": "1", "words": "同意"}, True),
        ({"number": "", "phone": "1"}, False),
        ({"number": "", "words": "同意"}, False),
        ({"approver": "", "number": "", "phone": "1", "words": "同意"}, False),
        ({"at": None, "number": "", "phone": "1", "words": "同意"}, False),
        ({"approver": "", "at": None, "number": "", "urgent_reason": "险情"}, True),
    ],
)
def test_an_approval_stands(changes: dict[str, object], stands: bool) -> None:
    assert an_approval(**changes).stands is stands


def test_nothing_approves_by_itself() -> None:
    assert not Approval("", None).stands
    assert not Approval("顾承宇", china(2026, 4, 27)).stands


def test_a_defence_stands_when_heard_or_waived() -> None:
    assert Defence(heard=False).stands
    assert Defence(heard=True, words="无异议").stands
    assert not Defence(heard=True).stands


def test_a_draft_knows_its_majors_and_its_last_day() -> None:
    later = an_obligation(due=DUE + DAY)
    other = an_obligation("party-owner", due=DUE + 9 * DAY)
    draft = a_draft(findings=(a_finding(1), a_major(2, obligations=(other, later))))
    assert [finding.number for finding in draft.majors] == [2]
    assert draft.due == DUE + DAY
    assert replace(draft, addressee=None).due is None
    assert a_draft(findings=()).due is None
    assert put(a_draft(findings=(a_finding(1),)), "findings.0.obligations.0.due", None).due is None
    assert a_draft(findings=(a_finding(1, obligations=()),)).due is None


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_a_paper_that_orders_nothing_has_only_the_day_that_it_sets_itself(kind: DocumentKind) -> None:
    """A recheck is due by its own new day, not by the day that failed; a record of a visit by none."""
    finding = a_finding(1, obligations=(an_obligation(due=DUE), an_obligation("party-plant", due=DUE)))
    draft = a_draft(kind, findings=(finding,), deadline=DUE + DAY)
    assert draft.due == (DUE if kind in ORDERING else DUE + DAY)
    assert replace(draft, deadline=None).due == (DUE if kind in ORDERING else None)


def test_the_office_speaks_as_bureau_or_as_station() -> None:
    office = an_office()
    assert office.body("bureau") == ("滨海新区住房和城乡建设局", "滨住建")
    assert office.body("station") == ("滨海新区建设工程质量安全监督站", "滨建监")
    assert an_office(station_prefix="").body("station") == ("滨海新区建设工程质量安全监督站", "滨住建")
    assert an_office(station="").body("station") == office.body("bureau")


def test_a_target_knows_its_fields_and_parties() -> None:
    target = a_target()
    assert target.field("phase") == "主体15层"
    assert target.field("nothing") == ""
    owner = target.party(PartyRole.OWNER)
    assert owner is not None
    assert owner.id == "party-owner"
    assert target.party(PartyRole.PLANT) is None


def test_every_role_of_a_party_has_a_name() -> None:
    assert set(ROLE_LABELS) == set(PartyRole)


def test_rules_cite_what_they_know() -> None:
    assert some_rules().cite("reg393-28") == "《建设工程安全生产管理条例》第二十八条"
    assert some_rules().cite("nowhere") == ""


def test_wording_is_found_by_its_element() -> None:
    template = a_template(DocumentKind.STOP_WORK_NOTICE)
    scope = template.element("scope")
    assert scope is not None
    assert scope.required
    assert template.element("nothing") is None


def test_every_kind_has_statutory_elements_with_their_source() -> None:
    assert set(STATUTORY) == set(DocumentKind)
    for elements in STATUTORY.values():
        codes = [code for code, _ in elements]
        assert len(set(codes)) == len(codes) > 0
        assert all(source for _, source in elements)
