"""Periods, what became of a target, tasks and the yearly cap: by days, at their edges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.planning import (
    Apart,
    Cap,
    Life,
    Linked,
    Period,
    Plans,
    Progress,
    Rhythm,
    Seen,
    TaskState,
    round_standing,
    standing,
    task_state,
)

Q4 = Period(Rhythm.QUARTER, 2026, 4)
TODAY = date(2026, 12, 18)


def visit(day: date, *, concluded: bool = True, name: str = "v") -> Seen:
    return Seen(name, "t", day, concluded)


@pytest.mark.parametrize(
    ("rhythm", "day", "number", "first", "last", "label"),
    [
        (Rhythm.QUARTER, date(2026, 12, 31), 4, date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        (Rhythm.QUARTER, date(2027, 1, 1), 1, date(2027, 1, 1), date(2027, 3, 31), "2027年第一季度"),
        (Rhythm.HALF_YEAR, date(2026, 6, 30), 1, date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        (Rhythm.HALF_YEAR, date(2026, 7, 1), 2, date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (Rhythm.MONTH, date(2028, 2, 29), 2, date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (Rhythm.YEAR, date(2026, 5, 5), 1, date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_periods(rhythm: Rhythm, day: date, number: int, first: date, last: date, label: str) -> None:
    told = Period.of(rhythm, day)
    assert (told.number, told.first, told.last, told.label) == (number, first, last, label)


@given(st.sampled_from(Rhythm), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_periods_follow_each_other_without_a_gap(rhythm: Rhythm, day: date) -> None:
    told = Period.of(rhythm, day)
    assert told.first <= day <= told.last
    assert told.before.last + timedelta(days=1) == told.first
    assert Period.of(rhythm, told.last + timedelta(days=1)).before == told


FIRST, LAST, DUE = date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 20)

BECAME = [
    ("nothing yet", [], date(2026, 11, 10), Progress.DUE, 10),
    ("on its day", [], DUE, Progress.DUE, 0),
    ("the day after", [], date(2026, 11, 21), Progress.OVERDUE, -1),
    ("begun", [visit(date(2026, 11, 9), concluded=False)], date(2026, 11, 10), Progress.UNDER_WAY, 10),
    ("concluded", [visit(date(2026, 11, 9))], date(2026, 11, 10), Progress.DONE, None),
    ("before its days", [visit(date(2026, 10, 31))], date(2026, 11, 10), Progress.DUE, 10),
    ("on the first day", [visit(FIRST)], date(2026, 11, 10), Progress.DONE, None),
    ("on the last day", [visit(LAST)], date(2026, 12, 1), Progress.DONE, None),
    ("after its days", [visit(date(2026, 12, 1))], date(2026, 12, 1), Progress.OVERDUE, -11),
]


@pytest.mark.parametrize(("name", "visits", "today", "progress", "left"), BECAME, ids=lambda of: str(of)[:24])
def test_what_became_of_a_target(
    name: str, visits: list[Seen], today: date, progress: Progress, left: int | None
) -> None:
    told = standing(visits, FIRST, LAST, DUE, today)
    assert (told.progress, told.days_left) == (progress, left), name


def test_the_first_concluded_visit_does_it_and_lateness_is_told() -> None:
    several = [
        visit(date(2026, 11, 25), name="late"),
        visit(date(2026, 11, 22), name="first"),
        visit(date(2026, 11, 5), concluded=False, name="broken off"),
    ]
    told = standing(several, FIRST, LAST, DUE, TODAY)
    assert (told.visit_id, told.on, told.late) == ("first", date(2026, 11, 22), True)
    assert standing([visit(DUE)], FIRST, LAST, DUE, TODAY).late is False


def in_round(life: Life, *visits: Seen, today: date = TODAY) -> Progress | None:
    told = round_standing(visits, Q4, life, today, least_days=30)
    return told.progress if told is not None else None


def test_a_round_and_when_a_target_lives() -> None:
    done = visit(date(2026, 11, 3))
    assert in_round(Life()) is Progress.DUE
    assert in_round(Life(), today=date(2027, 1, 1)) is Progress.OVERDUE
    assert in_round(Life(), done) is Progress.DONE
    # Closed: before the quarter it has no part; in it, unvisited, it owes nothing; visited, it stays done.
    assert in_round(Life(closed=date(2026, 10, 1))) is None
    assert in_round(Life(closed=date(2026, 10, 2))) is Progress.CLOSED
    assert in_round(Life(closed=date(2026, 12, 1)), done) is Progress.DONE
    assert (
        in_round(Life(closed=date(2026, 12, 1)), visit(date(2026, 11, 3), concluded=False)) is Progress.CLOSED
    )
    assert in_round(Life(closed=date(2026, 12, 20))) is Progress.DUE, "not closed yet today"
    assert in_round(Life(closed=date(2027, 1, 5)), today=date(2027, 2, 1)) is Progress.OVERDUE
    # New: with thirty days left it is due, with fewer in the next round, after the quarter not at all.
    assert in_round(Life(opened=date(2026, 12, 2))) is Progress.DUE
    assert in_round(Life(opened=date(2026, 12, 3))) is Progress.LATER
    assert in_round(Life(opened=date(2026, 12, 3)), visit(date(2026, 12, 10))) is Progress.DONE
    assert in_round(Life(opened=date(2027, 1, 1))) is None
    assert in_round(Life(opened=date(2026, 10, 1))) is Progress.DUE
    assert in_round(Life(opened=date(2020, 1, 1))) is Progress.DUE


@given(
    st.one_of(st.none(), st.dates(date(2026, 9, 1), date(2027, 1, 31))),
    st.one_of(st.none(), st.dates(date(2026, 9, 1), date(2027, 1, 31))),
    st.lists(st.tuples(st.dates(date(2026, 9, 1), date(2027, 1, 31)), st.booleans()), max_size=4),
    st.dates(date(2026, 9, 1), date(2027, 2, 28)),
)
def test_a_target_visited_in_its_quarter_is_never_owed(
    opened: date | None, closed: date | None, days: list[tuple[date, bool]], today: date
) -> None:
    visits = [visit(day, concluded=concluded) for day, concluded in days]
    told = round_standing(visits, Q4, Life(opened, closed), today, least_days=30)
    inside = [one for one in visits if one.concluded and one.on and Q4.first <= one.on <= Q4.last]
    if told is None:
        assert (closed is not None and closed <= Q4.first) or (opened is not None and opened > Q4.last)
    elif inside:
        assert told.progress is Progress.DONE
        assert told.on == min(one.on for one in inside if one.on)
    else:
        assert told.progress is not Progress.DONE


TASKS = [
    (TaskState.NOT_BEGUN, False, False, False, ()),
    (TaskState.UNDER_WAY, True, False, False, ()),
    (TaskState.DONE, False, True, False, ()),
    (TaskState.DROPPED, True, True, True, (Linked(3, 3),)),
    (TaskState.UNDER_WAY, False, False, False, (Linked(1, 3),)),
    (TaskState.UNDER_WAY, False, False, False, (Linked(0, 3, begun=True),)),
    (TaskState.NOT_BEGUN, False, False, False, (Linked(0, 3),)),
    (TaskState.DONE, False, False, False, (Linked(3, 3), Linked(1, 1))),
    (TaskState.UNDER_WAY, False, False, False, (Linked(3, 3), Linked(0, 1))),
    (TaskState.NOT_BEGUN, False, False, False, (Linked(0, 0),)),
]


@pytest.mark.parametrize(("state", "noted", "finished", "dropped", "links"), TASKS)
def test_states_of_a_task(
    state: TaskState, noted: bool, finished: bool, dropped: bool, links: tuple[Linked, ...]
) -> None:
    told = task_state(TODAY, TODAY, noted=noted, finished=finished, dropped=dropped, links=links)
    assert told is state
    late = task_state(
        TODAY, TODAY + timedelta(days=1), noted=noted, finished=finished, dropped=dropped, links=links
    )
    assert late is (state if state in (TaskState.DONE, TaskState.DROPPED) else TaskState.OVERDUE)


PLANS = Plans(
    caps=(Cap("site", "", 4), Cap("site", "高", 12), Cap("plant", "高", 6)),
    apart=(Apart("投诉", ("投诉", "举报")), Apart("紧急", urgent=True)),
)


def test_the_cap_of_a_kind_and_a_risk() -> None:
    asked = (("site", "高"), ("site", " 高 "), ("site", "中"), ("site", ""), ("plant", "高"), ("plant", ""))
    assert [PLANS.cap(*one) for one in asked] == [12, 12, 4, 4, 6, None]
    assert PLANS.cap("house", "") is None


def test_what_stands_apart() -> None:
    assert PLANS.apart_for("市民投诉转办", urgent=False) == "投诉"
    assert PLANS.apart_for("日常监督检查", urgent=True) == "紧急"
    assert PLANS.apart_for("日常监督检查", urgent=False) == ""
