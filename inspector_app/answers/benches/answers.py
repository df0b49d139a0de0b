"""`bench [NAME…]`: runs the named benches and tells medians, ratios and limits."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.answers.answer import Answer
from inspector_app.answers.benches.contest import Row, Work, measure
from inspector_app.answers.benches.figures import Figures
from inspector_app.domain.errors import UsageError

MOST_ROUNDS = 10_000


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: timed rounds, None for each bench's own, and rows of data where it has some.

    Attributes:
        folder: a training workspace with ten years in it, told before; None makes one for this run.
    """

    rounds: int | None
    rows: int = 0
    folder: Path | None = None


Maker = Callable[[Extent], Sequence[Work]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What makes the works of a bench, and how often each is timed when nobody says so.

    Attributes:
        warm_up: rounds before, not timed.
    """

    make: Maker
    rounds: int = 40
    warm_up: int = 2


Makers = Mapping[str, Bench | Maker]
"""What makes the works of each bench."""


def answer(names: Sequence[str], makers: Makers, extent: Extent, say: Callable[[str], None]) -> Answer:
    """Measure the named benches, all of them when none is named.

    A limit that is not kept is told in its row; the exit code says only whether it was measured.

    Raises:
        UsageError: `bench.unknown` with the names there are, `bench.rounds`.
    """
    for name in names:
        if name not in makers:
            raise UsageError("bench.unknown", where=name, known=", ".join(makers))
    if extent.rounds is not None and not 1 <= extent.rounds <= MOST_ROUNDS:
        raise UsageError("bench.rounds", where="--rounds", value=extent.rounds, most=MOST_ROUNDS)
    rows: list[Row] = []
    for name in dict.fromkeys(names or makers):
        made = makers[name]
        bench = made if isinstance(made, Bench) else Bench(made)
        rounds = extent.rounds or bench.rounds
        say(f"{name}: {rounds} rounds")
        rows += measure(bench.make(replace(extent, rounds=rounds)), rounds, bench.warm_up)
    machine = machine_values()
    told = {"machine": machine, "rows": [row_values(row) for row in rows]}
    return Answer("bench", told, (machine_line(machine), "", *table(rows)))


def machine_values() -> dict[str, object]:
    """Return what timings depend on and no name of the machine."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": None if load is None else round(load, 2),
    }


def machine_line(machine: Mapping[str, object]) -> str:
    """Return the machine on one line."""
    return ", ".join(f"{name} {value}" for name, value in machine.items() if value is not None)


def row_values(row: Row) -> dict[str, object]:
    """Return a row as JSON values; a peer that is not installed is `skipped`, a bound is a `limit`."""
    measured = row.peer is not None or row.bound is not None
    return {
        "name": row.name,
        "status": "measured" if measured else "skipped",
        "ours": {**_values(row.ours), **row.ours_facts},
        "peer": {"name": row.peer_name, **_peer_values(row)},
        "ratio": row.ratio,
        "ratio_paired": {"median": row.paired[0], "spread": row.paired[1]} if row.peer else None,
        "limit": row.limit,
        "pass": row.passes,
    }


def _values(figures: Figures) -> dict[str, object]:
    return {
        "median": figures.median,
        "p95": figures.p95,
        "p99": figures.p99,
        "spread": figures.spread,
        "n": figures.n,
        "cpu": figures.cpu,
    }


def _peer_values(row: Row) -> dict[str, object]:
    if row.bound is not None:
        return {"median": row.bound.ms, "status": "limit"}
    if row.peer is None:
        return {"median": None, "status": "skipped"}
    return {**_values(row.peer), "status": "measured", **row.peer_facts}


_HEAD = ("work", "who", "median ms", "p95", "± MAD", "n", "cpu ms", "ours ÷ peer", "limit", "")


def table(rows: Sequence[Row]) -> list[str]:
    """Return the rows as a Markdown table: each work's own line, then its peers, then what else is known."""
    lines = [_line(_HEAD), _line(["---"] * len(_HEAD))]
    told: set[str] = set()
    for row in rows:
        if row.name not in told:
            told.add(row.name)
            lines.append(_line([row.name, "ours", *_cells(row.ours), "", "", ""]))
        lines.append(_line([row.name, row.peer_name, *_compared(row)]))
    facts = [line for row in rows for line in _facts(row)]
    return [*lines, "", *dict.fromkeys(facts)]


def _compared(row: Row) -> list[str]:
    kept = "kept" if row.passes else "NOT kept"
    if row.bound is not None:
        return ["", "", "", "", "", f"{row.ratio}", f"{row.limit:g}", kept]
    if row.peer is None:
        return ["skipped", "", "", "", "", "", f"{row.limit:g}", "not installed"]
    return [
        *_cells(row.peer),
        f"{row.ratio} (by rounds {row.paired[0]} ± {row.paired[1]})",
        f"{row.limit:g}",
        kept,
    ]


def _cells(figures: Figures) -> list[str]:
    return [
        f"{figures.median:.1f}",
        f"{figures.p95:.1f}",
        f"{figures.spread:.1f}",
        str(figures.n),
        f"{figures.cpu:.1f}",
    ]


def _facts(row: Row) -> list[str]:
    told = [("ours", row.ours_facts), (row.peer_name, row.peer_facts)]
    return [
        f"{row.name}, {name}: " + ", ".join(f"{key} {value}" for key, value in facts.items())
        for name, facts in told
        if facts
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
