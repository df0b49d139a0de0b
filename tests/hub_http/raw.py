"""Questions written by hand onto a TLS connection."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import urlsplit

from inspector_app.sync import wire
from tests.hub_http.laptops import Laptop


class Served(Protocol):
    """A hub that answers at an address."""

    url: str


@contextmanager
def plain(running: Served) -> Iterator[ssl.SSLSocket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    place = urlsplit(running.url)
    with (
        socket.create_connection((place.hostname, place.port), 30) as there,
        context.wrap_socket(there) as secure,
    ):
        yield secure


def head(one: Laptop, method: str, what: str, *lines: str) -> bytes:
    told = [f"{method} {wire.path_of(one.workspace, what)} HTTP/1.1", "Host: hub"]
    told += [f"Authorization: Bearer {one.token}", *lines]
    return "\r\n".join(told).encode() + b"\r\n\r\n"


def answer(there: ssl.SSLSocket) -> bytes:
    """Return everything until the hub closes."""
    held = bytearray()
    try:
        while piece := there.recv(65_536):
            held += piece
    except (ConnectionResetError, ssl.SSLEOFError):
        pass
    return bytes(held)
