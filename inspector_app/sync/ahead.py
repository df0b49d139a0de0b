"""Work done ahead in a thread of its own: while one part is under way, the next one is made ready."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import Empty, Full, Queue
from typing import TypeVar

T = TypeVar("T")

_STEP_S = 0.05
_END = object()


@contextmanager
def ahead(made: Iterable[T], tick: Callable[[], None], most: int = 1) -> Iterator[Iterator[T]]:
    """Let these parts be made in another thread, at most so many before they are asked for.

    What the making raises is raised where the next part is asked for. When the block ends, so does the
    making, at its next part; `made` is begun, read and closed in that thread alone.

    Args:
        tick: called again and again while a part is waited for; what it raises ends the waiting.
    """
    ready: Queue[object] = Queue(most)
    stop = threading.Event()
    failed: list[BaseException] = []

    def make() -> None:
        try:
            _make(made, ready, stop)
        except BaseException as problem:  # noqa: BLE001 - whoever waits for the part raises it
            failed.append(problem)
        finally:
            _put(ready, _END, stop)

    def parts() -> Iterator[T]:
        while (part := _get(ready, tick)) is not _END:
            yield part  # type: ignore[misc]
        if failed:
            raise failed[0]

    thread = threading.Thread(target=make, name="ahead", daemon=True)
    thread.start()
    try:
        yield parts()
    finally:
        stop.set()
        thread.join()


def _make(made: Iterable[object], ready: "Queue[object]", stop: threading.Event) -> None:
    parts = iter(made)
    try:
        for part in parts:
            if not _put(ready, part, stop):
                break
    finally:
        getattr(parts, "close", lambda: None)()


def _put(ready: "Queue[object]", part: object, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            ready.put(part, timeout=_STEP_S)
        except Full:
            continue
        return True
    return False


def _get(ready: "Queue[object]", tick: Callable[[], None]) -> object:
    while True:
        try:
            return ready.get(timeout=_STEP_S)
        except Empty:
            tick()
