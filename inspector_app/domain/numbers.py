"""Document numbers: `{代字}{文种}〔{年}〕{机号}-{流水}号`, unique without asking anyone.

Each laptop has a machine code that is never given out twice, so numbers made offline cannot collide;
within a machine, kind and year there is no gap: the next serial is the largest one plus one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.errors import RuleError

NEEDED = ("机号", "流水", "年")
ALLOWED = frozenset({"代字", "文种", "年", "机号", "流水"})
LONGEST_SILENCE = timedelta(days=30)
_HOLE = re.compile(r"\{([^{}]*)\}")
_MARKS = {"机号": "\ue000", "流水": "\ue001", "年": "0"}
_TOGETHER = re.compile("\ue000\\d*\ue001|\ue001\\d*\ue000")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern whose numbers could collide or that names unknown parts.

    The year is needed too, since serials begin at 1 every year. Between 机号 and 流水 stands a character
    that is no digit: 1 and 11 run together would read like 11 and 1.

    Raises:
        RuleError: `number.pattern_unknown_part`, `number.pattern_lacks_part`,
            `number.pattern_runs_together`.
    """
    parts = _HOLE.findall(pattern)
    for part in parts:
        if part not in ALLOWED:
            raise RuleError("number.pattern_unknown_part", where=pattern, part=part)
    for part in NEEDED:
        if part not in parts:
            raise RuleError("number.pattern_lacks_part", where=pattern, part=part)
    # 代字 and 文种 are the office's own text, which may be empty or a digit: they keep nothing apart.
    if _TOGETHER.search(_HOLE.sub(lambda hole: _MARKS.get(hole[1], ""), pattern)):
        raise RuleError("number.pattern_runs_together", where=pattern)


@dataclass(frozen=True, slots=True, order=True)
class Serial:
    """A place in the number book: one machine, kind and year; serials run from 1."""

    machine_code: int
    kind: str
    year: int
    serial: int

    def text(self, pattern: str, *, prefix: str, word: str) -> str:
        """Return the number as it is printed."""
        values = {
            "代字": prefix,
            "文种": word,
            "年": str(self.year),
            "机号": str(self.machine_code),
            "流水": str(self.serial),
        }
        return _HOLE.sub(lambda hole: values[hole[1]], pattern)


def next_serial(taken: Iterable[int]) -> int:
    """Return the serial after the largest ever taken; void ones stay taken."""
    return max(taken, default=0) + 1


@dataclass(frozen=True, slots=True)
class Book:
    """What the number book holds, and what is wrong with it (nothing, if all is well)."""

    fates: Mapping[Serial, str]
    gaps: tuple[Serial, ...]
    duplicates: tuple[Serial, ...]


def audit(entries: Iterable[tuple[Serial, str]]) -> Book:
    """Return the book over (serial, fate), with the gaps and duplicates it has."""
    fates: dict[Serial, str] = {}
    duplicates: list[Serial] = []
    highest: dict[tuple[int, str, int], int] = {}
    for serial, fate in entries:
        if serial in fates:
            duplicates.append(serial)
        fates[serial] = fate
        line = (serial.machine_code, serial.kind, serial.year)
        highest[line] = max(highest.get(line, 0), serial.serial)
    gaps = [
        missing
        for line, top in sorted(highest.items())
        for n in range(1, top)
        if (missing := Serial(*line, n)) not in fates
    ]
    return Book(fates, tuple(gaps), tuple(sorted(set(duplicates))))


def date_to_confirm(today: date, last: date | None) -> str | None:
    """Return why the clock's date needs a person's confirmation, or None.

    `backwards` when today lies before the last entry, `silence` when it lies over 30 days after it:
    a wrong clock would otherwise number a document into the wrong year.
    """
    if last is None:
        return None
    if today < last:
        return "backwards"
    return "silence" if today - last > LONGEST_SILENCE else None
