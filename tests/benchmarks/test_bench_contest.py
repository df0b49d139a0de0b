"""The rounds: everyone in turn, the order rotated, and who is not there is skipped."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from inspector_app.answers.benches.answers import Extent, answer, row_values, table
from inspector_app.answers.benches.contest import Row, measure
from inspector_app.answers.benches.figures import Figures
from inspector_app.domain.errors import UsageError


@dataclass
class Runner:
    """An entrant that writes down when it ran."""

    name: str
    diary: list[tuple[str, int]]
    there: bool = True

    @property
    def work(self) -> Callable[[int], Callable[[], object]] | None:
        return self._ready if self.there else None

    def _ready(self, n: int) -> Callable[[], object]:
        return lambda: self.diary.append((self.name, n))

    def facts(self) -> Mapping[str, object]:
        return {"bytes": len(self.name)}


@dataclass
class Rival:
    entrant: Runner
    limit: float = 1.1


@dataclass
class Race:
    name: str
    ours: Runner
    peers: list[Rival] = field(default_factory=list)


def race(diary: list[tuple[str, int]], *, there: bool = True) -> Race:
    return Race("run", Runner("ours", diary), [Rival(Runner("a", diary)), Rival(Runner("b", diary, there))])


def figures(median: float) -> Figures:
    return Figures(median, median, 0.0, 3, median)


def test_everyone_runs_once_a_round_and_the_order_rotates() -> None:
    diary: list[tuple[str, int]] = []
    rows = measure([race(diary)], rounds=3, warm_up=0)
    assert [name for name, _ in diary] == ["ours", "a", "b", "a", "b", "ours", "b", "ours", "a"]
    assert [n for _, n in diary] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert [(row.peer_name, row.ours.n, row.peer and row.peer.n) for row in rows] == [
        ("a", 3, 3),
        ("b", 3, 3),
    ]
    assert rows[0].ours_facts == {"bytes": 4}
    assert rows[0].peer_facts == {"bytes": 1}


def test_rounds_to_warm_up_are_not_timed_and_no_round_comes_twice() -> None:
    diary: list[tuple[str, int]] = []
    rows = measure([race(diary)], rounds=2, warm_up=2)
    assert rows[0].ours.n == 2
    assert sorted(n for name, n in diary if name == "ours") == [0, 1, 2, 3]


def test_an_absent_peer_is_skipped_and_never_passes() -> None:
    diary: list[tuple[str, int]] = []
    row = measure([race(diary, there=False)], rounds=1)[1]
    assert (row.peer, row.ratio, row.passes) == (None, None, False)
    told = row_values(row)
    assert told["status"] == "skipped"
    assert told["peer"] == {"name": "b", "median": None, "status": "skipped"}
    assert told["pass"] is False
    assert told["ratio"] is None
    assert "b" not in {name for name, _ in diary}
    assert "| b | skipped |" in "\n".join(table([row]))


@pytest.mark.parametrize(("ours", "passes"), [(10.0, True), (11.0, True), (11.1, False), (30.0, False)])
def test_a_limit_is_a_multiple_of_the_peers_median(ours: float, *, passes: bool) -> None:
    row = Row("run", figures(ours), {}, "a", figures(10.0), 1.1)
    assert row.ratio == round(ours / 10, 3)
    assert row.passes is passes
    assert row_values(row)["pass"] is passes


def test_a_limit_that_is_not_kept_is_told_and_ends_with_0() -> None:
    diary: list[tuple[str, int]] = []
    hard = Race("run", Runner("ours", diary), [Rival(Runner("a", diary), limit=0.0)])
    told = answer(["run"], {"run": lambda _: [hard]}, Extent(2), lambda _: None)
    assert told.code == 0
    assert told.data["rows"][0]["pass"] is False  # type: ignore[index]
    assert "NOT kept" in "\n".join(told.lines)


def test_without_a_name_all_are_measured_and_each_once() -> None:
    diary: list[tuple[str, int]] = []
    makers = {"one": lambda _: [race(diary)], "two": lambda _: [race(diary)]}
    said: list[str] = []
    assert len(answer([], makers, Extent(1), said.append).data["rows"]) == 4  # type: ignore[arg-type]
    assert len(answer(["one", "one"], makers, Extent(1), said.append).data["rows"]) == 2  # type: ignore[arg-type]
    assert said == ["one: 1 rounds", "two: 1 rounds", "one: 1 rounds"]


def test_an_unknown_bench_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        answer(["ledger"], {"documents": lambda _: []}, Extent(1), lambda _: None)
    assert (caught.value.code, caught.value.where) == ("bench.unknown", "ledger")
    assert caught.value.values == {"known": "documents"}


@pytest.mark.parametrize("rounds", [0, -1, 10_001])
def test_rounds_have_bounds(rounds: int) -> None:
    with pytest.raises(UsageError, match=r"bench\.rounds"):
        answer([], {}, Extent(rounds), lambda _: None)
