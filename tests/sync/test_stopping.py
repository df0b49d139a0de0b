"""Whoever changed their mind is heard within a second, wherever the line to the hub hangs."""

import gc
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.errors import Cancelled, PeerError
from inspector_app.sync import exchange, patience, transport, wire
from inspector_app.sync.transport import Connection, Peer
from inspector_app.trust import machine
from tests.sync.hubs import Bureau, now
from tests.sync.serving import Answer, Certified, self_made, serving, swallowing
from tests.sync.test_waiting import HUB, OK, after, peer, says

SOON_S, NEVER_S = 60.0, 240.0
"""It takes a fifth of a second, and for ever where nobody looks up; a busy machine has room between."""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody be free because the program gave up by itself."""
    monkeypatch.setattr(transport, "CONNECT_S", NEVER_S)
    monkeypatch.setattr(transport, "QUIET_S", NEVER_S)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return self_made(tmp_path_factory.mktemp("tls"))


@contextmanager
def listening(greet: Callable[[socket.socket], socket.socket]) -> Iterator[int]:
    """Yield the port of somebody who takes connections, greets each, and then says and reads nothing."""
    held: list[socket.socket] = []

    def take() -> None:
        with suppress(OSError):
            while True:
                one, _ = server.accept()
                held.append(one)
                held.append(greet(one))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(60)
            for one in held:
                one.close()


def secure(tls: Certified) -> Callable[[socket.socket], socket.socket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.certificate, tls.key)
    return lambda one: context.wrap_socket(one, server_side=True)


def stopped_after(known: Peer, content: bytes = b"{}") -> float:
    """Return in how many seconds somebody who stops at once gets free."""
    begun = time.monotonic()
    with Connection(known) as connection, pytest.raises(Cancelled):
        connection.exchange("PUT", wire.HELLO, content, tick=after(0.2))
    return time.monotonic() - begun


def nobody_works_on(seconds: float) -> bool:
    """Tell whether the threads that tried it end within this time."""
    until = time.monotonic() + seconds
    while any(each.name == patience.ASIDE for each in threading.enumerate()):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_an_address_that_swallows_packets(tls: Certified) -> None:
    with swallowing() as port:
        assert stopped_after(peer(port, tls)) < SOON_S


def test_a_name_that_nobody_resolves_for_a_long_time(tls: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()

    def slowly(*_: object, **__: object) -> list[object]:
        asked.wait(NEVER_S)
        raise socket.gaierror("nobody answered")

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    assert stopped_after(Peer(HUB, "https://hub.invalid:8443", tls.fingerprint, tls.der)) < SOON_S
    asked.set()
    assert nobody_works_on(60)


def test_somebody_who_takes_the_connection_and_says_nothing(tls: Certified) -> None:
    with listening(lambda one: one) as port:
        assert stopped_after(peer(port, tls)) < SOON_S
    assert nobody_works_on(60)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let connections have the small buffers of a line over the air, not those of one machine to itself."""
    real = socket.create_connection

    def narrowed(*told: Any, **more: Any) -> socket.socket:
        made = real(*told, **more)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
        return made

    monkeypatch.setattr(socket, "create_connection", narrowed)


@pytest.mark.usefixtures("narrow")
def test_a_hub_that_stops_reading_in_the_middle_of_a_photo(tls: Certified) -> None:
    with listening(secure(tls)) as port:
        assert stopped_after(peer(port, tls), bytes(60_000_000)) < SOON_S


def test_a_hub_that_stops_reading_is_given_up_in_the_end(
    tls: Certified, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector_app.sync.transport.QUIET_S", 0.5)
    with (
        listening(secure(tls)) as port,
        Connection(peer(port, tls)) as connection,
        pytest.raises(PeerError, match=r"exchange\.cut_off"),
    ):
        connection.exchange("PUT", "/v1/x", bytes(60_000_000))


@pytest.mark.usefixtures("narrow")
def test_a_slow_reader_gets_every_byte_once(tls: Certified) -> None:
    heard: list[bytes] = []
    sent = bytes(range(256)) * 20_000

    def slowly(one: socket.socket) -> socket.socket:
        reader = secure(tls)(one)
        received, begun = b"", b"\r\n\r\n"
        for pause in (*[0.25] * 6, 0):  # longer than anybody waits without looking up
            most = 200_000 if pause else len(sent) + received.find(begun) + len(begun) - len(received)
            while most > 0 and (piece := reader.recv(65_536)):
                received += piece
                most -= len(piece)
            time.sleep(pause)
        heard.append(received.partition(begun)[2])
        reader.sendall(
            f"HTTP/1.1 200 OK\r\n{wire.HUB_HEADER}: {HUB}\r\nContent-Length: 2\r\n\r\n".encode() + b"{}"
        )
        return reader

    with listening(slowly) as port, Connection(peer(port, tls)) as connection:
        assert connection.exchange("PUT", "/v1/x", sent) == b"{}"
    assert heard == [sent]


def test_a_stranger_with_another_certificate_who_says_nothing(tls: Certified, tmp_path: Path) -> None:
    other = self_made(tmp_path, "other")
    with listening(secure(other)) as port:
        assert stopped_after(peer(port, tls)) < SOON_S


def test_whoever_stopped_is_held_by_nobody_who_still_tries(tls: Certified) -> None:
    """What a tick holds may be a window: the last to let go of one must not be a thread beside it."""
    told: list[weakref.ref[Told]] = []
    greeting = threading.Event()

    def heard(one: socket.socket) -> socket.socket:
        one.recv(1, socket.MSG_PEEK)  # it is connected, and waits for an answer to its greeting
        greeting.set()
        return one

    def stop(known: Peer) -> None:
        waits = Told(greeting)
        told.append(weakref.ref(waits))
        with Connection(known) as connection, suppress(Cancelled):
            connection.ask(wire.HELLO, tick=lambda: waits.step(0, 0))

    with listening(heard) as port:
        stop(peer(port, tls))
        assert any(each.name == patience.ASIDE for each in threading.enumerate())
        gc.collect()
        assert told[0]() is None


def test_what_was_given_up_is_closed_when_it_comes_after_all() -> None:
    ready, closed = threading.Event(), threading.Event()

    def made() -> int:
        ready.wait(60)
        return 7

    def give_up() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        patience.aside(made, give_up, lambda _: closed.set())
    ready.set()
    assert closed.wait(60)
    assert nobody_works_on(60)


def test_what_fails_aside_fails_here() -> None:
    def fails() -> int:
        raise LookupError("nobody there")

    with pytest.raises(LookupError, match="nobody there"):
        patience.aside(fails, lambda: None, lambda _: None)
    assert patience.aside(lambda: 7, lambda: None, lambda _: None) == 7


def test_a_token_that_is_renewed_leaves_no_other_lane_without_one(tls: Certified) -> None:
    """What is asked meanwhile is asked with the old one, and waits for the new one like the first."""
    heard: list[tuple[str, str]] = []
    renewing = threading.Event()
    asked: list[str] = []

    def hub(_: str, path: str, __: bytes) -> Answer:
        token = heard[-1][1]
        if path == wire.NONCE or token == "Bearer new":
            return OK
        return says("hub.token_unknown" if token else "hub.token_missing", 401)

    def again() -> str:
        renewing.set()
        time.sleep(0.4)
        connection.ask(wire.NONCE, {})
        return "new"

    def ask() -> None:
        asked.append(connection.exchange("GET", "/v1/x").decode())

    with serving(hub, tls, heard) as port, Connection(peer(port, tls)) as connection:
        connection.authorise("old", lambda _: again())
        first = threading.Thread(target=ask)
        first.start()
        assert renewing.wait(60)
        ask()
        first.join(60)
    assert asked == ["{}", "{}"]
    assert (wire.NONCE, "") in heard, "signing on is asked without a token"


def test_signing_on_once_more_can_be_stopped_too(tls: Certified) -> None:
    thinking, thought = threading.Event(), threading.Event()

    def hub(_: str, path: str, __: bytes) -> Answer:
        if path == wire.NONCE:
            thinking.wait(60)
            thought.set()
            return OK
        return says("hub.token_unknown", 401)

    def again(tick: Callable[[], None]) -> str:
        return str(connection.ask(wire.NONCE, {}, tick=tick))

    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        connection.authorise("old", again)
        with pytest.raises(Cancelled):
            connection.exchange("GET", "/v1/x", tick=after(0.3))
        assert not thought.is_set(), "it was free again while the hub still thought"
        thinking.set()


def test_greeting_and_signing_on_can_be_stopped(bureau: Bureau) -> None:
    """A hub behind a line that went silent: whoever syncs is free again within a second."""
    a = bureau.laptop("a")
    with swallowing() as port:
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            exchange.run(a.desk.store, now(), Until(0.2), url=f"https://127.0.0.1:{port}")
        assert time.monotonic() - begun < SOON_S


def test_asking_whether_the_hub_is_there_can_be_stopped(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = bureau.laptop("a").desk.store
    assert exchange.reachable(store)
    assert exchange.reachable(store, Until(NEVER_S))
    known = machine.known_hub(str(store.setting(machine.HUB)))
    with swallowing() as port:
        hub = replace(known.hub, url=f"https://127.0.0.1:{port}")
        store.set_setting(machine.HUB, machine.hub_text(replace(known, hub=hub)))
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            exchange.reachable(store, Until(0.2))
        assert time.monotonic() - begun < SOON_S
        monkeypatch.setattr(transport, "HURRY_S", 0.5)
        assert not exchange.reachable(store, Until(NEVER_S))


class Told:
    """Progress of somebody who stops once something was told."""

    def __init__(self, told: threading.Event) -> None:
        self._told = told

    def step(self, done: int, total: int, doing: str = "") -> None:
        if self._told.is_set():
            raise Cancelled


class Until:
    """Progress of somebody who stops after so long."""

    def __init__(self, seconds: float) -> None:
        self._tick = after(seconds)

    def step(self, done: int, total: int, doing: str = "") -> None:
        self._tick()
