"""`bench documents`: two pages, and the same with six photos, ours beside the peers that are installed."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

from inspector_app.documents.bench.engines import OURS, PEERS, Known
from inspector_app.documents.bench.fairness import inspect
from inspector_app.documents.bench.notice import Jobs

_NAMES = {False: "two pages, warm", True: "two pages and six photos, warm, derivatives ready"}
_APART = 1009
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Entrant:
    """An engine at one work; `work` is None where its package is not installed."""

    name: str
    work: Callable[[int], Callable[[], object]] | None
    facts: Callable[[], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine to compare with and the greatest multiple of its median that ours may take."""

    entrant: Entrant
    limit: float


@dataclass(frozen=True, slots=True)
class Work:
    """One work of all engines."""

    name: str
    ours: Entrant
    peers: tuple[Peer, ...]


def documents(peers: Sequence[Known] = PEERS, starts: int = 3) -> list[Work]:
    """Return the two works, each engine ready; every run of any engine is a document of its own.

    typst remembers what it has laid out, whoever asked: two entrants must never be given the same text.

    Args:
        starts: how many processes of its own each engine gets, for cold start and memory; 0 for none.
    """
    return [_work(peers, starts, with_photos=with_photos) for with_photos in (False, True)]


def _work(peers: Sequence[Known], starts: int, *, with_photos: bool) -> Work:
    jobs = Jobs(with_photos=with_photos)
    ours, *others = [
        _entrant(known, jobs, (2 * place + with_photos) * _APART, starts)
        for place, known in enumerate((OURS, *peers))
    ]
    limits = [one.limit for one in peers]
    told = tuple(Peer(one, limit) for one, limit in zip(others, limits, strict=True))
    return Work(f"documents: {_NAMES[with_photos]}", ours, told)


def _entrant(known: Known, jobs: Jobs, first: int, starts: int) -> Entrant:
    if not known.installed:
        return Entrant(known.name, None, dict)
    name = known.name if known is OURS else known.name.replace(known.needs, _versioned(known.needs), 1)
    engine = known.ready(jobs.derivatives)

    def work(n: int) -> Callable[[], object]:
        return partial(engine.make, jobs.job(first + n))

    def facts() -> Mapping[str, object]:
        job = jobs.job(0)
        pdf = engine.make(job)
        found = inspect(pdf, job.content)
        return {
            "bytes": len(pdf),
            "pages": found.pages,
            "texts": f"{found.right}/{found.of}",
            "fonts_embedded": found.embedded,
            **_alone(known.name, starts, with_photos=jobs.with_photos),
        }

    return Entrant(name, work, facts)


def _versioned(package: str) -> str:
    return f"{package} {version(package)}"


def _alone(name: str, starts: int, *, with_photos: bool) -> dict[str, object]:
    """Return what the engine needs in a process of its own: the quickest start, and memory."""
    if not starts or getattr(sys, "frozen", False):
        return {}
    work = "six" if with_photos else "two"
    call = [sys.executable, "-m", "inspector_app.documents.bench.child", name, work]
    tries: list[dict[str, Any]] = [json.loads(_run(call)) for _ in range(starts)]
    return min(tries, key=lambda one: float(one["cold_ms"]))


def _run(call: list[str]) -> bytes:
    """Run this program's own module; every word of the call is ours."""
    return subprocess.run(call, check=True, capture_output=True, timeout=_LONGEST).stdout  # noqa: S603
