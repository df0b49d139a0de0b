"""Days as old ledgers write them: 2026.3.5, 2026年3月5日（周四）, 3月5日 under a title with the year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.casework.importing import words

_SIGN = r"\s*[-./年、,]\s*"
_FULL = re.compile(rf"(\d{{4}}){_SIGN}(\d{{1,2}})\s*[-./月、,]\s*(\d{{1,2}})\s*[日号]?")
_SHORT_YEAR = re.compile(rf"(\d{{2}}){_SIGN}(\d{{1,2}})\s*[-./月、,]\s*(\d{{1,2}})\s*[日号]?")
_PACKED = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_WEEKDAY = re.compile(r"\s*[(（]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)）]?\s*")
_HALF = r"(?:上午|下午|中午|晚上|早上|凌晨|AM|PM|am|pm)"
_TIME = r"\d{1,2}[:：时点](?:\d{1,2}|半)?分?(?:[:：]\d{1,2})?"
_CLOCK = rf"(?:{_HALF}\s*(?:{_TIME}|\d{{1,2}})?|[T ]?{_TIME})"
_HOUR = re.compile(rf"\s*{_CLOCK}(?:[:：.]\d{{1,6}})*(?:\s*{_HALF})?(?:\s*[-~～至到—]+\s*{_CLOCK})?Z?\s*$")
_CHINESE = re.compile(r"[〇○零一二三四五六七八九十廿卅]+(?=[年月日号])")
_FILLED_IN = re.compile(
    r"(?:填报|填表|填写|制表|编制|打印|统计|报送|上报|更新|导出|截止|截至|印发)(?:日期|时间|到|至)?\s*[:：]?"
    r"\s*(\d{4})[-./年]\s*(\d{1,2})(?:[-./月]\s*(\d{1,2}))?"
)
"""The day on which a list was made up: its rows may be of the year before."""
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
FIRST_SERIAL, LAST_SERIAL = 25_569, 73_050
"""Numbers that are taken for days: 1970 to 2099, as Excel counts."""
HALF_YEAR = 183


@dataclass(frozen=True, slots=True)
class YearHint:
    """Which year a day without one belongs to.

    Attributes:
        year: told by a person, or by the only year that the title, the sheet or the file names; else None.
        near: the day of the nearest row that tells its own year; None without one.
        until: the day on which the list was made up, where no row tells a year: its rows are of before.
    """

    year: int | None = None
    near: date | None = None
    until: date | None = None


def year_of(*told: str) -> int | None:
    """Return the only year that a text names, the first text that names one; None where it names two."""
    for one in told:
        found = {int(year) for year in _YEARS.findall(_FILLED_IN.sub("", _arabic(words.line(one))))}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def filled_in(*told: str) -> date | None:
    """Return the day on which a list was made up, as its title says (填报日期：2026.3.20), else None."""
    for one in told:
        found = _FILLED_IN.search(_arabic(words.line(one)))
        if found is not None and found[3]:
            return _day(int(found[1]), int(found[2]), int(found[3]))
    return None


def read(value: object, hint: YearHint, *, since_1904: bool = False) -> date | None:
    """Return the day that a cell tells, None where it tells none or more than one reading is left."""
    if isinstance(value, date):
        # A year typed into a cell of days becomes one of 1905; nought is 1900.
        return _day(value.year, value.month, value.day)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _serial(value, since_1904=since_1904)
    return _text(str(value), hint, since_1904=since_1904) if isinstance(value, str) else None


def whole(value: object, *, since_1904: bool = False) -> date | None:
    """Return the day of a cell that tells its own year; None for others."""
    return read(value, YearHint(), since_1904=since_1904)


def _serial(value: float, *, since_1904: bool) -> date | None:
    if float(value).is_integer() and _PACKED.fullmatch(str(int(value))):
        return _text(str(int(value)), YearHint())
    if not FIRST_SERIAL - (1462 if since_1904 else 0) <= value <= LAST_SERIAL:
        return None
    epoch = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    return epoch + timedelta(days=int(value))


def _arabic(told: str) -> str:
    """Return a text whose years, months and days are in figures: 二〇二六年三月五日 is 2026年3月5日."""
    return _CHINESE.sub(lambda one: words.in_figures(one[0]), told)


def _text(told: str, hint: YearHint, *, since_1904: bool = False) -> date | None:
    plain = _WEEKDAY.sub("", _arabic(words.line(told))).strip()
    plain = _HOUR.sub("", plain).strip().rstrip(".。")
    found = _FULL.fullmatch(plain) or _PACKED.fullmatch(plain)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if plain.isdigit() and len(plain) == 5:  # a number of days that became text
        return _serial(int(plain), since_1904=since_1904)
    found = _SHORT_YEAR.fullmatch(plain)
    if found:
        year = hint.year or (hint.near.year if hint.near else None)
        return _day(year, int(found[2]), int(found[3])) if year and year % 100 == int(found[1]) else None
    found = _MONTH_DAY.fullmatch(plain)
    return _with_year(int(found[1]), int(found[2]), hint) if found else None


def _with_year(month: int, day: int, hint: YearHint) -> date | None:
    if hint.year is not None:
        return _day(hint.year, month, day)
    if hint.near is None:
        told = _day(hint.until.year, month, day) if hint.until is not None else None
        earlier = told is not None and hint.until is not None and 0 <= (hint.until - told).days <= HALF_YEAR
        return told if earlier else None
    told = _day(hint.near.year, month, day)
    # Half a year from the row beside it, it may as well belong to another year.
    return told if told is not None and abs((told - hint.near).days) <= HALF_YEAR else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1970 <= year <= 2099 else None
    except ValueError:
        return None


def near(rows: Sequence[date | None], n: int) -> date | None:
    """Return the day of the nearest row above that tells one, or below where none does."""
    above = next((one for one in reversed(rows[:n]) if one is not None), None)
    return above or next((one for one in rows[n:] if one is not None), None)


def span(told: str, hint: YearHint) -> tuple[date | None, date | None]:
    """Return the first and last day of a term in one cell: 2024.1.1-2028.12.31, or with 至."""
    plain = words.line(told)
    for sign in ("至", "到", "~", "～", "—", "－", " - "):
        first, found, last = plain.partition(sign)
        if found:
            return _text(first, hint), _text(last, hint)
    parts = re.fullmatch(rf"({_FULL.pattern})\s*-\s*({_FULL.pattern})", plain)
    return (_text(parts[1], hint), _text(parts[5], hint)) if parts else (None, None)
