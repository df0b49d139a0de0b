"""Room on the disk: nothing is taken in that would leave the machine without any."""

import shutil
from collections.abc import Callable
from pathlib import Path

from inspector_app.domain.errors import UnavailableError

LEAST_FREE = 500_000_000
"""Bytes that stay free: for the database's log, and for whoever must mend the machine."""


class Disk:
    """Watches the free space where a hub's folder lies.

    Args:
        free: tells the free bytes; the disk itself when not given.
    """

    def __init__(self, folder: Path, least: int = LEAST_FREE, free: Callable[[], int] | None = None) -> None:
        self._least = least
        self._free = free or (lambda: shutil.disk_usage(folder).free)

    def free(self) -> int:
        """Return the free bytes."""
        return self._free()

    def refuse_full(self, size: int) -> None:
        """Refuse to take so many bytes when they would not leave enough.

        Raises:
            UnavailableError: `hub.disk_full`.
        """
        free = self._free()
        if free - size < self._least:
            raise UnavailableError("hub.disk_full", free=free, least=self._least)
