"""Entries of other laptops, taken in: nothing twice, nothing without what came before it."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DamagedError, UnverifiableError
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Certificate, Keyring

from . import carrying, journaling, projection
from .engine import rows
from .meta import Meta


class Arrived(NamedTuple):
    """What came of entries from elsewhere.

    Attributes:
        new: the entries that were not here.
        parted: (journal, place) of those that made a fork.
        keyring: what they leave of whose signatures count.
    """

    new: list[Entry]
    parted: set[tuple[str, int]]
    keyring: Keyring

    def forks(self, meta: Meta) -> bool:
        """Tell whether somebody else wrote under the journal that this store writes."""
        return any(entry.header.journal_id == meta.journal_id for entry in self.new)


def merge(
    connection: Connection, entries: Iterable[Entry], meta: Meta, keyring: Keyring, root: Certificate
) -> Arrived:
    """Append and project those entries that are not here yet; a whole copy takes the place of a redacted one.

    Args:
        entries: from bundles whose signatures and chains were checked; each after its predecessor.

    Raises:
        DamagedError: `store.other_workspace`, `store.chain_broken`.
        UnverifiableError: `store.journal_gap`: an earlier bundle is missing; bring it first.
    """
    given = _by_hash(entries)
    here = _known(connection, given)
    whole = journaling.shorter(connection, [entry for entry in given.values() if entry.hash in here])
    fresh = [entry for entry in given.values() if entry.hash not in here]
    parted = _parted(connection, fresh)
    for entry in fresh:
        _refuse_stray(connection, entry, meta, here)
        here[entry.hash] = (entry.header.journal_id, entry.header.seq)
    if whole:
        keyring = projection.make_whole(connection, whole, keyring, root)
    keyring = projection.project_arrived(connection, fresh, keyring, root)
    if parted:
        carrying.part(connection, parted)
    return Arrived(fresh, parted, keyring)


def _known(connection: Connection, given: dict[bytes, Entry]) -> dict[bytes, tuple[str, int]]:
    """Return journal and place, by hash, of what is here of these entries and of those that they follow.

    Of a journal that has no entry here nothing need be looked for, except where it claims to follow another.
    """
    journals = set(journaling.journals(connection))
    asked: list[bytes] = []
    for digest, entry in given.items():
        header = entry.header
        if header.journal_id in journals:
            asked.append(digest)
        if header.prev not in given and header.seq > 1:
            asked.append(header.prev)
    return journaling.known(connection, asked)


def _parted(connection: Connection, fresh: Iterable[Entry]) -> set[tuple[str, int]]:
    """Return where fresh entries stand beside others that follow the same entry, here or among themselves."""
    followed: set[tuple[str, bytes]] = set()
    parted: set[tuple[str, int]] = set()
    begun: list[tuple[str, int]] = []
    before: Entry | None = None
    for entry in fresh:
        header = entry.header
        if before is None or header.prev != before.hash:
            begun.append((header.journal_id, header.seq))
        if (header.journal_id, header.prev) in followed:
            parted.add((header.journal_id, header.seq))
        followed.add((header.journal_id, header.prev))
        before = entry
    for place in begun:
        if rows(connection, "SELECT 1 FROM journal WHERE journal_id = ? AND seq = ? LIMIT 1", place):
            parted.add(place)
    return parted


def _by_hash(entries: Iterable[Entry]) -> dict[bytes, Entry]:
    given: dict[bytes, Entry] = {}
    for entry in entries:
        if entry.hash not in given or given[entry.hash].redacted:
            given[entry.hash] = entry
    return given


def _refuse_stray(
    connection: Connection, entry: Entry, meta: Meta, here: dict[bytes, tuple[str, int]]
) -> None:
    header = entry.header
    if header.workspace != meta.workspace:
        raise DamagedError("store.other_workspace", where=header.journal_id, found=header.workspace)
    before = here.get(header.prev)
    if before is None and header.seq > 1:
        have = journaling.head_of(connection, header.journal_id).seq
        raise UnverifiableError("store.journal_gap", where=header.journal_id, have=have, found=header.seq)
    if before is not None and before != (header.journal_id, header.seq - 1):
        raise DamagedError("store.chain_broken", where=f"{header.journal_id}:{header.seq}")
