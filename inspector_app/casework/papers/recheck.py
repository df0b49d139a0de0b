"""Recheck: the old findings again, one result each, and the states that follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import approvals, duties, issued, returns
from inspector_app.casework.papers.duties import RESULTS
from inspector_app.domain import states
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.duties import Course, together
from inspector_app.domain.errors import RuleError
from inspector_app.domain.states import DocumentFacts, Happening, State
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.store.store import Store

Happened = tuple[tuple[int, Happening], ...]
"""What happened, each with its place in the order of acts."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was seen of one finding at the recheck."""

    finding_id: str
    result: str
    note: str = ""


def recheck(desk: Desk, on: date, results: tuple[Result, ...], officers: tuple[str, ...]) -> None:
    """Note a recheck of findings, all in one transaction.

    Args:
        on: the day of the recheck.
        officers: names of those who rechecked.

    Raises:
        RuleError: `recheck.unknown_result`, `recheck.not_ordered` for a finding that no standing
            document orders, `recheck.before_order`, `recheck.closed`.
    """
    for one in results:
        _check(desk, on, one)
    with desk.store.transaction(desk.user) as tx:
        for one in results:
            told: dict[str, object] = {
                "result": one.result,
                "note": one.note,
                "on": on.isoformat(),
                "officers": list(officers),
            }
            tx.act(ActKind.RECHECK, "finding", one.finding_id, told)


def _check(desk: Desk, on: date, result: Result) -> None:
    if result.result not in RESULTS:
        raise RuleError("recheck.unknown_result", where=result.finding_id, result=result.result)
    orders = _orders(desk.store, result.finding_id)
    if not orders:
        raise RuleError("recheck.not_ordered", where=result.finding_id)
    first = min(day for order in orders if (day := order.issued_on) is not None)
    if on < first:
        raise RuleError("recheck.before_order", where=result.finding_id, ordered_on=first.isoformat())
    if duties.finding_state(desk, result.finding_id).word == states.FindingState.CLOSED:
        raise RuleError("recheck.closed", where=result.finding_id)


def _orders(store: Store, finding_id: str) -> list[issued.Issued]:
    """Return the standing documents that order this finding."""
    ticked = store.records("ticked", where={"finding_id": finding_id})
    named = [values.text(one.fields, "document_id") for one in ticked]
    known = issued.documents(store, named).values()
    return [one for one in known if one.fate == "issued" and one.kind in ORDERING]


def told_by(acts: Iterable[Act]) -> Happened:
    """Return what a finding's own acts tell; a result that only a newer version knows changes nothing."""
    told = []
    for act in acts:
        result = RESULTS.get(values.text(act.content, "result"))
        if act.kind == ActKind.RECHECK and result is not None:
            told.append((act.order, result))
        elif act.kind == ActKind.WITHDRAW:
            told.append((act.order, Happening.WITHDRAWN))
    return tuple(told)


def in_order(happened: Iterable[tuple[int, Happening]]) -> tuple[Happening, ...]:
    """Return what happened, as it arrived."""
    return tuple(happening for _, happening in sorted(happened, key=lambda told: told[0]))


def document_state(desk: Desk, document_id: str) -> State:
    """Return the state of a document today."""
    told = issued.document(desk.store, document_id)
    if told is None:
        return states.of(approvals.facts(desk, document_id), desk.today())
    done = (states.FindingState.CLOSED, states.FindingState.CORRECTED)
    known = duties.courses(desk, told.finding_ids)
    closed = [together(own.values()).word in done for own in known.values()]
    ordering = told.kind in ORDERING
    back = returns.returned(desk.store, told)
    facts = DocumentFacts(
        issued=True,
        void=told.fate == "void",
        revoked=told.fate == "revoked",
        recipients=frozenset(one.party_id for one in told.recipients if one.main),
        served=_served(desk, told, back=back),
        due=_due(told, known) if ordering else None,
        fulfilled=ordering and bool(closed) and all(closed),
        lifted=issued.lifted(desk.store, document_id),
        returned=back,
        halting=told.kind == DocumentKind.STOP_WORK_NOTICE,
    )
    return states.of(facts, desk.today())


def _due(told: issued.Issued, known: Mapping[str, Mapping[str, Course]]) -> date | None:
    """Return the last day that an order gives now: its own, or a later one by an extension."""
    extended = [
        course.extended_to
        for own in known.values()
        for course in own.values()
        if course.order_id == told.id and course.extended_to is not None
    ]
    own_day = [told.due_on] if told.due_on is not None else []
    return max((*own_day, *extended), default=None)


def _served(desk: Desk, told: issued.Issued, *, back: bool) -> frozenset[str]:
    """Return whom a document reached; a proof of service and a paper for nobody are not served.

    What ends them is that they came back signed and sealed.
    """
    if told.recipients and told.kind != DocumentKind.PROOF_OF_SERVICE:
        return issued.served(desk.store, told.id, desk.today())
    main = {one.party_id for one in told.recipients if one.main} or {returns.OFFICE_COPY}
    return frozenset(main if back else ())
