"""The registry: the office, its people, targets and the companies that answer for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from stdnum.cn import uscc

from inspector_app.casework import values
from inspector_app.casework.desk import Desk
from inspector_app.domain.documents import Office
from inspector_app.domain.errors import RuleError
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.people import Officer
from inspector_app.domain.targets import Target
from inspector_app.store.reading import Record
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

OFFICE = "office"


@dataclass(frozen=True, slots=True)
class NewParty:
    """A company to be entered for a target."""

    role: PartyRole
    name: str
    credit_code: str = ""
    manager: str = ""
    manager_title: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target to be entered, with its companies."""

    kind: str
    name: str
    address: str
    parties: tuple[NewParty, ...]
    project: str = ""
    fields: tuple[tuple[str, str], ...] = ()


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
        return tx.create(
            "person",
            {
                "name": officer.name,
                "certificate": officer.certificate,
                "valid_from": values.iso(officer.valid_from),
                "valid_to": values.iso(officer.valid_to),
                "expert": officer.expert,
            },
        )


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
            `registry.name_missing` when it has no name.
    """
    if target.kind not in desk.rules.targets:
        raise RuleError("registry.unknown_kind", where="target.kind", kind=target.kind)
    if not target.name.strip():
        raise RuleError("registry.name_missing", where="target.name")
    with desk.store.transaction(desk.user) as tx:
        target_id = tx.create(
            "target",
            {
                "kind": target.kind,
                "name": target.name,
                "address": target.address,
                "project": target.project,
                "fields": dict(target.fields),
            },
        )
        _add_parties(tx, target_id, target.parties)
    return target_id


def _add_parties(tx: Tx, target_id: str, parties: Iterable[NewParty]) -> None:
    for order, party in enumerate(parties):
        tx.create(
            "party",
            {
                "target_id": target_id,
                "role": str(party.role),
                "name": party.name,
                "credit_code": party.credit_code,
                "manager": party.manager,
                "manager_title": party.manager_title,
                "phone": party.phone,
                "address": party.address,
                "sort": order,
            },
        )


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
    parties = store.records("party", where={"target_id": target_id}, order="sort")
    known = values.part(record.fields, "fields") or {}
    return Target(
        id=record.id,
        kind=values.text(record.fields, "kind"),
        name=values.text(record.fields, "name"),
        address=values.text(record.fields, "address"),
        project=values.text(record.fields, "project"),
        parties=tuple(party_of(party) for party in parties),
        fields=tuple((name, str(value)) for name, value in sorted(known.items())),
    )


def targets(store: Store) -> tuple[Target, ...]:
    """Return all targets, in the order they were entered."""
    return tuple(target_of(store, record.id) for record in store.records("target"))
