"""Serving: the hub behind TLS with its own certificate, in one process or, over PostgreSQL, in several."""

import asyncio
import gc
import json
import logging
import os
import signal
import socket
import ssl
import sys
import threading
import time
from asyncio.sslproto import SSLProtocol
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

import h11
from fastapi import FastAPI
from starlette.responses import Response
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from inspector_app.domain.errors import UnavailableError, UsageError
from inspector_app.hub import refusing
from inspector_app.hub.limits import Limits
from inspector_app.sync import wire
from inspector_app.trust.durable import write_durably

if sys.platform != "win32":
    import resource

_BACKLOG = 1_024
_GRACE = 60
"""Seconds that open requests have to be done after SIGTERM."""

_TOLD = 100
"""So many connections above those allowed are answered that the hub is busy; more are cut off."""

_HEAD_BYTES = 32_768
_TLS_RECORD = 16_384
_SHARED = memoryview(bytearray(65_536))
"""What all connections of a process receive into, where asyncio would hold 262,144 bytes for each: bytes are
taken out of it before the next connection is looked at. So much of a body is read ahead of whoever takes it,
and as much lies undeciphered behind it."""

_COLLECT_AFTER = 20_000
"""Things made and not let go after which Python looks for cycles; it would do so after 700."""

_HANDSHAKE_SECONDS, _GOODBYE_SECONDS = 10.0, 2.0


class Loop(asyncio.SelectorEventLoop):
    """The event loop; TLS has its time to begin and to end, where asyncio would wait a minute and a half."""

    async def create_server(self, *args: Any, **more: Any) -> asyncio.Server:
        """Listen."""
        if more.get("ssl") is not None:
            tls: Any = SSLProtocol
            tls.max_size, tls.get_buffer = _TLS_RECORD, _shared_buffer
            more |= {"ssl_handshake_timeout": _HANDSHAKE_SECONDS, "ssl_shutdown_timeout": _GOODBYE_SECONDS}
        return await super().create_server(*args, **more)


def _shared_buffer(connection: Any, wanted: int) -> memoryview:
    """Return where a connection's next bytes go; `buffer_updated` follows in the same step of the loop."""
    del wanted
    connection._ssl_buffer_view = _SHARED
    connection._ssl_buffer = b""
    return _SHARED


class Guarded(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; besides, a head has its time, refusals are read, and all is bounded."""

    _full = False
    _timer: asyncio.TimerHandle | None = None
    _timed = ""

    @property
    def limits(self) -> Limits:
        """The bounds of the app that is served."""
        limits: Limits = self._app.served.limits
        return limits

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, if there are not too many; its first head must come in time."""
        super().connection_made(transport)
        tls: Any = transport
        tls.set_read_buffer_limits(high=1, low=0)
        self._full = len(self.connections) > self.limits.connections
        if len(self.connections) > self.limits.connections + _TOLD:
            transport.abort()
            return
        self._time("head", self.limits.linger_seconds if self._full else self.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._time("", 0)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; a whole head ends its time, and the next one's begins with its first byte."""
        if self._full:
            self._answer(refusing.answer(UnavailableError("hub.busy"), self._app.served.words))
            return
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self.cycle is not None and self.cycle.body:
            self.flow.pause_reading()  # until whoever answers has taken it
        reading = self.conn.their_state is h11.IDLE
        if reading and self._timed != "head":
            self._time("head", self.limits.head_seconds)
        elif not reading and self._timed == "head":
            self._time("", 0)

    def on_response_complete(self) -> None:
        """After an answer: a body that was refused is swallowed for a moment, so that the answer is read."""
        super().on_response_complete()
        if not self.transport.is_closing() and self.conn.their_state is h11.SEND_BODY:
            self._time("linger", self.limits.linger_seconds)
        elif self._timed == "linger":
            self._time("", 0)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, as a hub does; in the middle of a body the connection ends."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state is not h11.IDLE:
            self.transport.abort()
            return
        told = wire.dump({"code": "hub.no_http", "where": "", "message": msg, "values": {}})
        self._answer(Response(told, 400, media_type=wire.JSON))

    def _answer(self, told: Response) -> None:
        """Answer without the app, and end the connection."""
        if self.transport.is_closing():
            return
        told.headers[wire.HUB_HEADER] = self._app.hub_id
        told.headers["Connection"] = "close"
        head = [f"HTTP/1.1 {told.status_code} {HTTPStatus(told.status_code).phrase}".encode("ascii")]
        head += [name + b": " + value for name, value in told.raw_headers]
        self.transport.write(b"\r\n".join([*head, b"", b""]) + bytes(told.body))
        self.transport.close()

    @property
    def _app(self) -> Any:
        return self.app.state

    def _time(self, what: str, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._timed = what
        if what:
            self._timer = self.loop.call_later(seconds, self._over)

    def _over(self) -> None:
        self.transport.abort()


@dataclass(frozen=True, slots=True)
class Serving:
    """How the hub is served.

    Attributes:
        make: makes the app; called in each process, so it must be importable there.
        certificate, key: PEM files.
        fingerprint: sha256 of the certificate, 64 hex digits.
        listen: ADDR:PORT; port 0 is any that is free.
        url: what laptops call; empty makes it from the address.
        ready: file for {url, fingerprint, pid}, written when questions are answered.
        workers: processes.
    """

    make: Callable[[], FastAPI]
    certificate: Path
    key: Path
    fingerprint: str
    listen: str = "127.0.0.1:0"
    url: str = ""
    ready: Path | None = None
    workers: int = 1


def serve(serving: Serving, told: Callable[[str], None]) -> str:
    """Serve until SIGTERM or SIGINT; open requests are done first. Returns the URL.

    Args:
        told: is told the URL once the address is taken, before anybody is answered.

    Raises:
        UsageError: `hub.listen_unreadable`. UnavailableError: `hub.address_taken`, `hub.worker_failed`.
    """
    with _bound(serving.listen) as taken:
        url = serving.url or _url_of(taken)
        told(url)
        config = _config(serving)
        _calm()
        _more_files()
        facts = {"url": url, "fingerprint": serving.fingerprint, "pid": os.getpid()}
        ready = partial(_write_ready, serving.ready, facts)
        if serving.workers > 1:
            workers = _Workers(config, [taken], ready)
            workers.run()
            failed = workers.failed
        else:
            alone = _Alone(config, ready)
            alone.run([taken])
            failed = not alone.started
        if serving.ready is not None:
            serving.ready.unlink(missing_ok=True)
        if failed:
            raise UnavailableError("hub.worker_failed")
    return url


class _Alone(Server):
    """One process: ready once it listens."""

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _collect_seldom()
        self._ready()


class _Workers(Multiprocess):
    """Several processes on one socket: ready once each of them answers; one that dies is started anew."""

    def __init__(self, config: Config, sockets: list[socket.socket], ready: Callable[[], None]) -> None:
        super().__init__(config, sockets=sockets)
        self._ready = ready
        self.failed = False

    def init_processes(self) -> None:
        """Start the workers and wait until each serves."""
        super().init_processes()
        if all(one.wait_until_ready(60, self.should_exit) for one in self.processes):
            self._ready()
        else:
            self.failed = not self.should_exit.is_set()
            self.should_exit.set()


def _config(serving: Serving) -> Config:
    make = serving.make if serving.workers == 1 else partial(_in_worker, serving.make, os.getpid())
    return Config(
        make,
        factory=True,
        interface="asgi3",
        http=Guarded,
        ws="none",
        lifespan="on",
        loop=f"{__name__}:Loop",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        workers=serving.workers,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        ssl_certfile=serving.certificate,
        ssl_keyfile=serving.key,
        ssl_context_factory=_tls,
    )


def _in_worker(make: Callable[[], FastAPI], parent: int) -> FastAPI:
    """Make the app in a worker, which ends when its parent does: nobody else could end it."""
    threading.Thread(target=_ends_with, args=(parent,), daemon=True).start()
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    app = make()
    _collect_seldom()
    return app


def _collect_seldom() -> None:
    """Look for cycles seldom, and not through what stays for good: questions and answers make hardly any."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20, 20)


def _ends_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)  # whatever was not committed was not acknowledged either


def _more_files() -> None:
    """Allow as many open files as the system lets us: each connection is one."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _tls(config: Config, otherwise: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    del config
    context = otherwise()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _calm() -> None:
    """A signal ends the serving and not the process, so that its exit code is ours."""

    def nothing(number: int, frame: FrameType | None) -> None:
        del number, frame

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, nothing)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def _bound(listen: str) -> socket.socket:
    host, port = _place(listen)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family[0], socket.SOCK_STREAM)
    except OSError as error:
        raise UnavailableError("hub.address_taken", where=listen, reason=error.strerror or "") from error
    try:
        if sys.platform != "win32":  # there it would let two programs take one address
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(family[4])
        taken.listen(_BACKLOG)
        taken.set_inheritable(True)
    except OSError as error:
        taken.close()
        raise UnavailableError("hub.address_taken", where=listen, reason=error.strerror or "") from error
    return taken


def _place(listen: str) -> tuple[str, int]:
    host, colon, port = listen.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise UsageError("hub.listen_unreadable", where="--listen", value=listen)
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104 - who leaves it out means all


def _url_of(taken: socket.socket) -> str:
    host, port = taken.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104
        host = own_address()
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


def own_address() -> str:
    """Return the address by which this machine reaches others, or its name; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


def _write_ready(path: Path | None, facts: dict[str, Any]) -> None:
    if path is not None:
        write_durably(path, json.dumps(facts).encode())
