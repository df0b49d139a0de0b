"""Ordered again (n + 1) by a full notice: old findings with a new day and, where wanted, a new measure."""

from collections.abc import Mapping, Sequence
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.papers import drafts
from inspector_app.domain.errors import RuleError
from inspector_app.domain.templates import ORDERING, DocumentKind

SOURCE = "安全生产法 65"


def begin(
    desk: Desk,
    kind: DocumentKind,
    finding_ids: Sequence[str],
    party_id: str,
    due: date,
    *,
    inspection_id: str = "",
    measures: Mapping[str, str] | None = None,
    fields: values.Fields | None = None,
) -> str:
    """Begin a notice that orders old findings again and return the document's id.

    What was ordered before stays as it stands on its paper; this one sets its own day for this party.

    Args:
        kind: one of templates.ORDERING.
        due: the new last day.
        inspection_id: the recheck on site where it was seen; left out, or of a recheck by paper, the visit
            that found it.
        measures: another measure by finding; left out, that of the first order.
        fields: further fields of the document, as `drafts.begin`.

    Raises:
        RuleError: `reorder.not_ordering`, `reorder.nothing_named`, `finding.none`, `reorder.several_visits`,
            `reorder.no_duty`, `reorder.day_past`, and those of `drafts.begin`.
    """
    if kind not in ORDERING:
        raise RuleError("reorder.not_ordering", where="document.kind", kind=str(kind))
    if not finding_ids:
        raise RuleError("reorder.nothing_named", where="document.findings")
    if due < desk.today():
        raise RuleError("reorder.day_past", where="document.due", due=due.isoformat(), source=SOURCE)
    _refuse_strangers(desk, finding_ids, party_id)
    told: dict[str, object] = {"due": due.isoformat(), "party_id": party_id}
    anew = {one: {**told, "measure": (measures or {}).get(one, "")} for one in finding_ids}
    visit = _visit(desk, finding_ids, inspection_id)
    return drafts.begin_anew(desk, visit, kind, anew, party_id, fields or {})


def _refuse_strangers(desk: Desk, finding_ids: Sequence[str], party_id: str) -> None:
    """Refuse a party that has no duty about a finding: there is nothing to order again."""
    obliged = desk.store.several("obligation", finding_ids, "finding_id")
    own = {values.text(one.fields, "finding_id") for one in obliged if one.fields.get("party_id") == party_id}
    strange = next((one for one in finding_ids if one not in own), None)
    if strange is not None:
        record = desk.store.record("finding", strange)
        if record is None:
            raise RuleError("finding.none", where=strange)
        number = values.number(record.fields, "number")
        raise RuleError("reorder.no_duty", where=f"document.findings.{strange}", item=number, source=SOURCE)


def _visit(desk: Desk, finding_ids: Sequence[str], inspection_id: str) -> str:
    """Return the visit that the notice rests on: what was only seen on paper rests on the visit before."""
    record = desk.store.record("inspection", inspection_id) if inspection_id else None
    if record is not None and values.text(record.fields, "way") != Way.PAPER:
        return inspection_id
    found = desk.store.several("finding", list(finding_ids))
    if len(found) < len(set(finding_ids)):
        raise RuleError("finding.none", where=next(iter({*finding_ids} - {one.id for one in found})))
    visits = {values.text(one.fields, "inspection_id") for one in found}
    if len(visits) > 1:
        raise RuleError("reorder.several_visits", where="document.findings")
    return visits.pop()
