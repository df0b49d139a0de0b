"""The layer being drawn: marks, which one is chosen, and the way back and forth. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inspector_app.domain.errors import RuleError
from inspector_app.domain.marks import FINENESS, MOST_MARKS, Mark, MarkKind

MOST_STEPS = 200
NONE = -1
SHAPES: dict[MarkKind, tuple[int, int, int, int]] = {
    MarkKind.ARROW: (3600, 6400, 5000, 5000),
    MarkKind.RING: (4000, 3700, 6000, 6300),
    MarkKind.TEXT: (4000, 4600, 6000, 5300),
    MarkKind.PIXELATE: (4200, 4200, 5800, 5800),
}
"""Where a mark stands that is set by a key, before it is moved: in the middle of the picture."""
LEAST = 100
"""A mark that is resized keeps at least a hundredth of the picture."""


@dataclass(frozen=True, slots=True)
class _Step:
    marks: tuple[Mark, ...]
    chosen: int
    by: str = ""


class Layer:
    """Marks over one photo with undo and redo.

    Attributes:
        chosen: the place of the mark that keys act on, NONE for none.
    """

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        self._steps = [_Step(tuple(marks), NONE)]
        self._at = 0
        self.chosen = NONE

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks as they are drawn, the newest on top; a text may still be empty."""
        return self._steps[self._at].marks

    @property
    def kept(self) -> tuple[Mark, ...]:
        """The marks that are worth keeping: an empty text is none."""
        return tuple(one for one in self.marks if one.kind is not MarkKind.TEXT or one.text.strip())

    @property
    def mark(self) -> Mark | None:
        """The chosen mark."""
        return self.marks[self.chosen] if 0 <= self.chosen < len(self.marks) else None

    @property
    def may_undo(self) -> bool:
        """Whether there is a way back."""
        return self._at > 0

    @property
    def may_redo(self) -> bool:
        """Whether there is a way forth."""
        return self._at + 1 < len(self._steps)

    def _write(self, marks: tuple[Mark, ...], chosen: int, by: str = "") -> None:
        """Go on to new marks; a step by the same cause as the last takes its place."""
        same = bool(by) and self._steps[self._at].by == by
        del self._steps[self._at + 1 :]
        if same and self._at:
            self._steps[self._at] = _Step(marks, chosen, by)
        else:
            self._steps.append(_Step(marks, chosen, by))
            if len(self._steps) > MOST_STEPS:
                del self._steps[0]
            self._at = len(self._steps) - 1
        self.chosen = chosen

    def place(self, kind: MarkKind) -> None:
        """Set a mark into the middle and choose it; each a little beside the last."""
        beside = 150 * (sum(one.kind is kind for one in self.marks) % 8)
        x1, y1, x2, y2 = (step + beside for step in SHAPES[kind])
        self.add(Mark(kind, x1, y1, x2, y2))

    def add(self, one: Mark) -> None:
        """Add a mark on top and choose it.

        Raises:
            RuleError: `marks.too_many`.
        """
        if len(self.marks) >= MOST_MARKS:
            raise RuleError("marks.too_many", count=len(self.marks) + 1, most=MOST_MARKS)
        self._write((*self.marks, one), len(self.marks))

    def change(self, one: Mark, by: str = "") -> None:
        """Put a mark in the place of the chosen one.

        Args:
            by: what does it; step by step the same is one step back. Empty: each is its own.
        """
        if self.mark is None or self.mark == one:
            return
        marks = list(self.marks)
        marks[self.chosen] = one
        self._write(tuple(marks), self.chosen, f"{by}:{self.chosen}" if by else "")

    def move(self, dx: int, dy: int, by: str = "move") -> None:
        """Move the chosen mark, at most to the picture's edge."""
        one = self.mark
        if one is None:
            return
        left, right = sorted((one.x1, one.x2))
        top, bottom = sorted((one.y1, one.y2))
        dx, dy = min(max(dx, -left), FINENESS - right), min(max(dy, -top), FINENESS - bottom)
        self.change(replace(one, x1=one.x1 + dx, y1=one.y1 + dy, x2=one.x2 + dx, y2=one.y2 + dy), by)

    def resize(self, dx: int, dy: int, by: str = "size") -> None:
        """Move the second place of the chosen mark: an arrow's head, a box's corner."""
        one = self.mark
        if one is None:
            return
        x, y = (min(max(step, 0), FINENESS) for step in (one.x2 + dx, one.y2 + dy))
        if one.kind is not MarkKind.ARROW:
            x, y = max(x, min(one.x1 + LEAST, FINENESS)), max(y, min(one.y1 + LEAST, FINENESS))
        self.change(replace(one, x2=x, y2=y), by)

    def write(self, text: str) -> None:
        """Write into the chosen text."""
        if self.mark is not None and self.mark.kind is MarkKind.TEXT:
            self.change(replace(self.mark, text=text), "text")

    def remove(self) -> None:
        """Take the chosen mark away."""
        if self.mark is not None:
            marks = tuple(one for n, one in enumerate(self.marks) if n != self.chosen)
            self._write(marks, NONE)

    def choose(self, place: int) -> None:
        """Choose a mark; what is done next is a step of its own."""
        self.chosen = place if 0 <= place < len(self.marks) else NONE
        self.pause()

    def pause(self) -> None:
        """Let what is done next be a step of its own."""
        self._steps[self._at] = replace(self._steps[self._at], by="")

    def next(self) -> None:
        """Choose the next mark, none after the last."""
        self.choose(self.chosen + 1 if self.chosen + 1 < len(self.marks) else NONE)

    def undo(self) -> None:
        """Go one step back."""
        if self.may_undo:
            self._at -= 1
            self.choose(self._steps[self._at].chosen)

    def redo(self) -> None:
        """Go one step forth again."""
        if self.may_redo:
            self._at += 1
            self.choose(self._steps[self._at].chosen)
