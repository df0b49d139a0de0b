"""Photos that were found somewhere, before any of them was read. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from inspector_app.domain.chinese import CHINA

PHOTO_ENDS = (".jpg", ".jpeg", ".png", ".webp")
HEIC_ENDS = (".heic", ".heif")
MOST_ENTRY_BYTES = 60_000_000

AROUND = timedelta(minutes=10)
"""How far before and after an inspection a photo's time still belongs to it: clocks differ."""


class Held(Protocol):
    """A photo that was found: a source for the intake."""

    @property
    def name(self) -> str:
        """What its file is called."""

    @property
    def key(self) -> str:
        """What tells it from the others."""

    @property
    def when(self) -> datetime | None:
        """When its file was written, China's time; not yet what the photo itself states."""

    def read(self) -> bytes:
        """Return its bytes."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What was found.

    Attributes:
        held: the photos, the newest day first and by time within it.
        heic: how many photos of the kind that is not read.
        odd: how many entries were left out because of their size or because they are packed again.
        cut: there are more than are listed.
        close: lets go of the file they are read from; called when nothing is read any more.
    """

    held: tuple[Held, ...]
    heic: int = 0
    odd: int = 0
    cut: bool = False
    close: Callable[[], None] = lambda: None


def in_order(found: Sequence[Held]) -> tuple[Held, ...]:
    """Return them with the newest day first, in the order of time within a day, those without a time last."""
    zero = datetime.min.replace(tzinfo=CHINA)
    by_time = sorted(found, key=lambda one: (one.when or zero, one.name))
    return tuple(sorted(by_time, key=lambda one: one.when.date() if one.when else zero.date(), reverse=True))


def preselected(held: Sequence[Held], began: datetime | None, ended: datetime | None) -> list[str]:
    """Return the keys of photos whose time lies within an inspection and ten minutes around it."""
    if began is None or ended is None:
        return []
    return [one.key for one in held if one.when and began - AROUND <= one.when <= ended + AROUND]
