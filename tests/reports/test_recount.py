"""`figures` equals a second count that reads nothing but the papers that leave the house."""

from datetime import date
from pathlib import Path

import pytest

from inspector_app.answers import exports, health, statistics
from inspector_app.catalog.messages import Messages
from tests.reports.conftest import FIRST, KEYED, LAST, HalfYear
from tests.reports.recount import recount

PERIODS = (
    (FIRST, LAST),
    (FIRST, FIRST),
    (LAST, LAST),
    (date(2026, 1, 2), date(2026, 3, 31)),
    (date(2025, 12, 31), date(2026, 7, 1)),
)


@pytest.fixture(scope="module")
def papers(half_year: HalfYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("papers")
    exports.answer(half_year.bench.desk.store, "pdf", out, "")
    return out


@pytest.mark.slow
@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_figures_equal_a_recount_from_the_papers(
    half_year: HalfYear, papers: Path, first: date, last: date
) -> None:
    book = health.numbers(half_year.bench.desk.store, Messages("zh")).data
    fates = {one["number"]: one["fate"] for key in ("numbers", "late") for one in book[key]}  # type: ignore[attr-defined]
    expected = recount(papers, fates, KEYED, first, last)
    told = statistics.answer(half_year.bench.session, first, last).data["figures"]
    values = {one["code"]: one for one in told}  # type: ignore[attr-defined]
    # A day on paper has no record of its own: its visit is known by its notice.
    late = [day for day in KEYED.values() if first <= day <= last]
    expected["site_visits"] += len(late)
    expected["officer_visits"] += 2 * len(late)
    assert {code: values[code]["value"] for code in expected} == expected
    assert len(values["site_visits"]["late"]) == len(late)
    assert all(one["value"] == len(one["ids"]) == len(set(one["ids"])) for one in values.values())


def test_the_half_year_holds_every_hard_case(half_year: HalfYear, papers: Path) -> None:
    book = health.numbers(half_year.bench.desk.store, Messages("zh")).data
    fates = {one["number"]: one["fate"] for key in ("numbers", "late") for one in book[key]}  # type: ignore[attr-defined]
    told = recount(papers, fates, KEYED, FIRST, LAST)
    assert sorted(fates.values()).count("void") >= 2
    assert sorted(fates.values()).count("revoked") == 1
    assert min(told["stop_work_full"], told["stop_work_partial"]) > 0
    assert told["stop_work_full"] + told["stop_work_partial"] == told["stop_work_notices"]
    assert told["plant_visits"] == 8
