"""What is known of one late entry for its sheet: its findings and how they stand, its scans, its visit."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties, issued, late_list, recheck, submissions
from inspector_app.casework.papers.late_list import Entry
from inspector_app.casework.visits import findings, inspections
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import RuleError
from inspector_app.domain.findings import Finding
from inspector_app.domain.states import State


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scan as it came: its hash, what its file was called, its pages."""

    sha256: str
    name: str
    pages: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One late entry with all about it.

    Attributes:
        state: the document's state today.
        keyed_by: name of who keyed it in.
        found: the findings that it names, each with its state today.
        others: other standing papers that bear its number.
        visit_late: the whole visit was recorded on paper.
    """

    entry: Entry
    state: State
    keyed_by: str
    found: tuple[tuple[Finding, State], ...]
    scans: tuple[Scanned, ...]
    others: tuple[issued.Issued, ...]
    visit_late: bool


def facts(desk: Desk, document_id: str) -> Facts:
    """Return all about a late entry.

    Raises:
        RuleError: `late.none` for a document that is none.
    """
    store = desk.store
    entry = late_list.entry(store, document_id)
    if entry is None:
        raise RuleError("late.none", where=document_id)
    paper = entry.paper
    known = {one.id: one for one in findings.findings_of(store, paper.inspection_id)}
    states = duties.finding_states(desk, paper.finding_ids)
    visit = store.record("inspection", paper.inspection_id)
    others = late_list.same_number(store, entry) if paper.fate != "void" else ()
    return Facts(
        entry,
        recheck.document_state(desk, document_id),
        submissions.names(store).get(entry.user, entry.user),
        tuple((known[one], states[one]) for one in paper.finding_ids if one in known and one in states),
        _scans(desk, document_id),
        others,
        visit is not None and values.flag(visit.fields, "late"),
    )


def _scans(desk: Desk, document_id: str) -> tuple[Scanned, ...]:
    """Return the scans of the act of issue, and those that came back later, each once."""
    told: dict[str, Scanned] = {}
    act = issued.issue_act(desk.store, document_id)
    kept = act.content.get("scans") if act is not None else None
    later = desk.store.acts("document", document_id, ActKind.RETURN, valid_only=True)
    for one in (*(kept if isinstance(kept, list) else ()), *(back.content for back in later)):
        if isinstance(one, Mapping):
            sha256 = values.text(dict(one), "sha256")
            scan = Scanned(sha256, values.text(dict(one), "name"), values.number(dict(one), "pages"))
            told.setdefault(sha256, scan)
    return tuple(told.values())


def ticks(desk: Desk, inspection_id: str) -> tuple[Finding, ...]:
    """Return the findings of a visit, for a further paper about them.

    Raises:
        RuleError: `inspection.none`.
    """
    inspections.inspection_of(desk.store, inspection_id)
    return tuple(findings.findings_of(desk.store, inspection_id))
