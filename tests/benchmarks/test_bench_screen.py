"""The benches of the window: fixed bounds, plays in processes of their own, and one short run of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from inspector_app.answers.benches import edit, preview, screen, start
from inspector_app.answers.benches.answers import Bench, Extent, answer, row_values, table
from inspector_app.answers.benches.contest import Bound, measure
from inspector_app.answers.benches.figures import Timing
from inspector_app.answers.benches.plays import ROOM, Dealt, child
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import UnavailableError


@dataclass
class Told:
    """An entrant whose runs take what they are told to."""

    times: list[float]
    name: str = "ours"

    @property
    def work(self) -> Callable[[int], Callable[[], object]]:
        return lambda n: lambda: Timing(self.times[n % len(self.times)] / 1000, 0.001)

    def facts(self) -> Mapping[str, object]:
        return {}


@dataclass
class Held:
    name: str
    ours: Told
    peers: list[Bound] = field(default_factory=list)


@pytest.mark.parametrize(
    ("bound", "ratio", "passes"),
    [
        (Bound(20), 0.5, True),
        (Bound(10), 1.0, True),
        (Bound(9), 1.111, False),
        (Bound(80, p95=True), 1.25, False),
        (Bound(100, p95=True), 1.0, True),
    ],
)
def test_what_no_peer_does_is_held_against_a_fixed_time(bound: Bound, ratio: float, *, passes: bool) -> None:
    held = Held("play", Told([10.0] * 9 + [100.0]), [bound])
    (row,) = measure([held], rounds=10, warm_up=0)
    assert (row.ratio, row.passes) == (ratio, passes)
    told = row_values(row)
    assert told["status"] == "measured"
    assert told["peer"] == {"name": bound.name, "median": bound.ms, "status": "limit"}
    assert told["limit"] == 1.0
    assert told["ratio_paired"] is None
    assert ("NOT kept" in "\n".join(table([row]))) is not passes


def test_each_bench_has_rounds_of_its_own_unless_somebody_says_how_many() -> None:
    made = {"play": Bench(lambda _: [Held("play", Told([1.0]), [Bound(2)])], rounds=3, warm_up=0)}
    said: list[str] = []
    answer([], made, Extent(None), said.append)
    answer([], made, Extent(5), said.append)
    assert said == ["play: 3 rounds", "play: 5 rounds"]


def test_a_play_deals_out_what_it_took_one_a_round() -> None:
    played: list[int] = []

    def play() -> list[dict[str, float]]:
        played.append(1)
        return [{"clock": n / 1000, "cpu": 0.0} for n in (7, 8, 9)]

    dealt = Dealt(play)
    assert [dealt(n)() for n in (0, 1, 2)] == [Timing(0.007, 0), Timing(0.008, 0), Timing(0.009, 0)]
    assert played == [1]


def test_a_play_that_fails_is_told_with_the_last_thing_it_said() -> None:
    with pytest.raises(UnavailableError) as caught:
        child(ROOM, "no such play")
    assert caught.value.code == "bench.play_failed"
    assert "plays: start" in str(caught.value.values["reason"])


def test_an_edit_is_durable_beside_a_bare_commit() -> None:
    (row,) = measure(edit.works(Extent(5), PdfRenderer), rounds=5, warm_up=1)
    assert row.peer is not None
    assert row.ours.median > 0
    assert row.limit == edit.LIMIT == 2.5


def test_the_start_is_timed_beside_a_bare_window() -> None:
    work, _ = start.works(Extent(1))
    (row,) = measure([work], rounds=1, warm_up=0)
    assert row.peer is not None
    assert row.limit == 1.8
    assert 0 < float(str(row.ours_facts["peak_mb"])) <= 130
    assert row.ours_facts["memory"] == "kept"


@pytest.mark.slow
def test_keys_are_timed_at_a_page_of_words_and_at_a_page_of_photos() -> None:
    words, photos = preview.works(Extent(2))
    told = measure([words, photos], rounds=2, warm_up=preview.WARM_UP)
    assert [(row.bound, row.ours.n) for row in told] == [(Bound(80, p95=True), 2), (Bound(200, p95=True), 2)]
    assert all(row.ours.median > 0 for row in told)


@pytest.mark.slow
def test_the_watchdog_names_what_held_the_window() -> None:
    (row,) = measure(screen.works(Extent(1)), rounds=1, warm_up=0)
    assert row.bound == Bound(50, p95=True)
    print(f"\nlongest {row.ours.median:.0f} ms; " + "; ".join(str(one) for one in row.ours_facts.values()))
    assert "notice" in str(row.ours_facts["stories"])
    assert int(str(row.ours_facts["looks"])) > 1000
    assert "inspector" not in str(row.ours_facts["1"]), "functions are named from our package on"
    assert " · " in str(row.ours_facts["1"])


def test_a_play_that_never_ends_is_ended_and_named() -> None:
    with pytest.raises(UnavailableError) as refused:
        child("timeit", "-n", "1", "while True: pass", longest=0.5)
    assert refused.value.code == "bench.play_failed"
    assert refused.value.values["reason"] == "> 0.5 s"
