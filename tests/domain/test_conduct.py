"""Bad conduct by itself: what a code writes, how days are counted, which state and step follow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.conduct import (
    LEAST_MONTHS,
    MOST_MONTHS,
    SHORTENED_MONTHS,
    WAITING,
    Answer,
    ConductFacts,
    ConductState,
    Pace,
    Step,
    answer_ends,
    corresponding,
    last_days,
    last_of,
    next_step,
    own_texts,
    spoken_months,
    state_of,
)
from inspector_app.domain.deadlines import Deadline
from inspector_app.domain.parties import PartyRole
from tests.builders import ON, a_calendar, a_code

CALENDAR = a_calendar()
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def test_a_code_writes_what_the_papers_ask_for() -> None:
    assert own_texts(a_code(), 6) == {
        "conduct_code": "D1-4-05",
        "conduct": "危险部位没有设置安全警示标志",
        "rule": "《某认定标准》D1-4-05；《某条例》第28条",
        "consequence": "拟公示六个月",
    }
    local = own_texts(a_code("HNT-1", points=10, months=12, basis=""), 6)
    assert local["consequence"] == "拟记10分，公示一年"
    assert local["rule"] == "《某认定标准》HNT-1"


@pytest.mark.parametrize(
    ("months", "said"), [(6, "六个月"), (9, "九个月"), (12, "一年"), (18, "18个月"), (36, "三年")]
)
def test_months_are_said_as_people_say_them(months: int, said: str) -> None:
    assert spoken_months(months) == said


def test_a_code_fits_its_roles_and_holds_in_its_days() -> None:
    code = a_code(valid_from=date(2018, 1, 1), valid_to=date(2026, 4, 27))
    assert code.fits(PartyRole.CONTRACTOR)
    assert not code.fits(PartyRole.OWNER)
    assert code.in_force(date(2018, 1, 1))
    assert code.in_force(ON)
    assert not code.in_force(date(2017, 12, 31))
    assert not code.in_force(date(2026, 4, 28))
    assert a_code().in_force(date(1900, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "same", "last"),
    [
        (date(2026, 5, 6), 6, date(2026, 11, 6), date(2026, 11, 5)),
        (date(2026, 10, 9), 6, date(2027, 4, 9), date(2027, 4, 8)),
        (date(2026, 8, 31), 6, date(2027, 2, 28), date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 1, 1), 12, date(2027, 1, 1), date(2026, 12, 31)),
        (date(2024, 2, 29), 36, date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 12, 1), 36, date(2029, 12, 1), date(2029, 11, 30)),
    ],
)
def test_months_end_on_the_corresponding_day_or_on_the_last_of_a_shorter_month(
    start: date, months: int, same: date, last: date
) -> None:
    assert corresponding(start, months) == same
    assert last_of(start, months) == last


@given(DAYS, st.integers(1, MOST_MONTHS))
def test_more_months_never_end_earlier(start: date, months: int) -> None:
    assert start < last_of(start, months) + timedelta(days=1)
    assert last_of(start, months) <= last_of(start, months + 1)
    assert corresponding(start, months) - last_of(start, months) <= timedelta(days=1)


def test_the_bounds_of_being_public() -> None:
    assert (LEAST_MONTHS, MOST_MONTHS, SHORTENED_MONTHS) == (6, 36, 3)
    assert last_days(date(2026, 5, 6)) == (date(2026, 11, 5), date(2029, 5, 6))
    assert last_days(date(2026, 5, 6), SHORTENED_MONTHS) == (date(2026, 8, 5), date(2029, 5, 6))


# The time for a defence


@pytest.mark.parametrize(
    ("served", "ends", "certain"),
    [
        (date(2026, 4, 27), date(2026, 5, 7), True),  # over 1 to 5 May
        (date(2026, 4, 30), date(2026, 5, 11), True),  # Saturday 9 May is worked
        (date(2026, 9, 23), date(2026, 10, 8), True),  # over 25 September and 1 to 7 October
        (date(2026, 9, 30), date(2026, 10, 13), True),  # 1 to 7 October off, Saturday 10 October worked
        (date(2026, 12, 25), date(2027, 1, 1), False),  # 2027 is not published
        (date(2026, 12, 24), date(2026, 12, 31), True),
    ],
)
def test_it_counts_working_days_from_service(served: date, ends: date, certain: bool) -> None:
    assert answer_ends(served, None, CALENDAR, 5) == Deadline(ends, certain)


def test_it_never_ends_before_the_day_that_the_notice_prints() -> None:
    served, printed = date(2026, 4, 27), date(2026, 5, 20)
    assert answer_ends(served, printed, CALENDAR, 5) == Deadline(printed, certain=True)
    assert answer_ends(served, date(2026, 4, 28), CALENDAR, 5) == Deadline(date(2026, 5, 7), certain=True)
    assert answer_ends(None, printed, CALENDAR, 5) == Deadline(printed, certain=True)
    assert answer_ends(None, None, CALENDAR, 5) is None


ANSWER = Answer("written", ON, "林叙白", "项目经理", "已补设")


@pytest.mark.parametrize(
    ("answer", "papers", "codes"),
    [
        (ANSWER, 0, []),
        (replace(ANSWER, words=""), 1, []),
        (replace(ANSWER, words=" "), 0, ["conduct.paper_missing"]),
        (replace(ANSWER, way="waived"), 0, []),
        (replace(ANSWER, way="waived", words=""), 0, ["conduct.paper_missing"]),
        (replace(ANSWER, way="oral", heard_by=("周砚",)), 0, []),
        (replace(ANSWER, way="oral"), 0, ["conduct.hearers_missing"]),
        (replace(ANSWER, way="oral", words="", heard_by=("周砚",)), 3, ["conduct.words_missing"]),
        (replace(ANSWER, by="　"), 0, ["conduct.by_missing"]),
        (replace(ANSWER, way="电话"), 0, ["conduct.way_unknown"]),
    ],
)
def test_what_the_record_of_a_defence_lacks(answer: Answer, papers: int, codes: list[str]) -> None:
    assert [one.code for one in answer.problems(papers=papers)] == codes


# States and steps

TODAY = date(2026, 4, 27)
OPEN, OVER = Deadline(TODAY, certain=True), Deadline(TODAY - timedelta(days=1), certain=True)
SERVED = ConductFacts(issued_on=date(2026, 4, 20), served_on=date(2026, 4, 20), answer=OPEN)
JUDGED = replace(SERVED, answer=OVER, determined=True, determined_on=TODAY, upheld=True, told=True)
PUBLIC = replace(JUDGED, first=TODAY, last=date(2026, 10, 26))

S = ConductState


@pytest.mark.parametrize(
    ("facts", "state", "step", "due"),
    [
        (replace(SERVED, served_on=None, answer=None), S.NOTICED, Step.SERVE_NOTICE, date(2026, 4, 27)),
        (replace(SERVED, served_on=date(2026, 5, 1)), S.NOTICED, Step.SERVE_NOTICE, date(2026, 5, 1)),
        (SERVED, S.ANSWERING, Step.AWAIT_DEFENCE, TODAY),
        (replace(SERVED, answer=OVER), S.TO_REVIEW, Step.REVIEW, date(2026, 5, 12)),
        (replace(SERVED, heard=True), S.TO_REVIEW, Step.REVIEW, date(2026, 5, 13)),
        (replace(JUDGED, upheld=False, told=False), S.NOT_UPHELD, Step.SERVE_DETERMINATION, date(2026, 5, 4)),
        (replace(JUDGED, upheld=False), S.NOT_UPHELD, None, None),
        (replace(JUDGED, told=False), S.DETERMINED, Step.SERVE_DETERMINATION, date(2026, 5, 4)),
        (
            replace(JUDGED, told=False, told_on=date(2026, 5, 27)),
            S.DETERMINED,
            Step.SERVE_DETERMINATION,
            date(2026, 5, 27),
        ),
        (JUDGED, S.DETERMINED, Step.PUBLISH, date(2026, 5, 4)),
        (replace(PUBLIC, first=date(2026, 4, 28)), S.DETERMINED, Step.PUBLISH, date(2026, 4, 28)),
        (PUBLIC, S.PUBLISHED, Step.AWAIT_EXPIRY, date(2026, 10, 26)),
        (replace(PUBLIC, last=TODAY), S.PUBLISHED, Step.AWAIT_EXPIRY, TODAY),
        (replace(PUBLIC, last=date(2026, 4, 26)), S.EXPIRED, Step.TAKE_DOWN, TODAY),
        (replace(PUBLIC, taken_down=True), S.EXPIRED, None, None),
        (replace(SERVED, fate="void"), S.VOID, None, None),
        (replace(SERVED, fate="revoked"), S.REVOKED, None, None),
        (replace(PUBLIC, fate="revoked"), S.REVOKED, Step.TAKE_DOWN, None),
        (replace(PUBLIC, fate="revoked", taken_down=True), S.REVOKED, None, None),
    ],
)
def test_state_and_next_step(
    facts: ConductFacts, state: ConductState, step: Step | None, due: date | None
) -> None:
    assert state_of(facts, TODAY) is state
    follows = next_step(facts, TODAY, CALENDAR, Pace())
    assert (follows[0] if follows else None) is step
    assert (follows[1].due if follows and follows[1] else None) == due


def every_fact() -> Iterator[ConductFacts]:
    """Yield facts as merges may bring them together, sensible or not."""
    days = (None, TODAY - timedelta(days=300), TODAY, TODAY + timedelta(days=1))
    flags = (False, True)
    for fate, served, answer, first, bits in product(
        ("issued", "void", "revoked"), days, (None, OPEN, OVER), days, product(flags, repeat=5)
    ):
        heard, determined, upheld, told, down = bits
        yield ConductFacts(
            fate=fate,
            issued_on=TODAY,
            served_on=served,
            answer=answer,
            heard=heard,
            determined=determined,
            determined_on=TODAY if determined else None,
            upheld=upheld,
            told=told,
            first=first,
            last=first and first + timedelta(days=200),
            taken_down=down,
        )


def test_every_set_of_facts_has_a_state_and_what_stands_still_needs_nothing() -> None:
    seen = set()
    for facts in every_fact():
        state = state_of(facts, TODAY)
        seen.add(state)
        follows = next_step(facts, TODAY, CALENDAR, Pace())
        if follows is not None and follows[0] in WAITING:
            assert state in (S.ANSWERING, S.PUBLISHED)
        if state in (S.NOTICED, S.ANSWERING, S.TO_REVIEW, S.DETERMINED, S.PUBLISHED):
            assert follows is not None, facts
        if facts.fate != "issued":
            assert state in (S.VOID, S.REVOKED)
        if state is S.PUBLISHED:
            assert facts.determined
            assert facts.upheld
    assert seen == set(ConductState)
