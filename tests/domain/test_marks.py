"""Marks on a photo: within bounds, told and read back as they were, shaped alike wherever they are drawn."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import marks
from inspector_app.domain.content import PhotoCell
from inspector_app.domain.errors import RuleError
from inspector_app.domain.marks import FINENESS, MOST_MARKS, MOST_TEXT, Mark, MarkKind, mark

RING = mark(MarkKind.RING, 0.25, 0.1, 0.5, 0.4)
WORDS = mark(MarkKind.TEXT, 0.1, 0.8, 0.5, 0.9, "缺开口销")


def code_of(work: Any, *told: Any) -> str:
    with pytest.raises(RuleError) as refused:
        work(*told)
    return refused.value.code


def test_shares_become_whole_steps() -> None:
    assert (RING.x1, RING.y1, RING.x2, RING.y2) == (2500, 1000, 5000, 4000)
    assert RING.box == (0.25, 0.1, 0.5, 0.4)


def test_a_box_is_the_same_from_whichever_corner_it_was_drawn() -> None:
    assert mark(MarkKind.RING, 0.5, 0.4, 0.25, 0.1).box == RING.box
    assert mark(MarkKind.ARROW, 0.5, 0.4, 0.25, 0.1).ends == (0.5, 0.4, 0.25, 0.1)


def test_what_reaches_beyond_the_edge_ends_there() -> None:
    assert mark(MarkKind.RING, -0.5, 0.1, 1.5, 0.4).box == (0, 0.1, 1, 0.4)


STEPS = st.integers(0, FINENESS)
LETTERS = st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=MOST_TEXT)
PLAIN = st.builds(
    Mark, st.sampled_from([MarkKind.ARROW, MarkKind.RING, MarkKind.PIXELATE]), STEPS, STEPS, STEPS, STEPS
)
TEXTS = st.builds(Mark, st.just(MarkKind.TEXT), STEPS, STEPS, STEPS, STEPS, LETTERS)


@given(st.lists(PLAIN | TEXTS, max_size=MOST_MARKS))
def test_what_is_told_is_read_back(layer: list[Mark]) -> None:
    assert marks.of_values(marks.to_values(layer)) == tuple(layer)


def test_an_old_photo_without_a_layer_has_no_marks() -> None:
    assert marks.of_values(None) == ()


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        ([RING] * (MOST_MARKS + 1), "marks.too_many"),
        ([replace(RING, x2=FINENESS + 1)], "marks.bad"),
        ([replace(RING, y1=-1)], "marks.bad"),
        ([replace(RING, text="字")], "marks.bad"),
        ([replace(WORDS, text="a\nb")], "marks.bad"),
        ([replace(WORDS, text=" ")], "marks.text_empty"),
        ([replace(WORDS, text="字" * (MOST_TEXT + 1))], "marks.text_long"),
    ],
)
def test_what_is_out_of_bounds(layer: list[Mark], code: str) -> None:
    assert code_of(marks.layer, layer) == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("ring", "marks.bad"),
        (["ring"], "marks.bad"),
        ([{"kind": "ring"}], "marks.bad"),
        ([{"kind": "ring", "at": [1, 2, 3]}], "marks.bad"),
        ([{"kind": "ring", "at": [1, 2, 3, True]}], "marks.bad"),
        ([{"kind": "ring", "at": [1, 2, 3, 4.5]}], "marks.bad"),
        ([{"kind": "text", "at": [1, 2, 3, 4], "text": 5}], "marks.bad"),
        ([{"kind": "star", "at": [1, 2, 3, 4]}], "marks.unknown_kind"),
    ],
)
def test_values_of_strangers(values: object, code: str) -> None:
    assert code_of(marks.of_values, values) == code


@pytest.mark.parametrize("place", [float("nan"), float("inf")])
def test_no_number_is_no_place(place: float) -> None:
    assert code_of(mark, MarkKind.RING, place, 0, 1, 1) == "marks.bad"


def test_the_arrow_points_at_its_second_place() -> None:
    shape = marks.arrow_shape(mark(MarkKind.ARROW, 0.1, 0.5, 0.9, 0.5), 1000, 500)
    assert max(shape) == (900, 250)
    assert min(x for x, _ in shape) == pytest.approx(100)
    assert len(shape) == 7


def test_an_arrow_without_length_is_still_a_shape() -> None:
    assert len(marks.arrow_shape(mark(MarkKind.ARROW, 0.5, 0.5, 0.5, 0.5), 100, 100)) == 7


@pytest.mark.parametrize(("box", "most"), [((400, 300), 8), ((80, 80), 8), ((24, 12), 2)])
def test_a_mosaic_is_coarse(box: tuple[int, int], most: int) -> None:
    """At most eight squares across the shorter side: no face and no number plate is read in them."""
    assert min(box) / marks.block(560, 420, *box) <= most + 0.5


def test_a_photo_without_marks_says_nothing_of_them() -> None:
    from_before = PhotoCell("a" * 64, "照片1", "")
    assert from_before == PhotoCell("a" * 64, "照片1", "", ())
