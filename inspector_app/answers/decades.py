"""`demo --decade ROWS`: ten years of a district in a training workspace, for lists, benches and pictures."""

from datetime import timedelta
from time import perf_counter

from inspector_app.answers.answer import Answer
from inspector_app.answers.demos import Demo
from inspector_app.casework.papers import board
from inspector_app.casework.play import scene
from inspector_app.casework.play.decade import visits as decade
from inspector_app.casework.play.decade import world
from inspector_app.casework.play.decade.visits import Extent
from inspector_app.casework.play.story import Story
from inspector_app.domain.errors import RuleError, UsageError

EACH = 20
"""Findings of a visit (reference: domain.md 6)."""

LEAST, MOST = 20, 2_000_000


def play(demo: Demo, rows: int) -> Answer:
    """Tell ten years that leave about as many findings as asked for.

    Raises:
        UsageError: `demo.decade_rows` outside of 20 to 2,000,000.
        RuleError: `demo.decade_there` when such years stand in the workspace already.
    """
    if not LEAST <= rows <= MOST:
        raise UsageError("demo.decade_rows", where="--decade", rows=rows, least=LEAST, most=MOST)
    desk, signer = demo.desk, demo.desk.signer
    if signer is None:
        raise RuntimeError("the trainee signs")
    if world.told(desk):
        raise RuleError("demo.decade_there", where="--decade")
    began, started = demo.clock.moment, perf_counter()
    story = Story(desk, demo.clock, filing=demo.filing)
    site = scene.rise(story, "灯塔里安置房5号楼")
    demo.clock.moment = max(began, demo.clock.moment + timedelta(days=1))
    told = Extent(rows // EACH, EACH, sites=min(600, max(20, rows // 200)))
    decade.fill(desk, signer, site, told, step=lambda done: demo.step(f"{done} / {told.visits}"))
    board.catch_up(desk)
    seconds = round(perf_counter() - started, 1)
    values = {"visits": told.visits, "findings": told.visits * EACH, "seconds": seconds}
    return Answer("demo", values, (f"{told.visits} 次检查，约 {told.visits * EACH} 条隐患，{seconds} 秒",))
