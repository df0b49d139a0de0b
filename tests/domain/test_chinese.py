"""Dates, times, names and counts as a Chinese document writes them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from inspector_app.domain import chinese
from inspector_app.domain.chinese import CHINA


def test_days_are_written_without_padding() -> None:
    assert chinese.day(date(2026, 11, 22)) == "2026年11月22日"
    assert chinese.day(date(2026, 3, 5)) == "2026年3月5日"
    assert chinese.day(None) == ""


def test_moments_are_written_to_the_minute_in_china_s_time() -> None:
    assert chinese.minute(datetime(2026, 11, 22, 14, 5, 59, tzinfo=CHINA)) == "2026年11月22日14时05分"
    assert chinese.minute(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "2027年1月1日0时00分"
    assert chinese.minute(None) == ""


def test_the_day_is_china_s_whatever_the_laptop_thinks() -> None:
    west = timezone(timedelta(hours=-10))
    assert chinese.local_date(datetime(2026, 4, 26, 6, 30, tzinfo=west)) == date(2026, 4, 27)
    assert chinese.local_date(datetime(2026, 4, 26, 15, 59, tzinfo=UTC)) == date(2026, 4, 26)
    assert chinese.local_date(datetime(2026, 4, 26, 16, 0, tzinfo=UTC)) == date(2026, 4, 27)


def test_quarters() -> None:
    told = [chinese.quarter(date(2026, month, 1)) for month in range(1, 13)]
    assert told == [name for name in chinese.QUARTERS for _ in range(3)]
    assert chinese.quarter(date(2026, 12, 31)) == "第四季度"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("周砚", "周\u3000砚"),
        ("沈知行", "沈知行"),
        ("欧阳明远", "欧阳明远"),
        ("𬭼一", "𬭼\u3000一"),
        ("周", "周"),
        ("", ""),
        ("Li", "Li"),
        ("周 ", "周 "),
        ("A周", "A周"),
        ("周。", "周。"),
    ],
)
def test_only_names_of_two_han_characters_are_opened(name: str, printed: str) -> None:
    assert chinese.spaced_name(name) == printed


def test_counts() -> None:
    assert [chinese.count(n) for n in (1, 2, 9, 10)] == ["一", "二", "九", "十"]
    assert [chinese.count(n) for n in (0, 11, 40, -1)] == ["0", "11", "40", "-1"]
