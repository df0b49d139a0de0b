"""At issue: how a document came to its approval, and what of it is to be made up in writing."""

from datetime import date, datetime, time

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import submissions
from inspector_app.casework.visits import inspections, owed
from inspector_app.domain import approving
from inspector_app.domain.approving import Way
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.documents import Draft
from inspector_app.domain.errors import RuleError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.transaction import Tx


def told(desk: Desk, draft: Draft) -> dict[str, object]:
    """Return how a document came to its approval, for its issue act; nothing where it needs none.

    Raises:
        RuleError: `approving.after_issue`: the approval is said to be given later than now.
    """
    if not submissions.needed(desk.rules.template_for(draft.kind, draft.target.kind)):
        return {}
    given, now = draft.approval, desk.clock.now()
    way = approving.way(given, draft.review)
    if given is None or way is None:
        return {}
    if given.at is not None and given.at > now:
        said = given.at.isoformat()
        raise RuleError("approving.after_issue", where="document.approval.at", at=said, now=now.isoformat())
    hours = desk.rules.options.approval_hours
    return {
        **(inspections.approval_fields(given) or {}),
        "way": str(way),
        "act": draft.review.answer if draft.review and way is Way.PROGRAM else "",
        "until": values.iso(approving.due(now, hours)) if way.owing and hours else "",
    }


def arise(desk: Desk, tx: Tx, draft: Draft) -> None:
    """Note, in the transaction that issues a document, which approvals are to be made up from now on."""
    hours, now = desk.rules.options.approval_hours, desk.clock.now()
    if draft.review is not None:
        submissions.settle(tx, draft.id)
    template = desk.rules.template_for(draft.kind, draft.target.kind)
    way = approving.way(draft.approval, draft.review)
    if submissions.needed(template) and way is not None and way.owing:
        owed.note(tx, "document", draft.id, hours=hours, since=now, firm=True)
    visit = draft.inspection
    if approving.owed_by_visit(visit.approval, visit.started):
        owed.note(tx, "inspection", visit.id, hours=hours, since=now, firm=True)


LAST_MINUTE = time(23, 59)
"""Of a paper only the day is known: the hours to make its approval up begin as late as they can."""


def told_late(
    desk: Desk, kind: DocumentKind, given: Approval | None, on: date, at: datetime | None = None
) -> dict[str, object]:
    """Return what the act of a late entry tells of an approval that nobody knows in writing, else nothing.

    It is owed from the day on the paper, not from the day it was keyed in (行政强制法 19).

    Args:
        given: who approved and under which number, as far as the paper tells; both together are in writing.
        on: the day on the paper; `at` the minute from which it holds, where that is known.
    """
    hours = desk.rules.options.approval_hours
    written = given is not None and bool(given.approver.strip() and given.number.strip())
    if not hours or written or not submissions.needed(desk.rules.templates.get(kind)):
        return {}
    by_phone = given is not None and bool(given.approver.strip() and given.phone.strip())
    since = at or datetime.combine(on, LAST_MINUTE, CHINA)
    return {
        **(inspections.approval_fields(given or Approval("", None)) or {}),
        "way": str(Way.PHONE if by_phone else Way.URGENT),
        "act": "",
        "since": since.isoformat(timespec="seconds"),
        "until": values.iso(approving.due(since, hours)),
    }


def arise_late(desk: Desk, tx: Tx, document_id: str, said: values.Fields) -> None:
    """Note, in the transaction of a late entry, what `told_late` says is to be made up."""
    since = values.moment(said, "since")
    if since is not None:
        hours = desk.rules.options.approval_hours
        owed.note(tx, "document", document_id, hours=hours, since=since, firm=True)
