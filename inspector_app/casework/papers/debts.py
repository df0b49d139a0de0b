"""Approvals owed: what was issued on a telephone call or begun in an emergency, until made up in writing.

行政强制法 19: what is done at once is reported within twenty-four hours and its approval made up; the office
may set other hours, or none. A debt arises in the transaction that issues the document or begins the visit.
It ends with a supervisor's signed act, or with a scan of the paper that approves it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import submissions
from inspector_app.casework.visits import inspections, owed
from inspector_app.domain import approving
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.approving import DebtState, Decision, Way
from inspector_app.domain.inspections import Approval
from inspector_app.store.reading import Record

PURPOSE = "approval"
"""What an attached scan is for, as its act says."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What made an approval up: a supervisor's signed act, or a scan of a paper (`sha256`).

    Attributes:
        at: when it was signed here, or the time that stands on the paper.
        by: name of who approved; `user` id of who told it.
    """

    at: datetime
    by: str
    user: str
    number: str
    sha256: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Debt:
    """An approval that is to be made up, or was.

    Attributes:
        of: `document` or `inspection`; `id` of that record.
        number, label: the document's; empty for a visit.
        said: the telephone approval, or the urgent reason, as it was told when it arose.
        since, until: from when to when it is to be made up.
        user: id of who issued the document.
    """

    of: str
    id: str
    label: str
    number: str
    inspection_id: str
    target_id: str
    target: str
    way: Way
    said: Approval
    since: datetime
    until: datetime
    state: DebtState
    paid: Payment | None
    user: str = ""
    content_sha256: str = ""


def debts(desk: Desk) -> tuple[Debt, ...]:
    """Return the approvals that are still to be made up, late ones among them, the first due first."""
    standing = _read(desk, desk.store.records(owed.ENTITY, where={"stage": owed.OPEN}))
    return tuple(one for one in standing if one.paid is None)


def of_month(desk: Desk, moment: datetime) -> tuple[Debt, ...]:
    """Return every debt that arose in the month of this moment, made up or not, the first due first."""
    return tuple(_read(desk, desk.store.records(owed.ENTITY, where={"month": owed.month(moment)})))


def made_up_in(desk: Desk, moment: datetime) -> tuple[Debt, ...]:
    """Return the debts that were made up here in the month of this moment, the first due first."""
    paid = _read(desk, desk.store.records(owed.ENTITY, where={"paid_month": owed.month(moment)}))
    return tuple(one for one in paid if one.paid is not None)


def debt_of(desk: Desk, record_id: str) -> Debt | None:
    """Return the debt of a document or visit, made up or not; None where nothing is owed."""
    record = desk.store.record(owed.ENTITY, record_id)
    if record is None or record.deleted:
        return None
    return next(iter(_read(desk, [record])), None)


def _read(desk: Desk, index: Iterable[Record]) -> list[Debt]:
    """Return the debts behind these lines of the index, in as many looks for many as for one."""
    store, known = desk.store, {one.id: one for one in index}
    papers = store.acts_of("document", [one for one, line in known.items() if _of(line) == "document"])
    issues = {one: act for one, acts in papers.items() if (act := _issue(acts)) is not None}
    fates = store.fates(issues)
    visit_ids = [one for one, line in known.items() if _of(line) == "inspection"]
    visits = {one.id: one for one in store.several("inspection", visit_ids)}
    visit_acts = store.acts_of("inspection", visit_ids)
    about = [*(act.content for act in issues.values()), *(one.fields for one in visits.values())]
    sites = [values.text(one, "target_id") for one in about]
    names = {one.id: values.text(one.fields, "name") for one in store.several("target", sites)}
    debts = [
        _of_document(desk, known[one], act, papers[one], names)
        for one, act in issues.items()
        if fates.get(one) != "void"
    ]
    debts += [
        _of_visit(desk, known[one], visits[one], visit_acts.get(one, []), names)
        for one in visit_ids
        if one in visits and _stands(known[one], visits[one])
    ]
    return sorted((one for one in debts if one is not None), key=lambda one: (one.until, one.id))


def _of(line: Record) -> str:
    return values.text(line.fields, "of")


def _issue(acts: Iterable[Act]) -> Act | None:
    return next((act for act in acts if act.kind == ActKind.ISSUE), None)


def _of_document(desk: Desk, line: Record, act: Act, acts: list[Act], names: dict[str, str]) -> Debt | None:
    said = values.part(act.content, "approval") or {}
    until = values.moment(said, "until")
    since = values.moment(line.fields, "since")
    given = inspections.approval_of(said)
    if until is None or since is None or given is None:
        return None
    content = values.text(act.content, "content_sha256")
    paid = _paid(desk, acts, issued_by=act.user, content=content)
    target_id = values.text(act.content, "target_id")
    return Debt(
        of="document",
        id=line.id,
        label=values.text(act.content, "label"),
        number=values.text(act.content, "number"),
        inspection_id=values.text(act.content, "inspection_id"),
        target_id=target_id,
        target=names.get(target_id, ""),
        way=Way(values.text(said, "way")),
        said=given,
        since=since,
        until=until,
        state=approving.debt_state(until, paid.at if paid else None, desk.clock.now()),
        paid=paid,
        user=act.user,
        content_sha256=content,
    )


def _stands(line: Record, visit: Record) -> bool:
    """Tell whether a visit's approval is to be made up: it is urgent, or something was issued upon that."""
    given = inspections.approval_of(values.part(visit.fields, "approval"))
    started = values.moment(visit.fields, "started")
    return values.flag(line.fields, "firm") or approving.owed_by_visit(given, started)


def _of_visit(desk: Desk, line: Record, visit: Record, acts: list[Act], names: dict[str, str]) -> Debt | None:
    since = values.moment(visit.fields, "started") or values.moment(line.fields, "since")
    if since is None:
        return None
    until = approving.due(since, values.number(line.fields, "hours"))
    paid = _paid(desk, acts, issued_by="", content="")
    target_id = values.text(visit.fields, "target_id")
    return Debt(
        of="inspection",
        id=line.id,
        label="",
        number="",
        inspection_id=line.id,
        target_id=target_id,
        target=names.get(target_id, ""),
        way=Way.URGENT,
        said=inspections.approval_of(values.part(visit.fields, "approval")) or Approval("", None),
        since=since,
        until=until,
        state=approving.debt_state(until, paid.at if paid else None, desk.clock.now()),
        paid=paid,
    )


def _paid(desk: Desk, acts: Iterable[Act], *, issued_by: str, content: str) -> Payment | None:
    """Return the earliest of the acts that make an approval up, None when there is none."""
    told = []
    for act in acts:
        if act.kind == ActKind.APPROVE and values.text(act.content, "decision") == Decision.MADE_UP:
            fits = values.text(act.content, "content_sha256") == content
            own = act.user == issued_by and not desk.rules.options.own_approval
            at = values.moment({"wall": act.wall}, "wall")
            if fits and not own and at is not None:
                told.append(_signed(desk, act, at))
        elif act.kind == ActKind.ATTACH and values.text(act.content, "purpose") == PURPOSE:
            at = values.moment(act.content, "at")
            if at is not None:
                told.append(_scanned(act, at))
    return min(told, key=lambda one: (one.at, one.sha256), default=None)


def _signed(desk: Desk, act: Act, at: datetime) -> Payment:
    name = submissions.names(desk.store).get(act.user, act.user)
    told = act.content
    return Payment(at, name, act.user, values.text(told, "number"), words=values.text(told, "words"))


def _scanned(act: Act, at: datetime) -> Payment:
    told = act.content
    return Payment(
        at,
        values.text(told, "approver"),
        act.user,
        values.text(told, "number"),
        sha256=values.text(told, "sha256"),
    )
