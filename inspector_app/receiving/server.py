"""Listens on one address for one phone; two threads serve, and end when the reception does."""

import json
import logging
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import Protocol
from urllib.parse import unquote

from inspector_app.domain.errors import InspectorError, RuleError, UnavailableError
from inspector_app.receiving import http, page
from inspector_app.receiving.addresses import is_near
from inspector_app.receiving.http import Answer, BadRequestError, GoneError, Request
from inspector_app.receiving.limits import Limits
from inspector_app.receiving.reception import Caller, Reception
from inspector_app.receiving.sniffing import HEIC, TAKEN, kind_of

log = logging.getLogger(__name__)

COOKIE = "inspector_phone"
_TICK = 0.2
_JSON = "application/json; charset=utf-8"
_WORDS = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one photo that a phone sent.

    Attributes:
        name: what the phone calls it.
        code: `phone.taken`, `phone.known`, or why it was refused.
        where, values: what the sentence of the code names.
    """

    name: str
    code: str
    where: str = ""
    values: tuple[tuple[str, object], ...] = ()

    @property
    def taken(self) -> bool:
        """Whether the photo is stored, now or before."""
        return self.code in ("phone.taken", "phone.known")

    @classmethod
    def of(cls, name: str, error: InspectorError) -> "Fate":
        """Return the fate of a photo that was refused."""
        return cls(name, error.code, error.where, tuple(error.values.items()))


class Texts(Protocol):
    """The catalogue of sentences."""

    def text(self, code: str, where: str, values: Mapping[str, object]) -> tuple[str, str]:
        """Return what happened and what to do now."""


class Listener(Protocol):
    """Who takes the photos; called on this room's threads."""

    def deliver(self, raw: bytes, name: str) -> Fate:
        """Take a photo and say what became of it; may wait."""

    def opened(self) -> None:
        """A phone has opened the page."""

    def refused(self, fate: Fate) -> None:
        """Something was refused before it was handed on."""


class PhoneServer:
    """Listens from `start` until `stop`.

    Args:
        address: of one interface of this machine; never all of them at once.
        listening: the kind of socket that listens.
    """

    def __init__(
        self,
        address: str,
        listener: Listener,
        texts: Texts,
        limits: Limits | None = None,
        now: Callable[[], float] = monotonic,
        listening: type[socket.socket] = socket.socket,
    ) -> None:
        self._listening = listening
        self._address, self._listener, self._texts = address, listener, texts
        self.limits, self._now = limits or Limits(), now
        self.reception = Reception(self.limits, now)
        self._socket: socket.socket | None = None
        self._port = self._left = 0
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: dict[socket.socket, str] = {}
        self._lock = threading.Condition()

    @property
    def host(self) -> str:
        """What a browser must call this machine: anything else was sent here by somebody's name server."""
        return f"{self._address}:{self._port}"

    @property
    def url(self) -> str:
        """The secret address."""
        return f"http://{self.host}/{self.reception.token}"

    def start(self) -> None:
        """Begin to listen on a port that the system picks.

        Raises:
            UnavailableError: `phone.no_port`.
        """
        made = self._listening(socket.AF_INET, socket.SOCK_STREAM)
        try:
            made.bind((self._address, 0))
            made.listen(8)
        except OSError as error:
            made.close()
            raise UnavailableError(
                "phone.no_port", where=self._address, reason=error.strerror or str(error)
            ) from error
        made.settimeout(_TICK)
        self._socket, self._port, self._left = made, made.getsockname()[1], self.limits.connections
        for n in range(self.limits.connections):
            thread = threading.Thread(target=self._serve, name=f"phone-{n}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End, without waiting for it: nobody is served any more, what is under way breaks off.

        A thread may just then wait for the listener, who may be the caller: so the caller must not wait.
        """
        self.reception.close()
        self._stopping.set()
        with self._lock:
            for one in self._open:
                # Wakes a thread that waits for a slow phone.
                _shut(one)
            self._lock.notify_all()

    def ended(self, seconds: float) -> bool:
        """Wait for the end after `stop`; tell whether the port is free."""
        for thread in self._threads:
            thread.join(timeout=seconds)
        return not any(thread.is_alive() for thread in self._threads)

    # On this room's threads from here on.

    def _serve(self) -> None:
        listening = self._socket
        while listening is not None and not self._stopping.is_set():
            try:
                connection, peer = listening.accept()
            except TimeoutError:
                continue
            except OSError:
                # Somebody broke off before they were let in, or the network is away for a moment: the next
                # one is served all the same.
                self._stopping.wait(_TICK)
                continue
            self._serve_one(connection, str(peer[0]))
        with self._lock:
            self._left -= 1
            if self._left == 0 and listening is not None:
                listening.close()

    def _serve_one(self, connection: socket.socket, address: str) -> None:
        try:
            if self._let_in(connection, address):
                self._answer(connection, address)
        except GoneError:
            pass
        except Exception:
            log.exception("a phone's request failed")
        finally:
            with self._lock:
                self._open.pop(connection, None)
                self._lock.notify_all()
            connection.close()

    def _let_in(self, connection: socket.socket, address: str) -> bool:
        """Tell whether somebody is listened to at all.

        Nobody from beyond the laptop's own network is; and once a phone owns the reception, others together
        take all places but one, so that they cannot keep it from sending. A place is free a moment after its
        answer was read: whoever asks again at once is not turned away for that moment.
        """
        if not is_near(address):
            return False
        with self._lock:
            free = self._lock.wait_for(lambda: self._is_free(address), timeout=self.limits.place_seconds)
            if not free or self._stopping.is_set():
                return False
            self._open[connection] = address
        return True

    def _is_free(self, address: str) -> bool:
        """Tell whether there is a place for this address, or nothing to wait for any more."""
        owner = self.reception.owner_address
        strangers = sum(one != owner for one in self._open.values())
        return self._stopping.is_set() or owner in ("", address) or strangers < self.limits.connections - 1

    def _answer(self, connection: socket.socket, address: str) -> None:
        unread = True
        try:
            request = http.read_request(connection, self.limits, self._now)
            unread = request.method == "POST"
            answer, unread = self._routed(connection, request, address)
        except BadRequestError as bad:
            answer = _words(bad.status, bad.status.phrase)
        http.send(connection, answer, unread=unread and not self._stopping.is_set(), now=self._now)

    def _routed(self, connection: socket.socket, request: Request, address: str) -> tuple[Answer, bool]:
        """Return the answer, and whether the body was left unread."""
        if request.headers.get("host", "") != self.host:
            return _words(HTTPStatus.MISDIRECTED_REQUEST, "?"), True
        token, _, rest = request.target[1:].partition("/")
        if not self.reception.knows(token) or rest not in ("", "photo"):
            return _words(HTTPStatus.NOT_FOUND, "404"), True
        if request.method != ("POST" if rest else "GET"):
            return _words(HTTPStatus.METHOD_NOT_ALLOWED, "405"), True
        caller = Caller(address, request.cookie(COOKIE))
        return self._photo(connection, request, caller) if rest else (self._page(caller), False)

    def _page(self, caller: Caller) -> Answer:
        nonce = secrets.token_urlsafe(12)
        headers = {"Content-Security-Policy": page.policy(nonce)}
        try:
            cookie = self.reception.welcome(caller)
        except RuleError as error:
            message, remedy = self._said(error.code, error.where, error.values)
            body = page.refusal(message, remedy, nonce)
            return Answer(HTTPStatus.FORBIDDEN, body, page.KIND, headers)
        self._listener.opened()
        headers["Set-Cookie"] = f"{COOKIE}={cookie}; Path=/{self.reception.token}; HttpOnly; SameSite=Strict"
        return Answer(HTTPStatus.OK, page.upload(self.limits, nonce), page.KIND, headers)

    def _photo(self, connection: socket.socket, request: Request, caller: Caller) -> tuple[Answer, bool]:
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{self.host}":
            return _words(HTTPStatus.FORBIDDEN, "403"), True
        name = _name(request.headers.get("x-name", ""))
        try:
            self.reception.admit(caller, request.length)
        except RuleError as error:
            fate = Fate.of(name, error)
            self._listener.refused(fate)
            return self._told(fate), True
        raw = http.read_body(connection, request, self.limits, self._now)
        return self._told(self._taken(raw, name)), False

    def _taken(self, raw: bytes, name: str) -> Fate:
        kind = kind_of(raw[:12])
        if kind not in TAKEN:
            code = "documents.photo_heic" if kind == HEIC else "documents.not_a_photo"
            fate = Fate(name, code, name)
            self._listener.refused(fate)
            return fate
        try:
            sha256 = self.reception.claim(raw)
        except RuleError as error:
            fate = Fate.of(name, error)
            self._listener.refused(fate)
            return fate
        taken = False
        try:
            fate = self._listener.deliver(raw, name)
            taken = fate.taken
        finally:
            self.reception.settle(sha256, taken=taken)
        return fate

    def _told(self, fate: Fate) -> Answer:
        message, remedy = self._said(fate.code, fate.where, dict(fate.values))
        if fate.taken:
            remedy = ""
        told = {"taken": fate.taken, "known": fate.code == "phone.known", "words": f"{message}{remedy}"}
        status = HTTPStatus.OK if fate.taken else HTTPStatus.UNPROCESSABLE_ENTITY
        return Answer(status, json.dumps(told, ensure_ascii=False).encode(), _JSON)

    def _said(self, code: str, where: str, values: dict[str, object]) -> tuple[str, str]:
        return self._texts.text(code, where, values)


def _words(status: HTTPStatus, told: str) -> Answer:
    return Answer(status, told.encode(), _WORDS)


def _name(told: str) -> str:
    """Return the name that a phone gives a photo: a claim, cut and without paths, used in sentences only."""
    name = unquote(told[:600], errors="replace").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(one for one in name if one.isprintable())[:60]


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was gone already
