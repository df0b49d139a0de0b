"""Watches the screen's thread: whatever holds it too long is named, with the function that took the time."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter, thread_time
from types import FrameType

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

MOST_MS = 50.0
SAMPLE_S = 0.004
OURS, NOT_WATCHED = "inspector_app.", ("inspector_app.screenplay.",)


@dataclass(frozen=True, slots=True)
class Slot:
    """One event, from its arrival until the window could take the next.

    Attributes:
        ms, cpu: on the clock, and of the processor: what another program's load does not lengthen.
        story: what was being played.
        handler: our outermost function in it; empty when it was Qt's own work.
        culprit: our innermost function, most often found there while the time went by.
    """

    ms: float
    cpu: float
    story: str
    event: str
    receiver: str
    handler: str
    culprit: str

    def line(self) -> str:
        """Return it in one line."""
        where = f"{self.handler} → {self.culprit}" if self.handler else "Qt itself"
        return f"{self.ms:.0f} ms (cpu {self.cpu:.0f}) · {self.story} · {self.event} to {self.receiver} · {where}"


class Watchdog(QApplication):
    """An application that times every event and looks at the stack of those that take long."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.story = ""
        self.slots: list[Slot] = []
        self.count = 0
        self._began: float | None = None
        self._depth = 0
        self._seen: list[tuple[str, str]] = []
        self._thread = threading.get_ident()
        self._over = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._sampler.start()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event; what it sends in turn belongs to it."""
        if self._depth:
            return super().notify(receiver, event)
        self._depth, self._seen, began, worked = 1, [], perf_counter(), thread_time()
        # Read before: the receiver may be gone afterwards.
        kind, name = event.type(), type(receiver).__name__
        called = receiver.objectName()
        self._began = began
        try:
            return super().notify(receiver, event)
        finally:
            self._began, self._depth = None, 0
            took = ((perf_counter() - began) * 1000, (thread_time() - worked) * 1000)
            self._note(*took, kind, f"{name} {called}".strip())

    def _note(self, ms: float, cpu: float, kind: QEvent.Type, receiver: str) -> None:
        self.count += 1
        handler, culprit = _most(self._seen)
        if ms > MOST_MS / 5:
            self.slots.append(Slot(ms, cpu, self.story, kind.name, receiver, handler, culprit))

    def longest(self) -> Slot | None:
        """Return what held the window longest; None when nothing did."""
        return max(self.slots, key=lambda one: one.ms, default=None)

    def worst(self, most: int = 10) -> list[Slot]:
        """Return the longest, one of each kind: the same handler in the same story counts once."""
        told: dict[tuple[str, str, str], Slot] = {}
        for one in sorted(self.slots, key=lambda slot: -slot.ms):
            told.setdefault((one.story, one.event, one.handler or one.receiver), one)
        return list(told.values())[:most]

    def rest(self) -> None:
        """Stop looking at stacks."""
        self._over.set()
        self._sampler.join()

    def _sample(self) -> None:
        """Look at the screen's thread while one event is being worked on; on a thread of its own."""
        while not self._over.wait(SAMPLE_S):
            began = self._began
            if began is None or perf_counter() - began < 2 * SAMPLE_S:
                continue
            frame = sys._current_frames().get(self._thread)
            ours = [f"{one.f_globals.get('__name__', '')[len(OURS) :]}.{_name(one)}" for one in _ours(frame)]
            if ours:
                self._seen.append((ours[-1], ours[0]))


def _ours(frame: FrameType | None) -> Iterator[FrameType]:
    """Yield our own frames, the innermost first."""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith(OURS) and not name.startswith(NOT_WATCHED):
            yield frame
        frame = frame.f_back


def _name(frame: FrameType) -> str:
    return frame.f_code.co_qualname if sys.version_info >= (3, 11) else frame.f_code.co_name


def _most(seen: list[tuple[str, str]]) -> tuple[str, str]:
    if not seen:
        return "", ""
    handler = seen[0][0]
    return handler, Counter(inner for _, inner in seen).most_common(1)[0][0]
