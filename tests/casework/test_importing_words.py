"""Days, numbers and names as people write them, without a desk."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.casework.importing import days, likeness, words
from inspector_app.casework.importing.days import YearHint


@given(st.dates(date(1971, 1, 1), date(2098, 12, 31)))
def test_a_day_is_read_in_every_writing(day: date) -> None:
    year, month, of_month = day.year, day.month, day.day
    for told in (
        f"{year}.{month}.{of_month}",
        f"{year}年{month}月{of_month}日",
        f"{year}-{month:02}-{of_month:02} 星期四",
        f"{year}/{month}/{of_month} 9:30",
        f"{year}{month:02}{of_month:02}",
        (day - date(1899, 12, 30)).days,
        float((day - date(1899, 12, 30)).days) + 0.4,
    ):
        assert days.read(told, YearHint()) == day, told
    assert days.read(f"{month}月{of_month}日", YearHint(year)) == day
    assert days.read(f"{month}.{of_month}", YearHint(near=day)) == day
    assert days.read((day - date(1904, 1, 1)).days, YearHint(), since_1904=True) == day


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["、", "；", "\n", ",", " ", ";  "]))
def test_numbers_in_one_cell_are_parted(first: int, second: int, sign: str) -> None:
    told = f"滨住建改[2023]{first}号{sign}滨住建停（2023）{second}号"
    assert words.numbers(told) == (f"滨住建改〔2023〕{first}号", f"滨住建停〔2023〕{second}号")


def test_a_neighbour_half_a_year_away_tells_no_year() -> None:
    near = date(2022, 12, 30)
    assert days.read("1月3日", YearHint(near=near)) is None
    assert days.read("12月3日", YearHint(near=near)) == date(2022, 12, 3)
    assert days.near([None, near, None], 2) == near


@pytest.mark.parametrize(
    "told",
    [
        "二〇二六年三月五日",
        "二○二六年三月五日（星期四）",
        "2026年3月5日上午9时30分",
        "2026/3/5 14:00",
        "2026/3/5 下午 2:30:00",
        "2026-03-05 00:00:00.0",
        "2026-03-05T14:00:00Z",
        "2026.3.5 9:00-11:30",
        "2026年03月05日14时30分至15时",
        "2026年3月5日9点半",
        "2026、3、5",
        "2026.3.5.",
        "'2026-03-05",
        "\u202a２０２６年３月５日",
        "46086",
        46086.6,
        20260305,
    ],
)
def test_a_day_in_the_writings_of_bureaux(told: object) -> None:
    assert days.read(told, YearHint()) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "told",
    ["十月初", "2026年3月5日-6日", "2026年3月", "3.10", 3.1, 0, True, "2026.2.30", "1899.12.31", "5/3/2026"],
)
def test_what_tells_no_day_or_more_than_one_is_none(told: object) -> None:
    assert days.read(told, YearHint()) is None


def test_a_year_typed_into_a_cell_of_days_is_no_day_of_1905() -> None:
    assert days.read(datetime(1905, 7, 18), YearHint()) is None  # noqa: DTZ001 - Excel knows no zone


def test_a_day_without_a_year_is_before_the_day_on_which_the_list_was_made_up() -> None:
    title = ("质量安全检查台账", "填报单位：质安站 填报日期：2026年3月20日")
    assert days.year_of(*title) is None
    assert days.year_of("二〇二五年检查台账", *title) == 2025
    until = days.filled_in(*title)
    assert until == date(2026, 3, 20)
    told = [days.read(one, YearHint(until=until)) for one in ("3月5日", "三月二十日", "3.21", "12月3日")]
    assert told == [date(2026, 3, 5), date(2026, 3, 20), None, None]


@pytest.mark.parametrize(
    ("told", "name", "phones"),
    [
        ("张三 13800000001.0", "张三", "13800000001"),
        ("\u202d13800000001\u202c", "", "13800000001"),
        ("李工（+86 138-0000-0002）", "李工", "13800000002"),
        ("0086 13800000002", "", "13800000002"),
        ("王五 138 0000 0003", "王五", "13800000003"),
        ("'0591-88888888", "", "0591-88888888"),
    ],
)
def test_telephones_in_other_writings(told: str, name: str, phones: str) -> None:
    assert words.with_phone(told) == (name, phones)


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("改[2026]第1号、2号", ("改〔2026〕第1号", "改〔2026〕第2号")),
        ("停(2026)1号改（2026）3号", ("停〔2026〕1号", "改〔2026〕3号")),
        ("改〔2026〕1号和2号", ("改〔2026〕1号", "改〔2026〕2号")),
        ("改〔2026〕1号（作废）", ("改〔2026〕1号",)),
        ("改〔2026〕3-12号", ("改〔2026〕3-12号",)),
    ],
)
def test_numbers_in_other_writings(told: str, numbers: tuple[str, ...]) -> None:
    assert words.numbers(told) == numbers


def test_one_part_of_a_project_has_one_key() -> None:
    assert (
        len({words.key(one) for one in ("青云府第一标段", "青云府（1标段）", "青云府1#标段", "青云府一标段")})
        == 1
    )
    assert words.key("青云府一标段") != words.key("青云府十一标段")
    assert (words.in_figures("二〇二六"), words.in_figures("廿五"), words.in_figures("十")) == (
        "2026",
        "25",
        "10",
    )


def test_a_bureau_of_a_builder_is_called_in_short() -> None:
    known = ["中建三局第一建设工程有限责任公司", "海诚建工有限公司"]
    assert likeness.in_short("中建三局", known) == tuple(known[:1])
    assert likeness.in_short("中建三局一公司", known) == tuple(known[:1])
    assert likeness.in_short("青澜区教育局", ["青澜区教育局基建办公室"]) == ()
