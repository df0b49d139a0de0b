"""The hint that a hazard comes again: same clause, same target, twelve months, from standing orders."""

from datetime import date, timedelta

import pytest

from inspector_app.casework.history import carry, repeats
from inspector_app.casework.papers import documents, issued
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.templates import ORDERING
from tests.casework.bench import Bench


def target_of(bench: Bench, played: Played) -> str:
    return inspections.inspection_of(bench.desk.store, played.inspection_id).target_id


def hints(bench: Bench, played: Played, but: str = "") -> dict[str, list[str]]:
    told = repeats.earlier(bench.desk.store, target_of(bench, played), but, bench.desk.today())
    return {clause: [one.visit_id for one in several] for clause, several in told.items()}


def clauses(bench: Bench, played: Played) -> set[str]:
    """The clauses of what that visit ordered."""
    store = bench.desk.store
    found = findings.findings_of(store, played.inspection_id)
    return {one.clause_id for one in found if findings.ordered_by(store, one.id)}


def test_a_second_visit_is_told_of_what_the_first_ordered_with_day_and_number(
    bench: Bench, played: Played
) -> None:
    bench.clock.moment += timedelta(days=30)
    second = carry.begin(bench.desk, target_of(bench, played))
    told = repeats.earlier(bench.desk.store, target_of(bench, played), second, bench.desk.today())
    assert set(told) == clauses(bench, played)
    orders = [one for one in issued.all_documents(bench.desk.store) if one.kind in ORDERING]
    for several in told.values():
        (one,) = several
        assert one.visit_id == played.inspection_id, "what one visit ordered twice counts once"
        assert (one.number, one.on, one.label) in {(a.number, a.issued_on, a.label) for a in orders}


def test_the_visits_own_orders_do_not_count(bench: Bench, played: Played) -> None:
    assert hints(bench, played, but=played.inspection_id) == {}


def test_after_twelve_months_it_is_no_repetition(bench: Bench, played: Played) -> None:
    start = bench.clock.moment
    bench.clock.moment = start + timedelta(days=365)
    assert hints(bench, played)
    bench.clock.moment = start + timedelta(days=366)
    assert hints(bench, played) == {}


def test_another_target_hears_nothing(bench: Bench, played: Played) -> None:
    other = registry.add_target(bench.desk, registry.NewTarget("construction_site", "云栖里", "1号", ()))
    assert repeats.earlier(bench.desk.store, other, "", bench.desk.today()) == {}


def test_a_void_order_does_not_count(bench: Bench, played: Played) -> None:
    orders = [one for one in issued.all_documents(bench.desk.store) if one.kind in ORDERING]
    for one in orders:
        documents.void(bench.desk, one.id, "写错了地址")
    assert hints(bench, played) == {}


@pytest.mark.parametrize(
    ("day", "before"),
    [(date(2026, 11, 24), date(2025, 11, 24)), (date(2028, 2, 29), date(2027, 2, 28))],
)
def test_a_year_before(day: date, before: date) -> None:
    assert repeats.a_year_before(day) == before
