"""Findings with their obligations and photos."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.visits import after_photos, inspections, marks
from inspector_app.casework.visits.photos import MOST_PHOTO_BYTES as MOST_PHOTO_BYTES  # noqa: PLC0414 - callers know it here
from inspector_app.casework.visits.photos import attach_photo as attach_photo  # noqa: PLC0414
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Finding, Obligation, Photo, Severity
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record
from inspector_app.store.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Duty:
    """What one party must do about a finding."""

    party_id: str
    measure: str
    due: date | None
    on_the_spot: bool = False


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding to be recorded.

    Attributes:
        repeats: the id of the finding of an earlier visit that is found again.
    """

    location: str = ""
    fact: str = ""
    clause_id: str = ""
    severity: Severity = Severity.GENERAL
    seen_on: date | None = None
    criterion_id: str = ""
    item: str = ""
    batch: str = ""
    duties: tuple[Duty, ...] = field(default=())
    repeats: str = ""


def add(desk: Desk, inspection_id: str, finding: NewFinding) -> str:
    """Record a finding under the next number of its inspection and return its id.

    Raises:
        RuleError: `inspection.none`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        return write(tx, inspection_id, finding)


def write(tx: Tx, inspection_id: str, finding: NewFinding) -> str:
    """Put a finding into a transaction, beside what else it belongs to; see `add`."""
    inspections.must_be_open(tx, inspection_id)
    taken = [values.number(one.fields, "number") for one in records_of(tx, inspection_id)]
    finding_id = tx.create(
        "finding",
        {
            "inspection_id": inspection_id,
            "number": 1 + max(taken, default=0),
            "location": finding.location,
            "fact": finding.fact,
            "clause": finding.clause_id,
            "severity": str(finding.severity),
            "seen_on": values.iso(finding.seen_on),
            "criterion": finding.criterion_id,
            "item": finding.item,
            "batch": finding.batch,
            **({"repeats": finding.repeats} if finding.repeats else {}),
        },
    )
    for duty in finding.duties:
        tx.create("obligation", {"finding_id": finding_id, **_duty_fields(duty)})
    return finding_id


def records_of(reads: Reads, inspection_id: str) -> list[Record]:
    """Return the records of an inspection's findings, by number."""
    return list(reads.records("finding", where={"inspection_id": inspection_id}, order="number"))


def _duty_fields(duty: Duty) -> dict[str, object]:
    return {
        "party_id": duty.party_id,
        "measure": duty.measure,
        "due": values.iso(duty.due),
        "on_the_spot": duty.on_the_spot,
    }


def standing(reads: Reads, finding_id: str) -> Record | None:
    """Return a finding's record, or None when there is none or it was removed."""
    record = reads.record("finding", finding_id)
    return None if record is None or record.deleted else record


def _refuse_fixed(reads: Reads, finding_id: str) -> None:
    """Refuse to touch a finding that is gone, locked, or named by an issued, standing document."""
    record = standing(reads, finding_id)
    if record is None:
        raise RuleError("finding.none", where=finding_id)
    inspections.must_be_open(reads, values.text(record.fields, "inspection_id"))
    if ordered_by(reads, finding_id):
        raise RuleError("finding.ordered", where=finding_id)


def change(desk: Desk, finding_id: str, **fields: object) -> None:
    """Change fields of a finding that no issued document names yet.

    Raises:
        RuleError: `finding.none`, `finding.ordered`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        _refuse_fixed(tx, finding_id)
        tx.set("finding", finding_id, fields)


def oblige(desk: Desk, finding_id: str, duty: Duty) -> None:
    """Say what a party must do about a finding; a second time for the same party replaces the first.

    Raises:
        RuleError: `finding.none`, `finding.ordered`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        _refuse_fixed(tx, finding_id)
        known = tx.records("obligation", where={"finding_id": finding_id})
        same = next((one for one in known if one.fields.get("party_id") == duty.party_id), None)
        if same is None:
            tx.create("obligation", {"finding_id": finding_id, **_duty_fields(duty)})
        else:
            tx.set("obligation", same.id, _duty_fields(duty))


def ordered_by(reads: Reads, finding_id: str) -> tuple[str, ...]:
    """Return the ids of issued, standing documents that name a finding."""
    ticked = reads.records("ticked", where={"finding_id": finding_id})
    if not ticked:
        return ()
    named = [values.text(one.fields, "document_id") for one in ticked]
    fates = reads.fates(named)
    return tuple(one for one in named if fates.get(one) == "issued")


def remove(desk: Desk, finding_id: str) -> None:
    """Remove a finding that no issued document names; one that is named is withdrawn instead.

    Raises:
        RuleError: `finding.none`, `finding.ordered`, `inspection.locked`.
    """
    with desk.store.transaction(desk.user) as tx:
        _refuse_fixed(tx, finding_id)
        tx.delete("finding", finding_id)


def finding_of(store: Store, record: Record) -> Finding:
    """Return a finding record with its obligations and photos."""
    return found_of(store, [record])[0]


def found_of(store: Store, records: Sequence[Record]) -> tuple[Finding, ...]:
    """Return finding records with their obligations and photos; in as many looks for many as for one."""
    ids = [one.id for one in records]
    duties = _by_finding(store.several("obligation", ids, "finding_id"))
    taken = store.several("photo", ids, "finding_id", "sort")
    photos = _by_finding(one for one in taken if not after_photos.is_after(one))
    return tuple(_finding(one, duties.get(one.id, ()), photos.get(one.id, ())) for one in records)


def _by_finding(records: Iterable[Record]) -> dict[str, list[Record]]:
    told: dict[str, list[Record]] = {}
    for one in records:
        told.setdefault(values.text(one.fields, "finding_id"), []).append(one)
    return told


def _finding(record: Record, duties: Iterable[Record], photos: Iterable[Record]) -> Finding:
    fields = record.fields
    return Finding(
        id=record.id,
        number=values.number(fields, "number"),
        location=values.text(fields, "location"),
        fact=values.text(fields, "fact"),
        clause_id=values.text(fields, "clause"),
        severity=Severity(values.text(fields, "severity") or Severity.GENERAL),
        seen_on=values.day(fields, "seen_on"),
        criterion_id=values.text(fields, "criterion"),
        item=values.text(fields, "item"),
        batch=values.text(fields, "batch"),
        repeats=values.text(fields, "repeats"),
        obligations=tuple(_obligation(duty) for duty in duties),
        photos=tuple(photo_of(photo) for photo in photos),
    )


def _obligation(record: Record) -> Obligation:
    return Obligation(
        party_id=values.text(record.fields, "party_id"),
        measure=values.text(record.fields, "measure"),
        due=values.day(record.fields, "due"),
        on_the_spot=values.flag(record.fields, "on_the_spot"),
    )


def photo_of(record: Record) -> Photo:
    """Return a photo record as evidence."""
    return Photo(
        id=record.id,
        sha256=values.text(record.fields, "sha256"),
        caption=values.text(record.fields, "caption"),
        taken=values.moment(record.fields, "taken"),
        stated=values.text(record.fields, "stated"),
        marks=marks.read(record.fields),
    )


def findings_of(store: Store, inspection_id: str) -> tuple[Finding, ...]:
    """Return the findings of an inspection, by number."""
    return found_of(store, records_of(store, inspection_id))
