"""Writing together: what several threads want written at once costs one commit, one wait for the disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Wish(Generic[T]):
    row: T
    done: bool = False


class Together(Generic[T]):
    """Whoever's turn comes first writes what all others wait for.

    Args:
        write: writes rows in one transaction; when it fails, nothing of them is written.
    """

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        self._write = write
        self._waiting: list[_Wish[T]] = []
        self._lock, self._turn = Lock(), Lock()

    def add(self, row: T) -> None:
        """Return once a row is written.

        When a batch fails, whoever wrote it tries with the own row alone: only what is wrong with that row is
        told. The others try for themselves when their turn comes.
        """
        mine = _Wish(row)
        with self._lock:
            self._waiting.append(mine)
        with self._turn:
            if mine.done:
                return
            with self._lock:
                wishes, self._waiting = self._waiting, []
            if mine not in wishes:  # somebody wrote it with theirs, and failed
                wishes.append(mine)
            self._written(wishes, mine)

    def _written(self, wishes: Sequence[_Wish[T]], mine: _Wish[T]) -> None:
        try:
            self._write([each.row for each in wishes])
        except Exception:  # whatever it was, it may have been another's row
            if len(wishes) == 1:
                raise
            self._write([mine.row])
            mine.done = True
            return
        for each in wishes:
            each.done = True
