"""Whom an exchange file may be written for: the office's other laptops, as people call them."""

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.acts import Role
from inspector_app.store.store import Store


@dataclass(frozen=True, slots=True)
class Receiver:
    """Another laptop of the office.

    Attributes:
        key: its key's id, 16 hex digits.
        name: whom the office enrolled it for.
        since: the day from which the office certified it.
    """

    key: str
    name: str
    since: date


def receivers(store: Store, today: date) -> tuple[Receiver, ...]:
    """Return the office's other laptops that are in use today, by name; of a renewed one its newest key."""
    ring, own = store.keyring, store.device_key()
    ended = ring.withdrawals()
    found = [
        one
        for one in ring.certificates()
        if Role.DEVICE in one.roles and one.valid_from <= today <= one.valid_to and one.key_id not in ended
    ]
    held = None if own is None else ring.certificate(own.key_id)
    mine = "" if held is None else held.user
    # A laptop keeps its id when it gets another key, and opens nothing with the one before.
    newest = {one.user: one for one in sorted(found, key=lambda one: (one.valid_from, one.valid_to))}
    told = (Receiver(one.key_id, one.name, one.valid_from) for one in newest.values() if one.user != mine)
    return tuple(sorted(told, key=lambda one: (one.name, one.key)))
