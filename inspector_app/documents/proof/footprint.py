"""How much memory this process held at most, and the system's own bounds where it has any."""

import ctypes
import sys
from contextlib import suppress
from math import ceil
from pathlib import Path

if sys.platform == "win32":
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak_held", "held", "peak_paged_pool", "paged_pool")),
            *((name, ctypes.c_size_t) for name in ("peak_pool", "pool", "page_file", "peak_page_file")),
        )

    def most_held() -> int:
        """Return the most memory that this process ever held, in bytes."""
        told = _Counters()
        told.cb = ctypes.sizeof(told)
        this = ctypes.windll.kernel32.GetCurrentProcess
        this.restype = wintypes.HANDLE
        ask = ctypes.windll.kernel32.K32GetProcessMemoryInfo
        ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
        if not ask(this(), ctypes.byref(told), told.cb):
            raise ctypes.WinError()
        return max(int(told.peak_held), int(told.peak_page_file))

    def narrow(seconds: float, room: int) -> None:
        """Set no bound: the watch that asks `most_held` is what ends the process here."""

else:
    import resource

    _UNIT = 1 if sys.platform == "darwin" else 1024

    def most_held() -> int:
        """Return the most memory that this program ever held, in bytes."""
        # What the system counts outlives an exec: a child would begin with all that its parent held.
        of_this_program = _told("VmHWM")
        if of_this_program is not None:
            return of_this_program
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT

    def _told(name: str) -> int | None:
        """Return what Linux tells of this process's memory by that name, in bytes; elsewhere None."""
        with suppress(OSError):
            for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
                if line.startswith(f"{name}:"):
                    return int(line.split()[1]) * 1024
        return None

    def narrow(seconds: float, room: int) -> None:
        """Let the system end this process at so many seconds of its processor, or refuse it more memory.

        Args:
            seconds: of the processor, counted from the process's beginning; a whole one is the least step.
            room: bytes beyond what it holds now.
        """
        # No picture of what a file held may be left on the disk when the process is ended.
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_CPU, ceil(seconds) + 1)
        held = _told("VmData")
        if held is not None:  # only Linux tells it, and only there the bound counts what is mapped
            _lower(resource.RLIMIT_DATA, held + room)

    def _lower(what: int, most: int) -> None:
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
