"""Waiting for the hub in small steps: between two of them a person may change their mind.

A hub that thinks, or a line that went silent, says nothing for a minute. Whoever waits for it looks up ten
times a second.
"""

import selectors
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpcore
import httpx

LOOK_S = 0.1
"""How long nobody looks up."""

ASIDE = "aside"
"""What threads are called in which something is waited for that cannot be stopped."""

Tick = Callable[[], None]

T = TypeVar("T")

_RECORD = 16_384
"""Bytes of one TLS record: written whole or, after a silence, begun again by the same call."""


def pause(seconds: float, tick: Tick) -> None:
    """Wait so long; the tick may end it by raising."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        tick()
        time.sleep(min(LOOK_S, left))


def aside(work: Callable[[], T], tick: Tick, undo: Callable[[T], None]) -> T:
    """Return what is made in a thread of its own: resolving, connecting, greeting cannot be done in steps.

    Args:
        tick: called meanwhile; when it raises nobody waits any longer.
        undo: takes what comes after all when nobody waits any longer.
    """
    made: list[T] = []
    failed: list[BaseException] = []
    over, left, deciding = threading.Event(), threading.Event(), threading.Lock()

    def make() -> None:
        try:
            one = work()
            with deciding:
                made.append(one)
                if left.is_set():
                    undo(one)
        except BaseException as problem:  # noqa: BLE001 - whoever waits raises it
            failed.append(problem)
        finally:
            over.set()

    threading.Thread(target=make, name=ASIDE, daemon=True).start()
    try:
        while not over.wait(LOOK_S):
            tick()
    except BaseException:
        with deciding:
            left.set()
            for one in made:
                undo(one)
        raise
    if failed:
        raise failed[0]
    return made[0]


class Patient(httpx.HTTPTransport):
    """Connections to one address that believe one certificate, and heed whoever waits."""

    def __init__(self, context: ssl.SSLContext, proxy: str = "") -> None:
        super().__init__(verify=context, trust_env=False)
        self._waiting = threading.local()
        told: dict[str, Any] = {"ssl_context": context, "network_backend": _Backend(self._tick)}
        self._pool = httpcore.HTTPProxy(proxy, **told) if proxy else httpcore.ConnectionPool(**told)

    @contextmanager
    def heeding(self, tick: Tick) -> Iterator[None]:
        """Let whatever this thread waits for in this block be ended by this tick; nobody holds it after."""
        self._waiting.tick = tick
        try:
            yield
        finally:
            del self._waiting.tick

    def _tick(self) -> None:
        getattr(self._waiting, "tick", _nothing)()


def _nothing() -> None:
    """Nobody waits."""


class _Backend(httpcore.NetworkBackend):
    """Opens sockets as ever, and reads them with patience."""

    def __init__(self, tick: Tick) -> None:
        self._tick, self._plain = tick, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        def connected() -> httpcore.NetworkStream:
            return self._plain.connect_tcp(host, port, timeout, local_address, socket_options)

        return _Stream(aside(connected, self._tick, _closed), self._tick)


def _closed(stream: httpcore.NetworkStream) -> None:
    stream.close()


class _Stream(httpcore.NetworkStream):
    """A connection whose silences are cut into small steps."""

    def __init__(self, inner: httpcore.NetworkStream, tick: Tick) -> None:
        self._inner, self._tick = inner, tick

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                return self._inner.read(max_bytes, LOOK_S)
            except httpcore.ReadTimeout:  # nothing is lost: TLS goes on where it was
                if until is not None and time.monotonic() > until:
                    raise
            self._tick()

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it. Plain bytes are few, to a proxy: they go in one call, once there is room."""
        told = self._inner.get_extra_info("ssl_object")
        if told is None or isinstance(told, ssl.SSLObject):  # the latter: TLS within TLS, to a proxy
            self._until_writable(timeout)
            self._inner.write(buffer, timeout)
            return
        view = memoryview(buffer)
        for start in range(0, len(view), _RECORD):
            self._write_record(bytes(view[start : start + _RECORD]), timeout)

    def _write_record(self, record: bytes, timeout: float | None) -> None:
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                self._inner.write(record, LOOK_S)
            except httpcore.WriteTimeout:  # TLS remembers what it began, and goes on with the same record
                if until is not None and time.monotonic() > until:
                    raise
            else:
                return
            self._tick()

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        def secured() -> httpcore.NetworkStream:
            return self._inner.start_tls(ssl_context, server_hostname, timeout)

        return _Stream(aside(secured, self._tick, _closed), self._tick)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _until_writable(self, timeout: float | None) -> None:
        until = None if timeout is None else time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            try:
                selector.register(self._inner.get_extra_info("socket"), selectors.EVENT_WRITE)
            except (OSError, ValueError) as problem:  # closed meanwhile
                raise httpcore.WriteError(str(problem)) from problem
            while not selector.select(LOOK_S):
                self._tick()
                if until is not None and time.monotonic() > until:
                    raise httpcore.WriteTimeout("timed out")
