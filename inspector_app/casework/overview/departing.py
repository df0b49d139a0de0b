"""Who leaves the bureau: what they still owe, to whom it is handed over, and then their way in is closed.

What can be handed over by a record is: visits under way, campaigns, tasks, and duties that nobody else of
the visit follows. What only they can end is not: a draft laid before them alone, drafts of their own, an
approval to make up, blank stamped sheets. With any of these nobody leaves, and nothing is changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import staff
from inspector_app.casework.overview.staff import Member, Standing
from inspector_app.casework.papers import approvals, awaiting, board, debts, sheets
from inspector_app.casework.people import roles
from inspector_app.casework.people.names import Names
from inspector_app.casework.plans import campaigns, plan_items
from inspector_app.casework.targets import registry
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import Problem, RuleError, SignInError
from inspector_app.domain.planning import TaskState
from inspector_app.store.transaction import Tx

DEPARTURE = "departure"
"""Who left, when and why, and who went on with what they owed."""


class Owes(StrEnum):
    """What a person still owes."""

    APPROVAL = "待其审批"
    DRAFT = "送审未签发"
    MAKING_UP = "待补办审批"
    SHEETS = "未交回的盖章纸"
    VISIT = "未结束的检查"
    DUTY = "待跟进的整改"
    CAMPAIGN = "负责的专项检查"
    TASK = "负责的任务"


MOST_TOLD = 10
"""Things that a refusal names; it counts them all."""

HANDED_OVER = (Owes.VISIT, Owes.DUTY, Owes.CAMPAIGN, Owes.TASK)
"""What somebody else can go on with."""

SAID = {
    Owes.APPROVAL: "administration.owes_approval",
    Owes.DRAFT: "administration.owes_draft",
    Owes.MAKING_UP: "administration.owes_making_up",
    Owes.SHEETS: "administration.owes_sheets",
    Owes.VISIT: "administration.owes_visit",
    Owes.DUTY: "administration.owes_duty",
    Owes.CAMPAIGN: "administration.owes_campaign",
    Owes.TASK: "administration.owes_task",
}
"""Codes of what is owed, as a refusal says it in the reader's language."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that a person owes.

    Attributes:
        what: the site, the campaign, the range of serials.
        link: where it is looked at: document:ID, bench:VISIT:DOCUMENT, plans:…, empty for nowhere.
        id: of the record that would be handed over.
    """

    kind: Owes
    what: str
    link: str = ""
    id: str = ""


def owed(desk: Desk, member: Member) -> tuple[Owed, ...]:
    """Return everything that a person still owes, what cannot be handed over first."""
    told: list[Owed] = []
    if member.account is not None:
        told += _papers(desk, member.account.user)
        told += _sheets(desk, {member.account.user, member.name})
    if member.officer is not None:
        told += _visits(desk, member.officer.id)
        told += _plans(desk, member.officer.id)
    return tuple(sorted(told, key=lambda one: (list(Owes).index(one.kind), one.what)))


def _papers(desk: Desk, user: str) -> Iterator[Owed]:
    theirs = replace(desk, user=user)
    others = [one for one, _ in approvals.supervisors(desk) if one != user]
    for one in awaiting.waiting(theirs):
        if one.to == user or not others:
            yield Owed(Owes.APPROVAL, f"{one.target} {one.label}".strip(), f"approvals:{one.document_id}")
    under_way = (*awaiting.pending(theirs), *awaiting.returned(theirs), *awaiting.approved(theirs))
    for document in {one.document_id: one for one in under_way}.values():
        link = f"bench:{document.inspection_id}:{document.document_id}"
        yield Owed(Owes.DRAFT, f"{document.target} {document.label}".strip(), link)
    for debt in debts.debts(desk):
        if debt.user == user:
            link = f"document:{debt.id}" if debt.of == "document" else f"bench:{debt.inspection_id}:"
            yield Owed(Owes.MAKING_UP, debt.number or debt.target, link)


def _sheets(desk: Desk, holders: set[str]) -> Iterator[Owed]:
    free = [one.serial for one in sheets.all_sheets(desk.store) if one.free and one.holder in holders]
    if free:
        ends = free[0] if len(free) == 1 else f"{free[0]}—{free[-1]}（{len(free)}）"
        yield Owed(Owes.SHEETS, ends, f"sheets:{free[0]}")


def _visits(desk: Desk, person_id: str) -> Iterator[Owed]:
    """Yield visits that are not concluded, and those whose open duties nobody else who is here follows."""
    store = desk.store
    mine = store.records("attendance", where={"person_id": person_id})
    ids = list(dict.fromkeys(values.text(one.fields, "inspection_id") for one in mine))
    visits = {one.id: one for one in store.several("inspection", ids)}
    done = store.acts_of("inspection", list(visits), ActKind.CONCLUDE)
    open_ones = [one for one in visits if not any(act.valid for act in done.get(one, ()))]
    followed = {one.inspection_id for one in board.open_duties(desk)} & visits.keys() - set(open_ones)
    alone = [one for one in followed if not _others(desk, one, person_id)]
    names = Names(store)
    names.foresee("target", [values.text(one.fields, "target_id") for one in visits.values()])
    for kind, found in ((Owes.VISIT, open_ones), (Owes.DUTY, alone)):
        for visit_id in found:
            fields = visits[visit_id].fields
            day = values.text(fields, "started")[:10]
            what = f"{names.of('target', values.text(fields, 'target_id'))} {day}".strip()
            yield Owed(kind, what, f"bench:{visit_id}:", visit_id)


def _others(desk: Desk, visit_id: str, person_id: str) -> bool:
    """Tell whether another officer of a visit is still here, or somebody went on with it already."""
    there = desk.store.records("attendance", where={"inspection_id": visit_id})
    ids = {values.text(one.fields, "person_id") for one in there} - {person_id}
    return any(not values.flag(one.fields, "expert") for one in desk.store.several("person", ids))


def _plans(desk: Desk, person_id: str) -> Iterator[Owed]:
    for one in campaigns.under_way(desk):
        if one.plan.owner_id == person_id:
            yield Owed(Owes.CAMPAIGN, one.plan.name, f"plans:campaigns:{one.id}", one.id)
    for item in _tasks(desk):
        if item.plan.owner_id == person_id:
            yield Owed(Owes.TASK, item.plan.title, f"plans:items:{item.id}", item.id)


def _tasks(desk: Desk) -> list[plan_items.Item]:
    year = desk.today().year
    every = [one for of in (year - 1, year, year + 1) for one in plan_items.items(desk, of)]
    return [one for one in every if not one.dropped and one.state is not TaskState.DONE]


def stays(told: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return those of these things that cannot be handed over."""
    return tuple(one for one in told if one.kind not in HANDED_OVER)


def leave(desk: Desk, known: str, reason: str, to: str = "") -> date:
    """Hand over what a person owes, take them out of the register and their keys away; return from when.

    All in one transaction: killed on the way nothing has changed.

    Args:
        known: id of a Member.
        to: record of the officer who goes on with what can be handed over; empty where nothing is owed.

    Raises:
        RuleError: `administration.no_member`, `administration.reason_missing`, `administration.own_account`,
            `administration.still_owes` with what cannot be handed over, `administration.no_heir` with what
            can be while nobody is named, `administration.heir_unfit`, `administration.root_only`.
        SignInError: `administration.no_right`; with keys `administration.not_signed`, `store.no_right`.
    """
    one = staff.member(desk, known)
    if one is None or one.standing is Standing.LEFT:
        raise RuleError("administration.no_member", where=known)
    _refuse_unfit(desk, one, reason)
    told = owed(desk, one)
    _refuse_owing(one, told, to)
    heir = _heir(desk, one, to) if told else None
    day = desk.today() + timedelta(days=1)
    with desk.store.transaction(desk.user) as tx:
        for each in told:
            _hand_over(tx, each, heir or "")
        tx.create(DEPARTURE, _told(desk, one, reason, heir or "", told))
        if one.officer is not None:
            tx.delete("person", one.officer.id)
        if one.account is not None:
            roles.end(desk, tx, one.account.keys, day)
    return day


def _refuse_unfit(desk: Desk, one: Member, reason: str) -> None:
    if not staff.may_look_after(desk):
        raise SignInError("administration.no_right", where=one.name)
    if not reason.strip():
        raise RuleError("administration.reason_missing", where="administration.reason")
    if one.account is not None and one.account.user == desk.user:
        raise RuleError("administration.own_account", where=one.name)


def _refuse_owing(one: Member, told: tuple[Owed, ...], to: str) -> None:
    left = stays(told)
    if left:
        raise RuleError("administration.still_owes", where=one.name, count=len(left), what=_told_of(left))
    if told and not to:
        raise RuleError(
            "administration.no_heir", where="administration.to", count=len(told), what=_told_of(told)
        )


def _told_of(told: tuple[Owed, ...]) -> list[Problem]:
    return [Problem.of(SAID[each.kind], each.what) for each in told[:MOST_TOLD]]


def _words(one: Owed) -> str:
    return f"{one.kind}：{one.what}"


def _heir(desk: Desk, one: Member, to: str) -> str:
    """Return the record of who goes on: an officer of the bureau who is not the one that leaves."""
    there = {each.id for each in registry.officers(desk.store) if not each.expert}
    if to not in there or (one.officer is not None and to == one.officer.id):
        raise RuleError("administration.heir_unfit", where="administration.to")
    return to


def _hand_over(tx: Tx, one: Owed, heir: str) -> None:
    if one.kind is Owes.CAMPAIGN:
        tx.set(campaigns.CAMPAIGN, one.id, {"owner_id": heir})
    elif one.kind is Owes.TASK:
        tx.set(plan_items.ITEM, one.id, {"owner_id": heir})
    elif one.kind is Owes.VISIT:
        there = tx.records("attendance", where={"inspection_id": one.id})
        if all(values.text(each.fields, "person_id") != heir for each in there):
            sort = 1 + max((values.number(each.fields, "sort") for each in there), default=0)
            tx.create("attendance", {"inspection_id": one.id, "person_id": heir, "sort": sort})


def _told(
    desk: Desk, one: Member, reason: str, heir: str, owed_things: tuple[Owed, ...]
) -> dict[str, object]:
    return {
        "person_id": one.officer.id if one.officer is not None else "",
        "user": one.account.user if one.account is not None else "",
        "name": one.name,
        "on": values.iso(desk.today()),
        "by": desk.user,
        "reason": reason.strip(),
        "to": heir,
        "handed_over": [_words(each) for each in owed_things],
        "follows": [each.id for each in owed_things if each.kind is Owes.DUTY],
    }
