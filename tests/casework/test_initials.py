"""Initials of names: what people type, whichever way a character may be read."""

import timeit

import pytest

from inspector_app.casework.targets.initials import MOST_CHARS, MOST_READINGS, initials, own_initials


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("重庆路小学", {"cqlxx", "zqlxx"}),
        ("临江雅苑二期3标段", {"ljyyeq3bd"}),
        ("长乐行", {"clh", "zlh", "clx", "cyh"}),
        ("望川大厦", {"wcds", "wcdx"}),
        ("曾单解", {"zsj", "csx", "zdj"}),
        ("B 区（3#地块）", {"bq3dk"}),
        ("绿地", {"ld"}),
        ("女儿墙", {"neq"}),
    ],
)
def test_a_name_is_typed_by_any_of_its_readings(name: str, wanted: set[str]) -> None:
    assert wanted <= set(initials(name))


def test_the_likeliest_reading_comes_first() -> None:
    assert initials("重庆路小学")[0] == "cqlxx"
    assert initials("银行大厦")[0] == "yhds"


@pytest.mark.parametrize("name", ["", "  ", "（#）", "\x00\n", "。。。"])
def test_what_has_nothing_to_read_has_no_initials(name: str) -> None:
    assert initials(name) == ()


@pytest.mark.parametrize("name", ["重" * 30, "长行乐重" * 40, "a" * 100_000, "𠮷野家", "诶嗯", "ǖ"])
def test_strange_and_long_names_stay_bounded(name: str) -> None:
    told = initials(name)
    assert 1 <= len(told) <= MOST_READINGS
    assert {len(one) for one in told} <= set(range(1, MOST_CHARS + 1))
    assert len(set(told)) == len(told)


def test_what_a_person_wrote_is_taken_apart() -> None:
    assert own_initials("CQL，zql、 x") == ("cql", "zql", "x")
    assert own_initials(" ,") == ()


def test_how_long_a_name_takes() -> None:
    """Prints it; -s shows it. What is timed is the work itself, not what was remembered of it."""
    count, name = 300, "临江雅苑二期3标段施工总承包"
    assert initials.__wrapped__(name) == initials(name)
    assert initials(name)[0].startswith("ljyyeq3bd")
    taken = timeit.timeit(lambda: initials.__wrapped__(name), number=count)
    print(f"initials of a name: {1e6 * taken / count:.0f} µs")
