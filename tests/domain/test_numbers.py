"""Document numbers: unique without asking, without gaps, in a year that is the right one."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import RuleError
from inspector_app.domain.numbers import Serial, audit, check_pattern, date_to_confirm, next_serial

PATTERN = "{代字}{文种}〔{年}〕{机号}-{流水}号"

serials = st.builds(
    Serial,
    st.integers(1, 300),
    st.sampled_from(["rectification_notice", "stop_work_notice"]),
    st.integers(2025, 2028),
    st.integers(1, 3000),
)


def text(serial: Serial, pattern: str = PATTERN) -> str:
    word = {"rectification_notice": "改", "stop_work_notice": "停"}.get(serial.kind, "检")
    return serial.text(pattern, prefix="滨住建", word=word)


def test_a_number_is_printed_as_the_office_writes_it() -> None:
    assert text(Serial(3, "stop_work_notice", 2026, 12)) == "滨住建停〔2026〕3-12号"


def test_what_stands_in_the_prefix_is_printed_as_it_is() -> None:
    odd = Serial(3, "x", 2026, 12).text(PATTERN, prefix="{年}\\1", word="{流水}")
    assert odd == "{年}\\1{流水}〔2026〕3-12号"


@pytest.mark.parametrize(
    "pattern",
    [
        PATTERN,
        "{机号}-{流水}（{年}）",
        "{代字}〔{年}〕{文种}第{流水}号（{机号}机）",
        "{年}{机号}-{流水}",
        "{机号}号机{年}年{流水}",
        "{机号}-{文种}{流水}〔{年}〕",
    ],
)
def test_patterns_that_may_be_used_print_every_number_once(pattern: str) -> None:
    check_pattern(pattern)
    places = list(product((1, 2, 11, 111), (2025, 2026), (1, 11, 12, 111, 1111)))
    printed = {text(Serial(machine, "x", year, n), pattern) for machine, year, n in places}
    assert len(printed) == len(places)


@pytest.mark.parametrize(
    ("pattern", "code", "part"),
    [
        ("{代字}〔{年}〕{流水}号", "number.pattern_lacks_part", "机号"),
        ("{代字}〔{年}〕{机号}号", "number.pattern_lacks_part", "流水"),
        ("", "number.pattern_lacks_part", "机号"),
        # Serials begin at 1 again every year: without the year the same number comes twice.
        ("{代字}{文种}{机号}-{流水}号", "number.pattern_lacks_part", "年"),
        ("{代字}〔{年}〕{机号}-{流水}-{月}号", "number.pattern_unknown_part", "月"),
        ("{}{年}{机号}-{流水}", "number.pattern_unknown_part", ""),
        # 1 and 11 is 111, and so is 11 and 1.
        ("{年}-{机号}{流水}号", "number.pattern_runs_together", ""),
        ("{年}-{流水}{机号}号", "number.pattern_runs_together", ""),
        ("{年}-{机号}0{流水}号", "number.pattern_runs_together", ""),
        ("{机号}{年}{流水}号", "number.pattern_runs_together", ""),
        ("{年}-{机号}{文种}{流水}号", "number.pattern_runs_together", ""),
    ],
)
def test_patterns_whose_numbers_could_collide_are_refused(pattern: str, code: str, part: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_pattern(pattern)
    assert (caught.value.code, caught.value.where) == (code, pattern)
    assert caught.value.values.get("part", "") == part


def test_numbers_run_together_would_collide() -> None:
    """The reason for the refusal, shown on the very numbers."""
    one, other = Serial(1, "x", 2026, 11), Serial(11, "x", 2026, 1)
    assert text(one, "{年}-{机号}{流水}") == text(other, "{年}-{机号}{流水}")


@settings(max_examples=200)
@given(serials, serials)
def test_two_places_never_print_the_same(one: Serial, other: Serial) -> None:
    for pattern in (PATTERN, "{机号}-{文种}{流水}〔{年}〕"):
        assert (text(one, pattern) == text(other, pattern)) is (one == other)


def test_the_next_serial_follows_the_largest() -> None:
    assert next_serial([]) == 1
    assert next_serial([1, 2, 3]) == 4
    assert next_serial([7, 2]) == 8  # never fills a gap: what once was, may have been printed


def of_machine(machine: int, *numbers: int, year: int = 2026) -> list[tuple[Serial, str]]:
    return [(Serial(machine, "rectification_notice", year, n), "issued") for n in numbers]


def test_a_book_in_order_has_nothing_wrong() -> None:
    book = audit([*of_machine(1, 1, 2, 3), *of_machine(2, 1), *of_machine(1, 1, year=2027)])
    assert len(book.fates) == 5
    assert (book.gaps, book.duplicates) == ((), ())


def test_an_empty_book_is_in_order() -> None:
    book = audit([])
    assert (dict(book.fates), book.gaps, book.duplicates) == ({}, (), ())


def test_gaps_and_duplicates_are_named() -> None:
    entries = [*of_machine(2, 3), *of_machine(1, 5, 2, 1, 2, 2)]
    book = audit(entries)
    assert [(gap.machine_code, gap.serial) for gap in book.gaps] == [(1, 3), (1, 4), (2, 1), (2, 2)]
    assert book.duplicates == (Serial(1, "rectification_notice", 2026, 2),)


def test_a_void_number_is_no_gap() -> None:
    first, second = Serial(1, "x", 2026, 1), Serial(1, "x", 2026, 2)
    book = audit([(first, "void"), (second, "issued")])
    assert book.gaps == ()
    assert book.fates == {first: "void", second: "issued"}


@settings(max_examples=100)
@given(st.lists(st.integers(1, 40), max_size=40))
def test_issued_and_gaps_make_the_whole_line(taken: list[int]) -> None:
    book = audit(of_machine(1, *taken))
    there = {serial.serial for serial in book.fates}
    gaps = {serial.serial for serial in book.gaps}
    assert there == set(taken)
    assert not there & gaps
    assert there | gaps == set(range(1, max(taken, default=0) + 1))
    assert {one.serial for one in book.duplicates} == {n for n in taken if taken.count(n) > 1}
    assert next_serial(taken) not in there | gaps


@pytest.mark.parametrize(
    ("today", "last", "why"),
    [
        (date(2026, 4, 27), None, None),
        (date(2026, 4, 27), date(2026, 4, 27), None),
        (date(2026, 4, 27), date(2026, 3, 28), None),
        (date(2026, 4, 27), date(2026, 3, 27), "silence"),
        (date(2026, 4, 27), date(2026, 4, 28), "backwards"),
        (date(2026, 1, 1), date(2025, 12, 31), None),
        (date(2027, 4, 27), date(2026, 4, 27), "silence"),
    ],
)
def test_a_doubtful_clock_is_asked_about(today: date, last: date | None, why: str | None) -> None:
    assert date_to_confirm(today, last) == why
