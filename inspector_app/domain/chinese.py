"""Dates, times and lists as a Chinese document writes them."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one civil time and no summer time, so a fixed offset is the law's own clock."""

QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


def day(value: date | None) -> str:
    """Return 2026年11月22日, without padding (GB/T 9704-2012 7.3.5.4); empty for None."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def iso_day(value: str) -> date | None:
    """Return the day of an ISO date, None for anything else."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def minute(value: datetime | None) -> str:
    """Return 2026年11月22日14时05分 in China's time; empty for None."""
    if value is None:
        return ""
    local = value.astimezone(CHINA)
    return f"{day(local.date())}{local.hour}时{local.minute:02d}分"


def local_date(value: datetime) -> date:
    """Return the day in China on which a moment falls."""
    return value.astimezone(CHINA).date()


def quarter(value: date) -> str:
    """Return 第一季度 to 第四季度."""
    return QUARTERS[(value.month - 1) // 3]


def spaced_name(name: str) -> str:
    """Return a name of two Han characters opened to three cells, as signature lists print it."""
    opened = len(name) == 2 and name.isalpha() and min(name) >= FIRST_HAN
    return f"{name[0]}\u3000{name[1]}" if opened else name


FIRST_HAN = "\u2e80"
"""Han characters and their radicals begin here; Latin, Greek and Cyrillic letters lie before."""

NUMERALS = "〇一二三四五六七八九十"


def count(value: int) -> str:
    """Return 1 to 10 as 一 to 十, larger numbers in digits."""
    return NUMERALS[value] if 0 < value <= 10 else str(value)
