"""A proxy that fails on purpose, between a laptop and its hub.

It bears the hub's own certificate, so that it sees requests and answers. It may cut at any byte in either
direction, drop an answer after the hub did what it was asked, send a request twice, hold an answer back, or
take a request and never say anything.
"""

import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

CUT_UP, CUT_DOWN, DROP, TWICE, HOLD, HALF_OPEN = "cut up", "cut down", "drop", "twice", "hold", "half open"
_PIECE = 65_536


@dataclass
class Fault:
    """What goes wrong, once.

    Attributes:
        at: for a cut the byte of that direction, counted over all requests since; else the request's number.
        seconds: how long an answer is held back.
    """

    kind: str
    at: int = 0
    seconds: float = 0.05


@dataclass
class Seen:
    """What passed since the last fault was set."""

    requests: list[str] = field(default_factory=list)
    up: int = 0
    down: int = 0


class Proxy:
    """Listens on a port of its own until it is closed."""

    def __init__(self, port: int, certificate: Path, key: Path) -> None:
        self._upstream = port
        self._here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._here.load_cert_chain(certificate, key)
        self._there = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._there.check_hostname, self._there.verify_mode = False, ssl.CERT_NONE
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        self._lock, self._stopped = threading.Lock(), threading.Event()
        self.fault: Fault | None = None
        self.seen = Seen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def set(self, fault: Fault | None) -> None:
        """Let this go wrong from now on, once, and begin to count anew."""
        with self._lock:
            self.fault, self.seen = fault, Seen()

    def close(self) -> None:
        self._stopped.set()
        self._thread.join()  # before the socket is closed, whose number somebody else may be given at once
        self._listening.close()

    def _serve(self) -> None:
        self._listening.settimeout(0.05)
        while not self._stopped.is_set():
            try:
                plain, _ = self._listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            threading.Thread(target=self._one, args=(plain,), daemon=True).start()

    def _one(self, plain: socket.socket) -> None:
        plain.settimeout(30)
        try:
            with self._here.wrap_socket(plain, server_side=True) as client:
                request = _request(client)
                if request:
                    self._pass(client, request)
        except (OSError, ValueError):
            plain.close()

    def _pass(self, client: ssl.SSLSocket, request: bytes) -> None:
        with self._lock:
            number = len(self.seen.requests)
            self.seen.requests.append(request.split(b"\r\n", 1)[0].decode())
            fault, begun = self.fault, self.seen.up
            self.seen.up += len(request)
        kind = fault.kind if fault is not None else ""
        if fault is not None and kind == CUT_UP and begun <= fault.at < begun + len(request):
            self._upward(request[: fault.at - begun], answer=False)
            self._spent(fault)
            return
        if fault is not None and fault.at == number:
            if kind == HALF_OPEN:
                self._spent(fault)
                self._stopped.wait(5)
                return
            if kind == TWICE:
                self._upward(request)
                self._spent(fault)
            if kind == HOLD:
                time.sleep(fault.seconds)
                self._spent(fault)
        self._downward(client, self._upward(request), number)

    def _upward(self, request: bytes, *, answer: bool = True) -> bytes:
        """Send a request to the hub and return its answer; a part of one breaks off there."""
        head, _, body = request.partition(b"\r\n\r\n")
        told = head + b"\r\nConnection: close\r\n\r\n" + body if answer else request
        with (
            socket.create_connection(("127.0.0.1", self._upstream), 30) as plain,
            self._there.wrap_socket(plain) as secure,
        ):
            secure.sendall(told)
            return _until_end(secure) if answer else b""

    def _downward(self, client: ssl.SSLSocket, answer: bytes, number: int) -> None:
        with self._lock:
            fault, begun = self.fault, self.seen.down
            self.seen.down += len(answer)
        if fault is not None and fault.kind == DROP and fault.at == number:
            self._spent(fault)
            return
        if fault is not None and fault.kind == CUT_DOWN and begun <= fault.at < begun + len(answer):
            client.sendall(answer[: fault.at - begun])
            self._spent(fault)
            return
        client.sendall(answer)

    def _spent(self, fault: Fault) -> None:
        with self._lock:
            if self.fault is fault:
                self.fault = None


def _request(client: ssl.SSLSocket) -> bytes:
    """Return one whole request; nothing when the other side closed before."""
    held = bytearray()
    while b"\r\n\r\n" not in held:
        piece = client.recv(_PIECE)
        if not piece:
            return b""
        held += piece
    head = bytes(held).split(b"\r\n\r\n", 1)[0]
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(held) < len(head) + 4 + length:
        piece = client.recv(_PIECE)
        if not piece:
            return b""
        held += piece
    return bytes(held)


def _until_end(secure: ssl.SSLSocket) -> bytes:
    held = bytearray()
    while piece := secure.recv(_PIECE):
        held += piece
    return bytes(held)
