"""What is served: the books, their bounds, and the work that waits for a disk, done beside the loop."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from inspector_app.domain.errors import InspectorError
from inspector_app.hub.at_once import AtOnce, Budget, Turns
from inspector_app.hub.books import Hub
from inspector_app.hub.limits import Buckets, Limits, of_address
from inspector_app.hub.refusing import TooManyError, Words
from inspector_app.sync import wire

T = TypeVar("T")

ENDING = "hub.ending"
"""Place in a request's scope, see `ending`."""

_WORKERS = ThreadPoolExecutor(6, thread_name_prefix="hub")
"""Threads that wait for disks and databases; the framework's own way to them costs twice the time, and many
more of them hold up the one that speaks with the laptops."""

_MOST_GOOD, _STATUS_SECONDS = 20_000, 5.0


@dataclass(slots=True)
class Served:
    """One hub as it is served by one process.

    Attributes:
        hub: its books.
        words: in Chinese, for the messages of refusals and the public page; english: beside them there.
        limits: bounds of this process.
    """

    hub: Hub
    words: Words
    english: Words
    limits: Limits = field(default_factory=Limits)
    greetings: Buckets = field(init=False)
    enrolments: Buckets = field(init=False)
    failures: Buckets = field(init=False)
    public: Buckets = field(init=False)
    devices: Buckets = field(init=False)
    open: AtOnce = field(init=False)
    memory: Budget = field(init=False)
    photos: Turns = field(init=False)
    good: OrderedDict[bytes, None] = field(default_factory=OrderedDict)
    _status: tuple[float, dict[str, Any]] = (float("-inf"), {})

    def __post_init__(self) -> None:
        self.greetings = Buckets(self.limits.greetings)
        self.enrolments = Buckets(self.limits.enrolments)
        self.failures = Buckets(self.limits.failures)
        self.public = Buckets(self.limits.public)
        self.devices = Buckets(self.limits.devices)
        self.open = AtOnce(self.limits.open_each)
        self.memory = Budget(self.limits.held)
        self.photos = Turns(self.limits.photos, self.limits.turn_seconds)

    async def rate(self, buckets: Buckets, name: str, address: str, device: str = "") -> None:
        """Let a question pass, or refuse it and note the first of a flood.

        Raises:
            TooManyError.
        """
        await self._refuse_for(buckets.wait(name), buckets, name, address, device)

    async def refuse_flood(self, token: bytes, address: str) -> None:
        """Refuse a token nobody showed here before while its address floods: the books are not asked.

        Who shares the address and has a good token, as a bureau behind one line does, is let through.

        Raises:
            TooManyError.
        """
        if token not in self.good:
            await self._refuse_for(self.failures.empty_for(address), self.failures, address, address, "")

    def remember(self, token: bytes) -> None:
        """Remember the hash of a good token."""
        self.good[token] = None
        self.good.move_to_end(token)
        if len(self.good) > _MOST_GOOD:
            self.good.popitem(last=False)

    async def hold(self, request: Request, count: int) -> Callable[[int], None]:
        """Hold so many bytes until a request is answered; call what is returned to give some back before.

        Raises:
            UnavailableError: `hub.busy`.
        """
        left = await self.memory.take(count, self.limits.pause_seconds)

        def give(count: int) -> None:
            nonlocal left
            given = min(count, left)
            left -= given
            self.memory.give(given)

        ending(request).callback(lambda: give(left))
        return give

    async def status(self) -> dict[str, Any]:
        """Return what the hub holds, some seconds old at most: whoever asks all the time costs nothing."""
        now = time.monotonic()
        if now - self._status[0] > _STATUS_SECONDS:
            self._status = (now, await work(self.hub.status))
        return self._status[1]

    async def _refuse_for(
        self, seconds: float, buckets: Buckets, name: str, address: str, device: str
    ) -> None:
        if not seconds:
            return
        if buckets.first_told(name):
            await work(self.hub.audit.note, "too_many", device=device, address=address)
        raise TooManyError(seconds)


def ending(request: Request) -> ExitStack:
    """Return what is done when a request is over, however it ends."""
    stack: ExitStack = request.scope[ENDING]
    return stack


def served(request: Request) -> Served:
    """Return what the app of a request serves."""
    told: Served = request.app.state.served
    return told


def address_of(request: Request) -> str:
    """Return what a request's address is counted as."""
    return of_address(request.client.host) if request.client is not None else "?"


async def work(do: Callable[..., T], *args: object, **more: object) -> T:
    """Do what waits for a disk or a database in a thread of its own."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, partial(do, *args, **more))


def told(content: Mapping[str, Any]) -> Response:
    """Return JSON values as an answer."""
    return Response(wire.dump(content), media_type=wire.JSON, headers={"Cache-Control": "no-store"})


async def noted(of: Served, error: InspectorError, what: str, address: str, device: str = "") -> None:
    """Note what was refused to whom."""
    await work(of.hub.audit.note, what, device=device, address=address, code=error.code, where=error.where)
