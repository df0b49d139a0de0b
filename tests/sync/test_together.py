"""Small photos travel together, as many as a line carries; each is receipted, lost, refused by itself."""

import secrets
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import Cancelled
from inspector_app.sync import lanes, outcome, pace, wire
from inspector_app.sync.exchange import run
from inspector_app.sync.pace import Pace
from inspector_app.sync.transport import Connection
from tests.sync.hubs import Bureau, in_step, synced, writes
from tests.sync.office import Steps

MOST = wire.MOST_SEVERAL


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the questions about photos as they are asked."""
    told: list[str] = []
    real = Connection.exchange

    def noted(connection: Connection, method: str, path: str, *args: object, **more: object) -> bytes:
        if "/blobs/" in path:
            told.append(f"{method} {path.rsplit('/', 1)[1][:8]}")
        return real(connection, method, path, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Connection, "exchange", noted)
    return told


class Still:
    """A clock that stands: a line that carries everything at once, whatever the machine does meanwhile."""

    def monotonic(self) -> float:
        return 0.0


def test_small_photos_go_in_few_questions_and_a_large_one_alone(
    bureau: Bureau, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "time", Still())
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    for _ in range(12):
        writes(a, 1, secrets.token_bytes(150_000))
    writes(a, 1, secrets.token_bytes(1_500_000))
    asked.clear()
    told = synced(a)
    assert (told.sent.blobs, told.acknowledged.blobs, told.news) == (13, 13, ())
    sent = [one for one in asked if one != "POST missing"]
    assert sent.count("POST several") == 3, "a first one to learn of the line, then as many as the hub takes"
    assert len(sent) == sent.count("POST several") + 1
    assert a.desk.store.blobs_owed() == []
    assert synced(b).received.blobs == 13
    in_step(bureau, a, b)


def test_a_hub_that_says_nothing_of_several_gets_each_by_itself(
    bureau: Bureau, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a = bureau.laptop("a")
    in_step(bureau, a)
    real = Connection.ask

    def older(connection: Connection, path: str, *args: object, **more: object) -> dict[str, object]:
        told: dict[str, object] = real(connection, path, *args, **more)  # type: ignore[arg-type]
        told.pop("several", None)
        return told

    monkeypatch.setattr(Connection, "ask", older)
    for _ in range(3):
        writes(a, 1, secrets.token_bytes(50))
    assert synced(a).sent.blobs == 3
    assert sum(one.startswith("PUT") for one in asked) == 3
    assert "POST several" not in asked


def test_a_hub_that_refuses_them_together_gets_each_by_itself(
    bureau: Bureau, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a = bureau.laptop("a")
    in_step(bureau, a)
    for _ in range(3):
        writes(a, 1, secrets.token_bytes(50))

    def spoilt(frames: Iterator[bytes], **more: object) -> Iterator[bytes]:
        del more
        return iter(list(frames)[:1])  # no end

    monkeypatch.setattr(lanes, "run_of", spoilt)
    told = synced(a)
    assert (told.sent.blobs, told.news) == (3, ())
    assert sum(one.startswith("PUT") for one in asked) == 3


def test_it_is_counted_and_stops_between_two_questions(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = bureau.laptop("a")
    in_step(bureau, a)
    for _ in range(20):
        writes(a, 1, secrets.token_bytes(150_000))

    real, asked = Connection.exchange, []

    def halting(connection: Connection, method: str, path: str, *args: object, **more: Any) -> bytes:
        """Answer the first question; keep the answer to the second one until somebody gives up."""
        answered = real(connection, method, path, *args, **more)  # type: ignore[arg-type]
        asked.append(path)
        if sum(one.endswith("several") for one in asked) == 2:
            for _ in range(6_000):
                more["tick"]()
                time.sleep(0.01)
        return answered

    monkeypatch.setattr(Connection, "exchange", halting)

    class Impatient(Steps):
        def step(self, done: int, total: int, doing: str = "") -> None:
            super().step(done, total, doing)
            if doing == outcome.PHOTOS and done >= 2:
                raise Cancelled

    steps = Impatient()
    with pytest.raises(Cancelled):
        run(a.desk.store, a.desk.clock.now(), steps)
    monkeypatch.setattr(Connection, "exchange", real)
    assert len(a.desk.store.blobs_owed()) == 18
    told = synced(a)
    assert 0 < told.sent.blobs < 18, "what came without its receipt is not sent once more"
    assert a.desk.store.blobs_owed() == []


@settings(deadline=None)
@given(st.lists(st.integers(1, MOST), max_size=40), st.lists(st.floats(1e-6, 1e4), min_size=40, max_size=40))
def test_groups_are_what_waits_in_order_and_fit(sizes: list[int], seconds: list[float]) -> None:
    paced, waiting, went = Pace(MOST, 10), deque((str(n), each) for n, each in enumerate(sizes)), list[str]()
    for took in seconds:
        if not waiting:
            break
        room, group = paced.room, paced.group(waiting)
        size = sum(sizes[int(name)] for name in group)
        assert 1 <= len(group) <= 10
        assert size <= room or len(group) == 1
        assert 0 <= paced.room <= MOST
        went += group
        paced.took(size, took)
        assert paced.room <= max(size * pace.SECONDS / took, 1)
    assert went + [name for name, _ in waiting] == [str(n) for n in range(len(sizes))]


def test_a_quick_line_gets_all_that_the_hub_takes_and_a_slow_one_little() -> None:
    paced = Pace(MOST, 100)
    assert paced.room == pace.FIRST
    paced.took(400_000, 0.05)
    assert paced.room == MOST
    paced.took(1_000_000, 50.0)  # 20 kB a second
    assert paced.room == 80_000
    paced.took(1_000_000, 0.0)
    assert paced.room == MOST
