"""What a document is about beyond its findings: an issued document, its own fields, and whom it addresses."""

from collections.abc import Iterable
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.papers import issued
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.documents import RECTIFIED, Rechecked, Subject
from inspector_app.domain.findings import Finding
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import AUTHORITY, Addressed, DocumentTemplate
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
    )


def rechecked(store: Store, ticked: Iterable[Finding]) -> tuple[Rechecked, ...]:
    """Return what the newest recheck saw of each finding that was rechecked."""
    told = []
    known = list(ticked)
    acts = store.acts_of("finding", [one.id for one in known], ActKind.RECHECK)
    for finding in known:
        if finding.id in acts:
            newest = acts[finding.id][-1].content
            label = RESULT_LABELS.get(values.text(newest, "result"), "")
            told.append(Rechecked(finding.id, label, values.text(newest, "note")))
    return tuple(told)
