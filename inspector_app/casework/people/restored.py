"""What a restored laptop cannot know: papers that the lost one issued after its backup was made.

Their numbers are named as ranges, from the last one known on. What the hub had of them comes back with the
next exchange and moves the range on; what it never had is gone with the laptop, and a person enters the
papers from their copies (补录).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import orjson

from inspector_app.domain.errors import DamagedError
from inspector_app.store.store import NumberBook, Store

SETTING = "backup.restored"
ANY = "*"
"""Stands for every kind of which no number is known at all."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A range of numbers that may have been issued and are not known here.

    Attributes:
        kind: kind of document, `ANY` for all others; year: 0 with `ANY`.
        first: the first serial that is not known.
        after: the last number that is known, as printed; empty when there is none.
        filing: it is a number of the filing workspace.
    """

    machine_code: int
    kind: str
    year: int
    first: int
    after: str
    filing: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """That this laptop goes on from a backup.

    Attributes:
        at, made: RFC 3339 times of the restore and of the backup.
        journal, machine_code: what the lost laptop wrote under.
        unknown: as of the restore.
        device: id of the laptop's key in the backup: the lost laptop has it too. Empty for none.
    """

    at: str
    made: str
    journal: str
    machine_code: int
    unknown: tuple[Unknown, ...]
    device: str = ""


def unknown_of(book: NumberBook, machine_code: int, *, filing: bool = False) -> tuple[Unknown, ...]:
    """Return the ranges that a book leaves open for a machine that is gone."""
    last: dict[tuple[str, int], Unknown] = {}
    for one in book.numbers:
        if one.machine_code == machine_code:
            place = (one.kind, one.year)
            if place not in last or one.serial >= last[place].first:
                last[place] = Unknown(
                    machine_code, one.kind, one.year, one.serial + 1, one.number, filing=filing
                )
    known = tuple(last[place] for place in sorted(last))
    return known if filing else (*known, Unknown(machine_code, ANY, 0, 1, ""))


def note(store: Store, told: Restored) -> None:
    """Keep it in the restored laptop."""
    content = {
        "at": told.at,
        "made": told.made,
        "journal": told.journal,
        "machine_code": told.machine_code,
        "device": told.device,
        "unknown": [
            [one.machine_code, one.kind, one.year, one.first, one.after, one.filing] for one in told.unknown
        ],
    }
    store.set_setting(SETTING, orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode())


def of(store: Store) -> Restored | None:
    """Return from what this laptop goes on, None for one that never was restored.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    told = store.setting(SETTING)
    if told is None:
        return None
    try:
        content = orjson.loads(told)
        unknown = tuple(Unknown(*each) for each in content["unknown"])
        texts = {name: str(content[name]) for name in ("at", "made", "journal")}
        device = str(content.get("device", ""))
        return Restored(**texts, machine_code=int(content["machine_code"]), unknown=unknown, device=device)
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedError("trust.setting_damaged", where=SETTING) from problem


def unknown_now(store: Store) -> tuple[Unknown, ...]:
    """Return the ranges that are open today: what an exchange brought back has moved them on.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    told = of(store)
    if told is None:
        return ()
    now = {(one.kind, one.year): one for one in unknown_of(store.numbers(), told.machine_code)}
    kept = {(one.kind, one.year, one.filing): one for one in told.unknown}
    for (kind, year), one in now.items():
        before = kept.get((kind, year, False))
        if before is None or one.first > before.first:
            kept[kind, year, False] = one
    return tuple(kept[place] for place in sorted(kept, key=lambda each: (each[2], each[0] == ANY, each)))


def brought_back(store: Store) -> bool:
    """Tell whether the hub was asked since: then what it had of the lost laptop is here.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    told, last = of(store), store.state().last_hub
    if told is None or not last:
        return False
    return datetime.fromisoformat(last) > datetime.fromisoformat(told.at)


def ranges(unknown: Iterable[Unknown], any_kind: str) -> tuple[str, ...]:
    """Return the ranges as a person reads them: behind which number, or from the first one on.

    Args:
        any_kind: what all kinds without a known number are called.
    """
    return tuple(
        f"{one.after} →" if one.after else f"{any_kind} {one.machine_code}-{one.first} →" for one in unknown
    )
