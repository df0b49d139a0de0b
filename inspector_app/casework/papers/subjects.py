"""What a document is about beyond its findings: an issued document, its own fields, and whom it addresses."""

from collections.abc import Iterable
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.papers import defences, issued
from inspector_app.casework.visits import results
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.documents import RECTIFIED, Rechecked, Subject
from inspector_app.domain.findings import Finding
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import AUTHORITY, Addressed, DocumentKind, DocumentTemplate
from inspector_app.store.store import Store

OWN = "own_"
"""A kind's own field `x` is kept as the record's field `own_x`."""

UNTIL = "defence_until"
"""The own field of a notice that gives a last day for the defence."""

RESULT_LABELS = {
    "rectified": RECTIFIED,
    "partial": "部分整改",
    "not_rectified": "未整改",
    "unverifiable": "无法核实",
}


def addressee(template: DocumentTemplate | None, fields: values.Fields, target: Target) -> Party | None:
    """Return whom the document is addressed to: a company of the target, or another authority."""
    if template is not None and template.to is Addressed.AUTHORITY:
        return Party(AUTHORITY, PartyRole.OTHER, values.text(fields, OWN + AUTHORITY))
    wanted = values.text(fields, "addressee_id")
    return next((party for party in target.parties if party.id == wanted), None)


def own(fields: values.Fields) -> tuple[tuple[str, str], ...]:
    """Return the kind's own fields as they were written, by code."""
    return tuple(
        (name.removeprefix(OWN), values.text(fields, name)) for name in sorted(fields) if name.startswith(OWN)
    )


def deadline(template: DocumentTemplate | None, told: tuple[tuple[str, str], ...]) -> date | None:
    """Return the day by which a document wants something done, from the own field that sets it."""
    if template is None:
        return None
    written = {one.code: dict(told).get(one.code, one.start) for one in template.fields}
    days = [iso_day(written[one.code]) for one in template.fields if one.deadline and one.asked(written)]
    return max((day for day in days if day is not None), default=None)


def subject(store: Store, document_id: str) -> Subject | None:
    """Return the issued document that another one is about, None when none is named."""
    told = issued.document(store, document_id) if document_id else None
    if told is None:
        return None
    if told.kind == DocumentKind.CONDUCT_NOTICE:
        return _notice(store, told)
    record = store.record("document", document_id)
    return Subject(
        document_id=told.id,
        kind=told.kind,
        label=told.label,
        number=told.number,
        issued_on=told.issued_on,
        due_on=told.due_on,
        stands=told.fate == "issued",
        served=bool(issued.served(store, document_id)),
        until=values.day(record.fields, OWN + UNTIL) if record else None,
        rows=tuple(rows_of(store, told).items()),
    )


def rows_of(store: Store, told: issued.Issued) -> dict[str, int]:
    """Return the rows by which the addressee knows the findings: those of the first order, by finding."""
    first, seen = told, {told.id}
    while first.kind == DocumentKind.RECHECK_OPINION:
        record = store.record("document", first.id)
        about = values.text(record.fields, "about") if record is not None else ""
        before = issued.document(store, about) if about and about not in seen else None
        if before is None:
            break
        first = before
        seen.add(first.id)
    rows = {one: n for n, one in enumerate(first.finding_ids, start=1)}
    return {one: rows[one] for one in told.finding_ids if one in rows}


def _notice(store: Store, told: issued.Issued) -> Subject:
    """Return a notice of bad conduct with all that its determination hangs on."""
    issue = issued.issue_act(store, told.id)
    services = store.acts("document", told.id, ActKind.SERVE, valid_only=True)
    decided = defences.determination(store, told.id)
    return Subject(
        document_id=told.id,
        kind=told.kind,
        label=told.label,
        number=told.number,
        issued_on=told.issued_on,
        due_on=told.due_on,
        stands=told.fate == "issued",
        served=bool(issued.reached(services)),
        until=defences.printed_until(issue) if issue else None,
        served_on=defences.reached_on(services),
        defended=defences.state(defences.of(store, told.id)),
        conduct_code=defences.own(issue).get(defences.CODE, "").strip() if issue else "",
        determined=values.text(decided.content, "number") if decided else "",
    )


def rechecked(
    store: Store, ticked: Iterable[Finding], recheck_id: str = "", party_id: str = ""
) -> tuple[Rechecked, ...]:
    """Return what was seen of each finding that was rechecked.

    Args:
        recheck_id: the inspection of the document: what was noted there goes before what was told earlier.
        party_id: whose duties are asked for; empty, those of any party.
    """
    known = [one.id for one in ticked]
    noted = {
        one.finding_id: Rechecked(one.finding_id, RESULT_LABELS.get(one.result, ""), one.note)
        for one in results.of(store, recheck_id)
        if party_id in ("", one.party_id)
    }
    told = _told(store, [one for one in known if one not in noted], party_id)
    return tuple(seen for one in known if (seen := noted.get(one) or told.get(one)) is not None)


def _told(store: Store, finding_ids: list[str], party_id: str) -> dict[str, Rechecked]:
    """Return what the newest recheck that stands told of each finding."""
    acts = store.acts_of("finding", finding_ids, ActKind.RECHECK)
    by = {values.text(one.content, "by") for of in acts.values() for one in of} - {""}
    fates = store.fates(by) if by else {}
    told = {}
    for finding_id, of in acts.items():
        for act in of:
            stands = (name := values.text(act.content, "by")) == "" or fates.get(name) == "issued"
            if stands and (not party_id or values.text(act.content, "party_id") in ("", party_id)):
                label = RESULT_LABELS.get(values.text(act.content, "result"), "")
                told[finding_id] = Rechecked(finding_id, label, values.text(act.content, "note"))
    return told
