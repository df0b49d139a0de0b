"""Whether a person holds a role today, for what is not signed and yet not everybody's to do."""

from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.domain.acts import Role
from inspector_app.store.store import Store


def holds(desk: Desk, roles: frozenset[Role]) -> bool:
    """Tell whether one of the person's certificates gives one of these roles today."""
    return person_holds(desk, desk.user, roles)


def person_holds(desk: Desk, user: str, roles: frozenset[Role]) -> bool:
    """Tell the same of another person, by their id."""
    return held_on(desk.store, user, desk.today(), roles)


def held_on(store: Store, user: str, on: date, roles: frozenset[Role]) -> bool:
    """Tell whether one of a person's certificates gave one of these roles on a day."""
    keyring = store.keyring
    own = {one.key_id for one in keyring.people() if one.user == user}
    return any(keyring.roles(key_id, on) & roles for key_id in own)
