"""One workspace's talk with the hub: whose it is, over which connection, and who is told how far it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from inspector_app.domain.errors import Problem, Progress

from . import outcome, wire
from .account import Account
from .frames import Frame, Kind, read_all
from .rooms import Room
from .transport import Connection

MOST_ENDS = 1_000
"""Ends of journals in one question."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the parts of a sync share."""

    room: Room
    connection: Connection
    account: Account
    progress: Progress

    def path(self, what: str) -> str:
        """Return the path of a question about this workspace."""
        return wire.path_of(self.room.workspace, what)

    def ask(self, what: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """Ask in JSON and return the JSON object that was answered."""
        return self.connection.ask(self.path(what), told, tick=self._tick)

    def frames(self, what: str, told: Mapping[str, Any]) -> tuple[list[Frame], dict[str, Any]]:
        """Ask in JSON and return the frames that were answered, and what their end says."""
        content = self.connection.exchange("POST", self.path(what), wire.dump(told), tick=self._tick)
        return read_all(content)

    def receipts(self, tips: wire.Tips) -> list[bytes]:
        """Return the hub's receipts for those of these ends that it holds, however many there are."""
        told: list[bytes] = []
        for some in parts_of(tips):
            frames, _ = self.frames("receipts", {"tips": wire.told_tips(some)})
            told += [one.content for one in frames if one.kind is Kind.RECEIPT]
        return told

    def tell(self, *news: Problem) -> None:
        """Remember what a person must know."""
        self.account.tell(*news)

    def _tick(self) -> None:
        self.progress.step(0, 0, outcome.RECEIVING)


def parts_of(tips: wire.Tips, most: int = MOST_ENDS) -> Iterator[wire.Tips]:
    """Yield the ends of journals, so many at a time."""
    ends = ((journal, end) for journal, several in sorted(tips.items()) for end in several)
    while some := list(islice(ends, most)):
        told: dict[str, list[tuple[int, bytes]]] = {}
        for journal, end in some:
            told.setdefault(journal, []).append(end)
        yield told
