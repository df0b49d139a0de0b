"""Several threads' rows in one transaction: each is written once, and nobody is told so before it is."""

import threading
from collections.abc import Sequence

import pytest

from inspector_app.hub.together import Together


class Book:
    """Writes down batches; the first one waits until it is let go, and a bad row fails its whole batch."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def write(self, rows: Sequence[int]) -> None:
        first = not self.begun.is_set()
        self.begun.set()
        if first:
            assert self.go.wait(30)
        if any(row < 0 for row in rows):
            raise ValueError(str(rows))
        self.batches.append(list(rows))


def started(together: Together[int], row: int, told: dict[int, str]) -> threading.Thread:
    def add() -> None:
        try:
            together.add(row)
        except ValueError:
            told[row] = "failed"
        else:
            told[row] = "written"

    thread = threading.Thread(target=add)
    thread.start()
    return thread


def waiting(together: Together[int], count: int) -> None:
    pause = threading.Event()
    for _ in range(3000):
        if len(together._waiting) == count:
            return
        pause.wait(0.01)
    raise AssertionError(len(together._waiting))


def test_rows_that_wait_are_written_in_one_batch() -> None:
    book, told = Book(), {}
    together = Together(book.write)
    threads = [started(together, 0, told)]
    assert book.begun.wait(30)
    threads += [started(together, row, told) for row in range(1, 9)]
    waiting(together, 8)
    assert told == {}
    book.go.set()
    for each in threads:
        each.join(30)
    assert [sorted(batch) for batch in book.batches] == [[0], [1, 2, 3, 4, 5, 6, 7, 8]]
    assert set(told.values()) == {"written"}


def test_a_row_that_is_wrong_fails_alone() -> None:
    book, told = Book(), {}
    together = Together(book.write)
    threads = [started(together, 0, told)]
    assert book.begun.wait(30)
    threads += [started(together, row, told) for row in (1, -1, 2)]
    waiting(together, 3)
    book.go.set()
    for each in threads:
        each.join(30)
    assert sorted(row for batch in book.batches for row in batch) == [0, 1, 2]
    assert told == {0: "written", 1: "written", 2: "written", -1: "failed"}


def test_a_failure_is_raised_to_who_wrote() -> None:
    book = Book()
    book.go.set()
    together = Together(book.write)
    with pytest.raises(ValueError, match="-1"):
        together.add(-1)
    together.add(3)
    assert book.batches == [[3]]
