"""Row 19: the network is lost, or a side sleeps, in the middle of a sync: it is gone on with, same digest."""

import os
import signal
from collections import Counter

import pytest

from inspector_app.domain.errors import PeerError
from inspector_app.sync import transport
from tests.faults.network import measured, nothing_twice, small, tried
from tests.sync.conftest import bureau, running  # noqa: F401 - fixtures
from tests.sync.hubs import Bureau, in_step, synced
from tests.sync.proxy import CUT_DOWN, CUT_UP, HALF_OPEN, HOLD, Fault

CUTS = 40
REPEAT = "python -m pytest tests/faults/test_row_19.py -n 0 -s"


@pytest.mark.slow
@pytest.mark.parametrize("way", [CUT_UP, CUT_DOWN])
def test_cut_at_any_byte(bureau: Bureau, way: str) -> None:  # noqa: F811
    a, b = bureau.laptop("a"), bureau.laptop("b")
    proxy = bureau.proxy()
    seen = measured(a, proxy, 0)
    size = seen.up if way == CUT_UP else seen.down
    counted: Counter[str] = Counter()
    places = sorted({*range(0, size, max(1, size // CUTS)), 1, size - 1})
    for number, at in enumerate(places, 1):
        small(a, number)
        told = tried(a, proxy, Fault(way, at))
        if isinstance(told, Exception):
            assert isinstance(told, PeerError), told
            assert a.desk.store.exchanges(1)[0].outcome == told.code
        counted[getattr(told, "code", "whole")] += 1
        again = synced(a)
        assert not a.desk.store.blobs_owed()
        assert a.desk.store.state().received == a.desk.store.state().entries
        assert not again.decide
    in_step(bureau, a, b)
    entries = nothing_twice(bureau, a)
    told_of = f"{len(places)} places of {size} bytes, {dict(counted)}, {entries} entries once"
    print(f"row 19, {way}: {told_of}; repeat: {REPEAT}")
    assert counted["exchange.cut_off"] >= len(places) - 3


def test_silence_and_delay_on_the_way(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    a, b = bureau.laptop("a"), bureau.laptop("b")
    proxy = bureau.proxy()
    many = len(measured(a, proxy, 0).requests)
    monkeypatch.setattr(transport, "QUIET_S", 0.4)
    for number in range(many):
        small(a, number + 1)
        told = tried(a, proxy, Fault(HALF_OPEN, number))
        assert isinstance(told, PeerError), told
        assert told.code == "exchange.cut_off"
    monkeypatch.undo()
    for number in range(many):
        small(a, number + 100)
        told = tried(a, proxy, Fault(HOLD, number, 0.2))
        assert not isinstance(told, Exception), told
    in_step(bureau, a, b)
    nothing_twice(bureau, a)


def test_a_hub_that_sleeps(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    a, b = bureau.laptop("a"), bureau.laptop("b")
    small(a, 1)
    monkeypatch.setattr(transport, "QUIET_S", 0.5)
    monkeypatch.setattr(transport, "CONNECT_S", 0.5)
    os.kill(bureau.running.process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(PeerError) as asleep:
            synced(a)
    finally:
        os.kill(bureau.running.process.pid, signal.SIGCONT)
    assert asleep.value.code in ("exchange.cut_off", "exchange.unreachable")
    monkeypatch.undo()
    synced(a)
    in_step(bureau, a, b)
    nothing_twice(bureau, a)
