"""Documents on their way: begun, filled in, weighed by the gate, shown as a page."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk, Rendered
from inspector_app.casework.papers import (
    after,
    duties,
    elsewhere,
    halts,
    issued,
    seals,
    served,
    subjects,
    submissions,
)
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain import serving
from inspector_app.domain.composition import compose
from inspector_app.domain.content import Content
from inspector_app.domain.documents import Defence, Draft, ServiceSubject, StopWork
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Finding, Severity
from inspector_app.domain.gate.check import check
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind, DocumentTemplate
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

COPIED = (PartyRole.OWNER, PartyRole.CONTRACTOR, PartyRole.SUPERVISOR)
"""Roles that get a copy of what another role is ordered."""


def begin(
    desk: Desk,
    inspection_id: str,
    kind: DocumentKind,
    finding_ids: Iterable[str],
    *,
    addressee_id: str = "",
    **fields: object,
) -> str:
    """Begin a document over ticked findings and return its id.

    Args:
        addressee_id: a party of the target; left out, the main role of the kind of target.
        fields: the kind's own, see `draft_of`.

    Raises:
        RuleError: `inspection.none`, `document.no_template`, `filing.form_elsewhere`.
    """
    return begin_anew(desk, inspection_id, kind, {one: {} for one in finding_ids}, addressee_id, fields)


def begin_anew(
    desk: Desk,
    inspection_id: str,
    kind: DocumentKind,
    ticked: Mapping[str, values.Fields],
    addressee_id: str,
    fields: values.Fields,
) -> str:
    """Begin a document that may order again what was ordered before; see `begin`.

    Args:
        ticked: by finding, the `due`, `measure` and `party_id` that this document sets; nothing where it
            leaves them as they were.
    """
    inspection = inspections.inspection_of(desk.store, inspection_id)
    template_of(desk, kind)
    target = registry.target_of(desk.store, inspection.target_id)
    main = main_party(desk, target)
    with desk.store.transaction(desk.user) as tx:
        elsewhere.refuse(tx, kind)
        document_id = tx.create(
            "document",
            {
                "inspection_id": inspection_id,
                "kind": str(kind),
                "addressee_id": addressee_id or (main.id if main else ""),
                **fields,
            },
        )
        for order, (finding_id, anew) in enumerate(ticked.items()):
            told = {"document_id": document_id, "finding_id": finding_id, "sort": order}
            tx.create("ticked", {**anew, **told})
    return document_id


def main_party(desk: Desk, target: Target) -> Party | None:
    """Return the party that this kind of target's documents are addressed to."""
    kind = desk.rules.targets.get(target.kind)
    return target.party(kind.main_role) if kind else None


def template_of(desk: Desk, kind: DocumentKind, target_kind: str = "") -> DocumentTemplate:
    """Return the office's wording of a kind.

    Args:
        target_kind: the kind of target that the paper is about, which may word it for itself; left out, the
            wording for all.

    Raises:
        RuleError: `document.no_template`.
    """
    template = desk.rules.template_for(kind, target_kind)
    if template is None:
        raise RuleError("document.no_template", where=str(kind))
    return template


def change(desk: Desk, document_id: str, **fields: object) -> None:
    """Change fields of a document that is not issued.

    Raises:
        RuleError: `document.none`, `document.issued`.
    """
    _unissued(desk.store, document_id)
    with desk.store.transaction(desk.user) as tx:
        tx.set("document", document_id, fields)


def tick(desk: Desk, document_id: str, finding_ids: Iterable[str]) -> None:
    """Say which findings the document is about, in this order.

    Raises:
        RuleError: `document.none`, `document.issued`.
    """
    _unissued(desk.store, document_id)
    wanted = list(finding_ids)
    there = {
        values.text(record.fields, "finding_id"): record
        for record in desk.store.records("ticked", where={"document_id": document_id})
    }
    with desk.store.transaction(desk.user) as tx:
        for finding_id, record in there.items():
            if finding_id not in wanted:
                tx.delete("ticked", record.id)
        for order, finding_id in enumerate(wanted):
            if finding_id not in there:
                tx.create("ticked", {"document_id": document_id, "finding_id": finding_id, "sort": order})
            elif values.number(there[finding_id].fields, "sort") != order:
                tx.set("ticked", there[finding_id].id, {"sort": order})


def discard(desk: Desk, document_id: str) -> None:
    """Throw away a document that never got a number.

    Raises:
        RuleError: `document.none`, `document.issued`.
    """
    _unissued(desk.store, document_id)
    with desk.store.transaction(desk.user) as tx:
        tx.delete("document", document_id)
        submissions.settle(tx, document_id)


def _unissued(store: Store, document_id: str) -> Record:
    record = _record(store, document_id)
    if issued.issue_act(store, document_id) is not None:
        raise RuleError("document.issued", where=document_id)
    return record


def _record(store: Store, document_id: str) -> Record:
    record = store.record("document", document_id)
    if record is None:
        raise RuleError("document.none", where=document_id)
    return record


def kind_of(store: Store, document_id: str) -> DocumentKind:
    """Return the kind of a document.

    Raises:
        RuleError: `document.none`, `document.unknown_kind` (made by a newer version).
    """
    told = values.text(_record(store, document_id).fields, "kind")
    try:
        return DocumentKind(told)
    except ValueError as error:
        raise RuleError("document.unknown_kind", where=document_id, kind=told) from error


def documents_of(store: Store, inspection_id: str) -> tuple[str, ...]:
    """Return the ids of an inspection's documents, in the order they were begun."""
    return tuple(record.id for record in store.records("document", where={"inspection_id": inspection_id}))


def draft_of(desk: Desk, document_id: str) -> Draft:
    """Return all that the gate weighs and the page says, read from the store.

    Raises:
        RuleError: `document.none`, `document.unknown_kind`, `inspection.none`, `registry.no_target`.
    """
    store = desk.store
    fields = _record(store, document_id).fields
    kind = kind_of(store, document_id)
    inspection = inspections.inspection_of(store, values.text(fields, "inspection_id"))
    target = registry.target_of(store, inspection.target_id)
    template = desk.rules.template_for(kind, target.kind)
    addressee = subjects.addressee(template, fields, target)
    ticked = _ticked(store, document_id)
    if kind is DocumentKind.RECHECK_OPINION:
        ticked = after.shown(store, inspection.id, ticked)
    told = Draft(
        id=document_id,
        kind=kind,
        office=registry.office_of(store),
        target=target,
        inspection=inspection,
        findings=ticked,
        addressee=addressee,
        issue_on=desk.today(),
        copied=_copied(template, target, addressee),
        covered=_covered(store, inspection.id) | _covered_before(store, kind, ticked),
        reply_due=values.day(fields, "reply_due"),
        approval=inspections.approval_of(values.part(fields, "approval")),
        stop_work=_stop_work(fields) if kind is DocumentKind.STOP_WORK_NOTICE else None,
        defence=_defence(fields),
        resumption=halts.resumption(desk, kind, fields, target.id),
        service=_service(store, fields) if kind is DocumentKind.PROOF_OF_SERVICE else None,
        trace=values.text(fields, "trace"),
        own=subjects.own(fields),
        deadline=subjects.deadline(template, subjects.own(fields)),
        about=subjects.subject(store, values.text(fields, "about")),
        rechecked=subjects.rechecked(store, ticked, inspection.id, values.text(fields, "addressee_id")),
        replaces=_replaced(store, values.text(fields, "replaces")),
        seal=seals.seal_of(store, template.sealing) if template else None,
        owed=duties.owed(desk, ticked, addressee) if kind is DocumentKind.EXTENSION_DECISION else (),
    )
    return submissions.reviewed(desk, told)


def _replaced(store: Store, document_id: str) -> str:
    told = issued.document(store, document_id) if document_id else None
    return told.number if told is not None and told.fate == "void" else ""


def _copied(template: DocumentTemplate | None, target: Target, addressee: Party | None) -> tuple[Party, ...]:
    """Return who gets a copy beside the addressee: those roles that the office's wording names."""
    if template is None or not template.copied:
        return ()
    return tuple(one for one in target.parties if one.role in COPIED and one != addressee)


def _ticked(store: Store, document_id: str) -> tuple[Finding, ...]:
    ticked = store.records("ticked", where={"document_id": document_id}, order="sort")
    wanted = {values.text(one.fields, "finding_id"): one.fields for one in ticked}
    standing = {one.id: one for one in store.several("finding", wanted)}
    found = findings.found_of(store, [standing[one] for one in wanted if one in standing])
    return tuple(_ordered_anew(one, wanted[one.id]) for one in found)


def _ordered_anew(finding: Finding, ticked: values.Fields) -> Finding:
    """Return a finding with the day and the measure that this document sets it, where it orders again.

    What was ordered before stays as it was: the finding's own obligations are locked by the first order.
    """
    due, measure = values.day(ticked, "due"), values.text(ticked, "measure")
    if due is None:
        return finding
    party_id = values.text(ticked, "party_id")
    return replace(
        finding,
        obligations=tuple(
            replace(one, due=due, measure=measure or one.measure, on_the_spot=False)
            if party_id in ("", one.party_id)
            else one
            for one in finding.obligations
        ),
    )


def _covered(store: Store, inspection_id: str) -> frozenset[str]:
    """Return the findings that a stop-work of this inspection covers; a void one covers nothing."""
    covered: set[str] = set()
    for record in store.records("document", where={"inspection_id": inspection_id}):
        if values.text(record.fields, "kind") != DocumentKind.STOP_WORK_NOTICE:
            continue
        if issued.fate(store, record.id) in ("", "issued"):
            ticked = store.records("ticked", where={"document_id": record.id})
            covered.update(values.text(one.fields, "finding_id") for one in ticked)
    return frozenset(covered)


def _covered_before(store: Store, kind: DocumentKind, ticked: Iterable[Finding]) -> set[str]:
    """Return the old findings, ordered again, that a stop-work of an earlier visit covers and still holds."""
    if kind is not DocumentKind.RECTIFICATION_NOTICE:
        return set()
    majors = [one.id for one in ticked if one.severity is Severity.MAJOR]
    named = store.several("ticked", majors, "finding_id")
    papers = issued.documents(store, {values.text(one.fields, "document_id") for one in named})
    stops = {
        one.id
        for one in papers.values()
        if one.kind == DocumentKind.STOP_WORK_NOTICE and one.fate == "issued"
        if not issued.lifted(store, one.id)
    }
    held = [one.fields for one in named if values.text(one.fields, "document_id") in stops]
    return {values.text(fields, "finding_id") for fields in held}


def _stop_work(fields: values.Fields) -> StopWork:
    return StopWork(
        full=values.flag(fields, "stop_full"),
        parts=values.text(fields, "stop_parts"),
        start=values.moment(fields, "stop_start"),
        evacuation=values.text(fields, "evacuation"),
        conditions=values.text(fields, "conditions"),
    )


def _defence(fields: values.Fields) -> Defence | None:
    if "defence_heard" not in fields or fields["defence_heard"] is None:
        return None
    return Defence(values.flag(fields, "defence_heard"), values.text(fields, "defence_words"))


def _service(store: Store, fields: values.Fields) -> ServiceSubject:
    served_id, method = values.text(fields, "service_of"), values.text(fields, "service_method")
    told = issued.document(store, served_id) if served_id else None
    stands = told is not None and told.fate == "issued"
    noted = served.services(store, served_id, values.text(fields, "addressee_id")) if stands else ()
    done = next((one for one in reversed(noted) if one.method == method), None)
    return ServiceSubject(
        matter=values.text(fields, "service_matter"),
        document_id=served_id,
        document=f"{told.label}（{told.number}），共{told.pages}页" if told and stands else "",
        place=values.text(fields, "service_place"),
        method=method,
        noted=tuple(one.method for one in noted),
        done=done,
        refused=serving.refusal_of(done, noted) if done else None,
    )


def gate(desk: Desk, document_id: str) -> tuple[Missing, ...]:
    """Return what law still requires before this document may be issued today."""
    draft = draft_of(desk, document_id)
    told = check(draft, desk.rules, desk.today(), desk.renderer.missing)
    return (*elsewhere.missing(desk.store, draft.kind), *told)


def content(desk: Desk, draft: Draft, number: str) -> Content:
    """Return what the document says under this number, or as a draft when there is none."""
    template = template_of(desk, draft.kind, draft.target.kind)
    return compose(draft, template, desk.rules, number)


def preview(desk: Desk, document_id: str) -> Rendered:
    """Return the page as it would look, marked as a draft, without a number or a code."""
    draft = draft_of(desk, document_id)
    told = content(desk, draft, "")
    return desk.renderer.render(told, photos=photos(desk, told), qr=None, draft=True)


def photos(desk: Desk, told: Content) -> dict[str, bytes]:
    """Return the pictures that a content shows, photos and an electronic seal, by hash.

    Raises:
        DamagedError: a photo vanished or is not what its hash says.
    """
    wanted = [cell.sha256 for cell in told.annex.photos] if told.annex else []
    if told.seal is not None and told.seal.sha256:
        wanted.append(told.seal.sha256)
    return {sha256: desk.store.blob(sha256) for sha256 in wanted}
