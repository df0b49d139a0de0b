"""The shipped edition: it loads, holds what it should, and its own examples hold."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from inspector_app import assets
from inspector_app.catalog.examples import run_examples
from inspector_app.catalog.load import check, load
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import STATUTORY, DocumentKind

FORMS = assets.folder("forms")


@pytest.fixture(scope="module")
def rules() -> Rules:
    loaded = load(FORMS)
    assert loaded.errors == ()
    assert loaded.rules is not None
    return loaded.rules


def test_counts(rules: Rules) -> None:
    counts = check(FORMS).counts
    assert counts["tables"] == 19
    assert counts["criteria"] == 769
    assert counts["items"] == 65
    assert counts["hazards"] == 53
    assert counts["documents"] == 6
    assert counts["targets"] == 2
    assert counts["calendar_years"] == 3


def test_examples_hold() -> None:
    passed, failed = run_examples(FORMS)
    assert failed == []
    assert passed >= 120


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_calendar_equals_the_published_one(rules: Rules, year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert rules.calendar.is_working(day) is chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_each_kind_has_every_statutory_element(rules: Rules) -> None:
    assert set(rules.templates) == set(DocumentKind)
    for kind, template in rules.templates.items():
        for code, _ in STATUTORY[kind]:
            element = template.element(code)
            assert element is not None
            assert element.required


def test_edition_is_the_same_each_time(rules: Rules) -> None:
    assert load(FORMS).edition == rules.edition
    assert len(rules.edition) == 64
