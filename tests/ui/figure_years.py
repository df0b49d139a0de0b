"""An office with ten years behind it, for the pages that count: a workspace made once and copied."""

from datetime import timedelta
from pathlib import Path

from inspector_app.answers import demos
from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers import board
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play import scene
from inspector_app.casework.play.decade import visits as decade
from inspector_app.casework.play.decade.visits import Extent
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections
from inspector_app.catalog.case import read_case
from inspector_app.documents.render import PdfRenderer
from inspector_app.screenplay import papers
from tests.stories.office import CHEAP, MORNING, enter


def made(folder: Path, visits: int = 240) -> None:
    """Make the workspace; its half-year before MORNING has some twelve visits."""
    clock = PlayedClock(MORNING)
    workspace.make_training(folder, clock, cost=CHEAP)
    session = workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )
    try:
        desk = session.sign(workspace.TRAINING_PIN)
        assert desk.signer is not None
        site = scene.rise(Story(desk, clock), "灯塔里安置房5号楼")
        decade.fill(desk, desk.signer, site, Extent(visits=visits, each=4, sites=24))
        _this_morning(session)
        board.catch_up(desk)
    finally:
        session.close()


def _this_morning(session: Session) -> None:
    """Let this morning's visit end with a notice that reached nobody yet."""
    for path in demos.shipped_cases():
        enter(session.desk, read_case(path), furnished=False)
    made = papers.ready(session.desk, [], 71)
    papers.issue(session, made)
    ended = (MORNING + timedelta(hours=1)).isoformat()
    inspections.change(session.desk, made.inspection_id, ended=ended)
    inspections.conclude(session.desk, made.inspection_id)
