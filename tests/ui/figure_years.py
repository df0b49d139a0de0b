"""An office with ten years behind it, for the pages that count: a workspace made once and copied."""

from pathlib import Path

from inspector_app.casework.base.clocks import PlayedClock
from inspector_app.casework.papers import board
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.decade import visits as decade
from inspector_app.casework.play.decade.visits import Extent
from inspector_app.casework.play.story import Story
from inspector_app.documents.render import PdfRenderer
from tests.stories.office import CHEAP, MORNING


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
        board.catch_up(desk)
    finally:
        session.close()
