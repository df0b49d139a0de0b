"""Works played at a real window in a process of its own: nothing here knows what a window is made of."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from inspector_app.answers.benches.contest import Bound, Facts
from inspector_app.answers.benches.figures import Timing
from inspector_app.domain.errors import UnavailableError

ROOM = "inspector_app.screenplay"
LONGEST_S = 600


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who does a work; see `contest.Entrant`."""

    name: str
    work: Callable[[int], Callable[[], object]] | None
    facts: Callable[[], Facts]


@dataclass(frozen=True, slots=True)
class Peer:
    """An entrant to compare with and the greatest multiple of its median that ours may take."""

    entrant: Entrant
    limit: float


@dataclass(frozen=True, slots=True)
class Work:
    """One work of all who do it."""

    name: str
    ours: Entrant
    peers: tuple[Peer | Bound, ...]


def child(module: str, *words: str, longest: float = LONGEST_S) -> Any:
    """Run a module in a process of its own, without a screen, and return the JSON of its last line.

    Args:
        longest: seconds after which it is ended.

    Raises:
        UnavailableError: `bench.play_failed` with the last thing it said, or how long it was waited for.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, in this very interpreter
            [sys.executable, "-m", module, *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=longest,
            check=False,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as error:
        where = " ".join((module, *words))
        raise UnavailableError("bench.play_failed", where=where, reason=f"> {longest:g} s") from error
    lines = ended.stdout.splitlines()
    if ended.returncode or not lines:
        said = (ended.stderr.strip().splitlines() or ["—"])[-1]
        raise UnavailableError("bench.play_failed", where=" ".join((module, *words)), reason=said)
    return json.loads(lines[-1])


def room() -> Path:
    """Return an empty folder that goes when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="inspector-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def starting(name: str, module: str, *words: str) -> Entrant:
    """Return an entrant that starts a process in each round and is timed until its first page is painted."""
    peaks: list[float] = []

    def run() -> Timing:
        told = child(module, *words, str(time.monotonic()))
        if told["peak_mb"] is not None:
            peaks.append(told["peak_mb"])
        return Timing(told["first_paint_ms"] / 1000, told["cpu_ms"] / 1000)

    def facts() -> Mapping[str, object]:
        return {"peak_mb": median(peaks)} if peaks else {}

    return Entrant(name, lambda _: run, facts)


class Dealt:
    """Timings that one play took in a row, dealt out one a round.

    Args:
        play: called once, when the first round begins; returns [{clock, cpu}] in seconds.
    """

    def __init__(self, play: Callable[[], Sequence[Mapping[str, float]]]) -> None:
        self._play = play
        self._told: list[Timing] | None = None

    def __call__(self, n: int) -> Callable[[], object]:
        """Return the run of round n."""
        return partial(self._deal, n)

    def _deal(self, n: int) -> Timing:
        if self._told is None:
            self._told = [Timing(one["clock"], one["cpu"]) for one in self._play()]
        return self._told[n]
