"""The little of HTTP/1.1 that a phone's browser needs: one request a connection, everything bounded."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from inspector_app.receiving.limits import Limits

_END = b"\r\n\r\n"
_STEP = 65_536
_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_LINGER_BYTES, _LINGER_SECONDS = 8_000_000, 2.0
"""How much of a refused body is still swallowed, so that the phone gets to read why."""

ALWAYS = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


class BadRequestError(Exception):
    """What came is no request that is understood here; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class GoneError(Exception):
    """The other side broke off or was too slow: there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request's head, and what of the body came with it.

    Attributes:
        headers: by lower-case name.
        begun: the first bytes of the body.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    begun: bytes = b""

    @property
    def length(self) -> int:
        """The stated length of the body.

        Raises:
            BadRequestError: none is stated, or it is no number.
        """
        told = self.headers.get("content-length", "")
        if not (told.isascii() and told.isdigit() and len(told) <= 15):
            raise BadRequestError(HTTPStatus.LENGTH_REQUIRED)
        return int(told)

    def cookie(self, name: str) -> str:
        """Return a cookie's value, empty when there is none."""
        for part in self.headers.get("cookie", "").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: HTTPStatus
    body: bytes
    kind: str
    headers: Mapping[str, str] = field(default_factory=dict)


def read_request(connection: socket.socket, limits: Limits, now: Callable[[], float]) -> Request:
    """Read a head within its time, however slowly its bytes drop in.

    Raises:
        BadRequestError: it is too long or malformed.
        GoneError: it did not come.
    """
    until, held = now() + limits.head_seconds, bytearray()
    while (end := held.find(_END)) < 0:
        if len(held) > limits.head_bytes:
            raise BadRequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        held += _receive(connection, until - now(), limits.head_bytes)
    if end > limits.head_bytes:
        raise BadRequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    return parse(bytes(held[:end]), bytes(held[end + len(_END) :]))


def parse(head: bytes, begun: bytes = b"") -> Request:
    """Read a head strictly: what can be understood in two ways is refused.

    Raises:
        BadRequestError: it is malformed.
    """
    try:
        lines = head.decode("ascii").split("\r\n")
    except UnicodeDecodeError as error:
        raise BadRequestError(HTTPStatus.BAD_REQUEST) from error
    first = lines[0].split(" ")
    if len(first) != 3 or first[2] not in ("HTTP/1.1", "HTTP/1.0") or not first[1].startswith("/"):
        raise BadRequestError(HTTPStatus.BAD_REQUEST)
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        name = name.lower()
        if not colon or not name or not set(name) <= _NAME or not value.replace("\t", " ").isprintable():
            raise BadRequestError(HTTPStatus.BAD_REQUEST)
        if name in headers and name in ("host", "content-length", "cookie", "origin"):
            raise BadRequestError(HTTPStatus.BAD_REQUEST)
        headers[name] = value.strip()
    if "transfer-encoding" in headers:
        raise BadRequestError(HTTPStatus.LENGTH_REQUIRED)
    return Request(first[0], first[1], headers, begun)


def read_body(connection: socket.socket, request: Request, limits: Limits, now: Callable[[], float]) -> bytes:
    """Read exactly the stated length.

    Raises:
        BadRequestError: more came than was stated.
        GoneError: it broke off, paused or took too long.
    """
    length, until = request.length, now() + limits.body_seconds
    held = bytearray(request.begun)
    while len(held) < length:
        wait = min(limits.pause_seconds, until - now())
        held += _receive(connection, wait, min(_STEP, length - len(held)))
    if len(held) > length:
        raise BadRequestError(HTTPStatus.BAD_REQUEST)
    return bytes(held)


def _receive(connection: socket.socket, seconds: float, most: int) -> bytes:
    if seconds <= 0:
        raise GoneError
    connection.settimeout(seconds)
    try:
        got = connection.recv(most)
    except OSError as error:
        raise GoneError from error
    if not got:
        raise GoneError
    return got


def send(connection: socket.socket, answer: Answer, *, unread: bool, now: Callable[[], float]) -> None:
    """Send an answer and end the connection.

    Args:
        unread: the body was not read to its end; without some patience the answer would be lost with it.
    """
    headers = {
        "Content-Security-Policy": NO_CONTENT_POLICY,
        **ALWAYS,
        **answer.headers,
        "Content-Type": answer.kind,
        "Content-Length": str(len(answer.body)),
    }
    lines = [f"HTTP/1.1 {answer.status.value} {answer.status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    try:
        connection.settimeout(5.0)
        connection.sendall("\r\n".join(lines).encode("ascii") + _END + answer.body)
        connection.shutdown(socket.SHUT_WR)
        if unread:
            _swallow(connection, now)
    except OSError:
        return  # nobody is there any more


def _swallow(connection: socket.socket, now: Callable[[], float]) -> None:
    until, left = now() + _LINGER_SECONDS, _LINGER_BYTES
    while left > 0 and until > now():
        connection.settimeout(max(until - now(), 0.05))
        got = connection.recv(_STEP)
        if not got:
            return
        left -= len(got)
