"""What a case rests on, copied from the main workspace into the filing workspace under the same ids.

The copy is what makes a case whole: what the main workspace changes later reaches it only when another case
over the same visit is opened, and it can be read without the other. A file is copied before the record that
names it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.targets.registry import OFFICE
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.filing import DECREE, PENALTY_LAW
from inspector_app.store.reading import Record
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

CASE = "case"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the main workspace that a case rests on; its file lies in the filing workspace too."""

    document_id: str
    kind: str
    label: str
    number: str
    issued_on: date | None
    pages: int
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything of the main workspace that a case needs.

    Attributes:
        records: what is copied, each under its own id: office, target, companies, people, visit, findings.
        files: hashes of photos and frozen papers.
    """

    inspection: Record
    target: Record
    records: tuple[Record, ...]
    papers: tuple[Paper, ...]
    files: tuple[str, ...]
    photos: int


def basis(desk: Desk, finding_ids: Sequence[str], party_id: str, known_on: date) -> Basis:
    """Read what a case about these findings and this party needs.

    Raises:
        RuleError: `filing.findings_missing`, `filing.several_visits`, `filing.finding_withdrawn`,
            `filing.party_missing`, `filing.known_before_finding`, `finding.none`, `inspection.none`.
    """
    store = desk.store
    found = _findings(store, finding_ids, known_on)
    inspection = _must(store, "inspection", values.text(found[0].fields, "inspection_id"), "inspection.none")
    target = _must(store, "target", values.text(inspection.fields, "target_id"), "registry.no_target")
    parties = store.records("party", where={"target_id": target.id}, order="sort")
    _refuse_party(parties, party_id)
    attending = store.records("attendance", where={"inspection_id": inspection.id})
    photos = store.several("photo", finding_ids, "finding_id", "sort")
    people = [values.text(one.fields, "person_id") for one in attending]
    papers = _papers(store, finding_ids)
    office = store.record(OFFICE, OFFICE)
    records = (
        *((office,) if office is not None else ()),
        target,
        *parties,
        *store.several("person", people),
        inspection,
        *attending,
        *store.records("present", where={"inspection_id": inspection.id}),
        *found,
        *store.several("obligation", finding_ids, "finding_id"),
        *photos,
    )
    files = [values.text(one.fields, "sha256") for one in photos] + [one.pdf_sha256 for one in papers]
    return Basis(
        inspection, target, records, papers, tuple(dict.fromkeys(one for one in files if one)), len(photos)
    )


def _must(store: Store, entity: str, record_id: str, code: str) -> Record:
    record = store.record(entity, record_id)
    if record is None:
        raise RuleError(code, where=record_id)
    return record


def _findings(store: Store, finding_ids: Sequence[str], known_on: date) -> list[Record]:
    if not finding_ids:
        raise RuleError("filing.findings_missing", where="findings", source=f"{PENALTY_LAW} 40、54")
    known = {one.id: one for one in store.several("finding", finding_ids)}
    for finding_id in finding_ids:
        if finding_id not in known:
            raise RuleError("finding.none", where=finding_id)
    found = [known[one] for one in finding_ids]
    if len({values.text(one.fields, "inspection_id") for one in found}) > 1:
        raise RuleError("filing.several_visits", where="findings")
    withdrawn = store.acts_of("finding", finding_ids, ActKind.WITHDRAW)
    for number, one in enumerate(found):
        named = values.number(one.fields, "number")
        if withdrawn.get(one.id):
            raise RuleError("filing.finding_withdrawn", where=f"findings.{number}", number=named)
        seen = values.day(one.fields, "seen_on")
        if seen is not None and known_on < seen:
            raise RuleError(
                "filing.known_before_finding",
                where="filing.known_on",
                on=known_on.isoformat(),
                number=named,
                seen=seen.isoformat(),
                source=DECREE,
            )
    return found


def _refuse_party(parties: Iterable[Record], party_id: str) -> None:
    """A case is somebody's: a company of the target, by its full name (行政处罚法 40)."""
    party = next((one for one in parties if one.id == party_id), None)
    if party is None or not values.text(party.fields, "name").strip():
        raise RuleError("filing.party_missing", where="addressee.name", source=f"{PENALTY_LAW} 40")


def _papers(store: Store, finding_ids: Sequence[str]) -> tuple[Paper, ...]:
    """Return the standing papers that name one of these findings, in the order of their days."""
    ticked = store.several("ticked", finding_ids, "finding_id")
    known = issued.documents(store, {values.text(one.fields, "document_id") for one in ticked})
    standing = [one for one in known.values() if one.fate == "issued"]
    standing.sort(key=lambda one: (one.issued_on or date.min, one.number))
    return tuple(
        Paper(one.id, one.kind, one.label, one.number, one.issued_on, one.pages, one.pdf_sha256)
        for one in standing
    )


def carry_files(desk: Desk, filing: Desk, told: Basis) -> None:
    """Put photos and frozen papers into the filing workspace's own vault.

    Raises:
        DamagedError: `store.blob_missing`, `store.blob_damaged`.
    """
    for sha256 in told.files:
        filing.store.put_blob(desk.store.blob(sha256))


def write(tx: Tx, told: Basis) -> None:
    """Write the copies; what an earlier case brought already is only brought up to date."""
    for one in told.records:
        if tx.record(one.entity, one.id) is None:
            tx.create(one.entity, one.fields, id=one.id)
        else:
            tx.set(one.entity, one.id, one.fields)


def paper_fields(paper: Paper) -> dict[str, object]:
    """Return a paper as the filing workspace's journal holds it."""
    return {
        "document_id": paper.document_id,
        "kind": paper.kind,
        "label": paper.label,
        "number": paper.number,
        "issued_on": values.iso(paper.issued_on),
        "pages": paper.pages,
        "sha256": paper.pdf_sha256,
    }


def paper_of(record: Record) -> Paper:
    """Return a paper from its record."""
    fields = record.fields
    return Paper(
        values.text(fields, "document_id"),
        values.text(fields, "kind"),
        values.text(fields, "label"),
        values.text(fields, "number"),
        values.day(fields, "issued_on"),
        values.number(fields, "pages"),
        values.text(fields, "sha256"),
    )
