"""The periods that figures are asked for: the usual ones reckoned from today, others as two typed days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.domain.errors import RuleError


class Period(StrEnum):
    """The periods that have a button, and one of two days."""

    HALF = "half"
    HALF_BEFORE = "half_before"
    QUARTER = "quarter"
    MONTH = "month"
    YEAR = "year"
    OWN = "own"


WORDS = {
    Period.HALF: "本半年",
    Period.HALF_BEFORE: "上个半年",
    Period.QUARTER: "本季",
    Period.MONTH: "本月",
    Period.YEAR: "本年",
    Period.OWN: "自定",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both inclusive."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """Return 2026-07-01 – 12-31, with the second year where it is another."""
        if self.first.year == self.last.year:
            return f"{self.first.isoformat()} – {self.last:%m-%d}"
        return f"{self.first.isoformat()} – {self.last.isoformat()}"


def span_of(period: Period, today: date) -> Span:
    """Return the days of a period that holds today, or of the half-year before it.

    Raises:
        ValueError: OWN has no days but those that somebody types.
    """
    year = today.year
    if period is Period.YEAR:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if period is Period.MONTH:
        return _months(year, today.month, 1)
    if period is Period.QUARTER:
        return _months(year, (today.month - 1) // 3 * 3 + 1, 3)
    half = _months(year, 1 if today.month <= 6 else 7, 6)
    if period is Period.HALF:
        return half
    if period is Period.HALF_BEFORE:
        return span_of(Period.HALF, half.first - timedelta(days=1))
    raise ValueError(period)


def _months(year: int, month: int, many: int) -> Span:
    after = month + many
    last = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return Span(date(year, month, 1), last)


def year_before(span: Span, today: date) -> Span:
    """Return the same days a year before; of a period that is not over only as far as it has come.

    29 February becomes 28 February, except that the last day of a February stays its last day.
    """
    last = max(min(span.last, today), span.first)
    return Span(_year_back(span.first), _year_back(last, last=True))


def _year_back(day: date, *, last: bool = False) -> date:
    if day.month == 2 and (day.day == 29 or (last and (day + timedelta(days=1)).month == 3)):
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return date(day.year - 1, day.month, day.day)


_DAY = re.compile(r"(?:(\d{4})\s*[-./年])?\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


def typed_day(told: str, year: int, *, where: str = "") -> date:
    """Return the day that somebody typed: 2026-03-05, 2026.3.5, 2026年3月5日, or 3-5 of the year shown.

    Raises:
        RuleError: `ui.bad_day` for what is no day of the calendar.
    """
    found = _DAY.fullmatch(told.strip().translate(_WIDE))
    if found is None:
        raise RuleError("ui.bad_day", where=where, told=told)
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError as error:
        raise RuleError("ui.bad_day", where=where, told=told) from error


_WIDE = str.maketrans("０１２３４５６７８９－．／", "0123456789-./")
