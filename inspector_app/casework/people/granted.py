"""What an office's grant brings a laptop: checked down to the root, and taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.people import workspace
from inspector_app.casework.people.pending import Pending
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import DamagedError, RuleError, SignInError
from inspector_app.journal import bundle
from inspector_app.journal.entry import Entry
from inspector_app.store.store import Store
from inspector_app.trust import machine
from inspector_app.trust.certificates import Certificate, Keyring
from inspector_app.trust.enrolment import Grant
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import VerifyKey


@dataclass(frozen=True, slots=True)
class Proven:
    """A grant that was checked: whom it lets in, and the entries and keys that it brings."""

    grant: Grant
    ring: Keyring
    person: Certificate
    bundles: tuple[tuple[bytes, Sequence[Entry]], ...]


def proven_of(grant: Grant, told: Pending, today: date) -> Proven:
    """Return a grant checked down to the root, with all that it brings.

    Raises:
        RuleError: `enrolment.other_request`. SignInError: `joining.not_in_force`.
        DamagedError: `enrolment.forged`, `enrolment.incomplete`, and those of `bundle.unpack`.
    """
    ring = grant.checked(told.request)
    person = grant.person(told.request)
    bundles = tuple((raw, _unpacked(raw, grant, ring)) for raw in grant.bundles)
    if not ring.roles(person.key_id, today):
        first, last = person.valid_from.isoformat(), person.valid_to.isoformat()
        raise SignInError("joining.not_in_force", where=person.name, first=first, last=last)
    return Proven(grant, ring, person, bundles)


def _unpacked(raw: bytes, grant: Grant, ring: Keyring) -> list[Entry]:
    """Return a bundle's entries: the hub alone packs what a grant brings."""

    def hubs(key_id: str) -> VerifyKey | None:
        held = ring.certificate(key_id)
        return ring.key(key_id) if held is not None and Role.HUB in held.roles else None

    entries = bundle.unpack(raw, hubs)
    if entries[0].header.workspace != grant.workspace:
        raise DamagedError("enrolment.forged", where="bundles")
    return entries


def refuse_other_hub(grant: Grant, code: EnrolmentCode | None) -> None:
    """Refuse a grant of another hub than the code names.

    Raises:
        RuleError: `joining.other_hub`.
    """
    if code is not None and (code.hub, code.fingerprint) != (grant.hub.id, grant.hub.fingerprint):
        raise RuleError("joining.other_hub", where=grant.hub.url, hub=grant.hub.id)


def password_of(grant: Grant, password: str | None) -> str:
    """Return the password to sign in with: in training the one that everybody knows, elsewhere a secret one.

    Raises:
        RuleError: `joining.password_needed`.
    """
    if grant.training:
        return workspace.TRAINING_PASSWORD
    if not password or password == workspace.TRAINING_PASSWORD:
        raise RuleError("joining.password_needed", where=grant.hub.url)
    return password


def take_in(store: Store, told: Pending, proven: Proven, today: date) -> None:
    """Take the office's journal in; it must say of both keys what the grant says.

    Raises:
        DamagedError: `enrolment.incomplete`. RuleError: `joining.codes_used`.
        SignInError: `joining.not_in_force`: the office took the key back meanwhile.
    """
    store.take_in(proven.bundles)
    for key, where in ((told.device, "device"), (told.person, "person")):
        if store.keyring.certificate(key.key_id) is None:
            raise DamagedError("enrolment.incomplete", where=where)
    used = {one.machine_code for one in store.numbers().numbers} & set(proven.grant.machine_codes)
    if used:
        raise RuleError("joining.codes_used", where=proven.grant.hub.url, codes=sorted(used))
    person = proven.person
    if not store.keyring.roles(person.key_id, today):
        first, last = person.valid_from.isoformat(), person.valid_to.isoformat()
        raise SignInError("joining.not_in_force", where=person.name, first=first, last=last)


def keep_facts(store: Store, grant: Grant, ring: Keyring) -> None:
    """Keep what the laptop must know of its hub, and what its backups are sealed for.

    Raises:
        DamagedError: `enrolment.forged`.
    """
    certificate = ring.certificate(VerifyKey(grant.hub.key).key_id)
    if certificate is None:
        raise DamagedError("enrolment.forged", where="hub")
    store.set_setting(machine.HUB, machine.hub_text(machine.KnownHub(grant.hub, certificate)))
    store.set_setting(machine.RECOVERY, machine.key_text(grant.recovery))


def add_spares(store: Store, codes: Sequence[int]) -> None:
    """Keep spare machine codes that came with a later grant behind those that are here."""
    here = store.spares()
    fresh = [one for one in codes if one not in here and one != store.meta.machine_code]
    if fresh:
        store.set_spares([*here, *fresh])
