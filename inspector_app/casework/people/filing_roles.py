"""Who may do what in the filing workspace: roles and withdrawals of the office, brought over.

The filing workspace has a root of its own, so the office's acts say nothing in its journal. Whoever holds
that root writes them there: a certificate when somebody is let in, a withdrawal as soon as one is found here.
"""

from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.domain.acts import MACHINES, ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Certificate, Keyring, certify
from inspector_app.trust.keys import SigningKey, VerifyKey

ENTITY = "certificate"


def certificates(main: Store, workspace: str, key: VerifyKey, root: SigningKey) -> list[Certificate]:
    """Return a key's certificates there: for each one in the main workspace, the same for the same days."""
    return [
        certify(
            root,
            workspace=workspace,
            subject=key,
            user=held.user,
            name=held.name,
            roles=held.roles,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
        )
        for held in main.keyring.people()
        if held.key_id == key.key_id
    ]


def appoint(
    main: Store, filing: Store, user: str, key: VerifyKey, root: SigningKey, *, by: str
) -> list[Certificate]:
    """Give a person the roles there that they have in the main workspace, and return their certificates."""
    told = [one for one in certificates(main, filing.meta.workspace, key, root) if one.user == user]
    here = filing.keyring.certificates()
    for there in told:
        if there not in here:
            with filing.transaction(by) as tx:
                tx.act(ActKind.ROLE, ENTITY, there.key_id, there.to_content(), root)
    return told


def withdraw(main: Store, filing: Store, root: SigningKey, *, by: str) -> tuple[str, ...]:
    """Take every role there from the keys that the office took it from, and return the ids of those keys.

    What was taken before, from the same day or an earlier one, is not written again.
    """
    there = filing.keyring.withdrawals()
    owed = {
        key_id: day
        for key_id, day in main.keyring.withdrawals().items()
        if filing.keyring.certificate(key_id) is not None and there.get(key_id, date.max) > day
    }
    if owed:
        with filing.transaction(by) as tx:
            for key_id, day in owed.items():
                content = {"withdrawn": key_id, "from": day.isoformat()}
                tx.act(ActKind.ROLE, ENTITY, key_id, content, root)
    return tuple(owed)


def ended(ring: Keyring, key_id: str, today: date) -> bool:
    """Tell whether the office took every role from a key by this day."""
    return ring.withdrawals().get(key_id, date.max) <= today


def certificate_of(desk: Desk, user: str) -> Certificate:
    """Return the newest certificate by which a person works: after a lost password, the new key's.

    Raises:
        RuleError: `filing.nobody`.
    """
    ring, today = desk.store.keyring, desk.today()
    told = desk.store.acts(ENTITY, None, ActKind.ROLE, valid_only=True)
    appointed = [one.entity_id for one in told if values.text(one.content, "user") == user]
    for key_id in reversed(appointed):
        held = ring.certificate(key_id)
        if held is not None and held.user == user and ring.roles(key_id, today) - MACHINES:
            return held
    raise RuleError("filing.nobody", where=user)
