"""What came and waits for a key: from where the hub's log is read again once the holder has another one.

What is veiled under a key that this person does not hold (yet) is never passed over. The reading goes on, so
that nobody can keep everybody waiting; the earliest such place is kept. Reading on from there again takes in
what waited, and what could not be taken in because of it; the rest is known already.
"""

from dataclasses import dataclass

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import canonical
from inspector_app.store.store import Store

from . import wire

SETTING = "exchange.awaiting"


@dataclass(frozen=True, slots=True)
class Awaiting:
    """From where to read again.

    Attributes:
        no, log: place of the hub's log before the first that waits, and the log's hash there.
        held: ids of the keys that opened none of it.
        sure: the office made a key that some of it is veiled under; otherwise nobody knows of one.
    """

    no: int
    log: bytes
    held: frozenset[str]
    sure: bool


def read(store: Store) -> Awaiting | None:
    """Return what waits here; None when nothing does.

    Raises:
        DamagedError: `trust.setting_damaged`.
    """
    told = store.setting(SETTING)
    if told is None:
        return None
    try:
        kept = wire.load(told.encode())
        held = frozenset(str(one) for one in kept["held"])
        return Awaiting(int(kept["no"]), bytes.fromhex(kept["log"]), held, bool(kept["sure"]))
    except (DamagedError, KeyError, TypeError, ValueError) as problem:
        raise DamagedError("trust.setting_damaged", where=SETTING) from problem


def keep(store: Store, told: Awaiting) -> None:
    """Keep what waits; before the place behind it is kept."""
    held = sorted(told.held)
    kept = {"no": told.no, "log": told.log.hex(), "held": held, "sure": told.sure}
    store.set_setting(SETTING, canonical.dump(kept).decode())


def forget(store: Store) -> None:
    """Note that nothing waits any more, or that all of the log is read anew."""
    store.set_setting(SETTING, None)
