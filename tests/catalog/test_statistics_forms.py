"""statistics/*.toml: the published figures as they always were, and what is wrong named with its place."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.domain.statistics import (
    DEFINITIONS,
    DocumentFact,
    Facts,
    FindingFact,
    Statistics,
    VisitFact,
    figures,
)
from tests.catalog.broken import Broken, assert_named_with_its_place

FIGURES, HALF_YEAR = "statistics/figures.toml", "statistics/half_year.toml"
DAY = date(2026, 3, 1)
RULES = load(Path(assets.folder("forms"))).rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(assets.folder("forms"), tmp_path / "forms")


def test_the_published_figures_stand_first_under_their_names() -> None:
    assert RULES is not None
    told = RULES.statistics.definitions
    assert [(one.code, one.label) for one in told[: len(DEFINITIONS)]] == [
        (one.code, one.label) for one in DEFINITIONS
    ]
    assert all(one.rule.endswith("。") for one in told)
    assert all(one.rule for one in RULES.statistics.rates)
    assert {"half-year", "plants"} == set(RULES.reports)


DAYS = st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3))
VISITS = st.builds(
    VisitFact,
    st.uuids().map(str),
    DAYS,
    st.sampled_from(("t1", "t2")),
    st.sampled_from(("construction_site", "concrete_plant", "other")),
    st.sampled_from(((), ("a",), ("a", "b"))),
    st.booleans(),
    paper=st.booleans(),
)
PAPERS = st.builds(
    DocumentFact,
    st.uuids().map(str),
    DAYS,
    st.sampled_from(("rectification_notice", "stop_work_notice", "conduct_determination", "filing_form")),
    st.sampled_from((True, False, None)),
    st.sampled_from(("", "不予认定", "认定")),
    st.booleans(),
    st.sampled_from(("issued", "void", "revoked")),
)
FOUND = st.builds(
    FindingFact,
    st.uuids().map(str),
    DAYS,
    st.booleans(),
    st.none() | DAYS,
    st.none() | DAYS,
    st.booleans(),
    spot=st.booleans(),
)


@given(st.lists(VISITS, max_size=6), st.lists(PAPERS, max_size=8), st.lists(FOUND, max_size=6), DAYS, DAYS)
def test_the_file_counts_them_as_the_program_does(
    visits: list[VisitFact], papers: list[DocumentFact], found: list[FindingFact], one: date, other: date
) -> None:
    assert RULES is not None
    facts = Facts(tuple(visits), tuple(papers), tuple(found))
    first, last = min(one, other), max(one, other)
    ours = figures(facts, first, last)
    theirs = figures(facts, first, last, (), RULES.statistics.definitions)[: len(ours)]
    assert [(a.code, a.ids, a.late) for a in ours] == [(b.code, b.ids, b.late) for b in theirs]


def test_an_edition_of_before_has_the_published_ones_and_no_report(folder: Path) -> None:
    shutil.rmtree(folder / "statistics")
    loaded = load(folder)
    assert loaded.errors == ()
    assert loaded.rules is not None
    assert loaded.rules.statistics == Statistics()
    assert not loaded.rules.reports


BROKEN = (
    Broken(
        FIGURES, 'code = "plant_orders"', 'code = "orders"', "forms.figure_missing", "figure", "[[figure]]"
    ),
    Broken(
        FIGURES,
        "where = { major = true }",
        "where = { grave = true }",
        "forms.figure_field",
        "figure.15.where.grave",
    ),
    Broken(
        FIGURES,
        "where = { major = true }",
        'where = { major = "yes" }',
        "forms.figure_value",
        "figure.15.where.major",
    ),
    Broken(
        FIGURES,
        'where = { kind = "plant_order" }',
        'where = { kind = "order" }',
        "forms.figure_value",
        "figure.10.where.kind",
    ),
    Broken(FIGURES, 'day = "due"', 'day = "when"', "forms.field_choice", "figure.31.day"),
    Broken(FIGURES, 'source = "rechecks"', 'source = "returns"', "forms.field_choice", "figure.36.source"),
    Broken(FIGURES, 'whole = "findings"', 'whole = "faults"', "forms.figure_unknown", "rate.1.whole"),
    Broken(HALF_YEAR, "{interviews}", "{talks}", "forms.figure_unknown", "sentence.1.part.7.text"),
    Broken(HALF_YEAR, "{rate.rectified}", "{rate.done}", "forms.figure_unknown", "sentence.3.part.2.text"),
    Broken(HALF_YEAR, 'kind = "report"', 'kind = "story"', "forms.unknown_kind", "kind"),
    Broken(
        HALF_YEAR,
        'code = "half-year"',
        'code = "plants"',
        "forms.duplicate",
        "code",
        told_in="statistics/plants.toml",
    ),
)


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_fault_is_named_with_its_place(folder: Path, broken: Broken) -> None:
    assert_named_with_its_place(folder, broken)
