"""Waiting for a hub: when it is busy, when its token's time is over, when it thinks and a person gives up."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.domain.errors import Cancelled, InspectorError, PeerError, UnverifiableError
from inspector_app.sync import patience, transport, wire
from inspector_app.sync.transport import Connection, Peer, RefusedByHubError
from tests.sync.serving import Answer, Certified, self_made, serving, swallowing

HUB, OTHER = "b0" * 16, "c1" * 16
OK: Answer = (200, {wire.HUB_HEADER: HUB}, b"{}")


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return self_made(tmp_path_factory.mktemp("tls"))


def peer(port: int, tls: Certified) -> Peer:
    return Peer(HUB, f"https://127.0.0.1:{port}", tls.fingerprint, tls.der)


def says(code: str, status: int, **headers: str) -> Answer:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps({"code": code, "where": "", "message": "", "values": {}}).encode()
    return status, {wire.HUB_HEADER: HUB, **told}, body


class Scripted:
    """Answers one thing after the other, then everything with OK."""

    def __init__(self, *answers: Answer) -> None:
        self._left, self.asked = list(answers), 0
        self._lock = threading.Lock()

    def __call__(self, *_: object) -> Answer:
        with self._lock:
            self.asked += 1
            return self._left.pop(0) if self._left else OK


class Sleeper:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.slept = 0.0

    def monotonic(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_hub_is_waited_for_as_long_as_it_says(
    tls: Certified, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = Scripted(says("hub.busy", status, Retry_After="7"), says("hub.busy", status, Retry_After="5"))
    ticks, clock = [], Sleeper()
    monkeypatch.setattr(patience, "time", clock)
    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        assert connection.exchange("GET", "/v1/x", tick=lambda: ticks.append(1)) == b"{}"
    assert hub.asked == 3
    assert clock.slept == pytest.approx(12)
    assert len(ticks) >= 120, "whoever waits is heard ten times a second"


def test_a_hub_that_stays_busy_is_told_in_the_end(tls: Certified) -> None:
    hub = Scripted(*[says("hub.busy", 429, Retry_After="0")] * 9)
    with (
        serving(hub, tls) as port,
        Connection(peer(port, tls)) as connection,
        pytest.raises(PeerError, match=r"exchange\.hub_busy"),
    ):
        connection.exchange("GET", "/v1/x")
    assert hub.asked == 1 + transport.MOST_WAITS


@pytest.mark.parametrize("told", [{}, {"Retry_After": "3600"}])
def test_nobody_waits_without_an_end_or_for_an_hour(tls: Certified, told: dict[str, str]) -> None:
    hub = Scripted(*[says("hub.busy", 503, **told)] * 9)
    with (
        serving(hub, tls) as port,
        Connection(peer(port, tls)) as connection,
        pytest.raises(PeerError) as problem,
    ):
        connection.exchange("GET", "/v1/x")
    assert (hub.asked, problem.value.values["seconds"]) == (1, told.get("Retry_After", "60"))


def test_a_person_may_stop_the_waiting(tls: Certified) -> None:
    hub = Scripted(*[says("hub.busy", 429, Retry_After="30")] * 9)
    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection, pytest.raises(Cancelled):
        connection.exchange("GET", "/v1/x", tick=after(0.3))
    assert hub.asked == 1, "in the half minute that it was to wait"


def after(seconds: float) -> Callable[[], None]:
    until = time.monotonic() + seconds

    def tick() -> None:
        if time.monotonic() > until:
            raise Cancelled

    return tick


def test_a_person_may_stop_while_the_hub_thinks(tls: Certified) -> None:
    thinking, thought = threading.Event(), threading.Event()

    def hub(*_: object) -> Answer:
        thinking.wait(60)
        thought.set()
        return OK

    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        with pytest.raises(Cancelled):
            connection.exchange("POST", "/v1/x", b"{}", tick=after(0.3))
        assert not thought.is_set(), "it was free again while the hub still thought"
        thinking.set()


def test_silence_ends_all_the_same(tls: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "QUIET_S", 0.5)
    thinking = threading.Event()

    def hub(*_: object) -> Answer:
        thinking.wait(60)
        return OK

    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        with pytest.raises(PeerError, match=r"exchange\.cut_off"):
            connection.exchange("GET", "/v1/x")
        thinking.set()


@pytest.mark.parametrize("code", ["hub.token_expired", "hub.token_unknown"])
def test_a_token_whose_time_is_over_is_renewed_once(tls: Certified, code: str) -> None:
    hub = Scripted(says(code, 401))
    renewed = []
    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        connection.authorise("old", lambda _: renewed.append(1) or "new")
        assert connection.exchange("GET", "/v1/x") == b"{}"
        assert (renewed, hub.asked) == ([1], 2)
    hub = Scripted(*[says(code, 401)] * 5)
    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        connection.authorise("old", lambda _: renewed.append(1) or "newer")
        with pytest.raises(RefusedByHubError, match=code.replace(".", r"\.")):
            connection.exchange("GET", "/v1/x")
    assert (renewed, hub.asked) == ([1, 1], 2)


def test_a_laptop_that_is_shut_out_does_not_knock_again(tls: Certified) -> None:
    hub = Scripted(*[says("hub.device_revoked", 401)] * 3)
    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        connection.authorise("old", lambda _: "new")
        with pytest.raises(RefusedByHubError):
            connection.exchange("GET", "/v1/x")
    assert hub.asked == 1


def test_several_lanes_sign_on_once_more_together(tls: Certified) -> None:
    class Hub:
        def __init__(self) -> None:
            self.signed = 0

        def __call__(self, *_: object) -> Answer:
            return OK if self.signed else says("hub.token_expired", 401)

        def again(self, _: object) -> str:
            time.sleep(0.2)
            self.signed += 1
            return f"new {self.signed}"

    hub = Hub()
    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        connection.authorise("old", hub.again)
        lanes = [threading.Thread(target=connection.exchange, args=("GET", "/v1/x")) for _ in range(3)]
        for one in lanes:
            one.start()
        for one in lanes:
            one.join(60)
    assert hub.signed == 1


def test_somebody_else_s_hub_behind_the_address_is_named(tls: Certified, tmp_path: Path) -> None:
    other = self_made(tmp_path, "other")
    with (
        serving(lambda *_: (200, {wire.HUB_HEADER: OTHER}, b"{}"), other) as port,
        pytest.raises(InspectorError) as problem,
        Connection(peer(port, tls)) as connection,
    ):
        connection.ask(wire.HELLO)
    told = problem.value
    assert (type(told), told.code, told.exit_code) == (UnverifiableError, "exchange.other_hub", 5)
    assert told.values["found"] == OTHER


def test_an_address_where_nobody_answers_in_time(tls: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is switched off swallows every packet: it is away, nothing was cut off."""
    monkeypatch.setattr(transport, "CONNECT_S", 0.3)
    with (
        swallowing() as port,
        pytest.raises(PeerError) as problem,
        Connection(peer(port, tls)) as connection,
    ):
        connection.ask(wire.HELLO)
    assert problem.value.code == "exchange.unreachable"
