"""Filings as the figures count them: from the filing workspace, by the day of their approval (立案日)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.filing import StepKind
from inspector_app.domain.statistics import DEFINITIONS, CaseFact, Definition, DocumentFact, Figure
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.store import Store


def facts(filing: Store) -> tuple[DocumentFact, ...]:
    """Return the form of every case that was filed, with its day; a void form files nothing."""
    approved = filing.acts("case", None, ActKind.APPROVE, valid_only=True)
    told = [act for act in approved if act.content.get("step") == StepKind.FILED]
    fates = filing.fates({str(act.content.get("document_id", "")) for act in told})
    counted: dict[str, DocumentFact] = {}
    for act in told:
        form = str(act.content.get("document_id", ""))
        on: date | None = iso_day(str(act.content.get("on", "")))
        if on is not None and fates.get(form) == "issued":
            counted.setdefault(act.entity_id, DocumentFact(form, on, str(DocumentKind.FILING_FORM)))
    return tuple(counted.values())


def steps(filing: Store) -> tuple[CaseFact, ...]:
    """Return the steps that a leader approved in the courses of cases, each kind once a case."""
    told: dict[tuple[str, str], CaseFact] = {}
    for act in filing.acts("case", None, ActKind.APPROVE, valid_only=True):
        on, step = iso_day(str(act.content.get("on", ""))), str(act.content.get("step", ""))
        if on is not None and step:
            told.setdefault((act.entity_id, step), CaseFact(act.entity_id, on, step))
    return tuple(told.values())


def days(filing: Store) -> Mapping[str, date]:
    """Return the day on which each form filed its case (立案日), and that of each case's newest step."""
    told = {one.id: one.on for one in sorted(steps(filing), key=lambda one: one.on)}
    return told | {one.id: one.on for one in facts(filing)}


def cases_of(filing: Store) -> Mapping[str, str]:
    """Return the case of each form that filed one."""
    approved = filing.acts("case", None, ActKind.APPROVE, valid_only=True)
    told = {str(act.content.get("document_id", "")): act.entity_id for act in approved}
    return {form: case for form, case in told.items() if form}


def unseen(told: tuple[Figure, ...], definitions: Sequence[Definition] = DEFINITIONS) -> tuple[Figure, ...]:
    """Return figures that say of filings that they were not counted: no key to the filing workspace."""
    codes = {one.code for one in definitions if one.filing}
    return tuple(replace(one, counted=False) if one.code in codes else one for one in told)
