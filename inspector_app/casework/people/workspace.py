"""A workspace on this laptop: made, signed into, and the PIN that puts the own signature at hand."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from inspector_app import assets
from inspector_app.casework.base.desk import Desk, Renderer
from inspector_app.casework.people import backup_keys, devices, editions, filing_workspace, joined, leavers
from inspector_app.casework.people.filing_workspace import Room
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.catalog import office
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.chinese import local_date
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, Problem, Progress, RuleError, SignInError
from inspector_app.domain.rules import Rules
from inspector_app.store import making
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from inspector_app.trust import pin as pins
from inspector_app.trust.certificates import Certificate, Keyring, certify, self_signed_root
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import Cost, SlotFile, Unlocked, create_slots

TRAINING_USER = "trainee"
TRAINING_NAME = "培训员"
TRAINING_PASSWORD = "training"  # noqa: S105 - a training workspace is no secret; its keys are in no office's root
TRAINING_PIN = "246810"
TRAINING_MACHINE = 3
TRAINING_SPARES = (4, 5, 6, 7)
MOST_PIN_TRIES = 5
YEARS_VALID = 5

FORMS = "forms"
"""Folder below the data folder that keeps the office's editions."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in here."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """A person signed in: the open store and the desk they work at.

    Attributes:
        desk: without a signer; `sign` gives one that may issue.
        rules_warning: the newest edition failed and the last good one is in use; None if all is well.
        room: what there is of the filing workspace, and whether this person has its key.
    """

    desk: Desk
    user: str
    name: str
    training: bool
    rules_warning: Problem | None
    room: Room = field(default_factory=Room)

    @property
    def filing(self) -> Store | None:
        """The filing workspace's store, None for who has no key to it."""
        return self.room.store

    def filing_desk(self, desk: Desk) -> Desk:
        """Return a desk of this person at the filing workspace, with the same signature at hand.

        Raises:
            SignInError: `filing.no_access`.
        """
        if self.room.store is None:
            raise SignInError("filing.no_access", where=self.name)
        return replace(desk, store=self.room.store)

    def with_filing(self, desk: Desk) -> "Session":
        """Return the session with the filing workspace open, after it was made or regained.

        Args:
            desk: with the person's signature at hand.

        Raises:
            SignInError: `filing.not_signed`.
        """
        if self.room.store is not None:
            return self
        if desk.signer is None:
            raise SignInError("filing.not_signed", where=self.user)
        room = filing_workspace.open_for(self.desk.store, self.user, desk.signer, self.desk.clock)
        return replace(self, room=room)

    def sign(self, pin: str) -> Desk:
        """Return the desk with the person's own signature at hand.

        Raises:
            SignInError: `workspace.wrong_pin` with `left`, `workspace.pin_locked` after too many tries,
                `workspace.certificate_over`, `workspace.certificate_withdrawn`,
                `workspace.key_uncertified`: nothing that is signed today would count.
        """
        store = self.desk.store
        _refuse_over(self.desk, self.name)
        failures = _count(store, self.user)
        if failures >= MOST_PIN_TRIES:
            raise SignInError("workspace.pin_locked", where=self.user, tries=MOST_PIN_TRIES)
        # Counted before it is tried: pulling the plug between the two must not give a free guess.
        store.set_setting(f"pin.failures.{self.user}", str(failures + 1))
        signer = self._open(pin, MOST_PIN_TRIES - failures - 1)
        store.set_setting(f"pin.failures.{self.user}", "0")
        held = store.keyring.certificate(signer.key_id)
        if held is None:  # the password was lost, and with it the key
            raise SignInError("workspace.key_uncertified", where=self.name)
        _refuse_withdrawn(store.keyring, [held], self.name, self.desk.today())
        return replace(self.desk, signer=signer)

    def new_pin(self, password: str, pin: str) -> None:
        """Set another PIN after the password was given again; this is also how a locked PIN is freed.

        Raises:
            SignInError: `trust.wrong_password`, `trust.bad_pin`, `workspace.no_own_key`.
        """
        store = self.desk.store
        slots = SlotFile.read(store.folder.slots)
        unlocked = slots.open(self.user, password, now=self.desk.clock.now())
        if unlocked.signing_key is None:
            raise SignInError("workspace.no_own_key", where=self.user)
        set_pin(store, self.user, unlocked.signing_key, pin)

    def _open(self, pin: str, left: int) -> SigningKey:
        blob = _blob(self.desk.store, self.user)
        try:
            return pins.open_with_pin(blob, pin)
        except SignInError as error:
            raise SignInError("workspace.wrong_pin", where=self.user, left=left) from error

    def close(self) -> None:
        """Close the stores; the folder may be opened again."""
        try:
            if self.room.store is not None:
                self.room.store.close()
        finally:
            self.desk.store.close()


def _refuse_over(desk: Desk, name: str) -> None:
    """Refuse a person who has no certificate in force any more, before a PIN is tried in vain."""
    ring, today = desk.store.keyring, desk.today()
    own = [one for one in ring.people() if one.user == desk.user]
    if own and max(one.valid_to for one in own) < today:
        day = max(one.valid_to for one in own)
        raise SignInError("workspace.certificate_over", where=name, day=day.isoformat())
    _refuse_withdrawn(ring, own, name, today)


def _refuse_withdrawn(ring: Keyring, own: Iterable[Certificate], name: str, today: date) -> None:
    """Refuse who works by these certificates when the office took all of their keys back."""
    told = ring.withdrawals()
    days = [told.get(one.key_id, date.max) for one in own]
    if days and max(days) <= today:
        raise SignInError("workspace.certificate_withdrawn", where=name, day=max(days).isoformat())


def _count(store: Store, user: str) -> int:
    told = store.setting(f"pin.failures.{user}") or "0"
    return int(told) if told.isdigit() else MOST_PIN_TRIES


def _blob(store: Store, user: str) -> bytes:
    told = store.setting(f"pin.{user}")
    if told is None:
        raise SignInError("workspace.no_pin", where=user)
    try:
        return b64decode(told, validate=True)
    except binascii.Error as error:
        raise DamagedError("workspace.pin_damaged", where=user) from error


def exists(path: Path) -> bool:
    """Tell whether a workspace lies in this folder."""
    folder = DataFolder(path)
    return folder.slots.exists()


def is_training(path: Path) -> bool:
    """Tell whether the workspace in this folder is a training one; there is none, it is not."""
    return exists(path) and SlotFile.read(DataFolder(path).slots).training


def people(path: Path) -> list[Person]:
    """Return those who may sign in; their names are all that is readable without signing in.

    Raises:
        DamagedError: `trust.slots_damaged`.
    """
    return [Person(user, name) for user, name in SlotFile.read(DataFolder(path).slots).people()]


def user_named(path: Path, told: str) -> str:
    """Return the sign-in id of whoever has this name here alone; anything else as it was told.

    Raises:
        DamagedError: `trust.slots_damaged`.
    """
    if not exists(path):
        return told
    known = people(path)
    named = [one.user for one in known if one.name == told]
    return named[0] if len(named) == 1 and all(one.user != told for one in known) else told


def trainee(path: Path) -> str:
    """Return who signs in to a training workspace when nobody is named: its own trainee, or the first there.

    Raises:
        DamagedError: `trust.slots_damaged`.
    """
    users = [one.user for one in people(path)]
    return TRAINING_USER if TRAINING_USER in users else users[0]


def make_training(path: Path, clock: Clock, *, cost: Cost | None = None) -> None:
    """Make a training workspace with one account; its keys are in no office's root.

    Killed on the way it leaves nothing that counts: the next call makes it anew, or ends what was whole.

    Raises:
        RuleError: `workspace.already_there`, `store.already_there`, `store.remains`.
        UnavailableError: `store.in_use`, `store.folder_refused`.
    """
    if exists(path):
        raise RuleError("workspace.already_there", where=str(path))
    with making.made_whole(path) as folder:
        if folder is not None:
            _fill_training(folder, clock, cost)


def _fill_training(folder: DataFolder, clock: Clock, cost: Cost | None) -> None:
    folder.prepare()
    workspace = uuid4().hex
    today = local_date(clock.now())
    root_key, own = SigningKey.new(), SigningKey.new()
    root = self_signed_root(
        root_key, workspace=workspace, name="培训根", valid_from=_first(today), valid_to=_last(today)
    )
    _, unlocked, _ = create_slots(
        folder.slots,
        workspace=workspace,
        training=True,
        user=TRAINING_USER,
        name=TRAINING_NAME,
        password=TRAINING_PASSWORD,
        signing_key=own,
        **({"cost": cost} if cost else {}),
    )
    store = Store.create(
        folder,
        unlocked,
        workspace=workspace,
        machine_code=TRAINING_MACHINE,
        root=root,
        clock=clock,
        training=True,
        searched=SEARCHED,
    )
    try:
        own_certificate = certify(
            root_key,
            workspace=workspace,
            subject=own.public,
            user=TRAINING_USER,
            name=TRAINING_NAME,
            roles=frozenset({Role.INSPECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR}),
            valid_from=_first(today),
            valid_to=_last(today),
        )
        device = SigningKey.new()
        store.set_device_key(device)
        below = devices.certificate(store, device, root_key, own_certificate)
        _appoint_all(store, (own_certificate, below), root_key, TRAINING_USER)
        store.set_spares(TRAINING_SPARES)
        set_pin(store, TRAINING_USER, own, TRAINING_PIN, cost)
        filing_workspace.make_beside(store, TRAINING_USER, own, clock, cost)
    finally:
        store.close()


def _first(today: date) -> date:
    # Cases are played on days of the past too; a training key is valid for all of them.
    return today.replace(year=2000, month=1, day=1)


def _last(today: date) -> date:
    return today + timedelta(days=365 * YEARS_VALID)


def appoint(store: Store, certificate: Certificate, issuer: SigningKey, by: str = "") -> None:
    """Append the signed act that gives a person their roles.

    Args:
        by: id of the person who does it; left out, the one who gets them, whom a new workspace begins with.
    """
    _appoint_all(store, (certificate,), issuer, by or certificate.user)


def _appoint_all(store: Store, certificates: Iterable[Certificate], issuer: SigningKey, by: str) -> None:
    with store.transaction(by) as tx:
        for each in certificates:
            tx.act(ActKind.ROLE, "certificate", each.key_id, each.to_content(), issuer)


def set_pin(store: Store, user: str, key: SigningKey, pin: str, cost: Cost | None = None) -> None:
    """Keep the person's key wrapped for the PIN, inside the encrypted database.

    Raises:
        SignInError: `trust.bad_pin` for anything but six digits.
    """
    blob = pins.wrap_for_pin(key, pin, cost) if cost else pins.wrap_for_pin(key, pin)
    store.set_setting(f"pin.{user}", b64encode(blob).decode())
    store.set_setting(f"pin.failures.{user}", "0")


def sign_in(
    path: Path,
    user: str,
    password: str,
    clock: Clock,
    renderer: Renderer,
    progress: Progress | None = None,
) -> Session:
    """Open the workspace for a person.

    Args:
        progress: told while what screens read is built anew after an update; stopped there, the next
            sign-in begins with it again.

    Raises:
        RuleError: `workspace.none`.
        SignInError: `trust.wrong_password`, `trust.wait`.
        DamagedError, UnavailableError: what the store says of a damaged, foreign or newer folder.
    """
    if not exists(path):
        raise RuleError("workspace.none", where=str(path))
    folder = DataFolder(path)
    slots = SlotFile.read(folder.slots)
    unlocked: Unlocked = slots.open(user, password, now=clock.now())
    store = Store.open(folder, unlocked, clock, progress=progress, searched=SEARCHED)
    try:
        making.tidy(path)
        joined.tidy(store)
        store.sweep()
        devices.regain(store, unlocked, local_date(clock.now()))
        backup_keys.keep_master(store, unlocked, TRAINING_PASSWORD)
        leavers.drop(store, slots, user, local_date(clock.now()))
        rules, warning = editions.in_use(store, path / FORMS)
        room = filing_workspace.open_for(store, user, unlocked.signing_key, clock, progress)
    except BaseException:
        store.close()
        raise
    desk = Desk(store, rules, clock, renderer, user)
    name = dict(slots.people()).get(user, user)
    return Session(desk, user, name, store.meta.training, warning, room)


def rules_of(path: Path | None) -> tuple[Rules, Problem | None]:
    """Return the rules for a question without sign-in: what the office last put into use, or the shipped.

    A broken edition leaves the last good one in use and says so in the second value. Work at a desk asks
    the journal instead (`editions.in_use`): there an edition needs an administrator's signature.
    """
    return office.active(path / FORMS if path else None, assets.folder("forms"))
