"""A laptop that has joined asks its office anew, after a restore above all.

Whoever lost a laptop has it shut out; what is made of its backup holds the same key and would be shut out
with it. So it asks for a key of its own in that key's place. The office certifies it as the same laptop: what
the lost one had written and not handed in goes on under the new key. The same answer brings the hub's address
as it is now, the recovery key, spare machine codes, and the person's certificate: longer, or for a new key.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import granted, pending, restored
from inspector_app.casework.people.granted import Proven
from inspector_app.casework.people.pending import Pending
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DecisionNeededError, RuleError
from inspector_app.store.store import Store
from inspector_app.trust import machine
from inspector_app.trust.enrolment import Grant
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey, VerifyKey
from inspector_app.trust.slots import SlotFile, Unlocked

ENDING = timedelta(days=365)
"""A laptop's certificate that lasts less than this is asked for anew, with another key."""


class Why(StrEnum):
    """Why a laptop should be certified anew."""

    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    ENDING = "ending"
    UNKNOWN = "unknown"


OFFERED = timedelta(days=90)
"""Nobody is reminded of it earlier than so long before it ends."""


@dataclass(frozen=True, slots=True)
class Offer:
    """That this laptop should be certified anew.

    Attributes:
        last: the day on which its certificate ends; None where it has none in force.
    """

    why: Why
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of it.

    Attributes:
        machine_code: the laptop's part of every number from now on.
        spares: machine codes that it may go on under.
        new_device, new_person: the laptop has another key; the person has, and chooses another PIN.
    """

    workspace: str
    training: bool
    user: str
    name: str
    roles: frozenset[Role]
    machine_code: int
    spares: tuple[int, ...]
    new_device: bool
    new_person: bool


def asked(desk: Desk, own_password: str) -> Pending:
    """Return this laptop's request for whoever is signed in; `pending.keep` keeps it until it is answered.

    One that waits here already is returned again: the office's answer fits that one alone.

    Raises:
        RuleError: `joining.is_training`, `joining.no_device`.
        SignInError: `trust.wrong_password`, `trust.wait`.
    """
    store = desk.store
    unlocked, name = _opened(desk, own_password)
    device = _device(store)
    kept = pending.asked_by(store.folder.path, own_password, desk.user)
    if kept is not None:
        same = bool(kept.request.before) or kept.device.key_id == device.key_id
        if same and kept.person.key_id not in store.keyring.withdrawals():
            return kept
    ended = unlocked.signing_key.key_id in store.keyring.withdrawals()
    person = None if ended else unlocked.signing_key
    if needs_key(store, desk.today()):
        return pending.request(desk.clock, desk.user, name, person=person, before=device)
    return pending.request(desk.clock, desk.user, name, device, person=person)


def needs_key(store: Store, today: date) -> bool:
    """Tell whether this laptop should have another key: another one may hold it, or it ends."""
    return _why(store, today) is not None


def offer(store: Store, today: date) -> Offer | None:
    """Return why this laptop should be certified anew; None when all is well, or no office enrolled it."""
    told = _why(store, today) if store.setting(machine.HUB) is not None else None
    early = told is not None and told.last is not None and told.last >= today + OFFERED
    return None if early else told


def _why(store: Store, today: date) -> Offer | None:
    device = store.device_key()
    if device is None:
        return None
    told, held = restored.of(store), store.keyring.certificate(device.key_id)
    if device.key_id in store.keyring.withdrawals():
        return Offer(Why.WITHDRAWN)
    if told is not None and told.device in ("", device.key_id):
        return Offer(Why.RESTORED)
    if held is None:
        return Offer(Why.UNKNOWN)
    return Offer(Why.ENDING, held.valid_to) if held.valid_to < today + ENDING else None


def renew(
    desk: Desk, own_password: str, told: Pending, grant: Grant, *, code: EnrolmentCode | None = None
) -> Renewed:
    """Take in what the office answered. Cut off anywhere, it is done again with the same answer.

    Args:
        told: the request with its keys.
        code: the enrolment code that was asked with: it names the hub.

    Raises:
        RuleError: `enrolment.other_request`, and of `joining`: `is_training`, `no_device`, `codes_used`,
            `other_hub`, `other_workspace`, `other_laptop`, `other_person`.
        SignInError: `trust.wrong_password`, `trust.wait`, `joining.not_in_force`.
        DamagedError: `enrolment.forged`, `enrolment.incomplete`.
    """
    store = desk.store
    proven = granted.proven_of(grant, told, desk.today())
    granted.refuse_other_hub(grant, code)
    _refuse_others(desk, told, proven)
    slots = SlotFile.read(store.folder.slots)
    unlocked = slots.open(desk.user, own_password, now=desk.clock.now())
    granted.take_in(store, told, proven, desk.today())
    new_person = told.person.key_id != unlocked.signing_key.key_id
    if new_person:
        slots.reset(unlocked, desk.user, own_password, told.person)
        store.set_setting(f"pin.{desk.user}", None)  # it opens the key that is no longer used
        store.set_setting(f"pin.failures.{desk.user}", None)
    granted.keep_facts(store, grant, proven.ring)
    granted.add_spares(store, grant.machine_codes)
    _leave_spent(store)
    new_device = told.device.key_id != _device(store).key_id
    store.set_device_key(told.device)
    pending.drop(store.folder.path, told.request)
    person = proven.person
    return Renewed(
        grant.workspace,
        grant.training,
        person.user,
        person.name,
        person.roles,
        store.meta.machine_code,
        tuple(store.spares()),
        new_device,
        new_person,
    )


def _opened(desk: Desk, password: str) -> tuple[Unlocked, str]:
    slots = SlotFile.read(desk.store.folder.slots)
    unlocked = slots.open(desk.user, password, now=desk.clock.now())
    return unlocked, dict(slots.people()).get(desk.user, desk.user)


def _device(store: Store) -> SigningKey:
    """Return the laptop's key.

    Raises:
        RuleError: `joining.is_training`: no office enrolled it; `joining.no_device`.
    """
    device, where = store.device_key(), str(store.folder.path)
    if store.setting(machine.HUB) is None and store.meta.training:
        raise RuleError("joining.is_training", where=where)
    if device is None:
        raise RuleError("joining.no_device", where=where)
    return device


def _refuse_others(desk: Desk, told: Pending, proven: Proven) -> None:
    """Refuse an answer for another office, another laptop or another person than these."""
    store, grant = desk.store, proven.grant
    here = (store.meta.workspace, store.meta.training, store.keyring.root)
    if (grant.workspace, grant.training, grant.root) != here:
        raise RuleError("joining.other_workspace", where=grant.workspace)
    asked = told.request
    before = VerifyKey(asked.before).key_id if asked.before else told.device.key_id
    held = store.keyring.certificate(before)
    here_now = _device(store).key_id  # the new one already, when this was cut off at its very end
    if here_now not in (before, told.device.key_id) or held is None or held.user != grant.laptop(asked):
        raise RuleError("joining.other_laptop", where=told.device.key_id)
    if proven.person.user != desk.user:
        raise RuleError("joining.other_person", where=proven.person.name, user=desk.user)


def _leave_spent(store: Store) -> None:
    """Go on under a spare machine code, when the laptop had to stop for want of one."""
    if not store.meta.code_spent:
        return
    try:
        store.take_spare()
    except DecisionNeededError:  # the office's answer brought none: the page goes on saying so
        return
