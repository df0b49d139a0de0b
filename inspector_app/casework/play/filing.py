"""The filing form of a case: opened over its findings, issued in the filing workspace, and filed by it."""

from collections.abc import Sequence
from dataclasses import replace

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import filing_papers, filings
from inspector_app.casework.papers import cases, documents, drafts
from inspector_app.casework.play.filling import fill
from inspector_app.casework.play.stage import Stage
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections
from inspector_app.domain.chinese import iso_day
from inspector_app.domain.errors import RuleError
from inspector_app.domain.filing import Step, StepKind
from inspector_app.domain.templates import DocumentKind

KIND = DocumentKind.FILING_FORM


def file(stage: Stage, filing: Desk, finding_ids: Sequence[str]) -> None:
    """Open the case that the case file tells of, issue its form, and file it by the same leader.

    Raises:
        RuleError: those of `filings.open_case`; `filing.party_missing` for a case without its main company.
    """
    own = cases.own_fields(stage.told(KIND), drafts.template_of(filing, KIND), filing.today())
    visit = inspections.inspection_of(stage.desk.store, stage.played.inspection_id)
    party = drafts.main_party(stage.desk, registry.target_of(stage.desk.store, visit.target_id))
    if party is None:
        raise RuleError("filing.party_missing", where="addressee.name", source="行政处罚法 40")
    case_id = filings.open_case(
        stage.desk,
        filing,
        finding_ids,
        party.id,
        known_on=iso_day(str(own.get("own_known_on", ""))) or stage.day,
        matter=str(own.get("own_matter", "")),
    )
    form = filing_papers.begin_form(filing, case_id)
    fill(replace(stage, desk=filing), KIND, form)
    documents.issue(filing, form, date_confirmed=True)
    stage.played.document_ids.append(form)
    stage.played.filed_ids.append(form)
    filings.take(stage.desk, filing, case_id, Step(StepKind.FILED, filing.today(), document_id=form))
