"""The visit: target, officers, findings with photos, and the papers begun."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import cases, drafts
from inspector_app.casework.play.stage import Stage
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import findings, inspections
from inspector_app.catalog.case import Case, moment
from inspector_app.domain.templates import DocumentKind


def visit(desk: Desk, case: Case, photos: Mapping[str, bytes], day: date) -> tuple[str, tuple[str, ...]]:
    """Enter the target, the officers, the visit as it begins, and the findings with their photos."""
    told = case.inspection
    target_id = _target(desk, case)
    officer_ids = [_officer(desk, case, n) for n in range(len(case.officers))]
    inspection_id = inspections.begin(
        desk,
        target_id,
        officer_ids,
        started=values.iso(moment(told.started, day)),
        place=told.place or case.target.address,
        source=told.source,
    )
    target = registry.target_of(desk.store, target_id)
    ids = []
    for one, finding in zip(case.findings, cases.findings_of(case, target, desk.rules, day), strict=True):
        duties = tuple(
            findings.Duty(duty.party_id, duty.measure, duty.due, duty.on_the_spot)
            for duty in finding.obligations
        )
        new = findings.NewFinding(
            finding.location,
            finding.fact,
            finding.clause_id,
            finding.severity,
            finding.seen_on,
            finding.criterion_id,
            finding.item,
            finding.batch,
            duties,
        )
        ids.append(findings.add(desk, inspection_id, new))
        for name in one.photos:
            findings.attach_photo(desk, ids[-1], photos[name], caption=one.caption, name=name)
    return inspection_id, tuple(ids)


def _target(desk: Desk, case: Case) -> str:
    told = case.target
    same = desk.store.records("target", where={"name": told.name, "kind": told.kind})
    if same and registry.target_of(desk.store, same[0].id).address == told.address:
        return same[0].id
    parties = tuple(
        registry.NewParty(
            one.role, one.name, one.credit_code, one.manager, one.manager_title, one.phone, one.address
        )
        for one in told.parties
    )
    new = registry.NewTarget(
        told.kind, told.name, told.address, parties, told.project, tuple(sorted(told.fields.items()))
    )
    return registry.add_target(desk, new)


def _officer(desk: Desk, case: Case, index: int) -> str:
    told = cases.officer_of(case.officers[index], index)
    for known in registry.officers(desk.store):
        if replace(known, id=told.id) == told:
            return known.id
    return registry.add_officer(desk, told)


def begin(stage: Stage, kind: DocumentKind) -> str:
    """Begin a document over the findings that the case names or that fit."""
    wanted = cases.numbers_of(stage.case.document(str(kind)), kind, stage.findings)
    ids = [stage.played.finding_ids[number - 1] for number in wanted]
    told = stage.told(kind)
    target = registry.target_of(
        stage.desk.store, inspections.inspection_of(stage.desk.store, stage.played.inspection_id).target_id
    )
    party = target.party(told.addressee) if told.addressee else None
    return drafts.begin(
        stage.desk, stage.played.inspection_id, kind, ids, addressee_id=party.id if party else ""
    )
