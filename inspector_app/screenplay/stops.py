"""A stop-work in every state that its section shows, for plays that look at it."""

from datetime import timedelta
from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.followup import resumptions, stop_news
from inspector_app.casework.followup.stops import Asked, Check, Violation
from inspector_app.casework.people import workspace
from inspector_app.casework.play.stories import partial_stop
from inspector_app.casework.play.stories.partial_stop import HOIST, OFFICERS, PIT, SCAFFOLD
from inspector_app.casework.play.story import Story
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.parties import PartyRole
from inspector_app.screenplay import papers


def leave(folder: Path) -> None:
    """Leave, since yesterday, a stop-work of three parts: one worked in against it, two applied for."""
    clock = PlayedClock(papers.MORNING - timedelta(days=1))
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        _defied(Story(session.sign(workspace.TRAINING_PIN), clock))
    finally:
        session.close()


def _defied(story: Story) -> None:
    told = partial_stop.stopped(story)
    story.move(hours=2)
    desk, today = story.desk, story.desk.today()
    seen = Violation(
        story.clock.now() - timedelta(minutes=10),
        "地下室东侧坑底",
        (PIT,),
        "一台挖掘机正在坑底取土，现场五名工人，项目部未能出示复工手续。",
        OFFICERS,
    )
    stop_news.check(desk, told.document_id, Check(today, False, "基坑部位未停工。", OFFICERS), seen)
    signed = frozenset({PartyRole.OWNER, PartyRole.CONTRACTOR})
    asked = Asked(today, False, (SCAFFOLD, HOIST), signed, today, "附验收记录和检测报告。")
    stop_news.ask(desk, told.document_id, asked)
    resumptions.begin(desk, told.document_id, full=False, parts=(SCAFFOLD, HOIST))
