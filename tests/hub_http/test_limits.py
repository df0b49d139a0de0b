"""Token buckets and what an address is counted as."""

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.hub.limits import Buckets, Rate, of_address


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_then_so_many_a_second() -> None:
    clock = Clock()
    buckets = Buckets(Rate(3, 2), clock)
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.wait("a") == 0.5
    assert buckets.wait("b") == 0, "another one's bucket is another one"
    clock.now += 0.5
    assert buckets.wait("a") == 0
    assert buckets.wait("a") == 0.5


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    clock = Clock()
    buckets = Buckets(Rate(2, 1), clock)
    clock.now += 1_000
    assert [buckets.wait("a") > 0 for _ in range(3)] == [False, False, True]


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 5)), max_size=40))
def test_never_more_than_burst_and_rate_allow(steps: list[tuple[float, int]]) -> None:
    clock = Clock()
    buckets, passed, begun = Buckets(Rate(4, 3), clock), 0, clock.now
    for seconds, asked in steps:
        clock.now += seconds
        passed += sum(buckets.wait("a") == 0 for _ in range(asked))
        assert passed <= 4 + 3 * (clock.now - begun) + 1e-6


def test_names_are_bounded_and_the_longest_unused_goes() -> None:
    buckets = Buckets(Rate(1, 0.001), Clock(), most=2)
    assert buckets.wait("a") == 0
    assert buckets.wait("b") == 0
    assert buckets.wait("a") > 0  # used just now, so b is the older
    assert buckets.wait("c") == 0
    assert buckets.wait("a") > 0
    assert buckets.wait("b") == 0, "it was forgotten"


def test_a_flood_is_told_once_a_minute() -> None:
    clock = Clock()
    buckets = Buckets(Rate(1, 1), clock)
    assert buckets.first_told("a")
    assert not buckets.first_told("a")
    clock.now += 61
    assert buckets.first_told("a")


def test_addresses() -> None:
    assert of_address("10.0.0.7") == "10.0.0.7"
    assert of_address("::ffff:10.0.0.7") == "10.0.0.7"
    assert of_address("2001:db8::1") == of_address("2001:db8::ffff:2") == "2001:db8::/64"
    assert of_address("2001:db8:0:1::1") != of_address("2001:db8::1")
    assert of_address("unix") == "unix"
