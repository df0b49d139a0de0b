"""What is under way at one moment: questions of one device, and the bytes that all of them hold in memory."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from inspector_app.domain.errors import UnavailableError
from inspector_app.hub.refusing import TooManyError

_AGAIN_SECONDS = 5


class AtOnce:
    """Counts the open questions of each device; a laptop has as many as its lanes, and no more.

    Args:
        most: of one device.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    def of(self, device: str) -> int:
        """Return how many questions of a device are under way."""
        return self._open[device]

    @contextmanager
    def one(self, device: str) -> Iterator[None]:
        """Hold a place for one question.

        Raises:
            TooManyError: the device has too many under way.
        """
        if self._open[device] >= self._most:
            raise TooManyError(_AGAIN_SECONDS)
        self._open[device] += 1
        try:
            yield
        finally:
            self._open[device] -= 1
            if not self._open[device]:
                del self._open[device]


class Turns:
    """So many bodies come side by side, quickly; a slow one gives its turn up, and comes on all the same.

    Many that come all at once would each lie half in memory for as long as all of them take.

    Args:
        most: side by side.
        seconds: after which a turn goes to the next one.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._free, self._seconds = asyncio.Semaphore(most), seconds

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Have a turn."""
        await self._free.acquire()
        mine = True

        def give() -> None:
            nonlocal mine
            if mine:
                mine = False
                self._free.release()

        over = asyncio.get_running_loop().call_later(self._seconds, give)
        try:
            yield
        finally:
            over.cancel()
            give()


class Budget:
    """Bytes that bodies and answers may hold together in one process. For one event loop.

    Who finds too few waits its turn before a byte is read: whoever reads or writes slowly holds up the
    next ones, and not the machine.

    Args:
        most: bytes.
    """

    def __init__(self, most: int) -> None:
        self._most = self._left = most
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, count: int, seconds: float) -> int:
        """Take so many bytes, at most all that there are, and return how many; give them back by `give`.

        Raises:
            UnavailableError: `hub.busy`: there were none for so many seconds.
        """
        wanted = min(count, self._most)
        if not self._waiting and wanted <= self._left:
            self._left -= wanted
            return wanted
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, turn))
        try:
            async with asyncio.timeout(seconds):
                await turn
        except BaseException as problem:
            if turn.done() and not turn.cancelled():  # it came in the very moment
                self.give(wanted)
            turn.cancel()
            self.give(0)  # who waited behind this one may fit
            if isinstance(problem, TimeoutError):
                raise UnavailableError("hub.busy") from problem
            raise
        return wanted

    def give(self, count: int) -> None:
        """Give bytes back; whoever waits longest has them."""
        self._left += count
        while self._waiting:
            wanted, turn = self._waiting[0]
            if not turn.cancelled():
                if wanted > self._left:
                    return
                self._left -= wanted
                turn.set_result(None)
            self._waiting.popleft()
