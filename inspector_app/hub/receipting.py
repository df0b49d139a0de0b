"""Receipts: what the hub signs that it holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspector_app.journal import bundle as bundle_form
from inspector_app.journal.receipt import Receipt

from .base import Base
from .kept import contents
from .tables import bundle

Ends = Sequence[tuple[int, bytes]]
"""Entries of one journal: place and hash."""

_AT_ONCE = 500

MOST_UNPACKED = 200
"""Bundles that are unpacked for one question. What a laptop asks for stands at the end of one, as a rule."""


@dataclass(frozen=True, slots=True)
class Receipting:
    """Signs receipts for one workspace whose log stands at one place."""

    base: Base
    workspace: str
    no: int
    log: bytes

    def sign(self, journal_id: str, seq: int, digest: bytes) -> bytes:
        """Return the receipt for an entry and all before it."""
        place = (self.workspace, journal_id, seq, digest, self.no, self.log)
        return Receipt(self.base.facts.id, *place, self.base.now()).sign(self.base.keys.hub)

    def held(self, connection: Connection, tips: Mapping[str, Ends]) -> list[bytes]:
        """Return receipts for those of these entries that are held, journal by journal.

        Raises:
            DamagedError: `hub.database_damaged`.
        """
        told, left = [], MOST_UNPACKED
        for journal_id, ends in tips.items():
            here, unpacked = held_of(connection, self.workspace, journal_id, ends, left)
            left -= unpacked
            told += [self.sign(journal_id, *end) for end in ends if tuple(end) in here]
        return told


def held_of(
    connection: Connection, room: str, journal_id: str, ends: Ends, most: int
) -> tuple[set[tuple[int, bytes]], int]:
    """Return those of these entries of a journal that are held, and how many bundles were unpacked for it.

    Args:
        most: so many at most, each of them once; what stands in others is not found.
    """
    asked = {(seq, digest) for seq, digest in ends}
    held, unpacked = _at_ends(connection, room, journal_id, asked), 0
    open_ = asked - held
    for no, first, last in _over(connection, room, journal_id, {seq for seq, _ in open_}):
        within = {one for one in open_ if first <= one[0] < last}
        if within and unpacked < most:
            found = _inside(connection, room, no, within)
            unpacked += 1
            held |= found
            open_ -= found
    return held, unpacked


def _at_ends(
    connection: Connection, room: str, journal_id: str, asked: set[tuple[int, bytes]]
) -> set[tuple[int, bytes]]:
    seqs, found = sorted({seq for seq, _ in asked}), set()
    for at in range(0, len(seqs), _AT_ONCE):
        ends = select(bundle.c.last, bundle.c.last_hash).where(
            bundle.c.workspace == room,
            bundle.c.journal_id == journal_id,
            bundle.c.last.in_(seqs[at : at + _AT_ONCE]),
        )
        found |= {(int(row.last), bytes(row.last_hash)) for row in connection.execute(ends)}
    return found & asked


def _over(
    connection: Connection, room: str, journal_id: str, seqs: set[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield number, first and last place of the bundles that reach over the span of these places."""
    if not seqs:
        return
    asked = select(bundle.c.no, bundle.c.first, bundle.c.last).where(
        bundle.c.workspace == room,
        bundle.c.journal_id == journal_id,
        bundle.c.last > min(seqs),
        bundle.c.first <= max(seqs),
    )
    for row in connection.execute(asked.order_by(bundle.c.last, bundle.c.no)).all():
        yield int(row.no), int(row.first), int(row.last)


def _inside(
    connection: Connection, room: str, no: int, asked: set[tuple[int, bytes]]
) -> set[tuple[int, bytes]]:
    """Return those of these entries that stand in a bundle; nothing is seen of a veiled one."""
    held = select(bundle.c.raw).where(bundle.c.workspace == room, bundle.c.no == no)
    raw = bytes(connection.execute(held).scalar_one())
    if not raw.startswith(bundle_form.MAGIC):
        return set()
    header, _, hashes = contents(raw)
    return {one for one in asked if hashes[one[0] - header.first] == one[1]}
