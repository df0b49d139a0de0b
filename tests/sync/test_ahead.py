"""What is made ahead comes in order, fails where it is asked for, and ends when nobody asks any more."""

import threading
from collections.abc import Iterator

import pytest

from inspector_app.domain.errors import Cancelled
from inspector_app.sync.ahead import ahead


def nothing() -> None:
    """Wait on."""


def test_parts_come_in_order_from_another_thread() -> None:
    made_in: list[str] = []

    def made() -> Iterator[int]:
        for n in range(50):
            made_in.append(threading.current_thread().name)
            yield n

    with ahead(made(), nothing) as parts:
        assert list(parts) == list(range(50))
    assert set(made_in) == {"ahead"}


def test_the_next_part_is_made_while_one_is_under_way() -> None:
    begun = threading.Event()

    def made() -> Iterator[int]:
        yield 1
        begun.set()
        yield 2

    with ahead(made(), nothing) as parts:
        assert next(parts) == 1
        assert begun.wait(60)
        assert next(parts) == 2


def test_no_more_are_made_than_may_wait() -> None:
    made: list[int] = []

    def many() -> Iterator[int]:
        for n in range(1000):
            made.append(n)
            yield n

    with ahead(many(), nothing, most=2) as parts:
        assert next(parts) == 0
        threading.Event().wait(0.2)
        assert len(made) <= 5
    assert not [each for each in threading.enumerate() if each.name == "ahead"]


def test_what_fails_fails_where_it_is_asked_for() -> None:
    def made() -> Iterator[int]:
        yield 1
        raise LookupError("the disk")

    with ahead(made(), nothing) as parts:
        assert next(parts) == 1
        with pytest.raises(LookupError, match="the disk"):
            next(parts)


def test_whoever_waits_may_give_up_and_the_making_is_closed_in_its_own_thread() -> None:
    closed: list[str] = []
    hold = threading.Event()

    def made() -> Iterator[int]:
        try:
            hold.wait(60)
            yield 1
            yield 2
        finally:
            closed.append(threading.current_thread().name)

    def give_up() -> None:
        hold.set()
        raise Cancelled

    with pytest.raises(Cancelled), ahead(made(), give_up) as parts:
        next(parts)
    assert closed == ["ahead"]


class Ended(BaseException):
    """What ends more than the making of a part."""


def test_a_making_that_was_ended_is_never_taken_for_the_whole() -> None:
    def made() -> Iterator[int]:
        yield 1
        raise Ended

    with ahead(made(), nothing) as parts:
        assert next(parts) == 1
        with pytest.raises(Ended):
            next(parts)


def test_what_fails_while_nobody_waits_any_more_hides_no_other_failure() -> None:
    """The connection that the making read from cannot be closed either: the first cause is told."""

    def made() -> Iterator[int]:
        try:
            yield 1
            yield 2
            yield 3
        finally:
            raise OSError("the disk")

    def use() -> None:
        with ahead(made(), nothing) as parts:
            next(parts)
            raise LookupError("first")

    with pytest.raises(LookupError, match="first"):
        use()
