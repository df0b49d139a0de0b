"""The registry: the office, its people, targets and the companies that answer for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stdnum.cn import uscc

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.people import Officer
from inspector_app.domain.targets import Target
from inspector_app.store.reading import Record
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

OFFICE = "office"
LONGEST = 200
"""Characters of a name, an address or any other line of the registry."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class NewParty:
    """A company to be entered for a target, or what one that is entered becomes.

    Attributes:
        id: the record it changes; left out, the one in the same role, else a new one.
    """

    role: PartyRole
    name: str
    credit_code: str = ""
    manager: str = ""
    manager_title: str = ""
    phone: str = ""
    address: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target to be entered, with its companies, or what one that is entered becomes."""

    kind: str
    name: str
    address: str
    parties: tuple[NewParty, ...]
    project: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    phase: str = ""
    initials: str = ""


def set_office(desk: Desk, office: Office) -> None:
    """Write the issuing body's names as its papers show them."""
    fields: dict[str, object] = {
        "name": office.name,
        "prefix": office.prefix,
        "review_body": office.review_body,
        "phone": office.phone,
        "station": office.station,
        "station_prefix": office.station_prefix,
    }
    with desk.store.transaction(desk.user) as tx:
        if desk.store.record(OFFICE, OFFICE) is None:
            tx.create(OFFICE, fields, id=OFFICE)
        else:
            tx.set(OFFICE, OFFICE, fields)


def office_of(store: Store) -> Office:
    """Return the issuing body; one that was never entered has empty names, which the gate refuses."""
    record = store.record(OFFICE, OFFICE)
    fields = record.fields if record else {}
    return Office(
        name=values.text(fields, "name"),
        prefix=values.text(fields, "prefix"),
        review_body=values.text(fields, "review_body"),
        phone=values.text(fields, "phone"),
        station=values.text(fields, "station"),
        station_prefix=values.text(fields, "station_prefix"),
    )


def add_officer(desk: Desk, officer: Officer) -> str:
    """Enter a person of the bureau and return the record's id."""
    with desk.store.transaction(desk.user) as tx:
        return tx.create("person", _officer_fields(officer))


def add_officers(desk: Desk, officers: Iterable[Officer]) -> tuple[str, ...]:
    """Enter several people of the bureau in one transaction and return their ids."""
    with desk.store.transaction(desk.user) as tx:
        return tuple(tx.create("person", _officer_fields(one)) for one in officers)


def change_officer(desk: Desk, person_id: str, officer: Officer) -> None:
    """Change a person of the bureau; issued documents keep what they say.

    Args:
        officer: what the person becomes; its own id counts for nothing.

    Raises:
        RuleError: `registry.no_officer` when there is none of that id, `registry.officer_name_missing`.
    """
    record = desk.store.record("person", person_id)
    if record is None or record.deleted:
        raise RuleError("registry.no_officer", where=person_id)
    if not officer.name.strip():
        raise RuleError("registry.officer_name_missing", where=person_id)
    with desk.store.transaction(desk.user) as tx:
        tx.set("person", person_id, _officer_fields(officer))


def _officer_fields(officer: Officer) -> dict[str, object]:
    return {
        "name": officer.name,
        "certificate": officer.certificate,
        "valid_from": values.iso(officer.valid_from),
        "valid_to": values.iso(officer.valid_to),
        "expert": officer.expert,
    }


def officer_of(record: Record) -> Officer:
    """Return a person record as an officer."""
    fields = record.fields
    return Officer(
        id=record.id,
        name=values.text(fields, "name"),
        certificate=values.text(fields, "certificate"),
        valid_from=values.day(fields, "valid_from"),
        valid_to=values.day(fields, "valid_to"),
        expert=values.flag(fields, "expert"),
    )


def officers(store: Store) -> tuple[Officer, ...]:
    """Return all people of the bureau, in the order they were entered."""
    return tuple(officer_of(record) for record in store.records("person"))


def add_target(desk: Desk, target: NewTarget) -> str:
    """Enter a target with its companies and return its id.

    Raises:
        RuleError: `registry.unknown_kind` when the edition has no such kind of target,
            `registry.name_missing` when it has no name, `registry.text_too_long`.
    """
    return add_targets(desk, [target])[0]


def add_targets(desk: Desk, targets: Iterable[NewTarget]) -> tuple[str, ...]:
    """Enter several targets with their companies in one transaction and return their ids; all, or none.

    Raises:
        RuleError: those of `add_target`, and the store's own where they are too many for one transaction.
    """
    cleaned = [_enterable(desk, one) for one in targets]
    with desk.store.transaction(desk.user) as tx:
        return tuple(enter(tx, one)[0] for one in cleaned)


def _enterable(desk: Desk, target: NewTarget) -> NewTarget:
    """Return a target as it is kept, once it may be entered.

    Raises:
        RuleError: those of `add_target`.
    """
    target = _cleaned(target)
    if target.kind not in desk.rules.targets:
        raise RuleError("registry.unknown_kind", where="target.kind", kind=target.kind)
    if not target.name.strip():
        raise RuleError("registry.name_missing", where="target.name")
    return target


def enter(tx: Tx, target: NewTarget) -> tuple[str, tuple[str, ...]]:
    """Write a target that was looked at before, with its companies, among other changes.

    Returns:
        Its id, and those of its companies in their order.
    """
    target_id = tx.create("target", _target_fields(target))
    return target_id, _add_parties(tx, target_id, target.parties)


def _cleaned(target: NewTarget) -> NewTarget:
    """Return a target as it is kept: without controls, each text one line of bearable length.

    Raises:
        RuleError: `registry.text_too_long`; what a page pastes into a name is no name.
    """
    return replace(
        target,
        name=_line(target.name, "target.name"),
        address=_line(target.address, "target.address"),
        project=_line(target.project, "target.project"),
        initials=_line(target.initials, "target.initials"),
        fields=tuple((code, _line(told, f"target.{code}")) for code, told in target.fields),
        parties=tuple(_cleaned_party(one) for one in target.parties),
    )


def _cleaned_party(party: NewParty) -> NewParty:
    where = f"target.{party.role}"
    return replace(
        party,
        name=_line(party.name, where),
        credit_code=_line(party.credit_code, where),
        manager=_line(party.manager, where),
        manager_title=_line(party.manager_title, where),
        phone=_line(party.phone, where),
        address=_line(party.address, where),
    )


def _line(told: str, where: str) -> str:
    plain = _CONTROLS.sub(" ", told).strip()
    if len(plain) > LONGEST:
        raise RuleError("registry.text_too_long", where=where, length=len(plain), most=LONGEST)
    return plain


def change_target(desk: Desk, target_id: str, target: NewTarget) -> None:
    """Change a target and its companies; issued documents keep what they say.

    A company keeps its record and its place; a new one comes after them, one that is left out is deleted.

    Raises:
        RuleError: `registry.no_target`, `registry.name_missing`, `registry.unknown_kind` when the kind
            becomes one that the edition does not have, `registry.party_in_use` when a company is left out
            that a finding or a document refers to, `registry.text_too_long`.
    """
    target = _cleaned(target)
    record = desk.store.record("target", target_id)
    if record is None or record.deleted:
        raise RuleError("registry.no_target", where=target_id)
    if target.kind not in desk.rules.targets and target.kind != values.text(record.fields, "kind"):
        raise RuleError("registry.unknown_kind", where="target.kind", kind=target.kind)
    if not target.name.strip():
        raise RuleError("registry.name_missing", where="target.name")
    known = desk.store.records("party", where={"target_id": target_id}, order="sort")
    kept, new = _matched(known, target.parties)
    gone = [one for one in known if one.id not in kept]
    for one in gone:
        if _in_use(desk.store, one.id):
            raise RuleError("registry.party_in_use", where=one.id, name=values.text(one.fields, "name"))
    with desk.store.transaction(desk.user) as tx:
        cleared = {name: "" for name in ("phase", "initials") if record.fields.get(name)}
        tx.set("target", target_id, cleared | _target_fields(target))
        for party_id, party in kept.items():
            tx.set("party", party_id, _party_fields(party))
        for one in gone:
            tx.delete("party", one.id)
        last = max((values.number(one.fields, "sort") for one in known), default=-1)
        _add_parties(tx, target_id, new, last + 1)


def _matched(
    known: Sequence[Record], parties: Iterable[NewParty]
) -> tuple[dict[str, NewParty], list[NewParty]]:
    """Return what each known company becomes, and the new ones.

    Named by its id, or else the first in the same role that is left.
    """
    free = {one.id: values.text(one.fields, "role") for one in known}
    kept, others, new = {}, [], []
    for party in parties:
        if free.pop(party.id, None) is not None:
            kept[party.id] = party
        else:
            others.append(party)
    for party in others:
        same = next((one for one, role in free.items() if role == party.role), "")
        if same:
            kept[same] = party
            del free[same]
        else:
            new.append(party)
    return kept, new


def _in_use(store: Store, party_id: str) -> bool:
    """Tell whether a finding orders something of a company, or a document is addressed to it."""
    if store.records("document", where={"addressee_id": party_id}):
        return True
    for duty in store.records("obligation", where={"party_id": party_id}):
        finding = store.record("finding", values.text(duty.fields, "finding_id"))
        says = any(duty.fields.get(name) for name in ("measure", "due", "on_the_spot"))
        if says and finding is not None and not finding.deleted:
            return True
    return False


def _target_fields(target: NewTarget) -> dict[str, object]:
    return {
        "kind": target.kind,
        "name": target.name,
        "address": target.address,
        "project": target.project,
        "fields": dict(target.fields),
        # Kept out of what never had them: an entry says what a person said.
        **({"phase": target.phase} if target.phase else {}),
        **({"initials": target.initials} if target.initials else {}),
    }


def _add_parties(tx: Tx, target_id: str, parties: Iterable[NewParty], first: int = 0) -> tuple[str, ...]:
    return tuple(
        tx.create("party", {"target_id": target_id, **_party_fields(party), "sort": order})
        for order, party in enumerate(parties, start=first)
    )


def _party_fields(party: NewParty) -> dict[str, object]:
    return {
        "role": str(party.role),
        "name": party.name,
        "credit_code": party.credit_code,
        "manager": party.manager,
        "manager_title": party.manager_title,
        "phone": party.phone,
        "address": party.address,
    }


def party_of(record: Record) -> Party:
    """Return a party record with the verdict on its credit code (GB 32100-2015)."""
    fields = record.fields
    code = values.text(fields, "credit_code")
    return Party(
        id=record.id,
        role=PartyRole(values.text(fields, "role") or PartyRole.OTHER),
        name=values.text(fields, "name"),
        credit_code=code,
        credit_code_valid=credit_code_valid(code),
        manager=values.text(fields, "manager"),
        manager_title=values.text(fields, "manager_title"),
        phone=values.text(fields, "phone"),
        address=values.text(fields, "address"),
    )


def credit_code_valid(code: str) -> bool:
    """Tell whether the check digit of a unified social credit code is right (GB 32100-2015)."""
    return len(code) == 18 and bool(uscc.is_valid(code))


def target_of(store: Store, target_id: str) -> Target:
    """Return a target with its companies.

    Raises:
        RuleError: `registry.no_target` when there is none of that id.
    """
    record = store.record("target", target_id)
    if record is None:
        raise RuleError("registry.no_target", where=target_id)
    return target_with(record, store.records("party", where={"target_id": target_id}, order="sort"))


def target_with(record: Record, parties: Iterable[Record]) -> Target:
    """Return a target record with the records of its companies."""
    known = values.part(record.fields, "fields") or {}
    return Target(
        id=record.id,
        kind=values.text(record.fields, "kind"),
        name=values.text(record.fields, "name"),
        address=values.text(record.fields, "address"),
        project=values.text(record.fields, "project"),
        parties=tuple(party_of(party) for party in parties),
        fields=tuple((name, str(value)) for name, value in sorted(known.items())),
        phase=values.text(record.fields, "phase"),
        initials=values.text(record.fields, "initials"),
    )


def targets(store: Store) -> tuple[Target, ...]:
    """Return all targets, in the order they were entered."""
    records = store.records("target")
    parties: dict[str, list[Record]] = {one.id: [] for one in records}
    for one in store.several("party", parties, "target_id", "sort"):
        parties[values.text(one.fields, "target_id")].append(one)
    return tuple(target_with(one, parties[one.id]) for one in records)
