"""A stop-work and what of it still holds: parts stopped, minus the parts that resumptions freed.

Sets decide, never the order of arrival: two resumptions that came from two laptops for one part are one.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WHOLE = "全部施工作业"
"""What a full stop-work stops, in words."""

_LINES = re.compile(r"[\n\r；;]+")
_FIGURE = re.compile(r"[0-9A-Za-z一二三四五六七八九十]")
_OPENING, _CLOSING = "（(【[《“", "）)】]》”"
_COUNTED = re.compile(r"^(?:[（(](\d{1,2})[）)]|(\d{1,2})(?:．|、|\.(?!\d)))")
_END = "。．.，,；;、"


def parts(told: str) -> tuple[str, ...]:
    """Return the parts that a text names, each once, in its order: one a line, or parted by ；or 、.

    A 、 within brackets or between figures parts nothing: 1、2号楼 is one part. Where lines or ；part
    them, 、 belongs to a part as well; so what cannot be told apart stays together and is freed together.
    """
    lines = _lines(told)
    return _once(_enumerated(lines[0]) if len(lines) == 1 else lines)


def named(told: str, stopped: Iterable[str]) -> tuple[str, ...]:
    """Return the parts that a resumption's text names, read against those that its stop-work named.

    A part that holds a 、 itself is known again by its name, and so is one that begins with a number.
    """
    known = {key(one) for one in stopped}
    typed = _typed(told)
    lines = typed if all(_known(line, known) for line in typed) else _lines(told)
    pieces = [piece for line in lines for piece in _known(line, known) or _otherwise(line, lines)]
    return _once(pieces)


def _known(line: str, known: set[str]) -> list[str]:
    """Return a line as known parts, the longest first; nothing when some of it is not known."""
    rest, pieces = line.split("、"), list[str]()
    while rest:
        fits = (n for n in range(len(rest), 0, -1) if key("、".join(rest[:n])) in known)
        taken = next(fits, 0)
        if not taken:
            return []
        pieces.append("、".join(rest[:taken]))
        rest = rest[taken:]
    return pieces


def _otherwise(line: str, lines: Sequence[str]) -> list[str]:
    return _enumerated(line) if len(lines) == 1 else [line]


def _typed(told: str) -> list[str]:
    return [line.strip() for line in _LINES.split(told) if line.strip()]


def _lines(told: str) -> list[str]:
    """Return the lines, without the numbers of a list that counts them from 1."""
    lines = _typed(told)
    counts = [_COUNTED.match(line) for line in lines]
    numbers = [int(one[1] or one[2]) for one in counts if one]
    # A number before a single line counts nothing: 1、2号楼外架.
    if len(lines) < 2 or numbers != list(range(1, len(lines) + 1)):
        return lines
    return [_COUNTED.sub("", line) for line in lines]


def _once(pieces: Iterable[str]) -> tuple[str, ...]:
    told: dict[str, str] = {}
    for one in pieces:
        if key(one):
            told.setdefault(key(one), one.strip().strip(_END).strip())
    return tuple(told.values())


def _enumerated(line: str) -> list[str]:
    """Return the pieces of a line that 、 parts, but for one within brackets or between two figures."""
    pieces, depth, start = [], 0, 0
    for n, char in enumerate(line):
        depth = max(0, depth + (char in _OPENING) - (char in _CLOSING))
        within = depth > 0 or (_FIGURE.match(line[n - 1 : n]) and _FIGURE.match(line[n + 1 : n + 2]))
        if char == "、" and not within:
            pieces.append(line[start:n])
            start = n + 1
    return [*pieces, line[start:]]


def key(part: str) -> str:
    """Return what makes two ways of writing a part the same: width, case, blanks, # for 号 do not count."""
    plain = unicodedata.normalize("NFKC", part).casefold().replace("#", "号")
    return "".join(plain.split()).strip(_END)


def words(told: Sequence[str]) -> str:
    """Return parts as a paper names them: one by itself, several counted."""
    if len(told) < 2:
        return "".join(told)
    return "；".join(f"（{n}）{part}" for n, part in enumerate(told, start=1))


@dataclass(frozen=True, slots=True)
class Freeing:
    """What one standing resumption gives back.

    Attributes:
        by: the resumption's document.
        full: the whole stop-work; otherwise `parts`.
        start: the first day of work; None in acts of older versions, which hold from the first.
    """

    by: str
    full: bool
    parts: tuple[str, ...] = ()
    start: date | None = None

    def begun(self, on: date | None) -> bool:
        """Tell whether it holds on that day; without a day, whether it was given at all."""
        return on is None or self.start is None or self.start <= on


@dataclass(frozen=True, slots=True)
class Held:
    """What of a stop-work still holds (安全生产法 65: nothing is resumed but what was examined and allowed).

    Attributes:
        full: everything is stopped but `freed`.
        stopped: the parts it named.
        freed: the parts given back, of the parts it named or, where all is stopped, as they were named.
        whole: the stop-work was given back as a whole.
        portions: what was given back of parts that are still stopped, as 基坑（南侧） of 基坑.
    """

    full: bool
    stopped: tuple[str, ...]
    freed: tuple[str, ...] = ()
    whole: bool = False
    portions: tuple[str, ...] = ()

    @property
    def all_but(self) -> bool:
        """Tell whether all stands still that was not freed: a full stop, or one without named parts."""
        return self.full or not self.stopped

    @property
    def remaining(self) -> tuple[str, ...]:
        """Return the parts still stopped; WHOLE stands for all that was not freed."""
        if self.whole:
            return ()
        if self.all_but:
            return (WHOLE,)
        freed = {key(one) for one in self.freed}
        return tuple(one for one in self.stopped if key(one) not in freed)

    @property
    def lifted(self) -> bool:
        """Tell whether nothing is stopped any more."""
        return not self.remaining

    def holds(self, part: str) -> bool:
        """Tell whether work on this part is forbidden."""
        if self.whole:
            return False
        told = key(part)
        if self.all_but:
            return not _within(told, self.freed)
        return _within(told, self.remaining) and not _within(told, self.portions)

    def beyond(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return those of these parts that were never stopped."""
        if self.all_but:
            return ()
        return tuple(one for one in wanted if not _within(key(one), self.stopped))

    def again(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return those of these parts that were freed before."""
        given = (*self.freed, *self.portions)
        return tuple(one for one in wanted if _within(key(one), given))

    def after(self, *, full: bool, told: Iterable[str]) -> "Held":
        """Return what holds once this much more is given back."""
        wanted = {key(one): one for one in sorted((*self.freed, *self.portions, *told))}
        whole = self.whole or full
        if self.all_but:
            return Held(self.full, self.stopped, tuple(wanted[one] for one in sorted(wanted)), whole)
        freed = tuple(one for one in self.stopped if key(one) in wanted)
        left = [one for one in self.stopped if one not in freed]
        portions = tuple(wanted[one] for one in sorted(wanted) if _within(one, left))
        return Held(self.full, self.stopped, freed, whole, portions)

    @property
    def words(self) -> str:
        """Return what is still stopped in a line, empty when nothing is."""
        if self.lifted:
            return ""
        out = self.freed if self.all_but else self.portions
        return words(self.remaining) + (f"（{'、'.join(out)}除外）" if out else "")


def _within(told: str, known: Iterable[str]) -> bool:
    """Tell whether a key is that of one of these parts, or of a portion of one: its name and （…）."""
    return any(told == one or (told.startswith(f"{one}(") and told.endswith(")")) for one in map(key, known))


class StopState(StrEnum):
    """What a stop-work has come to."""

    HOLDS = "停工中"
    PARTLY = "部分复工"
    LIFTED = "已解除"
    VOID = "作废"
    REVOKED = "已撤销"


def state_of(fate: str, held: Held) -> StopState:
    """Return what a stop-work has come to; `fate` is that of its number."""
    if fate == "void":
        return StopState.VOID
    if fate == "revoked":
        return StopState.REVOKED
    if held.lifted:
        return StopState.LIFTED
    return StopState.PARTLY if held.freed or held.portions else StopState.HOLDS


def lifted_from(held: Held, freeings: Iterable[Freeing]) -> date | None:
    """Return the first day on which nothing of a stop-work held any more; None while something does."""
    told = list(freeings)
    days = sorted({one.start for one in told if one.start is not None})
    return next((day for day in days if holding(held.full, held.stopped, told, day).lifted), None)


def holding(
    full: bool, stopped: Iterable[str], freeings: Iterable[Freeing] = (), on: date | None = None
) -> Held:
    """Return what of a stop-work holds.

    Args:
        freeings: its standing resumptions in any order; one wider than the stop gives back no more than it.
        on: the day that is asked for; left out, every resumption counts, also one that begins later.
    """
    told = [one for one in freeings if one.begun(on)]
    bare = Held(full, tuple(stopped))
    return bare.after(full=any(one.full for one in told), told=(part for one in told for part in one.parts))


@dataclass(frozen=True, slots=True)
class Behind:
    """A finding that a stop-work was ordered for.

    Attributes:
        row: its number on the stop-work paper, from 1.
        state: the word of its state.
        open: it has not come to its end.
        replied: somebody answered what was ordered.
    """

    finding_id: str
    row: int
    location: str
    state: str
    open: bool
    replied: bool = False

    @property
    def line(self) -> str:
        """Return it as a sentence names it."""
        place = f"{self.location}，" if self.location.strip() else ""
        return f"第{self.row}项（{place}{self.state}）"


def related(location: str, part: str) -> bool:
    """Tell whether a finding's place and a part are the same place, or one lies in the other by its name."""
    place, name = key(location), key(part)
    return bool(place) and bool(name) and (place in name or name in place)


def concerning(
    behind: Iterable[Behind], held: Held, *, full: bool, wanted: Sequence[str]
) -> tuple[Behind, ...]:
    """Return the findings that a resumption of these parts rests on.

    A finding counts for the parts that its place names, and for each portion of them; one whose place names
    no stopped part counts for each of them: in doubt nothing is freed unseen.
    """
    keys = {key(one) for one in wanted}
    keys |= {key(part) for part in held.stopped if any(_within(one, (part,)) for one in keys)}
    told = []
    for one in behind:
        places = {key(part) for part in (*held.stopped, *wanted) if related(one.location, part)}
        if full or not places or places & keys:
            told.append(one)
    return tuple(told)


def unnamed(behind: Iterable[Behind], exception: str) -> tuple[Behind, ...]:
    """Return the open findings that an approved exception does not name, by row (第2项) or by place."""
    told = key(exception)
    rows = {
        int(number)
        for group in re.findall(
            r"第(\d{1,4}(?:[、,，]\d{1,4})*[、,，]?)项", unicodedata.normalize("NFKC", exception)
        )
        for number in re.findall(r"\d+", group)
    }
    return tuple(
        one
        for one in behind
        if one.open and one.row not in rows and not (key(one.location) and key(one.location) in told)
    )
