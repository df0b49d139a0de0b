"""States: the table of moves, and what holds whatever happened in whatever order."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.states import (
    TRANSITIONS,
    DocumentFacts,
    DocumentState,
    FindingFacts,
    FindingState,
    Happening,
    InspectionFacts,
    InspectionState,
    State,
    of,
)
from tests.builders import DUE, ON

D, F, H, V = DocumentState, FindingState, Happening, InspectionState

# A finding


MOVES = """
新发现       ordered → 已下达, corrected → 当场改正, escalated → 升级, rectified → 合格闭环,
             withdrawn → 误录撤销
当场改正     ordered → 当场改正, served → 当场改正, rectified → 合格闭环, not_rectified → 复查不合格,
             unverifiable → 待复查, withdrawn → 误录撤销
已下达       ordered → 已下达, served → 待整改, replied → 已回复, extended → 已下达, rectified → 合格闭环,
             not_rectified → 复查不合格, unverifiable → 待复查, escalated → 升级, withdrawn → 误录撤销
待整改       ordered → 待整改, served → 待整改, replied → 已回复, extended → 待整改, rectified → 合格闭环,
             not_rectified → 复查不合格, unverifiable → 待复查, escalated → 升级, withdrawn → 误录撤销
已回复       ordered → 已回复, served → 已回复, replied → 已回复, accepted → 待复查, extended → 已回复,
             rectified → 合格闭环,
             not_rectified → 复查不合格, unverifiable → 待复查, escalated → 升级, withdrawn → 误录撤销
待复查       ordered → 待复查, served → 待复查, replied → 待复查, extended → 待复查, rectified → 合格闭环,
             not_rectified → 复查不合格,
             unverifiable → 待复查, escalated → 升级, withdrawn → 误录撤销
复查不合格   ordered → 已下达, rectified → 合格闭环, escalated → 升级, withdrawn → 误录撤销
升级         ordered → 已下达, escalated → 升级, rectified → 合格闭环, settled → 合格闭环,
             withdrawn → 误录撤销
合格闭环
误录撤销
"""


def moves() -> dict[tuple[FindingState, Happening], FindingState]:
    """Read the table above, which a person can compare with the design."""
    told = {}
    state = F.NEW
    for line in MOVES.strip().splitlines():
        word, _, rest = line.partition(" ")
        if word:
            state = FindingState(word)
        for move in filter(None, (part.strip() for part in rest.split(","))):
            happening, follows = move.split(" → ")
            told[state, Happening(happening)] = FindingState(follows)
    return told


def reach(state: FindingState) -> tuple[Happening, ...]:
    """Return the shortest way to a state, found by walking the table."""
    ways: dict[FindingState, tuple[Happening, ...]] = {F.NEW: ()}
    queue = [F.NEW]
    while queue:
        here = queue.pop(0)
        for happening in H:
            there = TRANSITIONS.get((here, happening))
            if there is not None and there not in ways:
                ways[there] = (*ways[here], happening)
                queue.append(there)
    return ways[state]


def finding(*happenings: Happening, due: date | None = DUE, today: date = ON) -> State:
    return of(FindingFacts(happenings, due), today)


def test_the_table_of_moves_is_the_one_above() -> None:
    assert moves() == TRANSITIONS


@pytest.mark.parametrize(("state", "happening"), list(product(F, H)))
def test_every_state_answers_every_happening(state: FindingState, happening: Happening) -> None:
    way = reach(state)
    assert finding(*way).word == state
    told = finding(*way, happening)
    follows = moves().get((state, happening))
    assert told.word == (follows or state)
    assert told.ignored == (() if follows else (happening.value,))


def test_the_usual_life() -> None:
    way = (H.ORDERED, H.SERVED, H.REPLIED, H.ACCEPTED, H.RECTIFIED)
    assert [finding(*way[:n]).word for n in range(6)] == [
        F.NEW,
        F.ORDERED,
        F.TO_RECTIFY,
        F.REPLIED,
        F.TO_RECHECK,
        F.CLOSED,
    ]


def test_rounds_are_counted_by_orders_that_begin_anew() -> None:
    again = (H.ORDERED, H.SERVED, H.NOT_RECTIFIED)
    assert finding().round == 0
    assert finding(H.ORDERED, H.ORDERED, H.SERVED, H.ORDERED).round == 1
    assert finding(*again, *again).round == 2
    assert finding(*again, *again, H.ESCALATED, H.ORDERED).round == 3
    assert finding(H.CORRECTED, H.ORDERED, H.ORDERED).round == 0


def test_a_finding_corrected_on_the_spot_can_still_be_closed_or_withdrawn() -> None:
    """A notice may list it too: its order changes nothing, and a recheck must be able to end it."""
    listed = (H.CORRECTED, H.ORDERED, H.SERVED)
    assert finding(*listed) == State(F.CORRECTED)
    assert finding(*listed, H.RECTIFIED).word == F.CLOSED
    assert finding(*listed, H.WITHDRAWN).word == F.WITHDRAWN
    assert finding(*listed, H.NOT_RECTIFIED).word == F.FAILED


@pytest.mark.parametrize("state", list(F))
def test_overdue_stands_beside_open_states_only(state: FindingState) -> None:
    way = reach(state)
    open_ones = {F.ORDERED, F.TO_RECTIFY, F.REPLIED, F.TO_RECHECK, F.FAILED, F.ESCALATED}
    assert finding(*way, today=DUE).overdue is False
    assert finding(*way, today=DUE + timedelta(days=1)).overdue is (state in open_ones)
    assert finding(*way, due=None, today=date.max).overdue is False


happenings = st.lists(st.sampled_from(list(H)), max_size=14).map(tuple)
some_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=300)
@given(happenings, st.none() | some_days, some_days)
def test_any_sequence_has_a_state_and_a_last_word_stays(
    told: tuple[Happening, ...], due: date | None, today: date
) -> None:
    ended = ""
    for n in range(len(told) + 1):
        state = of(FindingFacts(told[:n], due), today)
        assert state.word in set(F)
        if ended:
            assert state.word == ended
        ended = state.word if state.word in (F.CLOSED, F.WITHDRAWN) else ""
        if ended or state.word in (F.NEW, F.CORRECTED):
            assert not state.overdue
        assert len(state.ignored) <= n
        assert state.round <= told[:n].count(H.ORDERED)


@settings(max_examples=200)
@given(happenings)
def test_leaving_out_what_was_ignored_changes_nothing(told: tuple[Happening, ...]) -> None:
    kept, state = [], F.NEW
    for happening in told:
        if (state, happening) in TRANSITIONS:
            state = TRANSITIONS[state, happening]
            kept.append(happening)
    whole, short = finding(*told), finding(*kept)
    assert (whole.word, whole.round) == (short.word, short.round)
    assert short.ignored == ()
    assert len(whole.ignored) == len(told) - len(kept)


# An inspection


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (InspectionFacts(), V.DRAFT),
        (InspectionFacts(approved=True), V.APPROVED),
        (InspectionFacts(started=True), V.UNDER_WAY),
        (InspectionFacts(approved=True, started=True), V.UNDER_WAY),
        (InspectionFacts(started=True, ended=True), V.TO_SIGN),
        (InspectionFacts(started=True, ended=True, concluded=True), V.COMPLETED),
        (InspectionFacts(concluded=True, archived=True), V.ARCHIVED),
        (InspectionFacts(archived=True), V.DRAFT),  # nothing is filed before it is concluded
        (InspectionFacts(started=True, archived=True), V.UNDER_WAY),
        (InspectionFacts(concluded=True, archived=True, void=True), V.VOID),
        (InspectionFacts(void=True), V.VOID),
    ],
)
def test_an_inspection(facts: InspectionFacts, word: InspectionState) -> None:
    assert of(facts, ON) == State(word)


def test_an_inspection_has_a_state_whatever_is_known() -> None:
    for flags in product((False, True), repeat=6):
        told = of(InspectionFacts(*flags), ON)
        assert told.word in set(V)
        assert not told.overdue


# A document


TWO = frozenset({"a", "b"})
ISSUED = DocumentFacts(issued=True, recipients=TWO, due=DUE)
SERVED = replace(ISSUED, served=TWO)
STOPPING = replace(SERVED, halting=True)
LATE = DUE + timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "today", "word", "overdue"),
    [
        (DocumentFacts(), ON, D.DRAFT, False),
        (DocumentFacts(submitted=True), ON, D.DRAFT, False),
        (DocumentFacts(needs_approval=True), ON, D.DRAFT, False),
        (DocumentFacts(submitted=True, needs_approval=True), ON, D.TO_APPROVE, False),
        (DocumentFacts(submitted=True, needs_approval=True, approved=True), ON, D.DRAFT, False),
        (DocumentFacts(void=True, revoked=True), ON, D.DRAFT, False),
        (DocumentFacts(due=DUE), LATE, D.DRAFT, False),
        (ISSUED, ON, D.ISSUED, False),
        (ISSUED, LATE, D.ISSUED, True),
        (replace(ISSUED, served=frozenset({"a"})), ON, D.ISSUED, False),
        (SERVED, DUE, D.SERVED, False),
        (SERVED, LATE, D.OVERDUE, True),
        (replace(SERVED, due=None), LATE, D.SERVED, False),
        (replace(SERVED, fulfilled=True), LATE, D.FULFILLED, False),
        (replace(SERVED, lifted=True), LATE, D.LIFTED, False),
        (replace(SERVED, lifted=True, fulfilled=True), ON, D.LIFTED, False),
        (replace(SERVED, returned=True), ON, D.SERVED, False),
        (replace(SERVED, returned=True), LATE, D.OVERDUE, True),
        (replace(SERVED, returned=True, fulfilled=True), LATE, D.ARCHIVED, False),
        (replace(SERVED, returned=True, lifted=True), LATE, D.ARCHIVED, False),
        (replace(SERVED, returned=True, due=None), ON, D.ARCHIVED, False),
        (replace(ISSUED, returned=True, fulfilled=True), ON, D.FULFILLED, False),
        # A stop-work is neither fulfilled nor put away before it is lifted; put right in time it is not late.
        (replace(STOPPING, fulfilled=True), LATE, D.SERVED, False),
        (replace(STOPPING, returned=True, fulfilled=True), LATE, D.SERVED, False),
        (replace(STOPPING, returned=True, due=None), ON, D.SERVED, False),
        (replace(STOPPING, served=frozenset(), fulfilled=True), ON, D.ISSUED, False),
        (STOPPING, LATE, D.OVERDUE, True),
        (replace(STOPPING, lifted=True, fulfilled=True), LATE, D.LIFTED, False),
        (replace(STOPPING, returned=True, lifted=True), LATE, D.ARCHIVED, False),
        (replace(ISSUED, void=True), LATE, D.VOID, False),
        (replace(SERVED, revoked=True), LATE, D.REVOKED, False),
        (replace(ISSUED, revoked=True, void=True), ON, D.REVOKED, False),
        # A document for nobody is never served, however much is claimed.
        (DocumentFacts(issued=True), ON, D.ISSUED, False),
    ],
)
def test_a_document(facts: DocumentFacts, today: date, word: DocumentState, overdue: bool) -> None:
    assert of(facts, today) == State(word, overdue=overdue)


@pytest.mark.parametrize("served", [frozenset({"a"}), TWO])
@pytest.mark.parametrize("today", [ON, LATE])
def test_void_after_a_service_has_no_effect(served: frozenset[str], today: date) -> None:
    facts = replace(ISSUED, served=served)
    assert of(replace(facts, void=True), today) == of(facts, today)


documents = st.builds(
    DocumentFacts,
    *[st.booleans()] * 6,
    recipients=st.frozensets(st.sampled_from("abc")),
    served=st.frozensets(st.sampled_from("abc")),
    due=st.none() | some_days,
    fulfilled=st.booleans(),
    lifted=st.booleans(),
    returned=st.booleans(),
    halting=st.booleans(),
)


@settings(max_examples=400)
@given(documents, some_days)
def test_any_document_has_a_state_that_agrees_with_its_facts(facts: DocumentFacts, today: date) -> None:
    told = of(facts, today)
    assert told.word in set(D)
    if told.overdue:
        assert facts.issued
        assert not any((facts.fulfilled, facts.lifted, facts.revoked))
        assert facts.due is not None
        assert today > facts.due
        assert told.word in (D.ISSUED, D.OVERDUE)
    if told.word is D.VOID:
        assert facts.void
        assert not facts.served
    if told.word in (D.SERVED, D.OVERDUE, D.ARCHIVED):
        assert facts.served
        assert facts.recipients <= facts.served
    if facts.halting and not facts.lifted:
        assert told.word not in (D.FULFILLED, D.LIFTED, D.ARCHIVED)
    if not facts.issued:
        assert told.word in (D.DRAFT, D.TO_APPROVE)


def test_what_has_no_states_is_a_bug() -> None:
    with pytest.raises(TypeError, match="str"):
        of("finding", ON)
