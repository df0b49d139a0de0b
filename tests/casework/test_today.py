"""What is due and what the week holds, over a real case played to the day that is asked about."""

from datetime import date, datetime, timedelta

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.overview import today, week
from inspector_app.casework.overview.today import OPEN, Due, Section
from inspector_app.casework.papers import board, documents, duties, issued, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import Case
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.states import FindingState
from inspector_app.reports import figures
from tests.casework.bench import Bench
from tests.casework.conftest import START, play

VISIT = START.date()


@pytest.fixture
def served(bench: Bench, site_case: Case) -> Played:
    """The site visit of 2026-11-24: one finding due in 2 days, one in 3, a major one in 8."""
    return play(bench, site_case, until="serve")


def on(bench: Bench, day: date) -> tuple[Due, ...]:
    bench.clock.moment = datetime(day.year, day.month, day.day, 8, 0, tzinfo=CHINA)
    return today.dues(bench.desk)


def told(rows: tuple[Due, ...]) -> list[tuple[Section, str, int, int]]:
    return [(one.section, one.number, one.count, one.left) for one in rows]


NOTICE, STOP = "望住建改〔2026〕3-1号", "望住建停〔2026〕3-1号"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, [(Section.SOON, NOTICE, 2, 2)]),
        (1, [(Section.SOON, NOTICE, 2, 1), (Section.SOON, STOP, 1, 7)]),
        (2, [(Section.TODAY, NOTICE, 1, 0), (Section.SOON, NOTICE, 1, 1), (Section.SOON, STOP, 1, 6)]),
        (3, [(Section.OVERDUE, NOTICE, 1, -1), (Section.TODAY, NOTICE, 1, 0), (Section.SOON, STOP, 1, 5)]),
        (8, [(Section.OVERDUE, NOTICE, 2, -6), (Section.TODAY, STOP, 1, 0)]),
        (400, [(Section.OVERDUE, NOTICE, 2, -398), (Section.OVERDUE, STOP, 1, -392)]),
    ],
)
def test_each_day_lists_what_is_due_by_urgency(
    bench: Bench, served: Played, days: int, expected: list[tuple[Section, str, int, int]]
) -> None:
    assert told(on(bench, VISIT + timedelta(days=days))) == expected


def test_overdue_begins_with_the_day_after_the_last_one(bench: Bench, served: Played) -> None:
    bench.clock.moment = datetime(2026, 11, 26, 23, 59, 59, tzinfo=CHINA)
    assert next(one.section for one in today.dues(bench.desk)) is Section.TODAY
    bench.clock.moment = datetime(2026, 11, 27, 0, 0, 0, tzinfo=CHINA)
    assert next(one.section for one in today.dues(bench.desk)) is Section.OVERDUE


def test_a_row_names_target_document_party_and_the_most_urgent_finding(bench: Bench, served: Played) -> None:
    row = on(bench, VISIT)[0]
    notice = issued.must_be_issued(bench.desk.store, row.document_id)
    assert (row.number, row.label, row.party) == (notice.number, notice.label, notice.addressee)
    assert row.target == registry.target_of(bench.desk.store, notice.target_id).name
    assert (row.inspection_id, row.target_id) == (served.inspection_id, notice.target_id)
    assert row.fact.startswith("保护接零未连接")  # due a day before the other one
    assert row.due == date(2026, 11, 26)


def test_what_was_rectified_is_gone_and_what_could_not_be_seen_waits(bench: Bench, served: Played) -> None:
    ids = {
        one.number: issued.must_be_issued(bench.desk.store, one.document_id).finding_ids
        for one in on(bench, VISIT + timedelta(days=1))
    }
    first, second = ids[NOTICE]
    results = (Result(first, "rectified"), Result(second, "unverifiable"), Result(ids[STOP][0], "partial"))
    recheck.recheck(bench.desk, VISIT + timedelta(days=1), results, ("沈知远",))
    rows = on(bench, VISIT + timedelta(days=1))
    assert [(one.section, one.number, one.count, one.state) for one in rows] == [
        (Section.RECHECK, NOTICE, 1, FindingState.TO_RECHECK),
        (Section.RECHECK, STOP, 1, FindingState.FAILED),
    ]
    later = on(bench, VISIT + timedelta(days=30))
    assert [one.section for one in later] == [Section.OVERDUE, Section.OVERDUE]


def test_the_list_agrees_with_the_states_of_the_findings(bench: Bench, site_case: Case) -> None:
    played = play(bench, site_case, until="recheck")
    for days in (0, 2, 5, 40):
        rows = on(bench, VISIT + timedelta(days=days))
        states = {one: duties.finding_state(bench.desk, one) for one in played.finding_ids}
        late = {one for one, state in states.items() if state.overdue}
        assert sum(one.count for one in rows if one.section is Section.OVERDUE) == len(late)
        assert all(state.word in OPEN for one, state in states.items() if one in late)


def test_a_void_document_orders_nothing(bench: Bench, played: Played) -> None:
    before = on(bench, VISIT)
    documents.void(bench.desk, before[0].document_id, "主送写错")
    assert told(on(bench, VISIT)) == []
    assert before


def test_an_empty_workspace_owes_nothing(bench: Bench) -> None:
    assert today.dues(bench.desk) == ()
    assert all(not one.visits for one in week.week(bench.desk))
    assert week.recent(bench.desk.store, VISIT) == ()


# The week.


def test_the_week_has_its_visits_and_what_falls_due(bench: Bench, served: Played) -> None:
    days = week.week(bench.desk, on(bench, VISIT))
    assert [one.day.isoweekday() for one in days] == [1, 2, 3, 4, 5]
    tuesday = days[1]
    assert [(one.id, one.done) for one in tuesday.visits] == [(served.inspection_id, True)]
    assert [one.due for one in days] == [0, 0, 0, 1, 0]


def test_a_saturday_shows_only_when_something_is_on(bench: Bench) -> None:
    target = play_target(bench)
    started = datetime(2026, 11, 28, 10, 0, tzinfo=CHINA)
    inspections.begin(bench.desk, target, (), started=values.iso(started))
    days = week.week(bench.desk)
    assert [one.day for one in days][-1] == date(2026, 11, 28)
    assert [one.done for one in days[-1].visits] == [False]


def play_target(bench: Bench) -> str:
    new = registry.NewTarget("construction_site", "望川大厦", "望川路1号", ())
    return registry.add_target(bench.desk, new)


def test_the_figures_are_those_of_the_report(bench: Bench, site_case: Case, plant_case: Case) -> None:
    play(bench, site_case, until="serve")
    play(bench, plant_case, until="serve")
    bench.clock.moment = START + timedelta(hours=9)
    monday = week.monday(VISIT)
    report = {
        one.code: one.ids
        for one in figures.count(board.reckoned(bench.desk), monday, monday + timedelta(days=6))
    }
    own = {code: one.ids for code, one in week.week_figures(bench.desk).items()}
    assert set(own) == set(week.SHOWN)
    assert own == {code: report[code] for code in week.SHOWN}
    assert len(own["officer_visits"]) >= 4
    assert len(own["rectification_notices"]) == 1


def test_the_figures_of_another_week_are_none(bench: Bench, served: Played) -> None:
    bench.clock.moment = START + timedelta(days=7)
    assert {one.value for one in week.week_figures(bench.desk).values()} == {0}


def test_recent_documents_are_those_since_a_day(bench: Bench, site_case: Case) -> None:
    old = play(bench, site_case, until="issue")
    later = site_case.model_copy(
        update={"inspection": site_case.inspection.model_copy(update={"day": VISIT + timedelta(days=10)})}
    )
    new = play(bench, later, until="issue")
    store = bench.desk.store
    assert {one.id for one in week.recent(store, VISIT + timedelta(days=1))} == set(new.document_ids)
    assert {one.id for one in week.recent(store, VISIT)} == {*old.document_ids, *new.document_ids}
