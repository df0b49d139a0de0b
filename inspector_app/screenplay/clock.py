"""What a child process tells of its start: the time since its parent started it, and its memory."""

import sys
import time
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_mb() -> float | None:
    """Return this process's greatest memory in MB; None where the system does not tell."""
    if not _STATUS.is_file():
        return None
    lines = _STATUS.read_text("ascii", "replace").splitlines()
    told = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    return None if told is None else round(told / 1024, 1)


def tell_first_paint(since: float) -> None:
    """Print when the first page stood on the screen; `since` is the parent's time.monotonic()."""
    took = (time.monotonic() - since) * 1000
    # No json here: the smallest window imports nothing that it does not need.
    peak = peak_mb()
    cpu = time.process_time() * 1000
    memory = "null" if peak is None else peak
    sys.stdout.write(f'{{"first_paint_ms": {took:.2f}, "cpu_ms": {cpu:.2f}, "peak_mb": {memory}}}\n')
    sys.stdout.flush()
