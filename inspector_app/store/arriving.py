"""Entries of other laptops, taken in: nothing twice, nothing without what came before it."""

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from inspector_app.domain.errors import DamagedError, UnverifiableError
from inspector_app.journal.entry import Entry
from inspector_app.trust.certificates import Certificate, Keyring

from . import journaling, projection
from .meta import Meta


def merge(
    connection: Connection, entries: Iterable[Entry], meta: Meta, keyring: Keyring, root: Certificate
) -> tuple[int, bool]:
    """Append and project those entries that are not here yet.

    Args:
        entries: from bundles whose signatures and chains were checked; each after its predecessor.

    Returns:
        how many were new, and whether somebody else wrote under this store's own journal.

    Raises:
        DamagedError: `store.other_workspace`.
        UnverifiableError: `store.journal_gap`: an earlier bundle is missing; bring it first.
    """
    fresh: list[Entry] = []
    seen: set[bytes] = set()
    forked = False
    for entry in entries:
        if entry.hash in seen or journaling.known(connection, entry.hash):
            continue
        _refuse_stray(connection, entry, meta, seen)
        forked = forked or entry.header.journal_id == meta.journal_id
        seen.add(entry.hash)
        fresh.append(entry)
    journaling.append_many(connection, fresh)
    projection.project_arrived(connection, fresh, keyring, root)
    return len(fresh), forked


def _refuse_stray(connection: Connection, entry: Entry, meta: Meta, seen: set[bytes]) -> None:
    header = entry.header
    if header.workspace != meta.workspace:
        raise DamagedError("store.other_workspace", where=header.journal_id, found=header.workspace)
    first = header.seq == 1 and header.prev == bytes(32)
    if first or header.prev in seen or journaling.known(connection, header.prev):
        return
    have = journaling.head_of(connection, header.journal_id).seq
    raise UnverifiableError("store.journal_gap", where=header.journal_id, have=have, found=header.seq)
