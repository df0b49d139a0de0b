"""Roles given and taken back by an administrator's signature, on any laptop: they travel as everything does.

What a certificate gave lasts to its last day. So a role is given by one certificate more for the same key,
and taken back only together with all others, by withdrawing the key: who goes on with fewer gets a new one.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights
from inspector_app.casework.people.accounts import MAY_BE_GIVEN
from inspector_app.domain.acts import MACHINES, ActKind, Role
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.store.transaction import Tx
from inspector_app.trust.certificates import Certificate, Keyring, certify
from inspector_app.trust.keys import SigningKey, VerifyKey

ENTITY = "certificate"
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR, Role.ROOT})


def may_appoint(desk: Desk) -> bool:
    """Tell whether the signed-in person may give roles and take them back."""
    return rights.holds(desk, ADMINISTRATOR)


def keys_of(ring: Keyring, user: str, on: date) -> list[Certificate]:
    """Return the newest certificate of each key of a person that is not withdrawn on a day."""
    ended = ring.withdrawals()
    keys = {one.key_id for one in ring.people() if one.user == user}
    held = [ring.certificate(key_id) for key_id in sorted(keys) if ended.get(key_id, date.max) > on]
    return [one for one in held if one is not None]


def give(desk: Desk, user: str, roles: Iterable[Role], valid_to: date) -> frozenset[Role]:
    """Give a person roles beside those they have, from today to a last day, and return which were new.

    Raises:
        SignInError: `administration.not_signed`, `store.no_right` for who is no administrator.
        RuleError: `administration.role_of_root` for one that only the office's root gives,
            `administration.no_role`, `administration.no_key` for who has no key in force,
            `administration.days_past` for a last day before today.
    """
    signer, today, ring = _signer(desk, user), desk.today(), desk.store.keyring
    wanted = frozenset(roles)
    for role in sorted(wanted - set(MAY_BE_GIVEN)):
        raise RuleError("administration.role_of_root", where="administration.roles", role=role)
    keys = keys_of(ring, user, today)
    if not keys:
        raise RuleError("administration.no_key", where=user)
    if valid_to < today:
        raise RuleError("administration.days_past", where="administration.until", day=valid_to.isoformat())
    newest = max(keys, key=lambda one: (one.valid_to, one.valid_from, one.key_id))
    new = wanted - ring.roles(newest.key_id, today)
    if not new:
        raise RuleError("administration.no_role", where="administration.roles", name=newest.name)
    told = certify(
        signer,
        workspace=desk.store.meta.workspace,
        subject=VerifyKey(newest.key),
        user=user,
        name=newest.name,
        roles=new,
        valid_from=today,
        valid_to=valid_to,
    )
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.ROLE, ENTITY, told.key_id, told.to_content(), signer)
    return new


def withdraw(desk: Desk, key_ids: Iterable[str], *, on: date | None = None) -> date:
    """Take every role from keys, of a person from tomorrow, of a laptop from today, and return that day.

    Raises:
        SignInError: `administration.not_signed`, `store.no_right`.
        RuleError: `administration.own_account`, `administration.root_only` for an administrator's key,
            `administration.no_key` for one that is unknown or withdrawn already.
    """
    keys = list(key_ids)
    day = on or _first(desk, keys)
    with desk.store.transaction(desk.user) as tx:
        end(desk, tx, keys, day)
    return day


def end(desk: Desk, tx: Tx, key_ids: Iterable[str], day: date) -> None:
    """Tell within a transaction that keys count for nothing from a day on; see `withdraw`."""
    ring = desk.store.keyring
    for key_id in key_ids:
        signer = _signer(desk, key_id)
        held = ring.certificate(key_id)
        if held is None or ring.withdrawals().get(key_id, date.max) <= day:
            raise RuleError("administration.no_key", where=held.name if held else key_id)
        if held.user == desk.user:
            raise RuleError("administration.own_account", where=held.name)
        if ring.administers(key_id) and signer.key_id != ring.root.key_id:
            raise RuleError("administration.root_only", where=held.name)
        tx.act(ActKind.ROLE, ENTITY, key_id, {"withdrawn": key_id, "from": day.isoformat()}, signer)


def _first(desk: Desk, key_ids: Iterable[str]) -> date:
    """Return from when a withdrawal counts: what a person signed today was in their right."""
    ring = desk.store.keyring
    held = [ring.certificate(one) for one in key_ids]
    machines = all(one is not None and one.roles & MACHINES for one in held)
    return desk.today() if machines else desk.today() + timedelta(days=1)


def _signer(desk: Desk, where: str) -> SigningKey:
    if desk.signer is None:
        raise SignInError("administration.not_signed", where=where)
    return desk.signer
