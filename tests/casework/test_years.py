"""Ten years told for `bench casework`: as much in every table, and nothing left open."""

from inspector_app.answers.benches import after
from inspector_app.casework.followup import stops
from inspector_app.casework.papers import board
from inspector_app.casework.play import scene
from inspector_app.casework.play.decade import visits as decade
from inspector_app.casework.play.story import Story
from inspector_app.domain.stops import StopState
from tests.casework.bench import Bench

VISITS = 45
"""Three of them ended with a stop-work."""


def test_what_was_ordered_is_closed_and_what_was_stopped_is_resumed(bench: Bench) -> None:
    story = Story(bench.desk, bench.clock)
    site = scene.rise(story, "灯塔里安置房5号楼")
    board.catch_up(bench.desk)
    before = board.open_duties(bench.desk)
    assert bench.desk.signer is not None
    told_years = decade.Extent(VISITS, after.FINDINGS, open_days=0, even=True)
    decade.fill(bench.desk, bench.desk.signer, site, told_years)
    assert board.open_duties(bench.desk) == before
    assert stops.standing_stops(bench.desk) == ()
    papers = [one.document_id for one in bench.desk.store.numbers().numbers]
    told = stops.several(bench.desk, papers)
    assert [one.state for one in told] == [StopState.LIFTED] * 3
    assert all(one.lifted_on is not None for one in told)
    assert bench.desk.store.replay_check().same


def test_the_memory_is_told_where_the_system_tells_it() -> None:
    told = after._memory()
    assert told == {} or isinstance(told["peak_mb"], int)
