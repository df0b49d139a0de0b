"""The socket's one file: exactly one certificate is believed, and whatever else answers is told in words."""

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    Cancelled,
    DamagedError,
    InspectorError,
    PeerError,
    SignInError,
    UnverifiableError,
    UsageError,
)
from inspector_app.sync import transport, wire
from inspector_app.sync.transport import Connection, Peer, RefusedByHubError
from tests.sync.serving import Answer, Certified, self_made, serving

HUB, OTHER = "b0" * 16, "c1" * 16


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return self_made(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def other_tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return self_made(tmp_path_factory.mktemp("tls"), "other")


def peer(port: int, tls: Certified, *, fetch: bool = False) -> Peer:
    return Peer(HUB, f"https://127.0.0.1:{port}", tls.fingerprint, b"" if fetch else tls.der)


def hub(_: str, __: str, body: bytes) -> Answer:
    return 200, {wire.HUB_HEADER: HUB}, body or b"{}"


def says(status: int, body: bytes = b"{}", **headers: str) -> Callable[[str, str, bytes], Answer]:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda *_: (status, {wire.HUB_HEADER: HUB, **told}, body)


@pytest.mark.parametrize("fetch", [False, True])
def test_the_known_certificate_is_believed(tls: Certified, fetch: bool) -> None:
    with serving(hub, tls) as port, Connection(peer(port, tls, fetch=fetch)) as connection:
        assert connection.ask("/v1/x", {"a": 1}) == {"a": 1}
        assert connection.exchange("GET", "/v1/x") == b"{}"
        large = bytes(3_000_000)
        assert connection.exchange("PUT", "/v1/x", large) == large


def test_a_certificate_whose_days_are_over_is_still_ours(tmp_path: Path) -> None:
    over = self_made(tmp_path, begin=datetime(2001, 1, 1, tzinfo=UTC), days=30)
    with serving(hub, over) as port, Connection(peer(port, over)) as connection:
        assert connection.ask("/v1/x", {}) == {}


def refused(port: int, tls: Certified, *, fetch: bool = False) -> InspectorError:
    with pytest.raises(InspectorError) as problem, Connection(peer(port, tls, fetch=fetch)) as connection:
        connection.ask(wire.HELLO)
    return problem.value


@pytest.mark.parametrize("fetch", [False, True])
def test_another_certificate_is_told_from_somebody_in_between(
    tls: Certified, other_tls: Certified, fetch: bool
) -> None:
    with serving(hub, other_tls) as port:
        told = refused(port, tls, fetch=fetch)
        assert (type(told), told.code) == (UnverifiableError, "exchange.certificate_changed")
    with serving(lambda *_: (200, {}, b"<html>sign in</html>"), other_tls) as port:
        told = refused(port, tls, fetch=fetch)
        assert (type(told), told.code) == (PeerError, "exchange.captive_portal")


def test_nothing_is_told_to_a_stranger(tls: Certified, other_tls: Certified) -> None:
    heard: list[tuple[str, str, bytes]] = []

    def listening(method: str, path: str, body: bytes) -> Answer:
        heard.append((method, path, body))
        return 200, {wire.HUB_HEADER: HUB}, b"{}"

    with serving(listening, other_tls) as port:
        for fetch in (False, True):
            with pytest.raises(UnverifiableError, match=r"exchange\.certificate_changed"):
                tell(peer(port, tls, fetch=fetch), "secret")
    assert heard == [("GET", wire.HELLO, b"")] * 2


def tell(known: Peer, secret: str) -> None:
    with Connection(known) as connection:
        connection.authorise(secret)
        connection.ask("/v1/push", {"secret": secret})


@pytest.mark.parametrize("fetch", [False, True])
def test_a_page_without_tls_is_no_hub(tls: Certified, fetch: bool) -> None:
    with serving(lambda *_: (200, {}, b"<html>"), None) as port:
        assert refused(port, tls, fetch=fetch).code == "exchange.captive_portal"


def test_a_redirect_is_not_followed(tls: Certified) -> None:
    with serving(lambda *_: (302, {"Location": "http://example.invalid/"}, b""), tls) as port:
        assert refused(port, tls).code == "exchange.captive_portal"
    with serving(says(302, b"", Location="/elsewhere"), tls) as port:
        assert refused(port, tls).code == "exchange.hub_failed"


def test_another_hub_is_refused(tls: Certified) -> None:
    with serving(lambda *_: (200, {wire.HUB_HEADER: OTHER}, b"{}"), tls) as port:
        told = refused(port, tls)
    assert (type(told), told.code, told.values["found"]) == (UnverifiableError, "exchange.other_hub", OTHER)


@pytest.mark.parametrize("fetch", [False, True])
def test_nobody_there(tls: Certified, fetch: bool) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        told = refused(taken.getsockname()[1], tls, fetch=fetch)
    assert (type(told), told.code, told.exit_code) == (PeerError, "exchange.unreachable", 9)


def test_proxies_of_the_surroundings_are_not_used(tls: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY", "https_proxy", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving(hub, tls) as port, Connection(peer(port, tls)) as connection:
        assert connection.ask("/v1/x", {}) == {}


def test_an_answer_that_breaks_off_is_told(tls: Certified) -> None:
    with serving(says(200, b"half", Content_Length="100"), tls) as port:
        told = refused(port, tls)
    assert (type(told), told.code) == (PeerError, "exchange.cut_off")


def test_an_answer_without_end_is_refused(tls: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        serving(says(200, bytes(200_000)), tls) as port,
        Connection(peer(port, tls)) as connection,
        pytest.raises(DamagedError, match=r"exchange\.answer_too_large"),
    ):
        connection.exchange("GET", "/v1/x", most=100_000)


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, SignInError, "hub.some"),
        (403, SignInError, "hub.some"),
        (422, DamagedError, "hub.some"),
        (429, PeerError, "exchange.hub_busy"),
        (503, PeerError, "exchange.hub_busy"),
        (507, PeerError, "exchange.hub_full"),
    ],
)
def test_what_the_hub_says_no_to(tls: Certified, status: int, kind: type[InspectorError], code: str) -> None:
    body = json.dumps(
        {"code": "hub.some", "where": "x", "message": "m", "values": {"code": 1, "n": 2}}
    ).encode()
    with (
        serving(says(status, body, Retry_After="7"), tls) as port,
        Connection(peer(port, tls), hurry=True) as connection,  # nobody waits till the hub is free
        pytest.raises(InspectorError) as problem,
    ):
        connection.ask("/v1/x", {})
    told = problem.value
    told = told.as_problem() if isinstance(told, RefusedByHubError) else told
    assert (type(told), told.code) == (kind, code)
    assert told.values.get("n", told.values.get("seconds")) in (2, "7")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"x": 1}', b'{"code": 7}'])
def test_a_failure_without_words(tls: Certified, body: bytes) -> None:
    with serving(says(500, body), tls) as port:
        told = refused(port, tls)
    assert (type(told), told.code) == (PeerError, "exchange.hub_failed")


def test_who_stops_it_stops_it_between_two_pieces(tls: Certified) -> None:
    class Stopping:
        n = 0

        def __call__(self) -> None:
            self.n += 1
            if self.n > 3:
                raise Cancelled

    with (
        serving(hub, tls) as port,
        Connection(peer(port, tls)) as connection,
        pytest.raises(Cancelled),
    ):
        connection.exchange("PUT", "/v1/x", bytes(2_000_000), tick=Stopping())


NO_ADDRESSES = (
    "http://10.0.0.1",
    "10.0.0.1:8443",
    "https://",
    "https://h:x",
    "https://h:0",
    "https://h/path",
    "https://u@h",
    "https://h?x",
    "ftp://h",
    "",
)


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError, match=r"exchange\.bad_address"):
        transport.address(url)


def test_what_is_an_address() -> None:
    assert transport.address("https://10.0.0.1:8443/") == "https://10.0.0.1:8443"
    assert transport.address("https://[::1]:8443") == "https://[::1]:8443"
