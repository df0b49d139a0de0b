"""`figures` equals a second count that reads nothing but what leaves the house: totals and every slice."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.answers import exports, health, ledgers, statistics
from inspector_app.catalog.messages import Messages
from inspector_app.domain.statistics import By
from tests.reports import recount
from tests.reports.recount import Fact, Papers
from tests.reports.world import FIRST, LAST, LATE, TODAY, HalfYear

PERIODS = (
    (FIRST, LAST),
    (FIRST, FIRST),
    (LAST, LAST),
    (date(2025, 12, 31), date(2025, 12, 31)),
    (date(2026, 7, 1), date(2026, 7, 1)),
    (date(2026, 1, 2), date(2026, 3, 31)),
    (date(2026, 2, 1), date(2026, 2, 28)),
    (date(2025, 12, 31), date(2026, 7, 1)),
    (LAST, date(2026, 12, 31)),  # runs still: what is due tomorrow is not due
)
CAMPAIGNS = {"高处作业专项检查": "高处作业专项"}
# fmt: off
CODES = frozenset({
    "officer_visits", "site_visits", "sites_distinct", "plant_visits", "plants_distinct",
    "rectification_notices", "stop_work_notices", "stop_work_full", "stop_work_partial", "plant_orders",
    "conduct_notices", "conduct_determinations", "filings", "findings", "major_hazards",
    "findings_closed", "findings_closed_on_time", "groups", "expert_visits", "recheck_visits",
    "paper_rechecks", "resumptions", "recheck_opinions", "transfers", "documents_void",
    "documents_revoked", "findings_on_the_spot", "plant_findings", "rechecks", "rechecks_passed",
    "extensions_granted", "findings_due", "findings_due_on_time", "findings_closed_in_period",
    "plant_findings_closed", "cases_decided",
})
# fmt: on
"""Figures that are counted twice here."""


@pytest.fixture(scope="module")
def fates(half_year: HalfYear) -> dict[str, str]:
    session = half_year.bench.session
    assert session.filing is not None
    told = [health.numbers(store, Messages("zh")).data for store in (session.desk.store, session.filing)]
    return {one["number"]: one["fate"] for book in told for key in ("numbers", "late") for one in book[key]}  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def papers(half_year: HalfYear, fates: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Papers:
    out, session = tmp_path_factory.mktemp("papers"), half_year.bench.session
    exports.answer(session.desk.store, "pdf", out, "", session.filing)
    ledgers.export(session, out / "ledgers", ledgers.AskedLedger(), lambda _: None)
    return recount.read(out, fates, CAMPAIGNS)


@pytest.fixture(scope="module")
def known(papers: Papers) -> list[Fact]:
    return recount.facts(papers)


def _told(half_year: HalfYear, first: date, last: date, by: By = By.NONE) -> dict[str, Any]:
    return dict(statistics.answer(half_year.bench.session, first, last, by).data)


def _values(figures: Any) -> dict[str, int]:
    return {one["code"]: one["value"] for one in figures if one["code"] in CODES and one["value"]}


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_figures_equal_a_recount_from_the_papers(
    half_year: HalfYear, known: list[Fact], first: date, last: date
) -> None:
    told = _told(half_year, first, last)["figures"]
    there = recount.within(known, first, last, TODAY)
    assert _values(told) == recount.counted(there)
    late = {one["code"]: len(one["late"]) for one in told if one["code"] in CODES and one["late"]}
    assert late == recount.late_of(there)
    assert all(one["value"] == len(one["ids"]) == len(set(one["ids"])) for one in told)


@pytest.mark.parametrize("by", [one for one in By if one is not By.NONE])
def test_every_slice_equals_a_recount_too(half_year: HalfYear, known: list[Fact], by: By) -> None:
    told = _told(half_year, FIRST, LAST, by)["slices"]
    name = "code" if by in (By.MONTH, By.QUARTER) else "label"
    values = {one[name]: of for one in told if (of := _values(one["figures"]))}
    assert values == recount.sliced(recount.within(known, FIRST, LAST, TODAY), by)


def test_the_ledger_lists_the_findings_that_the_records_list(papers: Papers) -> None:
    written = sorted((on, target, words) for _, on, target, _, words in recount.found_in_records(papers))
    listed = sorted(
        (row["发现日期"], row["项目（企业）"], "".join(f"{row['部位']}：{row['问题']}".split()))
        for row, *_ in recount.rows_by_finding(papers).values()
        if row["补录"] != "是"
    )
    assert len(written) > 40
    assert listed == written


def test_the_half_year_holds_every_hard_case(
    half_year: HalfYear, known: list[Fact], fates: dict[str, str]
) -> None:
    told = recount.counted(recount.within(known, FIRST, LAST, TODAY))
    assert set(told) >= CODES
    assert half_year.bench.desk.today() == TODAY
    assert {TODAY, TODAY + timedelta(days=1)} <= {one.on for one in known if one.code == "findings_due"}
    assert told["conduct_notices"] > told["conduct_determinations"]
    filed = {one.on for one in known if one.code == "filings"}
    assert {FIRST, LAST, LAST + timedelta(days=1)} <= filed
    assert 40 <= told["groups"] <= recount.counted(known)["groups"] <= 60
    assert sum(one == "void" for one in fates.values()) == len(half_year.voided) == 4
    assert sum(one == "revoked" for one in fates.values()) >= len(half_year.revoked) == 1
    assert told["stop_work_full"] + told["stop_work_partial"] == told["stop_work_notices"]
    assert min(told["stop_work_full"], told["stop_work_partial"]) > 0
    assert told["rechecks"] > told["rechecks_passed"]
    assert told["findings_closed"] > told["findings_closed_on_time"]
    # Late both ways: of the period and entered after it, and before the period and entered in it.
    assert {day <= LAST < keyed for day, keyed in LATE.values()} == {True, False}
    assert any(day < FIRST <= keyed for day, keyed in LATE.values())
    days = {one.on for one in known if one.code == "groups"}
    assert {date(2025, 12, 31), FIRST, LAST, date(2026, 7, 1)} <= days
