"""The key slots: one random master key per laptop, wrapped once per person and once for a recovery code.

Readable in the file without a password: the workspace's id, people's ids and names, the cost of a guess.
A person's slot also holds their private signing key, so that nobody else signs for them. Removing a slot
takes away a way in; whoever had copied the master key before is not stopped by it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from secrets import token_bytes

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.domain.errors import RuleError, SignInError, UnavailableError

from . import slot_format
from .durable import write_durably
from .keys import SigningKey
from .recovery_code import new_code, read_code
from .slot_format import RECOVERY, Slot, Slots
from .tries import Tries
from .wrapping import Cost, unwrap, wrap

__all__ = ["LEAST_PASSWORD", "Cost", "Opened", "SlotFile", "Unlocked", "create_slots", "opened_by"]

LEAST_PASSWORD = 8
"""Characters."""

_MASTER = 32
_NAME_MOST = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """The laptop's keys: enough to open the database and the photos, not to sign.

    Attributes:
        master: 32 random bytes that all else comes from.
        data_key: the database's raw key, 32 bytes.
        vault_key: the key of photos, file names and the anchor, 32 bytes.
    """

    master: bytes = field(repr=False)
    data_key: bytes = field(repr=False)
    vault_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unlocked(Opened):
    """A person signed in: the laptop's keys and the person's own.

    Attributes:
        user: the person's id.
        signing_key: signs for this person alone.
    """

    user: str
    signing_key: SigningKey


class SlotFile:
    """The slots of one laptop; every change is written at once, wholly or not at all.

    Attributes:
        path: the file. `<path>.tries` beside it counts failed sign-ins.
    """

    def __init__(self, path: Path, told: Slots) -> None:
        self.path = path
        self._told = told
        self._tries = Tries(path.with_name(path.name + ".tries"))

    @staticmethod
    def read(path: Path) -> "SlotFile":
        """Read the file; no password is needed for what stands in it openly.

        Raises:
            DamagedError: `trust.slots_damaged`: altered, cut, or not such a file.
            UnavailableError: `trust.file_unreadable`; `trust.newer_slots` of a newer program.
        """
        try:
            with path.open("rb") as file:
                content = file.read(slot_format.MOST_BYTES)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise UnavailableError("trust.file_unreadable", where=str(path), reason=reason) from problem
        return SlotFile(path, slot_format.read(content, str(path)))

    @property
    def workspace(self) -> str:
        """Id of the office's body of data, 32 hex digits."""
        return self._told.workspace

    @property
    def training(self) -> bool:
        """What is made here is practice."""
        return self._told.training

    def people(self) -> list[tuple[str, str]]:
        """Return (user, name) of everybody who may sign in, sorted by name."""
        told = [(slot.user, slot.name) for slot in self._told.slots.values() if slot.user != RECOVERY]
        return sorted(told, key=lambda each: (each[1], each[0]))

    def open(self, user: str, password: str, *, now: datetime) -> Unlocked:
        """Sign a person in. After three failures each further one makes the next try wait longer.

        Args:
            now: an aware time; the clock is the caller's.

        Raises:
            SignInError: `trust.unknown_user`, `trust.wrong_password`, `trust.wait` (seconds).
            UnavailableError: `trust.no_memory`, `trust.file_not_written`.
        """
        slot = self._slot(user)
        self._tries.begin(user, now)
        secret = self._secret(slot, password)
        if secret is None:
            raise SignInError("trust.wrong_password", where=user)
        self._tries.succeeded(user)
        opened = _opened(secret[:_MASTER], self.workspace)
        return _unlocked(opened, user, SigningKey.from_bytes(secret[_MASTER:]))

    def recover(self, code: str, *, now: datetime) -> Opened:
        """Open with the recovery code. No signing key is behind it: `reset` gives the person a new one.

        Raises:
            SignInError: `trust.recovery_mistyped`, `trust.wrong_recovery`, `trust.wait`.
        """
        told = read_code(code)
        self._tries.begin(RECOVERY, now)
        secret = self._secret(self._told.slots[RECOVERY], told)
        if secret is None:
            raise SignInError("trust.wrong_recovery", where=str(self.path))
        self._tries.succeeded(RECOVERY)
        return _opened(secret, self.workspace)

    def add(
        self,
        opened: Opened,
        user: str,
        name: str,
        password: str,
        signing_key: SigningKey,
        cost: Cost | None = None,
    ) -> Unlocked:
        """Give a person a slot; the cost is the recovery slot's when not given.

        Raises:
            RuleError: `trust.user_exists`, `trust.weak_password`, `trust.name_unfit`.
        """
        if user in self._told.slots and user != RECOVERY:
            raise RuleError("trust.user_exists", where=user)
        return self._put(opened, user, name, password, signing_key, cost or self._told.slots[RECOVERY].cost)

    def reset(self, opened: Opened, user: str, password: str, signing_key: SigningKey) -> Unlocked:
        """Give a person a new password and a new signing key, when the old password is lost.

        What they signed before still verifies; the new key needs a certificate of its own.

        Raises:
            SignInError: `trust.unknown_user`. RuleError: `trust.weak_password`.
        """
        slot = self._slot(user)
        unlocked = self._put(opened, user, slot.name, password, signing_key, slot.cost)
        self._tries.succeeded(user)
        return unlocked

    def change_password(self, user: str, old: str, new: str, *, now: datetime) -> None:
        """Wrap a person's slot anew under another password.

        Raises:
            SignInError: those of `open`. RuleError: `trust.weak_password`.
        """
        unlocked, slot = self.open(user, old, now=now), self._slot(user)
        self._put(unlocked, user, slot.name, new, unlocked.signing_key, slot.cost)

    def remove(self, user: str) -> None:
        """Take a leaver's slot away; their signatures still verify.

        Raises:
            SignInError: `trust.unknown_user`. RuleError: `trust.last_person`.
        """
        self._slot(user)
        if len(self.people()) == 1:
            raise RuleError("trust.last_person", where=user)
        self._save({name: slot for name, slot in self._told.slots.items() if name != user})
        self._tries.succeeded(user)

    def renew_recovery(self, opened: Opened) -> str:
        """Replace the recovery code and return the new one, to be shown once; the old one is worthless."""
        cost = self._told.slots[RECOVERY].cost
        code, slot = _recovery_slot(self._told, self._proven(opened).master, cost)
        self._save({**self._told.slots, RECOVERY: slot})
        return code

    def _slot(self, user: str) -> Slot:
        slot = self._told.slots.get(user) if user != RECOVERY else None
        if slot is None:
            raise SignInError("trust.unknown_user", where=user)
        return slot

    def _secret(self, slot: Slot, password: str) -> bytes | None:
        return unwrap(slot.wrapped, password, slot.cost, self._told.bound(slot.user, slot.name, slot.cost))

    def _put(
        self, opened: Opened, user: str, name: str, password: str, signing_key: SigningKey, cost: Cost
    ) -> Unlocked:
        master = self._proven(opened).master
        slot = _person_slot(self._told, master, user, name, password, signing_key, cost)
        self._save({**self._told.slots, user: slot})
        return _unlocked(opened, user, signing_key)

    def _proven(self, opened: Opened) -> Opened:
        if opened.data_key != _opened(opened.master, self.workspace).data_key:
            raise RuleError("trust.other_laptop", where=str(self.path))
        return opened

    def _save(self, slots: dict[str, Slot]) -> None:
        told = replace(self._told, slots=slots)
        write_durably(self.path, slot_format.write(told))
        self._told = told


def create_slots(
    path: Path,
    *,
    workspace: str,
    training: bool,
    user: str,
    name: str,
    password: str,
    signing_key: SigningKey,
    cost: Cost | None = None,
) -> tuple[SlotFile, Unlocked, str]:
    """Make a laptop's slot file with its first person.

    Returns:
        the file, the keys, and the recovery code, to be shown once and kept on paper.

    Raises:
        RuleError: `trust.slots_exist`, `trust.weak_password`, `trust.name_unfit`.
        UnavailableError: `trust.file_not_written`, `trust.no_memory`.
    """
    if path.exists():
        raise RuleError("trust.slots_exist", where=str(path))
    cost = cost or Cost()
    empty = Slots(workspace, training, {})
    opened = _opened(token_bytes(_MASTER), workspace)
    first = _person_slot(empty, opened.master, user, name, password, signing_key, cost)
    code, recovery = _recovery_slot(empty, opened.master, cost)
    file = SlotFile(path, empty)
    file._save({user: first, RECOVERY: recovery})
    return file, _unlocked(opened, user, signing_key), code


def opened_by(master: bytes, workspace: str) -> Opened:
    """Return a laptop's keys from its master key, which a backup keeps for the office's recovery key."""
    return _opened(master, workspace)


def _person_slot(
    told: Slots, master: bytes, user: str, name: str, password: str, signing_key: SigningKey, cost: Cost
) -> Slot:
    for text in (user, name):
        if not text.strip() or len(text) > _NAME_MOST or not text.isprintable():
            raise RuleError("trust.name_unfit", where=text)
    if len(password) < LEAST_PASSWORD:
        raise RuleError("trust.weak_password", where=user, least=LEAST_PASSWORD)
    secret = master + signing_key.to_bytes()
    return Slot(user, name, cost, wrap(secret, password, cost, told.bound(user, name, cost)))


def _recovery_slot(told: Slots, master: bytes, cost: Cost) -> tuple[str, Slot]:
    code = new_code()
    box = wrap(master, read_code(code), cost, told.bound(RECOVERY, "", cost))
    return code, Slot(RECOVERY, "", cost, box)


def _opened(master: bytes, workspace: str) -> Opened:
    keys = HKDF(SHA256(), 64, salt=bytes.fromhex(workspace), info=b"inspector laptop keys 1").derive(master)
    return Opened(master, keys[:32], keys[32:])


def _unlocked(opened: Opened, user: str, signing_key: SigningKey) -> Unlocked:
    return Unlocked(opened.master, opened.data_key, opened.vault_key, user, signing_key)
