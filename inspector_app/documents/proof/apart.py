"""A process of its own for files of strangers: what reads them has bounds of memory and of the processor.

A PDF of some kilobytes may unfold to gigabytes, and the reader unfolds a page whole before anybody can ask
how large it is. So it is read by a child that may take only so much and is ended beyond it; the program goes
on. The child reads one file after the other, and the next one gets a new child where one was ended.
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Thread
from time import process_time, sleep
from typing import Generic, TypeVar

from inspector_app.documents.proof.footprint import most_held, narrow

T = TypeVar("T")

MOST_SECONDS = 1.5
"""Seconds of the processor for one file, beside the child's own start."""
MOST_BYTES = 320_000_000
"""Memory beyond what the child has when it begins, the file itself included."""

_LOOK_S, _PATIENCE_S, _START_S = 0.01, 60.0, 60.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may take.

    Attributes:
        seconds: of the processor, and `each_megabyte` of the file so many more.
        room: bytes of memory beyond what the child has when it begins, the file included.
    """

    seconds: float = MOST_SECONDS
    each_megabyte: float = 0.0
    room: int = MOST_BYTES

    def for_size(self, size: int) -> float:
        """Return the seconds for a file of so many bytes."""
        return self.seconds + self.each_megabyte * size / 1_000_000


class OutOfBoundsError(Exception):
    """The child was ended, or could not read the file within its bounds."""


class Apart(Generic[T]):
    """Does one thing with the bytes of a file in a child process that has bounds.

    Args:
        work: a function of a module, since the child finds it by its name; its answer must be picklable.
        bounds: of each file.
    """

    def __init__(self, work: Callable[[bytearray], T], bounds: Bounds = Bounds()) -> None:
        self._work, self._bounds = work, bounds
        self._child: SpawnProcess | None = None
        self._line: Connection | None = None

    def do(self, raw: bytes) -> T:
        """Return what the work makes of a file.

        Raises:
            OutOfBoundsError: it took too much memory or time, or broke the child.
        """
        try:
            line = self._begun()
            line.send(len(raw))
            line.send_bytes(raw)
            if not line.poll(_PATIENCE_S):
                raise OutOfBoundsError
            told: T = line.recv()
        except (OSError, EOFError) as problem:  # the child is gone, or never came up
            self.close()
            raise OutOfBoundsError from problem
        except OutOfBoundsError:
            self.close()
            raise
        return told

    def close(self) -> None:
        """End the child, if there is one."""
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
            self._child.close()
        self._child, self._line = None, None

    def _begun(self) -> Connection:
        if self._line is None:
            context = get_context("spawn")
            self._line, theirs = context.Pipe()
            self._child = context.Process(target=_child, args=(theirs, self._work, self._bounds), daemon=True)
            self._child.start()
            theirs.close()
            if not self._line.poll(_START_S):
                raise OutOfBoundsError
            self._line.recv()
        return self._line


def _child(line: Connection, work: Callable[[bytearray], T], bounds: Bounds) -> None:
    """Work off file after file until the other side is gone."""
    base = most_held()
    line.send(None)
    with suppress(EOFError, OSError):
        while True:
            size = line.recv()
            seconds = bounds.for_size(size)
            narrow(process_time() + seconds, bounds.room)
            watch = _Watch(base + bounds.room, seconds)
            raw = bytearray(size)
            if size:
                line.recv_bytes_into(raw)
            else:
                line.recv_bytes()
            try:
                told = work(raw)
            except MemoryError:
                os._exit(_Watch.ENDED)
            watch.over = True
            line.send(told)


class _Watch:
    """Ends this process when it takes more than it may, wherever the reader is just then."""

    ENDED = 3

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._end = most, process_time() + seconds
        self.over = False
        Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self.over:
            if self._beyond():
                sys.stderr.flush()
                os._exit(self.ENDED)
            sleep(_LOOK_S)

    def _beyond(self) -> bool:
        try:
            return process_time() > self._end or most_held() > self._most
        except MemoryError:  # nothing is left even to look
            return True
