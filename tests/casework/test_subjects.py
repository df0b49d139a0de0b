"""The day that a paper's own fields set: only the one that is meant so, and only where it is asked."""

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.casework.papers.subjects import deadline
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.templates import ORDERING, DocumentKind, DocumentTemplate, FieldKind, OwnField
from tests.builders import a_draft
from tests.papers import AGAIN, a_template

RECHECK, EXTEND = DocumentKind.RECHECK_OPINION, DocumentKind.EXTENSION_DECISION
JUDGE = DocumentKind.CONDUCT_DETERMINATION
DAY = FieldKind.DAY


def with_fields(*fields: OwnField) -> DocumentTemplate:
    return replace(a_template(RECHECK), fields=fields)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_a_complete_draft_is_due_on_the_day_that_its_own_facts_set(kind: DocumentKind) -> None:
    """What the builders write is what casework would read: else the tests of the domain tell nothing."""
    draft = a_draft(kind)
    assert deadline(a_template(kind), draft.own) == draft.deadline
    assert (draft.due is None) is (kind not in ORDERING and draft.deadline is None)


def test_a_recheck_that_failed_is_due_on_its_new_day_and_one_that_passed_on_none() -> None:
    told = (("again", "2026-05-08"), ("rechecked_on", "2026-04-27"))
    template = a_template(RECHECK)
    assert deadline(template, (*told, ("conclusion", AGAIN))) == date(2026, 5, 8)
    # What was written before the choice fell otherwise is not asked any more.
    assert deadline(template, (*told, ("conclusion", "合格"))) is None
    assert deadline(template, told) is None


def test_a_refused_extension_sets_no_day() -> None:
    told = (("decision", "不同意延期"), ("new_due", "2026-05-08"))
    assert deadline(a_template(EXTEND), told) is None


def test_days_that_are_no_deadline_are_none() -> None:
    told = (("published_from", "2026-05-06"), ("published_to", "2026-11-05"), ("result", "认定为不良行为"))
    assert deadline(a_template(JUDGE), told) is None


@pytest.mark.parametrize("written", ["", "尽快", "2026-02-30", " 2026-05-08"])
def test_what_is_no_day_sets_none(written: str) -> None:
    """The gate refuses it; until then there is no day to count from."""
    assert deadline(with_fields(OwnField("by", "期限", DAY, deadline=True)), (("by", written),)) is None


def test_without_wording_or_without_its_fields_there_is_no_day() -> None:
    assert deadline(None, (("again", "2026-05-08"), ("conclusion", AGAIN))) is None
    assert deadline(with_fields(), (("again", "2026-05-08"),)) is None
    assert deadline(a_template(RECHECK), ()) is None


def test_the_latest_of_several_days_counts() -> None:
    fields = tuple(OwnField(code, code, DAY, deadline=True) for code in ("first", "second", "third"))
    told = (("first", "2026-05-08"), ("second", "2026-06-01"), ("third", ""))
    assert deadline(with_fields(*fields), told) == date(2026, 6, 1)


def test_a_condition_is_read_as_the_gate_and_the_page_read_it() -> None:
    """What the wording starts with counts as chosen, here as in placeholders.own_values."""
    way = OwnField("way", "方式", FieldKind.CHOICE, choices=("当场", "限期"), start="限期")
    by = OwnField("by", "期限", DAY, only_when=("way", "限期"), deadline=True)
    template, told = with_fields(way, by), (("by", "2026-05-08"),)
    draft = a_draft(RECHECK, own=told)
    assert by.asked(own_values(draft, template.fields))
    assert deadline(template, told) == date(2026, 5, 8)
    unmade = with_fields(replace(way, start=""), by)
    assert not by.asked(own_values(draft, unmade.fields))
    assert deadline(unmade, told) is None
