"""Stamped sheets as the office counts them: by who has them, with the serials that nobody accounts for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued, sheets
from inspector_app.casework.people import rights
from inspector_app.domain import sheets as rules
from inspector_app.domain.sheets import Counts, Sheet

_NUMBERED = re.compile(r"(.*?)(\d+)")
MOST_GAPS = 100


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with stamped sheets.

    Attributes:
        id: the person's id or the laptop's, as it was handed out to; `name` as the office knows them.
        next: the first blank serial.
    """

    id: str
    name: str
    counts: Counts
    next: str


def may_hand_out(desk: Desk) -> bool:
    """Tell whether the signed-in person may hand out stamped sheets."""
    return rights.holds(desk, sheets.MAY_ISSUE)


def names(desk: Desk) -> Mapping[str, str]:
    """Return the names of all who may hold sheets, by their ids."""
    return {one.user: one.name for one in desk.store.keyring.certificates()}


def receivers(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Return id and name of everybody who may be handed sheets: people with an account in force."""
    ring, today = desk.store.keyring, desk.today()
    held = {one.user: one.name for one in ring.people() if ring.roles(one.key_id, today)}
    return tuple(sorted(held.items(), key=lambda one: one[1]))


def holders(known: Iterable[Sheet], named: Mapping[str, str]) -> tuple[Holder, ...]:
    """Return who has or had sheets, those with the fewest blank ones first."""
    by: dict[str, list[Sheet]] = {}
    for one in known:
        by.setdefault(one.holder, []).append(one)
    told = [
        Holder(
            holder,
            named.get(holder, holder),
            rules.count(mine),
            next((one.serial for one in mine if one.free), ""),
        )
        for holder, mine in by.items()
    ]
    return tuple(sorted(told, key=lambda one: (one.counts.free, one.name)))


def gaps(known: Iterable[Sheet]) -> tuple[tuple[str, str], ...]:
    """Return the serials between the first and the last of each series that nobody ever handed out.

    First and last serial of each gap, at most 100 gaps; serials of the same letters and length are a series.
    """
    series: dict[tuple[str, int], set[int]] = {}
    for one in known:
        found = _NUMBERED.fullmatch(one.serial)
        if one.state is not None and found is not None:
            series.setdefault((found[1], len(found[2])), set()).add(int(found[2]))
    told: list[tuple[str, str]] = []
    for (letters, width), numbers in sorted(series.items()):
        order = sorted(numbers)
        for before, after in pairwise(order):
            if after - before > 1 and len(told) < MOST_GAPS:
                told.append((f"{letters}{before + 1:0{width}d}", f"{letters}{after - 1:0{width}d}"))
    return tuple(told)


def used_for(desk: Desk, sheet: Sheet) -> str:
    """Return the number of the document that stands on a sheet, empty for none."""
    told = issued.document(desk.store, sheet.document_id) if sheet.document_id else None
    return told.number if told is not None else ""
