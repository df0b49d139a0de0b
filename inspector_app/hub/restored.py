"""A mark beside a backup that was put back: which machine codes the hub that came of it gives.

Two hubs that come of one copy know nothing of each other's laptops, and each machine code is given once. So
the second one begins behind the first. Where the mark cannot be written the backup is as good; the keeper is
told not to put the same one back twice.
"""

import contextlib
from pathlib import Path

from inspector_app.domain.errors import UnavailableError
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment import GREATEST_CODE

SUFFIX = ".restored"
_MOST = 20


def beside(backup: Path) -> Path:
    """Return where the mark of a backup stands."""
    return backup.with_name(backup.name + SUFFIX)


def least_of(backup: Path) -> int:
    """Return the least machine code of the hub that was put back last; 0 when nobody can tell."""
    told = b""
    with contextlib.suppress(OSError), beside(backup).open("rb") as file:
        told = file.read(_MOST).strip()
    return int(told) if told.isdigit() and int(told) <= GREATEST_CODE else 0


def mark(backup: Path, least: int) -> bool:
    """Note the least machine code of the hub that is put back now, and tell whether it stands there."""
    # A share that cannot make names durable may have it all the same.
    with contextlib.suppress(UnavailableError):
        write_durably(beside(backup), str(least).encode())
    return least_of(backup) == least
