"""Watches the screen's thread: whatever holds it too long is named, with the function that took the time.

It looks at the thread's stack from another thread, and touches nothing: an application that times its events
itself would have to know each receiver, half-made ones too, and falls over.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

SAMPLE_S = 0.002
LEAST_MS = 10.0
OURS, NOT_WATCHED = "inspector_app.", ("inspector_app.screenplay.",)
QT = "Qt itself"


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch in which the window could take no event.

    Attributes:
        ms, cpu: on the clock, and of the processor: what another program's load does not lengthen.
        story: what was being played.
        handler: our outermost function in it, as Qt called it; `Qt itself` where none of ours was at work.
        culprit: our innermost function, most often found there while the time went by.
    """

    ms: float
    cpu: float
    story: str
    handler: str
    culprit: str

    def line(self) -> str:
        """Return it in one line."""
        where = self.handler if self.culprit in ("", self.handler) else f"{self.handler} → {self.culprit}"
        return f"{self.ms:.0f} ms (cpu {self.cpu:.0f}) · {self.story} · {where}"


@dataclass(slots=True)
class _Stretch:
    """A stretch under way: which call it is, since when, and what was found in it."""

    call: int
    handler: str
    story: str
    began: float
    worked: float
    until: float = 0.0
    spent: float = 0.0
    found: Counter[str] = field(default_factory=Counter)


class Watchdog:
    """Looks at the thread that made it until `rest` is called.

    Attributes:
        story: what is being played now; told by who plays, empty while nothing is.
        slots: everything that took long enough to be worth a line.
        looks: how often it looked.
    """

    def __init__(self) -> None:
        self.story = ""
        self.slots: list[Slot] = []
        self.looks = 0
        self._watched = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._watched)
        self._now: _Stretch | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def longest(self) -> Slot | None:
        """Return what held the window longest; None when nothing did."""
        return max(self.slots, key=lambda one: one.ms, default=None)

    def worst(self, most: int = 10) -> list[Slot]:
        """Return the longest; the same handler in the same story counts once."""
        told: dict[tuple[str, str], Slot] = {}
        for one in sorted(self.slots, key=lambda slot: -slot.ms):
            told.setdefault((one.story, one.handler), one)
        return list(told.values())[:most]

    def rest(self) -> None:
        """Stop looking."""
        self._over.set()
        self._thread.join()

    # On the watching thread from here on.

    def _look(self) -> None:
        before = time.clock_gettime(self._clock)
        while not self._over.wait(SAMPLE_S):
            self.looks += 1
            now, spent = time.perf_counter(), time.clock_gettime(self._clock)
            ours = list(_ours(sys._current_frames().get(self._watched)))
            if not self.story:
                self._end()  # the stage is being set: nobody looks at the window yet
            elif ours:
                self._go_on(id(ours[-1]), _name(ours[-1]), _name(ours[0]), now, spent)
            elif spent - before > SAMPLE_S / 2:
                self._go_on(0, QT, "", now, spent)
            else:
                self._end()
            before = spent
        self._end()

    def _go_on(self, call: int, handler: str, culprit: str, now: float, spent: float) -> None:
        if self._now is None or (self._now.call, self._now.handler) != (call, handler):
            self._end()
            self._now = _Stretch(call, handler, self.story, now, spent)
        self._now.until, self._now.spent = now, spent
        self._now.found[culprit] += 1

    def _end(self) -> None:
        one, self._now = self._now, None
        if one is None:
            return
        # It began and ended between two looks: on the average one look more.
        ms = (one.until - one.began + SAMPLE_S) * 1000
        if ms >= LEAST_MS:
            cpu = (one.spent - one.worked) * 1000
            self.slots.append(Slot(ms, cpu, one.story, one.handler, one.found.most_common(1)[0][0]))


def _ours(frame: FrameType | None) -> Iterator[FrameType]:
    """Yield our own frames, the innermost first."""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith(OURS) and not name.startswith(NOT_WATCHED):
            yield frame
        frame = frame.f_back


def _name(frame: FrameType) -> str:
    module = str(frame.f_globals.get("__name__", ""))
    return f"{module.removeprefix(OURS)}.{frame.f_code.co_qualname}"
