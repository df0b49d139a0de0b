"""Marks on a photo: a layer over the untouched original, in whole steps of the upright picture.

A layer hides what must not be shown (像素化) and points at what must be seen. It is kept with the photo's
record; an issued document holds the layer that it was issued with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from inspector_app.domain.errors import RuleError

MOST_MARKS = 50
MOST_TEXT = 60
FINENESS = 10_000
"""Steps from one edge of the picture to the other."""


class MarkKind(StrEnum):
    """What a mark is."""

    ARROW = "arrow"
    RING = "ring"
    TEXT = "text"
    PIXELATE = "pixelate"


MARK_LABELS: dict[MarkKind, str] = {
    MarkKind.ARROW: "箭头",
    MarkKind.RING: "圈",
    MarkKind.TEXT: "文字",
    MarkKind.PIXELATE: "马赛克",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; places in steps from the left and the top of the upright picture, 0 to FINENESS.

    Attributes:
        x1, y1: an arrow's tail, else one corner.
        x2, y2: an arrow's head, else the opposite corner; a text stands in that box and is as high as it.
        text: of a text only.
    """

    kind: MarkKind
    x1: int
    y1: int
    x2: int
    y2: int
    text: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom as shares of the picture, 0 to 1."""
        left, right = sorted((self.x1, self.x2))
        top, bottom = sorted((self.y1, self.y2))
        return left / FINENESS, top / FINENESS, right / FINENESS, bottom / FINENESS

    @property
    def ends(self) -> tuple[float, float, float, float]:
        """Both places as shares of the picture, in the order they were set."""
        return self.x1 / FINENESS, self.y1 / FINENESS, self.x2 / FINENESS, self.y2 / FINENESS


def mark(kind: MarkKind, x1: float, y1: float, x2: float, y2: float, text: str = "") -> Mark:
    """Return a mark at shares of the picture, 0 to 1; what reaches beyond its edge ends there.

    Raises:
        RuleError: `marks.bad` for what is no number; `marks.text_long`.
    """
    if not all(isfinite(one) for one in (x1, y1, x2, y2)):
        raise RuleError("marks.bad", where="x")
    left, top, right, bottom = (round(min(max(one, 0.0), 1.0) * FINENESS) for one in (x1, y1, x2, y2))
    return _checked(Mark(kind, left, top, right, bottom, text), "")


def layer(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks as a layer.

    Raises:
        RuleError: `marks.too_many`, `marks.bad`, `marks.text_empty`, `marks.text_long`; `where` from 1.
    """
    kept = tuple(marks)
    if len(kept) > MOST_MARKS:
        raise RuleError("marks.too_many", where=str(MOST_MARKS + 1), count=len(kept), most=MOST_MARKS)
    for n, one in enumerate(kept, start=1):
        _checked(one, str(n))
        if one.kind is MarkKind.TEXT and not one.text.strip():
            raise RuleError("marks.text_empty", where=str(n))
    return kept


def _checked(one: Mark, where: str) -> Mark:
    if any(not 0 <= step <= FINENESS for step in (one.x1, one.y1, one.x2, one.y2)):
        raise RuleError("marks.bad", where=where)
    if len(one.text) > MOST_TEXT:
        raise RuleError("marks.text_long", where=where, length=len(one.text), most=MOST_TEXT)
    if any(not char.isprintable() for char in one.text) or (one.text and one.kind is not MarkKind.TEXT):
        raise RuleError("marks.bad", where=where)
    return one


def to_values(marks: Iterable[Mark]) -> list[dict[str, object]]:
    """Return a layer as JSON values, for the journal."""
    return [_told(one) for one in layer(marks)]


def _told(one: Mark) -> dict[str, object]:
    told: dict[str, object] = {"kind": str(one.kind), "at": [one.x1, one.y1, one.x2, one.y2]}
    return told | {"text": one.text} if one.text else told


def of_values(values: object) -> tuple[Mark, ...]:
    """Return the layer that JSON values tell.

    Raises:
        RuleError: `marks.bad`, `marks.unknown_kind` (made by a newer version), and those of `layer`.
    """
    if values is None:
        return ()
    if not isinstance(values, list):
        raise RuleError("marks.bad", where="1")
    return layer(_mark(told, n) for n, told in enumerate(values, start=1))


def _mark(told: object, n: int) -> Mark:
    where = str(n)
    if not isinstance(told, Mapping):
        raise RuleError("marks.bad", where=where)
    at, text = told.get("at"), told.get("text", "")
    whole = isinstance(at, list) and len(at) == 4 and all(type(one) is int for one in at)
    if not whole or not isinstance(at, list) or not isinstance(text, str):
        raise RuleError("marks.bad", where=where)
    try:
        kind = MarkKind(str(told.get("kind")))
    except ValueError as error:
        raise RuleError("marks.unknown_kind", where=where, kind=str(told.get("kind"))[:20]) from error
    x1, y1, x2, y2 = at
    return Mark(kind, x1, y1, x2, y2, text)


COVERED = (Mark(MarkKind.PIXELATE, 0, 0, FINENESS, FINENESS),)
"""Shown of a photo whose layer cannot be read: whatever it was to hide stays hidden."""


# How a mark looks, the same on the screen and on paper.

RED, CASING, LETTERS = "#E5261F", "#FFFFFF", "#FFFFFF"
"""Colour of marks; the light line around them, which shows them on anything; letters on their ground."""

Point = tuple[float, float]


def thickness(width: float, height: float) -> float:
    """Return how thick a mark's line is on a picture of this size, in its pixels."""
    return max(max(width, height) / 130, 1.5)


def block(width: float, height: float, box_width: float, box_height: float) -> int:
    """Return the side of a mosaic's squares, in pixels: at most eight across the shorter side of the box.

    Args:
        width, height: of the picture; a small box still gets squares too coarse to read letters in.
    """
    return max(round(max(width, height) / 48), round(min(box_width, box_height) / 8), 2)


def arrow_shape(one: Mark, width: float, height: float) -> tuple[Point, ...]:
    """Return the outline of an arrow on a picture of this size: its shaft and its head, seven corners."""
    x1, y1, x2, y2 = one.ends
    tail, tip = (x1 * width, y1 * height), (x2 * width, y2 * height)
    dx, dy = tip[0] - tail[0], tip[1] - tail[1]
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / long, dy / long
    thick = thickness(width, height)
    head = min(thick * 5, long * 0.6)
    neck = (tip[0] - ux * head, tip[1] - uy * head)
    return tuple(
        (middle[0] - uy * away, middle[1] + ux * away)
        for middle, away in (
            (tail, thick / 2),
            (neck, thick / 2),
            (neck, head * 0.45),
            (tip, 0.0),
            (neck, -head * 0.45),
            (neck, -thick / 2),
            (tail, -thick / 2),
        )
    )


def text_room(one: Mark, width: float, height: float) -> tuple[float, float, float, float]:
    """Return left, top, most width and height in pixels of a text's ground on a picture of this size."""
    left, top, _, bottom = one.box
    return left * width, top * height, max((1 - left) * width, 1.0), max((bottom - top) * height, 1.0)
