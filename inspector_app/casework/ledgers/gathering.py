"""What rows of several visits are reckoned from, read in as many looks for many visits as for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.ledgers.layouts import DOCUMENTS, sheet_of
from inspector_app.casework.papers import duties, issued, returns
from inspector_app.casework.papers.duties import Known
from inspector_app.casework.papers.issued import Issued
from inspector_app.casework.visits import results
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.parties import ROLE_LABELS, PartyRole
from inspector_app.store.reading import Record
from inspector_app.store.store import Store

LOOSE = "document:"
"""Begins the units of papers that no visit made."""

Grouped = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything about some visits.

    Attributes:
        visits: by id; `targets`, `findings` and `parties` likewise, those named from elsewhere among them.
        attending: people by visit, in their order; `present` who was met.
        found: findings by visit, by their number; `obliged` what is asked of whom by finding.
        known: courses of the duties about every finding that is named.
        papers: issued papers by id; `made` those of a visit; `ticking` those that name a finding.
        acts: valid acts about papers by paper; `told` about findings by finding; `closing` about visits.
        back: papers that came back signed and sealed.
        names: of who signed in, by user.
        loose: units of papers without a visit, as old registers tell them; `made` has them by their units.
    """

    visits: Mapping[str, Record]
    targets: Mapping[str, Record]
    parties: Grouped
    attending: Grouped
    present: Grouped
    people: Mapping[str, Record]
    found: Grouped
    findings: Mapping[str, Record]
    obliged: Grouped
    known: Mapping[str, Known]
    papers: Mapping[str, Issued]
    made: Mapping[str, Sequence[Issued]]
    ticking: Mapping[str, Sequence[Issued]]
    acts: Mapping[str, Sequence[Act]]
    told: Mapping[str, Sequence[Act]]
    closing: Mapping[str, Sequence[Act]]
    back: frozenset[str]
    names: Mapping[str, str]
    loose: Sequence[str]

    def target_of(self, visit: Record) -> Record | None:
        """Return the target of a visit."""
        return self.targets.get(values.text(visit.fields, "target_id"))

    def day_of(self, visit: Record) -> str:
        """Return the day of a visit as ISO text, empty while nobody told."""
        began = values.moment(visit.fields, "started")
        return values.iso(local_date(began)) if began is not None else ""

    def party_names(self, target_id: str, role: PartyRole) -> str:
        """Return who stands in a role at a target."""
        there = self.parties.get(target_id, ())
        return joined(
            values.text(one.fields, "name") for one in there if values.text(one.fields, "role") == role
        )

    def party(self, target_id: str, party_id: str) -> Record | None:
        """Return a company of a target."""
        return next((one for one in self.parties.get(target_id, ()) if one.id == party_id), None)

    def officers(self, visit_id: str, *, expert: bool = False) -> list[Record]:
        """Return who went there, each person once; experts apart (they do not count as officers)."""
        ids = dict.fromkeys(values.text(one.fields, "person_id") for one in self.attending.get(visit_id, ()))
        there = (self.people.get(one) for one in ids)
        return [one for one in there if one is not None and values.flag(one.fields, "expert") is expert]


def joined(told: Iterable[str]) -> str:
    """Return several words as one cell tells them, each once."""
    return "、".join(dict.fromkeys(one for one in told if one))


def role_label(party: Record | None) -> str:
    """Return what a company is at its target, in words."""
    role = values.text(party.fields, "role") if party is not None else ""
    return ROLE_LABELS[PartyRole(role)] if role in set(PartyRole) else ""


def gather(desk: Desk, visit_ids: Sequence[str]) -> Gathered:
    """Return everything about these visits; one that was removed is left out."""
    store = desk.store
    visits = _by_id(store.several("inspection", visit_ids))
    loose = {one.rpartition(":")[2]: one for one in visit_ids if one.startswith(LOOSE)}
    drafted = store.several("document", list(visits), "inspection_id")
    drafted += store.several("document", list(loose))
    papers = issued.documents(store, [one.id for one in drafted])
    orders = issued.documents(store, {one for visit in visits.values() for one in results.orders_of(visit)})
    own = store.several("finding", list(visits), "inspection_id", "number")
    named = (*papers.values(), *orders.values())
    elsewhere = {each for one in named for each in one.finding_ids} - {one.id for one in own}
    findings = _by_id([*own, *store.several("finding", list(elsewhere))])
    ticked = store.several("ticked", list(findings), "finding_id")
    naming = {values.text(one.fields, "document_id") for one in ticked} - papers.keys()
    every = {**orders, **issued.documents(store, naming), **papers}
    target_ids = {values.text(one.fields, "target_id") for one in visits.values()}
    target_ids |= {papers[one].target_id for one in loose if one in papers}
    attending = _group(store.several("attendance", list(visits), "inspection_id", "sort"), "inspection_id")
    persons = {values.text(one.fields, "person_id") for of in attending.values() for one in of}
    ticking: dict[str, list[Issued]] = {}
    for one in ticked:
        paper = every.get(values.text(one.fields, "document_id"))
        if paper is not None:
            ticking.setdefault(values.text(one.fields, "finding_id"), []).append(paper)
    return Gathered(
        visits=visits,
        targets=_with_gone(store, "target", target_ids),
        parties=_group(store.several("party", list(target_ids), "target_id", "sort"), "target_id"),
        attending=attending,
        present=_group(store.several("present", list(visits), "inspection_id", "sort"), "inspection_id"),
        people=_with_gone(store, "person", persons),
        found=_group(own, "inspection_id"),
        findings=findings,
        obliged=_group(store.several("obligation", list(findings), "finding_id"), "finding_id"),
        known=duties.known_of(desk, list(findings)),
        papers=every,
        made=_made(drafted, papers),
        ticking=ticking,
        acts=store.acts_of("document", list(every)),
        told=store.acts_of("finding", list(findings)),
        closing=store.acts_of("inspection", list(visits)),
        back=returns.all_returned(store, papers.values()),
        names={one.user: one.name for one in store.keyring.people()},
        loose=tuple(loose.values()),
    )


def loose_unit(paper: Issued) -> str:
    """Return the unit of a paper that no visit made: beside its target, whose name stands in its row."""
    return f"{LOOSE}{paper.target_id}:{paper.id}"


def _made(drafted: Iterable[Record], papers: Mapping[str, Issued]) -> dict[str, list[Issued]]:
    told: dict[str, list[Issued]] = {}
    for one in drafted:
        if one.id in papers:
            paper = papers[one.id]
            unit = values.text(one.fields, "inspection_id") or loose_unit(paper)
            told.setdefault(unit, []).append(paper)
    for of in told.values():
        of.sort(key=lambda one: (one.issued_on or date.max, one.number))
    return told


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {one.id: one for one in records}


def _with_gone(store: Store, entity: str, ids: Iterable[str]) -> dict[str, Record]:
    """Return records by their ids; one that was removed keeps what it said."""
    wanted = [one for one in ids if one]
    known = _by_id(store.several(entity, wanted))
    gone = (store.record(entity, one) for one in wanted if one not in known)
    return known | {one.id: one for one in gone if one is not None}


def _group(records: Iterable[Record], by: str) -> dict[str, list[Record]]:
    told: dict[str, list[Record]] = {}
    for one in records:
        told.setdefault(values.text(one.fields, by), []).append(one)
    return told


def units_of(store: Store, touched: Iterable[tuple[str, str]]) -> list[str]:
    """Return the visits whose rows depend on records that changed.

    Args:
        touched: (entity, id); `recheck` and `unit` are visits too.
    """
    named: dict[str, set[str]] = {}
    for entity, record_id in touched:
        named.setdefault(entity, set()).add(record_id)
    visits = {one for entity in ("inspection", "recheck", "unit") for one in named.get(entity, ())}
    papers, found = set(named.get("document", ())), set(named.get("finding", ()))
    _of_papers(store, papers, found, visits)
    _of_findings(store, found, visits)
    if people := named.get("person"):
        there = store.several("attendance", list(people), "person_id")
        visits |= {values.text(one.fields, "inspection_id") for one in there}
    if targets := named.get("target"):
        visits |= {one.id for one in store.several("inspection", list(targets), "target_id")}
    begins = [f"{LOOSE}{one}:" for one in targets or ()]
    visits |= set(store.ledger_units(sheet_of(DOCUMENTS), list(papers), begins))
    return sorted(visits - {""})


def _of_papers(store: Store, papers: set[str], found: set[str], visits: set[str]) -> None:
    """Add what papers are about: their visits, their findings, and the papers that they answer."""
    known = store.several("document", list(papers))
    about = {values.text(one.fields, name) for one in known for name in ("about", "revokes", "resumes")}
    answered = store.several("document", list(about - {""} - papers))
    answering = store.several("document", list(papers), "about")
    every = (*known, *answered, *answering)
    visits |= {values.text(one.fields, "inspection_id") for one in every}
    alone = [one.id for one in every if not values.text(one.fields, "inspection_id")]
    visits |= {loose_unit(one) for one in issued.documents(store, alone).values()}
    found |= {
        values.text(one.fields, "finding_id") for one in store.several("ticked", list(papers), "document_id")
    }


def _of_findings(store: Store, found: set[str], visits: set[str]) -> None:
    """Add the visits at which findings were seen, rechecked, or named by a paper."""
    if not found:
        return
    known = _with_gone(store, "finding", found)
    visits |= {values.text(one.fields, "inspection_id") for one in known.values()}
    ticked = store.several("ticked", list(found), "finding_id")
    naming = store.several("document", list({values.text(one.fields, "document_id") for one in ticked}))
    visits |= {values.text(one.fields, "inspection_id") for one in naming}
    rechecks = store.acts_of("finding", list(found), ActKind.RECHECK)
    visits |= {values.text(act.content, "recheck_id") for of in rechecks.values() for act in of}
