"""The rules that the simulated machines go by: the real ones, and mutants that the oracle must find out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

import orjson

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import branches
from inspector_app.journal.branches import Came, Chain, Judged, Tip
from inspector_app.journal.chain import Head as ChainHead
from inspector_app.journal.chain import check_chain
from inspector_app.journal.entry import Entry, Header, entry_hash
from inspector_app.journal.fold import Head, winner

Judge = Callable[[Chain, Mapping[bytes, int], Mapping[str, Tip]], Judged]
_LENGTH = Struct(">I")
parsed = lru_cache(maxsize=20_000)(Entry.parse)
"""The real reading; the same bytes are read once, which is what lets thousands of worlds run."""


@dataclass(frozen=True)
class Rules:
    """What a mutant may have wrong; by default all is as the program has it.

    Attributes:
        name: for the report.
        judge: what a chain that comes is.
        keeps_forks: a chain that diverges is stored.
        checks: entries are read strictly and their chain is checked.
        stable: equal stamps are ranked by hash, not by arrival.
        gives_way: a laptop leaves a machine code that another one issues under.
        asks: a push starts from the hub's tips, not from the receipts that a laptop remembers.
        compares_log: a pull goes on only where the hub's log is the one that the laptop saw.
    """

    name: str = "true"
    judge: Judge = branches.judge
    keeps_forks: bool = True
    checks: bool = True
    stable: bool = True
    gives_way: bool = True
    asks: bool = True
    compares_log: bool = True

    def read(self, raws: Iterable[bytes], first: int, prev: bytes, journal_id: str) -> list[Entry]:
        """Return a message's entries.

        Raises:
            DamagedError: it was altered or cut.
        """
        if not self.checks:
            return [_believed(raw) for raw in raws]
        entries = [parsed(raw) for raw in raws]
        check_chain(entries, ChainHead(journal_id, first - 1, prev))
        if not entries or not entries[-1].header.tx_last:
            raise DamagedError("journal.bundle_damaged", where="entries")
        return entries

    def shown(self, heads: Iterable[Head], arrived: Mapping[bytes, int]) -> object:
        """Return the value that shows; `arrived` is the place of every entry in the order of arrival."""
        if self.stable:
            return winner(heads).value
        return max(heads, key=lambda each: (each.n, arrived[each.hash])).value


def _naive(chain: Chain, known: Mapping[bytes, int], tips: Mapping[str, Tip]) -> Judged:
    """Take whoever holds an entry at this place for somebody who holds this entry."""
    top = max((tip.seq for tip in tips.values()), default=0)
    if chain.first > top + 1:
        return Judged(Came.GAP, 0)
    if chain.last <= top:
        return Judged(Came.DUPLICATE, len(chain.hashes))
    return Judged(Came.EXTENDS, top + 1 - chain.first)


def _believed(raw: bytes) -> Entry:
    """Read an entry without asking whether it is what it claims to be."""
    split = 4 + _LENGTH.unpack_from(raw, 0)[0]
    head, payload = raw[4:split], raw[split + 4 :]
    told = orjson.loads(head)
    told["prev"], told["payload_hash"] = bytes.fromhex(told["prev"]), bytes.fromhex(told["payload_hash"])
    header = Header(**told)
    return Entry(header, payload, orjson.loads(payload)["fields"], raw, entry_hash(header.prev, head))


TRUE = Rules()
MUTANTS = {
    each.name: each
    for each in (
        Rules("naive duplicate rule", judge=_naive),
        Rules("refused forks", keeps_forks=False),
        Rules("no hash check", checks=False),
        Rules("unstable tie", stable=False),
        Rules("nobody gives way", gives_way=False),
        Rules("remembered receipts", asks=False),
        Rules("log not compared", compares_log=False),
    )
}
