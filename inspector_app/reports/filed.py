"""Filings as the figures count them: from the filing workspace, by the day of their approval (立案日)."""

from dataclasses import replace
from datetime import date

from inspector_app.domain.acts import ActKind
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.filing import StepKind
from inspector_app.domain.statistics import DocumentFact, Figure
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.store import Store

CODE = "filings"


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


def unseen(told: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return figures that say of the filings that they were not counted: no key to the filing workspace."""
    return tuple(replace(one, counted=False) if one.code == CODE else one for one in told)
