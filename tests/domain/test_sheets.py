"""Stamped sheets: exactly one state each, whatever is done and in whatever order it is told."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inspector_app.domain.errors import RuleError
from inspector_app.domain.sheets import (
    MOST_STEPS,
    TRANSITIONS,
    Counts,
    Happening,
    Sheet,
    SheetState,
    Step,
    check_serial,
    count,
    serials,
    sheet,
)

S = SheetState


def told(step: Step, n: int, id_: str = "", **more: object) -> Happening:
    return replace(Happening(step, n, id_ or f"{n}{step}"), **more)


def test_a_sheet_from_the_batch_to_the_bin() -> None:
    life = [
        told(Step.ISSUE, 1, to="laptop-3"),
        told(Step.USE, 2, document_id="d1", copy=2),
        told(Step.SPOIL, 3, reason="卡纸"),
    ]
    assert sheet("A1", life[:0]) == Sheet("A1")
    assert sheet("A1", life[:1]) == Sheet("A1", S.FREE, "laptop-3", steps=1)
    assert sheet("A1", life[:2]) == Sheet("A1", S.USED, "laptop-3", "d1", 2, steps=2)
    assert sheet("A1", life) == Sheet("A1", S.SPOILT, "laptop-3", "d1", 2, "卡纸", steps=3)


def test_handed_back_and_out_again_to_somebody_else() -> None:
    life = [told(Step.ISSUE, 1, to="王"), told(Step.RETURN, 2), told(Step.ISSUE, 3, to="李")]
    assert sheet("A1", life[:2]).state is S.RETURNED
    again = sheet("A1", life)
    assert (again.state, again.holder, again.conflicts) == (S.FREE, "李", ())


ALLOWED = {
    (None, Step.ISSUE),
    (S.FREE, Step.USE),
    (S.FREE, Step.SPOIL),
    (S.FREE, Step.RETURN),
    (S.USED, Step.SPOIL),
    (S.RETURNED, Step.ISSUE),
}


def test_the_moves_are_these_and_no_others() -> None:
    assert set(TRANSITIONS) == ALLOWED


def test_used_on_two_laptops_is_shown_with_both() -> None:
    life = [
        told(Step.ISSUE, 1, to="王"),
        told(Step.USE, 2, "bb", document_id="d2", copy=1),
        told(Step.USE, 2, "aa", document_id="d1", copy=1),
    ]
    for order in permutations(life):
        both = sheet("A1", order)
        assert both.state is S.USED
        assert both.document_id == "d1"
        assert {one.document_id for one in both.conflicts} == {"d1", "d2"}


def test_used_here_and_handed_back_there_is_a_conflict() -> None:
    life = [told(Step.ISSUE, 1), told(Step.USE, 2, "a", document_id="d"), told(Step.RETURN, 2, "b")]
    assert {one.step for one in sheet("A1", life).conflicts} == {Step.USE, Step.RETURN}
    swapped = [told(Step.ISSUE, 1), told(Step.USE, 2, "b", document_id="d"), told(Step.RETURN, 2, "a")]
    assert {one.step for one in sheet("A1", swapped).conflicts} == {Step.USE, Step.RETURN}


def test_handed_back_and_out_again_without_knowing_of_the_use_is_a_conflict() -> None:
    life = [
        told(Step.ISSUE, 1, to="王"),
        told(Step.USE, 2, "b", document_id="d"),
        told(Step.RETURN, 2, "a"),
        told(Step.ISSUE, 3, to="李"),
    ]
    assert any(one.document_id == "d" for one in sheet("A1", life).conflicts)


def test_the_same_told_twice_is_no_conflict() -> None:
    life = [told(Step.ISSUE, 1, "a", to="王"), told(Step.ISSUE, 1, "b", to="王")]
    assert sheet("A1", life).conflicts == ()
    assert sheet("A1", [life[0], replace(life[1], to="李")]).conflicts


def test_a_place_out_of_bounds_counts_as_the_last() -> None:
    far = sheet("A1", [told(Step.ISSUE, 2**53), told(Step.USE, -4, "u", document_id="d")])
    assert far.steps == MOST_STEPS
    assert far.state is S.FREE


STEPS = st.builds(
    Happening,
    step=st.sampled_from(Step),
    n=st.integers(-1, 5),
    id=st.text("abcdef", min_size=1, max_size=3),
    document_id=st.sampled_from(["", "d1", "d2"]),
    copy=st.integers(0, 2),
    to=st.sampled_from(["", "王", "李"]),
)


@given(st.lists(STEPS, max_size=8, unique_by=lambda one: one.id), st.randoms(use_true_random=False))
def test_order_of_arrival_never_matters(life: list[Happening], random: object) -> None:
    shuffled = list(life)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sheet("A1", shuffled) == sheet("A1", life)


@pytest.mark.parametrize("serial", ["", "a1", "A 1", "带章1", "A" * 21, "A1\n", "A_1", "Ａ1", "A١"])
def test_what_is_no_serial(serial: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_serial(serial)
    assert refused.value.code == "sheets.bad_serial"


def test_a_range_keeps_letters_and_zeros() -> None:
    assert serials("A00098", "A00101") == ("A00098", "A00099", "A00100", "A00101")
    assert serials("7", "9") == ("7", "8", "9")
    assert serials("B2-001", "B2-002") == ("B2-001", "B2-002")
    assert len(serials("A0001", "A0500")) == 500


@pytest.mark.parametrize(
    ("first", "last"),
    [("A2", "A1"), ("A1", "B2"), ("A9", "A10"), ("A0001", "A0501"), ("AB", "AC"), ("A", "A1")],
)
def test_what_is_no_range(first: str, last: str) -> None:
    with pytest.raises(RuleError) as refused:
        serials(first, last)
    assert refused.value.code == "sheets.range_wrong"


class Sheets(RuleBasedStateMachine):
    """One office that keeps its own book by hand beside the rules."""

    def __init__(self) -> None:
        super().__init__()
        self.lives: dict[str, list[Happening]] = {}
        self.book: dict[str, SheetState] = {}
        self.ids = 0

    def tell(self, serial: str, step: Step) -> None:
        self.ids += 1
        life = self.lives.setdefault(serial, [])
        steps = sheet(serial, life).steps
        life.append(Happening(step, steps + 1, f"{self.ids:06d}", document_id=f"d{self.ids}"))

    @rule(serial=st.sampled_from(["A1", "A2", "A3"]), step=st.sampled_from(Step))
    def happen(self, serial: str, step: Step) -> None:
        follows = TRANSITIONS.get((self.book.get(serial), step))
        if follows is None:
            return  # casework refuses it before it becomes an act
        self.tell(serial, step)
        self.book[serial] = follows

    @invariant()
    def each_sheet_is_in_the_one_state_of_the_book(self) -> None:
        stand = [sheet(serial, life) for serial, life in self.lives.items()]
        assert {one.serial: one.state for one in stand} == self.book
        assert not any(one.conflicts for one in stand)

    @invariant()
    def none_is_lost(self) -> None:
        told_counts = count(sheet(serial, life) for serial, life in self.lives.items())
        rest = told_counts.free + told_counts.used + told_counts.spoilt + told_counts.returned
        assert told_counts.issued == rest == len(self.book)


TestSheets = Sheets.TestCase
TestSheets.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_nothing_handed_out_counts_nothing() -> None:
    assert count([Sheet("A1")]) == Counts()
