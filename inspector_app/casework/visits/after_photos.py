"""Photos of a recheck: what became of an old finding; they stand apart from the photos of its fact."""

from inspector_app.casework.base import values
from inspector_app.casework.visits import results
from inspector_app.domain.errors import RuleError
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record

STAGE = "stage"
AFTER = "after"


def is_after(photo: Record) -> bool:
    """Tell whether a photo was taken at a recheck of the finding it belongs to."""
    return values.text(photo.fields, STAGE) == AFTER


def stage_of(reads: Reads, inspection_id: str, finding: Record) -> str:
    """Return AFTER when an inspection rechecks an order that names this older finding, else nothing."""
    if not inspection_id or values.text(finding.fields, "inspection_id") == inspection_id:
        return ""
    recheck = reads.record("inspection", inspection_id)
    orders = results.orders_of(recheck) if recheck is not None else ()
    if not orders:
        return ""
    ticked = reads.records("ticked", where={"finding_id": finding.id})
    return AFTER if any(values.text(one.fields, "document_id") in orders for one in ticked) else ""


def refuse_shown(reads: Reads, recheck_id: str, finding_id: str) -> None:
    """Refuse to change what an issued, standing opinion of the recheck shows of a finding.

    Raises:
        RuleError: `photo.ordered`.
    """
    if told_of(reads, recheck_id, finding_id):
        raise RuleError("photo.ordered", where=finding_id)


def told_of(reads: Reads, recheck_id: str, finding_id: str) -> bool:
    """Tell whether an issued, standing opinion of the recheck is about a finding."""
    ticked = reads.records("ticked", where={"finding_id": finding_id})
    papers = {values.text(one.fields, "document_id") for one in ticked}
    own = {one.id for one in reads.records("document", where={"inspection_id": recheck_id})} & papers
    return bool(own) and "issued" in reads.fates(own).values()
