"""Counts what a person does: a chord of keys, a click, or up to twelve typed characters is one action."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from inspector_app.screenplay.player import Player

TYPED_MOST = 12
"""Characters that count as one action when they are typed; the PIN counts like any other text."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person did.

    Attributes:
        sort: `key` or `text`; clicks do not occur, the window is driven by keys alone.
        told: the chord or the characters.
        why: what it was for.
        counts: how many actions it is.
    """

    sort: str
    told: str
    why: str
    counts: int = 1


class Recorder:
    """Passes every action on to the window and writes it down; there is no other way to the keys."""

    def __init__(self, player: Player, hidden: Callable[[str], bool] = lambda _: False) -> None:
        self._player, self._hidden = player, hidden
        self.actions: list[Action] = []

    @property
    def count(self) -> int:
        """How many actions it was until now."""
        return sum(one.counts for one in self.actions)

    def press(self, chord: str, why: str) -> None:
        """Press a chord of keys."""
        self.actions.append(Action("key", chord, why))
        self._player.press(chord)

    def type(self, told: str, why: str) -> None:
        """Type a text; what is longer than twelve characters counts as several actions."""
        shown = "•" * len(told) if self._hidden(why) else told
        self.actions.append(Action("text", shown, why, ceil(len(told) / TYPED_MOST)))
        self._player.type(told)

    def lines(self) -> list[str]:
        """Return the numbered list of what was done."""
        told, n = [], 0
        for one in self.actions:
            last = n + one.counts
            number = f"{last}" if one.counts == 1 else f"{n + 1}–{last}"
            told.append(f"{number:>5}  {one.told:<14} {one.why}")
            n = last
        return told
