"""What the photo viewer shows of an inspection, and which photo is compared with which. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import recheck_rows
from inspector_app.casework.papers import issued
from inspector_app.casework.visits import findings, inspections, marks, photos, results
from inspector_app.domain.chinese import CHINA, local_date
from inspector_app.domain.marks import Mark


@dataclass(frozen=True, slots=True)
class Viewed:
    """A photo with what is known of it.

    Attributes:
        number, fact, location: of its finding; 0 and empty for one that waits in the tray.
        place, count: which of its finding's photos it is, from 1.
        stated: what the device says of itself; evidence of nothing but the statement.
        after: taken, as the device states, after the day on which its finding was ordered put right.
    """

    id: str
    sha256: str
    finding_id: str
    number: int
    place: int
    count: int
    fact: str = ""
    location: str = ""
    caption: str = ""
    taken: datetime | None = None
    stated: str = ""
    marks: tuple[Mark, ...] = ()
    editable: bool = True
    after: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photos of one thing side by side, the earlier at the left."""

    before: Viewed
    after: Viewed


def read(desk: Desk, inspection_id: str) -> tuple[Viewed, ...]:
    """Return the photos of an inspection: by finding, of a recheck old beside new, then those in the tray."""
    store = desk.store
    editable = not inspections.concluded(store, inspection_id)
    told: list[Viewed] = []
    for finding in findings.findings_of(store, inspection_id):
        ordered = _ordered_on(desk, finding.id)
        for n, one in enumerate(finding.photos, start=1):
            told.append(
                Viewed(
                    one.id,
                    one.sha256,
                    finding.id,
                    finding.number,
                    n,
                    len(finding.photos),
                    finding.fact,
                    finding.location,
                    one.caption,
                    one.taken,
                    one.stated,
                    one.marks,
                    editable,
                    after=_later(one.taken, ordered),
                )
            )
    told += _rechecked(desk, inspection_id, editable=editable)
    waiting = photos.tray(store, inspection_id)
    # All at once: a card may have brought two thousand.
    layers = {one.id: marks.read(one.fields) for one in store.several("photo", {one.id for one in waiting})}
    for n, shot in enumerate(waiting, start=1):
        told.append(
            Viewed(
                shot.id,
                shot.sha256,
                "",
                0,
                n,
                len(waiting),
                caption=shot.caption,
                taken=shot.taken,
                stated=shot.stated,
                marks=layers[shot.id],
                editable=editable,
            )
        )
    return tuple(told)


def _rechecked(desk: Desk, inspection_id: str, *, editable: bool) -> list[Viewed]:
    """Return the photos of a recheck's old findings: of each first those of the fact."""
    record = desk.store.record("inspection", inspection_id)
    if record is None or not results.orders_of(record):
        return []
    told = []
    for one in recheck_rows.rows(desk, inspection_id):
        for stage in (one.before, one.after):
            for n, photo in enumerate(stage, start=1):
                after = stage is one.after
                told.append(
                    Viewed(
                        photo.id,
                        photo.sha256,
                        one.finding_id,
                        one.number,
                        n,
                        len(stage),
                        one.fact,
                        one.location,
                        photo.caption,
                        photo.taken,
                        photo.stated,
                        photo.marks,
                        editable and after,
                        after=after,
                    )
                )
    return told


def _ordered_on(desk: Desk, finding_id: str) -> date | None:
    """Return the day of the first standing document that names a finding."""
    told = [issued.document(desk.store, one) for one in findings.ordered_by(desk.store, finding_id)]
    days = [one.issued_on for one in told if one is not None]
    return min((day for day in days if day is not None), default=None)


def _later(taken: datetime | None, ordered: date | None) -> bool:
    return taken is not None and ordered is not None and local_date(taken) > ordered


def taken_at(told: Viewed) -> str:
    """Return when a photo was taken as its device states, 2026-11-24 09:36; empty when it states nothing."""
    return told.taken.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if told.taken else ""


def place_stated(told: Viewed) -> str:
    """Return the place and the device as stated, without the time."""
    parts = told.stated.split("；")
    return "；".join(parts[1:] if told.taken is not None and parts else parts)


def pair_with(photos_of: Sequence[Viewed], current: Viewed) -> Pair | None:
    """Return the photo that is looked at beside another of its finding, None when it has no other.

    One from before the order stands beside one from the recheck, in their order; else the one that is looked
    at beside the first, or the first beside the second.
    """
    same = [one for one in photos_of if one.finding_id == current.finding_id]
    before, after = [one for one in same if not one.after], [one for one in same if one.after]
    for old, new in by_order(before, after):
        if old is not None and new is not None and current.id in (old.id, new.id):
            return Pair(old, new)
    if before and current.after:
        return Pair(before[-1], current)
    if len(same) < 2:
        return None
    return Pair(same[0], current) if current.id != same[0].id else Pair(current, same[1])


def by_order(
    before: Sequence[Viewed], after: Sequence[Viewed]
) -> tuple[tuple[Viewed | None, Viewed | None], ...]:
    """Return old and new photos of a finding in pairs, the first with the first; None where one lacks."""
    return tuple(zip_longest(before, after))
