"""A longer deadline: asked for by a party, answered by a decision (延期批复), never moving what was late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import scans
from inspector_app.casework.followup.answered import OBLIGING, Answered, answered
from inspector_app.casework.followup.scans import Kept, Scan
from inspector_app.casework.papers import board, drafts, duties, issued
from inspector_app.domain.acts import ActKind
from inspector_app.domain.duties import Course
from inspector_app.domain.errors import RuleError
from inspector_app.domain.gate.own import GRANTED
from inspector_app.domain.replying import ASK_DAYS, MOST_WORDS, SOURCE, Days, refuse_days
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.reading import Record

KIND = "extension"
EXTENDABLE = frozenset(
    {FindingState.ORDERED, FindingState.TO_RECTIFY, FindingState.REPLIED, FindingState.TO_RECHECK}
)
"""States in which a deadline runs and can be moved; see domain.states.TRANSITIONS."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as a person has it before them.

    Attributes:
        document_id: the order whose deadline it asks to move; `party_id` who asks.
        on: the day it bears; `received_on` the day it came in.
        new_due: the day asked for.
    """

    document_id: str
    party_id: str
    on: date
    received_on: date
    new_due: date
    reason: str
    finding_ids: tuple[str, ...]
    scans: tuple[Scan, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is kept.

    Attributes:
        due: the last day that held when it was asked.
        late: it was asked after the deadline: granted or not, what was late stays late.
        decision_id: the decision that stands, empty while there is none.
        granted: what that decided; None while it is open.
    """

    id: str
    document_id: str
    target_id: str
    party_id: str
    on: date | None
    received_on: date | None
    due: date | None
    new_due: date | None
    reason: str
    finding_ids: tuple[str, ...]
    scans: tuple[Kept, ...]
    late: bool
    decision_id: str = ""
    granted: bool | None = None


def ask(desk: Desk, told: Ask) -> str:
    """Take in a request: record, files and one ASK act for each finding, or nothing; return its id.

    A request after the deadline is taken in and shown as such.

    Raises:
        RuleError: `document.not_issued`, `extension.not_an_order`, `extension.order_not_standing`,
            `extension.unknown_party`, `extension.nothing_told`, `extension.unknown_finding`,
            `extension.reason_missing`, `extension.words_long`, `extension.closed`, `extension.not_running`,
            `extension.not_later`, `extension.before_order`, `extension.received_before`, `extension.ahead`,
            those of `scans.look`, and what the renderer refuses a file for.
    """
    files = scans.look(desk, told.scans)
    with desk.store.transaction(desk.user) as tx:
        order = answered(desk, told.document_id)
        _refuse(desk, order, told)
        kept = scans.keep(desk.store, files)
        dues = [order.course(one, told.party_id).due for one in told.finding_ids]
        fields: dict[str, object] = {
            "document_id": told.document_id,
            "target_id": order.target.id,
            "party_id": told.party_id,
            "on": told.on.isoformat(),
            "received_on": told.received_on.isoformat(),
            "due": values.iso(max((day for day in dues if day is not None), default=None)),
            "new_due": told.new_due.isoformat(),
            "reason": told.reason.strip(),
            "finding_ids": list(told.finding_ids),
            "scans": scans.fields_of(kept),
        }
        request_id = tx.create(KIND, fields)
        for finding_id in told.finding_ids:
            content: dict[str, object] = {
                "request_id": request_id,
                "party_id": told.party_id,
                "document_id": told.document_id,
                "on": told.on.isoformat(),
                "new_due": told.new_due.isoformat(),
                "scans": [one.sha256 for one in kept],
            }
            tx.act(ActKind.ASK, "finding", finding_id, content)
    return request_id


def _refuse(desk: Desk, told: Answered, asked: Ask) -> None:
    order, number = told.order, told.order.number
    # An opinion that passes or hands on sets no day.
    if order.kind not in OBLIGING or order.due_on is None:
        raise RuleError(
            "extension.not_an_order", where="extension.document", number=number, label=order.label
        )
    if not told.stands:
        raise RuleError(
            "extension.order_not_standing", where="extension.document", number=number, source=SOURCE
        )
    if told.party(asked.party_id) is None or not any(
        told.obliged(asked.party_id, (one,)) for one in order.finding_ids
    ):
        raise RuleError("extension.unknown_party", where="extension.party", number=number, source=SOURCE)
    if not asked.finding_ids:
        raise RuleError("extension.nothing_told", where="extension.findings", number=number)
    strange = next((one for one in asked.finding_ids if not told.obliged(asked.party_id, (one,))), None)
    if strange is not None:
        raise RuleError("extension.unknown_finding", where=f"extension.findings.{strange}", number=number)
    if not asked.reason.strip():
        raise RuleError("extension.reason_missing", where="extension.reason", number=number, source=SOURCE)
    if len(asked.reason) > MOST_WORDS:
        raise RuleError(
            "extension.words_long", where="extension.reason", length=len(asked.reason), most=MOST_WORDS
        )
    refuse_days(Days(asked.on, asked.received_on, order.issued_on, desk.today()), ASK_DAYS, number)
    for finding_id in asked.finding_ids:
        _refuse_course(told, finding_id, asked)


def _refuse_course(told: Answered, finding_id: str, asked: Ask) -> None:
    course, number, new_due = told.course(finding_id, asked.party_id), told.order.number, asked.new_due
    where, item = f"extension.findings.{finding_id}", told.row(finding_id)
    if not course.open:
        raise RuleError(
            "extension.closed",
            where=where,
            number=number,
            item=item,
            state=str(course.state.word),
            closed_on=values.iso(course.closed_on),
            source=SOURCE,
        )
    if course.state.word not in EXTENDABLE:
        raise RuleError(
            "extension.not_running",
            where=where,
            number=number,
            item=item,
            state=str(course.state.word),
            source=SOURCE,
        )
    if course.due is not None and new_due <= course.due:
        raise RuleError(
            "extension.not_later",
            where="extension.new_due",
            number=number,
            new_due=new_due.isoformat(),
            due=course.due.isoformat(),
            source=SOURCE,
        )


def begin(desk: Desk, request_id: str, *, inspection_id: str = "", grant: bool = True) -> str:
    """Begin the decision on a request, prefilled from it, and return the document's id.

    Args:
        inspection_id: whose officers sign; left out, those of the order's visit.
        grant: whether it begins as a consent or as a refusal.

    Raises:
        RuleError: `extension.none`, `extension.decided`, and those of `drafts.begin`.
    """
    asked = asked_of(desk, request_id)
    if asked.decision_id:
        raise RuleError("extension.decided", where=request_id, number=_number(desk, asked.decision_id))
    order = issued.must_be_issued(desk.store, asked.document_id)
    fields: dict[str, object] = {
        "about": asked.document_id,
        "request_id": request_id,
        "own_asked_on": values.iso(asked.on),
        "own_reason": asked.reason,
        "own_decision": _choice(desk, grant=grant),
        "own_new_due": values.iso(asked.new_due) if grant else "",
    }
    return drafts.begin(
        desk,
        inspection_id or order.inspection_id,
        DocumentKind.EXTENSION_DECISION,
        asked.finding_ids,
        addressee_id=asked.party_id,
        **fields,
    )


def _choice(desk: Desk, *, grant: bool) -> str:
    """Return how the office's own wording says yes or no."""
    template = drafts.template_of(desk, DocumentKind.EXTENSION_DECISION)
    field = next((one for one in template.fields if one.code == "decision"), None)
    choices = field.choices if field is not None else ()
    return next((one for one in choices if one.startswith(GRANTED) is grant), "")


def _number(desk: Desk, document_id: str) -> str:
    told = issued.document(desk.store, document_id)
    return told.number if told is not None else ""


def asked_of(desk: Desk, request_id: str) -> Asked:
    """Return a request as it is kept, and what was decided on it.

    Raises:
        RuleError: `extension.none`.
    """
    record = desk.store.record(KIND, request_id)
    if record is None or record.deleted:
        raise RuleError("extension.none", where=request_id)
    return _with_decisions(desk, [record])[0]


def asked_about(desk: Desk, document_ids: Sequence[str]) -> tuple[Asked, ...]:
    """Return the requests about these orders, as they came; in as many looks for many as for one."""
    return _with_decisions(desk, desk.store.several(KIND, document_ids, "document_id"))


def open_asks(desk: Desk, target_id: str = "") -> tuple[Asked, ...]:
    """Return the requests that wait for a decision, the oldest first; a closed finding waits for none.

    Args:
        target_id: of one target; left out, of all.
    """
    running = board.open_duties(desk, words=[str(one) for one in EXTENDABLE], target_id=target_id)
    acts = desk.store.acts_of("finding", list({one.finding_id for one in running}), ActKind.ASK)
    owed = {(one.finding_id, one.party_id) for one in running}
    ids = {
        values.text(act.content, "request_id"): None
        for finding_id, of in acts.items()
        for act in of
        if (finding_id, values.text(act.content, "party_id")) in owed
    }
    told = _with_decisions(desk, desk.store.several(KIND, list(ids)))
    return tuple(sorted((one for one in told if one.granted is None), key=lambda one: values.iso(one.on)))


def _with_decisions(desk: Desk, records: Sequence[Record]) -> tuple[Asked, ...]:
    store = desk.store
    papers = store.several("document", [one.id for one in records], "request_id")
    known = issued.documents(store, [one.id for one in papers])
    acts = store.acts_of(
        "finding", {each for one in records for each in _findings(one.fields)}, ActKind.EXTEND
    )
    granted = {
        values.text(act.content, "by"): values.flag(act.content, "granted")
        for of in acts.values()
        for act in of
    }
    standing = {
        values.text(one.fields, "request_id"): one.id
        for one in papers
        if one.id in known and known[one.id].fate == "issued"
    }
    return tuple(_asked(one, standing.get(one.id, ""), granted) for one in records)


def _findings(fields: Mapping[str, object]) -> tuple[str, ...]:
    told = fields.get("finding_ids")
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


def _asked(record: Record, decision_id: str, granted: Mapping[str, bool]) -> Asked:
    told = record.fields
    on, due = values.day(told, "on"), values.day(told, "due")
    return Asked(
        id=record.id,
        document_id=values.text(told, "document_id"),
        target_id=values.text(told, "target_id"),
        party_id=values.text(told, "party_id"),
        on=on,
        received_on=values.day(told, "received_on"),
        due=due,
        new_due=values.day(told, "new_due"),
        reason=values.text(told, "reason"),
        finding_ids=_findings(told),
        scans=scans.read(told),
        late=on is not None and due is not None and on > due,
        decision_id=decision_id,
        granted=granted.get(decision_id, False) if decision_id else None,
    )


@dataclass(frozen=True, slots=True)
class Rates:
    """How a set of duties (finding × party) kept their deadlines; each is counted once.

    Attributes:
        on_time: closed by the last day they were first given; ordered again heals nothing.
        extended: closed by a day that an extension asked for in time had set.
        late: closed afterwards, or open and past it; an extension asked for after the deadline is no excuse.
        running: open, and their day is still to come.
        unset: without a last day, or ended without one: corrected on the spot, withdrawn.
    """

    on_time: int = 0
    extended: int = 0
    late: int = 0
    running: int = 0
    unset: int = 0

    @property
    def counted(self) -> int:
        """Return how many have come to a result: the denominator of the rate."""
        return self.on_time + self.extended + self.late

    @property
    def rate(self) -> float | None:
        """Return the share that kept their day, from 0 to 1; None while there is nothing to count."""
        return (self.on_time + self.extended) / self.counted if self.counted else None


def rates(desk: Desk, finding_ids: Sequence[str]) -> Rates:
    """Return how the duties of these findings kept their deadlines today."""
    known = duties.courses(desk, finding_ids)
    return rated((course for of in known.values() for course in of.values()), desk.today())


def rated(courses: Iterable[Course], today: date) -> Rates:
    """Return how these duties kept their deadlines on that day."""
    counts = dict.fromkeys(("on_time", "extended", "late", "running", "unset"), 0)
    for course in courses:
        counts[_rating(course, today)] += 1
    return Rates(**counts)


def _rating(course: Course, today: date) -> str:
    if course.on_time is not None:
        if not course.on_time:
            return "late"
        return "extended" if course.extensions else "on_time"
    if course.timely_until is None or not course.open:
        return "unset"
    return "late" if today > course.timely_until else "running"
