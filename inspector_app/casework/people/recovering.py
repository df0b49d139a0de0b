"""A lost password: this laptop's recovery code, or the office's recovery key, gives somebody a new one.

Neither holds anybody's private key. So the person gets a new key as well; what they sign with it counts once
the office has certified it (`renewing`). What they signed before stands.
"""

from dataclasses import dataclass
from pathlib import Path

from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import LEAST_PASSWORD, Opened, SlotFile


@dataclass(frozen=True, slots=True)
class NewPassword:
    """Who lost a password, and the one they chose instead.

    Attributes:
        user: may be left empty where one person alone signs in.
    """

    user: str
    password: str


def whom(slots: SlotFile, told: NewPassword) -> str:
    """Return who gets the new password; asked before anything is opened or written.

    Raises:
        RuleError: `recovering.training`: everybody knows that password. `trust.weak_password`.
        SignInError: `recovering.who`: several people sign in here. `trust.unknown_user`.
    """
    people = [user for user, _ in slots.people()]
    if slots.training:
        raise RuleError("recovering.training", where=str(slots.path))
    if not told.user and len(people) > 1:
        raise SignInError("recovering.who", where="--user", users=sorted(people))
    user = told.user or people[0]
    if user not in people:
        raise SignInError("trust.unknown_user", where=user)
    if len(told.password) < LEAST_PASSWORD:
        raise RuleError("trust.weak_password", where=user, least=LEAST_PASSWORD)
    return user


def by_code(path: Path, code: str, told: NewPassword, clock: Clock) -> str:
    """Give somebody a new password with this laptop's recovery code, and return their account.

    Nobody may be signed in. Cut off anywhere, the old password or the new one opens, and the code both times.

    Raises:
        RuleError: `recovering.training`, `trust.weak_password`.
        SignInError: `recovering.who`, `trust.unknown_user`, `trust.recovery_mistyped`,
            `trust.wrong_recovery`, `trust.wait`.
        DamagedError, UnavailableError: what the store says of the folder.
    """
    folder = DataFolder(path)
    slots = SlotFile.read(folder.slots)
    user = whom(slots, told)
    opened = slots.recover(code, now=clock.now())
    store = Store.open(folder, opened, clock, searched=SEARCHED)
    try:
        give(store, slots, opened, NewPassword(user, told.password))
    finally:
        store.close()
    return user


def give(store: Store, slots: SlotFile, opened: Opened, told: NewPassword) -> None:
    """Give somebody a new password and a new key, and forget the PIN, which opens the old one.

    Raises:
        SignInError: `trust.unknown_user`. RuleError: `trust.weak_password`.
    """
    store.set_setting(f"pin.{told.user}", None)
    store.set_setting(f"pin.failures.{told.user}", None)
    slots.reset(opened, told.user, told.password, SigningKey.new())
