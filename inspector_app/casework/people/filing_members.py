"""Who was let into the filing workspace, and who could be."""

from dataclasses import dataclass

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import (
    filing_acts,
    filing_keys,
    filing_opening,
    filing_roles,
    filing_travels,
)
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, RuleError
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.enrolment import OFFICE


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who was let in.

    Attributes:
        current: a box was sealed for their newest key; otherwise they must be let in again.
        gone: the office took all of their keys back.
    """

    user: str
    name: str
    current: bool
    gone: bool = False

    @property
    def waits(self) -> bool:
        """Whether they work with a new key, and an administrator must let them in again."""
        return not self.current and not self.gone


def members(desk: Desk) -> tuple[Member, ...]:
    """Return who was let in: those who wait to be let in again first, then by name.

    Raises:
        UnavailableError: `filing.elsewhere`. DamagedError: `filing.foreign`, `trust.shared_damaged`.
    """
    keys = filing_opening.keys_here(desk.store)
    sealed, ring = keys.people(), desk.store.keyring
    given = filing_acts.given(desk.store)
    carried = filing_travels.keys_of(given, keys.workspace)
    for act in given:  # who made it needs no box that travels
        there = act.content.get(filing_keys.MEMBER)
        if act.entity_id == keys.workspace and isinstance(there, dict):
            carried.setdefault(str(there.get("user")), set()).add(_key_of(there))
    told = []
    for (workspace, user), held in filing_acts.let_in(desk.store).items():
        if held and workspace == keys.workspace:
            own = [one for one in ring.people() if one.user == user]
            name = own[-1].name if own else user
            boxes = {sealed.get(user, ""), *carried.get(user, ())}
            valid = {one.key_id for one in own if not filing_roles.ended(ring, one.key_id, desk.today())}
            current = not boxes.isdisjoint(_newest(desk, user) or valid)
            told.append(Member(user, name, current, gone=bool(own) and not valid))
    return tuple(sorted(told, key=lambda one: (not one.waits, one.name, one.user)))


def _newest(desk: Desk, user: str) -> set[str]:
    """Return the id of the key that a person works with by now; nothing where none has a role today."""
    try:
        return {filing_roles.certificate_of(desk, user).key_id}
    except RuleError:
        return set()


def _key_of(there: dict[str, object]) -> str:
    try:
        return Certificate.from_content(there).key_id
    except DamagedError:
        return ""


def outside(desk: Desk) -> tuple[Member, ...]:
    """Return who has a certificate of today and was not let in, by name.

    Raises:
        UnavailableError: `filing.elsewhere`. DamagedError: `filing.foreign`, `trust.shared_damaged`.
    """
    inside, ring, today = {one.user for one in members(desk)}, desk.store.keyring, desk.today()
    names = {
        one.user: one.name
        for one in ring.people()
        if one.user not in {*inside, OFFICE} and ring.roles(one.key_id, today) - {Role.ROOT}
    }
    told = (Member(user, name, current=False) for user, name in names.items())
    return tuple(sorted(told, key=lambda one: (one.name, one.user)))
