"""All that the workbench shows, read once from casework as frozen values. Knows no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import opinions
from inspector_app.casework.history import carry, repeats
from inspector_app.casework.history.carry import LastTime
from inspector_app.casework.history.repeats import Earlier
from inspector_app.casework.overview import reviews
from inspector_app.casework.overview.reviews import CameBack
from inspector_app.casework.papers import cases, debts, drafts, elsewhere, issued, submissions
from inspector_app.casework.papers.debts import Debt
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.papers.subjects import OWN
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections, results
from inspector_app.domain.documents import Draft, Office, Standing
from inspector_app.domain.findings import Finding
from inspector_app.domain.inspections import Inspection
from inspector_app.domain.people import Officer
from inspector_app.domain.rules import Rules
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import AUTHORITY, DocumentKind
from inspector_app.ui.controls.spot import RECHECK, Spot

SEEN, SEEN_NOTE = "recheck", "recheck_note"
"""Fields of a recheck opinion: what was seen of a finding; the finding's id follows a colon."""
SUBMIT = "submit"
"""No field of the document's form: what lays it before a supervisor, above the page."""
AGAIN = frozenset({Standing.CHANGED, Standing.LOST, Standing.RETURNED})
OPEN = "ui.open_inspection"
"""Device setting: the inspection that is open; empty after a proper end."""
OPEN_FINDING = "ui.open_finding"
"""Device setting: the finding that was opened last; it counts only together with OPEN."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of this inspection.

    Attributes:
        number: empty until it is issued.
        late: it was issued on paper and keyed in (补录).
    """

    id: str
    kind: DocumentKind
    label: str
    number: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What is read once when the inspection is opened: the target before it, and the dossier's return.

    Attributes:
        returned: the supervisor's return that waits for an answer.
    """

    last: LastTime = field(default_factory=LastTime)
    earlier: Mapping[str, tuple[Earlier, ...]] = field(default_factory=dict)
    returned: CameBack | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """One inspection with the document being worked on.

    Attributes:
        state: the inspection's state in words.
        locked: concluded; nothing may be changed any more.
        ordered: ids of findings that an issued document names; they may not be changed.
        kinds: kinds of document that may be made for this target, with their labels.
        papers: the inspection's documents, in the order they were begun.
        draft: the document being worked on, None when none was chosen yet.
        issued: that document's frozen form once it has a number.
        stops: issued stop-work notices of this target, while a resumption is worked on that must name one.
        others: its standing documents that the one being worked on may be about.
        last: what the visit before offers and this one has not taken over yet.
        earlier: orders of the last twelve months at this target, by clause.
        reviewer: name of the supervisor that the draft awaits; empty for any of them.
        debt: the approval of the issued document that is to be made up, or was.
        rechecks: the inspection rechecks orders: old findings stand in a tab of their own.
        returned: a supervisor returned the dossier and waits for an answer.
    """

    inspection: Inspection
    target: Target
    state: str
    locked: bool
    today: date
    rules: Rules
    office: Office
    staff: tuple[Officer, ...]
    findings: tuple[Finding, ...]
    ordered: frozenset[str]
    kinds: tuple[tuple[DocumentKind, str], ...]
    papers: tuple[Paper, ...]
    draft: Draft | None = None
    issued: Issued | None = None
    stops: tuple[Paper, ...] = ()
    others: tuple[Paper, ...] = ()
    last: LastTime = field(default_factory=LastTime)
    earlier: Mapping[str, tuple[Earlier, ...]] = field(default_factory=dict)
    reviewer: str = ""
    debt: Debt | None = None
    rechecks: bool = False
    returned: CameBack | None = None

    @property
    def needs_approval(self) -> bool:
        """Tell whether the office issues the document being worked on only with a leader's approval."""
        return self.draft is not None and submissions.needed(
            self.rules.template_for(self.draft.kind, self.target.kind)
        )

    @property
    def addressee_id(self) -> str:
        """The party that orders are for: the document's addressee, else the target's main party."""
        if self.draft is not None and self.draft.addressee is not None:
            return self.draft.addressee.id
        kind = self.rules.targets.get(self.target.kind)
        party = self.target.party(kind.main_role) if kind else None
        return party.id if party else ""

    @property
    def tells_batch(self) -> bool:
        """Tell whether a document of this kind of target has a column for the lots concerned."""
        tables = [self.rules.templates[kind].table for kind, _ in self.kinds]
        return any("{批次}" in cell for one in tables if one is not None for cell in one.cells)

    def ticked(self, finding_id: str) -> bool:
        """Tell whether the document being worked on is about this finding."""
        return self.draft is not None and any(one.id == finding_id for one in self.draft.findings)


def read(desk: Desk, inspection_id: str, document_id: str = "", history: History | None = None) -> Bench:
    """Return the workbench of an inspection.

    Args:
        history: what `history_of` told of the target.

    Raises:
        RuleError: `inspection.none`, `document.none`, `registry.no_target`.
    """
    store = desk.store
    inspection = inspections.inspection_of(store, inspection_id)
    target = registry.target_of(store, inspection.target_id)
    found = findings.findings_of(store, inspection_id)
    draft = drafts.draft_of(desk, document_id) if document_id else None
    papers = tuple(_paper(desk, one) for one in drafts.documents_of(store, inspection_id))
    record = store.record("inspection", inspection_id)
    state = inspections.state_of(desk, record).word if record else ""
    history = history or History()
    return Bench(
        inspection=inspection,
        target=target,
        state=state,
        locked=inspections.concluded(store, inspection_id),
        today=desk.today(),
        rules=desk.rules,
        office=registry.office_of(store),
        staff=registry.officers(store),
        findings=found,
        ordered=frozenset(one.id for one in found if findings.ordered_by(store, one.id)),
        kinds=_kinds_here(desk, target),
        papers=papers,
        draft=draft,
        issued=issued.document(store, document_id) if document_id else None,
        stops=_standing(desk, target.id, _stops(draft)),
        others=_standing(desk, target.id, _about(desk.rules, draft)),
        last=carry.left_over(history.last, found, inspection.present),
        earlier=history.earlier,
        reviewer=_reviewer(desk, draft),
        debt=debts.debt_of(desk, document_id) if document_id else None,
        rechecks=record is not None and bool(results.orders_of(record)),
        returned=history.returned,
    )


def _reviewer(desk: Desk, draft: Draft | None) -> str:
    to = draft.review.to if draft is not None and draft.review is not None else ""
    return submissions.names(desk.store).get(to, to) if to else ""


def history_of(desk: Desk, inspection_id: str) -> History:
    """Return what is known of the inspection's target from before, and whether its dossier came back.

    Raises:
        RuleError: `inspection.none`.
    """
    target_id = inspections.inspection_of(desk.store, inspection_id).target_id
    earlier = repeats.earlier(desk.store, target_id, inspection_id, desk.today())
    back = reviews.came_back(desk.store, inspection_id)
    return History(carry.last_time(desk, inspection_id), earlier, back)


def _about(rules: Rules, draft: Draft | None) -> tuple[DocumentKind, ...]:
    template = rules.template_for(draft.kind, draft.target.kind) if draft else None
    return template.about if template else ()


def kinds(rules: Rules, target: Target) -> tuple[tuple[DocumentKind, str], ...]:
    """Return the kinds of document that the office makes for a kind of target, in the order of its form."""
    kind = rules.targets.get(target.kind)
    wanted = [DocumentKind(one) for one in (kind.documents if kind else ())]
    return tuple((one, rules.templates[one].label) for one in wanted if one in rules.templates)


def _kinds_here(desk: Desk, target: Target) -> tuple[tuple[DocumentKind, str], ...]:
    """Return those of them that are made in this workspace."""
    offered = kinds(desk.rules, target)
    return tuple(one for one in offered if not elsewhere.made_elsewhere(desk.store, one[0]))


def _paper(desk: Desk, document_id: str) -> Paper:
    kind = drafts.kind_of(desk.store, document_id)
    template = desk.rules.templates.get(kind)
    told = issued.document(desk.store, document_id)
    label = told.label if told else template.label if template else str(kind)
    return Paper(document_id, kind, label, told.number if told else "", late=bool(told and told.late))


def _stops(draft: Draft | None) -> tuple[DocumentKind, ...]:
    resumes = draft is not None and draft.kind is DocumentKind.RESUMPTION_NOTICE
    return (DocumentKind.STOP_WORK_NOTICE,) if resumes else ()


def _standing(desk: Desk, target_id: str, kinds: tuple[DocumentKind, ...]) -> tuple[Paper, ...]:
    """Return the target's documents of these kinds that are issued, neither void nor revoked.

    Its own visits are gone through, not all that the office ever issued: this is read after every field.
    """
    store = desk.store
    visits = store.records("inspection", where={"target_id": target_id}) if kinds else []
    ids = (one for visit in visits for one in drafts.documents_of(store, visit.id))
    told = (issued.document(store, one) for one in ids if drafts.kind_of(store, one) in kinds)
    return tuple(
        Paper(one.id, DocumentKind(one.kind), one.label, one.number)
        for one in told
        if one is not None and one.fate == "issued"
    )


def paper_for(desk: Desk, inspection_id: str, kind: DocumentKind) -> str:
    """Return the unissued document of a kind, begun over the fitting findings when there is none.

    Raises:
        RuleError: `inspection.none`, `document.no_template`; those of `opinions.begin` at a recheck.
    """
    for document_id in drafts.documents_of(desk.store, inspection_id):
        same = drafts.kind_of(desk.store, document_id) is kind
        if same and issued.issue_act(desk.store, document_id) is None:
            return document_id
    visit = desk.store.record("inspection", inspection_id)
    if kind is DocumentKind.RECHECK_OPINION and visit is not None and results.orders_of(visit):
        return opinions.begin(desk, inspection_id)
    found = findings.findings_of(desk.store, inspection_id)
    fitting = set(cases.fitting(kind, found))
    wanted = [one.id for one in found if one.number in fitting]
    return drafts.begin(desk, inspection_id, kind, wanted)


def fits(kind: DocumentKind, finding: Finding) -> bool:
    """Tell whether a new finding belongs into a document of this kind."""
    return bool(cases.fitting(kind, (finding,)))


def spot_of(field: str, bench: Bench) -> Spot | None:
    """Return the spot that a gate's line leads to; None for what no field can mend.

    Args:
        field: of a `Missing`, e.g. `findings.2.clause`, `inspection.place`, `document.stop_work.parts`.
    """
    head, _, rest = field.partition(".")
    if field == "document.approval" and bench.draft is not None and to_submit_again(bench.draft):
        return Spot("document", bench.draft.id, SUBMIT)
    if head == "inspection":
        return Spot("inspection", bench.inspection.id, _INSPECTION.get(rest) or _visit_name(rest, bench))
    if head == "findings":
        return _finding_spot(rest, bench)
    if bench.draft is None:
        return None
    if head == "addressee":
        return _addressee_spot(rest, bench, bench.draft)
    if head == "target":
        return Spot("target", bench.target.id, _target_name(rest, bench))
    if head == "document":
        own, _, code = rest.partition(".")
        name = f"{OWN}{code}" if own == "own" else _DOCUMENT.get(rest)
        return Spot("document", bench.draft.id, name) if name else None
    return Spot(head, head, rest) if head == "office" else None


def to_submit_again(draft: Draft) -> bool:
    """Tell whether a draft was laid before a supervisor, and must be laid before one anew."""
    return draft.review is not None and draft.review.standing in AGAIN


def is_gone(field: str, bench: Bench) -> bool:
    """Tell whether a line is about a finding that left the document since the gate weighed it."""
    head, _, rest = field.partition(".")
    index = rest.partition(".")[0]
    there = len(bench.draft.findings) if bench.draft is not None else 0
    return head == "findings" and index.isdigit() and int(index) >= there


def _visit_name(rest: str, bench: Bench) -> str:
    """Return the field of the visit, or of the one person whom the line is about."""
    name, _, index = rest.partition(".")
    index = index.partition(".")[0]
    visit = bench.inspection
    ids = {
        "officers": [f"edit_{one.id}" for one in visit.officers],
        "present": [f"unmeet_{one.id}" for one in visit.present if one.id],
    }.get(name, [])
    if index.isdigit() and int(index) < len(ids):
        return ids[int(index)]
    if name == "officers":
        there = {one.id for one in visit.officers}
        others = any(one.certified(bench.today) and one.id not in there for one in bench.staff)
        invalid = [one.id for one in visit.officers if not one.certified(bench.today)]
        if invalid and (bench.locked or not others):
            # Nobody can be added who would mend it: the certificate itself must be.
            return f"edit_{invalid[0]}"
    return name


def _addressee_spot(rest: str, bench: Bench, draft: Draft) -> Spot:
    """Return where the addressee is mended: its own entry, the entry of one that lacks, else the choice."""
    if draft.addressee is not None and draft.addressee.id == AUTHORITY:
        return Spot("document", draft.id, OWN + AUTHORITY)
    if draft.addressee is not None:
        return Spot("target", bench.target.id, f"party:{draft.addressee.id}:{rest}")
    kind = bench.rules.targets.get(bench.target.kind)
    if kind is not None and bench.target.party(kind.main_role) is None:
        return Spot("target", bench.target.id, f"role:{kind.main_role}")
    return Spot("document", draft.id, "addressee_id")


def _target_name(rest: str, bench: Bench) -> str:
    """Return the target's field: `name`, `fact:<code>`, `party:<id>:name`."""
    head, _, part = rest.partition(".")
    index, _, name = part.partition(".")
    if rest == "parties" and bench.target.parties:
        return f"party:{bench.target.parties[-1].id}:name"
    if head == "parties" and index.isdigit() and int(index) < len(bench.target.parties):
        return f"party:{bench.target.parties[int(index)].id}:{name}"
    return rest if rest in ("name", "address", "project") else f"fact:{rest}"


def _finding_spot(rest: str, bench: Bench) -> Spot:
    index, _, name = rest.partition(".")
    if not index or bench.draft is None:
        return Spot("finding", "", "fact")
    finding = bench.draft.findings[int(index)]
    name = name.split(".", 1)[0]
    if bench.draft.kind is DocumentKind.RECHECK_OPINION and name in ("", "recheck") and bench.rechecks:
        party_id = bench.draft.addressee.id if bench.draft.addressee is not None else ""
        return Spot(RECHECK, bench.inspection.id, f"{finding.id}:{party_id}")
    if bench.draft.kind is DocumentKind.RECHECK_OPINION and name in ("", "recheck"):
        return Spot("document", bench.draft.id, f"{SEEN_NOTE if name else SEEN}:{finding.id}")
    if name in ("measure", "due"):
        name = f"{name}:{bench.addressee_id}"
    return Spot("finding", finding.id, name or "fact")


_INSPECTION = {
    "approval": "approval.approver",
    "approval.number": "approval.number",
    "approval.urgent_reason": "approval.urgent_reason",
}

_DOCUMENT = {
    "kind": "kind",
    "about": "about",
    "reply_due": "reply_due",
    "trace": "trace",
    "approval": "approval.approver",
    "approval.at": "approval.at",
    "approval.number": "approval.number",
    "defence": "defence_heard",
    "stop_work.parts": "stop_parts",
    "stop_work.start": "stop_start",
    "stop_work.evacuation": "evacuation",
    "stop_work.conditions": "conditions",
    "resumption.stop_work": "resumes",
    "resumption.verification": "verification",
    "resumption.parts": "resume_parts",
    "resumption.start": "resume_start",
    "service.matter": "service_matter",
    "service.document": "service_of",
    "service.place": "service_place",
    "service.method": "service_method",
}
"""Fields of the gate that stand in the document's own form."""
