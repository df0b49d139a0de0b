"""What the tray shows, as values: the photos that wait, and those of each finding."""

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import findings, inspections, photos
from inspector_app.casework.visits.photos import Shot
from inspector_app.domain.chinese import CHINA

TRAY = ""
"""The heap of photos that wait, as an id among those of findings."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture in a grid.

    Attributes:
        key: what it is known by to whoever is told of it.
        thumb: what its small picture is known by.
        caption: one short line beneath it.
        spoken: all there is to say of it, for a tooltip and a screen reader.
        received: the office's hub holds it.
    """

    key: str
    thumb: str
    caption: str
    spoken: str
    received: bool = False


@dataclass(frozen=True, slots=True)
class Heap:
    """The photos of the tray or of one finding.

    Attributes:
        finding_id: TRAY for those that wait.
        number: of the finding, 0 for the tray.
        fixed: an issued document shows them; they stay.
    """

    finding_id: str
    number: int
    words: str
    shots: tuple[Shot, ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Tray:
    """All photos of one inspection; the heap that waits comes first.

    Attributes:
        received: the sha256 of those that the office's hub holds.
        elsewhere: those of them that only the hub keeps.
    """

    inspection_id: str
    heaps: tuple[Heap, ...]
    locked: bool
    received: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()

    @property
    def waiting(self) -> int:
        """How many photos wait."""
        return len(self.heaps[0].shots)

    def heap(self, finding_id: str) -> Heap:
        """Return a heap; that of the tray where there is no such finding."""
        return next((one for one in self.heaps if one.finding_id == finding_id), self.heaps[0])

    def numbered(self, number: int) -> Heap | None:
        """Return the heap of the finding with a number."""
        return next((one for one in self.heaps if one.number == number and number), None)


def read(desk: Desk, inspection_id: str) -> Tray:
    """Return the photos of an inspection as they are now."""
    store = desk.store
    heaps = [Heap(TRAY, 0, "", tuple(photos.tray(store, inspection_id)))]
    heaps += [
        Heap(
            one.id,
            one.number,
            one.fact,
            tuple(photos.of_finding(store, one.id)),
            fixed=bool(findings.ordered_by(store, one.id)),
        )
        for one in findings.findings_of(store, inspection_id)
    ]
    received = frozenset(store.received({shot.sha256 for heap in heaps for shot in heap.shots}))
    elsewhere = received.intersection(store.elsewhere())
    return Tray(inspection_id, tuple(heaps), inspections.concluded(store, inspection_id), received, elsewhere)


def tile_of(
    shot: Shot, n: int, said: Callable[[str], str], *, received: bool = False, elsewhere: bool = False
) -> Tile:
    """Return a photo as a tile; what its device states is called a statement.

    Args:
        n: its place, from 1.
        said: translates the few words around it.
        received: the office's hub holds it.
        elsewhere: it is not here, only the hub keeps it.
    """
    when = shot.taken.astimezone(CHINA) if shot.taken else None
    caption = f"{when:%m-%d %H:%M}" if when else said("无时间")
    lines = [said("照片 %s") % n]
    if when:
        lines.append(said("设备自述 %s") % f"{when:%Y-%m-%d %H:%M}")
    lines += [part for part in shot.stated.split("；") if part and not _is_time(part)]
    if shot.caption:
        lines.append(shot.caption)
    if elsewhere:
        lines.append(said("不在本机，可向中心取"))
    else:
        lines.append(said("中心已收") if received else said("已存本机"))
    return Tile(shot.id, shot.sha256, caption, "\n".join(lines), received)


def _is_time(part: str) -> bool:
    return part[:4].isdigit() and part[4:5] == "-"
