"""The course of every duty (finding × party), told from acts: what holds today, and by when.

Acts on a finding may name a party (`party_id`); without one they hold for all who must answer for it. What a
document brought about holds only while that document stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.domain import duties, states
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.documents import Owed
from inspector_app.domain.duties import Course, Event
from inspector_app.domain.findings import Finding
from inspector_app.domain.parties import Party
from inspector_app.domain.states import FindingState, Happening, State
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

NOBODY = ""
"""Stands for the party of a finding that nobody must answer for yet."""

BY_DOCUMENT = frozenset({ActKind.ORDER, ActKind.EXTEND, ActKind.ESCALATE, ActKind.RELEASE, ActKind.RECHECK})
"""Acts on a finding that hold only while the document they name in `by` stands."""


@dataclass(frozen=True, slots=True)
class Known:
    """The courses of one finding's duties by party.

    Attributes:
        look_on: the next day on which they change by themselves, when an announcement reaches somebody.
    """

    courses: dict[str, Course]
    look_on: date | None = None


def courses(desk: Desk, finding_ids: Sequence[str]) -> dict[str, dict[str, Course]]:
    """Return the course of each duty today, by finding and party; in as many looks for many as for one.

    A finding without any duty is told under NOBODY.
    """
    return {one: known.courses for one, known in known_of(desk, finding_ids).items()}


def known_of(desk: Desk, finding_ids: Sequence[str]) -> dict[str, Known]:
    """Return what is known of these findings' duties today; see `courses`."""
    store = desk.store
    ticked, obliged = (
        _by_finding(store.several(kind, finding_ids, "finding_id")) for kind in ("ticked", "obligation")
    )
    acts = store.acts_of("finding", finding_ids)
    papers = _Papers(desk, ticked.values(), acts)
    told: dict[str, Known] = {}
    for finding_id in finding_ids:
        own = _Told(papers, finding_id, ticked.get(finding_id, ()), acts.get(finding_id, ()))
        parties: dict[str, Record | None] = {
            values.text(one.fields, "party_id"): one for one in obliged.get(finding_id, ())
        }
        told[finding_id] = Known(
            {
                party_id: _course(desk.today(), own, party_id, duty)
                for party_id, duty in (parties or {NOBODY: None}).items()
            },
            own.look_on(),
        )
    return told


def finding_states(desk: Desk, finding_ids: Sequence[str]) -> dict[str, State]:
    """Return the states of many findings today, by id; in as many looks for many as for one."""
    return {one: duties.together(own.values()) for one, own in courses(desk, finding_ids).items()}


def finding_state(desk: Desk, finding_id: str) -> State:
    """Return the state of a finding today, from all that happened to it."""
    return finding_states(desk, [finding_id])[finding_id]


def owed(desk: Desk, found: Iterable[Finding], party: Party | None) -> tuple[Owed, ...]:
    """Return how a party's duties about these findings stand today; of none where it has none."""
    ids = [one.id for one in found]
    known = courses(desk, ids) if party is not None else {}
    told = ((one, known[one].get(party.id)) for one in ids) if party is not None else ()
    return tuple(
        Owed(one, str(course.state.word), _running(course), course.due)
        for one, course in told
        if course is not None
    )


def _running(course: Course) -> bool:
    return (FindingState(course.state.word), Happening.EXTENDED) in states.TRANSITIONS


def _by_finding(records: Iterable[Record]) -> dict[str, list[Record]]:
    told: dict[str, list[Record]] = {}
    for one in records:
        told.setdefault(values.text(one.fields, "finding_id"), []).append(one)
    return told


class _Papers:
    """What documents did to findings: nothing unless they stand."""

    def __init__(self, desk: Desk, ticked: Iterable[Iterable[Record]], acts: Mapping[str, list[Act]]) -> None:
        self._desk, store = desk, desk.store
        named = {values.text(one.fields, "document_id") for of in ticked for one in of}
        known = issued.documents(store, named)
        self.orders = {one.id: one for one in known.values() if one.fate == "issued" and one.kind in ORDERING}
        self.issued_at = store.orders("document", self.orders, ActKind.ISSUE)
        by = {values.text(act.content, "by") for of in acts.values() for act in of if act.kind in BY_DOCUMENT}
        self.standing = {one for one, fate in _fates(store, by).items() if fate == "issued"}
        self.fell_at = _fell_at(store, by - self.standing - {""})
        self._served = store.acts_of("document", {*self.orders, *self.standing}, ActKind.SERVE)

    def reached(self, document_id: str) -> Iterator[Act]:
        """Yield the acts of service that reached somebody by today."""
        today = self._desk.today()
        return (act for act in self._served.get(document_id, ()) if issued.reaches(act, today))

    def reaches_on(self, document_id: str) -> date | None:
        """Return the next day on which a service that was begun reaches somebody."""
        today = self._desk.today()
        days = [values.day(act.content, "reached_on") for act in self._served.get(document_id, ())]
        return min((day for day in days if day is not None and day > today), default=None)

    def stands(self, act: Act) -> bool:
        """Tell whether the document that an act rests on stands; an act that rests on none holds."""
        by = values.text(act.content, "by")
        return not by or by in self.standing


def _fates(store: Store, document_ids: Iterable[str]) -> dict[str, str]:
    wanted = [one for one in document_ids if one]
    return store.fates(wanted) if wanted else {}


def _fell_at(store: Store, document_ids: set[str]) -> dict[str, int]:
    """Return the place in the order of acts at which each of these papers was made void or taken back."""
    told: dict[str, int] = {}
    for kind in (ActKind.VOID, ActKind.REVOKE) if document_ids else ():
        for one, places in store.orders("document", document_ids, kind).items():
            told[one] = min(told.get(one, places[0]), *places)
    return told


class _Told:
    """What papers and acts tell of one finding."""

    def __init__(
        self, papers: _Papers, finding_id: str, ticked: Iterable[Record], acts: Iterable[Act]
    ) -> None:
        self.finding_id, self._papers = finding_id, papers
        # A paper that orders anew may do so for one party alone.
        self._ticked = [
            (values.text(one.fields, "document_id"), values.text(one.fields, "party_id")) for one in ticked
        ]
        self.documents = [document_id for document_id, _ in self._ticked]
        told = list(acts)
        released = {
            values.text(act.content, "of"): act.order
            for act in reversed(told)
            if act.kind == ActKind.RELEASE and papers.stands(act)
        }
        fell = {act.id: self._fell_at(act, released) for act in told}
        self.acts = [act for act in told if fell[act.id] is None or _settled(act, told, fell[act.id] or 0)]

    def _fell_at(self, act: Act, released: Mapping[str, int]) -> int | None:
        """Return the place in the order of acts from which an act no longer holds; None while it does."""
        if act.kind not in BY_DOCUMENT:
            return None
        if not self._papers.stands(act):
            return self._papers.fell_at.get(_by(act), 0)
        return released.get(_reference(act)) if act.kind == ActKind.ESCALATE else None

    def look_on(self) -> date | None:
        """Return the next day on which what is told changes by itself."""
        named = {*self.documents, *(_by(act) for act in self.acts)}
        return min((day for one in named if (day := self._papers.reaches_on(one)) is not None), default=None)

    def events(self, party_id: str, due: date | None) -> Iterator[Event]:
        """Yield what happened to the duty of one party."""
        for document_id, only in self._ticked:
            order = self._papers.orders.get(document_id)
            if order is None or only not in ("", party_id):
                continue
            last = order.due_of(self.finding_id, party_id) or due
            for place in self._papers.issued_at.get(document_id, ()):
                own = any(one.party_id == party_id for one in order.recipients)
                yield Event(place, Happening.ORDERED, order.issued_on, last, document_id, own=own)
            for act in self._papers.reached(document_id):
                yield Event(act.order, Happening.SERVED, values.day(act.content, "reached_on"))
        for act in self.acts:
            if values.text(act.content, "party_id") in ("", party_id):
                yield from self._told_by(act)

    def _told_by(self, act: Act) -> Iterator[Event]:
        told = act.content
        on = values.day(told, "on")
        result = RESULTS.get(values.text(told, "result"))
        if act.kind == ActKind.RECHECK and result is not None:
            yield Event(act.order, result, on)
        elif act.kind == ActKind.REPLY:
            yield Event(act.order, Happening.REPLIED, on)
            if values.flag(told, "complete"):
                yield Event(act.order, Happening.ACCEPTED, values.day(told, "received_on") or on)
        elif act.kind == ActKind.EXTEND and values.flag(told, "granted"):
            asked = values.day(told, "asked_on")
            yield Event(act.order, Happening.EXTENDED, on, values.day(told, "due"), _by(act), asked)
        elif act.kind in (ActKind.ORDER, ActKind.ESCALATE):
            happening = Happening.ORDERED if act.kind == ActKind.ORDER else Happening.ESCALATED
            again = act.kind == ActKind.ORDER
            yield Event(act.order, happening, on, values.day(told, "due"), _by(act), again=again)
            # Handed over: with the transfer letter's service it is another authority's matter.
            handed = values.text(told, "to") == DocumentKind.TRANSFER_LETTER
            follows = Happening.SETTLED if handed else Happening.SERVED
            for served in self._papers.reached(_by(act)) if handed or act.kind == ActKind.ORDER else ():
                yield Event(served.order, follows, values.day(served.content, "reached_on") or on)
        elif act.kind in _PLAIN:
            yield Event(act.order, _PLAIN[ActKind(act.kind)], on)


_PLAIN = {ActKind.WITHDRAW: Happening.WITHDRAWN, ActKind.SETTLE: Happening.SETTLED}


def _by(act: Act) -> str:
    return values.text(act.content, "by")


def _reference(act: Act) -> str:
    """Return what a release names: the document that escalated, or the act itself where none did."""
    return _by(act) or act.id


def _settled(act: Act, told: Iterable[Act], fell_at: int) -> bool:
    """Tell whether an escalation had come to its end before its paper fell: that reopens nothing."""
    return act.kind == ActKind.ESCALATE and any(
        one.kind == ActKind.SETTLE
        and act.order < one.order < fell_at
        and values.text(one.content, "party_id") in ("", values.text(act.content, "party_id"))
        for one in told
    )


def _course(today: date, own: _Told, party_id: str, duty: Record | None) -> Course:
    due = values.day(duty.fields, "due") if duty is not None else None
    events = list(own.events(party_id, due))
    if duty is not None and values.flag(duty.fields, "on_the_spot"):
        events.append(Event(0, Happening.CORRECTED))
    return duties.course(events, due, today)
