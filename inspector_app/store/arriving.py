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
    """Append and project those entries that are not here yet; a whole copy takes the place of a redacted one.

    Args:
        entries: from bundles whose signatures and chains were checked; each after its predecessor.

    Returns:
        how many were new, and whether somebody else wrote under this store's own journal.

    Raises:
        DamagedError: `store.other_workspace`, `store.chain_broken`.
        UnverifiableError: `store.journal_gap`: an earlier bundle is missing; bring it first.
    """
    given = _by_hash(entries)
    here = journaling.known(connection, [*given, *(entry.header.prev for entry in given.values())])
    whole = journaling.shorter(connection, [entry for entry in given.values() if entry.hash in here])
    fresh = [entry for entry in given.values() if entry.hash not in here]
    for entry in fresh:
        _refuse_stray(connection, entry, meta, here)
        here[entry.hash] = (entry.header.journal_id, entry.header.seq)
    if whole:
        keyring = projection.make_whole(connection, whole, keyring, root)
    projection.project_arrived(connection, fresh, keyring, root)
    return len(fresh), any(entry.header.journal_id == meta.journal_id for entry in fresh)


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
