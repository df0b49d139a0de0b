"""The clocks and the course of a case, against days reckoned by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.deadlines import WorkCalendar
from inspector_app.domain.errors import RuleError
from inspector_app.domain.filing import (
    MOVES,
    OUTCOMES,
    CaseState,
    Course,
    Step,
    StepKind,
    Terms,
    Timer,
    course,
    decision_due,
)
from inspector_app.domain.filing_rules import offered, refuse

K, S = StepKind, CaseState
TERMS = Terms()

YEAR_2026 = WorkCalendar(
    years=frozenset({2026}),
    holidays=frozenset(
        [date(2026, 5, day) for day in (1, 4, 5)] + [date(2026, 10, day) for day in (1, 2, 5, 6, 7)]
    ),
    workdays=frozenset({date(2026, 5, 9), date(2026, 10, 10)}),
)
"""May and October of 2026 with their exchanges, for the cases below; other holidays are left out."""


def steps(*told: Step) -> tuple[Step, ...]:
    """Return steps in the order given."""
    return tuple(replace(one, order=place) for place, one in enumerate(told, start=1))


def timer(told: Course, code: str) -> Timer:
    """Return a clock that must have begun."""
    found = told.timer(code)
    assert found is not None
    return found


OPENED = Step(K.OPENED, date(2026, 4, 13))
FILED = Step(K.FILED, date(2026, 4, 20), document_id="form")


@pytest.mark.parametrize(
    ("known", "extended", "due", "certain"),
    [
        (date(2026, 4, 13), 0, date(2026, 4, 28), True),  # 15 days from the day after; a Tuesday
        (date(2026, 4, 16), 0, date(2026, 5, 6), True),  # 1 May begins the holidays; the 6th is a workday
        (date(2026, 4, 10), 0, date(2026, 4, 27), True),  # 25 April is a Saturday
        (date(2026, 4, 24), 0, date(2026, 5, 9), True),  # Saturday 9 May one works (调休)
        (date(2026, 4, 13), 10, date(2026, 5, 8), True),
        (date(2026, 9, 16), 0, date(2026, 10, 8), True),
        (date(2026, 12, 20), 0, date(2027, 1, 4), False),  # the calendar of 2027 is not out yet
    ],
)
def test_verification_by_hand(known: date, extended: int, due: date, certain: bool) -> None:
    more = (Step(K.VERIFY_EXTENDED, known, days=extended, reason="复杂"),) if extended else ()
    told = course(steps(Step(K.OPENED, known), *more), TERMS, YEAR_2026, known)
    verify = timer(told, "verify")
    assert (verify.due, verify.certain) == (due, certain)
    assert verify.days_left(known) == (due - known).days
    assert not verify.overdue(due)
    assert verify.overdue(due + timedelta(days=1))


@pytest.mark.parametrize(
    ("filed", "more", "pauses", "due"),
    [
        (date(2026, 4, 20), 0, (), date(2026, 7, 20)),  # the 90th day is Sunday 19 July
        (date(2026, 4, 20), 30, (), date(2026, 8, 18)),
        (date(2026, 4, 20), 90, (), date(2026, 10, 19)),  # the 180th day is Saturday 17 October
        (date(2026, 4, 20), 0, ((date(2026, 5, 10), date(2026, 5, 19)),), date(2026, 7, 29)),  # ten days
        # Two that touch and one day that both name: eleven days, none counted twice.
        (
            date(2026, 4, 20),
            0,
            ((date(2026, 5, 10), date(2026, 5, 15)), (date(2026, 5, 15), date(2026, 5, 20))),
            date(2026, 7, 30),
        ),
        (date(2026, 4, 20), 0, ((date(2026, 4, 20), date(2026, 4, 20)),), date(2026, 7, 20)),  # never counted
        (date(2026, 7, 3), 0, (), date(2026, 10, 8)),  # the 90th day is 1 October
    ],
)
def test_decision_by_hand(filed: date, more: int, pauses: tuple[tuple[date, date], ...], due: date) -> None:
    assert decision_due(filed, TERMS.decide + more, pauses, YEAR_2026).due == due


def test_a_pause_that_runs_moves_the_last_day_and_makes_it_uncertain() -> None:
    told = steps(OPENED, FILED, Step(K.PAUSED, date(2026, 5, 11), reason="testing"))
    early = timer(course(told, TERMS, YEAR_2026, date(2026, 5, 20)), "decide")
    late = timer(course(told, TERMS, YEAR_2026, date(2026, 6, 9)), "decide")
    assert (early.due, late.due) == (date(2026, 7, 29), date(2026, 8, 18))
    assert not early.certain
    ended = steps(*told, Step(K.RESUMED, date(2026, 5, 20)))
    after = timer(course(ended, TERMS, YEAR_2026, date(2026, 6, 9)), "decide")
    assert (after.due, after.certain) == (early.due, True)


@pytest.mark.parametrize("ends", [K.DROPPED, K.HANDED_OVER])
def test_a_case_that_ends_in_a_pause_was_in_time(ends: StepKind) -> None:
    """The days of the testing did not count, whether or not anybody told its end."""
    told = steps(
        OPENED,
        FILED,
        Step(K.PAUSED, date(2026, 5, 11), reason="testing"),
        Step(ends, date(2026, 8, 3), reason="x", document_id="letter"),
    )
    decide = timer(course(told, TERMS, YEAR_2026, date(2026, 12, 1)), "decide")
    # Of the 90 days twenty were over when it paused; the other seventy begin on 4 August.
    assert (decide.due, decide.certain) == (date(2026, 10, 12), True)
    assert not decide.overdue(date(2026, 12, 1))


def test_a_clock_stops_with_the_step_it_asks_for() -> None:
    told = steps(
        OPENED, FILED, Step(K.DECIDED, date(2026, 7, 21), reason="等待检测", served_on=date(2026, 7, 24))
    )
    now = course(told, TERMS, YEAR_2026, date(2026, 12, 1))
    verify, decide, pay = (timer(now, code) for code in ("verify", "decide", "pay"))
    assert (verify.stopped_on, verify.overdue(date(2026, 12, 1))) == (date(2026, 4, 20), False)
    assert (decide.days_left(date(2026, 12, 1)), decide.overdue(date(2026, 12, 1))) == (-1, True)
    assert (pay.due, pay.certain, now.running) == (date(2026, 8, 10), True, pay)


def test_a_payment_clock_is_uncertain_until_the_receipt_is_known() -> None:
    told = steps(OPENED, FILED, Step(K.DECIDED, date(2026, 7, 1)))
    assert not timer(course(told, TERMS, YEAR_2026, date(2026, 7, 2)), "pay").certain


def test_the_days_are_those_of_the_edition() -> None:
    terms = Terms(verify=7, decide=60)
    told = course(steps(OPENED, FILED), terms, YEAR_2026, date(2026, 5, 6))
    assert (timer(told, "verify").due, timer(told, "decide").due) == (date(2026, 4, 20), date(2026, 6, 19))


def _refused(
    told: tuple[Step, ...], step: Step, terms: Terms = TERMS, today: date = date(2026, 12, 31)
) -> RuleError:
    now = course(told, terms, YEAR_2026, step.on)
    with pytest.raises(RuleError) as refused:
        refuse(now, step, terms, today)
    return refused.value


def _allowed(told: tuple[Step, ...], step: Step, terms: Terms = TERMS) -> CaseState:
    """Return where a case stands after a step that nothing refuses."""
    refuse(course(told, terms, YEAR_2026, step.on), step, terms, date(2026, 12, 31))
    after = course(steps(*told, step), terms, YEAR_2026, step.on)
    assert after.ignored == ()
    return after.state


NEW, UNDER_WAY = steps(OPENED), steps(OPENED, FILED)
ONCE = steps(OPENED, FILED, Step(K.EXTENDED, date(2026, 7, 1), days=30, reason="复杂"))
TWICE = steps(*ONCE, Step(K.EXTENDED, date(2026, 8, 1), days=60, joint=True, reason="复杂"))
MORE_TIME = steps(OPENED, Step(K.VERIFY_EXTENDED, date(2026, 4, 20), days=10, reason="复杂"))


@pytest.mark.parametrize(
    ("told", "step", "code", "where"),
    [
        (NEW, Step(K.DECIDED, date(2026, 4, 21)), "filing.not_filed_yet", "filing.step"),
        (NEW, Step(K.PAUSED, date(2026, 4, 21), reason="testing"), "filing.not_filed_yet", "filing.step"),
        (NEW, Step(K.RESUMED, date(2026, 4, 21)), "filing.not_filed_yet", "filing.step"),
        (NEW, Step(K.CLOSED, date(2026, 4, 21)), "filing.out_of_order", "filing.step"),
        (NEW, Step(K.FILED, date(2026, 4, 29)), "filing.verification_over", "filing.reason"),
        (NEW, Step(K.FILED, date(2026, 4, 12)), "filing.before_step", "filing.on"),
        (NEW, Step(K.FILED, date(2027, 1, 1), reason="迟"), "filing.in_future", "filing.on"),
        (NEW, Step(K.NOT_FILED, date(2026, 4, 20), reason=" "), "filing.reason_missing", "filing.reason"),
        (
            NEW,
            Step(K.VERIFY_EXTENDED, date(2026, 4, 20), days=11, reason="x"),
            "filing.extension_days",
            "filing.days",
        ),
        (
            NEW,
            Step(K.VERIFY_EXTENDED, date(2026, 4, 20), days=0, reason="x"),
            "filing.extension_days",
            "filing.days",
        ),
        (NEW, Step(K.VERIFY_EXTENDED, date(2026, 4, 20), days=5), "filing.reason_missing", "filing.reason"),
        (
            NEW,
            Step(K.VERIFY_EXTENDED, date(2026, 4, 29), days=5, reason="x"),
            "filing.extension_late",
            "filing.on",
        ),
        (
            MORE_TIME,
            Step(K.VERIFY_EXTENDED, date(2026, 4, 21), days=1, reason="x"),
            "filing.extended_enough",
            "filing.days",
        ),
        (UNDER_WAY, Step(K.FILED, date(2026, 4, 21)), "filing.out_of_order", "filing.step"),
        (
            UNDER_WAY,
            Step(K.EXTENDED, date(2026, 7, 1), days=31, reason="x"),
            "filing.extension_days",
            "filing.days",
        ),
        (
            UNDER_WAY,
            Step(K.EXTENDED, date(2026, 7, 21), days=30, reason="x"),
            "filing.extension_late",
            "filing.on",
        ),
        (
            UNDER_WAY,
            Step(K.PAUSED, date(2026, 5, 1), reason="holiday"),
            "filing.pause_unknown",
            "filing.reason",
        ),
        (UNDER_WAY, Step(K.DECIDED, date(2026, 7, 21)), "filing.decision_over", "filing.reason"),
        (
            UNDER_WAY,
            Step(K.DECIDED, date(2026, 7, 1), served_on=date(2026, 6, 30)),
            "filing.served_before_decision",
            "filing.served_on",
        ),
        (
            UNDER_WAY,
            Step(K.DECIDED, date(2026, 12, 30), reason="x", served_on=date(2027, 1, 1)),
            "filing.in_future",
            "filing.served_on",
        ),
        (UNDER_WAY, Step(K.HANDED_OVER, date(2026, 7, 1)), "filing.transfer_reason", "filing.reason"),
        (
            ONCE,
            Step(K.EXTENDED, date(2026, 8, 1), days=60, reason="x"),
            "filing.joint_missing",
            "filing.joint",
        ),
        (
            ONCE,
            Step(K.EXTENDED, date(2026, 8, 1), days=61, joint=True, reason="x"),
            "filing.extension_days",
            "filing.days",
        ),
        (
            TWICE,
            Step(K.EXTENDED, date(2026, 9, 1), days=1, joint=True, reason="x"),
            "filing.extended_enough",
            "filing.days",
        ),
    ],
)
def test_refused(told: tuple[Step, ...], step: Step, code: str, where: str) -> None:
    error = _refused(told, step)
    assert (error.code, error.where) == (code, where)


def test_a_refusal_that_rests_on_law_names_the_clause() -> None:
    assert _refused(NEW, Step(K.FILED, date(2026, 4, 29))).values["source"] == "住房和城乡建设部令第55号"
    assert _refused(UNDER_WAY, Step(K.DECIDED, date(2026, 7, 21))).values["source"] == "行政处罚法 60"


def test_allowed_on_the_last_day_and_with_a_reason_after_it() -> None:
    assert _allowed(NEW, Step(K.FILED, date(2026, 4, 28))) is S.FILED
    assert _allowed(NEW, Step(K.FILED, date(2026, 4, 29), reason="等待检测报告")) is S.FILED
    assert _allowed(MORE_TIME, Step(K.FILED, date(2026, 5, 8))) is S.FILED
    assert _allowed(UNDER_WAY, Step(K.DECIDED, date(2026, 7, 20))) is S.DECIDED
    assert _allowed(UNDER_WAY, Step(K.EXTENDED, date(2026, 7, 20), days=30, reason="复杂")) is S.FILED
    assert _allowed(ONCE, Step(K.EXTENDED, date(2026, 8, 18), days=60, joint=True, reason="复杂")) is S.FILED
    assert _allowed(TWICE, Step(K.DECIDED, date(2026, 10, 19))) is S.DECIDED


def test_without_the_power_only_handing_over_is_offered() -> None:
    without = replace(TERMS, power="transfer")
    assert K.FILED in offered(TERMS)
    assert offered(without) == (K.HANDED_OVER, K.NOT_FILED)
    assert _refused(NEW, Step(K.FILED, date(2026, 4, 20)), without).code == "filing.no_power"
    _allowed(NEW, Step(K.HANDED_OVER, date(2026, 4, 20)), without)


def test_a_closed_case_ends_there() -> None:
    closed = steps(
        OPENED, Step(K.NOT_FILED, date(2026, 4, 20), reason="轻微"), Step(K.CLOSED, date(2026, 4, 21))
    )
    for kind in set(K) - {K.OPENED}:
        assert _refused(closed, Step(kind, date(2026, 4, 22), reason="x")).code == "filing.ended"


def test_steps_that_came_out_of_order_change_nothing_and_are_named() -> None:
    told = course(
        steps(OPENED, Step(K.DECIDED, date(2026, 4, 14)), FILED, FILED), TERMS, YEAR_2026, date(2026, 5, 6)
    )
    assert (told.state, told.ignored, told.counted) == (S.FILED, ("decided", "filed"), frozenset({1, 3}))


def test_an_extension_beyond_the_bounds_that_came_by_a_merge_counts_nothing() -> None:
    told = course(
        steps(OPENED, FILED, Step(K.EXTENDED, date(2026, 5, 6), days=200, reason="x")),
        TERMS,
        YEAR_2026,
        date(2026, 5, 6),
    )
    assert (timer(told, "decide").due, told.ignored) == (date(2026, 7, 20), ("extended",))


@given(
    st.lists(
        st.tuples(st.sampled_from([one for one in K if one is not K.OPENED]), st.integers(0, 40)), max_size=25
    )
)
def test_whatever_comes_the_course_stays_within_the_table(told: list[tuple[StepKind, int]]) -> None:
    """Every step that is allowed by the rules moves as the table says; every other one is refused."""
    taken = [OPENED]
    for kind, gap in told:
        last = taken[-1].on
        step = Step(kind, last + timedelta(days=gap), days=10, joint=True, reason="testing", document_id="x")
        before = course(steps(*taken), TERMS, YEAR_2026, step.on)
        after = course(steps(*taken, step), TERMS, YEAR_2026, step.on)
        try:
            refuse(before, step, TERMS, date(2100, 1, 1))
        except RuleError:
            assert (before.state, kind) not in MOVES or kind in (K.EXTENDED, K.VERIFY_EXTENDED)
            continue
        assert after.state is MOVES[before.state, kind]
        assert not after.ignored
        assert (after.outcome is not None) == (after.state in (*OUTCOMES, S.CLOSED))
        taken.append(step)


def test_a_case_begins_with_the_step_that_opens_it() -> None:
    with pytest.raises(ValueError, match="begins with"):
        course((FILED,), TERMS, YEAR_2026, date(2026, 5, 6))
