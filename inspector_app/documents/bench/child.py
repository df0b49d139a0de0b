"""One engine in a process of its own: `python -m inspector_app.documents.bench.child ENGINE two|six`.

Prints JSON: the time from the engine's import to its first document, and the memory of five documents.
"""

import importlib
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from inspector_app.documents.bench.engines import ALL
from inspector_app.documents.bench.notice import Jobs

resource: Any = importlib.import_module("resource") if find_spec("resource") else None
"""Windows has none: the peak is not told there."""

MADE = 5
_STATUS = Path("/proc/self/status")


def peak() -> int | None:
    """Return this process's greatest memory in kB; None where the system does not tell."""
    if _STATUS.is_file():
        # ru_maxrss would include what the parent held before this program was started in its place.
        lines = _STATUS.read_text("ascii", "replace").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    if resource is None:
        return None
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // (
        1024 if sys.platform == "darwin" else 1
    )


def _from_now_on() -> None:
    """Let the peak begin anew, where the system can (Linux): making the photos is no engine's doing."""
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    except OSError:
        return


def main(name: str, with_photos: bool) -> dict[str, object]:
    """Return {cold_ms, peak_mb, base_mb} of one engine."""
    jobs = Jobs(with_photos=with_photos)
    job = jobs.job(0)
    _from_now_on()
    base = peak()
    began = perf_counter()
    engine = ALL[name].ready(jobs.derivatives)
    engine.make(job)
    cold = perf_counter() - began
    for n in range(1, MADE):
        engine.make(jobs.job(n))
    return {"cold_ms": round(cold * 1000, 1), "peak_mb": _mb(peak()), "base_mb": _mb(base)}


def _mb(kilobytes: int | None) -> float | None:
    return None if kilobytes is None else round(kilobytes / 1024, 1)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2] == "six")))
