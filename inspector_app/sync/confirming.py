"""Does the hub still hold the files that it gave receipts for? Asked bit by bit, day by day.

A hub that was put back from an old copy, or whose disk lost a file, says so when it is asked. What it lacks
is handed over again by whoever has it.
"""

from collections.abc import Sequence
from datetime import datetime

from inspector_app.domain.errors import Problem

from . import wire
from .lanes import Lanes
from .rooms import Room

A_DAY = 5 * wire.MOST_NAMES
"""Files that are asked about in a day, beside as many of the youngest: ten years come round in some weeks."""


def confirm(room: Room, lanes: Lanes, now: datetime) -> list[Problem]:
    """Ask about today's share of the files, and return what a person must know of those lost there."""
    names, place = room.store.unconfirmed(now.date().isoformat(), A_DAY)
    if not place:
        return []
    lost = lanes.lacking(names)
    news = told_of(room, lost)
    room.store.confirmed(place, sorted(lost))
    return news


def told_of(room: Room, lost: Sequence[str] | set[str]) -> list[Problem]:
    """Say which files the hub lost, apart by whether they are here."""
    here = sum(room.store.has_blob(each) for each in lost)
    news = []
    if here:
        news.append(Problem.of("exchange.photos_lost_at_hub", count=here))
    if here < len(lost):
        first = next(each for each in sorted(lost) if not room.store.has_blob(each))
        news.append(Problem.of("exchange.photos_nowhere", first, count=len(lost) - here))
    return news
