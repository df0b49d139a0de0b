"""A visit that was recorded on paper: weighed, and written with its findings in the day's one transaction."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings
from inspector_app.casework.visits.findings import NewFinding
from inspector_app.domain import late
from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.findings import Finding
from inspector_app.domain.late import Around, LatePaper, LateVisit, Seen
from inspector_app.domain.numbers import Serial
from inspector_app.domain.people import Officer
from inspector_app.domain.rules import Rules
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import ORDERING, DocumentKind, DocumentTemplate
from inspector_app.store.queries import Reads
from inspector_app.store.reading import Record
from inspector_app.store.transaction import Tx

_YEAR, _SERIAL = "\ue000", "\ue001"


def is_late(visit: Record) -> bool:
    """Tell whether a visit was recorded on paper and keyed in afterwards."""
    return values.flag(visit.fields, "late")


def completed(
    found: Sequence[NewFinding], papers: Iterable[LatePaper], on: date | None
) -> tuple[NewFinding, ...]:
    """Return the findings with what the paper says once for all of them: the day, and the last day."""
    days = {
        (number, paper.addressee_id): paper.due_on
        for paper in reversed(tuple(papers))
        if paper.kind in ORDERING and paper.due_on is not None
        for number in paper.findings
    }
    return tuple(
        replace(
            one,
            seen_on=one.seen_on or on,
            duties=tuple(
                replace(duty, due=duty.due or days.get((number, duty.party_id))) for duty in one.duties
            ),
        )
        for number, one in enumerate(found, start=1)
    )


def seen_new(found: Iterable[NewFinding], rules: Rules) -> tuple[Seen, ...]:
    """Return findings that are being keyed in as a paper about them is weighed."""
    return tuple(
        _seen(
            number,
            one.fact,
            one.seen_on,
            {duty.party_id: duty.due for duty in one.duties},
            one.clause_id,
            rules,
        )
        for number, one in enumerate(found, start=1)
    )


def seen_of_day(
    found: Sequence[NewFinding], papers: Sequence[LatePaper], paper: LatePaper, on: date | None, rules: Rules
) -> tuple[Seen, ...]:
    """Return the findings of a day as one of its papers is weighed: its own last day goes first."""
    return seen_new(completed(found, (paper, *papers), on), rules)


def ordered_by(paper: LatePaper, seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """Return findings on record as a further paper orders them: its addressee by the day that it sets."""
    if paper.kind not in ORDERING or paper.due_on is None:
        return tuple(seen)
    return tuple(
        replace(one, dues={**one.dues, paper.addressee_id: paper.due_on})
        if one.number in paper.findings and paper.addressee_id in one.dues
        else one
        for one in seen
    )


def seen_known(found: Iterable[Finding], rules: Rules) -> tuple[Seen, ...]:
    """Return findings on record as a paper about them is weighed."""
    return tuple(
        _seen(
            one.number,
            one.fact,
            one.seen_on,
            {duty.party_id: duty.due for duty in one.obligations},
            one.clause_id,
            rules,
        )
        for one in found
    )


def _seen(
    number: int, fact: str, on: date | None, dues: dict[str, date | None], clause_id: str, rules: Rules
) -> Seen:
    clause = rules.clauses.get(clause_id)
    in_force = clause is not None and on is not None and clause.in_force(on)
    return Seen(number, fact, on, dues, clause_id, clause is not None, in_force)


def around(
    desk: Desk,
    reads: Reads,
    target: Target,
    seen: Sequence[Seen],
    papers: Iterable[LatePaper],
    visited_on: date | None,
) -> Around:
    """Return what late papers of a visit are held against."""
    kind = desk.rules.targets.get(target.kind)
    numbers = [late.tidy(paper.number) for paper in papers]
    taken = {one: next(iter(known.values())) for one in numbers if (known := reads.bearers(one))}
    return Around(
        today=desk.today(),
        visited_on=visited_on,
        kinds=kind.documents if kind else (),
        templates=_wordings(desk, target),
        party_ids=frozenset(one.id for one in target.parties),
        seen=seen,
        taken=taken,
        own_series=_own_series(desk),
        conduct=frozenset(desk.rules.conduct),
    )


def _wordings(desk: Desk, target: Target) -> dict[DocumentKind, DocumentTemplate]:
    known = ((kind, desk.rules.template_for(kind, target.kind)) for kind in DocumentKind)
    return {kind: template for kind, template in known if template is not None}


def _own_series(desk: Desk) -> dict[DocumentKind, re.Pattern[str]]:
    """Return what the numbers look like that this laptop gives, by kind, written plainly."""
    office, machine = registry.office_of(desk.store), desk.store.meta.machine_code
    told = {}
    for kind, template in desk.rules.templates.items():
        _, prefix = office.body(template.body)
        pattern = template.number.replace("{年}", _YEAR).replace("{流水}", _SERIAL)
        shape = Serial(machine, str(kind), 0, 0).text(pattern, prefix=prefix, word=template.word)
        told[kind] = re.compile(
            re.escape(late.plain(shape)).replace(_YEAR, r"(?P<year>\d{4})").replace(_SERIAL, r"\d+")
        )
    return told


def officers(reads: Reads, visit: LateVisit) -> tuple[Officer, ...]:
    """Return the people of the bureau that the paper names."""
    known = (reads.record("person", one) for one in visit.officer_ids)
    return tuple(registry.officer_of(one) for one in known if one is not None and not one.deleted)


def write(tx: Tx, visit: LateVisit, found: Iterable[NewFinding]) -> tuple[str, tuple[str, ...]]:
    """Write the visit, its people and its findings, and conclude it; return its id and the findings'."""
    visit_id = tx.create("inspection", _fields(visit))
    for sort, person_id in enumerate(visit.officer_ids):
        tx.create("attendance", {"inspection_id": visit_id, "person_id": person_id, "sort": sort})
    ids = tuple(findings.write(tx, visit_id, one) for one in found)
    tx.act(ActKind.CONCLUDE, "inspection", visit_id, {"ended": values.iso(visit.ended), "late": True})
    return visit_id, ids


def _fields(visit: LateVisit) -> dict[str, object]:
    texts = ("place", "source", "notice", "notice_waived", "scope", "handling", "opinion", "refusal")
    return {
        "target_id": visit.target_id,
        "started": values.iso(visit.started),
        "ended": values.iso(visit.ended),
        "credentials_shown": visit.credentials_shown,
        "late": True,
        "late_author": visit.author,
        "late_reason": visit.reason,
        **{name: told for name in texts if (told := getattr(visit, name))},
    }


def visited_on(visit: LateVisit) -> date | None:
    """Return the day of the visit in China."""
    return local_date(visit.started) if visit.started else None
