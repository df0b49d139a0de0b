"""Stop-works in force: what of each still holds, who worked against it, and what a resumption still wants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import drafts, halts, issued
from inspector_app.casework.people.names import Names
from inspector_app.domain import stops as rules
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.domain.stops import Behind, Freeing, Held, StopState
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record

CHECKED, ASKED = "check", "resumption"
"""What an act of WATCH tells: 停工核查, 复工申请."""

SIGNING = (PartyRole.OWNER, PartyRole.CONTRACTOR, PartyRole.SUPERVISOR)
"""Who signs the acceptance before work is resumed, as far as the target has them (建质〔2014〕154号)."""


@dataclass(frozen=True, slots=True)
class Violation:
    """Work that was seen to go on against a stop-work (抢工).

    Attributes:
        at: when it was seen.
        parts: where work went on, of the parts that were stopped; empty where all was.
        words: what was seen.
        photos: sha256 or ids of photos, see `stop_news.violate`.
        officers: who saw it.
        id: of its act, empty before it is noted.
    """

    at: datetime
    place: str
    parts: tuple[str, ...]
    words: str
    officers: tuple[str, ...]
    photos: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """停工核查: whether a stop-work was obeyed on a day."""

    on: date
    obeyed: bool
    words: str
    officers: tuple[str, ...]
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """复工申请: a resumption was applied for, with what was handed in.

    Attributes:
        full: for all that is stopped; otherwise for `parts`.
        signed: roles that signed and sealed it.
        accepted_on: the day on which the owner had the work accepted (验收).
        scans: sha256 of what was handed in.
    """

    on: date
    full: bool
    parts: tuple[str, ...] = ()
    signed: frozenset[PartyRole] = frozenset()
    accepted_on: date | None = None
    words: str = ""
    scans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What a standing resumption notice gave back of a stop-work.

    Attributes:
        parts: as the notice names them; empty where it gave back all.
        start: the first day of work.
    """

    document_id: str
    number: str
    full: bool
    parts: tuple[str, ...]
    start: date | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A resumption notice that is being written; it has no number yet."""

    inspection_id: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop-work as it stands today.

    Attributes:
        party: its main recipient.
        since: from when on work is stopped.
        held: what was stopped, what was given back and what remains.
        days: days since then, to today or to the day it was lifted.
        lifted_on: the first day on which nothing was stopped any more.
        served: its main recipient was reached.
        findings: what it was ordered for, numbered as on its paper.
        lacking: what is still missing before it can be resumed as a whole; empty once it is lifted or void.
        given: what was given back, by each standing resumption notice, the earliest first.
        begun: resumption notices that are being written.
    """

    document_id: str
    number: str
    target_id: str
    target: str
    party: str
    inspection_id: str
    issued_on: date | None
    state: StopState
    since: datetime | None
    held: Held
    days: int
    lifted_on: date | None
    served: bool
    findings: tuple[Behind, ...]
    violations: tuple[Violation, ...]
    checks: tuple[Check, ...]
    asked: tuple[Asked, ...]
    lacking: tuple[Problem, ...]
    given: tuple[Given, ...] = ()
    begun: tuple[Begun, ...] = ()

    @property
    def standing(self) -> bool:
        """Tell whether something is stopped by it."""
        return self.state in (StopState.HOLDS, StopState.PARTLY)

    @property
    def applied(self) -> tuple[Asked, ...]:
        """The applications for something that is still stopped."""
        return _pending(self.held, self.asked)


def stops(desk: Desk, target_id: str) -> tuple[Stop, ...]:
    """Return every stop-work of a target, the newest first."""
    visits = [one.id for one in desk.store.records("inspection", where={"target_id": target_id})]
    papers = desk.store.several("document", visits, "inspection_id")
    told = [one for one in papers if values.text(one.fields, "kind") == DocumentKind.STOP_WORK_NOTICE]
    return several(desk, [one.id for one in told])


def stop(desk: Desk, document_id: str) -> Stop:
    """Return one stop-work.

    Raises:
        RuleError: `document.not_issued`, `stops.not_a_stop_work`.
    """
    paper = issued.must_be_issued(desk.store, document_id)
    if paper.kind != DocumentKind.STOP_WORK_NOTICE:
        raise RuleError("stops.not_a_stop_work", where=document_id, number=paper.number)
    return several(desk, [document_id])[0]


def standing_stops(desk: Desk) -> tuple[Stop, ...]:
    """Return the stop-works of the district that hold today, those violated first, then the longest ones."""
    told = (one for one in several(desk, desk.store.unlifted()) if one.standing)
    return tuple(sorted(told, key=lambda one: (not one.violations, -one.days, one.number)))


def violations(desk: Desk, document_id: str) -> tuple[Violation, ...]:
    """Return the violations of a stop-work (抢工) in the order they were noted, without those taken back."""
    return tuple(_violation(act) for act in halts.violations(desk.store, document_id))


def advice(told: Stop) -> tuple[Problem, ...]:
    """Return what may follow when a stop-work is not obeyed, as words: nothing of it is done here.

    Source: 安全生产法 70 (notice of a power cut, by the approval of the person in charge, 24 hours before),
    刑法 134之一 (transfer).
    """
    if not told.violations or not told.standing:
        return ()
    seen, count = max(local_date(one.at) for one in told.violations), len(told.violations)
    named = {"number": told.number, "count": count, "seen_on": seen.isoformat()}
    return (
        Problem.of("stops.may_escalate", "findings", **named),
        Problem.of("stops.may_transfer", "findings", **named),
        Problem.of("stops.may_cut_power", "document.approval", **named),
    )


def several(desk: Desk, document_ids: Sequence[str]) -> tuple[Stop, ...]:
    """Return those of these documents that are stop-works, the newest first.

    In as many looks for many as for one.
    """
    if not document_ids:
        return ()
    read = _Read(desk, document_ids)
    told = [read.stop(one) for one in read.known.values()]
    return tuple(sorted(told, key=lambda one: (one.issued_on or date.min, one.number), reverse=True))


class _Read:
    """All that is asked of several stop-works, read at once."""

    def __init__(self, desk: Desk, document_ids: Sequence[str]) -> None:
        store, self._desk = desk.store, desk
        found = issued.documents(store, document_ids)
        self.known = {one: told for one, told in found.items() if told.kind == DocumentKind.STOP_WORK_NOTICE}
        self._acts = store.acts_of("document", self.known)
        self._records = {one.id: one.fields for one in store.several("document", self.known)}
        resumed = {values.text(act.content, "by") for one in self.known for act in self._of(one, "resume")}
        self._fates = store.fates(resumed) if resumed else {}
        self._signed: dict[str, values.Fields] = {
            one: acts[0].content
            for one, acts in (store.acts_of("document", resumed, ActKind.ISSUE) if resumed else {}).items()
        }
        self._behind = halts.behind_many(desk, self.known.values())
        self._drafts = self._begun(store.several("document", self.known, "resumes"))
        self._names = Names(store)
        self._names.foresee("target", [told.target_id for told in self.known.values()])

    def _begun(self, records: Iterable[Record]) -> Mapping[str, list[Begun]]:
        """Return the resumptions being written, by stop-work."""
        papers = [one for one in records if values.text(one.fields, "kind") == DocumentKind.RESUMPTION_NOTICE]
        numbered = self._desk.store.fates([one.id for one in papers]) if papers else {}
        told: dict[str, list[Begun]] = {}
        for one in papers:
            if one.id not in numbered:
                begun = Begun(values.text(one.fields, "inspection_id"), one.id)
                told.setdefault(values.text(one.fields, "resumes"), []).append(begun)
        return told

    def _of(self, document_id: str, kind: str) -> list[Act]:
        return [act for act in self._acts.get(document_id, ()) if act.kind == kind]

    def stop(self, told: issued.Issued) -> Stop:
        """Return one of them as it stands today."""
        issue, record = self._of(told.id, ActKind.ISSUE)[0].content, self._records.get(told.id, {})
        full, named = issued.stopped_by(issue, record)
        freeings = issued.freed_by(self._of(told.id, ActKind.RESUME), self._fates, self._signed, named)
        held, today = rules.holding(full, named, freeings), self._desk.today()
        since = values.moment(issue if "stop_start" in issue else record, "stop_start")
        lifted_on = rules.lifted_from(held, freeings)
        first = local_date(since) if since else told.issued_on
        state = rules.state_of(told.fate, held)
        asked = tuple(_asked(act) for act in self._watched(told.id, ASKED))
        return Stop(
            document_id=told.id,
            number=told.number,
            target_id=told.target_id,
            target=self._names.of("target", told.target_id),
            party=told.addressee,
            inspection_id=told.inspection_id,
            issued_on=told.issued_on,
            state=state,
            since=since,
            held=held,
            days=max(0, (min(lifted_on or today, today) - first).days) if first else 0,
            lifted_on=lifted_on,
            served=bool(self._reached(told)),
            findings=self._behind[told.id],
            violations=tuple(_violation(act) for act in halts.standing(self._of(told.id, ActKind.VIOLATE))),
            checks=tuple(_check(act) for act in self._watched(told.id, CHECKED)),
            asked=asked,
            lacking=self._lacking(told, held, asked) if state in (StopState.HOLDS, StopState.PARTLY) else (),
            given=self._given(freeings),
            begun=tuple(self._drafts.get(told.id, ())),
        )

    def _given(self, freeings: Iterable[Freeing]) -> tuple[Given, ...]:
        told = {
            one.by: Given(
                one.by,
                values.text(self._signed.get(one.by, {}), "number"),
                one.full,
                () if one.full else one.parts,
                one.start,
            )
            for one in freeings
        }
        return tuple(sorted(told.values(), key=lambda one: (one.start or date.min, one.number)))

    def _watched(self, document_id: str, what: str) -> list[Act]:
        acts = self._of(document_id, ActKind.WATCH)
        return [act for act in acts if values.text(act.content, "what") == what]

    def _reached(self, told: issued.Issued) -> frozenset[str]:
        main = {one.party_id for one in told.recipients if one.main}
        return issued.reached(self._of(told.id, ActKind.SERVE), self._desk.today()) & main

    def _lacking(self, told: issued.Issued, held: Held, every: tuple[Asked, ...]) -> tuple[Problem, ...]:
        """Return what a resumption still wants, in order (安全生产法 65, 建质〔2014〕154号)."""
        lacks = []
        asked = _pending(held, every)
        wanted = [part for one in asked for part in one.parts]
        left_out = () if any(one.full for one in asked) else held.after(full=False, told=wanted).remaining
        if left_out:
            parts = rules.words(left_out)
            lacks.append(Problem.of("stops.lacks_application", "stop.asked", number=told.number, parts=parts))
        if asked:
            signed = {role for one in asked for role in one.signed}
            roles = [role for role in SIGNING if any(to.role == role for to in told.recipients)]
            unsigned = "、".join(ROLE_LABELS[role] for role in roles if role not in signed)
            if unsigned:
                lacks.append(Problem.of("stops.lacks_signatures", "stop.asked.signed", roles=unsigned))
            if all(one.accepted_on is None for one in asked):
                lacks.append(Problem.of("stops.lacks_acceptance", "stop.asked.accepted_on"))
        left = [one for one in self._behind[told.id] if one.open]
        unanswered = "；".join(one.line for one in left if not one.replied)
        if unanswered:
            lacks.append(Problem.of("stops.lacks_reply", "findings", findings=unanswered))
        if left:
            named = "；".join(one.line for one in left)
            lacks.append(Problem.of("stops.lacks_recheck", "findings", findings=named))
        if not any(self._approved(one.document_id) for one in self._drafts.get(told.id, ())):
            lacks.append(Problem.of("stops.lacks_approval", "document.approval", number=told.number))
        return tuple(lacks)

    def _approved(self, document_id: str) -> bool:
        given = drafts.draft_of(self._desk, document_id).approval
        return given is not None and given.stands and bool(given.number)


def _pending(held: Held, asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Return the applications for something that is still stopped."""
    return tuple(one for one in asked if one.full or any(held.holds(part) for part in one.parts))


def _texts(told: values.Fields, name: str) -> tuple[str, ...]:
    listed = told.get(name)
    return tuple(str(one) for one in listed) if isinstance(listed, list) else ()


def _violation(act: Act) -> Violation:
    told = act.content
    at = values.moment(told, "at") or datetime.fromisoformat(act.wall)
    return Violation(
        at,
        values.text(told, "place"),
        _texts(told, "parts"),
        values.text(told, "words"),
        _texts(told, "officers"),
        _texts(told, "photos"),
        act.id,
    )


def _check(act: Act) -> Check:
    told = act.content
    on = values.day(told, "on") or local_date(datetime.fromisoformat(act.wall))
    return Check(
        on,
        values.flag(told, "obeyed"),
        values.text(told, "words"),
        _texts(told, "officers"),
        _texts(told, "photos"),
    )


def _asked(act: Act) -> Asked:
    told = act.content
    on = values.day(told, "on") or local_date(datetime.fromisoformat(act.wall))
    known = {str(role) for role in PartyRole}
    return Asked(
        on,
        values.flag(told, "full"),
        _texts(told, "parts"),
        frozenset(PartyRole(one) for one in _texts(told, "signed") if one in known),
        values.day(told, "accepted_on"),
        values.text(told, "words"),
        _texts(told, "scans"),
    )
