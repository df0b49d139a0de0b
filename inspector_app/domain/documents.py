"""A document before it is issued: everything that the gate weighs and the page says."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain import stops
from inspector_app.domain.content import Seal
from inspector_app.domain.findings import Finding, Severity
from inspector_app.domain.inspections import Approval, Inspection
from inspector_app.domain.parties import Party
from inspector_app.domain.serving import Service
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import ORDERING, DocumentKind


@dataclass(frozen=True, slots=True)
class Office:
    """The issuing body, as its papers name it.

    Attributes:
        name: the bureau (局); `station` the entrusted body (站), if any kind is issued in its name.
        prefix: the characters that its numbers begin with (代字).
        review_body: the district government that hears reviews (行政复议法 2023, 20 and 24).
        phone: where anyone may ask whether a document is genuine.
    """

    name: str
    prefix: str
    review_body: str
    phone: str
    station: str = ""
    station_prefix: str = ""

    def body(self, which: str) -> tuple[str, str]:
        """Return name and number prefix of `bureau` or `station`."""
        if which == "station" and self.station:
            return self.station, self.station_prefix or self.prefix
        return self.name, self.prefix


@dataclass(frozen=True, slots=True)
class StopWork:
    """What a stop-work orders (建设工程安全生产管理条例 43(四), 安全生产法 65).

    Attributes:
        full: 全面停工; otherwise `parts` names what stops.
        evacuation: that people leave the dangerous area was ordered.
        conditions: what must be shown before work may go on.
    """

    full: bool
    parts: str
    start: datetime | None
    evacuation: str
    conditions: str

    @property
    def named(self) -> tuple[str, ...]:
        """Return the parts that `parts` names, each once."""
        return stops.parts(self.parts)


@dataclass(frozen=True, slots=True)
class Defence:
    """陈述申辩 before a stop-work: heard with its words, or waived."""

    heard: bool
    words: str = ""

    @property
    def stands(self) -> bool:
        """Heard with what was said, or waived on record."""
        return not self.heard or bool(self.words)


@dataclass(frozen=True, slots=True)
class Resumption:
    """Work may go on, wholly or in named parts, always against its stop-work (安全生产法 65).

    Attributes:
        stop_work_id: the stop-work document; `number`, `issued_on`, `stopped_full`, `stopped_parts` are its.
        stands: that stop-work is issued, not void, and not yet lifted as a whole.
        verification: who verified what on site, and the result.
        fate: `issued`, `void`, `revoked` or `lifted`; empty where nothing is known of the stop-work.
        of_target: it stopped work at the target of this visit.
        stopped_at: from when on work was stopped.
        held: what of it holds before this resumption; None where only its words are known.
        behind: the findings that it was ordered for.
    """

    stop_work_id: str
    number: str
    issued_on: date | None
    stopped_full: bool
    stopped_parts: str
    stands: bool
    full: bool
    parts: str
    start: date | None
    verification: str
    fate: str = ""
    of_target: bool = True
    stopped_at: datetime | None = None
    held: stops.Held | None = None
    behind: tuple[stops.Behind, ...] = ()

    @property
    def holds(self) -> stops.Held:
        """Return what of the stop-work holds before this resumption."""
        return self.held or stops.holding(self.stopped_full, stops.parts(self.stopped_parts))

    @property
    def named(self) -> tuple[str, ...]:
        """Return the parts that this resumption names, each once."""
        return stops.named(self.parts, self.holds.stopped)


@dataclass(frozen=True, slots=True)
class ServiceSubject:
    """What a proof of service proves (民事诉讼法 87).

    Attributes:
        method: one of domain.serving.METHODS.
        noted: the ways of serving that are on record for this recipient, the newest last.
        done: the newest service on record of this method; None before it was noted.
        refused: where the refusal is told that `done` rests on.
    """

    matter: str
    document_id: str
    document: str
    place: str
    method: str
    noted: tuple[str, ...] = ()
    done: Service | None = None
    refused: Service | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The issued document that this one is about: an order rechecked, a notice answered, a paper revoked.

    Attributes:
        stands: issued, neither void nor revoked.
        served: its main recipient was reached.
        until: the last day that it gave for a defence or a reply, where it gave one.
        served_on: the first day on which its main recipient was reached.
        defended: of a notice of bad conduct, what is on record of the defence: `made`, `waived`, or empty;
            None where there is no record to look at.
        conduct_code: the code that such a notice gave; `determined` the number of the standing determination
            that there is about it already.
        rows: (finding, row) as the order numbers them that the addressee holds; an opinion keeps the
            numbers of the order it is about.
    """

    document_id: str
    kind: str
    label: str
    number: str
    issued_on: date | None
    due_on: date | None
    stands: bool
    served: bool
    until: date | None = None
    served_on: date | None = None
    defended: str | None = None
    conduct_code: str = ""
    determined: str = ""
    rows: tuple[tuple[str, int], ...] = ()


RECTIFIED = "已整改"


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What a recheck saw of one finding: 已整改, 部分整改, 未整改 or 无法核实, and a note."""

    finding_id: str
    label: str
    note: str = ""


class Standing(StrEnum):
    """How a draft stands that was laid before a supervisor."""

    WAITING = "waiting"
    CHANGED = "changed"  # the draft says something else than what lies there
    APPROVED = "approved"
    LOST = "lost"  # approved, and changed since: what was approved is not what it says
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Review:
    """What became of laying a draft before a supervisor; see domain.approving.

    Attributes:
        user: id of who laid it before them; `to` whom it awaits, empty for any supervisor.
        at: when it was answered, or submitted while it waits.
        by: name of who answered; `words` the reason it was returned for, or what was said.
        id, answer: of the two acts.
    """

    standing: Standing
    user: str
    at: datetime | None
    to: str = ""
    by: str = ""
    number: str = ""
    words: str = ""
    id: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """How the addressee's duty about one finding stands on the day of issue.

    Attributes:
        running: a deadline runs that can be moved; `word` the state's word, `due` the last day that holds.
    """

    finding_id: str
    word: str
    running: bool
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A document on its way to the gate.

    Attributes:
        id: the record's id; it stays the document's id once issued.
        issue_on: the day it would be issued.
        covered: ids of findings that a stop-work of the same inspection covers, issued or drafted.
        reply_due: last day for the written reply.
        approval: the leader's approval of this document, where the kind needs one.
        review: how it stands before a supervisor; None when it was never laid before one.
        trace: works supplied by a plant that must be traced (涉及工程).
        own: (code, value) of the kind's own fields, a day in ISO form; see templates.OwnField.
        about: the issued document that this one is about.
        rechecked: the newest recheck of each finding.
        deadline: the day that one of the kind's own fields sets, for kinds that order nothing themselves.
        replaces: number of the void document that this one stands for.
        owed: of a decision on an extension, how each duty stands.
        seal: the office's electronic seal or the stamp's place, as the kind is sealed.
    """

    id: str
    kind: DocumentKind
    office: Office
    target: Target
    inspection: Inspection
    findings: tuple[Finding, ...]
    addressee: Party | None
    issue_on: date
    copied: tuple[Party, ...] = ()
    covered: frozenset[str] = frozenset()
    reply_due: date | None = None
    approval: Approval | None = None
    stop_work: StopWork | None = None
    defence: Defence | None = None
    resumption: Resumption | None = None
    service: ServiceSubject | None = None
    trace: str = ""
    own: tuple[tuple[str, str], ...] = ()
    about: Subject | None = None
    rechecked: tuple[Rechecked, ...] = ()
    seal: Seal | None = None
    deadline: date | None = None
    replaces: str = ""
    owed: tuple[Owed, ...] = ()
    review: Review | None = None

    def own_value(self, code: str) -> str:
        """Return the value of one of the kind's own fields, empty when nothing was written."""
        return dict(self.own).get(code, "")

    @property
    def due_before(self) -> date | None:
        """Return the last day that holds before this document: what was extended counts from its new day."""
        known = [one.due for one in self.owed if one.running and one.due is not None]
        return max(known, default=self.about.due_on if self.about else None)

    def owed_for(self, finding_id: str) -> Owed | None:
        """Return how the duty about a finding stands, None where nobody told."""
        return next((one for one in self.owed if one.finding_id == finding_id), None)

    def recheck_of(self, finding_id: str) -> Rechecked | None:
        """Return what the newest recheck saw of a finding."""
        return next((one for one in self.rechecked if one.finding_id == finding_id), None)

    @property
    def majors(self) -> tuple[Finding, ...]:
        """Return the findings that meet a criterion of the major-hazard standard."""
        return tuple(finding for finding in self.findings if finding.severity == Severity.MAJOR)

    @property
    def due(self) -> date | None:
        """Return the latest day by which the addressee must have put things right."""
        if self.kind not in ORDERING:
            return self.deadline
        if self.addressee is None:
            return None
        duties = [finding.obligation(self.addressee.id) for finding in self.findings]
        days = [duty.due for duty in duties if duty is not None and duty.due is not None]
        return max(days, default=None)
