"""Joining an office: a grant makes this laptop's folder, whole or not at all; or it lets one person more in.

What a grant says is checked down to the root before anything is written. The office's own journal comes with
it, so that the certificates of this laptop and this person stand in it like everybody's.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import filing_workspace, joined, pending, workspace
from inspector_app.casework.people.granted import (
    Proven,
    add_spares,
    keep_facts,
    password_of,
    proven_of,
    refuse_other_hub,
    take_in,
)
from inspector_app.casework.people.pending import Pending
from inspector_app.casework.targets.searched import SEARCHED
from inspector_app.domain.acts import Role
from inspector_app.domain.chinese import local_date
from inspector_app.domain.clock import Clock
from inspector_app.domain.errors import DamagedError, InspectorError, RuleError
from inspector_app.store import making
from inspector_app.store.folder import DataFolder, refuse_unsafe_disk
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.enrolment import Grant
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.slots import Cost, SlotFile, Unlocked, create_slots


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of it.

    Attributes:
        machine_code: the laptop's part of every number.
        recovery_code: opens this laptop when every password is lost; shown once, kept on paper. Empty in a
            training workspace and for who joins a laptop that others use already.
    """

    workspace: str
    training: bool
    user: str
    name: str
    roles: frozenset[Role]
    machine_code: int
    recovery_code: str = field(repr=False)


def prepare(path: Path) -> None:
    """Make sure that a folder can become a joined laptop's; asked before the office is.

    A joining that was cut off at its very end is ended first.

    Raises:
        RuleError: `joining.already_joined`, `joining.is_training`, `store.already_there`, `store.remains`.
        UnavailableError: `store.in_use`, `store.network_share`, `store.removable_disk`.
    """
    if (path / making.CORNER / making.READY).exists():
        with making.made_whole(path):
            pass
        pending.drop(path)
    if workspace.exists(path):
        kind = "joining.is_training" if workspace.is_training(path) else "joining.already_joined"
        raise RuleError(kind, where=str(path))
    refuse_unsafe_disk(path)
    making.refuse_others(DataFolder(path))


def join(
    path: Path,
    told: Pending,
    grant: Grant,
    password: str | None,
    clock: Clock,
    *,
    code: EnrolmentCode | None = None,
    cost: Cost | None = None,
) -> Joined:
    """Make this laptop's folder as the office granted it.

    Killed on the way it leaves nothing that counts, or ends at the next `prepare`.

    Args:
        told: the request with its keys.
        password: the person's; a training workspace takes the one that everybody knows.
        code: the enrolment code that the grant was asked with: it names the hub.

    Raises:
        RuleError: those of `prepare`, `enrolment.other_request`, `joining.other_hub`,
            `joining.password_needed`, `trust.weak_password`.
        SignInError: `joining.not_in_force`. DamagedError: `enrolment.forged`, `enrolment.incomplete` and
            what the journal says of the bundles. UnavailableError: what the store says of the folder.
    """
    prepare(path)
    proven = proven_of(grant, told, local_date(clock.now()))
    refuse_other_hub(grant, code)
    if not grant.machine_codes:
        raise DamagedError("enrolment.incomplete", where="machine_codes")
    secret = password_of(grant, password)
    with making.made_whole(path) as folder:
        if folder is None:  # somebody else ended a joining in this moment
            raise RuleError("joining.already_joined", where=str(path))
        try:
            recovery = _fill(folder, told, proven, secret, clock, cost)
        except InspectorError:
            shutil.rmtree(folder.path)  # nothing half-made is left, not even in its corner
            raise
    pending.drop(path)
    return _joined(proven, grant.machine_codes[0], recovery)


def _joined(proven: Proven, machine_code: int, recovery: str) -> Joined:
    person, grant = proven.person, proven.grant
    return Joined(
        grant.workspace, grant.training, person.user, person.name, person.roles, machine_code, recovery
    )


def _fill(
    folder: DataFolder, told: Pending, proven: Proven, password: str, clock: Clock, cost: Cost | None
) -> str:
    """Make the folder's files, and return the recovery code, empty in a training workspace."""
    folder.prepare()
    grant, person = proven.grant, proven.person
    _, unlocked, recovery = create_slots(
        folder.slots,
        workspace=grant.workspace,
        training=grant.training,
        user=person.user,
        name=person.name,
        password=password,
        signing_key=told.person,
        cost=cost,
    )
    store = Store.create(
        folder,
        unlocked,
        workspace=grant.workspace,
        machine_code=grant.machine_codes[0],
        root=grant.root,
        clock=clock,
        training=grant.training,
        searched=SEARCHED,
    )
    try:
        take_in(store, told, proven, local_date(clock.now()))
        store.set_device_key(told.device)
        joined.note(store, told.request)
        keep_facts(store, grant, proven.ring)
        store.set_spares(grant.machine_codes[1:])
        if grant.training:
            workspace.set_pin(store, person.user, told.person, workspace.TRAINING_PIN, cost)
            if Role.ADMINISTRATOR in person.roles:
                filing_workspace.make_beside(store, person.user, told.person, clock, cost)
    finally:
        store.close()
    return "" if grant.training else recovery


def request_beside(desk: Desk, user: str = "", name: str = "") -> Pending:
    """Return the request of one person more on a laptop that has joined.

    Raises:
        RuleError: `joining.no_device`, `enrolment.name_unfit`.
    """
    device = desk.store.device_key()
    if device is None:
        raise RuleError("joining.no_device", where=str(desk.store.folder.path))
    return pending.request(desk.clock, user, name, device)


def add_person(
    desk: Desk,
    own_password: str,
    told: Pending,
    grant: Grant,
    password: str,
    *,
    code: EnrolmentCode | None = None,
    cost: Cost | None = None,
) -> Joined:
    """Let one person more in on a laptop that has joined, or give somebody who is there a new key.

    Args:
        desk: of whoever is signed in.
        own_password: theirs; it puts the laptop's keys at hand.
        told: a request made by `request_beside`.
        password: the new person's.

    Raises:
        RuleError: `enrolment.other_request`, `trust.weak_password`, and of `joining`: `other_hub`,
            `other_laptop`, `other_workspace`, `password_needed`, `own_account`, `codes_used`.
        SignInError: `trust.wrong_password`, `trust.wait`, `joining.not_in_force`.
        DamagedError: `enrolment.forged`, `enrolment.incomplete`.
    """
    store, device = desk.store, desk.store.device_key()
    proven = proven_of(grant, told, desk.today())
    refuse_other_hub(grant, code)
    if device is None or device.key_id != told.device.key_id:
        raise RuleError("joining.other_laptop", where=told.device.key_id)
    here = (store.meta.workspace, store.meta.training, store.keyring.root)
    if (grant.workspace, grant.training, grant.root) != here:
        raise RuleError("joining.other_workspace", where=grant.workspace)
    if proven.person.user == desk.user:
        raise RuleError("joining.own_account", where=desk.user)
    secret = password_of(grant, password)
    slots = SlotFile.read(store.folder.slots)
    unlocked = slots.open(desk.user, own_password, now=desk.clock.now())
    take_in(store, told, proven, desk.today())
    # A PIN of an account of the same id that was removed must not survive.
    store.set_setting(f"pin.{proven.person.user}", None)
    store.set_setting(f"pin.failures.{proven.person.user}", None)
    _put(slots, unlocked, told, proven.person, secret, cost)
    keep_facts(store, grant, proven.ring)
    add_spares(store, grant.machine_codes)
    pending.drop(store.folder.path, told.request)
    return _joined(proven, store.meta.machine_code, "")


def _put(
    slots: SlotFile, unlocked: Unlocked, told: Pending, person: Certificate, password: str, cost: Cost | None
) -> None:
    if any(user == person.user for user, _ in slots.people()):
        slots.reset(unlocked, person.user, password, told.person)
    else:
        slots.add(unlocked, person.user, person.name, password, told.person, cost)
