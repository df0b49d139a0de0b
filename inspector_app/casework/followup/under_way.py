"""What is under way about an order: the recheck that is not concluded yet, the decision not issued yet."""

from collections.abc import Sequence

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import rechecks
from inspector_app.casework.followup.rechecks import Way
from inspector_app.casework.papers import issued
from inspector_app.casework.visits import inspections, results


def recheck_of(desk: Desk, order_id: str) -> str:
    """Return the recheck of an order that is not concluded, the newest of them; empty when there is none.

    Raises:
        RuleError: `document.not_issued`.
    """
    order = issued.must_be_issued(desk.store, order_id)
    visits = desk.store.records("inspection", where={"target_id": order.target_id})
    own = [one for one in visits if order_id in results.orders_of(one)]
    open_ones = [one for one in own if not inspections.concluded(desk.store, one.id)]
    newest = max(open_ones, key=lambda one: (values.text(one.fields, "started"), one.id), default=None)
    return newest.id if newest is not None else ""


def recheck(desk: Desk, order_id: str, way: Way = Way.SITE) -> str:
    """Go on with the recheck of an order that is under way, else begin one; return its id.

    Raises:
        RuleError: those of `rechecks.begin`.
    """
    return recheck_of(desk, order_id) or rechecks.begin(desk, [order_id], way=way)


def decisions(desk: Desk, request_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the decision that is begun and not issued yet, with its inspection, by request for more time."""
    papers = desk.store.several("document", list(request_ids), "request_id")
    numbered = issued.documents(desk.store, [one.id for one in papers])
    return {
        values.text(one.fields, "request_id"): (values.text(one.fields, "inspection_id"), one.id)
        for one in papers
        if one.id not in numbered
    }
