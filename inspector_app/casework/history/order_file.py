"""All about an order for one party: its findings, what was handed in, every recheck, the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import escalation, extensions, rechecks, replies, under_way
from inspector_app.casework.followup.answered import OBLIGING, Answered, answered
from inspector_app.casework.followup.escalation import MAY_SETTLE, Way
from inspector_app.casework.followup.extensions import EXTENDABLE, Asked
from inspector_app.casework.followup.replies import Reply
from inspector_app.casework.history import overdue
from inspector_app.casework.history.repeats import Earlier
from inspector_app.casework.papers import issued, subjects
from inspector_app.casework.people import rights
from inspector_app.casework.visits import findings
from inspector_app.domain import replying
from inspector_app.domain.acts import ActKind
from inspector_app.domain.duties import Course
from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.missing import Missing
from inspector_app.domain.parties import Party, PartyRole
from inspector_app.domain.states import FindingState


@dataclass(frozen=True, slots=True)
class Item:
    """One finding of the order, as this party answers for it.

    Attributes:
        row: under which the order lists it; `number` the one of its own visit.
        again: orders of the same clause at the same target within twelve months before.
    """

    finding_id: str
    row: int
    number: int
    location: str
    fact: str
    measure: str
    course: Course
    again: tuple[Earlier, ...] = ()

    @property
    def word(self) -> str:
        """The state's word."""
        return str(self.course.state.word)


@dataclass(frozen=True, slots=True)
class Handed:
    """A report that was handed in, with what it still lacks today."""

    reply: Reply
    lacking: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request for more time; `draft` is (inspection, document) of a decision that is begun."""

    asked: Asked
    draft: tuple[str, str] = ("", "")
    number: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a recheck came to.

    Attributes:
        results: label and how many, in the order of the results.
        opinion_id, number: of the opinion that made it final; empty where the recheck was concluded without.
    """

    recheck_id: str
    on: date | None
    by_paper: bool
    results: tuple[tuple[str, int], ...]
    opinion_id: str = ""
    number: str = ""


def _beyond(items: Sequence[Item]) -> tuple[Item, ...]:
    hard = (FindingState.FAILED, FindingState.ESCALATED)
    there = tuple(one for one in items if one.course.open)
    return tuple(one for one in there if one.word in hard or one.course.state.overdue) or there


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order for one party with all that came after it.

    Attributes:
        signers: roles whose signatures a report needs, each with the person in charge where one is known.
        ways: every way on, from the mildest.
        history: what was ordered and seen, in sentences.
        recheck_id: a recheck of the order that is under way.
        may_settle: the person may end an escalation.
    """

    order: issued.Issued
    target: str
    party: Party
    items: tuple[Item, ...]
    signers: tuple[tuple[PartyRole, str], ...]
    handed: tuple[Handed, ...]
    requests: tuple[Request, ...]
    looked: tuple[Looked, ...]
    ways: tuple[Way, ...]
    history: str
    recheck_id: str
    may_settle: bool

    @property
    def open(self) -> tuple[Item, ...]:
        """Findings that have not come to their end."""
        return tuple(one for one in self.items if one.course.open)

    @property
    def to_recheck(self) -> tuple[Item, ...]:
        """Findings of which a recheck can tell something."""
        return tuple(one for one in self.items if rechecks.can_tell(one.course))

    @property
    def extendable(self) -> tuple[Item, ...]:
        """Findings whose deadline runs."""
        return tuple(one for one in self.items if one.word in EXTENDABLE)

    @property
    def escalated(self) -> tuple[Item, ...]:
        """Findings that go on by other means."""
        return tuple(one for one in self.items if one.word == FindingState.ESCALATED)

    @property
    def beyond(self) -> tuple[Item, ...]:
        """Findings that ask for stronger means: rechecked in vain, escalated, overdue; else all open ones."""
        return _beyond(self.items)

    @property
    def incomplete(self) -> Handed | None:
        """The newest report of this order that still lacks something while it is waited for."""
        own = [one for one in self.handed if one.reply.document_id == self.order.id]
        return own[-1] if own and own[-1].lacking and self.open else None

    @property
    def undecided(self) -> Request | None:
        """The oldest request of this order that no decision answers."""
        running = {one.finding_id for one in self.extendable}
        return next(
            (
                one
                for one in self.requests
                if one.asked.granted is None and running.intersection(one.asked.finding_ids)
            ),
            None,
        )


def order_file(desk: Desk, document_id: str, party_id: str) -> OrderFile:
    """Return all about an order for one party.

    Raises:
        RuleError: `document.not_issued`, `registry.no_target`, `reply.unknown_party`.
    """
    told = answered(desk, document_id)
    party = told.party(party_id)
    if party is None:
        number = told.order.number
        raise RuleError("reply.unknown_party", where="reply.party", number=number, source=replying.SOURCE)
    ids = [one for one in told.order.finding_ids if told.obliged(party_id, (one,))]
    items = _items(desk, told, party_id, ids)
    orders = _orders(desk, ids)
    signers = replying.signers(desk.rules.targets.get(told.target.kind), told.target, party)
    wanted = [one.finding_id for one in _beyond(items) or items]
    return OrderFile(
        order=told.order,
        target=told.target.name,
        party=party,
        items=items,
        signers=tuple((role, _manager(told.target.party(role))) for role in signers),
        handed=_handed(desk, orders, party_id, ids),
        requests=_requests(desk, orders, party_id, ids),
        looked=_looked(desk, ids, party_id),
        ways=escalation.ways(desk, wanted, party_id) if wanted else (),
        history=escalation.history_of(desk, ids, party_id) if ids else "",
        recheck_id=under_way.recheck_of(desk, document_id),
        may_settle=rights.holds(desk, MAY_SETTLE),
    )


def _items(desk: Desk, told: Answered, party_id: str, ids: Sequence[str]) -> tuple[Item, ...]:
    records = {one.id: one for one in desk.store.several("finding", list(ids))}
    rows = subjects.rows_of(desk.store, told.order)
    again = overdue.repeated(desk, ids)
    made = []
    for one in findings.found_of(desk.store, [records[one] for one in ids if one in records]):
        duty = one.obligation(party_id)
        made.append(
            Item(
                one.id,
                rows.get(one.id, 0),
                one.number,
                one.location,
                one.fact,
                duty.measure if duty else "",
                told.course(one.id, party_id),
                again.get(one.id, ()),
            )
        )
    return tuple(made)


def _manager(party: Party | None) -> str:
    return party.manager if party is not None else ""


def _orders(desk: Desk, ids: Sequence[str]) -> list[str]:
    """Return every paper that obliged somebody about these findings, the oldest first."""
    ticked = desk.store.several("ticked", list(ids), "finding_id")
    papers = issued.documents(desk.store, {values.text(one.fields, "document_id") for one in ticked})
    known = [one for one in papers.values() if one.kind in OBLIGING]
    return [one.id for one in sorted(known, key=lambda one: (one.issued_on or date.min, one.number))]


def _handed(desk: Desk, orders: Sequence[str], party_id: str, ids: Sequence[str]) -> tuple[Handed, ...]:
    told = [
        one
        for one in replies.replies_to(desk.store, orders)
        if one.party_id == party_id and any(each.finding_id in ids for each in one.said)
    ]
    told.sort(key=lambda one: (one.received_on or date.min, one.on or date.min))
    return tuple(Handed(one, replies.lacking(desk, one.id)) for one in told)


def _requests(desk: Desk, orders: Sequence[str], party_id: str, ids: Sequence[str]) -> tuple[Request, ...]:
    told = [
        one
        for one in extensions.asked_about(desk, orders)
        if one.party_id == party_id and set(one.finding_ids).intersection(ids)
    ]
    told.sort(key=lambda one: (one.received_on or date.min, one.on or date.min))
    drafts = under_way.decisions(desk, [one.id for one in told])
    papers = issued.documents(desk.store, [one.decision_id for one in told if one.decision_id])
    return tuple(
        Request(
            one,
            drafts.get(one.id, ("", "")),
            papers[one.decision_id].number if one.decision_id in papers else "",
        )
        for one in told
    )


def _looked(desk: Desk, ids: Sequence[str], party_id: str) -> tuple[Looked, ...]:
    """Return the rechecks that stand, as they were; what one opinion told is one of them."""
    acts = [
        act
        for of in desk.store.acts_of("finding", list(ids), ActKind.RECHECK).values()
        for act in of
        if values.text(act.content, "party_id") in ("", party_id)
    ]
    papers = issued.documents(desk.store, {by for act in acts if (by := values.text(act.content, "by"))})
    groups: dict[tuple[str, str, str], list[str]] = {}
    ways: dict[tuple[str, str, str], str] = {}
    for act in sorted(acts, key=lambda one: one.order):
        by = values.text(act.content, "by")
        if by and (by not in papers or papers[by].fate != "issued"):
            continue
        key = (values.text(act.content, "on"), values.text(act.content, "recheck_id"), by)
        groups.setdefault(key, []).append(values.text(act.content, "result"))
        ways[key] = values.text(act.content, "way")
    return tuple(
        Looked(
            recheck_id,
            date.fromisoformat(on) if on else None,
            ways[on, recheck_id, by] == rechecks.Way.PAPER,
            tuple((label, of.count(code)) for code, label in subjects.RESULT_LABELS.items() if code in of),
            by,
            papers[by].number if by in papers else "",
        )
        for (on, recheck_id, by), of in sorted(groups.items())
    )
