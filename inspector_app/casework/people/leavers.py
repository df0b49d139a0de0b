"""Who left: once the office's withdrawal is here, the person's way in to this laptop is taken away."""

from collections.abc import Iterable
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.store.store import Store
from inspector_app.trust.slots import SlotFile


def of(store: Store, users: Iterable[str], today: date) -> tuple[str, ...]:
    """Return those of these people whom the office took every key of theirs back from, as of a day."""
    ring = store.keyring
    ended = {key_id for key_id, day in ring.withdrawals().items() if day <= today}
    keys: dict[str, set[str]] = {}
    for one in ring.people():
        keys.setdefault(one.user, set()).add(one.key_id)
    return tuple(user for user in users if keys.get(user) and keys[user] <= ended)


def drop(store: Store, slots: SlotFile, signed_in: str, today: date) -> tuple[str, ...]:
    """Take the way in of all who left away, and return who they were. What they signed stands.

    Whoever is signed in keeps theirs: they may still read and hand in what they noted; without them it could
    be nobody's. It goes when a colleague signs in.
    """
    others = [user for user, _ in slots.people() if user != signed_in]
    gone = of(store, others, today)
    for user in gone:
        slots.remove(user)
        store.set_setting(f"pin.{user}", None)
        store.set_setting(f"pin.failures.{user}", None)
    return gone


def drop_after_exchange(desk: Desk) -> tuple[str, ...]:
    """Take the way in of all away whose withdrawal came with an exchange, and return who they were."""
    store = desk.store
    return drop(store, SlotFile.read(store.folder.slots), desk.user, desk.today())
