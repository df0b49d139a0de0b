"""Cases to look at: one under verification, one filed, one handed over and closed."""

from datetime import timedelta
from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import escalation, filing_papers, filings
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.story import Story
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.filing import Step, StepKind
from inspector_app.domain.templates import DocumentKind
from inspector_app.screenplay.papers import MORNING

SITE = "灯塔里安置房5号楼"
PENALTY = "《建设工程安全生产管理条例》第六十二条"


def leave(folder: Path) -> None:
    """Leave three cases over findings whose time ran out in September, the last day before the play."""
    clock = PlayedClock(MORNING)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        desk = session.sign(workspace.TRAINING_PIN)
        filing = session.filing_desk(desk)
        story = Story(desk, clock, filing=filing)
        first = scene.rise(story, SITE)
        clock.moment = MORNING - timedelta(days=12)
        edge, box = first.finding_ids
        party = first.contractor.id
        filed = escalation.file(desk, filing, [edge], party, "涉嫌未按要求整改临边防护案")
        ended = escalation.file(desk, filing, [box], party, "涉嫌施工现场临时用电不符合规范案")
        clock.moment += timedelta(days=4)
        _file(desk, filing, filed)
        filings.take(desk, filing, ended, Step(StepKind.NOT_FILED, desk.today(), reason="情节轻微并已改正"))
        filings.take(desk, filing, ended, Step(StepKind.CLOSED, desk.today()))
        again = scene.another_visit(story, first)
        clock.moment = MORNING - timedelta(days=13)
        escalation.file(desk, filing, again.finding_ids, party, "涉嫌使用不合格防护栏杆案")
    finally:
        session.close()


def _file(desk: Desk, filing: Desk, case_id: str) -> None:
    own = filing_papers.offered_fields(filing, case_id, DocumentKind.FILING_FORM)
    form = filing_papers.issue(
        filing, case_id, DocumentKind.FILING_FORM, {**own, "penalty": PENALTY}, date_confirmed=True
    )
    filings.take(desk, filing, case_id, Step(StepKind.FILED, desk.today(), document_id=form.id))
