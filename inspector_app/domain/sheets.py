"""Stamped sheets (带章纸): each serial is in exactly one state, whatever laptops told in whatever order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.errors import RuleError

MOST_A_BATCH = 500
MOST_STEPS = 1_000_000
"""A step that claims a later place counts as this one, so that no claim can push all others aside."""

_SERIAL = re.compile(r"[A-Z0-9-]{1,20}")
_NUMBERED = re.compile(r"(.*?)(\d+)")


class Step(StrEnum):
    """What can happen to a sheet."""

    ISSUE = "issue"
    USE = "use"
    SPOIL = "spoil"
    RETURN = "return"


class SheetState(StrEnum):
    """Where a sheet is: blank with its holder, under a document, spoilt, or handed back blank."""

    FREE = "空白"
    USED = "已使用"
    SPOILT = "已作废"
    RETURNED = "已交回"


TRANSITIONS: dict[tuple[SheetState | None, Step], SheetState] = {
    (None, Step.ISSUE): SheetState.FREE,
    (SheetState.FREE, Step.USE): SheetState.USED,
    (SheetState.FREE, Step.SPOIL): SheetState.SPOILT,
    (SheetState.FREE, Step.RETURN): SheetState.RETURNED,
    (SheetState.USED, Step.SPOIL): SheetState.SPOILT,  # it jammed in the printer; another one takes its place
    (SheetState.RETURNED, Step.ISSUE): SheetState.FREE,  # handed out again
}
"""The only ways a sheet moves. A spoilt one never moves again."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One step as an act tells it.

    Attributes:
        n: place in the sheet's life as its teller knew it, from 1; two of one place did not know each other.
        id: of the act; decides between two of one place, the same on every laptop.
        to: who holds the sheet from now on.
    """

    step: Step
    n: int
    id: str
    document_id: str = ""
    copy: int = 0
    reason: str = ""
    to: str = ""

    def says_the_same(self, other: "Happening") -> bool:
        """Tell whether two laptops merely told one thing twice."""
        mine = (self.step, self.document_id, self.copy, self.to)
        return mine == (other.step, other.document_id, other.copy, other.to)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands.

    Attributes:
        state: None for a serial that nobody ever issued.
        holder: who has or had it.
        document_id, copy: what it was last used for.
        steps: how many places its life has so far; the next step takes one more.
        conflicts: steps that contradict each other, e.g. two uses on two laptops; a person must look.
    """

    serial: str
    state: SheetState | None = None
    holder: str = ""
    document_id: str = ""
    copy: int = 0
    reason: str = ""
    steps: int = 0
    conflicts: tuple[Happening, ...] = ()

    @property
    def free(self) -> bool:
        """Tell whether it may be used."""
        return self.state is SheetState.FREE


def sheet(serial: str, happenings: Iterable[Happening]) -> Sheet:
    """Return how a sheet stands after these steps, in whatever order they are given.

    A step that the state does not allow changes nothing; unless it says what was said already, it stands
    in `conflicts` beside the one it contradicts.
    """
    told = sorted(happenings, key=lambda one: (_place(one), one.id))
    state: SheetState | None = None
    taken: list[Happening] = []
    conflicts: list[Happening] = []
    for one in told:
        follows = TRANSITIONS.get((state, one.step))
        if follows is not None and not _unaware(taken, one):
            state = follows
            taken.append(one)
        elif not any(one.says_the_same(other) for other in taken):
            conflicts += [other for other in (*taken[-1:], one) if other not in conflicts]
    holder = next((one.to for one in reversed(taken) if one.step is Step.ISSUE), "")
    use = next((one for one in reversed(taken) if one.step in (Step.USE, Step.ISSUE)), None)
    return Sheet(
        serial=serial,
        state=state,
        holder=holder,
        document_id=use.document_id if use else "",
        copy=use.copy if use else 0,
        reason=taken[-1].reason if taken else "",
        steps=max((_place(one) for one in told), default=0),
        conflicts=tuple(conflicts),
    )


def _place(one: Happening) -> int:
    return max(1, min(one.n, MOST_STEPS))


def _unaware(taken: list[Happening], one: Happening) -> bool:
    """Tell whether a step was told without knowing of the last one: only one of the two can be true."""
    return bool(taken) and _place(taken[-1]) == _place(one) < MOST_STEPS


def check_serial(serial: str) -> str:
    """Return the serial.

    Raises:
        RuleError: `sheets.bad_serial` unless it is 1 to 20 capital letters, digits and hyphens.
    """
    if not _SERIAL.fullmatch(serial):
        raise RuleError("sheets.bad_serial", where=serial)
    return serial


def serials(first: str, last: str) -> tuple[str, ...]:
    """Return all serials from `first` to `last`, e.g. A00123 to A00172: same letters, same length.

    Raises:
        RuleError: `sheets.bad_serial`, `sheets.range_wrong` when they are no range of at most 500.
    """
    begin, end = _NUMBERED.fullmatch(check_serial(first)), _NUMBERED.fullmatch(check_serial(last))
    if begin is None or end is None or begin[1] != end[1] or len(begin[2]) != len(end[2]):
        raise RuleError("sheets.range_wrong", where=f"{first}—{last}", most=MOST_A_BATCH)
    numbers = range(int(begin[2]), int(end[2]) + 1)
    if not 0 < len(numbers) <= MOST_A_BATCH:
        raise RuleError("sheets.range_wrong", where=f"{first}—{last}", most=MOST_A_BATCH)
    return tuple(f"{begin[1]}{number:0{len(begin[2])}d}" for number in numbers)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sheets are where; `issued` is the sum of the others."""

    issued: int = 0
    free: int = 0
    used: int = 0
    spoilt: int = 0
    returned: int = 0


def count(sheets: Iterable[Sheet]) -> Counts:
    """Return how many of these sheets are in each state."""
    states = [one.state for one in sheets if one.state is not None]
    each = {state: states.count(state) for state in SheetState}
    return Counts(
        issued=len(states),
        free=each[SheetState.FREE],
        used=each[SheetState.USED],
        spoilt=each[SheetState.SPOILT],
        returned=each[SheetState.RETURNED],
    )
