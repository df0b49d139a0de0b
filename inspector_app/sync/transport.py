"""The one file that opens sockets: HTTPS to the hub, whose certificate is known beforehand.

Nobody vouches for the hub's certificate but the office itself: its fingerprint came with the enrolment. So
exactly this certificate is trusted, whatever the machine trusts besides; its days do not count, for laptops
with a wrong clock must still reach their hub. No redirect is followed, and no proxy used that the person did
not set.
"""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx

from inspector_app.domain.errors import (
    DamagedError,
    InspectorError,
    PeerError,
    RuleError,
    SignInError,
    UnavailableError,
    UnverifiableError,
    UsageError,
)

from . import wire
from .frames import MOST_CONTENT
from .patience import LOOK_S, Patient, pause

CONNECT_S, QUIET_S, HURRY_S = 10.0, 60.0, 2.0
"""Seconds to wait for a connection, for the next bytes, and where somebody only wants to know."""

MOST_WAITS, LONGEST_WAIT_S = 3, 60.0
"""How often a hub that is busy is waited for within one question, and how long at most each time."""

_NO_CHECK_TIME = 0x20_0000  # X509_V_FLAG_NO_CHECK_TIME
_PIECE = 65_536
_MOST_ANSWER = wire.MOST_PUSH + MOST_CONTENT
_KINDS: dict[int, type[InspectorError]] = {
    401: SignInError,
    403: SignInError,
    408: PeerError,
    409: RuleError,
    422: DamagedError,
}
_BUSY = frozenset({429, 503, 507})
_NEWER_FORMS = frozenset({"journal.newer_bundle", "journal.newer_entry"})

Tick = Callable[[], None]
"""Called while waiting; raises Cancelled when the person changed their mind."""

SignOn = Callable[[Tick], str]
"""Signs on and returns a token; the tick is called while it waits."""


class RefusedByHubError(InspectorError):
    """The hub understood and said no; `code` and `values` are its own.

    Attributes:
        status: the HTTP status.
    """

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        values = told.get("values")
        named = dict(values) if isinstance(values, dict) else {}
        for taken in ("code", "where"):
            named.pop(taken, None)
        super().__init__(str(told["code"]), where=str(told.get("where", "")), **named)
        self.status = status

    def as_problem(self) -> InspectorError:
        """Return it as the kind of error that the command line's exit code goes by."""
        if self.code in _NEWER_FORMS:  # the hub says it of us: it is the hub that must be upgraded
            needed, have = self.values.get("needed", ""), self.values.get("have", "")
            return UnavailableError("exchange.hub_form_old", needed=needed, have=have)
        kind = PeerError if self.status in _BUSY else _KINDS.get(self.status, RuleError)
        known = {name: value for name, value in self.values.items() if name != "receipts"}
        return kind(self.code, where=self.where, **known)


class _BusyError(Exception):
    """The hub is busy, and says for how long.

    Attributes:
        problem: what is told when nobody waits.
        pause: seconds.
    """

    def __init__(self, problem: PeerError, pause: float) -> None:
        super().__init__(problem.code)
        self.problem, self.pause = problem, pause


@dataclass(frozen=True, slots=True)
class Peer:
    """A hub and how it is recognised.

    Attributes:
        hub: its id, 32 hex digits.
        url: where it answers.
        certificate: its TLS certificate, DER; empty when only the fingerprint is known yet.
        fingerprint: sha256 of it, 32 bytes.
        proxy: what the person set, empty for none.
    """

    hub: str
    url: str
    fingerprint: bytes
    certificate: bytes = b""
    proxy: str = ""


class Connection:
    """Questions to one hub; safe to use from several threads once it is made."""

    def __init__(self, peer: Peer, *, hurry: bool = False) -> None:
        self._peer = peer
        self._base = address(peer.url)
        wait = HURRY_S if hurry else CONNECT_S
        self._timeout = httpx.Timeout(HURRY_S if hurry else QUIET_S, connect=wait)
        self._waits = 0 if hurry else MOST_WAITS
        certificate = peer.certificate or self._fetched(wait)
        self._transport = Patient(_pinned(certificate), peer.proxy)
        self._client = httpx.Client(
            base_url=self._base,
            transport=self._transport,
            timeout=self._timeout,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "inspector-app", "Accept-Encoding": "identity"},
        )
        self._token = ""
        self._signing: SignOn | None = None
        self._renewing, self._nameless = threading.Lock(), threading.local()

    @property
    def url(self) -> str:
        """Where the hub answers."""
        return self._base

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def authorise(self, token: str, again: SignOn | None = None) -> None:
        """Send this token with every question from now on.

        Args:
            again: signs on once more, without a token; called when the hub knows this one no longer.
        """
        self._token, self._signing = token, again

    def ask(
        self, path: str, told: Mapping[str, Any] | None = None, *, tick: Tick = lambda: None
    ) -> dict[str, Any]:
        """Ask in JSON and return the JSON object that was answered; without `told` it is a GET."""
        if told is None:
            return wire.load(self.exchange("GET", path, tick=tick, most=wire.MOST_JSON))
        return wire.load(self.exchange("POST", path, wire.dump(told), wire.JSON, tick=tick))

    def exchange(
        self,
        method: str,
        path: str,
        content: bytes = b"",
        kind: str = wire.JSON,
        *,
        tick: Tick = lambda: None,
        most: int = _MOST_ANSWER,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """Send one request and return the whole answer.

        A hub that is busy and says for how long is waited for; a token whose time is over is renewed once.

        Raises:
            PeerError: `exchange.unreachable`, `exchange.cut_off`, `exchange.captive_portal`,
                `exchange.hub_busy`, `exchange.hub_full`, `exchange.hub_failed`.
            UnverifiableError: `exchange.other_hub`, `exchange.certificate_changed`.
            RefusedByHubError: the hub said no.
        """
        waits, renewed = self._waits, False
        while True:
            token = "" if getattr(self._nameless, "now", False) else self._token
            told = {**(headers or {}), **({"Authorization": f"Bearer {token}"} if token else {})}
            request = self._request(method, path, content, kind, tick, told)
            try:
                return self._once(request, tick, most)
            except _BusyError as busy:
                if not waits or busy.pause > LONGEST_WAIT_S:
                    raise busy.problem from busy
                waits -= 1
                pause(busy.pause, tick)
            except RefusedByHubError as refused:
                if renewed or not token or refused.status != 401 or "token" not in refused.code:
                    raise
                renewed = self._renew(token, tick)
                if not renewed:
                    raise

    def _renew(self, stale: str, tick: Tick) -> bool:
        """Sign on once more, unless another lane did so meanwhile; tell whether there is another token.

        Until then the others ask with the one of before and come here too, rather than with none.
        """
        while not self._renewing.acquire(timeout=LOOK_S):
            tick()
        try:
            if self._token == stale and self._signing is not None:
                self._nameless.now = True
                self._token = self._signing(tick)
            return self._token != stale
        finally:
            self._nameless.now = False
            self._renewing.release()

    def _once(self, request: httpx.Request, tick: Tick, most: int) -> bytes:
        try:
            with self._transport.heeding(tick):
                response = self._client.send(request, stream=True)
                try:
                    return self._answer(response, tick, most)
                finally:
                    response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
            raise self._no_connection(problem, tick) from problem
        except (httpx.TransportError, httpx.StreamError) as problem:
            raise _cut_off(self._base, problem) from problem

    def _request(
        self, method: str, path: str, content: bytes, kind: str, tick: Tick, headers: Mapping[str, str]
    ) -> httpx.Request:
        if method == "GET":
            return self._client.build_request(method, path, headers=headers)
        told = {**headers, "Content-Type": kind, "Content-Length": str(len(content))}
        return self._client.build_request(method, path, content=_pieces(content, tick), headers=told)

    def _answer(self, response: httpx.Response, tick: Tick, most: int) -> bytes:
        hub = response.headers.get(wire.HUB_HEADER)
        if hub is None:
            raise PeerError("exchange.captive_portal", where=self._base, status=response.status_code)
        if hub != self._peer.hub:
            raise UnverifiableError("exchange.other_hub", where=self._base, found=hub[:32])
        content = bytearray()
        for piece in response.iter_raw():
            tick()
            content += piece
            if len(content) > most:
                raise DamagedError("exchange.answer_too_large", where=self._base, most=most)
        if response.status_code == 200:
            return bytes(content)
        raise _refused(response, bytes(content), self._base)

    def _no_connection(self, problem: httpx.TransportError, tick: Tick) -> InspectorError:
        cause: BaseException | None = problem
        while cause is not None and not isinstance(cause, ssl.SSLError):
            cause = cause.__cause__ or cause.__context__
        if cause is None:
            return PeerError("exchange.unreachable", where=self._base, reason=_reason(problem))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return self._other_certificate(tick)
        # Something answered, but not in TLS: the page of a hotel, or a wrong port.
        return PeerError("exchange.captive_portal", where=self._base, status=0)

    def _other_certificate(self, tick: Tick) -> InspectorError:
        """Tell a hub with a new certificate from anything else that stands in between."""
        found = _hub_there(self._base, self._timeout, tick)
        if found == self._peer.hub:
            return UnverifiableError("exchange.certificate_changed", where=self._base)
        if found:
            return UnverifiableError("exchange.other_hub", where=self._base, found=found)
        return PeerError("exchange.captive_portal", where=self._base, status=0)

    def _fetched(self, wait: float) -> bytes:
        certificate = fetch_certificate(self._base, wait)
        if sha256(certificate).digest() != self._peer.fingerprint:
            raise self._other_certificate_of(wait)
        return certificate

    def _other_certificate_of(self, wait: float) -> InspectorError:
        self._timeout = httpx.Timeout(wait)
        return self._other_certificate(lambda: None)


def address(url: str) -> str:
    """Return a hub's address without its path.

    Raises:
        UsageError: `exchange.bad_address`.
    """
    parts = urlsplit(url)
    try:
        sound = parts.scheme == "https" and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound or parts.path.strip("/") or parts.query or parts.username:
        raise UsageError("exchange.bad_address", where=url)
    return f"https://{parts.netloc}"


def fetch_certificate(url: str, wait: float = CONNECT_S) -> bytes:
    """Return the TLS certificate (DER) of whoever answers there; nothing is believed by that.

    Raises:
        PeerError: `exchange.unreachable`, `exchange.captive_portal`.
    """
    parts = urlsplit(address(url))
    host, port = str(parts.hostname), parts.port or 443
    try:
        with (
            socket.create_connection((host, port), timeout=wait) as plain,
            _believing_nothing().wrap_socket(plain, server_hostname=host) as secure,
        ):
            return secure.getpeercert(binary_form=True) or b""
    except ssl.SSLError as problem:
        raise PeerError("exchange.captive_portal", where=url, status=0) from problem
    except OSError as problem:
        raise PeerError(
            "exchange.unreachable", where=url, reason=problem.strerror or str(problem)
        ) from problem


def _pinned(certificate: bytes) -> ssl.SSLContext:
    """Return a context that believes this certificate and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False  # the hub moves from address to address; its certificate does not change
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=certificate)
    partial = ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags = context.verify_flags | partial | ssl.VerifyFlags(_NO_CHECK_TIME)
    return context


def _believing_nothing() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _hub_there(base: str, timeout: httpx.Timeout, tick: Tick) -> str:
    """Ask which hub it is, "" for none; nothing is told to it, and only the right words depend on it."""
    transport = Patient(_believing_nothing())
    try:
        with (
            transport.heeding(tick),
            httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client,
            client.stream("GET", base + wire.HELLO) as response,
        ):
            return str(response.headers.get(wire.HUB_HEADER, ""))[:32]
    except httpx.HTTPError:
        return ""


def _pieces(content: bytes, tick: Tick) -> Iterator[bytes]:
    view = memoryview(content)
    for start in range(0, len(content), _PIECE):
        tick()
        yield bytes(view[start : start + _PIECE])


def _refused(response: httpx.Response, content: bytes, base: str) -> Exception:
    try:
        told = json.loads(content)
        code = told["code"]
    except (ValueError, TypeError, KeyError):
        return PeerError("exchange.hub_failed", where=base, status=response.status_code)
    if not isinstance(code, str) or response.status_code < 400:
        return PeerError("exchange.hub_failed", where=base, status=response.status_code)
    if response.status_code in _BUSY:
        after = response.headers.get("Retry-After", "")
        if response.status_code == 507:
            return PeerError("exchange.hub_full", where=base, seconds=after or "60")
        busy = PeerError("exchange.hub_busy", where=base, seconds=after or "60")
        return _BusyError(busy, float(after)) if after.isdecimal() else busy
    return RefusedByHubError(response.status_code, told)


def _cut_off(base: str, problem: Exception) -> InspectorError:
    return PeerError("exchange.cut_off", where=base, reason=_reason(problem))


def _reason(problem: Exception) -> str:
    return str(problem) or type(problem).__name__
