"""Who may sign in on this laptop: an administrator adds an account with a key of its own, or takes one away.

The administrator vouches for the new key: the journal gets a signed act that gives the person their roles.
An office's own enrolment of a second laptop comes by exchange; here only this laptop's accounts are kept.
"""

import platform
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app import __version__
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import rights, workspace
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError
from inspector_app.store.library import library
from inspector_app.trust.certificates import Certificate, certify
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import LEAST_PASSWORD, Cost, SlotFile, Unlocked

MAY_BE_GIVEN = (Role.INSPECTOR, Role.SUPERVISOR, Role.CLERK)
"""Roles an administrator may give; another administrator is appointed by the office's root alone."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in here, as the journal and the key slots tell it.

    Attributes:
        roles: what the person may do today; none when the certificate is over.
        valid_from, valid_to: the days of the newest certificate, None without one.
        own: the person who is signed in now.
    """

    user: str
    name: str
    roles: frozenset[Role]
    valid_from: date | None
    valid_to: date | None
    own: bool


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made.

    Attributes:
        user: short id that stands in every entry of the journal; nobody else's, ever.
        valid_to: last day of the certificate; None takes the administrator's own last day.
    """

    user: str
    name: str
    password: str
    role: Role
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Laptop:
    """What this laptop and its program are."""

    folder: Path
    machine_code: int
    workspace: str
    training: bool
    program: str
    database: str
    cipher: str
    python: str


def laptop(desk: Desk) -> Laptop:
    """Return what this laptop and its program are."""
    meta, told = desk.store.meta, library()
    return Laptop(
        folder=desk.store.folder.path,
        machine_code=meta.machine_code,
        workspace=meta.workspace,
        training=meta.training,
        program=__version__,
        database=told.sqlite,
        cipher=told.cipher,
        python=platform.python_version(),
    )


def accounts(desk: Desk) -> tuple[Account, ...]:
    """Return everybody who may sign in on this laptop, by name.

    Raises:
        DamagedError: `trust.slots_damaged`.
    """
    return tuple(_account(desk, user, name) for user, name in _slots(desk).people())


def own(desk: Desk) -> Account:
    """Return the signed-in person's account."""
    return next(one for one in accounts(desk) if one.own)


def _account(desk: Desk, user: str, name: str) -> Account:
    ring, today = desk.store.keyring, desk.today()
    held = [one for one in ring.people() if one.user == user]
    newest = max(held, key=lambda one: (one.valid_to, one.valid_from), default=None)
    roles = frozenset(role for one in held for role in ring.roles(one.key_id, today))
    return Account(
        user,
        name,
        roles,
        newest.valid_from if newest else None,
        newest.valid_to if newest else None,
        user == desk.user,
    )


def may_manage(desk: Desk) -> bool:
    """Tell whether the signed-in person may add and remove accounts of this laptop."""
    return desk.store.meta.training and rights.holds(desk, frozenset({Role.ADMINISTRATOR}))


def add(desk: Desk, own_password: str, new: NewAccount, *, cost: Cost | None = None) -> None:
    """Let another person sign in on this laptop, with a key of their own that the administrator vouches for.

    The PIN is set by the person, at the first paper they issue or in the settings.

    Args:
        own_password: the administrator's; it puts the laptop's keys and their own at hand.

    Raises:
        RuleError: `accounts.by_exchange`, `accounts.not_administrator`, `accounts.role_of_root`,
            `accounts.user_belonged_to`, `trust.user_exists`, `trust.weak_password`,
            `trust.certificate_unfit`.
        SignInError: `trust.wrong_password`, `trust.wait`, `store.no_right`.
    """
    _must_manage(desk)
    _check(desk, new)
    slots = _slots(desk)
    unlocked = slots.open(desk.user, own_password, now=desk.clock.now())
    key = SigningKey.new()
    # The certificate first: killed in between, the next try makes another key, and nobody has a way in
    # without a certificate. A PIN of an account of the same name that was removed must not survive.
    workspace.appoint(desk.store, _certificate(desk, unlocked, new, key), unlocked.signing_key, by=desk.user)
    desk.store.set_setting(f"pin.{new.user}", None)
    desk.store.set_setting(f"pin.failures.{new.user}", None)
    slots.add(unlocked, new.user, new.name, new.password, key, cost)


def _certificate(desk: Desk, unlocked: Unlocked, new: NewAccount, key: SigningKey) -> Certificate:
    issuer = desk.store.keyring.certificate(unlocked.signing_key.key_id)
    last = new.valid_to or (issuer.valid_to if issuer is not None else desk.today())
    return certify(
        unlocked.signing_key,
        workspace=desk.store.meta.workspace,
        subject=key.public,
        user=new.user,
        name=new.name,
        roles={new.role},
        valid_from=min(desk.today(), last),
        valid_to=last,
    )


def _check(desk: Desk, new: NewAccount) -> None:
    if new.role not in MAY_BE_GIVEN:
        raise RuleError("accounts.role_of_root", where=new.role)
    if any(user == new.user for user, _ in _slots(desk).people()):
        raise RuleError("trust.user_exists", where=new.user)
    # Whoever takes a leaver's id would inherit what the leaver's certificates allow.
    ring = desk.store.keyring
    for one in (ring.root, *ring.certificates()):
        if one.user == new.user and one.name != new.name:
            raise RuleError("accounts.user_belonged_to", where=new.user, name=one.name)
    if len(new.password) < LEAST_PASSWORD:
        raise RuleError("trust.weak_password", where=new.user, least=LEAST_PASSWORD)


def remove(desk: Desk, user: str) -> None:
    """Take a person's way in away; what they signed stands, and their drafts stay.

    Raises:
        RuleError: `accounts.by_exchange`, `accounts.not_administrator`, `accounts.own_account`.
        SignInError: `trust.unknown_user`.
    """
    _must_manage(desk)
    if user == desk.user:
        raise RuleError("accounts.own_account", where=user)
    _slots(desk).remove(user)
    desk.store.set_setting(f"pin.{user}", None)
    desk.store.set_setting(f"pin.failures.{user}", None)


def change_password(desk: Desk, old: str, new: str) -> None:
    """Give the signed-in person another password.

    Raises:
        RuleError: `trust.weak_password`.
        SignInError: `trust.wrong_password`, `trust.wait`.
    """
    _slots(desk).change_password(desk.user, old, new, now=desk.clock.now())


def _must_manage(desk: Desk) -> None:
    if not desk.store.meta.training:
        raise RuleError("accounts.by_exchange", where=desk.store.meta.workspace)
    if not may_manage(desk):
        raise RuleError("accounts.not_administrator", where=desk.user)


def _slots(desk: Desk) -> SlotFile:
    return SlotFile.read(desk.store.folder.slots)
