"""Whose turn it is to write: a key that was pressed goes before work that is done beside it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """The one place at the writer. A job that writes in many steps lets the window in between two of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nobody_waits = threading.Event()
        self._nobody_waits.set()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the place and hold it; the window's own thread is let in first."""
        window = threading.current_thread() is threading.main_thread()
        if window:
            self._nobody_waits.clear()
        else:
            self._nobody_waits.wait()
        try:
            self._lock.acquire()
        finally:
            if window:
                self._nobody_waits.set()
        try:
            yield
        finally:
            self._lock.release()

    def at_once(self) -> bool:
        """Take the place if it is free; it is given back by `leave`."""
        return self._lock.acquire(blocking=False)

    def leave(self) -> None:
        """Give back what `at_once` took."""
        self._lock.release()
