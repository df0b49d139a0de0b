"""Timings that can be compared: all entrants in the same rounds of the same process, the order rotated.

A shared machine is faster in one minute than in the next; what runs in turn meets the same minute. The
ratio is taken of the medians, and of each round by itself, so that a drift shows. What no peer does is held
against a fixed time.
"""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter, process_time
from typing import Protocol

from inspector_app.answers.benches.figures import Figures, Timing, spread

Facts = Mapping[str, object]
Ready = Callable[[int], Callable[[], object]]
"""Makes the run of round n ready, which is not timed, and returns it."""


class Entrant(Protocol):
    """Who does a work: a name with its version, the work of round n, and what else there is to say of it.

    `work` is None for a peer that is not installed; `facts` (bytes, memory, start) is asked once, after all
    rounds.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - said above
    @property
    def work(self) -> Ready | None: ...  # noqa: D102
    @property
    def facts(self) -> Callable[[], Facts]: ...  # noqa: D102


class Peer(Protocol):
    """An entrant to compare with, and what ours may take at most: a multiple of its median."""

    @property
    def entrant(self) -> Entrant: ...  # noqa: D102
    @property
    def limit(self) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Bound:
    """What ours may take at most where no peer does the work.

    Attributes:
        ms: milliseconds on the clock.
        p95, p99: whether that percentile is held against it instead of the median.
    """

    ms: float
    p95: bool = False
    p99: bool = False

    @property
    def name(self) -> str:
        """How the table shows it."""
        return f"at most {self.ms:g} ms ({'p99' if self.p99 else 'p95' if self.p95 else 'median'})"

    def share(self, ours: Figures) -> float:
        """Return how much of it ours took; more than 1 is too much."""
        told = ours.p99 if self.p99 else ours.p95 if self.p95 else ours.median
        return round(told / self.ms, 3)


class Work(Protocol):
    """One work, done by ours and by peers, or held against bounds.

    A run may return a Timing that was taken inside it, e.g. by a process of its own; else its call is timed.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def ours(self) -> Entrant: ...  # noqa: D102
    @property
    def peers(self) -> Sequence[Peer | Bound]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Row:
    """Ours beside one peer or one bound.

    Attributes:
        peer: None where the peer is not installed: such a row was not measured and never passes.
        limit: a multiple of the peer's median; 1 beside a bound.
        paired: the median of the rounds' own ratios, and their spread; 0 where it was not measured.
    """

    name: str
    ours: Figures
    ours_facts: Facts
    peer_name: str
    peer: Figures | None
    limit: float
    paired: tuple[float, float] = (0.0, 0.0)
    peer_facts: Facts = field(default_factory=dict)
    bound: Bound | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's, of medians, or over the bound; None where the peer is not installed."""
        if self.bound is not None:
            return self.bound.share(self.ours)
        return None if self.peer is None else round(self.ours.median / self.peer.median, 3)

    @property
    def passes(self) -> bool:
        """Tell whether the limit was measured and kept."""
        return self.ratio is not None and self.ratio <= self.limit


def measure(
    works: Sequence[Work], rounds: int, warm_up: int = 2, step: Callable[[int], None] = lambda _: None
) -> list[Row]:
    """Run all works of all entrants in turn and return a row for each work and peer.

    Args:
        rounds: how often each is timed; at least 1.
        warm_up: rounds before, not timed.
        step: told the number of each round that is done.
    """
    entrants = [
        (work.name, one)
        for work in works
        for one in (work.ours, *(peer.entrant for peer in work.peers if not isinstance(peer, Bound)))
    ]
    runs = {(name, one.name): one.work for name, one in entrants if one.work is not None}
    taken: dict[tuple[str, str], list[Timing]] = {key: [] for key in runs}
    order = list(runs)
    for n in range(-warm_up, rounds):
        turn = n % len(order)
        for key in order[turn:] + order[:turn]:
            took = _timed(runs[key], n + warm_up)
            if n >= 0:
                taken[key].append(took)
        step(n + 1)
    facts = {(name, one.name): one.facts() for name, one in entrants if one.work is not None}
    return [_row(work, peer, taken, facts) for work in works for peer in work.peers]


def _timed(work: Ready, n: int) -> Timing:
    """Time one run; what others left behind is swept before, and sweeping its own counts."""
    run = work(n)
    gc.collect()
    began, worked = perf_counter(), process_time()
    told = run()
    took = Timing(perf_counter() - began, process_time() - worked)
    return told if isinstance(told, Timing) else took


def _row(
    work: Work,
    peer: Peer | Bound,
    taken: Mapping[tuple[str, str], Sequence[Timing]],
    facts: Mapping[tuple[str, str], Facts],
) -> Row:
    mine = (work.name, work.ours.name)
    ours = taken[mine]
    if isinstance(peer, Bound):
        return Row(work.name, Figures.of(ours), facts[mine], peer.name, None, 1.0, bound=peer)
    name = peer.entrant.name
    theirs = taken.get((work.name, name))
    if theirs is None:
        return Row(work.name, Figures.of(ours), facts[mine], name, None, peer.limit)
    ratios = [one.clock / other.clock for one, other in zip(ours, theirs, strict=True)]
    return Row(
        work.name,
        Figures.of(ours),
        facts[mine],
        name,
        Figures.of(theirs),
        peer.limit,
        (round(median(ratios), 3), round(spread(ratios), 3)),
        facts[work.name, name],
    )
