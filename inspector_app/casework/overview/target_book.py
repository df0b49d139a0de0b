"""The registry as lists and cards show it: targets found and told in a line, one target with all about it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import stops
from inspector_app.casework.followup.stops import Stop
from inspector_app.casework.papers import duties, issued
from inspector_app.casework.targets import registry
from inspector_app.casework.targets.initials import initials
from inspector_app.casework.targets.searched import PARTY, TARGET
from inspector_app.casework.visits import inspections
from inspector_app.domain.errors import Progress
from inspector_app.domain.states import FindingState, State
from inspector_app.domain.targets import Target
from inspector_app.store.reading import Record
from inspector_app.store.searching import folded, parts_of
from inspector_app.store.store import Store

AT_ONCE = 25
"""Visits that are read in one look; between two of them one may stop."""

MOST_FOUND = 200
MOST_SHOWN = 5
DONE = (FindingState.CLOSED, FindingState.CORRECTED, FindingState.WITHDRAWN)
ALIKE = 0.6
"""Least share of the shorter name's pairs of characters that the other one has, to be worth a look."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as a list shows it.

    Attributes:
        kind: the word for its kind, its code when the edition has none.
        party: the main company's name.
        stage: what is known of its progress, in words.
        visited: the day of its newest inspection.
    """

    id: str
    kind: str
    name: str
    address: str
    party: str
    stage: str
    visited: date | None


@dataclass(frozen=True, slots=True)
class Visited:
    """An inspection of a target."""

    id: str
    started: date | None
    state: State
    findings: int


@dataclass(frozen=True, slots=True)
class TargetCard:
    """One target with what happened there.

    Attributes:
        visits, papers: the newest ones; `visit_count` and `paper_count` say how many there are.
        fact_labels: what each fact of this kind is called, by its code.
        open_findings: findings that are not closed, put right on the spot or withdrawn.
        overdue: those of them whose deadline is over.
        stops: what each stop-work among the papers has come to, by its document.
    """

    target: Target
    kind: str
    stage: str
    visits: tuple[Visited, ...]
    visit_count: int
    papers: tuple[issued.Issued, ...]
    paper_count: int
    open_findings: int
    overdue: int
    fact_labels: tuple[tuple[str, str], ...] = ()
    stops: Mapping[str, Stop] = field(default_factory=dict)


def found(desk: Desk, told: str, most: int = MOST_FOUND) -> list[str]:
    """Return the ids of the targets that words find, best first; without words all, visited last first."""
    if not parts_of(told):
        return _all(desk.store)
    hits = desk.store.search(told, (TARGET, PARTY), most)
    targets = {hit.id: hit.rank for hit in hits if hit.entity == TARGET}
    for party in desk.store.several(PARTY, [hit.id for hit in hits if hit.entity == PARTY]):
        targets.setdefault(values.text(party.fields, "target_id"), 3)
    recently = {one: n for n, one in enumerate(desk.store.newest("inspection", "target_id", most))}
    ranked = sorted(targets, key=lambda one: (targets[one], recently.get(one, most)))
    standing = {one.id for one in desk.store.several(TARGET, ranked)}
    return [one for one in ranked if one in standing][:most]


def _all(store: Store) -> list[str]:
    every = store.ids(TARGET)
    standing = set(every)
    recently = [one for one in store.newest("inspection", "target_id", MOST_FOUND) if one in standing]
    return list(dict.fromkeys((*recently, *every)))


def lines(desk: Desk, ids: Iterable[str]) -> list[TargetLine]:
    """Return these targets as a list shows them, in this order; one that is gone is left out."""
    wanted = list(ids)
    targets = {one.id: one for one in desk.store.several(TARGET, wanted)}
    parties = _by_target(desk.store.several(PARTY, wanted, "target_id", "sort"))
    visits = _by_target(desk.store.several("inspection", wanted, "target_id", "-started"))
    return [
        _line(desk, targets[one], parties.get(one, []), visits.get(one, []))
        for one in wanted
        if one in targets
    ]


def _by_target(records: Iterable[Record]) -> dict[str, list[Record]]:
    told: dict[str, list[Record]] = {}
    for one in records:
        told.setdefault(values.text(one.fields, "target_id"), []).append(one)
    return told


def find_lines(desk: Desk, told: str, most: int = 30) -> list[TargetLine]:
    """Return the targets that words find as a list shows them; without words those visited last."""
    return lines(desk, found(desk, told, most)[:most])


def _line(desk: Desk, record: Record, parties: Iterable[Record], visits: list[Record]) -> TargetLine:
    target = registry.target_with(record, parties)
    kind = desk.rules.targets.get(target.kind)
    main = target.party(kind.main_role) if kind is not None else None
    return TargetLine(
        target.id,
        kind.label if kind is not None else target.kind,
        target.name,
        target.address,
        main.name if main is not None else "",
        stage_of(desk, target),
        _day(visits[0].fields) if visits else None,
    )


def stage_of(desk: Desk, target: Target) -> str:
    """Return a target's progress in words: what papers print of it, else the name of its stage."""
    kind = desk.rules.targets.get(target.kind)
    stage = kind.phase(target.phase) if kind is not None else None
    return target.field("phase") or (stage.label if stage is not None else "")


def card(desk: Desk, target_id: str, progress: Progress | None = None) -> TargetCard:
    """Return a target with what happened there.

    Raises:
        RuleError: `registry.no_target`.
    """
    store = desk.store
    target = registry.target_of(store, target_id)
    kind = desk.rules.targets.get(target.kind)
    visits = store.records("inspection", where={"target_id": target_id}, order="-started")
    counts: Counter[str] = Counter()
    states: list[State] = []
    papers: list[issued.Issued] = []
    for first in range(0, len(visits), AT_ONCE):
        ids = [one.id for one in visits[first : first + AT_ONCE]]
        here = store.several("finding", ids, "inspection_id")
        counts.update(values.text(one.fields, "inspection_id") for one in here)
        states += duties.finding_states(desk, [one.id for one in here]).values()
        drafts = store.several("document", ids, "inspection_id")
        papers += issued.documents(store, [one.id for one in drafts]).values()
        if progress is not None:
            progress.step(min(first + AT_ONCE, len(visits)), len(visits))
    papers.sort(key=lambda one: (one.issued_on or date.min, one.number), reverse=True)
    still = [one for one in states if one.word not in DONE]
    return TargetCard(
        target=target,
        kind=kind.label if kind is not None else target.kind,
        stage=stage_of(desk, target),
        visits=tuple(
            Visited(one.id, _day(one.fields), inspections.state_of(desk, one), counts[one.id])
            for one in visits[:MOST_SHOWN]
        ),
        visit_count=len(visits),
        papers=tuple(papers[:MOST_SHOWN]),
        paper_count=len(papers),
        open_findings=len(still),
        overdue=sum(one.overdue for one in still),
        fact_labels=tuple((fact.code, fact.label) for fact in kind.fields) if kind is not None else (),
        stops={one.document_id: one for one in stops.several(desk, [one.id for one in papers[:MOST_SHOWN]])},
    )


def _day(fields: values.Fields) -> date | None:
    moment = values.moment(fields, "started")
    return moment.date() if moment is not None else None


def alike(desk: Desk, name: str, but: str = "", most: int = 3) -> list[str]:
    """Return the names of targets that may be the same: same initials, or mostly the same characters.

    Args:
        but: the id of the target that is being changed itself.
    """
    told = folded(name)[:48]
    if len(told) < 2:
        return []
    near: dict[str, str] = {}
    for target_id in _candidates(desk.store, told):
        record = desk.store.record(TARGET, target_id)
        if record is None or record.deleted or target_id == but:
            continue
        known = values.text(record.fields, "name")
        if _same(told, folded(known)):
            near[target_id] = known
    return list(dict.fromkeys(near.values()))[:most]


def _candidates(store: Store, told: str) -> list[str]:
    asked = [told[:2], *initials(told)[:1], *(told[n : n + 2] for n in range(2, len(told) - 1, 2))]
    counts: Counter[str] = Counter()
    for one in asked[:12]:
        counts.update(hit.id for hit in store.search(one, (TARGET,), 40))
    return [target_id for target_id, _ in counts.most_common(40)]


def _same(one: str, other: str) -> bool:
    if len(one) > 2 and set(initials(one)) & set(initials(other)):
        return True
    pairs, others = _pairs(one), _pairs(other)
    least = min(len(pairs), len(others))
    # A part of a site is called like the whole of it and more: the shorter name counts.
    return least > 1 and len(pairs & others) / least >= ALIKE


def _pairs(told: str) -> set[str]:
    return {told[n : n + 2] for n in range(len(told) - 1)}
