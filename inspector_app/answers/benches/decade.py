"""The data that lists are measured over: ten years of a district, told before or made for this run."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from inspector_app.answers.benches.answers import Extent
from inspector_app.answers.benches.plays import room
from inspector_app.casework.base.clocks import PlayedClock, SystemClock
from inspector_app.casework.base.desk import Desk, Renderer
from inspector_app.casework.papers import board
from inspector_app.casework.people import workspace
from inspector_app.casework.play import scene
from inspector_app.casework.play.decade import visits as decade
from inspector_app.casework.play.story import Story
from inspector_app.trust.slots import Cost

ROWS, EACH = 100_000, 20
"""Findings when nobody says how many, and of each visit."""

CHEAP = Cost(memory=64, time=1, lanes=1)


@cache
def desk_of(folder: Path | None, rows: int, renderer: Callable[[], Renderer]) -> Desk:
    """Return a desk over ten years; asked again for the same, the same desk."""
    there = folder is not None and workspace.exists(folder)
    place = folder if folder is not None else room() / "decade"
    clock = PlayedClock(SystemClock().now())
    if not there:
        workspace.make_training(place, clock, cost=CHEAP)
    user, password = workspace.TRAINING_USER, workspace.TRAINING_PASSWORD
    session = workspace.sign_in(place, user, password, clock, renderer())
    desk = session.sign(workspace.TRAINING_PIN)
    if not there and desk.signer is not None:
        story = Story(desk, clock)
        site = scene.rise(story, "灯塔里安置房5号楼")
        clock.moment = max(SystemClock().now(), clock.moment)
        decade.fill(desk, desk.signer, site, decade.Extent((rows or ROWS) // EACH, EACH))
    board.catch_up(desk)
    return desk


def of(extent: Extent, renderer: Callable[[], Renderer]) -> Desk:
    """Return the desk of this run's extent."""
    return desk_of(extent.folder, extent.rows, renderer)
