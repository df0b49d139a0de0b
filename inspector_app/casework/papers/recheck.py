"""Recheck: the old findings again, one result each, and the states that follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued, returns
from inspector_app.domain import states
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.states import DocumentFacts, FindingFacts, Happening, State
from inspector_app.domain.templates import ORDERING, DocumentKind
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

RESULTS = {
    "rectified": Happening.RECTIFIED,
    "partial": Happening.NOT_RECTIFIED,
    "not_rectified": Happening.NOT_RECTIFIED,
    "unverifiable": Happening.UNVERIFIABLE,
}
"""已改, 部分, 未改, 无法核实: what each means for the finding."""

Happened = tuple[tuple[int, Happening], ...]
"""What happened, each with its place in the order of arrival."""


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
    if finding_state(desk, result.finding_id).word == states.FindingState.CLOSED:
        raise RuleError("recheck.closed", where=result.finding_id)


def _orders(store: Store, finding_id: str) -> list[issued.Issued]:
    """Return the standing documents that order this finding."""
    orders = []
    for record in store.records("ticked", where={"finding_id": finding_id}):
        told = issued.document(store, values.text(record.fields, "document_id"))
        if told is not None and told.fate == "issued" and told.kind in ORDERING:
            orders.append(told)
    return orders


def finding_state(desk: Desk, finding_id: str) -> State:
    """Return the state of a finding today, from all that happened to it."""
    where = {"finding_id": finding_id}
    ticked, duties = (desk.store.records(kind, where=where) for kind in ("ticked", "obligation"))
    return _state(desk, finding_id, ticked, duties, {})


def finding_states(desk: Desk, finding_ids: Sequence[str]) -> dict[str, State]:
    """Return the states of many findings today, by id; what they have in common is read once."""
    ticked, duties = (
        _by_finding(desk.store.several(kind, finding_ids, "finding_id")) for kind in ("ticked", "obligation")
    )
    known: dict[str, Happened] = {}
    return {one: _state(desk, one, ticked.get(one, []), duties.get(one, []), known) for one in finding_ids}


def _by_finding(records: Iterable[Record]) -> dict[str, list[Record]]:
    told: dict[str, list[Record]] = {}
    for one in records:
        told.setdefault(values.text(one.fields, "finding_id"), []).append(one)
    return told


def _state(
    desk: Desk,
    finding_id: str,
    ticked: Iterable[Record],
    duties: Iterable[Record],
    known: dict[str, Happened],
) -> State:
    happened: list[tuple[int, Happening]] = []
    dues = []
    for record in ticked:
        happened += _by_order(desk, values.text(record.fields, "document_id"), known)
    for duty in duties:
        dues.append(values.day(duty.fields, "due"))
        if values.flag(duty.fields, "on_the_spot"):
            happened.append((0, Happening.CORRECTED))
    for act in desk.store.acts("finding", finding_id, valid_only=True):
        if act.kind == ActKind.RECHECK:
            happened.append((act.order, RESULTS[str(act.content["result"])]))
        elif act.kind == ActKind.WITHDRAW:
            happened.append((act.order, Happening.WITHDRAWN))
    facts = FindingFacts(
        happenings=tuple(happening for _, happening in sorted(happened, key=lambda told: told[0])),
        due=max((due for due in dues if due is not None), default=None),
    )
    return states.of(facts, desk.today())


def _by_order(desk: Desk, document_id: str, known: dict[str, Happened]) -> Happened:
    """Return what a document did to its findings: nothing unless it orders and stands."""
    if document_id not in known:
        told = issued.document(desk.store, document_id)
        if told is None or told.fate != "issued" or told.kind not in ORDERING:
            known[document_id] = ()
        else:
            ordering = desk.store.acts("document", document_id, ActKind.ISSUE, valid_only=True)
            known[document_id] = (
                *((act.order, Happening.ORDERED) for act in ordering),
                *((act.order, Happening.SERVED) for act in _reaching(desk, document_id)),
            )
    return known[document_id]


def _reaching(desk: Desk, document_id: str) -> list[Act]:
    acts = desk.store.acts("document", document_id, ActKind.SERVE, valid_only=True)
    return [act for act in acts if issued.reaches(act, desk.today())]


def document_state(desk: Desk, document_id: str) -> State:
    """Return the state of a document today."""
    told = issued.document(desk.store, document_id)
    if told is None:
        return states.of(DocumentFacts(), desk.today())
    done = (states.FindingState.CLOSED, states.FindingState.CORRECTED)
    closed = [finding_state(desk, finding_id).word in done for finding_id in told.finding_ids]
    ordering = told.kind in ORDERING
    back = returns.returned(desk.store, told)
    facts = DocumentFacts(
        issued=True,
        void=told.fate == "void",
        revoked=told.fate == "revoked",
        recipients=frozenset(one.party_id for one in told.recipients if one.main),
        served=_served(desk, told, back=back),
        due=told.due_on if ordering else None,
        fulfilled=ordering and bool(closed) and all(closed),
        lifted=issued.lifted(desk.store, document_id),
        returned=back,
    )
    return states.of(facts, desk.today())


def _served(desk: Desk, told: issued.Issued, *, back: bool) -> frozenset[str]:
    """Return whom a document reached; a proof of service and a paper for nobody are not served.

    What ends them is that they came back signed and sealed.
    """
    if told.recipients and told.kind != DocumentKind.PROOF_OF_SERVICE:
        return issued.served(desk.store, told.id, desk.today())
    main = {one.party_id for one in told.recipients if one.main} or {returns.OFFICE_COPY}
    return frozenset(main if back else ())
