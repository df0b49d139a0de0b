"""The course of a duty: days and results from events, in whatever order those of other parties arrive."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.duties import Course, Event, course, together
from inspector_app.domain.states import FindingState, Happening, State

H, S = Happening, FindingState
FIRST, DUE, LATER = date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 20)
TODAY = date(2026, 9, 5)


def ordered(n: int, due: date | None = DUE, by: str = "notice", **more: bool) -> Event:
    return Event(n, H.ORDERED, FIRST, due, by, **more)


def told(*happenings: Happening) -> list[Event]:
    return [Event(n, one, FIRST + timedelta(days=n)) for n, one in enumerate(happenings, start=10)]


def extended(n: int, to: date, asked: date | None) -> Event:
    return Event(n, H.EXTENDED, asked, to, "decision", asked)


def test_a_duty_that_nobody_ordered_keeps_its_first_day() -> None:
    found = course([], DUE, TODAY)
    assert (found.state.word, found.due, found.order_id, found.open) == (S.NEW, DUE, "", True)
    assert found.on_time is None


def test_an_order_sets_the_day_and_is_named() -> None:
    found = course([ordered(1)], None, TODAY)
    assert (found.state.word, found.due, found.timely_until, found.order_id) == (
        S.ORDERED,
        DUE,
        DUE,
        "notice",
    )
    assert not found.state.overdue
    assert course([ordered(1)], None, DUE + timedelta(days=1)).state.overdue


@pytest.mark.parametrize(
    ("asked", "timely"),
    [
        pytest.param(DUE - timedelta(days=1), LATER, id="before the deadline"),
        pytest.param(DUE, LATER, id="on its last day"),
        pytest.param(DUE + timedelta(days=1), DUE, id="the day after"),
        pytest.param(None, DUE, id="nobody says when"),
    ],
)
def test_an_extension_moves_the_day_and_only_one_asked_in_time_excuses(
    asked: date | None, timely: date
) -> None:
    found = course([ordered(1), extended(2, LATER, asked)], None, TODAY)
    assert (found.due, found.timely_until, found.extensions) == (LATER, timely, 1)
    closed = [ordered(1), extended(2, LATER, asked), Event(3, H.RECTIFIED, LATER)]
    assert course(closed, None, LATER).on_time is (timely == LATER)


def test_a_second_extension_asked_before_the_first_new_day_still_counts_as_late_after_a_late_one() -> None:
    late, next_one = DUE + timedelta(days=1), LATER + timedelta(days=5)
    events = [ordered(1), extended(2, LATER, late), extended(3, next_one, late + timedelta(days=1))]
    found = course(events, None, TODAY)
    assert (found.due, found.timely_until, found.extensions) == (next_one, DUE, 2)


def test_after_closing_an_extension_changes_nothing() -> None:
    closed = [ordered(1), Event(2, H.RECTIFIED, DUE)]
    before = course(closed, None, TODAY)
    after = course([*closed, extended(3, LATER, DUE)], None, TODAY)
    assert replace(after, state=replace(after.state, ignored=())) == before
    assert after.state.ignored == (str(H.EXTENDED),)
    assert before.closed_on == DUE
    assert before.on_time is True


def test_a_failed_recheck_and_a_new_order_begin_a_second_round() -> None:
    failed = [ordered(1), *told(H.SERVED, H.REPLIED, H.ACCEPTED, H.NOT_RECTIFIED)]
    assert course(failed, None, TODAY).state.word == S.FAILED
    found = course([*failed, ordered(30, LATER, "opinion", again=True)], None, TODAY)
    assert (found.state.word, found.state.round, found.due, found.order_id) == (
        S.ORDERED,
        2,
        LATER,
        "opinion",
    )


def test_what_could_not_be_verified_may_be_given_a_new_day_and_waits_on() -> None:
    seen = [ordered(1), *told(H.SERVED, H.UNVERIFIABLE)]
    found = course([*seen, ordered(30, LATER, "opinion", again=True)], None, TODAY)
    assert (found.state.word, found.due, found.order_id) == (S.TO_RECHECK, LATER, "opinion")


def test_a_second_paper_beside_the_first_moves_no_day() -> None:
    found = course([ordered(1), ordered(2, LATER, "stop", own=False)], None, TODAY)
    assert (found.due, found.order_id) == (DUE, "notice")


def test_a_new_order_that_is_void_undoes_its_day() -> None:
    """A void paper tells no events: what is left is the course before it."""
    failed = [ordered(1), *told(H.SERVED, H.NOT_RECTIFIED)]
    again = course([*failed, ordered(30, LATER, "opinion", again=True)], None, TODAY)
    left = course(failed, None, TODAY)
    assert (again.due, left.due) == (LATER, DUE)
    assert (again.state.word, left.state.word) == (S.ORDERED, S.FAILED)


def test_what_was_escalated_has_the_day_of_its_case_and_closes_when_that_ends() -> None:
    events = [ordered(1), Event(2, H.NOT_RECTIFIED, DUE), Event(3, H.ESCALATED, DUE, LATER, "form")]
    assert course(events, None, TODAY).due == LATER
    found = course([*events, Event(4, H.SETTLED, LATER)], None, LATER)
    assert (found.state.word, found.closed_on, found.on_time) == (S.CLOSED, LATER, False)


HAPPENINGS = st.sampled_from(list(Happening))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
EVENTS = st.lists(
    st.builds(
        Event,
        order=st.integers(1, 10_000),
        happening=HAPPENINGS,
        on=st.none() | DAYS,
        due=st.none() | DAYS,
        by=st.sampled_from(["", "a", "b", "c"]),
        asked_on=st.none() | DAYS,
        own=st.booleans(),
        again=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda one: one.order,
)


@given(EVENTS, st.none() | DAYS, DAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_handed_over_does_not_matter(
    events: list[Event], first: date | None, today: date, shuffle: object
) -> None:
    mixed = list(events)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert course(mixed, first, today) == course(events, first, today)


@given(EVENTS, EVENTS, st.none() | DAYS, DAYS)
def test_events_of_another_party_that_arrive_between_leave_a_course_as_it_is(
    own: list[Event], other: list[Event], first: date | None, today: date
) -> None:
    """Two parties' events share one journal: wherever the other's fall, each keeps its own course."""
    spread = [replace(one, order=one.order * 2) for one in own]
    between = [replace(one, order=one.order * 2 + 1) for one in other]
    journal = sorted([*spread, *between], key=lambda one: one.order)
    mine = [one for one in journal if one in spread]
    assert course(mine, first, today) == course(own, first, today)


@given(EVENTS, st.none() | DAYS, DAYS, DAYS, DAYS)
def test_whatever_came_before_an_extension_after_the_end_changes_nothing(
    events: list[Event], first: date | None, today: date, to: date, asked: date
) -> None:
    before = course(events, first, today)
    after = course([*events, extended(20_000, to, asked)], first, today)
    if not before.open:
        assert replace(after, state=before.state) == before


@given(EVENTS, st.none() | DAYS, DAYS)
def test_a_course_is_whole(events: list[Event], first: date | None, today: date) -> None:
    found = course(events, first, today)
    assert (found.closed_on is not None) <= (found.state.word == S.CLOSED)
    assert found.open is (found.state.word not in (S.CLOSED, S.CORRECTED, S.WITHDRAWN))
    assert found.extensions <= sum(one.happening is H.EXTENDED for one in events)
    if found.order_id:
        assert found.order_id in {one.by for one in events if one.happening is H.ORDERED}
    if found.due is not None:
        assert found.due in {first, *(one.due for one in events)}
    if found.on_time is not None:
        assert found.state.word == S.CLOSED


def test_a_finding_is_as_far_as_its_slowest_party() -> None:
    def of(word: FindingState, *, overdue: bool = False, round_: int = 1) -> Course:
        return Course(State(word, overdue=overdue, round=round_))

    assert together([]).word == S.NEW
    assert together([of(S.CLOSED), of(S.TO_RECTIFY, overdue=True, round_=2)]) == State(
        S.TO_RECTIFY, overdue=True, round=2
    )
    assert together([of(S.CLOSED), of(S.CLOSED)]).word == S.CLOSED
    assert together([of(S.ESCALATED), of(S.FAILED)]).word == S.FAILED


def reported(n: int, on: date) -> list[Event]:
    return [Event(n, H.REPLIED, on), Event(n, H.ACCEPTED, on)]


def test_a_complete_report_in_time_counts_though_the_recheck_comes_later() -> None:
    """What the recheck bears out was done when it was reported: the bureau's own delay is not the party's."""
    events = [ordered(1), *reported(2, DUE), Event(3, H.RECTIFIED, LATER)]
    found = course(events, None, LATER)
    assert (found.closed_on, found.done_on, found.on_time) == (LATER, DUE, True)
    late = course(
        [ordered(1), *reported(2, DUE + timedelta(days=1)), Event(3, H.RECTIFIED, LATER)], None, LATER
    )
    assert late.on_time is False
    assert course([ordered(1), Event(2, H.RECTIFIED, LATER)], None, LATER).on_time is False


def test_a_report_that_the_recheck_refuted_counts_for_nothing() -> None:
    again = ordered(4, LATER, "again", again=True)
    events = [
        ordered(1),
        *reported(2, FIRST),
        Event(3, H.NOT_RECTIFIED, TODAY),
        again,
        Event(5, H.RECTIFIED, LATER),
    ]
    found = course(events, None, LATER)
    assert (found.done_on, found.timely_until, found.due) == (LATER, DUE, LATER)
    assert found.on_time is False, "ordered again is late by the first order's day"
